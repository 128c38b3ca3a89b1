//! A witness's word that a log only grew, as `c2sp.org/tlog-cosignature` has it (Ed25519, v1): the
//! time, and a signature of time and checkpoint.

use crate::Fault;
use crate::key::{KeyKind, VerifierKey};
use crate::note::Signature;

/// What a witness signs.
pub fn message(at: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {at}\n{text}")
}

/// The time that a cosignature bears, in seconds since 1970, before anybody verified it.
pub fn time_of(signature: &Signature) -> Option<u64> {
    split(&signature.bytes).map(|(at, _)| at)
}

/// Whether this is the witness's cosignature of a checkpoint's text, and of when.
pub fn verify(key: &VerifierKey, text: &str, signature: &Signature) -> Result<u64, Fault> {
    if key.kind() != KeyKind::Witness {
        return Err(Fault::KeyKindUnfit);
    }
    let wrong = || Fault::SignatureWrong(key.name().to_owned());
    if !key.made(signature) {
        return Err(wrong());
    }
    let (at, signed) = split(&signature.bytes).ok_or_else(wrong)?;
    key.fits(&message(at, text), signed)?;
    Ok(at)
}

/// The time and the 64 bytes after it.
fn split(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (at, signed) = bytes.split_first_chunk()?;
    let at = u64::from_be_bytes(*at);
    (signed.len() == 64 && i64::try_from(at).is_ok()).then_some((at, signed))
}

#[cfg(test)]
#[path = "cosignature_tests.rs"]
mod tests;
