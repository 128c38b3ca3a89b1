//! A roster in stages, as people see it: brought, checked, looked through, confirmed.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use platform::i18n::fill;
use platform::{App, Error, Result, aside};
use serde::Deserialize;
use web::components::{Bar, Choice, Crumbs, ErrorSummary, Facts, Pager, Tag, Ticks, Tone, Upload};
use web::{Answer, Arriving, Errors, Form, Sheet, Signed, Ui, page, see_other};

use crate::actions;
use crate::model::{Import, ImportId, ImportState, ImportStep};
use crate::refusals;
use crate::roster::columns::REASON_COLUMN;
use crate::staging::{BadRow, ROWS_PER_PAGE, Reason, Staging};
use crate::store;

/// Imports on the list.
const IMPORTS_SHOWN: u32 = 20;
/// Seconds after which the page of a running import looks again.
const LOOK_AGAIN_SECONDS: &str = "3";

/// Bringing a roster, and those that were brought before.
#[derive(Template)]
#[template(path = "registry/import_roster.html")]
pub(crate) struct RosterPage {
    pub(crate) ui: Ui,
    pub(crate) summary: ErrorSummary,
    pub(crate) upload: Upload,
    pub(crate) imports: Vec<ImportRow>,
}

/// An import in the list.
pub(crate) struct ImportRow {
    pub(crate) href: String,
    pub(crate) file_name: String,
    pub(crate) who: String,
    pub(crate) when: String,
    pub(crate) tag: Tag,
}

/// An import that the program works on.
#[derive(Template)]
#[template(path = "registry/import_running.html")]
pub(crate) struct RunningPage {
    pub(crate) ui: Ui,
    pub(crate) crumbs: Crumbs,
    pub(crate) address: String,
    pub(crate) saving: bool,
    pub(crate) bar: Bar,
    pub(crate) facts: Facts,
}

/// What a check found, to be decided on.
#[derive(Template)]
#[template(path = "registry/import_checked.html")]
pub(crate) struct CheckedPage {
    pub(crate) ui: Ui,
    pub(crate) crumbs: Crumbs,
    pub(crate) address: String,
    pub(crate) summary: ErrorSummary,
    pub(crate) facts: Facts,
    pub(crate) new: i64,
    pub(crate) changed: i64,
    pub(crate) bad: i64,
    /// The fields that would change, each with the number of persons.
    pub(crate) fields: Vec<String>,
    /// The first bad rows.
    pub(crate) rows: Vec<(u32, Vec<String>)>,
    pub(crate) decision: Choice,
    pub(crate) changes: Ticks,
}

/// An import that has ended.
#[derive(Template)]
#[template(path = "registry/import_ended.html")]
pub(crate) struct EndedPage {
    pub(crate) ui: Ui,
    pub(crate) crumbs: Crumbs,
    pub(crate) address: String,
    pub(crate) state: ImportState,
    pub(crate) facts: Facts,
    /// What, who, when.
    pub(crate) steps: Vec<(String, String, String)>,
}

/// Rows of a list, page by page: bad ones with their reasons, or changed ones with their fields.
#[derive(Template)]
#[template(path = "registry/import_rows.html")]
pub(crate) struct RowsPage {
    pub(crate) ui: Ui,
    pub(crate) crumbs: Crumbs,
    pub(crate) address: String,
    pub(crate) bad: bool,
    /// Number, name, sentences.
    pub(crate) rows: Vec<(u32, String, Vec<String>)>,
    pub(crate) pager: Pager,
}

pub(crate) fn crumbs(ui: &Ui) -> Crumbs {
    Crumbs::new(ui).to(ui.t("找人"), "/people").to(ui.t("导入人口名册"), "/people/import")
}

pub(crate) async fn list(State(app): State<App>, signed: Signed) -> Answer {
    roster_page(&app, &signed, &Errors::new()).await
}

