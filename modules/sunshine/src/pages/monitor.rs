//! The county at a glance: which village owes what by when, and who is late, by name.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use platform::area::Level;
use platform::{App, AreaId, AreaPath, Error, Result, Tx};
use registry::Area;
use serde::Deserialize;
use web::components::{Crumbs, Tag};
use web::{Access, Answer, Routes, Sheet, Ui, Visit, page};

use super::wording;
use crate::owed::{self, Owed, VillageOwed};
use crate::powers::SUPERVISE;

/// Late villages that the page of the county names; those of a township are all named.
const NAMED: usize = 60;

pub(super) fn routes() -> Routes {
    Routes::new().get_public("/sunshine", show).get("/sunshine.csv", Access::Anyone, csv).get(
        "/sunshine.xlsx",
        Access::Anyone,
        xlsx,
    )
}

/// The page.
#[derive(Template)]
#[template(path = "sunshine/monitor.html")]
pub(crate) struct MonitorPage {
    pub(crate) ui: Ui,
    /// The township, where only one is shown.
    pub(crate) township: Option<String>,
    /// How many villages owe anything, how many of them are late, how many things.
    pub(crate) villages: usize,
    pub(crate) late_villages: usize,
    pub(crate) overdue: usize,
    pub(crate) in_time: usize,
    pub(crate) told_late: usize,
    pub(crate) townships: Vec<Township>,
    pub(crate) late: Vec<Late>,
    /// Late villages that are not named here.
    pub(crate) unnamed: usize,
    /// Villages of the township, with those that are not late.
    pub(crate) all: Vec<Late>,
    pub(crate) supervises: bool,
}

/// A township in a row.
pub(crate) struct Township {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) villages: usize,
    pub(crate) late_villages: usize,
    pub(crate) overdue: usize,
    pub(crate) history: String,
}

/// A village and what it is late with.
pub(crate) struct Late {
    pub(crate) board: String,
    pub(crate) traffic: String,
    pub(crate) name: String,
    pub(crate) lines: Vec<(String, Tag)>,
    pub(crate) days: i64,
    pub(crate) heavy: bool,
    pub(crate) history: String,
}

impl MonitorPage {
    fn title(&self) -> String {
        match &self.township {
            Some(name) => self.ui.t1("{1}各村公开情况", name),
            None => self.ui.t("全县公开情况").into_owned(),
        }
    }

    fn crumbs(&self) -> Option<Crumbs> {
        let ui = &self.ui;
        let name = self.township.as_ref()?;
        Some(Crumbs::new(ui).to(ui.t("全县公开情况"), "/sunshine").here(name))
    }

    fn lead(&self) -> String {
        let ui = &self.ui;
        ui.t3(
            "{1} 个村里，{2} 个村有超期没公开的，一共 {3} 项",
            self.villages,
            self.late_villages,
            self.overdue,
        )
    }
}

/// What the address says.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default)]
    township: String,
}

/// The area that is asked for: a township, or the county.
fn wanted(tx: &mut Tx<'_>, asked: &Asked) -> Result<Area> {
    if asked.township.is_empty() {
        return registry::county(tx)?.ok_or(Error::NotFound);
    }
    let area = registry::area(tx, asked.township.parse::<AreaId>()?)?;
    if area.level() == Level::Township { Ok(area) } else { Err(Error::NotFound) }
}

async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let ui = visit.ui;
    let supervises = visit.actor.as_ref().is_some_and(|actor| actor.holds(SUPERVISE));
    let seen = ui.clone();
    let shown = app
        .db
        .read(move |tx| {
            let area = wanted(tx, &asked)?;
            let villages = owed::within(tx, &area.path)?;
            let names = township_names(tx)?;
            Ok(monitor(&seen, (&area, &names), &villages))
        })
        .await?;
    page(&ui, &MonitorPage { supervises, ..shown })
}

/// The townships of the county: where each lies, which it is, its name.
fn township_names(tx: &mut Tx<'_>) -> Result<BTreeMap<AreaPath, Area>> {
    let county = registry::county(tx)?.ok_or(Error::NotFound)?;
    let below = registry::areas_below(tx, county.id, 500)?;
    Ok(below.into_iter().map(|area| (area.path.clone(), area)).collect())
}

