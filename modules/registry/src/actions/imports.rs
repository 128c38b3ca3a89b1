//! A roster in stages: brought, its columns told, checked, confirmed, saved.
//!
//! Checking and saving go on beside everything else, on a thread of their own. What a person
//! decides is an act; what the program has done so far stands in the record, so that it can go on
//! after a restart.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use platform::sealed::SealedWriter;
use platform::{Actor, App, Entry, Error, PersonId, Result, Tx, aside};

use super::checking::{self, Check};
use super::rosters::{Progress, Save, save};
use crate::model::{Import, ImportId, ImportState, PEOPLE_IMPORT};
use crate::roster::{Layout, Villages};
use crate::staging::{self, Staging};
use crate::store::imports::Brought;
use crate::{areas, refusals, store};

/// The kind of list of a roster.
pub(crate) const ROSTER: &str = "roster";
/// The files of an import that nobody decides on are deleted after so many days.
const DAYS_KEPT: i64 = 7;

/// A file that is being brought, piece by piece.
pub struct Bringing {
    id: ImportId,
    file: SealedWriter,
}

impl Bringing {
    /// Adds a piece.
    pub fn add(&mut self, piece: &[u8]) -> Result<()> {
        self.file.write(piece)
    }

    /// Deletes what came so far.
    pub fn drop_file(self, app: &App) -> Result<()> {
        Staging::of(app, self.id).delete()
    }
}

/// Begins to take in a file. It is sealed as it comes.
pub fn bring(app: &App, actor: &Actor) -> Result<Bringing> {
    actor.scope(PEOPLE_IMPORT)?;
    let id: ImportId = app.sources().new_id(app.clock().now());
    Ok(Bringing { id, file: Staging::of(app, id).bring()? })
}

/// Takes a roster that was brought into the record.
pub async fn bring_roster(
    app: &App,
    actor: &Actor,
    bringing: Bringing,
    file_name: &str,
) -> Result<ImportId> {
    let (id, scope) = (bringing.id, actor.scope(PEOPLE_IMPORT)?);
    let (bytes, digest) = bringing.file.finish()?;
    let staging = Staging::of(app, id);
    // A file that is no list is not kept.
    let source = staging.source();
    if let Err(error) = aside("look", move || platform::table::peek(&source, None)).await {
        staging.delete()?;
        return Err(error);
    }
    let new = Brought {
        kind: ROSTER,
        area_path: scope.areas().first().cloned().unwrap_or_default(),
        file_name: file_name.chars().take(120).collect(),
        file_bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        file_sha256: digest,
    };
    let actor = actor.clone();
    let done = app
        .db
        .write(move |tx| {
            store::imports::insert(tx, id, &actor, &new)?;
            store::imports::add_step(tx, id, &actor, ImportState::Brought)?;
            let facts = serde_json::json!({ "bytes": new.file_bytes, "sha256": new.file_sha256 });
            let entry = Entry::new("registry.list_brought", "import", id.0, &new.area_path);
            tx.journal(&actor, entry.facts(facts))?;
            Ok(id)
        })
        .await;
    if done.is_err() {
        staging.delete()?;
    }
    done
}

/// Says which column is which, remembers it for the next list with this head, and begins to check.
pub async fn check_columns(app: &App, actor: &Actor, id: ImportId, layout: Layout) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let import = import(tx, &actor, id)?;
            layout.mapping.check()?;
            village_for_all(tx, &actor, &layout)?;
            none_running(tx)?;
            store::imports::set_layout(tx, id, &layout)?;
            let (signature, mapping) = (layout.signature(), &layout.mapping);
            store::imports::remember(tx, &import.kind, &signature, mapping)?;
            let from = [ImportState::Brought, ImportState::Checked];
            step(tx, &actor, &import, &from, ImportState::Checking)?;
            tx.journal(
                &actor,
                Entry::new("registry.list_columns", "import", id.0, &import.area_path),
            )
        })
        .await?;
    begin(app, id)
}

fn village_for_all(tx: &mut Tx<'_>, actor: &Actor, layout: &Layout) -> Result<()> {
    let village = &layout.mapping.village;
    if village.is_empty() {
        return Ok(());
    }
    let villages = Villages::of(&areas::known(tx)?, &actor.scope(PEOPLE_IMPORT)?);
    villages.find(village).map(drop).map_err(|_| refusals::village_for_all().into())
}

