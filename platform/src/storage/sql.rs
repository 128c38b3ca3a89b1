//! Statements are written once, for both engines, and registered.

use std::borrow::Cow;

use super::db::Engine;

/// One statement: lower case, columns named, places `?1`, `?2`.
#[derive(Debug)]
pub struct Sql {
    /// Where it stands, for the sentence of a failing test.
    pub module: &'static str,
    /// Its name there.
    pub name: &'static str,
    text: &'static str,
    postgres: Option<&'static str>,
}

/// The statements of one `store.rs`.
pub type Statements = &'static [&'static Sql];

impl Sql {
    /// Made by [`sql!`](crate::sql) only, so that no statement goes unregistered.
    #[doc(hidden)]
    pub const fn new(
        module: &'static str,
        name: &'static str,
        text: &'static str,
        postgres: Option<&'static str>,
    ) -> Self {
        Self { module, name, text, postgres }
    }

    /// The text that an engine understands.
    pub fn text_for(&self, engine: Engine) -> Cow<'static, str> {
        match engine {
            Engine::Sqlite => Cow::Borrowed(self.text),
            Engine::Postgres => Cow::Owned(dollar_places(self.postgres.unwrap_or(self.text))),
        }
    }
}

/// PostgreSQL writes `$1` where we write `?1`. A `?` without a number stays.
fn dollar_places(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let place = char == '?' && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if place { '$' } else { char });
    }
    out
}

/// Declares the statements of a `store.rs`, and `STATEMENTS`, the list of them all.
///
/// Where the engines differ, `postgres "…"` follows the common text.
#[macro_export]
macro_rules! sql {
    ($($(#[$meta:meta])* $name:ident: $text:literal $(postgres $other:literal)?;)+) => {
        $(
            $(#[$meta])*
            static $name: $crate::storage::Sql = $crate::storage::Sql::new(
                module_path!(),
                stringify!($name),
                $text,
                $crate::sql!(@other $($other)?),
            );
        )+
        /// Every statement of this file; a test prepares each of them on both engines.
        pub(crate) static STATEMENTS: $crate::storage::Statements = &[$(&$name),+];
    };
    (@other) => { None };
    (@other $other:literal) => { Some($other) };
}

#[cfg(test)]
mod tests {
    #[test]
    fn places_are_rewritten_in_any_order() {
        assert_eq!(
            super::dollar_places("select '?' where a = ?2 and b = ?10"),
            "select '?' where a = $2 and b = $10"
        );
    }
}
