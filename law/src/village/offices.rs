//! What keeps two offices of one village from two people, or from one.

use super::{Kin, LAW_OF_2025};
use crate::{Cite, Date, cite};

/// 《村民委员会组织法》第八条第二款: no near relatives within the committee, from 2026 on.
pub const RELATIVES_IN_COMMITTEE: Cite = cite("villagers-committees-organic-law", 8, 2);
/// 《村民委员会组织法》第三十七条: no committee member or near relative of one in the supervision.
pub const SUPERVISION: Cite = cite("villagers-committees-organic-law", 37, 0);
/// 《村民委员会组织法（2018 年）》第三十二条: the same before 2026.
pub const SUPERVISION_2018: Cite = cite("villagers-committees-organic-law-2018", 32, 0);

/// An office to which the law's bars apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Office {
    /// Director, deputy or member of the villagers' committee.
    Committee,
    /// Director or member of the supervision committee.
    Supervision,
}

/// How the holders of two offices of one village stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// They are one person.
    Same,
    /// They are near relatives.
    Near(Kin),
}

/// Why two offices do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// One person in the committee and in its supervision.
    BothOffices,
    /// Near relatives in the committee and in its supervision.
    RelativeSupervised,
    /// Near relatives in one committee.
    RelativesInCommittee,
}

impl Bar {
    /// All of them.
    pub const ALL: [Self; 3] =
        [Self::BothOffices, Self::RelativeSupervised, Self::RelativesInCommittee];

    /// What it means, for a page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::BothOffices => "村委会成员不能同时在村务监督委员会",
            Self::RelativeSupervised => "村委会成员的近亲属不能在村务监督委员会",
            Self::RelativesInCommittee => "村委会成员之间不能是近亲属",
        }
    }
}

/// Whether two offices of one village may be held by people who stand so to each other, by the law
/// of the day on which the later of the two terms began, with its article.
///
/// Near relatives in one committee are barred from 2026 on; a term that began before goes on.
pub fn bar(one: Office, other: Office, tie: Tie, began: Date) -> Option<(Bar, Cite)> {
    let new = began >= LAW_OF_2025;
    let supervision = if new { SUPERVISION } else { SUPERVISION_2018 };
    match (one == other, one, tie) {
        (false, _, Tie::Same) => Some((Bar::BothOffices, supervision)),
        (false, _, Tie::Near(_)) => Some((Bar::RelativeSupervised, supervision)),
        (true, Office::Committee, Tie::Near(_)) if new => {
            Some((Bar::RelativesInCommittee, RELATIVES_IN_COMMITTEE))
        }
        (true, ..) => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn by_articles_8_and_37_and_by_article_32_before() {
        use Office::{Committee, Supervision};
        let (old, new) = (date(2025, 12, 31), date(2026, 1, 1));
        let near = Tie::Near(Kin::Sibling);
        for (one, other, tie, began, finding) in [
            (Committee, Supervision, Tie::Same, old, Some((Bar::BothOffices, SUPERVISION_2018))),
            (Committee, Supervision, Tie::Same, new, Some((Bar::BothOffices, SUPERVISION))),
            (Supervision, Committee, near, old, Some((Bar::RelativeSupervised, SUPERVISION_2018))),
            (Supervision, Committee, near, new, Some((Bar::RelativeSupervised, SUPERVISION))),
            (Committee, Committee, near, old, None),
            (
                Committee,
                Committee,
                near,
                new,
                Some((Bar::RelativesInCommittee, RELATIVES_IN_COMMITTEE)),
            ),
            (Committee, Committee, Tie::Same, new, None),
            (Supervision, Supervision, near, new, None),
        ] {
            assert_eq!(bar(one, other, tie, began), finding, "{one:?} {other:?} {tie:?} {began}");
        }
    }
}
