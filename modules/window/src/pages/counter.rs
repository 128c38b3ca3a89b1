//! The counter: a common item taken in under a minute, by keyboard alone.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::area::Level;
use platform::privacy::mask_phone;
use platform::{Actor, App, Error, PersonId, Result, Tx};
use registry::{IdentityNumber, PEOPLE_READ, Person};
use serde::Deserialize;
use web::components::{Choice, ErrorSummary, Field};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use crate::actions::{finding, reading};
use crate::item::{Channel, Item};
use crate::model::GuideLine;
use crate::powers::RECEIVE;

/// Persons that one search shows.
const PERSONS_MAX: u32 = 20;
/// Items that one search shows.
const ITEMS_MAX: usize = 12;

/// The addresses of this file.
pub(crate) fn routes() -> Routes {
    let receive = Access::With(RECEIVE);
    Routes::new()
        .get("/desk/counter", receive, show)
        .post("/desk/counter", receive, find)
        .and(super::counter_form::routes())
}

/// Which item, and who.
#[derive(Template)]
#[template(path = "window/staff/counter.html")]
pub(crate) struct CounterPage {
    pub(crate) ui: Ui,
    /// Where the form goes: the counter, or the clerk's page.
    pub(crate) form: Form,
    pub(crate) errors: Errors,
    /// All items that are taken at the window: code, number, name.
    pub(crate) all: Vec<(String, u32, String)>,
    /// What the search found.
    pub(crate) items: Vec<(String, String)>,
    pub(crate) people: Vec<Found>,
    /// A search found nobody.
    pub(crate) nobody: bool,
}

/// A person in a list of results.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) village: String,
    pub(crate) born_on: Option<jiff::civil::Date>,
    pub(crate) phone: String,
    pub(crate) no_phone: bool,
    pub(crate) identity: String,
}

impl Found {
    /// What tells a person from another of the same name.
    pub(crate) fn of(tx: &mut Tx<'_>, person: &Person) -> Result<Self> {
        let village = registry::area_at(tx, &person.area_path.at(Level::Village))?.name;
        Ok(Self {
            id: person.id,
            name: person.name.clone(),
            village,
            born_on: person.born_on,
            phone: person.phone.as_deref().map(mask_phone).unwrap_or_default(),
            no_phone: person.no_phone,
            identity: registry::identity_number_masked(tx, person)?.unwrap_or_default(),
        })
    }

    /// The line under the name.
    pub(crate) fn line(&self, ui: &Ui) -> String {
        let born = self.born_on.map(|date| ui.t1("{1}出生", ui.date_long(date)));
        let phone =
            if self.no_phone { ui.t("没有电话").into_owned() } else { self.phone.clone() };
        [Some(self.village.clone()), born, Some(self.identity.clone()), Some(phone)]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    }
}

impl CounterPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn item_field(&self) -> Field {
        let field = Field::search(&self.ui, "item_words", self.ui.t("办什么事"))
            .hint(self.ui.t("打两个字，例如 高龄；也可以打清单里的序号"))
            .typed(&self.form)
            .errors(&self.errors);
        // After a search or an error the eye and the keyboard are wanted elsewhere.
        let fresh = self.errors.is_empty() && self.items.is_empty() && self.people.is_empty();
        if fresh { field.focus() } else { field }
    }

    fn item_choice(&self) -> Option<Choice> {
        if self.items.is_empty() {
            return None;
        }
        let choice = Choice::new(&self.ui, "item", self.ui.t("是哪一件"))
            .options(self.items.iter().map(|(code, name)| (code, name)));
        Some(choice.typed(&self.form).errors(&self.errors))
    }

    fn person_field(&self) -> Field {
        Field::search(&self.ui, "person_words", self.ui.t("替谁办"))
            .hint(self.ui.t("姓名、姓名拼音、电话或身份证号码"))
            .typed(&self.form)
            .errors(&self.errors)
    }

    fn chosen(&self, person: &Found) -> bool {
        self.form.get("person") == person.id.to_string()
    }

    fn person_error(&self) -> Option<&str> {
        self.errors.at("person")
    }
}

/// What the address says: an item that was chosen from the list.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    item: String,
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Query(asked): Query<Asked>,
) -> Answer {
    let all = app.db.read(reading::guides).await?;
    let chosen = all.iter().find(|guide| guide.content.0.code == asked.item);
    let words = chosen.map(|guide| guide.content.0.number.to_string()).unwrap_or_default();
    let shown = CounterPage {
        form: Form::of(&[("item_words", &words)]),
        errors: Errors::new(),
        all: listed(&actor, &all),
        items: Vec::new(),
        people: Vec::new(),
        nobody: false,
        ui,
    };
    page(&shown.ui, &shown)
}

/// Whether the reader's window takes the item: a village's station takes only the village's own.
fn taken_here(actor: &Actor, item: &Item) -> bool {
    let level = item.acceptance_level.level();
    let mut posts = actor.posts.iter().filter(|post| post.gives(RECEIVE));
    item.open_to(Channel::Window) && posts.any(|post| post.area_path.level() <= level)
}

/// The items that are taken at the window.
fn listed(actor: &Actor, guides: &[GuideLine]) -> Vec<(String, u32, String)> {
    let mut all: Vec<_> = guides
        .iter()
        .map(|guide| &guide.content.0)
        .filter(|item| taken_here(actor, item))
        .map(|item| (item.code.clone(), item.number, item.name.clone()))
        .collect();
    all.sort_by_key(|(_, number, _)| *number);
    all
}

