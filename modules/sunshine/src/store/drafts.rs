//! SQL of what is on its way, and of the steps that were taken.

use platform::storage::Json;
use platform::{Actor, AreaPath, Result, Tx, sql};

use crate::model::{
    Content, Detail, DisclosureId, Draft, Event, ItemId, ItemVersionId, PeriodWord, StageWord,
    StepWord,
};

sql! {
    INSERT: "insert into disclosure_drafts (id, code, area_path, item_id, version_id, period,
               corrects_id, content, state, events, drafted_by_id, drafted_by, created_at, moved_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, ?12, ?12)";
    DRAFT: "select id, code, area_path, item_id, version_id, period, corrects_id, content, state, events,
              drafted_by_id, drafted_by, created_at, moved_at
            from disclosure_drafts where id = ?1";
    IN_STATE: "select id, code, area_path, item_id, version_id, period, corrects_id, content, state,
                 events, drafted_by_id, drafted_by, created_at, moved_at
               from disclosure_drafts
               where area_path between ?1 and ?2 and state = ?3
               order by moved_at desc limit 100";
    OF_TIME: "select area_path, item_id, period, state from disclosure_drafts
              where area_path between ?1 and ?2 and created_at >= ?3 and corrects_id is null
              limit 200000";
    OPEN_OF: "select area_path, item_id, period, state from disclosure_drafts
              where area_path = ?1 and item_id = ?2 and corrects_id is null
                and state in ('draft', 'under_review', 'returned', 'reviewed', 'settled')
              limit 1000";
    SAVE: "update disclosure_drafts set content = ?2, moved_at = ?3
           where id = ?1 and events = ?4 and state in ('draft', 'returned')";
    MOVE: "update disclosure_drafts set state = ?2, events = events + 1, moved_at = ?3
           where id = ?1 and events = ?4";
    DISCARD: "delete from disclosure_drafts where id = ?1 and events = 0 and state = 'draft'";
    INSERT_EVENT: "insert into disclosure_events (disclosure_id, number, act, happened_on, noted_at,
                     actor_id, actor_name, detail)
                   values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    EVENTS_OF: "select number, act, happened_on, noted_at, actor_id, actor_name, detail
                from disclosure_events where disclosure_id = ?1 order by number limit 200";
}

platform::record! {
    /// A period of which something was begun.
    pub(crate) struct Begun {
        pub(crate) area_path: AreaPath,
        pub(crate) item_id: ItemId,
        pub(crate) period: PeriodWord,
        pub(crate) state: StageWord,
    }
}

/// What a draft begins with.
pub(crate) struct NewDraft<'a> {
    pub(crate) code: String,
    pub(crate) area: &'a AreaPath,
    pub(crate) item: ItemId,
    pub(crate) version: ItemVersionId,
    pub(crate) period: PeriodWord,
    pub(crate) corrects: Option<DisclosureId>,
    pub(crate) content: &'a Content,
    pub(crate) state: StageWord,
}

pub(crate) fn insert(tx: &mut Tx<'_>, actor: &Actor, new: &NewDraft<'_>) -> Result<DisclosureId> {
    let (id, now) = (tx.new_id::<DisclosureId>(), tx.now());
    tx.run_one(
        &INSERT,
        &[
            &id,
            &new.code,
            new.area,
            &new.item,
            &new.version,
            &new.period,
            &new.corrects,
            &Json(new.content),
            &new.state,
            &actor.person_id,
            &actor.name,
            &now,
        ],
    )?;
    Ok(id)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Draft> {
    tx.one(&DRAFT, &[&id])
}

/// What stands at one stage within an area, the last moved first.
pub(crate) fn in_state(tx: &mut Tx<'_>, area: &AreaPath, state: StageWord) -> Result<Vec<Draft>> {
    let (first, last) = area.range();
    tx.query(&IN_STATE, &[&first, &last, &state])
}

/// What was begun in an area since a moment, corrections left out.
pub(crate) fn of_time(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    since: jiff::Timestamp,
) -> Result<Vec<Begun>> {
    let (first, last) = area.range();
    tx.query(&OF_TIME, &[&first, &last, &since])
}

/// What a village is writing of an item, or has waiting to be published.
pub(crate) fn open_of(tx: &mut Tx<'_>, area: &AreaPath, item: ItemId) -> Result<Vec<Begun>> {
    tx.query(&OPEN_OF, &[area, &item])
}

/// Writes what a draft says, if nobody took a step meanwhile.
pub(crate) fn save(tx: &mut Tx<'_>, draft: &Draft, content: &Content) -> Result<u64> {
    let now = tx.now();
    tx.run(&SAVE, &[&draft.id, &Json(content), &now, &draft.events])
}

/// Notes a step and where it leads; 0 where somebody else was faster.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    draft: &Draft,
    (step, state): (StepWord, StageWord),
    (actor, on): (&Actor, jiff::civil::Date),
    detail: &Detail,
) -> Result<u64> {
    let now = tx.now();
    let moved = tx.run(&MOVE, &[&draft.id, &state, &now, &draft.events])?;
    if moved == 1 {
        let number = draft.events + 1;
        tx.run_one(
            &INSERT_EVENT,
            &[&draft.id, &number, &step, &on, &now, &actor.person_id, &actor.name, &Json(detail)],
        )?;
    }
    Ok(moved)
}

/// Throws a draft away with which no step was taken.
pub(crate) fn discard(tx: &mut Tx<'_>, id: DisclosureId) -> Result<u64> {
    tx.run(&DISCARD, &[&id])
}

pub(crate) fn events_of(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Vec<Event>> {
    tx.query(&EVENTS_OF, &[&id])
}
