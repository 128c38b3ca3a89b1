//! What people do with the registry: permit, load, find, save, journal, in one act.

mod area_changes;
mod areas;
mod bodies;
mod body_changes;
mod cards;
mod checking;
mod imports;
mod kin;
mod life;
mod looks;
mod merges;
mod persons;
mod renames;
mod requests;
mod rosters;

pub(crate) use area_changes::{Fate, fate, place};
pub use area_changes::{found_area, merge_area, move_area};
pub use areas::{import_divisions, preview_divisions};
pub use bodies::{appoint, end_post, first_administrator, found_body};
pub use body_changes::{correct_body, end_body};
pub use cards::note_bank_card;
pub use imports::{
    Bringing, bring, bring_roster, check_columns, confirm_import, end_import, go_on_with_imports,
    sweep_imports,
};
pub(crate) use imports::{ROSTER, import, recent_imports};
pub use kin::{end_kin, note_kin};
pub use life::{
    Into, Move, join_households, note_coming, note_death, note_departure, note_divorce,
    note_marriage, note_move, note_relations, note_return, split_household, take_back,
};
pub use looks::{Disclosure, disclose, note_look, note_paper};
pub use merges::{
    Proposal, confirm_merge, decline_merge, note_not_the_same, propose_merge, undo_merge,
};
pub use persons::{add_person, correct_person, open_account};
pub use renames::rename_area;
pub use requests::{Asked, answer_request, ask, ask_for};
pub use rosters::{Choice, Progress, Watch, import_roster, import_roster_with, preview_roster};

use platform::{Error, Refusal};

/// The first of several things that are wrong, for a program; pages show them all.
fn first(wrong: Vec<Refusal>) -> Error {
    let first = wrong.into_iter().next();
    first.map_or_else(|| Error::fault("a refusal without a reason"), Error::from)
}