async fn roster_page(app: &App, signed: &Signed, errors: &Errors) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let imports = app.db.read(move |tx| actions::recent_imports(tx, &actor, IMPORTS_SHOWN)).await?;
    let row = |import: &Import| ImportRow {
        href: format!("/imports/{}", import.id),
        file_name: import.file_name.clone(),
        who: import.brought_by_name.clone(),
        when: ui.moment(import.created_at),
        tag: Tag::new(tone(import.state), ui.say(import.state.label())),
    };
    let shown = RosterPage {
        ui: ui.clone(),
        summary: ErrorSummary::new(&ui, errors),
        upload: upload(&ui).errors(errors),
        imports: imports.iter().map(row).collect(),
    };
    page(&ui, &shown)
}

pub(crate) fn upload(ui: &Ui) -> Upload {
    Upload::new(ui, "list", ui.t("选择文件"))
        .hint(ui.t("Excel（.xlsx）或 CSV 文件，最大 300 MB。每行一个人"))
        .accept(".xlsx,.csv,.txt")
}

fn tone(state: ImportState) -> Tone {
    match state {
        ImportState::Brought | ImportState::Checked => Tone::Warn,
        ImportState::Checking | ImportState::Saving => Tone::Go,
        ImportState::Saved => Tone::Ok,
        ImportState::GivenUp | ImportState::Lapsed => Tone::Plain,
        ImportState::Failed => Tone::Late,
    }
}

pub(crate) async fn bring(State(app): State<App>, signed: Signed, file: Arriving) -> Answer {
    match take_in(&app, &signed, file).await {
        Ok(id) => see_other(&format!("/imports/{id}/columns")),
        Err(error) => {
            let errors = Errors::of(&signed.ui, error)?;
            roster_page(&app, &signed, &errors).await
        }
    }
}

async fn take_in(app: &App, signed: &Signed, file: Arriving) -> Result<ImportId> {
    let mut bringing = actions::bring(app, &signed.actor)?;
    match file.take("list", |piece| bringing.add(piece)).await {
        Ok(Some(name)) => actions::bring_roster(app, &signed.actor, bringing, &name).await,
        Ok(None) => {
            bringing.drop_file(app)?;
            Err(refusals::list_missing().into())
        }
        Err(error) => {
            bringing.drop_file(app)?;
            Err(error)
        }
    }
}

pub(crate) async fn show(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    state_page(&app, &signed, id.parse()?, &Form::default(), &Errors::new()).await
}

async fn state_page(
    app: &App,
    signed: &Signed,
    id: ImportId,
    form: &Form,
    errors: &Errors,
) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let import = actions::import(tx, &actor, id)?;
        let steps = store::imports::steps(tx, id)?;
        Ok((import, steps))
    });
    let (import, steps) = read.await?;
    match import.state {
        ImportState::Brought => see_other(&format!("/imports/{id}/columns")),
        ImportState::Checking | ImportState::Saving => {
            let mut response = page(&ui, &running_page(&ui, &import))?.into_response();
            let again = HeaderValue::from_static(LOOK_AGAIN_SECONDS);
            response.headers_mut().insert(HeaderName::from_static("refresh"), again);
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        ImportState::Checked => {
            let bad = Staging::of(app, id).bad(0)?;
            page(&ui, &checked_page(&ui, &import, &bad, form, errors))
        }
        _ => page(&ui, &ended_page(&ui, &import, &steps)),
    }
}

fn number(ui: &Ui, number: u32) -> String {
    ui.number(i64::from(number))
}

fn facts_of_file(ui: &Ui, import: &Import) -> Facts {
    Facts::new(ui)
        .fact(ui.t("文件"), &import.file_name)
        .fact(ui.t("大小"), ui.bytes(u64::try_from(import.file_bytes).unwrap_or(0)))
        .fact(ui.t("上传"), format!("{} {}", import.brought_by_name, ui.moment(import.created_at)))
}

pub(crate) fn running_page(ui: &Ui, import: &Import) -> RunningPage {
    let rows = number(ui, import.rows_done);
    let label = ui.t2("已完成 {1} 行，{2}%", rows, import.thousandths / 10);
    RunningPage {
        ui: ui.clone(),
        crumbs: crumbs(ui).here(ui.say(import.state.label())),
        address: format!("/imports/{}", import.id),
        saving: import.state == ImportState::Saving,
        bar: Bar::new(label, u64::from(import.thousandths), 1_000),
        facts: facts_of_file(ui, import),
    }
}

