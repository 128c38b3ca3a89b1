//! Asking for a correction or an erasure, and answering.

use askama::Template;
use axum::extract::{Path, Query, State};
use law::privacy::{Erasure, Holding, erasure};
use platform::{Actor, App, PersonId, Result, Text, Tx, personal, text};
use serde::Deserialize;
use web::components::{Choice, ErrorSummary, Facts, Field, TakeAway};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::names::Names;
use crate::actions::{self, Asked};
use crate::model::{
    Asking, Entry, GivenHow, PEOPLE_EDIT, PEOPLE_ERASE, PersonRequest, RequestId, RequestStanding,
};
use crate::{people, protection, refusals};

/// What is asked.
#[derive(Template)]
#[template(path = "registry/request_form.html")]
pub(crate) struct RequestFormPage {
    pub(crate) ui: Ui,
    pub(crate) title: Text,
    pub(crate) name: String,
    pub(crate) action: String,
    pub(crate) back: String,
    pub(crate) kind: &'static str,
    pub(crate) summary: ErrorSummary,
    pub(crate) about: Choice,
    pub(crate) words: Field,
    pub(crate) given_how: Option<Choice>,
}

/// The requests that wait.
#[derive(Template)]
#[template(path = "registry/requests.html")]
pub(crate) struct RequestsPage {
    pub(crate) ui: Ui,
    pub(crate) rows: Vec<WaitingRow>,
}

impl RequestsPage {
    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, "/people/requests/list")
    }
}

/// A request in the list.
pub(crate) struct WaitingRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) area: String,
    pub(crate) title: String,
    pub(crate) standing: Text,
    pub(crate) when: String,
}

/// One request and its answers.
#[derive(Template)]
#[template(path = "registry/request.html")]
pub(crate) struct RequestPage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) facts: Facts,
    pub(crate) correction: Option<String>,
    pub(crate) summary: ErrorSummary,
    pub(crate) answer: Option<Choice>,
    pub(crate) reason: Field,
}

/// Correcting or erasing.
#[derive(Deserialize)]
pub(crate) struct Kind {
    #[serde(default)]
    kind: String,
}

/// For whom something is asked: oneself, or a person at the counter with their name.
#[derive(Clone)]
pub(crate) struct For(pub(crate) Option<(PersonId, String)>);

impl RequestFormPage {
    pub(crate) fn new(
        ui: &Ui,
        asking: Asking,
        whom: &For,
        open_matters: bool,
        (form, errors): (&Form, &Errors),
    ) -> Self {
        let label = |word: &'static str, label: Text| (word, ui.say(label).into_owned());
        let options: Vec<(&str, String)> = match asking {
            Asking::Correction => {
                Entry::ALL.iter().map(|one| label(one.word(), one.label())).collect()
            }
            Asking::Erasure => Holding::ALL
                .into_iter()
                // No part keeps messages yet, and so none could erase them.
                .filter(|one| *one != Holding::Messages)
                .filter(|one| matches!(erasure(*one, open_matters), Erasure::Erased { .. }))
                .map(|one| label(one.key(), Text(one.label())))
                .collect(),
        };
        let (title, words) = match asking {
            Asking::Correction => (text("请求更正"), ui.t("应当是什么")),
            Asking::Erasure => (text("请求删除"), ui.t("想说明的（可以不填）")),
        };
        let given = GivenHow::ALL.iter().filter(|how| **how != GivenHow::Own);
        let given: Vec<(&str, String)> = given.map(|how| label(how.word(), how.label())).collect();
        let (action, back) = match &whom.0 {
            Some((id, _)) => (format!("/people/{id}/requests"), format!("/people/{id}")),
            None => ("/own/privacy/request".to_owned(), "/own/privacy".to_owned()),
        };
        let clerk = whom.0.is_some();
        Self {
            ui: ui.clone(),
            title,
            name: whom.0.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            action,
            back,
            kind: asking.word(),
            summary: ErrorSummary::new(ui, errors),
            about: Choice::new(ui, "about", ui.t("哪一项"))
                .options(options)
                .typed(form)
                .errors(errors),
            words: Field::long(ui, "words", words).typed(form).errors(errors),
            given_how: clerk.then(|| {
                Choice::new(ui, "given_how", ui.t("本人是怎样提出的"))
                    .options(given)
                    .typed(form)
                    .errors(errors)
            }),
        }
    }
}

