//! The files of a case: what is there, adding to it, opening one, saying what is wrong with it.

use axum::extract::{Path, State};
use platform::authorisation::Own;
use platform::files::{Allowed, UseId};
use platform::{App, Error, Result, Text, Tx, text};
use serde::Serialize;
use utoipa::ToSchema;
use web::api::{Brought, Call, List, Sent, SentFiles, reply, untaken};
use web::{Access, Answer, Routes, Signed};

use super::OWN;
use super::WORK;
use super::own::{WordsSent, own};
use crate::actions::papers::{self, Attached, OTHER, WORDS_LETTERS_MAX};
use crate::actions::{load, reading};
use crate::model::CaseId;
use crate::pages::papers::desk::ADDS;
use crate::powers::{RECEIVE, WORKLIST};
use crate::refusals;

const LIST: Text = text("办件的文件");
const OPEN: Text = text("打开一个文件");

pub(super) fn routes() -> Routes {
    own_routes().and(desk_routes())
}

fn own_routes() -> Routes {
    let (read, apply) = (Access::Own(Own::Read), Access::Own(Own::Apply));
    Routes::new()
        .call(
            Call::get("/api/v1/own/cases/{code}/files", read, OWN, LIST).lists::<FileOf>(),
            list_own,
        )
        .call(
            Call::post("/api/v1/own/cases/{code}/files", apply, OWN, text("交材料的照片或 PDF"))
                .says(text("有一个文件不行就一个都不收；答复是这个件的全部文件"))
                .takes_files::<FilesSent>()
                .lists::<FileOf>(),
            hand_in,
        )
        .call(
            Call::get("/api/v1/own/cases/{code}/files/{file}", read, OWN, OPEN).answers_file(),
            open_own,
        )
}

fn desk_routes() -> Routes {
    let reads = Access::WithAny(WORKLIST);
    Routes::new()
        .call(Call::get("/api/v1/cases/{id}/files", reads, WORK, LIST).lists::<FileOf>(), list)
        .call(
            Call::post(
                "/api/v1/cases/{id}/files",
                Access::WithAny(ADDS),
                WORK,
                text("添加材料的照片、扫描件"),
            )
            .says(text("有一个文件不行就一个都不收；答复是这个件的全部文件"))
            .takes_files::<FilesSent>()
            .lists::<FileOf>(),
            add,
        )
        .call(
            Call::get("/api/v1/cases/{id}/files/{file}", reads, WORK, OPEN)
                .says(text("谁打开的，记在操作记录里"))
                .answers_file(),
            open,
        )
        .call(
            Call::post(
                "/api/v1/cases/{id}/files/{file}/flaw",
                Access::With(RECEIVE),
                WORK,
                text("写明文件哪里不对"),
            )
            .says(text("申请人会看到这句话；文件不删，请申请人再交一个"))
            .takes::<WordsSent>()
            .lists::<FileOf>(),
            flaw,
        )
}

/// 文件 / A file of a case
#[derive(Serialize, ToSchema)]
struct FileOf {
    /// 编号 / Its id
    id: String,
    /// 材料的序号；清单以外的没有 / The number of its paper; none for a paper that is not listed
    paper: Option<i64>,
    /// 文件名 / Its name
    #[schema(example = "户口簿.jpg")]
    name: String,
    /// 是什么，按内容认的 / What it is, by what is in it
    #[schema(example = "image/jpeg")]
    media_type: &'static str,
    /// 多大 / Its size in bytes
    bytes: i64,
    /// 申请人交的，不是窗口添加的 / From the applicant and not from an office
    by_applicant: bool,
    /// 交的时候说的 / What was said with it
    words: String,
    /// 什么时候 / When it came
    #[schema(format = DateTime)]
    made_at: String,
    /// 窗口说哪里不对 / What the window found wrong with it
    flaw: Option<String>,
}

impl FileOf {
    fn of(file: Attached) -> Self {
        Self {
            id: file.used.id.to_string(),
            paper: Some(file.number).filter(|number| *number != OTHER),
            name: file.used.name,
            media_type: file.used.kind.media_type(),
            bytes: file.used.bytes,
            by_applicant: file.by_applicant,
            words: file.used.note,
            made_at: file.used.made_at.to_string(),
            flaw: file.flaw.map(|flaw| flaw.words),
        }
    }
}

