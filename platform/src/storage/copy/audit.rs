//! Looks through a whole county for what cannot be right.

use rusqlite::Connection;

use super::source::Source;
use super::{Place, reading};
use crate::error::Result;
use crate::id::Uuid;
use crate::privacy::Vault;
use crate::storage::value::ValueRef;

/// Problems that are told of one kind; more would hide the others.
const TOLD_MAX: usize = 20;

/// What was looked through, and what was found.
#[derive(Debug, Default)]
pub struct Audit {
    /// Entries of the journal.
    pub entries: u64,
    /// Sealed values that the key opened.
    pub opened: u64,
    /// What cannot be right.
    pub problems: Vec<Problem>,
}

/// Something that cannot be right. It names places, never values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The engine finds its own file broken, in its words.
    Broken(String),
    /// Rows of a table refer to rows of another that are not there.
    Dangling {
        /// The table that refers.
        table: String,
        /// The table that lacks rows.
        to: String,
        /// How many rows.
        rows: u64,
    },
    /// Entries of the journal whose number was made at another instant than they say.
    Moved(u64),
    /// Entries of the journal from after now.
    Future(u64),
    /// Values that the key does not open.
    Closed {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// How many of them.
        rows: u64,
    },
}

/// Looks through everything; `now` in milliseconds.
pub fn audit(place: &Place, vault: &Vault, now: i64) -> Result<Audit> {
    reading(place, |source| {
        let mut audit = Audit::default();
        // PostgreSQL looks after its pages and references itself.
        if let Source::Sqlite(conn) = source {
            audit.problems = of_engine(conn)?;
        }
        journal(source, now, &mut audit)?;
        for table in source.tables()? {
            sealed(source, &table, vault, &mut audit)?;
        }
        Ok(audit)
    })
}

/// What the embedded engine says of its own file.
pub(super) fn of_engine(conn: &Connection) -> Result<Vec<Problem>> {
    let mut source = Source::Sqlite(conn);
    let mut problems: Vec<Problem> = source
        .words(&format!("pragma integrity_check({TOLD_MAX})"))?
        .into_iter()
        .filter(|word| word != "ok")
        .map(Problem::Broken)
        .collect();
    let dangling = "select \"table\", parent, count(*) from pragma_foreign_key_check
                    group by \"table\", parent";
    source.each(dangling, &mut |row| {
        if let [ValueRef::Text(table), ValueRef::Text(to), ValueRef::Int(rows)] = row {
            let (table, to) = ((*table).to_owned(), (*to).to_owned());
            problems.push(Problem::Dangling { table, to, rows: u64::try_from(*rows).unwrap_or(0) });
        }
        Ok(())
    })?;
    Ok(problems)
}

/// An entry's number holds the instant at which it was made: one that was slipped in or moved
/// afterwards by hand does not fit.
fn journal(source: &mut Source<'_, '_>, now: i64, audit: &mut Audit) -> Result<()> {
    let (mut moved, mut future) = (0, 0);
    source.each("select id, noted_at from journal", &mut |row| {
        audit.entries += 1;
        if let [ValueRef::Blob(id), ValueRef::Int(noted_at)] = row {
            moved += u64::from(made_at(id) != Some(*noted_at));
            future += u64::from(*noted_at > now);
        }
        Ok(())
    })?;
    audit.problems.extend((moved > 0).then_some(Problem::Moved(moved)));
    audit.problems.extend((future > 0).then_some(Problem::Future(future)));
    Ok(())
}

fn made_at(id: &[u8]) -> Option<i64> {
    let (seconds, nanos) = Uuid::from_slice(id).ok()?.get_timestamp()?.to_unix();
    i64::try_from(seconds.checked_mul(1000)?.checked_add(u64::from(nanos / 1_000_000))?).ok()
}

/// Columns of sealed values are named so.
fn sealed(
    source: &mut Source<'_, '_>,
    table: &str,
    vault: &Vault,
    audit: &mut Audit,
) -> Result<()> {
    for column in source.columns(table)?.into_iter().filter(|name| name.ends_with("_sealed")) {
        let mut closed = 0;
        let text = format!("select {column} from {table} where {column} is not null");
        source.each(&text, &mut |row| {
            match row {
                [ValueRef::Blob(bytes)] if vault.open(bytes).is_ok() => audit.opened += 1,
                _ => closed += 1,
            }
            Ok(())
        })?;
        if closed > 0 {
            audit.problems.push(Problem::Closed { table: table.to_owned(), column, rows: closed });
        }
    }
    Ok(())
}
