//! What each part keeps about people, told to the platform in one place, so that changing the key,
//! giving people a copy of their data, erasing and forgetting leave nothing out.

use jiff::Timestamp;
use law::parameters::Answer;
use law::privacy::{Holding, kept_from};
use serde_json::{Map, Value};

use crate::area::AreaPath;
use crate::authorisation::Actor;
use crate::clock::instant_of;
use crate::error::Result;
use crate::i18n::Text;
use crate::id::PersonId;
use crate::jobs::Job;
use crate::journal::{Entry, Subject};
use crate::privacy::Sealed;
use crate::storage::{Sql, Tx};

/// Erases what has been kept long enough, once a day.
pub(crate) static FORGET: Job =
    Job { name: "retention", every_minutes: 24 * 60, run: forget_what_is_over };

/// What a part keeps about people.
#[derive(Debug, Clone, Copy)]
pub struct Personal {
    /// Its sealed columns.
    pub sealed: &'static [Sealed],
    /// Its folders of sealed files, by their names in the folder of the data.
    pub sealed_folders: &'static [&'static str],
    /// All that it keeps about one person, for a copy.
    pub about: &'static [About],
    /// What it erases at the person's wish.
    pub erasers: &'static [Eraser],
    /// Whether something of the person's is still being worked on.
    pub open_matters: &'static [OpenMatters],
    /// What it forgets when its time is over.
    pub forgetters: &'static [Forgetter],
    /// Its columns that point to persons, for two registrations that turn out to be one person.
    pub references: &'static [Reference],
}

/// A column that points to a person, of a table whose rows have one identifier. What was done stays
/// with who did it; this is what somebody has or is told.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// `cases.applicant_id`.
    pub place: &'static str,
    /// The identifiers of the rows that point to the person `?1`.
    pub rows: &'static Sql,
    /// Lets the row `?1` point to the person `?2`, if it points to the person `?3`.
    pub point: &'static Sql,
}

/// Gives what a part keeps about a person. The caller has checked that the reader may have it.
pub type About = fn(&mut Tx<'_>, PersonId) -> Result<Vec<Section>>;

/// Tells whether something of a person's is still being worked on.
pub type OpenMatters = fn(&mut Tx<'_>, PersonId) -> Result<bool>;

/// Erases one kind of record of a person.
#[derive(Debug, Clone, Copy)]
pub struct Eraser {
    /// Which kind.
    pub holding: Holding,
    /// Does it, and says how many records went.
    pub erase: fn(&mut Tx<'_>, PersonId) -> Result<u64>,
}

/// Erases one kind of record whose time is over.
#[derive(Debug, Clone, Copy)]
pub struct Forgetter {
    /// The parameter that says how long the kind is kept.
    pub parameter: &'static str,
    /// Erases what ended before the instant, and says how many records went.
    pub forget: fn(&mut Tx<'_>, Timestamp) -> Result<u64>,
}

/// A part of the copy of a person's data.
#[derive(Debug, Clone)]
pub struct Section {
    /// What it is.
    pub title: Text,
    /// One record after the other.
    pub records: Vec<Vec<(Text, String)>>,
}

impl Personal {
    /// Nothing about anybody.
    pub const NONE: Self = Self {
        sealed: &[],
        sealed_folders: &[],
        about: &[],
        erasers: &[],
        open_matters: &[],
        forgetters: &[],
        references: &[],
    };
}

impl Section {
    /// A section with one record.
    pub fn one(title: Text, record: Vec<(Text, String)>) -> Self {
        Self { title, records: vec![record] }
    }
}

/// All that is kept about a person, part by part; sections without a record are left out.
pub fn about(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let surroundings = tx.surroundings().clone();
    let mut sections = Vec::new();
    for about in surroundings.personal.iter().flat_map(|personal| personal.about) {
        sections.extend(about(tx, person)?);
    }
    sections.retain(|section| !section.records.is_empty());
    Ok(sections)
}

/// Whether anything of the person's is still being worked on.
pub fn has_open_matters(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let surroundings = tx.surroundings().clone();
    for open in surroundings.personal.iter().flat_map(|personal| personal.open_matters) {
        if open(tx, person)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Erases one kind of record of a person in every part, and says how many records went.
pub fn erase(tx: &mut Tx<'_>, person: PersonId, holding: Holding) -> Result<u64> {
    let surroundings = tx.surroundings().clone();
    let erasers = surroundings.personal.iter().flat_map(|personal| personal.erasers);
    let mut gone = 0;
    for eraser in erasers.filter(|eraser| eraser.holding == holding) {
        gone += (eraser.erase)(tx, person)?;
    }
    Ok(gone)
}

/// Erases every kind of record whose time is over. A kind whose time nobody confirmed stays.
pub fn forget_what_is_over(tx: &mut Tx<'_>) -> Result<u64> {
    let (surroundings, today) = (tx.surroundings().clone(), tx.today());
    let (mut counts, mut gone) = (Map::new(), 0);
    for forgetter in surroundings.personal.iter().flat_map(|personal| personal.forgetters) {
        let Answer::Known { value: first, .. } = kept_from(forgetter.parameter, today, &[]) else {
            continue;
        };
        let before = instant_of(first.at(0, 0, 0, 0));
        let count = (forgetter.forget)(tx, before)?;
        if count > 0 {
            counts.insert(forgetter.parameter.to_owned(), Value::from(count));
        }
        gone += count;
    }
    if gone > 0 {
        let entry = Entry::new("privacy.forgotten", "records", Subject::NONE, &AreaPath::county())
            .citing(law::privacy::SHORTEST);
        tx.journal(&Actor::program(), entry.facts(Value::Object(counts)))?;
    }
    Ok(gone)
}
