//! What people may see of a disclosure on its way, and of what was published.

use std::collections::HashMap;

use jiff::Timestamp;
use law::sunshine::{Finding, Frequency, Progress, Stage, StepTaken, progress};
use platform::files::{FileUse, Subject, UseId, use_of, uses_of};
use platform::{Actor, AreaPath, Error, PersonId, Result, Tx};
use registry::{BodyKind, merging};

use crate::checks;
use crate::item::{Item, Shape};
use crate::model::{Disclosure, DisclosureId, Draft, Event, LedgerLine, StageWord, Told, Version};
use crate::powers::{DESK, DRAFT, PUBLISH, REVIEW, SETTLE, SIGN};
use crate::refusals;
use crate::store::{drafts, items, published};

/// A disclosure on its way, with all that belongs to it.
#[derive(Debug, Clone)]
pub struct File {
    /// What it says and where it stands.
    pub draft: Draft,
    /// By which wording of the catalogue.
    pub item: Item,
    /// The steps that were taken.
    pub events: Vec<Event>,
    /// Where the law has it stand.
    pub progress: Progress<Option<PersonId>>,
    /// The papers.
    pub files: Vec<FileUse>,
}

/// A published disclosure with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Published {
    /// What it says.
    pub disclosure: Disclosure,
    /// The lines of a ledger.
    pub lines: Vec<LedgerLine>,
    /// The rows of a table.
    pub rows: Vec<Vec<String>>,
    /// What happened to it.
    pub events: Vec<Event>,
    /// Where it stands.
    pub progress: Progress<Option<PersonId>>,
    /// The one that it sets right.
    pub corrects: Option<Disclosure>,
    /// Those that set it right.
    pub corrections: Vec<Told>,
    /// Papers and photos of the board.
    pub files: Vec<FileUse>,
}

/// Where a draft's papers, and the photos of the board, belong.
pub(crate) const fn subject(id: DisclosureId) -> Subject {
    Subject::new("sunshine.disclosure", id.0)
}

/// A paper that is published with it.
pub(crate) const ATTACHMENT: &str = "attachment";
/// A photo of it on the board.
pub(crate) const BOARD: &str = "board";
/// A photo of the board when it was taken down.
pub(crate) const TAKEN_DOWN: &str = "taken-down";

/// Whether the actor has to do with the disclosures of an area.
pub(crate) fn concerns(actor: &Actor, area: &AreaPath) -> bool {
    DESK.iter().any(|power| actor.may(*power, area))
}

/// A draft, if the actor has to do with the disclosures of its village.
pub(crate) fn load(tx: &mut Tx<'_>, actor: &Actor, id: DisclosureId) -> Result<Draft> {
    let draft = drafts::find(tx, id)?;
    if concerns(actor, &draft.area_path) { Ok(draft) } else { Err(Error::NotFound) }
}

/// The law's view of the steps that were taken.
pub(crate) fn progress_of(draft: &Draft, events: &[Event]) -> Result<Progress<Option<PersonId>>> {
    let steps: Vec<StepTaken<Option<PersonId>>> = events
        .iter()
        .map(|event| StepTaken { step: event.act.0, on: event.happened_on, by: event.actor_id })
        .collect();
    progress(draft.drafted_by_id, &steps)
        .map_err(|_| Error::fault("the steps of a disclosure do not follow each other"))
}

/// A disclosure on its way, for who has to do with it.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, id: DisclosureId) -> Result<File> {
    let draft = load(tx, actor, id)?;
    whole(tx, draft)
}

pub(crate) fn whole(tx: &mut Tx<'_>, draft: Draft) -> Result<File> {
    let item = items::version(tx, draft.version_id)?.content.0;
    let events = drafts::events_of(tx, draft.id)?;
    let progress = progress_of(&draft, &events)?;
    let files = uses_of(tx, subject(draft.id))?;
    Ok(File { draft, item, events, progress, files })
}

