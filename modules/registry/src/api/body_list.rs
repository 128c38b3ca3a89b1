//! The bodies of one's areas with those who serve in them, a part at a time.

use axum::extract::State;
use jiff::civil::Date;
use platform::authorisation::post_title;
use platform::{App, AreaId, BodyId, Uuid, text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::api::{Asked, Call, List, derived, limit, reply};
use web::{Access, Answer, Routes, Signed, Ui};

use super::POSTS;
use crate::bodies::{Served, served_after};
use crate::model::{BodyKind, Holder, POSTS_WATCH};
use crate::{areas, refusals};

pub(super) fn routes() -> Routes {
    Routes::new().call(
        Call::get("/api/v1/bodies", Access::With(POSTS_WATCH), POSTS, text("组织和现在任职的人"))
            .says(text(
                "管的地方的组织、任期和空缺，先登记的在前；in 限定在哪个区域里面。已经撤销的不列",
            ))
            .asks::<BodiesAsked>()
            .lists::<BodyWithHolders>(),
        list,
    )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct BodiesAsked {
    /// 在哪个区域里面（含它自己），区域的编号 / In which area, by its id
    #[serde(rename = "in")]
    within: Option<String>,
    /// 只要哪一种 / Only of this kind
    #[param(example = "supervision_committee")]
    kind: Option<String>,
    /// 上一段的 next / The `next` of the part before
    after: Option<String>,
    /// 最多几条 / How many at most
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// 清单里的一个组织 / A body in a list
#[derive(Serialize, ToSchema)]
struct BodyWithHolders {
    /// 编号 / Its id
    id: String,
    /// 区域 / Its area
    area_id: String,
    /// 区域路径 / Where
    area_path: String,
    /// 种类 / What it is
    #[schema(example = "villagers_committee")]
    kind: &'static str,
    /// 名称 / Its name
    name: String,
    /// 席位，县里没有定的没有 / How many are to serve in it
    seats: Option<u32>,
    /// 空着的席位 / How many of these seats are empty
    empty_seats: Option<u32>,
    /// 没有人担任的主持职务 / The leading post, if nobody holds it
    vacant_post: Option<&'static str>,
    /// 现在任职的人 / Who serves in it now
    holders: Vec<HolderLine>,
}

/// 现在的任职 / Someone who serves now
#[derive(Serialize, ToSchema)]
struct HolderLine {
    /// 任职的编号 / Its id
    id: String,
    /// 职务 / The post
    post: String,
    /// 职务的名称 / Its title
    title: String,
    /// 姓名 / The name
    name: String,
    /// 公开的电话；个人电话遮掩 / The public telephone, else a masked one
    phone: Option<String>,
    /// 从 / From
    #[schema(value_type = String, format = Date)]
    held_from: Date,
    /// 任期到 / Until, by its term
    #[schema(value_type = Option<String>, format = Date)]
    held_until: Option<Date>,
}

async fn list(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Asked(asked): Asked<BodiesAsked>,
) -> Answer {
    let limit = limit(asked.limit)?;
    let kind = asked
        .kind
        .as_deref()
        .map(|word| BodyKind::from_word(word).ok_or_else(refusals::kind_unknown));
    let kind = kind.transpose()?;
    let within = asked.within.as_deref().map(str::parse::<AreaId>).transpose()?;
    let after = asked.after.as_deref().map(str::parse::<BodyId>).transpose()?;
    let after = after.unwrap_or(BodyId(Uuid::nil()));
    let found = app
        .db
        .read(move |tx| {
            let scope = actor.scope(POSTS_WATCH)?;
            let areas = match within {
                None => scope.areas().to_vec(),
                Some(id) => {
                    let path = areas::area(tx, id)?.path;
                    vec![scope.admit(&path, path.clone())?]
                }
            };
            served_after(tx, &areas, (after, kind), limit + 1)
        })
        .await?;
    let line = |served| line_of(&ui, served);
    reply(&List::of(found, limit, |served| served.body.id.to_string(), line))
}

fn line_of(ui: &Ui, served: Served) -> BodyWithHolders {
    let (empty_seats, vacant_post) = (served.empty(), served.vacant());
    let Served { body, holders } = served;
    let holder = |held: Holder| HolderLine {
        id: held.id.to_string(),
        title: derived(ui, ui.t(&post_title(&held.post)).into_owned()),
        phone: held.phone_shown(),
        post: held.post,
        name: held.name,
        held_from: held.held_from,
        held_until: held.held_until,
    };
    BodyWithHolders {
        id: body.id.to_string(),
        area_id: body.area_id.to_string(),
        area_path: body.area_path.to_string(),
        kind: body.kind.word(),
        name: body.name,
        seats: body.seats,
        empty_seats,
        vacant_post,
        holders: holders.into_iter().map(holder).collect(),
    }
}
