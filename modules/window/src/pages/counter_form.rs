//! The second page of the counter: the whole form at once, then the receipt.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::{App, Error, PersonId};
use web::components::{Choice, ErrorSummary, Field, Ticks};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::acts::{Noun, finish};
use super::counter::{Found, named};
use super::wording;
use crate::actions::apply::{self, AtCounter};
use crate::actions::reception;
use crate::form::check_phone;
use crate::item::{AnswerKind, Item, Need, Question};
use crate::model::{Answers, Sealed};
use crate::powers::RECEIVE;

/// The addresses of this file.
pub(super) fn routes() -> Routes {
    let receive = Access::With(RECEIVE);
    Routes::new().get("/desk/counter/{item}/{person}", receive, show).post(
        "/desk/counter/{item}/{person}",
        receive,
        take,
    )
}

/// All questions of an item, for a person who stands at the counter.
#[derive(Template)]
#[template(path = "window/staff/counter_form.html")]
pub(crate) struct CounterFormPage {
    pub(crate) ui: Ui,
    pub(crate) item: Item,
    pub(crate) person: Found,
    pub(crate) form: Form,
    pub(crate) errors: Errors,
}

impl CounterFormPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn questions(&self) -> Vec<String> {
        self.item.question.iter().map(|question| self.question(question)).collect()
    }

    fn question(&self, question: &Question) -> String {
        let (ui, name) = (&self.ui, field_name(question));
        let hint = self.hint(question);
        if matches!(question.kind, AnswerKind::Choice | AnswerKind::YesNo) {
            let mut choice = Choice::new(ui, &name, &question.label).hint(hint);
            choice = match question.kind {
                AnswerKind::YesNo => {
                    choice.option("是", ui.t("是")).option("否", ui.t("否")).inline()
                }
                _ => choice.options(question.options.iter().map(|one| (one, one))),
            };
            choice = if question.required { choice } else { choice.optional() };
            return choice.typed(&self.form).errors(&self.errors).to_string();
        }
        let field = match question.kind {
            AnswerKind::LongText => Field::long(ui, &name, &question.label).rows(3),
            AnswerKind::Number => Field::number(ui, &name, &question.label),
            AnswerKind::Money => Field::money(ui, &name, &question.label),
            AnswerKind::Phone => Field::phone(ui, &name, &question.label),
            AnswerKind::IdentityNumber => Field::identity(ui, &name, &question.label),
            _ => Field::text(ui, &name, &question.label),
        };
        let field = if question.required { field } else { field.optional() };
        let first = self.item.question.first().is_some_and(|first| first.key == question.key);
        let field = if first && self.errors.is_empty() { field.focus() } else { field };
        field.hint(hint).typed(&self.form).errors(&self.errors).to_string()
    }

    /// The line of help; without script a question that may not concern one says when it does.
    fn hint(&self, question: &Question) -> String {
        let own = match question.kind {
            AnswerKind::Date if question.hint.is_empty() => {
                self.ui.t("例如 1945年3月12日").into_owned()
            }
            _ => question.hint.clone(),
        };
        let Some((key, value)) = question.show_if.split_once('=') else { return own };
        let earlier = self.item.question.iter().find(|other| other.key == key);
        let label = earlier.map_or("", |other| other.label.as_str());
        let when = self.ui.t2("只有“{1}”选“{2}”时才填。", label, value);
        format!("{when}{own}")
    }

    fn phone(&self) -> Field {
        Field::phone(&self.ui, "phone", self.ui.t("联系电话"))
            .optional()
            .hint(self.ui.t("没有电话就空着，由代办员上门告知"))
            .typed(&self.form)
            .errors(&self.errors)
    }

    fn papers(&self) -> Option<Ticks> {
        let mut ticks = Ticks::new(&self.ui, "papers", self.ui.t("手里有哪些材料"))
            .hint(self.ui.t("逐样看过再勾"));
        let mut any = false;
        for (number, paper) in self.item.papers() {
            let need = if paper.need == Need::Conditional && !paper.when.is_empty() {
                paper.when.clone()
            } else {
                self.ui.say(paper.need.label()).into_owned()
            };
            ticks = ticks.option_with(number, &paper.name, need);
            any = true;
        }
        any.then(|| ticks.typed(&self.form).errors(&self.errors))
    }

    fn delivery(&self) -> Choice {
        Choice::new(&self.ui, "delivery", self.ui.t("结果怎样拿"))
            .options(self.item.delivery.iter().map(|way| (way, way)))
            .typed(&self.form)
            .errors(&self.errors)
    }

    fn promise(&self) -> String {
        wording::promise(&self.ui, &self.item)
    }
}

