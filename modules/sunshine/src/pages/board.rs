//! The board of a village: what is new, where the money goes, what is late; and all of it, page by
//! page.

use askama::Template;
use axum::extract::{Path, Query, State};
use law::sunshine::Class;
use platform::area::Level;
use platform::authorisation::post_title;
use platform::{App, Error, Result, Tx};
use serde::Deserialize;
use web::components::{Contacts, Crumbs, Pager, Tag};
use web::{Answer, Routes, Ui, Visit, page};

use super::questions::shown::tally;
use super::{disclosure, shapes, wording};
use crate::actions::findings;
use crate::actions::questions;
use crate::actions::reading::{self, Published};
use crate::item::Shape;
use crate::model::Told;
use crate::owed::{self, Owed, VillageOwed};

/// Disclosures on a page.
const SHOWN: u32 = 12;
/// Large expenses that the board names.
const LARGEST: usize = 4;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get_public("/villages/{area}/sunshine", show)
        .get_public("/villages/{area}/sunshine/all", all)
        .get_public("/disclosures", of_county)
}

/// The board.
#[derive(Template)]
#[template(path = "sunshine/board.html")]
pub(crate) struct BoardPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) name: String,
    pub(crate) way: Vec<(String, String)>,
    /// The last ledger of the whole money.
    pub(crate) money: Option<Published>,
    pub(crate) news: Vec<Told>,
    pub(crate) more: bool,
    pub(crate) owed: VillageOwed,
    /// Each item with what was last told of it.
    pub(crate) items: Vec<(Class, Vec<ItemLine>)>,
    /// How the village answers what is asked; empty where nobody asked.
    pub(crate) asked: String,
    /// What the supervision committee found and is not put right: how many, and how many late.
    pub(crate) watched: (usize, usize),
    /// Whom to ask: of the supervision committee.
    pub(crate) contacts: Option<Contacts>,
}

/// An item of the board.
pub(crate) struct ItemLine {
    pub(crate) title: String,
    /// What was last told of it: the period and where.
    pub(crate) last: Option<(String, String)>,
    /// How what is owed of it stands.
    pub(crate) tag: Option<Tag>,
}

/// All that a village told, page by page.
#[derive(Template)]
#[template(path = "sunshine/all.html")]
pub(crate) struct AllPage {
    pub(crate) ui: Ui,
    /// Where the list begins.
    pub(crate) first: String,
    pub(crate) name: String,
    /// Whether the lines name their village.
    pub(crate) of_county: bool,
    pub(crate) way: Vec<(String, String)>,
    pub(crate) told: Vec<Told>,
    pub(crate) next: Option<String>,
    /// Whether these are not the newest.
    pub(crate) later: bool,
}

/// A line of a list of disclosures.
pub(crate) struct Line {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) on: String,
    pub(crate) class: &'static str,
    pub(crate) corrects: bool,
}

/// A disclosure in a list.
pub(crate) fn line(ui: &Ui, told: &Told) -> Line {
    let lead = match told.shape {
        Shape::Ledger => ui.t3(
            "收 {1}，支 {2}，余 {3} 元",
            ui.money(told.income_fen),
            ui.money(told.expense_fen),
            ui.money(told.closing_fen.unwrap_or(0)),
        ),
        Shape::Table | Shape::Text => wording::period(ui, told.period.0),
    };
    Line {
        href: format!("/disclosures/{}", told.code),
        title: told.title.clone(),
        lead,
        on: ui.date(told.published_on),
        class: told.class.0.label(),
        corrects: told.corrects_id.is_some(),
    }
}

impl BoardPage {
    fn crumbs(&self) -> Crumbs {
        let links = self.way.iter();
        let crumbs =
            links.fold(Crumbs::new(&self.ui), |crumbs, (name, href)| crumbs.to(name, href));
        crumbs.here(self.ui.t("村务公开"))
    }

    fn lines(&self) -> Vec<Line> {
        self.news.iter().map(|told| line(&self.ui, told)).collect()
    }

    fn late(&self) -> Vec<(String, Tag)> {
        self.owed.overdue().into_iter().map(|owed| self.owed_line(owed)).collect()
    }

    fn due(&self) -> Vec<(String, Tag)> {
        self.owed.due().into_iter().map(|owed| self.owed_line(owed)).collect()
    }

