//! What everybody reads of the supervision in a village: what was found, whether it is put right,
//! and how those who work for the village were appraised.

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use platform::area::Level;
use platform::{App, AreaId, Error, Result, Tx};
use web::components::{Crumbs, Tag};
use web::{Answer, Routes, Ui, Visit, page};

use super::shown::{self, Row};
use crate::actions::{appraisals, findings, purchases};
use crate::pages::disclosure;
use crate::purchase::{Observation, Purchase};

/// Appraisals on the page.
const APPRAISALS: usize = 3;

pub(super) fn routes() -> Routes {
    Routes::new().get_public("/villages/{area}/supervision", show)
}

/// The page.
#[derive(Template)]
#[template(path = "sunshine/supervision/public.html")]
pub(crate) struct SupervisionBoardPage {
    pub(crate) ui: Ui,
    pub(crate) name: String,
    pub(crate) board: String,
    pub(crate) way: Vec<(String, String)>,
    pub(crate) open: Vec<Row>,
    pub(crate) closed: Vec<Row>,
    /// What it buys and builds: what, the line, and what was seen of it.
    pub(crate) purchases: Vec<(String, String, Vec<String>)>,
    pub(crate) area_id: String,
    /// How many of the open ones are late.
    pub(crate) late: usize,
    pub(crate) year: Tag,
    pub(crate) appraisals: Vec<Appraised>,
}

/// A published appraisal.
pub(crate) struct Appraised {
    pub(crate) on: Date,
    pub(crate) slips_out: i64,
    pub(crate) results: Vec<shown::Result>,
    pub(crate) unconfirmed: Vec<String>,
}

impl SupervisionBoardPage {
    fn crumbs(&self) -> Crumbs {
        let links = self.way.iter();
        let crumbs =
            links.fold(Crumbs::new(&self.ui), |crumbs, (name, href)| crumbs.to(name, href));
        crumbs.to(self.ui.t("村务公开"), &self.board).here(self.ui.t("村务监督"))
    }

    fn report(&self) -> String {
        format!("/villages/{}/supervision/{}", self.area_id, self.ui.today().year())
    }

    /// The line that chats show.
    fn lead(&self) -> String {
        let ui = &self.ui;
        ui.t3(
            "正在整改 {1} 个问题，超期 {2} 个，改好 {3} 个",
            self.open.len(),
            self.late,
            self.closed.len(),
        )
    }
}

async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    let (id, ui) = (id.parse()?, visit.ui);
    let seen = ui.clone();
    let shown = app.db.read(move |tx| read(tx, &seen, id)).await?;
    page(&ui, &shown)
}

fn read(tx: &mut Tx<'_>, ui: &Ui, id: AreaId) -> Result<SupervisionBoardPage> {
    let area = registry::area(tx, id)?;
    if area.level() != Level::Village {
        return Err(Error::NotFound);
    }
    let today = tx.today();
    let mut found = findings::findings_at(tx, &area.path)?;
    found.sort_by_key(|one| (std::cmp::Reverse(one.days_late(today)), one.due_on, one.id));
    let (mut open, mut closed, mut late) = (Vec::new(), Vec::new(), 0);
    for one in &found {
        let row = shown::public_row(ui, one);
        if one.closed_on.is_none() {
            late += usize::from(one.days_late(today) > 0);
            open.push(row);
        } else {
            closed.push(row);
        }
    }
    let (sessions, year) = appraisals::published_appraisals(tx, &area.path, APPRAISALS)?;
    let appraised = |session: &crate::appraisal::Session| Appraised {
        on: session.appraisal.held_on,
        slips_out: session.appraisal.slips_out,
        results: shown::results(ui, session),
        unconfirmed: shown::unconfirmed(ui, session),
    };
    let purchases = purchases::purchases_at(tx, &area.path)?;
    let bought = |(one, seen): &(Purchase, Vec<Observation>)| {
        let said =
            seen.iter().map(|one| ui.t2("{1}看过：{2}", ui.date(one.happened_on), &one.words));
        (one.title.clone(), super::purchases::line(ui, one), said.collect())
    };
    Ok(SupervisionBoardPage {
        purchases: purchases.iter().map(bought).collect(),
        area_id: area.id.to_string(),
        ui: ui.clone(),
        name: area.name.clone(),
        board: format!("/villages/{}/sunshine", area.id),
        way: disclosure::way(tx, area.id)?,
        open,
        closed,
        late,
        year: shown::year(ui, year),
        appraisals: sessions.iter().map(appraised).collect(),
    })
}
