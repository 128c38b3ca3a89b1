//! The work: what waits in one's bodies, all open cases of one's areas, one case in full.

use axum::extract::{Path, State};
use jiff::Timestamp;
use platform::privacy::mask_name;
use platform::{App, Error, Result, text};
use serde::Serialize;
use utoipa::ToSchema;
use web::api::{Asked, Call, List, limit, reply, say};
use web::{Access, Answer, Routes, Signed, Ui};

use super::WORK;
use super::own::Part;
use super::shown::{CaseStands, ClockOf, Happened, PaperStands, RatingOf, Word, channel};
use crate::actions::reading;
use crate::item::AnswerKind;
use crate::model::{CaseId, WorkItem};
use crate::pages::case::{Opened, open};
use crate::powers::{SUPERVISE, WORKLIST};

pub(super) fn routes() -> Routes {
    Routes::new()
        .call(
            Call::get("/api/v1/cases", Access::WithAny(WORKLIST), WORK, text("本单位在办的件"))
                .says(text("超期的在前，再按剩下的时间"))
                .asks::<Part>()
                .lists::<WorkLine>(),
            worklist,
        )
        .call(
            Call::get(
                "/api/v1/supervision/cases",
                Access::With(SUPERVISE),
                WORK,
                text("督办：所管地方在办的件"),
            )
            .asks::<Part>()
            .lists::<WorkLine>(),
            supervision,
        )
        .call(
            Call::get("/api/v1/cases/{id}", Access::WithAny(WORKLIST), WORK, text("读一个办件"))
                .says(text("只给与它有关的人；身份证号和银行卡号遮掩"))
                .answers::<CaseWhole>(),
            one,
        )
}

/// 在办的件 / A line of a worklist
#[derive(Serialize, ToSchema)]
struct WorkLine {
    /// 编号 / Its id
    id: String,
    /// 事项 / The item
    item: String,
    /// 申请人，遮掩 / The applicant, masked
    applicant: String,
    /// 村（社区） / The village
    village: String,
    /// 状态 / Its state
    state: Word,
    /// 轮到哪一步 / Whose turn it is
    stage: Option<Word>,
    /// 在哪个组织 / The body that has it
    holder_id: String,
    /// 正在走的时限 / The clock that matters now
    clock: Option<ClockOf>,
    /// 缺哪一年的放假安排 / The year whose calendar is missing
    missing_year: Option<i16>,
}

impl WorkLine {
    fn of(ui: &Ui, line: &WorkItem) -> Self {
        let (case, standing) = (&line.case, &line.standing);
        let clock = line.clock.as_ref().ok().and_then(Option::as_ref);
        Self {
            id: case.id.to_string(),
            item: case.item_name.clone(),
            applicant: mask_name(&case.applicant_name),
            village: case.area_name.clone(),
            state: Word::new(ui, standing.state.key(), standing.state.label()),
            stage: standing.stage.map(|stage| Word::new(ui, stage.key(), stage.label())),
            holder_id: case.holder_id.to_string(),
            clock: clock.map(|clock| ClockOf::of(ui, clock)),
            missing_year: line.clock.as_ref().err().copied(),
        }
    }
}

/// The place of a line in its list: a case that comes in between moves no other.
type Mark = ((u8, i64), Timestamp, CaseId);

fn mark_of(line: &WorkItem) -> Mark {
    (reading::urgency(line), line.case.moved_at, line.case.id)
}

fn written(((rank, remaining), at, id): Mark) -> String {
    format!("{rank}.{remaining}.{}.{id}", at.as_millisecond())
}

fn read(after: &str) -> Result<Mark> {
    let mut parts = after.split('.');
    let mut next = || parts.next().ok_or(Error::NotFound);
    let number = |part: &str| part.parse::<i64>().map_err(|_| Error::NotFound);
    let rank = u8::try_from(number(next()?)?).map_err(|_| Error::NotFound)?;
    let remaining = number(next()?)?;
    let at = Timestamp::from_millisecond(number(next()?)?).map_err(|_| Error::NotFound)?;
    Ok(((rank, remaining), at, next()?.parse()?))
}

