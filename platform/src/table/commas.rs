//! Comma-separated text, and what spreadsheets make of it: other separators, other encodings.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::encoding::{Decoded, detect};
use super::{COLUMNS_MAX, Row, Source, Thousandths, clean, unreadable};
use crate::error::{Error, Result};

/// Letters at the beginning by which the separator is told.
const BEGINNING_BYTES: u64 = 8_192;

pub(super) fn read(
    source: &Source,
    each: &mut dyn FnMut(Row, Thousandths) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let encoding = detect(source.open()?).map_err(Error::from)?;
    let passed = Arc::new(AtomicU64::new(0));
    let mut beginning = Vec::new();
    Decoded::new(source.open()?, encoding, passed.clone())
        .take(BEGINNING_BYTES)
        .read_to_end(&mut beginning)
        .map_err(in_reading)?;
    let mut file = source.open()?;
    let size = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    passed.store(0, Ordering::Relaxed);
    let decoded = BufReader::new(Decoded::new(file, encoding, passed.clone()));
    // Read line by line: only then is a row's number that of its line. Records end with the line
    // feed; a carriage return before it is space around the last cell.
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&beginning))
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(decoded.chain(b"\n".as_slice()));
    let mut record = csv::StringRecord::new();
    // Line breaks inside cells, so far: a spreadsheet does not count them.
    let mut breaks = 0_u64;
    while reader.read_record(&mut record).map_err(of_reader)? {
        breaks += record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let line = reader.position().line().saturating_sub(1 + breaks);
        let cells: Vec<String> = record.iter().take(COLUMNS_MAX).map(clean).collect();
        let row = Row { number: u32::try_from(line).unwrap_or(u32::MAX), cells, marks: Vec::new() };
        if row.is_empty() {
            continue;
        }
        let share = passed.load(Ordering::Relaxed).saturating_mul(1_000).checked_div(size);
        let far = u32::try_from(share.unwrap_or(0)).unwrap_or(1_000).min(1_000);
        if each(row, far)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// What stands most often in the first line that has any: commas, tabs or semicolons.
fn separator(beginning: &[u8]) -> u8 {
    let count = |line: &[u8], separator: u8| line.iter().filter(|b| **b == separator).count();
    let lines = beginning.split(|byte| *byte == b'\n');
    let counted = lines.map(|line| [b',', b'\t', b';'].map(|one| (count(line, one), one)));
    let best = counted.filter_map(|counts| counts.into_iter().max_by_key(|(count, _)| *count));
    best.max_by_key(|(count, _)| *count)
        .map_or(b',', |(count, one)| if count > 0 { one } else { b',' })
}

fn of_reader(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => in_reading(error),
        _ => unreadable().into(),
    }
}

fn in_reading(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::InvalidData => unreadable().into(),
        _ => Error::fault(format!("reading a list: {error}")),
    }
}