pub(crate) async fn own(
    State(app): State<App>,
    signed: Signed,
    Query(Kind { kind }): Query<Kind>,
) -> Answer {
    ask(&app, &signed, None, &kind, Form::default(), Errors::new()).await
}

pub(crate) async fn own_made(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    made(&app, signed, None, form).await
}

pub(crate) async fn of_person(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    Query(Kind { kind }): Query<Kind>,
) -> Answer {
    ask(&app, &signed, Some(id.parse()?), &kind, Form::default(), Errors::new()).await
}

pub(crate) async fn made_for(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    made(&app, signed, Some(id.parse()?), form).await
}

async fn ask(
    app: &App,
    signed: &Signed,
    whom: Option<PersonId>,
    kind: &str,
    form: Form,
    errors: Errors,
) -> Answer {
    let asking = Asking::from_word(kind).unwrap_or(Asking::Correction);
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let (person, name) = match whom {
            Some(id) => {
                let person = people::person_for(tx, &actor, id)?;
                actor.permit(PEOPLE_EDIT, &person.area_path)?;
                (id, Some((id, person.name)))
            }
            None => (actor.person()?, None),
        };
        let open = personal::has_open_matters(tx, person)?;
        Ok(RequestFormPage::new(&ui, asking, &For(name), open, (&form, &errors)))
    });
    page(&signed.ui, &read.await?)
}

async fn made(app: &App, signed: Signed, whom: Option<PersonId>, form: Form) -> Answer {
    let kind = form.get("kind").to_owned();
    let asked = Asked {
        asking: Asking::from_word(&kind).unwrap_or(Asking::Correction),
        about: form.get("about").to_owned(),
        words: form.get("words").to_owned(),
        given_how: GivenHow::from_word(form.get("given_how")).unwrap_or(GivenHow::Own),
    };
    let (done, back) = match whom {
        Some(id) => {
            (actions::ask_for(app, &signed.actor, id, asked).await, format!("/people/{id}"))
        }
        None => (actions::ask(app, &signed.actor, asked).await, "/own/privacy".to_owned()),
    };
    let Err(error) = done else { return see_other(&back) };
    let errors = Errors::of(&signed.ui, error)?;
    ask(app, &signed, whom, &kind, form, errors).await
}

pub(crate) async fn list(State(app): State<App>, signed: Signed) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let rows = waiting(tx, &ui, &actor)?;
        Ok(RequestsPage { ui: ui.clone(), rows })
    });
    page(&signed.ui, &read.await?)
}

pub(crate) fn waiting(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor) -> Result<Vec<WaitingRow>> {
    let waiting = protection::waiting(tx, actor)?;
    let names = Names::of_all(tx, waiting.iter().map(|request| &request.area_path))?;
    let mut rows = Vec::new();
    for request in waiting {
        rows.push(WaitingRow {
            href: format!("/requests/{}", request.id),
            name: people::person(tx, request.person_id)?.name,
            area: names.of(&request.area_path),
            title: title(ui, &request),
            standing: request.standing().label(),
            when: ui.moment(request.asked_at),
        });
    }
    Ok(rows)
}

fn title(ui: &Ui, request: &PersonRequest) -> String {
    let asking = request.asking().map(|asking| ui.say(asking.label()).into_owned());
    format!("{} {}", asking.unwrap_or_default(), ui.say(request.about_label()))
}

