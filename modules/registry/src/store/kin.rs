//! SQL of near relatives, and of who holds the offices to which their bars apply.

use jiff::civil::Date;
use platform::id::SubjectId;
use platform::personal::Reference;
use platform::{Actor, AreaPath, PersonId, Result, Tx};

use crate::model::{DeclaredKin, KinId, KinKind, KinPair, LifeEventId, Officer};

platform::sql! {
    KIN: "select k.id, k.person_id, k.other_id, k.kind, k.source, p.name, o.name as other_name
          from kin k join persons p on p.id = k.person_id join persons o on o.id = k.other_id
          where k.id = ?1 and k.ended_at is null";
    KIN_OF: "select k.id, k.person_id, k.other_id, k.kind, k.source, p.name, o.name as other_name
             from kin k join persons p on p.id = k.person_id join persons o on o.id = k.other_id
             where (k.person_id = ?1 or k.other_id = ?1) and k.ended_at is null
             order by k.noted_at, k.id limit 100";
    DECLARED: "select distinct k.person_id, k.other_id, k.kind
               from bodies b join posts_held h on h.body_id = b.id
                 join kin k on k.person_id = h.person_id
               where b.area_path between ?1 and ?2 and k.ended_at is null
                 and exists (select 1 from posts_held o where o.person_id = k.other_id)
               limit 60000";
    INSERT_KIN: "insert into kin (id, person_id, other_id, kind, source, noted_by_id, noted_by, noted_at,
                   event_id)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    END_OF_EVENT: "update kin set ended_by = ?2, ended_at = ?3 where event_id = ?1 and ended_at is null";
    OF_ONESELF: "select id from kin where person_id = ?1 and other_id = ?1 and ended_at is null
                 order by id limit 100";
    REOPEN: "update kin set ended_by = null, ended_at = null where id = ?1 and person_id <> other_id";
    END_KIN: "update kin set ended_by = ?2, ended_at = ?3 where id = ?1 and ended_at is null";
    OFFICERS: "select h.id, b.id as body_id, b.name as body_name, b.kind, b.area_path, h.post, h.person_id,
                 p.name, p.sex, p.household_id, p.relation, p.spouse_id, h.held_from, h.held_until
               from bodies b join posts_held h on h.body_id = b.id
                 join persons p on p.id = h.person_id
               where b.area_path between ?1 and ?2 and h.held_from <= ?3
                 and (h.ended_on is null or h.ended_on > ?4)
               order by b.area_path, b.kind, h.held_from, h.id limit 60000";
    PEOPLE_OF_KIN: "select id from kin where person_id = ?1 order by id limit 1000";
    POINT_KIN: "update kin set person_id = ?2 where id = ?1 and person_id = ?3";
    OTHERS_OF_KIN: "select id from kin where other_id = ?1 order by id limit 1000";
    POINT_OTHER: "update kin set other_id = ?2 where id = ?1 and other_id = ?3";
}

/// The columns that point to persons.
pub(crate) const PERSON: Reference =
    Reference { place: "kin.person_id", rows: &PEOPLE_OF_KIN, point: &POINT_KIN };
/// The same for the other of the two.
pub(crate) const OTHER: Reference =
    Reference { place: "kin.other_id", rows: &OTHERS_OF_KIN, point: &POINT_OTHER };

pub(crate) fn find(tx: &mut Tx<'_>, id: KinId) -> Result<DeclaredKin> {
    tx.one(&KIN, &[&id])
}

/// The near relatives that were declared for a person.
pub(crate) fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<DeclaredKin>> {
    tx.query(&KIN_OF, &[&person])
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (person, other): (PersonId, PersonId),
    (kind, source): (KinKind, &str),
    event: Option<LifeEventId>,
) -> Result<KinId> {
    let (id, now): (KinId, _) = (tx.new_id(), tx.now());
    let (by, name) = (&actor.person_id, &actor.name);
    tx.run_one(&INSERT_KIN, &[&id, &person, &other, &kind, &source, by, name, &now, &event])?;
    Ok(id)
}

/// Ends what was noted with a birth that is taken back.
pub(crate) fn end_of_event(tx: &mut Tx<'_>, event: LifeEventId, by: &str) -> Result<()> {
    let now = tx.now();
    tx.run(&END_OF_EVENT, &[&event, &by, &now]).map(drop)
}

/// What a merge made a relationship of a person with themselves.
pub(crate) fn of_oneself(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<SubjectId>> {
    let rows: Vec<(SubjectId,)> = tx.query(&OF_ONESELF, &[&person])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Brings back a relationship that had ended with a merge.
pub(crate) fn reopen(tx: &mut Tx<'_>, id: SubjectId) -> Result<()> {
    tx.run(&REOPEN, &[&id]).map(drop)
}

pub(crate) fn end(tx: &mut Tx<'_>, id: KinId, by: &str) -> Result<()> {
    let now = tx.now();
    tx.run_one(&END_KIN, &[&id, &by, &now])
}

/// Who holds posts in an area that began by a day and had not ended on another; also those whose
/// term has run out.
pub(crate) fn officers(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    (began_by, not_ended_on): (Date, Date),
) -> Result<Vec<Officer>> {
    let (first, last) = area.range();
    tx.query(&OFFICERS, &[&first, &last, &began_by, &not_ended_on])
}

/// The relationships between people of whom both hold or held a post, one of them in an area. All
/// of them would be many: every birth notes some.
pub(crate) fn declared(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<KinPair>> {
    let (first, last) = area.range();
    tx.query(&DECLARED, &[&first, &last])
}
