//! Founding a body, and setting right what is noted of one.

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{App, AreaId, BodyId, Result};
use web::components::{ErrorSummary, Field, Select};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::bodies::{Where, area_of, body_for};
use crate::model::{Area, Body, BodyFacts, BodyKind, Department, NewBody, POSTS_APPOINT};
use crate::{actions, refusals, roster};

/// The questions about a body that is founded or corrected.
#[derive(Template)]
#[template(path = "registry/body_form.html")]
pub(crate) struct BodyFormPage {
    pub(crate) ui: Ui,
    pub(crate) title: String,
    pub(crate) back: (String, String),
    pub(crate) action: String,
    /// The area of a new body.
    pub(crate) area_id: String,
    pub(crate) summary: ErrorSummary,
    /// What cannot be changed later.
    pub(crate) kinds: Option<(Select, Select)>,
    pub(crate) facts: [Field; 6],
    /// Why it is corrected.
    pub(crate) why: Option<Field>,
}

impl BodyFormPage {
    /// For a new body.
    pub(crate) fn new(ui: &Ui, area: &Area, form: &Form, errors: &Errors) -> Self {
        let kinds = BodyKind::ALL.iter().map(|kind| (kind.word(), ui.say(kind.label())));
        let departments = Department::ALL.iter().map(|one| (one.word(), ui.say(one.label())));
        let kind =
            Select::new(ui, "kind", ui.t("是什么组织")).options(kinds).typed(form).errors(errors);
        let department = Select::new(ui, "department", ui.t("管哪一行"))
            .hint(ui.t("县级部门才选"))
            .options(departments)
            .optional()
            .typed(form)
            .errors(errors);
        Self {
            ui: ui.clone(),
            title: ui.t("登记一个组织").into_owned(),
            back: (format!("/bodies?area={}", area.id), area.name.clone()),
            action: "/bodies".into(),
            area_id: area.id.to_string(),
            summary: ErrorSummary::new(ui, errors),
            kinds: Some((kind, department)),
            facts: facts(ui, form, errors),
            why: None,
        }
    }

    /// For one that is there.
    pub(crate) fn correction(ui: &Ui, body: &Body, form: &Form, errors: &Errors) -> Self {
        let fresh = form.fields().next().is_none();
        let [name, phone, address, hours, purpose, seats] = facts(ui, form, errors);
        let was = |field: Field, value: &Option<String>| {
            if fresh { field.value(value.as_deref().unwrap_or_default()) } else { field }
        };
        let seated = body.seats.map(|seats| seats.to_string());
        Self {
            ui: ui.clone(),
            title: ui.t("更正一个组织").into_owned(),
            back: (format!("/bodies/{}", body.id), body.name.clone()),
            action: format!("/bodies/{}/correction", body.id),
            area_id: String::new(),
            summary: ErrorSummary::new(ui, errors),
            kinds: None,
            facts: [
                was(name, &Some(body.name.clone())),
                was(phone, &body.phone),
                was(address, &body.address),
                was(hours, &body.hours),
                was(purpose, &body.purpose),
                was(seats, &seated),
            ],
            why: Some(
                Field::text(ui, "why", ui.t("为什么更正"))
                    .hint(ui.t("记进操作记录。不要写电话和身份证号"))
                    .typed(form)
                    .errors(errors),
            ),
        }
    }
}

fn facts(ui: &Ui, form: &Form, errors: &Errors) -> [Field; 6] {
    let line = |name, label| Field::text(ui, name, label).optional();
    let fields = [
        Field::text(ui, "name", ui.t("名称")),
        Field::phone(ui, "phone", ui.t("办公电话")).hint(ui.t("会公布在网页上")).optional(),
        line("address", ui.t("地址")),
        line("hours", ui.t("什么时候有人")).hint(ui.t("例如：周一至周五 8:30—17:30")),
        line("purpose", ui.t("管什么")).hint(ui.t("一句话，说给来办事的人听")),
        Field::number(ui, "seats", ui.t("席位"))
            .hint(ui.t("县里定的人数，空缺照它算；村民委员会 3 到 7 人"))
            .optional(),
    ];
    fields.map(|field| field.typed(form).errors(errors))
}

/// The facts that were typed; what is wrong is added to the errors.
fn read(ui: &Ui, form: &Form, errors: &mut Errors) -> Result<BodyFacts> {
    let said = |field| Some(form.get(field).to_owned()).filter(|text| !text.is_empty());
    let phone = match roster::read_phone(form.get("phone")) {
        Ok(phone) => phone,
        Err(refusal) => {
            errors.take(ui, refusal.into())?;
            None
        }
    };
    let typed = form.compact("seats");
    let seats = if typed.is_empty() { None } else { typed.parse::<u32>().ok() };
    if seats.is_none() && !typed.is_empty() {
        errors.take(ui, refusals::seats_number().into())?;
    }
    Ok(BodyFacts {
        name: form.get("name").to_owned(),
        phone,
        address: said("address"),
        hours: said("hours"),
        purpose: said("purpose"),
        seats,
    })
}

pub(crate) async fn new(
    State(app): State<App>,
    signed: Signed,
    Query(asked): Query<Where>,
) -> Answer {
    ask(&app, &signed, asked.area, Form::default(), Errors::new()).await
}

async fn ask(
    app: &App,
    signed: &Signed,
    area: Option<String>,
    form: Form,
    errors: Errors,
) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let area = area_of(tx, &actor, area.as_deref())?;
        Ok(BodyFormPage::new(&ui, &area, &form, &errors))
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn create(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let mut errors = Errors::new();
    let area_id = form.get("area").parse::<AreaId>()?;
    let facts = read(&signed.ui, &form, &mut errors)?;
    let kind = BodyKind::from_word(form.get("kind"));
    if kind.is_none() {
        errors.take(&signed.ui, refusals::kind_unknown().into())?;
    }
    if let Some(kind) = kind.filter(|_| errors.is_empty()) {
        let BodyFacts { name, phone, address, hours, purpose, seats } = facts;
        let department = Department::from_word(form.get("department"));
        let new =
            NewBody { area_id, kind, name, department, phone, address, hours, purpose, seats };
        match actions::found_body(&app, &signed.actor, new).await {
            Ok(id) => return see_other(&format!("/bodies/{id}")),
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    ask(&app, &signed, Some(area_id.to_string()), form, errors).await
}

pub(crate) async fn edit(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    ask_correction(&app, &signed, id.parse()?, Form::default(), Errors::new()).await
}

async fn ask_correction(
    app: &App,
    signed: &Signed,
    id: BodyId,
    form: Form,
    errors: Errors,
) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let body = body_for(tx, &actor, id)?;
        actor.permit(POSTS_APPOINT, &body.area_path)?;
        Ok(BodyFormPage::correction(&ui, &body, &form, &errors))
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn correct(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, mut errors) = (id.parse::<BodyId>()?, Errors::new());
    let facts = read(&signed.ui, &form, &mut errors)?;
    if errors.is_empty() {
        let correction = (facts, form.get("why"));
        match actions::correct_body(&app, &signed.actor, id, correction).await {
            Ok(()) => return see_other(&format!("/bodies/{id}")),
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    ask_correction(&app, &signed, id, form, errors).await
}
