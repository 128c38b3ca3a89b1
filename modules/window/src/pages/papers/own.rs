//! The papers of one's own case: what was sent, what the window says of it, and bringing more.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use law::window::{Act, State as CaseState};
use platform::files::Allowed;
use platform::{Actor, App, Result};
use serde::Deserialize;
use web::components::{Banner, ErrorSummary, Field};
use web::files::Sent;
use web::visit::Signed;
use web::{Access, Answer, Form, Routes, Ui, page, see_other};

use super::{Block, Taken, blocks_of_case, take_some, upload};
use crate::actions::papers::{self, Attached, WORDS_LETTERS_MAX, may_hand_in};
use crate::actions::reading;
use crate::model::File;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/own/{code}/papers", Access::Person, show)
        .upload("/own/{code}/papers", Access::Person, hand_in)
        .get("/own/{code}/files/{file}", Access::Person, look)
}

/// The papers of one's own case.
#[derive(Template)]
#[template(path = "window/own_papers.html")]
pub(crate) struct OwnPapersPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) files: Vec<Attached>,
    pub(crate) taken: Taken,
    pub(crate) typed: Form,
    /// How many files were just handed in.
    pub(crate) done: usize,
}

impl OwnPapersPage {
    fn may_hand_in(&self) -> bool {
        may_hand_in(&self.file)
    }

    fn title(&self) -> String {
        let wanted = self.file.standing.state == CaseState::AwaitingCorrection;
        if wanted { self.ui.t("补交材料") } else { self.ui.t("我交的材料") }.into_owned()
    }

    /// What the one-time notice said.
    fn notice(&self) -> Vec<String> {
        if self.file.standing.state != CaseState::AwaitingCorrection {
            return Vec::new();
        }
        let Some(notice) = self.file.last(|act| act == Act::GiveNotice) else { return Vec::new() };
        let mut lines = notice.detail.0.materials.clone();
        lines.push(notice.detail.0.words.clone());
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn news(&self) -> Option<Banner> {
        let words =
            self.ui.t1("传好了 {1} 个文件，窗口会看到。要看原件的，窗口会另外告诉您。", self.done);
        (self.done > 0).then(|| Banner::good(&self.ui, words))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.taken.errors)
    }

    fn blocks(&self) -> Vec<Block> {
        let (ui, file) = (&self.ui, &self.file);
        let add = |number| upload(ui, number, &self.taken.not_taken);
        let href = |one: &Attached| format!("/own/{}/files/{}", file.case.code, one.used.id);
        blocks_of_case(ui, (file, &self.files), href, self.may_hand_in().then_some(add))
    }

    fn words(&self) -> Field {
        Field::text(&self.ui, "words", self.ui.t("有什么要说明的"))
            .hint(self.ui.t("例如：这是重新拍的，原来那张看不清"))
            .optional()
            .typed(&self.typed)
    }
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    done: usize,
}

async fn read(
    app: &App,
    actor: &std::sync::Arc<Actor>,
    code: &str,
) -> Result<(File, Vec<Attached>)> {
    let (actor, code) = (actor.clone(), code.to_owned());
    app.db
        .read(move |tx| {
            let file = reading::by_code(tx, &code)?;
            reading::must_be_own(tx, &actor, &file)?;
            let files = papers::files_of(tx, &file)?;
            Ok((file, files))
        })
        .await
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (file, files) = read(&app, &actor, &code).await?;
    let (taken, typed) = (Taken::default(), Form::default());
    let shown = OwnPapersPage { ui, file, files, taken, typed, done: asked.done };
    page(&shown.ui, &shown)
}

async fn hand_in(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
    mut sent: Sent,
) -> Answer {
    let (file, _) = read(&app, &actor, &code).await?;
    let id = file.case.id;
    let words: String = sent.form.get("words").chars().take(WORDS_LETTERS_MAX).collect();
    let act = |number, kept| papers::hand_in(&app, &actor, id, number, (kept, &words));
    let taken = take_some((&app, &ui), &mut sent, (&file.item, Allowed::Papers), act).await?;
    if taken.errors.is_empty() {
        return see_other(&format!("/own/{code}/papers?done={}", taken.count));
    }
    let (file, files) = read(&app, &actor, &code).await?;
    let (typed, done) = (sent.form, taken.count);
    let shown = OwnPapersPage { ui, file, files, taken, typed, done };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

async fn look(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((code, file)): Path<(String, String)>,
) -> Answer {
    let file = file.parse()?;
    let used = app.db.read(move |tx| papers::own_file(tx, &actor, &code, file)).await?;
    web::files::answer(&app, used).await
}