/// What the checks find in it.
pub fn findings(tx: &mut Tx<'_>, file: &File) -> Result<Vec<Finding>> {
    let previous = previous_closing(tx, &file.draft, &file.item)?;
    let period = file.draft.period.0;
    // What happened on a day may have been paid for later.
    let matter = period.frequency() == Frequency::AtOnce;
    let last = if matter { tx.today() } else { period.last_day() };
    let span = (period.first_day(), last);
    let content = &file.draft.content.0;
    if !checks::is_complete(&file.item, content) {
        return Ok(Vec::new());
    }
    Ok(checks::findings(&file.item, content, span, previous))
}

/// What the ledger before it ended with, as it was last set right.
fn previous_closing(tx: &mut Tx<'_>, draft: &Draft, item: &Item) -> Result<Option<i64>> {
    if item.shape != Shape::Ledger || draft.period.0.frequency() == Frequency::AtOnce {
        return Ok(None);
    }
    let before = draft.period.0.first_day().yesterday().map_err(|_| Error::NotFound)?;
    let told = published::last_of(tx, &draft.area_path, draft.item_id)?;
    let just_before = told.into_iter().find(|one| one.period.0.last_day() == before);
    Ok(just_before.and_then(|one| one.closing_fen))
}

/// Who acts, as the steps know that person: one of two registrations of the same is the other.
pub(crate) fn acting(
    tx: &mut Tx<'_>,
    actor: &Actor,
    draft: &Draft,
    events: &[Event],
) -> Result<Option<PersonId>> {
    let known = events.iter().filter_map(|event| event.actor_id).chain(draft.drafted_by_id);
    for person in known.collect::<Vec<_>>() {
        if merging::is_among(tx, actor, &[person])? {
            return Ok(Some(person));
        }
    }
    Ok(actor.person_id)
}

