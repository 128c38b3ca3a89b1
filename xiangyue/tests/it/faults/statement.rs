//! Each act with a fault at each of its statements, and at its commit.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use platform::storage::Moment;
use platform::{Error, Result};

use super::beside::Beside;
use super::{invariants, stories};
use crate::county::County;

/// No act of these small stories runs more statements.
const STATEMENTS_MAX: i64 = 500;

/// The fault that is planted next.
#[derive(Default)]
struct Plan {
    /// Statements until one fails; zero when none shall.
    statements: AtomicI64,
    /// Commits that shall fail.
    commits: AtomicI64,
    /// Faults that were met.
    met: AtomicUsize,
}

impl Plan {
    fn fails(&self, moment: Moment) -> bool {
        let left = match moment {
            Moment::Statement(_) => &self.statements,
            Moment::Commit => &self.commits,
        };
        let fails = left.load(Ordering::SeqCst) > 0 && left.fetch_sub(1, Ordering::SeqCst) == 1;
        if fails {
            self.met.fetch_add(1, Ordering::SeqCst);
        }
        fails
    }

    /// Whether a fault was met since it was last asked; none is planted any more.
    fn met(&self) -> bool {
        self.statements.store(0, Ordering::SeqCst);
        self.commits.store(0, Ordering::SeqCst);
        self.met.swap(0, Ordering::SeqCst) > 0
    }
}

/// A county whose acts are tried with every fault before they are let through.
pub struct Tries {
    pub county: County,
    plan: Arc<Plan>,
    beside: Beside,
    tried: AtomicUsize,
}

impl Deref for Tries {
    type Target = County;

    fn deref(&self) -> &County {
        &self.county
    }
}

impl Tries {
    pub fn of(county: County) -> Self {
        let plan = Arc::new(Plan::default());
        let planted = plan.clone();
        let failpoint = &county.db.surroundings().failpoint;
        failpoint.plant(move |moment| planted.fails(moment));
        let beside = Beside::of(&county.settings.place);
        Self { county, plan, beside, tried: AtomicUsize::new(0) }
    }

    /// Tries an act with its commit failing, then with each of its statements failing, the first,
    /// the second and so on: each time the answer is a fault and no table has changed. When there
    /// are no more statements to fail, the act succeeds, and the story goes on with what it gave.
    pub async fn act<T>(&self, name: &str, act: impl AsyncFn() -> Result<T>) -> T {
        let before = self.beside.dump();
        self.plan.commits.store(1, Ordering::SeqCst);
        let answer = act().await;
        assert!(self.plan.met(), "{name} commits nothing");
        self.nothing_happened(name, "its commit", &before, answer);
        for number in 1..STATEMENTS_MAX {
            self.plan.statements.store(number, Ordering::SeqCst);
            let answer = act().await;
            if !self.plan.met() {
                let done =
                    answer.unwrap_or_else(|error| panic!("{name} does not succeed: {error}"));
                assert_ne!(self.beside.dump(), before, "{name} changes nothing");
                return done;
            }
            self.nothing_happened(name, &format!("statement {number}"), &before, answer);
        }
        panic!("{name} does not end");
    }

    fn nothing_happened<T>(
        &self,
        name: &str,
        broken: &str,
        before: &BTreeMap<String, String>,
        answer: Result<T>,
    ) {
        self.tried.fetch_add(1, Ordering::SeqCst);
        match answer {
            Err(Error::Fault(_)) => {}
            Err(other) => panic!("{name} with {broken} broken answers “{other}”, not a fault"),
            Ok(_) => panic!("{name} with {broken} broken says that it is done"),
        }
        let after = self.beside.dump();
        let changed: Vec<&String> =
            before.keys().filter(|table| before.get(*table) != after.get(*table)).collect();
        assert!(changed.is_empty(), "{name} with {broken} broken is half done in {changed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_with_a_fault_at_any_statement_leaves_nothing_half_done() {
    let tries = Tries::of(County::empty());
    stories::all(&tries).await;
    invariants::assert_whole(&tries.beside, "after all stories");
    let tried = tries.tried.load(Ordering::SeqCst);
    assert!(tried > 500, "only {tried} faults were planted");
}
