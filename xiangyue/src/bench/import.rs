//! A roster of a whole county, brought in by the command: as text beside the plain load of the same
//! rows into the same table, as a spreadsheet beside merely reading the file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calamine::{DataRef, Reader, Xlsx, open_workbook};
use jiff::civil::Date;
use platform::area::Level;
use platform::{AreaPath, Error, Result};
use registry::IdentityNumber;
use registry::model::{initials_key, name_key};
use rust_xlsxwriter::Workbook;

use super::client::Run;
use super::process::{County, peak_mb};
use super::report::Row;
use crate::county;

const HEAD: [&str; 6] = ["姓名", "身份证号", "电话", "户号", "村", "户籍"];
const FAMILIES: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
const GIVEN: [&str; 12] =
    ["秀英", "桂兰", "小禾", "德福", "建国", "玉梅", "文静", "志远", "春生", "明", "芳", "大山"];
/// A division that is nowhere.
const DIVISION: u32 = 990_000;

/// Both kinds of files, each into a county without these people.
pub fn measure(folder: &Path, rows: u32, database: Option<&str>) -> Result<Vec<Row>> {
    let mut measured = Vec::new();
    for spreadsheet in [false, true] {
        let name = if spreadsheet { "xlsx" } else { "csv" };
        let county = County::make(&folder.join(name), 2_000, database)?;
        let file = folder.join(format!("roster.{name}"));
        let roster = Roster { villages: villages(&county)?, rows };
        if spreadsheet {
            roster.write_xlsx(&file)?
        } else {
            roster.write_csv(&file)?
        }
        let (took, memory) = by_command(&county, &file)?;
        let (label, plain) = if spreadsheet {
            ("import_xlsx", ("plain_read_xlsx", read_xlsx(&file)?))
        } else {
            ("import_csv", ("plain_load_csv", load(&file)?))
        };
        let plain = row("sqlite", plain.0, rows, plain.1);
        let mut ours = row(county.engine(), label, rows, took).beside(&plain);
        ours.rss_mb = memory;
        measured.extend([ours, plain]);
        let _ = std::fs::remove_file(file);
    }
    Ok(measured)
}

fn row(engine: &'static str, name: &'static str, rows: u32, took: Duration) -> Row {
    let run = Run { count: u64::from(rows), took, each_us: Vec::new(), body_bytes: 0 };
    Row::of(engine, name, u64::from(rows), &run)
}

/// Township and village as people write them.
fn villages(county: &County) -> Result<Vec<String>> {
    let app = county::open(&county.chosen)?;
    app.db.read_now(|tx| {
        let areas = registry::areas_within(tx, &AreaPath::county(), 2_000)?;
        let villages = areas.iter().filter(|area| area.level() == Level::Village);
        villages.map(|village| registry::full_name(tx, &village.path)).collect()
    })
}

struct Roster {
    villages: Vec<String>,
    rows: u32,
}

impl Roster {
    /// One person; the number makes everything about them, and nobody comes twice.
    fn person(&self, number: u32) -> Result<[String; 6]> {
        let at = |list: &[&str], number: u32| {
            let at = usize::try_from(number).unwrap_or(0) % list.len().max(1);
            list.get(at).copied().unwrap_or_default().to_owned()
        };
        let day = i32::try_from(number / 900).unwrap_or(0);
        let born = Date::constant(1940, 1, 1).saturating_add(jiff::Span::new().days(day));
        let identity = IdentityNumber::made_up(DIVISION, born, number % 900)
            .ok_or_else(|| Error::fault("a made-up number"))?;
        let village = usize::try_from(number).unwrap_or(0) % self.villages.len().max(1);
        Ok([
            at(&FAMILIES, number / 7) + &at(&GIVEN, number / 3),
            identity.as_str().to_owned(),
            format!("139{:08}", number),
            format!("B{}", number / 1_000),
            self.villages.get(village).cloned().unwrap_or_default(),
            "本村".to_owned(),
        ])
    }

