//! The working calendar: which years are known, from where, and how to add the next.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use law::calendar::{Calendar, Year};
use platform::authorisation::EDIT_CALENDAR;
use platform::calendar::{self, AddedYear};
use platform::{App, Result};
use serde::Deserialize;

use crate::answer::{Answer, page, see_other};
use crate::components::{Banner, ErrorSummary, Field};
use crate::form::{Errors, Form};
use crate::ui::Ui;
use crate::visit::{Signed, Visit};

/// The State Council's lists begin here; the far end only catches slips of the finger.
const YEARS: std::ops::RangeInclusive<i16> = 2004..=2100;

/// The years and, for those who may, the form to add one.
#[derive(Template)]
#[template(path = "site/calendar.html")]
pub(crate) struct CalendarPage {
    pub(crate) ui: Ui,
    /// The newest first.
    pub(crate) years: Vec<KnownYear>,
    /// This year and the next, where their list is missing.
    pub(crate) missing: Vec<i16>,
    /// The year that was just added.
    pub(crate) added: Option<i16>,
    pub(crate) may_add: bool,
    pub(crate) errors: Errors,
    pub(crate) year: String,
    pub(crate) source: String,
    pub(crate) notice: String,
}

impl CalendarPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn is_added(&self, year: &i16) -> Banner {
        let ui = &self.ui;
        Banner::good(ui, ui.t1("{1} 年录入好了，没有算出来的期限现在都有了日子", year))
    }

    fn is_missing(&self, year: &i16) -> Banner {
        let ui = &self.ui;
        Banner::warn(ui, ui.t1("{1} 年的放假安排还没有录入", year))
            .line(ui.t("落在这一年的期限会写“待定”，不会乱猜"))
            .line(
                ui.t(
                    "国务院办公厅一般在头一年的十一月前后发通知，发了就请县里的系统管理员贴到这里",
                ),
            )
    }

    fn year(&self) -> Field {
        Field::number(&self.ui, "year", self.ui.t("年份")).value(&self.year).errors(&self.errors)
    }

    fn source(&self) -> Field {
        Field::text(&self.ui, "source", self.ui.t("出自哪个通知"))
            .hint(self.ui.t("写全名和文号，别人好核对"))
            .value(&self.source)
            .errors(&self.errors)
    }

    fn notice(&self) -> Field {
        Field::long(&self.ui, "notice", self.ui.t("通知原文"))
            .hint(self.ui.t("把国务院办公厅通知里的放假安排整段贴进来"))
            .rows(12)
            .value(&self.notice)
            .errors(&self.errors)
    }
}

/// What was understood of a pasted list, to be confirmed.
#[derive(Template)]
#[template(path = "site/calendar_check.html")]
pub(crate) struct CheckPage {
    pub(crate) ui: Ui,
    pub(crate) known: KnownYear,
    /// The list that it would replace.
    pub(crate) replaces: Option<String>,
    pub(crate) notice: String,
}

/// A year as people read it.
pub(crate) struct KnownYear {
    pub(crate) year: i16,
    pub(crate) source: String,
    /// Runs of days off, first and last.
    pub(crate) off: Vec<(Date, Date)>,
    pub(crate) off_days: usize,
    pub(crate) work: Vec<Date>,
    /// How many working days the year has.
    pub(crate) working_days: Option<i64>,
    /// By whom it was added, where it did not come with the program.
    pub(crate) added_by: Option<String>,
}

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    added: Option<i16>,
    year: Option<i16>,
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Answer {
    let may_add = visit.actor.is_some_and(|actor| actor.holds(EDIT_CALENDAR));
    let mut shown = calendar_page(&app, visit.ui, may_add).await?;
    shown.added = asked.added.filter(|year| shown.years.iter().any(|known| known.year == *year));
    let next = asked.year.or_else(|| shown.missing.first().copied());
    shown.year = next.map(|year| year.to_string()).unwrap_or_default();
    page(&shown.ui, &shown)
}

