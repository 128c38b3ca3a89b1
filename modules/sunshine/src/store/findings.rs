//! SQL of what the supervision committee found. What was found and what followed is only added.

use jiff::Timestamp;
use jiff::civil::Date;
use platform::area::Located;
use platform::personal::Reference;
use platform::{Actor, AreaPath, PersonId, Result, Tx, sql};

use crate::finding::{Finding, FindingId, Step};
use crate::model::{FieldWord, FindingStateWord, FindingStepWord};

sql! {
    INSERT: "insert into findings (id, code, area_path, field, title, words, owner_id, owner_name,
               owner_post, found_on, due_on, noted_at, noted_by_id, noted_by, state, events)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'open', 0)";
    BY_CODE: "select id, code, area_path, field, title, words, owner_id, owner_name, owner_post,
                found_on, due_on, noted_at, noted_by_id, noted_by, state, closed_on, events
              from findings where code = ?1";
    OPEN_WITHIN: "select id, code, area_path, field, title, words, owner_id, owner_name,
                    owner_post, found_on, due_on, noted_at, noted_by_id, noted_by, state,
                    closed_on, events
                  from findings where closed_on is null and area_path between ?1 and ?2
                  order by due_on, id limit 2000";
    AT: "select id, code, area_path, field, title, words, owner_id, owner_name, owner_post,
           found_on, due_on, noted_at, noted_by_id, noted_by, state, closed_on, events
         from findings where area_path = ?1 order by found_on desc, id desc limit 200";
    OF_OWNER: "select id, code, area_path, field, title, words, owner_id, owner_name, owner_post,
                 found_on, due_on, noted_at, noted_by_id, noted_by, state, closed_on, events
               from findings where owner_id = ?1 order by found_on desc, id desc limit 200";
    MOVE: "update findings set state = ?3, closed_on = ?4, events = events + 1
           where id = ?1 and events = ?2";
    INSERT_STEP: "insert into finding_steps (finding_id, number, step, happened_on, noted_at,
                    actor_id, actor_name, words)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    STEPS_OF: "select number, step, happened_on, actor_id, actor_name, words
               from finding_steps where finding_id = ?1 order by number limit 200";
    CARRY: "update findings set area_path = ?2 || substr(area_path, length(?1) + 1)
            where area_path between ?1 and ?3";
    OWNED_BY: "select id from findings where owner_id = ?1 order by id limit 100000";
    POINT_OWNER: "update findings set owner_id = ?2 where id = ?1 and owner_id = ?3";
}

/// Where findings lie: with the village in which they were made.
pub(crate) const LOCATED: Located =
    Located { column: "findings.area_path", carry: &CARRY, with_people: false };

/// Who has to put something right, for two registrations that were one.
pub(crate) const OWNER: Reference =
    Reference { place: "findings.owner_id", rows: &OWNED_BY, point: &POINT_OWNER };

/// A finding as it is noted.
pub(crate) struct NewFinding<'a> {
    pub(crate) code: &'a str,
    pub(crate) area: &'a AreaPath,
    pub(crate) field: FieldWord,
    pub(crate) title: &'a str,
    pub(crate) words: &'a str,
    /// Who has to put it right: the person, the name, the post.
    pub(crate) owner: (PersonId, &'a str, &'a str),
    pub(crate) due_on: Date,
}

pub(crate) fn insert(tx: &mut Tx<'_>, actor: &Actor, new: &NewFinding<'_>) -> Result<FindingId> {
    let (id, today, now) = (tx.new_id::<FindingId>(), tx.today(), tx.now());
    let (owner, name, post) = new.owner;
    tx.run_one(
        &INSERT,
        &[
            &id,
            &new.code,
            new.area,
            &new.field,
            &new.title,
            &new.words,
            &owner,
            &name,
            &post,
            &today,
            &new.due_on,
            &now,
            &actor.person_id,
            &actor.name,
        ],
    )?;
    Ok(id)
}

pub(crate) fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Finding> {
    tx.one(&BY_CODE, &[&code])
}

/// What is not closed within an area, what falls due first in front.
pub(crate) fn open_within(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Finding>> {
    let (first, last) = area.range();
    tx.query(&OPEN_WITHIN, &[&first, &last])
}

/// What was found in a village, the newest first.
pub(crate) fn at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Finding>> {
    tx.query(&AT, &[area])
}

pub(crate) fn of_owner(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Finding>> {
    tx.query(&OF_OWNER, &[&person])
}

pub(crate) fn steps_of(tx: &mut Tx<'_>, id: FindingId) -> Result<Vec<Step>> {
    tx.query(&STEPS_OF, &[&id])
}

/// Notes a step; 0 where somebody else was faster.
pub(crate) fn add_step(
    tx: &mut Tx<'_>,
    finding: &Finding,
    (step, on, state): (FindingStepWord, Date, FindingStateWord),
    actor: &Actor,
    words: &str,
) -> Result<u64> {
    let closed_on = (state.0 == law::sunshine::FindingState::Closed).then_some(on);
    let moved = tx.run(&MOVE, &[&finding.id, &finding.events, &state, &closed_on])?;
    if moved == 1 {
        let (number, now): (i64, Timestamp) = (finding.events + 1, tx.now());
        tx.run_one(
            &INSERT_STEP,
            &[&finding.id, &number, &step, &on, &now, &actor.person_id, &actor.name, &words],
        )?;
    }
    Ok(moved)
}
