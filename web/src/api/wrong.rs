//! Every no as JSON: the same words, the same status as on the page.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use platform::error::{Fault, FaultKind};
use platform::{App, Error, Refusal, Text, text};
use serde::Serialize;
use utoipa::ToSchema;

use super::told::json;
use crate::answer::Answer;
use crate::derived::sentence as traditional;
use crate::form::Errors;
use crate::problem::{BUSY, FAULT, UNKNOWN, status};
use crate::ui::{Lang, Ui};
use crate::watch::FaultNumber;

/// Why not, and what to do.
#[derive(Serialize, ToSchema)]
pub struct Wrong {
    /// 固定的代码，给程序用 / Stable and made for programs
    #[schema(example = "second_notice")]
    pub code: String,
    /// 给人看的话，按 Accept-Language 的语言 / For people, in the language of Accept-Language
    pub sentence: String,
    /// 依据的条款 / The article
    pub cite: Option<String>,
    /// 有问题的字段 / The field that it is about
    pub field: Option<String>,
    /// 程序出错时的编号，报给管理员 / The number of a fault, to be told to the administrator
    pub number: Option<String>,
    /// 逐个字段的问题 / What is wrong, field by field
    pub errors: Vec<WrongField>,
}

/// What is wrong with one field.
#[derive(Serialize, ToSchema)]
pub struct WrongField {
    /// 字段 / The field
    pub field: String,
    /// 怎么改 / What to do
    pub sentence: String,
}

/// Sentences of ours in the language asked for. Names and what people wrote go out as they are.
pub fn derived(ui: &Ui, sentence: String) -> String {
    if ui.lang() == Lang::Hant { traditional(&sentence) } else { sentence }
}

impl Wrong {
    pub(super) fn new(ui: &Ui, code: &str, sentence: Text) -> Self {
        let sentence = say(ui, sentence);
        let (cite, field, number, errors) = (None, None, None, Vec::new());
        Self { code: code.to_owned(), sentence, cite, field, number, errors }
    }

    pub(super) fn refused(ui: &Ui, refusal: &Refusal) -> Self {
        let sentence = derived(ui, ui.refusal(refusal));
        let field = refusal.field.map(str::to_owned);
        let one = |field: String| WrongField { field, sentence: sentence.clone() };
        Self {
            code: refusal.code.to_owned(),
            cite: refusal.cite.map(|cite| derived(ui, ui.cite(cite))),
            number: None,
            errors: field.clone().map(one).into_iter().collect(),
            field,
            sentence,
        }
    }

    pub(super) fn answer(&self, status: StatusCode) -> Response {
        let mut answer = json(status, serde_json::to_string(self).unwrap_or_default());
        let later = [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE];
        if later.contains(&status) {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
        }
        if let Some(number) = &self.number {
            answer.extensions_mut().insert(FaultNumber(number.clone()));
        }
        answer
    }
}

/// The answer for an error; a fault is logged under the number that the answer shows.
pub(super) fn explain(app: &App, ui: &Ui, error: &Error) -> Response {
    let wrong = match error {
        Error::NotFound => {
            Wrong::new(ui, "not_found", text("没有找到：可能编号不对，也可能这不是您能看的内容"))
        }
        Error::Refused(refusal) => Wrong::refused(ui, refusal),
        Error::Fault(fault) => told_fault(app, ui, fault),
    };
    wrong.answer(status_of(error))
}

/// A fault, in the words of the page, under a number that is in the log.
fn told_fault(app: &App, ui: &Ui, fault: &Fault) -> Wrong {
    if fault.kind == FaultKind::Busy {
        tracing::warn!(what = fault.what, "busy");
        return Wrong::new(ui, "busy", BUSY);
    }
    let number = platform::code::new(app.sources());
    tracing::error!(number, what = fault.what, "fault");
    app.db.surroundings().figures.fault();
    let wrong = match fault.kind {
        FaultKind::Unknown => Wrong::new(ui, "unknown", UNKNOWN),
        _ => Wrong::new(ui, "fault", FAULT),
    };
    Wrong { number: Some(number), ..wrong }
}

fn status_of(error: &Error) -> StatusCode {
    match error.refusal().map(|refusal| refusal.code) {
        Some("api.not_json" | "api.not_files") => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Some("api.unreadable") => StatusCode::BAD_REQUEST,
        Some("api.too_large") => StatusCode::PAYLOAD_TOO_LARGE,
        _ => status(error),
    }
}

/// Words for a status that no handler of ours gave.
pub(super) fn unexplained(ui: &Ui, status: StatusCode) -> Wrong {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            Wrong::new(ui, "api.method", text("这个地址不收这种请求，可以用的方法在 Allow 里"))
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            Wrong::new(ui, "api.too_large", text("内容太大，没有收完整"))
        }
        _ => Wrong::new(ui, "api.unreadable", text("请求看不懂，请对照接口说明")),
    }
}

/// A word or sentence of ours in the language of the caller.
pub fn say(ui: &Ui, text: Text) -> String {
    derived(ui, ui.say(text).into_owned())
}

/// The answer to a body of which several fields are wrong.
pub fn unfit(ui: &Ui, errors: &Errors) -> Answer {
    let mut wrong = Wrong::new(ui, "api.unfit_fields", text("有几处要改，见 errors"));
    let field = |(field, sentence): &(String, String)| WrongField {
        field: field.clone(),
        sentence: derived(ui, sentence.clone()),
    };
    wrong.errors = errors.0.iter().map(field).collect();
    Ok(wrong.answer(StatusCode::UNPROCESSABLE_ENTITY))
}
