//! Bodies and who is appointed to which post in them.

use axum::extract::{Path, State};
use jiff::civil::Date;
use platform::authorisation::post_title;
use platform::{App, BodyId, Result, Tx, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::api::{Call, Sent, derived, reply};
use web::{Access, Answer, Routes, Signed, Ui};

use super::POSTS;
use crate::model::{
    Appointment, Body, BodyEnd, BodyFacts, BodyKind, Department, Ending, Holder, NewBody,
    POSTS_APPOINT, POSTS_WATCH, PostHeldId,
};
use crate::{actions, bodies, refusals};

pub(super) fn routes() -> Routes {
    let (appoint, watch) = (Access::With(POSTS_APPOINT), Access::With(POSTS_WATCH));
    Routes::new()
        .call(
            Call::get("/api/v1/bodies/{id}", watch, POSTS, text("一个组织和它的任职"))
                .says(text("现在的、以前的和还没上任的；已经撤销的也读得到"))
                .answers::<BodyOf>(),
            one,
        )
        .call(
            Call::post("/api/v1/bodies", appoint, POSTS, text("登记一个组织"))
                .takes::<BodySent>()
                .creates::<BodyNoted>(),
            found,
        )
        .call(
            Call::post("/api/v1/bodies/{id}/correction", appoint, POSTS, text("更正一个组织"))
                .says(text("所有字段写成应有的样子，写明为什么"))
                .takes::<CorrectionSent>()
                .answers::<BodyNoted>(),
            correct,
        )
        .call(
            Call::post("/api/v1/bodies/{id}/end", appoint, POSTS, text("登记组织撤销"))
                .says(text("任职的人那天起离任；有接续组织的同时登记，答复它的编号"))
                .takes::<BodyEndSent>()
                .answers::<BodyNoted>(),
            end_body,
        )
        .call(
            Call::post("/api/v1/bodies/{id}/posts", appoint, POSTS, text("登记任职"))
                .takes::<AppointmentSent>()
                .creates::<PostNoted>(),
            appoint_to,
        )
        .call(
            Call::post("/api/v1/posts-held/{id}/end", appoint, POSTS, text("登记离任"))
                .takes::<EndSent>()
                .answers::<BodyNoted>(),
            end,
        )
}

/// 组织 / A body
#[derive(Serialize, ToSchema)]
struct BodyOf {
    /// 编号 / Its id
    id: String,
    /// 区域 / Its area
    area_id: String,
    /// 种类 / What it is
    kind: &'static str,
    /// 名称 / Its name
    name: String,
    /// 主管哪一行，只有县级部门 / Which department
    department: Option<&'static str>,
    /// 席位 / How many are to serve in it
    seats: Option<u32>,
    /// 从哪天起撤销 / Since when it is no more
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
    /// 接续的组织 / What came after it
    successor_id: Option<String>,
    /// 现在和以前的任职 / Who holds or held which post
    holders: Vec<HolderOf>,
}

/// 任职 / Someone in a post
#[derive(Serialize, ToSchema)]
struct HolderOf {
    /// 任职的编号 / Its id
    id: String,
    /// 职务 / The post
    post: String,
    /// 职务的名称 / Its title
    title: String,
    /// 人 / Who
    person_id: String,
    /// 姓名 / The name
    name: String,
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
    let id = id.parse::<BodyId>()?;
    let (body, end, holders) = app
        .db
        .read(move |tx| {
            let body = bodies::body(tx, id)?;
            let scope = actor.scope(POSTS_WATCH)?;
            let (id, path) = (body.id, body.area_path.clone());
            let body = scope.admit(&path, body)?;
            Ok((body, bodies::end_of(tx, id)?, bodies::holders_ever(tx, id)?))
        })
        .await?;
    reply(&body_of(&ui, (body, end), holders))
}

fn body_of(ui: &Ui, (body, end): (Body, Option<BodyEnd>), holders: Vec<Holder>) -> BodyOf {
    let holder = |held: Holder| HolderOf {
        id: held.id.to_string(),
        title: derived(ui, ui.t(&post_title(&held.post)).into_owned()),
        post: held.post,
        person_id: held.person_id.to_string(),
        name: held.name,
        held_from: held.held_from,
        held_until: held.held_until,
        ended_on: held.ended_on,
    };
    BodyOf {
        id: body.id.to_string(),
        area_id: body.area_id.to_string(),
        kind: body.kind.word(),
        name: body.name,
        department: body.department.map(Department::word),
        seats: body.seats,
        ended_on: end.as_ref().map(|end| end.ended_on),
        successor_id: end.and_then(|end| end.successor_id).map(|id| id.to_string()),
        holders: holders.into_iter().map(holder).collect(),
    }
}

/// 要登记的组织 / A body to be founded
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BodySent {
    /// 区域的编号 / Its area
    area_id: String,
    /// 种类 / What it is
    #[schema(example = "service_station")]
    kind: String,
    /// 名称 / Its name
    #[schema(example = "柳湾村便民服务站", max_length = 60)]
    name: String,
    /// 主管哪一行，县级部门要写 / Which department, for a department
    #[schema(example = "civil_affairs")]
    department: Option<String>,
    /// 电话 / Its telephone
    phone: Option<String>,
    /// 地址 / Where to find it
    address: Option<String>,
    /// 开门时间 / When it is open
    hours: Option<String>,
    /// 来这里办什么 / What people go there for
    purpose: Option<String>,
    /// 席位，县里定的人数 / How many people are to serve in it
    #[schema(minimum = 1, maximum = 500)]
    seats: Option<u32>,
}

/// 组织登记好了 / The body is noted
#[derive(Serialize, ToSchema)]
struct BodyNoted {
    /// 组织的编号 / The body's id
    id: String,
}

async fn found(State(app): State<App>, sent: Sent<BodySent>) -> Answer {
    let actor = sent.actor()?;
    let new = new_body(&sent.body)?;
    let tell = |_: &mut Tx<'_>, id: &BodyId| Ok(BodyNoted { id: id.to_string() });
    let act = async |app: App| actions::found_body(&app, &actor, new).await;
    sent.done(&app, 201, tell, act).await
}

fn new_body(sent: &BodySent) -> Result<NewBody> {
    let department = match said(&sent.department) {
        None => None,
        Some(word) => Some(Department::from_word(&word).ok_or_else(refusals::department_missing)?),
    };
    Ok(NewBody {
        area_id: sent.area_id.parse().map_err(|_| refusals::area_unknown().at("area_id"))?,
        kind: BodyKind::from_word(&sent.kind).ok_or_else(refusals::kind_unknown)?,
        name: sent.name.trim().to_owned(),
        department,
        phone: said(&sent.phone),
        address: said(&sent.address),
        hours: said(&sent.hours),
        purpose: said(&sent.purpose),
        seats: sent.seats,
    })
}

/// 更正以后的样子 / A body as it should have been noted
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectionSent {
    /// 名称 / Its name
    #[schema(example = "柳湾村便民服务站", max_length = 60)]
    name: String,
    /// 电话 / Its telephone
    phone: Option<String>,
    /// 地址 / Where to find it
    address: Option<String>,
    /// 开门时间 / When it is open
    hours: Option<String>,
    /// 来这里办什么 / What people go there for
    purpose: Option<String>,
    /// 席位 / How many people are to serve in it
    #[schema(minimum = 1, maximum = 500)]
    seats: Option<u32>,
    /// 为什么更正 / Why
    #[schema(example = "电话换了", min_length = 2, max_length = 200)]
    why: String,
}

async fn correct(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<CorrectionSent>,
) -> Answer {
    let (id, actor, asked) = (id.parse::<BodyId>()?, sent.actor()?, &sent.body);
    let phone = asked.phone.as_deref().unwrap_or_default();
    let facts = BodyFacts {
        name: asked.name.trim().to_owned(),
        phone: crate::roster::read_phone(phone.trim())?,
        address: said(&asked.address),
        hours: said(&asked.hours),
        purpose: said(&asked.purpose),
        seats: asked.seats,
    };
    let why = asked.why.clone();
    let tell = move |_: &mut Tx<'_>, (): &()| Ok(BodyNoted { id: id.to_string() });
    let act = async |app: App| actions::correct_body(&app, &actor, id, (facts, &why)).await;
    sent.done(&app, 200, tell, act).await
}

/// 撤销 / The end of a body
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BodyEndSent {
    /// 从哪天起撤销 / Since when it is no more
    #[schema(value_type = String, format = Date)]
    ended_on: String,
    /// 批准文件的文号 / The number of the document
    #[schema(example = "清政发〔2026〕31号", max_length = 60)]
    document: String,
    /// 接续的组织是什么 / What comes after it
    #[schema(example = "residents_committee")]
    successor_kind: Option<String>,
    /// 接续的组织的名称 / What that is called
    #[schema(max_length = 60)]
    successor: Option<String>,
}

async fn end_body(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<BodyEndSent>,
) -> Answer {
    let (body_id, actor, asked) = (id.parse::<BodyId>()?, sent.actor()?, &sent.body);
    let kind = match said(&asked.successor_kind) {
        None => None,
        Some(word) => Some(BodyKind::from_word(&word).ok_or_else(refusals::successor_half)?),
    };
    let successor = match (kind, said(&asked.successor)) {
        (None, None) => None,
        (Some(kind), Some(name)) => Some((kind, name)),
        _ => return Err(refusals::successor_half().into()),
    };
    let on = date(&asked.ended_on, "ended_on")?;
    let new = Ending { body_id, on, document: asked.document.clone(), successor };
    let tell = move |_: &mut Tx<'_>, next: &Option<BodyId>| {
        Ok(BodyNoted { id: next.unwrap_or(body_id).to_string() })
    };
    let act = async |app: App| actions::end_body(&app, &actor, new).await;
    sent.done(&app, 200, tell, act).await
}

