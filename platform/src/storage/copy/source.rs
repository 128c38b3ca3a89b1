//! Rows as they stand, of either engine, for work that knows no table beforehand.

use std::borrow::Cow;

use ::postgres::fallible_iterator::FallibleIterator;
use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::storage::row::sqlite_value;
use crate::storage::tx::postgres_fault;
use crate::storage::value::{Value, ValueRef};

/// One state of the data, on its way to be read whole.
pub(super) enum Source<'c, 't> {
    Sqlite(&'c Connection),
    Postgres(&'c mut ::postgres::Transaction<'t>),
}

impl Source<'_, '_> {
    /// Gives each row of an answer to `take`; never holds them all.
    pub(super) fn each(
        &mut self,
        text: &str,
        take: &mut dyn FnMut(&[ValueRef<'_>]) -> Result<()>,
    ) -> Result<()> {
        match self {
            Self::Sqlite(conn) => {
                let sqlite = |error: rusqlite::Error| fault(text, &error);
                let mut statement = conn.prepare(text).map_err(sqlite)?;
                let columns = statement.column_count();
                let mut rows = statement.query([]).map_err(sqlite)?;
                while let Some(row) = rows.next().map_err(sqlite)? {
                    let values = (0..columns)
                        .map(|column| row.get_ref(column).ok().and_then(sqlite_value))
                        .collect::<Option<Vec<_>>>();
                    take(&values.ok_or_else(|| odd(text))?)?;
                }
                Ok(())
            }
            Self::Postgres(tx) => {
                let postgres = |error: ::postgres::Error| postgres_fault(text, &error);
                let none: [&(dyn ::postgres::types::ToSql + Sync); 0] = [];
                let mut rows = tx.query_raw(text, none).map_err(postgres)?;
                while let Some(row) = rows.next().map_err(postgres)? {
                    let values = (0..row.len())
                        .map(|column| row.try_get::<_, ValueRef<'_>>(column).ok())
                        .collect::<Option<Vec<_>>>();
                    take(&values.ok_or_else(|| odd(text))?)?;
                }
                Ok(())
            }
        }
    }

    /// The first column of each row, as text.
    pub(super) fn words(&mut self, text: &str) -> Result<Vec<String>> {
        let mut words = Vec::new();
        self.each(text, &mut |row| match row.first() {
            Some(ValueRef::Text(word)) => {
                words.push((*word).to_owned());
                Ok(())
            }
            _ => Err(odd(text)),
        })?;
        Ok(words)
    }

    /// The county's tables, in the order of their names.
    pub(super) fn tables(&mut self) -> Result<Vec<String>> {
        match self {
            Self::Sqlite(_) => self.words(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite%'
                 order by name",
            ),
            Self::Postgres(_) => self.words(
                "select tablename::text from pg_tables where schemaname = current_schema()
                 order by tablename",
            ),
        }
    }

    /// The columns of a table, in the order of their names: the same on both engines.
    pub(super) fn columns(&mut self, table: &str) -> Result<Vec<String>> {
        match self {
            Self::Sqlite(_) => {
                self.words(&format!("select name from pragma_table_info('{table}') order by name"))
            }
            Self::Postgres(_) => self.words(&format!(
                "select column_name::text from information_schema.columns
                 where table_schema = current_schema() and table_name = '{table}'
                 order by column_name collate \"C\""
            )),
        }
    }

    /// How many rows a table has.
    pub(super) fn count(&mut self, table: &str) -> Result<u64> {
        let mut count = 0;
        self.each(&format!("select count(*) from {table}"), &mut |row| {
            if let Some(ValueRef::Int(rows)) = row.first() {
                count = u64::try_from(*rows).unwrap_or(0);
            }
            Ok(())
        })?;
        Ok(count)
    }
}

/// A value on its way into the other engine.
pub(super) fn passed_on<'v>(value: &ValueRef<'v>) -> Value<'v> {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Int(number) => Value::Int(*number),
        ValueRef::Text(text) => Value::Text(Cow::Borrowed(text)),
        ValueRef::Blob(bytes) => Value::Blob(Cow::Borrowed(bytes)),
    }
}

/// Names the statement, which holds no values.
pub(super) fn fault(what: &str, error: &rusqlite::Error) -> Error {
    Error::fault(format!("{what}: {error}"))
}

fn odd(text: &str) -> Error {
    Error::fault(format!("{text}: a column is of no kind that the program uses"))
}
