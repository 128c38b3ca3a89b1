//! The embedded engine: one writer that groups commits, and readers beside it.

use std::path::Path;
use std::sync::Arc;
use std::thread;

use flume::Receiver;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::failpoint::Moment;
use super::tx::{Conn, Tx};
use super::work::{Outcome, Work};
use crate::app::Surroundings;
use crate::error::{Error, Fault, FaultKind, Result};

/// How many acts one commit may carry; a bound on how long the first of them waits.
const ACTS_PER_COMMIT_MAX: usize = 256;

/// Statements that a connection keeps prepared; more than the program has on its hot paths.
const STATEMENTS_KEPT: usize = 512;

/// Opens a connection. A file is durable at each commit: `synchronous=FULL` with a write-ahead log.
pub(super) fn open(path: &Path, write: bool) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    flags |= if write {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    };
    let conn = Connection::open_with_flags(path, flags).map_err(|error| opening(&error))?;
    conn.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
         pragma busy_timeout = 10000; pragma temp_store = memory;",
    )
    .map_err(|error| opening(&error))?;
    // The writer holds the pages that many rows change, and carries them from the log into the
    // file seldom: a roster touches the same pages of the indexes again and again.
    conn.execute_batch(if write {
        "pragma cache_size = -64000; pragma wal_autocheckpoint = 16000;"
    } else {
        "pragma cache_size = -16000; pragma query_only = on;"
    })
    .map_err(|error| opening(&error))?;
    // A plan does not depend on what stands in the places, so that a statement is never planned
    // anew for another value: that took a fifth of the time of an act.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(|error| opening(&error))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    Ok(conn)
}

fn opening(error: &rusqlite::Error) -> Error {
    Error::fault(format!("opening the database: {error}"))
}

/// Starts the one thread that writes.
pub(super) fn start_writer(
    conn: Connection,
    queue: Receiver<Box<dyn Work>>,
    surroundings: Arc<Surroundings>,
) -> Result<()> {
    thread::Builder::new().name("writer".into()).spawn(move || {
        while let Ok(first) = queue.recv() {
            if first.begin() {
                write_group(&conn, first, &queue, &surroundings);
            }
        }
    })?;
    Ok(())
}

/// Runs all acts that wait, those behind the first each in its savepoint, commits once, and only
/// then answers.
fn write_group(
    conn: &Connection,
    mut first: Box<dyn Work>,
    queue: &Receiver<Box<dyn Work>>,
    surroundings: &Arc<Surroundings>,
) {
    let begun = conn.prepare_cached("begin immediate").and_then(|mut begin| begin.execute([]));
    if let Err(error) = begun {
        first.answer(Err(beginning(&error)));
        return;
    }
    // The first needs no savepoint: nothing stands before it, so to undo it is to undo all. A
    // savepoint copies every page that its act changes.
    if first.run(&mut Tx::new(Conn::Sqlite(conn), surroundings)) != Outcome::Keep {
        let _ = conn.execute_batch("rollback");
        return first.answer(Ok(()));
    }
    let (mut done, mut kept) = (vec![first], 1);
    // Where SQLite gave the whole transaction up (a full disk), nothing more may join the group: it
    // would be committed by itself, and all the same be answered with the group's fault.
    while done.len() < ACTS_PER_COMMIT_MAX && !conn.is_autocommit() {
        let Ok(next) = queue.try_recv() else { break };
        if next.begin() {
            done.push(run_in_savepoint(conn, next, surroundings, &mut kept));
        }
    }
    let committed = if conn.is_autocommit() {
        Err("the database gave the group up".to_owned())
    } else if let Err(planted) = surroundings.failpoint.pass(Moment::Commit) {
        Err(planted.to_string())
    } else {
        conn.prepare_cached("commit")
            .and_then(|mut commit| commit.execute([]).map(drop))
            .map_err(|error| format!("commit: {error}"))
    };
    if committed.is_ok() {
        surroundings.figures.committed(kept);
    } else if !conn.is_autocommit() {
        // Nothing of the group may remain, or the next group would carry it along.
        let _ = conn.execute_batch("rollback");
    }
    surroundings.edition.pass();
    for work in done {
        work.answer(committed.clone().map_err(Fault::new));
    }
}

/// Another process may hold the database for a moment; that passes.
fn beginning(error: &rusqlite::Error) -> Fault {
    let busy = error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy);
    let kind = if busy { FaultKind::Busy } else { FaultKind::Broken };
    Fault::of(kind, format!("begin: {error}"))
}

/// One failing act must not touch its neighbours in the same commit.
fn run_in_savepoint(
    conn: &Connection,
    mut work: Box<dyn Work>,
    surroundings: &Arc<Surroundings>,
    kept: &mut usize,
) -> Box<dyn Work> {
    let begun = conn.prepare_cached("savepoint act").and_then(|mut point| point.execute([]));
    if begun.is_ok() {
        let outcome = work.run(&mut Tx::new(Conn::Sqlite(conn), surroundings));
        let end = if outcome == Outcome::Keep { "release act" } else { "rollback to act" };
        let ended = conn.prepare_cached(end).and_then(|mut statement| statement.execute([]));
        if ended.is_err() {
            // Whether the act's changes are in or out is not known: the group ends here.
            let _ = conn.execute_batch("rollback");
        } else if outcome == Outcome::Keep {
            *kept += 1;
        } else {
            let _ = conn.prepare_cached("release act").and_then(|mut point| point.execute([]));
        }
    }
    work
}

/// Starts one of the threads that read.
pub(super) fn start_reader(
    conn: Connection,
    queue: Receiver<Box<dyn Work>>,
    surroundings: Arc<Surroundings>,
) -> Result<()> {
    thread::Builder::new().name("reader".into()).spawn(move || {
        while let Ok(mut work) = queue.recv() {
            if !work.begin() {
                continue;
            }
            // A deferred transaction gives all statements of a page one state of the data.
            let begun = conn.execute_batch("begin");
            if begun.is_ok() {
                work.run(&mut Tx::new(Conn::Sqlite(&conn), &surroundings));
                let _ = conn.execute_batch("commit");
            }
            work.answer(begun.map_err(|error| beginning(&error)));
        }
    })?;
    Ok(())
}
