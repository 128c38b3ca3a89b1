//! Appointing somebody to a post: find the person, then say which post and from when.

use askama::Template;
use axum::extract::{Path, State};
use platform::authorisation::post_kinds;
use platform::{App, BodyId, PersonId, Result};
use web::components::{DateField, ErrorSummary, Field, Select};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::bodies::{body_for, level_of};
use super::people::{PersonRow, rows};
use super::person_form::{date, date_fields};
use crate::actions;
use crate::model::{Appointment, Body, PEOPLE_READ};
use crate::people::find_people;
use crate::{refusals, roster};

/// Enough to choose from; whoever is not among them is found by more letters.
const CANDIDATES_SHOWN: u32 = 20;

/// The questions about an appointment.
#[derive(Template)]
#[template(path = "registry/appointment.html")]
pub(crate) struct AppointmentPage {
    pub(crate) ui: Ui,
    pub(crate) body: String,
    pub(crate) body_id: String,
    pub(crate) query: String,
    pub(crate) summary: ErrorSummary,
    pub(crate) search: Field,
    pub(crate) searched: bool,
    pub(crate) candidates: Vec<PersonRow>,
    pub(crate) chosen: String,
    pub(crate) person_error: String,
    pub(crate) post: Select,
    pub(crate) held_from: DateField,
    pub(crate) held_until: DateField,
    pub(crate) public_phone: Field,
}

impl AppointmentPage {
    pub(crate) fn new(
        ui: &Ui,
        body: &Body,
        form: &Form,
        errors: &Errors,
        candidates: Vec<PersonRow>,
    ) -> Result<Self> {
        let level = level_of(body).key();
        let kinds = post_kinds()?.iter().filter(|(_, kind)| kind.level == level);
        let posts = kinds.map(|(word, kind)| (word.clone(), ui.t(&kind.title).into_owned()));
        let query = form.get("q").to_owned();
        Ok(Self {
            ui: ui.clone(),
            body: body.name.clone(),
            body_id: body.id.to_string(),
            summary: ErrorSummary::new(ui, errors),
            search: Field::search(ui, "q", ui.t("谁来担任"))
                .hint(ui.t("姓名、拼音、电话开头或末四位、户号（如 12号户），或整个身份证号"))
                .value(&query),
            searched: !query.is_empty(),
            query,
            candidates,
            chosen: form.get("person").to_owned(),
            person_error: errors.at("person").unwrap_or_default().to_owned(),
            post: Select::new(ui, "post", ui.t("职务")).options(posts).typed(form).errors(errors),
            held_from: DateField::new(ui, "held_from", ui.t("从哪天起")).typed(form).errors(errors),
            held_until: DateField::new(ui, "held_until", ui.t("任期到哪天"))
                .optional()
                .typed(form)
                .errors(errors),
            public_phone: Field::phone(ui, "public_phone", ui.t("对外公布的电话"))
                .hint(ui.t("不填，网页上只显示本人电话的头三位和末四位"))
                .optional()
                .typed(form)
                .errors(errors),
        })
    }
}

async fn ask(app: &App, signed: &Signed, id: BodyId, form: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let body = body_for(tx, &actor, id)?;
        let query = form.get("q");
        let found = if query.is_empty() {
            Vec::new()
        } else {
            find_people(tx, &actor.scope(PEOPLE_READ)?, query, CANDIDATES_SHOWN)?
        };
        // The href of a row carries the id; the form wants the id alone.
        let mut candidates = rows(tx, &ui, &found)?;
        for (row, person) in candidates.iter_mut().zip(&found) {
            row.href = person.id.to_string();
        }
        AppointmentPage::new(&ui, &body, &form, &errors, candidates)
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn new(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    ask(&app, &signed, id.parse()?, Form::default(), Errors::new()).await
}

/// Shows who was found, with today as the first day.
pub(crate) async fn candidates(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let today = date_fields("held_from", app.clock().today());
    let mut fields: Vec<(&str, &str)> = vec![("q", form.get("q"))];
    fields.extend(today.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    ask(&app, &signed, id.parse()?, Form::of(&fields), Errors::new()).await
}

pub(crate) async fn create(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let body_id = id.parse::<BodyId>()?;
    let errors = match read(&signed.ui, body_id, &form)? {
        Err(errors) => errors,
        Ok(new) => match actions::appoint(&app, &signed.actor, new).await {
            Ok(_) => return see_other(&format!("/bodies/{body_id}")),
            Err(error) => Errors::of(&signed.ui, error)?,
        },
    };
    ask(&app, &signed, body_id, form, errors).await
}

/// The appointment that was typed, or all that is wrong with the answers.
fn read(ui: &Ui, body_id: BodyId, form: &Form) -> Result<std::result::Result<Appointment, Errors>> {
    let mut errors = Errors::new();
    let person = form.get("person").parse::<PersonId>().ok();
    if person.is_none() {
        errors.take(ui, refusals::person_missing().into())?;
    }
    if form.get("post").is_empty() {
        errors.take(ui, refusals::post_unknown().into())?;
    }
    let from = date(ui, form, "held_from", &mut errors);
    if from.is_none() && errors.at("held_from").is_none() {
        errors.take(ui, refusals::date_missing("held_from").into())?;
    }
    let held_until = date(ui, form, "held_until", &mut errors);
    let public_phone = match roster::read_phone(form.get("public_phone")) {
        Ok(phone) => phone,
        Err(refusal) => {
            errors.take(ui, refusal.at("public_phone").into())?;
            None
        }
    };
    let (Some(person_id), Some(held_from), true) = (person, from, errors.is_empty()) else {
        return Ok(Err(errors));
    };
    let post = form.get("post").to_owned();
    Ok(Ok(Appointment { body_id, post, person_id, public_phone, held_from, held_until }))
}
