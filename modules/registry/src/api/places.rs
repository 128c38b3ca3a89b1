//! Areas, and the bodies in them as everybody sees them.

use axum::extract::{Path, State};
use platform::area::Level;
use platform::authorisation::post_title;
use platform::{App, AreaId, AreaPath, Error, Refusal, Result, text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::api::{Asked, Call, List, derived, limit, reply, say};
use web::{Access, Answer, Routes, Ui, Visit};

use super::PLACES;
use crate::model::{Area, Body, Holder};
use crate::{areas, bodies};

pub(super) fn routes() -> Routes {
    Routes::new()
        .call(
            Call::get("/api/v1/areas", Access::Anyone, PLACES, text("区域清单"))
                .says(text("县、乡镇、村、组，从上到下；in 限定在哪个区域里面"))
                .asks::<AreasAsked>()
                .lists::<AreaOf>(),
            list,
        )
        .call(
            Call::get("/api/v1/areas/{id}", Access::Anyone, PLACES, text("一个区域"))
                .says(text("撤销了的也查得到，写明哪天撤销、并入哪里"))
                .answers::<AreaToday>(),
            one,
        )
        .call(
            Call::get(
                "/api/v1/areas/{id}/bodies",
                Access::Anyone,
                PLACES,
                text("一个区域的组织和公开的任职"),
            )
            .says(text("和区域的公开页上一样；只有职务的电话，个人电话遮掩"))
            .lists::<PublicBody>(),
            bodies_of,
        )
}

/// 区域 / An area
#[derive(Serialize, ToSchema)]
pub(crate) struct AreaOf {
    /// 编号 / Its id
    id: String,
    /// 路径，每级四位数字 / Its path, four digits a level
    #[schema(example = "00040012")]
    path: String,
    /// 名称 / Its name
    #[schema(example = "柳湾村")]
    name: String,
    /// 级别：county、township、village、group / Its level
    #[schema(example = "village")]
    level: &'static str,
    /// 上级 / The area above
    parent_id: Option<String>,
}

impl AreaOf {
    pub(crate) fn of(area: Area) -> Self {
        Self {
            id: area.id.to_string(),
            level: area.level().key(),
            path: area.path.to_string(),
            parent_id: area.parent_id.map(|id| id.to_string()),
            name: area.name,
        }
    }
}

/// 区域和它的去向 / An area and what became of it
#[derive(Serialize, ToSchema)]
struct AreaToday {
    #[serde(flatten)]
    area: AreaOf,
    /// 哪天撤销的 / The day on which it was abolished
    #[schema(example = "2026-03-01")]
    abolished_on: Option<String>,
    /// 并入哪里 / What it went into
    successor_id: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct AreasAsked {
    /// 在哪个区域里面（含它自己），区域的编号 / In which area, by its id
    #[serde(rename = "in")]
    within: Option<String>,
    /// 只要哪一级 / Only of this level
    level: Option<String>,
    /// 上一段的 next / The `next` of the part before
    after: Option<String>,
    /// 最多几条 / How many at most
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

async fn list(State(app): State<App>, Asked(asked): Asked<AreasAsked>) -> Answer {
    let limit = limit(asked.limit)?;
    let level = asked.level.as_deref().map(level_of).transpose()?;
    let within = asked.within.as_deref().map(str::parse::<AreaId>).transpose()?;
    let after = match asked.after.as_deref() {
        None => None,
        Some(after) => Some(AreaPath::parse(after).ok_or(Error::NotFound)?),
    };
    let found = app
        .db
        .read(move |tx| {
            let root = match within {
                None => AreaPath::county(),
                Some(id) => areas::area(tx, id)?.path,
            };
            areas::areas_within_after(tx, &root, (level, after.as_ref()), limit + 1)
        })
        .await?;
    reply(&List::of(found, limit, |area| area.path.to_string(), AreaOf::of))
}

fn level_of(word: &str) -> Result<Level> {
    let unknown = || {
        let sentence = "没有“{1}”这一级，只有 county、township、village、group";
        Refusal::new("registry.level_unknown", sentence).with(word).at("level")
    };
    Level::from_key(word).ok_or_else(|| unknown().into())
}

async fn one(State(app): State<App>, Path(id): Path<String>) -> Answer {
    let id = id.parse::<AreaId>()?;
    let read = app.db.read(move |tx| Ok((areas::area(tx, id)?, areas::end_of(tx, id)?)));
    let (area, end) = read.await?;
    reply(&AreaToday {
        area: AreaOf::of(area),
        abolished_on: end.as_ref().map(|end| end.abolished_on.to_string()),
        successor_id: end.map(|end| end.successor_id.to_string()),
    })
}

/// 组织，公开的部分 / A body as everybody sees it
#[derive(Serialize, ToSchema)]
struct PublicBody {
    /// 编号 / Its id
    id: String,
    /// 种类 / What it is
    #[schema(example = "service_station")]
    kind: &'static str,
    /// 种类的名称 / In words
    label: String,
    /// 名称 / Its name
    name: String,
    /// 电话 / Its telephone
    phone: Option<String>,
    /// 地址 / Where to find it
    address: Option<String>,
    /// 开门时间 / When it is open
    hours: Option<String>,
    /// 来这里办什么 / What people go there for
    purpose: Option<String>,
    /// 公开的任职 / Who is there
    holders: Vec<PublicHolder>,
}

/// 公开的任职 / Who holds a post, for everybody
#[derive(Serialize, ToSchema)]
struct PublicHolder {
    /// 职务的代号 / The post
    #[schema(example = "village_clerk")]
    post: String,
    /// 职务 / Its title
    title: String,
    /// 姓名 / The name
    name: String,
    /// 公开的电话；个人电话遮掩 / The public telephone, else a masked one
    phone: Option<String>,
}

async fn bodies_of(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id = id.parse::<AreaId>()?;
    let (bodies, holders) = app
        .db
        .read(move |tx| {
            let path = areas::area(tx, id)?.path;
            let mut found = bodies::bodies_at(tx, &path)?;
            found.sort_by_key(|body| body.kind);
            Ok((found, bodies::holders_at(tx, &path)?))
        })
        .await?;
    let items = bodies.into_iter().map(|body| public(&visit.ui, body, &holders)).collect();
    reply(&List { items, next: None })
}

fn public(ui: &Ui, body: Body, holders: &[Holder]) -> PublicBody {
    let own = holders.iter().filter(|holder| holder.body_id == body.id);
    let holders = own.map(|holder| PublicHolder {
        title: derived(ui, ui.t(&post_title(&holder.post)).into_owned()),
        post: holder.post.clone(),
        name: holder.name.clone(),
        phone: holder.phone_shown(),
    });
    PublicBody {
        id: body.id.to_string(),
        kind: body.kind.word(),
        label: say(ui, body.kind.label()),
        holders: holders.collect(),
        name: body.name,
        phone: body.phone,
        address: body.address,
        hours: body.hours,
        purpose: body.purpose,
    }
}
