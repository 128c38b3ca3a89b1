//! Stories: who tells, who watches, who is refused and why.

mod appraisals;
mod books;
mod catalogue;
mod findings;
pub(crate) mod logged;
mod owed;
mod questions;
mod watching;
