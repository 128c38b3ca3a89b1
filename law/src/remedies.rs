//! What a person may do against a decision, and until when.

use crate::{Cite, Date, cite};

/// 《行政复议法》第二十条第一款: sixty days from the day one learned of the act.
pub const RECONSIDERATION: Cite = cite("administrative-reconsideration-law", 20, 1);
/// The number in [`RECONSIDERATION`]; calendar days.
pub const RECONSIDERATION_DAYS: i64 = 60;
/// 《行政诉讼法》第四十六条第一款: six months from the day one learned of the act.
pub const LITIGATION: Cite = cite("administrative-litigation-law", 46, 1);
/// The number in [`LITIGATION`].
pub const LITIGATION_MONTHS: i64 = 6;
/// 《民法典》第二百零二条: a month ends on the day of the same number, or on the month's last.
pub const MONTHS_END: Cite = cite("civil-code", 202, 0);

/// The last days on which one may surely ask. If a day falls on a rest day the law moves it on;
/// the notice names the earlier day, on which nobody is late, and which no calendar can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remedies {
    /// For administrative reconsideration 行政复议.
    pub reconsideration_until: Date,
    /// For a lawsuit 行政诉讼.
    pub litigation_until: Date,
}

/// The remedies of a person who was told on a day. Cites [`RECONSIDERATION`], [`LITIGATION`].
pub fn remedies(told_on: Date) -> Remedies {
    Remedies {
        reconsideration_until: told_on.saturating_add(jiff::Span::new().days(RECONSIDERATION_DAYS)),
        litigation_until: told_on.saturating_add(jiff::Span::new().months(LITIGATION_MONTHS)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn sixty_days_and_six_months() {
        for (told, reconsideration, litigation) in [
            (date(2026, 9, 30), date(2026, 11, 29), date(2027, 3, 30)),
            (date(2026, 8, 31), date(2026, 10, 30), date(2027, 2, 28)),
            (date(2027, 8, 31), date(2027, 10, 30), date(2028, 2, 29)),
        ] {
            let found = remedies(told);
            assert_eq!(found.reconsideration_until, reconsideration);
            assert_eq!(found.litigation_until, litigation);
        }
    }
}
