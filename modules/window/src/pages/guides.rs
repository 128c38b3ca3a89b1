//! Guides: the list, one guide in plain words, its sheet to print, and the first page of applying.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{App, Result, Tx};
use registry::{Body, BodyKind, Holder};
use serde::Deserialize;
use web::components::{Contacts, Tag};
use web::{Access, Answer, Form, Routes, Ui, Visit, page, see_other};

use super::wording;
use crate::actions::{apply, finding, reading};
use crate::item::{Channel, Item, Material, Need, Origin, StationMode};
use crate::model::{GuideLine, Version};

/// The clerk's post in `posts.toml`.
const CLERK: &str = "village_clerk";

/// Townships and villages that a search shows.
const PLACES_SHOWN: usize = 10;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get_public("/guides", list)
        .get_public("/guides/{code}", show)
        .get_public("/guides/{code}/print", print)
        .get("/guides/{code}/applications", Access::Person, before)
        .post("/guides/{code}/applications", Access::Person, start)
}

/// What somebody looks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
}

/// The list of guides.
#[derive(Template)]
#[template(path = "window/guides.html")]
pub(crate) struct GuidesPage {
    pub(crate) ui: Ui,
    pub(crate) q: String,
    pub(crate) groups: Vec<Group>,
    /// Address and name of each township and village that is called so.
    pub(crate) places: Vec<(String, String)>,
}

/// The guides of one department.
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) lines: Vec<Line>,
}

/// A guide in the list.
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) plain_name: String,
    pub(crate) name: String,
    pub(crate) promise: String,
    pub(crate) ways: String,
}

impl GuidesPage {
    /// The page of what was found. A search keeps its order, the whole list goes by department.
    pub(crate) fn new(
        ui: Ui,
        q: String,
        found: Vec<GuideLine>,
        places: Vec<registry::PlaceFound>,
    ) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut items: Vec<Arc<Item>> = found.into_iter().map(|line| line.content.0).collect();
        if q.is_empty() {
            items.sort_by_key(|item| item.number);
        }
        for item in items {
            let title =
                if q.is_empty() { department(&ui, &item.department) } else { String::new() };
            let line = Line::new(&ui, &item);
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.lines.push(line),
                None => groups.push(Group { title, lines: vec![line] }),
            }
        }
        let place = |place: registry::PlaceFound| {
            let name = match place.former {
                Some(former) => ui.t2("{1}（原来的{2}）", place.name, former),
                None => place.name,
            };
            (format!("/areas/{}", place.id), name)
        };
        let places = places.into_iter().map(place).collect();
        Self { ui, q, groups, places }
    }

    fn found(&self) -> usize {
        self.groups.iter().map(|group| group.lines.len()).sum()
    }
}

impl Line {
    fn new(ui: &Ui, item: &Item) -> Self {
        let promise = wording::promise(ui, item);
        let ways: Vec<String> =
            item.channels.iter().map(|way| ui.say(way.label()).into()).collect();
        let Item { code, plain_name, name, .. } = item;
        let (code, plain_name, name) = (code.clone(), plain_name.clone(), name.clone());
        Self { code, plain_name, name, promise, ways: ways.join(" · ") }
    }
}

/// The name of a department that an item names.
pub(crate) fn department(ui: &Ui, word: &str) -> String {
    let known = registry::Department::from_word(word);
    known.map_or_else(|| word.to_owned(), |department| ui.say(department.label()).into_owned())
}

async fn list(State(app): State<App>, visit: Visit, Query(search): Query<Search>) -> Answer {
    let q: String = search.q.trim().chars().take(40).collect();
    let typed = q.clone();
    let (found, places) = app
        .db
        .read(move |tx| {
            if typed.is_empty() {
                return Ok((reading::guides(tx)?, Vec::new()));
            }
            let places = registry::find_places(tx, &typed, PLACES_SHOWN)?;
            Ok((finding::find_guides(tx, &typed)?, places))
        })
        .await?;
    let guides = GuidesPage::new(visit.ui, q, found, places);
    page(&guides.ui, &guides)
}

/// One guide.
#[derive(Template)]
#[template(path = "window/guide.html")]
pub(crate) struct GuidePage {
    pub(crate) ui: Ui,
    pub(crate) version: Version,
    pub(crate) item: Arc<Item>,
    pub(crate) helper: Option<Helper>,
}

/// Who helps the reader: the station of the reader's village and its clerks.
pub(crate) struct Helper {
    pub(crate) station: Body,
    pub(crate) clerks: Vec<Holder>,
}

impl GuidePage {
    pub(crate) fn new(ui: Ui, version: Version, helper: Option<Helper>) -> Self {
        let item = version.content.0.clone();
        Self { ui, version, item, helper }
    }

    fn online(&self) -> bool {
        self.item.open_to(Channel::Online)
    }

    fn may_be_helped(&self) -> bool {
        self.item.station_mode != StationMode::None
    }

    fn promise(&self) -> String {
        wording::promise(&self.ui, &self.item)
    }

    fn lawful(&self) -> String {
        self.item.limits().lawful().map(|limit| wording::limit(&self.ui, limit)).unwrap_or_default()
    }

