//! The nouns of watching: what the supervision committee found, and what followed it.

use jiff::Timestamp;
use jiff::civil::Date;
use law::sunshine::days_late;
use platform::files::FileUse;
use platform::{AreaPath, PersonId};

use crate::model::{FieldWord, FindingStateWord, FindingStepWord};

platform::id_type! {
    /// A finding.
    FindingId,
}

platform::record! {
    /// What the supervision committee found.
    pub struct Finding {
        /// Its id.
        pub id: FindingId,
        /// By which people find it.
        pub code: String,
        /// In which village.
        pub area_path: AreaPath,
        /// In which field.
        pub field: FieldWord,
        /// What it is, for everybody.
        pub title: String,
        /// What exactly was found, for those who work on it.
        pub words: String,
        /// Who has to put it right.
        pub owner_id: PersonId,
        /// That person's name when it was noted.
        pub owner_name: String,
        /// By which post; whoever holds it later has to put it right as well.
        pub owner_post: String,
        /// On which day.
        pub found_on: Date,
        /// The last day to put it right.
        pub due_on: Date,
        /// When it was noted.
        pub noted_at: Timestamp,
        /// Who noted it.
        pub noted_by_id: Option<PersonId>,
        /// Who, by name.
        pub noted_by: String,
        /// Where it stands.
        pub state: FindingStateWord,
        /// When it was closed.
        pub closed_on: Option<Date>,
        /// How many steps followed.
        pub events: i64,
    }
}

platform::record! {
    /// A step that followed a finding.
    pub struct Step {
        /// One, two, three.
        pub number: i64,
        /// Which.
        pub step: FindingStepWord,
        /// On which day.
        pub happened_on: Date,
        /// Who.
        pub actor_id: Option<PersonId>,
        /// Who, by name.
        pub actor_name: String,
        /// What was said.
        pub words: String,
    }
}

impl Finding {
    /// For how many days it is late, or was when it was closed: the one definition.
    pub fn days_late(&self, today: Date) -> i64 {
        days_late(self.due_on, self.closed_on, today)
    }
}

/// A finding with all that followed.
#[derive(Debug, Clone)]
pub struct Trail {
    /// What was found.
    pub finding: Finding,
    /// What followed, in order.
    pub steps: Vec<Step>,
    /// Photos and papers, of the finding and of its steps.
    pub files: Vec<FileUse>,
}

/// What the reader may do with a finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct May {
    /// Say that it is put right.
    pub report: bool,
    /// Say after a look that it is, or is not.
    pub verify: bool,
    /// The reader has to put it right.
    pub owner: bool,
}
