//! SQL of items and cases.

pub(crate) mod cases;
pub(crate) mod drafts;
pub(crate) mod files;
pub(crate) mod items;
pub(crate) mod merges;
pub(crate) mod open_data;
pub(crate) mod places;

/// The sealed columns of this module.
pub(crate) const SEALED: &[platform::privacy::Sealed] = &[cases::SEALED, drafts::SEALED];
