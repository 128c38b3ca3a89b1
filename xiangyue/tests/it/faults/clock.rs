//! The machine's clock goes back: by milliseconds, and by days.

use jiff::{SignedDuration, Timestamp};
use law::window::State;
use platform::identity;
use platform::{Actor, Error, calendar};
use testing::{PASSWORD, moment};
use window::model::CaseId;
use window::{AtCounter, Decision};

use super::beside::Beside;
use super::{Dice, count, invariants, seed};
use crate::cast::{Cast, ITEM, answers};
use crate::county::{County, administrator};

const NOTICE: &str = "元旦：1月1日（周五）至3日（周日）放假调休，共3天。";
const NOTICE_PUT_RIGHT: &str = "元旦：1月1日（周五）至2日（周六）放假调休，共2天。";

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// A county whose window has something to do, and who works there.
struct Desk {
    county: County,
    villager: platform::PersonId,
    window: Actor,
    handler: Actor,
    reviewer: Actor,
    approver: Actor,
}

impl Desk {
    async fn new() -> Self {
        let county = County::new().await;
        let cast = Cast::with_items(&county, |item| item.code == ITEM).await;
        let villager = county.villager().await;
        Self {
            window: cast.actor(&county, cast.window).await,
            handler: cast.actor(&county, cast.handler).await,
            reviewer: cast.actor(&county, cast.reviewer).await,
            approver: cast.actor(&county, cast.approver).await,
            county,
            villager,
        }
    }

    async fn take(&self) -> CaseId {
        let taken = AtCounter { item: ITEM.into(), applicant: self.villager, sealed: answers() };
        window::receive_at_counter(&self.county, &self.window, taken).await.unwrap()
    }

    /// One step of the way of a case, whichever is the next.
    async fn step(&self, case: CaseId) -> platform::Result<()> {
        let (county, window) = (&self.county, self.window.clone());
        let file = county.db.read(move |tx| window::open_case(tx, &window, case)).await?;
        let granted =
            Decision { granted: true, words: "可以".into(), document_number: String::new() };
        match (file.standing.state, file.standing.opinions) {
            (State::Received, _) => window::accept(county, &self.window, case, vec![0, 1, 2]).await,
            (State::InProcess, 0) => window::opine(county, &self.handler, case, true, "属实").await,
            (State::InProcess, 1) => {
                window::opine(county, &self.reviewer, case, true, "属实").await
            }
            (State::InProcess, _) => window::decide(county, &self.approver, case, granted).await,
            (_, _) if file.standing.delivered_on.is_none() => {
                window::deliver(county, &self.window, case, "孙有田", "当面交付").await
            }
            _ => Ok(()),
        }
    }

