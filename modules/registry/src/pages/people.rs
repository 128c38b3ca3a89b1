//! Finding people, one person, one household.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use platform::authorisation::{MANAGE_ACCOUNTS, post_title};
use platform::{Actor, App, PersonId, Result, Scope, Text, Tx, text};
use web::components::{ErrorSummary, Facts, Field, TakeAway, Ticks};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::kin::{self, KinRow};
use super::life::record::{self, EventRow};
use super::life::residents::Asked;
use super::names::Names;
use crate::model::{
    HouseholdId, Member, PEOPLE_EDIT, PEOPLE_IMPORT, PEOPLE_MERGE, PEOPLE_READ, PEOPLE_UNMASK,
    Person, PostOfPerson, Relation,
};
use crate::people::{self, Next, find_people_after};
use crate::{actions, bodies, life, protection};

/// People on one page of a list.
const ROWS_SHOWN: u32 = 50;

/// People by what was typed. The words travel in the form, never in an address.
#[derive(Template)]
#[template(path = "registry/people.html")]
pub(crate) struct PeoplePage {
    pub(crate) ui: Ui,
    pub(crate) search: Field,
    pub(crate) query: String,
    pub(crate) rows: Vec<PersonRow>,
    /// What to try when nobody was found.
    pub(crate) nothing: Text,
    pub(crate) next: Option<String>,
    pub(crate) may_add: bool,
    pub(crate) may_import: bool,
    /// The areas whose people can be read by date.
    pub(crate) registers: Vec<(String, String)>,
    pub(crate) may_merge: bool,
}

impl PeoplePage {
    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, "/people/list").keep("q", &self.query)
    }
}

/// A person in a list.
pub(crate) struct PersonRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) born: String,
    pub(crate) area: String,
    pub(crate) phone: String,
    pub(crate) no_phone: bool,
    pub(crate) residence: Text,
    /// Dead, or gone.
    pub(crate) gone: Option<Text>,
}

/// One person.
#[derive(Template)]
#[template(path = "registry/person.html")]
pub(crate) struct PersonPage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) gone: Option<Text>,
    pub(crate) facts: Facts,
    pub(crate) household: Option<String>,
    pub(crate) events: Vec<EventRow>,
    /// Near relatives of other households, as declared.
    pub(crate) kin: Vec<KinRow>,
    /// The merges that this registration is made of.
    pub(crate) merges: Vec<String>,
    pub(crate) posts: Vec<PostRow>,
    pub(crate) may_correct: bool,
    pub(crate) may_unmask: bool,
    pub(crate) account: Option<AccountForm>,
}

/// A post in a person's record.
pub(crate) struct PostRow {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) term: String,
}

/// Opening an account for the person.
pub(crate) struct AccountForm {
    pub(crate) summary: ErrorSummary,
    pub(crate) user_name: Field,
    pub(crate) by_phone: Option<Ticks>,
}

/// The one-time link, shown once.
#[derive(Template)]
#[template(path = "registry/account_opened.html")]
pub(crate) struct AccountOpenedPage {
    pub(crate) ui: Ui,
    pub(crate) person: String,
    pub(crate) name: String,
    pub(crate) link: String,
}

/// The people of one household.
#[derive(Template)]
#[template(path = "registry/household.html")]
pub(crate) struct HouseholdPage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) number: String,
    pub(crate) area: String,
    /// The day as of which it is shown; today where there is none.
    pub(crate) on: Option<Date>,
    /// The same for the field.
    pub(crate) day: Date,
    pub(crate) rows: Vec<MemberRow>,
    /// Nobody living is its head.
    pub(crate) headless: bool,
    pub(crate) events: Vec<EventRow>,
    pub(crate) may_note: bool,
}

/// A member of a household.
pub(crate) struct MemberRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) sex: String,
    pub(crate) born: String,
    pub(crate) relation: String,
    pub(crate) died: bool,
}

pub(crate) async fn list(State(app): State<App>, signed: Signed) -> Answer {
    found(&app, &signed, String::new(), None).await
}