    fn owed_line(&self, owed: &Owed) -> (String, Tag) {
        let ui = &self.ui;
        let name = ui.t2("{1} {2}", wording::period(ui, owed.period), &owed.item_title);
        (name, wording::owed(ui, owed))
    }

    fn money_title(&self) -> &str {
        self.money.as_ref().map_or("", |told| told.disclosure.title.as_str())
    }

    fn money_href(&self) -> String {
        let code = self.money.as_ref().map_or("", |told| told.disclosure.code.as_str());
        format!("/disclosures/{code}")
    }

    fn figures(&self) -> Vec<(&'static str, String, String)> {
        let ui = &self.ui;
        let Some(told) = &self.money else { return Vec::new() };
        let own = &told.disclosure;
        vec![
            ("", ui.t("期初").into_owned(), ui.money(own.opening_fen.unwrap_or(0))),
            ("in", ui.t("收入").into_owned(), ui.money(own.income_fen)),
            ("out", ui.t("支出").into_owned(), ui.money(own.expense_fen)),
            ("left", ui.t("期末").into_owned(), ui.money(own.closing_fen.unwrap_or(0))),
        ]
    }

    fn largest(&self) -> Vec<(String, String, String)> {
        let lines = self.money.as_ref().map(|told| told.lines.as_slice()).unwrap_or_default();
        shapes::largest(lines, LARGEST)
            .into_iter()
            .map(|line| {
                let href = format!("{}#line-{}", self.money_href(), line.number);
                (href, line.summary.clone(), self.ui.money(line.expense_fen))
            })
            .collect()
    }

    const fn is_watched_late(&self) -> bool {
        self.watched.1 > 0
    }

    fn history(&self) -> String {
        let (in_time, late) = self.owed.history();
        self.ui.t2("近一年按时公开 {1} 次，晚了才公开 {2} 次", in_time, late)
    }

    /// The two lines that chats show.
    fn lead(&self) -> String {
        let ui = &self.ui;
        let late = self.owed.overdue().len();
        match (&self.money, late) {
            (Some(told), 0) => disclosure::lead(ui, told),
            (Some(told), late) => {
                ui.t2("{1}。{2} 项超期没有公开", disclosure::lead(ui, told), late)
            }
            (None, late) => ui.t1("{1} 项超期没有公开", late),
        }
    }
}

impl AllPage {
    fn crumbs(&self) -> Crumbs {
        let links = self.way.iter();
        let crumbs =
            links.fold(Crumbs::new(&self.ui), |crumbs, (name, href)| crumbs.to(name, href));
        crumbs.here(self.ui.t("全部"))
    }

    fn lines(&self) -> Vec<Line> {
        let own = |told: &Told| {
            let line = line(&self.ui, told);
            let lead = self.ui.t2("{1} · {2}", &told.area_name, &line.lead);
            if self.of_county { Line { lead, ..line } } else { line }
        };
        self.told.iter().map(own).collect()
    }

    fn pager(&self) -> Pager {
        let first = if self.later { self.first.clone() } else { String::new() };
        let next = self.next.as_ref().map(|code| format!("{}?after={code}", self.first));
        Pager::steps(&self.ui, first, next.unwrap_or_default())
    }
}

async fn show(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    let (id, ui) = (id.parse()?, visit.ui);
    let seen = ui.clone();
    let shown = app.db.read(move |tx| board(tx, &seen, id)).await?;
    page(&ui, &shown)
}

