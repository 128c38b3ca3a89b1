use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// The same questions answered by walking from day to day over the lists.
mod walking {
    use super::*;

    pub fn works(years: &[Year], day: Date) -> bool {
        let weekend = day.weekday().to_monday_one_offset() >= 6;
        let named =
            |pick: fn(&Year) -> &BTreeSet<Date>| years.iter().any(|year| pick(year).contains(&day));
        if weekend { named(|year| &year.work) } else { !named(|year| &year.off) }
    }

    pub fn add(years: &[Year], start: Date, days: u32) -> Date {
        let (mut day, mut left) = (start, days);
        while left > 0 {
            day = day.tomorrow().unwrap();
            left -= u32::from(works(years, day));
        }
        day
    }

    pub fn between(years: &[Year], from: Date, to: Date) -> i64 {
        if to < from {
            return -between(years, to, from);
        }
        let (mut day, mut count) = (from, 0);
        while day < to {
            day = day.tomorrow().unwrap();
            count += i64::from(works(years, day));
        }
        count
    }
}

fn years() -> Vec<Year> {
    Calendar::bundled().years().cloned().collect()
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..8_300_i64).prop_map(|days| date(2004, 1, 1).saturating_add(jiff::Span::new().days(days)))
}

proptest! {
    #[test]
    fn counting_equals_walking(start in any_day(), days in 0..120_u32, other in any_day()) {
        let (calendar, years) = (Calendar::bundled(), years());
        let near = walking::add(&years, start, days % 60);
        if near.year() <= 2026 {
            prop_assert_eq!(calendar.add_working_days(start, days % 60), Ok(near));
            prop_assert_eq!(
                calendar.working_days_between(start, near),
                Ok(i64::from(days % 60))
            );
        }
        if (start.year() - other.year()).abs() <= 2 {
            prop_assert_eq!(
                calendar.working_days_between(start, other),
                Ok(walking::between(&years, start, other))
            );
        }
        prop_assert_eq!(calendar.is_working_day(start), Ok(walking::works(&years, start)));
    }
}

#[test]
fn the_bundled_lists() {
    let calendar = Calendar::bundled();
    let known: Vec<i16> = calendar.years().map(|year| year.year).collect();
    assert_eq!(known, (2004..=2026).collect::<Vec<_>>());
    for year in calendar.years() {
        assert!(year.off.len() >= 15 && year.work.len() >= 4, "{}", year.year);
        assert!(year.off.is_disjoint(&year.work), "{}", year.year);
        assert!(year.off.iter().chain(&year.work).all(|day| day.year() == year.year));
    }
}

/// Vectors F of working-day arithmetic: start, working days, last day; all in 2026.
#[test]
fn working_days_of_2026() {
    let calendar = Calendar::bundled();
    for (vector, start, days, last) in [
        ("TV-146", (9, 30), 5, (10, 13)),
        ("TV-148", (4, 30), 5, (5, 11)),
        ("TV-149", (2, 13), 5, (2, 27)),
        ("TV-150", (9, 18), 2, (9, 21)),
        ("TV-152", (9, 24), 1, (9, 28)),
        ("TV-154", (9, 21), 20, (10, 26)),
        ("TV-156", (9, 21), 20 + 11, (11, 10)),
        ("TV-157", (9, 28), 10, (10, 16)),
        ("TV-160", (9, 30), 40, (12, 1)),
        ("TV-161", (9, 23), 7, (10, 10)),
        ("TV-162", (9, 28), 10, (10, 16)),
        ("TV-164", (9, 22), 15, (10, 20)),
        ("TV-165", (9, 30), 1, (10, 8)),
    ] {
        let on = |(month, day): (i8, i8)| date(2026, month, day);
        assert_eq!(calendar.add_working_days(on(start), days), Ok(on(last)), "{vector}");
        let counted = calendar.working_days_between(on(start), on(last));
        assert_eq!(counted, Ok(i64::from(days)), "{vector}, counted back");
    }
}

#[test]
fn a_weekend_that_is_worked_counts() {
    let calendar = Calendar::bundled();
    let (saturday, sunday) = (date(2026, 9, 19), date(2026, 9, 20));
    assert_eq!(calendar.is_working_day(saturday), Ok(false));
    assert_eq!(calendar.is_working_day(sunday), Ok(true));
    assert_eq!(calendar.working_days_between(saturday, sunday), Ok(1));
    assert_eq!(calendar.working_days_between(sunday, saturday), Ok(-1));
}

#[test]
fn a_missing_year_is_undetermined() {
    let calendar = Calendar::bundled();
    let missing = |year| Err(YearMissing { year });
    assert_eq!(calendar.is_working_day(date(2027, 1, 4)), missing(2027).map(|()| false));
    assert_eq!(calendar.add_working_days(date(2026, 12, 30), 1), Ok(date(2026, 12, 31)));
    assert_eq!(
        calendar.add_working_days(date(2026, 12, 30), 2),
        missing(2027).map(|()| Date::ZERO)
    );
    assert_eq!(
        calendar.working_days_between(date(2026, 12, 30), date(2027, 1, 1)),
        missing(2027).map(|()| 0)
    );
    assert_eq!(
        calendar.add_calendar_days_rolling(date(2026, 12, 30), 5),
        missing(2027).map(|()| Date::ZERO)
    );
    // Counting may begin on the last day of a year that is not known.
    assert_eq!(calendar.add_working_days(date(2003, 12, 31), 1), Ok(date(2004, 1, 2)));
    let next = Year {
        year: 2027,
        source: "公告".to_string(),
        off: [date(2027, 1, 1)].into(),
        work: BTreeSet::new(),
    };
    let calendar = calendar.with_year(next);
    assert_eq!(calendar.add_working_days(date(2026, 12, 30), 2), Ok(date(2027, 1, 4)));
}

#[test]
fn calendar_days_roll_over_rest_days() {
    let calendar = Calendar::bundled();
    for (start, days, last) in [
        (date(2026, 9, 1), 10, date(2026, 9, 11)),
        (date(2026, 9, 1), 11, date(2026, 9, 14)),
        (date(2026, 9, 1), 19, date(2026, 9, 20)),
        (date(2026, 9, 21), 10, date(2026, 10, 8)),
        (date(2026, 9, 26), 0, date(2026, 9, 28)),
    ] {
        assert_eq!(calendar.add_calendar_days_rolling(start, days), Ok(last), "{start} + {days}");
    }
    assert_eq!(calendar_days_between(date(2026, 2, 27), date(2026, 3, 2)), 3);
    assert_eq!(calendar_days_between(date(2026, 3, 2), date(2026, 2, 27)), -3);
}

#[test]
fn an_edition_has_one_name() {
    let calendar = Calendar::bundled();
    assert_eq!(calendar.version(), Calendar::new(years()).version());
    assert!(calendar.version().starts_with("2004-2026-"), "{}", calendar.version());
    let mut changed = years().pop().unwrap();
    let moved = changed.off.pop_last().unwrap();
    assert_ne!(calendar.clone().with_year(changed.clone()).version(), calendar.version());
    changed.off.insert(moved);
    assert_eq!(calendar.clone().with_year(changed).version(), calendar.version());
}
