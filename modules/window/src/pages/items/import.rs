//! A file of items: look at what it would do, then draft its versions.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use platform::{Actor, App, Error, Refusal, Result};
use web::components::{ErrorSummary, Upload};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use crate::actions::items::{self, ItemsImported};
use crate::item::Item;
use crate::powers::EDIT_ITEMS;

/// The addresses of this file.
pub(super) fn routes() -> Routes {
    let edit = Access::With(EDIT_ITEMS);
    Routes::new().get("/items/import", edit, show).post("/items/import", edit, take)
}

/// Choosing a file, and what it would do.
#[derive(Template)]
#[template(path = "window/items/import.html")]
pub(crate) struct ImportPage {
    pub(crate) ui: Ui,
    pub(crate) errors: Errors,
    /// What the file would do, and the file.
    pub(crate) preview: Option<(ItemsImported, String)>,
}

impl ImportPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn upload(&self) -> Upload {
        Upload::new(&self.ui, "file", self.ui.t("选择事项文件"))
            .hint(self.ui.t("TOML 文件，UTF-8 编码。先看会改什么，再决定导不导"))
            .accept(".toml")
            .errors(&self.errors)
    }
}

async fn show(signed: Signed) -> Answer {
    let shown = ImportPage { ui: signed.ui, errors: Errors::new(), preview: None };
    page(&shown.ui, &shown)
}

async fn take(State(app): State<App>, Signed { ui, actor }: Signed, form: Form) -> Answer {
    let confirmed = form.ticked("confirmed");
    let read = text_of(&ui, &form).and_then(|text| Ok((items::parse(&text)?, text)));
    let (list, text) = match read {
        Ok(read) => read,
        Err(error) => return again(ui, error),
    };
    match items::import(&app, &actor, list.clone(), !confirmed).await {
        Ok(done) if confirmed => see_other(&format!("/items?imported={}", done.new + done.changed)),
        Ok(done) => {
            let shown = ImportPage { ui, errors: Errors::new(), preview: Some((done, text)) };
            page(&shown.ui, &shown)
        }
        Err(Error::Refused(refusal)) if refusal.field.is_some() => {
            wrong_items(&app, &actor, ui, list).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The file that was chosen, or the one that was looked at and is confirmed now.
fn text_of(ui: &Ui, form: &Form) -> Result<String> {
    let missing = || Refusal::new("items.no_file", "请先选择文件").at("file");
    let unreadable = || {
        let sentence = "读不懂这个事项文件：{1}";
        Refusal::new("items.unreadable", sentence).with(ui.t("不是 UTF-8 编码的文字")).at("file")
    };
    if let Some(file) = form.files("file").next() {
        return String::from_utf8(file.bytes.clone()).map_err(|_| unreadable().into());
    }
    match form.get("text") {
        "" => Err(missing().into()),
        text => Ok(text.to_owned()),
    }
}

/// Names each item that cannot be drafted, so that the file is put right in one go.
async fn wrong_items(app: &App, actor: &Actor, ui: Ui, list: Vec<Item>) -> Answer {
    let mut errors = Errors::new();
    for item in list {
        let name = item.name.clone();
        match items::import(app, actor, vec![item], true).await {
            Ok(_) => {}
            Err(Error::Refused(refusal)) => {
                let field = refusal.field.unwrap_or_default();
                let sentence = ui.t3("{1}（{2}）：{3}", name, field, ui.refusal(&refusal));
                errors.add("file", sentence);
            }
            Err(error) => return Err(error.into()),
        }
    }
    with_errors(ui, errors)
}

fn again(ui: Ui, error: Error) -> Answer {
    let errors = Errors::of(&ui, error)?;
    with_errors(ui, errors)
}

fn with_errors(ui: Ui, errors: Errors) -> Answer {
    let shown = ImportPage { ui, errors, preview: None };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