/// What a search found.
struct Results {
    all: Vec<GuideLine>,
    items: Vec<Item>,
    people: Vec<Found>,
}

async fn find(State(app): State<App>, Signed { ui, actor }: Signed, form: Form) -> Answer {
    let item_words = form.get("item_words").to_owned();
    let person_words = form.get("person_words").to_owned();
    let (one, other) = (item_words.clone(), person_words.clone());
    let reader = actor.clone();
    let found = app.db.read(move |tx| search(tx, &reader, &one, &other)).await?;
    let item = match found.items.as_slice() {
        [only] => Some(only.code.clone()),
        many => {
            let chosen = form.get("item");
            many.iter().find(|item| item.code == chosen).map(|item| item.code.clone())
        }
    };
    let person = match found.people.as_slice() {
        // A name alone is no proof of who stands there, but a phone or an initial that fits only
        // one is asked again on the next page, which shows the person in full.
        [only] => Some(only.id),
        many => many.iter().map(|one| one.id).find(|id| id.to_string() == form.get("person")),
    };
    if let (Some(item), Some(person)) = (&item, person) {
        return see_other(&format!("/desk/counter/{item}/{person}"));
    }
    let mut errors = Errors::new();
    if item_words.is_empty() {
        errors.add("item_words", ui.t("请写办什么事"));
    } else if found.items.is_empty() {
        errors.add("item_words", ui.t("没有这个事项，请换个说法，或者从清单里选"));
    } else if item.is_none() && !form.get("person").is_empty() {
        errors.add("item", ui.t("请选一个"));
    }
    if person_words.is_empty() {
        errors.add("person_words", ui.t("请写替谁办"));
    } else if found.people.is_empty() {
        errors.add("person_words", ui.t("没有找到这个人，请核对，或者先登记"));
    } else if person.is_none() && !form.get("item").is_empty() {
        errors.add("person", ui.t("请选一个"));
    }
    let shown = CounterPage {
        all: listed(&actor, &found.all),
        items: found.items.into_iter().map(|item| (item.code, item.name)).collect(),
        nobody: !person_words.is_empty() && found.people.is_empty(),
        people: found.people,
        form,
        errors,
        ui,
    };
    page(&shown.ui, &shown)
}

fn search(tx: &mut Tx<'_>, actor: &Arc<Actor>, item: &str, person: &str) -> Result<Results> {
    let all = reading::guides(tx)?;
    let at_window = |guide: &GuideLine| taken_here(actor, &guide.content.0);
    let number = item.parse::<u32>().ok();
    let named = |content: &Item| {
        let by_name = content.name.contains(item) || content.plain_name.contains(item);
        Some(content.number) == number || (!item.is_empty() && by_name)
    };
    let content = |guide: &GuideLine| Item::clone(&guide.content.0);
    let mut items: Vec<Item> =
        all.iter().filter(|guide| at_window(guide)).map(content).filter(named).collect();
    if items.len() > 1 {
        // The whole name of one item may be a part of another's.
        let whole = items.iter().position(|content| content.name == item);
        items = whole.map_or(items.clone(), |at| vec![items.swap_remove(at)]);
    }
    if items.is_empty() && !item.is_empty() {
        let guides = finding::find_guides(tx, item)?;
        items = guides.into_iter().filter(at_window).map(|guide| content(&guide)).collect();
        items.truncate(ITEMS_MAX);
    }
    let people = at_counter(tx, actor, person)?;
    Ok(Results { all, items, people })
}

/// Who stands at the counter. Without the power to look people up, an official finds only the one
/// whose whole identity number was shown.
fn at_counter(tx: &mut Tx<'_>, actor: &Actor, words: &str) -> Result<Vec<Found>> {
    if actor.holds(PEOPLE_READ) {
        return people(tx, &actor.scope(PEOPLE_READ)?, words, PERSONS_MAX);
    }
    let Ok(number) = IdentityNumber::read(words) else { return Ok(Vec::new()) };
    let found = registry::people::person_by_identity_number(tx, &number)?;
    let found = found.filter(|person| actor.may(RECEIVE, &person.area_path));
    found.iter().map(|person| Found::of(tx, person)).collect()
}

/// The living whom a search finds; none for an empty one.
pub(crate) fn people(
    tx: &mut Tx<'_>,
    scope: &platform::Scope,
    words: &str,
    limit: u32,
) -> Result<Vec<Found>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let found = registry::find_people(tx, scope, words, limit)?;
    let living = found.iter().filter(|person| person.died_on.is_none());
    living.map(|person| Found::of(tx, person)).collect()
}

/// The item and the person that an address names, for an official of their area.
pub(crate) async fn named(
    app: &App,
    actor: &Arc<Actor>,
    Path((item, person)): &Path<(String, String)>,
) -> Result<(Item, Found, Person)> {
    let (actor, item, person) = (actor.clone(), item.clone(), person.parse::<PersonId>()?);
    app.db
        .read(move |tx| {
            let content = Item::clone(&reading::guide(tx, &item)?.content.0);
            let person = registry::person(tx, person)?;
            if !actor.may(RECEIVE, &person.area_path) || !taken_here(&actor, &content) {
                return Err(Error::NotFound);
            }
            let found = Found::of(tx, &person)?;
            Ok((content, found, person))
        })
        .await
}
