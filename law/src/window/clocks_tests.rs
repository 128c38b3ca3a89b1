use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::window::{Act, LocalLimits, Stage};

/// A story of 2026: acts with month and day.
fn story(acts: &[(Act, i8, i8)]) -> Vec<Event> {
    acts.iter().map(|(act, month, day)| Event { act: *act, on: on(*month, *day) }).collect()
}

fn on(month: i8, day: i8) -> Date {
    date(2026, month, day)
}

const LICENCE: Limits = Limits::new(Limit::working(10), None, true);

/// The clock of a kind, the last one if there are two.
fn clock(acts: &[(Act, i8, i8)], kind: ClockKind, today: Date) -> Clock {
    let clocks = clocks(&story(acts), &LICENCE, &Calendar::bundled(), today).unwrap();
    *clocks.iter().rfind(|clock| clock.kind == kind).unwrap()
}

#[test]
fn tv_153_a_late_notice_does_not_help() {
    use Act::*;
    let acts = [(Receive, 9, 24), (GiveNotice, 10, 10)];
    let events = story(&acts);
    let seen = |today| clocks(&events, &LICENCE, &Calendar::bundled(), today).unwrap();
    let kinds = |today| seen(today).iter().map(|clock| clock.kind).collect::<Vec<_>>();
    assert_eq!(kinds(on(10, 9)), [ClockKind::Acceptance]);
    let after = seen(on(10, 10));
    assert_eq!(after[0].due_on, on(10, 9));
    assert_eq!((after[0].kept, after[0].stopped_on), (Some(false), Some(on(10, 10))));
    // The decision's limits run from the receipt.
    assert_eq!((after[1].kind, after[1].began_on), (ClockKind::Promise, on(9, 24)));
    assert_eq!((after[2].kind, after[2].began_on), (ClockKind::Legal, on(9, 24)));
    assert_eq!(current(&after).unwrap().kind, ClockKind::Promise);
    assert_eq!(current(&after).unwrap().cite, Some(PROMISED_LIMIT));
}

#[test]
fn a_late_acceptance_counts_from_the_receipt() {
    use Act::*;
    let late = [(Receive, 9, 24), (Accept, 10, 12)];
    assert_eq!(clock(&late, ClockKind::Legal, on(10, 12)).began_on, on(9, 24));
    let in_time = [(Receive, 9, 24), (Accept, 10, 9)];
    assert_eq!(clock(&in_time, ClockKind::Legal, on(10, 12)).began_on, on(10, 9));
    let recorded = [(Receive, 9, 24), (DeemAccepted, 10, 12)];
    assert_eq!(clock(&recorded, ClockKind::Legal, on(10, 12)).began_on, on(9, 24));
    let corrected = [(Receive, 9, 21), (GiveNotice, 9, 22), (TakeMaterials, 9, 24)];
    assert_eq!(clock(&corrected, ClockKind::Acceptance, on(9, 28)).due_on, on(10, 9));
    assert_eq!(clock(&corrected, ClockKind::Legal, on(10, 10)).began_on, on(9, 24));
}

#[test]
fn decision_and_delivery_of_2026() {
    use Act::*;
    let decided = |from: &[(Act, i8, i8)], decided: (i8, i8)| {
        let mut acts = vec![(Receive, 9, 21), (Accept, 9, 21), (HandOver, 9, 21)];
        acts.push((Opine(Stage::Investigation), 9, 21));
        acts.extend_from_slice(from);
        acts.push((Grant, decided.0, decided.1));
        acts
    };
    // TV-154: accepted on 09-21, decided on the last day, and a day too late.
    let legal = clock(&decided(&[], (10, 26)), ClockKind::Legal, on(12, 1));
    assert_eq!((legal.due_on, legal.kept), (on(10, 26), Some(true)));
    let legal = clock(&decided(&[], (10, 27)), ClockKind::Legal, on(12, 1));
    assert_eq!((legal.kept, legal.remaining, legal.light), (Some(false), -1, Light::Overdue));
    // TV-156: expert review from 09-28 to 10-16 takes out eleven working days.
    let review = [(Suspend, 9, 28), (Resume, 10, 16)];
    let legal = clock(&decided(&review, (11, 10)), ClockKind::Legal, on(12, 1));
    assert_eq!((legal.due_on, legal.excluded_days), (on(11, 10), 11));
    assert_eq!((legal.kept, legal.cite), (Some(true), Some(DECIDE_IN_TIME)));
    // TV-157: decided on 09-28, delivered within ten working days.
    let delivery = clock(&decided(&[], (9, 28)), ClockKind::Delivery, on(9, 29));
    assert_eq!((delivery.due_on, delivery.cite), (on(10, 16), Some(DELIVER_CERTIFICATE)));
}