pub(crate) async fn show(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    one(&app, &signed, id.parse()?, Form::default(), Errors::new()).await
}

async fn one(app: &App, signed: &Signed, id: RequestId, form: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| request_page(tx, &ui, &actor, id, (&form, &errors)));
    page(&signed.ui, &read.await?)
}

fn request_page(
    tx: &mut Tx<'_>,
    ui: &Ui,
    actor: &Actor,
    id: RequestId,
    (form, errors): (&Form, &Errors),
) -> Result<RequestPage> {
    let request = protection::request_for(tx, actor, id)?;
    let person = people::person(tx, request.person_id)?;
    let how = GivenHow::from_word(&request.given_how).unwrap_or(GivenHow::Own);
    let mut facts = Facts::new(ui)
        .name(ui.t("姓名"), &person.name)
        .fact(ui.t("说明"), protection::request_words(tx, &request)?)
        .fact(ui.t("怎样提出的"), ui.say(how.label()))
        .fact(ui.t("提出时间"), ui.moment(request.asked_at))
        .fact(ui.t("进展"), ui.say(request.standing().label()));
    for one in protection::answers_to(tx, id)? {
        let said = RequestStanding::from_word(&one.answer).unwrap_or(RequestStanding::Open);
        let when = ui.moment(one.answered_at);
        facts =
            facts.fact(ui.say(said.label()), format!("{} {when} {}", one.answered_by, one.reason));
    }
    let edit = actor.may(PEOPLE_EDIT, &request.area_path);
    let answers = open_answers(actor, &request);
    let accepted = request.standing() == RequestStanding::Accepted;
    let correct = accepted && edit && request.asking() == Some(Asking::Correction);
    let answer = Choice::new(ui, "answer", ui.t("怎样答复"))
        .options(answers.iter().map(|(word, label)| (*word, ui.say(*label))))
        .typed(form)
        .errors(errors);
    Ok(RequestPage {
        ui: ui.clone(),
        id: id.to_string(),
        title: title(ui, &request),
        facts,
        correction: correct.then(|| format!("/people/{}/correction", request.person_id)),
        summary: ErrorSummary::new(ui, errors),
        answer: (!answers.is_empty()).then_some(answer),
        reason: Field::long(ui, "reason", ui.t("理由"))
            .hint(ui.t("不同意的一定要写，本人看得到。不要写号码"))
            .optional()
            .typed(form)
            .errors(errors),
    })
}

/// The answers that may be chosen at this step.
fn open_answers(actor: &Actor, request: &PersonRequest) -> Vec<(&'static str, Text)> {
    let edit = actor.may(PEOPLE_EDIT, &request.area_path);
    let erase = actor.may(PEOPLE_ERASE, &request.area_path);
    let agree = (RequestStanding::Accepted.word(), text("同意这样办"));
    let decline = (RequestStanding::Declined.word(), text("不同意这样办"));
    match (request.standing(), request.asking()) {
        (RequestStanding::Open, _) if edit => vec![agree, decline],
        (RequestStanding::Accepted, Some(Asking::Correction)) if edit => {
            vec![(RequestStanding::Done.word(), text("已经更正"))]
        }
        (RequestStanding::Accepted, Some(Asking::Erasure)) if erase => {
            vec![(RequestStanding::Done.word(), text("现在删除，删了找不回来"))]
        }
        _ => Vec::new(),
    }
}

pub(crate) async fn answer(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse::<RequestId>()?;
    let done = match RequestStanding::from_word(form.get("answer")) {
        Some(answer) => {
            let reason = form.get("reason").to_owned();
            actions::answer_request(&app, &signed.actor, id, answer, &reason).await
        }
        None => Err(refusals::answer_missing().into()),
    };
    let Err(error) = done else { return see_other(&format!("/requests/{id}")) };
    let errors = Errors::of(&signed.ui, error)?;
    one(&app, &signed, id, form, errors).await
}
