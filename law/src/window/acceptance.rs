//! Acceptance 受理, also when nobody answers.

use crate::{Calendar, Cite, Date, YearMissing, cite};

/// 《行政许可法》第三十二条第一款第（四）项: tell everything that is missing, once, at once or
/// within five days; whoever is not told in time is accepted from the day of receipt.
pub const ONE_TIME_NOTICE: Cite = cite("administrative-licensing-law", 32, 1).item(4);
/// The number in [`ONE_TIME_NOTICE`]; working days by Article 82.
pub const ACCEPTANCE_DAYS: u32 = 5;

/// What has become of the application on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptance {
    /// The window may still answer.
    Open {
        /// The last day for it.
        due_on: Date,
    },
    /// Accepted by the window in time.
    Accepted {
        /// The day.
        on: Date,
    },
    /// Told in time what is missing; it is the applicant's turn.
    NoticeGiven {
        /// The day.
        on: Date,
    },
    /// Nobody answered in time: accepted by force of law.
    DeemedAccepted {
        /// The day of receipt, from which it counts as accepted.
        on: Date,
        /// The first day on which nobody could change that any more.
        since: Date,
    },
}

/// Finds what has become of an application for a licence on the day `on`, from the days of
/// receipt, of the one-time notice, of the receipt of what it asked for, and of acceptance.
/// Facts dated later than `on` are not known yet. Cites [`ONE_TIME_NOTICE`].
pub fn acceptance(
    received_on: Date,
    notice_on: Option<Date>,
    materials_in_on: Option<Date>,
    accepted_on: Option<Date>,
    calendar: &Calendar,
    on: Date,
) -> Result<Acceptance, YearMissing> {
    let known = |day: Option<Date>| day.filter(|day| *day <= on);
    let due_on = calendar.add_working_days(received_on, ACCEPTANCE_DAYS)?;
    let in_time = |day: &Date| *day <= due_on;
    if let Some(notice_on) = known(notice_on).filter(in_time) {
        return match known(materials_in_on) {
            None => Ok(Acceptance::NoticeGiven { on: notice_on }),
            // The five days begin anew; there is no second notice to give.
            Some(in_on) => acceptance(in_on, None, None, accepted_on, calendar, on),
        };
    }
    match known(accepted_on).filter(in_time) {
        Some(accepted_on) => Ok(Acceptance::Accepted { on: accepted_on }),
        None if on <= due_on => Ok(Acceptance::Open { due_on }),
        // This is the line that decides deemed acceptance: the last day passed without an answer.
        None => Ok(Acceptance::DeemedAccepted { on: received_on, since: day_after(due_on) }),
    }
}

fn day_after(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Dates of 2026 as month and day.
    fn on(month: i8, day: i8) -> Date {
        date(2026, month, day)
    }

    #[test]
    fn by_article_32() {
        let calendar = Calendar::bundled();
        let received = on(9, 24); // the last of five working days is 10-09
        let some = |month, day| Some(on(month, day));
        let deemed = Acceptance::DeemedAccepted { on: received, since: on(10, 10) };
        let open = Acceptance::Open { due_on: on(10, 9) };
        let noticed = Acceptance::NoticeGiven { on: on(10, 9) };
        // notice, materials in, accepted, asked on | finding
        for (notice, materials, accepted, asked, finding) in [
            (None, None, None, on(9, 24), open),
            (None, None, None, on(10, 9), open),
            (None, None, None, on(10, 10), deemed),
            (some(10, 9), None, None, on(10, 9), noticed),
            (some(10, 9), None, None, on(10, 8), open),
            (some(10, 9), None, None, on(12, 30), noticed),
            // TV-153: the notice went out a day late and does not help any more.
            (some(10, 10), None, None, on(10, 10), deemed),
            (some(10, 10), some(10, 12), some(10, 12), on(10, 12), deemed),
            (None, None, some(9, 24), on(9, 24), Acceptance::Accepted { on: on(9, 24) }),
            (None, None, some(10, 9), on(11, 1), Acceptance::Accepted { on: on(10, 9) }),
            (None, None, some(10, 12), on(10, 12), deemed),
            // What was missing came on 10-12: five days again, to 10-19.
            (some(10, 9), some(10, 12), None, on(10, 19), Acceptance::Open { due_on: on(10, 19) }),
            (
                some(10, 9),
                some(10, 12),
                None,
                on(10, 20),
                Acceptance::DeemedAccepted { on: on(10, 12), since: on(10, 20) },
            ),
            (
                some(10, 9),
                some(10, 12),
                some(10, 13),
                on(10, 20),
                Acceptance::Accepted { on: on(10, 13) },
            ),
        ] {
            let found = acceptance(received, notice, materials, accepted, &calendar, asked);
            assert_eq!(found, Ok(finding), "{notice:?} {materials:?} {accepted:?} {asked}");
        }
    }

    #[test]
    fn a_missing_year_is_undetermined() {
        let found = acceptance(on(12, 28), None, None, None, &Calendar::bundled(), on(12, 30));
        assert_eq!(found, Err(YearMissing { year: 2027 }));
    }
}
