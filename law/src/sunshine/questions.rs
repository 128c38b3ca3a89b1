//! A villager's question 提问 about what was published: who has to answer, and until when.

use super::{remedy_cite, truth_cite};
use crate::calendar::calendar_days_between;
use crate::parameters::{self, Answer, Setting};
use crate::{Calendar, Cite, Date, YearMissing};

/// The name of the number of days in which the village answers. No law fixes it: a document of the
/// centre of 2004 is quoted with ten days, a province has fifteen, a county sets its own.
pub const ANSWER_DAYS: &str = "sunshine.questions.answer_days";
/// The name of the number of days in which the township answers.
pub const TOWNSHIP_DAYS: &str = "sunshine.questions.township_days";

/// The days of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Asked.
    pub asked_on: Date,
    /// Answered by the village.
    pub answered_on: Option<Date>,
    /// Taken to the township by the one who asked.
    pub escalated_on: Option<Date>,
    /// Answered by the township, which ends it.
    pub ended_on: Option<Date>,
}

/// Who has to do something about a question, seen on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// The village answers by a day; from the day after it on the asker may go to the township.
    Village {
        /// The last day; none where nobody confirmed a number.
        due_on: Option<Date>,
        /// How many days late; zero in time.
        late_by: i64,
    },
    /// Answered. The asker may say that it is not enough.
    Asker,
    /// The township answers by a day.
    Township {
        /// The last day; none where nobody confirmed a number.
        due_on: Option<Date>,
        /// How many days late; zero in time.
        late_by: i64,
    },
    /// The township answered.
    Nobody,
}

/// What is done with a question after it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionAct {
    /// The village answers. A late answer is still an answer.
    Answer,
    /// The asker takes it to the township.
    Escalate,
    /// The township answers.
    End,
}

/// Why something is not done with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionBar {
    /// The village answered before.
    AlreadyAnswered,
    /// The village still has time.
    AnswerNotDue,
    /// The township has it already.
    AlreadyEscalated,
    /// Nobody took it to the township.
    NotEscalated,
    /// It has ended.
    Ended,
    /// Dated before what it follows.
    OutOfOrder,
}

impl QuestionAct {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Answer, Self::Escalate, Self::End];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Escalate => "escalate",
            Self::End => "end",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What the timeline shows.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Answer => "村里答复",
            Self::Escalate => "不满意，交给乡镇",
            Self::End => "乡镇答复",
        }
    }
}

impl QuestionBar {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::AlreadyAnswered,
        Self::AnswerNotDue,
        Self::AlreadyEscalated,
        Self::NotEscalated,
        Self::Ended,
        Self::OutOfOrder,
    ];

    /// The stable word for refusals.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AlreadyAnswered => "already_answered",
            Self::AnswerNotDue => "answer_not_due",
            Self::AlreadyEscalated => "already_escalated",
            Self::NotEscalated => "not_escalated",
            Self::Ended => "ended",
            Self::OutOfOrder => "out_of_order",
        }
    }

    /// What the person reads.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::AlreadyAnswered => "这个问题村里已经答复过",
            Self::AnswerNotDue => "村里的答复期限还没有到，请等到期限过后再交给乡镇",
            Self::AlreadyEscalated => "这个问题已经交给乡镇，请等乡镇答复",
            Self::NotEscalated => "这个问题还没有交给乡镇",
            Self::Ended => "乡镇已经答复，这个问题已经办结",
            Self::OutOfOrder => "日期早于上一步的日期，请核对",
        }
    }
}

/// The last day on which the village answers: so many days later, and the next working day if that
/// one is a rest day. Cites [`super::BOARD`] for the duty to answer.
pub fn answer_due(
    asked_on: Date,
    calendar: &Calendar,
    local: &[Setting],
) -> Result<Option<Date>, YearMissing> {
    due(ANSWER_DAYS, asked_on, calendar, local)
}

/// The last day on which the township answers. Cites [`super::REMEDY`] for the duty to look.
pub fn township_due(
    escalated_on: Date,
    calendar: &Calendar,
    local: &[Setting],
) -> Result<Option<Date>, YearMissing> {
    due(TOWNSHIP_DAYS, escalated_on, calendar, local)
}

fn due(
    key: &str,
    from: Date,
    calendar: &Calendar,
    local: &[Setting],
) -> Result<Option<Date>, YearMissing> {
    match parameters::lookup(key, from, local) {
        Answer::Known { value, .. } => calendar.add_calendar_days_rolling(from, value).map(Some),
        Answer::NeedsConfirmation { .. } => Ok(None),
    }
}

/// Who has to do something on a day, and by when.
pub fn waiting(
    asked: &Asked,
    calendar: &Calendar,
    local: &[Setting],
    today: Date,
) -> Result<Waiting, YearMissing> {
    let late = |due_on: Option<Date>| {
        due_on.map_or(0, |due_on| calendar_days_between(due_on, today).max(0))
    };
    if asked.ended_on.is_some() {
        return Ok(Waiting::Nobody);
    }
    if let Some(escalated_on) = asked.escalated_on {
        let due_on = township_due(escalated_on, calendar, local)?;
        return Ok(Waiting::Township { due_on, late_by: late(due_on) });
    }
    if asked.answered_on.is_some() {
        return Ok(Waiting::Asker);
    }
    let due_on = answer_due(asked.asked_on, calendar, local)?;
    Ok(Waiting::Village { due_on, late_by: late(due_on) })
}

/// Whether something may be done with a question on a day, with the article that gives the right or
/// the duty. Where no last day is known, nobody is kept from the township by a guess; and whatever
/// the clock says, a villager may go there in person at any time.
pub fn may_follow(
    asked: &Asked,
    act: QuestionAct,
    on: Date,
    calendar: &Calendar,
    local: &[Setting],
) -> Result<Cite, QuestionBar> {
    let last = [asked.answered_on, asked.escalated_on].into_iter().flatten().max();
    if on < last.unwrap_or(asked.asked_on).max(asked.asked_on) {
        return Err(QuestionBar::OutOfOrder);
    }
    if asked.ended_on.is_some() {
        return Err(QuestionBar::Ended);
    }
    match act {
        QuestionAct::Answer if asked.answered_on.is_some() => Err(QuestionBar::AlreadyAnswered),
        QuestionAct::Answer => Ok(truth_cite(on)),
        QuestionAct::Escalate if asked.escalated_on.is_some() => Err(QuestionBar::AlreadyEscalated),
        QuestionAct::Escalate => {
            let due_on = answer_due(asked.asked_on, calendar, local).ok().flatten();
            let early = asked.answered_on.is_none() && due_on.is_some_and(|due_on| on <= due_on);
            if early { Err(QuestionBar::AnswerNotDue) } else { Ok(remedy_cite(on)) }
        }
        QuestionAct::End if asked.escalated_on.is_none() => Err(QuestionBar::NotEscalated),
        QuestionAct::End => Ok(remedy_cite(on)),
    }
}

#[cfg(test)]
#[path = "questions_tests.rs"]
mod tests;