    /// The worklists of all who work here open.
    async fn worklists_open(&self, when: &str) {
        for actor in [&self.window, &self.handler, &self.reviewer, &self.approver] {
            let reader = actor.clone();
            let read = self.county.db.read(move |tx| window::worklist(tx, &reader)).await;
            assert!(read.is_ok(), "{when}: {:?}", read.err());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_goes_on_after_the_clock_went_back_and_nothing_happens_before_what_it_follows() {
    let desk = Desk::new().await;
    desk.county.clock().move_to(moment("2026-11-27T09:00:00"));
    let case = desk.take().await;
    desk.county.clock().move_to(moment("2026-11-24T09:00:00"));
    desk.worklists_open("three days back").await;
    desk.step(case).await.unwrap();
    desk.step(case).await.unwrap();
    desk.worklists_open("three days back, and two steps on").await;
    let reader = desk.window.clone();
    let file = desk.county.db.read(move |tx| window::open_case(tx, &reader, case)).await.unwrap();
    let taken_on = jiff::civil::date(2026, 11, 27);
    assert!(file.events.iter().all(|event| event.happened_on == taken_on));
    desk.county.clock().move_to(moment("2026-12-01T09:00:00"));
    while desk.step(case).await.is_ok_and(|()| true) {
        let reader = desk.window.clone();
        let file = desk.county.db.read(move |tx| window::open_case(tx, &reader, case)).await;
        if file.unwrap().standing.delivered_on.is_some() {
            break;
        }
    }
    invariants::assert_whole(&Beside::of(&desk.county.settings.place), "the case is delivered");
}

#[tokio::test(flavor = "multi_thread")]
async fn work_goes_on_with_a_clock_that_jumps_about() {
    let (seed, desk) = (seed(), Desk::new().await);
    let dice = Dice::of(seed);
    let mut cases = vec![desk.take().await];
    for number in 0..count(60) {
        let jump = match dice.below(4) {
            0 => SignedDuration::from_millis(dice.below(2000) as i64 - 1000),
            1 => days(dice.below(9) as i64 - 4),
            2 => SignedDuration::from_mins(dice.below(600) as i64),
            _ => SignedDuration::ZERO,
        };
        desk.county.clock().advance(jump);
        if dice.below(3) == 0 {
            cases.push(desk.take().await);
        }
        let case = cases[dice.below(cases.len() as u64) as usize];
        let when = format!("seed {seed}, step {number}");
        let done = desk.step(case).await;
        assert!(!matches!(done, Err(Error::Fault(_))), "{when}: {done:?}");
        desk.county.run_jobs(&[]).await.unwrap();
    }
    desk.worklists_open(&format!("seed {seed}")).await;
    let beside = Beside::of(&desk.county.settings.place);
    invariants::assert_whole(&beside, &format!("seed {seed}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_lists_each_entry_once_whatever_the_clock_did() {
    let (seed, county) = (seed(), County::new().await);
    let (dice, admin) = (Dice::of(seed), administrator());
    for number in 0..130 {
        county.clock().advance(SignedDuration::from_millis(dice.below(400) as i64 - 200));
        let source = format!("文号第{number}号");
        calendar::add_year(&county, &admin, 2027, &source, NOTICE).await.unwrap();
    }
    // At last it goes back behind everything.
    county.clock().advance(-days(3));
    let cast = Cast::with_items(&county, |item| item.code == ITEM).await;
    let person = cast.handler;
    appointed_administrator(&county, person).await;
    let mut reader = county.signed_in(person).await;
    let (mut path, mut pages, mut shown) = ("/journal".to_owned(), 0, String::new());
    while !path.is_empty() {
        let page = reader.get(&path).await;
        page.is_ok();
        shown.push_str(&page.text());
        path = page.attribute("a[href*='before=']", "href").unwrap_or_default();
        pages += 1;
        assert!(pages < 20, "seed {seed}: the pages do not end");
    }
    assert!(pages > 2, "the journal is longer than a page");
    for number in 0..130 {
        // The year's own entry, and that of the clocks that it bears on.
        let times = shown.matches(&format!("文号第{number}号")).count();
        assert!((1..=2).contains(&times), "seed {seed}: {number} stands there {times} times");
    }
    let entries = shown.matches("录入放假安排").count();
    assert_eq!(entries, 130, "seed {seed}: an entry is missing or stands there twice");
}

async fn appointed_administrator(county: &County, person: platform::PersonId) {
    let body = county
        .db
        .read(|tx| registry::bodies_at(tx, &platform::AreaPath::county()))
        .await
        .unwrap()
        .remove(0);
    county
        .db
        .write(move |tx| {
            let appointment = registry::model::Appointment {
                body_id: body.id,
                post: "administrator".into(),
                person_id: person,
                public_phone: None,
                held_from: jiff::civil::date(2026, 1, 1),
                held_until: None,
            };
            registry::bodies::record_appointment(tx, &appointment).map(drop)
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_correction_of_the_calendar_counts_also_when_the_clock_went_back() {
    let (county, admin) = (County::new().await, administrator());
    let third = jiff::civil::date(2027, 1, 3);
    let rests = async || {
        let year = county.db.read(calendar::added).await.unwrap();
        year.last().unwrap().days.0.off.contains(&third)
    };
    calendar::add_year(&county, &admin, 2027, "第1号", NOTICE).await.unwrap();
    assert!(rests().await);
    county.clock().advance(-days(2));
    calendar::add_year(&county, &admin, 2027, "更正", NOTICE_PUT_RIGHT).await.unwrap();
    assert!(!rests().await, "the correction is older than what it corrects");
}

/// A clock that ran years ahead was put right: what it let in and locked out is over.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_put_right_keeps_nobody_in_and_nobody_out() {
    let county = County::new().await;
    let person = county.villager().await;
    let name = county.account(person).await;
    let right = county.clock().now();
    county.clock().move_to(moment("2031-01-01T09:00:00"));
    let mut ahead = county.anyone();
    ahead.sign_in(&name, PASSWORD).await;
    let link = identity::make_link(&county, &administrator(), person).await.unwrap();
    let mut guesser = county.anyone();
    for _ in 0..5 {
        guesser.post("/sign-in", &[("user_name", &name), ("password", "猜一猜猜一猜猜")]).await;
    }
    county.clock().move_to(right);
    ahead.get("/account").await.goes_to("/sign-in?back=%2Faccount");
    let found = county.db.read(move |tx| identity::link_owner(tx, &link)).await;
    assert!(matches!(found, Err(Error::Refused(_))), "a link of 2031 opens in 2026");
    let mut now = county.anyone();
    now.sign_in(&name, PASSWORD).await;
    now.get("/account").await.is_ok();
    // A small step back signs nobody out, and a sign-in ends when it is not used, as ever.
    county.clock().advance(-SignedDuration::from_mins(10));
    now.get("/account").await.is_ok();
    county.clock().advance(SignedDuration::from_hours(13));
    assert!(now.get("/account").await.status().is_redirection());
}

#[tokio::test(flavor = "multi_thread")]
async fn identifiers_differ_at_one_instant_and_when_it_comes_again() {
    let county = County::new().await;
    let at = county.clock().now();
    let mut seen = std::collections::HashSet::new();
    for _ in 0..3 {
        county.clock().move_to(at);
        for _ in 0..2_000 {
            let now: Timestamp = county.clock().now();
            assert!(seen.insert(county.sources().new_id::<platform::Uuid>(now)));
            county.clock().advance(SignedDuration::from_millis(1));
        }
    }
}
