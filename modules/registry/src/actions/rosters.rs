//! Importing a roster: checked whole first, then saved in acts of some thousand rows.
//!
//! A check writes down what it finds, sealed, so that the list itself is read once. An import that
//! was cut off goes on where it stopped, and run again it changes nothing.

use std::sync::Arc;

use platform::journal::Subject;
use platform::table::Source;
use platform::{Actor, App, AreaPath, Entry, Error, Result, Tx, aside};
use serde_json::json;

use super::checking::{self, Check};
use crate::model::{ImportId, ImportState, PEOPLE_IMPORT};
use crate::roster::standing::{Registry, Standing};
use crate::roster::{Counts, Mapping};
use crate::staging::Staging;
use crate::store::many::{Ready, households, insert, registered};
use crate::table::Preview;
use crate::{refusals, store};

/// How far a check or an import is, for those who wait.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Rows are being saved; before that they are checked.
    pub saving: bool,
    /// Rows passed.
    pub rows: u32,
    /// Thousandths of the whole; 0 where it cannot be known.
    pub thousandths: u32,
}

/// Told of progress. `false` stops the work.
pub type Watch<'w> = dyn Fn(Progress) -> Result<bool> + Send + Sync + 'w;

/// What to do with a roster that is imported in one go.
#[derive(Clone, Default)]
pub struct Choice {
    /// The sheet of a workbook; none is the first that is not empty.
    pub sheet: Option<usize>,
    /// Save the good rows although others are bad.
    pub good_only: bool,
    /// Change the facts of persons who are there already.
    pub with_changes: bool,
    /// Save nothing.
    pub dry_run: bool,
}

/// What a roster would do; nothing is saved.
pub async fn preview_roster(app: &App, actor: &Actor, source: &Source) -> Result<Preview> {
    let choice = Choice { dry_run: true, ..Choice::default() };
    import_roster_with(app, actor, source, choice, Arc::new(|_| Ok(true))).await
}

/// Imports a roster, all of it or, where the answer has problems, nothing.
pub async fn import_roster(app: &App, actor: &Actor, source: &Source) -> Result<Preview> {
    import_roster_with(app, actor, source, Choice::default(), Arc::new(|_| Ok(true))).await
}

/// Imports a roster as chosen, and tells on the way how far it is.
pub async fn import_roster_with(
    app: &App,
    actor: &Actor,
    source: &Source,
    choice: Choice,
    watch: Arc<Watch<'static>>,
) -> Result<Preview> {
    let (app, actor, source) = (app.clone(), actor.clone(), source.clone());
    aside("import", move || {
        let id: ImportId = app.sources().new_id(app.clock().now());
        let staging = Staging::of(&app, id);
        let done = in_one_go(&app, &actor, &source, &choice, &staging, watch.as_ref());
        staging.delete()?;
        done
    })
    .await
}

fn in_one_go(
    app: &App,
    actor: &Actor,
    source: &Source,
    choice: &Choice,
    staging: &Staging,
    watch: &Watch<'_>,
) -> Result<Preview> {
    let scope = actor.scope(PEOPLE_IMPORT)?;
    let check = Check { app, scope, source, sheet: choice.sheet, layout: None, staging };
    let found = checking::check(&check, watch)?.ok_or(Error::NotFound)?;
    let mut counts = found.counts;
    if choice.dry_run || (counts.bad > 0 && !choice.good_only) {
        return Ok(found.preview);
    }
    let (mapping, with_changes) = (&found.mapping, choice.with_changes);
    save(&Save { app, actor, staging, mapping, with_changes }, None, 0, &mut counts, watch)?;
    Ok(Preview { new: counts.added, changed: counts.corrected, ..found.preview })
}

/// Saving what a check found.
pub(super) struct Save<'a> {
    pub(super) app: &'a App,
    pub(super) actor: &'a Actor,
    pub(super) staging: &'a Staging,
    pub(super) mapping: &'a Mapping,
    pub(super) with_changes: bool,
}

