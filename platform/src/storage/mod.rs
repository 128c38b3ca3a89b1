//! One database behind two doors: [`Db::read`] and [`Db::write`].
//!
//! Every act is a closure over a [`Tx`]. On SQLite one writer thread runs the waiting acts, each in
//! its savepoint, and commits them together; readers have threads of their own. On PostgreSQL
//! worker threads run each act serialisable and try again when two met. The connection belongs to
//! its thread: a client that hangs up has nothing that it could keep.

pub mod copy;
mod db;
mod failpoint;
mod hold;
mod migrate;
mod postgres;
mod row;
mod sql;
mod sqlite;
mod tx;
mod value;
mod witness;
mod work;

#[cfg(test)]
mod tests;

pub use db::{Db, Engine, Place};
pub use failpoint::{Failpoint, Moment};
pub use hold::Hold;
pub(crate) use migrate::STATEMENTS as MIGRATION_STATEMENTS;
pub use migrate::{Migration, Steps};
pub use row::{FromRow, Row};
pub use sql::{Sql, Statements};
pub use tx::Tx;
pub use value::{FromValue, Json, ToValue, Value, ValueRef};
pub use witness::Witness;
