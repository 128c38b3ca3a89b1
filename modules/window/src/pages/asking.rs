//! The pages of the journey on which one thing is asked.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::{Actor, App, Error};
use serde::Deserialize;
use web::components::{Choice, ErrorSummary, Field};
use web::visit::Signed;
use web::{Access, Answer, Errors, Form, Routes, Ui, page, see_other};

use super::journey::{Journey, Step, gone};
use crate::form::check_phone;
use crate::item::{AnswerKind, Question};
use crate::model::Sealed;

/// What is kept of a text that will not do yet, so that nothing typed is lost.
const UNFINISHED_LETTERS_MAX: usize = 1000;
/// The name of the field on every page.
const FIELD: &str = "answer";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/applications/{draft}/questions/{number}", Access::Person, question)
        .post("/applications/{draft}/questions/{number}", Access::Person, answer)
        .get("/applications/{draft}/phone", Access::Person, phone)
        .post("/applications/{draft}/phone", Access::Person, answer_phone)
        .get("/applications/{draft}/delivery", Access::Person, delivery)
        .post("/applications/{draft}/delivery", Access::Person, answer_delivery)
}

/// Whether the reader came from the last look and goes back to it.
#[derive(Debug, Default, Clone, Copy, Deserialize)]
pub(crate) struct Way {
    #[serde(default)]
    check: u8,
}

impl Way {
    pub(super) fn checking(self) -> bool {
        self.check > 0
    }
}

/// One question.
#[derive(Template)]
#[template(path = "window/question.html")]
pub(crate) struct AskPage {
    pub(crate) ui: Ui,
    pub(crate) journey: Journey,
    pub(crate) step: Step,
    pub(crate) errors: Errors,
    /// The reader came from the last look.
    pub(crate) checking: bool,
    /// What was typed and will not do.
    pub(crate) typed: Option<Form>,
}

impl AskPage {
    fn new(ui: Ui, journey: Journey, step: Step, way: Way) -> Self {
        let mut errors = Errors::new();
        if let (true, Step::Question(place)) = (way.checking(), step)
            && let Some(question) = journey.question(place)
        {
            // Whoever is sent here from the last look is told at once what is missing.
            let kept = journey.sealed.answers.get(&question.key).map_or("", String::as_str);
            if let Err(sentence) = question.check(kept, ui.today()) {
                errors.add(FIELD, ui.say(sentence));
            }
        }
        Self { ui, journey, step, errors, checking: way.checking(), typed: None }
    }

    fn wrong(mut self, form: Form, sentence: String) -> Answer {
        self.errors = Errors::new();
        self.errors.add(FIELD, sentence);
        self.typed = Some(form);
        page(&self.ui, &self)
    }

    fn title(&self) -> String {
        self.journey.title(&self.ui, self.step)
    }

    fn action(&self) -> String {
        let address = self.journey.address(self.step);
        if self.checking { format!("{address}?check=1") } else { address }
    }

