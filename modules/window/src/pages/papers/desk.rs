//! The papers of a case for those who work on it: looking at each, adding scans, saying what is
//! wrong with one.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use platform::files::Allowed;
use platform::{Actor, App, Error, Power, Result};
use serde::Deserialize;
use web::components::{Banner, ErrorSummary, Facts, Field};
use web::files::Sent;
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::{Block, Taken, blocks_of_case, said, take_some, upload};
use crate::actions::papers::{self, Attached, OTHER, may_add};
use crate::actions::reading;
use crate::model::{CaseId, File};
use crate::powers::{INVESTIGATE, RECEIVE, REVIEW, WORKLIST};

/// Who adds to the papers of a case.
pub(crate) const ADDS: &[Power] = &[RECEIVE, INVESTIGATE, REVIEW];

pub(super) fn routes() -> Routes {
    let reads = Access::WithAny(WORKLIST);
    Routes::new()
        .get("/cases/{id}/files", reads, show)
        .upload("/cases/{id}/files", Access::WithAny(ADDS), add)
        .get("/cases/{id}/files/{file}", reads, look)
        .get("/cases/{id}/files/{file}/content", reads, content)
        .post("/cases/{id}/files/{file}/flaw", Access::With(RECEIVE), flaw)
}

/// All papers of a case.
#[derive(Template)]
#[template(path = "window/staff/files.html")]
pub(crate) struct DeskPapersPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) files: Vec<Attached>,
    /// The reader may add to them.
    pub(crate) may_add: bool,
    pub(crate) taken: Taken,
    /// How many files were just added.
    pub(crate) done: usize,
}

impl DeskPapersPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.taken.errors)
    }

    fn news(&self) -> Option<Banner> {
        let back = format!("/cases/{}", self.file.case.id);
        let words = self.ui.t1("已存 {1} 个文件", self.done);
        let news = || Banner::good(&self.ui, words).link(self.ui.t("回到这个件"), back);
        (self.done > 0).then(news)
    }

    fn blocks(&self) -> Vec<Block> {
        let (ui, file) = (&self.ui, &self.file);
        let add = |number| {
            let accept = "image/*,.pdf,.docx,.xlsx,.ofd";
            upload(ui, number, &self.taken.not_taken).accept(accept)
        };
        let href = |one: &Attached| href(file.case.id, one);
        blocks_of_case(ui, (file, &self.files), href, self.may_add.then_some(add))
    }
}

/// Where an official looks at a file.
pub(crate) fn href(case: CaseId, file: &Attached) -> String {
    format!("/cases/{case}/files/{}", file.used.id)
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    done: usize,
}

async fn read(app: &App, actor: &Actor, id: CaseId) -> Result<(File, Vec<Attached>)> {
    let actor = actor.clone();
    app.db
        .read(move |tx| {
            let file = reading::open_case(tx, &actor, id)?;
            let files = papers::files_of(tx, &file)?;
            Ok((file, files))
        })
        .await
}

/// Whoever adds to a case works on it, and nobody works on their own.
fn adds(actor: &Actor, file: &File) -> bool {
    may_add(actor, file) && actor.person_id != Some(file.case.applicant_id)
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (file, files) = read(&app, &actor, id.parse()?).await?;
    let may_add = adds(&actor, &file);
    let taken = Taken::default();
    let shown = DeskPapersPage { ui, file, files, may_add, taken, done: asked.done };
    page(&shown.ui, &shown)
}

async fn add(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    mut sent: Sent,
) -> Answer {
    let case: CaseId = id.parse()?;
    let (file, _) = read(&app, &actor, case).await?;
    let act = |number, kept| papers::add_at_desk(&app, &actor, case, number, kept);
    let taken = take_some((&app, &ui), &mut sent, (&file.item, Allowed::Office), act).await?;
    if taken.errors.is_empty() {
        return see_other(&format!("/cases/{id}/files?done={}", taken.count));
    }
    let (file, files) = read(&app, &actor, case).await?;
    let (may_add, done) = (adds(&actor, &file), taken.count);
    let shown = DeskPapersPage { ui, file, files, may_add, taken, done };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// One file, as large as it is.
#[derive(Template)]
#[template(path = "window/staff/file.html")]
pub(crate) struct LookPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) one: Attached,
    /// The files before and after it.
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    /// The reader may say what is wrong with it.
    pub(crate) may_note: bool,
    pub(crate) errors: Errors,
    pub(crate) refused: &'static str,
    pub(crate) typed: Form,
}

