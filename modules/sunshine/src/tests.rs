//! Stories: who tells, who watches, who is refused and why.

mod books;
mod catalogue;
pub(crate) mod logged;
mod owed;
mod questions;
