//! How long records have to be kept, and until when they are.

use crate::parameters::{self, Answer, Setting};
use crate::{Cite, Date, cite};

/// 《个人信息保护法》第五十六条第二款: the report of an impact assessment is kept three years.
pub const ASSESSMENTS_KEPT: Cite = cite("personal-information-protection-law", 56, 2);
/// The number in [`ASSESSMENTS_KEPT`].
pub const ASSESSMENT_YEARS: i64 = 3;
/// 《网络安全法》第二十三条第（三）项, numbered so since 2026.
pub const LOGS_KEPT: Cite = cite("cybersecurity-law", 23, 0).item(3);
/// The same rule as the law of 2016 numbered it.
pub const LOGS_KEPT_2016: Cite = cite("cybersecurity-law-2016", 21, 0).item(3);
/// The number in both; the shortest time.
pub const LOG_MONTHS: i64 = 6;
/// The day from which the law counts its articles anew.
const RENUMBERED_FROM: Date = jiff::civil::date(2026, 1, 1);

/// The name of the number of days in which a request is answered.
pub const REPLY_DAYS: &str = "privacy.reply.days";

/// The article about network logs, as it is numbered on a day.
pub fn logs_kept(on: Date) -> Cite {
    if on < RENUMBERED_FROM { LOGS_KEPT_2016 } else { LOGS_KEPT }
}

/// Whether the report of an assessment may be erased on a day. Cites [`ASSESSMENTS_KEPT`].
pub fn assessment_may_go(dated: Date, on: Date) -> bool {
    on > dated.saturating_add(jiff::Span::new().years(ASSESSMENT_YEARS))
}

/// Whether a network log of one day may be erased on another. Cites [`LOGS_KEPT`].
pub fn log_may_go(noted_on: Date, on: Date) -> bool {
    on > noted_on.saturating_add(jiff::Span::new().months(LOG_MONTHS))
}

/// The last day on which a record of `noted_on` is kept, by the parameter of its kind.
///
/// The unit of the parameter is `days`, `months` or `years`. A kind without a confirmed number is
/// kept: nothing is erased by a guess.
pub fn kept_until<'a>(
    kind: &'a str,
    noted_on: Date,
    on: Date,
    local: &'a [Setting],
) -> Answer<'a, Date> {
    match span(kind, on, local) {
        Answer::Known { value, source, in_force_from } => {
            Answer::Known { value: noted_on.saturating_add(value), source, in_force_from }
        }
        Answer::NeedsConfirmation { .. } => Answer::NeedsConfirmation { parameter: kind },
    }
}

/// The first day of which records of a kind are still kept on a day; what is older may be erased.
pub fn kept_from<'a>(kind: &'a str, on: Date, local: &'a [Setting]) -> Answer<'a, Date> {
    match span(kind, on, local) {
        Answer::Known { value, source, in_force_from } => {
            Answer::Known { value: on.saturating_sub(value), source, in_force_from }
        }
        Answer::NeedsConfirmation { .. } => Answer::NeedsConfirmation { parameter: kind },
    }
}

fn span<'a>(kind: &'a str, on: Date, local: &'a [Setting]) -> Answer<'a, jiff::Span> {
    let unknown = Answer::NeedsConfirmation { parameter: kind };
    let Answer::Known { value, source, in_force_from } = parameters::lookup(kind, on, local) else {
        return unknown;
    };
    let number = i64::from(value);
    let value = match parameters::unit(kind, on) {
        Some("years") => jiff::Span::new().years(number),
        Some("months") => jiff::Span::new().months(number),
        Some("days") => jiff::Span::new().days(number),
        _ => return unknown,
    };
    Answer::Known { value, source, in_force_from }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_assessment_is_kept_three_years() {
        for (case, dated, asked, finding) in [
            ("TV-192", date(2023, 11, 20), date(2026, 11, 21), true),
            ("TV-192, last day", date(2023, 11, 20), date(2026, 11, 20), false),
            ("the day after", date(2023, 11, 20), date(2023, 11, 21), false),
            ("leap day", date(2024, 2, 29), date(2027, 2, 28), false),
            ("after a leap day", date(2024, 2, 29), date(2027, 3, 1), true),
        ] {
            assert_eq!(assessment_may_go(dated, asked), finding, "{case}");
        }
    }

    #[test]
    fn a_log_is_kept_six_months() {
        for (case, noted, asked, finding) in [
            ("TV-193", date(2026, 5, 24), date(2026, 11, 22), false),
            ("six months", date(2026, 5, 24), date(2026, 11, 24), false),
            ("a day more", date(2026, 5, 24), date(2026, 11, 25), true),
            ("a short month", date(2026, 8, 31), date(2027, 2, 28), false),
            ("after a short month", date(2026, 8, 31), date(2027, 3, 1), true),
        ] {
            assert_eq!(log_may_go(noted, asked), finding, "{case}");
        }
        assert_eq!(logs_kept(date(2025, 12, 31)).article, 21);
        assert_eq!(logs_kept(date(2026, 1, 1)).article, 23);
    }

    #[test]
    fn what_nobody_confirmed_is_kept() {
        let (noted, on) = (date(2026, 1, 31), date(2026, 11, 23));
        for (kind, last) in [
            ("retention.sessions", Some(date(2026, 7, 31))),
            ("retention.looks", Some(date(2029, 1, 31))),
            ("retention.cases", None),
            ("retention.unheard_of", None),
            ("window.decision.days", None),
        ] {
            let found = match kept_until(kind, noted, on, &[]) {
                Answer::Known { value, .. } => Some(value),
                Answer::NeedsConfirmation { parameter } => {
                    assert_eq!(parameter, kind);
                    None
                }
            };
            assert_eq!(found, last, "{kind}");
        }
    }

    #[test]
    fn nothing_older_than_the_first_kept_day_is_kept_by_law() {
        let mut on = date(2026, 1, 1);
        for _ in 0..800 {
            let Answer::Known { value: first, .. } = kept_from("retention.sessions", on, &[])
            else {
                panic!("six months are the law's");
            };
            let before = first.yesterday().unwrap();
            assert!(log_may_go(before, on), "{before} on {on}");
            on = on.tomorrow().unwrap();
        }
        let cases = kept_from("retention.cases", on, &[]);
        assert_eq!(cases, Answer::NeedsConfirmation { parameter: "retention.cases" });
    }
}
