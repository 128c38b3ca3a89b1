//! The public page of the county, of a township, of a village.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use platform::area::Level;
use platform::authorisation::post_title;
use platform::{App, AreaId, Result, Text, Tx, text};
use web::components::{Contacts, Crumbs};
use web::{Answer, Place, Site, Ui, Visit, page};

use super::bodies::end_words;
use super::people::term;
use super::watch::empty_seats;
use crate::bodies::Served;
use crate::model::{AREAS_CHANGE, Area, AreaChangeKind, Body, BodyKind, Holder, Rename};
use crate::{areas, bodies, people};

const AREAS_SHOWN_MAX: u32 = 1_000;

/// One look at an area: what to do here, who is there, how to reach them.
#[derive(Template)]
#[template(path = "registry/area.html")]
pub(crate) struct AreaPage {
    pub(crate) ui: Ui,
    pub(crate) name: String,
    pub(crate) crumbs: Option<Crumbs>,
    /// Households and people, where the area is small enough to say something.
    pub(crate) counts: Option<(String, String)>,
    pub(crate) below_title: Text,
    /// Address and name of each area below.
    pub(crate) below: Vec<(String, String)>,
    pub(crate) bodies: Vec<BodyView>,
    pub(crate) helpers: Vec<BodyView>,
    /// What became of bodies that are no more.
    pub(crate) ended_bodies: Vec<String>,
    pub(crate) panels: Vec<String>,
    pub(crate) panels_aside: Vec<String>,
    /// What it was called before and what became of it, when and by which document.
    pub(crate) former: Vec<String>,
    /// What it went into: address, name and the sentence about it.
    pub(crate) ended: Option<(String, String, String)>,
    /// Where a change is noted, for those whose post it is.
    pub(crate) change: Option<String>,
}

/// A body as everybody sees it.
pub(crate) struct BodyView {
    pub(crate) name: String,
    pub(crate) purpose: String,
    pub(crate) address: String,
    pub(crate) hours: String,
    pub(crate) phone: String,
    pub(crate) people: Option<Contacts>,
    /// The post that leads it, if nobody holds it.
    pub(crate) vacant: Option<String>,
    /// How many of its seats are empty, if any is.
    pub(crate) seats: Option<String>,
}

/// Before a list of divisions was imported there is no county to show.
#[derive(Template)]
#[template(path = "registry/no_county.html")]
pub(crate) struct NoCountyPage {
    pub(crate) ui: Ui,
}

pub(crate) async fn home(
    State(app): State<App>,
    Extension(site): Extension<Arc<Site>>,
    visit: Visit,
) -> Answer {
    let seen = visit.clone();
    let shown = app
        .db
        .read(move |tx| {
            areas::county(tx)?.map(|county| look(tx, &seen, &site, &county)).transpose()
        })
        .await?;
    match shown {
        Some(shown) => page(&visit.ui, &shown),
        None => page(&visit.ui, &NoCountyPage { ui: visit.ui.clone() }),
    }
}

