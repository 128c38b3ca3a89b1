//! The working calendar: what comes with the program, and the years an administrator adds.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use law::calendar::{Calendar, Year};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::area::AreaPath;
use crate::authorisation::{Actor, EDIT_CALENDAR};
use crate::error::{Error, Refusal, Result};
use crate::journal::{Entry, Subject};
use crate::storage::{Json, Tx};

/// The calendar in memory, with the version of the data it was built from.
#[derive(Default)]
pub struct Calendars(RwLock<Option<(Version, Arc<Calendar>)>>);

crate::record! {
    /// How many years were added, and which last. An act that fails leaves no version behind that
    /// another one could have.
    #[derive(PartialEq, Eq)]
    struct Version {
        years: i64,
        newest: Option<CalendarYearId>,
    }
}

crate::id_type! {
    /// A year that was added.
    CalendarYearId,
}

crate::record! {
    /// A year that an administrator added; the newest of a year counts.
    pub struct AddedYear {
        /// The year.
        pub year: i16,
        /// The notice it comes from.
        pub source: String,
        /// Its days.
        pub days: Json<Days>,
        /// Who added it.
        pub added_by: String,
        /// When.
        pub added_at: Timestamp,
    }
}

/// The days of a year that are not as the week has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// Days off.
    pub off: Vec<jiff::civil::Date>,
    /// Weekend days that are worked.
    pub work: Vec<jiff::civil::Date>,
}

crate::sql! {
    VERSION: "select (select count(*) from calendar_years) as years,
                (select id from calendar_years order by added_at desc, id desc limit 1) as newest";
    LAST_ADDED: "select coalesce(max(added_at), 0) from calendar_years";
    ADDED: "select year, source, days, added_by, added_at from calendar_years
            order by added_at, id limit 1000";
    ADD: "insert into calendar_years (id, year, source, days, added_by, added_at)
          values (?1, ?2, ?3, ?4, ?5, ?6)";
}

impl Tx<'_> {
    /// The calendar in force. Several servers may share the data, so it is looked up each time.
    pub fn calendar(&mut self) -> Result<Arc<Calendar>> {
        let current: Version = self.one(&VERSION, &[])?;
        let surroundings = self.surroundings().clone();
        let cache = &surroundings.calendars.0;
        let kept = cache.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((version, calendar)) = kept
            && version == current
        {
            return Ok(calendar);
        }
        let mut calendar = Calendar::bundled();
        for added in added(self)? {
            calendar = calendar.with_year(Year {
                year: added.year,
                source: added.source,
                off: added.days.0.off.into_iter().collect(),
                work: added.days.0.work.into_iter().collect(),
            });
        }
        let calendar = Arc::new(calendar);
        let mut cache = cache.write().unwrap_or_else(PoisonError::into_inner);
        *cache = Some((current, calendar.clone()));
        Ok(calendar)
    }
}

/// The years that were added, the oldest entry first.
pub fn added(tx: &mut Tx<'_>) -> Result<Vec<AddedYear>> {
    tx.query(&ADDED, &[])
}

/// Reads a pasted official list, or says which line is not understood.
pub fn read_notice(year: i16, notice: &str) -> Result<Year> {
    law::calendar::parse_notice(year, notice).map_err(|problem| {
        if problem.line == 0 {
            let refusal = Refusal::new("calendar.unreadable", problem.fault.sentence());
            return refusal.at("notice").into();
        }
        Refusal::new("calendar.unreadable", "第 {1} 行“{2}”：{3}")
            .with(problem.line)
            .with(problem.found)
            .with(problem.fault.sentence())
            .at("notice")
            .into()
    })
}

/// Adds a year from the pasted official list. Clocks that were undetermined answer from then on.
pub async fn add_year(
    app: &App,
    actor: &Actor,
    year: i16,
    source: &str,
    notice: &str,
) -> Result<()> {
    let actor = actor.clone();
    let source = source.trim().to_owned();
    if source.is_empty() {
        return Err(Refusal::new("calendar.no_source", "请写上这份安排出自哪个通知")
            .at("source")
            .into());
    }
    let parsed = read_notice(year, notice)?;
    let days =
        Days { off: parsed.off.into_iter().collect(), work: parsed.work.into_iter().collect() };
    app.db
        .write(move |tx| {
            actor.permit(EDIT_CALENDAR, &AreaPath::county())?;
            let id: CalendarYearId = tx.new_id();
            // The newest entry of a year counts, also where the machine's clock went back.
            let last = tx.value::<Timestamp>(&LAST_ADDED, &[])?;
            let at = tx.now().max(last + SignedDuration::from_millis(1));
            tx.run_one(&ADD, &[&id, &year, &source, &Json(&days), &actor.name, &at])?;
            let facts = serde_json::json!({ "year": year, "source": source });
            let entry =
                Entry::new("calendar.year_added", "calendar", Subject::NONE, &AreaPath::county());
            tx.journal(&actor, entry.facts(facts))
        })
        .await
}

/// What a page says where the calendar of a year is missing.
pub fn year_missing(year: i16) -> Error {
    Refusal::new(
        "calendar.year_missing",
        "{1} 年的放假安排还没有录入，期限算不出来。请县系统管理员把国务院办公厅的通知贴进“工作日历”",
    )
    .with(year)
    .into()
}
