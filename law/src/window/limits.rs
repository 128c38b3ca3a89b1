//! How long an item 事项 may take.

use serde::{Deserialize, Serialize};

use crate::{Cite, cite};

/// 《行政许可法》第四十二条第一款: a licence is decided within twenty days of acceptance.
pub const DECIDE_IN_TIME: Cite = cite("administrative-licensing-law", 42, 1);
/// The number in [`DECIDE_IN_TIME`].
pub const DECISION_DAYS: u32 = 20;
/// 《行政许可法》第八十二条: the days of a licence are working days.
pub const WORKING_DAYS: Cite = cite("administrative-licensing-law", 82, 0);

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitUnit {
    /// 工作日.
    WorkingDays,
    /// 自然日.
    CalendarDays,
    /// 即办: before the day is over.
    SameDay,
}

impl LimitUnit {
    /// All units.
    pub const ALL: [LimitUnit; 3] =
        [LimitUnit::WorkingDays, LimitUnit::CalendarDays, LimitUnit::SameDay];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            LimitUnit::WorkingDays => "working_days",
            LimitUnit::CalendarDays => "calendar_days",
            LimitUnit::SameDay => "same_day",
        }
    }

    /// Reads back what [`LimitUnit::key`] wrote.
    pub fn from_key(key: &str) -> Option<LimitUnit> {
        LimitUnit::ALL.into_iter().find(|unit| unit.key() == key)
    }

    /// What pages show behind the number.
    pub const fn label(self) -> &'static str {
        match self {
            LimitUnit::WorkingDays => "个工作日",
            LimitUnit::CalendarDays => "天",
            LimitUnit::SameDay => "当日办结",
        }
    }
}

/// A number of days and what kind of days they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Limit {
    /// How many; zero where the unit is the same day.
    pub days: u32,
    /// Of what.
    pub unit: LimitUnit,
}

impl Limit {
    /// So many working days.
    pub const fn working(days: u32) -> Limit {
        Limit { days, unit: LimitUnit::WorkingDays }
    }

    /// So many calendar days.
    pub const fn calendar(days: u32) -> Limit {
        Limit { days, unit: LimitUnit::CalendarDays }
    }

    /// Done while the applicant waits.
    pub const fn same_day() -> Limit {
        Limit { days: 0, unit: LimitUnit::SameDay }
    }
}

/// The limits of one version of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// 承诺办结时限, from acceptance to decision.
    pub promised: Limit,
    /// 法定办结时限, if a law sets one.
    pub legal: Option<Limit>,
    /// Whether the item is a licence 行政许可. Only licences run on that law's clocks, and only
    /// they are accepted by force of law when nobody answers.
    pub licence: bool,
    /// What this county promised beyond the law. Without a promise there is no clock.
    #[serde(default)]
    pub local: LocalLimits,
}

/// Limits that no national text sets. A county that has not set them has no such clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalLimits {
    /// From submission to the precheck's answer.
    pub precheck: Option<Limit>,
    /// From receipt to acceptance or notice, for items that are not licences.
    pub acceptance: Option<Limit>,
    /// From decision to delivery, where the licensing law sets no limit.
    pub delivery: Option<Limit>,
}

/// What is wrong with an item's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitProblem {
    /// The promise is longer than the law allows.
    PromiseLongerThanLaw,
    /// Working days and calendar days cannot be compared without a date.
    UnitsDiffer,
}

impl LimitProblem {
    /// What the editor of the item reads.
    pub const fn sentence(self) -> &'static str {
        match self {
            LimitProblem::PromiseLongerThanLaw => "承诺时限不能比法定时限长",
            LimitProblem::UnitsDiffer => "承诺时限和法定时限的单位不同，不能比较，请换成同一种单位",
        }
    }
}

impl Limits {
    /// Limits without local promises.
    pub const fn new(promised: Limit, legal: Option<Limit>, licence: bool) -> Limits {
        let local = LocalLimits { precheck: None, acceptance: None, delivery: None };
        Limits { promised, legal, licence, local }
    }

    /// The legal limit: the item's own, or for a licence the general one of [`DECIDE_IN_TIME`].
    pub const fn lawful(&self) -> Option<Limit> {
        match self.legal {
            Some(limit) => Some(limit),
            None if self.licence => Some(Limit::working(DECISION_DAYS)),
            None => None,
        }
    }

    /// Whether the promise stays within the law. A working day lasts at least a calendar day, so
    /// some comparisons hold whatever the date; the others are left to the editor.
    pub const fn problem(&self) -> Option<LimitProblem> {
        let Some(legal) = self.lawful() else { return None };
        match (self.promised.unit, legal.unit) {
            (LimitUnit::SameDay, _) => None,
            (_, LimitUnit::SameDay) => Some(LimitProblem::PromiseLongerThanLaw),
            (LimitUnit::WorkingDays, LimitUnit::CalendarDays)
                if self.promised.days <= legal.days =>
            {
                Some(LimitProblem::UnitsDiffer)
            }
            (LimitUnit::CalendarDays, LimitUnit::WorkingDays)
                if self.promised.days > legal.days =>
            {
                Some(LimitProblem::UnitsDiffer)
            }
            _ if self.promised.days > legal.days => Some(LimitProblem::PromiseLongerThanLaw),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_stays_within_the_law() {
        use LimitProblem::{PromiseLongerThanLaw, UnitsDiffer};
        let (w, c, now) = (Limit::working, Limit::calendar, Limit::same_day());
        for (promised, legal, licence, problem) in [
            (w(5), Some(w(20)), true, None),
            (w(20), Some(w(20)), true, None),
            (w(21), Some(w(20)), true, Some(PromiseLongerThanLaw)),
            (w(21), None, true, Some(PromiseLongerThanLaw)),
            (w(99), None, false, None),
            (now, Some(w(1)), false, None),
            (now, Some(now), false, None),
            (w(1), Some(now), false, Some(PromiseLongerThanLaw)),
            (w(31), Some(c(30)), false, Some(PromiseLongerThanLaw)),
            (w(10), Some(c(30)), false, Some(UnitsDiffer)),
            (c(10), Some(w(20)), false, None),
            (c(25), Some(w(20)), false, Some(UnitsDiffer)),
        ] {
            let limits = Limits::new(promised, legal, licence);
            assert_eq!(limits.problem(), problem, "{limits:?}");
        }
    }
}
