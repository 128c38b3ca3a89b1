//! SQL of what happens in the lives of persons and households. Events and changes are only added.

use jiff::civil::Date;
use platform::storage::Json;
use platform::{Actor, AreaPath, PersonId, Result, Tx};

use crate::model::{
    HouseholdId, LifeChange, LifeDetail, LifeEvent, LifeEventId, LifeKind, Member, PostHeldId,
    Resident, Standing,
};
use crate::past::Stretch;

platform::sql! {
    STANDING: "select area_path, household_id, relation, residence, resident_since_on, spouse_id,
                 died_on, left_on, left_how
               from persons where id = ?1";
    SET_STANDING: "update persons set area_path = ?2, household_id = ?3, relation = ?4, residence = ?5,
                     resident_since_on = ?6, spouse_id = ?7, died_on = ?8, left_on = ?9, left_how = ?10
                   where id = ?1";
    INSERT_EVENT: "insert into life_events (id, kind, happened_on, area_path, noted_by_id, noted_by,
                     noted_at, detail, takes_back_id)
                   values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    INSERT_CHANGE: "insert into life_changes (id, event_id, person_id, happened_on, noted_at, before,
                      after, area_before, household_before, household_after)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    EVENT: "select e.id, e.kind, e.happened_on, e.area_path, e.noted_by, e.noted_at, e.detail,
              t.id as taken_back_by
            from life_events e left join life_events t on t.takes_back_id = e.id
            where e.id = ?1";
    EVENTS_OF_PERSON: "select e.id, e.kind, e.happened_on, e.area_path, e.noted_by, e.noted_at, e.detail,
                         t.id as taken_back_by
                       from life_changes c join life_events e on e.id = c.event_id
                         left join life_events t on t.takes_back_id = e.id
                       where c.person_id = ?1
                       order by e.happened_on desc, e.noted_at desc, e.id desc limit 200";
    EVENTS_OF_HOUSEHOLD: "select e.id, e.kind, e.happened_on, e.area_path, e.noted_by, e.noted_at,
                            e.detail, t.id as taken_back_by
                          from life_events e left join life_events t on t.takes_back_id = e.id
                          where e.id in (
                            select event_id from life_changes where household_before = ?1
                            union select event_id from life_changes where household_after = ?1)
                          order by e.happened_on desc, e.noted_at desc, e.id desc limit 200";
    CHANGES_OF: "select c.person_id, p.name, c.before, c.after
                 from life_changes c join persons p on p.id = c.person_id
                 where c.event_id = ?1 order by c.id limit 500";
    // A death or a departure is often heard of late, after the village went into another.
    LAST_CHANGE: "select max(c.happened_on) from life_changes c join life_events e on e.id = c.event_id
                  where c.person_id = ?1 and (?2 = 0 or e.kind <> 'area_changed')
                    and not exists (select 1 from life_events t where t.takes_back_id = c.event_id)";
    AREA_THEN: "select c.area_before from life_changes c join life_events e on e.id = c.event_id
                where c.person_id = ?1 and c.happened_on > ?2 and e.kind = 'area_changed'
                order by c.happened_on, c.noted_at, c.id limit 1";
    MEMBERS: "select id, name, sex, born_on, relation, residence, died_on from persons
              where household_id = ?1 and left_on is null order by born_on, id limit 200";
    WITHOUT_HOUSEHOLD: "select id, name, sex, born_on, relation, residence, died_on from persons
                        where area_path between ?1 and ?2 and household_id is null
                          and died_on is null and left_on is null
                        order by id limit 100";
    REOPEN_POST: "update posts_held set ended_on = null where id = ?1 and ended_on = ?2";
    HELD_AFTER: "select id from posts_held
                 where person_id = ?1 and (ended_on is null or ended_on > ?2)
                   and (held_until is null or held_until > ?2)
                 order by id limit 200";
    END_WITH_DEATH: "update posts_held set ended_on = ?2 where id = ?1 and ended_on is null";
    AREA_ON: "select p.id as id, p.name as name, p.sex as sex, p.born_on as born_on,
                h.number as number, p.relation as relation,
                cast(null as text) as before
              from persons p left join households h on h.id = p.household_id
              where p.area_path between ?1 and ?2 and p.id > ?4
                and (p.born_on is null or p.born_on <= ?3)
                and (p.died_on is null or p.died_on > ?3) and (p.left_on is null or p.left_on > ?3)
                and not exists (select 1 from life_changes l
                                where l.person_id = p.id and l.happened_on > ?3
                                  and not exists (select 1 from life_events t
                                                  where t.takes_back_id = l.event_id))
              union all
              select p.id as id, p.name as name, p.sex as sex, p.born_on as born_on,
                h.number as number, p.relation as relation, c.before
              from life_changes c join persons p on p.id = c.person_id
                left join households h on h.id = c.household_before
              where c.area_before between ?1 and ?2 and c.happened_on > ?3 and c.person_id > ?4
                and (p.born_on is null or p.born_on <= ?3)
                and (p.died_on is null or p.died_on > ?3) and (p.left_on is null or p.left_on > ?3)
                and not exists (select 1 from life_events t where t.takes_back_id = c.event_id)
                and not exists (select 1 from life_changes l
                                where l.person_id = c.person_id and l.happened_on > ?3
                                  and (l.happened_on, l.noted_at, l.id)
                                    < (c.happened_on, c.noted_at, c.id)
                                  and not exists (select 1 from life_events t
                                                  where t.takes_back_id = l.event_id))
              order by id limit ?5";
    HOUSEHOLD_ON: "select p.id as id, p.name as name, p.sex as sex, p.born_on as born_on,
                h.number as number, p.relation as relation,
                     cast(null as text) as before
                   from persons p join households h on h.id = p.household_id
                   where p.household_id = ?1 and (p.born_on is null or p.born_on <= ?2)
                     and (p.died_on is null or p.died_on > ?2)
                     and (p.left_on is null or p.left_on > ?2)
                     and not exists (select 1 from life_changes l
                                     where l.person_id = p.id and l.happened_on > ?2
                                       and not exists (select 1 from life_events t
                                                       where t.takes_back_id = l.event_id))
                   union all
                   select p.id as id, p.name as name, p.sex as sex, p.born_on as born_on,
                h.number as number, p.relation as relation, c.before
                   from life_changes c join persons p on p.id = c.person_id
                     join households h on h.id = c.household_before
                   where c.household_before = ?1 and c.area_before is not null and c.happened_on > ?2
                     and (p.born_on is null or p.born_on <= ?2)
                     and (p.died_on is null or p.died_on > ?2)
                     and (p.left_on is null or p.left_on > ?2)
                     and not exists (select 1 from life_events t where t.takes_back_id = c.event_id)
                     and not exists (select 1 from life_changes l
                                     where l.person_id = c.person_id and l.happened_on > ?2
                                       and (l.happened_on, l.noted_at, l.id)
                                         < (c.happened_on, c.noted_at, c.id)
                                       and not exists (select 1 from life_events t
                                                       where t.takes_back_id = l.event_id))
                   order by born_on, id limit 200";
    MARRIED_TO: "select id from persons where spouse_id = ?1 order by id limit 100";
    NUMBERS_IN: "select number from households where area_path between ?1 and ?2
                 order by number limit 20000";
}

