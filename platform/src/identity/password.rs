//! Passwords. Hashing takes a tenth of a second on purpose, so it never happens inside an act.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::app::Sources;
use crate::error::{Error, Refusal, Result};

/// A hashed password in the PHC form, argon2id.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub(super) String);

const LETTERS_MIN: usize = 10;
const LETTERS_MAX: usize = 200;

/// Hashes a new password, or refuses a weak one.
pub fn hash(sources: &Sources, password: &str) -> Result<PasswordHash> {
    let letters = password.chars().count();
    let same = password.chars().all(|letter| password.starts_with(letter));
    if !(LETTERS_MIN..=LETTERS_MAX).contains(&letters) || same {
        return Err(Refusal::new(
            "identity.weak_password",
            "密码至少 10 个字，不能全是同一个字。几个词连起来最好记",
        )
        .at("password")
        .into());
    }
    let salt: [u8; 16] = sources.bytes();
    let hashed = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| Error::fault(format!("hashing a password: {error}")))?;
    Ok(PasswordHash(hashed.to_string()))
}

/// Whether the password is the one that was hashed. Without a hash it takes as long and says no, so
/// that the time of the answer does not tell which accounts exist.
pub fn matches(password: &str, hashed: Option<&PasswordHash>) -> bool {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$\
                          X1o2hpJ7bGUlgo8d1XJMDb7bzVp7yj3m2VZVZq2r0nE";
    let known = hashed.map_or(NOBODY, |hash| hash.0.as_str());
    let right = Argon2::default().verify_password(password.as_bytes(), known).is_ok();
    right && hashed.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_matches() {
        let sources = Sources::seeded(1);
        let hashed = hash(&sources, "稻花香里说丰年听取蛙声").unwrap();
        assert!(matches("稻花香里说丰年听取蛙声", Some(&hashed)));
        assert!(!matches("稻花香里说丰年听取蛙鸣", Some(&hashed)));
        assert!(!matches("nobody", None));
        assert!(hash(&sources, "短").is_err());
        assert!(hash(&sources, "aaaaaaaaaaaaaaa").is_err());
    }
}
