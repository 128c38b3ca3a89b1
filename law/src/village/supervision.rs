//! What is asked of the supervision committee beyond the law. No law of the country fixes these
//! numbers; a province may, and the county confirms what holds there.

use crate::Date;
use crate::parameters::{self, Answer, Setting};

/// The least members of a supervision committee.
pub const SUPERVISION_LEAST: &str = "village.supervision.least";
/// The most members of one.
pub const SUPERVISION_MOST: &str = "village.supervision.most";
/// How many of them may keep the village's accounts or its cash.
pub const SUPERVISION_ACCOUNTANTS: &str = "village.supervision.accountants";

/// Something about a supervision committee that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Fewer members than the least.
    TooFew,
    /// More members than the most.
    TooMany,
    /// Who keeps the accounts would watch over them.
    KeepsAccounts,
}

impl Doubt {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::TooFew, Self::TooMany, Self::KeepsAccounts];

    /// The number that it is measured by.
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::TooFew => SUPERVISION_LEAST,
            Self::TooMany => SUPERVISION_MOST,
            Self::KeepsAccounts => SUPERVISION_ACCOUNTANTS,
        }
    }

    /// What it means, for a page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::TooFew => "村务监督委员会人数偏少",
            Self::TooMany => "村务监督委员会人数偏多",
            Self::KeepsAccounts => "村会计（报账员）、出纳在村务监督委员会",
        }
    }
}

/// What does not fit a supervision committee on a day, each with what is known of its number: where
/// nobody confirmed it the proposal is compared, and the answer says that it is only one.
pub fn doubts(
    members: u32,
    accountants: u32,
    on: Date,
    local: &[Setting],
) -> Vec<(Doubt, Answer<'_, u32>)> {
    let look = |doubt: Doubt| {
        let answer = parameters::lookup(doubt.parameter(), on, local);
        let number = match answer {
            Answer::Known { value, .. } => value,
            Answer::NeedsConfirmation { parameter } => parameters::proposal(parameter, on)?.value,
        };
        let doubted = match doubt {
            Doubt::TooFew => members > 0 && members < number,
            Doubt::TooMany => members > number,
            Doubt::KeepsAccounts => accountants > number,
        };
        doubted.then_some((doubt, answer))
    };
    Doubt::ALL.into_iter().filter_map(look).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn found(members: u32, accountants: u32, local: &[Setting]) -> Vec<(Doubt, bool)> {
        let doubts = doubts(members, accountants, date(2026, 11, 25), local);
        let known = |answer| matches!(answer, Answer::Known { .. });
        doubts.into_iter().map(|(doubt, answer)| (doubt, known(answer))).collect()
    }

    #[test]
    fn what_nobody_confirmed_is_a_doubt_and_no_rule() {
        use Doubt::{KeepsAccounts, TooFew, TooMany};
        for (members, accountants, doubts) in [
            (0, 0, vec![]),
            (2, 0, vec![TooFew]),
            (3, 0, vec![]),
            (5, 0, vec![]),
            (6, 0, vec![TooMany]),
            (4, 1, vec![KeepsAccounts]),
            (2, 1, vec![TooFew, KeepsAccounts]),
        ] {
            let unconfirmed: Vec<_> = doubts.into_iter().map(|doubt| (doubt, false)).collect();
            assert_eq!(found(members, accountants, &[]), unconfirmed, "{members} {accountants}");
        }
        assert_eq!(doubts(2, 1, date(2017, 1, 1), &[]), [], "before there was any guidance");
    }

    #[test]
    fn what_the_county_confirmed_is_known() {
        let day = date(2026, 1, 1);
        let local = [Setting {
            key: SUPERVISION_MOST.into(),
            value: 7,
            in_force_from: day,
            source: "省里的办法".into(),
            confirmed_by: "县民政局".into(),
            confirmed_on: day,
        }];
        assert_eq!(found(7, 0, &local), []);
        assert_eq!(found(8, 0, &local), [(Doubt::TooMany, true)]);
    }
}
