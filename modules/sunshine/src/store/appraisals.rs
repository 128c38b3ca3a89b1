//! SQL of the yearly appraisal. Counts and results are only added.

use jiff::civil::Date;
use platform::area::Located;
use platform::personal::Reference;
use platform::storage::Json;
use platform::{Actor, AreaPath, PersonId, Result, Tx, sql};

use crate::appraisal::{Appraisal, AppraisalId, AppraisedId, Appraisee, Count, Heap};
use crate::model::AppraisedWord;

sql! {
    INSERT: "insert into appraisals (id, area_path, held_on, slips_out, noted_at, noted_by_id,
               noted_by)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    INSERT_PERSON: "insert into appraised_people (id, appraisal_id, number, person_id, name, post,
                      appraised_as)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    FIND: "select a.id, a.area_path, a.held_on, a.slips_out, a.noted_by, e.published, e.ended_on,
             e.actor_name as ended_by, e.words as ended_words
           from appraisals a left join appraisal_ends e on e.appraisal_id = a.id
           where a.id = ?1";
    AT: "select a.id, a.area_path, a.held_on, a.slips_out, a.noted_by, e.published, e.ended_on,
           e.actor_name as ended_by, e.words as ended_words
         from appraisals a left join appraisal_ends e on e.appraisal_id = a.id
         where a.area_path = ?1 order by a.held_on desc, a.id desc limit 60";
    OF_PERSON: "select a.id, a.area_path, a.held_on, a.slips_out, a.noted_by, e.published,
                  e.ended_on, e.actor_name as ended_by, e.words as ended_words
                from appraised_people p join appraisals a on a.id = p.appraisal_id
                join appraisal_ends e on e.appraisal_id = a.id
                where p.person_id = ?1 and e.published = 1
                order by a.held_on, a.id limit 100";
    HELD_SINCE: "select a.id, a.area_path, a.held_on, a.slips_out, a.noted_by, e.published,
                   e.ended_on, e.actor_name as ended_by, e.words as ended_words
                 from appraisals a join appraisal_ends e on e.appraisal_id = a.id
                 where a.area_path between ?1 and ?2 and a.held_on >= ?3 and e.published = 1
                 order by a.area_path, a.held_on limit 10000";
    PEOPLE_OF: "select number, person_id, name, post, appraised_as
                from appraised_people where appraisal_id = ?1 order by number limit 200";
    COUNTS_OF: "select number, counter_id, counter_name, noted_at, slips
                from appraisal_counts where appraisal_id = ?1 order by number limit 200";
    INSERT_COUNT: "insert into appraisal_counts (appraisal_id, number, counter_id, counter_name,
                     noted_at, slips)
                   values (?1, ?2, ?3, ?4, ?5, ?6)";
    INSERT_END: "insert into appraisal_ends (appraisal_id, published, ended_on, noted_at, actor_id,
                   actor_name, words)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    CARRY: "update appraisals set area_path = ?2 || substr(area_path, length(?1) + 1)
            where area_path between ?1 and ?3";
    APPRAISED: "select id from appraised_people where person_id = ?1 order by id limit 100000";
    POINT_PERSON: "update appraised_people set person_id = ?2 where id = ?1 and person_id = ?3";
}

/// Where appraisals lie: with the village for which those people work.
pub(crate) const LOCATED: Located =
    Located { column: "appraisals.area_path", carry: &CARRY, with_people: false };

/// Who was appraised, for two registrations that were one.
pub(crate) const PERSON: Reference =
    Reference { place: "appraised_people.person_id", rows: &APPRAISED, point: &POINT_PERSON };

/// Somebody to be appraised: who, the name, the post, as what.
pub(crate) type NewPerson = (PersonId, String, String, AppraisedWord);

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    actor: &Actor,
    area: &AreaPath,
    (held_on, slips_out): (Date, i64),
    people: &[NewPerson],
) -> Result<AppraisalId> {
    let (id, now) = (tx.new_id::<AppraisalId>(), tx.now());
    tx.run_one(&INSERT, &[&id, area, &held_on, &slips_out, &now, &actor.person_id, &actor.name])?;
    for (number, (person, name, post, as_what)) in (1_i64..).zip(people) {
        let row = tx.new_id::<AppraisedId>();
        tx.run_one(&INSERT_PERSON, &[&row, &id, &number, person, name, post, as_what])?;
    }
    Ok(id)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: AppraisalId) -> Result<Appraisal> {
    tx.one(&FIND, &[&id])
}

/// Those of a village, the newest first.
pub(crate) fn at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Appraisal>> {
    tx.query(&AT, &[area])
}

/// The published ones of somebody, the oldest first.
pub(crate) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Appraisal>> {
    tx.query(&OF_PERSON, &[&person])
}

/// The published ones within an area since a day.
pub(crate) fn held_since(tx: &mut Tx<'_>, area: &AreaPath, since: Date) -> Result<Vec<Appraisal>> {
    let (first, last) = area.range();
    tx.query(&HELD_SINCE, &[&first, &last, &since])
}

pub(crate) fn people_of(tx: &mut Tx<'_>, id: AppraisalId) -> Result<Vec<Appraisee>> {
    tx.query(&PEOPLE_OF, &[&id])
}

pub(crate) fn counts_of(tx: &mut Tx<'_>, id: AppraisalId) -> Result<Vec<Count>> {
    tx.query(&COUNTS_OF, &[&id])
}

pub(crate) fn add_count(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, number): (AppraisalId, i64),
    slips: &Json<Vec<Heap>>,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(&INSERT_COUNT, &[&id, &number, &actor.person_id, &actor.name, &now, slips])
}

/// Notes that it is published, or given up and why.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: AppraisalId,
    (published, words): (bool, &str),
) -> Result<()> {
    let (on, now) = (tx.today(), tx.now());
    let published = i64::from(published);
    tx.run_one(&INSERT_END, &[&id, &published, &on, &now, &actor.person_id, &actor.name, &words])
}