    fn write_csv(&self, path: &Path) -> Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        writeln!(out, "{}", HEAD.join(","))?;
        for number in 0..self.rows {
            writeln!(out, "{}", self.person(number)?.join(","))?;
        }
        Ok(out.flush()?)
    }

    fn write_xlsx(&self, path: &Path) -> Result<()> {
        let fault = |error: rust_xlsxwriter::XlsxError| Error::fault(error.to_string());
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, name) in (0..).zip(HEAD) {
            sheet.write(0, column, name).map_err(fault)?;
        }
        for number in 0..self.rows {
            for (column, cell) in (0..).zip(self.person(number)?) {
                sheet.write(number + 1, column, cell).map_err(fault)?;
            }
        }
        workbook.save(path).map_err(fault)
    }
}

/// Runs the command as an administrator would; gives its time and the most memory that it held.
fn by_command(county: &County, file: &Path) -> Result<(Duration, u64)> {
    let begun = Instant::now();
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["import", "roster"]).arg(file).args(county.words());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_mb(child.id()));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::park_timeout(Duration::from_millis(20));
    };
    if status.success() {
        Ok((begun.elapsed(), peak))
    } else {
        Err(Error::fault("the roster was not imported"))
    }
}

/// The same rows into the same table with the same indexes: one transaction, nothing checked,
/// nothing encrypted, no journal.
fn load(file: &Path) -> Result<Duration> {
    let fault = |error: rusqlite::Error| Error::fault(format!("plain load: {error}"));
    let unreadable = |error: csv::Error| Error::fault(format!("plain load: {error}"));
    let place: PathBuf = file.with_extension("plain.db");
    let conn = rusqlite::Connection::open(&place).map_err(fault)?;
    conn.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full;
         create table persons (id blob primary key, name text, name_key text, initials_key text,
           phone text, no_phone bigint, sex text, born_on text, household_id blob, area_path text,
           residence text, resident_since_on text, died_on text, identity_number_sealed blob,
           identity_index text unique, created_at bigint);
         create index persons_by_name on persons (name_key, id);
         create index persons_by_birth on persons (name_key, born_on);
         create index persons_by_initials on persons (initials_key, id);
         create index persons_by_phone on persons (phone, id);
         create index persons_by_area on persons (area_path, name_key, id);
         create index persons_living on persons (area_path) where died_on is null;
         create index persons_of_household on persons (household_id); begin",
    )
    .map_err(fault)?;
    let begun = Instant::now();
    let mut insert = conn
        .prepare("insert into persons values (?,?,?,?,?,0,'female',?,?,?,?,null,null,null,?,0)")
        .map_err(fault)?;
    let mut reader = csv::Reader::from_path(file).map_err(unreadable)?;
    for (number, record) in reader.records().enumerate() {
        let record = record.map_err(unreadable)?;
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let (name, id) = (cell(0), (number as u128).to_be_bytes());
        let born = cell(1).get(6..14).unwrap_or_default();
        let (names, initials) = (name_key(name), initials_key(name));
        insert
            .execute(rusqlite::params![
                id.as_slice(),
                name,
                names,
                initials,
                cell(2),
                born,
                cell(3).as_bytes(),
                cell(4),
                cell(5),
                cell(1)
            ])
            .map_err(fault)?;
    }
    drop(insert);
    conn.execute_batch("commit").map_err(fault)?;
    let took = begun.elapsed();
    drop(conn);
    let _ = std::fs::remove_file(place);
    Ok(took)
}

/// Merely reads every cell.
fn read_xlsx(file: &Path) -> Result<Duration> {
    let fault = |error: calamine::XlsxError| Error::fault(format!("plain read: {error}"));
    let begun = Instant::now();
    let mut workbook: Xlsx<_> = open_workbook(file).map_err(fault)?;
    let name = workbook.sheet_names().first().cloned().unwrap_or_default();
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(fault)?;
    let mut letters = 0;
    while let Some(cell) = cells.next_cell().map_err(fault)? {
        if let DataRef::String(text) = cell.get_value() {
            letters += text.len();
        } else if let DataRef::SharedString(text) = cell.get_value() {
            letters += text.len();
        }
    }
    if letters == 0 { Err(Error::fault("an empty workbook")) } else { Ok(begun.elapsed()) }
}
