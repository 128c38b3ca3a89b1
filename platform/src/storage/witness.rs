//! What stands beside an act and commits with it.

use std::any::Any;

use super::tx::Tx;
use crate::error::Result;

/// Sees every act that is sent through one [`Db`](super::Db), inside its transaction. Like an act
/// it may run twice, so it leaves nothing outside but what a second run writes over.
pub trait Witness: Send + Sync {
    /// Before the act. An error keeps it from happening.
    fn before(&self, tx: &mut Tx<'_>) -> Result<()>;

    /// After the act, with what came of it. An error undoes it.
    fn after(&self, tx: &mut Tx<'_>, outcome: &dyn Any) -> Result<()>;
}
