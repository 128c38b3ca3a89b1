//! The larger engine: worker threads, each with a connection, serialisable acts that are retried.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use ::postgres::{Client, IsolationLevel, NoTls};
use flume::Receiver;

use super::tx::{Conn, Prepared, Tx, postgres_fault};
use super::work::{Outcome, Work};
use crate::app::Surroundings;
use crate::error::{Error, Fault, Result};

/// Acts that keep meeting others are given up after so many runs.
const RUNS_MAX: usize = 100;

/// Acts that met another one run again one at a time: side by side they would meet once more.
static AGAIN: Mutex<()> = Mutex::new(());

/// Connects, and makes `schema` if it is not there.
pub(super) fn connect(url: &str, schema: &str) -> Result<Client> {
    let mut client = reach(url, schema)?;
    // The name comes from the settings; it is checked there to be a plain word.
    client
        .batch_execute(&format!("create schema if not exists {schema}"))
        .map_err(|error| postgres_fault("connecting", &error))?;
    Ok(client)
}

/// Connects, and makes nothing.
pub(super) fn reach(url: &str, schema: &str) -> Result<Client> {
    let fault = |error: ::postgres::Error| postgres_fault("connecting", &error);
    let mut client = Client::connect(url, NoTls).map_err(fault)?;
    client
        .batch_execute(&format!("set client_min_messages = warning; set search_path to {schema}"))
        .map_err(fault)?;
    Ok(client)
}

/// Starts a thread that serves one of the two queues, and waits until it is connected. The client
/// blocks on a runtime of its own, so it is made and used on its thread and nowhere else.
pub(super) fn start_worker(
    url: String,
    schema: String,
    write: bool,
    queue: Receiver<Box<dyn Work>>,
    surroundings: Arc<Surroundings>,
) -> Result<()> {
    let (connected, answer) = flume::bounded(1);
    let name = if write { "writer" } else { "reader" };
    thread::Builder::new().name(name.into()).spawn(move || match connect(&url, &schema) {
        Ok(client) => {
            let _ = connected.send(Ok(()));
            work_through(client, (&url, &schema), write, &queue, &surroundings);
        }
        Err(error) => {
            let _ = connected.send(Err(error));
        }
    })?;
    answer.recv().map_err(|_| Error::fault("a database thread ended"))?
}

fn work_through(
    mut client: Client,
    (url, schema): (&str, &str),
    write: bool,
    queue: &Receiver<Box<dyn Work>>,
    surroundings: &Arc<Surroundings>,
) {
    let mut prepared = Prepared::new();
    while let Ok(work) = queue.recv() {
        if client.is_closed() {
            match connect(url, schema) {
                Ok(again) => {
                    client = again;
                    prepared.clear();
                }
                Err(error) => {
                    work.answer(Err(Fault::new(error.to_string())));
                    continue;
                }
            }
        }
        serve(&mut client, &mut prepared, write, work, surroundings);
    }
}

fn serve(
    client: &mut Client,
    prepared: &mut Prepared,
    write: bool,
    mut work: Box<dyn Work>,
    surroundings: &Arc<Surroundings>,
) {
    let mut turn = None;
    for run in 1..=RUNS_MAX {
        if run > 1 && turn.is_none() {
            turn = Some(AGAIN.lock().unwrap_or_else(PoisonError::into_inner));
        }
        match run_once(client, prepared, write, work.as_mut(), surroundings) {
            Err(Error::Fault(fault)) if fault.retry && run < RUNS_MAX => {}
            Err(Error::Fault(fault)) => return work.answer(Err(fault)),
            Err(other) => return work.answer(Err(Fault::new(other.to_string()))),
            Ok(Outcome::Again) if run < RUNS_MAX => {}
            Ok(_) => return work.answer(Ok(())),
        }
    }
}

fn run_once(
    client: &mut Client,
    prepared: &mut Prepared,
    write: bool,
    work: &mut dyn Work,
    surroundings: &Arc<Surroundings>,
) -> Result<Outcome> {
    let level = if write { IsolationLevel::Serializable } else { IsolationLevel::RepeatableRead };
    let transaction = client
        .build_transaction()
        .isolation_level(level)
        .read_only(!write)
        .start()
        .map_err(|error| postgres_fault("begin", &error))?;
    let mut tx = Tx::new(Conn::Postgres(transaction, prepared), surroundings);
    let outcome = work.run(&mut tx);
    if outcome == Outcome::Keep {
        tx.commit_postgres()?;
    }
    Ok(outcome)
}