/// What stands in the villages of a post: what is to be done by its holder first.
pub fn desk(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Draft>> {
    let mut found = Vec::new();
    for area in areas_of(actor)? {
        for stage in Stage::ALL {
            if stage != Stage::Filed {
                found.extend(drafts::in_state(tx, &area, StageWord(stage))?);
            }
        }
    }
    Ok(found)
}

/// The areas in which the actor works on disclosures.
pub(crate) fn areas_of(actor: &Actor) -> Result<Vec<AreaPath>> {
    let scopes = [DRAFT, REVIEW, SIGN, SETTLE, PUBLISH].into_iter();
    let areas: Vec<AreaPath> = scopes
        .filter_map(|power| actor.scope(power).ok())
        .flat_map(|scope| scope.areas().to_vec())
        .collect();
    let mut areas = areas;
    areas.sort();
    areas.dedup();
    Ok(areas)
}

/// Who may sit in the joint meeting of a village: of the committee, of the Party branch.
pub(crate) fn joint_meeting_seats(
    tx: &mut Tx<'_>,
    area: &AreaPath,
) -> Result<(Vec<String>, Vec<String>)> {
    let bodies = registry::bodies_at(tx, area)?;
    let holders = registry::holders_at(tx, area)?;
    let of = |kinds: &[BodyKind]| {
        let own = |body: &registry::Body| kinds.contains(&body.kind);
        let ids: Vec<_> = bodies.iter().filter(|body| own(body)).map(|body| body.id).collect();
        let mut names: Vec<String> = Vec::new();
        for holder in holders.iter().filter(|holder| ids.contains(&holder.body_id)) {
            if !names.contains(&holder.name) {
                names.push(holder.name.clone());
            }
        }
        names
    };
    let committee = of(&[BodyKind::VillagersCommittee, BodyKind::ResidentsCommittee]);
    Ok((committee, of(&[BodyKind::PartyBranch])))
}

/// The code of a disclosure.
pub(crate) fn code_of(tx: &mut Tx<'_>, id: DisclosureId) -> Result<String> {
    Ok(drafts::find(tx, id)?.code)
}

/// What a village tells of at once, when something happens.
pub(crate) fn at_once(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Version>> {
    let today = tx.today();
    let mut found = items::in_force(tx, today)?;
    found.retain(|version| {
        let item = &version.content.0;
        let theirs = version.area_path == AreaPath::county() || version.area_path == *area;
        theirs && !item.retired && item.frequency == Frequency::AtOnce
    });
    Ok(found)
}

/// What was published under a code.
pub fn published(tx: &mut Tx<'_>, code: &str) -> Result<Published> {
    let code = platform::code::read(code).ok_or(Error::NotFound)?;
    let disclosure = published::by_code(tx, &code)?;
    let id = disclosure.id;
    let draft = drafts::find(tx, id)?;
    let events = drafts::events_of(tx, id)?;
    let corrects = disclosure.corrects_id.map(|old| published::find(tx, old)).transpose()?;
    Ok(Published {
        progress: progress_of(&draft, &events)?,
        lines: published::lines_of(tx, id)?,
        rows: published::rows_of(tx, id)?,
        corrections: published::corrections_of(tx, id)?,
        files: uses_of(tx, subject(id))?,
        corrects,
        events,
        disclosure,
    })
}

/// The code of the last ledger in which a village told of all its money.
pub(crate) fn last_ledger(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Option<String>> {
    let county = AreaPath::county();
    let Some(item) = items::by_key(tx, &county, LEDGER)? else { return Ok(None) };
    Ok(published::last_of(tx, area, item)?.into_iter().next().map(|told| told.code))
}

/// The item of all the money.
const LEDGER: &str = "finance.ledger";

/// Each item that a village tells of, with what it last told of it.
pub(crate) fn last_of_each(
    tx: &mut Tx<'_>,
    area: &AreaPath,
) -> Result<Vec<(Version, Option<Told>)>> {
    let today = tx.today();
    let mut found = Vec::new();
    let mut last: HashMap<String, Told> = HashMap::new();
    for told in published::newest_of_each(tx, area)? {
        last.entry(told.item_key.clone()).or_insert(told);
    }
    for version in items::in_force(tx, today)? {
        let theirs = version.area_path == AreaPath::county() || version.area_path == *area;
        if theirs && !version.content.0.retired {
            let told = last.remove(&version.content.0.key);
            found.push((version, told));
        }
    }
    Ok(found)
}

/// A file of what was published: its papers, and the photos of the board.
pub(crate) fn published_file(tx: &mut Tx<'_>, code: &str, file: UseId) -> Result<FileUse> {
    let code = platform::code::read(code).ok_or(Error::NotFound)?;
    let disclosure = published::by_code(tx, &code)?;
    use_of(tx, subject(disclosure.id), file)
}

/// A file of a draft, for who has to do with it.
pub(crate) fn draft_file(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (draft, file): (DisclosureId, UseId),
) -> Result<FileUse> {
    let draft = load(tx, actor, draft)?;
    use_of(tx, subject(draft.id), file)
}

/// Where a list goes on: after the one of this id, published at this moment.
pub type After = (Timestamp, DisclosureId);

/// The beginning of a list.
pub fn from_now(tx: &Tx<'_>) -> After {
    (tx.now(), DisclosureId(platform::Uuid::max()))
}

/// A village's board, the newest first.
pub fn board(tx: &mut Tx<'_>, area: &AreaPath, after: After, limit: u32) -> Result<Vec<Told>> {
    published::at(tx, area, after, limit)
}

/// Those of the whole county, the newest first.
pub fn all(tx: &mut Tx<'_>, after: After, limit: u32) -> Result<Vec<Told>> {
    published::all(tx, after, limit)
}

/// A published disclosure as a list has it.
pub(crate) fn told(tx: &mut Tx<'_>, code: &str) -> Result<Told> {
    let code = platform::code::read(code).ok_or(Error::NotFound)?;
    published::told(tx, &code)
}

/// The place of a code in the lists.
pub fn after_code(tx: &mut Tx<'_>, code: &str) -> Result<After> {
    let code = platform::code::read(code).ok_or_else(refusals::bad_mark)?;
    let disclosure = published::by_code(tx, &code)?;
    Ok((disclosure.published_at, disclosure.id))
}
