//! How long a publication stays in the village's archive.

use crate::Date;
use crate::parameters::{Answer, Setting};
use crate::privacy;

/// The name of the number of years. The law asks for an archive and names no years: the county
/// does, with its archive office.
pub const ARCHIVE: &str = "sunshine.archive.years";

/// The last day until which what was filed on a day is kept. Cites [`super::ARCHIVES`]. As long as
/// nobody confirmed a number of years it is kept.
pub fn archived_until(filed_on: Date, on: Date, local: &[Setting]) -> Answer<'_, Date> {
    privacy::kept_until(ARCHIVE, filed_on, on, local)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_county_says_how_long() {
        let (filed, on) = (date(2024, 2, 29), date(2026, 11, 25));
        let unset = archived_until(filed, on, &[]);
        assert_eq!(unset, Answer::NeedsConfirmation { parameter: ARCHIVE });
        let from = date(2026, 1, 1);
        let local = [Setting {
            key: ARCHIVE.into(),
            value: 30,
            in_force_from: from,
            source: "县档案馆意见".into(),
            confirmed_by: "县档案馆".into(),
            confirmed_on: from,
        }];
        let value = date(2054, 2, 28);
        let known = Answer::Known { value, source: "县档案馆意见", in_force_from: from };
        assert_eq!(archived_until(filed, on, &local), known);
    }
}
