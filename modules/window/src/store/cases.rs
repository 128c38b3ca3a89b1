//! SQL of cases, their events, papers and ratings. Events and ratings are only ever added.

use std::collections::HashSet;

use jiff::Timestamp;
use platform::privacy::Sealed;
use platform::storage::Json;
use platform::{Actor, AreaPath, BodyId, Error, PersonId, Result, Tx, record, sql};

use crate::model::{
    Case, CaseEvent, CaseId, CaseMaterial, Detail, MaterialState, Rated, StoredAct, StoredStage,
    StoredState,
};

sql! {
    INSERT_CASE: "insert into cases (id, code, version_id, item_id, item_name, applicant_id,
                    applicant_name, area_path, area_name, channel, consent_id, state, stage, holder_id,
                    open, events, answers_sealed, delivery, opened_at, moved_at, licence)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 1, 0, ?15, ?16,
                    ?17, ?17, ?18)";
    CASE: "select id, code, version_id, item_id, item_name, applicant_id, applicant_name, area_path,
             area_name, channel, consent_id, state, stage, holder_id, events, answers_sealed, delivery,
             opened_at, moved_at
           from cases where id = ?1";
    CASE_BY_CODE: "select id, code, version_id, item_id, item_name, applicant_id, applicant_name,
                     area_path, area_name, channel, consent_id, state, stage, holder_id, events,
                     answers_sealed, delivery, opened_at, moved_at
                   from cases where code = ?1";
    CASES_OF: "select id, code, version_id, item_id, item_name, applicant_id, applicant_name, area_path,
                 area_name, channel, consent_id, state, stage, holder_id, events, answers_sealed,
                 delivery, opened_at, moved_at
               from cases where applicant_id = ?1 order by opened_at desc limit 100";
    CASES_OF_AFTER: "select id, code, version_id, item_id, item_name, applicant_id, applicant_name,
                       area_path, area_name, channel, consent_id, state, stage, holder_id, events,
                       answers_sealed, delivery, opened_at, moved_at
                     from cases
                     where applicant_id = ?1 and opened_at <= ?2 and (opened_at < ?2 or id < ?3)
                     order by opened_at desc, id desc limit ?4";
    OPEN_AT: "select id, code, version_id, item_id, item_name, applicant_id, applicant_name, area_path,
                area_name, channel, consent_id, state, stage, holder_id, events, answers_sealed,
                delivery, opened_at, moved_at
              from cases where holder_id = ?1 and open = 1 order by moved_at limit ?2";
    EVENTS_OF_OPEN_AT: "select e.case_id, e.number, e.act, e.happened_on, e.noted_at, e.actor_id,
                          e.actor_name, e.body_name, e.detail
                        from cases c join case_events e on e.case_id = c.id
                        where c.holder_id = ?1 and c.open = 1
                        order by e.case_id, e.number limit 20000";
    EVENTS_OF_OPEN_IN: "select e.case_id, e.number, e.act, e.happened_on, e.noted_at, e.actor_id,
                          e.actor_name, e.body_name, e.detail
                        from cases c join case_events e on e.case_id = c.id
                        where c.area_path between ?1 and ?2 and c.open = 1
                        order by e.case_id, e.number limit 1000000";
    OPEN_IN: "select id, code, version_id, item_id, item_name, applicant_id, applicant_name, area_path,
                area_name, channel, consent_id, state, stage, holder_id, events, answers_sealed,
                delivery, opened_at, moved_at
              from cases where area_path between ?1 and ?2 and open = 1 order by opened_at limit ?3";
    DEAD_AT: "select c.id from cases c join persons p on p.id = c.applicant_id
              where c.holder_id = ?1 and c.open = 1 and p.died_on is not null limit 2000";
    DEAD_IN: "select c.id from cases c join persons p on p.id = c.applicant_id
              where c.area_path between ?1 and ?2 and c.open = 1 and p.died_on is not null limit 2000";
    IN_STATE: "select id, code, version_id, item_id, item_name, applicant_id, applicant_name, area_path,
                 area_name, channel, consent_id, state, stage, holder_id, events, answers_sealed,
                 delivery, opened_at, moved_at
               from cases where open = 1 and licence = 1 and state = ?1 order by moved_at limit ?2";
    COUNT_OPEN: "select count(*) from cases where open = 1";
    MOVE: "update cases set state = ?3, stage = ?4, holder_id = ?5, open = ?6, events = events + 1,
             moved_at = ?7
           where id = ?1 and events = ?2";
    OPEN_OF: "select count(*) from (
                select id from cases where applicant_id = ?1 and open = 1 limit 1) as any_open";
    SEALED_ANSWERS: "select id, answers_sealed as sealed from cases where id > ?1 order by id limit ?2";
    RESEAL_ANSWERS: "update cases set answers_sealed = ?2 where id = ?1 and answers_sealed = ?3";
    RESUBMIT: "update cases set answers_sealed = ?2, delivery = ?3 where id = ?1";
    INSERT_EVENT: "insert into case_events (case_id, number, act, happened_on, noted_at, actor_id,
                     actor_name, body_name, detail)
                   values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    EVENTS_OF: "select case_id, number, act, happened_on, noted_at, actor_id, actor_name, body_name,
                  detail
                from case_events where case_id = ?1 order by number limit 1000";
    INSERT_MATERIAL: "insert into case_materials (case_id, number, name, state, note, moved_at)
                      values (?1, ?2, ?3, ?4, ?5, ?6)";
    MATERIALS_OF: "select number, name, state, note from case_materials where case_id = ?1
                   order by number limit 200";
    MOVE_MATERIAL: "update case_materials set state = ?3, note = ?4, moved_at = ?5
                    where case_id = ?1 and number = ?2";
    INSERT_RATING: "insert into ratings (case_id, level, words, given_how, item_id, area_path, rated_at)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    RATING_OF: "select level, words, given_how, rated_at from ratings where case_id = ?1";
    RATINGS_BY_LEVEL: "select level, count(*) as ratings from ratings
                       where area_path between ?1 and ?2 group by level order by level";
    OPENED_SINCE: "select count(*) from cases
                   where area_path between ?1 and ?2 and opened_at >= ?3";
}

