//! Noting what the committee found.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use law::sunshine::Field as Fields;
use platform::authorisation::post_title;
use platform::files::Allowed;
use platform::{Actor, App, AreaId, Error, Result, Tx};
use web::components::{Choice, Crumbs, DateField, ErrorSummary, Field, Select, Upload};
use web::files::Sent;
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::shown;
use crate::actions::findings::{self, Noting};
use crate::powers::WATCH;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/desk/village-supervision/{area}/findings/new", Access::With(WATCH), show)
        .upload("/desk/village-supervision/{area}/findings", Access::With(WATCH), send)
}

/// The form of a finding.
#[derive(Template)]
#[template(path = "sunshine/supervision/noting.html")]
pub(crate) struct NotingPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) name: String,
    /// Who may have to put it right: the post's record, the name and the post.
    pub(crate) owners: Vec<(String, String)>,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

impl NotingPage {
    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        Crumbs::new(ui).to(ui.t("村务监督"), "/desk/village-supervision").here(ui.t("登记发现"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn field(&self) -> Choice {
        let ui = &self.ui;
        Choice::new(ui, "field", ui.t("属于哪一方面"))
            .options(Fields::ALL.map(|field| (field.key(), ui.t(field.label()))))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn title(&self) -> Field {
        let ui = &self.ui;
        Field::text(ui, "title", ui.t("是什么问题"))
            .hint(ui.t("一句话，会公开，不写人名。例如：排水沟工程没有验收单"))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn words(&self) -> Field {
        let ui = &self.ui;
        Field::long(ui, "words", ui.t("怎么发现的，具体情况"))
            .hint(ui.t("只有监督委员会、整改的人和乡镇看得到"))
            .typed(&self.typed)
            .errors(&self.errors)
            .rows(5)
    }

    fn owner(&self) -> Select {
        let ui = &self.ui;
        Select::new(ui, "owner", ui.t("由谁整改"))
            .empty(ui.t("请选"))
            .options(self.owners.iter().map(|(id, name)| (id, name)))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn due_on(&self) -> DateField {
        let ui = &self.ui;
        DateField::new(ui, "due_on", ui.t("哪天以前改好")).typed(&self.typed).errors(&self.errors)
    }

    fn files(&self) -> Upload {
        let ui = &self.ui;
        let hint = if self.errors.is_empty() {
            ui.t("照片里的拍摄地点会去掉")
        } else {
            ui.t("还没有登记，照片要重新选一次")
        };
        Upload::new(ui, "files", ui.t("照片、单据"))
            .several()
            .optional()
            .hint(hint)
            .errors(&self.errors)
    }
}

fn read(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, area: AreaId) -> Result<NotingPage> {
    let area = registry::area(tx, area)?;
    if !actor.may(WATCH, &area.path) {
        return Err(Error::NotFound);
    }
    let owner = |one: registry::Holder| {
        let post = ui.t(&post_title(&one.post)).into_owned();
        (one.id.to_string(), format!("{}（{post}）", one.name))
    };
    let owners = findings::owners(tx, &area.path)?.into_iter().map(owner).collect();
    Ok(NotingPage {
        ui: ui.clone(),
        area_id: area.id.to_string(),
        name: area.name,
        owners,
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
    mut sent: Sent,
) -> Answer {
    let area: AreaId = area.parse()?;
    // Whether this person may at all is asked before their files are kept.
    let (reader, seen) = (actor.clone(), ui.clone());
    let blank = app.db.read(move |tx| read(tx, &seen, &reader, area)).await?;
    let done = match (shown::day(&sent.form, "due_on"), files(&app, &mut sent).await) {
        (Ok(due_on), Ok(files)) => {
            let form = &sent.form;
            let new = Noting {
                area,
                field: Fields::from_key(form.get("field")),
                title: form.get("title").to_owned(),
                words: form.get("words").to_owned(),
                owner: form.get("owner").parse().ok(),
                due_on,
                files,
            };
            findings::note_finding(&app, &actor, new).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let error = match done {
        Ok(code) => return see_other(&format!("/findings/{code}?done=noted")),
        Err(error) => error,
    };
    let errors = Errors::of(&ui, error)?;
    let mut answer = page(&ui, &NotingPage { typed: sent.form, errors, ..blank })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// What came with a form, looked at and kept; the first that will not do is said at its field.
pub(super) async fn files(app: &App, sent: &mut Sent) -> Result<Vec<platform::files::Kept>> {
    let (kept, failed) = sent.keep(app, "files", Allowed::Papers).await?;
    match failed.into_iter().next() {
        Some((_, refusal)) => Err(refusal.at("files").into()),
        None => Ok(kept),
    }
}
