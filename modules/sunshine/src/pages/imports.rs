//! Bringing the lines of a ledger in a spreadsheet: chosen, shown, confirmed.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::i18n::fill;
use platform::table::Source;
use platform::{Actor, App, Error, Result, Tx, aside};
use web::components::{Choice, Crumbs, ErrorSummary, Upload};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::shown::Shown;
use crate::actions::importing;
use crate::actions::reading::{self, File};
use crate::item::Shape;
use crate::model::{DisclosureId, LedgerImport, LedgerImportId};
use crate::powers::DRAFT;
use crate::refusals;

/// Lines of the preview.
const LINES_SHOWN: usize = 20;

pub(super) fn routes() -> Routes {
    let drafts = Access::With(DRAFT);
    Routes::new()
        .get("/desk/sunshine/{id}/imports/new", drafts, new)
        .post("/desk/sunshine/{id}/imports", drafts, bring)
        .get("/desk/sunshine/{id}/imports/{import}", drafts, show)
        .post("/desk/sunshine/{id}/imports/{import}/confirmation", drafts, confirm)
        .post("/desk/sunshine/{id}/imports/{import}/end", drafts, end)
}

/// Choosing the file.
#[derive(Template)]
#[template(path = "sunshine/import_new.html")]
pub(crate) struct NewImportPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) errors: Errors,
}

/// What was read.
#[derive(Template)]
#[template(path = "sunshine/import.html")]
pub(crate) struct ImportPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) import: LedgerImport,
}

fn crumbs(ui: &Ui, file: &File) -> Crumbs {
    let draft = &file.draft;
    Crumbs::new(ui)
        .to(ui.t("村务公开"), "/desk/sunshine")
        .to(&draft.content.0.title, format!("/desk/sunshine/{}", draft.id))
        .here(ui.t("从表格导入"))
}

impl NewImportPage {
    fn crumbs(&self) -> Crumbs {
        crumbs(&self.ui, &self.file)
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn upload(&self) -> Upload {
        let ui = &self.ui;
        Upload::new(ui, "list", ui.t("选择文件"))
            .hint(ui.t("Excel（.xlsx）或 CSV 文件，每行一笔"))
            .accept(".xlsx,.csv,.txt")
            .errors(&self.errors)
    }
}

impl ImportPage {
    fn crumbs(&self) -> Crumbs {
        crumbs(&self.ui, &self.file)
    }

    fn count(&self) -> usize {
        self.import.lines.0.len()
    }

    /// The first lines, as they will be told.
    fn shown(&self) -> Shown {
        let mut file = self.file.clone();
        file.draft.content.0.lines = self.import.lines.0.clone();
        let mut shown = Shown::draft(&self.ui, &file);
        shown.words.clear();
        if let Some(ledger) = &mut shown.ledger {
            ledger.lines.truncate(LINES_SHOWN);
        }
        shown
    }

    fn rest(&self) -> usize {
        self.count().saturating_sub(LINES_SHOWN)
    }

    /// The number of each bad row, and why.
    fn problems(&self) -> Vec<(u32, String)> {
        let said = |problem: &crate::model::RowProblem| {
            (problem.row, fill(&self.ui.t(&problem.sentence), &problem.args))
        };
        self.import.problems.0.iter().map(said).collect()
    }

    /// Whether there is something that the lines could stand beside.
    fn how(&self) -> Option<Choice> {
        let ui = &self.ui;
        let there = self.file.draft.content.0.lines.len();
        (there > 0).then(|| {
            Choice::new(ui, "how", ui.t1("已经记了 {1} 笔，导入的放哪里", there))
                .option("after", ui.t("加在后面"))
                .option("instead", ui.t("原来的不要了，只留导入的"))
                .chosen("after")
        })
    }
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: DisclosureId) -> Result<File> {
    let file = reading::open(tx, actor, id)?;
    let may = file.progress.stage.editable()
        && file.item.shape == Shape::Ledger
        && actor.may(DRAFT, &file.draft.area_path);
    if may { Ok(file) } else { Err(Error::NotFound) }
}

async fn new(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
) -> Answer {
    let id = id.parse()?;
    let file = app.db.read(move |tx| read(tx, &actor, id)).await?;
    let shown = NewImportPage { ui, file, errors: Errors::new() };
    page(&shown.ui, &shown)
}

async fn bring(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: DisclosureId = id.parse()?;
    let reader = actor.clone();
    let file = app.db.read(move |tx| read(tx, &reader, id)).await?;
    let brought = match form.files("list").next() {
        None => Err(refusals::no_list().into()),
        Some(list) => {
            let (name, source) = (list.name.clone(), Source::bytes(list.bytes.clone()));
            match aside("ledger import", move || importing::read(&source)).await {
                Ok(read) => importing::bring(&app, &actor, id, (name, read)).await,
                Err(error) => Err(error),
            }
        }
    };
    match brought {
        Ok(import) => see_other(&format!("/desk/sunshine/{id}/imports/{import}")),
        Err(error) => {
            let errors = Errors::of(&ui, error)?;
            let shown = NewImportPage { ui, file, errors };
            let mut answer = page(&shown.ui, &shown)?;
            *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
    }
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path((id, import)): Path<(String, String)>,
) -> Answer {
    let (id, import): (DisclosureId, LedgerImportId) = (id.parse()?, import.parse()?);
    let (file, import) = app
        .db
        .read(move |tx| {
            let file = read(tx, &actor, id)?;
            Ok((file, importing::brought(tx, &actor, (id, import))?))
        })
        .await?;
    let shown = ImportPage { ui, file, import };
    page(&shown.ui, &shown)
}

async fn confirm(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((id, import)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, import): (DisclosureId, LedgerImportId) = (id.parse()?, import.parse()?);
    let instead = form.get("how") == "instead";
    let added = importing::confirm(&app, &actor, (id, import), instead).await?;
    see_other(&format!("/desk/sunshine/{id}/lines?added={added}"))
}

async fn end(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((id, _)): Path<(String, String)>,
    _: Form,
) -> Answer {
    let id: DisclosureId = id.parse()?;
    importing::give_up(&app, &actor, id).await?;
    see_other(&format!("/desk/sunshine/{id}"))
}