/// The answers of cases.
pub(crate) const SEALED: Sealed = Sealed {
    table: "cases",
    column: "answers_sealed",
    index: None,
    batch: &SEALED_ANSWERS,
    save: &RESEAL_ANSWERS,
};

record! {
    /// How often a level was given.
    pub struct LevelCount {
        /// From 1 to 5.
        pub level: u8,
        /// How often.
        pub ratings: i64,
    }
}

/// Where a case stands after an act.
pub(crate) struct Moved {
    pub(crate) state: StoredState,
    pub(crate) stage: Option<StoredStage>,
    pub(crate) holder: BodyId,
    pub(crate) open: bool,
}

pub(crate) fn insert(tx: &mut Tx<'_>, case: &Case, licence: bool) -> Result<()> {
    tx.run_one(
        &INSERT_CASE,
        &[
            &case.id,
            &case.code,
            &case.version_id,
            &case.item_id,
            &case.item_name,
            &case.applicant_id,
            &case.applicant_name,
            &case.area_path,
            &case.area_name,
            &case.channel,
            &case.consent_id,
            &case.state,
            &case.stage,
            &case.holder_id,
            &case.answers_sealed,
            &case.delivery,
            &case.opened_at,
            &licence,
        ],
    )
}

pub(crate) fn case(tx: &mut Tx<'_>, id: CaseId) -> Result<Case> {
    tx.one(&CASE, &[&id])
}

pub(crate) fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Case> {
    tx.one(&CASE_BY_CODE, &[&code])
}

