//! Files that people hand in, with the program killed and the disk full in the middle of it: a row
//! never stands without its file, and a file without a row goes by itself.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use jiff::SignedDuration;
use platform::files::{self, Report};
use platform::privacy::digest;
use platform::storage::Place;

use super::beside::Beside;
use super::killed::until_killed;
use super::town::{Clerk, Town};
use super::{Dice, count, invariants, seed};

/// A case, and the content that was handed in to it.
type HandedIn = (String, String);

/// A paper like no other.
fn paper(words: &str) -> String {
    format!("%PDF-1.7\n({words})\n%%EOF\n")
}

/// Every row has its file, whole; what was acknowledged is there. A day later the disk holds what
/// the rows know, and nothing else.
fn assert_agree(town: &Town, acknowledged: &BTreeSet<HandedIn>, when: &str) {
    let beside = Beside::of(&town.place);
    invariants::assert_whole(&beside, when);
    let there: BTreeSet<HandedIn> = beside
        .rows("select subject_id, sha256 from file_uses")
        .into_iter()
        .map(|row| {
            let [case, sha256] = row.try_into().unwrap();
            (case.unwrap().trim_start_matches("\\x").to_owned(), sha256.unwrap())
        })
        .collect();
    let lost: Vec<&HandedIn> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "{when}: acknowledged and lost: {lost:?}");
    let contents = there.iter().map(|(_, sha256)| sha256).collect::<BTreeSet<_>>().len() as u64;
    let now = files::verify(&town.later(SignedDuration::ZERO)).unwrap();
    assert_eq!((now.used, &now.missing, &now.damaged), (contents, &vec![], &vec![]), "{when}");
    let later = town.later(SignedDuration::from_hours(25));
    files::sweep(&later).unwrap();
    let swept = files::verify(&later).unwrap();
    let Report { used, unused, ref missing, ref damaged, .. } = swept;
    assert_eq!((used, unused, missing, damaged), (contents, 0, &vec![], &vec![]), "{when}: swept");
    assert_eq!(arriving(town), Vec::<PathBuf>::new(), "{when}: half a file is left");
}

fn arriving(town: &Town) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(town.files().join("incoming"));
    entries.map(|all| all.map(|one| one.unwrap().path()).collect()).unwrap_or_default()
}

/// The contents that lie in their places.
fn contents(town: &Town) -> usize {
    let shelves = std::fs::read_dir(town.files()).into_iter().flatten().map(|one| one.unwrap());
    let shelves = shelves.filter(|shelf| shelf.file_name() != "incoming");
    shelves.map(|shelf| std::fs::read_dir(shelf.path()).unwrap().count()).sum()
}

/// Nobody can note a use: the act waits, with its file in its place already.
fn hold_the_rows(town: &Town, beside: &Beside) {
    match town.place {
        Place::File(_) => drop(beside.rows("begin immediate")),
        Place::Postgres { .. } => {
            beside.rows("begin");
            beside.rows("lock table file_uses in exclusive mode");
        }
    }
}

/// A case takes only so many files.
const ROUNDS_OF_A_CASE: usize = 50;

#[test]
fn a_kill_between_a_file_and_its_row_leaves_an_orphan_that_goes_after_a_day() {
    let town = Town::new();
    let beside = Beside::of(&town.place);
    let mut served = town.serve();
    let mut clerk = town.clerk(&served);
    let (mut case, mut acknowledged) = (String::new(), BTreeSet::new());
    for round in 0..count(3) {
        if round % ROUNDS_OF_A_CASE == 0 {
            (case, _) = clerk.take_application(&town, false).unwrap().remove(0);
        }
        let (text, when) = (paper(&format!("round {round}")), format!("kill {round}"));
        let before = contents(&town);
        hold_the_rows(&town, &beside);
        let answer = std::thread::scope(|scope| {
            let (mut clerk, case, text) = (clerk.at(&served), &case, &text);
            let answer = scope.spawn(move || clerk.hand_in(case, text));
            while contents(&town) == before && !answer.is_finished() {
                std::thread::yield_now();
            }
            served.child.kill().unwrap();
            served.child.wait().unwrap();
            answer.join().unwrap()
        });
        beside.rows("rollback");
        assert!(answer.is_err(), "{when}: it was not answered that the file is there");
        let noted = beside.words(&format!(
            "select name from file_uses where sha256 = '{}'",
            digest(text.as_bytes())
        ));
        assert_eq!(noted, Vec::<String>::new(), "{when}: nothing is noted");
        let there = files::verify(&town.later(SignedDuration::ZERO)).unwrap();
        assert_eq!(there.unused, 1, "{when}: the file is in its place and nobody's");
        if round % 2 == 0 {
            assert_agree(&town, &acknowledged, &when);
            assert_eq!(contents(&town), before, "{when}: it is gone after a day");
        }
        // Whether the orphan went or waits: the same file is taken when it comes again.
        served = town.serve();
        clerk = clerk.at(&served);
        assert_eq!(clerk.hand_in(&case, &text).unwrap().status, 303, "{when}");
        acknowledged.insert((case.clone(), digest(text.as_bytes())));
        assert_agree(&town, &acknowledged, &when);
    }
}

