//! Where a test lets the storage fail.
//!
//! The program plants nothing: no setting, variable or address reaches this, only code that holds
//! the surroundings, and a test of the whole sees that no product code does. Empty, it costs one
//! load a statement.

use std::sync::OnceLock;

use super::sql::Sql;
use crate::error::{Error, Result};

/// A moment at which the storage may be made to fail.
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    /// A statement is about to run.
    Statement(&'static Sql),
    /// An act is about to become durable.
    Commit,
}

/// Says at each moment whether the storage fails there.
type Fails = Box<dyn Fn(Moment) -> bool + Send + Sync>;

/// The one place for such a fault; empty but in tests.
#[derive(Default)]
pub struct Failpoint(OnceLock<Fails>);

impl Failpoint {
    /// Lets the storage fail wherever `fails` says so. The first who plants has the say.
    #[doc(hidden)]
    pub fn plant(&self, fails: impl Fn(Moment) -> bool + Send + Sync + 'static) {
        let _ = self.0.set(Box::new(fails));
    }

    /// Goes on, or fails where a test wants it.
    pub(super) fn pass(&self, moment: Moment) -> Result<()> {
        match self.0.get() {
            Some(fails) if fails(moment) => Err(Error::fault("a fault that a test planted")),
            _ => Ok(()),
        }
    }
}
