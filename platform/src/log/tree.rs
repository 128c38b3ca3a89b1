//! The tree over the leaves, in the database: appended to in an act's transaction, read for proofs.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;
use tlog::tree::Hashes;
use tlog::{Fault, Hash, Head};

use super::leaf::Leaf;
use crate::error::{Error, Result};
use crate::id::{SubjectId, Uuid};
use crate::storage::Tx;

crate::sql! {
    HEAD: "select size, root from log_heads order by size desc limit 1";
    LAST_NOTED: "select coalesce(max(noted_at), 0) from log_heads where size = ?1";
    HEAD_AT: "select size, root from log_heads where size = ?1";
    HASHES: "select position, hash from log_hashes
             where position in (select value from json_each(?1)) order by position limit 600"
        postgres "select position, hash from log_hashes
                  where position in (select value::bigint from jsonb_array_elements_text(?1::text::jsonb))
                  order by position limit 600";
    ADD_LEAF: "insert into log_leaves (number, content, kind, subject_id, noted_at)
               values (?1, ?2, ?3, ?4, ?5)";
    ADD_HASH: "insert into log_hashes (position, hash) values (?1, ?2)";
    ADD_HEAD: "insert into log_heads (size, root, noted_at) values (?1, ?2, ?3)";
    LEAF_AT: "select number, content, noted_at from log_leaves where number = ?1";
    LEAF_OF: "select number, content, noted_at from log_leaves
              where subject_id = ?1 and kind = ?2 order by number limit 1";
    ENTRIES: "select number, content, noted_at from log_leaves
              where number >= ?1 order by number limit ?2";
}

crate::record! {
    /// A leaf in its place.
    pub struct Placed {
        /// Its number, from 0.
        pub number: i64,
        /// What is hashed.
        pub content: String,
        /// When it was written.
        pub noted_at: Timestamp,
    }
}

crate::record! {
    /// A hash in its place.
    struct Kept {
        position: i64,
        hash: Vec<u8>,
    }
}

crate::record! {
    /// A head as it was noted.
    struct Noted {
        size: i64,
        root: Vec<u8>,
    }
}

/// The stored hashes, as a transaction sees them.
pub struct Stored<'t, 'c>(pub &'t mut Tx<'c>);

impl Hashes for Stored<'_, '_> {
    type Error = Error;

    fn read(&mut self, positions: &[u64]) -> Result<Vec<Hash>> {
        if positions.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<Kept> = self.0.query(&HASHES, &[&json!(positions).to_string()])?;
        let mut found = HashMap::with_capacity(rows.len());
        for Kept { position, hash } in rows {
            found.insert(u64::try_from(position).unwrap_or(u64::MAX), Hash::from_slice(&hash)?);
        }
        let missing = || Error::fault("the public log lacks a hash");
        positions.iter().map(|position| found.get(position).copied().ok_or_else(missing)).collect()
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::fault(format!("the public log: {fault}"))
    }
}

impl Tx<'_> {
    /// Writes a leaf into the public log, with the tree's new hashes and its head, and says which
    /// number it has.
    pub fn log(&mut self, leaf: &Leaf) -> Result<u64> {
        let content = leaf.content()?;
        let old = head(self)?;
        let hashes =
            tlog::tree::append(old.size, tlog::leaf_hash(content.as_bytes()), &mut Stored(self))?;
        let now = moment(self)?;
        let (number, first) = (old.size, tlog::tree::stored_count(old.size));
        self.run(&ADD_LEAF, &[&stored(number)?, &content, &leaf.t, &SubjectId(leaf.id), &now])?;
        for (position, hash) in (first..).zip(&hashes) {
            self.run(&ADD_HASH, &[&stored(position)?, &hash.as_bytes().as_slice()])?;
        }
        let root = tlog::tree::root(number + 1, &mut Stored(self))?;
        self.run(&ADD_HEAD, &[&stored(number + 1)?, &root.as_bytes().as_slice(), &now])?;
        Ok(number)
    }
}

/// The moment of something that is published now: never before what was published last, whatever
/// the machine's clock did meanwhile. A leaf bears this moment.
pub fn moment(tx: &mut Tx<'_>) -> Result<Timestamp> {
    let size = head(tx)?.size;
    let last: Timestamp = tx.value(&LAST_NOTED, &[&stored(size)?])?;
    Ok(last.max(tx.now()))
}

/// The tree as it is now: how many leaves, and the hash over all of them.
pub fn head(tx: &mut Tx<'_>) -> Result<Head> {
    tx.find::<Noted>(&HEAD, &[])?.map_or(Ok(Head::EMPTY), |noted| noted.head())
}

/// The tree as it was with so many leaves, as its head was noted; nothing if it never was.
pub fn head_at(tx: &mut Tx<'_>, size: u64) -> Result<Option<Head>> {
    if size == 0 {
        return Ok(Some(Head::EMPTY));
    }
    tx.find::<Noted>(&HEAD_AT, &[&stored(size)?])?.map(|noted| noted.head()).transpose()
}

/// How many leaves there are.
pub fn size(tx: &mut Tx<'_>) -> Result<u64> {
    Ok(head(tx)?.size)
}

/// The leaf of a number.
pub fn leaf_at(tx: &mut Tx<'_>, number: u64) -> Result<Option<Placed>> {
    tx.find(&LEAF_AT, &[&stored(number)?])
}

/// The leaf that tells of a thing.
pub fn leaf_of(tx: &mut Tx<'_>, t: &str, id: Uuid) -> Result<Option<Placed>> {
    tx.find(&LEAF_OF, &[&SubjectId(id), &t])
}

/// Leaves in their order, from a number on.
pub fn entries(tx: &mut Tx<'_>, from: u64, limit: u32) -> Result<Vec<Placed>> {
    tx.query(&ENTRIES, &[&stored(from)?, &limit])
}

/// A number as the engines keep it.
pub(super) fn stored(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| Error::fault("a log of that size"))
}

/// A number as it is counted.
pub(super) fn counted(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::fault("a log of that size"))
}

impl Noted {
    fn head(&self) -> Result<Head> {
        Ok(Head { size: counted(self.size)?, root: Hash::from_slice(&self.root)? })
    }
}
