use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::parameters::Setting;

const NO_MATTERS: &[Date] = &[];

fn item(key: &str, frequency: Frequency, told: Told, since: Date) -> Item<'_> {
    let accounts = told == Told::After;
    Item { key, frequency, told, accounts, since, until: None, matters: NO_MATTERS }
}

fn published<'a>(item: &'a str, period: &str, on: Date) -> Publication<'a> {
    Publication { item, period: Period::from_key(period).unwrap(), on }
}

/// `2026-Q2 overdue 1`: the period, its state, and a number of days where there is one.
fn told(owed: &[Owed<'_>]) -> Vec<String> {
    owed.iter()
        .map(|one| {
            let days = match one.state {
                OwedState::Overdue { days } | OwedState::Done { late_by: days, .. } => days,
                OwedState::NotYet | OwedState::Due => 0,
            };
            format!("{} {} {days}", one.period.key(), one.state.key())
        })
        .collect()
}

#[test]
fn tv_134_nothing_in_the_second_quarter() {
    let general = [item("general", Frequency::Quarterly, Told::During, date(2026, 1, 1))];
    let made = [published("general", "2026-Q1", date(2026, 3, 20))];
    let seen = |today| told(&owed(&general, &[], &made, &Deadlines::default(), today));
    assert_eq!(seen(date(2026, 6, 30)), ["2026-Q1 done 0", "2026-Q2 due 0"]);
    assert_eq!(seen(date(2026, 7, 1)), ["2026-Q1 done 0", "2026-Q2 overdue 1", "2026-Q3 due 0"]);
    assert_eq!(seen(date(2026, 3, 19)), ["2026-Q1 due 0"], "not seen from before it was done");
}

#[test]
fn the_books_of_a_month_wait_for_its_end() {
    let books = [item("books", Frequency::Monthly, Told::After, date(2026, 9, 15))];
    let made = [
        published("books", "2026-10", date(2026, 10, 25)),
        published("books", "2026-10", date(2026, 12, 3)),
        published("books", "2026-10", date(2026, 12, 9)),
        published("other", "2026-11", date(2026, 12, 1)),
    ];
    let seen = |today| told(&owed(&books, &[], &made, &Deadlines::default(), today));
    assert_eq!(seen(date(2026, 10, 31)), ["2026-10 not_yet 0"], "a part is no month");
    assert_eq!(seen(date(2026, 11, 30)), ["2026-10 due 0", "2026-11 not_yet 0"]);
    assert_eq!(
        seen(date(2026, 12, 2)),
        ["2026-10 overdue 2", "2026-11 due 0", "2026-12 not_yet 0"]
    );
    assert_eq!(
        seen(date(2026, 12, 10)),
        ["2026-10 done_late 3", "2026-11 due 0", "2026-12 not_yet 0"],
        "the first one counts"
    );
}

#[test]
fn heavy_traffic_makes_months_owed_without_a_gap() {
    let books = [item("books", Frequency::Quarterly, Told::After, date(2026, 1, 1))];
    let today = date(2026, 12, 31);
    let keys = |heavy: &[Heavy]| -> Vec<String> {
        periods(&books[0], heavy, today).into_iter().map(Period::key).collect()
    };
    let heavy = |since, until| [Heavy { since, until }];
    assert_eq!(keys(&[]), ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]);
    assert_eq!(
        keys(&heavy(date(2026, 7, 1), None)),
        ["2026-Q1", "2026-Q2", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12"]
    );
    // October was over before anybody noted it, so its quarter is told as well.
    assert_eq!(
        keys(&heavy(date(2026, 11, 30), None)),
        ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026-11", "2026-12"]
    );
    assert_eq!(
        keys(&heavy(date(2026, 4, 1), Some(date(2026, 6, 1)))),
        ["2026-Q1", "2026-04", "2026-05", "2026-06", "2026-Q3", "2026-Q4"]
    );
    let debts = Item { accounts: false, ..books[0] };
    let all_year = heavy(date(2026, 1, 1), None);
    assert_eq!(periods(&debts, &all_year, today).len(), 4, "only income and expenditure");
}

#[test]
fn an_item_is_owed_for_whole_periods_only() {
    let mut general = item("general", Frequency::Quarterly, Told::During, date(2026, 1, 2));
    general.until = Some(date(2026, 9, 30));
    let keys = |item: &Item<'_>| -> Vec<String> {
        periods(item, &[], date(2026, 12, 31)).into_iter().map(Period::key).collect()
    };
    assert_eq!(keys(&general), ["2026-Q2", "2026-Q3"]);
    general.until = Some(date(2026, 9, 29));
    assert_eq!(keys(&general), ["2026-Q2"]);
}

