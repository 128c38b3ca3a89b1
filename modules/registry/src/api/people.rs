//! People: found by what is sent and not by an address, read masked, added and corrected.

use axum::extract::{Path, State};
use jiff::civil::Date;
use platform::authorisation::post_title;
use platform::{Actor, App, AreaId, AreaPath, PersonId, Refusal, Result, Tx, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::api::{Call, List, Sent, derived, limit, reply, unfit};
use web::{Access, Answer, Errors, Routes, Signed, Ui};

use super::PEOPLE;
use crate::actions;
use crate::model::{IdentityNumber, NewPerson, PEOPLE_EDIT, PEOPLE_READ, Person, Residence, Sex};
use crate::people::{self, Next, find_people_after};
use crate::{areas, bodies, refusals, roster};

pub(super) fn routes() -> Routes {
    let (read, edit) = (Access::With(PEOPLE_READ), Access::With(PEOPLE_EDIT));
    Routes::new()
        .call(
            Call::post("/api/v1/people/search", read, PEOPLE, text("找人"))
                .says(text("姓名、拼音、电话开头或末四位、户号（如 12号户），或整个身份证号。用 POST，姓名和号码不进地址；只找自己管的地方"))
                .takes::<Search>()
                .lists::<PersonLine>(),
            search,
        )
        .call(
            Call::get("/api/v1/people/{id}", read, PEOPLE, text("读一个人的登记"))
                .says(text("身份证号和电话遮掩"))
                .answers::<PersonOf>(),
            one,
        )
        .call(
            Call::post("/api/v1/people", edit, PEOPLE, text("登记一个人"))
                .takes::<PersonSent>()
                .creates::<PersonNoted>(),
            add,
        )
        .call(
            Call::post("/api/v1/people/{id}/correction", edit, PEOPLE, text("更正登记"))
                .says(text("所有字段写成应有的样子；不写身份证号就保留原来的"))
                .takes::<PersonSent>()
                .answers::<PersonNoted>(),
            correct,
        )
}

/// 要找的人 / Whom to find
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Search {
    /// 姓名、拼音、电话开头或末四位、户号或身份证号 / Name, pinyin, phone, household or number
    #[schema(example = "周小", max_length = 100)]
    #[serde(default)]
    query: String,
    /// 上一段的 next / The `next` of the part before
    after: Option<String>,
    /// 最多几条 / How many at most
    #[schema(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// 清单里的一个人 / A person in a list
#[derive(Serialize, ToSchema)]
struct PersonLine {
    /// 编号 / The id
    id: String,
    /// 姓名 / The name
    name: String,
    /// 出生日期 / Date of birth
    #[schema(value_type = Option<String>, format = Date)]
    born_on: Option<Date>,
    /// 区域路径 / Where
    area_path: String,
    /// 电话，遮掩 / The phone, masked
    phone: Option<String>,
    /// 户籍 / How the person belongs there
    #[schema(example = "hukou_here")]
    residence: &'static str,
    /// 已去世 / Has died
    died: bool,
}

impl PersonLine {
    fn of(person: Person) -> Self {
        Self {
            id: person.id.to_string(),
            phone: person.phone_masked(),
            name: person.name,
            born_on: person.born_on,
            area_path: person.area_path.to_string(),
            residence: person.residence.word(),
            died: person.died_on.is_some(),
        }
    }
}

async fn search(State(app): State<App>, sent: Sent<Search>) -> Answer {
    let (actor, limit) = (sent.actor()?, limit(sent.body.limit)?);
    let query = sent.body.query;
    let after = match sent.body.after.as_deref() {
        None => None,
        Some(after) => Some(Next::parse(after).ok_or(platform::Error::NotFound)?),
    };
    let found = app
        .db
        .read(move |tx| {
            let scope = actor.scope(PEOPLE_READ)?;
            find_people_after(tx, &scope, &query, after.as_ref(), limit)
        })
        .await?;
    let next = found.next.map(|next| next.to_string());
    reply(&List { items: found.persons.into_iter().map(PersonLine::of).collect(), next })
}

/// 一个人的登记 / A person
#[derive(Serialize, ToSchema)]
struct PersonOf {
    /// 编号 / The id
    id: String,
    /// 姓名 / The name
    name: String,
    /// 性别：female、male / The sex
    sex: &'static str,
    /// 出生日期 / Date of birth
    #[schema(value_type = Option<String>, format = Date)]
    born_on: Option<Date>,
    /// 身份证号，遮掩 / The identity number, masked
    identity_number: Option<String>,
    /// 电话，遮掩 / The phone, masked
    phone: Option<String>,
    /// 没有电话 / Has none
    no_phone: bool,
    /// 区域路径 / Where
    area_path: String,
    /// 区域 / In words
    area: String,
    /// 户号 / The household's number
    household: Option<String>,
    /// 户籍 / How the person belongs there
    residence: &'static str,
    /// 从哪天起住在这里 / Lives here since
    #[schema(value_type = Option<String>, format = Date)]
    resident_since_on: Option<Date>,
    /// 去世日期 / Date of death
    #[schema(value_type = Option<String>, format = Date)]
    died_on: Option<Date>,
    /// 任职，也有离任的 / Posts, also those that ended
    posts: Vec<PostOf>,
}

/// 一段任职 / A post held
#[derive(Serialize, ToSchema)]
struct PostOf {
    /// 任职的编号 / Its id
    id: String,
    /// 职务 / The post
    post: String,
    /// 职务的名称 / Its title
    title: String,
    /// 组织 / The body
    body_id: String,
    /// 组织的名称 / Its name
    body: String,
    /// 从 / From
    #[schema(value_type = String, format = Date)]
    held_from: Date,
    /// 任期到 / Until, by its term
    #[schema(value_type = Option<String>, format = Date)]
    held_until: Option<Date>,
    /// 离任 / Ended before
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
}

async fn one(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
) -> Answer {
    let id = id.parse::<PersonId>()?;
    actions::note_look(&app, &actor, id).await?;
    let person = app.db.read(move |tx| person_of(tx, &ui, &actor, id)).await?;
    reply(&person)
}

fn person_of(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, id: PersonId) -> Result<PersonOf> {
    let person = people::person_for(tx, actor, id)?;
    let household = match person.household_id {
        Some(household) => Some(people::household(tx, household)?.number),
        None => None,
    };
    let posts = bodies::posts_of(tx, id)?.into_iter().map(|held| PostOf {
        id: held.id.to_string(),
        title: derived(ui, ui.t(&post_title(&held.post)).into_owned()),
        post: held.post,
        body_id: held.body_id.to_string(),
        body: held.body_name,
        held_from: held.held_from,
        held_until: held.held_until,
        ended_on: held.ended_on,
    });
    Ok(PersonOf {
        id: person.id.to_string(),
        identity_number: people::identity_number_masked(tx, &person)?,
        phone: person.phone_masked(),
        area: areas::full_name(tx, &person.area_path)?,
        area_path: person.area_path.to_string(),
        sex: person.sex.word(),
        residence: person.residence.word(),
        posts: posts.collect(),
        name: person.name,
        born_on: person.born_on,
        no_phone: person.no_phone,
        household,
        resident_since_on: person.resident_since_on,
        died_on: person.died_on,
    })
}

/// 一个人应有的登记 / A person as the facts should be
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PersonSent {
    /// 姓名 / The name
    #[schema(example = "周小禾", max_length = 60)]
    name: String,
    /// 性别：female、male；写了身份证号可以不写 / The sex; not needed with a number
    #[schema(example = "female")]
    sex: Option<String>,
    /// 出生日期 / Date of birth
    #[schema(value_type = Option<String>, format = Date)]
    born_on: Option<String>,
    /// 身份证号 / The identity number
    identity_number: Option<String>,
    /// 电话 / The phone
    phone: Option<String>,
    /// 没有电话 / Has none
    #[serde(default)]
    no_phone: bool,
    /// 户号 / The household's number
    household: Option<String>,
    /// 村（社区）或村民小组的编号 / The village or group, by its id
    area_id: String,
    /// 户籍：hukou_here、hukou_elsewhere、away / How the person belongs there
    #[schema(example = "hukou_here")]
    residence: String,
    /// 从哪天起住在这里，户籍在外地的要写 / Lives here since; needed for hukou elsewhere
    #[schema(value_type = Option<String>, format = Date)]
    resident_since_on: Option<String>,
}

/// 登记好了 / It is noted
#[derive(Serialize, ToSchema)]
struct PersonNoted {
    /// 人的编号 / The person's id
    id: String,
}

async fn add(State(app): State<App>, sent: Sent<PersonSent>) -> Answer {
    let (ui, actor) = (sent.visit.ui.clone(), sent.actor()?);
    let new = match facts(&app, &ui, &sent.body).await? {
        Ok(new) => new,
        Err(errors) => return unfit(&ui, &errors),
    };
    let tell = |_: &mut Tx<'_>, id: &PersonId| Ok(PersonNoted { id: id.to_string() });
    let act = async |app: App| actions::add_person(&app, &actor, new).await;
    sent.done(&app, 201, tell, act).await
}

async fn correct(State(app): State<App>, Path(id): Path<String>, sent: Sent<PersonSent>) -> Answer {
    let (id, ui, actor) = (id.parse::<PersonId>()?, sent.visit.ui.clone(), sent.actor()?);
    let facts = match facts(&app, &ui, &sent.body).await? {
        Ok(facts) => facts,
        Err(errors) => return unfit(&ui, &errors),
    };
    let tell = move |_: &mut Tx<'_>, (): &()| Ok(PersonNoted { id: id.to_string() });
    let act = async |app: App| actions::correct_person(&app, &actor, id, facts).await;
    sent.done(&app, 200, tell, act).await
}

type Facts = std::result::Result<NewPerson, Errors>;

/// The facts that were sent, or all that is wrong with them: the same checks as on the page.
async fn facts(app: &App, ui: &Ui, sent: &PersonSent) -> Result<Facts> {
    let mut errors = Errors::new();
    let area = sent.area_id.parse::<AreaId>().ok();
    let area = app
        .db
        .read(move |tx| match area {
            Some(id) => Ok(areas::area(tx, id).ok().map(|area| area.path)),
            None => Ok(None),
        })
        .await?
        .filter(|path| *path != AreaPath::county());
    let typed = sent.identity_number.as_deref().filter(|number| !number.trim().is_empty());
    let number = note(ui, &mut errors, typed.map(IdentityNumber::read).transpose()).flatten();
    let phone = roster::read_phone(sent.phone.as_deref().unwrap_or_default().trim());
    let phone = note(ui, &mut errors, phone).flatten();
    let mut date = |field, typed: &Option<String>| {
        let typed = typed.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
        let parsed = typed.map(|typed| typed.parse().map_err(|_| refusals::date(typed).at(field)));
        note(ui, &mut errors, parsed.transpose()).flatten()
    };
    let born_on: Option<Date> = date("born_on", &sent.born_on);
    let since: Option<Date> = date("resident_since_on", &sent.resident_since_on);
    let sex = sent.sex.as_deref().and_then(Sex::from_word);
    let sex = sex.or(number.as_ref().map(IdentityNumber::sex)).ok_or_else(refusals::sex_missing);
    let sex = note(ui, &mut errors, sex);
    let area = note(ui, &mut errors, area.ok_or_else(|| refusals::area_unknown().at("area_id")));
    let residence = Residence::from_word(&sent.residence).ok_or_else(refusals::residence_missing);
    let residence = note(ui, &mut errors, residence);
    let (Some(sex), Some(area_path), Some(residence), true) =
        (sex, area, residence, errors.is_empty())
    else {
        return Ok(Err(errors));
    };
    let household = sent.household.as_deref().map(str::trim).filter(|number| !number.is_empty());
    let new = NewPerson {
        name: sent.name.trim().to_owned(),
        sex,
        born_on,
        identity_number: number,
        phone,
        no_phone: sent.no_phone,
        household_number: household.map(str::to_owned),
        area_path,
        residence,
        resident_since_on: since,
    };
    Ok(Ok(new))
}

fn note<T>(ui: &Ui, errors: &mut Errors, read: std::result::Result<T, Refusal>) -> Option<T> {
    read.map_err(|no| errors.add(no.field.unwrap_or("name"), ui.refusal(&no))).ok()
}
