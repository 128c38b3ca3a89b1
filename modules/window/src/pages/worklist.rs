//! The worklist: what waits in the actor's bodies, overdue first, and the supervisor's list.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use askama::Template;
use axum::extract::{Query, State};
use law::window::{Light, Stage, State as CaseState};
use platform::messages::visits;
use platform::privacy::mask_name;
use platform::{Actor, App, BodyId, Result, Text, Tx, text};
use serde::Deserialize;
use web::components::{Banner, Filters, Pager, TakeAway};
use web::{Access, Answer, Routes, Signed, Ui, page};

use super::taking;
use super::time_left::TimeLeft;
use crate::actions::reading::{self, Sums};
use crate::model::WorkItem;
use crate::powers::{APPROVE, ASSIST, DELIVER, INVESTIGATE, RECEIVE, REVIEW, SUPERVISE, WORKLIST};

/// Lines on a page.
const LINES_PER_PAGE: usize = 50;

/// The addresses of this file.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/desk/cases", Access::WithAny(WORKLIST), show)
        .post("/desk/cases/list", Access::WithAny(WORKLIST), taking::worklist)
        .get("/desk/supervision", Access::With(SUPERVISE), supervise)
        .post("/desk/supervision/list", Access::With(SUPERVISE), taking::supervision)
}

/// What comes next for a case, in the order of the filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NextStep {
    /// The materials are to be taken.
    Receive,
    /// To be accepted, or told what is missing.
    Accept,
    /// The applicant gathers what is missing.
    Correct,
    /// Accepted, and to be handed on.
    HandOver,
    /// The first opinion.
    Investigate,
    /// The second.
    Review,
    /// The decision.
    Approve,
    /// The result is to be handed over.
    Deliver,
    /// The applicant wants to withdraw.
    AnswerWithdrawal,
}

impl NextStep {
    const ALL: [Self; 9] = [
        Self::Receive,
        Self::Accept,
        Self::Correct,
        Self::HandOver,
        Self::Investigate,
        Self::Review,
        Self::Approve,
        Self::Deliver,
        Self::AnswerWithdrawal,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Accept => "accept",
            Self::Correct => "correct",
            Self::HandOver => "hand-over",
            Self::Investigate => "investigate",
            Self::Review => "review",
            Self::Approve => "approve",
            Self::Deliver => "deliver",
            Self::AnswerWithdrawal => "withdrawal",
        }
    }

    /// The word of the filter.
    const fn label(self) -> Text {
        match self {
            Self::Receive => text("待收件"),
            Self::Accept => text("待受理"),
            Self::Correct => text("待补正"),
            Self::HandOver => text("待移交"),
            Self::Investigate => text("承办"),
            Self::Review => text("审核"),
            Self::Approve => text("批准"),
            Self::Deliver => text("待送达"),
            Self::AnswerWithdrawal => text("撤件待确认"),
        }
    }

    /// What one does there.
    pub(crate) const fn words(self) -> Text {
        match self {
            Self::Receive => text("看材料，收件或退回"),
            Self::Accept => text("受理或一次告知"),
            Self::Correct => text("等申请人补正，收补正材料"),
            Self::HandOver => text("已受理，移交决定机关"),
            Self::Investigate => text("写承办意见"),
            Self::Review => text("写审核意见"),
            Self::Approve => text("作决定"),
            Self::Deliver => text("把结果送达"),
            Self::AnswerWithdrawal => text("答复撤件"),
        }
    }

    /// What waits for a case.
    pub(crate) fn of(line: &WorkItem) -> Self {
        match (line.standing.state, line.standing.stage) {
            (CaseState::Draft | CaseState::Submitted, _) => Self::Receive,
            (CaseState::Received, _) => Self::Accept,
            (CaseState::PrecheckReturned | CaseState::AwaitingCorrection, _) => Self::Correct,
            (CaseState::Accepted, _) => Self::HandOver,
            (CaseState::WithdrawalAsked, _) => Self::AnswerWithdrawal,
            (CaseState::InProcess, None | Some(Stage::Investigation)) => Self::Investigate,
            (CaseState::InProcess, Some(Stage::Review)) => Self::Review,
            (CaseState::InProcess, Some(Stage::Approval)) => Self::Approve,
            _ => Self::Deliver,
        }
    }

    /// Whether the actor is the one who does it in the body that has the case.
    fn falls_to(self, actor: &Actor, holder: BodyId) -> bool {
        let powers: &[_] = match self {
            Self::Receive | Self::Accept | Self::Correct | Self::HandOver => &[RECEIVE],
            Self::Investigate => &[INVESTIGATE],
            Self::Review => &[REVIEW],
            Self::Approve => &[APPROVE],
            Self::Deliver => &[DELIVER],
            Self::AnswerWithdrawal => &[RECEIVE, INVESTIGATE, REVIEW, APPROVE],
        };
        powers.iter().any(|power| actor.permit_in(*power, holder).is_ok())
    }
}