#[test]
fn what_happened_is_owed_at_once_and_late_only_by_a_confirmed_number() {
    let matters = [date(2026, 11, 9), date(2026, 11, 5), date(2026, 11, 5), date(2026, 11, 20)];
    let mut decision = item("decision", Frequency::AtOnce, Told::During, date(2026, 11, 1));
    decision.matters = &matters;
    let made = [published("decision", "2026-11-05", date(2026, 11, 10))];
    let today = date(2026, 11, 15);
    let seen = |deadlines| told(&owed(&[decision], &[], &made, deadlines, today));
    let unset = Deadlines::new(&[]);
    assert_eq!(seen(&unset), ["2026-11-05 done 0", "2026-11-09 due 0"]);
    let three = Deadlines::new(&[Setting {
        key: "sunshine.publication.matter_days".into(),
        value: 3,
        in_force_from: date(2026, 1, 1),
        source: "县里的办法".into(),
        confirmed_by: "县民政局".into(),
        confirmed_on: date(2026, 1, 1),
    }]);
    assert_eq!(seen(&three), ["2026-11-05 done_late 2", "2026-11-09 overdue 3"]);
}

/// One village, watched day by day by somebody who knows no formula: a month is over when the next
/// day bears another month's name.
mod watcher {
    use super::*;

    fn next(day: Date) -> Date {
        day.tomorrow().unwrap()
    }

    /// What a day belongs to, by its name.
    fn name(frequency: Frequency, day: Date) -> (i16, i8) {
        match frequency {
            Frequency::Monthly => (day.year(), day.month()),
            Frequency::Quarterly => match day.month() {
                1..=3 => (day.year(), 1),
                4..=6 => (day.year(), 2),
                7..=9 => (day.year(), 3),
                _ => (day.year(), 4),
            },
            Frequency::Yearly => (day.year(), 0),
            Frequency::AtOnce => unreachable!(),
        }
    }

    /// All days that bear the name of this one, when it is the first that does.
    fn days_of(frequency: Frequency, first: Date) -> Option<Vec<Date>> {
        let same = |day: Date| name(frequency, day) == name(frequency, first);
        if same(first.yesterday().unwrap()) {
            return None;
        }
        let mut days = vec![first];
        while same(next(days[days.len() - 1])) {
            days.push(next(days[days.len() - 1]));
        }
        Some(days)
    }

    fn heavy_on(heavy: &[Heavy], day: Date) -> bool {
        heavy.iter().any(|one| day >= one.since && one.until.is_none_or(|until| day <= until))
    }

    /// Whether each month that begins in these days has a heavy day.
    fn all_months_heavy(heavy: &[Heavy], days: &[Date]) -> bool {
        days.iter()
            .filter_map(|day| days_of(Frequency::Monthly, *day))
            .all(|month| month.iter().any(|day| heavy_on(heavy, *day)))
    }

    /// The last day, by walking to the end of what comes next, or so many days.
    fn due(frequency: Frequency, told: Told, days: &[Date], county: Option<u32>) -> Date {
        let last = days[days.len() - 1];
        if told == Told::During {
            return last;
        }
        let unit = if frequency == Frequency::Yearly { Frequency::Quarterly } else { frequency };
        let mut by_law = next(last);
        while name(unit, next(by_law)) == name(unit, by_law) {
            by_law = next(by_law);
        }
        let Some(county) = county else { return by_law };
        let mut shorter = last;
        for _ in 0..county.max(1) {
            shorter = next(shorter);
        }
        shorter.min(by_law)
    }