pub(crate) async fn search(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    found(&app, &signed, form.get("q").to_owned(), Next::parse(form.get("after"))).await
}

async fn found(app: &App, signed: &Signed, query: String, after: Option<Next>) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let scope = actor.scope(PEOPLE_READ)?;
        let found = find_people_after(tx, &scope, &query, after.as_ref(), ROWS_SHOWN)?;
        Ok(PeoplePage {
            ui: ui.clone(),
            search: Field::search(&ui, "q", ui.t("找谁"))
                .hint(ui.t("姓名、拼音、电话开头或末四位、户号（如 12号户），或整个身份证号"))
                .value(&query),
            query: query.clone(),
            nothing: people::what_to_try(&query),
            rows: rows(tx, &ui, &found.persons)?,
            next: found.next.map(|next| next.to_string()),
            may_add: actor.holds(PEOPLE_EDIT),
            may_import: actor.holds(PEOPLE_IMPORT),
            registers: registers(tx, &scope)?,
            may_merge: actor.holds(PEOPLE_MERGE),
        })
    });
    page(&signed.ui, &read.await?)
}

fn registers(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(String, String)>> {
    let mut registers = Vec::new();
    for path in scope.areas() {
        let area = crate::area_at(tx, path)?;
        registers.push((format!("/areas/{}", area.id), area.name));
    }
    Ok(registers)
}

pub(crate) fn rows(tx: &mut Tx<'_>, ui: &Ui, persons: &[Person]) -> Result<Vec<PersonRow>> {
    let names = Names::of_all(tx, persons.iter().map(|person| &person.area_path))?;
    let row = |person: &Person| PersonRow {
        href: format!("/people/{}", person.id),
        name: person.name.clone(),
        born: person.born_on.map(|born_on| ui.date_long(born_on)).unwrap_or_default(),
        area: names.of(&person.area_path),
        phone: person.phone_masked().unwrap_or_default(),
        no_phone: person.no_phone,
        residence: person.residence.label(),
        gone: gone(person),
    };
    Ok(persons.iter().map(row).collect())
}

/// Phone, residence and whether they are gone, in words.
pub(crate) fn words_of(ui: &Ui, row: &PersonRow) -> (String, String, String) {
    let phone = if row.no_phone { ui.t("没有电话").into_owned() } else { row.phone.clone() };
    let gone = row.gone.map(|gone| ui.say(gone).into_owned()).unwrap_or_default();
    (phone, ui.say(row.residence).into_owned(), gone)
}

/// What stands beside the name of a person who is not among us, or not here.
pub(crate) fn gone(person: &Person) -> Option<Text> {
    match (person.died_on, person.left_on) {
        (Some(_), _) => Some(text("已去世")),
        (None, Some(_)) => Some(text("已不在本县")),
        (None, None) => None,
    }
}

pub(crate) async fn show(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    let (id, ui) = (id.parse::<PersonId>()?, signed.ui.clone());
    // Old links lead to the person into whom a registration was merged.
    if let Some(kept) = app.db.read(move |tx| crate::merging::kept_for(tx, id)).await? {
        return see_other(&format!("/people/{kept}"));
    }
    actions::note_look(&app, &signed.actor, id).await?;
    let read = app.db.read(move |tx| {
        let form = AccountTyped::default();
        person_page(tx, &signed.ui, &signed.actor, id, &form)
    });
    page(&ui, &read.await?)
}

/// What was typed to open an account, and what was wrong with it.
#[derive(Default, Clone)]
struct AccountTyped {
    form: Form,
    errors: Errors,
}

fn person_page(
    tx: &mut Tx<'_>,
    ui: &Ui,
    actor: &Actor,
    id: PersonId,
    typed: &AccountTyped,
) -> Result<PersonPage> {
    let person = people::person_for(tx, actor, id)?;
    let facts = facts(tx, ui, &person)?;
    let may_open = actor.may(MANAGE_ACCOUNTS, &person.area_path) && person.died_on.is_none();
    let posts = bodies::posts_of(tx, id)?;
    let happened = life::of_person(tx, id)?;
    Ok(PersonPage {
        ui: ui.clone(),
        id: id.to_string(),
        name: person.name.clone(),
        gone: gone(&person),
        facts,
        events: record::rows(ui, actor, Some(id), &happened),
        merges: merges(tx, actor, &person)?,
        kin: kin::rows(tx, ui, id)?,
        household: person.household_id.map(|household| format!("/households/{household}")),
        posts: posts.iter().map(|post| post_row(ui, post)).collect(),
        may_correct: actor.may(PEOPLE_EDIT, &person.area_path),
        may_unmask: actor.may(PEOPLE_UNMASK, &person.area_path),
        account: may_open.then(|| account_form(ui, &person, typed)),
    })
}

fn merges(tx: &mut Tx<'_>, actor: &Actor, person: &Person) -> Result<Vec<String>> {
    if !actor.may(PEOPLE_MERGE, &person.area_path) {
        return Ok(Vec::new());
    }
    let merges = crate::duplicates::into(tx, person.id)?;
    Ok(merges.iter().map(|merge| format!("/merges/{}", merge.id)).collect())
}

fn facts(tx: &mut Tx<'_>, ui: &Ui, person: &Person) -> Result<Facts> {
    let date = |date: Option<Date>| date.map(|date| ui.date_long(date)).unwrap_or_default();
    let number = people::identity_number_masked(tx, person)?;
    let phone = match person.phone_masked() {
        Some(phone) => phone,
        None if person.no_phone => ui.t("没有电话").into_owned(),
        None => String::new(),
    };
    let mut facts = Facts::new(ui)
        .fact(ui.t("性别"), ui.say(person.sex.label()))
        .fact(ui.t("出生日期"), date(person.born_on))
        .fact(ui.t("身份证号"), number.unwrap_or_default())
        .fact(ui.t("电话"), phone)
        .fact(ui.t("银行卡"), card(tx, ui, person.id)?)
        .fact(ui.t("村（社区）"), crate::full_name(tx, &person.area_path)?)
        .fact(ui.t("户籍"), ui.say(person.residence.label()));
    if person.resident_since_on.is_some() {
        facts = facts.fact(ui.t("从哪天起住在这里"), date(person.resident_since_on));
    }
    if let Some(household) = person.household_id {
        facts = facts.fact(ui.t("户号"), people::household(tx, household)?.number);
    }
    let standing = life::standing(tx, person.id)?;
    if let Some(relation) = standing.relation {
        facts = facts.fact(ui.t("与户主关系"), ui.say(relation.label()));
    }
    if let Some(spouse) = standing.spouse_id {
        facts = facts.name(ui.t("配偶"), people::person(tx, spouse)?.name);
    }
    if let (Some(left_on), Some(how)) = (standing.left_on, standing.left_how) {
        facts = facts.fact(ui.say(how.label()), date(Some(left_on)));
    }
    if person.died_on.is_some() {
        facts = facts.fact(ui.t("去世日期"), date(person.died_on));
    }
    Ok(facts)
}

/// The card that counts, masked; with a word of warning when others have the same one.
fn card(tx: &mut Tx<'_>, ui: &Ui, person: PersonId) -> Result<String> {
    let Some(card) = protection::cards_of(tx, person)?.into_iter().next() else {
        return Ok(String::new());
    };
    let number = platform::privacy::mask_bank_card(&protection::card_number(tx, &card)?);
    let shown = format!("{} {number}", card.bank);
    Ok(match protection::others_with(tx, person, &card)? {
        0 => shown,
        others => ui.t2("{1}（这张卡还登记在另外 {2} 个人名下，请核对）", shown, others),
    })
}

fn post_row(ui: &Ui, post: &PostOfPerson) -> PostRow {
    PostRow {
        title: ui.t(&post_title(&post.post)).into_owned(),
        body: post.body_name.clone(),
        term: term(ui, post.held_from, post.held_until, post.ended_on),
    }
}

/// `2026年11月1日 起` and what is known of the end.
pub(crate) fn term(ui: &Ui, from: Date, until: Option<Date>, ended: Option<Date>) -> String {
    let from = ui.date_long(from);
    match (until, ended) {
        (_, Some(ended)) => ui.t2("{1} 至 {2}，已离任", from, ui.date_long(ended)),
        (Some(until), None) => ui.t2("{1} 至 {2}", from, ui.date_long(until)),
        (None, None) => ui.t1("{1} 起", from),
    }
}

fn account_form(ui: &Ui, person: &Person, typed: &AccountTyped) -> AccountForm {
    let AccountTyped { form, errors } = typed;
    let by_phone = person
        .phone_masked()
        .map(|phone| Ticks::one(ui, "by_phone", ui.t1("也可以用电话 {1} 登录", phone)).typed(form));
    AccountForm {
        summary: ErrorSummary::new(ui, errors),
        user_name: Field::text(ui, "user_name", ui.t("用户名"))
            .hint(ui.t("2 到 40 个汉字、字母或数字，本人记得住的"))
            .typed(form)
            .errors(errors),
        by_phone,
    }
}

pub(crate) async fn open_account(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse::<PersonId>()?;
    let user_name = form.get("user_name").to_owned();
    let by_phone = form.ticked("by_phone");
    let opened = actions::open_account(&app, &signed.actor, id, &user_name, by_phone).await;
    let Signed { ui, actor } = signed;
    let (shown, read_as) = (ui.clone(), Arc::clone(&actor));
    match opened {
        Ok(secret) => {
            let person = app.db.read(move |tx| people::person_for(tx, &read_as, id)).await?;
            let link = format!("{}/account/link/{secret}", app.settings.public_url);
            let (name, person) = (person.name, format!("/people/{id}"));
            page(&ui, &AccountOpenedPage { ui: ui.clone(), person, name, link })
        }
        Err(error) => {
            let errors = Errors::of(&ui, error)?;
            let typed = AccountTyped { form, errors };
            let read = app.db.read(move |tx| person_page(tx, &shown, &read_as, id, &typed));
            page(&ui, &read.await?)
        }
    }
}

pub(crate) async fn household(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (id, Signed { ui, actor }) = (id.parse::<HouseholdId>()?, signed.clone());
    let read = app.db.read(move |tx| {
        let household = people::household_for(tx, &actor, id)?;
        let today = tx.today();
        let day = asked.day(today).unwrap_or(today);
        let on = (day != today).then_some(day);
        let members = life::members(tx, id)?;
        let is_head = |one: &Member| one.relation == Some(Relation::Head) && one.died_on.is_none();
        let rows = match on {
            None => members.iter().map(|member| member_row(&ui, member)).collect(),
            Some(on) => then_rows(tx, &ui, id, on)?,
        };
        let happened = life::of_household(tx, id)?;
        Ok(HouseholdPage {
            id: id.to_string(),
            number: household.number,
            area: crate::full_name(tx, &household.area_path)?,
            on,
            day,
            rows,
            headless: !members.iter().any(is_head),
            events: record::rows(&ui, &actor, None, &happened),
            may_note: actor.may(PEOPLE_EDIT, &household.area_path),
            ui: ui.clone(),
        })
    });
    page(&signed.ui, &read.await?)
}

fn member_row(ui: &Ui, member: &Member) -> MemberRow {
    let relation = member.relation.map(|one| ui.say(one.label()).into_owned());
    MemberRow {
        href: format!("/people/{}", member.id),
        name: member.name.clone(),
        sex: ui.say(member.sex.label()).into_owned(),
        born: member.born_on.map(|on| ui.date_long(on)).unwrap_or_default(),
        relation: relation.unwrap_or_default(),
        died: member.died_on.is_some(),
    }
}

/// The members on an earlier day.
fn then_rows(tx: &mut Tx<'_>, ui: &Ui, id: HouseholdId, on: Date) -> Result<Vec<MemberRow>> {
    let then = life::household_on(tx, id, on)?;
    let rows = then.iter().map(|resident| {
        let row = super::life::residents::row(ui, resident);
        MemberRow {
            href: row.href,
            name: row.name,
            sex: row.sex,
            born: row.born,
            relation: row.relation,
            died: false,
        }
    });
    Ok(rows.collect())
}