    fn papers(&self) -> Vec<Paper<'_>> {
        papers(&self.ui, &self.item)
    }

    fn ways(&self) -> Vec<Tag> {
        let way = |way: &Channel| Tag::plain(self.ui.say(way.label()));
        self.item.channels.iter().map(way).collect()
    }

    fn department(&self) -> String {
        department(&self.ui, &self.item.department)
    }

    fn published(&self) -> String {
        let day = self.version.effective_on.map(|day| self.ui.date_long(day)).unwrap_or_default();
        self.ui.t2("第 {1} 版，{2} 起施行", self.version.number, day)
    }

    fn contacts(&self) -> Contacts {
        let mut contacts = Contacts::new(&self.ui);
        if let Some(Helper { station, clerks }) = &self.helper {
            let hours = station.hours.as_deref().unwrap_or_default();
            for clerk in clerks {
                let phone = clerk.phone_shown().or_else(|| station.phone.clone());
                let phone = phone.unwrap_or_default();
                contacts = contacts.person(self.ui.t("代办员"), &clerk.name, hours, phone);
            }
        }
        contacts
    }
}

/// A paper as the guide tells of it.
pub(crate) struct Paper<'a> {
    pub(crate) name: &'a str,
    pub(crate) note: String,
    pub(crate) shared: bool,
}

/// What to bring, the papers the office fetches itself last.
pub(crate) fn papers<'a>(ui: &Ui, item: &'a Item) -> Vec<Paper<'a>> {
    let paper = |paper: &'a Material| Paper {
        name: &paper.name,
        note: note(ui, paper),
        shared: paper.origin == Origin::Shared,
    };
    let mut papers: Vec<Paper<'_>> = item.material.iter().map(paper).collect();
    papers.sort_by_key(|paper| paper.shared);
    papers
}

/// In which case, in which form, what is looked at.
pub(crate) fn note(ui: &Ui, paper: &Material) -> String {
    if paper.origin == Origin::Shared {
        return ui.say(paper.origin.label()).into_owned();
    }
    let mut parts = Vec::new();
    match paper.need {
        Need::Conditional if !paper.when.is_empty() => parts.push(paper.when.clone()),
        Need::Conditional | Need::Optional => parts.push(ui.say(paper.need.label()).into_owned()),
        Need::Required => {}
    }
    parts.push(ui.say(paper.form.label()).into_owned());
    if paper.copies > 1 {
        parts.push(ui.t1("{1} 份", paper.copies));
    }
    if !paper.check.is_empty() {
        parts.push(paper.check.clone());
    }
    if paper.tolerable {
        parts.push(ui.t("可以先收后补").into_owned());
    }
    parts.join(&ui.t("；"))
}

/// The station of a village and its clerks, where there are any.
fn helper(tx: &mut Tx<'_>, home: &platform::AreaPath) -> Result<Option<Helper>> {
    let village = home.at(platform::area::Level::Village);
    let Some(station) = registry::body_of_kind(tx, &village, BodyKind::ServiceStation)? else {
        return Ok(None);
    };
    let clerks = registry::holders(tx, station.id)?;
    let clerks = clerks.into_iter().filter(|holder| holder.post == CLERK).collect();
    Ok(Some(Helper { station, clerks }))
}

async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let home = visit.actor.as_ref().map(|actor| actor.home.clone());
    let (version, helper) = app
        .db
        .read(move |tx| {
            let version = reading::guide(tx, &code)?;
            let helper = home.as_ref().map(|home| helper(tx, home)).transpose()?.flatten();
            Ok((version, helper))
        })
        .await?;
    let guide = GuidePage::new(visit.ui, version, helper);
    page(&guide.ui, &guide)
}

/// One sheet to hang up or to take along.
#[derive(Template)]
#[template(path = "window/guide_print.html")]
pub(crate) struct GuidePrint {
    pub(crate) ui: Ui,
    pub(crate) guide: GuidePage,
    pub(crate) qr: String,
}

impl GuidePrint {
    /// The sheet; its QR code leads to the guide.
    pub(crate) fn new(guide: GuidePage, public_url: &str) -> Self {
        let qr = web::qr::svg(&format!("{public_url}/guides/{}", guide.item.code));
        Self { ui: guide.ui.clone(), guide, qr }
    }
}

async fn print(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let version = app.db.read(move |tx| reading::guide(tx, &code)).await?;
    let sheet = GuidePrint::new(GuidePage::new(visit.ui, version, None), &app.settings.public_url);
    page(&sheet.ui, &sheet)
}

/// What to have ready before one begins.
#[derive(Template)]
#[template(path = "window/start.html")]
pub(crate) struct StartPage {
    pub(crate) ui: Ui,
    pub(crate) item: Arc<Item>,
}

impl StartPage {
    fn papers(&self) -> Vec<Paper<'_>> {
        papers(&self.ui, &self.item)
    }

    fn promise(&self) -> String {
        wording::promise(&self.ui, &self.item)
    }
}

async fn before(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let version = app.db.read(move |tx| reading::guide(tx, &code)).await?;
    let item = version.content.0;
    if !item.open_to(Channel::Online) {
        // The guide says how else one may apply.
        return see_other(&format!("/guides/{}", item.code));
    }
    let start = StartPage { ui: visit.ui, item };
    page(&start.ui, &start)
}

async fn start(
    State(app): State<App>,
    web::visit::Signed { actor, .. }: web::visit::Signed,
    Path(code): Path<String>,
    _: Form,
) -> Answer {
    let draft = apply::start(&app, &actor, &code).await?;
    see_other(&format!("/applications/{draft}/questions/1"))
}
