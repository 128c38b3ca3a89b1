//! The tree: adding a leaf, the root, proofs, and checking them.
//!
//! Hashes are stored in one row in the order in which they come to be, as in Go's
//! `golang.org/x/mod/sumdb/tlog`: a leaf's hash, then every node that it completes. So a stored
//! hash never changes, and a log is kept by only adding. A tree of five leaves stores eight hashes:
//!
//! ```text
//! level 2              6
//!               ┌──────┴──────┐
//! level 1       2             5
//!            ┌──┴──┐       ┌──┴──┐
//! level 0    0     1       3     4     7
//! ```

use crate::{Fault, Hash, node_hash};

/// More leaves than any log will have, so that no sum in here overflows.
pub const SIZE_MAX: u64 = 1 << 62;

/// Where stored hashes are read.
pub trait Hashes {
    /// What goes wrong when reading, and what goes wrong here.
    type Error: From<Fault>;

    /// The hashes at these places, in the same order.
    fn read(&mut self, indexes: &[u64]) -> Result<Vec<Hash>, Self::Error>;
}

/// All stored hashes in memory.
impl Hashes for Vec<Hash> {
    type Error = Fault;

    fn read(&mut self, indexes: &[u64]) -> Result<Vec<Hash>, Fault> {
        let at = |index: &u64| self.get(usize::try_from(*index).ok()?).copied();
        indexes.iter().map(at).collect::<Option<_>>().ok_or(Fault::HashesMissing)
    }
}

/// What a log comes down to at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many leaves there are.
    pub size: u64,
    /// The root above them.
    pub root: Hash,
}

impl Head {
    /// A log without leaves.
    pub const EMPTY: Head = Head { size: 0, root: Hash::EMPTY };
}

/// Where the hash of the node `n` of a level is stored; level 0 are the leaves.
pub fn stored_index(level: u32, n: u64) -> u64 {
    // It comes with the leaf that completes it, after the nodes of the levels below.
    let leaf = ((u128::from(n) + 1) << level.min(62)) - 1;
    let index = 2 * leaf - u128::from(leaf.count_ones()) + u128::from(level);
    u64::try_from(index).unwrap_or(u64::MAX)
}

/// How many hashes a tree of so many leaves stores.
pub fn stored_count(size: u64) -> u64 {
    stored_index(0, size)
}

/// The hashes to store, in order from `stored_count(size)` on, when a leaf is added to a tree.
pub fn append<H: Hashes>(size: u64, leaf: Hash, stored: &mut H) -> Result<Vec<Hash>, H::Error> {
    if size >= SIZE_MAX {
        return Err(Fault::SizeTooLarge.into());
    }
    // Each trailing one of the number of leaves is a node that waits for its right child.
    let left = |level| stored_index(level, (size >> level) - 1);
    let siblings: Vec<u64> = (0..size.trailing_ones()).map(left).collect();
    let siblings = read(stored, &siblings)?;
    let mut new = vec![leaf];
    let mut top = leaf;
    for sibling in siblings {
        top = node_hash(sibling, top);
        new.push(top);
    }
    Ok(new)
}

/// The root of a tree.
pub fn root<H: Hashes>(size: u64, stored: &mut H) -> Result<Hash, H::Error> {
    within(size)?;
    if size == 0 {
        return Ok(Hash::EMPTY);
    }
    let roots = roots(&[(0, size)], stored)?;
    roots.first().copied().ok_or_else(|| Fault::HashesMissing.into())
}

/// The path from a leaf to the root of a tree (RFC 6962, 2.1.1).
pub fn prove_inclusion<H: Hashes>(
    index: u64,
    size: u64,
    stored: &mut H,
) -> Result<Vec<Hash>, H::Error> {
    within(size)?;
    if index >= size {
        return Err(Fault::NoSuchLeaf { index, size }.into());
    }
    let (mut low, mut high) = (0, size);
    let mut beside = Vec::new();
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            beside.push((middle, high));
            high = middle;
        } else {
            beside.push((low, middle));
            low = middle;
        }
    }
    beside.reverse();
    roots(&beside, stored)
}

/// The proof that a tree continues an earlier one (RFC 6962, 2.1.2).
pub fn prove_consistency<H: Hashes>(
    old: u64,
    new: u64,
    stored: &mut H,
) -> Result<Vec<Hash>, H::Error> {
    within(new)?;
    if old > new {
        return Err(Fault::Shrunk { old, new }.into());
    }
    let (mut low, mut high) = (0, new);
    let mut parts = Vec::new();
    while old != 0 && old < high {
        let middle = low + split(high - low);
        if old <= middle {
            parts.push((middle, high));
            high = middle;
        } else {
            parts.push((low, middle));
            low = middle;
        }
    }
    // What is left is the end of the old tree. If that is all of it, the reader knows its root.
    if low != 0 {
        parts.push((low, high));
    }
    parts.reverse();
    roots(&parts, stored)
}

