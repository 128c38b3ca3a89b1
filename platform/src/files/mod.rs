//! Papers and photos that people hand in.
//!
//! A *content* lies once on the disk, under its SHA-256, sealed; a *use* says what it is used for:
//! by which thing, under which name, by whom, when. Several uses may share a content.
//!
//! From a browser to a use and back, for every module in the same way:
//!
//! 1. `web::files::Sent` writes what arrives into an [`Incoming`] each, sealed already.
//! 2. [`keep`] looks at what it is ([`Kind`]), takes place and camera out of photos, and puts the
//!    content in its place. It works on the disk, so it stands before the act and never in it.
//! 3. [`attach`], in the act, notes the use; row and act commit together. If the act fails, the
//!    content is an orphan, and [`sweep`] takes it away after a day.
//! 4. [`uses_of`] lists, [`use_of`] finds one use of a thing that the module has found readable for
//!    this person, [`open`] gives the bytes, `web::files::answer` sends them so that no browser
//!    runs them.
//!
//! [`check`] compares the tables with the disk, [`verify`] opens everything as well. The format on
//! the disk is that of [`crate::sealed`]; each file names its key, and a change of the county's key
//! seals them anew.

mod clean;
mod folder;
mod incoming;
mod kind;
mod pdf;
mod refusals;
mod reseal;
mod store;
mod sweep;
#[cfg(test)]
mod tests;

pub use folder::{Gate, folder, keep, keep_bytes, open};
pub use incoming::Incoming;
pub use kind::{Allowed, Kind};
pub(crate) use refusals::of_disk;
pub(crate) use reseal::{Keyed, keyed, reseal};
pub use store::{
    FileUse, Subject, UseId, attach, detach, detach_all, find_use, move_uses, use_of, uses_of,
};
pub(crate) use store::{MADE_BY, STATEMENTS};
pub use sweep::{Report, SWEEP, check, sweep, verify};

/// The largest file.
pub const FILE_BYTES_MAX: u64 = 10 * 1024 * 1024;
/// The most that one thing, such as an application, may hold together.
pub const SUBJECT_BYTES_MAX: u64 = 100 * 1024 * 1024;
/// Files of one thing.
pub const SUBJECT_FILES_MAX: usize = 60;
/// What a photo may say of its size; more is no photo of a paper, but meant to fill a memory.
pub(crate) const PIXELS_MAX: u64 = 64_000_000;

/// A content that is in its place, on its way to a use.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its name on the disk.
    pub sha256: String,
    /// What it is, by what is in it.
    pub kind: Kind,
    /// How large it is.
    pub bytes: u64,
    /// The name that it was given, fit to be shown.
    pub name: String,
}
