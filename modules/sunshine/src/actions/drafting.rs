//! Writing what is to be told: begun by the clerk or the accountant, changed until it is submitted.

use jiff::civil::Date;
use law::sunshine::{Frequency, Period, Stage};
use platform::files::{Kept, UseId, attach, detach, detach_all};
use platform::{Actor, App, AreaId, Entry, Result, Tx};
use serde_json::json;

use super::reading::{self, ATTACHMENT, File, subject};
use crate::model::{Content, DisclosureId, Draft, ItemId, Line, PeriodWord, StageWord};
use crate::powers::DRAFT;
use crate::refusals;
use crate::store::{drafts, imports, items, published};

/// Lines of one ledger, rows of one table.
pub(crate) const LINES_MAX: usize = 2_000;

/// Begins a draft of an item for a period.
pub async fn begin(
    app: &App,
    actor: &Actor,
    (area, item): (AreaId, ItemId),
    period: Period,
) -> Result<DisclosureId> {
    let (actor, code) = (actor.clone(), platform::code::new(app.sources()));
    app.db.write(move |tx| begin_in(tx, &actor, &code, (area, item), period)).await
}

fn begin_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    code: &str,
    (area, item): (AreaId, ItemId),
    period: Period,
) -> Result<DisclosureId> {
    let area = registry::area(tx, area)?;
    actor.permit(DRAFT, &area.path)?;
    let today = tx.today();
    let version = items::in_force(tx, today)?
        .into_iter()
        .find(|version| version.item_id == item && !version.content.0.retired)
        .filter(|version| version.area_path.contains(&area.path))
        .ok_or_else(refusals::no_such_item)?;
    let matter = period.frequency() == Frequency::AtOnce;
    if matter != (version.content.0.frequency == Frequency::AtOnce) {
        return Err(refusals::period_of_another_kind().into());
    }
    if period.first_day() > today {
        return Err(refusals::period_to_come().into());
    }
    if !matter {
        refuse_second(tx, &area.path, item, period)?;
    }
    let title = format!("{}{}", heading(period), version.content.0.title);
    let content = Content { title, ..Content::default() };
    let content = with_opening(tx, &area.path, item, period, content)?;
    let new = drafts::NewDraft {
        code: code.to_owned(),
        area: &area.path,
        item,
        version: version.id,
        period: PeriodWord(period),
        corrects: None,
        content: &content,
        state: StageWord(Stage::Draft),
    };
    let id = drafts::insert(tx, actor, &new)?;
    let entry = Entry::new("sunshine.draft_begun", "disclosure", id.0, &area.path);
    let facts = json!({ "item": version.content.0.key, "period": period.key() });
    tx.journal(actor, entry.facts(facts))?;
    Ok(id)
}

fn heading(period: Period) -> String {
    if period.frequency() == Frequency::AtOnce { String::new() } else { period.zh() }
}

/// One period is told of once; what was wrong in it is corrected.
pub(super) fn refuse_second(
    tx: &mut Tx<'_>,
    area: &platform::AreaPath,
    item: ItemId,
    period: Period,
) -> Result<()> {
    let told = published::last_of(tx, area, item)?;
    if told.iter().any(|one| one.period.0 == period) {
        return Err(refusals::told_already().into());
    }
    let open = drafts::open_of(tx, area, item)?;
    let same = open.iter().any(|one| one.period.0 == period);
    if same { Err(refusals::being_drafted().into()) } else { Ok(()) }
}

/// A ledger begins with what the last one ended with.
fn with_opening(
    tx: &mut Tx<'_>,
    area: &platform::AreaPath,
    item: ItemId,
    period: Period,
    content: Content,
) -> Result<Content> {
    let told = published::last_of(tx, area, item)?;
    let before = period.first_day().yesterday().ok();
    let last = told.into_iter().find(|one| Some(one.period.0.last_day()) == before);
    Ok(Content { opening: last.and_then(|last| last.closing_fen), ..content })
}

/// Begins a draft that sets a published disclosure right. The old one stays as it is.
pub async fn begin_correction(
    app: &App,
    actor: &Actor,
    published: DisclosureId,
) -> Result<DisclosureId> {
    let (actor, code) = (actor.clone(), platform::code::new(app.sources()));
    app.db
        .write(move |tx| {
            let old = reading::load(tx, &actor, published)?;
            actor.permit(DRAFT, &old.area_path)?;
            published::find(tx, published)?;
            if !published::corrections_of(tx, published)?.is_empty() {
                return Err(refusals::corrected_already().into());
            }
            let new = drafts::NewDraft {
                code: code.clone(),
                area: &old.area_path,
                item: old.item_id,
                version: old.version_id,
                period: old.period,
                corrects: Some(published),
                content: &old.content.0,
                state: StageWord(Stage::Draft),
            };
            let id = drafts::insert(tx, &actor, &new)?;
            let entry = Entry::new("sunshine.correction_begun", "disclosure", id.0, &old.area_path);
            tx.journal(&actor, entry.facts(json!({ "corrects": old.code })))?;
            Ok(id)
        })
        .await
}

