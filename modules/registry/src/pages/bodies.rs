//! Bodies of one's areas: who holds which post, who held it before.

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::area::Level;
use platform::authorisation::post_title;
use platform::{Actor, App, AreaId, AreaPath, BodyId, Result, Tx};
use serde::Deserialize;
use web::components::{Crumbs, DateField, ErrorSummary, Facts, Field, TakeAway};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::body_search::search_field;
use super::people::term;
use super::person_form::{date, date_fields};
use crate::model::{
    Area, Body, BodyEnd, Holder, PEOPLE_READ, POSTS_APPOINT, POSTS_WATCH, PostHeldId,
};
use crate::{actions, areas, bodies, refusals, watch};

const AREAS_SHOWN_MAX: u32 = 1_000;

/// Which area's bodies.
#[derive(Deserialize)]
pub(crate) struct Where {
    pub(super) area: Option<String>,
}

/// The bodies at one area, and the way to those below.
#[derive(Template)]
#[template(path = "registry/bodies.html")]
pub(crate) struct BodiesPage {
    pub(crate) ui: Ui,
    pub(crate) area: String,
    pub(crate) area_id: String,
    pub(crate) crumbs: Crumbs,
    pub(crate) search: Field,
    pub(crate) bodies: Vec<BodyRow>,
    pub(crate) below: Vec<(String, String)>,
    /// What there was: address and what became of it.
    pub(crate) ended: Vec<(String, String)>,
    /// Where a body is founded, for who may.
    pub(crate) new: Option<String>,
}

impl BodiesPage {
    fn take_away(&self) -> TakeAway {
        let form = TakeAway::new(&self.ui, "/bodies/list").keep("area", &self.area_id);
        form.note(self.ui.t("这里和下面各处的组织，每人一行"))
    }
}

/// A body in a list.
pub(crate) struct BodyRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) people: Vec<(String, String)>,
}

/// One body with its posts.
#[derive(Template)]
#[template(path = "registry/body.html")]
pub(crate) struct BodyPage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) crumbs: Crumbs,
    pub(crate) facts: Facts,
    pub(crate) holders: Vec<HolderRow>,
    pub(crate) before: Vec<HolderRow>,
    /// What does not fit the law, each with its article.
    pub(crate) conflicts: Vec<(String, String)>,
    /// What became of it, and where that is, if it is no more.
    pub(crate) end: Option<(String, Option<String>)>,
    pub(crate) may_appoint: bool,
}

/// Somebody in a post.
pub(crate) struct HolderRow {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) person: String,
    pub(crate) href: String,
    pub(crate) term: String,
    pub(crate) phone: String,
}

/// From when somebody no longer holds a post.
#[derive(Template)]
#[template(path = "registry/end_post.html")]
pub(crate) struct EndPostPage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) back: String,
    pub(crate) person: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) term: String,
    pub(crate) summary: ErrorSummary,
    pub(crate) ended_on: DateField,
}

/// The area asked for, if it is one of the actor's; else the widest of the actor's own.
pub(super) fn area_of(tx: &mut Tx<'_>, actor: &Actor, asked: Option<&str>) -> Result<Area> {
    let scope = actor.scope(POSTS_WATCH)?;
    match asked {
        Some(id) => {
            let area = areas::area(tx, id.parse::<AreaId>()?)?;
            let path = area.path.clone();
            scope.admit(&path, area)
        }
        None => {
            let widest = scope.areas().first().cloned().unwrap_or_else(AreaPath::county);
            areas::area_at(tx, &widest)
        }
    }
}

/// The way from the widest area of the actor to one of its areas.
fn crumbs(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, area: &Area, whole: bool) -> Result<Crumbs> {
    let scope = actor.scope(POSTS_WATCH)?;
    let mut crumbs = Crumbs::new(ui);
    for above in areas::way_to(tx, &area.path)? {
        let linked = scope.contains(&above.path) && (whole || above.id != area.id);
        if linked {
            crumbs = crumbs.to(&above.name, format!("/bodies?area={}", above.id));
        }
    }
    Ok(crumbs)
}

pub(crate) async fn list(
    State(app): State<App>,
    signed: Signed,
    Query(asked): Query<Where>,
) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let area = area_of(tx, &actor, asked.area.as_deref())?;
        let holders = bodies::holders_at(tx, &area.path)?;
        let mut found = bodies::bodies_at(tx, &area.path)?;
        found.sort_by_key(|body| body.kind);
        let row = |body: &Body| BodyRow {
            href: format!("/bodies/{}", body.id),
            name: body.name.clone(),
            people: people_in(&ui, body, &holders),
        };
        let below = areas::areas_below(tx, area.id, AREAS_SHOWN_MAX)?;
        let link = |area: Area| (format!("/bodies?area={}", area.id), area.name);
        Ok(BodiesPage {
            ui: ui.clone(),
            search: search_field(&ui),
            area_id: area.id.to_string(),
            crumbs: crumbs(tx, &ui, &actor, &area, false)?.here(&area.name),
            bodies: found.iter().map(row).collect(),
            below: below.into_iter().map(link).collect(),
            ended: bodies::ended_at(tx, &area.path)?
                .iter()
                .map(|end| (format!("/bodies/{}", end.body_id), end_words(&ui, end)))
                .collect(),
            new: actor
                .may(POSTS_APPOINT, &area.path)
                .then(|| format!("/bodies/new?area={}", area.id)),
            area: area.name,
        })
    });
    page(&signed.ui, &read.await?)
}