/// The name of a question's field; it cannot meet the page's own.
fn field_name(question: &Question) -> String {
    format!("q-{}", question.key)
}

async fn show(State(app): State<App>, signed: Signed, place: Path<(String, String)>) -> Answer {
    let (item, found, person) = named(&app, &signed.actor, &place).await?;
    let phone = person.phone.unwrap_or_default();
    let way = item.delivery.first().cloned().unwrap_or_default();
    let form = Form::of(&[("phone", &phone), ("delivery", &way)]);
    let shown = CounterFormPage { item, person: found, form, errors: Errors::new(), ui: signed.ui };
    page(&shown.ui, &shown)
}

async fn take(
    State(app): State<App>,
    signed: Signed,
    place: Path<(String, String)>,
    form: Form,
) -> Answer {
    let (item, found, _) = named(&app, &signed.actor, &place).await?;
    let accepts = form.get("then") == "accept";
    let again = |item: Item, errors| {
        let (ui, form) = (signed.ui.clone(), form.clone());
        let shown = CounterFormPage { item, person: found.clone(), form, errors, ui };
        let mut answer = page(&shown.ui, &shown)?;
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(answer)
    };
    let sealed = match read(&signed.ui, &item, &form, accepts) {
        Ok(sealed) => sealed,
        Err(errors) => return again(item, errors),
    };
    let verified = sealed.papers.iter().filter_map(|number| i64::try_from(*number).ok()).collect();
    let applicant: PersonId = found.id;
    let taken = AtCounter { item: item.code.clone(), applicant, sealed };
    let id = match apply::receive_at_counter(&app, &signed.actor, taken).await {
        Ok(id) => id,
        Err(Error::Refused(refusal)) => {
            let mut errors = Errors::new();
            errors.add(refusal.field.unwrap_or("delivery"), signed.ui.refusal(&refusal));
            return again(item, errors);
        }
        Err(error) => return Err(error.into()),
    };
    if form.get("then") == "photos" {
        return see_other(&format!("/cases/{id}/files"));
    }
    if !accepts {
        return see_other(&format!("/cases/{id}/papers/receipt"));
    }
    // The case is received; whatever stands in the way of acceptance is answered on its own page.
    let done: Result<(), Error> = reception::accept(&app, &signed.actor, id, verified).await;
    finish(&app, &signed, &id.to_string(), (Noun::Acceptance, &form), done).await
}

/// What was typed, or everything that is wrong with it.
fn read(ui: &Ui, item: &Item, form: &Form, accepts: bool) -> Result<Sealed, Errors> {
    let mut errors = Errors::new();
    let answers: Answers = item
        .question
        .iter()
        .map(|question| (question.key.clone(), form.get(&field_name(question)).to_owned()))
        .collect();
    // What is sent is what was typed: the act reads it again, and reads each sum only once.
    for (key, sentence) in item.check(&answers, ui.today()).err().into_iter().flatten() {
        errors.add(format!("q-{key}"), ui.say(sentence));
    }
    let phone = check_phone(form.get("phone"), ui.today()).unwrap_or_else(|sentence| {
        errors.add("phone", ui.say(sentence));
        String::new()
    });
    let papers: Vec<usize> = form
        .all("papers")
        .filter_map(|number| number.parse().ok())
        .filter(|number| item.papers().any(|(known, _)| known == *number))
        .collect();
    let missing: Vec<&str> = item
        .papers()
        .filter(|(number, paper)| paper.need == Need::Required && !papers.contains(number))
        .map(|(_, paper)| paper.name.as_str())
        .collect();
    if accepts && !missing.is_empty() {
        let names = missing.join("、");
        errors.add("papers", ui.t1("还缺必要材料：{1}。可以先收件，再一次性告知", names));
    }
    let delivery = form.get("delivery").to_owned();
    if !item.delivery.is_empty() && !item.delivery.contains(&delivery) {
        errors.add("delivery", ui.t("请选一个"));
    }
    if errors.is_empty() { Ok(Sealed { answers, phone, delivery, papers }) } else { Err(errors) }
}
