//! Every way in which this crate says no.

use std::fmt;

/// Why something was refused. The words are for people who look after a log; programs go by
/// [`Fault::code`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Not the base64 of 32 bytes.
    HashMalformed,
    /// Not a decimal number as the formats write it.
    NumberMalformed,
    /// A tree larger than any that can be stored.
    SizeTooLarge,
    /// A leaf that the tree does not have.
    NoSuchLeaf {
        /// Where it should stand.
        index: u64,
        /// How many leaves there are.
        size: u64,
    },
    /// A tree that is smaller than an earlier one.
    Shrunk {
        /// How many leaves there were.
        old: u64,
        /// How many there are said to be.
        new: u64,
    },
    /// The store did not give the hashes that it was asked for.
    HashesMissing,
    /// The path does not lead from the leaf to the root.
    InclusionRefused,
    /// The two trees are not beginning and continuation of one.
    ConsistencyRefused,
    /// Not the text of a key.
    KeyMalformed,
    /// A name that keys may not have.
    KeyNameMalformed,
    /// A key of a kind that this crate does not know.
    KeyKindUnknown(u8),
    /// A witness's key where the log's is needed, or the other way round.
    KeyKindUnfit,
    /// A time that no cosignature can bear.
    TimeOutOfRange,
    /// Not a signed note.
    NoteMalformed(&'static str),
    /// Not a checkpoint.
    CheckpointMalformed(&'static str),
    /// Not a proof.
    ProofMalformed(&'static str),
    /// Not a compact proof.
    CompactMalformed(&'static str),
    /// Not the request to a witness.
    RequestMalformed(&'static str),
    /// A policy that would not protect anybody.
    PolicyUnsound(&'static str),
    /// A checkpoint of another log.
    ForeignOrigin(String),
    /// No key of the log signed this.
    LogUnsigned,
    /// A signature by a known key that does not fit.
    SignatureWrong(String),
    /// Too few witnesses signed this.
    QuorumMissed {
        /// How many did.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Not a path of a tiled log.
    PathMalformed,
    /// Not the content of a tile.
    TileMalformed,
    /// Not the content of a bundle of entries.
    BundleMalformed,
    /// An entry that does not fit into a bundle.
    EntryTooLong(usize),
    /// A file of the log that does not say what the others say.
    AuditFailed(String),
}

impl Fault {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::HashMalformed => "hash-malformed",
            Fault::NumberMalformed => "number-malformed",
            Fault::SizeTooLarge => "size-too-large",
            Fault::NoSuchLeaf { .. } => "no-such-leaf",
            Fault::Shrunk { .. } => "shrunk",
            Fault::HashesMissing => "hashes-missing",
            Fault::InclusionRefused => "inclusion-refused",
            Fault::ConsistencyRefused => "consistency-refused",
            Fault::KeyMalformed => "key-malformed",
            Fault::KeyNameMalformed => "key-name-malformed",
            Fault::KeyKindUnknown(_) => "key-kind-unknown",
            Fault::KeyKindUnfit => "key-kind-unfit",
            Fault::TimeOutOfRange => "time-out-of-range",
            Fault::NoteMalformed(_) => "note-malformed",
            Fault::CheckpointMalformed(_) => "checkpoint-malformed",
            Fault::ProofMalformed(_) => "proof-malformed",
            Fault::CompactMalformed(_) => "compact-malformed",
            Fault::RequestMalformed(_) => "request-malformed",
            Fault::PolicyUnsound(_) => "policy-unsound",
            Fault::ForeignOrigin(_) => "foreign-origin",
            Fault::LogUnsigned => "log-unsigned",
            Fault::SignatureWrong(_) => "signature-wrong",
            Fault::QuorumMissed { .. } => "quorum-missed",
            Fault::PathMalformed => "path-malformed",
            Fault::TileMalformed => "tile-malformed",
            Fault::BundleMalformed => "bundle-malformed",
            Fault::EntryTooLong(_) => "entry-too-long",
            Fault::AuditFailed(_) => "audit-failed",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::HashMalformed => write!(out, "this is not the base64 of a SHA-256 hash"),
            Fault::NumberMalformed => write!(out, "this is not a decimal number without sign"),
            Fault::SizeTooLarge => write!(out, "no log can have so many leaves"),
            Fault::NoSuchLeaf { index, size } => {
                write!(out, "there is no leaf {index} in a tree of {size}")
            }
            Fault::Shrunk { old, new } => {
                write!(out, "the log had {old} leaves and is said to have {new}")
            }
            Fault::HashesMissing => write!(out, "the store lacks hashes of this tree"),
            Fault::InclusionRefused => {
                write!(out, "the proof does not lead from this leaf to this root")
            }
            Fault::ConsistencyRefused => {
                write!(out, "the later tree does not continue the earlier one")
            }
            Fault::KeyMalformed => write!(out, "this is not the text of a key"),
            Fault::KeyNameMalformed => {
                write!(out, "a key's name is not empty and has no space, plus or control character")
            }
            Fault::KeyKindUnknown(kind) => write!(out, "keys of kind {kind} are not known here"),
            Fault::KeyKindUnfit => {
                write!(out, "the log's keys sign checkpoints, and witnesses' keys cosign them")
            }
            Fault::TimeOutOfRange => write!(out, "a cosignature cannot bear this time"),
            Fault::NoteMalformed(why) => write!(out, "this is not a signed note: {why}"),
            Fault::CheckpointMalformed(why) => write!(out, "this is not a checkpoint: {why}"),
            Fault::ProofMalformed(why) => write!(out, "this is not a proof: {why}"),
            Fault::CompactMalformed(why) => write!(out, "this is not a compact proof: {why}"),
            Fault::RequestMalformed(why) => write!(out, "this is not a request: {why}"),
            Fault::PolicyUnsound(why) => write!(out, "this policy protects nobody: {why}"),
            Fault::ForeignOrigin(origin) => write!(out, "this is a checkpoint of {origin}"),
            Fault::LogUnsigned => write!(out, "no key of the log signed this checkpoint"),
            Fault::SignatureWrong(name) => write!(out, "the signature of {name} does not fit"),
            Fault::QuorumMissed { found, needed } => {
                write!(out, "{found} witnesses signed this checkpoint, and {needed} are needed")
            }
            Fault::PathMalformed => write!(out, "this is not a path of a tiled log"),
            Fault::TileMalformed => write!(out, "this is not the content of that tile"),
            Fault::BundleMalformed => write!(out, "this is not the content of that bundle"),
            Fault::EntryTooLong(length) => {
                write!(out, "an entry has at most 65535 bytes, and this one {length}")
            }
            Fault::AuditFailed(path) => write!(out, "{path} does not agree with the checkpoint"),
        }
    }
}

impl std::error::Error for Fault {}