#[test]
fn a_running_procedure_holds_the_time_that_is_left() {
    use Act::*;
    let acts = [(Receive, 9, 21), (Accept, 9, 21), (Suspend, 9, 28)];
    for today in [on(9, 28), on(9, 29), on(10, 4), on(10, 20)] {
        let promise = clock(&acts, ClockKind::Promise, today);
        assert_eq!((promise.remaining, promise.paused), (7, true), "{today}");
    }
    // A procedure that begins after the last day revives nothing.
    let acts = [(Receive, 9, 1), (Accept, 9, 1), (Suspend, 9, 16), (Resume, 9, 18)];
    let promise = clock(&acts, ClockKind::Promise, on(9, 21));
    assert_eq!((promise.due_on, promise.excluded_days), (on(9, 15), 0));
}

#[test]
fn lights() {
    use Act::*;
    let acts = [(Receive, 9, 1), (Accept, 9, 1)]; // promised in ten working days: 09-15
    for (today, remaining, light) in [
        (on(9, 1), 10, Light::Green),
        (on(9, 9), 4, Light::Green),
        (on(9, 10), 3, Light::Yellow),
        (on(9, 11), 2, Light::Yellow),
        (on(9, 12), 2, Light::Yellow),
        (on(9, 14), 1, Light::Red),
        (on(9, 15), 0, Light::Red),
        (on(9, 16), -1, Light::Overdue),
        (on(9, 18), -3, Light::Overdue),
        // On a Saturday it can be done on the Sunday that is worked, at the earliest.
        (on(9, 19), -4, Light::Overdue),
        (on(9, 20), -4, Light::Overdue),
        (on(9, 21), -5, Light::Overdue),
    ] {
        let promise = clock(&acts, ClockKind::Promise, today);
        assert_eq!((promise.remaining, promise.light), (remaining, light), "{today}");
    }
    assert_eq!(clock(&acts, ClockKind::Promise, on(9, 1)).due_on, on(9, 15));
    // Exactly a third of nine is yellow; of one or three days nothing but red and green is left.
    for (limit, today, light) in [
        (9, on(9, 8), Light::Green),
        (9, on(9, 9), Light::Yellow),
        (3, on(9, 2), Light::Green),
        (3, on(9, 3), Light::Red),
        (1, on(9, 1), Light::Red),
    ] {
        let limits = Limits::new(Limit::working(limit), None, false);
        let seen = clocks(&story(&acts), &limits, &Calendar::bundled(), today).unwrap();
        assert_eq!(seen[0].light, light, "{limit} {today}");
    }
    let at_once = Limits::new(Limit::same_day(), None, false);
    let seen = clocks(&story(&acts), &at_once, &Calendar::bundled(), on(9, 1)).unwrap();
    assert_eq!((seen[0].due_on, seen[0].light), (on(9, 1), Light::Red));
}

#[test]
fn only_licences_run_on_the_licensing_law() {
    use Act::*;
    let acts = [
        (Receive, 9, 24),
        (Accept, 10, 12),
        (Opine(Stage::Investigation), 10, 12),
        (Grant, 10, 13),
    ];
    let calendar = Calendar::bundled();
    let service = Limits::new(Limit::working(3), None, false);
    let seen = clocks(&story(&acts), &service, &calendar, on(10, 14)).unwrap();
    assert_eq!(seen.iter().map(|clock| clock.kind).collect::<Vec<_>>(), [ClockKind::Promise]);
    assert_eq!(seen[0].began_on, on(10, 12), "nobody is accepted by force of that law");
    let local = LocalLimits {
        precheck: Some(Limit::working(1)),
        acceptance: Some(Limit::working(5)),
        delivery: Some(Limit::calendar(7)),
    };
    let promised = Limits { local, legal: Some(Limit::calendar(30)), ..service };
    let seen = clocks(&story(&acts), &promised, &calendar, on(10, 14)).unwrap();
    assert_eq!(
        seen.iter().map(|clock| (clock.kind, clock.due_on, clock.kept)).collect::<Vec<_>>(),
        [
            (ClockKind::Acceptance, on(10, 9), Some(false)),
            (ClockKind::Promise, on(10, 15), Some(true)),
            (ClockKind::Legal, on(11, 11), Some(true)),
            (ClockKind::Delivery, on(10, 20), None),
        ]
    );
    let online = [(Submit, 9, 24), (ReturnAtPrecheck, 9, 28), (Submit, 10, 9)];
    let seen = clocks(&story(&online), &promised, &calendar, on(10, 10)).unwrap();
    assert_eq!((seen[0].kind, seen[0].due_on), (ClockKind::Precheck, on(10, 10)));
}

#[test]
fn endings_stop_the_clocks() {
    use Act::*;
    for acts in [
        vec![(Receive, 9, 1), (RefuseAcceptance, 9, 2)],
        vec![(Receive, 9, 1), (AskWithdrawal, 9, 2), (ConfirmWithdrawal, 9, 3)],
        vec![(Receive, 9, 1), (Accept, 9, 1), (AskWithdrawal, 9, 2), (ConfirmWithdrawal, 9, 3)],
        vec![(Submit, 9, 1), (FindNotApplicable, 9, 1)],
    ] {
        let seen = clocks(&story(&acts), &LICENCE, &Calendar::bundled(), on(12, 1)).unwrap();
        assert_eq!(current(&seen), None, "{acts:?}");
        assert!(seen.iter().all(|clock| clock.kept == Some(true)), "{acts:?}");
    }
}

