//! How many a villagers' committee has, and how long its term is.

use jiff::Span;

use super::LAW_OF_2025;
use crate::{Cite, Date, cite};

/// 《村民委员会组织法》第八条第一款: three to seven members, a woman among them.
pub const SIZE: Cite = cite("villagers-committees-organic-law", 8, 1);
/// 《村民委员会组织法（2018 年）》第六条: the same before 2026.
pub const SIZE_2018: Cite = cite("villagers-committees-organic-law-2018", 6, 0);
/// The smaller number in [`SIZE`].
pub const MEMBERS_MIN: usize = 3;
/// The larger number in [`SIZE`]. An odd number is not asked for.
pub const MEMBERS_MAX: usize = 7;
/// 《村民委员会组织法》第十四条: five years, and people may be elected again.
pub const TERM: Cite = cite("villagers-committees-organic-law", 14, 0);
/// 《村民委员会组织法（2018 年）》第十一条: the same before 2026.
pub const TERM_2018: Cite = cite("villagers-committees-organic-law-2018", 11, 0);
/// The number in [`TERM`].
pub const TERM_YEARS: i64 = 5;

/// What is wrong with the number of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Composition {
    /// Fewer than three.
    TooFew,
    /// More than seven.
    TooMany,
    /// No woman among them.
    NoWoman,
}

impl Composition {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::TooFew, Self::TooMany, Self::NoWoman];

    /// What it means, for a page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::TooFew => "村委会成员不到三人",
            Self::TooMany => "村委会成员超过七人",
            Self::NoWoman => "村委会成员中没有妇女",
        }
    }
}

/// All that is wrong with a committee on a day, with the article of that day.
pub fn composition(members: usize, women: usize, on: Date) -> (Vec<Composition>, Cite) {
    let found = [
        (members < MEMBERS_MIN, Composition::TooFew),
        (members > MEMBERS_MAX, Composition::TooMany),
        (members > 0 && women == 0, Composition::NoWoman),
    ];
    let wrong = found.into_iter().filter(|(wrong, _)| *wrong).map(|(_, what)| what).collect();
    (wrong, size_cite(on))
}

/// Whether a villagers' committee may have so many seats. Cites [`SIZE`].
pub fn seats_fit(seats: u32) -> bool {
    usize::try_from(seats).is_ok_and(|seats| (MEMBERS_MIN..=MEMBERS_MAX).contains(&seats))
}

/// The article about the number of members on a day.
pub fn size_cite(on: Date) -> Cite {
    if on >= LAW_OF_2025 { SIZE } else { SIZE_2018 }
}

/// The last day of the term of a committee or of its supervision that began on a day. Cites
/// [`TERM`]; months and years end on the day of the same number.
pub fn term_ends(began: Date) -> Date {
    began.saturating_add(Span::new().years(TERM_YEARS))
}

/// Whether somebody whose term runs until a day serves on another. When a term is over the work
/// goes on until somebody of the next one begins: an election that is late leaves nobody out of a
/// comparison.
pub fn serves(until: Option<Date>, followed_on: Option<Date>, on: Date) -> bool {
    until.is_none_or(|until| until >= on) || followed_on.is_none_or(|followed_on| followed_on > on)
}

/// The article about the term on a day.
pub fn term_cite(on: Date) -> Cite {
    if on >= LAW_OF_2025 { TERM } else { TERM_2018 }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn by_article_8_and_by_article_6_before() {
        use Composition::{NoWoman, TooFew, TooMany};
        for (members, women, wrong) in [
            (3, 1, vec![]),
            (7, 2, vec![]),
            (4, 1, vec![]),
            (2, 1, vec![TooFew]),
            (8, 1, vec![TooMany]),
            (5, 0, vec![NoWoman]),
            (0, 0, vec![TooFew]),
        ] {
            assert_eq!(composition(members, women, date(2026, 1, 1)), (wrong.clone(), SIZE));
            assert_eq!(composition(members, women, date(2025, 12, 31)), (wrong, SIZE_2018));
        }
    }

    #[test]
    fn a_term_is_five_years() {
        for (began, ends) in
            [(date(2021, 3, 20), date(2026, 3, 20)), (date(2024, 2, 29), date(2029, 2, 28))]
        {
            assert_eq!(term_ends(began), ends);
        }
        assert_eq!(term_cite(date(2025, 12, 31)), TERM_2018);
        assert_eq!(term_cite(date(2026, 1, 1)), TERM);
    }

    #[test]
    fn a_committee_has_three_to_seven_seats() {
        for (seats, fit) in [(0, false), (2, false), (3, true), (7, true), (8, false)] {
            assert_eq!(seats_fit(seats), fit, "{seats}");
        }
        assert_eq!(size_cite(date(2025, 12, 31)), SIZE_2018);
        assert_eq!(size_cite(date(2026, 1, 1)), SIZE);
    }

    #[test]
    fn who_ran_out_serves_until_somebody_follows() {
        let (until, on) = (date(2026, 3, 20), date(2026, 11, 25));
        for (until, followed, served) in [
            (None, None, true),
            (Some(on), None, true),
            (Some(until), None, true),
            (Some(until), Some(date(2026, 11, 26)), true),
            (Some(until), Some(on), false),
            (Some(until), Some(until), false),
        ] {
            assert_eq!(serves(until, followed, on), served, "{until:?} {followed:?}");
        }
    }
}
