//! Ending a body, and founding what comes after it.

use askama::Template;
use axum::extract::{Path, State};
use platform::{App, BodyId, Result};
use web::components::{DateField, ErrorSummary, Field, Select};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::bodies::body_for;
use super::person_form::date;
use crate::model::{Body, BodyKind, Ending, POSTS_APPOINT};
use crate::{actions, bodies, refusals};

/// The questions about the end of a body.
#[derive(Template)]
#[template(path = "registry/end_body.html")]
pub(crate) struct EndBodyPage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) body: String,
    /// How many people leave with it.
    pub(crate) holders: usize,
    pub(crate) summary: ErrorSummary,
    pub(crate) ended_on: DateField,
    pub(crate) document: Field,
    pub(crate) kind: Select,
    pub(crate) name: Field,
}

impl EndBodyPage {
    pub(crate) fn new(ui: &Ui, body: &Body, holders: usize, form: &Form, errors: &Errors) -> Self {
        let kinds = BodyKind::ALL.iter().map(|kind| (kind.word(), ui.say(kind.label())));
        Self {
            ui: ui.clone(),
            id: body.id.to_string(),
            body: body.name.clone(),
            holders,
            summary: ErrorSummary::new(ui, errors),
            ended_on: DateField::new(ui, "ended_on", ui.t("从哪天起撤销"))
                .typed(form)
                .errors(errors),
            document: Field::text(ui, "document", ui.t("批准文件的文号"))
                .hint(ui.t("例如：清政发〔2026〕12号"))
                .typed(form)
                .errors(errors),
            kind: Select::new(ui, "successor_kind", ui.t("变成什么组织"))
                .empty(ui.t("没有接续的组织"))
                .options(kinds)
                .typed(form)
                .errors(errors),
            name: Field::text(ui, "successor", ui.t("新组织的名称"))
                .hint(ui.t("例如：柳湾社区居民委员会"))
                .optional()
                .typed(form)
                .errors(errors),
        }
    }
}

pub(crate) async fn new(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    ask(&app, &signed, id.parse()?, Form::default(), Errors::new()).await
}

async fn ask(app: &App, signed: &Signed, id: BodyId, form: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let body = body_for(tx, &actor, id)?;
        actor.permit(POSTS_APPOINT, &body.area_path)?;
        let holders = bodies::holders(tx, id)?.len();
        Ok(EndBodyPage::new(&ui, &body, holders, &form, &errors))
    });
    page(&signed.ui, &read.await?)
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
        Ok(new) => match actions::end_body(&app, &signed.actor, new).await {
            Ok(next) => return see_other(&format!("/bodies/{}", next.unwrap_or(body_id))),
            Err(error) => Errors::of(&signed.ui, error)?,
        },
    };
    ask(&app, &signed, body_id, form, errors).await
}

/// The ending that was typed, or all that is wrong with the answers.
fn read(ui: &Ui, body_id: BodyId, form: &Form) -> Result<std::result::Result<Ending, Errors>> {
    let mut errors = Errors::new();
    let on = date(ui, form, "ended_on", &mut errors);
    if on.is_none() && errors.at("ended_on").is_none() {
        errors.take(ui, refusals::date_missing("ended_on").into())?;
    }
    if form.get("document").is_empty() {
        errors.take(ui, refusals::document_missing().into())?;
    }
    let kind = BodyKind::from_word(form.get("successor_kind"));
    let name = form.get("successor").to_owned();
    if kind.is_none() != name.is_empty() {
        errors.take(ui, refusals::successor_half().into())?;
    }
    let (Some(on), true) = (on, errors.is_empty()) else { return Ok(Err(errors)) };
    let (document, successor) = (form.get("document").to_owned(), kind.map(|kind| (kind, name)));
    Ok(Ok(Ending { body_id, on, document, successor }))
}
