//! SQL of bodies.

use platform::{AreaPath, BodyId, Result, Tx};

use crate::model::{Body, BodyKind};

platform::sql! {
    BODY: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose
           from bodies where id = ?1";
    AT: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose
         from bodies where area_path = ?1 order by id limit 200";
    OF_KIND: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose
              from bodies where area_path = ?1 and kind = ?2 order by id limit 1";
    OF_DEPARTMENT: "select id, area_id, area_path, kind, name, department, phone, address, hours,
                      purpose
                    from bodies where department = ?1 order by id limit 1";
    ALL: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose
          from bodies order by area_path, kind, id limit ?1";
    WITHIN: "select id, area_id, area_path, kind, name, department, phone, address, hours, purpose
             from bodies where area_path between ?1 and ?2 order by area_path, id limit ?3";
    SET_NAME: "update bodies set name = ?2 where id = ?1";
    INSERT_BODY: "insert into bodies (id, area_id, area_path, kind, name, department, phone, address,
                    hours, purpose, created_at)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
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
    let Body { phone, address, hours, purpose, .. } = body;
    tx.run_one(
        &INSERT_BODY,
        &[id, area_id, area_path, kind, name, department, phone, address, hours, purpose, &now],
    )
}

/// The bodies of an area and of all below it.
pub(crate) fn within(tx: &mut Tx<'_>, area: &AreaPath, limit: u32) -> Result<Vec<Body>> {
    let (first, last) = area.range();
    tx.query(&WITHIN, &[&first, &last, &limit])
}

pub(crate) fn set_name(tx: &mut Tx<'_>, id: BodyId, name: &str) -> Result<()> {
    tx.run_one(&SET_NAME, &[&id, &name])
}
