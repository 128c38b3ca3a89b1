//! What people do with the registry: permit, load, find, save, journal, in one act.

mod areas;
mod bodies;
mod persons;
mod rosters;

pub use areas::{import_divisions, preview_divisions};
pub use bodies::{appoint, end_post, first_administrator, found_body};
pub use persons::{Correction, add_person, correct_person, open_account};
pub use rosters::{import_roster, preview_roster};

use platform::{Error, Refusal};

/// The first of several things that are wrong, for a program; pages show them all.
fn first(wrong: Vec<Refusal>) -> Error {
    let first = wrong.into_iter().next();
    first.map_or_else(|| Error::fault("a refusal without a reason"), Error::from)
}
