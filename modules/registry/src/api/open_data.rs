//! Open data of the registry: areas and bodies, without persons.

use axum::extract::State;
use platform::{App, AreaPath, text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::api::open_data::{LICENCE, OPEN_DATA, give};
use web::api::{Asked, Call};
use web::{Access, Answer, Routes};

use crate::areas;
use crate::model::{Area, Body, Department};
use crate::store;

/// No county has more.
const AREAS_MAX: u32 = 50_000;
const BODIES_MAX: u32 = 50_000;

pub(super) fn routes() -> Routes {
    Routes::new()
        .call(
            Call::get("/api/v1/open-data/areas", Access::Anyone, OPEN_DATA, text("区域"))
                .says(text("县、乡镇、村、组，随时是现在的样子"))
                .asks::<SetAsked>()
                .answers::<AreaSet>()
                .or_csv(),
            area_set,
        )
        .call(
            Call::get("/api/v1/open-data/bodies", Access::Anyone, OPEN_DATA, text("组织"))
                .says(text("各级组织和它们公开的电话、地址、时间，没有人名"))
                .asks::<SetAsked>()
                .answers::<BodySet>()
                .or_csv(),
            body_set,
        )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct SetAsked {
    /// json 或者 csv / json or csv
    format: Option<String>,
}

/// 区域 / The areas
#[derive(Serialize, ToSchema)]
struct AreaSet {
    /// 怎样可以使用 / What one may do with it
    licence: &'static str,
    /// 每行一个区域 / A line an area
    items: Vec<AreaLine>,
}

/// 一个区域 / An area
#[derive(Serialize, ToSchema)]
struct AreaLine {
    /// 路径，每级四位数字 / Its path, four digits a level
    path: String,
    /// 级别 / Its level
    level: &'static str,
    /// 名称 / Its name
    name: String,
}

impl AreaLine {
    fn of(area: Area) -> Self {
        Self { path: area.path.to_string(), level: area.level().key(), name: area.name }
    }
}

async fn area_set(State(app): State<App>, Asked(asked): Asked<SetAsked>) -> Answer {
    let found = app.db.read(|tx| areas::areas_within(tx, &AreaPath::county(), AREAS_MAX)).await?;
    let items: Vec<AreaLine> = found.into_iter().map(AreaLine::of).collect();
    let set = AreaSet { licence: LICENCE, items };
    give(asked.format.as_deref(), ("areas", &["path", "level", "name"]), &set, || {
        let row = |line: &AreaLine| vec![line.path.clone(), line.level.into(), line.name.clone()];
        set.items.iter().map(row).collect()
    })
}

/// 组织 / The bodies
#[derive(Serialize, ToSchema)]
struct BodySet {
    /// 怎样可以使用 / What one may do with it
    licence: &'static str,
    /// 每行一个组织 / A line a body
    items: Vec<BodyLine>,
}

/// 一个组织 / A body
#[derive(Serialize, ToSchema)]
struct BodyLine {
    /// 区域路径 / Where
    area_path: String,
    /// 种类 / What it is
    kind: &'static str,
    /// 名称 / Its name
    name: String,
    /// 主管哪一行，只有县级部门 / Which department
    department: Option<&'static str>,
    /// 电话 / Its telephone
    phone: Option<String>,
    /// 地址 / Where to find it
    address: Option<String>,
    /// 开门时间 / When it is open
    hours: Option<String>,
}

impl BodyLine {
    fn of(body: Body) -> Self {
        Self {
            area_path: body.area_path.to_string(),
            kind: body.kind.word(),
            name: body.name,
            department: body.department.map(Department::word),
            phone: body.phone,
            address: body.address,
            hours: body.hours,
        }
    }
}

async fn body_set(State(app): State<App>, Asked(asked): Asked<SetAsked>) -> Answer {
    let found = app.db.read(|tx| store::bodies::all(tx, BODIES_MAX)).await?;
    let items: Vec<BodyLine> = found.into_iter().map(BodyLine::of).collect();
    let set = BodySet { licence: LICENCE, items };
    let heads = ["area_path", "kind", "name", "department", "phone", "address", "hours"];
    give(asked.format.as_deref(), ("bodies", &heads), &set, || {
        let row = |line: &BodyLine| {
            vec![
                line.area_path.clone(),
                line.kind.into(),
                line.name.clone(),
                line.department.unwrap_or_default().into(),
                line.phone.clone().unwrap_or_default(),
                line.address.clone().unwrap_or_default(),
                line.hours.clone().unwrap_or_default(),
            ]
        };
        set.items.iter().map(row).collect()
    })
}
