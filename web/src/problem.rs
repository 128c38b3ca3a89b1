//! An error on its way to a person. The guard renders it in the person's language.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::{App, Error, Fault, FaultKind, Text, text};

use crate::answer::render;
use crate::ui::Ui;
use crate::watch::FaultNumber;

/// What a handler answers when it cannot do what was asked.
#[derive(Debug)]
pub struct Problem(pub Error);

/// The error, carried by a response until the guard makes a page of it.
#[derive(Clone)]
pub(crate) struct Carried(pub(crate) Arc<Error>);

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(Carried(Arc::new(self.0)));
        response
    }
}

pub(crate) fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Refused(refusal) if refusal.code == "platform.not_permitted" => {
            StatusCode::FORBIDDEN
        }
        Error::Refused(refusal) if refusal.code == "web.too_many" => StatusCode::TOO_MANY_REQUESTS,
        Error::Refused(refusal) if refusal.code == "web.stale_form" => StatusCode::FORBIDDEN,
        Error::Refused(refusal) if refusal.code == "web.too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        Error::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Fault(fault) if fault.kind == FaultKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Error::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What a person reads when the program is at fault.
pub(crate) const FAULT: Text = text("不是您的错。请稍后再试；还不行，就把下面的号码念给工作人员。");

/// What a person reads when nobody had time: nothing was done.
pub(crate) const BUSY: Text =
    text("现在办事的人太多，这一步还没有办。请过一会儿回到上一页再交一次。");
/// What a person reads when it is not known whether it was done: to do it again blindly might do it
/// twice.
pub(crate) const UNKNOWN: Text = text(
    "这一步可能办成了，也可能没有。请先看看记录里有没有，没有再办一次；拿不准就把下面的号码念给工作人员。",
);

/// After so many seconds a program may ask again where nobody had time.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("30");

/// A page that says what went wrong and what to do.
#[derive(Template)]
#[template(path = "problem.html")]
pub(crate) struct ProblemPage {
    pub(crate) ui: Ui,
    /// Stable and made for programs.
    pub(crate) code: &'static str,
    pub(crate) title: Text,
    pub(crate) sentence: String,
    pub(crate) cite: Option<String>,
    /// A number that a person reads out on the telephone.
    pub(crate) number: Option<String>,
}

/// The page for an error; a fault is logged under the number that the page shows.
pub(crate) fn explain(app: &App, ui: &Ui, error: &Error) -> Response {
    let mut page = ProblemPage {
        ui: ui.clone(),
        code: "fault",
        title: text("程序出了错"),
        sentence: String::new(),
        cite: None,
        number: None,
    };
    match error {
        Error::NotFound => {
            page.code = "not_found";
            page.title = text("没有找到这一页");
            page.sentence = ui.t("可能地址打错了，也可能这不是您能看的内容。").into_owned();
        }
        Error::Refused(refusal) => {
            page.code = refusal.code;
            page.title = text("这一步现在办不了");
            page.sentence = ui.refusal(refusal);
            page.cite = refusal.cite.map(|cite| ui.cite(cite));
        }
        Error::Fault(fault) => tell_fault(app, ui, &mut page, fault),
    }
    let html = render(ui, &page).unwrap_or_default();
    let mut response = (status(error), axum::response::Html(html)).into_response();
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    }
    if let Some(number) = page.number {
        response.extensions_mut().insert(FaultNumber(number));
    }
    response
}

fn tell_fault(app: &App, ui: &Ui, page: &mut ProblemPage, fault: &Fault) {
    let (code, title, sentence) = match fault.kind {
        FaultKind::Busy => ("busy", text("请稍等一会儿"), BUSY),
        FaultKind::Unknown => ("unknown", text("不知道办成了没有"), UNKNOWN),
        FaultKind::Broken | FaultKind::Met | FaultKind::Lost => {
            ("fault", text("程序出了错"), FAULT)
        }
    };
    (page.code, page.title) = (code, title);
    page.sentence = ui.say(sentence).into_owned();
    if fault.kind == FaultKind::Busy {
        // Many come at once, and none of them has anything to read out.
        tracing::warn!(what = fault.what, "busy");
        return;
    }
    let number = platform::code::new(app.sources());
    tracing::error!(number, what = fault.what, "fault");
    app.db.surroundings().figures.fault();
    page.number = Some(number);
}