fn part(ui: &Ui, mut lines: Vec<WorkItem>, asked: &Part) -> Answer {
    let limit = limit(asked.limit)?;
    if let Some(after) = asked.after.as_deref().map(read).transpose()? {
        lines.retain(|line| mark_of(line) > after);
    }
    lines.truncate(limit as usize + 1);
    let next = |line: &WorkItem| written(mark_of(line));
    reply(&List::of(lines, limit, next, |line| WorkLine::of(ui, &line)))
}

async fn worklist(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Asked(asked): Asked<Part>,
) -> Answer {
    let found = app.db.read(move |tx| reading::worklist(tx, &actor)).await?;
    part(&ui, found.lines, &asked)
}

async fn supervision(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Asked(asked): Asked<Part>,
) -> Answer {
    let found = app.db.read(move |tx| reading::open_cases(tx, &actor)).await?;
    part(&ui, found, &asked)
}

/// 办件 / A case
#[derive(Serialize, ToSchema)]
struct CaseWhole {
    /// 现在怎样 / How it stands
    stands: CaseStands,
    /// 申请人 / The applicant
    applicant: String,
    /// 村（社区） / The village
    village: String,
    /// 怎样申请的 / How it came in
    channel: Word,
    /// 联系电话 / The phone
    phone: String,
    /// 结果怎样拿 / How the result comes
    delivery: String,
    /// 填的内容 / What was answered
    answers: Vec<AnswerOf>,
    /// 材料 / The papers
    materials: Vec<PaperStands>,
    /// 时限 / The clocks
    clocks: Vec<ClockOf>,
    /// 办理经过 / What happened
    events: Vec<Happened>,
    /// 现在您可以办的 / What you may do with it now
    acts: Vec<Word>,
    /// 可以移交给的组织 / To which it may be handed over
    organs: Vec<Organ>,
    /// 评价 / The rating
    rating: Option<RatingOf>,
}

/// 一个回答 / An answer
#[derive(Serialize, ToSchema)]
struct AnswerOf {
    /// 问题的键 / The key of the question
    key: String,
    /// 问题 / The question
    label: String,
    /// 回答；号码遮掩，金额是分 / The answer; numbers masked, money in fen
    answer: String,
}

/// 组织 / A body
#[derive(Serialize, ToSchema)]
struct Organ {
    /// 编号 / Its id
    id: String,
    /// 名称 / Its name
    name: String,
    /// 种类 / What it is
    kind: String,
}

async fn one(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
) -> Answer {
    let opened = open(&app, &actor, id.parse()?).await?;
    reply(&whole(&ui, &opened))
}

fn whole(ui: &Ui, opened: &Opened) -> CaseWhole {
    let file = &opened.file;
    let clocks = file.clocks.as_deref().unwrap_or_default();
    let answers = reading::answers_in_order(&file.item, &opened.sealed.answers);
    let answers = answers.map(|(question, answer)| AnswerOf {
        key: question.key.clone(),
        label: question.label.clone(),
        answer: match question.kind {
            AnswerKind::IdentityNumber | AnswerKind::BankCard => {
                platform::privacy::mask_identity_number(answer)
            }
            _ => answer.to_owned(),
        },
    });
    let organs = opened.organs.iter().map(|body| Organ {
        id: body.id.to_string(),
        name: body.name.clone(),
        kind: say(ui, body.kind.label()),
    });
    CaseWhole {
        stands: CaseStands::of(ui, file),
        applicant: file.case.applicant_name.clone(),
        village: file.case.area_name.clone(),
        channel: channel(ui, file),
        phone: opened.sealed.phone.clone(),
        delivery: file.case.delivery.clone(),
        answers: answers.collect(),
        materials: file.materials.iter().map(|paper| PaperStands::of(ui, paper)).collect(),
        clocks: clocks.iter().map(|clock| ClockOf::of(ui, clock)).collect(),
        events: file.events.iter().map(|event| Happened::whole(ui, event)).collect(),
        acts: opened.acts.iter().map(|act| Word::new(ui, act.key(), act.label())).collect(),
        organs: organs.collect(),
        rating: opened.rated.as_ref().map(|rated| RatingOf::of(ui, rated)),
    }
}
