//! The app: the data, and what all acts share.

use std::collections::HashSet;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::area::Located;
use crate::authorisation::Registrar;
use crate::calendar::Calendars;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::figures::Figures;
use crate::files::Gate;
use crate::id::Uuid;
use crate::jobs::Job;
use crate::journal::Listener;
use crate::kept::Kept;
use crate::part::Part;
use crate::personal::Personal;
use crate::privacy::Vault;
use crate::settings::Settings;
use crate::storage::{Db, Failpoint, Sql, Witness};

/// A running county: handed to every handler, job and command. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The data.
    pub db: Db,
    /// How the program was started.
    pub settings: Arc<Settings>,
}

/// What an act may use besides its transaction. All of it is given from outside.
pub struct Surroundings {
    /// The time.
    pub clock: Clock,
    /// Identifiers and secrets.
    pub sources: Sources,
    /// The key that protects personal data.
    pub vault: Vault,
    /// Working calendars, by their version in the data.
    pub calendars: Calendars,
    /// Values made from data of a known version.
    pub kept: Kept,
    /// Held while a content is put in its place or taken from it.
    pub files: Gate,
    /// Who knows which posts a person holds.
    pub registrar: Registrar,
    /// Told of every journal entry.
    pub listeners: Vec<Listener>,
    /// What the parts keep about people.
    pub personal: Vec<Personal>,
    /// Their columns that say where something lies.
    pub located: Vec<Located>,
    /// What the program counts of itself.
    pub figures: Figures,
    /// Every statement that may run.
    pub statements: Registered,
    /// Where a test lets the storage fail; empty in the program.
    #[doc(hidden)]
    pub failpoint: Failpoint,
    /// How often the data has changed.
    pub edition: Edition,
}

/// A number that is another one after every act, for what is made from the data and kept.
#[derive(Default)]
pub struct Edition {
    changes: AtomicU64,
    /// The last journal entry, as milliseconds, that was seen of all who write.
    seen: AtomicI64,
}

impl Edition {
    /// The number now. What is read after asking is at least as new as it says.
    pub fn now(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    /// Something was committed by this program.
    pub fn pass(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// The last journal entry that stands in the data, whoever wrote it.
    fn notice(&self, noted_at: i64) {
        if self.seen.swap(noted_at, Ordering::SeqCst) != noted_at {
            self.pass();
        }
    }
}

/// The source of identifiers and secrets.
pub struct Sources(Mutex<ChaCha20Rng>);

/// The statements that the parts listed, by their address in the program, and how many have run.
pub struct Registered {
    listed: HashSet<usize>,
    run: AtomicU64,
}

impl Registered {
    fn of(parts: &[&'static Part]) -> Self {
        let statements = parts.iter().flat_map(|part| part.statements.iter().copied().flatten());
        Self { listed: statements.map(|sql| address(sql)).collect(), run: AtomicU64::new(0) }
    }

    /// Whether a part lists the statement, which is about to run.
    pub fn admits(&self, sql: &'static Sql) -> bool {
        self.run.fetch_add(1, Ordering::Relaxed);
        self.listed.contains(&address(sql))
    }

    /// How many statements have run since the program began: a page's share of it is bounded.
    pub fn run(&self) -> u64 {
        self.run.load(Ordering::Relaxed)
    }
}

fn address(sql: &'static Sql) -> usize {
    std::ptr::from_ref(sql).addr()
}

impl Sources {
    /// Unpredictable, from the operating system.
    pub fn secret() -> Result<Self> {
        let mut seed = [0; 32];
        rand::TryRng::try_fill_bytes(&mut rand::rngs::SysRng, &mut seed)
            .map_err(|error| Error::fault(format!("no randomness from the system: {error}")))?;
        Ok(Self(Mutex::new(ChaCha20Rng::from_seed(seed))))
    }

    /// The same numbers for the same seed: for tests and for the sample county only.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A version 7 identifier: it sorts by the millisecond of `now`.
    pub fn new_id<Id: From<Uuid>>(&self, now: Timestamp) -> Id {
        let millisecond = u64::try_from(now.as_millisecond()).unwrap_or(0);
        let uuid = uuid::Builder::from_unix_timestamp_millis(millisecond, &self.bytes());
        Id::from(uuid.into_uuid())
    }
}

impl Surroundings {
    /// The surroundings of a program made of `parts`.
    pub fn new(
        clock: Clock,
        sources: Sources,
        vault: Vault,
        registrar: Registrar,
        parts: &[&'static Part],
    ) -> Arc<Self> {
        Arc::new(Self {
            clock,
            sources,
            vault,
            calendars: Calendars::default(),
            kept: Kept::default(),
            files: Gate::default(),
            registrar,
            listeners: parts.iter().flat_map(|part| part.listeners.iter().copied()).collect(),
            personal: parts.iter().map(|part| part.personal).collect(),
            located: parts.iter().flat_map(|part| part.located.iter().copied()).collect(),
            figures: Figures::default(),
            statements: Registered::of(parts),
            failpoint: Failpoint::default(),
            edition: Edition::default(),
        })
    }
}

impl App {
    /// Opens the data that `settings` name. Migrations have run before.
    pub fn open(settings: Settings, surroundings: Arc<Surroundings>) -> Result<Self> {
        let db = Db::open(&settings.place, surroundings)?;
        Ok(Self { db, settings: Arc::new(settings) })
    }

    /// The same county, with somebody who sees each act that is sent through it.
    pub fn beside(&self, witness: Arc<dyn Witness>) -> Self {
        Self { db: self.db.beside(witness), settings: self.settings.clone() }
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.db.surroundings().clock
    }

    /// Random bytes and identifiers outside of an act.
    pub fn sources(&self) -> &Sources {
        &self.db.surroundings().sources
    }

    /// Looks whether somebody else, such as a command or another server, has changed the data. Acts
    /// of this program are known at once.
    pub async fn notice_others(&self) -> Result<()> {
        let noted_at = self.db.read(crate::journal::last_noted).await?;
        self.db.surroundings().edition.notice(noted_at);
        Ok(())
    }

    /// Runs each job of `jobs` once, and says what was done.
    pub async fn run_jobs(&self, jobs: &[&'static Job]) -> Result<u64> {
        let mut done = 0;
        for job in jobs {
            done += self.db.write(job.run).await?;
        }
        Ok(done)
    }
}
