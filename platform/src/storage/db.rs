//! The two doors.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use flume::Sender;
use tokio::time::{Instant, timeout_at};

use super::work::{Ticket, Work, pack};
use super::{Witness, postgres, sqlite, tx::Tx};
use crate::app::Surroundings;
use crate::error::{Error, Fault, FaultKind, Result};

/// Work that may wait for a thread before a new caller has to wait for a place in the queue.
const QUEUE_PLACES: usize = 4096;
/// How long a request waits until a thread takes it up. Somebody at a counter has given up by then,
/// and what waits longer only makes all others wait as well.
const PATIENCE: Duration = Duration::from_secs(10);
/// Threads that read the embedded database.
pub(super) const SQLITE_READERS: usize = 4;
/// Connections to PostgreSQL that read.
pub(super) const POSTGRES_READERS: usize = 6;
/// Connections on which acts run: more than one, so that an act goes on while another becomes
/// durable. With six, half of the applications met others, and the life of a case was slower.
pub(super) const POSTGRES_WRITERS: usize = 2;

/// Where the data lives.
#[derive(Clone, Debug)]
pub enum Place {
    /// A file of the embedded engine.
    File(PathBuf),
    /// A PostgreSQL database, and the schema of this county in it.
    Postgres {
        /// `postgres://user:password@host:port/database`
        url: String,
        /// A plain lower-case word.
        schema: String,
    },
}

/// Which engine runs a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// PostgreSQL and what speaks its protocol.
    Postgres,
}

/// The county's data. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    readers: Sender<Box<dyn Work>>,
    writers: Sender<Box<dyn Work>>,
    surroundings: Arc<Surroundings>,
    engine: Engine,
    patience: Duration,
    witness: Option<Arc<dyn Witness>>,
}

impl Db {
    /// Opens the data and starts its threads; migrations have run before ([`Db::migrate`]).
    pub fn open(place: &Place, surroundings: Arc<Surroundings>) -> Result<Self> {
        let (readers, reader_queue) = flume::bounded(QUEUE_PLACES);
        let (writers, writer_queue) = flume::bounded(QUEUE_PLACES);
        let engine = match place {
            Place::File(path) => {
                make_folder(path)?;
                let writer = sqlite::open(path, true)?;
                sqlite::start_writer(writer, writer_queue, surroundings.clone())?;
                for _ in 0..SQLITE_READERS {
                    let reader = sqlite::open(path, false)?;
                    sqlite::start_reader(reader, reader_queue.clone(), surroundings.clone())?;
                }
                Engine::Sqlite
            }
            Place::Postgres { url, schema } => {
                check_schema_name(schema)?;
                let (writers, readers) = (POSTGRES_WRITERS, POSTGRES_READERS);
                let turns = postgres::Turns::default();
                for (turns, count, queue) in
                    [(Some(turns), writers, writer_queue), (None, readers, reader_queue)]
                {
                    for _ in 0..count {
                        postgres::start_worker(
                            url.clone(),
                            schema.clone(),
                            turns.clone(),
                            queue.clone(),
                            surroundings.clone(),
                        )?;
                    }
                }
                Engine::Postgres
            }
        };
        let (patience, witness) = (PATIENCE, None);
        Ok(Self { readers, writers, surroundings, engine, patience, witness })
    }

    /// The same data for those who wait less, or longer.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Which engine holds the data.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// How many reads and how many acts wait for a thread.
    pub fn waiting(&self) -> (usize, usize) {
        (self.readers.len(), self.writers.len())
    }

    /// What all acts share.
    pub fn surroundings(&self) -> &Arc<Surroundings> {
        &self.surroundings
    }

    /// The same data, with somebody who sees each [`Db::write`] that is sent through it.
    pub fn beside(&self, witness: Arc<dyn Witness>) -> Self {
        Self { witness: Some(witness), ..self.clone() }
    }

    /// Reads: all statements of the closure see one state of the data.
    pub async fn read<T, F>(&self, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.answered(&self.readers, pack(closure)).await
    }

    /// Acts: everything in the closure becomes durable before the answer, or nothing does.
    ///
    /// The closure may run more than once where two acts meet, so it has no effect outside `Tx`.
    pub async fn write<T, F>(&self, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let witness = self.witness.clone();
        let work = pack(move |tx: &mut Tx<'_>| {
            let Some(witness) = &witness else { return closure(tx) };
            witness.before(tx)?;
            let done = closure(tx)?;
            witness.after(tx, &done)?;
            Ok(done)
        });
        self.answered(&self.writers, work).await
    }

    /// Waits for a place, for a thread, and for the answer. Who hangs up while waiting, or waits
    /// in vain, leaves nothing to be done; what a thread has begun it also ends.
    async fn answered<T>(
        &self,
        queue: &Sender<Box<dyn Work>>,
        (work, mut ticket): (Box<dyn Work>, Ticket<T>),
    ) -> Result<T> {
        let until = Instant::now() + self.patience;
        match timeout_at(until, queue.send_async(work)).await {
            Ok(placed) => placed.map_err(|_| closed())?,
            Err(_) => return Err(busy()),
        }
        match timeout_at(until, &mut ticket.answer).await {
            Ok(answer) => answer.map_err(|_| closed())?,
            Err(_) if ticket.leave() => Err(busy()),
            Err(_) => (&mut ticket.answer).await.map_err(|_| closed())?,
        }
    }

    /// [`Db::read`] for commands and tests that are not async.
    pub fn read_now<T, F>(&self, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        wait(&self.readers, pack(closure))
    }

    /// [`Db::write`] for commands and tests that are not async.
    pub fn write_now<T, F>(&self, closure: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        wait(&self.writers, pack(closure))
    }
}

fn wait<T>(
    queue: &Sender<Box<dyn Work>>,
    (work, mut ticket): (Box<dyn Work>, Ticket<T>),
) -> Result<T> {
    queue.send(work).map_err(|_| closed())?;
    ticket.wait().map_err(|_| closed())?
}

fn busy() -> Error {
    Error::Fault(Fault::of(FaultKind::Busy, "no database thread had time"))
}

fn closed() -> Error {
    Error::fault("the database threads have ended")
}

/// A new folder of data is its owner's alone.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    path.parent().map_or(Ok(()), |folder| Ok(crate::private::make_folder(folder)?))
}

/// The name stands in a statement that takes no places for names.
pub(super) fn check_schema_name(schema: &str) -> Result<()> {
    let plain = schema
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let begins = schema.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    if plain && begins && schema.len() <= 50 {
        Ok(())
    } else {
        Err(Error::fault("a schema's name is a plain lower-case word of at most 50 letters"))
    }
}
