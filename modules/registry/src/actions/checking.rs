//! Checking a roster: every row is read, compared with who is registered, and written down with
//! what becomes of it.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use jiff::civil::Date;
use platform::table::{self, Row, Source, Thousandths};
use platform::{App, Error, Refusal, Result, Scope};

use super::rosters::{Progress, Watch};
use crate::model::{NewPerson, name_key};
use crate::roster::standing::{Registry, Standing};
use crate::roster::{self, Counts, Layout, Mapping, Seen, Villages};
use crate::staging::{BadRow, ChangedRow, Findings, Reason, Staging};
use crate::table::Preview;
use crate::{areas, refusals, store};

/// Rows that are compared together.
const ROWS_PER_LOOK: usize = 2_000;
/// Rows among which the head is looked for.
const HEAD_ROWS_MAX: usize = 30;

/// What is checked, for whom, and where it is written down.
pub(super) struct Check<'a> {
    pub(super) app: &'a App,
    pub(super) scope: Scope,
    pub(super) source: &'a Source,
    pub(super) sheet: Option<usize>,
    /// Which column is which; found by the names at the head where nobody said.
    pub(super) layout: Option<&'a Layout>,
    pub(super) staging: &'a Staging,
}

/// Some rows that were read.
struct Chunk {
    mapping: Arc<Mapping>,
    read: Vec<Read>,
    far: Thousandths,
}

/// The key of a name, and the blind indexes of a number.
type FoundBy = (String, Vec<String>);

/// A row that can be compared, or what is wrong with it.
enum Read {
    Good { row: u32, cells: Vec<String>, person: Box<NewPerson>, found_by: FoundBy },
    Bad { row: u32, cells: Vec<String>, wrong: Vec<Refusal> },
}

/// What a check found.
pub(super) struct Found {
    pub(super) counts: Counts,
    /// The first bad rows.
    pub(super) preview: Preview,
    /// By which the rows were read.
    pub(super) mapping: Mapping,
    written: Findings,
}

impl Found {
    fn bad(&mut self, row: u32, cells: Vec<String>, wrong: Vec<Refusal>) -> Result<()> {
        self.counts.bad += 1;
        let reasons = wrong.iter().map(Reason::from).collect();
        wrong.into_iter().for_each(|refusal| self.preview.refuse(row, refusal));
        self.written.bad(BadRow { row, cells, reasons })
    }
}

/// Checks the whole list. None where it was stopped.
pub(super) fn check(check: &Check<'_>, watch: &Watch<'_>) -> Result<Option<Found>> {
    let known = check.app.db.read_now(areas::known)?;
    let villages = Villages::of(&known, &check.scope);
    let mut found = Found {
        counts: Counts::default(),
        preview: Preview::default(),
        mapping: Mapping::default(),
        written: check.staging.write()?,
    };
    let done = std::thread::scope(|threads| {
        // Reading and parsing the next rows while the last ones are compared.
        let (send, receive) = sync_channel(3);
        let villages = &villages;
        let reader = threads.spawn(move || read(check, villages, &send));
        for chunk in receive {
            if found.counts.rows == 0 {
                found.mapping = chunk.mapping.as_ref().clone();
            }
            let thousandths = chunk.far;
            compare(check, chunk, &mut found)?;
            if !watch(Progress { saving: false, rows: found.counts.rows, thousandths })? {
                return Ok(false);
            }
        }
        reader.join().map_err(|_| Error::fault("the thread that reads a list panicked"))??;
        Ok::<bool, Error>(true)
    })?;
    if !done {
        return Ok(None);
    }
    if found.counts.rows == 0 {
        return Err(refusals::list_empty().into());
    }
    found.written.finish()?;
    let Counts { new, unchanged, changed, .. } = found.counts;
    found.preview = Preview { new, unchanged, changed, ..found.preview };
    Ok(Some(found))
}

/// Reads the list and hands on its rows.
fn read(check: &Check<'_>, villages: &Villages, send: &SyncSender<Chunk>) -> Result<()> {
    let mut reader = Reader {
        villages,
        today: check.app.clock().today(),
        check,
        send,
        seen: Seen::default(),
        layout: None,
        waiting: Vec::new(),
        read: Vec::new(),
        far: 0,
    };
    if let Some(layout) = check.layout {
        reader.lay_out(layout)?;
    }
    let sheet = check.layout.map_or(check.sheet, |layout| layout.sheet);
    table::read(check.source, sheet, &mut |row, far| {
        reader.far = far;
        reader.take(row)
    })?;
    reader.finish()
}

