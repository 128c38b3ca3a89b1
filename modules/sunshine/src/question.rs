//! The nouns of asking: a question about a line of what was published, and what followed it.

use jiff::Timestamp;
use jiff::civil::Date;
use law::sunshine::{Asked, QuestionAct, Waiting};
use platform::storage::{FromValue, ToValue, Value, ValueRef};
use platform::{AreaId, AreaPath, PersonId};

use crate::model::DisclosureId;

platform::id_type! {
    /// A question.
    QuestionId,
}

platform::record! {
    /// A question, with what it is about.
    pub struct Question {
        /// Its id.
        pub id: QuestionId,
        /// By which its asker finds it.
        pub code: String,
        /// About which disclosure.
        pub disclosure_id: DisclosureId,
        /// The disclosure's code.
        pub disclosure_code: String,
        /// The disclosure's heading.
        pub disclosure_title: String,
        /// About which line or row; none for the whole.
        pub line_number: Option<i64>,
        /// In which village.
        pub area_path: AreaPath,
        /// That village.
        pub area_id: AreaId,
        /// What it is called.
        pub area_name: String,
        /// Who asks. Nobody outside is told.
        pub asker_id: PersonId,
        /// What is asked.
        pub words: String,
        /// On which day.
        pub asked_on: Date,
        /// At which moment.
        pub asked_at: Timestamp,
        /// The clerk who wrote it down for somebody.
        pub written_by_id: Option<PersonId>,
        /// That clerk's name; empty where the asker wrote.
        pub written_by: String,
        /// How the asker gave the clerk the word; empty where the asker wrote.
        pub given_how: String,
        /// Who saw it.
        pub witness: String,
        /// When the village answered.
        pub answered_on: Option<Date>,
        /// When the asker took it to the township.
        pub escalated_on: Option<Date>,
        /// When the township answered.
        pub ended_on: Option<Date>,
        /// How many things followed.
        pub events: i64,
    }
}

platform::record! {
    /// The days of a question, for counting.
    pub struct Days {
        /// In which village.
        pub area_path: AreaPath,
        /// Asked.
        pub asked_on: Date,
        /// Answered.
        pub answered_on: Option<Date>,
        /// Taken to the township.
        pub escalated_on: Option<Date>,
        /// Ended by the township.
        pub ended_on: Option<Date>,
    }
}

platform::record! {
    /// What followed a question.
    pub struct Reply {
        /// To which.
        pub question_id: QuestionId,
        /// One, two, three.
        pub number: i64,
        /// What it is.
        pub act: ActWord,
        /// On which day.
        pub happened_on: Date,
        /// Who.
        pub actor_name: String,
        /// What was said.
        pub words: String,
    }
}

/// A column of a [`QuestionAct`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActWord(pub QuestionAct);

impl ToValue for ActWord {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.0.key().to_string().into())
    }
}

impl FromValue for ActWord {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Text(word) => QuestionAct::from_key(word).map(Self),
            _ => None,
        }
    }
}

/// How a villager gave the clerk the word to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenHow {
    /// Signed.
    Signature,
    /// With a fingerprint.
    Fingerprint,
    /// Said, and somebody else heard it.
    Spoken,
}

impl GivenHow {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Signature, Self::Fingerprint, Self::Spoken];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Fingerprint => "fingerprint",
            Self::Spoken => "spoken",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.key() == key)
    }
}

impl Question {
    /// Its days, for the law.
    pub const fn asked(&self) -> Asked {
        Asked {
            asked_on: self.asked_on,
            answered_on: self.answered_on,
            escalated_on: self.escalated_on,
            ended_on: self.ended_on,
        }
    }
}

impl Days {
    /// The days, for the law.
    pub const fn asked(&self) -> Asked {
        Asked {
            asked_on: self.asked_on,
            answered_on: self.answered_on,
            escalated_on: self.escalated_on,
            ended_on: self.ended_on,
        }
    }
}

/// A question with what followed it, and who has to do something. `None` where the calendar of
/// that year is not known yet.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The question.
    pub question: Question,
    /// What followed, in order.
    pub replies: Vec<Reply>,
    /// Who waits for whom.
    pub waiting: Option<Waiting>,
}

impl Thread {
    /// Whether the village or the township is late.
    pub const fn is_late(&self) -> bool {
        self.days_late() > 0
    }

    /// For how many days.
    pub const fn days_late(&self) -> i64 {
        match self.waiting {
            Some(Waiting::Village { late_by, .. } | Waiting::Township { late_by, .. }) => late_by,
            _ => 0,
        }
    }

    /// The last day of who has to answer.
    pub const fn due_on(&self) -> Option<Date> {
        match self.waiting {
            Some(Waiting::Village { due_on, .. } | Waiting::Township { due_on, .. }) => due_on,
            _ => None,
        }
    }

    /// What the public reads: a question is public with its first answer.
    pub fn is_public(&self) -> bool {
        self.replies.iter().any(|reply| reply.act.0 != QuestionAct::Escalate)
    }
}

/// How an area stands with its questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Asked.
    pub asked: usize,
    /// Answered by the village.
    pub answered: usize,
    /// Answered in time.
    pub in_time: usize,
    /// The village has still to answer.
    pub waiting: usize,
    /// The township has to answer.
    pub at_township: usize,
    /// Of both, late.
    pub late: usize,
}
