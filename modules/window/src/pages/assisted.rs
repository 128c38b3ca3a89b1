//! The village's clerk applies for people who gave their word, most of all those without a phone.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::{Actor, App, Error, PersonId, Result, Tx};
use web::components::{Choice, ErrorSummary, Field, Select};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::counter::Found;
use super::wording;
use crate::actions::apply::{self, ConsentGiven};
use crate::actions::reading;
use crate::item::{Channel, StationMode};
use crate::model::{ConsentKind, File};
use crate::powers::ASSIST;

/// Persons on the page.
const PERSONS_MAX: u32 = 100;

/// The addresses of this file.
pub(crate) fn routes() -> Routes {
    let assist = Access::With(ASSIST);
    Routes::new()
        .get("/desk/assisted", assist, show)
        .post("/desk/assisted", assist, search)
        .get("/desk/assisted/{person}", assist, ask)
        .post("/desk/assisted/{person}", assist, begin)
}

/// Whom to help.
#[derive(Template)]
#[template(path = "window/staff/assisted.html")]
pub(crate) struct AssistedPage {
    pub(crate) ui: Ui,
    pub(crate) query: String,
    /// People without a phone first.
    pub(crate) people: Vec<Found>,
    /// Applications that are not sent yet: address, item, for whom.
    pub(crate) drafts: Vec<(String, String, String)>,
    /// Open cases that the clerk handed in.
    pub(crate) cases: Vec<File>,
}

impl AssistedPage {
    fn search(&self) -> Field {
        Field::search(&self.ui, "q", self.ui.t("找人"))
            .hint(self.ui.t("姓名、姓名拼音、电话或身份证号码"))
            .value(&self.query)
    }
}

/// For which item, and how the person gave the word.
#[derive(Template)]
#[template(path = "window/staff/assisted_person.html")]
pub(crate) struct AssistedPersonPage {
    pub(crate) ui: Ui,
    pub(crate) person: Found,
    /// Items that a clerk may hand in: code and name.
    pub(crate) items: Vec<(String, String)>,
    pub(crate) form: Form,
    pub(crate) errors: Errors,
    pub(crate) refused: &'static str,
}

impl AssistedPersonPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn item(&self) -> Select {
        Select::new(&self.ui, "item", self.ui.t("办什么事"))
            .options(self.items.iter().map(|(code, name)| (code, name)))
            .typed(&self.form)
            .errors(&self.errors)
    }

    fn given_how(&self) -> Choice {
        let kinds = ConsentKind::ALL.iter();
        Choice::new(&self.ui, "given_how", self.ui.t("本人是怎样委托您的"))
            .hint(self.ui.t("委托书或按手印的纸留在站里备查"))
            .options(kinds.map(|kind| (kind.key(), wording::consent(&self.ui, *kind))))
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
}

async fn show(State(app): State<App>, signed: Signed) -> Answer {
    list(&app, signed, String::new()).await
}

/// Names and numbers of people do not stand in addresses: the search is a form.
async fn search(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    list(&app, signed, form.get("q").to_owned()).await
}

async fn list(app: &App, Signed { ui, actor }: Signed, words: String) -> Answer {
    let query = words.clone();
    let (people, drafts, cases) = app
        .db
        .read(move |tx| {
            let people = villagers(tx, &actor, &words)?;
            let drafts = drafts(tx, &actor)?;
            Ok((people, drafts, reading::assisted_cases(tx, &actor)?))
        })
        .await?;
    let shown = AssistedPage { ui, query, people, drafts, cases };
    page(&shown.ui, &shown)
}

/// The living of the clerk's villages who fit the words, those without a phone first.
fn villagers(tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<Vec<Found>> {
    let mut found = registry::find_people(tx, &actor.scope(ASSIST)?, words, PERSONS_MAX)?;
    found.retain(|person| person.died_on.is_none());
    found.sort_by_key(|person| !person.no_phone);
    found.iter().map(|person| Found::of(tx, person)).collect()
}

fn drafts(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(String, String, String)>> {
    let drafts = apply::drafts_of(tx, actor)?;
    let for_others = drafts.into_iter().filter(|(draft, _)| draft.consent_id.is_some());
    for_others
        .map(|(draft, version)| {
            let name = registry::person(tx, draft.applicant_id)?.name;
            Ok((format!("/applications/{}", draft.id), version.content.0.name.clone(), name))
        })
        .collect()
}

/// The person of an address, and the items that a clerk may hand in.
async fn named(app: &App, actor: &Actor, person: &str) -> Result<(Found, Vec<(String, String)>)> {
    let (actor, person) = (actor.clone(), person.parse::<PersonId>()?);
    app.db
        .read(move |tx| {
            let person = registry::person(tx, person)?;
            if !actor.may(ASSIST, &person.area_path) {
                return Err(Error::NotFound);
            }
            let mut items: Vec<_> = reading::guides(tx)?
                .into_iter()
                .map(|guide| guide.content.0)
                .filter(|item| item.open_to(Channel::Clerk))
                .filter(|item| item.station_mode != StationMode::None)
                .collect();
            items.sort_by_key(|item| item.number);
            let items =
                items.into_iter().map(|item| (item.code.clone(), item.name.clone())).collect();
            Ok((Found::of(tx, &person)?, items))
        })
        .await
}

async fn ask(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(person): Path<String>,
) -> Answer {
    let (person, items) = named(&app, &actor, &person).await?;
    let (form, errors) = (Form::default(), Errors::new());
    let shown = AssistedPersonPage { person, items, form, errors, refused: "", ui };
    page(&shown.ui, &shown)
}

async fn begin(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(person): Path<String>,
    form: Form,
) -> Answer {
    let (person, items) = named(&app, &actor, &person).await?;
    let mut errors = Errors::new();
    let mut refused = "";
    let item = form.get("item").to_owned();
    if !items.iter().any(|(code, _)| *code == item) {
        errors.add("item", ui.t("请选一个"));
    }
    let how = ConsentKind::from_key(form.get("given_how"));
    if how.is_none() {
        errors.add("given_how", ui.t("请选一个"));
    }
    if let (true, Some(how)) = (errors.is_empty(), how) {
        let consent = ConsentGiven { how, witness: form.get("witness").to_owned() };
        match apply::start_for(&app, &actor, &item, person.id, Some(consent)).await {
            Ok(draft) => return see_other(&format!("/applications/{draft}")),
            Err(error) => {
                if let Error::Refused(refusal) = &error {
                    refused = refusal.code;
                }
                errors.take(&ui, error)?;
            }
        }
    }
    let shown = AssistedPersonPage { person, items, form, errors, refused, ui };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