/// What a draft says besides its lines.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Its heading.
    pub title: String,
    /// The text.
    pub words: String,
    /// What was there at the beginning.
    pub opening: Option<i64>,
    /// What is there at the end.
    pub closing: Option<i64>,
    /// The rows of a table.
    pub rows: Vec<Vec<String>>,
}

/// Writes what a draft says besides its lines.
pub async fn save(app: &App, actor: &Actor, id: DisclosureId, words: Words) -> Result<()> {
    change(app, actor, id, move |content| {
        if words.title.trim().is_empty() {
            return Err(refusals::title_missing().into());
        }
        content.title.clone_from(&words.title);
        content.words.clone_from(&words.words);
        content.opening = words.opening;
        content.closing = words.closing;
        content.rows.clone_from(&words.rows);
        Ok(())
    })
    .await
}

/// Adds lines to a ledger; they stand in the order of their days.
pub async fn add_lines(app: &App, actor: &Actor, id: DisclosureId, lines: Vec<Line>) -> Result<()> {
    change(app, actor, id, move |content| {
        content.lines.extend(lines.iter().cloned());
        settle(content)
    })
    .await
}

/// Puts another line in the place of one, or takes it away.
pub async fn change_line(
    app: &App,
    actor: &Actor,
    id: DisclosureId,
    (number, line): (usize, Option<Line>),
) -> Result<()> {
    change(app, actor, id, move |content| {
        let at = number.checked_sub(1).filter(|at| *at < content.lines.len());
        let at = at.ok_or(platform::Error::NotFound)?;
        match &line {
            Some(line) => {
                if let Some(place) = content.lines.get_mut(at) {
                    place.clone_from(line);
                }
            }
            None => drop(content.lines.remove(at)),
        }
        settle(content)
    })
    .await
}

pub(super) fn settle(content: &mut Content) -> Result<()> {
    if content.lines.len() > LINES_MAX {
        return Err(refusals::too_many_lines(LINES_MAX).into());
    }
    content.lines.sort_by_key(|line| line.on.unwrap_or(Date::MAX));
    Ok(())
}

/// Loads a draft that may still be changed, changes it, saves it.
async fn change(
    app: &App,
    actor: &Actor,
    id: DisclosureId,
    how: impl Fn(&mut Content) -> Result<()> + Send + 'static,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let draft = editable(tx, &actor, id)?;
            let mut content = draft.content.0.clone();
            how(&mut content)?;
            store(tx, &draft, &content)
        })
        .await
}

pub(super) fn store(tx: &mut Tx<'_>, draft: &Draft, content: &Content) -> Result<()> {
    match drafts::save(tx, draft, content)? {
        1 => Ok(()),
        _ => Err(refusals::moved_meanwhile().into()),
    }
}

/// A draft that may still be changed, for who drafts in its village.
pub(super) fn editable(tx: &mut Tx<'_>, actor: &Actor, id: DisclosureId) -> Result<Draft> {
    let draft = reading::load(tx, actor, id)?;
    actor.permit(DRAFT, &draft.area_path)?;
    if draft.state.0.editable() { Ok(draft) } else { Err(refusals::no_draft().into()) }
}

/// Notes papers that are published with it.
pub async fn attach_files(
    app: &App,
    actor: &Actor,
    id: DisclosureId,
    kept: Vec<Kept>,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let draft = editable(tx, &actor, id)?;
            for file in &kept {
                attach(tx, &actor, subject(draft.id), ATTACHMENT, (file, ""))?;
            }
            let entry = Entry::new("sunshine.files_added", "disclosure", id.0, &draft.area_path);
            tx.journal(&actor, entry.facts(json!({ "files": kept.len() })))
        })
        .await
}

/// Takes a paper away again.
pub async fn detach_file(
    app: &App,
    actor: &Actor,
    (id, file): (DisclosureId, UseId),
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let draft = editable(tx, &actor, id)?;
            detach(tx, subject(draft.id), file)?;
            let entry = Entry::new("sunshine.file_removed", "disclosure", id.0, &draft.area_path);
            tx.journal(&actor, entry)
        })
        .await
}

/// Throws a draft away that nobody has submitted yet.
pub async fn discard(app: &App, actor: &Actor, id: DisclosureId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let draft = editable(tx, &actor, id)?;
            if draft.events > 0 {
                return Err(refusals::submitted_once().into());
            }
            detach_all(tx, subject(draft.id))?;
            imports::delete_of(tx, draft.id)?;
            if drafts::discard(tx, draft.id)? == 0 {
                return Err(refusals::moved_meanwhile().into());
            }
            let entry =
                Entry::new("sunshine.draft_discarded", "disclosure", id.0, &draft.area_path);
            tx.journal(&actor, entry.facts(json!({ "period": draft.period.0.key() })))
        })
        .await
}

/// What must come with a disclosure and is not there.
pub(super) fn attachments_missing(file: &File) -> bool {
    let there = file.files.iter().any(|used| used.place == ATTACHMENT);
    !file.item.attachments.is_empty() && !there
}