pub(crate) fn monitor(
    ui: &Ui,
    (area, names): (&Area, &BTreeMap<AreaPath, Area>),
    villages: &[VillageOwed],
) -> MonitorPage {
    let of_county = area.path == AreaPath::county();
    let mut by_township: BTreeMap<AreaPath, Vec<&VillageOwed>> = BTreeMap::new();
    for village in villages {
        let township = village.area.path.at(Level::Township);
        by_township.entry(township).or_default().push(village);
    }
    let townships = by_township.iter().filter_map(|(path, own)| {
        let township = names.get(path)?;
        Some(Township {
            href: format!("/sunshine?township={}", township.id),
            name: township.name.clone(),
            villages: own.len(),
            late_villages: own.iter().filter(|one| !one.overdue().is_empty()).count(),
            overdue: own.iter().map(|one| one.overdue().len()).sum(),
            history: history(ui, own.iter().copied()),
        })
    });
    let mut late: Vec<Late> = villages
        .iter()
        .filter(|village| !village.overdue().is_empty())
        .map(|village| line(ui, names, village, of_county))
        .collect();
    late.sort_by_key(|late| (std::cmp::Reverse(late.days), late.name.clone()));
    let unnamed = if of_county { late.len().saturating_sub(NAMED) } else { 0 };
    let (late_villages, overdue) =
        (late.len(), villages.iter().map(|village| village.overdue().len()).sum());
    if of_county {
        late.truncate(NAMED);
    }
    let sum = |which: fn((usize, usize)) -> usize| {
        villages.iter().map(|village| which(village.history())).sum()
    };
    let on_time = villages.iter().filter(|village| village.overdue().is_empty());
    MonitorPage {
        ui: ui.clone(),
        township: (!of_county).then(|| area.name.clone()),
        villages: villages.len(),
        late_villages,
        overdue,
        in_time: sum(|(in_time, _)| in_time),
        told_late: sum(|(_, late)| late),
        townships: if of_county { townships.collect() } else { Vec::new() },
        late,
        unnamed,
        all: if of_county {
            Vec::new()
        } else {
            on_time.map(|village| line(ui, names, village, false)).collect()
        },
        supervises: false,
    }
}

fn history<'a>(ui: &Ui, villages: impl Iterator<Item = &'a VillageOwed>) -> String {
    let (in_time, late) = villages.fold((0, 0), |(in_time, late), village| {
        let (own, own_late) = village.history();
        (in_time + own, late + own_late)
    });
    ui.t2("{1} 次按时，{2} 次晚", in_time, late)
}

fn line(ui: &Ui, names: &BTreeMap<AreaPath, Area>, village: &VillageOwed, of_county: bool) -> Late {
    let township = names.get(&village.area.path.at(Level::Township));
    let township = township.filter(|_| of_county).map(|area| area.name.as_str());
    let said = |owed: &Owed| {
        let name = ui.t2("{1} {2}", wording::period(ui, owed.period), &owed.item_title);
        (name, wording::owed(ui, owed))
    };
    let overdue = village.overdue();
    Late {
        board: format!("/villages/{}/sunshine", village.area.id),
        traffic: format!("/desk/sunshine/traffic/{}", village.area.id),
        name: format!("{}{}", township.unwrap_or_default(), village.area.name),
        days: overdue.iter().map(|owed| owed.days_late()).max().unwrap_or(0),
        lines: overdue.into_iter().map(said).collect(),
        heavy: village.heavy,
        history: history(ui, std::iter::once(village)),
    }
}

/// What every village owes, a line each, for spreadsheets.
async fn sheet(app: &App, ui: &Ui, asked: Asked) -> Result<Sheet> {
    let ui = ui.clone();
    app.db
        .read(move |tx| {
            let area = wanted(tx, &asked)?;
            let names = township_names(tx)?;
            let villages = owed::within(tx, &area.path)?;
            Ok(sheet_of(&ui, &names, &villages))
        })
        .await
}

fn sheet_of(ui: &Ui, names: &BTreeMap<AreaPath, Area>, villages: &[VillageOwed]) -> Sheet {
    let heads = [
        ui.t("乡镇"),
        ui.t("村（社区）"),
        ui.t("类别"),
        ui.t("事项"),
        ui.t("公开的是"),
        ui.t("从哪天起能公开"),
        ui.t("到哪天为止"),
        ui.t("情况"),
        ui.t("超期天数"),
    ];
    let mut sheet = Sheet::new(ui.t("村务公开情况"), heads);
    for village in villages {
        let township = names.get(&village.area.path.at(Level::Township));
        for owed in &village.owed {
            sheet.row(vec![
                township.map(|area| area.name.clone()).unwrap_or_default(),
                village.area.name.clone(),
                ui.t(owed.class.label()).into_owned(),
                owed.item_title.clone(),
                wording::period(ui, owed.period),
                owed.opens_on.to_string(),
                owed.due_on.map(|on| on.to_string()).unwrap_or_default(),
                ui.t(owed.state.label()).into_owned(),
                owed.days_late().to_string(),
            ]);
        }
    }
    sheet
}

async fn csv(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    sheet(&app, &visit.ui, asked).await?.answer("csv")
}

async fn xlsx(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    sheet(&app, &visit.ui, asked).await?.answer("xlsx")
}
