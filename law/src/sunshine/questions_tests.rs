use jiff::civil::date;

use super::*;
use crate::sunshine::{BOARD, REMEDY, REMEDY_2018, TRUTH_2018};

fn set(key: &str, value: u32) -> Setting {
    let from = date(2026, 1, 1);
    Setting {
        key: key.into(),
        value,
        in_force_from: from,
        source: "县里的办法".into(),
        confirmed_by: "县民政局".into(),
        confirmed_on: from,
    }
}

const ASKED: Asked =
    Asked { asked_on: date(2026, 9, 25), answered_on: None, escalated_on: None, ended_on: None };

#[test]
fn tv_137_ten_days_over_the_holiday() {
    let calendar = Calendar::bundled();
    for (case, days, asked_on, due_on) in [
        ("TV-137, rolled over the rest days", None, date(2026, 9, 25), date(2026, 10, 8)),
        ("TV-137, a county with fifteen", Some(15), date(2026, 9, 25), date(2026, 10, 10)),
        ("a county with a week", Some(7), date(2026, 9, 25), date(2026, 10, 8)),
        ("an ordinary month", None, date(2026, 11, 2), date(2026, 11, 12)),
        ("ends on a Saturday", None, date(2026, 11, 4), date(2026, 11, 16)),
    ] {
        let local: Vec<Setting> = days.map(|days| set(ANSWER_DAYS, days)).into_iter().collect();
        assert_eq!(answer_due(asked_on, &calendar, &local), Ok(Some(due_on)), "{case}");
    }
    let late = answer_due(date(2026, 12, 25), &calendar, &[]);
    assert_eq!(late, Err(YearMissing { year: 2027 }), "no list, no day");
}

#[test]
fn the_townships_days_are_set_by_the_county() {
    let calendar = Calendar::bundled();
    let on = date(2026, 11, 2);
    assert_eq!(township_due(on, &calendar, &[]), Ok(None));
    let local = [set(TOWNSHIP_DAYS, 15)];
    assert_eq!(township_due(on, &calendar, &local), Ok(Some(date(2026, 11, 17))));
}

#[test]
fn somebody_waits_until_the_township_has_answered() {
    let calendar = Calendar::bundled();
    let local = [set(TOWNSHIP_DAYS, 15)];
    let day = |day| date(2026, 10, day);
    let village = |late_by| Waiting::Village { due_on: Some(day(8)), late_by };
    let township = |late_by| Waiting::Township { due_on: Some(day(27)), late_by };
    let answered = Asked { answered_on: Some(day(9)), ..ASKED };
    let escalated = Asked { escalated_on: Some(day(12)), ..answered };
    let ended = Asked { ended_on: Some(day(20)), ..escalated };
    for (case, asked, today, expected) in [
        ("the last day", ASKED, day(8), village(0)),
        ("two days late", ASKED, day(10), village(2)),
        ("answered late", answered, day(10), Waiting::Asker),
        ("with the township", escalated, day(27), township(0)),
        ("the township is late", escalated, day(30), township(3)),
        ("over", ended, day(30), Waiting::Nobody),
    ] {
        assert_eq!(waiting(&asked, &calendar, &local, today), Ok(expected), "{case}");
    }
    let unset = waiting(&escalated, &calendar, &[], day(30));
    assert_eq!(unset, Ok(Waiting::Township { due_on: None, late_by: 0 }));
}

#[test]
fn acts_are_read_back() {
    assert!(QuestionAct::ALL.iter().all(|act| QuestionAct::from_key(act.key()) == Some(*act)));
    assert_eq!(QuestionAct::from_key("ask"), None);
}

#[test]
fn what_may_follow_a_question() {
    use QuestionAct::{Answer, End, Escalate};
    let calendar = Calendar::bundled();
    let day = |day| date(2026, 10, day);
    let answered = Asked { answered_on: Some(day(6)), ..ASKED };
    let unanswered = Asked { escalated_on: Some(day(9)), ..ASKED };
    let both = Asked { escalated_on: Some(day(9)), ..answered };
    let ended = Asked { ended_on: Some(day(20)), ..both };
    for (case, asked, act, on, expected) in [
        ("an answer", ASKED, Answer, day(6), Ok(BOARD)),
        ("a late answer", ASKED, Answer, day(30), Ok(BOARD)),
        ("after it went on", unanswered, Answer, day(10), Ok(BOARD)),
        ("twice", answered, Answer, day(7), Err(QuestionBar::AlreadyAnswered)),
        ("too early", ASKED, Escalate, day(8), Err(QuestionBar::AnswerNotDue)),
        ("not answered in time", ASKED, Escalate, day(9), Ok(REMEDY)),
        ("not satisfied", answered, Escalate, day(6), Ok(REMEDY)),
        ("on twice", both, Escalate, day(10), Err(QuestionBar::AlreadyEscalated)),
        ("not there", answered, End, day(10), Err(QuestionBar::NotEscalated)),
        ("the township answers", both, End, day(10), Ok(REMEDY)),
        ("over", ended, Answer, day(30), Err(QuestionBar::Ended)),
        ("over", ended, Escalate, day(30), Err(QuestionBar::Ended)),
        ("before it", both, End, day(8), Err(QuestionBar::OutOfOrder)),
        ("before it was asked", ASKED, Answer, date(2026, 9, 24), Err(QuestionBar::OutOfOrder)),
    ] {
        assert_eq!(may_follow(&asked, act, on, &calendar, &[]), expected, "{case}");
    }
    let old = Asked { asked_on: date(2025, 11, 3), ..ASKED };
    let in_2025 = date(2025, 12, 31);
    assert_eq!(may_follow(&old, Answer, in_2025, &calendar, &[]), Ok(TRUTH_2018));
    assert_eq!(may_follow(&old, Escalate, in_2025, &calendar, &[]), Ok(REMEDY_2018));
    let undetermined = Asked { asked_on: date(2026, 12, 25), ..ASKED };
    let next_day = date(2026, 12, 26);
    assert_eq!(
        may_follow(&undetermined, Escalate, next_day, &calendar, &[]),
        Ok(REMEDY),
        "nobody is kept back by a guess"
    );
}
