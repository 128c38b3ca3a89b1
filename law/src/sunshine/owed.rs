//! What a village owes, and what is late: the one definition, for pages, exports, programs and the
//! county's monitor. Nothing of it is stored.

use std::collections::BTreeMap;

use super::{Deadlines, Frequency, Period, Told};
use crate::Date;
use crate::calendar::calendar_days_between;

/// An item of the catalogue, as one village owes it.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Its key in the catalogue.
    pub key: &'a str,
    /// How often.
    pub frequency: Frequency,
    /// While a period runs, or after it.
    pub told: Told,
    /// Whether it tells of income and expenditure: what heavy traffic makes monthly.
    pub accounts: bool,
    /// The first day on which the village owes it. A period that began before is not owed.
    pub since: Date,
    /// The last day. A period that ends after it is not owed.
    pub until: Option<Date>,
    /// For what is told at once: the days on which something happened.
    pub matters: &'a [Date],
}

/// A time of heavy traffic 收支频繁, as it was recorded. The law sets no number for it.
#[derive(Debug, Clone, Copy)]
pub struct Heavy {
    /// From which day.
    pub since: Date,
    /// To which day, if it is over.
    pub until: Option<Date>,
}

/// Something that was published. A correction counts for nothing: the earliest one tells.
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// Of which item.
    pub item: &'a str,
    /// Of which period.
    pub period: Period,
    /// When.
    pub on: Date,
}

/// One period of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed<'a> {
    /// The item's key.
    pub item: &'a str,
    /// What is told of.
    pub period: Period,
    /// From when it can be published.
    pub opens_on: Date,
    /// Until when; none for a matter as long as nobody confirmed a number of days.
    pub due_on: Option<Date>,
    /// How it stands.
    pub state: OwedState,
}

/// How a period stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwedState {
    /// It runs still, and its books are not complete.
    NotYet,
    /// It can be published now.
    Due,
    /// The last day is over.
    Overdue {
        /// For how many days.
        days: i64,
    },
    /// Published.
    Done {
        /// When first.
        on: Date,
        /// How many days after the last one; zero in time.
        late_by: i64,
    },
}

impl OwedState {
    /// Every label.
    #[cfg(test)]
    pub(super) const LABELS: [&str; 5] =
        ["还没到公布的时候", "等待公布", "逾期没有公布", "已按时公布", "迟了才公布"];

    /// The stable word, also for the class on a page.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Due => "due",
            Self::Overdue { .. } => "overdue",
            Self::Done { late_by: 0, .. } => "done",
            Self::Done { .. } => "done_late",
        }
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotYet => "还没到公布的时候",
            Self::Due => "等待公布",
            Self::Overdue { .. } => "逾期没有公布",
            Self::Done { late_by: 0, .. } => "已按时公布",
            Self::Done { .. } => "迟了才公布",
        }
    }
}

/// Every period that has begun by `today` and is owed, with how it stands: by item in the order
/// given, then by time. Cites [`super::CADENCE`].
pub fn owed<'a>(
    items: &[Item<'a>],
    heavy: &[Heavy],
    publications: &[Publication<'_>],
    deadlines: &Deadlines,
    today: Date,
) -> Vec<Owed<'a>> {
    let mut published: BTreeMap<(&str, Period), Vec<Date>> = BTreeMap::new();
    for one in publications.iter().filter(|one| one.on <= today) {
        published.entry((one.item, one.period)).or_default().push(one.on);
    }
    let mut found = Vec::new();
    for item in items {
        for period in periods(item, heavy, today) {
            let opens_on = period.opens_on(item.told);
            let due_on = deadlines.due_on(period, item.told);
            let days = published.get(&(item.key, period)).map(Vec::as_slice).unwrap_or_default();
            // Books that were shown before the period was over told only a part of it.
            let on = days.iter().copied().filter(|on| *on >= opens_on).min();
            let state = state(opens_on, due_on, on, today);
            found.push(Owed { item: item.key, period, opens_on, due_on, state });
        }
    }
    found
}

fn state(opens_on: Date, due_on: Option<Date>, done_on: Option<Date>, today: Date) -> OwedState {
    let late = |day| due_on.map_or(0, |due_on| calendar_days_between(due_on, day).max(0));
    match done_on {
        Some(on) => OwedState::Done { on, late_by: late(on) },
        None if today < opens_on => OwedState::NotYet,
        None if late(today) > 0 => OwedState::Overdue { days: late(today) },
        None => OwedState::Due,
    }
}

/// The periods that an item owes and that have begun by `today`: those that lie wholly in the time
/// in which the village owes the item.
///
/// Heavy traffic makes the months of a quarter owed one by one. The quarter is still owed as a
/// whole as long as one of its months is not: nothing falls into a gap, and nothing becomes late by
/// the record itself.
pub fn periods(item: &Item<'_>, heavy: &[Heavy], today: Date) -> Vec<Period> {
    let within = |period: &Period| {
        period.first_day() >= item.since
            && item.until.is_none_or(|until| period.last_day() <= until)
    };
    let mut found: Vec<Period> = if item.frequency == Frequency::AtOnce {
        let matters = item.matters.iter().filter(|on| **on <= today);
        matters.map(|on| Period::of(Frequency::AtOnce, *on)).filter(within).collect()
    } else {
        begun(item.frequency, item.since, today).filter(within).collect()
    };
    if item.frequency == Frequency::Quarterly && item.accounts {
        let months = begun(Frequency::Monthly, item.since, today).filter(within);
        let months: Vec<Period> = months.filter(|month| is_heavy(heavy, *month)).collect();
        found.retain(|quarter| !quarter.months().all(|month| is_heavy(heavy, month)));
        found.extend(months);
    }
    found.sort();
    found.dedup();
    found
}

/// Periods from the one in which a day lies to the one in which another lies.
fn begun(frequency: Frequency, since: Date, today: Date) -> impl Iterator<Item = Period> {
    std::iter::successors(Some(Period::of(frequency, since)), |period| period.following())
        .take_while(move |period| period.first_day() <= today)
}

/// Whether heavy traffic was recorded on any day of a period.
pub fn is_heavy(heavy: &[Heavy], period: Period) -> bool {
    heavy.iter().any(|heavy| {
        heavy.since <= period.last_day()
            && heavy.until.is_none_or(|until| until >= period.first_day())
    })
}

#[cfg(test)]
#[path = "owed_tests.rs"]
mod tests;
