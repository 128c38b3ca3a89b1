//! Noting that an appraisal was held: when, how many slips, about whom.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::authorisation::post_title;
use platform::{Actor, App, AreaId, Error, Result, Tx};
use web::components::{Crumbs, DateField, ErrorSummary, Field, Ticks};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::shown;
use crate::actions::appraisals::{self, Held};
use crate::powers::WATCH;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/desk/village-supervision/{area}/appraisals/new", Access::With(WATCH), show)
        .post("/desk/village-supervision/{area}/appraisals", Access::With(WATCH), send)
}

/// The form of an appraisal.
#[derive(Template)]
#[template(path = "sunshine/supervision/appraising.html")]
pub(crate) struct AppraisingPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) name: String,
    /// The members of the committee, who are all appraised.
    pub(crate) committee: Vec<String>,
    /// Others, of whom those paid for lost work are: the post's record, the name and the post.
    pub(crate) staff: Vec<(String, String)>,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

impl AppraisingPage {
    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        Crumbs::new(ui).to(ui.t("村务监督"), "/desk/village-supervision").here(ui.t("登记评议"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn held_on(&self) -> DateField {
        let ui = &self.ui;
        let field = DateField::new(ui, "held_on", ui.t("哪天评议的")).errors(&self.errors);
        if self.errors.is_empty() { field.date(ui.today()) } else { field.typed(&self.typed) }
    }

    fn slips_out(&self) -> Field {
        let ui = &self.ui;
        Field::number(ui, "slips_out", ui.t("对每个人发出多少张票"))
            .hint(ui.t("发出的，不是收回的。收回的由两个人各数一遍"))
            .unit(ui.t("张"))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn paid(&self) -> Ticks {
        let ui = &self.ui;
        Ticks::new(ui, "staff", ui.t("还评议哪些聘用人员"))
            .hint(ui.t("由村民或者村集体承担误工补贴的，勾上"))
            .options(self.staff.iter().map(|(id, name)| (id, name)))
            .typed(&self.typed)
            .optional()
    }

    fn everybody(&self) -> String {
        self.committee.join("、")
    }
}

fn read(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, area: AreaId) -> Result<AppraisingPage> {
    let area = registry::area(tx, area)?;
    if !actor.may(WATCH, &area.path) {
        return Err(Error::NotFound);
    }
    let (committee, staff) = appraisals::may_be_appraised(tx, &area.path)?;
    let named =
        |one: &registry::Holder| format!("{}（{}）", one.name, ui.t(&post_title(&one.post)));
    Ok(AppraisingPage {
        ui: ui.clone(),
        area_id: area.id.to_string(),
        name: area.name,
        committee: committee.iter().map(named).collect(),
        staff: staff.iter().map(|one| (one.id.to_string(), named(one))).collect(),
        typed: Form::default(),
        errors: Errors::new(),
    })
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(area): Path<String>,
) -> Answer {
    let (area, seen) = (area.parse()?, ui.clone());
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, area)).await?;
    page(&ui, &shown)
}

async fn send(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(area): Path<String>,
    form: Form,
) -> Answer {
    let area: AreaId = area.parse()?;
    let done = match shown::day(&form, "held_on") {
        Ok(on) => {
            let slips_out = form.compact("slips_out").parse().unwrap_or(0);
            let staff = form.all("staff").filter_map(|id| id.parse().ok()).collect();
            appraisals::begin_appraisal(&app, &actor, Held { area, on, slips_out, staff }).await
        }
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(id) => return see_other(&format!("/desk/appraisals/{id}")),
        Err(error) => error,
    };
    let (errors, seen) = (Errors::of(&ui, error)?, ui.clone());
    let blank = app.db.read(move |tx| read(tx, &seen, &actor, area)).await?;
    let mut answer = page(&ui, &AppraisingPage { typed: form, errors, ..blank })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
