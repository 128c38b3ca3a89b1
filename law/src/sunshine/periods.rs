//! A period 一期: what one publication tells of, from when it can be published and until when.

use jiff::Span;

use super::{Frequency, Told};
use crate::Date;
use crate::parameters::{self, Answer, Setting};

/// A month, a quarter, a year, or a matter with its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    first_day: Date,
    kind: Frequency,
}

impl Period {
    /// The period of a frequency in which a day lies; with [`Frequency::AtOnce`] the matter of that
    /// day.
    pub fn of(frequency: Frequency, day: Date) -> Period {
        let first_day = match frequency {
            Frequency::Monthly => day.first_of_month(),
            Frequency::Quarterly => {
                let into = i64::from((day.month() - 1) % 3);
                day.first_of_month().saturating_sub(Span::new().months(into))
            }
            Frequency::Yearly => day.first_of_year(),
            Frequency::AtOnce => day,
        };
        Period { first_day, kind: frequency }
    }

    /// How often periods of this kind come.
    pub const fn frequency(self) -> Frequency {
        self.kind
    }

    /// The first day it tells of.
    pub const fn first_day(self) -> Date {
        self.first_day
    }

    /// The last day it tells of.
    pub fn last_day(self) -> Date {
        match self.kind {
            Frequency::Monthly => self.first_day.last_of_month(),
            Frequency::Quarterly => {
                self.first_day.saturating_add(Span::new().months(2)).last_of_month()
            }
            Frequency::Yearly => self.first_day.last_of_year(),
            Frequency::AtOnce => self.first_day,
        }
    }

    /// The period after it; none after a matter.
    pub fn following(self) -> Option<Period> {
        let next = self.last_day().tomorrow().ok()?;
        (self.kind != Frequency::AtOnce).then(|| Period::of(self.kind, next))
    }

    /// The period before it; none before a matter.
    pub fn previous(self) -> Option<Period> {
        let last = self.first_day.yesterday().ok()?;
        (self.kind != Frequency::AtOnce).then(|| Period::of(self.kind, last))
    }

    /// The months of a period that is longer than one, or the month itself; none of a matter.
    pub fn months(self) -> impl Iterator<Item = Period> {
        let first = (self.kind != Frequency::AtOnce)
            .then(|| Period::of(Frequency::Monthly, self.first_day));
        let last_day = self.last_day();
        std::iter::successors(first, |month| month.following())
            .take_while(move |month| month.first_day <= last_day)
    }

    /// The first day on which it can be published.
    pub fn opens_on(self, told: Told) -> Date {
        match (self.kind, told) {
            (Frequency::AtOnce, _) | (_, Told::During) => self.first_day,
            (_, Told::After) => self.last_day().tomorrow().unwrap_or(self.last_day()),
        }
    }

