//! The public log: what the county published, in an order that nobody can change without being
//! found out.
//!
//! A leaf is written in the transaction of the act that publishes ([`Tx::log`]), and with it the
//! hashes of the tree and its new head. Afterwards the head is signed and remembered outside the
//! database ([`signing`]); strangers co-sign it ([`witnesses`]). What a leaf stands for is told by
//! the module that published it, as a [`Logged`], so that [`verify`] can compare the data with the
//! log. The formats are those of the crate `tlog`.

mod bundle;
mod keys;
mod leaf;
pub mod signing;
mod tree;
pub mod verify;
pub mod witnesses;

pub use bundle::{Bundle, Doubt};
pub use keys::{KEY_FILE, LogKeys};
pub use leaf::{Leaf, Logged, salted_digest};
pub use tree::{Placed, Stored, entries, head, head_at, leaf_at, leaf_of, moment, size};

pub(crate) use signing::STATEMENTS as SIGNING_STATEMENTS;
pub(crate) use tree::STATEMENTS as TREE_STATEMENTS;
pub(crate) use verify::STATEMENTS as VERIFY_STATEMENTS;
pub(crate) use witnesses::STATEMENTS as WITNESSES_STATEMENTS;
