//! Lists as people bring them: comma-separated, columns in any order.

use std::io::{Chain, Read};

use platform::{Error, Refusal, Result};

use crate::refusals;

/// A column: its names, the first of which stands in sentences, and whether the list must have it.
pub(crate) struct Column {
    pub(crate) names: &'static [&'static str],
    pub(crate) needed: bool,
}

/// A list that is being read, row by row.
pub(crate) struct Table<R> {
    reader: csv::Reader<Chain<R, &'static [u8]>>,
    places: Vec<Option<usize>>,
    record: csv::StringRecord,
    /// Line breaks inside cells, so far: a spreadsheet does not count them.
    breaks: usize,
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

    pub(crate) fn add(&mut self, other: Self) {
        self.new += other.new;
        self.unchanged += other.unchanged;
        self.coded += other.coded;
        self.problems_more += other.problems_more;
        for problem in other.problems {
            self.refuse(problem.row, problem.refusal);
        }
    }
}

impl Row {
    /// The cell of the column with that number, without spaces around it.
    pub(crate) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    #[cfg(test)]
    pub(crate) fn of(number: u32, cells: &[&str]) -> Self {
        Self { number, cells: cells.iter().map(|cell| (*cell).to_owned()).collect() }
    }
}

impl<R: Read> Table<R> {
    /// Reads the head; a list that lacks a column is refused with the names of all it lacks.
    pub(crate) fn open(source: R, columns: &[Column]) -> Result<Self> {
        // Every row ends with a line feed, the last one too, so that rows can be counted by them. A
        // carriage return before it is space around the last cell.
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(source.chain(b"\n".as_slice()));
        let head: Vec<String> =
            reader.headers().map_err(unreadable)?.iter().map(column_name).collect();
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
        if !missing.is_empty() {
            return Err(refusals::columns_missing(&missing).into());
        }
        Ok(Self { reader, places, record: csv::StringRecord::new(), breaks: 0 })
    }

    /// The next row that is not empty.
    pub(crate) fn next(&mut self) -> Result<Option<Row>> {
        while self.reader.read_record(&mut self.record).map_err(unreadable)? {
            self.breaks += self.record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
            if self.record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let line = self.reader.position().line().saturating_sub(1 + self.breaks as u64);
            let cell = |place: &Option<usize>| {
                place.and_then(|at| self.record.get(at)).unwrap_or_default().trim().to_owned()
            };
            let cells = self.places.iter().map(cell).collect();
            return Ok(Some(Row { number: u32::try_from(line).unwrap_or(u32::MAX), cells }));
        }
        Ok(None)
    }

    /// The next rows, at most so many; none at the end.
    pub(crate) fn next_rows(&mut self, rows_max: usize) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        while rows.len() < rows_max
            && let Some(row) = self.next()?
        {
            rows.push(row);
        }
        Ok(rows)
    }
}

/// Spreadsheets put a mark before the first name, and people add spaces.
fn column_name(name: &str) -> String {
    name.trim_start_matches('\u{feff}').trim().to_lowercase()
}

fn unreadable(error: csv::Error) -> Error {
    match error.kind() {
        csv::ErrorKind::Io(io) => Error::fault(format!("reading a list: {io}")),
        _ => refusals::not_utf8().into(),
    }
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
            rows_two_and_four(text);
        }
    }

    fn rows_two_and_four(text: &str) {
        let mut table = Table::open(text.as_bytes(), &COLUMNS).unwrap();
        let rows = table.next_rows(10).unwrap();
        let read: Vec<_> = rows.iter().map(|r| (r.number, r.cell(0), r.cell(1))).collect();
        assert_eq!(read, [(2, "甲", "123"), (4, "乙", "")]);
    }

    #[test]
    fn missing_columns_are_named_and_other_encodings_explained() {
        let code = |bytes: &[u8]| {
            let rows = Table::open(bytes, &COLUMNS).and_then(|mut table| table.next_rows(10));
            rows.unwrap_err().refusal().unwrap().zh()
        };
        assert!(code(b"a,b\n1,2\n").contains("姓名、电话"));
        assert!(code(b"name,phone\n\xb0\xa2,1\n").contains("UTF-8"));
        assert!(code(b"\xd0\xd5,\xb5\xe7\n").contains("UTF-8"));
    }
}
