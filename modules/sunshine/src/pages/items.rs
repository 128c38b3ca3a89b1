//! The catalogue of the county, and what a village adds to it.

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{Actor, App, AreaPath, Error, Result, Tx};
use registry::Area;
use serde::Deserialize;
use web::components::{Banner, Crumbs, DateField, ErrorSummary, Tag, dates};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use crate::actions::items;
use crate::model::Version;
use crate::powers::{CATALOGUE, DRAFT, EDIT_CATALOGUE, PUBLISH, PUBLISH_CATALOGUE};

pub(super) fn routes() -> Routes {
    let any = Access::WithAny(CATALOGUE);
    Routes::new()
        .get("/disclosure-items", any, home)
        .get("/disclosure-items/{area}", any, list)
        .post("/disclosure-items/{area}/imports", Access::With(EDIT_CATALOGUE), import)
        .post("/disclosure-items/{area}/publications", Access::With(PUBLISH_CATALOGUE), publish)
}

/// The list.
#[derive(Template)]
#[template(path = "sunshine/items.html")]
pub(crate) struct ItemsPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) name: String,
    /// The county's own, or a village's additions.
    pub(crate) of_county: bool,
    pub(crate) versions: Vec<Version>,
    pub(crate) may_edit: bool,
    pub(crate) may_publish: bool,
    /// Villages where the reader writes or publishes additions.
    pub(crate) villages: Vec<(String, String)>,
    pub(crate) news: String,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// Where a version stands.
pub(crate) fn standing(ui: &Ui, version: &Version) -> Tag {
    match version.effective_on {
        None => Tag::warn(ui.t("草稿")),
        Some(_) if version.content.0.retired => Tag::plain(ui.t("不再公开")),
        Some(on) if on > ui.today() => Tag::go(ui.t1("{1}起施行", ui.date(on))),
        Some(_) => Tag::ok(ui.t("施行中")),
    }
}

impl ItemsPage {
    fn crumbs(&self) -> Crumbs {
        Crumbs::new(&self.ui).to(self.ui.t("工作台"), "/desk").here(self.ui.t("公开目录"))
    }

    fn banner(&self) -> Option<Banner> {
        let ui = &self.ui;
        let (word, count) = self.news.split_once('-').unwrap_or((&self.news, "0"));
        match word {
            "imported" => Some(Banner::good(ui, ui.t1("起草了 {1} 项，等另一个人核对公布", count))),
            "published" => Some(Banner::good(ui, ui.t1("公布了 {1} 项", count))),
            "drafted" => Some(Banner::good(ui, ui.t("存成草稿了，等另一个人核对公布"))),
            _ => None,
        }
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn tag(&self, version: &Version) -> Tag {
        standing(&self.ui, version)
    }

    fn drafts(&self) -> usize {
        self.versions.iter().filter(|version| version.published_by.is_none()).count()
    }

    fn effective_on(&self) -> DateField {
        let field = DateField::new(&self.ui, "effective_on", self.ui.t("从哪天起施行"))
            .errors(&self.errors);
        if self.errors.is_empty() { field.date(self.ui.today()) } else { field.typed(&self.typed) }
    }
}

/// The area of the address: the county, or a village.
pub(super) fn area_of(tx: &mut Tx<'_>, actor: &Actor, id: &str) -> Result<Area> {
    let area = registry::area(tx, id.parse()?)?;
    let concerned = items::may_edit(actor, &area.path) || items::may_publish(actor, &area.path);
    if concerned { Ok(area) } else { Err(Error::NotFound) }
}

/// Villages where the actor writes or publishes additions.
fn villages(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(String, String)>> {
    let mut paths: Vec<AreaPath> = [DRAFT, PUBLISH]
        .into_iter()
        .filter_map(|power| actor.scope(power).ok())
        .flat_map(|scope| scope.areas().to_vec())
        .filter(|path| *path != AreaPath::county())
        .collect();
    paths.sort();
    paths.dedup();
    paths
        .iter()
        .map(|path| {
            let area = registry::area_at(tx, path)?;
            Ok((format!("/disclosure-items/{}", area.id), area.name))
        })
        .collect()
}

async fn home(State(app): State<App>, Signed { actor, .. }: Signed) -> Answer {
    let address = app
        .db
        .read(move |tx| {
            let of_county = actor.holds(EDIT_CATALOGUE) || actor.holds(PUBLISH_CATALOGUE);
            if of_county {
                let county = registry::county(tx)?.ok_or(Error::NotFound)?;
                return Ok(format!("/disclosure-items/{}", county.id));
            }
            let first = villages(tx, &actor)?.into_iter().next();
            first.map(|(address, _)| address).ok_or(Error::NotFound)
        })
        .await?;
    see_other(&address)
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    news: String,
}

fn read(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, id: &str) -> Result<ItemsPage> {
    let area = area_of(tx, actor, id)?;
    let of_county = area.path == AreaPath::county();
    Ok(ItemsPage {
        ui: ui.clone(),
        area_id: area.id.to_string(),
        of_county,
        versions: items::newest(tx, actor, &area.path)?,
        may_edit: items::may_edit(actor, &area.path),
        may_publish: items::may_publish(actor, &area.path),
        villages: villages(tx, actor)?,
        name: area.name,
        news: String::new(),
        typed: Form::default(),
        errors: Errors::new(),
    })
}

async fn list(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let seen = ui.clone();
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, &id)).await?;
    page(&ui, &ItemsPage { news: asked.news, ..shown })
}

async fn import(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    let drafted = items::import_bundled(&app, &actor).await?;
    see_other(&format!("/disclosure-items/{id}?news=imported-{drafted}"))
}

async fn publish(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let mut errors = Errors::new();
    match dates::from_form(&form, "effective_on") {
        Ok(Some(on)) => {
            let published = items::publish_all(&app, &actor, on).await?;
            return see_other(&format!("/disclosure-items/{id}?news=published-{published}"));
        }
        Ok(None) => errors.add("effective_on", ui.t(dates::EMPTY)),
        Err(sentence) => errors.add("effective_on", ui.t(sentence)),
    }
    let seen = ui.clone();
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, &id)).await?;
    let mut answer = page(&ui, &ItemsPage { typed: form, errors, ..shown })?;
    *answer.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
