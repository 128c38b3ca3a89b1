//! The disk is full: acts fail, reading goes on, and so does work once there is room.

use std::collections::BTreeSet;
use std::process::Command;

use platform::storage::{Engine, Place};
use platform::{Error, FaultKind};
use window::AtCounter;

use super::beside::Beside;
use super::invariants;
use super::town::Town;
use crate::cast::{Cast, ITEM, answers};
use crate::county::County;

/// More than enough to fill the room that a full disk still has in half-empty pages.
const TRIES_MAX: usize = 2_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_full_database_refuses_acts_and_takes_them_again_when_there_is_room() {
    let county = County::new().await;
    if county.db.engine() == Engine::Postgres {
        // There the disk is the server's, and a full one is a fault like any other.
        return;
    }
    let cast = Cast::with_items(&county, |item| item.code == ITEM).await;
    let (window, villager) = (cast.actor(&county, cast.window).await, county.villager().await);
    let beside = Beside::of(&county.settings.place);
    let take = async || {
        let taken = AtCounter { item: ITEM.into(), applicant: villager, sealed: answers() };
        window::receive_at_counter(&county, &window, taken).await
    };
    for again in 0..3 {
        county.disk(true).await;
        let mut kept = 0;
        let fault = loop {
            match take().await {
                Ok(_) => kept += 1,
                Err(error) => break error,
            }
            assert!(kept < TRIES_MAX, "the disk does not fill");
        };
        assert!(
            matches!(&fault, Error::Fault(fault) if fault.kind == FaultKind::Broken),
            "{fault}"
        );
        // Several at once, so that some share a commit with one that fails.
        let mut together = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let taken = AtCounter { item: ITEM.into(), applicant: villager, sealed: answers() };
            let (app, window) = (platform::App::clone(&county), window.clone());
            together
                .spawn(async move { window::receive_at_counter(&app, &window, taken).await.ok() });
        }
        let done: BTreeSet<_> = together.join_all().await.into_iter().flatten().collect();
        let reader = window.clone();
        let list = county.db.read(move |tx| window::worklist(tx, &reader)).await.unwrap();
        let there: BTreeSet<_> = list.lines.iter().map(|line| line.case.id).collect();
        assert!(done.is_subset(&there), "an acknowledged act is not there");
        invariants::assert_whole(&beside, &format!("the disk is full, {again}"));
        county.disk(false).await;
        take().await.unwrap();
        invariants::assert_whole(&beside, &format!("there is room again, {again}"));
    }
}

#[test]
fn the_program_goes_on_reading_on_a_full_disk_and_writing_when_there_is_room() {
    let town = Town::new();
    let Place::File(file) = &town.place else { return };
    // The whole log fits, and a little more; the log itself may grow to the same size.
    let kilobytes = std::fs::metadata(file).unwrap().len() / 1024 + 64;
    let served = town.serve_with_files_below(kilobytes);
    let mut clerk = town.clerk(&served);
    let mut acknowledged = BTreeSet::new();
    let status = loop {
        match clerk.take_application(&town, true) {
            Ok(acts) => acknowledged.extend(acts),
            Err(error) => break error.to_string(),
        }
        assert!(acknowledged.len() < 3 * TRIES_MAX, "the disk does not fill");
    };
    assert_eq!(status, "500", "a page that says so, and no hanging up");
    assert!(clerk.take_application(&town, false).is_err());
    assert_eq!(clerk.get("/desk/cases").unwrap().status, 200, "reading goes on");
    town.assert_kept(&acknowledged, "the disk is full");
    let process = served.child.id().to_string();
    let lifted = Command::new("prlimit").args(["--pid", &process, "--fsize=unlimited:"]).status();
    assert!(lifted.unwrap().success());
    for _ in 0..5 {
        acknowledged.extend(clerk.take_application(&town, true).unwrap());
    }
    drop(served);
    town.assert_kept(&acknowledged, "there is room again");
}
