//! The order: draft, review by the supervision committee, joint meeting, publication, board,
//! archive.

use super::{Class, FINANCE_REVIEW, PROCEDURE, Period, Told, display::DisplayFault, may_take_down};
use crate::{Cite, Date};

/// Where a draft 公开稿 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Being written.
    Draft,
    /// With the supervision committee.
    UnderReview,
    /// Sent back to be mended.
    Returned,
    /// Signed by the supervision committee.
    Reviewed,
    /// Settled by the joint meeting of Party organisation and committee.
    Settled,
    /// Published; nothing of it changes any more.
    Published,
    /// No longer on the board.
    TakenDown,
    /// In the village's archive.
    Filed,
}

/// What somebody does with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// 送审.
    Submit,
    /// 退回.
    Return,
    /// 审核签署.
    Sign,
    /// 联席会议审定.
    Settle,
    /// 公布.
    Publish,
    /// 上墙.
    Post,
    /// 撤下.
    TakeDown,
    /// 归档.
    File,
}

/// A step with who and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTaken<Person> {
    /// What.
    pub step: Step,
    /// When.
    pub on: Date,
    /// By whom.
    pub by: Person,
}

/// How far a draft has come, folded from its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress<Person> {
    /// Where it is.
    pub stage: Stage,
    /// Everybody who wrote in it or sent it on.
    pub drafters: Vec<Person>,
    /// Who signed it for the supervision committee.
    pub signed_by: Option<Person>,
    /// The last submission.
    pub submitted_on: Option<Date>,
    /// The signature that holds.
    pub signed_on: Option<Date>,
    /// The joint meeting that holds.
    pub settled_on: Option<Date>,
    /// Its publication.
    pub published_on: Option<Date>,
    /// The first time on the board.
    pub posted_on: Option<Date>,
    /// Taken off the board.
    pub taken_down_on: Option<Date>,
    /// Filed.
    pub filed_on: Option<Date>,
    /// The last step, whatever it was.
    pub last_on: Option<Date>,
}

/// What stands in the way of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// The step does not belong to where the draft is.
    NotFromHere,
    /// The supervision committee has not signed.
    ReviewFirst,
    /// The joint meeting has not settled it.
    SettleFirst,
    /// A step is dated before the one it follows.
    OutOfOrder,
    /// Who wrote it would review it.
    DrafterSigns,
    /// Who reviewed it would publish it.
    SignerPublishes,
    /// It is not on the board.
    NotOnTheBoard,
    /// It has not hung for fifteen days.
    DisplayTooShort,
    /// The books of a period that still runs.
    PeriodRuns,
    /// The step needs a reason.
    ReasonMissing,
    /// Nobody of the villagers' committee at the joint meeting.
    CommitteeAbsent,
    /// Nobody of the Party organisation at the joint meeting.
    PartyAbsent,
}

impl Stage {
    /// All of them, in the order of a draft's life.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::UnderReview,
        Self::Returned,
        Self::Reviewed,
        Self::Settled,
        Self::Published,
        Self::TakenDown,
        Self::Filed,
    ];

    /// The stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::UnderReview => "under_review",
            Self::Returned => "returned",
            Self::Reviewed => "reviewed",
            Self::Settled => "settled",
            Self::Published => "published",
            Self::TakenDown => "taken_down",
            Self::Filed => "filed",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::UnderReview => "等待审核",
            Self::Returned => "已退回修改",
            Self::Reviewed => "已审核签署",
            Self::Settled => "已经联席会议审定",
            Self::Published => "已公布",
            Self::TakenDown => "已撤下",
            Self::Filed => "已归档",
        }
    }

    /// Whether its content may still be changed.
    pub const fn editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether people outside see it.
    pub const fn public(self) -> bool {
        matches!(self, Self::Published | Self::TakenDown | Self::Filed)
    }
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Submit,
        Self::Return,
        Self::Sign,
        Self::Settle,
        Self::Publish,
        Self::Post,
        Self::TakeDown,
        Self::File,
    ];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Return => "return",
            Self::Sign => "sign",
            Self::Settle => "settle",
            Self::Publish => "publish",
            Self::Post => "post",
            Self::TakeDown => "take_down",
            Self::File => "file",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What the timeline shows.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Submit => "送审",
            Self::Return => "退回",
            Self::Sign => "审核签署",
            Self::Settle => "联席会议审定",
            Self::Publish => "公布",
            Self::Post => "上墙",
            Self::TakeDown => "撤下",
            Self::File => "归档",
        }
    }
}

