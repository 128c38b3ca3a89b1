//! One item of the catalogue: read, written, published.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::{App, Error};
use web::components::{Crumbs, DateField, ErrorSummary, Facts, Tag, dates};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::item_form::{Boxes, blank, boxes, form_of, item_of};
use super::items::{area_of, standing};
use crate::actions::items;
use crate::model::{ItemVersionId, Version};
use crate::powers::CATALOGUE;

pub(super) fn routes() -> Routes {
    let any = Access::WithAny(CATALOGUE);
    Routes::new()
        .get("/disclosure-items/{area}/new", any, new)
        .post("/disclosure-items/{area}/new", any, create)
        .get("/disclosure-items/{area}/{version}", any, show)
        .post("/disclosure-items/{area}/{version}/publication", any, publish)
        .get("/disclosure-items/{area}/{version}/draft", any, edit)
        .post("/disclosure-items/{area}/{version}/draft", any, save)
}

/// One version.
#[derive(Template)]
#[template(path = "sunshine/item.html")]
pub(crate) struct ItemPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) version: Version,
    pub(crate) may_edit: bool,
    pub(crate) may_publish: bool,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// The form of an item.
#[derive(Template)]
#[template(path = "sunshine/item_form.html")]
pub(crate) struct ItemFormPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    /// The item that is there, if it is.
    pub(crate) known: Option<String>,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

impl ItemPage {
    fn crumbs(&self) -> Crumbs {
        let list = format!("/disclosure-items/{}", self.area_id);
        Crumbs::new(&self.ui).to(self.ui.t("公开目录"), list).here(&self.version.content.0.title)
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn tag(&self) -> Tag {
        standing(&self.ui, &self.version)
    }

    fn is_draft(&self) -> bool {
        self.version.published_by.is_none()
    }

    fn facts(&self) -> Facts {
        let (ui, item) = (&self.ui, &self.version.content.0);
        let mut facts = Facts::new(ui)
            .fact(ui.t("代号"), &item.key)
            .fact(ui.t("类别"), ui.t(item.class.label()))
            .fact(ui.t("多久公开一次"), ui.t(item.frequency.label()))
            .fact(ui.t("什么时候公开"), ui.t(item.told.label()))
            .fact(ui.t("张榜几天"), ui.days(item.display_days))
            .fact(ui.t("谁起草"), &item.drafts)
            .fact(ui.t("谁审核"), &item.reviews)
            .fact(ui.t("用什么样子公开"), ui.say(item.shape.label()))
            .fact(ui.t("人名怎么公布"), ui.say(item.redaction.label()));
        if item.heavy_monthly {
            facts = facts.fact(ui.t("收支频繁的村"), ui.t("每月一次"));
        }
        if !item.columns.is_empty() {
            facts = facts.fact(ui.t("表的各列"), item.columns.join("、"));
        }
        if !item.attachments.is_empty() {
            facts = facts.fact(ui.t("必须附上的材料"), item.attachments.join("、"));
        }
        if !item.note.is_empty() {
            facts = facts.fact(ui.t("给起草的人的说明"), &item.note);
        }
        facts.fact(ui.t("第几版"), self.version.number).name(ui.t("起草"), &self.version.drafted_by)
    }

    /// Why it is told, and how sure that is.
    fn basis(&self) -> Vec<(String, Tag)> {
        let ui = &self.ui;
        let said = |basis: &crate::item::Basis| {
            let words =
                basis.article().map_or_else(|| basis.document.clone(), |cite| ui.cite(cite));
            let word = ui.say(basis.confidence.label());
            let sure = basis.confidence == crate::item::Confidence::Verified;
            (words, if sure { Tag::ok(word) } else { Tag::warn(word) })
        };
        self.version.content.0.basis.iter().map(said).collect()
    }

    fn effective_on(&self) -> DateField {
        let field = DateField::new(&self.ui, "effective_on", self.ui.t("从哪天起施行"))
            .errors(&self.errors);
        if self.errors.is_empty() { field.date(self.ui.today()) } else { field.typed(&self.typed) }
    }
}

impl ItemFormPage {
    fn crumbs(&self) -> Crumbs {
        let list = format!("/disclosure-items/{}", self.area_id);
        Crumbs::new(&self.ui).to(self.ui.t("公开目录"), list).here(self.title())
    }

