//! The program is killed while people work with it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::town::{Clerk, Done, Town};
use super::{Dice, count, seed};
use crate::commands::{Folder, Served, program};

const CLERKS: u64 = 4;

#[test]
fn what_was_acknowledged_outlives_a_kill_under_load() {
    let (seed, town) = (seed(), Town::new());
    let dice = Dice::of(seed);
    let mut acknowledged: BTreeSet<Done> = BTreeSet::new();
    let mut served = town.serve();
    let clerk = town.clerk(&served);
    for round in 0..count(4) {
        let before = acknowledged.len();
        let work = |clerk: Clerk, dice: &Dice, stop: &AtomicBool, done: &Sender<Vec<Done>>| {
            clerk.work(&town, dice, stop, done);
        };
        let told = until_killed(&clerk, &mut served, &dice, &work);
        acknowledged.extend(told.into_iter().flatten());
        let when = format!("seed {seed}, kill {round}");
        assert!(acknowledged.len() > before, "{when}: nobody got anything done");
        town.assert_kept(&acknowledged, &when);
        served = town.serve();
        let reading = clerk.at(&served).get("/desk/cases").unwrap();
        assert_eq!(reading.status, 200, "{when}: the sign-in is lost, or the worklist");
    }
}

/// Clerks work until so many acts were acknowledged and a moment more; then the program is killed.
/// Gives what was acknowledged.
pub fn until_killed<Told: Send>(
    clerk: &Clerk,
    served: &mut Served,
    dice: &Dice,
    work: &(impl Fn(Clerk, &Dice, &AtomicBool, &Sender<Told>) + Sync),
) -> Vec<Told> {
    let stop = AtomicBool::new(false);
    let (done, told) = channel();
    let wanted = 1 + dice.below(20) as usize;
    let moment = Duration::from_micros(dice.below(20_000));
    let mut acknowledged = Vec::new();
    std::thread::scope(|scope| {
        for _ in 0..CLERKS {
            let (clerk, done, stop) = (clerk.at(served), done.clone(), &stop);
            let dice = Dice::of(dice.below(u64::MAX));
            scope.spawn(move || work(clerk, &dice, stop, &done));
        }
        drop(done);
        for _ in 0..wanted {
            match told.recv_timeout(Duration::from_secs(60)) {
                Ok(one) => acknowledged.push(one),
                Err(RecvTimeoutError::Timeout) => panic!("nobody gets on"),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        acknowledged.extend(told.recv_timeout(moment));
        served.child.kill().unwrap();
        stop.store(true, Ordering::SeqCst);
        served.child.wait().unwrap();
        acknowledged.extend(told.iter());
    });
    acknowledged
}

/// The tables and the key are made when a county is first served; a kill in the middle of that must
/// not leave a folder that nothing can be done with.
#[test]
fn a_kill_while_the_county_is_made_does_no_harm() {
    let (seed, folder) = (seed(), Folder::new());
    let dice = Dice::of(seed);
    for round in 0..count(4) {
        let data = folder.path().join(round.to_string()).display().to_string();
        let mut first = program(&["serve", "--data", &data, "--listen", "127.0.0.1:0"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let (_never, wait) = channel::<()>();
        let _ = wait.recv_timeout(Duration::from_micros(dice.below(120_000)));
        first.kill().unwrap();
        first.wait().unwrap();
        let again = program(&["migrate", "--data", &data]).output().unwrap();
        let said = String::from_utf8_lossy(&again.stderr).into_owned();
        assert!(again.status.success(), "seed {seed}, kill {round}: {said}");
    }
}

/// On SQLite one program holds the county; when it is killed the next one may have it.
#[test]
fn two_programs_do_not_serve_one_file() {
    let town = Town::new();
    if matches!(town.place, platform::storage::Place::Postgres { .. }) {
        // PostgreSQL is made for several; that they serve one schema is tried in `server`.
        return;
    }
    let mut served = town.serve();
    assert!(town.refuses_another());
    served.child.kill().unwrap();
    served.child.wait().unwrap();
    let again = town.serve();
    assert!(town.refuses_another());
    drop(again);
}
