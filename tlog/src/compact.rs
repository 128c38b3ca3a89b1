//! A proof with its leaf, short enough for a QR code on paper.
//!
//! Names and the root are left out: the reader's policy knows the names by the identifiers of the
//! keys, and the root follows from leaf and path. All numbers are big-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 3 | `58 59 01`: "XY", version 1 |
//! | 2 | length of the leaf, *n* |
//! | *n* | the leaf |
//! | 8 | where the leaf stands |
//! | 8 | how many leaves the tree has |
//! | 1 | number of hashes in the path, *p*, at most 63 |
//! | 32 × *p* | the path, from the leaf's neighbour upwards |
//! | 4 | identifier of the log's key |
//! | 64 | its signature of the checkpoint |
//! | 1 | number of cosignatures, *c*, at most 64 |
//! | 76 × *c* | each: identifier of a witness's key (4), seconds since 1970 (8), signature (64) |
//!
//! A leaf of 210 bytes among 100,000 with three witnesses takes 1,073 bytes. As text it is
//! `XY1:` and the base45 of the bytes (RFC 9285): QR codes have a mode for its letters that costs 3
//! percent, and every reader of codes passes them on unharmed, which it does not with bytes.

use std::fmt;
use std::str::FromStr;

use crate::checkpoint::Checkpoint;
use crate::key::VerifierKey;
use crate::note::{Note, SIGNATURES_MAX, Signature};
use crate::policy::{Policy, Seen, maker};
use crate::proof::{PATH_MAX, Proof, verify};
use crate::{Fault, Hash, Head, cosignature, leaf_hash, text, tree};

const MARK: [u8; 3] = [b'X', b'Y', 1];
const TEXT_MARK: &str = "XY1:";

/// A compact proof, read and not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compact {
    leaf: Vec<u8>,
    index: u64,
    size: u64,
    path: Vec<Hash>,
    signed: Signed<64>,
    cosigned: Vec<Signed<72>>,
}

/// Identifier of a key, and what it made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Signed<const N: usize> {
    key_id: u32,
    bytes: [u8; N],
}

impl Compact {
    /// Makes a proof compact. It is verified first, and only what the policy counts is kept.
    pub fn new(leaf: &[u8], proof: &Proof, policy: &Policy) -> Result<Compact, Fault> {
        let malformed = Fault::CompactMalformed;
        let seen = verify(leaf, proof, policy)?;
        if !seen.checkpoint.extensions.is_empty() {
            return Err(malformed("the checkpoint has more than three lines"));
        }
        if leaf.len() > usize::from(u16::MAX) {
            return Err(Fault::EntryTooLong(leaf.len()));
        }
        let signed = proof.note.signatures().iter().find(|one| seen.log_key.made(one));
        let mut cosigned: Vec<&Signature> = Vec::new();
        for one in &seen.cosigned {
            let is_latest = |line: &&Signature| {
                maker(policy.witnesses(), line).is_some_and(|key| key.name() == one.witness)
                    && cosignature::time_of(line) == Some(one.at)
            };
            cosigned.extend(proof.note.signatures().iter().find(is_latest));
        }
        Ok(Compact {
            leaf: leaf.to_vec(),
            index: proof.index,
            size: seen.checkpoint.head.size,
            path: proof.path.clone(),
            signed: signed.and_then(Signed::of).ok_or(Fault::LogUnsigned)?,
            cosigned: cosigned.into_iter().filter_map(Signed::of).collect(),
        })
    }

    /// What was put into the log.
    pub fn leaf(&self) -> &[u8] {
        &self.leaf
    }

