//! SQL that lets people belong to another area because theirs was abolished or divided.

use jiff::civil::Date;
use platform::storage::Json;
use platform::{AreaId, AreaPath, BodyId, PersonId, Result, Tx};

use crate::model::{HouseholdId, Standing};

platform::sql! {
    PEOPLE_AT: "select id from persons where area_path = ?1 order by id limit 1000000";
    PEOPLE_SINCE: "select distinct person_id as id from life_changes
                   where area_before = ?1 and happened_on > ?2 order by id limit 1000000";
    PEOPLE_OF: "select id from persons where household_id = ?1 order by id limit 1000";
    FIRST_SINCE: "select c.before from life_changes c
                  where c.person_id = ?1 and c.happened_on > ?2
                    and not exists (select 1 from life_events t where t.takes_back_id = c.event_id)
                  order by c.happened_on, c.noted_at, c.id limit 1";
    // What was noted after the day happened in the other area already.
    FOLLOW: "update life_changes
             set area_before = case when area_before = ?2 then ?3 else area_before end,
               before = replace(before, '\"area_path\":\"' || ?2 || '\"',
                                        '\"area_path\":\"' || ?3 || '\"'),
               after = replace(after, '\"area_path\":\"' || ?2 || '\"',
                                      '\"area_path\":\"' || ?3 || '\"')
             where person_id = ?1 and happened_on > ?4";
    // How people stood is kept in whole, with the path.
    FOLLOW_MOVE: "update life_changes
                  set before = replace(before, '\"area_path\":\"' || ?1, '\"area_path\":\"' || ?2),
                    after = replace(after, '\"area_path\":\"' || ?1, '\"area_path\":\"' || ?2)
                  where before like '%\"area_path\":\"' || ?1 || '%'
                    or after like '%\"area_path\":\"' || ?1 || '%'";
    SAME_NUMBERS: "select count(*) from households a join households b on b.number = a.number
                   where a.area_path = ?1 and b.area_path = ?2";
    MARK_NUMBERS: "update households set number = ?2 || number where area_path = ?1";
    CARRY_HOUSEHOLD: "update households set area_path = ?3 where id = ?1 and area_path = ?2";
    CARRY_PERSON: "update persons set area_path = ?3 where id = ?1 and area_path = ?2";
    CARRY_BODY: "update bodies set area_id = ?2, area_path = ?3 where id = ?1";
}

/// Who belongs to an area itself, or did after a day; the dead and those who left among them.
pub(crate) fn people_at(tx: &mut Tx<'_>, area: &AreaPath, since: Date) -> Result<Vec<PersonId>> {
    let mut people: Vec<(PersonId,)> = tx.query(&PEOPLE_AT, &[area])?;
    people.extend(tx.query::<(PersonId,)>(&PEOPLE_SINCE, &[area, &since])?);
    let mut people: Vec<PersonId> = people.into_iter().map(|(id,)| id).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Who belongs to a household, the dead among them.
pub(crate) fn people_of(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Vec<PersonId>> {
    let people: Vec<(PersonId,)> = tx.query(&PEOPLE_OF, &[&household])?;
    Ok(people.into_iter().map(|(id,)| id).collect())
}

/// How a person stood before the first event after a day: outer `None` where nothing happened
/// since, inner `None` where they came with it.
pub(crate) fn before_first_since(
    tx: &mut Tx<'_>,
    person: PersonId,
    on: Date,
) -> Result<Option<Option<Standing>>> {
    let first: Option<(Option<Json<Standing>>,)> = tx.find(&FIRST_SINCE, &[&person, &on])?;
    Ok(first.map(|(before,)| before.map(|Json(standing)| standing)))
}

/// What happened to a person after a day happened in the other area.
pub(crate) fn follow(
    tx: &mut Tx<'_>,
    person: PersonId,
    (from, to): (&AreaPath, &AreaPath),
    on: Date,
) -> Result<()> {
    tx.run(&FOLLOW, &[&person, from, to, &on]).map(drop)
}

/// The whole record of an area that lies elsewhere now says so.
pub(crate) fn follow_move(tx: &mut Tx<'_>, from: &AreaPath, to: &AreaPath) -> Result<()> {
    tx.run(&FOLLOW_MOVE, &[from, to]).map(drop)
}

/// How many numbers two areas both have.
pub(crate) fn same_numbers(tx: &mut Tx<'_>, one: &AreaPath, other: &AreaPath) -> Result<i64> {
    tx.value(&SAME_NUMBERS, &[one, other])
}

/// Puts a word before the numbers of the households of an area.
pub(crate) fn mark_numbers(tx: &mut Tx<'_>, area: &AreaPath, mark: &str) -> Result<()> {
    tx.run(&MARK_NUMBERS, &[area, &mark]).map(drop)
}

pub(crate) fn carry_household(
    tx: &mut Tx<'_>,
    household: HouseholdId,
    (from, to): (&AreaPath, &AreaPath),
) -> Result<()> {
    tx.run_one(&CARRY_HOUSEHOLD, &[&household, from, to])
}

/// A person who is elsewhere by now stays there.
pub(crate) fn carry_person(
    tx: &mut Tx<'_>,
    person: PersonId,
    (from, to): (&AreaPath, &AreaPath),
) -> Result<()> {
    tx.run(&CARRY_PERSON, &[&person, from, to]).map(drop)
}

pub(crate) fn carry_body(
    tx: &mut Tx<'_>,
    body: BodyId,
    (area, path): (AreaId, &AreaPath),
) -> Result<()> {
    tx.run_one(&CARRY_BODY, &[&body, &area, path])
}
