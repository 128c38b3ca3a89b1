//! The files of one import: what was brought, what is right, what is bad, what would change.
//!
//! All of it is personal data, so all of it is sealed with the county's key, and it is deleted when
//! the import has ended.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use platform::app::Surroundings;
use platform::sealed::{FrameReader, FrameWriter, SealedReader, SealedWriter};
use platform::table::{Bytes, Source};
use platform::{App, AreaPath, Error, Refusal, Result};
use serde::{Deserialize, Serialize};

use crate::model::{IdentityNumber, ImportId, NewPerson, Residence, Sex};
use crate::roster::Field;

/// Rows that are saved in one act: enough that many meet on the same page of an index, few enough
/// to let others write.
pub(crate) const ROWS_PER_FRAME: usize = 5_000;
/// Bad or changed rows on one page.
pub(crate) const ROWS_PER_PAGE: usize = 50;

/// The folder of one import.
#[derive(Clone)]
pub(crate) struct Staging {
    folder: PathBuf,
    surroundings: Arc<Surroundings>,
}

/// A row that can be saved, as it is written down.
type Written = (
    u32,
    String,
    String,
    Option<Date>,
    Option<String>,
    Option<String>,
    bool,
    Option<String>,
    String,
    String,
    Option<Date>,
);

/// A row with something wrong, as it stands in the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct BadRow {
    pub(crate) row: u32,
    pub(crate) cells: Vec<String>,
    pub(crate) reasons: Vec<Reason>,
}

/// A refusal that was written down: its sentence and what stands in its places.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Reason {
    pub(crate) sentence: String,
    pub(crate) args: Vec<String>,
}

/// A person of whom a row says something else.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ChangedRow {
    pub(crate) row: u32,
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
}

impl From<&Refusal> for Reason {
    fn from(refusal: &Refusal) -> Self {
        Self { sentence: refusal.sentence.0.to_owned(), args: refusal.args.clone() }
    }
}

/// The folder in which the files of all imports lie, each import in one of its own.
pub(crate) const FOLDER: &str = "imports";

/// Where that is.
pub(crate) fn folder(app: &App) -> PathBuf {
    app.settings.folder.join(FOLDER)
}

impl Staging {
    /// The folder of an import that is recorded.
    pub(crate) fn of(app: &App, id: ImportId) -> Self {
        let folder = folder(app).join(id.to_string());
        Self { folder, surroundings: app.db.surroundings().clone() }
    }

    /// Makes the folder.
    pub(crate) fn make(&self) -> Result<()> {
        Ok(platform::private::make_folder(&self.folder)?)
    }