#[test]
fn what_is_not_known_yet_does_not_count() {
    use Act::*;
    let acts = [(Receive, 9, 1), (Accept, 9, 2)];
    let seen = clocks(&story(&acts), &LICENCE, &Calendar::bundled(), on(9, 1)).unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].stopped_on, None);
    let late = [(Receive, 12, 28)];
    let found = clocks(&story(&late), &LICENCE, &Calendar::bundled(), on(12, 28));
    assert_eq!(found, Err(YearMissing { year: 2027 }));
}

/// One clock, counted from day to day as a clerk would with a wall calendar: the last day, the
/// days taken out, and what is left.
fn walk(
    calendar: &Calendar,
    began_on: Date,
    limit: u32,
    excluded: &[(Date, Date)],
    today: Date,
) -> (Date, i64, i64) {
    let works = |day: Date| calendar.is_working_day(day).unwrap();
    let inside = |day: Date| excluded.iter().any(|(from, to)| *from <= day && day <= *to);
    let (mut day, mut left, mut out) = (began_on, limit, 0);
    while left > 0 {
        day = day.tomorrow().unwrap();
        match (works(day), inside(day)) {
            (true, false) => left -= 1,
            (true, true) => out += 1,
            (false, _) => {}
        }
    }
    let due_on = day;
    let mut remaining = 0;
    let mut day = today.min(due_on);
    while day < due_on {
        day = day.tomorrow().unwrap();
        remaining += i64::from(works(day));
    }
    let mut day = due_on;
    while day < today || (today > due_on && !works(day)) {
        day = day.tomorrow().unwrap();
        remaining -= i64::from(works(day));
    }
    (due_on, out, remaining)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn remaining_time_equals_walking_from_day_to_day(
        received in 0..8_000_i64,
        accepted_after in 0..14_i64,
        procedures in prop::collection::vec((0..12_i64, 0..30_i64), 0..4),
        unfinished in any::<bool>(),
        decided_after in prop::option::of(0..20_i64),
        seen_after in 0..40_i64,
        limit in 1..30_u32,
    ) {
        let calendar = Calendar::bundled();
        let plus = |day: Date, days| day.saturating_add(jiff::Span::new().days(days));
        let received_on = plus(date(2004, 1, 1), received);
        let mut day = plus(received_on, accepted_after);
        let accepted_on = day;
        let mut events = vec![
            Event { act: Act::Receive, on: received_on },
            Event { act: Act::Accept, on: day },
            Event { act: Act::Opine(Stage::Investigation), on: day },
        ];
        let mut excluded = Vec::new();
        let last = procedures.len().saturating_sub(1);
        let mut running = None;
        for (nth, (gap, length)) in procedures.into_iter().enumerate() {
            let from = plus(day, gap);
            events.push(Event { act: Act::Suspend, on: from });
            if nth == last && unfinished && decided_after.is_none() {
                running = Some(from);
                day = from;
                break;
            }
            day = plus(from, length);
            events.push(Event { act: Act::Resume, on: day });
            excluded.push((from, day));
        }
        let mut today = plus(day, seen_after);
        let decided_on = decided_after.map(|days| plus(day, days));
        if let Some(decided_on) = decided_on {
            events.push(Event { act: Act::Grant, on: decided_on });
            today = today.max(decided_on);
        }
        if let Some(from) = running {
            excluded.push((from, today));
        }
        prop_assume!(today < date(2026, 9, 1));

        let (answer_due, _, _) = walk(&calendar, received_on, 5, &[], received_on);
        let began_on = if accepted_on <= answer_due { accepted_on } else { received_on };
        let seen_on = decided_on.unwrap_or(today);
        let (due_on, out, remaining) = walk(&calendar, began_on, limit, &excluded, seen_on);

        let limits = Limits::new(Limit::working(limit), Some(Limit::working(limit)), true);
        let found = clocks(&events, &limits, &calendar, today).unwrap();
        for clock in found.iter().filter(|clock| {
            matches!(clock.kind, ClockKind::Promise | ClockKind::Legal)
        }) {
            prop_assert_eq!(clock.began_on, began_on);
            prop_assert_eq!(clock.due_on, due_on);
            prop_assert_eq!(clock.remaining, remaining);
            prop_assert_eq!(clock.excluded_days, out);
            prop_assert_eq!(clock.light == Light::Overdue, seen_on > due_on);
            prop_assert_eq!(clock.kept, decided_on.map(|day| day <= due_on));
            prop_assert_eq!(clock.paused, running.is_some());
        }
        prop_assert_eq!(found.iter().filter(|clock| clock.kind == ClockKind::Legal).count(), 1);
    }
}