/// Confirms: what is good is saved, changes of known persons only if that was said as well.
pub async fn confirm_import(
    app: &App,
    actor: &Actor,
    id: ImportId,
    with_changes: bool,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let import = import(tx, &actor, id)?;
            let counts = &import.counts.0;
            if counts.new == 0 && !(with_changes && counts.changed > 0) {
                return Err(refusals::nothing_to_import().into());
            }
            none_running(tx)?;
            store::imports::set_confirmed(tx, id, with_changes, actor.person_id)?;
            step(tx, &actor, &import, &[ImportState::Checked], ImportState::Saving)?;
            let facts = serde_json::json!({
                "new": counts.new,
                "changed": counts.changed,
                "with_changes": with_changes,
                "bad": counts.bad,
            });
            let entry = Entry::new("registry.list_confirmed", "import", id.0, &import.area_path);
            tx.journal(&actor, entry.facts(facts))
        })
        .await?;
    begin(app, id)
}

/// Ends an import; what is not saved yet is not saved. The files are deleted.
pub async fn end_import(app: &App, actor: &Actor, id: ImportId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let import = import(tx, &actor, id)?;
            let from = [
                ImportState::Brought,
                ImportState::Checking,
                ImportState::Checked,
                ImportState::Saving,
                ImportState::Failed,
            ];
            step(tx, &actor, &import, &from, ImportState::GivenUp)?;
            let entry = Entry::new("registry.list_ended", "import", id.0, &import.area_path);
            tx.journal(&actor, entry)
        })
        .await?;
    Staging::of(app, id).delete()
}

/// The last rosters that were brought where the actor may import, the newest first.
pub(crate) fn recent_imports(tx: &mut Tx<'_>, actor: &Actor, limit: u32) -> Result<Vec<Import>> {
    let scope = actor.scope(PEOPLE_IMPORT)?;
    let mut imports = store::imports::of_kind(tx, ROSTER, limit)?;
    imports.retain(|import| scope.contains(&import.area_path));
    Ok(imports)
}

/// The import, if the actor may import where it was brought.
pub(crate) fn import(tx: &mut Tx<'_>, actor: &Actor, id: ImportId) -> Result<Import> {
    let import = store::imports::find(tx, id)?;
    let area = import.area_path.clone();
    actor.scope(PEOPLE_IMPORT)?.admit(&area, import)
}

fn none_running(tx: &mut Tx<'_>) -> Result<()> {
    for state in [ImportState::Checking, ImportState::Saving] {
        if !store::imports::in_state(tx, state)?.is_empty() {
            return Err(refusals::import_running().into());
        }
    }
    Ok(())
}

fn step(
    tx: &mut Tx<'_>,
    actor: &Actor,
    import: &Import,
    from: &[ImportState],
    to: ImportState,
) -> Result<()> {
    let moved =
        from.contains(&import.state) && store::imports::move_on(tx, import.id, import.state, to)?;
    if !moved {
        return Err(refusals::import_moved_on().into());
    }
    store::imports::add_step(tx, import.id, actor, to)
}

/// The imports that this process works on.
static RUNNING: Mutex<Option<HashSet<ImportId>>> = Mutex::new(None);

fn running<T>(change: impl FnOnce(&mut HashSet<ImportId>) -> T) -> T {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    change(running.get_or_insert_default())
}

/// Goes on with what was cut off when the program ended.
pub async fn go_on_with_imports(app: &App) -> Result<()> {
    let imports = app.db.read(|tx| {
        let mut imports = store::imports::in_state(tx, ImportState::Checking)?;
        imports.extend(store::imports::in_state(tx, ImportState::Saving)?);
        Ok(imports)
    });
    imports.await?.into_iter().try_for_each(|import| begin(app, import.id))
}

fn begin(app: &App, id: ImportId) -> Result<()> {
    if !running(|running| running.insert(id)) {
        return Ok(());
    }
    let app = app.clone();
    platform::aside::begin("import", move || {
        let done = work(&app, id);
        running(|running| running.remove(&id));
        if let Err(error) = done {
            tracing::error!(import = %id, %error, "import");
            if let Err(error) = app.db.write_now(move |tx| fail(tx, id)) {
                tracing::error!(import = %id, %error, "import");
            }
        }
    })
}

fn fail(tx: &mut Tx<'_>, id: ImportId) -> Result<()> {
    let import = store::imports::find(tx, id)?;
    if import.is_running() {
        let from = [import.state];
        step(tx, &Actor::program(), &import, &from, ImportState::Failed)?;
    }
    Ok(())
}

/// Does what the state of the import asks for.
fn work(app: &App, id: ImportId) -> Result<()> {
    let import = app.db.read_now(move |tx| store::imports::find(tx, id))?;
    match import.state {
        ImportState::Checking => work_check(app, &import),
        ImportState::Saving => work_save(app, &import),
        _ => Ok(()),
    }
}

