//! Lists that come in from outside: look at what they would do, then confirm.

use askama::Template;
use axum::extract::State;
use platform::table::Source;
use platform::{App, Error, Result, Text, text};
use web::components::{ErrorSummary, Upload};
use web::{Answer, Errors, Form, Signed, Ui, page};

use crate::table::Preview;
use crate::{actions, refusals};

/// What kind of list, in words.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) title: Text,
    pub(crate) explain: Text,
    pub(crate) columns: &'static str,
    pub(crate) address: &'static str,
    /// Where to look afterwards.
    pub(crate) result: &'static str,
}

pub(crate) const DIVISIONS: Kind = Kind {
    title: text("导入区划表"),
    explain: text(
        "官方的区划表，每行一个县、乡镇、村或组。代码只在同一个发布单位的同一版里算数；同名的村不会合并",
    ),
    columns: "system, edition, level, code, parent_code, name",
    address: "/areas/import",
    result: "/",
};

/// Choosing a file.
#[derive(Template)]
#[template(path = "registry/import.html")]
pub(crate) struct ImportPage {
    pub(crate) ui: Ui,
    pub(crate) kind: Kind,
    pub(crate) summary: ErrorSummary,
    pub(crate) upload: Upload,
}

/// What the list would do, or did.
#[derive(Template)]
#[template(path = "registry/import_preview.html")]
pub(crate) struct PreviewPage {
    pub(crate) ui: Ui,
    pub(crate) kind: Kind,
    pub(crate) new: i64,
    pub(crate) unchanged: i64,
    pub(crate) coded: i64,
    /// Row and sentence.
    pub(crate) problems: Vec<(u32, String)>,
    pub(crate) problems_more: u32,
    pub(crate) done: bool,
    /// The list itself, so that confirming needs no second choosing.
    pub(crate) list: String,
}

impl ImportPage {
    pub(crate) fn new(ui: &Ui, kind: Kind, errors: &Errors) -> Self {
        Self {
            ui: ui.clone(),
            kind,
            summary: ErrorSummary::new(ui, errors),
            upload: Upload::new(ui, "list", ui.t("选择文件"))
                .hint(ui.t("Excel（.xlsx）或 CSV 文件。先看会改什么，再决定导不导"))
                .accept(".xlsx,.csv,.txt")
                .errors(errors),
        }
    }
}

impl PreviewPage {
    pub(crate) fn new(ui: &Ui, kind: Kind, preview: &Preview, done: bool, list: String) -> Self {
        let problems = preview.problems.iter();
        Self {
            ui: ui.clone(),
            kind,
            new: i64::from(preview.new),
            unchanged: i64::from(preview.unchanged),
            coded: i64::from(preview.coded),
            problems: problems.map(|one| (one.row, ui.refusal(&one.refusal))).collect(),
            problems_more: preview.problems_more,
            done,
            list,
        }
    }
}

pub(crate) async fn divisions(signed: Signed) -> Answer {
    page(&signed.ui, &ImportPage::new(&signed.ui, DIVISIONS, &Errors::new()))
}

pub(crate) async fn preview_divisions(
    State(app): State<App>,
    signed: Signed,
    form: Form,
) -> Answer {
    let list = match uploaded(&form) {
        Ok(list) => list,
        Err(error) => return again(&signed.ui, DIVISIONS, error),
    };
    let preview = actions::preview_divisions(&app, &signed.actor, &list).await;
    answer(&signed.ui, DIVISIONS, preview, false, list)
}

pub(crate) async fn confirm_divisions(
    State(app): State<App>,
    signed: Signed,
    form: Form,
) -> Answer {
    let list = form.get("list").to_owned();
    let done = actions::import_divisions(&app, &signed.actor, &list).await;
    answer(&signed.ui, DIVISIONS, done, true, list)
}

fn uploaded(form: &Form) -> Result<String> {
    let file = form.files("list").next().ok_or_else(refusals::list_missing)?;
    platform::table::to_commas(&Source::bytes(file.bytes.clone()))
}

fn answer(ui: &Ui, kind: Kind, preview: Result<Preview>, act: bool, list: String) -> Answer {
    match preview {
        Ok(preview) => {
            let done = act && preview.is_clean();
            page(ui, &PreviewPage::new(ui, kind, &preview, done, list))
        }
        Err(error) => again(ui, kind, error),
    }
}

/// The first page once more, with what is wrong with the file as a whole.
fn again(ui: &Ui, kind: Kind, error: Error) -> Answer {
    let mut errors = Errors::new();
    errors.take(ui, error)?;
    page(ui, &ImportPage::new(ui, kind, &errors))
}