impl Hindrance {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::NotFromHere,
        Self::ReviewFirst,
        Self::SettleFirst,
        Self::OutOfOrder,
        Self::DrafterSigns,
        Self::SignerPublishes,
        Self::NotOnTheBoard,
        Self::DisplayTooShort,
        Self::PeriodRuns,
        Self::ReasonMissing,
        Self::CommitteeAbsent,
        Self::PartyAbsent,
    ];

    /// The stable word for refusals and statistics.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotFromHere => "not_from_here",
            Self::ReviewFirst => "review_first",
            Self::SettleFirst => "settle_first",
            Self::OutOfOrder => "out_of_order",
            Self::DrafterSigns => "drafter_signs",
            Self::SignerPublishes => "signer_publishes",
            Self::NotOnTheBoard => "not_on_the_board",
            Self::DisplayTooShort => "display_too_short",
            Self::PeriodRuns => "period_runs",
            Self::ReasonMissing => "reason_missing",
            Self::CommitteeAbsent => "committee_absent",
            Self::PartyAbsent => "party_absent",
        }
    }

    /// What the person reads.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotFromHere => "公开稿现在不能这样办，请刷新页面看看最新情况",
            Self::ReviewFirst => "还没有经村务监督委员会审核签署，不能审定或者公布。请先送审",
            Self::SettleFirst => "还没有经村党组织和村委会联席会议审定，不能公布",
            Self::OutOfOrder => "日期早于上一步的日期，请核对",
            Self::DrafterSigns => "起草或者送审的人不能自己审核，请交给村务监督委员会的其他人",
            Self::SignerPublishes => "审核签署的人不能自己公布，请交给村委会主任或者村党组织书记",
            Self::NotOnTheBoard => DisplayFault::BoardMissing.sentence(),
            Self::DisplayTooShort => DisplayFault::TooShort.sentence(),
            Self::PeriodRuns => "还不到公布这一期的时候：账目要等这一期结束才全，请到时再送审",
            Self::ReasonMissing => "请写明理由",
            Self::CommitteeAbsent => "联席会议要有村委会的人参加，请补上出席人",
            Self::PartyAbsent => "联席会议要有村党组织的人参加，请补上出席人",
        }
    }

    /// What it rests on, where that is not the house's own rule. The law of 2025 cites itself; the
    /// order of review and meeting rests on two documents of the centre.
    pub const fn cite(self, class: Class) -> Option<Cite> {
        match (self, class) {
            (Self::ReviewFirst, Class::Finance) => Some(FINANCE_REVIEW),
            (Self::ReviewFirst | Self::SettleFirst, _) => Some(PROCEDURE),
            (Self::CommitteeAbsent | Self::PartyAbsent, _) => Some(PROCEDURE),
            (Self::NotOnTheBoard | Self::DisplayTooShort, _) => Some(super::BOARD),
            _ => None,
        }
    }
}

/// Folds the steps of a draft, in the order in which they were recorded.
pub fn progress<Person: PartialEq + Clone>(
    drafter: Person,
    steps: &[StepTaken<Person>],
) -> Result<Progress<Person>, Hindrance> {
    steps.iter().try_fold(Progress::drafted(drafter), |progress, step| progress.after(step))
}

impl<Person: PartialEq + Clone> Progress<Person> {
    /// A draft that somebody has begun.
    pub fn drafted(by: Person) -> Self {
        Progress {
            stage: Stage::Draft,
            drafters: vec![by],
            signed_by: None,
            submitted_on: None,
            signed_on: None,
            settled_on: None,
            published_on: None,
            posted_on: None,
            taken_down_on: None,
            filed_on: None,
            last_on: None,
        }
    }

