//! Guides: the items in force, for everybody.

use axum::extract::{Path, State};
use jiff::civil::Date;
use law::window::Limit;
use platform::{App, text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::api::{Asked, Call, List, limit, reply};
use web::{Access, Answer, Routes};

use super::GUIDES;
use crate::actions::{finding, reading};
use crate::item::{Channel, Item, Material, Question};
use crate::model::{GuideLine, Version};

pub(super) fn routes() -> Routes {
    Routes::new()
        .call(
            Call::get("/api/v1/guides", Access::Anyone, GUIDES, text("现在能办的事项"))
                .says(text("写了 query 就按相关程度找，只有一段；不写就按代码排，一段一段读"))
                .asks::<GuidesAsked>()
                .lists::<GuideOf>(),
            list,
        )
        .call(
            Call::get("/api/v1/guides/{code}", Access::Anyone, GUIDES, text("一个事项的办事指南"))
                .says(text("材料、条件、时限，和申请时要回答的问题"))
                .answers::<GuideWhole>(),
            one,
        )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct GuidesAsked {
    /// 找什么 / What to look for
    #[param(max_length = 100)]
    query: Option<String>,
    /// 上一段的 next / The `next` of the part before
    after: Option<String>,
    /// 最多几条 / How many at most
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// 时限 / A limit
#[derive(Serialize, ToSchema)]
pub(super) struct LimitOf {
    /// 天数 / How many
    days: u32,
    /// 单位：working_days、calendar_days、same_day / Of what
    #[schema(example = "working_days")]
    unit: &'static str,
}

impl LimitOf {
    pub(super) fn of(limit: Limit) -> Self {
        Self { days: limit.days, unit: limit.unit.key() }
    }
}

/// 事项 / An item in a list
#[derive(Serialize, ToSchema)]
struct GuideOf {
    /// 代码 / Its code
    #[schema(example = "senior-allowance")]
    code: String,
    /// 编号 / Its number
    number: u32,
    /// 名称 / Its official name
    name: String,
    /// 通俗的名称 / In people's words
    plain_name: String,
    /// 种类 / What kind of act
    #[schema(example = "payment")]
    kind: &'static str,
    /// 主管部门 / The department
    #[schema(example = "civil_affairs")]
    department: String,
    /// 怎样申请：online、window、clerk / How one may apply
    channels: Vec<&'static str>,
    /// 承诺时限 / The promised limit
    promised_limit: LimitOf,
}

impl GuideOf {
    fn of(item: &Item) -> Self {
        Self {
            code: item.code.clone(),
            number: item.number,
            name: item.name.clone(),
            plain_name: item.plain_name.clone(),
            kind: item.kind.key(),
            department: item.department.clone(),
            channels: item.channels.iter().map(|channel: &Channel| channel.key()).collect(),
            promised_limit: LimitOf::of(item.promised_limit),
        }
    }
}

async fn list(State(app): State<App>, Asked(asked): Asked<GuidesAsked>) -> Answer {
    let limit = limit(asked.limit)?;
    let GuidesAsked { query, after, .. } = asked;
    let query = query.filter(|query| !query.trim().is_empty());
    let searched = query.is_some();
    let mut found = app
        .db
        .read(move |tx| match &query {
            Some(query) => finding::find_guides(tx, query),
            None => reading::guides(tx),
        })
        .await?;
    if searched {
        found.truncate(limit as usize);
    } else {
        found.sort_by(|one, other| one.content.0.code.cmp(&other.content.0.code));
        found.retain(|guide| after.as_ref().is_none_or(|after| guide.content.0.code > *after));
        found.truncate(limit as usize + 1);
    }
    let code = |guide: &GuideLine| guide.content.0.code.clone();
    reply(&List::of(found, limit, code, |guide| GuideOf::of(&guide.content.0)))
}

/// 办事指南 / A guide
#[derive(Serialize, ToSchema)]
struct GuideWhole {
    /// 代码 / Its code
    code: String,
    /// 第几版 / The number of the version
    version: i64,
    /// 从哪天起施行 / In force from
    #[schema(value_type = Option<String>, format = Date)]
    effective_on: Option<Date>,
    /// 名称 / Its official name
    name: String,
    /// 通俗的名称 / In people's words
    plain_name: String,
    /// 说明 / The whole in plain words
    plain_text: String,
    /// 种类 / What kind of act
    kind: &'static str,
    /// 主管部门 / The department
    department: String,
    /// 在哪一级受理 / The lowest level that takes it in
    acceptance_level: &'static str,
    /// 由哪一级决定 / The level that decides
    deciding_level: &'static str,
    /// 依据 / What it rests on
    basis: Vec<String>,
    /// 谁可以申请 / Who may apply
    served: String,
    /// 条件 / What must be so
    conditions: Vec<String>,
    /// 什么情形不受理 / When it is not accepted
    not_accepted_when: Vec<String>,
    /// 怎样申请 / How one may apply
    channels: Vec<&'static str>,
    /// 村里代办员可以做什么：clerk、help、none / What the village's clerk may do
    station_mode: &'static str,
    /// 承诺时限 / The promised limit
    promised_limit: LimitOf,
    /// 法定时限 / The lawful limit
    legal_limit: Option<LimitOf>,
    /// 公示天数 / Days of publicity
    publicity_days: u32,
    /// 要跑几趟 / How often one must come
    visits: u32,
    /// 收费 / The fee
    fee: String,
    /// 结果 / What one gets
    result: String,
    /// 结果怎样拿，申请时 delivery 选一个 / How the result may come
    delivery: Vec<String>,
    /// 问谁 / Whom to ask
    consult: String,
    /// 材料 / The papers
    materials: Vec<PaperOf>,
    /// 申请时的问题 / What the form asks
    questions: Vec<QuestionOf>,
}

/// 材料 / A paper
#[derive(Serialize, ToSchema)]
struct PaperOf {
    /// 序号，勾材料时用 / Its number, for lists of papers
    number: usize,
    /// 名称 / What it is called
    name: String,
    /// 要不要：required、optional、conditional / Whether it is needed
    need: &'static str,
    /// 什么情形要 / In which case
    when: String,
    /// 形式：original、copy、electronic / In which form
    form: &'static str,
    /// 份数 / How many
    copies: u32,
    /// 谁有：applicant、government、shared / Who has it
    origin: &'static str,
    /// 看什么 / What is looked at
    check: String,
    /// 可以先收后补 / May follow later
    tolerable: bool,
}

/// 问题 / A question
#[derive(Serialize, ToSchema)]
struct QuestionOf {
    /// 回答时用的键 / The key of the answer
    key: String,
    /// 问题 / The question
    label: String,
    /// 提示 / A line of help
    hint: String,
    /// 要什么样的回答 / What kind of answer
    #[schema(example = "choice")]
    kind: &'static str,
    /// 必须回答 / Must be answered
    required: bool,
    /// 选项 / The options
    options: Vec<String>,
    /// 前面答成这样才问：键=值 / Asked only after this answer
    show_if: Option<String>,
}

async fn one(State(app): State<App>, Path(code): Path<String>) -> Answer {
    let version = app.db.read(move |tx| reading::guide(tx, &code)).await?;
    reply(&whole(&version))
}

fn whole(version: &Version) -> GuideWhole {
    let item = &version.content.0;
    GuideWhole {
        code: item.code.clone(),
        version: version.number,
        effective_on: version.effective_on,
        name: item.name.clone(),
        plain_name: item.plain_name.clone(),
        plain_text: item.plain_text.clone(),
        kind: item.kind.key(),
        department: item.department.clone(),
        acceptance_level: item.acceptance_level.key(),
        deciding_level: item.deciding_level.key(),
        basis: item.basis.clone(),
        served: item.served.clone(),
        conditions: item.conditions.clone(),
        not_accepted_when: item.not_accepted_when.clone(),
        channels: item.channels.iter().map(|channel| channel.key()).collect(),
        station_mode: item.station_mode.key(),
        promised_limit: LimitOf::of(item.promised_limit),
        legal_limit: item.legal_limit.map(LimitOf::of),
        publicity_days: item.publicity_days,
        visits: item.visits,
        fee: item.fee.clone(),
        result: item.result.clone(),
        delivery: item.delivery.clone(),
        consult: item.consult.clone(),
        materials: item.material.iter().enumerate().map(paper).collect(),
        questions: item.question.iter().map(question).collect(),
    }
}

fn paper((number, paper): (usize, &Material)) -> PaperOf {
    PaperOf {
        number,
        name: paper.name.clone(),
        need: paper.need.key(),
        when: paper.when.clone(),
        form: paper.form.key(),
        copies: paper.copies,
        origin: paper.origin.key(),
        check: paper.check.clone(),
        tolerable: paper.tolerable,
    }
}

fn question(question: &Question) -> QuestionOf {
    QuestionOf {
        key: question.key.clone(),
        label: question.label.clone(),
        hint: question.hint.clone(),
        kind: question.kind.key(),
        required: question.required,
        options: question.options.clone(),
        show_if: Some(question.show_if.clone()).filter(|show_if| !show_if.is_empty()),
    }
}