pub(crate) async fn area(
    State(app): State<App>,
    Extension(site): Extension<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Answer {
    let (id, seen) = (id.parse::<AreaId>()?, visit.clone());
    let read = app.db.read(move |tx| {
        let area = areas::area(tx, id)?;
        look(tx, &seen, &site, &area)
    });
    page(&visit.ui, &read.await?)
}

fn look(tx: &mut Tx<'_>, visit: &Visit, site: &Site, area: &Area) -> Result<AreaPage> {
    let ui = &visit.ui;
    let ended = ended(tx, ui, area)?;
    let may_change = visit.actor.as_ref().is_some_and(|actor| actor.may(AREAS_CHANGE, &area.path));
    let level = area.level();
    let below = areas::areas_below(tx, area.id, AREAS_SHOWN_MAX)?;
    let small = level >= Level::Village;
    let counted = small && ended.is_none();
    let counts = if counted { Some(people::counts(tx, &area.path)?) } else { None };
    let counts = counts.map(|(households, people)| (ui.number(households), ui.number(people)));
    let (helpers, others) = body_views(tx, ui, area)?;
    let ended_bodies = bodies::ended_at(tx, &area.path)?;
    let place = Place { id: area.id, path: area.path.clone() };
    let (mut panels, mut panels_aside) = (Vec::new(), Vec::new());
    for module in site.modules {
        for panel in (module.panels)(tx, ui, &place)? {
            if panel.aside { &mut panels_aside } else { &mut panels }.push(panel.html);
        }
    }
    Ok(AreaPage {
        ui: ui.clone(),
        name: area.name.clone(),
        crumbs: crumbs(tx, ui, area)?,
        counts,
        below_title: match level {
            Level::County => text("乡镇一览"),
            Level::Township => text("村和社区"),
            Level::Village | Level::Group => text("村民小组"),
        },
        below: below.into_iter().map(|area| (format!("/areas/{}", area.id), area.name)).collect(),
        bodies: others,
        helpers,
        ended_bodies: ended_bodies.iter().map(|end| end_words(ui, end)).collect(),
        panels,
        panels_aside,
        former: history(tx, ui, area)?,
        change: (may_change && ended.is_none()).then(|| format!("/areas/{}/changes", area.id)),
        ended,
    })
}

/// What an abolished area went into.
fn ended(tx: &mut Tx<'_>, ui: &Ui, area: &Area) -> Result<Option<(String, String, String)>> {
    let Some(end) = areas::end_of(tx, area.id)? else { return Ok(None) };
    let successor = areas::area(tx, end.successor_id)?;
    let name = areas::full_name(tx, &successor.path)?;
    let day = ui.date_long(end.abolished_on);
    let sentence = ui.t2("{1}已于{2}撤销，人、户和没办完的事都归到：", &area.name, day);
    Ok(Some((format!("/areas/{}", successor.id), name, sentence)))
}

/// What became of an area, the last first: names, places, what went into it and out of it.
fn history(tx: &mut Tx<'_>, ui: &Ui, area: &Area) -> Result<Vec<String>> {
    let mut lines = former(ui, &areas::renames_of(tx, area.id)?);
    for change in areas::changes_of(tx, area.id)? {
        let other = if change.area_id == area.id { change.from_id } else { Some(change.area_id) };
        let name = match other {
            Some(other) => areas::area(tx, other)?.name,
            None => String::new(),
        };
        let (day, document) = (ui.date_long(change.changed_on), &change.document);
        let own = change.area_id == area.id;
        // A village that goes into another takes its groups along: that is told once.
        let village = change.new_path.level() == Level::Village;
        lines.extend(match (change.kind, own) {
            (AreaChangeKind::Moved, true) => {
                Some(ui.t3("原来属于{1}，{2}起划到这里（{3}）", name, day, document))
            }
            (AreaChangeKind::Moved, false) if village && change.to_id == area.id => {
                Some(ui.t3("{1}于{2}划入（{3}）", name, day, document))
            }
            (AreaChangeKind::Moved, false) if village => {
                Some(ui.t3("{1}于{2}划出（{3}）", name, day, document))
            }
            (AreaChangeKind::Merged, false) => {
                Some(ui.t3("{1}于{2}并入（{3}）", name, day, document))
            }
            (AreaChangeKind::Founded, true) if !name.is_empty() => {
                Some(ui.t3("{2}从{1}分出（{3}）", name, day, document))
            }
            (AreaChangeKind::Founded, true) => Some(ui.t2("{1}设立（{2}）", day, document)),
            (AreaChangeKind::Founded, false) if change.from_id == Some(area.id) => {
                Some(ui.t3("{2}分出{1}（{3}）", name, day, document))
            }
            (AreaChangeKind::Founded | AreaChangeKind::Moved, false)
            | (AreaChangeKind::Merged, true) => None,
        });
    }
    Ok(lines)
}

/// The names before, the last first. One that was set right on its own day is none.
fn former(ui: &Ui, renames: &[Rename]) -> Vec<String> {
    let before = |at: usize| renames.get(at + 1).map(|rename| rename.renamed_on);
    let lasted = renames.iter().enumerate().filter(|(at, one)| before(*at) != Some(one.renamed_on));
    lasted
        .map(|(_, one)| {
            let day = ui.date_long(one.renamed_on);
            ui.t3("原名{1}，{2}起改名（{3}）", &one.old_name, day, &one.document)
        })
        .collect()
}

fn crumbs(tx: &mut Tx<'_>, ui: &Ui, area: &Area) -> Result<Option<Crumbs>> {
    if area.level() == Level::County {
        return Ok(None);
    }
    let mut crumbs = Crumbs::new(ui);
    for above in areas::way_to(tx, &area.path)?.iter().filter(|above| above.id != area.id) {
        let county = above.level() == Level::County;
        let href = if county { "/".to_owned() } else { format!("/areas/{}", above.id) };
        crumbs = crumbs.to(&above.name, href);
    }
    Ok(Some(crumbs.here(&area.name)))
}

/// The bodies where one gets help with an application, and the others.
fn body_views(tx: &mut Tx<'_>, ui: &Ui, area: &Area) -> Result<(Vec<BodyView>, Vec<BodyView>)> {
    let mut all = bodies::bodies_at(tx, &area.path)?;
    all.sort_by_key(|body| body.kind);
    let holders = bodies::holders_at(tx, &area.path)?;
    let (mut helpers, mut others) = (Vec::new(), Vec::new());
    for body in &all {
        let helps = matches!(body.kind, BodyKind::ServiceStation | BodyKind::ServiceCenter);
        if helps { &mut helpers } else { &mut others }.push(view(ui, body, &holders));
    }
    Ok((helpers, others))
}

fn view(ui: &Ui, body: &Body, holders: &[Holder]) -> BodyView {
    let own = holders.iter().filter(|holder| holder.body_id == body.id).cloned().collect();
    let served = Served { body: body.clone(), holders: own };
    let own = &served.holders;
    let contact = |contacts: Contacts, holder: &Holder| {
        let title = post_title(&holder.post);
        let since = term(ui, holder.held_from, holder.held_until, None);
        let phone = holder.phone_shown().unwrap_or_default();
        contacts.person(ui.t(&title), &holder.name, since, phone)
    };
    let empty = served.empty().filter(|empty| *empty > 0).zip(body.seats);
    BodyView {
        name: body.name.clone(),
        purpose: body.purpose.clone().unwrap_or_default(),
        address: body.address.clone().unwrap_or_default(),
        hours: body.hours.clone().unwrap_or_default(),
        phone: body.phone.clone().unwrap_or_default(),
        vacant: served.vacant().map(|post| ui.t(&post_title(post)).into_owned()),
        seats: empty.map(|(empty, seats)| empty_seats(ui, seats, empty)),
        people: (!own.is_empty()).then(|| own.iter().fold(Contacts::new(ui), contact)),
    }
}
