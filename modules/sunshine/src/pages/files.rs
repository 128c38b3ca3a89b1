//! The papers that are published with a disclosure.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::files::{Allowed, UseId};
use platform::{Actor, App, Error, Result, Tx};
use web::components::{Crumbs, ErrorSummary, Upload};
use web::files::Sent;
use web::{Access, Answer, Errors, Routes, Signed, Ui, page, see_other};

use crate::actions::drafting;
use crate::actions::reading::{self, ATTACHMENT, File};
use crate::model::DisclosureId;
use crate::powers::{DESK, DRAFT};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/desk/sunshine/{id}/files", Access::With(DRAFT), show)
        .upload("/desk/sunshine/{id}/files", Access::With(DRAFT), send)
        .get("/desk/sunshine/{id}/files/{file}", Access::WithAny(DESK), content)
}

/// Adding papers and taking them away.
#[derive(Template)]
#[template(path = "sunshine/files.html")]
pub(crate) struct FilesPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) errors: Errors,
    /// Files that were not taken: name and why.
    pub(crate) not_taken: Vec<(String, String)>,
}

impl FilesPage {
    fn crumbs(&self) -> Crumbs {
        let (ui, draft) = (&self.ui, &self.file.draft);
        Crumbs::new(ui)
            .to(ui.t("村务公开"), "/desk/sunshine")
            .to(&draft.content.0.title, format!("/desk/sunshine/{}", draft.id))
            .here(ui.t("附件"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn upload(&self) -> Upload {
        let (ui, id) = (&self.ui, self.file.draft.id);
        let mut upload = Upload::new(ui, "file", ui.t("拍照，或选照片、PDF")).several();
        for used in self.file.files.iter().filter(|used| used.place == ATTACHMENT) {
            let bytes = u64::try_from(used.bytes).unwrap_or(0);
            upload = upload
                .kept(used.id, &used.name, bytes)
                .seen_at(format!("/desk/sunshine/{id}/files/{}", used.id));
        }
        for (name, sentence) in &self.not_taken {
            upload = upload.failed(name, sentence);
        }
        upload
    }

    fn wanted(&self) -> String {
        self.file.item.attachments.join("、")
    }
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: DisclosureId) -> Result<File> {
    let file = reading::open(tx, actor, id)?;
    let may = file.progress.stage.editable() && actor.may(DRAFT, &file.draft.area_path);
    if may { Ok(file) } else { Err(Error::NotFound) }
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
) -> Answer {
    let id = id.parse()?;
    let file = app.db.read(move |tx| read(tx, &actor, id)).await?;
    let shown = FilesPage { ui, file, errors: Errors::new(), not_taken: Vec::new() };
    page(&shown.ui, &shown)
}

async fn send(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    mut sent: Sent,
) -> Answer {
    let id: DisclosureId = id.parse()?;
    let reader = actor.clone();
    app.db.read(move |tx| read(tx, &reader, id).map(drop)).await?;
    let (kept, failed) = sent.keep(&app, "file", Allowed::Papers).await?;
    let mut errors = Errors::new();
    let mut not_taken = Vec::new();
    for (name, refusal) in failed {
        let sentence = ui.refusal(&refusal);
        errors.add("file", ui.t2("{1}：{2}", &name, &sentence));
        not_taken.push((name, sentence));
    }
    let removed = sent.form.get("remove").to_owned();
    if !kept.is_empty() {
        drafting::attach_files(&app, &actor, id, kept).await?;
    } else if removed.is_empty() && errors.is_empty() {
        errors.add("file", ui.t("还没有选文件，请拍照或选一个"));
    }
    if !removed.is_empty() {
        drafting::detach_file(&app, &actor, (id, removed.parse::<UseId>()?)).await?;
    }
    if errors.is_empty() {
        return see_other(&format!("/desk/sunshine/{id}/files"));
    }
    let file = app.db.read(move |tx| read(tx, &actor, id)).await?;
    let shown = FilesPage { ui, file, errors, not_taken };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

async fn content(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((id, file)): Path<(String, String)>,
) -> Answer {
    let (id, file): (DisclosureId, UseId) = (id.parse()?, file.parse()?);
    let used = app.db.read(move |tx| reading::draft_file(tx, &actor, (id, file))).await?;
    web::files::answer(&app, used).await
}