/// One line of a list.
pub(crate) struct Line {
    pub(crate) href: String,
    pub(crate) left: TimeLeft,
    pub(crate) item: String,
    pub(crate) applicant: String,
    pub(crate) village: String,
    pub(crate) step: Text,
    pub(crate) channel: Text,
    pub(crate) applicant_died: bool,
    /// The applicant sent files that nobody has acted on yet.
    pub(crate) new_files: bool,
    /// The reader is the one to act.
    pub(crate) own: bool,
    /// The body that has it; only on the supervisor's list.
    pub(crate) organ: String,
}

impl Line {
    pub(crate) fn of(ui: &Ui, line: &WorkItem, own: bool, organ: String) -> Self {
        Self {
            href: format!("/cases/{}", line.case.id),
            left: TimeLeft::of(ui, &line.clock),
            item: line.case.item_name.clone(),
            applicant: mask_name(&line.case.applicant_name),
            village: line.case.area_name.clone(),
            step: NextStep::of(line).words(),
            channel: line.case.channel.label(),
            applicant_died: line.applicant_died,
            new_files: line.new_files > 0,
            own,
            organ,
        }
    }
}

/// The worklist.
#[derive(Template)]
#[template(path = "window/staff/worklist.html")]
pub(crate) struct WorklistPage {
    pub(crate) ui: Ui,
    pub(crate) lines: Vec<Line>,
    pub(crate) overdue: usize,
    pub(crate) due_today: usize,
    pub(crate) total: usize,
    pub(crate) filters: Filters,
    pub(crate) pager: Pager,
    pub(crate) sums: Sums,
    pub(crate) may_receive: bool,
    pub(crate) may_assist: bool,
    /// People whom the reader is to call or visit.
    pub(crate) visits: i64,
}

impl WorklistPage {
    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, "/desk/cases/list")
    }

    fn to_tell(&self) -> Banner {
        let words = self.ui.t1("有 {1} 个人要打电话或上门告诉", self.visits);
        Banner::info(&self.ui, words).link(self.ui.t("看看是谁"), "/desk/visits")
    }
}

/// All open cases of the supervisor's areas.
#[derive(Template)]
#[template(path = "window/staff/supervision.html")]
pub(crate) struct SupervisionPage {
    pub(crate) ui: Ui,
    pub(crate) lines: Vec<Line>,
    pub(crate) overdue: usize,
    pub(crate) total: usize,
    pub(crate) pager: Pager,
}

impl SupervisionPage {
    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, "/desk/supervision/list")
    }
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    show: String,
    page: Option<u64>,
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Query(asked): Query<Asked>,
) -> Answer {
    let reader = actor.clone();
    let (found, visits) = app
        .db
        .read(move |tx| Ok((reading::worklist(tx, &reader)?, visits::count_own(tx, &reader)?)))
        .await?;
    let shown = worklist_page(ui, &actor, &found.lines, found.sums, &asked.show, asked.page);
    let shown = WorklistPage { visits, ..shown };
    page(&shown.ui, &shown)
}