    fn title(&self) -> String {
        let known = self.known.as_ref().map(|_| self.ui.t("改成新的一版"));
        known.unwrap_or_else(|| self.ui.t("加一项")).into_owned()
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn asked(&self) -> Boxes {
        boxes(&self.ui, self.known.is_some(), &self.typed, &self.errors)
    }
}

/// A version with what the reader may do.
async fn opened(
    app: &App,
    Signed { ui, actor }: Signed,
    (area, version): (String, ItemVersionId),
) -> platform::Result<ItemPage> {
    app.db
        .read(move |tx| {
            let area = area_of(tx, &actor, &area)?;
            let version = items::version(tx, &actor, version)?;
            if version.area_path != area.path {
                return Err(Error::NotFound);
            }
            Ok(ItemPage {
                ui: ui.clone(),
                area_id: area.id.to_string(),
                may_edit: items::may_edit(&actor, &area.path),
                may_publish: items::may_publish(&actor, &area.path),
                version,
                typed: Form::default(),
                errors: Errors::new(),
            })
        })
        .await
}

async fn show(
    State(app): State<App>,
    signed: Signed,
    Path((area, version)): Path<(String, String)>,
) -> Answer {
    let shown = opened(&app, signed, (area, version.parse()?)).await?;
    page(&shown.ui, &shown)
}

async fn publish(
    State(app): State<App>,
    signed: Signed,
    Path((area, version)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let version: ItemVersionId = version.parse()?;
    let ui = signed.ui.clone();
    let mut errors = Errors::new();
    match dates::from_form(&form, "effective_on") {
        Ok(Some(on)) => {
            items::publish(&app, &signed.actor, version, on).await?;
            return see_other(&format!("/disclosure-items/{area}?news=published-1"));
        }
        Ok(None) => errors.add("effective_on", ui.t(dates::EMPTY)),
        Err(sentence) => errors.add("effective_on", ui.t(sentence)),
    }
    let shown = opened(&app, signed, (area, version)).await?;
    let mut answer = page(&ui, &ItemPage { typed: form, errors, ..shown })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

async fn new(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(area): Path<String>,
) -> Answer {
    let area = app.db.read(move |tx| area_of(tx, &actor, &area)).await?;
    let (area_id, typed) = (area.id.to_string(), blank());
    let shown = ItemFormPage { ui, area_id, known: None, typed, errors: Errors::new() };
    page(&shown.ui, &shown)
}

async fn edit(
    State(app): State<App>,
    signed: Signed,
    Path((area, version)): Path<(String, String)>,
) -> Answer {
    let one = opened(&app, signed, (area, version.parse()?)).await?;
    let item = &one.version.content.0;
    let (known, typed) = (Some(item.key.clone()), form_of(item));
    let (ui, area_id, errors) = (one.ui.clone(), one.area_id.clone(), Errors::new());
    page(&one.ui, &ItemFormPage { ui, area_id, known, typed, errors })
}

async fn create(
    State(app): State<App>,
    signed: Signed,
    Path(area): Path<String>,
    form: Form,
) -> Answer {
    write(&app, signed, (area, None), form).await
}

async fn save(
    State(app): State<App>,
    signed: Signed,
    Path((area, version)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let one = opened(&app, signed.clone(), (area.clone(), version.parse()?)).await?;
    let known = one.version.content.0.key.clone();
    write(&app, signed, (area, Some(known)), form).await
}

async fn write(
    app: &App,
    Signed { ui, actor }: Signed,
    (area_id, known): (String, Option<String>),
    form: Form,
) -> Answer {
    let (reader, wanted) = (actor.clone(), area_id.clone());
    let area = app.db.read(move |tx| area_of(tx, &reader, &wanted)).await?;
    let errors = match item_of(&ui, &form, known.as_deref()) {
        Ok(item) => match items::draft(app, &actor, area.path, item).await {
            Ok(_) => {
                return see_other(&format!("/disclosure-items/{area_id}?news=drafted"));
            }
            Err(error) => Errors::of(&ui, error)?,
        },
        Err(errors) => errors,
    };
    let shown = ItemFormPage { ui, area_id, known, typed: form, errors };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
