//! The working-day calendar 工作日历: the State Council's holidays and working weekends as data.
//!
//! A year without its official list has no answer: every function then says [`YearMissing`].

mod notice;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use jiff::civil::Weekday;
pub use notice::{NoticeFault, NoticeProblem, parse_notice};
use serde::{Deserialize, Serialize};

use crate::{Cite, Date, cite};

/// 《民法典》第二百零一条第一款: the day on which it begins does not count.
pub const STARTING_DAY: Cite = cite("civil-code", 201, 1);
/// 《民法典》第二百零三条第一款: a period that would end on a holiday ends on the day after it.
pub const LAST_DAY_ROLLS: Cite = cite("civil-code", 203, 1);

/// The answer "undetermined": the official list of this year is not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct YearMissing {
    /// The year somebody has to add.
    pub year: i16,
}

/// One year's official list. It may name days of the December before and the January after, as
/// the lists for New Year do; those belong to the calendar as soon as their own year is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Year {
    /// The year the list is for.
    pub year: i16,
    /// Where the list comes from.
    pub source: String,
    /// Days off, weekends inside a holiday included.
    pub off: BTreeSet<Date>,
    /// Weekends that are worked.
    pub work: BTreeSet<Date>,
}

/// The lists of several years, ready to count in.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
    tables: BTreeMap<i16, Table>,
    version: String,
}

/// How many working days a year has up to and including each of its days; day zero has none.
#[derive(Debug, Clone)]
struct Table(Vec<u16>);

/// The lists that come with the program.
static BUNDLED: LazyLock<Calendar> = LazyLock::new(|| {
    // A file that does not read would leave every date undetermined; a test reads it.
    let file: BundledFile =
        toml::from_str(include_str!("../../calendars/cn.toml")).unwrap_or_default();
    Calendar::new(file.year.into_iter().map(|year| year.unfold(&file.source)))
});

impl Calendar {
    /// The lists of 2004 to 2026 that come with the program.
    pub fn bundled() -> Calendar {
        BUNDLED.clone()
    }

    /// A calendar of these years; of two lists for one year the later one counts.
    pub fn new(years: impl IntoIterator<Item = Year>) -> Calendar {
        let years = years.into_iter().map(|year| (year.year, year)).collect();
        let mut calendar = Calendar { years, ..Calendar::default() };
        calendar.count();
        calendar
    }

    /// The same calendar with one more list, or a corrected one.
    #[must_use]
    pub fn with_year(mut self, year: Year) -> Calendar {
        self.years.insert(year.year, year);
        self.count();
        self
    }

    /// Names this edition: the same lists give the same key, any other list another one.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The lists, by year.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    /// Whether offices work on this day.
    pub fn is_working_day(&self, date: Date) -> Result<bool, YearMissing> {
        let table = self.table(date.year())?;
        let day = date.day_of_year();
        Ok(table.up_to(day) > table.up_to(day - 1))
    }

    /// The n-th working day after `start`: day one is the next working day. None of no days is
    /// `start` itself. Cites [`STARTING_DAY`].
    pub fn add_working_days(&self, start: Date, days: u32) -> Result<Date, YearMissing> {
        let Some(first) = start.tomorrow().ok().filter(|_| days > 0) else { return Ok(start) };
        let mut year = first.year();
        let mut left = days + u32::from(self.table(year)?.up_to(first.day_of_year() - 1));
        loop {
            let table = self.table(year)?;
            if let Some(day) = table.day_of(left) {
                return day_of_year(year, day).ok_or(YearMissing { year });
            }
            left -= u32::from(table.total());
            year += 1;
        }
    }

    /// Working days after the first date, up to and including the second; below zero if the
    /// second comes first.
    pub fn working_days_between(
        &self,
        start_exclusive: Date,
        end_inclusive: Date,
    ) -> Result<i64, YearMissing> {
        if end_inclusive < start_exclusive {
            return self.working_days_between(end_inclusive, start_exclusive).map(|days| -days);
        }
        let first = match start_exclusive.tomorrow() {
            Ok(first) if first <= end_inclusive => first,
            _ => return Ok(0),
        };
        let mut days = -i64::from(self.table(first.year())?.up_to(first.day_of_year() - 1));
        for year in first.year()..end_inclusive.year() {
            days += i64::from(self.table(year)?.total());
        }
        let last = self.table(end_inclusive.year())?;
        Ok(days + i64::from(last.up_to(end_inclusive.day_of_year())))
    }

