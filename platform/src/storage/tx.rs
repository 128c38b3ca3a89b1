//! One transaction, on either engine.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use postgres::error::SqlState;
use postgres::types::ToSql;

use super::db::Engine;
use super::failpoint::Moment;
use super::row::{FromRow, Row, Source};
use super::sql::Sql;
use super::value::{ToValue, Value};
use crate::app::Surroundings;
use crate::clock::date_of;
use crate::error::{Error, Fault, FaultKind, Result};
use crate::id::Uuid;

/// A transaction and the moment at which it acts.
///
/// It sees one state of the data from beginning to end. What it changes becomes durable together,
/// or not at all.
pub struct Tx<'c> {
    conn: Conn<'c>,
    surroundings: &'c Arc<Surroundings>,
    now: Timestamp,
    /// The first statement that failed. From then on the act cannot succeed, whatever its closure
    /// makes of the error: half of it may be missing.
    failed: Option<Fault>,
}

pub(super) enum Conn<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(postgres::Transaction<'c>, &'c mut Prepared),
}

/// The statements that a PostgreSQL connection has prepared, by their address in the program.
pub(super) type Prepared = HashMap<*const Sql, postgres::Statement>;

impl<'c> Tx<'c> {
    pub(super) fn new(conn: Conn<'c>, surroundings: &'c Arc<Surroundings>) -> Self {
        let now = surroundings.clock.now();
        Self { conn, surroundings, now, failed: None }
    }

    /// Ends a PostgreSQL transaction for good. SQLite's is ended by its thread.
    pub(super) fn commit_postgres(self) -> Result<()> {
        match self.conn {
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(transaction, _) => {
                self.surroundings.failpoint.pass(Moment::Commit)?;
                transaction.commit().map_err(|error| commit_fault(&error))
            }
        }
    }

    /// The first statement that failed, if one did.
    pub(super) fn failed(&mut self) -> Option<Fault> {
        self.failed.take()
    }

    /// Which engine this is.
    pub const fn engine(&self) -> Engine {
        match self.conn {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(..) => Engine::Postgres,
        }
    }

    /// The instant of this act.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The date of this act in China.
    pub fn today(&self) -> Date {
        date_of(self.now)
    }

    /// A new identifier.
    pub fn new_id<Id: From<Uuid>>(&self) -> Id {
        self.surroundings.sources.new_id(self.now)
    }

    /// What the acts share: calendars, protection of data, who is told of what.
    pub fn surroundings(&self) -> &Arc<Surroundings> {
        self.surroundings
    }

    /// All rows of an answer. Lists in `store.rs` carry their own limit.
    pub fn query<T: FromRow>(
        &mut self,
        sql: &'static Sql,
        args: &[&dyn ToValue],
    ) -> Result<Vec<T>> {
        let answer = self.try_query(sql, args);
        self.noting(answer)
    }