fn work_check(app: &App, import: &Import) -> Result<()> {
    let (id, staging) = (import.id, Staging::of(app, import.id));
    let actor = actor(app, import.brought_by)?;
    let scope = actor.scope(PEOPLE_IMPORT)?;
    let layout = import.layout.as_ref().map(|layout| &layout.0);
    let source = staging.source();
    let check = Check { app, scope, source: &source, sheet: None, layout, staging: &staging };
    let state = ImportState::Checking;
    let note_far = move |far: Progress| {
        let far = (far.thousandths, far.rows, 0);
        app.db.write_now(move |tx| store::imports::set_far(tx, id, state, far))
    };
    let counts = match checking::check(&check, &note_far) {
        Ok(None) => return staging.delete(),
        Ok(Some(found)) => found.counts,
        // A list without a row below its head has nothing to check.
        Err(Error::Refused(_)) => crate::roster::Counts::default(),
        Err(error) => return Err(error),
    };
    app.db.write_now(move |tx| {
        let import = store::imports::find(tx, id)?;
        store::imports::set_counts(tx, id, &counts)?;
        step(tx, &Actor::program(), &import, &[state], ImportState::Checked)
    })
}

fn work_save(app: &App, import: &Import) -> Result<()> {
    let (id, staging) = (import.id, Staging::of(app, import.id));
    let actor = actor(app, import.confirmed_by)?;
    let layout = import.layout.as_ref().ok_or_else(|| Error::fault("an import without columns"))?;
    let (mapping, with_changes) = (&layout.0.mapping, import.with_changes);
    let mut counts = import.counts.0.clone();
    let work = Save { app, actor: &actor, staging: &staging, mapping, with_changes };
    let going_on = |_: Progress| Ok(true);
    match save(&work, Some(id), import.frames_done, &mut counts, &going_on) {
        // Somebody ended it.
        Err(Error::Refused(refusal)) if refusal.code == refusals::import_moved_on().code => {
            return staging.delete();
        }
        other => other?,
    };
    app.db.write_now(move |tx| {
        let import = store::imports::find(tx, id)?;
        step(tx, &Actor::program(), &import, &[ImportState::Saving], ImportState::Saved)
    })?;
    staging.delete()
}

/// The person who decided, with the posts that they hold today.
fn actor(app: &App, person: Option<PersonId>) -> Result<Actor> {
    let person = person.ok_or_else(|| Error::fault("an import that nobody decided on"))?;
    app.db.read_now(move |tx| {
        let registrar = tx.surroundings().registrar;
        let today = tx.today();
        let (name, home) = (registrar.person)(tx, person)?;
        let posts = (registrar.posts_held)(tx, person, today)?;
        Ok(Actor { person_id: Some(person), session: None, token: None, name, home, posts })
    })
}

/// Ends imports that nobody decided on, and deletes files whose import has ended. It says how many
/// it ended or deleted.
pub async fn sweep_imports(app: &App) -> Result<u64> {
    let lapsed = app.db.write(lapse).await?;
    let Ok(folders) = std::fs::read_dir(staging::folder(app)) else { return Ok(lapsed) };
    let mut swept = lapsed;
    for folder in folders.flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        let Ok(id) = name.parse::<ImportId>() else { continue };
        let ended = app.db.read(move |tx| ended(tx, id)).await?;
        if ended {
            Staging::of(app, id).delete()?;
            swept += 1;
        }
    }
    Ok(swept)
}

fn lapse(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - SignedDuration::from_hours(24 * DAYS_KEPT);
    let mut lapsed = 0;
    for state in [ImportState::Brought, ImportState::Checked, ImportState::Failed] {
        for import in store::imports::in_state(tx, state)? {
            if import.created_at < before {
                step(tx, &Actor::program(), &import, &[state], ImportState::Lapsed)?;
                lapsed += 1;
            }
        }
    }
    Ok(lapsed)
}

/// Whether files of that id are of no more use: the import has ended, or was never recorded and is
/// old.
fn ended(tx: &mut Tx<'_>, id: ImportId) -> Result<bool> {
    match store::imports::find(tx, id) {
        Ok(import) => Ok(matches!(
            import.state,
            ImportState::Saved | ImportState::GivenUp | ImportState::Lapsed
        )),
        Err(Error::NotFound) => {
            let made = id.0.get_timestamp().map_or(0, |at| at.to_unix().0);
            let made = i64::try_from(made).ok().and_then(|at| Timestamp::from_second(at).ok());
            let before = tx.now() - SignedDuration::from_hours(24 * DAYS_KEPT);
            Ok(made.is_none_or(|made| made < before))
        }
        Err(error) => Err(error),
    }
}