pub(crate) fn of_applicant(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Case>> {
    tx.query(&CASES_OF, &[&person])
}

pub(crate) fn of_applicant_after(
    tx: &mut Tx<'_>,
    person: PersonId,
    (opened_at, id): (Timestamp, CaseId),
    limit: u32,
) -> Result<Vec<Case>> {
    tx.query(&CASES_OF_AFTER, &[&person, &opened_at, &id, &limit])
}

pub(crate) fn open_at(tx: &mut Tx<'_>, holder: BodyId, limit: u32) -> Result<Vec<Case>> {
    tx.query(&OPEN_AT, &[&holder, &limit])
}

pub(crate) fn events_of_open_at(tx: &mut Tx<'_>, holder: BodyId) -> Result<Vec<CaseEvent>> {
    tx.query(&EVENTS_OF_OPEN_AT, &[&holder])
}

pub(crate) fn open_in(tx: &mut Tx<'_>, area: &AreaPath, limit: u32) -> Result<Vec<Case>> {
    let (first, last) = area.range();
    tx.query(&OPEN_IN, &[&first, &last, &limit])
}

/// The open cases at a body whose applicant has died.
pub(crate) fn dead_at(tx: &mut Tx<'_>, holder: BodyId) -> Result<HashSet<CaseId>> {
    let found: Vec<(CaseId,)> = tx.query(&DEAD_AT, &[&holder])?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// The open cases of an area whose applicant has died.
pub(crate) fn dead_in(tx: &mut Tx<'_>, area: &AreaPath) -> Result<HashSet<CaseId>> {
    let (first, last) = area.range();
    let found: Vec<(CaseId,)> = tx.query(&DEAD_IN, &[&first, &last])?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

pub(crate) fn events_of_open_in(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<CaseEvent>> {
    let (first, last) = area.range();
    tx.query(&EVENTS_OF_OPEN_IN, &[&first, &last])
}

pub(crate) fn in_state(tx: &mut Tx<'_>, state: StoredState, limit: u32) -> Result<Vec<Case>> {
    tx.query(&IN_STATE, &[&state, &limit])
}

pub(crate) fn count_open(tx: &mut Tx<'_>) -> Result<i64> {
    tx.value(&COUNT_OPEN, &[])
}

pub(crate) fn events_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<CaseEvent>> {
    tx.query(&EVENTS_OF, &[&case])
}

/// Adds an event and moves the case; not found when somebody else moved it at the same moment.
pub(crate) fn add_event(
    tx: &mut Tx<'_>,
    case: &Case,
    (act, on, at): (StoredAct, jiff::civil::Date, Timestamp),
    (actor, body_name): (&Actor, &str),
    detail: &Detail,
    moved: &Moved,
) -> Result<()> {
    let (open, number) = (moved.open, case.events + 1);
    let touched = tx.run(
        &MOVE,
        &[&case.id, &case.events, &moved.state, &moved.stage, &moved.holder, &open, &at],
    )?;
    if touched == 0 {
        return Err(Error::NotFound);
    }
    tx.run_one(
        &INSERT_EVENT,
        &[
            &case.id,
            &number,
            &act,
            &on,
            &at,
            &actor.person_id,
            &actor.name,
            &body_name,
            &Json(detail),
        ],
    )
}

/// The answers of an application that was sent back and comes again.
pub(crate) fn resubmit(
    tx: &mut Tx<'_>,
    case: CaseId,
    sealed: &Vec<u8>,
    delivery: &str,
) -> Result<()> {
    tx.run_one(&RESUBMIT, &[&case, sealed, &delivery])
}

pub(crate) fn insert_material(
    tx: &mut Tx<'_>,
    case: CaseId,
    number: i64,
    name: &str,
    state: MaterialState,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(&INSERT_MATERIAL, &[&case, &number, &name, &state, &"", &now])
}

pub(crate) fn materials_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<CaseMaterial>> {
    tx.query(&MATERIALS_OF, &[&case])
}

pub(crate) fn move_material(
    tx: &mut Tx<'_>,
    case: CaseId,
    number: i64,
    state: MaterialState,
    note: &str,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(&MOVE_MATERIAL, &[&case, &number, &state, &note, &now])
}

pub(crate) fn insert_rating(
    tx: &mut Tx<'_>,
    case: &Case,
    level: u8,
    words: &str,
    given_how: &str,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(
        &INSERT_RATING,
        &[&case.id, &level, &words, &given_how, &case.item_id, &case.area_path, &now],
    )
}

pub(crate) fn rating_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Rated>> {
    tx.find(&RATING_OF, &[&case])
}

pub(crate) fn ratings_by_level(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<LevelCount>> {
    let (first, last) = area.range();
    tx.query(&RATINGS_BY_LEVEL, &[&first, &last])
}

pub(crate) fn opened_since(tx: &mut Tx<'_>, area: &AreaPath, since: Timestamp) -> Result<i64> {
    let (first, last) = area.range();
    tx.value(&OPENED_SINCE, &[&first, &last, &since])
}

/// Whether any case of the applicant is still being worked on.
pub(crate) fn any_open_of(tx: &mut Tx<'_>, applicant: PersonId) -> Result<bool> {
    tx.value::<i64>(&OPEN_OF, &[&applicant]).map(|count| count > 0)
}