    fn back(&self) -> String {
        if self.checking && self.errors.is_empty() {
            format!("{}/check", self.journey.home())
        } else {
            self.journey.before(self.step)
        }
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn field(&self) -> String {
        let (ui, title) = (&self.ui, self.title());
        let typed = |kept: &str| match &self.typed {
            Some(form) => form.get(FIELD).to_owned(),
            None => kept.to_owned(),
        };
        let sealed = &self.journey.sealed;
        match self.step {
            Step::Question(place) => match self.journey.question(place) {
                Some(question) => {
                    let kept = sealed.answers.get(&question.key).map_or("", String::as_str);
                    let value = typed(&shown(ui, question, kept));
                    piece(ui, question, &value, &self.errors)
                }
                None => String::new(),
            },
            Step::Phone => {
                let hint = ui.t("手机或带区号的座机。没有电话就空着，代办员会上门告诉您。");
                let field = Field::phone(ui, FIELD, title).hint(hint).value(typed(&sealed.phone));
                field.optional().heading().errors(&self.errors).to_string()
            }
            // They have a page of their own.
            Step::Papers => String::new(),
            Step::Delivery => {
                let ways = self.journey.item.delivery.iter().map(|way| (way, way));
                let choice = Choice::new(ui, FIELD, title).options(ways);
                choice.chosen(typed(&sealed.delivery)).heading().errors(&self.errors).to_string()
            }
        }
    }
}

/// What stands in the box: dates as people write them.
fn shown(ui: &Ui, question: &Question, kept: &str) -> String {
    let date = kept.parse::<jiff::civil::Date>();
    match (question.kind, date) {
        (AnswerKind::Date, Ok(date)) if ui.lang() != web::ui::Lang::En => ui.date_long(date),
        _ => kept.to_owned(),
    }
}

/// The piece that fits the kind of a question.
fn piece(ui: &Ui, question: &Question, value: &str, errors: &Errors) -> String {
    let (label, hint) = (&question.label, &question.hint);
    let choice = |choice: Choice| {
        let choice = choice.hint(hint).chosen(value).heading().errors(errors);
        if question.required { choice.to_string() } else { choice.optional().to_string() }
    };
    let field = |field: Field| {
        let field = field.hint(hint).value(value).heading().errors(errors);
        if question.required { field.to_string() } else { field.optional().to_string() }
    };
    match question.kind {
        AnswerKind::Text | AnswerKind::Date => field(Field::text(ui, FIELD, label)),
        AnswerKind::LongText => field(Field::long(ui, FIELD, label)),
        AnswerKind::Number => field(Field::number(ui, FIELD, label)),
        AnswerKind::Money => field(Field::money(ui, FIELD, label)),
        AnswerKind::Phone => field(Field::phone(ui, FIELD, label)),
        AnswerKind::IdentityNumber => field(Field::identity(ui, FIELD, label)),
        AnswerKind::BankCard => field(Field::identity(ui, FIELD, label)),
        AnswerKind::YesNo => {
            let asked = Choice::new(ui, FIELD, label);
            choice(asked.option("是", ui.t("是")).option("否", ui.t("否")).inline())
        }
        AnswerKind::Choice => {
            let options = question.options.iter().map(|option| (option, option));
            choice(Choice::new(ui, FIELD, label).options(options))
        }
    }
}

async fn question(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path((draft, number)): Path<(String, String)>,
    Query(way): Query<Way>,
) -> Answer {
    let Some(journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
    let place = place(&number)?;
    let step = Step::Question(place);
    if !journey.steps().contains(&step) {
        return see_other(&journey.from(place));
    }
    let ask = AskPage::new(ui, journey, step, way);
    page(&ask.ui, &ask)
}

/// Questions are numbered from one in addresses.
fn place(number: &str) -> platform::Result<usize> {
    let number = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    number.ok_or(Error::NotFound)
}

async fn answer(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path((draft, number)): Path<(String, String)>,
    Query(way): Query<Way>,
    form: Form,
) -> Answer {
    let Some(mut journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
    let place = place(&number)?;
    let question = journey.question(place).ok_or(Error::NotFound)?.clone();
    let later = form.ticked("later");
    let answer = match question.check(form.get(FIELD), ui.today()) {
        Ok(clean) => question.as_typed(&clean),
        Err(_) if later => form.get(FIELD).chars().take(UNFINISHED_LETTERS_MAX).collect(),
        Err(sentence) => {
            let sentence = ui.say(sentence).into_owned();
            return AskPage::new(ui, journey, Step::Question(place), way).wrong(form, sentence);
        }
    };
    journey.sealed.answers.insert(question.key, answer);
    go_on(&app, &actor, &ui, &journey, Step::Question(place), (way, later)).await
}

/// Keeps the answers and leads to the next page.
pub(super) async fn go_on(
    app: &App,
    actor: &Arc<Actor>,
    ui: &Ui,
    journey: &Journey,
    step: Step,
    (way, later): (Way, bool),
) -> Answer {
    journey.keep(app, actor).await?;
    if later {
        return see_other(&journey.home());
    }
    if !way.checking() {
        return see_other(&journey.after(step));
    }
    match journey.checked(ui.today()) {
        Ok(_) => see_other(&format!("{}/check", journey.home())),
        Err(first_wrong) => see_other(&first_wrong),
    }
}

async fn ask(app: App, signed: Signed, draft: String, step: Step, way: Way) -> Answer {
    let Signed { ui, actor } = signed;
    let Some(journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
    if !journey.steps().contains(&step) {
        return see_other(&journey.home());
    }
    let ask = AskPage::new(ui, journey, step, way);
    page(&ask.ui, &ask)
}

/// Takes the answer of a page that is no question of the item. `note` puts it where it belongs, or
/// says what is wrong.
async fn take(
    app: App,
    Signed { ui, actor }: Signed,
    draft: String,
    (step, way): (Step, Way),
    form: Form,
    note: impl FnOnce(&mut Sealed, &Journey) -> Result<(), platform::Text>,
) -> Answer {
    let Some(mut journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
    let mut sealed = journey.sealed.clone();
    if let Err(sentence) = note(&mut sealed, &journey) {
        let sentence = ui.say(sentence).into_owned();
        return AskPage::new(ui, journey, step, way).wrong(form, sentence);
    }
    journey.sealed = sealed;
    go_on(&app, &actor, &ui, &journey, step, (way, form.ticked("later"))).await
}

async fn phone(
    State(app): State<App>,
    signed: Signed,
    Path(draft): Path<String>,
    Query(way): Query<Way>,
) -> Answer {
    ask(app, signed, draft, Step::Phone, way).await
}

async fn answer_phone(
    State(app): State<App>,
    signed: Signed,
    Path(draft): Path<String>,
    Query(way): Query<Way>,
    form: Form,
) -> Answer {
    let (typed, today) = (form.get(FIELD).to_owned(), signed.ui.today());
    take(app, signed, draft, (Step::Phone, way), form, |sealed, _| {
        sealed.phone = check_phone(&typed, today)?;
        Ok(())
    })
    .await
}

async fn delivery(
    State(app): State<App>,
    signed: Signed,
    Path(draft): Path<String>,
    Query(way): Query<Way>,
) -> Answer {
    ask(app, signed, draft, Step::Delivery, way).await
}

async fn answer_delivery(
    State(app): State<App>,
    signed: Signed,
    Path(draft): Path<String>,
    Query(way): Query<Way>,
    form: Form,
) -> Answer {
    let chosen = form.get(FIELD).to_owned();
    take(app, signed, draft, (Step::Delivery, way), form, |sealed, journey| {
        if !journey.item.delivery.contains(&chosen) {
            return Err(platform::text("请选一个"));
        }
        sealed.delivery = chosen;
        Ok(())
    })
    .await
}
