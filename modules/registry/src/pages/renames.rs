//! Giving an area the name that a government decided on.

use axum::extract::{Path, State};
use platform::{App, AreaId, Result};
use web::components::{DateField, ErrorSummary, Field};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::life::LifeFormPage;
use super::person_form::date;
use crate::model::{AREAS_CHANGE, Area, Renaming};
use crate::{actions, areas, refusals};

pub(crate) fn form_page(ui: &Ui, area: &Area, form: &Form, errors: &Errors) -> LifeFormPage {
    let name = Field::text(ui, "name", ui.t("新名称"))
        .hint(ui.t("照批准文件写，例如：新柳村"))
        .typed(form)
        .errors(errors);
    let on = DateField::new(ui, "renamed_on", ui.t("从哪天起叫新名称")).typed(form).errors(errors);
    let document = Field::text(ui, "document", ui.t("批准文件的文号"))
        .hint(ui.t("例如：清政发〔2026〕12号"))
        .typed(form)
        .errors(errors);
    LifeFormPage {
        ui: ui.clone(),
        title: ui.t1("{1}改名", &area.name),
        name: String::new(),
        back: format!("/areas/{}", area.id),
        action: format!("/areas/{}/renames", area.id),
        summary: ErrorSummary::new(ui, errors),
        pieces: vec![name.to_string(), on.to_string(), document.to_string()],
        relations: None,
        hint: ui.t1(
            "名称以“{1}”开头的组织一起改名。以前的名称会保留，按日期查和导入名册时还认得。",
            &area.name,
        ),
        button: ui.t("保存").into_owned(),
    }
}

pub(crate) async fn new(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    ask(&app, &signed, id.parse()?, Form::default(), Errors::new()).await
}

async fn ask(app: &App, signed: &Signed, id: AreaId, form: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let area = areas::area(tx, id)?;
        actor.scope(AREAS_CHANGE)?.admit(&area.path, ())?;
        Ok(form_page(&ui, &area, &form, &errors))
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn create(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let area_id = id.parse::<AreaId>()?;
    let errors = match read(&signed.ui, area_id, &form)? {
        Err(errors) => errors,
        Ok(new) => match actions::rename_area(&app, &signed.actor, new).await {
            Ok(id) => return see_other(&format!("/areas/{id}")),
            Err(error) => Errors::of(&signed.ui, error)?,
        },
    };
    ask(&app, &signed, area_id, form, errors).await
}

/// The renaming that was typed, or all that is wrong with the answers.
fn read(ui: &Ui, area_id: AreaId, form: &Form) -> Result<std::result::Result<Renaming, Errors>> {
    let mut errors = Errors::new();
    if form.get("name").is_empty() {
        errors.take(ui, refusals::name_length().into())?;
    }
    if form.get("document").is_empty() {
        errors.take(ui, refusals::document_missing().into())?;
    }
    let on = date(ui, form, "renamed_on", &mut errors);
    if on.is_none() && errors.at("renamed_on").is_none() {
        errors.take(ui, refusals::date_missing("renamed_on").into())?;
    }
    let (Some(on), true) = (on, errors.is_empty()) else { return Ok(Err(errors)) };
    let (name, document) = (form.get("name").to_owned(), form.get("document").to_owned());
    Ok(Ok(Renaming { area_id, name, on, document }))
}
