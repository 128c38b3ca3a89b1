//! What the program counts of itself, for who looks after the machine. No person is in it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::error::Result;
use crate::storage::Tx;

crate::sql! {
    SIZE: "select page_count * page_size from pragma_page_count(), pragma_page_size()"
        postgres "select coalesce(sum(pg_total_relation_size(oid)), 0)::bigint from pg_class
                  where relnamespace = current_schema()::regnamespace and relkind = 'r'";
    ENGINE: "select sqlite_version()" postgres "select current_setting('server_version')";
}

/// Counts since the program began.
#[derive(Debug, Default)]
pub struct Figures {
    acts: AtomicU64,
    groups: AtomicU64,
    group_largest: AtomicU64,
    faults: AtomicU64,
    jobs: Mutex<BTreeMap<&'static str, JobRuns>>,
}

/// How often a job ran.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct JobRuns {
    /// To its end.
    pub done: u64,
    /// Into a fault.
    pub failed: u64,
}

impl Figures {
    /// A commit carried so many acts that are kept.
    pub(crate) fn committed(&self, acts: usize) {
        let acts = acts as u64;
        self.acts.fetch_add(acts, Ordering::Relaxed);
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.group_largest.fetch_max(acts, Ordering::Relaxed);
    }

    /// A person was told that the program is at fault.
    pub fn fault(&self) {
        self.faults.fetch_add(1, Ordering::Relaxed);
    }

    /// A job ran.
    pub fn job(&self, name: &'static str, done: bool) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let runs = jobs.entry(name).or_default();
        if done { runs.done += 1 } else { runs.failed += 1 }
    }

    /// Acts that were kept.
    pub fn acts(&self) -> u64 {
        self.acts.load(Ordering::Relaxed)
    }

    /// Commits that kept them.
    pub fn groups(&self) -> u64 {
        self.groups.load(Ordering::Relaxed)
    }

    /// The most acts of one commit.
    pub fn group_largest(&self) -> u64 {
        self.group_largest.load(Ordering::Relaxed)
    }

    /// Faults that people were told of.
    pub fn faults(&self) -> u64 {
        self.faults.load(Ordering::Relaxed)
    }

    /// The jobs, by name.
    pub fn jobs(&self) -> BTreeMap<&'static str, JobRuns> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// How many bytes the tables take.
pub fn size(tx: &mut Tx<'_>) -> Result<i64> {
    tx.value(&SIZE, &[])
}

/// The version of the engine.
pub fn engine_version(tx: &mut Tx<'_>) -> Result<String> {
    tx.value(&ENGINE, &[])
}
