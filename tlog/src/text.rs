//! What all formats write alike. Each value has one way of being written, and no other is read.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Fault;

/// Standard base64 with padding.
pub fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The same backwards; bits left over make it none.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A decimal number without sign and leading zeros.
pub fn number(text: &str) -> Result<u64, Fault> {
    let number: u64 = text.parse().map_err(|_| Fault::NumberMalformed)?;
    if number.to_string() == text { Ok(number) } else { Err(Fault::NumberMalformed) }
}

/// Whether a text has control characters other than the ends of its lines.
pub fn has_control(text: &str) -> bool {
    text.bytes().any(|byte| byte < 0x20 && byte != b'\n')
}

const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Two bytes in three letters of a QR code's alphabet, a last one in two (RFC 9285).
pub fn to_base45(bytes: &[u8]) -> String {
    let mut out = String::new();
    for pair in bytes.chunks(2) {
        let mut value = pair.iter().fold(0, |value, byte| value << 8 | usize::from(*byte));
        for _ in 0..=pair.len() {
            out.extend(LETTERS.get(value % 45).map(|letter| char::from(*letter)));
            value /= 45;
        }
    }
    out
}

/// The same backwards.
pub fn from_base45(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for letters in text.as_bytes().chunks(3) {
        let mut value = 0;
        for letter in letters.iter().rev() {
            value = value * 45 + LETTERS.iter().position(|other| other == letter)?;
        }
        match letters.len() {
            3 => out.extend(u16::try_from(value).ok()?.to_be_bytes()),
            2 => out.push(u8::try_from(value).ok()?),
            _ => return None,
        }
    }
    Some(out)
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