/// Saves chunk by chunk, each in one act, from chunk `begin` on. `false` where it was stopped.
pub(super) fn save(
    work: &Save<'_>,
    import: Option<ImportId>,
    begin: u32,
    counts: &mut Counts,
    watch: &Watch<'_>,
) -> Result<bool> {
    let total = counts.new + if work.with_changes { counts.changed } else { 0 };
    let surroundings = work.app.db.surroundings();
    let mut good = work.staging.good(begin)?;
    std::thread::scope(|scope| {
        // Encrypting the next chunk while the last one is being saved.
        let (send, receive) = std::sync::mpsc::sync_channel(2);
        scope.spawn(move || {
            let mut next = || -> Result<Option<Vec<Ready>>> {
                let Some(rows) = good.chunk()? else { return Ok(None) };
                let ready = |(_, person)| Ready::of(person, surroundings);
                rows.into_iter().map(ready).collect::<Result<_>>().map(Some)
            };
            loop {
                let chunk = next();
                let last = !matches!(chunk, Ok(Some(_)));
                if send.send(chunk).is_err() || last {
                    break;
                }
            }
        });
        for frame in begin.. {
            let Ok(chunk) = receive.recv() else {
                return Err(Error::fault("the thread that prepares rows has ended"));
            };
            let Some(rows) = chunk? else { break };
            let act = Act {
                actor: work.actor.clone(),
                mapping: work.mapping.clone(),
                with_changes: work.with_changes,
                import,
                frame,
                total,
                before: counts.clone(),
                rows,
            };
            match work.app.db.write_now(move |tx| save_chunk(tx, &act))? {
                Some(after) => *counts = after,
                None => return Ok(false),
            }
            let rows = counts.added + counts.corrected;
            let thousandths = thousandths(rows, total);
            if !watch(Progress { saving: true, rows, thousandths })? {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

fn thousandths(part: u32, whole: u32) -> u32 {
    let share = u64::from(part) * 1_000 / u64::from(whole.max(1));
    u32::try_from(share).unwrap_or(1_000).min(1_000)
}

/// One chunk on its way into an act.
struct Act {
    actor: Actor,
    mapping: Mapping,
    with_changes: bool,
    import: Option<ImportId>,
    frame: u32,
    total: u32,
    before: Counts,
    rows: Vec<Ready>,
}

/// Saves a chunk and notes how far the import is, all or nothing. None where it was given up.
fn save_chunk(tx: &mut Tx<'_>, act: &Act) -> Result<Option<Counts>> {
    let scope = act.actor.scope(PEOPLE_IMPORT)?;
    let registry = registry(tx, &act.rows)?;
    let mut counts = act.before.clone();
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for ready in &act.rows {
        match registry.standing(&ready.person, ready.found_by(), &scope, &act.mapping) {
            Standing::New => new.push(ready),
            Standing::Changed(id, _, facts) if act.with_changes => changed.push((id, facts)),
            Standing::Changed(..) | Standing::Unchanged => {}
            Standing::Refused(_) => counts.overtaken += 1,
        }
    }
    let persons = new.iter().map(|ready| &ready.person);
    let persons = persons.chain(changed.iter().map(|(_, facts)| facts.as_ref()));
    let mut wanted = Vec::new();
    for person in persons {
        act.actor.permit(PEOPLE_IMPORT, &person.area_path)?;
        wanted.extend(person.household_number.as_deref().map(|number| (&person.area_path, number)));
    }
    let households = households(tx, &wanted)?;
    let household = |area: &AreaPath, number: &Option<String>| {
        let key = (area.as_str().to_owned(), number.clone()?);
        households.get(&key).copied()
    };
    let rows: Vec<_> = new
        .iter()
        .map(|ready| (*ready, household(&ready.person.area_path, &ready.person.household_number)))
        .collect();
    insert(tx, &rows)?;
    for (id, facts) in &changed {
        let household = household(&facts.area_path, &facts.household_number);
        store::persons::update(tx, *id, facts, household)?;
    }
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    counts.added += count(new.len());
    counts.corrected += count(changed.len());
    if !new.is_empty() || !changed.is_empty() {
        let area = widest(new.iter().map(|ready| &ready.person.area_path));
        let subject = act.import.map_or(Subject::NONE, |import| import.0.into());
        let entry = Entry::new("registry.roster_imported", "persons", subject, &area);
        let facts = json!({ "new": new.len(), "changed": changed.len() });
        tx.journal(&act.actor, entry.facts(facts))?;
    }
    let Some(import) = act.import else { return Ok(Some(counts)) };
    let rows = counts.added + counts.corrected;
    let far = (thousandths(rows, act.total), rows, act.frame + 1);
    if !store::imports::set_far(tx, import, ImportState::Saving, far)? {
        return Err(refusals::import_moved_on().into());
    }
    store::imports::set_counts(tx, import, &counts)?;
    Ok(Some(counts))
}

/// Who may be meant by these rows.
fn registry(tx: &mut Tx<'_>, rows: &[Ready]) -> Result<Registry> {
    let indexes = rows.iter().flat_map(|ready| ready.indexes.iter().map(String::as_str));
    let indexes: Vec<&str> = indexes.collect();
    let name = |ready: &Ready| Some((ready.name_key.clone(), ready.person.born_on?.to_string()));
    let names: Vec<(String, String)> = rows.iter().filter_map(name).collect();
    let (numbered, named) = registered(tx, &indexes, &names)?;
    Ok(Registry::of(numbered, named))
}

/// The smallest area that holds them all, so that those who read its journal find the import.
fn widest<'a>(mut areas: impl Iterator<Item = &'a AreaPath>) -> AreaPath {
    let Some(mut area) = areas.next().cloned() else { return AreaPath::county() };
    for other in areas {
        while !area.contains(other) {
            let Some(parent) = area.parent() else { return area };
            area = parent;
        }
    }
    area
}
