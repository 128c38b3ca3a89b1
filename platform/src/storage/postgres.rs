//! The larger engine: worker threads, each with a connection, serialisable acts that are retried.

use std::sync::{Arc, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use ::postgres::{Client, Config, IsolationLevel, NoTls};
use flume::Receiver;

use super::tx::{Conn, Prepared, Tx, postgres_fault};
use super::work::{Outcome, Work};
use crate::app::Surroundings;
use crate::error::{Error, Fault, FaultKind, Result};

/// Acts that keep meeting others are given up after so many runs.
const RUNS_MAX: usize = 100;

/// Acts run side by side. One that met another runs again alone: side by side with others it would
/// meet them once more, and could go on meeting them while they pass.
pub(super) type Turns = Arc<RwLock<()>>;

/// So often an act whose connection was lost runs again; one that breaks the server must end.
const LOST_MAX: usize = 3;
/// So long an act in hand waits for the server to come back.
const SERVER_PATIENCE: Duration = Duration::from_secs(10);
/// The first pause between two tries to connect; each is twice as long as the one before.
const PAUSE_FIRST: Duration = Duration::from_millis(20);
/// The longest one.
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// A server that says nothing for so long is not there.
const SILENCE_MAX: Duration = Duration::from_secs(20);

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
    let mut config: Config = url.parse().map_err(fault)?;
    // Who looks at the server sees which county a connection belongs to.
    config.application_name(schema);
    config.connect_timeout(SILENCE_MAX / 4).tcp_user_timeout(SILENCE_MAX);
    let mut client = config.connect(NoTls).map_err(fault)?;
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
    turns: Option<Turns>,
    queue: Receiver<Box<dyn Work>>,
    surroundings: Arc<Surroundings>,
) -> Result<()> {
    let (connected, answer) = flume::bounded(1);
    let name = if turns.is_some() { "writer" } else { "reader" };
    thread::Builder::new().name(name.into()).spawn(move || match connect(&url, &schema) {
        Ok(client) => {
            let _ = connected.send(Ok(()));
            let prepared = Prepared::new();
            let line = Line { url, schema, turns, client, prepared, lost: false };
            line.work_through(&queue, &surroundings);
        }
        Err(error) => {
            let _ = connected.send(Err(error));
        }
    })?;
    answer.recv().map_err(|_| Error::fault("a database thread ended"))?
}

/// A thread's line to the server.
struct Line {
    url: String,
    schema: String,
    /// Of those who write.
    turns: Option<Turns>,
    client: Client,
    prepared: Prepared,
    lost: bool,
}

impl Line {
    /// Takes one piece of work after the other, and none while there is no server: those who wait
    /// have their own patience, and are not told no one by one as fast as a thread can say it.
    fn work_through(mut self, queue: &Receiver<Box<dyn Work>>, surroundings: &Arc<Surroundings>) {
        while let Ok(work) = queue.recv() {
            if work.begin() {
                self.serve(work, surroundings);
            }
            let mut pause = PAUSE_FIRST;
            while self.lost && !queue.is_disconnected() && !self.reconnect() {
                thread::park_timeout(pause);
                pause = (pause * 2).min(PAUSE_MAX);
            }
        }
    }

    fn serve(&mut self, mut work: Box<dyn Work>, surroundings: &Arc<Surroundings>) {
        let (mut alone, mut lost) = (false, 0);
        for _ in 1..=RUNS_MAX {
            let outcome = match self.run_in_turn(work.as_mut(), surroundings, alone) {
                Ok(outcome) => outcome,
                Err(Error::Fault(fault)) => match fault.kind {
                    FaultKind::Met => Outcome::Again,
                    FaultKind::Lost => Outcome::Lost,
                    kind => {
                        self.lost = kind == FaultKind::Unknown;
                        return work.answer(Err(fault));
                    }
                },
                Err(other) => return work.answer(Err(Fault::new(other.to_string()))),
            };
            match outcome {
                Outcome::Keep | Outcome::Undo => return work.answer(Ok(())),
                Outcome::Again => alone = true,
                Outcome::Lost => {
                    lost += 1;
                    self.lost = true;
                    if lost > LOST_MAX || !self.wait_for_server() {
                        let what = "the database cannot be reached";
                        return work.answer(Err(Fault::of(FaultKind::Busy, what)));
                    }
                }
            }
        }
        work.answer(Err(Fault::of(FaultKind::Busy, "an act kept meeting others")));
    }

    /// Nobody holds a turn while there is no server.
    fn run_in_turn(
        &mut self,
        work: &mut dyn Work,
        surroundings: &Arc<Surroundings>,
        alone: bool,
    ) -> Result<Outcome> {
        let turns = self.turns.clone();
        let turns = turns.as_deref();
        let _alone = turns.filter(|_| alone).map(|turns| turns.write());
        let _beside = turns.filter(|_| !alone).map(|turns| turns.read());
        self.run_once(work, surroundings)
    }

    fn run_once(
        &mut self,
        work: &mut dyn Work,
        surroundings: &Arc<Surroundings>,
    ) -> Result<Outcome> {
        let write = self.turns.is_some();
        let level =
            if write { IsolationLevel::Serializable } else { IsolationLevel::RepeatableRead };
        let transaction = self
            .client
            .build_transaction()
            .isolation_level(level)
            .read_only(!write)
            .start()
            .map_err(|error| postgres_fault("begin", &error))?;
        let mut tx = Tx::new(Conn::Postgres(transaction, &mut self.prepared), surroundings);
        let outcome = work.run(&mut tx);
        if outcome == Outcome::Keep && write {
            tx.commit_postgres()?;
            surroundings.edition.pass();
            surroundings.figures.committed(1);
        }
        Ok(outcome)
    }

    /// Tries for as long as an act in hand may wait.
    fn wait_for_server(&mut self) -> bool {
        let until = Instant::now() + SERVER_PATIENCE;
        let mut pause = PAUSE_FIRST;
        while !self.reconnect() {
            if Instant::now() + pause > until {
                return false;
            }
            thread::park_timeout(pause);
            pause = (pause * 2).min(PAUSE_MAX);
        }
        true
    }

    /// A new connection knows none of the statements that the old one had prepared.
    fn reconnect(&mut self) -> bool {
        let Ok(client) = reach(&self.url, &self.schema) else { return false };
        self.client = client;
        self.prepared.clear();
        self.lost = false;
        true
    }
}
