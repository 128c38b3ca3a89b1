//! A log to which one can only add, and which outsiders can check without trusting who keeps it.
//!
//! Its formats are those of C2SP, so that verifiers of strangers read them: signed notes and
//! checkpoints ([`note`], [`checkpoint`]), cosignatures of witnesses ([`cosignature`]), proofs as
//! text ([`proof`]), tiles ([`tiles`]) and the answer of a witness ([`witness`]). The tree is that
//! of RFC 6962. Only [`compact`], a proof short enough for a QR code, is our own.
//!
//! Everything here is a function of its parameters: no clock, no randomness, no file, and no other
//! crate of this workspace, so that whoever doubts can build this folder alone.

pub mod audit;
pub mod checkpoint;
pub mod compact;
pub mod cosignature;
mod fault;
pub mod hash;
pub mod key;
pub mod note;
pub mod policy;
mod policy_file;
pub mod proof;
mod text;
pub mod tiles;
pub mod tree;
pub mod witness;

pub use fault::Fault;
pub use hash::{Hash, leaf_hash, node_hash};
pub use tree::Head;

#[cfg(test)]
mod sample;
