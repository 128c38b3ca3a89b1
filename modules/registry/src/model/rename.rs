//! Nouns of what becomes of an area.

use jiff::Timestamp;
use jiff::civil::Date;
use platform::{AreaId, Power};

/// Noting what a government decided about an area.
pub const AREAS_CHANGE: Power = Power::new("areas.change");

/// The longest number of a document.
pub(crate) const DOCUMENT_LETTERS_MAX: usize = 60;

platform::id_type! {
    /// One time that an area was renamed.
    RenameId,
}

/// A new name that a government gave an area.
#[derive(Debug, Clone)]
pub struct Renaming {
    /// The area.
    pub area_id: AreaId,
    /// What it is called from then on.
    pub name: String,
    /// The first day of the new name.
    pub on: Date,
    /// The number of the approval.
    pub document: String,
}

platform::record! {
    /// A renaming that took place.
    #[derive(PartialEq, Eq)]
    pub struct Rename {
        /// Its id.
        pub id: RenameId,
        /// The area.
        pub area_id: AreaId,
        /// What it was called until then.
        pub old_name: String,
        /// What it is called from then on.
        pub new_name: String,
        /// The first day of the new name.
        pub renamed_on: Date,
        /// The number of the approval.
        pub document: String,
        /// When it was noted.
        pub noted_at: Timestamp,
    }
}
