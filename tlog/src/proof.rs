//! A proof that somebody takes home, as `c2sp.org/tlog-proof` has it (v1): where the leaf stands,
//! the path to the root, and the checkpoint with what was signed under it. It is checked without
//! asking anybody.

use std::fmt;
use std::str::FromStr;

use crate::note::Note;
use crate::policy::{Policy, Seen};
use crate::{Fault, Hash, leaf_hash, text, tree};

/// No path is longer, whatever the log.
pub const PATH_MAX: usize = 63;

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// A proof, read and not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Where the leaf stands.
    pub index: u64,
    /// From the leaf's neighbour up to the child of the root.
    pub path: Vec<Hash>,
    /// The signed checkpoint.
    pub note: Note,
    /// Something more. Nobody vouches for it.
    pub extra: Option<Vec<u8>>,
}

/// Whether the leaf is in a tree that the policy believes.
pub fn verify(leaf: &[u8], proof: &Proof, policy: &Policy) -> Result<Seen, Fault> {
    let seen = policy.check(&proof.note)?;
    tree::check_inclusion(leaf_hash(leaf), proof.index, &seen.checkpoint.head, &proof.path)?;
    Ok(seen)
}

impl fmt::Display for Proof {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(out, "extra {}", text::to_base64(extra))?;
        }
        writeln!(out, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(out, "{hash}"))?;
        write!(out, "\n{}", self.note)
    }
}

impl FromStr for Proof {
    type Err = Fault;

    fn from_str(whole: &str) -> Result<Proof, Fault> {
        let malformed = Fault::ProofMalformed;
        let (head, note) = whole
            .split_once("\n\n")
            .ok_or(malformed("it has no checkpoint after an empty line"))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(malformed("its first line is not that of a proof"));
        }
        let extra = lines.next_if(|line| line.starts_with("extra "));
        let extra = extra.and_then(|line| line.strip_prefix("extra "));
        let extra = match extra.map(text::from_base64) {
            Some(None) => return Err(malformed("its extra line is not base64")),
            extra => extra.flatten(),
        };
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let index = text::number(index.ok_or(malformed("it does not say where the leaf stands"))?)?;
        let path = hashes(lines).ok_or(malformed("its path is too long"))??;
        Ok(Proof { index, path, note: note.parse()?, extra })
    }
}

/// Hashes, one a line; nothing if there are more than a path can have.
pub(crate) fn hashes<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Result<Vec<Hash>, Fault>> {
    let lines: Vec<&str> = lines.take(PATH_MAX + 1).collect();
    let fits = lines.len() <= PATH_MAX;
    fits.then(|| lines.into_iter().map(str::parse).collect())
}

#[cfg(test)]
#[path = "proof_tests.rs"]
mod tests;
