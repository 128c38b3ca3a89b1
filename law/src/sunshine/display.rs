//! How long a publication hangs, and where.

use jiff::Span;

use super::BOARD;
use crate::village::LAW_OF_2025;
use crate::{Cite, Date};

/// The number in [`BOARD`]: at least so many days.
pub const DISPLAY_DAYS: i64 = 15;

/// What is wrong with the display of a publication. Cites [`BOARD`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisplayFault {
    /// The fixed board is asked for; a page is an addition to it.
    BoardMissing,
    /// Fewer than fifteen days.
    TooShort,
}

impl DisplayFault {
    /// Both.
    pub const ALL: [Self; 2] = [Self::BoardMissing, Self::TooShort];

    /// The stable word.
    pub const fn key(self) -> &'static str {
        match self {
            Self::BoardMissing => "board_missing",
            Self::TooShort => "too_short",
        }
    }

    /// What to do, for a page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::BoardMissing => {
                "还没有上墙：村务公开栏必须有，网上公布不能代替。请张贴后拍照上传"
            }
            Self::TooShort => "公布的期限不得少于十五日，还没有满，请先不要撤下",
        }
    }
}

/// The last day on which a publication has to hang: the fifteenth after the later of page and
/// board, to its end, since the day itself does not count. None as long as nothing is on the board.
/// Before 2026 no law set a number of days, nor a board.
pub fn shown_until(published_on: Date, posted_on: Option<Date>) -> Option<Date> {
    if published_on < LAW_OF_2025 {
        return Some(published_on);
    }
    let from = posted_on?.max(published_on);
    Some(from.saturating_add(Span::new().days(DISPLAY_DAYS)))
}

/// Whether a publication may be taken down on a day. Cites [`BOARD`].
pub fn may_take_down(
    published_on: Date,
    posted_on: Option<Date>,
    on: Date,
) -> Result<(), (DisplayFault, Cite)> {
    match shown_until(published_on, posted_on) {
        _ if published_on < LAW_OF_2025 => Ok(()),
        None => Err((DisplayFault::BoardMissing, BOARD)),
        Some(until) if on <= until => Err((DisplayFault::TooShort, BOARD)),
        Some(_) => Ok(()),
    }
}

/// What is wrong on a day with how a publication hangs or hung. It is on the board on the day of
/// its publication, or it is not published as the law asks. Cites [`BOARD`].
pub fn display_fault(
    published_on: Date,
    posted_on: Option<Date>,
    taken_down_on: Option<Date>,
    today: Date,
) -> Option<(DisplayFault, Cite)> {
    if published_on > today || published_on < LAW_OF_2025 {
        return None;
    }
    match (posted_on.filter(|on| *on <= today), taken_down_on.filter(|on| *on <= today)) {
        (None, _) => Some((DisplayFault::BoardMissing, BOARD)),
        (posted_on, Some(on)) => may_take_down(published_on, posted_on, on).err(),
        (Some(_), None) => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn by_article_35_fifteen_days_on_the_board() {
        use DisplayFault::{BoardMissing, TooShort};
        let (first, december) = (Some(date(2026, 12, 1)), |day| date(2026, 12, day));
        for (case, published, posted, down, fault) in [
            ("TV-130", december(1), first, december(17), None),
            ("day 15 runs to its end", december(1), first, december(16), Some(TooShort)),
            ("TV-132", december(1), first, december(15), Some(TooShort)),
            ("TV-133", december(1), first, december(8), Some(TooShort)),
            ("TV-136", december(1), None, december(17), Some(BoardMissing)),
            ("the board came later", december(1), Some(december(4)), december(19), Some(TooShort)),
            ("from the board on", december(1), Some(december(4)), december(20), None),
            ("no days before 2026", date(2025, 12, 31), None, date(2026, 1, 1), None),
            ("from its first day", date(2026, 1, 1), None, date(2026, 3, 1), Some(BoardMissing)),
        ] {
            let expected = fault.map(|fault| (fault, BOARD));
            assert_eq!(may_take_down(published, posted, down).err(), expected, "{case}");
            let seen = display_fault(published, posted, Some(down), date(2027, 1, 1));
            assert_eq!(seen, expected, "{case}");
        }
    }

    #[test]
    fn what_is_only_on_the_page_is_not_on_the_board() {
        let (on, later) = (date(2026, 12, 1), date(2026, 12, 3));
        let missing = Some((DisplayFault::BoardMissing, BOARD));
        for (case, posted, taken_down, today, fault) in [
            ("TV-136", None, None, later, missing),
            ("not there yet that day", Some(later), None, on, missing),
            ("there", Some(later), None, later, None),
            ("not published yet", None, None, date(2026, 11, 30), None),
            ("taken down after today", Some(on), Some(date(2026, 12, 9)), later, None),
        ] {
            assert_eq!(display_fault(on, posted, taken_down, today), fault, "{case}");
        }
        assert_eq!(shown_until(on, None), None);
        assert_eq!(shown_until(on, Some(on)), Some(date(2026, 12, 16)));
    }

    #[test]
    fn the_parameter_says_the_same() {
        let days = crate::parameters::proposal("sunshine.display.days", date(2026, 1, 1));
        assert_eq!(days.map(|one| i64::from(one.value)), Some(DISPLAY_DAYS));
    }
}