    /// So many calendar days later; if that is a rest day, the next working day. Cites
    /// [`STARTING_DAY`] and [`LAST_DAY_ROLLS`].
    pub fn add_calendar_days_rolling(&self, start: Date, days: u32) -> Result<Date, YearMissing> {
        let mut date = start
            .checked_add(jiff::Span::new().days(i64::from(days.min(100_000))))
            .map_err(|_| YearMissing { year: i16::MAX })?;
        while !self.is_working_day(date)? {
            date = date.tomorrow().map_err(|_| YearMissing { year: i16::MAX })?;
        }
        Ok(date)
    }

    fn table(&self, year: i16) -> Result<&Table, YearMissing> {
        self.tables.get(&year).ok_or(YearMissing { year })
    }

    /// Computes the tables and the version anew.
    fn count(&mut self) {
        let all = |days: fn(&Year) -> &BTreeSet<Date>| -> BTreeSet<Date> {
            self.years.values().flat_map(|year| days(year).iter().copied()).collect()
        };
        let (off, work) = (all(|year| &year.off), all(|year| &year.work));
        self.tables =
            self.years.keys().map(|year| (*year, Table::of(*year, &off, &work))).collect();
        let mut print = Fingerprint::default();
        for year in self.years.values() {
            print.take(&year.year.to_string());
            year.off.iter().for_each(|date| print.take(&date.to_string()));
            print.take("/");
            year.work.iter().for_each(|date| print.take(&date.to_string()));
        }
        let first = self.years.keys().next().copied().unwrap_or_default();
        let last = self.years.keys().next_back().copied().unwrap_or_default();
        self.version = format!("{first}-{last}-{:016x}", print.0);
    }
}

/// Calendar days from the first date to the second.
pub fn calendar_days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

impl Table {
    fn of(year: i16, off: &BTreeSet<Date>, work: &BTreeSet<Date>) -> Table {
        let mut counts = vec![0];
        let mut count = 0;
        let mut day = Date::new(year, 1, 1).ok();
        while let Some(date) = day.filter(|date| date.year() == year) {
            let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            let working = if weekend { work.contains(&date) } else { !off.contains(&date) };
            count += u16::from(working);
            counts.push(count);
            day = date.tomorrow().ok();
        }
        Table(counts)
    }

    fn up_to(&self, day_of_year: i16) -> u16 {
        let day = usize::try_from(day_of_year).unwrap_or_default();
        self.0.get(day).copied().unwrap_or_default()
    }

    fn total(&self) -> u16 {
        self.0.last().copied().unwrap_or_default()
    }

    /// The day of the year that is its n-th working day.
    fn day_of(&self, nth: u32) -> Option<i16> {
        let day = self.0.partition_point(|count| u32::from(*count) < nth);
        if day < self.0.len() { i16::try_from(day).ok() } else { None }
    }
}

fn day_of_year(year: i16, day: i16) -> Option<Date> {
    Date::new(year, 1, 1).ok()?.with().day_of_year(day).build().ok()
}

/// FNV-1a, because the key of an edition must be the same on every machine and in every version
/// of the program.
struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Fingerprint {
        Fingerprint(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    fn take(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// `calendars/cn.toml`: dates, and ranges written `2026-01-01..2026-01-03`.
#[derive(Default, Deserialize)]
struct BundledFile {
    source: String,
    #[serde(default)]
    year: Vec<BundledYear>,
}

#[derive(Deserialize)]
struct BundledYear {
    year: i16,
    off: Vec<String>,
    work: Vec<String>,
}

impl BundledYear {
    fn unfold(self, source: &str) -> Year {
        let days = |ranges: &[String]| ranges.iter().flat_map(|range| unfold(range)).collect();
        Year {
            year: self.year,
            source: source.to_string(),
            off: days(&self.off),
            work: days(&self.work),
        }
    }
}

fn unfold(range: &str) -> Vec<Date> {
    let (from, to) = range.split_once("..").unwrap_or((range, range));
    match (from.parse::<Date>(), to.parse::<Date>()) {
        (Ok(from), Ok(to)) => days_of(from, to),
        _ => Vec::new(),
    }
}

/// All days from the first to the second, both included.
fn days_of(from: Date, to: Date) -> Vec<Date> {
    std::iter::successors(Some(from), |date| date.tomorrow().ok())
        .take_while(|date| *date <= to)
        .collect()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
