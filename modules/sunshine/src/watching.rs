//! The nouns of the supervision committee's year: what it means to look at, and its meetings.

use jiff::civil::Date;
use law::calendar::calendar_days_between;
use platform::AreaPath;
use platform::storage::Json;

use crate::model::FieldWord;

platform::id_type! {
    /// A line of a plan.
    PlanLineId,
    /// A meeting of the committee.
    MeetingId,
}

platform::record! {
    /// Something that the committee means to look at.
    pub struct PlanLine {
        /// Its id.
        pub id: PlanLineId,
        /// In which village.
        pub area_path: AreaPath,
        /// In which of the six fields.
        pub field: FieldWord,
        /// What.
        pub words: String,
        /// Until when.
        pub until_on: Date,
        /// Whether it was done; none while nobody said.
        pub kept: Option<i64>,
        /// When that was noted.
        pub ended_on: Option<Date>,
        /// What was seen, or why it was not done.
        pub ended_words: Option<String>,
    }
}

platform::record! {
    /// A meeting of the committee. Its minutes never change.
    pub struct Meeting {
        /// Its id.
        pub id: MeetingId,
        /// In which village.
        pub area_path: AreaPath,
        /// On which day.
        pub held_on: Date,
        /// Who was there.
        pub present: Json<Vec<String>>,
        /// What was said.
        pub words: String,
        /// What was decided.
        pub decided: String,
        /// Who noted it.
        pub noted_by: String,
    }
}

impl PlanLine {
    /// For how many days it waits past its day.
    pub fn days_late(&self, today: Date) -> i64 {
        let waits = self.kept.is_none();
        if waits { calendar_days_between(self.until_on, today).max(0) } else { 0 }
    }
}

/// A year of a village's supervision, as the records have it.
#[derive(Debug, Clone)]
pub struct Year {
    /// Which.
    pub year: i16,
    /// The plan.
    pub plan: Vec<PlanLine>,
    /// The meetings, the newest first.
    pub meetings: Vec<Meeting>,
    /// How many disclosures were signed after review.
    pub signed: i64,
    /// How many were returned.
    pub returned: i64,
}
