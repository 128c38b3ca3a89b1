//! Migrations are added, never edited; each part of the program brings its own.

use std::sync::Arc;

use super::db::{Engine, Place, check_schema_name, make_folder};
use super::tx::{Conn, Prepared, Tx, postgres_fault};
use super::{Db, postgres, sqlite};
use crate::app::Surroundings;
use crate::error::{Error, Result};
use crate::part::Part;

/// One step of a part's tables: `migrations/0001_name.sql`.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The file's name without `.sql`; the order is the order of the list.
    pub name: &'static str,
    /// Text that both engines understand.
    pub sql: &'static str,
}

/// Lists files of a part's `migrations/` folder.
#[macro_export]
macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$($crate::storage::Migration {
            name: $name,
            sql: include_str!(concat!("../migrations/", $name, ".sql")),
        }),+]
    };
}

/// The table of steps comes before all steps.
pub(super) const APPLIED_TABLE: &str = "create table if not exists migrations_applied (
    part text not null, name text not null, digest text not null,
    applied_at bigint not null, primary key (part, name))";

crate::sql! {
    IS_THERE: "select count(*) from sqlite_master where type = 'table'
               and name = 'migrations_applied'"
        postgres "select count(*) from pg_tables where schemaname = current_schema()
                  and tablename = 'migrations_applied'";
    APPLIED: "select part, name, digest from migrations_applied order by applied_at, part, name";
    APPLY: "insert into migrations_applied (part, name, digest, applied_at) values (?1, ?2, ?3, ?4)";
}

crate::record! {
    struct Applied {
        part: String,
        name: String,
        digest: String,
    }
}

/// How the tables stand to the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps {
    /// Steps that are still to run, as `part/name`.
    pub missing: Vec<String>,
    /// Steps that ran and that this program does not know: a newer one was here.
    pub unknown: Vec<String>,
    /// Steps that read differently from when they ran.
    pub edited: Vec<String>,
}

impl Db {
    /// Looks how the tables stand to `parts`, and changes nothing.
    pub fn steps(
        place: &Place,
        parts: &[&'static Part],
        surroundings: &Arc<Surroundings>,
    ) -> Result<Steps> {
        match place {
            Place::File(path) if !path.exists() => Ok(steps(&[], parts)),
            Place::File(path) => {
                let conn = sqlite::open(path, false)?;
                look(&mut Tx::new(Conn::Sqlite(&conn), surroundings), parts)
            }
            Place::Postgres { url, schema } => {
                check_schema_name(schema)?;
                on_its_own_thread(|| {
                    let mut client = postgres::reach(url, schema)?;
                    let mut prepared = Prepared::new();
                    let transaction =
                        client.transaction().map_err(|error| postgres_fault("begin", &error))?;
                    look(
                        &mut Tx::new(Conn::Postgres(transaction, &mut prepared), surroundings),
                        parts,
                    )
                })
            }
        }
    }

    /// Brings the tables to what `parts` need and says which steps ran.
    ///
    /// A step that ran before and reads differently now is a fault: history is not edited. So is
    /// one that only a newer program knows: this one would not know what it means.
    pub fn migrate(
        place: &Place,
        parts: &[&'static Part],
        surroundings: &Arc<Surroundings>,
    ) -> Result<Vec<String>> {
        match place {
            Place::File(path) => {
                make_folder(path)?;
                let conn = sqlite::open(path, true)?;
                let fault = |error: rusqlite::Error| Error::fault(format!("migrating: {error}"));
                conn.execute_batch("begin immediate").map_err(fault)?;
                let ran = run_missing(&mut Tx::new(Conn::Sqlite(&conn), surroundings), parts)?;
                conn.execute_batch("commit").map_err(fault)?;
                Ok(ran)
            }
            Place::Postgres { url, schema } => {
                check_schema_name(schema)?;
                on_its_own_thread(|| migrate_postgres(url, schema, parts, surroundings))
            }
        }
    }
}

/// PostgreSQL's client blocks on a runtime of its own: not on the caller's thread.
pub(super) fn on_its_own_thread<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    std::thread::scope(|scope| {
        scope.spawn(work).join().map_err(|_| Error::fault("a database thread panicked"))?
    })
}

fn migrate_postgres(
    url: &str,
    schema: &str,
    parts: &[&'static Part],
    surroundings: &Arc<Surroundings>,
) -> Result<Vec<String>> {
    let mut client = postgres::connect(url, schema)?;
    let mut prepared = Prepared::new();
    let transaction = client.transaction().map_err(|error| postgres_fault("begin", &error))?;
    let mut tx = Tx::new(Conn::Postgres(transaction, &mut prepared), surroundings);
    let ran = run_missing(&mut tx, parts)?;
    tx.commit_postgres()?;
    Ok(ran)
}

fn run_missing(tx: &mut Tx<'_>, parts: &[&'static Part]) -> Result<Vec<String>> {
    tx.script(APPLIED_TABLE)?;
    let found = steps(&tx.query::<Applied>(&APPLIED, &[])?, parts);
    if let Some(step) = found.unknown.first() {
        return Err(Error::fault(format!(
            "数据库比这个程序新（它有 {step}）。请换上新版本的程序，或者从备份恢复 / the data was \
             used by a newer program ({step}); use that program, or restore a backup"
        )));
    }
    if let Some(step) = found.edited.first() {
        return Err(Error::fault(format!("{step} was edited after it had run")));
    }
    for (part, migration) in all_steps(parts) {
        if found.missing.contains(&named(part.name, migration.name)) {
            tx.script(migration.sql)?;
            let digest = digest_of(migration);
            tx.run(&APPLY, &[&part.name, &migration.name, &digest, &tx.now()])?;
        }
    }
    Ok(found.missing)
}

/// The table of steps may not be there yet.
fn look(tx: &mut Tx<'_>, parts: &[&'static Part]) -> Result<Steps> {
    if tx.value::<i64>(&IS_THERE, &[])? == 0 {
        return Ok(steps(&[], parts));
    }
    Ok(steps(&tx.query::<Applied>(&APPLIED, &[])?, parts))
}

fn steps(applied: &[Applied], parts: &[&'static Part]) -> Steps {
    let mut found = Steps::default();
    for (part, migration) in all_steps(parts) {
        let step = named(part.name, migration.name);
        match applied.iter().find(|one| named(&one.part, &one.name) == step) {
            None => found.missing.push(step),
            Some(one) if one.digest != digest_of(migration) => found.edited.push(step),
            Some(_) => {}
        }
    }
    for one in applied {
        let step = named(&one.part, &one.name);
        if !all_steps(parts).any(|(part, migration)| named(part.name, migration.name) == step) {
            found.unknown.push(step);
        }
    }
    found
}

/// All steps, in the order in which they run.
pub(super) fn all_steps<'p>(
    parts: &'p [&'static Part],
) -> impl Iterator<Item = (&'static Part, &'static Migration)> + 'p {
    parts.iter().flat_map(|part| part.migrations.iter().map(move |migration| (*part, migration)))
}

fn named(part: &str, name: &str) -> String {
    format!("{part}/{name}")
}

fn digest_of(migration: &Migration) -> String {
    crate::privacy::digest(migration.sql.as_bytes())
}

impl Engine {
    /// The engine's name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgresql",
        }
    }
}
