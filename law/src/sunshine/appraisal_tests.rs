use jiff::civil::date;

use super::*;
use crate::sunshine::{APPRAISAL, APPRAISAL_2018, TWICE, TWICE_2018};

fn slips(competent: u32, fair: u32, incompetent: u32, void: u32) -> Slips {
    Slips { competent, fair, incompetent, void }
}

#[test]
fn each_year_at_least_once() {
    let held = [date(2025, 12, 20), date(2027, 1, 5)];
    for (year, today, expected) in [
        (2025, date(2026, 11, 25), Yearly::Held),
        (2026, date(2026, 12, 31), Yearly::Due { until: date(2026, 12, 31) }),
        (2026, date(2027, 1, 1), Yearly::Missed),
        (2027, date(2027, 1, 4), Yearly::Due { until: date(2027, 12, 31) }),
        (2027, date(2027, 1, 5), Yearly::Held),
    ] {
        assert_eq!(yearly(&held, year, today), expected, "{year} on {today}");
    }
    let (old, new) = (date(2025, 12, 31), date(2026, 1, 1));
    for (who, in_2025, in_2026) in [
        (Appraised::Committee, Some(APPRAISAL_2018), Some(APPRAISAL)),
        (Appraised::PaidStaff, Some(APPRAISAL_2018), Some(APPRAISAL)),
        (Appraised::Other, None, None),
    ] {
        assert_eq!((is_appraised(who, old), is_appraised(who, new)), (in_2025, in_2026));
        assert_eq!(Appraised::from_key(who.key()), Some(who));
    }
}

#[test]
fn a_count_stands_when_two_made_it() {
    use CountFault::{Differ, NoneValid, TooMany};
    let count = slips(20, 10, 5, 1);
    for (case, second, given_out, expected) in [
        ("the same", count, 40, Ok(count)),
        ("all came back", count, 36, Ok(count)),
        ("one too many", count, 35, Err(TooMany)),
        ("one slip read otherwise", slips(19, 11, 5, 1), 40, Err(Differ)),
        ("the void ones count as well", slips(20, 10, 5, 0), 40, Err(Differ)),
    ] {
        assert_eq!(agreed(count, second, given_out), expected, "{case}");
    }
    let blank = slips(0, 0, 0, 9);
    assert_eq!(agreed(blank, blank, 9), Err(NoneValid));
    let most = slips(u32::MAX, u32::MAX, 0, u32::MAX);
    assert_eq!(agreed(most, most, u32::MAX), Err(TooMany), "and no sum is too wide");
}

#[test]
fn nobody_is_judged_by_a_share_that_nobody_confirmed() {
    let on = date(2026, 11, 25);
    let judged = |slips, local: &[Setting]| match grade(slips, on, local) {
        Answer::Known { value, .. } => Ok(value),
        Answer::NeedsConfirmation { parameter } => Err(parameter.to_string()),
    };
    let set = |key: &str, value| Setting {
        key: key.into(),
        value,
        in_force_from: date(2026, 1, 1),
        source: "县里的办法".into(),
        confirmed_by: "县民政局".into(),
        confirmed_on: date(2026, 1, 1),
    };
    let unset = judged(slips(0, 0, 30, 0), &[]);
    assert_eq!(unset, Err(INCOMPETENT_PERCENT.to_string()));
    let half = [set(INCOMPETENT_PERCENT, 50)];
    assert_eq!(judged(slips(0, 0, 30, 0), &half), Err(COMPETENT_PERCENT.to_string()));
    let both = [set(INCOMPETENT_PERCENT, 50), set(COMPETENT_PERCENT, 50)];
    for (slips, expected) in [
        (slips(15, 0, 15, 0), Grade::Fair),
        (slips(14, 0, 15, 99), Grade::Incompetent),
        (slips(16, 0, 15, 0), Grade::Competent),
        (slips(10, 20, 0, 0), Grade::Fair),
    ] {
        assert_eq!(judged(slips, &both), Ok(expected), "{slips:?}");
    }
}

#[test]
fn twice_in_a_row_ends_the_office() {
    use Grade::{Competent, Fair, Incompetent};
    let (old, new) = (date(2025, 12, 31), date(2026, 1, 1));
    for (who, grades, on, ends) in [
        (Appraised::Committee, vec![Incompetent, Incompetent], new, Some(TWICE)),
        (Appraised::Committee, vec![Competent, Incompetent, Incompetent], old, Some(TWICE_2018)),
        (Appraised::Committee, vec![Incompetent, Fair, Incompetent], new, None),
        (Appraised::Committee, vec![Incompetent, Incompetent, Fair], new, None),
        (Appraised::Committee, vec![Incompetent], new, None),
        (Appraised::PaidStaff, vec![Incompetent, Incompetent], new, None),
        (Appraised::Committee, vec![], new, None),
    ] {
        assert_eq!(ends_post(who, &grades, on), ends, "{grades:?}");
    }
    assert!(Grade::ALL.iter().all(|grade| Grade::from_key(grade.key()) == Some(*grade)));
}
