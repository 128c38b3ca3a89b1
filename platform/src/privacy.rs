//! Protection of personal data at rest, and digests.

mod folders;
mod keys;
mod rotation;
mod vault;

use aes_gcm::aead::KeyInit;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

pub use keys::KeyInfo;
pub use rotation::{Rotated, Sealed, Sealing, drop_old_keys, rotate, sealing};
pub use vault::Vault;

fn keyed(key: &[u8; 32], about: &[u8]) -> [u8; 32] {
    // A key of 32 bytes always fits; the fallback only spares a panic.
    Hmac::<Sha256>::new_from_slice(key).map_or([0; 32], |mut mac| {
        mac.update(about);
        mac.finalize().into_bytes().into()
    })
}

/// The SHA-256 digest in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The SHA-256 digest of what comes piece by piece.
#[derive(Default)]
pub struct Digester(Sha256);

impl Digester {
    /// The next piece.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest in hexadecimal.
    pub fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
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

/// `6222020000000007` → `************0007`.
pub fn mask_bank_card(number: &str) -> String {
    match number.len().checked_sub(4).and_then(|from| number.get(from..)) {
        Some(last) if number.len() >= 12 => format!("{}{last}", "*".repeat(number.len() - 4)),
        _ => "*".repeat(number.chars().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_leave_enough_for_the_person_and_too_little_for_others() {
        assert_eq!(mask_name("王小芳"), "王*芳");
        assert_eq!(mask_name("欧阳小芳"), "欧**芳");
        assert_eq!(mask_name("王芳"), "王*");
        assert_eq!(mask_phone("13812342210"), "138****2210");
        assert_eq!(mask_phone("110"), "***");
        assert_eq!(mask_identity_number("341125194503121018"), "3411**********1018");
        assert_eq!(mask_bank_card("6222020000000007"), "************0007");
        assert_eq!(mask_bank_card("12345"), "*****");
    }
}
