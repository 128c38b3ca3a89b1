//! What a check found, and what was saved.

use serde::{Deserialize, Serialize};

use super::Field;

/// Rows by what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows with content.
    pub rows: u32,
    /// Persons who are not here yet.
    pub new: u32,
    /// Rows that say what is known.
    pub unchanged: u32,
    /// Persons who are here, of whom a row says something else.
    pub changed: u32,
    /// In which fields, and of how many.
    pub fields: Vec<(Field, u32)>,
    /// Rows with something wrong.
    pub bad: u32,
    /// Persons who were added.
    pub added: u32,
    /// Persons whose facts were changed.
    pub corrected: u32,
    /// Rows that were right when they were checked and no longer were when they were to be saved.
    pub overtaken: u32,
}

impl Counts {
    /// Notes that a person's facts in these fields would change.
    pub(crate) fn change(&mut self, fields: &[Field]) {
        self.changed += 1;
        for field in fields {
            match self.fields.iter_mut().find(|(known, _)| known == field) {
                Some((_, count)) => *count += 1,
                None => self.fields.push((*field, 1)),
            }
        }
    }
}