pub(crate) fn standing(tx: &mut Tx<'_>, person: PersonId) -> Result<Standing> {
    tx.one(&STANDING, &[&person])
}

pub(crate) fn set_standing(tx: &mut Tx<'_>, person: PersonId, standing: &Standing) -> Result<()> {
    let Standing { area_path, household_id, relation, residence, .. } = standing;
    let Standing { resident_since_on, spouse_id, died_on, left_on, left_how, .. } = standing;
    tx.run_one(
        &SET_STANDING,
        &[
            &person,
            area_path,
            household_id,
            relation,
            residence,
            resident_since_on,
            spouse_id,
            died_on,
            left_on,
            left_how,
        ],
    )
}

/// An event on its way into the record.
pub(crate) struct NewEvent<'a> {
    pub(crate) kind: LifeKind,
    pub(crate) happened_on: Date,
    pub(crate) area: &'a AreaPath,
    pub(crate) detail: &'a LifeDetail,
    pub(crate) takes_back: Option<LifeEventId>,
}

pub(crate) fn insert_event(
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: &NewEvent<'_>,
) -> Result<LifeEventId> {
    let (id, now): (LifeEventId, _) = (tx.new_id(), tx.now());
    let NewEvent { kind, happened_on, area, detail, takes_back } = new;
    tx.run_one(
        &INSERT_EVENT,
        &[
            &id,
            kind,
            happened_on,
            *area,
            &actor.person_id,
            &actor.name,
            &now,
            &Json(detail),
            takes_back,
        ],
    )?;
    Ok(id)
}

pub(crate) fn insert_change(
    tx: &mut Tx<'_>,
    (event, happened_on): (LifeEventId, Date),
    person: PersonId,
    (before, after): (Option<&Standing>, &Standing),
) -> Result<()> {
    // Who was dead or gone before belonged nowhere.
    let here = before.filter(|before| before.present());
    insert_change_from(tx, (event, happened_on), person, here, (before, after))
}

