//! Open data of the window: items, and counts of cases and ratings in which nobody is to be found.

use std::collections::HashMap;

use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use law::open_data::{is_over, least, published};
use law::window::Rating;
use platform::clock::instant_of;
use platform::{App, AreaPath, Refusal, Result, Tx, text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::api::open_data::{LICENCE, OPEN_DATA, give};
use web::api::{Asked, Call, derived};
use web::{Access, Answer, Routes, Ui, Visit};

use crate::actions::reading;
use crate::item::Item;
use crate::store::open_data::{self, CasesCounted, RatingsCounted};

pub(super) fn routes() -> Routes {
    let anyone = Access::Anyone;
    Routes::new()
        .call(
            Call::get("/api/v1/open-data/items", anyone, OPEN_DATA, text("现在能办的事项"))
                .says(text("现在有效的版本；全文见办事指南"))
                .asks::<SetAsked>()
                .answers::<ItemSet>()
                .or_csv(),
            items,
        )
        .call(
            Call::get("/api/v1/open-data/cases", anyone, OPEN_DATA, text("办件数"))
                .says(text("某个月收到的办件，按事项、现在的状态、乡镇数；和网页数的是同一张表。太小的格子不公布数字，也不公布合计，免得从合计里减出来；没过完的月份不公布"))
                .asks::<MonthAsked>()
                .answers::<CaseSet>()
                .or_csv(),
            cases,
        )
        .call(
            Call::get("/api/v1/open-data/ratings", anyone, OPEN_DATA, text("评价数"))
                .says(text("某个月给出的评价，按事项、等级、乡镇数；太小的格子不公布数字"))
                .asks::<MonthAsked>()
                .answers::<RatingSet>()
                .or_csv(),
            ratings,
        )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct SetAsked {
    /// json 或者 csv / json or csv
    format: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct MonthAsked {
    /// 哪个月，例如 2026-10；不写就是最近过完的一个月 / Which month; the last that is over when left out
    #[param(example = "2026-10", pattern = "^[0-9]{4}-[0-9]{2}$")]
    month: Option<String>,
    /// json 或者 csv / json or csv
    format: Option<String>,
}

/// 事项 / The items
#[derive(Serialize, ToSchema)]
struct ItemSet {
    /// 怎样可以使用 / What one may do with it
    licence: &'static str,
    /// 每行一个事项 / A line an item
    items: Vec<ItemLine>,
}

/// 一个事项 / An item
#[derive(Serialize, ToSchema)]
struct ItemLine {
    /// 代码 / Its code
    item: String,
    /// 名称 / Its official name
    name: String,
    /// 种类 / What kind of act
    kind: &'static str,
    /// 主管部门 / The department
    department: String,
    /// 由哪一级决定 / The level that decides
    deciding_level: &'static str,
    /// 承诺时限的天数 / The days of the promised limit
    promised_days: u32,
    /// 承诺时限的单位 / Its unit
    promised_unit: &'static str,
}

impl ItemLine {
    fn of(item: &Item) -> Self {
        Self {
            item: item.code.clone(),
            name: item.name.clone(),
            kind: item.kind.key(),
            department: item.department.clone(),
            deciding_level: item.deciding_level.key(),
            promised_days: item.promised_limit.days,
            promised_unit: item.promised_limit.unit.key(),
        }
    }
}

async fn items(State(app): State<App>, Asked(asked): Asked<SetAsked>) -> Answer {
    let found = app.db.read(reading::guides).await?;
    let items = found.iter().map(|guide| ItemLine::of(&guide.content.0)).collect();
    let set = ItemSet { licence: LICENCE, items };
    let heads =
        ["item", "name", "kind", "department", "deciding_level", "promised_days", "promised_unit"];
    give(asked.format.as_deref(), ("items", &heads), &set, || {
        let row = |line: &ItemLine| {
            vec![
                line.item.clone(),
                line.name.clone(),
                line.kind.into(),
                line.department.clone(),
                line.deciding_level.into(),
                line.promised_days.to_string(),
                line.promised_unit.into(),
            ]
        };
        set.items.iter().map(row).collect()
    })
}

/// The first day of the month that was asked for; refused before it is over.
fn month(asked: Option<&str>, today: Date) -> Result<Date> {
    let begins = match asked {
        None => today.first_of_month().yesterday().map(Date::first_of_month).ok(),
        Some(month) => format!("{month}-01").parse::<Date>().ok(),
    };
    let known = begins.filter(|begins| (1900..2200).contains(&begins.year()));
    let begins =
        known.ok_or_else(|| Refusal::new("window.month", "月份请写成 2026-10").at("month"))?;
    if !is_over(begins, today) {
        let sentence = "这个月还没有过完，过完了才公布";
        return Err(Refusal::new("window.month_not_over", sentence).at("month").into());
    }
    Ok(begins)
}

/// From the first moment of a month to the first of the next.
fn moments(begins: Date) -> (Timestamp, Timestamp) {
    let next = begins.last_of_month().tomorrow().unwrap_or(begins);
    (instant_of(begins.at(0, 0, 0, 0)), instant_of(next.at(0, 0, 0, 0)))
}

fn written(begins: Date) -> String {
    format!("{:04}-{:02}", begins.year(), begins.month())
}

/// The names of the townships in a set, read once each.
fn names(tx: &mut Tx<'_>, townships: Vec<AreaPath>) -> Result<HashMap<AreaPath, String>> {
    let mut names = HashMap::new();
    for path in townships {
        if let std::collections::hash_map::Entry::Vacant(place) = names.entry(path.clone()) {
            place.insert(registry::area_at(tx, &path)?.name);
        }
    }
    Ok(names)
}

/// The cells of a month, before they are told.
struct Counted<T> {
    month: String,
    /// Counts below it are not told.
    least: Option<u32>,
    cells: Vec<T>,
    /// The names of the townships in them.
    names: HashMap<AreaPath, String>,
}

type Counting<T> = fn(&mut Tx<'_>, Timestamp, Timestamp) -> Result<Vec<T>>;

/// Counts in the month that was asked for.
async fn counted<T: Send + 'static>(
    app: &App,
    asked: &MonthAsked,
    (count, township): (Counting<T>, fn(&T) -> &AreaPath),
) -> Result<Counted<T>> {
    let today = app.clock().today();
    let begins = month(asked.month.as_deref(), today)?;
    let read = app.db.read(move |tx| {
        let (from, to) = moments(begins);
        let cells = count(tx, from, to)?;
        let names = names(tx, cells.iter().map(|cell| township(cell).clone()).collect())?;
        Ok((cells, names))
    });
    let (cells, names) = read.await?;
    Ok(Counted { month: written(begins), least: least(today, &[]), cells, names })
}

/// 办件数 / Counts of cases
#[derive(Serialize, ToSchema)]
struct CaseSet {
    /// 怎样可以使用 / What one may do with it
    licence: &'static str,
    /// 哪个月收到的 / Opened in which month
    #[schema(example = "2026-10")]
    month: String,
    /// 少于它的不公布 / Counts below it are not told
    least: Option<u32>,
    /// 每格一行 / A line a cell
    items: Vec<CaseCell>,
}

/// 一格 / A cell
#[derive(Serialize, ToSchema)]
struct CaseCell {
    /// 事项的代码 / The item's code
    item: String,
    /// 现在的状态，代号 / Where they stand now
    state: &'static str,
    /// 状态 / In words
    state_label: String,
    /// 乡镇的路径 / The township's path
    township: String,
    /// 乡镇 / Its name
    township_name: String,
    /// 件数；太小的不公布 / How many; null where it is too small to tell
    cases: Option<i64>,
}

async fn cases(State(app): State<App>, visit: Visit, Asked(asked): Asked<MonthAsked>) -> Answer {
    let Counted { month, least, cells, names } =
        counted(&app, &asked, (open_data::cases, |one: &CasesCounted| &one.township)).await?;
    let cell = |one| case_cell(&visit.ui, one, &names, least);
    let items = cells.into_iter().map(cell).collect();
    let set = CaseSet { licence: LICENCE, month, least, items };
    let heads = ["month", "item", "state", "state_label", "township", "township_name", "cases"];
    give(asked.format.as_deref(), ("cases", &heads), &set, || {
        let row = |cell: &CaseCell| {
            vec![
                set.month.clone(),
                cell.item.clone(),
                cell.state.into(),
                cell.state_label.clone(),
                cell.township.clone(),
                cell.township_name.clone(),
                cell.cases.map(|cases| cases.to_string()).unwrap_or_default(),
            ]
        };
        set.items.iter().map(row).collect()
    })
}

fn case_cell(
    ui: &Ui,
    one: CasesCounted,
    names: &HashMap<AreaPath, String>,
    least: Option<u32>,
) -> CaseCell {
    CaseCell {
        state: one.state.0.key(),
        state_label: derived(ui, ui.t(one.state.0.label()).into_owned()),
        township_name: names.get(&one.township).cloned().unwrap_or_default(),
        township: one.township.to_string(),
        item: one.item,
        cases: published(one.number, least),
    }
}

/// 评价数 / Counts of ratings
#[derive(Serialize, ToSchema)]
struct RatingSet {
    /// 怎样可以使用 / What one may do with it
    licence: &'static str,
    /// 哪个月给的 / Given in which month
    #[schema(example = "2026-10")]
    month: String,
    /// 少于它的不公布 / Counts below it are not told
    least: Option<u32>,
    /// 每格一行 / A line a cell
    items: Vec<RatingCell>,
}

/// 一格 / A cell
#[derive(Serialize, ToSchema)]
struct RatingCell {
    /// 事项的代码 / The item's code
    item: String,
    /// 1 到 5，5 最满意 / From 1 to 5
    level: u8,
    /// 等级 / In words
    level_label: String,
    /// 乡镇的路径 / The township's path
    township: String,
    /// 乡镇 / Its name
    township_name: String,
    /// 次数；太小的不公布 / How many; null where it is too small to tell
    ratings: Option<i64>,
}

async fn ratings(State(app): State<App>, visit: Visit, Asked(asked): Asked<MonthAsked>) -> Answer {
    let Counted { month, least, cells, names } =
        counted(&app, &asked, (open_data::ratings, |one: &RatingsCounted| &one.township)).await?;
    let cell = |one| rating_cell(&visit.ui, one, &names, least);
    let items = cells.into_iter().map(cell).collect();
    let set = RatingSet { licence: LICENCE, month, least, items };
    let heads = ["month", "item", "level", "level_label", "township", "township_name", "ratings"];
    give(asked.format.as_deref(), ("ratings", &heads), &set, || {
        let row = |cell: &RatingCell| {
            vec![
                set.month.clone(),
                cell.item.clone(),
                cell.level.to_string(),
                cell.level_label.clone(),
                cell.township.clone(),
                cell.township_name.clone(),
                cell.ratings.map(|ratings| ratings.to_string()).unwrap_or_default(),
            ]
        };
        set.items.iter().map(row).collect()
    })
}

fn rating_cell(
    ui: &Ui,
    one: RatingsCounted,
    names: &HashMap<AreaPath, String>,
    least: Option<u32>,
) -> RatingCell {
    let label = Rating::from_level(one.level).map_or("", |level| level.label());
    RatingCell {
        level: one.level,
        level_label: derived(ui, ui.t(label).into_owned()),
        township_name: names.get(&one.township).cloned().unwrap_or_default(),
        township: one.township.to_string(),
        item: one.item,
        ratings: published(one.number, least),
    }
}
