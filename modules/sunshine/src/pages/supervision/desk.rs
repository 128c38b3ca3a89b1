//! The desk of the supervision committee, and what those above it see of all villages.

use askama::Template;
use axum::extract::State;
use law::parameters::{Answer as Known, proposal};
use platform::authorisation::post_title;
use platform::{Actor, App, AreaPath, Result, Scope, Tx};
use registry::BodyKind;
use web::components::Tag;
use web::{Access, Answer, Routes, Signed, Ui, page};

use super::shown::{self, Row};
use crate::actions::{appraisals, findings, purchases};
use crate::finding::Finding;
use crate::powers::{COUNT, SUPERVISE, SUPERVISION, WATCH};

pub(super) fn routes() -> Routes {
    Routes::new().get("/desk/village-supervision", Access::WithAny(SUPERVISION), show).get(
        "/own/findings",
        Access::Person,
        own,
    )
}

/// The desk.
#[derive(Template)]
#[template(path = "sunshine/supervision/desk.html")]
pub(crate) struct SupervisionPage {
    pub(crate) ui: Ui,
    pub(crate) villages: Vec<Village>,
    /// What is open in the villages that the reader sees to, the longest late first.
    pub(crate) watched: Vec<Row>,
    /// Villages without an appraisal this year, and how the year stands.
    pub(crate) not_appraised: Vec<(String, String)>,
    pub(crate) supervises: bool,
}

/// A village whose committee the reader belongs to.
pub(crate) struct Village {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Who sits in the committee: the post and the name.
    pub(crate) members: Vec<(String, String)>,
    /// What does not fit its composition, and by what that is measured.
    pub(crate) doubts: Vec<(String, String)>,
    pub(crate) open: Vec<Row>,
    pub(crate) closed: Vec<Row>,
    pub(crate) year: Tag,
    /// Where each appraisal is, when it was, and how it stands.
    pub(crate) appraisals: Vec<(String, String, Tag)>,
    /// What it buys and builds: where that is read, what, and the line.
    pub(crate) purchases: Vec<(String, String, String)>,
    pub(crate) may_note: bool,
}

/// What the reader has to put right.
#[derive(Template)]
#[template(path = "sunshine/supervision/own.html")]
pub(crate) struct OwnFindingsPage {
    pub(crate) ui: Ui,
    pub(crate) rows: Vec<Row>,
}

async fn show(State(app): State<App>, Signed { ui, actor }: Signed) -> Answer {
    let seen = ui.clone();
    let shown = app.db.read(move |tx| desk_of(tx, &seen, &actor)).await?;
    page(&ui, &shown)
}

async fn own(State(app): State<App>, Signed { ui, actor }: Signed) -> Answer {
    let found = app.db.read(move |tx| findings::findings_of(tx, &actor)).await?;
    let rows = found.iter().map(|one| shown::row(&ui, one, "")).collect();
    page(&ui, &OwnFindingsPage { ui: ui.clone(), rows })
}

fn areas(actor: &Actor, powers: &[platform::Power]) -> Vec<AreaPath> {
    let scopes = powers.iter().filter_map(|power| actor.scope(*power).ok());
    let areas: Vec<AreaPath> = scopes.flat_map(|scope| scope.areas().to_vec()).collect();
    Scope::of(areas).areas().to_vec()
}

fn desk_of(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor) -> Result<SupervisionPage> {
    let mut villages = Vec::new();
    for area in areas(actor, &[WATCH, COUNT]) {
        villages.push(village(tx, ui, actor, &area)?);
    }
    let (mut open, mut not_appraised) = (Vec::new(), Vec::new());
    for area in areas(actor, &[SUPERVISE]) {
        open.extend(findings::open_findings(tx, &area)?);
        for (name, yearly) in appraisals::not_appraised(tx, &area)? {
            not_appraised.push((name, ui.t(yearly.label()).into_owned()));
        }
    }
    let today = ui.today();
    open.sort_by_key(|one| (std::cmp::Reverse(one.days_late(today)), one.due_on, one.id));
    let mut watched = Vec::new();
    for one in &open {
        let village = registry::area_at(tx, &one.area_path)?.name;
        watched.push(shown::row(ui, one, &village));
    }
    let supervises = actor.holds(SUPERVISE);
    Ok(SupervisionPage { ui: ui.clone(), villages, watched, not_appraised, supervises })
}

