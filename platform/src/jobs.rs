//! What runs by itself, as acts like any other.

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
