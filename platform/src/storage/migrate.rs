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

crate::sql! {
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

impl Db {
    /// Brings the tables to what `parts` need and says which steps ran.
    ///
    /// A step that ran before and reads differently now is a fault: history is not edited.
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
                // The client blocks on a runtime of its own: not on the caller's thread.
                std::thread::scope(|scope| {
                    let migrating =
                        scope.spawn(|| migrate_postgres(url, schema, parts, surroundings));
                    migrating.join().map_err(|_| Error::fault("migrating panicked"))?
                })
            }
        }
    }
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
    tx.script(
        "create table if not exists migrations_applied (
            part text not null, name text not null, digest text not null,
            applied_at bigint not null, primary key (part, name))",
    )?;
    let applied: Vec<Applied> = tx.query(&APPLIED, &[])?;
    let mut ran = Vec::new();
    for part in parts {
        for migration in part.migrations {
            let digest = crate::privacy::digest(migration.sql.as_bytes());
            let before = applied
                .iter()
                .find(|applied| applied.part == part.name && applied.name == migration.name);
            match before {
                Some(applied) if applied.digest == digest => {}
                Some(_) => {
                    let step = format!("{}/{}", part.name, migration.name);
                    return Err(Error::fault(format!("{step} was edited after it had run")));
                }
                None => {
                    tx.script(migration.sql)?;
                    tx.run(&APPLY, &[&part.name, &migration.name, &digest, &tx.now()])?;
                    ran.push(format!("{}/{}", part.name, migration.name));
                }
            }
        }
    }
    Ok(ran)
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
