//! What the public sees of a case, and how it rates the service.

use super::{Standing, State};
use crate::{Cite, cite};

/// 国办发〔2019〕51号: five levels, of which the last two are bad.
pub const RATING_LEVELS: Cite = cite("service-rating-opinions", 0, 0);

/// The six words of the public timeline. More words would mislead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PublicStatus {
    /// 已提交.
    Submitted,
    /// 待补材料: the applicant has to do something.
    MaterialsWanted,
    /// 办理中.
    InHand,
    /// 已办结: decided either way.
    Finished,
    /// 已送达.
    Delivered,
    /// 未能办理: ended without a decision, with the reason beside it.
    NotDone,
}

impl PublicStatus {
    /// All six, in the order of the timeline.
    pub const ALL: [PublicStatus; 6] = [
        PublicStatus::Submitted,
        PublicStatus::MaterialsWanted,
        PublicStatus::InHand,
        PublicStatus::Finished,
        PublicStatus::Delivered,
        PublicStatus::NotDone,
    ];

    /// The stable word for filters and addresses.
    pub const fn key(self) -> &'static str {
        match self {
            PublicStatus::Submitted => "submitted",
            PublicStatus::MaterialsWanted => "materials_wanted",
            PublicStatus::InHand => "in_hand",
            PublicStatus::Finished => "finished",
            PublicStatus::Delivered => "delivered",
            PublicStatus::NotDone => "not_done",
        }
    }

    /// The word itself.
    pub const fn label(self) -> &'static str {
        match self {
            PublicStatus::Submitted => "已提交",
            PublicStatus::MaterialsWanted => "待补材料",
            PublicStatus::InHand => "办理中",
            PublicStatus::Finished => "已办结",
            PublicStatus::Delivered => "已送达",
            PublicStatus::NotDone => "未能办理",
        }
    }
}

/// The public word for where a case stands. A draft is nobody's business yet: its author sees
/// [`State::label`], and this answers as if it had been submitted.
pub fn public_status(standing: &Standing) -> PublicStatus {
    let state = match standing.state {
        // A request to withdraw changes nothing until it is answered.
        State::WithdrawalAsked => standing.before_withdrawal.unwrap_or(State::InProcess),
        state => state,
    };
    match state {
        State::Draft | State::Submitted | State::Received => PublicStatus::Submitted,
        State::PrecheckReturned | State::AwaitingCorrection => PublicStatus::MaterialsWanted,
        State::Accepted | State::InProcess | State::WithdrawalAsked => PublicStatus::InHand,
        State::Granted | State::Denied if standing.delivered_on.is_some() => {
            PublicStatus::Delivered
        }
        State::Granted | State::Denied => PublicStatus::Finished,
        State::NotApplicable | State::AcceptanceRefused | State::Withdrawn => PublicStatus::NotDone,
    }
}

/// How satisfied the applicant is. Cites [`RATING_LEVELS`]. There is no default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rating {
    /// 非常不满意.
    VeryDissatisfied,
    /// 不满意.
    Dissatisfied,
    /// 基本满意.
    FairlySatisfied,
    /// 满意.
    Satisfied,
    /// 非常满意.
    VerySatisfied,
}

impl Rating {
    /// Best first, as the form offers them.
    pub const ALL: [Rating; 5] = [
        Rating::VerySatisfied,
        Rating::Satisfied,
        Rating::FairlySatisfied,
        Rating::Dissatisfied,
        Rating::VeryDissatisfied,
    ];

    /// From 5, the best, down to 1.
    pub const fn level(self) -> u8 {
        match self {
            Rating::VerySatisfied => 5,
            Rating::Satisfied => 4,
            Rating::FairlySatisfied => 3,
            Rating::Dissatisfied => 2,
            Rating::VeryDissatisfied => 1,
        }
    }

    /// Reads a level back.
    pub fn from_level(level: u8) -> Option<Rating> {
        Rating::ALL.into_iter().find(|rating| rating.level() == level)
    }

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Rating::VerySatisfied => "very_satisfied",
            Rating::Satisfied => "satisfied",
            Rating::FairlySatisfied => "fairly_satisfied",
            Rating::Dissatisfied => "dissatisfied",
            Rating::VeryDissatisfied => "very_dissatisfied",
        }
    }

    /// Reads back what [`Rating::key`] wrote.
    pub fn from_key(key: &str) -> Option<Rating> {
        Rating::ALL.into_iter().find(|rating| rating.key() == key)
    }

    /// What the form shows.
    pub const fn label(self) -> &'static str {
        match self {
            Rating::VerySatisfied => "非常满意",
            Rating::Satisfied => "满意",
            Rating::FairlySatisfied => "基本满意",
            Rating::Dissatisfied => "不满意",
            Rating::VeryDissatisfied => "非常不满意",
        }
    }

    /// Whether it must be called back and put right.
    pub const fn bad(self) -> bool {
        self.level() <= 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_two_levels_are_bad() {
        let bad: Vec<u8> =
            Rating::ALL.iter().filter(|rating| rating.bad()).map(|rating| rating.level()).collect();
        assert_eq!(bad, [2, 1]);
        for rating in Rating::ALL {
            assert_eq!(Rating::from_level(rating.level()), Some(rating));
            assert_eq!(Rating::from_key(rating.key()), Some(rating));
        }
        assert_eq!(Rating::from_level(0), None);
    }

    #[test]
    fn each_state_has_one_public_word() {
        use PublicStatus::*;
        for (state, status) in [
            (State::Submitted, Submitted),
            (State::PrecheckReturned, MaterialsWanted),
            (State::Received, Submitted),
            (State::AwaitingCorrection, MaterialsWanted),
            (State::Accepted, InHand),
            (State::InProcess, InHand),
            (State::NotApplicable, NotDone),
            (State::AcceptanceRefused, NotDone),
            (State::Withdrawn, NotDone),
            (State::Granted, Finished),
            (State::Denied, Finished),
        ] {
            let mut standing = Standing { state, ..Standing::default() };
            assert_eq!(public_status(&standing), status, "{state:?}");
            if state.ended() {
                continue;
            }
            standing.state = State::WithdrawalAsked;
            standing.before_withdrawal = Some(state);
            assert_eq!(public_status(&standing), status, "{state:?}, withdrawal asked");
        }
        let delivered = Standing {
            state: State::Denied,
            delivered_on: Some(jiff::civil::date(2026, 9, 30)),
            ..Standing::default()
        };
        assert_eq!(public_status(&delivered), Delivered);
    }
}
