//! Spreadsheets of the XLSX kind, cell by cell.

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};

use super::{COLUMNS_MAX, Mark, Row, Thousandths, clean, unreadable};
use crate::error::{Error, Refusal, Result};

/// Above this a spreadsheet keeps no more digits than fifteen.
const EXACT_MAX: f64 = 1e15;

type Each<'e> = &'e mut dyn FnMut(Row, Thousandths) -> Result<ControlFlow<()>>;

/// Reads one sheet and tells the names of all, and which it was.
pub(super) fn read<R: Read + Seek>(
    file: R,
    sheet: Option<usize>,
    each: Each<'_>,
) -> Result<(Vec<String>, usize)> {
    let mut book = Xlsx::new(file).map_err(|_| unreadable())?;
    let seen = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let names: Vec<String> =
        book.sheets_metadata().iter().filter(seen).map(|sheet| sheet.name.clone()).collect();
    if let Some(at) = sheet {
        let name = names.get(at).ok_or_else(no_sheet)?;
        read_sheet(&mut book, name, each)?;
        return Ok((names, at));
    }
    for (at, name) in names.iter().enumerate() {
        if read_sheet(&mut book, name, &mut *each)? {
            return Ok((names, at));
        }
    }
    Ok((names, 0))
}

/// Whether there was a row.
fn read_sheet<R: Read + Seek>(book: &mut Xlsx<R>, name: &str, each: Each<'_>) -> Result<bool> {
    let merged = book.merge_cells_by_sheet_name(name).map_err(broken)?;
    let mut cells = book.worksheet_cells_reader(name).map_err(broken)?;
    let last = cells.dimensions().end.0;
    let mut rows =
        Rows { each, merges: Merges::new(merged), last, row: Row::default(), any: false };
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(broken)? {
        let (row, column) = (cell.pos.0, cell.pos.1 as usize);
        if row.saturating_add(1) != rows.row.number && rows.finish(row)?.is_break() {
            return Ok(true);
        }
        if column < COLUMNS_MAX {
            rows.put(column, cell.value, cell.formula.is_some());
        }
    }
    let _ = rows.finish(u32::MAX - 1)?;
    Ok(rows.any)
}

/// The row that is being put together, and where finished ones go.
struct Rows<'e> {
    each: Each<'e>,
    merges: Merges,
    last: u32,
    row: Row,
    any: bool,
}

impl Rows<'_> {
    /// Hands the row on, and begins that of index `next`.
    fn finish(&mut self, next: u32) -> Result<ControlFlow<()>> {
        let row = Row { number: next.saturating_add(1), ..Row::default() };
        let mut done = std::mem::replace(&mut self.row, row);
        let own = !done.is_empty();
        self.merges.fill(&mut done);
        if !own {
            return Ok(ControlFlow::Continue(()));
        }
        self.any = true;
        let share = u64::from(done.number) * 1_000 / u64::from(self.last.max(1)).max(1);
        let far = if self.last == 0 { 0 } else { u32::try_from(share).unwrap_or(1_000).min(1_000) };
        (self.each)(done, far)
    }

    fn put(&mut self, column: usize, value: DataRef<'_>, formula: bool) {
        let (text, mark) = match value {
            DataRef::Empty if formula => (String::new(), Some(Mark::NoResult)),
            DataRef::Empty => return,
            DataRef::String(text) => (clean(&text), None),
            DataRef::SharedString(text) => (clean(text), None),
            DataRef::Int(number) => (number.to_string(), None),
            DataRef::Float(number) => digits(number),
            DataRef::Bool(yes) => (if yes { "TRUE" } else { "FALSE" }.to_owned(), None),
            DataRef::DateTime(moment) => day(moment),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                let day = text.get(..10).unwrap_or(&text).to_owned();
                (day, Some(Mark::Date))
            }
            DataRef::Error(error) => {
                let shown = error.to_string();
                (shown.clone(), Some(Mark::Failed(shown)))
            }
        };
        if self.row.cells.len() <= column {
            self.row.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.row.cells.get_mut(column) {
            *cell = text;
        }
        self.row.marks.extend(mark.map(|mark| (column, mark)));
    }
}

/// A number as people would write it.
fn digits(number: f64) -> (String, Option<Mark>) {
    let rounded = number.abs() >= EXACT_MAX;
    (number.to_string(), rounded.then_some(Mark::Rounded))
}

fn day(moment: ExcelDateTime) -> (String, Option<Mark>) {
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return (moment.as_f64().to_string(), Some(Mark::Date));
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    (format!("{year:04}-{month:02}-{day:02}"), Some(Mark::Date))
}

/// Merged cells: only the first has its text, so it is handed to the others with a mark.
struct Merges {
    /// The first row last, so that the next is taken from the end.
    waiting: Vec<Dimensions>,
    open: Vec<(Dimensions, String)>,
}

impl Merges {
    fn new(mut merged: Vec<Dimensions>) -> Self {
        merged.sort_by_key(|one| std::cmp::Reverse(one.start));
        Self { waiting: merged, open: Vec::new() }
    }

    fn fill(&mut self, row: &mut Row) {
        let Some(at) = row.number.checked_sub(1) else { return };
        self.open.retain(|(area, _)| area.end.0 >= at);
        while let Some(next) = self.waiting.pop_if(|next| next.start.0 <= at) {
            let text = if next.start.0 == at { row.cell(next.start.1 as usize) } else { "" };
            self.open.push((next, text.to_owned()));
        }
        for (area, text) in &self.open {
            for column in area.start.1..=area.end.1.min(COLUMNS_MAX as u32 - 1) {
                if (at, column) != area.start && area.start.0 <= at && at <= area.end.0 {
                    let column = column as usize;
                    if row.cells.len() <= column {
                        row.cells.resize(column + 1, String::new());
                    }
                    if let Some(cell) = row.cells.get_mut(column) {
                        cell.clone_from(text);
                    }
                    row.marks.push((column, Mark::Merged(area.start.1 != area.end.1)));
                }
            }
        }
    }
}

fn no_sheet() -> Refusal {
    Refusal::new("platform.list_no_sheet", "这个文件里没有这张表，请重新选").at("sheet")
}

fn broken(_: calamine::XlsxError) -> Error {
    unreadable().into()
}
