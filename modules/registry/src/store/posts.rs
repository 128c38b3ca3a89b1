//! SQL of the posts that people hold.

use jiff::civil::Date;
use platform::authorisation::PostHeld;
use platform::storage::{FromRow, Row};
use platform::{AreaPath, BodyId, PersonId, Result, Tx};

use crate::model::{Appointment, Holder, PostHeldId, PostOfPerson};

platform::sql! {
    HELD_BY: "select h.post, h.body_id, b.name as body_name, b.area_id, b.area_path
              from posts_held h join bodies b on b.id = h.body_id
              where h.person_id = ?1 and h.held_from <= ?2
                and (h.held_until is null or h.held_until >= ?2)
                and (h.ended_on is null or h.ended_on > ?2)
              order by h.held_from, h.id limit 200";
    OF_PERSON: "select h.id, h.post, h.body_id, b.name as body_name, b.area_id, b.area_path,
                  h.held_from, h.held_until, h.ended_on
                from posts_held h join bodies b on b.id = h.body_id
                where h.person_id = ?1 order by h.held_from desc, h.id desc limit 200";
    HOLDERS: "select h.id, h.body_id, h.post, h.person_id, p.name, p.phone, h.public_phone,
                h.held_from, h.held_until, h.ended_on
              from posts_held h join persons p on p.id = h.person_id
              where h.body_id = ?1 and h.held_from <= ?2
                and (h.held_until is null or h.held_until >= ?2)
                and (h.ended_on is null or h.ended_on > ?2)
              order by h.held_from, h.id limit 1000";
    HOLDERS_AT: "select h.id, h.body_id, h.post, h.person_id, p.name, p.phone, h.public_phone,
                   h.held_from, h.held_until, h.ended_on
                 from bodies b join posts_held h on h.body_id = b.id
                   join persons p on p.id = h.person_id
                 where b.area_path = ?1 and h.held_from <= ?2
                   and (h.held_until is null or h.held_until >= ?2)
                   and (h.ended_on is null or h.ended_on > ?2)
                 order by h.held_from, h.id limit 1000";
    HOLDERS_OF: "select h.id, h.body_id, h.post, h.person_id, p.name, p.phone, h.public_phone,
                   h.held_from, h.held_until, h.ended_on
                 from bodies b join posts_held h on h.body_id = b.id
                   join persons p on p.id = h.person_id
                 where b.area_path between ?1 and ?2 and b.id between ?3 and ?4
                   and h.held_from <= ?5 and (h.held_until is null or h.held_until >= ?5)
                   and (h.ended_on is null or h.ended_on > ?5)
                 order by h.body_id, h.held_from, h.id limit 60000";
    HISTORY: "select h.id, h.body_id, h.post, h.person_id, p.name, p.phone, h.public_phone,
                h.held_from, h.held_until, h.ended_on
              from posts_held h join persons p on p.id = h.person_id
              where h.body_id = ?1 order by h.held_from desc, h.id desc limit 500";
    ONE: "select h.id, h.body_id, h.post, h.person_id, p.name, p.phone, h.public_phone,
            h.held_from, h.held_until, h.ended_on
          from posts_held h join persons p on p.id = h.person_id
          where h.id = ?1";
    INSERT_POST_HELD: "insert into posts_held (id, body_id, post, person_id, public_phone, held_from,
                         held_until, created_at)
                       values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    OPEN_IN: "select id, post, person_id from posts_held
              where body_id = ?1 and (ended_on is null or ended_on > ?2)
                and (held_until is null or held_until >= ?2)
              order by held_from, id limit 5000";
    END_WITH_BODY: "update posts_held
                    set ended_on = case when held_from > ?2 then held_from else ?2 end
                    where id = ?1";
    END_POST: "update posts_held set ended_on = ?2 where id = ?1 and ended_on is null";
}

struct Held(PostHeld);

impl FromRow for Held {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(PostHeld {
            post: row.get("post")?,
            body_id: row.get("body_id")?,
            body_name: row.get("body_name")?,
            area_id: row.get("area_id")?,
            area_path: row.get("area_path")?,
            limited_to: None,
        }))
    }
}

pub(crate) fn held_by(tx: &mut Tx<'_>, person: PersonId, on: Date) -> Result<Vec<PostHeld>> {
    let held: Vec<Held> = tx.query(&HELD_BY, &[&person, &on])?;
    Ok(held.into_iter().map(|Held(post)| post).collect())
}

pub(crate) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<PostOfPerson>> {
    tx.query(&OF_PERSON, &[&person])
}

pub(crate) fn holders(tx: &mut Tx<'_>, body: BodyId, on: Date) -> Result<Vec<Holder>> {
    tx.query(&HOLDERS, &[&body, &on])
}

pub(crate) fn holders_at(tx: &mut Tx<'_>, area: &AreaPath, on: Date) -> Result<Vec<Holder>> {
    tx.query(&HOLDERS_AT, &[area, &on])
}

/// Who holds posts in the bodies of an area, and of all below it, that were founded between two.
pub(crate) fn holders_of(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    (from, to): (BodyId, BodyId),
    on: Date,
) -> Result<Vec<Holder>> {
    let (first, last) = area.range();
    tx.query(&HOLDERS_OF, &[&first, &last, &from, &to, &on])
}

pub(crate) fn history(tx: &mut Tx<'_>, body: BodyId) -> Result<Vec<Holder>> {
    tx.query(&HISTORY, &[&body])
}

pub(crate) fn find(tx: &mut Tx<'_>, id: PostHeldId) -> Result<Holder> {
    tx.one(&ONE, &[&id])
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: PostHeldId, new: &Appointment) -> Result<()> {
    let now = tx.now();
    let Appointment { body_id, post, person_id, public_phone, held_from, held_until } = new;
    tx.run_one(
        &INSERT_POST_HELD,
        &[&id, body_id, post, person_id, public_phone, held_from, held_until, &now],
    )
}

pub(crate) fn end(tx: &mut Tx<'_>, id: PostHeldId, ended_on: Date) -> Result<()> {
    tx.run_one(&END_POST, &[&id, &ended_on])
}

platform::record! {
    /// A post that somebody holds or will hold.
    pub(crate) struct OpenPost {
        pub(crate) id: PostHeldId,
        pub(crate) post: String,
        pub(crate) person_id: PersonId,
    }
}

/// What is or will be held in a body on or after a day.
pub(crate) fn open_in(tx: &mut Tx<'_>, body: BodyId, on: Date) -> Result<Vec<OpenPost>> {
    tx.query(&OPEN_IN, &[&body, &on])
}

/// Ends a post because its body ends; who had not come into it yet never does.
pub(crate) fn end_with_body(tx: &mut Tx<'_>, id: PostHeldId, ended_on: Date) -> Result<()> {
    tx.run_one(&END_WITH_BODY, &[&id, &ended_on])
}