#[test]
fn files_that_were_acknowledged_outlive_a_kill_under_load() {
    let (seed, town) = (seed(), Town::new());
    let dice = Dice::of(seed);
    let mut acknowledged = BTreeSet::new();
    let mut served = town.serve();
    let clerk = town.clerk(&served);
    for round in 0..count(4) {
        let work = |clerk: Clerk, dice: &Dice, stop: &AtomicBool, done: &Sender<HandedIn>| {
            hand_in(clerk, &town, dice, stop, done);
        };
        let told = until_killed(&clerk, &mut served, &dice, &work);
        let when = format!("seed {seed}, kill {round}");
        assert!(!told.is_empty(), "{when}: nobody got anything done");
        acknowledged.extend(told);
        assert_agree(&town, &acknowledged, &when);
        served = town.serve();
    }
}

/// Takes in a case and hands in papers to it, some of them more than once, and so on.
fn hand_in(mut clerk: Clerk, town: &Town, dice: &Dice, stop: &AtomicBool, done: &Sender<HandedIn>) {
    while !stop.load(Ordering::SeqCst) {
        let Ok(taken) = clerk.take_application(town, false) else { continue };
        let case = &taken[0].0;
        for _ in 0..4 {
            let text = paper(&format!("{}", dice.below(1_000)));
            match clerk.hand_in(case, &text) {
                Ok(answer) if answer.status == 303 => {
                    done.send((case.clone(), digest(text.as_bytes()))).unwrap_or_default();
                }
                _ => break,
            }
        }
    }
}

#[test]
fn a_file_for_which_there_is_no_room_is_refused_in_words_and_leaves_nothing() {
    let town = Town::new();
    let kilobytes = match &town.place {
        Place::File(file) => std::fs::metadata(file).unwrap().len() / 1024 + 256,
        Place::Postgres { .. } => 1024,
    };
    let served = town.serve_with_files_below(kilobytes);
    let mut clerk = town.clerk(&served);
    let (case, _) = clerk.take_application(&town, false).unwrap().remove(0);
    let large = paper(&"长".repeat(3_000_000));
    assert!(large.len() as u64 > 1024 * kilobytes, "larger than there is room");
    let answer = clerk.hand_in(&case, &large).unwrap();
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.body.contains("服务器的磁盘满了"), "{}", answer.body);
    assert_eq!((contents(&town), arriving(&town)), (0, vec![]), "nothing is left of it");
    let mut acknowledged = BTreeSet::new();
    let small = paper("small");
    assert_eq!(clerk.hand_in(&case, &small).unwrap().status, 303, "what fits is taken");
    acknowledged.insert((case.clone(), digest(small.as_bytes())));
    assert_agree(&town, &acknowledged, "the disk is full");
    let process = served.child.id().to_string();
    let lifted = Command::new("prlimit").args(["--pid", &process, "--fsize=unlimited:"]).status();
    assert!(lifted.unwrap().success());
    assert_eq!(clerk.hand_in(&case, &large).unwrap().status, 303, "there is room again");
    acknowledged.insert((case, digest(large.as_bytes())));
    assert_agree(&town, &acknowledged, "there is room again");
}