impl LookPage {
    fn paper(&self) -> String {
        let paper = self.file.materials.iter().find(|paper| paper.number == self.one.number);
        let other = || self.ui.t("其他材料").into_owned();
        paper.map_or_else(other, |paper| paper.name.clone())
    }

    fn address(&self) -> String {
        href(self.file.case.id, &self.one)
    }

    fn said(&self) -> String {
        said(&self.ui, &self.one)
    }

    fn facts(&self) -> Facts {
        let (ui, file) = (&self.ui, &self.file);
        let item = usize::try_from(self.one.number).ok();
        let check = item.and_then(|at| file.item.material.get(at)).map(|paper| &paper.check);
        let mut facts = Facts::new(ui).name(ui.t("申请人"), &file.case.applicant_name);
        if let Some(check) = check.filter(|check| !check.is_empty()) {
            facts = facts.fact(ui.t("看什么"), check);
        }
        facts
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn words(&self) -> Field {
        Field::text(&self.ui, "words", self.ui.t("哪里不对，要怎样补"))
            .hint(self.ui.t("申请人会看到这句话，例如：第二页看不清，请重新拍"))
            .typed(&self.typed)
            .errors(&self.errors)
    }
}

async fn look(
    State(app): State<App>,
    signed: Signed,
    Path((id, file)): Path<(String, String)>,
) -> Answer {
    let shown = opened(&app, signed, (&id, &file)).await?;
    page(&shown.ui, &shown)
}

async fn opened(app: &App, signed: Signed, (id, file): (&str, &str)) -> Result<LookPage> {
    let Signed { ui, actor } = signed;
    let case: CaseId = id.parse()?;
    let wanted: platform::files::UseId = file.parse()?;
    let (file, mut files) = read(app, &actor, case).await?;
    // In the order of the list, so that the next is the next of the same paper.
    files.sort_by_key(|one| (one.number == OTHER, one.number, one.used.made_at, one.used.number));
    let at = files.iter().position(|one| one.used.id == wanted).ok_or(Error::NotFound)?;
    let beside = |at: Option<usize>| at.and_then(|at| files.get(at)).map(|one| href(case, one));
    let (before, after) = (beside(at.checked_sub(1)), beside(at.checked_add(1)));
    let one = files.get(at).cloned().ok_or(Error::NotFound)?;
    let may_note = actor.permit_in(RECEIVE, file.case.holder_id).is_ok()
        && adds(&actor, &file)
        && one.flaw.is_none();
    let (errors, typed) = (Errors::new(), Form::default());
    Ok(LookPage { ui, file, one, before, after, may_note, errors, refused: "", typed })
}

async fn content(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((id, file)): Path<(String, String)>,
) -> Answer {
    let used = papers::look(&app, &actor, id.parse()?, file.parse()?).await?;
    web::files::answer(&app, used).await
}

async fn flaw(
    State(app): State<App>,
    signed: Signed,
    Path((id, file)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let words: String = form.get("words").chars().take(200).collect();
    let noted = papers::note_flaw(&app, &signed.actor, id.parse()?, file.parse()?, &words).await;
    let Err(error) = noted else { return see_other(&format!("/cases/{id}/files/{file}")) };
    let Error::Refused(refusal) = error else { return Err(error.into()) };
    if refusal.code == platform::authorisation::not_permitted().code {
        return Err(Error::Refused(refusal).into());
    }
    let mut shown = opened(&app, signed, (&id, &file)).await?;
    shown.errors.add("words", shown.ui.refusal(&refusal));
    (shown.refused, shown.typed) = (refusal.code, form);
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
