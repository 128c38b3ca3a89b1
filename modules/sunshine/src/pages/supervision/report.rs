//! The year of the supervision committee on paper: the report to the villagers' assembly, made from
//! the records. Everybody may read it; nobody is named but in their office.

use askama::Template;
use axum::extract::{Path, State};
use law::sunshine::Field;
use platform::area::Level;
use platform::{App, AreaId, Error, Result, Tx};
use web::components::Tag;
use web::{Answer, Routes, Ui, Visit, page};

use super::{shown, work};
use crate::actions::{appraisals, findings, watching};
use crate::finding::Finding;
use crate::watching::{Meeting, PlanLine, Year};

/// More appraisals than a village holds in a year.
const APPRAISALS: usize = 12;

pub(super) fn routes() -> Routes {
    Routes::new().get_public("/villages/{area}/supervision/{year}", show)
}

/// The report of a year.
#[derive(Template)]
#[template(path = "sunshine/supervision/report.html")]
pub(crate) struct ReportPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) name: String,
    pub(crate) year: Year,
    /// Of each field: how many were found, closed, are open, and of these late.
    pub(crate) fields: Vec<(String, [usize; 4])>,
    pub(crate) appraisals: Vec<(String, Vec<shown::Result>)>,
}

impl ReportPage {
    fn kept(&self) -> String {
        let plan = &self.year.plan;
        let count = |kept| plan.iter().filter(|line| line.kept == Some(kept)).count();
        self.ui.t3("计划 {1} 项，办了 {2} 项，没有办 {3} 项", plan.len(), count(1), count(0))
    }

    fn met(&self) -> String {
        self.ui.t1("开工作会议 {1} 次", self.year.meetings.len())
    }

    fn reviewed(&self) -> String {
        self.ui.t2("审核签署公开稿 {1} 份，退回 {2} 次", self.year.signed, self.year.returned)
    }

    fn tag(&self, line: &PlanLine) -> Tag {
        work::tag(&self.ui, line)
    }

    fn line_words(&self, line: &PlanLine) -> String {
        work::line_words(&self.ui, line)
    }

    fn meeting_line(&self, meeting: &Meeting) -> String {
        self.ui.t2("{1}，{2} 人到会", self.ui.date_long(meeting.held_on), meeting.present.0.len())
    }
}

async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((area, year)): Path<(String, String)>,
) -> Answer {
    let area: AreaId = area.parse()?;
    let year: i16 = year.parse().map_err(|_| Error::NotFound)?;
    let ui = visit.ui;
    let seen = ui.clone();
    let shown = app.db.read(move |tx| read(tx, &seen, area, year)).await?;
    page(&ui, &shown)
}

fn read(tx: &mut Tx<'_>, ui: &Ui, area: AreaId, year: i16) -> Result<ReportPage> {
    let area = registry::area(tx, area)?;
    if area.level() != Level::Village {
        return Err(Error::NotFound);
    }
    let found = findings::findings_at(tx, &area.path)?;
    let (sessions, _) = appraisals::published_appraisals(tx, &area.path, APPRAISALS)?;
    let held = sessions.iter().filter(|one| one.appraisal.held_on.year() == year);
    let held = held.map(|one| (ui.date_long(one.appraisal.held_on), shown::results(ui, one)));
    Ok(ReportPage {
        year: watching::year_of(tx, &area.path, year)?,
        fields: fields(ui, &found, year),
        appraisals: held.collect(),
        ui: ui.clone(),
        area_id: area.id.to_string(),
        name: area.name,
    })
}

/// What was found in a year, by field.
fn fields(ui: &Ui, found: &[Finding], year: i16) -> Vec<(String, [usize; 4])> {
    let today = ui.today();
    let count = |field: Field| {
        let own = || found.iter().filter(|one| one.field.0 == field && one.found_on.year() == year);
        let open = || own().filter(|one| one.closed_on.is_none());
        let late = open().filter(|one| one.days_late(today) > 0).count();
        [own().count(), own().count() - open().count(), open().count(), late]
    };
    let line = |field: Field| (ui.t(field.label()).into_owned(), count(field));
    Field::ALL.map(line).into_iter().filter(|(_, counts)| counts.first() != Some(&0)).collect()
}
