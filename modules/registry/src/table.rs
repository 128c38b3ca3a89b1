//! Short lists with fixed columns, and what importing one would do.

use std::ops::ControlFlow;

use platform::table::Source;
use platform::{Refusal, Result};

use crate::refusals;

/// A column: its names, the first of which stands in sentences, and whether the list must have it.
pub(crate) struct Column {
    pub(crate) names: &'static [&'static str],
    pub(crate) needed: bool,
}

/// One row: its number as a spreadsheet counts, and the cells in the order of the columns.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) number: u32,
    cells: Vec<String>,
}

/// What is wrong with one row of a list.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The row as a spreadsheet counts: the first below the head is 2.
    pub row: u32,
    /// The sentence, with its stable code.
    pub refusal: Refusal,
}

/// What an import would do, or did. With problems nothing is imported.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Rows that make something new.
    pub new: u32,
    /// Rows that say what is known.
    pub unchanged: u32,
    /// Persons who are there, of whom a row says something else.
    pub changed: u32,
    /// Rows whose code is recorded beside an area that is known under another system.
    pub coded: u32,
    /// What is wrong, by row.
    pub problems: Vec<Problem>,
    /// Problems beyond those listed.
    pub problems_more: u32,
}

/// Problems that are listed one by one; a person mends a list in rounds.
const PROBLEMS_LISTED_MAX: usize = 500;

impl Preview {
    /// Whether the list can be imported as it is.
    pub const fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn refuse(&mut self, row: u32, refusal: impl Into<Refusal>) {
        if self.problems.len() < PROBLEMS_LISTED_MAX {
            self.problems.push(Problem { row, refusal: refusal.into() });
        } else {
            self.problems_more += 1;
        }
    }
}

impl Row {
    /// The cell of the column with that number, without spaces around it.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Reads a short list whole, its columns in any order. One that lacks a column is refused with the
/// names of all it lacks.
pub(crate) fn rows(list: &str, columns: &[Column]) -> Result<Vec<Row>> {
    let mut places: Option<Vec<Option<usize>>> = None;
    let mut rows = Vec::new();
    platform::table::read(&Source::text(list), None, &mut |row, _| {
        match &places {
            None => places = Some(find(&row.cells, columns)?),
            Some(places) => {
                let cell = |place: &Option<usize>| place.map_or("", |at| row.cell(at)).to_owned();
                rows.push(Row { number: row.number, cells: places.iter().map(cell).collect() });
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if rows.is_empty() { Err(refusals::list_empty().into()) } else { Ok(rows) }
}

fn find(head: &[String], columns: &[Column]) -> Result<Vec<Option<usize>>> {
    let head: Vec<String> = head.iter().map(|name| name.to_lowercase()).collect();
    let place = |column: &Column| {
        head.iter().position(|name| column.names.iter().any(|known| known == name))
    };
    let places: Vec<Option<usize>> = columns.iter().map(place).collect();
    let missing: Vec<&str> = columns
        .iter()
        .zip(&places)
        .filter(|(column, place)| column.needed && place.is_none())
        .filter_map(|(column, _)| column.names.first().copied())
        .collect();
    if missing.is_empty() { Ok(places) } else { Err(refusals::columns_missing(&missing).into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 2] = [
        Column { names: &["姓名", "name"], needed: true },
        Column { names: &["电话", "phone"], needed: true },
    ];

    #[test]
    fn columns_stand_in_any_order_with_marks_and_spaces() {
        for text in [
            "\u{feff}Phone , name,more\r\n123,甲,x\r\n\r\n,乙\r\n",
            "name,phone\n甲,123\n\n乙,",
            "name,phone,note\n甲,123,\"a\nb\"\n,,\n乙,,\"c\"",
        ] {
            let rows = rows(text, &COLUMNS).unwrap();
            let read: Vec<_> = rows.iter().map(|r| (r.number, r.cell(0), r.cell(1))).collect();
            assert_eq!(read, [(2, "甲", "123"), (4, "乙", "")]);
        }
    }

    #[test]
    fn missing_columns_are_named() {
        let refused = rows("a,b\n1,2\n", &COLUMNS).unwrap_err();
        assert!(refused.refusal().unwrap().zh().contains("姓名、电话"));
    }
}
