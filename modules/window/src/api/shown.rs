//! A case as programs read it: its state, its clocks, what happened.

use jiff::civil::Date;
use law::window::Clock;
use platform::Tx;
use serde::Serialize;
use utoipa::ToSchema;
use web::Ui;
use web::api::{derived, say};

use super::guides::LimitOf;
use crate::actions::load;
use crate::model::{CaseEvent, CaseId, CaseMaterial, File, Rated};

/// A word with what people read.
#[derive(Serialize, ToSchema)]
pub(super) struct Word {
    /// 代号 / The word
    #[schema(example = "in_process")]
    key: &'static str,
    /// 给人看的 / In words
    label: String,
}

impl Word {
    pub(super) fn new(ui: &Ui, key: &'static str, label: &str) -> Self {
        Self { key, label: derived(ui, ui.t(label).into_owned()) }
    }
}

/// 时限的计算 / A clock
#[derive(Serialize, ToSchema)]
pub(super) struct ClockOf {
    /// 哪种时限 / Which limit
    kind: Word,
    /// 多长 / How long
    limit: LimitOf,
    /// 从哪天起算 / The day of the event that began it
    #[schema(value_type = String, format = Date)]
    began_on: Date,
    /// 最后一天 / The last day
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// 还有几天，按时限的单位；负数是超期 / Days left; below zero it is overdue
    remaining: i64,
    /// 停在哪天 / When it stopped
    #[schema(value_type = Option<String>, format = Date)]
    stopped_on: Option<Date>,
    /// 急不急 / How urgent
    light: Word,
    /// 依据 / The article
    cite: Option<String>,
}

impl ClockOf {
    pub(super) fn of(ui: &Ui, clock: &Clock) -> Self {
        Self {
            kind: Word::new(ui, clock.kind.key(), clock.kind.label()),
            limit: LimitOf::of(clock.limit),
            began_on: clock.began_on,
            due_on: clock.due_on,
            remaining: clock.remaining,
            stopped_on: clock.stopped_on,
            light: Word::new(ui, clock.light.key(), clock.light.label()),
            cite: clock.cite.map(|cite| derived(ui, ui.cite(cite))),
        }
    }
}

/// 发生过的事 / Something that happened
#[derive(Serialize, ToSchema)]
pub(super) struct Happened {
    /// 第几件 / One, two, three
    number: i64,
    /// 什么事 / What
    act: Word,
    /// 哪天，算时限用 / The day that counts
    #[schema(value_type = String, format = Date)]
    on: Date,
    /// 单位 / In the name of which body
    body: String,
    /// 谁，只给办理的人看 / Who, only for those who work on it
    actor: Option<String>,
    /// 说明 / What was said
    words: Option<String>,
    /// 材料 / The papers
    materials: Vec<String>,
    /// 转到或者应当找的单位 / The organ
    organ: Option<String>,
    /// 意见：同意 / An opinion: for it
    agrees: Option<bool>,
}

impl Happened {
    /// All of it, for those who work on the case.
    pub(super) fn whole(ui: &Ui, event: &CaseEvent) -> Self {
        let detail = &event.detail.0;
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Self {
            actor: Some(event.actor_name.clone()),
            words: some(&detail.words),
            agrees: detail.agrees,
            ..Self::public(ui, event)
        }
    }

    /// What everybody with the code may know.
    pub(super) fn public(ui: &Ui, event: &CaseEvent) -> Self {
        let detail = &event.detail.0;
        let told = super::progress::told(event.act.0);
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Self {
            number: event.number,
            act: Word::new(ui, event.act.0.key(), event.act.0.label()),
            on: event.happened_on,
            body: event.body_name.clone(),
            actor: None,
            words: some(&detail.words).filter(|_| told),
            materials: detail.materials.clone(),
            organ: some(&detail.organ),
            agrees: None,
        }
    }
}

/// 材料的情况 / A paper of a case
#[derive(Serialize, ToSchema)]
pub(super) struct PaperStands {
    /// 序号 / Its number
    number: i64,
    /// 名称 / Its name
    name: String,
    /// 情况 / Where it stands
    state: Word,
}

impl PaperStands {
    pub(super) fn of(ui: &Ui, paper: &CaseMaterial) -> Self {
        let state = Word::new(ui, paper.state.key(), paper.state.label().0);
        Self { number: paper.number, name: paper.name.clone(), state }
    }
}

/// 评价 / A rating
#[derive(Serialize, ToSchema)]
pub(super) struct RatingOf {
    /// 1 到 5，5 最满意 / From 1 to 5
    level: u8,
    /// 给人看的 / In words
    label: String,
}

impl RatingOf {
    pub(super) fn of(ui: &Ui, rated: &Rated) -> Self {
        let label = law::window::Rating::from_level(rated.level).map_or("", |level| level.label());
        Self { level: rated.level, label: derived(ui, ui.t(label).into_owned()) }
    }
}

/// 办件现在怎样 / How a case stands
#[derive(Serialize, ToSchema)]
pub(super) struct CaseStands {
    /// 编号 / Its id
    id: String,
    /// 查进度的编号 / Its code
    #[schema(example = "QH7K-3M9D")]
    code: String,
    /// 事项 / The item
    item: String,
    /// 状态 / Its state
    state: Word,
    /// 群众看到的状态 / The word that everybody sees
    status: Word,
    /// 轮到哪一步 / Whose turn it is
    stage: Option<Word>,
    /// 在哪个组织 / The body that has it
    holder_id: String,
    /// 组织的名称 / Its name
    holder: String,
    /// 正在走的时限 / The clock that matters now
    clock: Option<ClockOf>,
    /// 缺哪一年的放假安排，时限算不出 / The year whose calendar is missing
    missing_year: Option<i16>,
}

impl CaseStands {
    pub(super) fn of(ui: &Ui, file: &File) -> Self {
        let (standing, status) = (&file.standing, file.public_status());
        Self {
            id: file.case.id.to_string(),
            code: file.case.code.clone(),
            item: file.case.item_name.clone(),
            state: Word::new(ui, standing.state.key(), standing.state.label()),
            status: Word::new(ui, status.key(), status.label()),
            stage: standing.stage.map(|stage| Word::new(ui, stage.key(), stage.label())),
            holder_id: file.holder.id.to_string(),
            holder: file.holder.name.clone(),
            clock: file.current_clock().map(|clock| ClockOf::of(ui, clock)),
            missing_year: file.clocks.as_ref().err().copied(),
        }
    }

    /// How a case stands after an act, read in the act's own transaction.
    pub(super) fn after(tx: &mut Tx<'_>, ui: &Ui, id: CaseId) -> platform::Result<Self> {
        load(tx, id).map(|file| Self::of(ui, &file))
    }
}

/// A channel in words.
pub(super) fn channel(ui: &Ui, file: &File) -> Word {
    let channel = file.case.channel;
    Word { key: channel.key(), label: say(ui, channel.label()) }
}
