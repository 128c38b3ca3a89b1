//! What the supervision committee finds 监督发现, and how a finding is closed. Its composition is in
//! `law::village`.

use super::SUPERVISION_FIELDS;
use crate::calendar::calendar_days_between;
use crate::{Cite, Date};

/// What a supervision committee watches over. Cites [`SUPERVISION_FIELDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Decisions and publicity.
    Decisions,
    /// The village's property.
    Property,
    /// Works projects.
    Works,
    /// Policies for farmers.
    Policies,
    /// Customs and culture.
    Culture,
    /// What else the village's meetings ask for.
    Other,
}

impl Field {
    /// The article.
    pub const CITE: Cite = SUPERVISION_FIELDS;
    /// All six.
    pub const ALL: [Self; 6] =
        [Self::Decisions, Self::Property, Self::Works, Self::Policies, Self::Culture, Self::Other];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Decisions => "decisions",
            Self::Property => "property",
            Self::Works => "works",
            Self::Policies => "policies",
            Self::Culture => "culture",
            Self::Other => "other",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Decisions => "村务决策和公开",
            Self::Property => "村级财产管理",
            Self::Works => "村工程项目建设",
            Self::Policies => "惠农政策措施落实",
            Self::Culture => "农村精神文明建设",
            Self::Other => "其他应当监督的事项",
        }
    }
}

/// Where a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FindingState {
    /// Somebody has to put it right.
    Open,
    /// Its owner says that it is put right.
    Reported,
    /// Somebody else has looked and found it so.
    Closed,
}

/// What is done with a finding after it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingStep {
    /// Its owner reports what was done.
    Report,
    /// Who looked found it not put right.
    Reject,
    /// Who looked found it put right.
    Verify,
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingBar {
    /// Its owner has reported nothing yet.
    NotReported,
    /// It waits to be looked at.
    AlreadyReported,
    /// It is closed.
    Closed,
    /// Its owner would look at the own work.
    OwnerVerifies,
    /// A finding is closed on evidence.
    EvidenceMissing,
}

impl FindingState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Reported, Self::Closed];

    /// The stable word, also for the class on a page.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reported => "reported",
            Self::Closed => "closed",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "等待整改",
            Self::Reported => "已报整改，等待核实",
            Self::Closed => "已核实销号",
        }
    }
}

impl FindingStep {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Report, Self::Reject, Self::Verify];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Reject => "reject",
            Self::Verify => "verify",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Report => "报整改情况",
            Self::Reject => "核实没有改好",
            Self::Verify => "核实改好，销号",
        }
    }
}

impl FindingBar {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::NotReported,
        Self::AlreadyReported,
        Self::Closed,
        Self::OwnerVerifies,
        Self::EvidenceMissing,
    ];

    /// The stable word for refusals.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotReported => "not_reported",
            Self::AlreadyReported => "already_reported",
            Self::Closed => "closed",
            Self::OwnerVerifies => "owner_verifies",
            Self::EvidenceMissing => "evidence_missing",
        }
    }

    /// What the person reads.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotReported => "责任人还没有报整改情况，不能核实",
            Self::AlreadyReported => "整改情况已经报过，正在等待核实",
            Self::Closed => "这个问题已经核实销号",
            Self::OwnerVerifies => "整改的责任人不能自己核实，请由别人核实",
            Self::EvidenceMissing => "请附上照片、单据或者写明怎么核实的",
        }
    }
}

/// Where a step leads. Four eyes, the house's own rule: who has to put it right does not say that
/// it is right, and it is closed only on evidence. What breaks the law is reported besides, by
/// [`super::REPORT`].
pub fn finding_after<Person: PartialEq>(
    state: FindingState,
    step: FindingStep,
    owner: &Person,
    by: &Person,
    evidence: bool,
) -> Result<FindingState, FindingBar> {
    match (state, step) {
        (FindingState::Closed, _) => Err(FindingBar::Closed),
        (FindingState::Reported, FindingStep::Report) => Err(FindingBar::AlreadyReported),
        (FindingState::Open, FindingStep::Report) => Ok(FindingState::Reported),
        (FindingState::Open, FindingStep::Reject | FindingStep::Verify) => {
            Err(FindingBar::NotReported)
        }
        (FindingState::Reported, _) if owner == by => Err(FindingBar::OwnerVerifies),
        (FindingState::Reported, FindingStep::Reject) => Ok(FindingState::Open),
        (FindingState::Reported, FindingStep::Verify) if !evidence => {
            Err(FindingBar::EvidenceMissing)
        }
        (FindingState::Reported, FindingStep::Verify) => Ok(FindingState::Closed),
    }
}

/// How many days after its last day a finding was closed, or is open; zero in time.
pub fn days_late(due_on: Date, closed_on: Option<Date>, today: Date) -> i64 {
    calendar_days_between(due_on, closed_on.unwrap_or(today)).max(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn who_has_to_mend_it_does_not_close_it() {
        use FindingBar as Bar;
        use FindingState::{Closed, Open, Reported};
        use FindingStep::{Reject, Report, Verify};
        for (case, state, step, by, evidence, expected) in [
            ("the owner reports", Open, Report, "主任", false, Ok(Reported)),
            ("twice", Reported, Report, "主任", false, Err(Bar::AlreadyReported)),
            ("nothing to verify", Open, Verify, "监督", true, Err(Bar::NotReported)),
            ("nothing to reject", Open, Reject, "监督", true, Err(Bar::NotReported)),
            ("the own work", Reported, Verify, "主任", true, Err(Bar::OwnerVerifies)),
            ("without evidence", Reported, Verify, "监督", false, Err(Bar::EvidenceMissing)),
            ("not put right", Reported, Reject, "监督", false, Ok(Open)),
            ("put right", Reported, Verify, "监督", true, Ok(Closed)),
            ("closed", Closed, Report, "主任", true, Err(Bar::Closed)),
            ("closed", Closed, Verify, "监督", true, Err(Bar::Closed)),
        ] {
            assert_eq!(finding_after(state, step, &"主任", &by, evidence), expected, "{case}");
        }
    }

    #[test]
    fn late_is_counted_from_the_last_day() {
        let (due, day) = (date(2026, 11, 20), |day| date(2026, 11, day));
        for (closed_on, today, late) in [
            (None, day(20), 0),
            (None, day(23), 3),
            (Some(day(19)), day(30), 0),
            (Some(day(22)), day(30), 2),
        ] {
            assert_eq!(days_late(due, closed_on, today), late);
        }
    }

    #[test]
    fn six_fields_are_read_back() {
        assert!(Field::ALL.iter().all(|field| Field::from_key(field.key()) == Some(*field)));
        assert_eq!(Field::from_key("weather"), None);
        let step = |step: FindingStep| FindingStep::from_key(step.key()) == Some(step);
        assert!(FindingStep::ALL.into_iter().all(step));
        let state = |state: FindingState| FindingState::from_key(state.key()) == Some(state);
        assert!(FindingState::ALL.into_iter().all(state));
    }
}
