//! Statements and rows.

pub(crate) mod appraisals;
pub(crate) mod drafts;
pub(crate) mod findings;
pub(crate) mod imports;
pub(crate) mod items;
pub(crate) mod places;
pub(crate) mod published;
pub(crate) mod purchases;
pub(crate) mod questions;
pub(crate) mod traffic;
pub(crate) mod watching;
