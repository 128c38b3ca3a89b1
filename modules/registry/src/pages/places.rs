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

use super::people::term;
use crate::model::{AREAS_CHANGE, Area, Body, BodyKind, Holder, Rename};
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
    pub(crate) panels: Vec<String>,
    pub(crate) panels_aside: Vec<String>,
    /// What it was called before, until when and by which document.
    pub(crate) former: Vec<String>,
    /// Where a new name is noted, for those whose post it is.
    pub(crate) rename: Option<String>,
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
    let may_rename =
        visit.actor.as_ref().is_some_and(|actor| actor.permit(AREAS_CHANGE, &area.path).is_ok());
    let level = area.level();
    let below = areas::areas_below(tx, area.id, AREAS_SHOWN_MAX)?;
    let small = level >= Level::Village;
    let counts = if small { Some(people::counts(tx, &area.path)?) } else { None };
    let counts = counts.map(|(households, people)| (ui.number(households), ui.number(people)));
    let (helpers, bodies) = body_views(tx, ui, area)?;
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
        bodies,
        helpers,
        panels,
        panels_aside,
        former: former(ui, &areas::renames_of(tx, area.id)?),
        rename: may_rename.then(|| format!("/areas/{}/renames", area.id)),
    })
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
    let own: Vec<&Holder> = holders.iter().filter(|holder| holder.body_id == body.id).collect();
    let contact = |contacts: Contacts, holder: &&Holder| {
        let title = post_title(&holder.post);
        let since = term(ui, holder.held_from, holder.held_until, None);
        let phone = holder.phone_shown().unwrap_or_default();
        contacts.person(ui.t(&title), &holder.name, since, phone)
    };
    let leads = |post: &&str| !own.iter().any(|holder| holder.post == *post);
    let vacant = body.kind.leading_post().filter(leads);
    BodyView {
        name: body.name.clone(),
        purpose: body.purpose.clone().unwrap_or_default(),
        address: body.address.clone().unwrap_or_default(),
        hours: body.hours.clone().unwrap_or_default(),
        phone: body.phone.clone().unwrap_or_default(),
        vacant: vacant.map(|post| ui.t(&post_title(post)).into_owned()),
        people: (!own.is_empty()).then(|| own.iter().fold(Contacts::new(ui), contact)),
    }
}
