//! Protection of personal data at rest, and digests.

use std::fs;
use std::io::Write;
use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::app::Sources;
use crate::error::{Error, Result};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// The county's key. It lies in a file outside the database, so that a copy of the database alone
/// tells nobody's number.
pub struct Vault {
    cipher: Aes256Gcm,
    index_key: [u8; KEY_BYTES],
}

impl Vault {
    /// A vault with this key.
    pub fn new(key: [u8; KEY_BYTES]) -> Self {
        // Two uses of one key file, kept apart by their labels.
        let seal_key = derive(&key, b"seal");
        let index_key = derive(&key, b"index");
        Self { cipher: Aes256Gcm::new(&seal_key.into()), index_key }
    }

    /// Reads the key file, or makes it with fresh randomness if there is none.
    pub fn open_or_make(path: &Path, sources: &Sources) -> Result<Self> {
        if let Ok(bytes) = fs::read(path) {
            let key = <[u8; KEY_BYTES]>::try_from(bytes.as_slice())
                .map_err(|_| Error::fault("the key file is not 32 bytes long"))?;
            return Ok(Self::new(key));
        }
        let key = sources.bytes();
        write_private(path, &key)?;
        Ok(Self::new(key))
    }

    /// Encrypts; each call gives other bytes.
    pub fn seal(&self, sources: &Sources, plain: &[u8]) -> Result<Vec<u8>> {
        let nonce: [u8; NONCE_BYTES] = sources.bytes();
        let sealed = self
            .cipher
            .encrypt(&Nonce::from(nonce), plain)
            .map_err(|_| Error::fault("could not encrypt"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts what [`Vault::seal`] made.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>> {
        let fault = || Error::fault("sealed data does not open: wrong key, or changed");
        let (nonce, body) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(fault)?;
        let nonce = <[u8; NONCE_BYTES]>::try_from(nonce).map_err(|_| fault())?;
        self.cipher.decrypt(&Nonce::from(nonce), body).map_err(|_| fault())
    }

    /// A word that is equal for equal numbers and tells nothing else: for look-up.
    pub fn blind_index(&self, number: &str) -> String {
        hex(&keyed(&self.index_key, number.as_bytes()))
    }

    /// A tag that only this county can make, for form tokens.
    pub fn tag(&self, purpose: &str, about: &str) -> String {
        hex(&keyed(&self.index_key, format!("{purpose}\n{about}").as_bytes()))
    }
}

/// Writes a file that only its owner may read.
fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}

fn derive(key: &[u8; KEY_BYTES], label: &[u8]) -> [u8; KEY_BYTES] {
    keyed(key, label)
}

fn keyed(key: &[u8; KEY_BYTES], about: &[u8]) -> [u8; KEY_BYTES] {
    // A key of 32 bytes always fits; the fallback only spares a panic.
    Hmac::<Sha256>::new_from_slice(key).map_or([0; KEY_BYTES], |mut mac| {
        mac.update(about);
        mac.finalize().into_bytes().into()
    })
}

/// The SHA-256 digest in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `王小芳` → `王*芳`, `王芳` → `王*`: enough for the person, too little for others.
pub fn mask_name(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    match letters.as_slice() {
        [] => String::new(),
        [only] => only.to_string(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

/// `13812342210` → `138****2210`.
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    match (digits.get(..3), digits.len().checked_sub(4).and_then(|from| digits.get(from..))) {
        (Some(first), Some(last)) if digits.len() >= 7 => {
            let hidden = "*".repeat(digits.len() - 7);
            first.iter().chain(hidden.chars().collect::<Vec<_>>().iter()).chain(last).collect()
        }
        _ => "*".repeat(digits.len()),
    }
}

/// `341125194503121018` → `3411**********1018`.
pub fn mask_identity_number(number: &str) -> String {
    match (number.get(..4), number.len().checked_sub(4).and_then(|from| number.get(from..))) {
        (Some(first), Some(last)) if number.len() >= 15 => {
            format!("{first}{}{last}", "*".repeat(number.len() - 8))
        }
        _ => "*".repeat(number.chars().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_again_and_shows_nothing() {
        let vault = Vault::new([7; 32]);
        let sources = Sources::seeded(1);
        let sealed = vault.seal(&sources, "341125194503121018".as_bytes()).unwrap();
        assert_eq!(vault.open(&sealed).unwrap(), b"341125194503121018");
        assert!(!sealed.windows(6).any(|part| part == b"341125"));
        assert_ne!(sealed, vault.seal(&sources, b"341125194503121018").unwrap());
        assert!(Vault::new([8; 32]).open(&sealed).is_err());
        assert_eq!(vault.blind_index("1"), vault.blind_index("1"));
        assert_ne!(vault.blind_index("1"), Vault::new([8; 32]).blind_index("1"));
    }

    #[test]
    fn masks_leave_enough_for_the_person_and_too_little_for_others() {
        assert_eq!(mask_name("王小芳"), "王*芳");
        assert_eq!(mask_name("欧阳小芳"), "欧**芳");
        assert_eq!(mask_name("王芳"), "王*");
        assert_eq!(mask_phone("13812342210"), "138****2210");
        assert_eq!(mask_phone("110"), "***");
        assert_eq!(mask_identity_number("341125194503121018"), "3411**********1018");
    }
}
