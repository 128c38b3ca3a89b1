//! Keys: the log's, which sign checkpoints, and the witnesses', which cosign them.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signer, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::note::Signature;
use crate::{Fault, cosignature, text};

/// What a key is for. The number goes into the key's identifier, so that one can never be taken for
/// the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Signs checkpoints: Ed25519 over the text of the note.
    Log = 0x01,
    /// Cosigns checkpoints with a time: `cosignature/v1`.
    Witness = 0x04,
}

impl KeyKind {
    fn of(number: u8) -> Result<KeyKind, Fault> {
        match number {
            0x01 => Ok(KeyKind::Log),
            0x04 => Ok(KeyKind::Witness),
            other => Err(Fault::KeyKindUnknown(other)),
        }
    }
}

/// A key that everybody may know. As text: `name+identifier+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: KeyKind,
    id: u32,
    key: VerifyingKey,
}

impl VerifierKey {
    /// A key from its 32 bytes.
    pub fn new(kind: KeyKind, name: &str, public: &[u8; 32]) -> Result<VerifierKey, Fault> {
        check_name(name)?;
        let key = VerifyingKey::from_bytes(public).map_err(|_| Fault::KeyMalformed)?;
        // Under such a key a signature fits many texts.
        if key.is_weak() {
            return Err(Fault::KeyMalformed);
        }
        let digest = Sha256::new_with_prefix(name.as_bytes())
            .chain_update([b'\n', kind as u8])
            .chain_update(public)
            .finalize();
        let id = digest.iter().take(4).fold(0, |id, byte| id << 8 | u32::from(*byte));
        Ok(VerifierKey { name: name.to_owned(), kind, id, key })
    }

    /// Whose it is.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is for.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// By which a signature says whose it is, together with the name.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Its 32 bytes.
    pub fn public(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Whether a signature says that it was made with this key.
    pub fn made(&self, signature: &Signature) -> bool {
        signature.key_id == self.id && signature.name == self.name
    }

    /// Whether these 64 bytes are this key's signature of the message.
    pub(crate) fn fits(&self, message: &str, signature: &[u8]) -> Result<(), Fault> {
        let wrong = || Fault::SignatureWrong(self.name.clone());
        let signature = ed25519_dalek::Signature::from_slice(signature).map_err(|_| wrong())?;
        self.key.verify_strict(message.as_bytes(), &signature).map_err(|_| wrong())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}+{:08x}+{}", self.name, self.id, tagged(self.kind, &self.public()))
    }
}

impl FromStr for VerifierKey {
    type Err = Fault;

    fn from_str(text: &str) -> Result<VerifierKey, Fault> {
        let (name, id, kind, public) = parts(text)?;
        let key = VerifierKey::new(kind, name, &public)?;
        if format!("{:08x}", key.id) == id { Ok(key) } else { Err(Fault::KeyMalformed) }
    }
}

/// A key that only its owner may have.
pub struct SigningKey {
    secret: ed25519_dalek::SigningKey,
    verifier: VerifierKey,
}

const PRIVATE: &str = "PRIVATE+KEY+";

impl SigningKey {
    /// A key from 32 bytes that nobody can guess.
    pub fn from_seed(kind: KeyKind, name: &str, seed: &[u8; 32]) -> Result<SigningKey, Fault> {
        let secret = ed25519_dalek::SigningKey::from_bytes(seed);
        let verifier = VerifierKey::new(kind, name, secret.verifying_key().as_bytes())?;
        Ok(SigningKey { secret, verifier })
    }

    /// Reads what [`SigningKey::to_text`] wrote.
    pub fn from_text(text: &str) -> Result<SigningKey, Fault> {
        let text = text.strip_prefix(PRIVATE).ok_or(Fault::KeyMalformed)?;
        let (name, id, kind, seed) = parts(text)?;
        let key = SigningKey::from_seed(kind, name, &seed)?;
        if format!("{:08x}", key.verifier.id) == id { Ok(key) } else { Err(Fault::KeyMalformed) }
    }

    /// The secret as Go's `note` package writes it: `PRIVATE+KEY+name+identifier+base64`.
    pub fn to_text(&self) -> String {
        let VerifierKey { name, kind, id, .. } = &self.verifier;
        format!("{PRIVATE}{name}+{id:08x}+{}", tagged(*kind, self.secret.as_bytes()))
    }

    /// The half that everybody may know.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The log's signature of a note's text.
    pub fn sign(&self, text: &str) -> Result<Signature, Fault> {
        if self.verifier.kind != KeyKind::Log {
            return Err(Fault::KeyKindUnfit);
        }
        Ok(self.signature(self.secret.sign(text.as_bytes()).to_bytes().to_vec()))
    }

    /// A witness's cosignature of a note's text, made at this second since 1970.
    pub fn cosign(&self, at: u64, text: &str) -> Result<Signature, Fault> {
        if self.verifier.kind != KeyKind::Witness {
            return Err(Fault::KeyKindUnfit);
        }
        if i64::try_from(at).is_err() {
            return Err(Fault::TimeOutOfRange);
        }
        let signed = self.secret.sign(cosignature::message(at, text).as_bytes());
        Ok(self.signature([at.to_be_bytes().as_slice(), &signed.to_bytes()].concat()))
    }

    fn signature(&self, bytes: Vec<u8>) -> Signature {
        Signature { name: self.verifier.name.clone(), key_id: self.verifier.id, bytes }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SigningKey({}, secret)", self.verifier)
    }
}

/// A key's name is not empty and has no space, plus or control character.
pub(crate) fn check_name(name: &str) -> Result<(), Fault> {
    let unfit = |c: char| c.is_whitespace() || c == '+' || c < ' ';
    if name.is_empty() || name.contains(unfit) { Err(Fault::KeyNameMalformed) } else { Ok(()) }
}

fn tagged(kind: KeyKind, key: &[u8; 32]) -> String {
    text::to_base64(&[[kind as u8].as_slice(), key].concat())
}

/// Name, identifier, kind and the 32 bytes of a key as text.
fn parts(text: &str) -> Result<(&str, &str, KeyKind, [u8; 32]), Fault> {
    let (name, rest) = text.split_once('+').ok_or(Fault::KeyMalformed)?;
    let (id, key) = rest.split_once('+').ok_or(Fault::KeyMalformed)?;
    let key = text::from_base64(key).ok_or(Fault::KeyMalformed)?;
    let (kind, key) = key.split_first().ok_or(Fault::KeyMalformed)?;
    let kind = KeyKind::of(*kind)?;
    Ok((name, id, kind, key.try_into().map_err(|_| Fault::KeyMalformed)?))
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