/// Post and name of each who holds one.
fn people_in(ui: &Ui, body: &Body, holders: &[Holder]) -> Vec<(String, String)> {
    let own = holders.iter().filter(|holder| holder.body_id == body.id);
    own.map(|holder| (ui.t(&post_title(&holder.post)).into_owned(), holder.name.clone())).collect()
}

pub(crate) async fn show(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    let (id, Signed { ui, actor }) = (id.parse::<BodyId>()?, signed.clone());
    let read = app.db.read(move |tx| {
        let body = body_for(tx, &actor, id)?;
        let area = areas::area(tx, body.area_id)?;
        let current = bodies::holders(tx, id)?;
        let ever = bodies::holders_ever(tx, id)?;
        let now = |one: &&Holder| current.iter().any(|holder| holder.id == one.id);
        let seen = watch::of(tx, &body)?;
        let end = bodies::end_of(tx, id)?;
        let links = actor.may(PEOPLE_READ, &body.area_path);
        let row = |holder: &Holder| {
            let row = holder_row(&ui, holder);
            if links { row } else { HolderRow { href: String::new(), ..row } }
        };
        Ok(BodyPage {
            ui: ui.clone(),
            id: id.to_string(),
            conflicts: super::watch::of_body(&ui, &seen),
            may_appoint: end.is_none() && actor.may(POSTS_APPOINT, &body.area_path),
            end: end.map(|end| {
                let next = end.successor_id.map(|id| format!("/bodies/{id}"));
                (end_words(&ui, &end), next)
            }),
            crumbs: crumbs(tx, &ui, &actor, &area, true)?.here(&body.name),
            facts: facts(&ui, &body),
            holders: current.iter().map(row).collect(),
            before: ever.iter().filter(|one| !now(one)).map(row).collect(),
            name: body.name,
        })
    });
    page(&signed.ui, &read.await?)
}

/// Since when a body is no more, by which document, and what came after it.
pub(crate) fn end_words(ui: &Ui, end: &BodyEnd) -> String {
    let (day, document) = (ui.date_long(end.ended_on), &end.document);
    let ended = ui.t3("{1}：{2} 起撤销（{3}）", &end.name, day, document);
    match &end.successor_name {
        Some(next) => ui.t2("{1}，由{2}接续", ended, next),
        None => ended,
    }
}

/// A body of one of the actor's areas.
pub(crate) fn body_for(tx: &mut Tx<'_>, actor: &Actor, id: BodyId) -> Result<Body> {
    let body = bodies::body(tx, id)?;
    let path = body.area_path.clone();
    actor.scope(POSTS_WATCH)?.admit(&path, body)
}

fn facts(ui: &Ui, body: &Body) -> Facts {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut facts = Facts::new(ui).fact(ui.t("是什么组织"), ui.say(body.kind.label()));
    if let Some(department) = body.department {
        facts = facts.fact(ui.t("管哪一行"), ui.say(department.label()));
    }
    let seats = body.seats.map(|seats| ui.number(i64::from(seats))).unwrap_or_default();
    facts
        .fact(ui.t("席位"), seats)
        .fact(ui.t("办公电话"), said(&body.phone))
        .fact(ui.t("地址"), said(&body.address))
        .fact(ui.t("什么时候有人"), said(&body.hours))
        .fact(ui.t("管什么"), said(&body.purpose))
}

fn holder_row(ui: &Ui, holder: &Holder) -> HolderRow {
    HolderRow {
        id: holder.id.to_string(),
        title: ui.t(&post_title(&holder.post)).into_owned(),
        person: holder.name.clone(),
        href: format!("/people/{}", holder.person_id),
        term: term(ui, holder.held_from, holder.held_until, holder.ended_on),
        phone: holder.phone_shown().unwrap_or_default(),
    }
}

pub(crate) async fn end(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    let today = date_fields("ended_on", app.clock().today());
    let fields: Vec<(&str, &str)> =
        today.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    ask_end(&app, &signed, id.parse()?, Form::of(&fields), Errors::new()).await
}

async fn ask_end(app: &App, signed: &Signed, id: PostHeldId, form: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let held = bodies::post_held(tx, id)?;
        let body = body_for(tx, &actor, held.body_id)?;
        Ok(EndPostPage {
            ui: ui.clone(),
            id: id.to_string(),
            back: format!("/bodies/{}", body.id),
            person: held.name.clone(),
            title: ui.t(&post_title(&held.post)).into_owned(),
            body: body.name,
            term: term(&ui, held.held_from, held.held_until, held.ended_on),
            summary: ErrorSummary::new(&ui, &errors),
            ended_on: DateField::new(&ui, "ended_on", ui.t("从哪天起不再担任"))
                .typed(&form)
                .errors(&errors),
        })
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn end_post(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse::<PostHeldId>()?;
    let mut errors = Errors::new();
    match date(&signed.ui, &form, "ended_on", &mut errors) {
        Some(ended_on) => match actions::end_post(&app, &signed.actor, id, ended_on).await {
            Ok(body) => return see_other(&format!("/bodies/{body}")),
            Err(error) => errors.take(&signed.ui, error)?,
        },
        None if errors.is_empty() => {
            errors.take(&signed.ui, refusals::date_missing("ended_on").into())?;
        }
        None => {}
    }
    ask_end(&app, &signed, id, form, errors).await
}

/// The level whose posts a body may give: a village group has those of its village.
pub(crate) fn level_of(body: &Body) -> Level {
    body.area_path.at(Level::Village).level()
}
