//! How much a village's money moves, noted by the township or the county.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::{Actor, App, Error, Result, Tx};
use registry::Area;
use web::components::{Choice, Crumbs, DateField, ErrorSummary, Field, dates};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use crate::actions::traffic::{self, TrafficNoted};
use crate::model::Traffic;
use crate::powers::SUPERVISE;

pub(super) fn routes() -> Routes {
    let supervises = Access::With(SUPERVISE);
    Routes::new().get("/desk/sunshine/traffic/{area}", supervises, show).post(
        "/desk/sunshine/traffic/{area}",
        supervises,
        note,
    )
}

/// The records of a village, and the next.
#[derive(Template)]
#[template(path = "sunshine/traffic.html")]
pub(crate) struct TrafficPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) name: String,
    pub(crate) records: Vec<Traffic>,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

impl TrafficPage {
    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        Crumbs::new(ui).to(ui.t("全县公开情况"), "/sunshine").here(ui.t("收支频繁"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn is_heavy(&self) -> bool {
        self.records.last().is_some_and(|last| last.heavy)
    }

    fn lines(&self) -> Vec<(String, String, String)> {
        let ui = &self.ui;
        let said = |record: &Traffic| {
            let words = if record.heavy {
                ui.t1("{1}起收支频繁，每月公布", ui.date(record.since_on))
            } else {
                ui.t1("{1}起不再收支频繁，每季度公布", ui.date(record.since_on))
            };
            (words, record.decision.clone(), record.noted_by.clone())
        };
        self.records.iter().rev().map(said).collect()
    }

    fn heavy(&self) -> Choice {
        let ui = &self.ui;
        let next = if self.is_heavy() { "no" } else { "yes" };
        let asked = Choice::new(ui, "heavy", ui.t("认定"))
            .option("yes", ui.t("财务往来较多，每月公布一次"))
            .option("no", ui.t("不再较多，每季度公布一次"))
            .errors(&self.errors);
        if self.errors.is_empty() { asked.chosen(next) } else { asked.typed(&self.typed) }
    }

    fn since_on(&self) -> DateField {
        let ui = &self.ui;
        let field = DateField::new(ui, "since_on", ui.t("从哪天起")).errors(&self.errors);
        if self.errors.is_empty() {
            field.date(ui.today().first_of_month())
        } else {
            field.typed(&self.typed)
        }
    }

    fn decision(&self) -> Field {
        let ui = &self.ui;
        Field::text(ui, "decision", ui.t("根据什么认定"))
            .hint(ui.t("例如：镇政发〔2026〕12号"))
            .typed(&self.typed)
            .errors(&self.errors)
    }
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: &str) -> Result<(Area, Vec<Traffic>)> {
    let area = registry::area(tx, id.parse()?)?;
    if !actor.may(SUPERVISE, &area.path) {
        return Err(Error::NotFound);
    }
    let records = traffic::of(tx, &area.path)?;
    Ok((area, records))
}

async fn shown(app: &App, Signed { ui, actor }: Signed, id: String) -> Result<TrafficPage> {
    let (area, records) = app.db.read(move |tx| read(tx, &actor, &id)).await?;
    let (area_id, name) = (area.id.to_string(), area.name);
    let (typed, errors) = (Form::default(), Errors::new());
    Ok(TrafficPage { ui, area_id, name, records, typed, errors })
}

async fn show(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    let shown = shown(&app, signed, id).await?;
    page(&shown.ui, &shown)
}

async fn note(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let ui = signed.ui.clone();
    let mut errors = Errors::new();
    match dates::from_form(&form, "since_on") {
        Ok(Some(since_on)) => {
            let heavy = form.get("heavy") == "yes";
            let (area, decision) = (id.parse()?, form.get("decision").to_owned());
            let new = TrafficNoted { area, heavy, since_on, decision };
            match traffic::note(&app, &signed.actor, new).await {
                Ok(_) => return see_other(&format!("/desk/sunshine/traffic/{id}")),
                Err(error) => errors = Errors::of(&ui, error)?,
            }
        }
        Ok(None) => errors.add("since_on", ui.t(dates::EMPTY)),
        Err(sentence) => errors.add("since_on", ui.t(sentence)),
    }
    let page_of = shown(&app, signed, id).await?;
    let mut answer = page(&ui, &TrafficPage { typed: form, errors, ..page_of })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
