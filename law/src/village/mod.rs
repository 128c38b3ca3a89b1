//! Who may hold which office in a village, beside whom, and for how long; what changing a village
//! needs.

mod composition;
mod extent;
mod kin;
mod offices;
mod supervision;

pub use composition::{
    Composition, MEMBERS_MAX, MEMBERS_MIN, SIZE, SIZE_2018, TERM, TERM_2018, TERM_YEARS,
    composition, seats_fit, serves, size_cite, term_cite, term_ends,
};
pub use extent::{EXTENT, EXTENT_2018, ExtentFault, Place, extent};
pub use kin::{Kin, NEAR_RELATIVES, Relative, through_parent};
pub use offices::{Bar, Office, RELATIVES_IN_COMMITTEE, SUPERVISION, SUPERVISION_2018, Tie, bar};
pub use supervision::{
    Doubt, SUPERVISION_ACCOUNTANTS, SUPERVISION_LEAST, SUPERVISION_MOST, doubts,
};

use crate::Date;

/// The first day of the law of 2025.
pub(crate) const LAW_OF_2025: Date = Date::constant(2026, 1, 1);
