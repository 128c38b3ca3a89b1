//! What a county holds, in numbers that two engines and two copies must agree on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::source::Source;
use crate::error::Result;
use crate::part::Part;
use crate::privacy::{digest, hex};
use crate::storage::value::ValueRef;

/// Equal contents are equal counties, as far as counting and the journal can tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// The journal.
    pub journal: Journal,
    /// How many rows each table has.
    pub tables: BTreeMap<String, u64>,
    /// The steps that made the tables.
    pub steps: Vec<Step>,
}

/// The journal, whole and in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// How many entries.
    pub entries: u64,
    /// SHA-256 over every column of every entry.
    pub sha256: String,
}

/// A step that ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Whose tables.
    pub part: String,
    /// The file's name.
    pub name: String,
    /// SHA-256 of the file.
    pub digest: String,
}

impl Step {
    /// Whether this program has the step, word for word.
    pub(super) fn is_known(&self, parts: &[&'static Part]) -> bool {
        parts.iter().filter(|part| part.name == self.part).any(|part| {
            let mut own = part.migrations.iter();
            own.any(|own| own.name == self.name && digest(own.sql.as_bytes()) == self.digest)
        })
    }
}

pub(super) fn of(source: &mut Source<'_, '_>) -> Result<Contents> {
    let mut tables = BTreeMap::new();
    for table in source.tables()? {
        let rows = source.count(&table)?;
        tables.insert(table, rows);
    }
    Ok(Contents { journal: journal(source)?, tables, steps: steps(source)? })
}

fn journal(source: &mut Source<'_, '_>) -> Result<Journal> {
    let columns = source.columns("journal")?.join(", ");
    let (mut entries, mut hasher) = (0, Sha256::new());
    source.each(&format!("select {columns} from journal order by noted_at, id"), &mut |row| {
        entries += 1;
        row.iter().for_each(|value| add(&mut hasher, value));
        Ok(())
    })?;
    Ok(Journal { entries, sha256: hex(&hasher.finalize()) })
}

/// Kind and length go before each value, so that no two rows read alike.
fn add(hasher: &mut Sha256, value: &ValueRef<'_>) {
    let number;
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => (0, &[]),
        ValueRef::Int(int) => {
            number = int.to_be_bytes();
            (1, &number)
        }
        ValueRef::Text(text) => (2, text.as_bytes()),
        ValueRef::Blob(bytes) => (3, bytes),
    };
    hasher.update([kind]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

fn steps(source: &mut Source<'_, '_>) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    let text = "select part, name, digest from migrations_applied order by part, name";
    source.each(text, &mut |row| {
        if let [ValueRef::Text(part), ValueRef::Text(name), ValueRef::Text(digest)] = row {
            steps.push(Step {
                part: (*part).to_owned(),
                name: (*name).to_owned(),
                digest: (*digest).to_owned(),
            });
        }
        Ok(())
    })?;
    // The engines sort text in their own ways.
    steps.sort_by(|one, other| (&one.part, &one.name).cmp(&(&other.part, &other.name)));
    Ok(steps)
}
