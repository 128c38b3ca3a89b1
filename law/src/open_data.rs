//! What of a count may be published: nothing so small that it points to a person.
//!
//! Every cell stands alone. No sums are published beside the cells, since a sum and all cells but
//! one give the last one away; and only months that are over, since a count that grows from day to
//! day tells what was added.

use crate::Date;
use crate::parameters::{self, Answer, Setting};

/// The parameter that says how small is too small.
const LEAST: &str = "open_data.cell.least";

/// The smallest count that is published on a day; `None` publishes nothing, until somebody set it.
pub fn least(on: Date, local: &[Setting]) -> Option<u32> {
    match parameters::lookup(LEAST, on, local) {
        Answer::Known { value, .. } => Some(value),
        Answer::NeedsConfirmation { .. } => None,
    }
}

/// A count as it is published: `None` where it is too small to tell.
pub fn published(count: i64, least: Option<u32>) -> Option<i64> {
    least.filter(|least| count >= i64::from(*least)).map(|_| count)
}

/// Whether a month is over on a day.
pub fn is_over(month_begins: Date, on: Date) -> bool {
    month_begins.last_of_month() < on
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_small_count_is_not_told_and_an_unset_threshold_tells_nothing() {
        let least = least(date(2026, 11, 23), &[]);
        assert_eq!(least, Some(5));
        for (count, told) in [(0, None), (1, None), (4, None), (5, Some(5)), (143, Some(143))] {
            assert_eq!(published(count, least), told, "{count}");
        }
        assert_eq!(published(143, None), None);
    }

    #[test]
    fn a_month_is_over_on_the_first_of_the_next() {
        let october = date(2026, 10, 1);
        assert!(!is_over(october, date(2026, 10, 31)));
        assert!(is_over(october, date(2026, 11, 1)));
    }
}