pub(crate) fn checked_page(
    ui: &Ui,
    import: &Import,
    bad: &[BadRow],
    form: &Form,
    errors: &Errors,
) -> CheckedPage {
    let counts = &import.counts.0;
    let field = |(field, count): &(crate::roster::Field, u32)| {
        ui.t2("{1}：{2} 人", ui.say(field.label()), number(ui, *count))
    };
    let import_label = match counts.bad {
        0 => ui.t1("导入 {1} 个新的人", number(ui, counts.new)),
        _ => ui.t1("只导入对的：{1} 个新的人", number(ui, counts.new)),
    };
    let facts = facts_of_file(ui, import)
        .fact(ui.t("行数"), number(ui, counts.rows))
        .fact(ui.t("新的人"), number(ui, counts.new))
        .fact(ui.t("已经登记，没有变化"), number(ui, counts.unchanged))
        .fact(ui.t("已经登记，内容不同"), number(ui, counts.changed))
        .fact(ui.t("有错的行"), number(ui, counts.bad));
    CheckedPage {
        ui: ui.clone(),
        crumbs: crumbs(ui).here(ui.t("检查结果")),
        address: format!("/imports/{}", import.id),
        summary: ErrorSummary::new(ui, errors),
        facts,
        new: i64::from(counts.new),
        changed: i64::from(counts.changed),
        bad: i64::from(counts.bad),
        fields: counts.fields.iter().map(field).collect(),
        rows: bad.iter().take(10).map(|bad| (bad.row, sentences(ui, &bad.reasons))).collect(),
        decision: Choice::new(ui, "decision", ui.t("怎么办？"))
            .option("import", import_label)
            .option("nothing", ui.t("什么都不导入，改好文件再来"))
            .typed(form)
            .errors(errors),
        changes: Ticks::one(
            ui,
            "changes",
            ui.t1("同时更正已经登记的 {1} 个人", number(ui, counts.changed)),
        )
        .hint(ui.t("不勾选，已经登记的人一个字也不改"))
        .typed(form)
        .errors(errors),
    }
}

pub(crate) fn ended_page(ui: &Ui, import: &Import, steps: &[ImportStep]) -> EndedPage {
    let counts = &import.counts.0;
    let mut facts = facts_of_file(ui, import);
    if import.state == ImportState::Saved {
        facts = facts
            .fact(ui.t("新登记的人"), number(ui, counts.added))
            .fact(ui.t("更正的人"), number(ui, counts.corrected))
            .fact(ui.t("有错、没有导入的行"), number(ui, counts.bad));
    }
    if counts.overtaken > 0 {
        facts = facts.fact(ui.t("检查以后被别人登记了的行"), number(ui, counts.overtaken));
    }
    let step = |step: &ImportStep| {
        let what = ui.say(step.step.label()).into_owned();
        (what, step.actor_name.clone(), ui.moment(step.noted_at))
    };
    EndedPage {
        ui: ui.clone(),
        crumbs: crumbs(ui).here(ui.say(import.state.label())),
        address: format!("/imports/{}", import.id),
        state: import.state,
        facts,
        steps: steps.iter().map(step).collect(),
    }
}

/// What is wrong with a row, in the reader's language.
pub(crate) fn sentences(ui: &Ui, reasons: &[Reason]) -> Vec<String> {
    let sentence = |reason: &Reason| {
        let args: Vec<String> = reason.args.iter().map(|arg| ui.t(arg).into_owned()).collect();
        fill(&ui.t(&reason.sentence), &args)
    };
    reasons.iter().map(sentence).collect()
}

/// Which page of a list.
#[derive(Deserialize)]
pub(crate) struct AtPage {
    page: Option<u32>,
}

async fn checked(app: &App, signed: &Signed, id: &str) -> Result<Import> {
    let (id, actor) = (id.parse::<ImportId>()?, signed.actor.clone());
    let import = app.db.read(move |tx| actions::import(tx, &actor, id)).await?;
    if import.state == ImportState::Checked { Ok(import) } else { Err(Error::NotFound) }
}