/// Whether the path leads from the leaf's hash to the root.
pub fn check_inclusion(leaf: Hash, index: u64, head: &Head, path: &[Hash]) -> Result<(), Fault> {
    if root_of_path(leaf, index, head.size, path)? == head.root {
        Ok(())
    } else {
        Err(Fault::InclusionRefused)
    }
}

/// The root to which a path leads from a leaf's hash (RFC 9162, 2.1.3.2).
pub fn root_of_path(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Result<Hash, Fault> {
    within(size)?;
    if index >= size {
        return Err(Fault::NoSuchLeaf { index, size });
    }
    let (mut node, mut last) = (index, size - 1);
    let mut top = leaf;
    for step in path {
        if last == 0 {
            return Err(Fault::InclusionRefused);
        }
        if node % 2 == 1 || node == last {
            top = node_hash(*step, top);
            // At the right edge, levels at which the node has no sibling are skipped.
            let skipped = if node % 2 == 1 { 0 } else { node.trailing_zeros().min(63) };
            (node, last) = (node >> skipped, last >> skipped);
        } else {
            top = node_hash(top, *step);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last == 0 { Ok(top) } else { Err(Fault::InclusionRefused) }
}

/// Whether the later tree continues the earlier one (RFC 9162, 2.1.4.2).
pub fn check_consistency(old: &Head, new: &Head, path: &[Hash]) -> Result<(), Fault> {
    within(new.size)?;
    if old.size > new.size {
        return Err(Fault::Shrunk { old: old.size, new: new.size });
    }
    if old.size == 0 || old.size == new.size {
        let same = old.root == if old.size == 0 { Hash::EMPTY } else { new.root };
        return if same && path.is_empty() { Ok(()) } else { Err(Fault::ConsistencyRefused) };
    }
    // The lowest node that ends the old tree. If it is the whole old tree, its hash is known.
    let level = old.size.trailing_zeros();
    let (mut node, mut last) = ((old.size - 1) >> level, (new.size - 1) >> level);
    let (first, rest) = match path.split_first() {
        _ if old.size.is_power_of_two() => (old.root, path),
        Some((first, rest)) => (*first, rest),
        None => return Err(Fault::ConsistencyRefused),
    };
    let (mut old_top, mut new_top) = (first, first);
    for step in rest {
        if last == 0 {
            return Err(Fault::ConsistencyRefused);
        }
        if node % 2 == 1 || node == last {
            old_top = node_hash(*step, old_top);
            new_top = node_hash(*step, new_top);
            let skipped = if node % 2 == 1 { 0 } else { node.trailing_zeros().min(63) };
            (node, last) = (node >> skipped, last >> skipped);
        } else {
            new_top = node_hash(new_top, *step);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last == 0 && old_top == old.root && new_top == new.root {
        Ok(())
    } else {
        Err(Fault::ConsistencyRefused)
    }
}

fn within(size: u64) -> Result<(), Fault> {
    if size <= SIZE_MAX { Ok(()) } else { Err(Fault::SizeTooLarge) }
}

/// Where a tree of more than one leaf divides: the largest power of two below its size.
fn split(size: u64) -> u64 {
    1 << (size.saturating_sub(1)).max(1).ilog2()
}

/// The roots above ranges of leaves, with all that is needed for them read at once.
fn roots<H: Hashes>(ranges: &[(u64, u64)], stored: &mut H) -> Result<Vec<Hash>, H::Error> {
    let parts: Vec<Vec<u64>> = ranges.iter().map(|(low, high)| whole(*low, *high)).collect();
    let mut hashes = read(stored, &parts.concat())?.into_iter();
    let mut roots = Vec::with_capacity(ranges.len());
    for part in parts {
        let hashes: Vec<Hash> = hashes.by_ref().take(part.len()).collect();
        let top = hashes.into_iter().rev().reduce(|right, left| node_hash(left, right));
        roots.push(top.ok_or(Fault::HashesMissing)?);
    }
    Ok(roots)
}

/// Where the largest whole subtrees of a range of leaves are stored, from left to right.
fn whole(mut low: u64, high: u64) -> Vec<u64> {
    let mut indexes = Vec::new();
    while low < high {
        let level = (high - low).ilog2();
        indexes.push(stored_index(level, low >> level));
        low += 1 << level;
    }
    indexes
}

fn read<H: Hashes>(stored: &mut H, indexes: &[u64]) -> Result<Vec<Hash>, H::Error> {
    let hashes = stored.read(indexes)?;
    if hashes.len() == indexes.len() { Ok(hashes) } else { Err(Fault::HashesMissing.into()) }
}

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;
