//! The words of the machine: where a case is, and what may be done to it.

/// Where a case 办件 is. Side facts (suspended, delivered, rated) are in `Standing`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Being filled in; nobody but its author sees it.
    #[default]
    Draft,
    /// Arrived online or from a station, waiting for the precheck.
    Submitted,
    /// Sent back at the precheck; may be submitted again under the same number.
    PrecheckReturned,
    /// The materials are in the window's hands and the receipt is printed.
    Received,
    /// The one-time notice is given and the applicant gathers what is missing.
    AwaitingCorrection,
    /// Accepted 受理, by the window or by force of law.
    Accepted,
    /// The matter needs no such application at all.
    NotApplicable,
    /// Not within this organ's power.
    AcceptanceRefused,
    /// The deciding organ is at work.
    InProcess,
    /// The applicant asked to withdraw and the handler has not answered yet.
    WithdrawalAsked,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// Decided: granted.
    Granted,
    /// Decided: not granted.
    Denied,
}

/// Whose turn it is while a case is in process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// 承办.
    Investigation,
    /// 审核.
    Review,
    /// 批准.
    Approval,
}

/// What somebody, or the law itself, does to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// The applicant, or a clerk for him, sends the application.
    Submit,
    /// The window sends it back before taking the materials.
    ReturnAtPrecheck,
    /// The window takes the materials: the five days begin.
    Receive,
    /// The window tells, once and completely, what is missing.
    GiveNotice,
    /// The window takes what was missing.
    TakeMaterials,
    /// The window accepts.
    Accept,
    /// Nobody answered in time; recorded by the program.
    DeemAccepted,
    /// The window says that no application is needed.
    FindNotApplicable,
    /// The window refuses and names the right organ.
    RefuseAcceptance,
    /// The case moves to another organ or level.
    HandOver,
    /// An opinion 意见 is written at a stage.
    Opine(Stage),
    /// A special procedure begins and stops the clocks.
    Suspend,
    /// The special procedure is over.
    Resume,
    /// The decision: granted.
    Grant,
    /// The decision: not granted.
    Deny,
    /// The applicant asks to withdraw.
    AskWithdrawal,
    /// The handler declines, because something irreversible was done.
    DeclineWithdrawal,
    /// The handler confirms the withdrawal.
    ConfirmWithdrawal,
    /// The result reaches the applicant.
    Deliver,
    /// The applicant rates the service.
    Rate,
}

impl State {
    /// All states, in the order of a case's life.
    pub const ALL: [State; 13] = [
        State::Draft,
        State::Submitted,
        State::PrecheckReturned,
        State::Received,
        State::AwaitingCorrection,
        State::Accepted,
        State::NotApplicable,
        State::AcceptanceRefused,
        State::InProcess,
        State::WithdrawalAsked,
        State::Withdrawn,
        State::Granted,
        State::Denied,
    ];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::PrecheckReturned => "precheck_returned",
            State::Received => "received",
            State::AwaitingCorrection => "awaiting_correction",
            State::Accepted => "accepted",
            State::NotApplicable => "not_applicable",
            State::AcceptanceRefused => "acceptance_refused",
            State::InProcess => "in_process",
            State::WithdrawalAsked => "withdrawal_asked",
            State::Withdrawn => "withdrawn",
            State::Granted => "granted",
            State::Denied => "denied",
        }
    }

    /// Reads back what [`State::key`] wrote.
    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.key() == key)
    }

    /// What staff see.
    pub const fn label(self) -> &'static str {
        match self {
            State::Draft => "草稿",
            State::Submitted => "待预审",
            State::PrecheckReturned => "预审退回",
            State::Received => "已收件",
            State::AwaitingCorrection => "待补正",
            State::Accepted => "已受理",
            State::NotApplicable => "不需要受理",
            State::AcceptanceRefused => "不予受理",
            State::InProcess => "办理中",
            State::WithdrawalAsked => "撤件待确认",
            State::Withdrawn => "已撤件",
            State::Granted => "准予",
            State::Denied => "不予",
        }
    }

    /// The code of the provincial exchange (1 to 16), where it has one. A withdrawal before
    /// acceptance has another code, which [`super::Standing::export_code`] knows.
    pub const fn export_code(self) -> Option<u8> {
        match self {
            State::Draft | State::Submitted | State::PrecheckReturned => None,
            State::Received => Some(1),
            State::Accepted => Some(3),
            State::NotApplicable => Some(4),
            State::AcceptanceRefused => Some(5),
            State::AwaitingCorrection => Some(6),
            State::InProcess => Some(8),
            State::Granted => Some(11),
            State::Denied => Some(13),
            State::Withdrawn => Some(14),
            State::WithdrawalAsked => Some(16),
        }
    }

    /// Whether the case has ended: nothing is left but delivery and rating.
    pub const fn ended(self) -> bool {
        matches!(
            self,
            State::NotApplicable
                | State::AcceptanceRefused
                | State::Withdrawn
                | State::Granted
                | State::Denied
        )
    }
}

