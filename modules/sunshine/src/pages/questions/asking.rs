//! Asking: about which line, and what.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use law::sunshine::answer_due;
use platform::{Actor, App, Result, Tx};
use serde::Deserialize;
use web::components::{Choice, Crumbs, ErrorSummary, Field, Select};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use crate::actions::questions::{self, Asking, LETTERS_MAX};
use crate::item::Shape;
use crate::model::Disclosure;
use crate::powers::ASSIST;
use crate::question::GivenHow;
use crate::store::published;

pub(super) fn routes() -> Routes {
    Routes::new().get("/disclosures/{code}/questions/new", Access::Person, show).post(
        "/disclosures/{code}/questions",
        Access::Person,
        send,
    )
}

/// The form of a question, for oneself or for somebody who gave the word.
#[derive(Template)]
#[template(path = "sunshine/questions/ask.html")]
pub(crate) struct AskPage {
    pub(crate) ui: Ui,
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) village: String,
    /// Each line that one may ask about: its number, and how it begins.
    pub(crate) lines: Vec<(String, String)>,
    /// By when the village would answer.
    pub(crate) due_on: Option<Date>,
    /// For whom a clerk asks: the name, and what tells that person from others.
    pub(crate) somebody: Option<(String, String)>,
    /// The reader is a villager of that village, or has the word of one.
    pub(crate) may: bool,
    /// The reader may ask for others as well.
    pub(crate) assists: bool,
    pub(crate) form: Form,
    pub(crate) errors: Errors,
}

impl AskPage {
    fn crumbs(&self) -> Crumbs {
        Crumbs::new(&self.ui)
            .to(&self.title, format!("/disclosures/{}", self.code))
            .here(self.ui.t("提问"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn action(&self) -> String {
        // A clerk's form comes back to where the person stands.
        if self.somebody.is_some() {
            String::new()
        } else {
            format!("/disclosures/{}/questions", self.code)
        }
    }

    fn line(&self) -> Select {
        let lines = self.lines.iter().map(|(number, words)| (number, words));
        Select::new(&self.ui, "line", self.ui.t("问哪一笔"))
            .empty(self.ui.t("整份，不是哪一笔"))
            .options(lines)
            .typed(&self.form)
            .errors(&self.errors)
    }

    fn words(&self) -> Field {
        Field::long(&self.ui, "words", self.ui.t("想问什么"))
            .hint(self.ui.t("例如：排水沟修了多长，为什么要 12 万？不要写别人的电话、身份证号"))
            .typed(&self.form)
            .errors(&self.errors)
            .rows(4)
    }

    fn given_how(&self) -> Choice {
        let how = |how: GivenHow| {
            let words = match how {
                GivenHow::Signature => self.ui.t("本人签字"),
                GivenHow::Fingerprint => self.ui.t("本人捺手印"),
                GivenHow::Spoken => self.ui.t("口头委托，有见证人"),
            };
            (how.key(), words)
        };
        Choice::new(&self.ui, "given_how", self.ui.t("本人是怎样委托您的"))
            .hint(self.ui.t("签字或按手印的纸留在村里备查"))
            .options(GivenHow::ALL.map(how))
            .typed(&self.form)
            .errors(&self.errors)
    }

    fn witness(&self) -> Field {
        Field::text(&self.ui, "witness", self.ui.t("见证人姓名"))
            .hint(self.ui.t("口头委托必须有别人在场，不能是您自己"))
            .optional()
            .typed(&self.form)
            .errors(&self.errors)
    }

    /// What happens next.
    fn promise(&self) -> String {
        match self.due_on {
            Some(on) => {
                self.ui.t1("村里要在{1}前答复，答复会公开，不写是谁问的。", self.ui.date(on))
            }
            None => self.ui.t("村里会答复，答复会公开，不写是谁问的。").into_owned(),
        }
    }

    fn most(&self) -> usize {
        LETTERS_MAX
    }
}

/// What the address says: the line whose sign was followed.
#[derive(Deserialize, Default)]
struct About {
    #[serde(default)]
    line: String,
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
    Query(about): Query<About>,
) -> Answer {
    let form = Form::of(&[("line", &about.line)]);
    let seen = ui.clone();
    let shown = app
        .db
        .read(move |tx| {
            let disclosure = questions::published_under(tx, &code)?;
            let may = questions::may_ask(tx, &actor, &disclosure)?;
            let assists = actor.may(ASSIST, &disclosure.area_path);
            let blank = ask_page(tx, &seen, &disclosure)?;
            Ok(AskPage { may, assists, ..blank })
        })
        .await?;
    page(&ui, &AskPage { form, ..shown })
}

/// The empty form about a disclosure.
pub(super) fn ask_page(tx: &mut Tx<'_>, ui: &Ui, disclosure: &Disclosure) -> Result<AskPage> {
    let (calendar, today) = (tx.calendar()?, tx.today());
    Ok(AskPage {
        ui: ui.clone(),
        code: disclosure.code.clone(),
        title: disclosure.title.clone(),
        village: disclosure.area_name.clone(),
        lines: lines_of(tx, ui, disclosure)?,
        due_on: answer_due(today, &calendar, &[]).ok().flatten(),
        somebody: None,
        may: true,
        assists: false,
        form: Form::default(),
        errors: Errors::new(),
    })
}

fn lines_of(tx: &mut Tx<'_>, ui: &Ui, disclosure: &Disclosure) -> Result<Vec<(String, String)>> {
    Ok(match disclosure.shape {
        Shape::Ledger => published::lines_of(tx, disclosure.id)?
            .into_iter()
            .map(|line| {
                let sum = ui.money(line.income_fen.max(line.expense_fen));
                let words = ui.t3("第 {1} 笔 {2} {3} 元", line.number, &line.summary, sum);
                (line.number.to_string(), words)
            })
            .collect(),
        Shape::Table => (1_i64..)
            .zip(published::rows_of(tx, disclosure.id)?)
            .map(|(number, row)| {
                let first = row.first().map(String::as_str).unwrap_or_default();
                (number.to_string(), ui.t2("第 {1} 行 {2}", number, first))
            })
            .collect(),
        Shape::Text => Vec::new(),
    })
}

/// What the form asks; the word of somebody else is the clerk's page's business.
pub(super) fn asking(form: &Form) -> Asking {
    let line = form.get("line").parse().ok();
    Asking { line, words: form.get("words").to_owned(), for_somebody: None }
}

async fn send(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let error = match questions::ask(&app, &actor, &code, asking(&form)).await {
        Ok(question) => return see_other(&format!("/questions/{question}?sent=1")),
        Err(error) => error,
    };
    let errors = Errors::of(&ui, error)?;
    again(&app, ui, (actor, code), (form, errors)).await
}

async fn again(
    app: &App,
    ui: Ui,
    (actor, code): (std::sync::Arc<Actor>, String),
    (form, errors): (Form, Errors),
) -> Answer {
    let seen = ui.clone();
    let shown = app
        .db
        .read(move |tx| {
            let disclosure = questions::published_under(tx, &code)?;
            let may = questions::may_ask(tx, &actor, &disclosure)?;
            let assists = actor.may(ASSIST, &disclosure.area_path);
            let blank = ask_page(tx, &seen, &disclosure)?;
            Ok(AskPage { may, assists, ..blank })
        })
        .await?;
    let mut answer = page(&ui, &AskPage { form, errors, ..shown })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
