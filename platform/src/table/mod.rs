//! Lists as people bring them, in spreadsheets and as text, read row by row.
//!
//! A [`Source`] is opened again for each reading, and no reading holds the list in memory. What a
//! spreadsheet did to a cell (an error, a rounded number, a merge) is marked on the row: what it
//! means, the module decides that knows the column.

mod commas;
mod encoding;
mod sheets;

#[cfg(test)]
mod tests;

use std::io::{self, BufReader, Read, Seek};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use crate::error::{Error, Refusal, Result};

/// Columns beyond these are not read: no list of ours has so many, and a slip of the hand has.
pub const COLUMNS_MAX: usize = 200;
/// Rows that [`peek`] gives: enough to find the head below some lines of title.
const ROWS_PEEKED: usize = 30;

/// What a list is read from.
pub trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

type Opener = dyn Fn() -> io::Result<Box<dyn Bytes>> + Send + Sync;

/// Where a list comes from. It is opened anew for each reading.
#[derive(Clone)]
pub struct Source(Arc<Opener>);

/// One row that is not empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet counts, from 1.
    pub number: u32,
    /// What stands in it, without spaces around and without what nobody sees.
    pub cells: Vec<String>,
    /// What is odd about some cells, by column.
    pub marks: Vec<(usize, Mark)>,
}

/// What a spreadsheet did to a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A formula whose result is not in the file.
    NoResult,
    /// A formula that failed, with what the cell shows.
    Failed(String),
    /// A number of more digits than a spreadsheet keeps: the last ones are lost.
    Rounded,
    /// The cell is a date to the spreadsheet.
    Date,
    /// The cell is part of a merged one; the cell has the text of the whole. `true` where the merge
    /// goes over several columns.
    Merged(bool),
}

/// The beginning of a list, to find its head and to show examples.
#[derive(Debug, Clone, Default)]
pub struct Beginning {
    /// The names of all sheets that can be seen; none in a text.
    pub sheets: Vec<String>,
    /// Which of them this is.
    pub sheet: usize,
    /// The first rows.
    pub rows: Vec<Row>,
}

/// How far a reading is, in thousandths; 0 where it cannot be known.
pub type Thousandths = u32;

impl Source {
    /// A list in memory.
    pub fn text(text: impl Into<String>) -> Self {
        Self::bytes(text.into().into_bytes())
    }

    /// A list in memory, as a file has it.
    pub fn bytes(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self::of(move || Ok(Box::new(io::Cursor::new(bytes.clone())) as Box<dyn Bytes>))
    }

    /// A list in a file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self::of(move || Ok(Box::new(std::fs::File::open(&path)?) as Box<dyn Bytes>))
    }

    /// A list that is opened in a way of its own.
    pub fn of(open: impl Fn() -> io::Result<Box<dyn Bytes>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(open))
    }

    fn open(&self) -> Result<BufReader<Box<dyn Bytes>>> {
        let bytes = (self.0)().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::from(missing()),
            _ => Error::from(error),
        })?;
        Ok(BufReader::with_capacity(1 << 16, bytes))
    }

    /// Whether it is a spreadsheet, by its first bytes.
    fn is_workbook(&self) -> Result<bool> {
        let mut first = Vec::new();
        self.open()?.take(8).read_to_end(&mut first)?;
        if first.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(old_workbook().into());
        }
        Ok(first.starts_with(b"PK\x03\x04"))
    }
}

impl Row {
    /// The cell of that column; empty beyond the last.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// What is odd about the cell of that column.
    pub fn mark(&self, column: usize) -> Option<&Mark> {
        self.marks.iter().find(|(at, _)| *at == column).map(|(_, mark)| mark)
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty) && self.marks.is_empty()
    }
}

/// Reads a list from its first row to its last, rows without content left out.
///
/// Of a workbook, the sheet of that number among those that can be seen, or the first that is not
/// empty. Rows that are hidden, by a filter for example, are read like all others.
pub fn read(
    source: &Source,
    sheet: Option<usize>,
    each: &mut dyn FnMut(Row, Thousandths) -> Result<ControlFlow<()>>,
) -> Result<()> {
    if source.is_workbook()? {
        sheets::read(source.open()?, sheet, each).map(drop)
    } else {
        commas::read(source, each)
    }
}

/// The first rows of a list.
pub fn peek(source: &Source, sheet: Option<usize>) -> Result<Beginning> {
    let mut rows = Vec::new();
    let mut each = |row: Row, _: Thousandths| {
        rows.push(row);
        let full = rows.len() >= ROWS_PEEKED;
        Ok(if full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    };
    let mut beginning = Beginning::default();
    if source.is_workbook()? {
        (beginning.sheets, beginning.sheet) = sheets::read(source.open()?, sheet, &mut each)?;
    } else {
        commas::read(source, &mut each)?;
    }
    Ok(Beginning { rows, ..beginning })
}

/// A short list as comma-separated text, whatever it came as.
pub fn to_commas(source: &Source) -> Result<String> {
    let mut text = String::new();
    read(source, None, &mut |row, _| {
        let quoted = row.cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        text.push_str(&quoted.collect::<Vec<_>>().join(","));
        text.push('\n');
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(text)
}

/// A cell without the spaces around it, and without letters that nobody sees.
///
/// A space that does not break is a space; a line break inside a cell is one too.
pub fn clean(cell: &str) -> String {
    let plain = |byte: u8| matches!(byte, b' '..=b'~');
    if cell.bytes().all(plain) {
        return cell.trim().to_owned();
    }
    let unseen = |letter: char| {
        matches!(letter,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let space = |letter: char| if letter.is_whitespace() { ' ' } else { letter };
    let seen = cell.chars().filter(|letter| !unseen(*letter)).map(space);
    seen.filter(|letter| !letter.is_control()).collect::<String>().trim().to_owned()
}

fn missing() -> Refusal {
    Refusal::new("platform.list_missing", "没有找到这个文件").at("list")
}

fn old_workbook() -> Refusal {
    let sentence = "这是老格式的 Excel 文件（.xls），或者加了密码。请另存为没有密码的 .xlsx 再选";
    Refusal::new("platform.list_old", sentence).at("list")
}

fn unreadable() -> Refusal {
    let sentence =
        "这个文件读不出来，可能不是表格，也可能坏了。请用 Excel 或 WPS 打开看看，另存为 .xlsx 再选";
    Refusal::new("platform.list_unreadable", sentence).at("list")
}
