//! Lists that people take away: as a spreadsheet, or as text that every program reads.

use platform::{Error, Result};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::answer::{Answer, download};

/// Rows in one file; beyond them people choose a smaller part of the list.
pub const ROWS_MAX: u32 = 50_000;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const WIDTH_MAX: usize = 40;

/// A list to be taken away.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    name: String,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// A list with a name and the names of its columns.
    pub fn new<H: ToString>(name: impl ToString, heads: impl IntoIterator<Item = H>) -> Self {
        let heads = heads.into_iter().map(|head| head.to_string()).collect();
        Self { name: name.to_string(), heads, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The spreadsheet. Every cell is text: identity numbers keep all their digits, and what begins
    /// with `=` is no formula.
    pub fn xlsx(&self) -> Result<Vec<u8>> {
        self.write().map_err(|error| Error::fault(format!("writing a spreadsheet: {error}")))
    }

    fn write(&self) -> std::result::Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&self.name))?;
        let text = Format::new().set_num_format("@");
        let head = Format::new().set_num_format("@").set_bold();
        line(sheet, 0, &self.heads, &head)?;
        for (number, row) in (1..).zip(&self.rows) {
            line(sheet, number, row, &text)?;
        }
        for (column, head) in (0..).zip(&self.heads) {
            let at = usize::from(column);
            let cells = self.rows.iter().take(200).filter_map(|row| row.get(at));
            let widest = cells.chain([head]).map(|cell| width(cell)).max().unwrap_or(8);
            let width = u32::try_from(widest.clamp(6, WIDTH_MAX) + 2).unwrap_or(10);
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        book.save_to_buffer()
    }

    /// The same as text. What a spreadsheet would take for a formula is made plain text.
    pub fn csv(&self) -> Vec<u8> {
        let mut text = "\u{feff}".to_owned();
        for row in std::iter::once(&self.heads).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text.into_bytes()
    }

    /// The answer to a request for it: `csv` asks for text, all else for a spreadsheet.
    pub fn answer(&self, kind: &str) -> Answer {
        match kind {
            "csv" => download(&format!("{}.csv", self.name), "text/csv; charset=utf-8", self.csv()),
            _ => download(&format!("{}.xlsx", self.name), XLSX, self.xlsx()?),
        }
    }
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[String],
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells) {
        // A cell holds 32,767 letters.
        let cell: String = cell.chars().take(32_000).collect();
        sheet.write_string_with_format(row, column, cell, format)?;
    }
    Ok(())
}

/// What a spreadsheet allows as the name of a sheet.
fn sheet_name(name: &str) -> String {
    name.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(31).collect()
}

/// Chinese letters are twice as wide.
fn width(cell: &str) -> usize {
    cell.chars().take(WIDTH_MAX).map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let plain = if formula { format!("'{cell}") } else { cell.to_owned() };
    format!("\"{}\"", plain.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::table::{Source, peek};

    #[test]
    fn a_list_is_read_again_as_it_was_written() {
        let mut sheet = Sheet::new("人/员", ["姓名", "身份证号", "备注"]);
        sheet.row(vec!["王小芳".into(), "110105194912310021".into(), "=1+1".into()]);
        let read = |bytes: Vec<u8>| peek(&Source::bytes(bytes), None).unwrap();
        let book = read(sheet.xlsx().unwrap());
        assert_eq!(book.sheets, ["人员"]);
        assert_eq!(book.rows[1].cells, ["王小芳", "110105194912310021", "=1+1"]);
        assert!(book.rows[1].marks.is_empty(), "no formula, no rounded number");
        let text = read(sheet.csv());
        assert_eq!(text.rows[1].cells, ["王小芳", "110105194912310021", "'=1+1"]);
    }
}