    fn try_query<T: FromRow>(
        &mut self,
        sql: &'static Sql,
        args: &[&dyn ToValue],
    ) -> Result<Vec<T>> {
        let values: Vec<Value<'_>> = args.iter().map(|arg| arg.to_value()).collect();
        self.known(sql)?;
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let fault = |error: rusqlite::Error| sqlite_fault(sql, &error);
                let mut statement =
                    conn.prepare_cached(&sql.text_for(Engine::Sqlite)).map_err(fault)?;
                let mut rows =
                    statement.query(rusqlite::params_from_iter(&values)).map_err(fault)?;
                let mut found = Vec::new();
                while let Some(row) = rows.next().map_err(fault)? {
                    found.push(decode(sql, &Row(Source::Sqlite(row)))?);
                }
                Ok(found)
            }
            Conn::Postgres(transaction, prepared) => {
                let statement = prepare(transaction, prepared, sql)?;
                let places: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                let rows = transaction
                    .query(&statement, &places)
                    .map_err(|error| postgres_fault(sql.name, &error))?;
                rows.iter().map(|row| decode(sql, &Row(Source::Postgres(row)))).collect()
            }
        }
    }

    /// The row if there is one; a second one is a fault.
    pub fn find<T: FromRow>(
        &mut self,
        sql: &'static Sql,
        args: &[&dyn ToValue],
    ) -> Result<Option<T>> {
        let mut rows = self.query(sql, args)?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            many => {
                let fault = Error::fault(format!("{}: {many} rows where one was meant", sql.name));
                self.noting(Err(fault))
            }
        }
    }

    /// The one row, or not found.
    pub fn one<T: FromRow>(&mut self, sql: &'static Sql, args: &[&dyn ToValue]) -> Result<T> {
        self.find(sql, args)?.ok_or(Error::NotFound)
    }

    /// The one value of a statement with one column, such as a count.
    pub fn value<T: super::FromValue>(
        &mut self,
        sql: &'static Sql,
        args: &[&dyn ToValue],
    ) -> Result<T> {
        self.one::<(T,)>(sql, args).map(|(value,)| value)
    }

    /// Runs a change and says how many rows it touched.
    pub fn run(&mut self, sql: &'static Sql, args: &[&dyn ToValue]) -> Result<u64> {
        let answer = self.try_run(sql, args);
        self.noting(answer)
    }

    fn try_run(&mut self, sql: &'static Sql, args: &[&dyn ToValue]) -> Result<u64> {
        let values: Vec<Value<'_>> = args.iter().map(|arg| arg.to_value()).collect();
        self.known(sql)?;
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let fault = |error: rusqlite::Error| sqlite_fault(sql, &error);
                let mut statement =
                    conn.prepare_cached(&sql.text_for(Engine::Sqlite)).map_err(fault)?;
                let rows = statement.execute(rusqlite::params_from_iter(&values)).map_err(fault)?;
                Ok(rows as u64)
            }
            Conn::Postgres(transaction, prepared) => {
                let statement = prepare(transaction, prepared, sql)?;
                let places: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                transaction
                    .execute(&statement, &places)
                    .map_err(|error| postgres_fault(sql.name, &error))
            }
        }
    }

    /// Runs a change that must touch exactly one row; none is not found.
    pub fn run_one(&mut self, sql: &'static Sql, args: &[&dyn ToValue]) -> Result<()> {
        match self.run(sql, args)? {
            0 => Err(Error::NotFound),
            1 => Ok(()),
            many => {
                let fault = Error::fault(format!("{}: touched {many} rows, not one", sql.name));
                self.noting(Err(fault))
            }
        }
    }

    /// Remembers the first fault.
    fn noting<T>(&mut self, answer: Result<T>) -> Result<T> {
        if let Err(Error::Fault(fault)) = &answer {
            self.failed.get_or_insert_with(|| fault.clone());
        }
        answer
    }

    /// Prepares a statement without running it, for the test that prepares them all.
    pub fn prepare(&mut self, sql: &'static Sql) -> Result<()> {
        match &mut self.conn {
            Conn::Sqlite(conn) => conn
                .prepare(&sql.text_for(Engine::Sqlite))
                .map(drop)
                .map_err(|error| sqlite_fault(sql, &error)),
            Conn::Postgres(transaction, prepared) => prepare(transaction, prepared, sql).map(drop),
        }
    }

    /// The engine's plan for a statement, a line a step, for the test of the hot paths.
    ///
    /// PostgreSQL is asked to plan as if the tables were large: it reads a small one from end to
    /// end whatever indexes there are.
    pub fn plan(&mut self, sql: &'static Sql) -> Result<Vec<String>> {
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                let fault = |error: rusqlite::Error| sqlite_fault(sql, &error);
                let text = format!("explain query plan {}", sql.text_for(Engine::Sqlite));
                let mut statement = conn.prepare(&text).map_err(fault)?;
                let steps = statement.raw_query().mapped(|row| row.get("detail"));
                steps.collect::<rusqlite::Result<_>>().map_err(fault)
            }
            Conn::Postgres(transaction, prepared) => {
                let places = prepare(transaction, prepared, sql)?.params().len();
                let nulls = if places == 0 {
                    String::new()
                } else {
                    format!("({})", vec!["null"; places].join(", "))
                };
                let text = sql.text_for(Engine::Postgres);
                let answer = transaction.simple_query(&format!(
                    "set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan;
                     prepare planned as {text}; explain execute planned{nulls}; deallocate planned",
                ));
                let messages = answer.map_err(|error| postgres_fault(sql.name, &error))?;
                Ok(messages.iter().filter_map(first_column).collect())
            }
        }
    }

    /// Runs a script of the engine itself, for migrations.
    pub(super) fn script(&mut self, text: &str) -> Result<()> {
        match &mut self.conn {
            Conn::Sqlite(conn) => conn
                .execute_batch(text)
                .map_err(|error| Error::fault(format!("migration: {error}"))),
            Conn::Postgres(transaction, _) => {
                transaction.batch_execute(text).map_err(|error| postgres_fault("migration", &error))
            }
        }
    }

    /// A statement that its module does not list would not be prepared by the tests.
    fn known(&self, sql: &'static Sql) -> Result<()> {
        if self.surroundings.statements.admits(sql) {
            self.surroundings.failpoint.pass(Moment::Statement(sql))
        } else {
            Err(Error::fault(format!("{}::{} is not in its module's list", sql.module, sql.name)))
        }
    }
}

