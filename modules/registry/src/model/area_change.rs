//! Nouns of areas that get another place, are abolished, or are founded.

use jiff::Timestamp;
use jiff::civil::Date;
use platform::storage::{FromValue, ToValue, Value, ValueRef};
use platform::{AreaId, AreaPath, Text, text};

platform::id_type! {
    /// One change of where areas lie.
    AreaChangeId,
}

words! {
    /// What became of an area.
    AreaChangeKind {
        /// It belongs to another township or village.
        Moved "moved" "划转",
        /// It is abolished; its people belong to another.
        Merged "merged" "并入",
        /// It is new.
        Founded "founded" "设立",
    }
}

/// What was decided, and by whom.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The first day.
    pub on: Date,
    /// The number of the approval.
    pub document: String,
    /// The day on which the villagers' assembly agreed, for a village.
    pub agreed_on: Option<Date>,
}

/// An area that belongs to another township or village.
#[derive(Debug, Clone)]
pub struct Moving {
    /// The area.
    pub area_id: AreaId,
    /// The area above it from then on.
    pub to: AreaId,
    /// By which decision.
    pub decision: Decision,
}

/// An area that goes into another.
#[derive(Debug, Clone)]
pub struct Merging {
    /// The area that is abolished.
    pub area_id: AreaId,
    /// The one to which its people belong from then on.
    pub into: AreaId,
    /// By which decision.
    pub decision: Decision,
}

/// A new area, made of nothing or of a part of another.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The area above it.
    pub above: AreaId,
    /// Its name.
    pub name: String,
    /// What it takes, where another is divided.
    pub divided: Option<Share>,
    /// By which decision.
    pub decision: Decision,
}

/// What a new area takes from the one that is divided.
#[derive(Debug, Clone)]
pub struct Share {
    /// The area that is divided.
    pub from: AreaId,
    /// The groups that go.
    pub groups: Vec<AreaId>,
    /// The numbers of households that belong to no group and go, each alone or as a span: 12-15.
    pub households: Vec<String>,
}

platform::record! {
    /// A change that took place.
    #[derive(PartialEq, Eq)]
    pub struct AreaChange {
        /// Its id.
        pub id: AreaChangeId,
        /// Its place in the order in which changes were noted.
        pub number: i64,
        /// What became of the area.
        pub kind: AreaChangeKind,
        /// The area.
        pub area_id: AreaId,
        /// Moved: the area above before. Founded: the area from which it was divided.
        pub from_id: Option<AreaId>,
        /// Moved, founded: the area above. Merged: the successor.
        pub to_id: AreaId,
        /// Where the area lay before, as paths were then.
        pub old_path: AreaPath,
        /// Where it, or what belonged to it, lay from then on.
        pub new_path: AreaPath,
        /// The first day.
        pub changed_on: Date,
        /// The number of the approval.
        pub document: String,
        /// The day on which the villagers' assembly agreed.
        pub agreed_on: Option<Date>,
        /// When it was noted.
        pub noted_at: Timestamp,
    }
}

platform::record! {
    /// An area that was abolished.
    #[derive(PartialEq, Eq)]
    pub struct Abolished {
        /// Which.
        pub id: AreaId,
        /// The area above it when it ended.
        pub parent_id: AreaId,
        /// Its name when it ended.
        pub name: String,
        /// Where its record stands.
        pub path: AreaPath,
        /// Since when.
        pub abolished_on: Date,
        /// To whom its people belong.
        pub successor_id: AreaId,
    }
}