    /// The stable word for storage and addresses: 2026-11, 2026-Q4, 2026, 2026-11-25.
    pub fn key(self) -> String {
        let (year, month) = (self.first_day.year(), self.first_day.month());
        match self.kind {
            Frequency::Monthly => format!("{year:04}-{month:02}"),
            Frequency::Quarterly => format!("{year:04}-Q{}", self.quarter()),
            Frequency::Yearly => format!("{year:04}"),
            Frequency::AtOnce => self.first_day.to_string(),
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Period> {
        let year = |text: &str| text.parse::<i16>().ok();
        let parts: Vec<&str> = key.split('-').collect();
        let (kind, day) = match parts[..] {
            [y] => (Frequency::Yearly, Date::new(year(y)?, 1, 1).ok()?),
            [y, part] => match part.strip_prefix('Q') {
                Some(quarter) => {
                    let month = quarter.parse::<i8>().ok()?.checked_mul(3)?.checked_sub(2)?;
                    (Frequency::Quarterly, Date::new(year(y)?, month, 1).ok()?)
                }
                None => (Frequency::Monthly, Date::new(year(y)?, part.parse().ok()?, 1).ok()?),
            },
            _ => (Frequency::AtOnce, key.parse().ok()?),
        };
        // A word has one form only: it stands in addresses.
        Some(Period::of(kind, day)).filter(|period| period.key() == key)
    }

    /// What pages show in Chinese.
    pub fn zh(self) -> String {
        let (year, month) = (self.first_day.year(), self.first_day.month());
        match self.kind {
            Frequency::Monthly => format!("{year}年{month}月"),
            Frequency::Quarterly => {
                // As documents write it.
                let ordinal = match self.quarter() {
                    1 => '一',
                    2 => '二',
                    3 => '三',
                    _ => '四',
                };
                format!("{year}年第{ordinal}季度")
            }
            Frequency::Yearly => format!("{year}年度"),
            Frequency::AtOnce => format!("{year}年{month}月{}日", self.first_day.day()),
        }
    }

    /// What pages show in English.
    pub fn en(self) -> String {
        match self.kind {
            Frequency::Monthly => self.first_day.strftime("%B %Y").to_string(),
            Frequency::Quarterly => format!("Q{} {}", self.quarter(), self.first_day.year()),
            Frequency::Yearly => self.first_day.year().to_string(),
            Frequency::AtOnce => self.first_day.strftime("%-d %B %Y").to_string(),
        }
    }

    fn quarter(self) -> i8 {
        (self.first_day.month() - 1) / 3 + 1
    }

    /// The last day by the law alone. What is told while it runs is published within it. Books can
    /// only follow, and are public before the next period of their kind ends, so that something is
    /// published in each month, or each quarter; those of a year within the quarter that follows.
    /// Cites [`super::CADENCE`].
    fn due_by_law(self, told: Told) -> Option<Date> {
        match (self.kind, told) {
            (Frequency::AtOnce, _) => None,
            (_, Told::During) => Some(self.last_day()),
            (Frequency::Yearly, Told::After) => {
                Some(Period::of(Frequency::Quarterly, self.opens_on(told)).last_day())
            }
            (kind, Told::After) => Some(Period::of(kind, self.opens_on(told)).last_day()),
        }
    }
}

/// The county's numbers of days, where it confirmed them. They make the law's limits shorter and
/// never longer.
#[derive(Debug, Clone, Default)]
pub struct Deadlines([Vec<(Date, u32)>; 4]);

/// In the order of [`Frequency::ALL`].
const KEYS: [&str; 4] = [
    "sunshine.publication.month_days",
    "sunshine.publication.quarter_days",
    "sunshine.publication.year_days",
    "sunshine.publication.matter_days",
];

impl Deadlines {
    /// Reads them once for many periods.
    pub fn new(local: &[Setting]) -> Deadlines {
        Deadlines(KEYS.map(|key| {
            let ours = parameters::all().iter().filter(|one| one.key == key);
            let theirs = local.iter().filter(|one| one.key == key);
            let mut days: Vec<Date> = ours.map(|one| one.in_force_from).collect();
            days.extend(theirs.map(|one| one.in_force_from));
            days.sort();
            let known = |from: Date| match parameters::lookup(key, from, local) {
                Answer::Known { value, .. } => Some((from, value)),
                Answer::NeedsConfirmation { .. } => None,
            };
            days.into_iter().filter_map(known).collect()
        }))
    }

    /// The last day on which a period is published in time. There is none for a matter, which the
    /// law wants published at any time, as long as nobody confirmed a number of days.
    pub fn due_on(&self, period: Period, told: Told) -> Option<Date> {
        let opens_on = period.opens_on(told);
        let by_law = period.due_by_law(told);
        let days = match (period.kind, told) {
            (Frequency::AtOnce, _) | (_, Told::After) => self.days(period.kind, opens_on),
            (_, Told::During) => None,
        };
        let Some(days) = days else { return by_law };
        let shorter = period.last_day().saturating_add(Span::new().days(i64::from(days)));
        let shorter = shorter.max(opens_on);
        Some(by_law.map_or(shorter, |by_law| by_law.min(shorter)))
    }

    fn days(&self, kind: Frequency, on: Date) -> Option<u32> {
        let nth = Frequency::ALL.iter().position(|one| *one == kind)?;
        self.0.get(nth)?.iter().rfind(|(from, _)| *from <= on).map(|(_, days)| *days)
    }
}

#[cfg(test)]
#[path = "periods_tests.rs"]
mod tests;
