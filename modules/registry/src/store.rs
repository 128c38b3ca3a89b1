//! SQL of the registry, a file a noun.

pub(crate) mod area_changes;
pub(crate) mod areas;
pub(crate) mod bodies;
pub(crate) mod cards;
pub(crate) mod carrying;
pub(crate) mod imports;
pub(crate) mod kin;
pub(crate) mod life;
pub(crate) mod looks;
pub(crate) mod many;
pub(crate) mod merges;
pub(crate) mod persons;
pub(crate) mod places;
pub(crate) mod posts;
pub(crate) mod requests;

use platform::privacy::Sealed;

/// The sealed columns of this module.
pub(crate) const SEALED: &[Sealed] =
    &[persons::SEALED, cards::SEALED, requests::SEALED, merges::SEALED];
