//! A made-up log for the tests.

use crate::checkpoint::Checkpoint;
use crate::key::{KeyKind, SigningKey, VerifierKey};
use crate::note::Note;
use crate::policy::Policy;
use crate::proof::Proof;
use crate::tree::{append, prove_inclusion, root};
use crate::{Hash, Head, leaf_hash};

pub const ORIGIN: &str = "log.example.org/450328";

/// The stored hashes of a log of so many leaves.
pub fn stored(size: u64) -> Vec<Hash> {
    let mut stored = Vec::new();
    for index in 0..size {
        let new = append(index, leaf_hash(&leaf(index)), &mut stored).unwrap();
        stored.extend(new);
    }
    stored
}

pub fn leaf(index: u64) -> Vec<u8> {
    format!("leaf {index}").into_bytes()
}

pub fn head(size: u64) -> Head {
    Head { size, root: root(size, &mut stored(size)).unwrap() }
}

pub fn log_key() -> SigningKey {
    SigningKey::from_seed(KeyKind::Log, ORIGIN, &[7; 32]).unwrap()
}

pub fn witness_key(number: u8) -> SigningKey {
    let name = format!("witness.example.org/w{number}");
    SigningKey::from_seed(KeyKind::Witness, &name, &[100 + number; 32]).unwrap()
}

/// Three witnesses, of whom so many are needed.
pub fn policy(quorum: usize) -> Policy {
    let witnesses: Vec<VerifierKey> = (1..=3).map(|n| witness_key(n).verifier().clone()).collect();
    Policy::new(ORIGIN, vec![log_key().verifier().clone()], witnesses, quorum).unwrap()
}

/// A checkpoint signed by the log and by these witnesses, each a second after the other.
pub fn note(size: u64, witnesses: &[u8]) -> Note {
    let mut note = Checkpoint::new(ORIGIN, head(size)).unwrap().sign(&log_key()).unwrap();
    for (at, number) in (1_795_000_000..).zip(witnesses) {
        note.add(witness_key(*number).cosign(at, note.text()).unwrap());
    }
    note
}

/// The proof of a leaf in a log that three witnesses saw.
pub fn proof(index: u64, size: u64) -> Proof {
    let path = prove_inclusion(index, size, &mut stored(size)).unwrap();
    Proof { index, path, note: note(size, &[1, 2, 3]), extra: None }
}