pub(crate) async fn bad(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    Query(at): Query<AtPage>,
) -> Answer {
    let import = checked(&app, &signed, &id).await?;
    let at = at.page.unwrap_or(1).max(1);
    let ui = &signed.ui;
    let name = import.layout.as_ref().and_then(|layout| {
        layout.0.mapping.columns.iter().position(|c| *c == Some(crate::roster::Field::Name))
    });
    let rows = Staging::of(&app, import.id).bad(at - 1)?.into_iter().map(|bad| {
        let name = name.and_then(|at| bad.cells.get(at)).cloned().unwrap_or_default();
        (bad.row, name, sentences(ui, &bad.reasons))
    });
    let rows: Vec<_> = rows.collect();
    page(ui, &rows_page(ui, &import, true, rows, at, import.counts.0.bad))
}

pub(crate) async fn changed(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    Query(at): Query<AtPage>,
) -> Answer {
    let import = checked(&app, &signed, &id).await?;
    let at = at.page.unwrap_or(1).max(1);
    let ui = &signed.ui;
    let rows = Staging::of(&app, import.id).changed(at - 1)?.into_iter().map(|changed| {
        let fields = changed.fields.iter().map(|field| ui.say(field.label()).into_owned());
        (changed.row, changed.name, fields.collect())
    });
    let rows: Vec<_> = rows.collect();
    page(ui, &rows_page(ui, &import, false, rows, at, import.counts.0.changed))
}

pub(crate) fn rows_page(
    ui: &Ui,
    import: &Import,
    bad: bool,
    rows: Vec<(u32, String, Vec<String>)>,
    at: u32,
    total: u32,
) -> RowsPage {
    let address = format!("/imports/{}", import.id);
    let list = format!("{address}/{}", if bad { "bad" } else { "changed" });
    let title = if bad { ui.t("有错的行") } else { ui.t("内容不同的人") };
    RowsPage {
        ui: ui.clone(),
        crumbs: crumbs(ui).to(ui.t("检查结果"), &address).here(title),
        address,
        bad,
        rows,
        pager: Pager::new(ui, list, u64::from(at), ROWS_PER_PAGE as u64, u64::from(total)),
    }
}

/// The bad rows as they stand in the file, each with its reasons, to be mended and brought again.
pub(crate) async fn bad_file(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    _form: Form,
) -> Answer {
    let import = checked(&app, &signed, &id).await?;
    let (ui, staging) = (signed.ui.clone(), Staging::of(&app, import.id));
    let sheet = aside("sheet", move || {
        let heads = import.layout.map(|layout| layout.0.heads).unwrap_or_default();
        let width = heads.len();
        let mut sheet =
            Sheet::new(ui.t("有错的行"), heads.into_iter().chain([REASON_COLUMN.into()]));
        staging.each_bad(|rows| {
            for bad in rows {
                let mut cells = bad.cells;
                cells.resize(width, String::new());
                cells.push(sentences(&ui, &bad.reasons).join("；"));
                sheet.row(cells);
            }
            Ok(())
        })?;
        Ok(sheet)
    });
    sheet.await?.answer("xlsx")
}

pub(crate) async fn confirm(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse::<ImportId>()?;
    let done = match form.get("decision") {
        "import" => actions::confirm_import(&app, &signed.actor, id, form.ticked("changes")).await,
        "nothing" => actions::end_import(&app, &signed.actor, id).await,
        _ => Err(refusals::not_decided().into()),
    };
    match done {
        Ok(()) => see_other(&format!("/imports/{id}")),
        Err(error) => {
            let errors = Errors::of(&signed.ui, error)?;
            state_page(&app, &signed, id, &form, &errors).await
        }
    }
}

pub(crate) async fn end(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    _form: Form,
) -> Answer {
    let id = id.parse::<ImportId>()?;
    actions::end_import(&app, &signed.actor, id).await?;
    see_other(&format!("/imports/{id}"))
}