    /// Where a step leads from here, or why it may not be taken.
    pub fn next(&self, step: Step, on: Date) -> Result<Stage, Hindrance> {
        use Stage as S;
        match (self.stage, step) {
            (S::Draft | S::Returned, Step::Submit) => Ok(S::UnderReview),
            // The meeting and whoever publishes may still find something.
            (S::UnderReview | S::Reviewed | S::Settled, Step::Return) => Ok(S::Returned),
            (S::UnderReview, Step::Sign) => Ok(S::Reviewed),
            (S::Reviewed, Step::Settle) => Ok(S::Settled),
            (S::Settled, Step::Publish) => Ok(S::Published),
            (S::Reviewed, Step::Publish) => Err(Hindrance::SettleFirst),
            (S::Draft | S::UnderReview | S::Returned, Step::Settle | Step::Publish) => {
                Err(Hindrance::ReviewFirst)
            }
            (S::Published, Step::Post) => Ok(S::Published),
            (S::Published, Step::TakeDown) => self.may_come_down(on),
            (S::TakenDown, Step::File) => Ok(S::Filed),
            _ => Err(Hindrance::NotFromHere),
        }
    }

    /// The steps that somebody may take from here on a day; who may is asked by [`Self::after`].
    pub fn offers(&self, on: Date) -> Vec<Step> {
        Step::ALL.into_iter().filter(|step| self.next(*step, on).is_ok()).collect()
    }

    /// The progress one step later. Four eyes, the house's own rule: who wrote it or sent it on
    /// does not sign it, and who signed it does not publish it.
    pub fn after(mut self, taken: &StepTaken<Person>) -> Result<Self, Hindrance> {
        let stage = self.next(taken.step, taken.on)?;
        let on = Some(taken.on);
        if self.last_on > on {
            return Err(Hindrance::OutOfOrder);
        }
        match taken.step {
            Step::Submit => {
                self.submitted_on = on;
                self.drafters.push(taken.by.clone());
            }
            Step::Return => {
                (self.signed_on, self.signed_by, self.settled_on) = (None, None, None);
            }
            Step::Sign if self.drafters.contains(&taken.by) => return Err(Hindrance::DrafterSigns),
            Step::Sign => (self.signed_on, self.signed_by) = (on, Some(taken.by.clone())),
            Step::Settle => self.settled_on = on,
            Step::Publish if self.signed_by.as_ref() == Some(&taken.by) => {
                return Err(Hindrance::SignerPublishes);
            }
            Step::Publish => self.published_on = on,
            Step::Post => self.posted_on = self.posted_on.or(on),
            Step::TakeDown => self.taken_down_on = on,
            Step::File => self.filed_on = on,
        }
        (self.stage, self.last_on) = (stage, on);
        Ok(self)
    }

    fn may_come_down(&self, on: Date) -> Result<Stage, Hindrance> {
        let published_on = self.published_on.ok_or(Hindrance::NotFromHere)?;
        match may_take_down(published_on, self.posted_on, on) {
            Ok(()) => Ok(Stage::TakenDown),
            Err((DisplayFault::BoardMissing, _)) => Err(Hindrance::NotOnTheBoard),
            Err((DisplayFault::TooShort, _)) => Err(Hindrance::DisplayTooShort),
        }
    }
}

/// Whether a period may be sent for review on a day: books only when they are complete.
pub fn period_over(period: Period, told: Told, on: Date) -> Result<(), Hindrance> {
    if on >= period.opens_on(told) { Ok(()) } else { Err(Hindrance::PeriodRuns) }
}

/// Whether a step is worth nothing without a written reason.
pub const fn reason_required(step: Step) -> bool {
    matches!(step, Step::Return)
}

/// A step that needs a reason has one.
pub fn reason_given(step: Step, reason: &str) -> Result<(), Hindrance> {
    if reason_required(step) && reason.trim().is_empty() {
        Err(Hindrance::ReasonMissing)
    } else {
        Ok(())
    }
}

/// For which side somebody sits in the joint meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// For the villagers' committee.
    Committee,
    /// For the Party organisation.
    Party,
    /// For both: one person may hold both posts.
    Both,
}

/// Whether a joint meeting was one. Cites [`PROCEDURE`].
pub fn joint_meeting(present: &[Seat]) -> Result<(), Hindrance> {
    let has = |seat| present.contains(&seat) || present.contains(&Seat::Both);
    match (has(Seat::Committee), has(Seat::Party)) {
        (false, _) => Err(Hindrance::CommitteeAbsent),
        (true, false) => Err(Hindrance::PartyAbsent),
        (true, true) => Ok(()),
    }
}

#[cfg(test)]
#[path = "review_tests.rs"]
mod tests;
