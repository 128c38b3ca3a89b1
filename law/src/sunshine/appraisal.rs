//! The yearly appraisal 民主评议: who, how it is counted, and what two bad ones mean.
//!
//! The law has the yearly duty, who leads it, who is appraised, and the word 不称职 with its effect.
//! The two better grades, and from how many slips somebody is judged which, are local practice.

use super::{appraisal_cite, twice_cite};
use crate::parameters::{self, Answer, Setting};
use crate::{Cite, Date};

/// The name of the percentage of bad slips above which somebody is judged not up to the office.
pub const INCOMPETENT_PERCENT: &str = "sunshine.appraisal.incompetent_percent";
/// The name of the percentage of good slips above which somebody is judged fully up to it.
pub const COMPETENT_PERCENT: &str = "sunshine.appraisal.competent_percent";

/// How somebody may stand to the village's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Appraised {
    /// A member of the villagers' committee.
    Committee,
    /// Somebody employed whose lost work the villagers or the collective pay.
    PaidStaff,
    /// Anybody else.
    Other,
}

/// How somebody was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// 称职.
    Competent,
    /// 基本称职.
    Fair,
    /// 不称职.
    Incompetent,
}

/// The secret slips about one person, counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Slips {
    /// For 称职.
    pub competent: u32,
    /// For 基本称职.
    pub fair: u32,
    /// For 不称职.
    pub incompetent: u32,
    /// Blank, or not to be read.
    pub void: u32,
}

/// Why a count does not stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountFault {
    /// The two counts differ: both count again.
    Differ,
    /// More slips than were given out.
    TooMany,
    /// No slip that counts.
    NoneValid,
}

/// How a year stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yearly {
    /// An appraisal was held.
    Held,
    /// Until the last day of the year.
    Due {
        /// That day.
        until: Date,
    },
    /// The year is over without one.
    Missed,
}

impl Appraised {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Committee, Self::PaidStaff, Self::Other];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::PaidStaff => "paid_staff",
            Self::Other => "other",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Committee => "村民委员会成员",
            Self::PaidStaff => "由村民或者村集体承担误工补贴的聘用人员",
            Self::Other => "其他人员",
        }
    }
}

impl Grade {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Competent, Self::Fair, Self::Incompetent];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Competent => "competent",
            Self::Fair => "fair",
            Self::Incompetent => "incompetent",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Competent => "称职",
            Self::Fair => "基本称职",
            Self::Incompetent => "不称职",
        }
    }
}

impl CountFault {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Differ, Self::TooMany, Self::NoneValid];

    /// The stable word for refusals.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Differ => "differ",
            Self::TooMany => "too_many",
            Self::NoneValid => "none_valid",
        }
    }

    /// What to do, for a page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Differ => "两次清点的票数不一样，请两人各自重新清点",
            Self::TooMany => "收回的票比发出的多，请核对发出和收回的票数",
            Self::NoneValid => "没有一张有效票，请核对",
        }
    }
}

impl Yearly {
    /// Every label.
    #[cfg(test)]
    pub(super) const LABELS: [&str; 3] = ["本年已评议", "本年还没有评议", "这一年没有评议"];

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Held => "本年已评议",
            Self::Due { .. } => "本年还没有评议",
            Self::Missed => "这一年没有评议",
        }
    }
}

/// Who is appraised, with the article of the day.
pub fn is_appraised(who: Appraised, on: Date) -> Option<Cite> {
    (who != Appraised::Other).then(|| appraisal_cite(on))
}

/// How a year stands on a day. Cites [`super::APPRAISAL`]: at least once in each year.
pub fn yearly(held: &[Date], year: i16, today: Date) -> Yearly {
    if held.iter().any(|on| on.year() == year && *on <= today) {
        return Yearly::Held;
    }
    match Date::new(year, 12, 31) {
        Ok(until) if today <= until => Yearly::Due { until },
        _ => Yearly::Missed,
    }
}

impl Slips {
    /// How many say something.
    pub const fn valid(self) -> u64 {
        self.competent as u64 + self.fair as u64 + self.incompetent as u64
    }

    /// How many came back.
    pub const fn returned(self) -> u64 {
        self.valid() + self.void as u64
    }
}

/// The count that two people made each alone, if it is one. The house's own rule: a result stands
/// when both found the same.
pub fn agreed(first: Slips, second: Slips, given_out: u32) -> Result<Slips, CountFault> {
    if first != second {
        Err(CountFault::Differ)
    } else if first.returned() > u64::from(given_out) {
        Err(CountFault::TooMany)
    } else if first.valid() == 0 {
        Err(CountFault::NoneValid)
    } else {
        Ok(first)
    }
}

/// How somebody was judged, by the shares that the county confirmed. More than a percentage is
/// really more: exactly half is not above one half.
pub fn grade(slips: Slips, on: Date, local: &[Setting]) -> Answer<'_, Grade> {
    let above = |slips_for: u32, percent: u32| {
        u64::from(slips_for) * 100 > u64::from(percent) * slips.valid()
    };
    let known =
        |grade, source, in_force_from| Answer::Known { value: grade, source, in_force_from };
    let bad = parameters::lookup(INCOMPETENT_PERCENT, on, local);
    let good = parameters::lookup(COMPETENT_PERCENT, on, local);
    match (bad, good) {
        (Answer::NeedsConfirmation { parameter }, _)
        | (_, Answer::NeedsConfirmation { parameter }) => Answer::NeedsConfirmation { parameter },
        (Answer::Known { value, source, in_force_from }, _) if above(slips.incompetent, value) => {
            known(Grade::Incompetent, source, in_force_from)
        }
        (_, Answer::Known { value, source, in_force_from }) => {
            let fully = above(slips.competent, value);
            let grade = if fully { Grade::Competent } else { Grade::Fair };
            known(grade, source, in_force_from)
        }
    }
}

/// Whether an office ends: a member of the committee whose last two appraisals were both bad, with
/// the article of the day. Others lose no office by it.
pub fn ends_post(who: Appraised, grades_in_order: &[Grade], on: Date) -> Option<Cite> {
    let twice = grades_in_order.ends_with(&[Grade::Incompetent, Grade::Incompetent]);
    (who == Appraised::Committee && twice).then(|| twice_cite(on))
}

#[cfg(test)]
#[path = "appraisal_tests.rs"]
mod tests;
