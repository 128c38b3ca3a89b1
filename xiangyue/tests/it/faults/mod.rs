//! Faults, planted and real, and what must hold after each of them: nothing acknowledged is lost,
//! nothing is half done, and the county goes on by itself.
//!
//! `docs/operating/faults.md` says which faults are tried and with which command.

mod acts;
mod beside;
mod invariants;
mod statement;
mod stories;
