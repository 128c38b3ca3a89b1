//! Disclosures for programs: all of them page by page, and what every village owes.

mod questions;

use axum::extract::{Path, State};
use platform::{App, AreaId, text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::api::open_data::{LICENCE, OPEN_DATA, give};
use web::api::{Asked, Call, List, derived, limit, reply};
use web::{Access, Answer, Routes, Ui, Visit};

use crate::actions::reading;
use crate::model::Told;
use crate::owed::{self, Owed, VillageOwed};

pub(crate) fn routes() -> Routes {
    let anyone = Access::Anyone;
    Routes::new()
        .call(
            Call::get("/api/v1/disclosures", anyone, OPEN_DATA, text("公布过的村务"))
                .says(text("新的在前；area 只看一个村。每一份的全文在 /disclosures/编号.json"))
                .asks::<ListAsked>()
                .lists::<DisclosureLine>(),
            list,
        )
        .call(
            Call::get("/api/v1/disclosures/{code}", anyone, OPEN_DATA, text("一份公布过的村务"))
                .answers::<DisclosureLine>(),
            one,
        )
        .call(
            Call::get(
                "/api/v1/open-data/disclosures-owed",
                anyone,
                OPEN_DATA,
                text("各村该公开的"),
            )
            .says(text("近一年各村该公开的每一期和公开了没有；和网页、下载的表是同一个算法"))
            .asks::<OwedAsked>()
            .answers::<OwedSet>()
            .or_csv(),
            owed_set,
        )
        .and(questions::routes())
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ListAsked {
    /// 哪个村 / Of which village
    area: Option<String>,
    /// 从哪一份以后，用上一页的 next / After which, as `next` of the page before
    after: Option<String>,
    /// 一页多少，最多 200 / How many
    limit: Option<u32>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct OwedAsked {
    /// 哪个村或者乡镇；不写就是全县 / Of which village or township; the county when left out
    area: Option<String>,
    /// json 或者 csv / json or csv
    format: Option<String>,
}

/// 一份公布过的村务 / A published disclosure
#[derive(Serialize, ToSchema)]
struct DisclosureLine {
    /// 编号 / Its code
    #[schema(example = "QH7K-3M9D")]
    code: String,
    /// 村 / The village
    area: String,
    /// 村名 / Its name when it was published
    area_name: String,
    /// 党务、村务、财务 / Which of the three publicities
    class: &'static str,
    /// 公开事项的代号 / The item's key
    item: String,
    /// 公开事项 / The item
    item_title: String,
    /// 哪一期 / Of which time
    #[schema(example = "2026-Q3")]
    period: String,
    /// 标题 / Its heading
    title: String,
    /// 账、表、文字 / How it is told
    shape: &'static str,
    /// 期初余额，分 / Opening balance in fen
    opening_fen: Option<i64>,
    /// 收入，分 / Income in fen
    income_fen: i64,
    /// 支出，分 / Expense in fen
    expense_fen: i64,
    /// 期末余额，分 / Closing balance in fen
    closing_fen: Option<i64>,
    /// 是不是更正 / Whether it sets another right
    correction: bool,
    /// 公布日期 / When it was published
    published_on: String,
    /// 全文 / Where all of it is
    content: String,
}

fn shown(ui: &Ui, told: Told) -> DisclosureLine {
    DisclosureLine {
        content: ui.public_page(&format!("/disclosures/{}.json", told.code)),
        area: told.area_id.to_string(),
        area_name: told.area_name,
        class: told.class.0.key(),
        item: told.item_key,
        item_title: told.item_title,
        period: told.period.0.key(),
        title: told.title,
        shape: told.shape.key(),
        opening_fen: told.opening_fen,
        income_fen: told.income_fen,
        expense_fen: told.expense_fen,
        closing_fen: told.closing_fen,
        correction: told.corrects_id.is_some(),
        published_on: told.published_on.to_string(),
        code: told.code,
    }
}

async fn list(State(app): State<App>, visit: Visit, Asked(asked): Asked<ListAsked>) -> Answer {
    let limit = limit(asked.limit)?;
    let area = asked.area.as_deref().map(str::parse::<AreaId>).transpose()?;
    let told = app
        .db
        .read(move |tx| {
            let after = match &asked.after {
                Some(code) => reading::after_code(tx, code)?,
                None => reading::from_now(tx),
            };
            match area {
                Some(area) => {
                    let area = registry::area(tx, area)?;
                    reading::board(tx, &area.path, after, limit + 1)
                }
                None => reading::all(tx, after, limit + 1),
            }
        })
        .await?;
    reply(&List::of(told, limit, |told| told.code.clone(), |told| shown(&visit.ui, told)))
}

async fn one(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let told = app.db.read(move |tx| reading::told(tx, &code)).await?;
    reply(&shown(&visit.ui, told))
}

/// 各村该公开的 / What the villages owe
#[derive(Serialize, ToSchema)]
struct OwedSet {
    /// 怎样可以使用 / What one may do with it
    licence: &'static str,
    /// 每期一行 / A line a period
    items: Vec<OwedLine>,
}

/// 一期 / A period
#[derive(Serialize, ToSchema)]
struct OwedLine {
    /// 村 / The village
    area: String,
    /// 村名 / Its name
    area_name: String,
    /// 公开事项的代号 / The item's key
    item: String,
    /// 公开事项 / The item
    item_title: String,
    /// 哪一期 / Of which time
    period: String,
    /// 从哪天起能公开 / From when it can be published
    opens_on: String,
    /// 到哪天为止 / By when
    due_on: Option<String>,
    /// not_yet、due、overdue、done、done_late / How it stands
    state: &'static str,
    /// 情况 / In words
    state_label: String,
    /// 超期天数 / Days overdue
    days_overdue: i64,
}

fn owed_line(ui: &Ui, village: &VillageOwed, owed: &Owed) -> OwedLine {
    OwedLine {
        area: village.area.id.to_string(),
        area_name: village.area.name.clone(),
        item: owed.item_key.clone(),
        item_title: owed.item_title.clone(),
        period: owed.period.key(),
        opens_on: owed.opens_on.to_string(),
        due_on: owed.due_on.map(|on| on.to_string()),
        state: owed.state.key(),
        state_label: derived(ui, ui.t(owed.state.label()).into_owned()),
        days_overdue: owed.days_late(),
    }
}

async fn owed_set(State(app): State<App>, visit: Visit, Asked(asked): Asked<OwedAsked>) -> Answer {
    let area = asked.area.as_deref().map(str::parse::<AreaId>).transpose()?;
    let villages = app
        .db
        .read(move |tx| {
            let path = match area {
                Some(area) => registry::area(tx, area)?.path,
                None => platform::AreaPath::county(),
            };
            owed::within(tx, &path)
        })
        .await?;
    let lines = villages.iter().flat_map(|village| {
        let ui = &visit.ui;
        village.owed.iter().map(move |owed| owed_line(ui, village, owed))
    });
    let set = OwedSet { licence: LICENCE, items: lines.collect() };
    let heads = [
        "area",
        "area_name",
        "item",
        "item_title",
        "period",
        "opens_on",
        "due_on",
        "state",
        "state_label",
        "days_overdue",
    ];
    give(asked.format.as_deref(), ("disclosures-owed", &heads), &set, || {
        let row = |line: &OwedLine| {
            vec![
                line.area.clone(),
                line.area_name.clone(),
                line.item.clone(),
                line.item_title.clone(),
                line.period.clone(),
                line.opens_on.clone(),
                line.due_on.clone().unwrap_or_default(),
                line.state.to_owned(),
                line.state_label.clone(),
                line.days_overdue.to_string(),
            ]
        };
        set.items.iter().map(row).collect()
    })
}
