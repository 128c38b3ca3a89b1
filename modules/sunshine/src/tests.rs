//! Stories: who tells, who watches, who is refused and why.

mod books;
mod catalogue;
mod owed;
mod questions;