    pub fn watch(
        item: &Item<'_>,
        heavy: &[Heavy],
        publications: &[Publication<'_>],
        county: Option<u32>,
        today: Date,
    ) -> Vec<(String, Option<Date>, OwedState)> {
        let mut found = Vec::new();
        let mut day = item.since;
        while day <= today {
            // On one day the shorter period comes first, as a list sorts them.
            let by_month = item.accounts && item.frequency == Frequency::Quarterly;
            let mut kinds = vec![item.frequency];
            if by_month {
                kinds.push(Frequency::Monthly);
            }
            kinds.sort();
            for kind in kinds {
                let Some(days) = days_of(kind, day) else { continue };
                let last = days[days.len() - 1];
                if item.until.is_some_and(|until| last > until) {
                    continue;
                }
                if by_month && kind == Frequency::Quarterly && all_months_heavy(heavy, &days) {
                    continue;
                }
                if kind != item.frequency && !days.iter().any(|day| heavy_on(heavy, *day)) {
                    continue;
                }
                let opens = if item.told == Told::After { next(last) } else { day };
                let due = due(kind, item.told, &days, county);
                let state = stand(item.key, Period::of(kind, day), opens, due, publications, today);
                found.push((Period::of(kind, day).key(), Some(due), state));
            }
            day = next(day);
        }
        found
    }

    fn stand(
        item: &str,
        period: Period,
        opens: Date,
        due: Date,
        publications: &[Publication<'_>],
        today: Date,
    ) -> OwedState {
        let mut late = 0;
        let mut day = opens;
        if today < opens {
            return OwedState::NotYet;
        }
        loop {
            let here = publications
                .iter()
                .any(|one| one.item == item && one.period == period && one.on == day);
            late += i64::from(day > due);
            if here {
                return OwedState::Done { on: day, late_by: late };
            }
            if day == today {
                break;
            }
            day = next(day);
        }
        if late > 0 { OwedState::Overdue { days: late } } else { OwedState::Due }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn what_is_owed_equals_watching_day_by_day(
        frequency in prop::sample::select(&Frequency::ALL[..3]),
        told in prop::sample::select(&Told::ALL[..]),
        accounts in any::<bool>(),
        since in 0..900_i64,
        lasting in prop::option::of(0..700_i64),
        heavy in prop::collection::vec((0..900_i64, prop::option::of(0..200_i64)), 0..3),
        made in prop::collection::vec((0..900_i64, 0..3_usize, -40..120_i64), 0..12),
        county in prop::option::of(0..120_u32),
        seen_after in 0..700_i64,
    ) {
        let start = date(2024, 1, 1);
        let plus = |day: Date, days| day.saturating_add(jiff::Span::new().days(days));
        let since = plus(start, since);
        let item = Item {
            key: "item",
            frequency,
            told,
            accounts,
            since,
            until: lasting.map(|days| plus(since, days)),
            matters: NO_MATTERS,
        };
        let heavy: Vec<Heavy> = heavy.into_iter().map(|(from, days)| {
            let since = plus(start, from);
            Heavy { since, until: days.map(|days| plus(since, days)) }
        }).collect();
        let made: Vec<Publication<'_>> = made.into_iter().map(|(day, kind, after)| {
            let period = Period::of(Frequency::ALL[kind], plus(start, day));
            Publication { item: "item", period, on: plus(period.last_day(), after) }
        }).collect();
        let local: Vec<Setting> = county.into_iter().flat_map(|value| {
            ["month", "quarter", "year"].map(|kind| Setting {
                key: format!("sunshine.publication.{kind}_days"),
                value,
                in_force_from: date(2020, 1, 1),
                source: String::new(),
                confirmed_by: String::new(),
                confirmed_on: date(2020, 1, 1),
            })
        }).collect();
        let today = plus(since, seen_after);
        let found: Vec<_> = owed(&[item], &heavy, &made, &Deadlines::new(&local), today)
            .into_iter()
            .map(|one| (one.period.key(), one.due_on, one.state))
            .collect();
        prop_assert_eq!(found, watcher::watch(&item, &heavy, &made, county, today));
    }
}
