//! One question, for who asked, who answers and who sees to the answers.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use platform::{App, Error, Result};
use serde::Deserialize;
use web::components::{Banner, Crumbs, ErrorSummary, Field, Tag, Timeline};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::shown;
use crate::actions::questions::{self, May};
use crate::powers::{ANSWER, SUPERVISE};
use crate::question::Thread;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/questions/{code}", Access::Person, show)
        .post("/questions/{code}/answer", Access::With(ANSWER), answer)
        .post("/questions/{code}/escalation", Access::Person, escalate)
        .post("/questions/{code}/township-answer", Access::With(SUPERVISE), end)
}

/// The fields of the three forms, which may stand on one page.
const ANSWER_FIELD: &str = "words";
const ESCALATION_FIELD: &str = "dissatisfied";
const TOWNSHIP_FIELD: &str = "result";

/// One question.
#[derive(Template)]
#[template(path = "sunshine/questions/one.html")]
pub(crate) struct QuestionPage {
    pub(crate) ui: Ui,
    pub(crate) thread: Thread,
    pub(crate) may: May,
    /// It was asked just now.
    pub(crate) sent: bool,
    pub(crate) form: Form,
    pub(crate) errors: Errors,
}

impl QuestionPage {
    fn crumbs(&self) -> Crumbs {
        let (words, href) = if self.may.asker {
            (self.ui.t("我的提问"), "/own/questions")
        } else {
            (self.ui.t("村民提问"), "/desk/questions")
        };
        Crumbs::new(&self.ui).to(words, href).here(&self.thread.question.code)
    }

    fn about(&self) -> String {
        format!("/disclosures/{}", self.thread.question.disclosure_code)
    }

    /// `第 3 笔`; a table's rows and a ledger's lines are both counted.
    fn place(&self) -> String {
        match self.thread.question.line_number {
            Some(number) => self.ui.t1("第 {1} 笔", number),
            None => self.ui.t("整份").into_owned(),
        }
    }

    fn tag(&self) -> Tag {
        shown::tag(&self.ui, &self.thread)
    }

    fn timeline(&self) -> Timeline {
        shown::timeline(&self.ui, &self.thread)
    }

    fn news(&self) -> Option<Banner> {
        let ui = &self.ui;
        let line = match self.thread.due_on() {
            Some(on) => ui.t1("村里要在{1}前答复，答复了会告诉您。", ui.date(on)),
            None => ui.t("村里答复了会告诉您。").into_owned(),
        };
        self.sent.then(|| Banner::good(ui, ui.t("问题收到了")).line(line))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn words(&self, name: &str, label: &str, hint: &str) -> Field {
        Field::long(&self.ui, name, self.ui.t(label))
            .hint(self.ui.t(hint))
            .typed(&self.form)
            .errors(&self.errors)
            .rows(5)
    }

    fn answer_words(&self) -> Field {
        self.words(ANSWER_FIELD, "答复", "说清楚事实和依据。答复会公开，不要写别人的电话、身份证号")
    }

    fn escalation_words(&self) -> Field {
        self.words(ESCALATION_FIELD, "哪里不满意", "一句话就行，例如：没有说清楚工程量是谁量的")
    }

    fn township_words(&self) -> Field {
        self.words(TOWNSHIP_FIELD, "乡镇答复", "写明核实了什么、结果怎样。答复会公开")
    }
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    sent: u8,
}

async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let shown = read(&app, &signed, code).await?;
    page(&signed.ui, &QuestionPage { sent: asked.sent > 0, ..shown })
}

async fn read(app: &App, Signed { ui, actor }: &Signed, code: String) -> Result<QuestionPage> {
    let actor = actor.clone();
    let (thread, may) = app.db.read(move |tx| questions::one(tx, &actor, &code)).await?;
    let (form, errors) = (Form::default(), Errors::new());
    Ok(QuestionPage { ui: ui.clone(), thread, may, sent: false, form, errors })
}

/// Back to the question, or the page with what was wrong.
async fn finish(
    app: &App,
    signed: Signed,
    (code, form): (String, Form),
    (field, done): (&'static str, Result<()>),
) -> Answer {
    let mut error = match done {
        Ok(()) => return see_other(&format!("/questions/{code}")),
        Err(error) => error,
    };
    if let Error::Refused(refusal) = &mut error
        && refusal.field == Some(ANSWER_FIELD)
    {
        refusal.field = Some(field);
    }
    let errors = Errors::of(&signed.ui, error)?;
    let shown = read(app, &signed, code).await?;
    let mut answer = page(&signed.ui, &QuestionPage { form, errors, ..shown })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

async fn answer(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let done = questions::answer(&app, &signed.actor, &code, form.get(ANSWER_FIELD)).await;
    finish(&app, signed, (code, form), (ANSWER_FIELD, done)).await
}

async fn escalate(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let done = questions::escalate(&app, &signed.actor, &code, form.get(ESCALATION_FIELD)).await;
    finish(&app, signed, (code, form), (ESCALATION_FIELD, done)).await
}

async fn end(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let done = questions::end(&app, &signed.actor, &code, form.get(TOWNSHIP_FIELD)).await;
    finish(&app, signed, (code, form), (TOWNSHIP_FIELD, done)).await
}