/// What was sent, if it says anything.
fn said(text: &Option<String>) -> Option<String> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// 一个任职 / An appointment
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AppointmentSent {
    /// 人的编号 / Who
    person_id: String,
    /// 职务 / The post
    #[schema(example = "village_clerk")]
    post: String,
    /// 职务对外的电话 / The phone of the post, for everybody
    public_phone: Option<String>,
    /// 从哪天起 / From when
    #[schema(value_type = String, format = Date)]
    held_from: String,
    /// 任期到哪天 / Until when, by its term
    #[schema(value_type = Option<String>, format = Date)]
    held_until: Option<String>,
}

/// 任职登记好了 / The appointment is noted
#[derive(Serialize, ToSchema)]
struct PostNoted {
    /// 任职的编号 / The id of the appointment
    id: String,
}

async fn appoint_to(
    State(app): State<App>,
    Path(id): Path<String>,
    sent: Sent<AppointmentSent>,
) -> Answer {
    let (body_id, actor, asked) = (id.parse::<BodyId>()?, sent.actor()?, &sent.body);
    let phone = asked.public_phone.as_deref().unwrap_or_default().trim();
    let new = Appointment {
        body_id,
        post: asked.post.clone(),
        person_id: asked.person_id.parse().map_err(|_| refusals::person_missing())?,
        public_phone: crate::roster::read_phone(phone).map_err(|no| no.at("public_phone"))?,
        held_from: date(&asked.held_from, "held_from")?,
        held_until: asked.held_until.as_deref().map(|day| date(day, "held_until")).transpose()?,
    };
    let tell = |_: &mut Tx<'_>, id: &PostHeldId| Ok(PostNoted { id: id.to_string() });
    let act = async |app: App| actions::appoint(&app, &actor, new).await;
    sent.done(&app, 201, tell, act).await
}

fn date(typed: &str, field: &'static str) -> Result<Date> {
    typed.trim().parse().map_err(|_| refusals::date(typed).at(field).into())
}

/// 离任 / The end of a post
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndSent {
    /// 从哪天起不再担任 / From which day it is no longer held
    #[schema(value_type = String, format = Date)]
    ended_on: String,
}

async fn end(State(app): State<App>, Path(id): Path<String>, sent: Sent<EndSent>) -> Answer {
    let (id, actor) = (id.parse::<PostHeldId>()?, sent.actor()?);
    let ended_on = date(&sent.body.ended_on, "ended_on")?;
    let tell = |_: &mut Tx<'_>, id: &BodyId| Ok(BodyNoted { id: id.to_string() });
    let act = async |app: App| actions::end_post(&app, &actor, id, ended_on).await;
    sent.done(&app, 200, tell, act).await
}
