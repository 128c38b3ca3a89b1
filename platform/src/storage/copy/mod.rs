//! Copies of a whole county, proved to be the same.
//!
//! A copy is always a file of the embedded engine, whichever engine the county lives on. One kind
//! of copy is checked in one way, and a county moves between the engines by being copied out of
//! one and into the other. A file is copied page by page; PostgreSQL table by table, in one state
//! of the data. In both cases acts go on meanwhile.

mod audit;
mod contents;
mod fill;
mod source;

use std::fs;
use std::path::{Path, PathBuf};

use ::postgres::IsolationLevel;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::db::{Place, check_schema_name, make_folder};
use super::migrate::on_its_own_thread;
use super::tx::postgres_fault;
use super::{postgres, sqlite};
use crate::error::{Error, Result};
use crate::part::Part;

pub use audit::{Audit, Problem, audit};
pub use contents::{Contents, Journal, Step};
use source::Source;

/// What stands in the county's tables now.
pub fn contents(place: &Place) -> Result<Contents> {
    reading(place, contents::of)
}

/// Copies the county into a new file, also while it is served, and says what stood in it.
///
/// The copy was read again and found whole and equal before this returns.
pub fn copy_out(place: &Place, parts: &[&'static Part], to: &Path) -> Result<Contents> {
    let stood = match place {
        Place::File(path) if !path.exists() => return Err(no_county(&path.display().to_string())),
        Place::File(path) => copy_pages(path, to)?,
        Place::Postgres { .. } => reading(place, |source| fill::file(source, parts, to))?,
    };
    private(to)?;
    fs::File::open(to)?.sync_all()?;
    if check(to)? == stood {
        Ok(stood)
    } else {
        Err(Error::fault("the copy does not hold what the county held"))
    }
}

/// Reads a copy from end to end: the engine finds it whole, every reference leads somewhere.
pub fn check(copy: &Path) -> Result<Contents> {
    let conn = open_copy(copy)?;
    let broken = audit::of_engine(&conn)?;
    if let Some(problem) = broken.first() {
        return Err(Error::fault(format!("{}: {problem:?}", copy.display())));
    }
    contents::of(&mut Source::Sqlite(&conn))
}

/// The contents of files that a copy's tables use, by SHA-256; none before there were files.
pub fn files_used(copy: &Path) -> Result<Vec<String>> {
    let conn = open_copy(copy)?;
    let mut source = Source::Sqlite(&conn);
    if source.tables()?.iter().any(|table| table == "file_uses") {
        source.words("select distinct sha256 from file_uses order by sha256")
    } else {
        Ok(Vec::new())
    }
}

/// Puts a copy where no county is yet: whole, or not at all.
pub fn copy_in(copy: &Path, place: &Place, parts: &[&'static Part]) -> Result<()> {
    let stood = check(copy)?;
    if let Some(step) = stood.steps.iter().find(|step| !step.is_known(parts)) {
        return Err(Error::fault(format!(
            "备份是更新的程序做的（它有 {0}/{1}），请换上那个版本 / the copy was made by a newer program \
             ({0}/{1}); use that one",
            step.part, step.name
        )));
    }
    match place {
        Place::File(path) => {
            make_folder(path)?;
            must_be_free(path)?;
            let part = beside(path);
            let made = copy_beside(copy, &part, &stood);
            if made.is_err() {
                let _ = fs::remove_file(&part);
            }
            made?;
            fs::rename(&part, path)?;
            sync_folder(path)
        }
        Place::Postgres { url, schema } => {
            check_schema_name(schema)?;
            on_its_own_thread(|| {
                let mut client = postgres::reach(url, schema)?;
                let mut tx =
                    client.transaction().map_err(|error| postgres_fault("begin", &error))?;
                fill::schema(&open_copy(copy)?, &mut tx, schema, (&stood, parts))?;
                if contents::of(&mut Source::Postgres(&mut tx))? != stood {
                    return Err(Error::fault("the restored county is not what the copy holds"));
                }
                tx.commit().map_err(|error| postgres_fault("commit", &error))
            })
        }
    }
}

/// Whether a county is there already.
pub fn is_there(place: &Place) -> Result<bool> {
    match place {
        Place::File(path) => Ok(path.exists()),
        Place::Postgres { .. } => reading(place, |source| Ok(!source.tables()?.is_empty())),
    }
}

/// Reads one state of the data.
fn reading<T: Send>(
    place: &Place,
    read: impl FnOnce(&mut Source<'_, '_>) -> Result<T> + Send,
) -> Result<T> {
    match place {
        Place::File(path) => {
            let conn = sqlite::open(path, false)?;
            conn.execute_batch("begin").map_err(|error| source::fault("begin", &error))?;
            read(&mut Source::Sqlite(&conn))
        }
        Place::Postgres { url, schema } => {
            check_schema_name(schema)?;
            on_its_own_thread(|| {
                let mut client = postgres::reach(url, schema)?;
                let mut tx = client
                    .build_transaction()
                    .isolation_level(IsolationLevel::RepeatableRead)
                    .read_only(true)
                    .start()
                    .map_err(|error| postgres_fault("begin", &error))?;
                read(&mut Source::Postgres(&mut tx))
            })
        }
    }
}

/// All pages in one step and one state: acts of other processes neither wait nor get in.
fn copy_pages(from: &Path, to: &Path) -> Result<Contents> {
    let fault = |error: rusqlite::Error| source::fault("copying", &error);
    let source = sqlite::open(from, false)?;
    source.execute_batch("begin").map_err(fault)?;
    // The first statement takes the state of the data that the pages are then taken from.
    let stood = contents::of(&mut Source::Sqlite(&source))?;
    let mut target = Connection::open(to).map_err(fault)?;
    let done = Backup::new(&source, &mut target).and_then(|copy| copy.step(-1)).map_err(fault)?;
    if done != StepResult::Done {
        return Err(Error::fault("the database was not free to be copied; try again"));
    }
    // A copy is one file, without a log beside it.
    target.execute_batch("pragma journal_mode = delete").map_err(fault)?;
    target.close().map_err(|(_, error)| fault(error))?;
    Ok(stood)
}

fn copy_beside(copy: &Path, part: &Path, stood: &Contents) -> Result<()> {
    fs::copy(copy, part)?;
    private(part)?;
    fs::File::open(part)?.sync_all()?;
    if check(part)? == *stood {
        Ok(())
    } else {
        Err(Error::fault("the restored file is not what the copy holds"))
    }
}

/// A log that was left behind would be taken for the restored file's own, and spoil it.
fn must_be_free(path: &Path) -> Result<()> {
    for end in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let there = PathBuf::from(name);
        if there.exists() {
            return Err(Error::fault(format!(
                "这里已经有一个县的数据：{0}。恢复不会盖掉它，请换一个空的文件夹 / {0} is there; restore \
                 into an empty folder",
                there.display()
            )));
        }
    }
    Ok(())
}

fn open_copy(path: &Path) -> Result<Connection> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| Error::fault(format!("{}: {error}", path.display())))
}

fn beside(path: &Path) -> PathBuf {
    path.with_extension("db.part")
}

/// A new file of personal data is its owner's alone.
fn private(path: &Path) -> Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(())
}

/// A new name is durable when its folder is.
fn sync_folder(path: &Path) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn no_county(what: &str) -> Error {
    Error::fault(format!("这里没有县的数据：{what} / there is no county at {what}"))
}