fn village(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, path: &AreaPath) -> Result<Village> {
    let area = registry::area_at(tx, path)?;
    let mut found = findings::findings_at(tx, path)?;
    found.sort_by_key(|one| (one.closed_on.is_some(), one.due_on, one.id));
    let (open, closed): (Vec<Finding>, Vec<Finding>) =
        found.into_iter().partition(|one| one.closed_on.is_none());
    let rows = |all: &[Finding]| all.iter().map(|one| shown::row(ui, one, "")).collect();
    let (_, year) = appraisals::published_appraisals(tx, path, 0)?;
    let appraisals = appraisals::appraisals_at(tx, path)?;
    let line = |one: &crate::appraisal::Appraisal| {
        let tag = match one.published {
            None => Tag::warn(ui.t("等清点、公布")),
            Some(1) => Tag::ok(ui.t("已公布")),
            Some(_) => Tag::plain(ui.t("已作废")),
        };
        let title = ui.t1("{1}评议", ui.date_long(one.held_on));
        (format!("/desk/appraisals/{}", one.id), title, tag)
    };
    Ok(Village {
        id: area.id.to_string(),
        name: area.name.clone(),
        members: members(tx, ui, path)?,
        doubts: doubts(tx, ui, path)?,
        open: rows(&open),
        closed: rows(&closed),
        year: shown::year(ui, year),
        appraisals: appraisals.iter().map(line).collect(),
        purchases: purchases::purchases_at(tx, path)?
            .iter()
            .map(|(one, _)| {
                let href = format!("/desk/purchases/{}", one.id);
                (href, one.title.clone(), super::purchases::line(ui, one))
            })
            .collect(),
        may_note: actor.may(WATCH, path),
    })
}

fn members(tx: &mut Tx<'_>, ui: &Ui, path: &AreaPath) -> Result<Vec<(String, String)>> {
    let kind = BodyKind::SupervisionCommittee;
    let Some(body) = registry::body_of_kind(tx, path, kind)? else { return Ok(Vec::new()) };
    let holders = registry::holders(tx, body.id)?;
    let seated = holders.into_iter().filter(|one| kind.seats_post(&one.post));
    Ok(seated.map(|one| (ui.t(&post_title(&one.post)).into_owned(), one.name)).collect())
}

/// What the law and the county's numbers say of the committee's composition.
fn doubts(tx: &mut Tx<'_>, ui: &Ui, path: &AreaPath) -> Result<Vec<(String, String)>> {
    let seen = registry::watch::watch(tx, path)?;
    let of_committee = |kind: BodyKind| kind == BodyKind::SupervisionCommittee;
    let conflicts = seen
        .conflicts
        .iter()
        .filter(|one| of_committee(one.one.kind) || of_committee(one.other.kind))
        .map(|one| {
            let names = ui.t2("{1}和{2}", &one.one.name, &one.other.name);
            (format!("{names}：{}", ui.t(one.bar.sentence())), ui.cite(one.cite))
        });
    let doubts = seen.doubts.iter().map(|(_, doubt, answer)| {
        let basis = match answer {
            Known::Known { source, .. } => ui.t(source).into_owned(),
            Known::NeedsConfirmation { parameter } => {
                let number = proposal(parameter, ui.today());
                let source = number.map(|one| one.source.as_str()).unwrap_or_default();
                ui.t1("县里还没有确认。参考：{1}", ui.t(source))
            }
        };
        (ui.t(doubt.sentence()).into_owned(), basis)
    });
    let vacant = seen.vacancies.iter().filter(|(body, _)| of_committee(body.kind));
    let vacant = vacant.map(|(_, post)| (ui.t1("没有{1}", ui.t(&post_title(post))), String::new()));
    Ok(conflicts.chain(doubts).chain(vacant).collect())
}