fn board(tx: &mut Tx<'_>, ui: &Ui, id: platform::AreaId) -> Result<BoardPage> {
    let area = registry::area(tx, id)?;
    if area.level() != Level::Village {
        return Err(Error::NotFound);
    }
    let now = reading::from_now(tx);
    let mut news = reading::board(tx, &area.path, now, SHOWN + 1)?;
    let more = news.len() > SHOWN as usize;
    news.truncate(SHOWN as usize);
    let owed = owed::of(tx, &area)?;
    let last = reading::last_ledger(tx, &area.path)?;
    let money = last.map(|code| reading::published(tx, &code)).transpose()?;
    let last_told = reading::last_of_each(tx, &area.path)?;
    let mut items: Vec<(Class, Vec<ItemLine>)> = Vec::new();
    for class in [Class::Finance, Class::Village, Class::Party] {
        let lines: Vec<ItemLine> = last_told
            .iter()
            .filter(|(version, _)| version.content.0.class == class)
            .map(|(version, told)| ItemLine {
                title: version.content.0.title.clone(),
                last: told.as_ref().map(|told| {
                    let period = wording::period(ui, told.period.0);
                    (period, format!("/disclosures/{}", told.code))
                }),
                tag: worst(&owed, version.item_id).map(|owed| wording::owed(ui, owed)),
            })
            .collect();
        if !lines.is_empty() {
            items.push((class, lines));
        }
    }
    let (today, open) = (tx.today(), findings::open_findings(tx, &area.path)?);
    let late = open.iter().filter(|one| one.days_late(today) > 0).count();
    Ok(BoardPage {
        watched: (open.len(), late),
        ui: ui.clone(),
        area_id: area.id.to_string(),
        name: area.name.clone(),
        way: disclosure::way(tx, area.id)?,
        contacts: contacts(tx, ui, &area.path)?,
        money,
        news,
        more,
        owed,
        items,
        asked: tally(ui, questions::tally(tx, &area.path)?),
    })
}

/// What stands worst of an item: the longest late, or else what is due.
fn worst(owed: &VillageOwed, item: crate::model::ItemId) -> Option<&Owed> {
    let own = || owed.owed.iter().filter(|one| one.item_id == item && one.is_open());
    own().max_by_key(|one| one.days_late())
}

/// Whom to ask about the books.
fn contacts(tx: &mut Tx<'_>, ui: &Ui, area: &platform::AreaPath) -> Result<Option<Contacts>> {
    let holders = registry::holders_at(tx, area)?;
    let asked = ["supervision_director", "supervision_member"];
    let mut found =
        holders.iter().filter(|holder| asked.contains(&holder.post.as_str())).peekable();
    if found.peek().is_none() {
        return Ok(None);
    }
    let contact = |contacts: Contacts, holder: &registry::Holder| {
        let title = post_title(&holder.post);
        let phone = holder.phone_shown().unwrap_or_default();
        contacts.person(ui.t(&title), &holder.name, "", phone)
    };
    Ok(Some(found.fold(Contacts::new(ui), contact)))
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    after: String,
}

/// Where the list goes on, of an address.
fn after(tx: &mut Tx<'_>, asked: &Asked) -> Result<reading::After> {
    if asked.after.is_empty() {
        Ok(reading::from_now(tx))
    } else {
        reading::after_code(tx, &asked.after)
    }
}

impl AllPage {
    /// One part of a list that was read with one line more.
    fn of(ui: &Ui, name: String, first: String, mut told: Vec<Told>) -> Self {
        let more = told.len() > SHOWN as usize;
        told.truncate(SHOWN as usize);
        let next = told.last().filter(|_| more).map(|last| last.code.clone());
        let (ui, way) = (ui.clone(), Vec::new());
        Self { ui, first, name, of_county: false, way, told, next, later: false }
    }
}

async fn all(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (id, ui) = (id.parse()?, visit.ui);
    let later = !asked.after.is_empty();
    let (area, mut way, told) = app
        .db
        .read(move |tx| {
            let area = registry::area(tx, id)?;
            let after = after(tx, &asked)?;
            let told = reading::board(tx, &area.path, after, SHOWN + 1)?;
            Ok((area, disclosure::way(tx, id)?, told))
        })
        .await?;
    let board = format!("/villages/{}/sunshine", area.id);
    way.push((ui.t("村务公开").into_owned(), board.clone()));
    let list = AllPage::of(&ui, area.name, format!("{board}/all"), told);
    page(&ui, &AllPage { way, later, ..list })
}

async fn of_county(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let ui = visit.ui;
    let later = !asked.after.is_empty();
    let told = app
        .db
        .read(move |tx| {
            let after = after(tx, &asked)?;
            reading::all(tx, after, SHOWN + 1)
        })
        .await?;
    let way = vec![(ui.t("全县公开情况").into_owned(), "/sunshine".to_owned())];
    let list = AllPage::of(&ui, ui.county().to_owned(), "/disclosures".to_owned(), told);
    page(&ui, &AllPage { way, later, of_county: true, ..list })
}
