//! What runs by itself, as acts like any other.

use crate::app::App;
use crate::error::Result;
use crate::storage::Tx;

/// Work that is done again and again, and may be done twice without harm.
#[derive(Debug)]
pub struct Job {
    /// For the log.
    pub name: &'static str,
    /// How often.
    pub every_minutes: u32,
    /// The act. It says how many things it did.
    pub run: fn(&mut Tx<'_>) -> Result<u64>,
}

/// Work that is done again and again outside of the data: on the disk, or over the network. It
/// blocks, and may be done twice without harm.
#[derive(Debug)]
pub struct Chore {
    /// For the log.
    pub name: &'static str,
    /// How often.
    pub every_minutes: u32,
    /// The work. It says how many things it did.
    pub run: fn(&App) -> Result<u64>,
}

/// The platform's own.
pub static CHORES: &[&Chore] =
    &[&crate::messages::sending::SENDING, &crate::files::SWEEP, &crate::log::signing::SIGNING];
