//! The programs' door: JSON beside the pages, on the same routes, with the same acts and refusals.
//!
//! Read `call` (an address with what its document says), `door` (who is let in, by which token),
//! `sent` and `files` (what comes in), `told` (what goes out), `wrong` (every no as JSON),
//! `document`.

mod call;
mod document;
mod door;
mod files;
pub mod open_data;
pub(crate) mod own;
mod sent;
mod told;
mod wrong;

pub use call::Call;
pub use document::{document, names_of_two};
pub(crate) use door::guard;
pub use files::{Brought, SentFiles, untaken};
pub use sent::{Asked, LIMIT_MAX, Sent, limit};
pub use told::{List, csv, reply, reply_as};
pub use wrong::{Wrong, WrongField, derived, say, unfit};

/// All addresses of the door begin so.
pub(crate) const PREFIX: &str = "/api/v1";

/// Whether an address is the programs' and not a page.
pub(crate) fn is_call(path: &str) -> bool {
    path.strip_prefix(PREFIX).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