pub(super) async fn add(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    form: Form,
) -> Answer {
    let (source, notice) = (form.get("source"), form.get("notice"));
    let mut errors = Errors::new();
    let year = form.compact("year").parse().ok().filter(|year| YEARS.contains(year));
    if year.is_none() {
        errors.add("year", ui.t("请填四位数的年份，例如 2027"));
    }
    if source.is_empty() {
        errors.add("source", ui.t("请写上这份安排出自哪个通知"));
    }
    let mut read = None;
    if let Some(year) = year {
        match calendar::read_notice(year, notice) {
            Ok(list) => read = Some(Year { source: source.to_owned(), ..list }),
            Err(error) => errors.take(&ui, error)?,
        }
    }
    match read.filter(|_| errors.is_empty() && !form.ticked("again")) {
        Some(list) if form.ticked("confirmed") => {
            calendar::add_year(&app, &actor, list.year, source, notice).await?;
            see_other(&format!("/calendar?added={}", list.year))
        }
        Some(list) => {
            let now = app.db.read(|tx| tx.calendar()).await?;
            let before = now.years().find(|known| known.year == list.year);
            let replaces = before.map(|known| known.source.clone());
            let with = Arc::unwrap_or_clone(now).with_year(list.clone());
            let known = known(&with, &list, &BTreeMap::new());
            let check = CheckPage { known, replaces, notice: notice.to_owned(), ui };
            page(&check.ui, &check)
        }
        None => {
            let mut again = calendar_page(&app, ui, true).await?;
            again.errors = errors;
            again.year = form.get("year").to_owned();
            again.source = source.to_owned();
            again.notice = notice.to_owned();
            page(&again.ui, &again)
        }
    }
}

async fn calendar_page(app: &App, ui: Ui, may_add: bool) -> Result<CalendarPage> {
    let (calendar, added) = app.db.read(|tx| Ok((tx.calendar()?, calendar::added(tx)?))).await?;
    let added: BTreeMap<i16, AddedYear> =
        added.into_iter().map(|entry| (entry.year, entry)).collect();
    let mut years: Vec<KnownYear> =
        calendar.years().map(|year| known(&calendar, year, &added)).collect();
    years.reverse();
    let this_year = app.clock().today().year();
    let missing = [this_year, this_year + 1]
        .into_iter()
        .filter(|year| years.iter().all(|known| known.year != *year))
        .collect();
    Ok(CalendarPage {
        ui,
        years,
        missing,
        added: None,
        may_add,
        errors: Errors::new(),
        year: String::new(),
        source: String::new(),
        notice: String::new(),
    })
}

/// A year in people's words; `added` tells who brought it in.
pub(crate) fn known(
    calendar: &Calendar,
    year: &Year,
    added: &BTreeMap<i16, AddedYear>,
) -> KnownYear {
    let first = Date::new(year.year, 1, 1).and_then(Date::yesterday);
    let last = Date::new(year.year, 12, 31);
    let working_days = match (first, last) {
        (Ok(first), Ok(last)) => calendar.working_days_between(first, last).ok(),
        _ => None,
    };
    KnownYear {
        year: year.year,
        source: year.source.clone(),
        off: runs(&year.off),
        off_days: year.off.len(),
        work: year.work.iter().copied().collect(),
        working_days,
        added_by: added.get(&year.year).map(|entry| entry.added_by.clone()),
    }
}

/// Days that follow each other, as first and last.
fn runs(days: &BTreeSet<Date>) -> Vec<(Date, Date)> {
    let mut runs: Vec<(Date, Date)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if last.tomorrow().ok() == Some(*day) => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_follow_each_other_are_one_run() {
        let days = ["2027-01-31", "2027-02-01", "2027-02-03"].map(|day| day.parse().unwrap());
        assert_eq!(runs(&days.into()), [(days[0], days[1]), (days[2], days[2])]);
    }
}
