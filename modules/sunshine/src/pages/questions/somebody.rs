//! The clerk asks for a villager who gave the word, most of all for one without a phone.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::area::Level;
use platform::privacy::mask_phone;
use platform::{Actor, App, Error, PersonId, Result, Tx};
use registry::Person;
use web::components::{Crumbs, Field};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::asking::{AskPage, ask_page, asking};
use crate::actions::questions::{self, Asking, Word};
use crate::powers::ASSIST;
use crate::question::GivenHow;
use crate::refusals::questions as refusals;

/// Persons on the page.
const PERSONS_MAX: u32 = 50;

pub(super) fn routes() -> Routes {
    let assist = Access::With(ASSIST);
    Routes::new()
        .get("/desk/questions/for/{code}", assist, show)
        .post("/desk/questions/for/{code}", assist, search)
        .get("/desk/questions/for/{code}/{person}", assist, ask)
        .post("/desk/questions/for/{code}/{person}", assist, send)
}

/// For whom.
#[derive(Template)]
#[template(path = "sunshine/questions/somebody.html")]
pub(crate) struct SomebodyPage {
    pub(crate) ui: Ui,
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) query: String,
    pub(crate) people: Vec<Found>,
}

/// A villager in the list.
pub(crate) struct Found {
    pub(crate) href: String,
    pub(crate) name: String,
    /// What tells a person from another of the same name.
    pub(crate) line: String,
}

impl SomebodyPage {
    fn crumbs(&self) -> Crumbs {
        Crumbs::new(&self.ui)
            .to(&self.title, format!("/disclosures/{}", self.code))
            .here(self.ui.t("替村民提问"))
    }

    fn search(&self) -> Field {
        Field::search(&self.ui, "q", self.ui.t("找人"))
            .hint(self.ui.t("姓名、姓名拼音、电话或身份证号码"))
            .value(&self.query)
    }
}

async fn show(State(app): State<App>, signed: Signed, Path(code): Path<String>) -> Answer {
    list(&app, signed, (code, String::new())).await
}

/// Names and numbers of people do not stand in addresses: the search is a form.
async fn search(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    list(&app, signed, (code, form.get("q").to_owned())).await
}

async fn list(app: &App, Signed { ui, actor }: Signed, (code, query): (String, String)) -> Answer {
    let (seen, words) = (ui.clone(), query.clone());
    let (title, people) = app
        .db
        .read(move |tx| {
            let disclosure = questions::published_under(tx, &code)?;
            actor.permit(ASSIST, &disclosure.area_path)?;
            let mut people = registry::find_people(tx, &actor.scope(ASSIST)?, &words, PERSONS_MAX)?;
            people.retain(|person| {
                person.died_on.is_none() && disclosure.area_path.contains(&person.area_path)
            });
            people.sort_by_key(|person| !person.no_phone);
            let found = |person: &Person| found(tx, &seen, (&disclosure.code, person));
            let people = people.iter().map(found).collect::<Result<Vec<_>>>()?;
            Ok(((disclosure.code, disclosure.title), people))
        })
        .await?;
    let (code, title) = title;
    page(&ui, &SomebodyPage { ui: ui.clone(), code, title, query, people })
}

fn found(tx: &mut Tx<'_>, ui: &Ui, (code, person): (&str, &Person)) -> Result<Found> {
    Ok(Found {
        href: format!("/desk/questions/for/{code}/{}", person.id),
        name: person.name.clone(),
        line: line(tx, ui, person)?,
    })
}

fn line(tx: &mut Tx<'_>, ui: &Ui, person: &Person) -> Result<String> {
    let village = registry::area_at(tx, &person.area_path.at(Level::Village))?.name;
    let born = person.born_on.map(|date| ui.t1("{1}出生", ui.date_long(date)));
    let identity = registry::identity_number_masked(tx, person)?;
    let phone = if person.no_phone {
        Some(ui.t("没有电话").into_owned())
    } else {
        person.phone.as_deref().map(mask_phone)
    };
    let parts = [Some(village), born, identity, phone];
    Ok(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// The form about a disclosure, for a person of its village.
fn form_for(
    tx: &mut Tx<'_>,
    ui: &Ui,
    actor: &Actor,
    (code, person): (&str, PersonId),
) -> Result<AskPage> {
    let disclosure = questions::published_under(tx, code)?;
    actor.permit(ASSIST, &disclosure.area_path)?;
    let person = registry::person(tx, person)?;
    if !disclosure.area_path.contains(&person.area_path) || person.died_on.is_some() {
        return Err(Error::NotFound);
    }
    let line = line(tx, ui, &person)?;
    let blank = ask_page(tx, ui, &disclosure)?;
    Ok(AskPage { somebody: Some((person.name, line)), ..blank })
}

async fn ask(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path((code, person)): Path<(String, String)>,
) -> Answer {
    let (person, seen) = (person.parse()?, ui.clone());
    let shown = app.db.read(move |tx| form_for(tx, &seen, &actor, (&code, person))).await?;
    page(&ui, &shown)
}

async fn send(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path((code, person)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let person: PersonId = person.parse()?;
    let done = match GivenHow::from_key(form.get("given_how")) {
        Some(how) => {
            let witness = form.get("witness").to_owned();
            let for_somebody = Some(Word { person, how, witness });
            let asking = Asking { for_somebody, ..asking(&form) };
            questions::ask(&app, &actor, &code, asking).await
        }
        None => Err(refusals::how_missing().into()),
    };
    let error = match done {
        Ok(question) => return see_other(&format!("/questions/{question}?sent=1")),
        Err(error) => error,
    };
    let (errors, seen) = (Errors::of(&ui, error)?, ui.clone());
    let shown = app.db.read(move |tx| form_for(tx, &seen, &actor, (&code, person))).await?;
    let mut answer = page(&ui, &AskPage { form, errors, ..shown })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
