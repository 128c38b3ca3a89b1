//! Who is of age.

use crate::{Cite, Date, cite};

/// 《民法典》第十七条: a natural person of eighteen years or more is an adult.
pub const OF_AGE: Cite = cite("civil-code", 17, 0);
/// The number in [`OF_AGE`]; the birthday itself counts, because 以上 holds the number.
pub const OF_AGE_YEARS: i64 = 18;

/// Whether a person born on a day is an adult on another. Cites [`OF_AGE`].
pub fn of_age(born_on: Date, on: Date) -> bool {
    born_on.saturating_add(jiff::Span::new().years(OF_AGE_YEARS)) <= on
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn by_article_17() {
        for (born, on, finding) in [
            (date(2008, 11, 23), date(2026, 11, 22), false),
            (date(2008, 11, 23), date(2026, 11, 23), true),
            (date(2008, 11, 24), date(2026, 11, 23), false),
            (date(2008, 2, 29), date(2026, 2, 27), false),
            (date(2008, 2, 29), date(2026, 2, 28), true),
            (date(1950, 1, 1), date(2026, 11, 23), true),
        ] {
            assert_eq!(of_age(born, on), finding, "{born} on {on}");
        }
    }
}
