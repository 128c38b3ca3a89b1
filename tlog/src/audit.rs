//! A whole log checked from its files: every entry hashed again, every tile compared, the root
//! reckoned. Whoever keeps a copy of the files can do it, and keeps the head for the next time.

use crate::note::Note;
use crate::policy::{Policy, Seen};
use crate::tiles::{FULL, Tile, bundles, parse_entries, parse_tile};
use crate::{Fault, Hash, Head, leaf_hash, node_hash};

/// What an audit found in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The checkpoint, and who vouches for it.
    pub seen: Seen,
    /// How many tiles were compared.
    pub tiles: u64,
    /// How many bundles of entries were hashed.
    pub bundles: u64,
}

/// Checks the files of a log that `read` gives by their path. `known` is what an earlier audit saw:
/// the log must continue it. `each` is told of every entry and its place.
pub fn audit<E: From<Fault>>(
    mut read: impl FnMut(&str) -> Result<Vec<u8>, E>,
    policy: &Policy,
    known: Option<&Head>,
    mut each: impl FnMut(u64, &[u8]),
) -> Result<Audit, E> {
    let text = String::from_utf8(read("checkpoint")?)
        .map_err(|_| Fault::NoteMalformed("it is not UTF-8"))?;
    let seen = policy.check(&text.parse::<Note>()?)?;
    let head = seen.checkpoint.head;
    let old = known.copied().unwrap_or(Head::EMPTY);
    if old.size > head.size {
        return Err(Fault::Shrunk { old: old.size, new: head.size }.into());
    }
    let same = |edge: &Edge| edge.size != old.size || edge.root() == old.root;
    let mut edge = Edge::default();
    let mut audit = Audit { seen, tiles: 0, bundles: 0 };
    // The roots over full tiles: what the tiles of the next level have to say.
    let mut row = Vec::new();
    check(same(&edge), || Fault::ConsistencyRefused)?;
    for bundle in bundles(head.size) {
        let bytes = read(&bundle.to_string())?;
        let entries = parse_entries(&bytes, bundle.width)?;
        let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        compare(&mut read, 0, bundle.index, &leaves)?;
        for ((index, entry), leaf) in (bundle.first()..).zip(entries).zip(&leaves) {
            edge.push(*leaf);
            check(same(&edge), || Fault::ConsistencyRefused)?;
            each(index, entry);
        }
        row.extend(over_full(&leaves));
        audit.bundles += 1;
        audit.tiles += 1;
    }
    check(edge.root() == head.root, || Fault::AuditFailed("checkpoint".to_owned()))?;
    let mut level = 1;
    while !row.is_empty() {
        let mut above = Vec::new();
        for (index, hashes) in (0..).zip(row.chunks(FULL.into())) {
            compare(&mut read, level, index, hashes)?;
            above.extend(over_full(hashes));
            audit.tiles += 1;
        }
        (level, row) = (level + 1, above);
    }
    Ok(audit)
}

/// Whether a tile says what was reckoned.
fn compare<E: From<Fault>>(
    read: &mut impl FnMut(&str) -> Result<Vec<u8>, E>,
    level: u8,
    index: u64,
    hashes: &[Hash],
) -> Result<(), E> {
    let width = u16::try_from(hashes.len()).unwrap_or(FULL);
    let path = Tile { level, index, width }.to_string();
    let found = parse_tile(&read(&path)?, width)?;
    Ok(check(found == hashes, || Fault::AuditFailed(path))?)
}

fn check(holds: bool, fault: impl FnOnce() -> Fault) -> Result<(), Fault> {
    if holds { Ok(()) } else { Err(fault()) }
}

/// The root over a tile, if it is full.
fn over_full(hashes: &[Hash]) -> Option<Hash> {
    let mut edge = Edge::default();
    hashes.iter().for_each(|hash| edge.push(*hash));
    (hashes.len() == usize::from(FULL)).then(|| edge.root())
}

/// The roots of the whole subtrees of a tree, from left to right: all that is needed to go on.
#[derive(Default)]
struct Edge {
    size: u64,
    tops: Vec<Hash>,
}

impl Edge {
    fn push(&mut self, leaf: Hash) {
        let mut top = leaf;
        for _ in 0..self.size.trailing_ones() {
            top = self.tops.pop().map_or(top, |left| node_hash(left, top));
        }
        self.tops.push(top);
        self.size += 1;
    }

    fn root(&self) -> Hash {
        let tops = self.tops.iter().rev().copied();
        tops.reduce(|right, left| node_hash(left, right)).unwrap_or(Hash::EMPTY)
    }
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
