//! Acts: permit, load, find, save, journal.

pub(crate) mod appraisals;
pub(crate) mod drafting;
pub(crate) mod findings;
pub(crate) mod importing;
pub(crate) mod items;
pub(crate) mod publishing;
pub(crate) mod purchases;
pub(crate) mod questions;
pub(crate) mod reading;
pub(crate) mod steps;
pub(crate) mod traffic;
pub(crate) mod watching;