impl Stage {
    /// The three stages in their order.
    pub const ALL: [Stage; 3] = [Stage::Investigation, Stage::Review, Stage::Approval];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Stage::Investigation => "investigation",
            Stage::Review => "review",
            Stage::Approval => "approval",
        }
    }

    /// Reads back what [`Stage::key`] wrote.
    pub fn from_key(key: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// What staff see.
    pub const fn label(self) -> &'static str {
        match self {
            Stage::Investigation => "承办",
            Stage::Review => "审核",
            Stage::Approval => "批准",
        }
    }

    /// Who comes after this stage's opinion.
    pub const fn following(self) -> Stage {
        match self {
            Stage::Investigation => Stage::Review,
            Stage::Review | Stage::Approval => Stage::Approval,
        }
    }
}

impl Act {
    /// All acts, each stage's opinion being one.
    pub const ALL: [Act; 22] = [
        Act::Submit,
        Act::ReturnAtPrecheck,
        Act::Receive,
        Act::GiveNotice,
        Act::TakeMaterials,
        Act::Accept,
        Act::DeemAccepted,
        Act::FindNotApplicable,
        Act::RefuseAcceptance,
        Act::HandOver,
        Act::Opine(Stage::Investigation),
        Act::Opine(Stage::Review),
        Act::Opine(Stage::Approval),
        Act::Suspend,
        Act::Resume,
        Act::Grant,
        Act::Deny,
        Act::AskWithdrawal,
        Act::DeclineWithdrawal,
        Act::ConfirmWithdrawal,
        Act::Deliver,
        Act::Rate,
    ];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Act::Submit => "submit",
            Act::ReturnAtPrecheck => "return_at_precheck",
            Act::Receive => "receive",
            Act::GiveNotice => "give_notice",
            Act::TakeMaterials => "take_materials",
            Act::Accept => "accept",
            Act::DeemAccepted => "deem_accepted",
            Act::FindNotApplicable => "find_not_applicable",
            Act::RefuseAcceptance => "refuse_acceptance",
            Act::HandOver => "hand_over",
            Act::Opine(Stage::Investigation) => "opine_investigation",
            Act::Opine(Stage::Review) => "opine_review",
            Act::Opine(Stage::Approval) => "opine_approval",
            Act::Suspend => "suspend",
            Act::Resume => "resume",
            Act::Grant => "grant",
            Act::Deny => "deny",
            Act::AskWithdrawal => "ask_withdrawal",
            Act::DeclineWithdrawal => "decline_withdrawal",
            Act::ConfirmWithdrawal => "confirm_withdrawal",
            Act::Deliver => "deliver",
            Act::Rate => "rate",
        }
    }

    /// Reads back what [`Act::key`] wrote.
    pub fn from_key(key: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.key() == key)
    }

    /// What the timeline shows.
    pub const fn label(self) -> &'static str {
        match self {
            Act::Submit => "提交申请",
            Act::ReturnAtPrecheck => "预审退回",
            Act::Receive => "收件",
            Act::GiveNotice => "一次性告知",
            Act::TakeMaterials => "收到补正材料",
            Act::Accept => "受理",
            Act::DeemAccepted => "视为受理",
            Act::FindNotApplicable => "告知不需要受理",
            Act::RefuseAcceptance => "不予受理",
            Act::HandOver => "移交",
            Act::Opine(Stage::Investigation) => "承办意见",
            Act::Opine(Stage::Review) => "审核意见",
            Act::Opine(Stage::Approval) => "批准意见",
            Act::Suspend => "进入特别程序",
            Act::Resume => "特别程序结束",
            Act::Grant => "决定准予",
            Act::Deny => "决定不予",
            Act::AskWithdrawal => "申请撤件",
            Act::DeclineWithdrawal => "不同意撤件",
            Act::ConfirmWithdrawal => "同意撤件",
            Act::Deliver => "送达",
            Act::Rate => "评价",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_back_and_labels_differ() {
        for state in State::ALL {
            assert_eq!(State::from_key(state.key()), Some(state));
        }
        for act in Act::ALL {
            assert_eq!(Act::from_key(act.key()), Some(act));
        }
        for stage in Stage::ALL {
            assert_eq!(Stage::from_key(stage.key()), Some(stage));
        }
        let labels: std::collections::BTreeSet<_> = State::ALL.map(State::label).into();
        assert_eq!(labels.len(), State::ALL.len());
        assert_eq!(State::from_key("approved"), None);
    }
}
