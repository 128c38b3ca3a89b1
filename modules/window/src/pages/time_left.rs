//! The time that is left, in words.

use law::window::{Clock, Light, LimitUnit};
use web::Ui;
use web::components::Tag;

/// The time that is left, as people say it.
#[derive(Debug, Clone)]
pub(crate) struct TimeLeft {
    pub(crate) light: Option<Light>,
    pub(crate) words: String,
    /// The year whose calendar is missing.
    pub(crate) missing_year: Option<i16>,
}

impl TimeLeft {
    /// In words.
    pub(crate) fn of(ui: &Ui, clock: &Result<Option<Clock>, i16>) -> Self {
        match clock {
            Ok(Some(clock)) => {
                Self { light: Some(clock.light), words: left(ui, clock), missing_year: None }
            }
            Ok(None) => {
                Self { light: None, words: ui.t("没有时限").into_owned(), missing_year: None }
            }
            Err(year) => Self {
                light: None,
                words: ui.t1("待定：{1} 年的放假安排还没有录入", year),
                missing_year: Some(*year),
            },
        }
    }

    /// The mark of a line; what is not urgent needs none.
    pub(crate) fn tag(&self) -> Option<Tag> {
        match self.light {
            Some(Light::Overdue) => Some(Tag::late(&self.words)),
            Some(Light::Red) => Some(Tag::warn(&self.words)),
            _ => None,
        }
    }

    pub(crate) const fn class(&self) -> &'static str {
        match self.light {
            Some(Light::Overdue) => "late",
            Some(Light::Red) => "warn",
            _ => "",
        }
    }
}

/// Days left, or days late, in the unit of the limit.
pub(crate) fn left(ui: &Ui, clock: &Clock) -> String {
    let calendar_days = clock.limit.unit == LimitUnit::CalendarDays;
    match clock.remaining {
        late if clock.light == Light::Overdue => {
            let days = late.saturating_abs();
            if calendar_days {
                ui.t1("超期 {1} 天", days)
            } else {
                ui.t1("超期 {1} 个工作日", days)
            }
        }
        0 => ui.t("今天到期").into_owned(),
        days if calendar_days => ui.days(days),
        days => ui.workdays(days),
    }
}
