//! What the villages of an official owe, and what waits for whom.

use askama::Template;
use axum::extract::{Query, State};
use law::sunshine::{Period, Stage};
use platform::{Actor, App, AreaPath, Result, Tx};
use serde::Deserialize;
use web::components::{Banner, Tag};
use web::{Access, Answer, Form, Routes, Signed, Ui, page, see_other};

use super::wording;
use crate::actions::steps::display_until;
use crate::actions::{drafting, reading};
use crate::model::Draft;
use crate::owed::{self, Owed, VillageOwed};
use crate::powers::{DESK, DRAFT, PUBLISH, REVIEW, SETTLE, SIGN, SUPERVISE};
use crate::refusals;

pub(super) fn routes() -> Routes {
    Routes::new().get("/desk/sunshine", Access::WithAny(DESK), show).post(
        "/desk/sunshine",
        Access::With(DRAFT),
        begin,
    )
}

/// The desk.
#[derive(Template)]
#[template(path = "sunshine/desk.html")]
pub(crate) struct DeskPage {
    pub(crate) ui: Ui,
    pub(crate) discarded: bool,
    /// What waits for the reader.
    pub(crate) mine: Vec<Row>,
    /// What waits for others.
    pub(crate) others: Vec<Row>,
    pub(crate) villages: Vec<Village>,
    /// The reader sees to it that others tell.
    pub(crate) supervises: bool,
}

/// A disclosure on its way.
pub(crate) struct Row {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) village: String,
    pub(crate) tag: Tag,
    /// What is to be done with it.
    pub(crate) todo: String,
}

/// What a village owes.
pub(crate) struct Village {
    pub(crate) name: String,
    pub(crate) board: String,
    pub(crate) owed: Vec<Line>,
    /// At once: what can be begun when something happens.
    pub(crate) at_once: Vec<(String, String, String)>,
    pub(crate) may_draft: bool,
}

/// One thing that is owed.
pub(crate) struct Line {
    pub(crate) area: String,
    pub(crate) item: String,
    pub(crate) period_key: String,
    pub(crate) title: String,
    pub(crate) period: String,
    pub(crate) tag: Tag,
    pub(crate) on_its_way: bool,
}

impl DeskPage {
    fn news(&self) -> Option<Banner> {
        self.discarded.then(|| Banner::good(&self.ui, self.ui.t("这份稿子丢掉了")))
    }
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    discarded: u8,
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Query(asked): Query<Asked>,
) -> Answer {
    let (reader, seen) = (actor.clone(), ui.clone());
    let desk = app.db.read(move |tx| desk_of(tx, &seen, &reader)).await?;
    let desk = DeskPage { discarded: asked.discarded > 0, ..desk };
    page(&ui, &desk)
}

fn desk_of(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor) -> Result<DeskPage> {
    let (mut mine, mut others) = (Vec::new(), Vec::new());
    for draft in reading::desk(tx, actor)? {
        let hangs = hangs(tx, &draft)?;
        let (power, todo) = todo(ui, &draft, hangs);
        let village = registry::area_at(tx, &draft.area_path)?.name;
        let row = Row {
            href: format!("/desk/sunshine/{}", draft.id),
            title: draft.content.0.title.clone(),
            village,
            tag: wording::stage(ui, draft.state.0),
            todo,
        };
        let turn = power.iter().any(|power| actor.may(*power, &draft.area_path));
        if turn { &mut mine } else { &mut others }.push(row);
    }
    let mut villages = Vec::new();
    for area in reading::areas_of(actor)? {
        for village in owed::within(tx, &area)? {
            villages.push(village_of(tx, ui, actor, village)?);
        }
    }
    let supervises = actor.holds(SUPERVISE);
    Ok(DeskPage { ui: ui.clone(), discarded: false, mine, others, villages, supervises })
}

/// How what was published hangs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hangs {
    NotYet,
    Now,
    LongEnough,
}

fn hangs(tx: &mut Tx<'_>, draft: &Draft) -> Result<Hangs> {
    if draft.state.0 != Stage::Published {
        return Ok(Hangs::NotYet);
    }
    let today = tx.today();
    let file = reading::whole(tx, draft.clone())?;
    Ok(match display_until(&file.progress, file.item.display_days) {
        None => Hangs::NotYet,
        Some(until) if until < today => Hangs::LongEnough,
        Some(_) => Hangs::Now,
    })
}

/// Whose turn it is, and for what.
fn todo(ui: &Ui, draft: &Draft, hangs: Hangs) -> (Vec<platform::Power>, String) {
    let (powers, words) = match draft.state.0 {
        Stage::Draft => (vec![DRAFT], ui.t("接着写，写好送审")),
        Stage::Returned => (vec![DRAFT], ui.t("按退回的意见改好，再送审")),
        Stage::UnderReview => (vec![REVIEW, SIGN], ui.t("监督委员会审核")),
        Stage::Reviewed => (vec![SETTLE], ui.t("开联席会议审定")),
        Stage::Settled => (vec![PUBLISH], ui.t("公布")),
        Stage::Published if hangs == Hangs::Now => (Vec::new(), ui.t("张榜中，期满撤下")),
        Stage::Published if hangs == Hangs::LongEnough => {
            (vec![DRAFT], ui.t("张榜满期，可以撤下归档"))
        }
        Stage::Published => (vec![DRAFT], ui.t("贴到公开栏，拍照存上来")),
        Stage::TakenDown => (vec![DRAFT], ui.t("归档")),
        Stage::Filed => (Vec::new(), ui.t("已归档")),
    };
    (powers, words.into_owned())
}

fn village_of(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, village: VillageOwed) -> Result<Village> {
    let path: &AreaPath = &village.area.path;
    let line = |owed: &Owed| Line {
        area: village.area.id.to_string(),
        item: owed.item_id.to_string(),
        period_key: owed.period.key(),
        title: owed.item_title.clone(),
        period: wording::period(ui, owed.period),
        tag: wording::owed(ui, owed),
        on_its_way: owed.on_its_way,
    };
    let owed = village.overdue().into_iter().chain(village.due()).map(line).collect();
    let at_once = reading::at_once(tx, path)?
        .into_iter()
        .map(|version| {
            let item = version.content.0;
            (village.area.id.to_string(), version.item_id.to_string(), item.title)
        })
        .collect();
    Ok(Village {
        name: village.area.name.clone(),
        board: format!("/villages/{}/sunshine", village.area.id),
        owed,
        at_once,
        may_draft: actor.may(DRAFT, path),
    })
}

async fn begin(State(app): State<App>, Signed { actor, .. }: Signed, form: Form) -> Answer {
    let (area, item) = (form.get("area").parse()?, form.get("item").parse()?);
    let period = match form.get("period") {
        // What happened is told of by its day.
        "" => web::components::dates::parse_date(form.get("on"))
            .ok()
            .map(|on| Period::of(law::sunshine::Frequency::AtOnce, on)),
        key => Period::from_key(key),
    };
    let period = period.ok_or_else(refusals::period_unreadable)?;
    let id = drafting::begin(&app, &actor, (area, item), period).await?;
    see_other(&format!("/desk/sunshine/{id}"))
}