/// Puts the page together from the lines.
pub(crate) fn worklist_page(
    ui: Ui,
    actor: &Actor,
    found: &[WorkItem],
    sums: Sums,
    show: &str,
    number: Option<u64>,
) -> WorklistPage {
    let all: Vec<(&WorkItem, NextStep, bool)> = found
        .iter()
        .map(|line| (line, NextStep::of(line)))
        .map(|(line, step)| (line, step, step.falls_to(actor, line.case.holder_id)))
        .collect();
    let count = |wanted: &dyn Fn(NextStep, bool) -> bool| {
        all.iter().filter(|(_, step, own)| wanted(*step, *own)).count()
    };
    let (own, others) = (count(&|_, own| own), count(&|_, own| !own));
    let known = show == "others" || NextStep::ALL.iter().any(|step| step.key() == show);
    // Who has nothing to do, but bodies to look at, begins with what the others have.
    let show = if known {
        show
    } else if own == 0 && others > 0 {
        "others"
    } else {
        ""
    };
    let mut filters =
        Filters::new(&ui).counted(ui.t("全部"), size(own), "/desk/cases", show.is_empty());
    for step in NextStep::ALL {
        let number = count(&|found, own| own && found == step);
        if number > 0 || show == step.key() {
            let href = format!("/desk/cases?show={}", step.key());
            filters = filters.counted(ui.say(step.label()), size(number), href, show == step.key());
        }
    }
    if others > 0 {
        let href = "/desk/cases?show=others";
        filters = filters.counted(ui.t("同事手上"), size(others), href, show == "others");
    }
    // The sums are of the reader's own work; what colleagues hold has its own filter.
    let own_lines = || all.iter().filter(|(.., own)| *own).map(|(line, ..)| line);
    let shown: Vec<_> = all
        .iter()
        .filter(|(_, step, own)| match show {
            "" => *own,
            "others" => !own,
            key => *own && step.key() == key,
        })
        .collect();
    let (from, number) = begin(number, shown.len());
    let address =
        if show.is_empty() { "/desk/cases".into() } else { format!("/desk/cases?show={show}") };
    let lines = shown
        .iter()
        .skip(from)
        .take(LINES_PER_PAGE)
        .map(|(line, _, own)| Line::of(&ui, line, *own, String::new()))
        .collect();
    WorklistPage {
        lines,
        overdue: own_lines().filter(|line| light(line) == Some(Light::Overdue)).count(),
        due_today: own_lines().filter(|line| due_today(line)).count(),
        total: own_lines().count(),
        filters,
        pager: Pager::new(&ui, address, number, size(LINES_PER_PAGE), size(shown.len())),
        sums,
        may_receive: actor.holds(RECEIVE),
        may_assist: actor.holds(ASSIST),
        visits: 0,
        ui,
    }
}

async fn supervise(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Query(asked): Query<Asked>,
) -> Answer {
    let (found, organs) = app
        .db
        .read(move |tx| {
            let found = reading::open_cases(tx, &actor)?;
            let organs = organs(tx, &found)?;
            Ok((found, organs))
        })
        .await?;
    let shown = supervision_page(ui, &found, &organs, asked.page);
    page(&shown.ui, &shown)
}

/// The names of the bodies that have the cases.
pub(crate) fn organs(tx: &mut Tx<'_>, lines: &[WorkItem]) -> Result<HashMap<BodyId, String>> {
    let mut organs = HashMap::new();
    for line in lines {
        if let Entry::Vacant(place) = organs.entry(line.case.holder_id) {
            place.insert(registry::body(tx, line.case.holder_id)?.name);
        }
    }
    Ok(organs)
}

/// Puts the supervisor's page together.
pub(crate) fn supervision_page(
    ui: Ui,
    found: &[WorkItem],
    organs: &HashMap<BodyId, String>,
    number: Option<u64>,
) -> SupervisionPage {
    let (from, number) = begin(number, found.len());
    let organ = |line: &WorkItem| organs.get(&line.case.holder_id).cloned().unwrap_or_default();
    SupervisionPage {
        lines: found
            .iter()
            .skip(from)
            .take(LINES_PER_PAGE)
            .map(|line| Line::of(&ui, line, false, organ(line)))
            .collect(),
        overdue: found.iter().filter(|line| light(line) == Some(Light::Overdue)).count(),
        total: found.len(),
        pager: Pager::new(
            &ui,
            "/desk/supervision",
            number,
            size(LINES_PER_PAGE),
            size(found.len()),
        ),
        ui,
    }
}

/// Where a page begins, and its number, which is never beyond the last.
fn begin(number: Option<u64>, total: usize) -> (usize, u64) {
    let last = total.div_ceil(LINES_PER_PAGE).max(1);
    let number = usize::try_from(number.unwrap_or(1)).unwrap_or(1).clamp(1, last);
    ((number - 1) * LINES_PER_PAGE, size(number))
}

fn size(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn light(line: &WorkItem) -> Option<Light> {
    line.clock.as_ref().ok().and_then(|clock| clock.map(|clock| clock.light))
}

fn due_today(line: &WorkItem) -> bool {
    let clock = line.clock.as_ref().ok().and_then(Option::as_ref);
    clock.is_some_and(|clock| clock.remaining == 0 && clock.light != Light::Overdue)
}
