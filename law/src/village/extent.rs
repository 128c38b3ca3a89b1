//! What the founding, the abolition and another extent of a village need.

use super::LAW_OF_2025;
use crate::{Cite, Date, cite};

/// 《村民委员会组织法》第三条第二款: the township proposes, the villagers' assembly agrees, the
/// county approves.
pub const EXTENT: Cite = cite("villagers-committees-organic-law", 3, 2);
/// 《村民委员会组织法（2018 年）》第三条第二款: the same before 2026.
pub const EXTENT_2018: Cite = cite("villagers-committees-organic-law-2018", 3, 2);

/// Why a village keeps its extent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtentFault {
    /// Nobody says that the villagers' assembly agreed.
    NotAgreed,
    /// It agreed only after the change was in force.
    AgreedAfter,
}

impl ExtentFault {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::NotAgreed, Self::AgreedAfter];

    /// What to do, for a page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotAgreed => "请填村民会议讨论同意的日期。没有同意，不能设立、撤销村或者调整范围",
            Self::AgreedAfter => "村民会议要先讨论同意，县里才批准。请核对这两个日期",
        }
    }
}

/// A place that a decision founds, abolishes or gives another extent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A village, which governs itself under the law cited here.
    Village,
    /// A community of a town, a township, a group: another law, or none, asks about it.
    Other,
}

/// What stands against founding or abolishing places, or changing their extent, on a day on which
/// the approval of the county is in force.
pub fn extent(
    changed: &[Place],
    agreed_on: Option<Date>,
    in_force_on: Date,
) -> Option<(ExtentFault, Cite)> {
    let fault = match agreed_on {
        _ if !changed.contains(&Place::Village) => return None,
        None => ExtentFault::NotAgreed,
        Some(agreed_on) if agreed_on > in_force_on => ExtentFault::AgreedAfter,
        Some(_) => return None,
    };
    Some((fault, if in_force_on >= LAW_OF_2025 { EXTENT } else { EXTENT_2018 }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn by_article_3_the_assembly_agrees_before_the_county_approves() {
        use ExtentFault::{AgreedAfter, NotAgreed};
        use Place::{Other, Village};
        let (old, new) = (date(2025, 12, 31), date(2026, 1, 1));
        for (changed, agreed_on, in_force_on, expected) in [
            (vec![Village], None, new, Some((NotAgreed, EXTENT))),
            (vec![Village], None, old, Some((NotAgreed, EXTENT_2018))),
            (vec![Village], Some(new), old, Some((AgreedAfter, EXTENT_2018))),
            (vec![Village], Some(date(2026, 1, 2)), new, Some((AgreedAfter, EXTENT))),
            (vec![Village], Some(new), new, None),
            (vec![Village, Village], Some(old), new, None),
            (vec![Other, Village], None, new, Some((NotAgreed, EXTENT))),
            (vec![Other, Other], None, new, None),
            (vec![], None, new, None),
        ] {
            assert_eq!(
                extent(&changed, agreed_on, in_force_on),
                expected,
                "{changed:?} {agreed_on:?} {in_force_on}"
            );
        }
    }
}
