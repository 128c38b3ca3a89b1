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
    Appointment, Body, BodyKind, Department, Holder, NewBody, POSTS_APPOINT, PostHeldId,
};
use crate::{actions, bodies, refusals};

pub(super) fn routes() -> Routes {
    let appoint = Access::With(POSTS_APPOINT);
    Routes::new()
        .call(
            Call::get("/api/v1/bodies/{id}", appoint, POSTS, text("一个组织和它的任职"))
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
    let (body, holders) = app
        .db
        .read(move |tx| {
            let body = bodies::body(tx, id)?;
            let scope = actor.scope(POSTS_APPOINT)?;
            let (id, path) = (body.id, body.area_path.clone());
            let body = scope.admit(&path, body)?;
            Ok((body, bodies::holders_ever(tx, id)?))
        })
        .await?;
    reply(&body_of(&ui, body, holders))
}

fn body_of(ui: &Ui, body: Body, holders: Vec<Holder>) -> BodyOf {
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
    let text = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let department = match text(&sent.department) {
        None => None,
        Some(word) => Some(Department::from_word(&word).ok_or_else(refusals::department_missing)?),
    };
    Ok(NewBody {
        area_id: sent.area_id.parse().map_err(|_| refusals::area_unknown().at("area_id"))?,
        kind: BodyKind::from_word(&sent.kind).ok_or_else(refusals::kind_unknown)?,
        name: sent.name.trim().to_owned(),
        department,
        phone: text(&sent.phone),
        address: text(&sent.address),
        hours: text(&sent.hours),
        purpose: text(&sent.purpose),
    })
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
