//! Why an act is refused.

use super::{Act, State};
use crate::{Cite, cite, window::ONE_TIME_NOTICE};

/// 《行政许可法》第三十二条第一款第（一）项: no licence needed, say so at once.
pub const NOT_APPLICABLE: Cite = cite("administrative-licensing-law", 32, 1).item(1);
/// 《行政许可法》第三十二条第一款第（二）项: not our power, refuse at once and name who has it.
pub const NOT_OUR_POWER: Cite = cite("administrative-licensing-law", 32, 1).item(2);
/// 《行政许可法》第三十八条第二款: a denial gives its reason and tells the remedies.
pub const DENIAL: Cite = cite("administrative-licensing-law", 38, 2);

/// What stands in the way of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The act does not belong to where the case is.
    NotFromHere {
        /// Where it is.
        state: State,
        /// What was tried.
        act: Act,
    },
    /// Everything that is missing is told once.
    SecondNotice,
    /// Somebody must have written an opinion before.
    OpinionFirst,
    /// The special procedure has to end before the decision.
    ResumeFirst,
    /// A special procedure is running already.
    AlreadySuspended,
    /// No special procedure is running.
    NotSuspended,
    /// The result was delivered before.
    AlreadyDelivered,
    /// The applicant rated before.
    AlreadyRated,
    /// An event is dated before the one it follows.
    OutOfOrder,
    /// Who approves had a hand in the case before.
    SameEyes,
    /// The act needs a reason.
    ReasonMissing {
        /// What was tried.
        act: Act,
    },
    /// The refusal does not name the organ that has the power.
    RightOrganMissing,
}

impl Obstacle {
    /// The stable word for refusals and statistics.
    pub const fn key(self) -> &'static str {
        match self {
            Obstacle::NotFromHere { .. } => "not_from_here",
            Obstacle::SecondNotice => "second_notice",
            Obstacle::OpinionFirst => "opinion_first",
            Obstacle::ResumeFirst => "resume_first",
            Obstacle::AlreadySuspended => "already_suspended",
            Obstacle::NotSuspended => "not_suspended",
            Obstacle::AlreadyDelivered => "already_delivered",
            Obstacle::AlreadyRated => "already_rated",
            Obstacle::OutOfOrder => "out_of_order",
            Obstacle::SameEyes => "same_eyes",
            Obstacle::ReasonMissing { .. } => "reason_missing",
            Obstacle::RightOrganMissing => "right_organ_missing",
        }
    }

    /// What the person reads.
    pub const fn sentence(self) -> &'static str {
        match self {
            Obstacle::NotFromHere { .. } => "办件现在的状态不能这样办，请刷新页面看看最新情况",
            Obstacle::SecondNotice => "已经一次性告知过，不能再要别的材料",
            Obstacle::OpinionFirst => "还没有人写意见，不能审核、批准或者作决定",
            Obstacle::ResumeFirst => "特别程序还没有结束，不能作决定",
            Obstacle::AlreadySuspended => "已经在特别程序中",
            Obstacle::NotSuspended => "现在没有特别程序",
            Obstacle::AlreadyDelivered => "已经送达过",
            Obstacle::AlreadyRated => "这个办件已经评价过",
            Obstacle::OutOfOrder => "日期早于上一步的日期，请核对",
            Obstacle::SameEyes => "批准人不能是经手过这个办件的人，请交给别人批准",
            Obstacle::ReasonMissing { .. } => "请写明理由",
            Obstacle::RightOrganMissing => "请写明应当向哪个机关申请",
        }
    }

    /// The article behind it, where it is the law that stands in the way.
    pub const fn cite(self) -> Option<Cite> {
        match self {
            Obstacle::SecondNotice => Some(ONE_TIME_NOTICE),
            Obstacle::RightOrganMissing => Some(NOT_OUR_POWER),
            Obstacle::ReasonMissing { act: Act::Deny } => Some(DENIAL),
            _ => None,
        }
    }
}

/// Four eyes: who approves has not received, investigated or reviewed the case. The house's own
/// rule; no article asks for it in every case.
pub fn four_eyes<Person: PartialEq>(approver: &Person, earlier: &[Person]) -> Result<(), Obstacle> {
    if earlier.contains(approver) { Err(Obstacle::SameEyes) } else { Ok(()) }
}

/// Whether the act is worth nothing without a written reason. The one-time notice has its list
/// instead.
pub const fn reason_required(act: Act) -> bool {
    matches!(
        act,
        Act::ReturnAtPrecheck
            | Act::FindNotApplicable
            | Act::RefuseAcceptance
            | Act::Suspend
            | Act::Deny
            | Act::DeclineWithdrawal
    )
}

/// An act that needs a reason has one. Cites [`DENIAL`] for a denial.
pub fn reason_given(act: Act, reason: &str) -> Result<(), Obstacle> {
    if reason_required(act) && reason.trim().is_empty() {
        Err(Obstacle::ReasonMissing { act })
    } else {
        Ok(())
    }
}

/// A refusal to accept gives its reason and names the right organ. Cites [`NOT_OUR_POWER`].
pub fn refusal_complete(reason: &str, right_organ: &str) -> Result<(), Obstacle> {
    if right_organ.trim().is_empty() {
        return Err(Obstacle::RightOrganMissing);
    }
    reason_given(Act::RefuseAcceptance, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_approver_is_somebody_else() {
        assert_eq!(four_eyes(&"王", &["李", "张"]), Ok(()));
        assert_eq!(four_eyes(&"王", &["李", "王"]), Err(Obstacle::SameEyes));
        assert_eq!(four_eyes(&"王", &[]), Ok(()));
    }

    #[test]
    fn a_refusal_says_why_and_where_to() {
        for (reason, organ, finding) in [
            ("不属于本镇职权", "县自然资源局", Ok(())),
            ("不属于本镇职权", " ", Err(Obstacle::RightOrganMissing)),
            ("", "县自然资源局", Err(Obstacle::ReasonMissing { act: Act::RefuseAcceptance })),
            ("", "", Err(Obstacle::RightOrganMissing)),
        ] {
            assert_eq!(refusal_complete(reason, organ), finding);
        }
        for (act, reason, finding) in [
            (Act::Deny, " ", Err(Obstacle::ReasonMissing { act: Act::Deny })),
            (Act::Deny, "不符合第三项条件", Ok(())),
            (Act::Grant, "", Ok(())),
        ] {
            assert_eq!(reason_given(act, reason), finding);
        }
        let missing = Obstacle::ReasonMissing { act: Act::Deny };
        assert_eq!(missing.cite(), Some(DENIAL));
    }
}
