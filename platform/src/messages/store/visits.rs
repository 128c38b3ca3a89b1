//! SQL of calls and visits.

use crate::area::AreaPath;
use crate::authorisation::Actor;
use crate::error::Result;
use crate::id::{PersonId, SubjectId};
use crate::messages::model::{Telling, Told, Visit, VisitId};
use crate::storage::Tx;
use jiff::Timestamp;

crate::sql! {
    INSERT_VISIT: "insert into visits (id, person_id, subject_id, area_path, reason, opened_at)
                   values (?1, ?2, ?3, ?4, ?5, ?6)";
    VISIT: "select id, person_id, subject_id, area_path, reason, opened_at, closed_at
            from visits where id = ?1";
    OPEN_OF_PERSON: "select id, person_id, subject_id, area_path, reason, opened_at, closed_at
                     from visits where person_id = ?1 and closed_at is null
                     order by opened_at limit 100";
    OPEN_IN: "select id, person_id, subject_id, area_path, reason, opened_at, closed_at
              from visits where closed_at is null and area_path between ?1 and ?2
              order by opened_at limit ?3";
    OPEN_AREAS: "select area_path, count(*) as visits from visits
                 where closed_at is null and area_path between ?1 and ?2
                 group by area_path limit 2000";
    CLOSED_IN: "select id, person_id, subject_id, area_path, reason, opened_at, closed_at
                from visits where closed_at > ?3 and area_path between ?1 and ?2
                order by closed_at desc limit ?4";
    CLOSE: "update visits set closed_at = ?2, closed_how = ?3 where id = ?1 and closed_at is null";
    INSERT_TELLING: "insert into tellings (id, visit_id, told_at, actor_id, actor_name, how, words)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    TELLINGS: "select told_at, actor_name, how, words from tellings where visit_id = ?1
               order by told_at, id limit 100";
}

crate::record! {
    /// How many open visits an area has.
    pub(in crate::messages) struct OpenAt {
        pub(in crate::messages) area_path: AreaPath,
        pub(in crate::messages) visits: i64,
    }
}

pub(in crate::messages) fn insert(tx: &mut Tx<'_>, visit: &Visit) -> Result<()> {
    let Visit { id, person_id, subject_id, area_path, reason, opened_at, .. } = visit;
    tx.run_one(&INSERT_VISIT, &[id, person_id, subject_id, area_path, reason, opened_at])
}

pub(in crate::messages) fn find(tx: &mut Tx<'_>, id: VisitId) -> Result<Visit> {
    tx.one(&VISIT, &[&id])
}

/// The open visit to a person about one thing.
pub(in crate::messages) fn open_about(
    tx: &mut Tx<'_>,
    person: PersonId,
    subject: Option<SubjectId>,
) -> Result<Option<Visit>> {
    let open: Vec<Visit> = tx.query(&OPEN_OF_PERSON, &[&person])?;
    Ok(open.into_iter().find(|visit| visit.subject_id == subject))
}

pub(in crate::messages) fn open_in(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    limit: u32,
) -> Result<Vec<Visit>> {
    let (first, last) = area.range();
    tx.query(&OPEN_IN, &[&first, &last, &limit])
}

/// The areas with open visits, and how many each has.
pub(in crate::messages) fn open_areas(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<OpenAt>> {
    let (first, last) = area.range();
    tx.query(&OPEN_AREAS, &[&first, &last])
}

pub(in crate::messages) fn closed_in(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<Visit>> {
    let (first, last) = area.range();
    tx.query(&CLOSED_IN, &[&first, &last, &since, &limit])
}

/// Closes a visit; nothing happens to one that is closed.
pub(in crate::messages) fn close(
    tx: &mut Tx<'_>,
    id: VisitId,
    how: &str,
    at: Timestamp,
) -> Result<u64> {
    tx.run(&CLOSE, &[&id, &at, &how])
}

pub(in crate::messages) fn note_telling(
    tx: &mut Tx<'_>,
    visit: VisitId,
    (actor, person): (&Actor, PersonId),
    (how, words): (Told, &str),
    at: Timestamp,
) -> Result<()> {
    let id: SubjectId = tx.new_id();
    tx.run_one(&INSERT_TELLING, &[&id, &visit, &at, &person, &actor.name, &how, &words])
}

pub(in crate::messages) fn tellings(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<Telling>> {
    tx.query(&TELLINGS, &[&visit])
}
