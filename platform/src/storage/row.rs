//! Rows are decoded by the names of their columns; a row that does not decode is a fault.

use super::value::{FromValue, ValueRef};
use crate::error::{Error, Result};

/// One row of an answer, of either engine.
#[derive(Clone, Copy)]
pub struct Row<'a>(pub(super) Source<'a>);

#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

/// What can be read from a row. Made by [`record!`](crate::record) for structs.
pub trait FromRow: Sized {
    /// Reads the columns that it names.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

impl Row<'_> {
    /// The column of that name.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T> {
        let value = match self.0 {
            Source::Sqlite(row) => row.get_ref(column).ok().and_then(sqlite_value),
            Source::Postgres(row) => row.try_get::<_, ValueRef<'_>>(column).ok(),
        };
        value
            .and_then(T::from_value)
            .ok_or_else(|| Error::fault(format!("column {column} is missing or does not decode")))
    }

    /// The first column, for a statement that has only one.
    fn first<T: FromValue>(&self) -> Result<T> {
        let value = match self.0 {
            Source::Sqlite(row) => row.get_ref(0).ok().and_then(sqlite_value),
            Source::Postgres(row) => row.try_get::<_, ValueRef<'_>>(0).ok(),
        };
        value.and_then(T::from_value).ok_or_else(|| Error::fault("the only column does not decode"))
    }
}

pub(super) fn sqlite_value(value: rusqlite::types::ValueRef<'_>) -> Option<ValueRef<'_>> {
    use rusqlite::types::ValueRef as Column;
    match value {
        Column::Null => Some(ValueRef::Null),
        Column::Integer(number) => Some(ValueRef::Int(number)),
        Column::Text(bytes) => std::str::from_utf8(bytes).ok().map(ValueRef::Text),
        Column::Blob(bytes) => Some(ValueRef::Blob(bytes)),
        Column::Real(_) => None,
    }
}

/// A statement with one column gives its values.
impl<T: FromValue> FromRow for (T,) {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.first().map(|value| (value,))
    }
}

/// Declares a struct that is read from the columns of the same names.
#[macro_export]
macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $kind:ty),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        $vis struct $name {
            $($(#[$field_meta])* $field_vis $field: $kind),+
        }

        impl $crate::storage::FromRow for $name {
            fn from_row(row: &$crate::storage::Row<'_>) -> $crate::Result<Self> {
                Ok(Self { $($field: row.get(stringify!($field))?),+ })
            }
        }
    };
}