    /// Deletes the folder and all that is in it.
    pub(crate) fn delete(&self) -> Result<()> {
        match std::fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Where the file that is being brought is written to.
    pub(crate) fn bring(&self) -> Result<SealedWriter> {
        self.make()?;
        SealedWriter::create(&self.path("file"), &self.surroundings)
    }

    /// The file that was brought.
    pub(crate) fn source(&self) -> Source {
        let (path, surroundings) = (self.path("file"), self.surroundings.clone());
        Source::of(move || {
            let reader = SealedReader::open(&path, &surroundings)?;
            Ok(Box::new(reader) as Box<dyn Bytes>)
        })
    }

    /// Writes what a check finds.
    pub(crate) fn write(&self) -> Result<Findings> {
        self.make()?;
        // What an earlier check found is no longer true, whatever comes of this one.
        for name in ["good", "bad", "changed"] {
            remove(&self.path(name))?;
        }
        let frames = |name| FrameWriter::create(&self.path(name), &self.surroundings);
        Ok(Findings {
            good: Pages::new(frames("good")?, ROWS_PER_FRAME),
            bad: Pages::new(frames("bad")?, ROWS_PER_PAGE),
            changed: Pages::new(frames("changed")?, ROWS_PER_PAGE),
        })
    }

    /// The rows that can be saved, chunk by chunk.
    pub(crate) fn good(&self, skip: u32) -> Result<Good> {
        let mut frames = FrameReader::open(&self.path("good"), &self.surroundings)?;
        frames.skip(u64::from(skip))?;
        Ok(Good(frames))
    }

    /// A page of bad rows, counted from 0.
    pub(crate) fn bad(&self, page: u32) -> Result<Vec<BadRow>> {
        self.page("bad", page)
    }

    /// A page of changed rows, counted from 0.
    pub(crate) fn changed(&self, page: u32) -> Result<Vec<ChangedRow>> {
        self.page("changed", page)
    }

    /// All bad rows, page by page.
    pub(crate) fn each_bad(&self, mut each: impl FnMut(Vec<BadRow>) -> Result<()>) -> Result<()> {
        let mut frames = FrameReader::open(&self.path("bad"), &self.surroundings)?;
        while let Some(rows) = frames.frame()? {
            each(rows)?;
        }
        Ok(())
    }

    fn page<T: serde::de::DeserializeOwned>(&self, name: &str, page: u32) -> Result<Vec<T>> {
        let path = self.path(name);
        if !Path::exists(&path) {
            return Ok(Vec::new());
        }
        let mut frames = FrameReader::open(&path, &self.surroundings)?;
        frames.skip(u64::from(page))?;
        Ok(frames.frame()?.unwrap_or_default())
    }
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// What a check finds, on its way to the disk.
pub(crate) struct Findings {
    good: Pages<Written>,
    bad: Pages<BadRow>,
    changed: Pages<ChangedRow>,
}

impl Findings {
    pub(crate) fn good(&mut self, row: u32, person: &NewPerson) -> Result<()> {
        self.good.add((
            row,
            person.name.clone(),
            person.sex.word().to_owned(),
            person.born_on,
            person.identity_number.as_ref().map(|number| number.as_str().to_owned()),
            person.phone.clone(),
            person.no_phone,
            person.household_number.clone(),
            person.area_path.as_str().to_owned(),
            person.residence.word().to_owned(),
            person.resident_since_on,
        ))
    }

    pub(crate) fn bad(&mut self, row: BadRow) -> Result<()> {
        self.bad.add(row)
    }

    pub(crate) fn changed(&mut self, row: ChangedRow) -> Result<()> {
        self.changed.add(row)
    }

    /// Writes what is left.
    pub(crate) fn finish(&mut self) -> Result<()> {
        self.good.finish()?;
        self.bad.finish()?;
        self.changed.finish()
    }
}

/// Values that are written page by page.
struct Pages<T> {
    frames: FrameWriter,
    page: Vec<T>,
    size: usize,
}

impl<T: Serialize> Pages<T> {
    fn new(frames: FrameWriter, size: usize) -> Self {
        Self { frames, page: Vec::new(), size }
    }

    fn add(&mut self, value: T) -> Result<()> {
        self.page.push(value);
        if self.page.len() >= self.size {
            self.frames.add(&self.page)?;
            self.page.clear();
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        if !self.page.is_empty() {
            self.frames.add(&self.page)?;
            self.page.clear();
        }
        self.frames.finish()
    }
}

/// The rows that can be saved.
pub(crate) struct Good(FrameReader);

impl Good {
    /// The next chunk, if there is one.
    pub(crate) fn chunk(&mut self) -> Result<Option<Vec<(u32, NewPerson)>>> {
        let Some(rows) = self.0.frame::<Vec<Written>>()? else { return Ok(None) };
        rows.into_iter().map(read).collect::<Result<Vec<_>>>().map(Some)
    }
}

fn read(row: Written) -> Result<(u32, NewPerson)> {
    let (row, name, sex, born_on, number, phone, no_phone, household, area, residence, since) = row;
    let fault = || Error::fault("a row that was written down does not read");
    let number = number.map(|number| IdentityNumber::read(&number)).transpose()?;
    let person = NewPerson {
        name,
        sex: Sex::from_word(&sex).ok_or_else(fault)?,
        born_on,
        identity_number: number,
        phone,
        no_phone,
        household_number: household,
        area_path: AreaPath::parse(&area).ok_or_else(fault)?,
        residence: Residence::from_word(&residence).ok_or_else(fault)?,
        resident_since_on: since,
    };
    Ok((row, person))
}