    /// Where it stands.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The bytes, as the head of this module has them.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MARK.to_vec();
        // Neither count can be larger: what was too long for them did not become a value.
        out.extend(u16::try_from(self.leaf.len()).unwrap_or(u16::MAX).to_be_bytes());
        out.extend(&self.leaf);
        out.extend(self.index.to_be_bytes());
        out.extend(self.size.to_be_bytes());
        out.push(u8::try_from(self.path.len()).unwrap_or(u8::MAX));
        out.extend(self.path.iter().flat_map(Hash::as_bytes));
        self.signed.write(&mut out);
        out.push(u8::try_from(self.cosigned.len()).unwrap_or(u8::MAX));
        self.cosigned.iter().for_each(|one| one.write(&mut out));
        out
    }

    /// Reads the bytes.
    pub fn parse(bytes: &[u8]) -> Result<Compact, Fault> {
        let malformed = Fault::CompactMalformed;
        let mut bytes = bytes.strip_prefix(&MARK).ok_or(malformed("it begins otherwise"))?;
        let bytes = &mut bytes;
        let length = u16::from_be_bytes(take(bytes)?);
        let leaf = take_some(bytes, usize::from(length))?.to_vec();
        let (index, size) = (u64::from_be_bytes(take(bytes)?), u64::from_be_bytes(take(bytes)?));
        let [length] = take(bytes)?;
        if usize::from(length) > PATH_MAX {
            return Err(malformed("its path is too long"));
        }
        let path = (0..length).map(|_| take(bytes).map(Hash)).collect::<Result<_, _>>()?;
        let signed = Signed::read(bytes)?;
        let [count] = take(bytes)?;
        if usize::from(count) > SIGNATURES_MAX {
            return Err(malformed("it has too many cosignatures"));
        }
        let cosigned = (0..count).map(|_| Signed::read(bytes)).collect::<Result<_, _>>()?;
        if !bytes.is_empty() {
            return Err(malformed("something follows it"));
        }
        Ok(Compact { leaf, index, size, path, signed, cosigned })
    }

    /// The proof as everybody's tools read it, with the names that the policy knows.
    pub fn to_proof(&self, policy: &Policy) -> Result<Proof, Fault> {
        let root = tree::root_of_path(leaf_hash(&self.leaf), self.index, self.size, &self.path)?;
        let checkpoint = Checkpoint::new(policy.origin(), Head { size: self.size, root })?;
        let mut note = Note::new(&checkpoint.to_string())?;
        note.add(self.signed.named(policy.log_keys()).ok_or(Fault::LogUnsigned)?);
        let cosigned = self.cosigned.iter().filter_map(|one| one.named(policy.witnesses()));
        cosigned.for_each(|one| note.add(one));
        Ok(Proof { index: self.index, path: self.path.clone(), note, extra: None })
    }

    /// Whether the leaf is in a tree that the policy believes. Since the root is reckoned from the
    /// path, a changed path or leaf shows as a signature that does not fit.
    pub fn verify(&self, policy: &Policy) -> Result<Seen, Fault> {
        verify(&self.leaf, &self.to_proof(policy)?, policy)
    }
}

impl<const N: usize> Signed<N> {
    fn of(line: &Signature) -> Option<Signed<N>> {
        let bytes = line.bytes.as_slice().try_into().ok()?;
        Some(Signed { key_id: line.key_id, bytes })
    }

    fn named(&self, keys: &[VerifierKey]) -> Option<Signature> {
        let key = keys.iter().find(|key| key.id() == self.key_id)?;
        let (name, bytes) = (key.name().to_owned(), self.bytes.to_vec());
        Some(Signature { name, key_id: self.key_id, bytes })
    }

    fn read(bytes: &mut &[u8]) -> Result<Signed<N>, Fault> {
        Ok(Signed { key_id: u32::from_be_bytes(take(bytes)?), bytes: take(bytes)? })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.key_id.to_be_bytes());
        out.extend(self.bytes);
    }
}

fn take_some<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], Fault> {
    let (taken, rest) =
        bytes.split_at_checked(count).ok_or(Fault::CompactMalformed("its end is missing"))?;
    *bytes = rest;
    Ok(taken)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], Fault> {
    let taken = take_some(bytes, N)?;
    taken.try_into().map_err(|_| Fault::CompactMalformed("its end is missing"))
}

impl fmt::Display for Compact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{TEXT_MARK}{}", text::to_base45(&self.write()))
    }
}

impl FromStr for Compact {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Compact, Fault> {
        let malformed = || Fault::CompactMalformed("its letters are not those of a code");
        let letters = text.strip_prefix(TEXT_MARK).ok_or_else(malformed)?;
        Compact::parse(&text::from_base45(letters).ok_or_else(malformed)?)
    }
}

#[cfg(test)]
#[path = "compact_tests.rs"]
mod tests;