fn first_column(message: &postgres::SimpleQueryMessage) -> Option<String> {
    match message {
        postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
        _ => None,
    }
}

fn decode<T: FromRow>(sql: &Sql, row: &Row<'_>) -> Result<T> {
    T::from_row(row).map_err(|error| match error {
        Error::Fault(fault) => Error::fault(format!("{}: {}", sql.name, fault.what)),
        other => other,
    })
}

fn prepare(
    transaction: &mut postgres::Transaction<'_>,
    prepared: &mut Prepared,
    sql: &'static Sql,
) -> Result<postgres::Statement> {
    if let Some(statement) = prepared.get(&std::ptr::from_ref(sql)) {
        return Ok(statement.clone());
    }
    let statement = transaction
        .prepare(&sql.text_for(Engine::Postgres))
        .map_err(|error| postgres_fault(sql.name, &error))?;
    prepared.insert(std::ptr::from_ref(sql), statement.clone());
    Ok(statement)
}

/// Names the statement, never its values: they may be personal.
fn sqlite_fault(sql: &Sql, error: &rusqlite::Error) -> Error {
    Error::fault(format!("{}::{}: {error}", sql.module, sql.name))
}

/// What a failing statement means for its act, of which nothing is durable yet.
pub(super) fn postgres_fault(name: &str, error: &postgres::Error) -> Error {
    let kind = match error.code() {
        Some(state) if met(state) => FaultKind::Met,
        Some(state) if gone(state) => FaultKind::Lost,
        None if lost(error) => FaultKind::Lost,
        _ => FaultKind::Broken,
    };
    told(name, kind, error)
}

/// What a failing commit means: only a server that is still there, and says no, leaves no doubt.
fn commit_fault(error: &postgres::Error) -> Error {
    let kind = match error.code() {
        Some(state) if met(state) => FaultKind::Met,
        Some(state) if !gone(state) => FaultKind::Broken,
        _ => FaultKind::Unknown,
    };
    told("commit", kind, error)
}

/// Two acts met; one of them runs again.
fn met(state: &SqlState) -> bool {
    [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED].contains(&state)
}

/// The server ends the connection or is going down: classes 08 and 57P.
fn gone(state: &SqlState) -> bool {
    state.code().starts_with("08") || state.code().starts_with("57P")
}

fn lost(error: &postgres::Error) -> bool {
    let source = std::error::Error::source(error);
    error.is_closed() || source.is_some_and(|source| source.is::<std::io::Error>())
}

/// Names the statement and the server's word for it, never a value.
fn told(name: &str, kind: FaultKind, error: &postgres::Error) -> Error {
    let detail =
        error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned());
    Error::Fault(Fault::of(kind, format!("{name}: {detail}")))
}
