//! A published thing with all that is needed to check it: what it said, the salt, the leaf, the
//! proof. Whoever has the file and knows the log's key needs nobody any more.

use serde::{Deserialize, Serialize};
use tlog::policy::{Policy, Seen};
use tlog::proof::Proof;

use super::leaf::{Leaf, salted_digest};
use crate::error::Result;
use crate::privacy::hex;

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// What was published, as it was hashed.
    pub content: String,
    /// The salt, in hexadecimal digits.
    pub salt: String,
    /// The leaf, as it was hashed.
    pub leaf: String,
    /// The proof, as `c2sp.org/tlog-proof` writes it.
    pub proof: String,
}

/// Why a bundle does not hold.
#[derive(Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The file is not such a bundle.
    Unreadable,
    /// The content is not what the leaf was made of.
    OtherContent,
    /// The leaf is not in the log that the proof leads to, or nobody who is believed signed it.
    NotProven(tlog::Fault),
}

impl Bundle {
    /// A bundle of a thing.
    pub fn new(content: &[u8], salt: &[u8; 32], leaf: &str, proof: &Proof) -> Result<Self> {
        Ok(Self {
            content: String::from_utf8_lossy(content).into_owned(),
            salt: hex(salt),
            leaf: leaf.to_owned(),
            proof: proof.to_string(),
        })
    }

    /// Checks the content against the leaf and the leaf against the log. It asks nobody.
    pub fn check(&self, policy: &Policy) -> std::result::Result<(Leaf, Seen), Doubt> {
        let leaf = Leaf::read(&self.leaf).map_err(|_| Doubt::Unreadable)?;
        let salt = unhex(&self.salt).ok_or(Doubt::Unreadable)?;
        if hex(&salted_digest(&salt, self.content.as_bytes())) != leaf.sha256 {
            return Err(Doubt::OtherContent);
        }
        let proof: Proof = self.proof.parse().map_err(Doubt::NotProven)?;
        let seen = tlog::proof::verify(self.leaf.as_bytes(), &proof, policy);
        Ok((leaf, seen.map_err(Doubt::NotProven)?))
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
