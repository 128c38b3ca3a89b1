//! SQL of the registry, a file a noun.

pub(crate) mod areas;
pub(crate) mod bodies;
pub(crate) mod imports;
pub(crate) mod life;
pub(crate) mod many;
pub(crate) mod persons;
pub(crate) mod posts;
