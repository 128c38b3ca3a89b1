//! SQL of items and cases.

pub(crate) mod cases;
pub(crate) mod drafts;
pub(crate) mod items;