/// 一样材料的文件 / Files of one paper
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes a form, which is read elsewhere")]
struct FilesSent {
    /// 材料的序号；清单以外的不写 / The number of the paper; left out for a paper that is not listed
    #[schema(required = false)]
    paper: u32,
    /// 要说明的，只有申请人交的时候看 / What to say with them, by the applicant
    #[schema(required = false, max_length = 100)]
    words: String,
    /// 照片、PDF，可以几个，每个 10 MB 以内；窗口还收 DOCX、XLSX、OFD / Photos, PDF; for offices also these
    #[schema(value_type = Vec<String>, format = Binary, min_items = 1)]
    file: Vec<Vec<u8>>,
}

const FIELDS: &[&str] = &["paper", "words"];

/// The paper that was named.
fn paper(brought: &Brought) -> Result<i64> {
    let named = brought.form.get("paper");
    if named.is_empty() {
        return Ok(OTHER);
    }
    named.parse::<u32>().map(i64::from).map_err(|_| refusals::no_such_paper())
}

/// All files of the case, in the order in which they came.
fn told(tx: &mut Tx<'_>, id: CaseId) -> Result<List<FileOf>> {
    let file = load(tx, id)?;
    let files = papers::files_of(tx, &file)?;
    Ok(List { items: files.into_iter().map(FileOf::of).collect(), next: None })
}

async fn list_own(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(code): Path<String>,
) -> Answer {
    let id = own(&app, actor, code).await?;
    reply(&app.db.read(move |tx| told(tx, id)).await?)
}

async fn hand_in(State(app): State<App>, Path(code): Path<String>, sent: SentFiles) -> Answer {
    let ui = sent.visit.ui.clone();
    let actor = sent.visit.actor.clone().ok_or(Error::NotFound)?;
    let id = own(&app, actor.clone(), code).await?;
    let sent = match sent.keep(&app, FIELDS, Allowed::Papers).await? {
        Ok(sent) => sent,
        Err(failed) => return untaken(&ui, &failed),
    };
    let (number, kept) = (paper(&sent.body)?, sent.body.files.clone());
    let words: String = sent.body.form.get("words").chars().take(WORDS_LETTERS_MAX).collect();
    let act = async |app: App| papers::hand_in(&app, &actor, id, number, (kept, &words)).await;
    sent.done(&app, 200, move |tx, (): &()| told(tx, id), act).await
}

async fn open_own(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((code, file)): Path<(String, String)>,
) -> Answer {
    let file: UseId = file.parse()?;
    let used = app.db.read(move |tx| papers::own_file(tx, &actor, &code, file)).await?;
    web::files::answer(&app, used).await
}

async fn list(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
) -> Answer {
    let id: CaseId = id.parse()?;
    let files = app
        .db
        .read(move |tx| reading::open_case(tx, &actor, id).and_then(|_| told(tx, id)))
        .await?;
    reply(&files)
}

async fn add(State(app): State<App>, Path(id): Path<String>, sent: SentFiles) -> Answer {
    let (id, ui) = (id.parse::<CaseId>()?, sent.visit.ui.clone());
    let actor = sent.visit.actor.clone().ok_or(Error::NotFound)?;
    let reader = actor.clone();
    app.db.read(move |tx| reading::open_case(tx, &reader, id).map(drop)).await?;
    let sent = match sent.keep(&app, FIELDS, Allowed::Office).await? {
        Ok(sent) => sent,
        Err(failed) => return untaken(&ui, &failed),
    };
    let (number, kept) = (paper(&sent.body)?, sent.body.files.clone());
    let act = async |app: App| papers::add_at_desk(&app, &actor, id, number, kept).await;
    sent.done(&app, 200, move |tx, (): &()| told(tx, id), act).await
}

async fn open(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((id, file)): Path<(String, String)>,
) -> Answer {
    let used = papers::look(&app, &actor, id.parse()?, file.parse()?).await?;
    web::files::answer(&app, used).await
}

async fn flaw(
    State(app): State<App>,
    Path((id, file)): Path<(String, String)>,
    sent: Sent<WordsSent>,
) -> Answer {
    let (id, file) = (id.parse::<CaseId>()?, file.parse::<UseId>()?);
    let (actor, words) = (sent.actor()?, sent.body.words.clone());
    let act = async |app: App| papers::note_flaw(&app, &actor, id, file, &words).await;
    sent.done(&app, 200, move |tx, (): &()| told(tx, id), act).await
}
