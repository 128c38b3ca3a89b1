use jiff::civil::date;

use super::*;

fn period(key: &str) -> Period {
    Period::from_key(key).unwrap_or_else(|| panic!("{key}"))
}

fn set(key: &str, value: u32, from: Date) -> Setting {
    Setting {
        key: key.into(),
        value,
        in_force_from: from,
        source: "县里的办法".into(),
        confirmed_by: "县民政局".into(),
        confirmed_on: from,
    }
}

#[test]
fn words_are_read_back_and_nothing_else_is() {
    for (key, first, last, zh, en) in [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), "2026年11月", "November 2026"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028年2月", "February 2028"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度", "Q1 2026"),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30), "2026年第二季度", "Q2 2026"),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "2026年第三季度", "Q3 2026"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度", "Q4 2026"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年度", "2026"),
        ("2026-11-05", date(2026, 11, 5), date(2026, 11, 5), "2026年11月5日", "5 November 2026"),
    ] {
        let read = period(key);
        assert_eq!((read.first_day(), read.last_day()), (first, last), "{key}");
        assert_eq!((read.key(), read.zh(), read.en()), (key.into(), zh.into(), en.into()));
        assert_eq!(Period::of(read.frequency(), last), read, "the last day lies in it");
    }
    for key in
        ["", "26", "2026-13", "2026-00", "2026-1", "2026-Q0", "2026-Q5", "2026-q1", "2026-02-30"]
    {
        assert_eq!(Period::from_key(key), None, "{key}");
    }
}

#[test]
fn periods_follow_each_other() {
    for (key, before, after) in [
        ("2026-12", "2026-11", "2027-01"),
        ("2026-Q1", "2025-Q4", "2026-Q2"),
        ("2026", "2025", "2027"),
    ] {
        assert_eq!(period(key).previous(), Some(period(before)));
        assert_eq!(period(key).following(), Some(period(after)));
    }
    assert_eq!(period("2026-11-05").following(), None);
    assert_eq!(period("2026-11-05").previous(), None);
    assert_eq!(period("9999").following(), None, "time ends here, quietly");
    let months = |key| period(key).months().map(Period::key).collect::<Vec<_>>();
    assert_eq!(months("2026-Q4"), ["2026-10", "2026-11", "2026-12"]);
    assert_eq!(months("2026-11"), ["2026-11"]);
    assert_eq!(months("2026").len(), 12);
    assert!(months("2026-11-05").is_empty());
}

#[test]
fn by_article_35_in_each_month_and_in_each_quarter() {
    use Told::{After, During};
    let law = Deadlines::new(&[]);
    for (case, key, told, opens, due) in [
        ("TV-134", "2026-Q1", During, date(2026, 1, 1), Some(date(2026, 3, 31))),
        ("TV-134", "2026-Q2", During, date(2026, 4, 1), Some(date(2026, 6, 30))),
        ("a month that runs", "2026-11", During, date(2026, 11, 1), Some(date(2026, 11, 30))),
        ("a year that runs", "2026", During, date(2026, 1, 1), Some(date(2026, 12, 31))),
        ("the books of a month", "2026-11", After, date(2026, 12, 1), Some(date(2026, 12, 31))),
        ("over the year", "2026-12", After, date(2027, 1, 1), Some(date(2027, 1, 31))),
        ("of a quarter", "2026-Q4", After, date(2027, 1, 1), Some(date(2027, 3, 31))),
        ("of a year", "2026", After, date(2027, 1, 1), Some(date(2027, 3, 31))),
        ("a matter", "2026-11-05", After, date(2026, 11, 5), None),
        ("a matter", "2026-11-05", During, date(2026, 11, 5), None),
    ] {
        assert_eq!(period(key).opens_on(told), opens, "{case}");
        assert_eq!(law.due_on(period(key), told), due, "{case}");
    }
}

#[test]
fn a_county_shortens_and_never_lengthens() {
    use Told::{After, During};
    let local = [
        set(KEYS[0], 10, date(2026, 7, 1)),
        set(KEYS[0], 99, date(2027, 1, 1)),
        set(KEYS[1], 15, date(2026, 1, 1)),
        set(KEYS[2], 0, date(2026, 1, 1)),
        set(KEYS[3], 3, date(2026, 1, 1)),
    ];
    let county = Deadlines::new(&local);
    for (case, key, told, due) in [
        ("before it was set", "2026-05", After, date(2026, 6, 30)),
        ("set on the day it opens", "2026-06", After, date(2026, 7, 10)),
        ("ten days", "2026-11", After, date(2026, 12, 10)),
        ("not longer than the law", "2027-01", After, date(2027, 2, 28)),
        ("fifteen days", "2026-Q3", After, date(2026, 10, 15)),
        ("not before it opens", "2026", After, date(2027, 1, 1)),
        ("three days", "2026-11-05", During, date(2026, 11, 8)),
        ("what runs has its own end", "2026-11", During, date(2026, 11, 30)),
    ] {
        assert_eq!(county.due_on(period(key), told), Some(due), "{case}");
    }
}
