//! SQL of bodies, and of their ends. Lists hold those that are there; a single one is read also
//! when it has ended.

use jiff::civil::Date;
use platform::{Actor, AreaPath, BodyId, Result, Tx};

use crate::model::{Body, BodyEnd, BodyFacts, BodyFound, BodyKind};

platform::sql! {
    BODY: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose,
             seats
           from bodies where id = ?1";
    AT: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose, seats
         from bodies where area_path = ?1
           and not exists (select 1 from body_ends e where e.body_id = bodies.id)
         order by id limit 200";
    OF_KIND: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose,
                seats
              from bodies where area_path = ?1 and kind = ?2
                and not exists (select 1 from body_ends e where e.body_id = bodies.id)
              order by id limit 1";
    OF_DEPARTMENT: "select id, area_id, area_path, kind, name, department, phone, address, hours,
                      purpose, seats
                    from bodies where department = ?1
                      and not exists (select 1 from body_ends e where e.body_id = bodies.id)
                    order by id limit 1";
    ALL: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose, seats
          from bodies
          where not exists (select 1 from body_ends e where e.body_id = bodies.id)
          order by area_path, kind, id limit ?1";
    WITHIN: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose,
               seats
             from bodies where area_path between ?1 and ?2
               and not exists (select 1 from body_ends e where e.body_id = bodies.id)
             order by area_path, kind, id limit ?3";
    AFTER: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose,
              seats
            from bodies where area_path between ?1 and ?2 and id > ?3 and (?4 = '' or kind = ?4)
              and not exists (select 1 from body_ends e where e.body_id = bodies.id)
            order by id limit ?5";
    SET_NAME: "update bodies set name = ?2 where id = ?1";
    SET_FACTS: "update bodies set name = ?2, phone = ?3, address = ?4, hours = ?5, purpose = ?6,
                  seats = ?7
                where id = ?1";
    INSERT_BODY: "insert into bodies (id, area_id, area_path, kind, name, department, phone, address,
                    hours, purpose, seats, created_at)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    INSERT_END: "insert into body_ends (body_id, ended_on, document, successor_id, noted_by_id,
                   noted_by, noted_at)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    END_OF: "select b.id as body_id, b.name, e.ended_on, e.document, e.successor_id,
               s.name as successor_name
             from body_ends e join bodies b on b.id = e.body_id
               left join bodies s on s.id = e.successor_id
             where e.body_id = ?1";
    ENDED_AT: "select b.id as body_id, b.name, e.ended_on, e.document, e.successor_id,
                 s.name as successor_name
               from bodies b join body_ends e on e.body_id = b.id
                 left join bodies s on s.id = e.successor_id
               where b.area_path = ?1 order by e.ended_on desc, b.id desc limit 100";
    NAMED: "select b.id, b.name, coalesce(u.name, '') || a.name as place, e.ended_on
            from bodies b join areas a on a.id = b.area_id
              left join areas u on u.id = a.parent_id
              left join body_ends e on e.body_id = b.id
            where b.area_path between ?1 and ?2
              and coalesce(u.name, '') || a.name || b.name like ?3
              and coalesce(u.name, '') || a.name || b.name like ?4
              and coalesce(u.name, '') || a.name || b.name like ?5
            order by b.area_path, b.kind, b.id limit 1000";
}

pub(crate) fn find(tx: &mut Tx<'_>, id: BodyId) -> Result<Body> {
    tx.one(&BODY, &[&id])
}

pub(crate) fn at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Body>> {
    tx.query(&AT, &[area])
}

pub(crate) fn of_kind(tx: &mut Tx<'_>, area: &AreaPath, kind: BodyKind) -> Result<Option<Body>> {
    tx.find(&OF_KIND, &[area, &kind])
}

pub(crate) fn of_department(tx: &mut Tx<'_>, slug: &str) -> Result<Option<Body>> {
    tx.find(&OF_DEPARTMENT, &[&slug])
}

/// Every body of the county, from the county down.
pub(crate) fn all(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Body>> {
    tx.query(&ALL, &[&limit])
}

pub(crate) fn insert(tx: &mut Tx<'_>, body: &Body) -> Result<()> {
    let now = tx.now();
    let Body { id, area_id, area_path, kind, name, department, .. } = body;
    let Body { phone, address, hours, purpose, seats, .. } = body;
    tx.run_one(
        &INSERT_BODY,
        &[
            id, area_id, area_path, kind, name, department, phone, address, hours, purpose, seats,
            &now,
        ],
    )
}

/// The bodies of an area and of all below it.
pub(crate) fn within(tx: &mut Tx<'_>, area: &AreaPath, limit: u32) -> Result<Vec<Body>> {
    let (first, last) = area.range();
    tx.query(&WITHIN, &[&first, &last, &limit])
}

/// The bodies of an area and below it that were founded after another, of one kind or of any.
pub(crate) fn after(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    (after, kind): (BodyId, Option<BodyKind>),
    limit: u32,
) -> Result<Vec<Body>> {
    let (first, last) = area.range();
    let kind = kind.map_or("", BodyKind::word);
    tx.query(&AFTER, &[&first, &last, &after, &kind, &limit])
}

pub(crate) fn set_name(tx: &mut Tx<'_>, id: BodyId, name: &str) -> Result<()> {
    tx.run_one(&SET_NAME, &[&id, &name])
}

pub(crate) fn set_facts(tx: &mut Tx<'_>, id: BodyId, facts: &BodyFacts) -> Result<()> {
    let BodyFacts { name, phone, address, hours, purpose, seats } = facts;
    tx.run_one(&SET_FACTS, &[&id, name, phone, address, hours, purpose, seats])
}

/// Notes that a body is no more.
pub(crate) fn insert_end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: BodyId,
    (ended_on, document, successor): (Date, &str, Option<BodyId>),
) -> Result<()> {
    let now = tx.now();
    let (by, name) = (&actor.person_id, &actor.name);
    tx.run_one(&INSERT_END, &[&id, &ended_on, &document, &successor, by, name, &now])
}

/// How a body ended, if it did.
pub(crate) fn end_of(tx: &mut Tx<'_>, id: BodyId) -> Result<Option<BodyEnd>> {
    tx.find(&END_OF, &[&id])
}

/// The bodies of an area that are no more, the last first.
pub(crate) fn ended_at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<BodyEnd>> {
    tx.query(&ENDED_AT, &[area])
}

/// The bodies of an area and of all below it whose place and name hold three words.
pub(crate) fn named(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    [one, two, three]: &[String; 3],
) -> Result<Vec<BodyFound>> {
    let (first, last) = area.range();
    tx.query(&NAMED, &[&first, &last, one, two, three])
}
