//! Who waits, who hangs up, and what a lost server means.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;

use super::*;
use crate::error::{FaultKind, Result};

/// Holds threads until it is opened.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<bool>, Condvar, AtomicUsize)>);

impl Gate {
    fn pass(&self) {
        let (open, opened, inside) = &*self.0;
        inside.fetch_add(1, Ordering::SeqCst);
        drop(opened.wait_while(open.lock().unwrap(), |open| !*open).unwrap());
    }

    fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    async fn holds(&self, threads: usize) {
        while self.0.2.load(Ordering::SeqCst) < threads {
            tokio::task::yield_now().await;
        }
    }
}

/// Keeps every thread of the database busy until the gate opens.
async fn all_busy(db: &Db, gate: &Gate) -> JoinSet<Result<()>> {
    let (writers, readers) = match db.engine() {
        Engine::Sqlite => (1, super::super::db::SQLITE_READERS),
        Engine::Postgres => {
            (super::super::db::POSTGRES_WRITERS, super::super::db::POSTGRES_READERS)
        }
    };
    let mut held = JoinSet::new();
    for number in 0..writers + readers {
        let (db, gate) = (db.clone(), gate.clone());
        let wait = move |_: &mut crate::storage::Tx<'_>| {
            gate.pass();
            Ok(())
        };
        held.spawn(async move {
            if number < writers { db.write(wait).await } else { db.read(wait).await }
        });
    }
    gate.holds(writers + readers).await;
    held
}

async fn count(db: &Db) -> i64 {
    db.read(|tx| tx.value(&COUNT, &[])).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_clients_that_hang_up_while_they_wait_cost_nothing() {
    let fresh = fresh();
    let gate = Gate::default();
    let held = all_busy(&fresh.db, &gate).await;
    for number in 0..1000 {
        let db = fresh.db.clone();
        let name = format!("pebble {number}");
        let reading = db.read(|tx| tx.query::<Pebble>(&WEIGHTS, &[]));
        let writing = db.write(move |tx| tx.run_one(&INSERT, &[&name, &1]));
        // Each future is polled once, which hands its work over, and is then dropped.
        tokio::select! { biased; _ = reading => {}, () = std::future::ready(()) => {} }
        tokio::select! { biased; _ = writing => {}, () = std::future::ready(()) => {} }
    }
    gate.open();
    assert!(held.join_all().await.iter().all(Result::is_ok), "what was begun is ended");
    fresh.db.write(|tx| tx.run_one(&INSERT, &[&"last", &1])).await.unwrap();
    assert_eq!(count(&fresh.db).await, 1, "an act was done for somebody who had gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finds_no_thread_in_time_is_told_to_come_again() {
    let fresh = fresh();
    let gate = Gate::default();
    let held = all_busy(&fresh.db, &gate).await;
    let hasty = fresh.db.clone().with_patience(Duration::from_millis(20));
    let mut waiting = JoinSet::new();
    for number in 0..5000 {
        let hasty = hasty.clone();
        waiting.spawn(async move {
            let name = format!("pebble {number}");
            let refused = if number % 2 == 0 {
                hasty.write(move |tx| tx.run_one(&INSERT, &[&name, &1])).await
            } else {
                hasty.read(|tx| tx.value::<i64>(&COUNT, &[]).map(drop)).await
            };
            matches!(refused, Err(Error::Fault(fault)) if fault.kind == FaultKind::Busy)
        });
    }
    assert!(waiting.join_all().await.into_iter().all(|busy| busy), "each of them is answered");
    gate.open();
    assert!(held.join_all().await.iter().all(Result::is_ok));
    fresh.db.write(|tx| tx.run_one(&INSERT, &[&"last", &1])).await.unwrap();
    assert_eq!(count(&fresh.db).await, 1, "who was sent away finds nothing done");
}

/// A connection of the test's own to the schema of the county.
fn beside(place: &Place, script: &str) {
    let Place::Postgres { url, schema } = place else {
        panic!("XIANGYUE_TEST_DATABASE names no database")
    };
    let (url, script) = (url.clone(), format!("set search_path to {schema}; {script}"));
    let run = move || {
        let mut client = ::postgres::Client::connect(&url, ::postgres::NoTls).unwrap();
        client.batch_execute(&script).unwrap();
    };
    std::thread::spawn(run).join().unwrap();
}

/// Ends the connections whose application is this schema's county.
const END_ALL: &str = "select pg_terminate_backend(pid) from pg_stat_activity
                       where application_name = current_schema() and pid <> pg_backend_pid()";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_connection_that_is_lost_before_the_commit_costs_nothing_on_postgresql() {
    let fresh = fresh();
    let (runs, place) = (Arc::new(AtomicUsize::new(0)), fresh.place.clone());
    let counted = runs.clone();
    let done = fresh
        .db
        .write(move |tx| {
            tx.run_one(&INSERT, &[&"flint", &1])?;
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                beside(&place, END_ALL);
            }
            tx.run_one(&INSERT, &[&"slate", &1])
        })
        .await;
    assert!(done.is_ok(), "it is simply run again: {done:?}");
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(count(&fresh.db).await, 2);
    // The readers' connections are gone as well, and each thread finds out by itself.
    for _ in 0..20 {
        assert_eq!(count(&fresh.db).await, 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_commit_with_an_unknown_end_is_told_so_and_not_run_again_on_postgresql() {
    let fresh = fresh();
    beside(
        &fresh.place,
        "create function break_off() returns trigger language plpgsql as
           'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';
         create constraint trigger at_commit after insert on pebbles
           deferrable initially deferred for each row execute function break_off()",
    );
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = runs.clone();
    let told = fresh
        .db
        .write(move |tx| {
            counted.fetch_add(1, Ordering::SeqCst);
            tx.run_one(&INSERT, &[&"flint", &1])
        })
        .await;
    let unknown = |fault: &crate::error::Fault| fault.kind == FaultKind::Unknown;
    assert!(matches!(&told, Err(Error::Fault(fault)) if unknown(fault)), "{told:?}");
    assert_eq!(runs.load(Ordering::SeqCst), 1, "running it again might do it twice");
    beside(&fresh.place, "drop trigger at_commit on pebbles");
    fresh.db.write(|tx| tx.run_one(&INSERT, &[&"slate", &1])).await.unwrap();
}