/// The same for somebody who belonged to an area and a household as `here` says.
pub(crate) fn insert_change_from(
    tx: &mut Tx<'_>,
    (event, happened_on): (LifeEventId, Date),
    person: PersonId,
    here: Option<&Standing>,
    (before, after): (Option<&Standing>, &Standing),
) -> Result<()> {
    let (id, now) = (tx.new_id::<LifeEventId>(), tx.now());
    let area_before = here.map(|before| &before.area_path);
    let household_before = here.and_then(|before| before.household_id);
    let before = before.map(Json);
    let household_after = after.household_id.filter(|_| after.present());
    tx.run_one(
        &INSERT_CHANGE,
        &[
            &id,
            &event,
            &person,
            &happened_on,
            &now,
            &before,
            &Json(after),
            &area_before.cloned(),
            &household_before,
            &household_after,
        ],
    )
}

pub(crate) fn event(tx: &mut Tx<'_>, id: LifeEventId) -> Result<LifeEvent> {
    tx.one(&EVENT, &[&id])
}

pub(crate) fn events_of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<LifeEvent>> {
    tx.query(&EVENTS_OF_PERSON, &[&person])
}

pub(crate) fn events_of_household(tx: &mut Tx<'_>, id: HouseholdId) -> Result<Vec<LifeEvent>> {
    tx.query(&EVENTS_OF_HOUSEHOLD, &[&id])
}

pub(crate) fn changes_of(tx: &mut Tx<'_>, event: LifeEventId) -> Result<Vec<LifeChange>> {
    tx.query(&CHANGES_OF, &[&event])
}

/// The day of the latest event of a person that still counts; `own_only` leaves out what became of
/// the area.
pub(crate) fn last_change(
    tx: &mut Tx<'_>,
    person: PersonId,
    own_only: bool,
) -> Result<Option<Date>> {
    tx.value(&LAST_CHANGE, &[&person, &own_only])
}

/// The area to which a person belonged on a day, where it was abolished or divided since.
pub(crate) fn area_then(tx: &mut Tx<'_>, person: PersonId, on: Date) -> Result<Option<AreaPath>> {
    let area: Option<(Option<AreaPath>,)> = tx.find(&AREA_THEN, &[&person, &on])?;
    Ok(area.and_then(|(area,)| area))
}

pub(crate) fn members(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Vec<Member>> {
    tx.query(&MEMBERS, &[&household])
}

pub(crate) fn without_household(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Member>> {
    let (first, last) = area.range();
    tx.query(&WITHOUT_HOUSEHOLD, &[&first, &last])
}

/// Ends the posts that a person holds beyond a day, and says which.
pub(crate) fn end_posts(tx: &mut Tx<'_>, person: PersonId, on: Date) -> Result<Vec<PostHeldId>> {
    let held: Vec<PostHeldId> = tx
        .query::<(PostHeldId,)>(&HELD_AFTER, &[&person, &on])?
        .into_iter()
        .map(|(id,)| id)
        .collect();
    let mut ended = Vec::new();
    for id in held {
        if tx.run(&END_WITH_DEATH, &[&id, &on])? == 1 {
            ended.push(id);
        }
    }
    Ok(ended)
}

/// A post goes on as if its holder had not died on that day.
pub(crate) fn reopen_post(tx: &mut Tx<'_>, id: PostHeldId, ended_on: Date) -> Result<()> {
    tx.run(&REOPEN_POST, &[&id, &ended_on]).map(drop)
}

/// Who belonged to a stretch of areas on a day, after one of them.
pub(crate) fn of_area_on(
    tx: &mut Tx<'_>,
    (first, last): &Stretch,
    on: Date,
    after: PersonId,
    limit: u32,
) -> Result<Vec<Resident>> {
    tx.query(&AREA_ON, &[first, last, &on, &after, &limit])
}

/// Who belonged to a household on a day.
pub(crate) fn of_household_on(
    tx: &mut Tx<'_>,
    household: HouseholdId,
    on: Date,
) -> Result<Vec<Resident>> {
    tx.query(&HOUSEHOLD_ON, &[&household, &on])
}

/// Who is registered as married to a person.
pub(crate) fn married_to(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<PersonId>> {
    let rows: Vec<(PersonId,)> = tx.query(&MARRIED_TO, &[&person])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The household numbers of an area.
pub(crate) fn numbers_in(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<String>> {
    let (first, last) = area.range();
    let numbers: Vec<(String,)> = tx.query(&NUMBERS_IN, &[&first, &last])?;
    Ok(numbers.into_iter().map(|(number,)| number).collect())
}