struct Reader<'a> {
    check: &'a Check<'a>,
    villages: &'a Villages,
    today: Date,
    send: &'a SyncSender<Chunk>,
    seen: Seen,
    /// Where the content begins, and what the columns say.
    layout: Option<(u32, Arc<Mapping>)>,
    /// Rows that came before the head was found.
    waiting: Vec<Row>,
    read: Vec<Read>,
    far: Thousandths,
}

impl Reader<'_> {
    fn lay_out(&mut self, layout: &Layout) -> Result<()> {
        layout.mapping.check()?;
        self.layout = Some((layout.head_row, Arc::new(layout.mapping.clone())));
        Ok(())
    }

    fn take(&mut self, row: Row) -> Result<ControlFlow<()>> {
        let Some((head, mapping)) = self.layout.clone() else {
            self.waiting.push(row);
            return if self.waiting.len() < HEAD_ROWS_MAX {
                Ok(ControlFlow::Continue(()))
            } else {
                self.find_head()
            };
        };
        if row.number <= head {
            return Ok(ControlFlow::Continue(()));
        }
        let bad = |row: Row, wrong| Read::Bad { row: row.number, cells: row.cells, wrong };
        let read = match roster::person(&row, &mapping, self.villages, self.today) {
            Err(wrong) => bad(row, wrong),
            Ok(person) => match self.seen.before(row.number, &person) {
                Some(first) => bad(row, vec![refusals::row_twice(first)]),
                None => {
                    let vault = &self.check.app.db.surroundings().vault;
                    let number = person.identity_number.as_ref();
                    let indexes = number.map(|number| vault.blind_indexes(number.as_str()));
                    let found_by = (name_key(&person.name), indexes.unwrap_or_default());
                    let person = Box::new(person);
                    Read::Good { row: row.number, cells: row.cells, person, found_by }
                }
            },
        };
        self.read.push(read);
        if self.read.len() < ROWS_PER_LOOK { Ok(ControlFlow::Continue(())) } else { self.hand_on() }
    }

    fn find_head(&mut self) -> Result<ControlFlow<()>> {
        let waiting = std::mem::take(&mut self.waiting);
        let layout = Layout::guess(self.check.sheet, &waiting).ok_or_else(refusals::list_empty)?;
        self.lay_out(&layout)?;
        for row in waiting {
            if self.take(row)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Nobody takes the rows where the check was stopped.
    fn hand_on(&mut self) -> Result<ControlFlow<()>> {
        let Some((_, mapping)) = &self.layout else { return Ok(ControlFlow::Break(())) };
        let read = std::mem::take(&mut self.read);
        let chunk = Chunk { mapping: mapping.clone(), read, far: self.far };
        let sent = self.send.send(chunk).is_ok();
        Ok(if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    }

    fn finish(&mut self) -> Result<()> {
        if self.layout.is_none() {
            let _ = self.find_head()?;
        }
        if self.read.is_empty() { Ok(()) } else { self.hand_on().map(drop) }
    }
}

/// Compares rows with who is registered, and writes down what becomes of each.
fn compare(check: &Check<'_>, chunk: Chunk, found: &mut Found) -> Result<()> {
    let (mut indexes, mut names) = (Vec::new(), Vec::new());
    for read in &chunk.read {
        if let Read::Good { person, found_by: (name_key, own), .. } = read {
            indexes.extend(own.clone());
            let born_on = person.born_on.map(|born_on| born_on.to_string());
            names.extend(born_on.map(|born_on| (name_key.clone(), born_on)));
        }
    }
    let registry = check.app.db.read_now(move |tx| {
        let indexes: Vec<&str> = indexes.iter().map(String::as_str).collect();
        let (numbered, named) = store::many::registered(tx, &indexes, &names)?;
        Ok(Registry::of(numbered, named))
    })?;
    for read in chunk.read {
        found.counts.rows += 1;
        let (row, cells, person, (name_key, indexes)) = match read {
            Read::Good { row, cells, person, found_by } => (row, cells, person, found_by),
            Read::Bad { row, cells, wrong } => {
                found.bad(row, cells, wrong)?;
                continue;
            }
        };
        let found_by = (name_key.as_str(), indexes.as_slice());
        match registry.standing(&person, found_by, &check.scope, &chunk.mapping) {
            Standing::New => {
                found.counts.new += 1;
                found.written.good(row, &person)?;
            }
            Standing::Unchanged => found.counts.unchanged += 1,
            Standing::Changed(_, fields, _) => {
                found.counts.change(&fields);
                found.written.changed(ChangedRow { row, name: person.name.clone(), fields })?;
                found.written.good(row, &person)?;
            }
            Standing::Refused(refusal) => found.bad(row, cells, vec![refusal])?,
        }
    }
    Ok(())
}
