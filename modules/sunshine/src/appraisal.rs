//! The nouns of the yearly appraisal, and what two counts make together. The counts are rows that
//! nobody changes; what they come to is computed.

use jiff::Timestamp;
use jiff::civil::Date;
use law::Cite;
use law::parameters::{Answer, Setting};
use law::sunshine::{CountFault, Grade, Slips, agreed, ends_post, grade};
use platform::storage::Json;
use platform::{AreaPath, PersonId};
use serde::{Deserialize, Serialize};

use crate::model::AppraisedWord;

platform::id_type! {
    /// An appraisal.
    AppraisalId,
    /// Somebody in an appraisal.
    AppraisedId,
}

platform::record! {
    /// An appraisal of those who work for a village.
    pub struct Appraisal {
        /// Its id.
        pub id: AppraisalId,
        /// Of which village.
        pub area_path: AreaPath,
        /// On which day.
        pub held_on: Date,
        /// How many slips were given out about each.
        pub slips_out: i64,
        /// Who noted it.
        pub noted_by: String,
        /// Whether it was published; none while it is open, 0 where it was given up.
        pub published: Option<i64>,
        /// When it was published or given up.
        pub ended_on: Option<Date>,
        /// Who did that.
        pub ended_by: Option<String>,
        /// Why it was given up.
        pub ended_words: Option<String>,
    }
}

platform::record! {
    /// Somebody who is appraised.
    pub struct Appraisee {
        /// One, two, three.
        pub number: i64,
        /// Who.
        pub person_id: PersonId,
        /// The name on that day.
        pub name: String,
        /// The post on that day.
        pub post: String,
        /// As what.
        pub appraised_as: AppraisedWord,
    }
}

platform::record! {
    /// The slips as one person counted them, in the order of those who are appraised.
    pub struct Count {
        /// One, two, three; two and two belong together.
        pub number: i64,
        /// Who counted.
        pub counter_id: Option<PersonId>,
        /// Who, by name.
        pub counter_name: String,
        /// When it was noted.
        pub noted_at: Timestamp,
        /// The slips about each.
        pub slips: Json<Vec<Heap>>,
    }
}

/// The slips about one person, as one counted them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heap {
    /// For 称职.
    pub competent: u32,
    /// For 基本称职.
    pub fair: u32,
    /// For 不称职.
    pub incompetent: u32,
    /// Blank, or not to be read.
    pub void: u32,
}

impl Heap {
    const fn slips(self) -> Slips {
        Slips {
            competent: self.competent,
            fair: self.fair,
            incompetent: self.incompetent,
            void: self.void,
        }
    }
}

/// Where the counting stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counting {
    /// Nobody has counted yet, or the two before found different things: about whom, and why.
    First(Vec<(usize, CountFault)>),
    /// One has counted; another has to.
    Second {
        /// Who was the first.
        by: Option<PersonId>,
    },
    /// Two found the same: the slips about each.
    Agreed(Vec<Slips>),
}

impl Counting {
    /// What the counts come to. It stands when the last two say the same about everybody.
    pub fn of(counts: &[Count], slips_out: i64) -> Self {
        let out = u32::try_from(slips_out).unwrap_or(0);
        match counts.chunks(2).last() {
            None => Self::First(Vec::new()),
            Some([first, second]) => {
                let both = first.slips.0.iter().zip(&second.slips.0);
                let found: Vec<_> =
                    both.map(|(one, other)| agreed(one.slips(), other.slips(), out)).collect();
                let fault = |(at, one): (usize, &Result<Slips, CountFault>)| {
                    one.err().map(|fault| (at, fault))
                };
                let faults: Vec<_> = found.iter().enumerate().filter_map(fault).collect();
                if faults.is_empty() {
                    Self::Agreed(found.into_iter().flatten().collect())
                } else {
                    Self::First(faults)
                }
            }
            Some(alone) => Self::Second { by: alone.first().and_then(|one| one.counter_id) },
        }
    }
}

/// How somebody was judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Who.
    pub person: Appraisee,
    /// The slips on which two counters agreed.
    pub slips: Slips,
    /// The grade, or which number nobody has confirmed.
    pub grade: Answer<'static, Grade>,
    /// The article by which the office ends, if it does.
    pub ends: Option<Cite>,
}

/// Somebody's earlier appraisals: the day and the slips, the oldest first.
pub type Earlier = Vec<(Date, Slips)>;

/// Judges somebody by the slips, and by those of the years before.
pub fn judged(
    person: Appraisee,
    (held_on, slips): (Date, Slips),
    earlier: &[(Date, Slips)],
    local: &'static [Setting],
) -> Judged {
    let now = grade(slips, held_on, local);
    let known = |(on, slips): &(Date, Slips)| known(&grade(*slips, *on, local));
    // Between two bad ones stands no year that nobody could grade.
    let mut in_order: Vec<Grade> = earlier.iter().rev().map_while(known).collect();
    in_order.reverse();
    let ends = self::known(&now).and_then(|grade| {
        in_order.push(grade);
        ends_post(person.appraised_as.0, &in_order, held_on)
    });
    Judged { person, slips, grade: now, ends }
}

const fn known(answer: &Answer<'_, Grade>) -> Option<Grade> {
    match answer {
        Answer::Known { value, .. } => Some(*value),
        Answer::NeedsConfirmation { .. } => None,
    }
}

/// An appraisal with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Session {
    /// What was noted.
    pub appraisal: Appraisal,
    /// Who is appraised.
    pub people: Vec<Appraisee>,
    /// Each count as it was made.
    pub counts: Vec<Count>,
    /// What they come to.
    pub counting: Counting,
    /// The result, as far as there is one.
    pub judged: Vec<Judged>,
}

impl Appraisal {
    /// Whether it is neither published nor given up.
    pub const fn is_open(&self) -> bool {
        self.published.is_none()
    }

    /// Whether everybody may read its result.
    pub fn is_public(&self) -> bool {
        self.published == Some(1)
    }
}
