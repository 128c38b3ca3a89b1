//! SQL of areas and their codes.

use std::collections::BTreeSet;

use platform::storage::Json;
use platform::{AreaId, AreaPath, Result, Tx};

use crate::model::{Abolished, Area, AreaCode, Rename};

platform::sql! {
    AREA: "select id, parent_id, path, name from areas where id = ?1";
    AREA_AT: "select id, parent_id, path, name from areas where path = ?1";
    AREAS_AT: "select id, parent_id, path, name from areas
               where path in (select value from json_each(?1)) order by path limit 5000"
        postgres "select id, parent_id, path, name from areas
                  where path in (select value from jsonb_array_elements_text(?1::text::jsonb))
                  order by path limit 5000";
    BELOW: "select id, parent_id, path, name from areas
            where parent_id = ?1 and abolished_on is null order by path limit ?2";
    WITHIN: "select id, parent_id, path, name from areas
             where path between ?1 and ?2 and abolished_on is null order by path limit ?3";
    EVER: "select id, parent_id, path, name from areas order by path limit ?1";
    ABOLISHED: "select id, parent_id, name, path, abolished_on, successor_id from areas
                where abolished_on is not null order by path limit ?1";
    END_OF: "select id, parent_id, name, path, abolished_on, successor_id from areas
             where id = ?1 and abolished_on is not null";
    WITHIN_AFTER: "select id, parent_id, path, name from areas
                   where path between ?1 and ?2 and path <> ?3 and (?4 < 0 or length(path) = ?4)
                     and abolished_on is null
                   order by path limit ?5";
    // A number that was given once means that area for ever, also after it went elsewhere.
    LAST_NUMBER: "select coalesce(max(number), '') from (
                    select substr(path, length(path) - 3) as number from areas where parent_id = ?1
                    union all select substr(old_path, length(old_path) - 3) from area_changes
                    where from_id = ?1 and kind = 'moved') as numbers";
    INSERT_AREA: "insert into areas (id, parent_id, path, name, created_at)
                  values (?1, ?2, ?3, ?4, ?5)";
    BESIDE: "select id, parent_id, path, name from areas
             where parent_id = ?1 and name = ?2 and abolished_on is null order by path limit 1";
    SET_NAME: "update areas set name = ?3 where id = ?1 and name = ?2";
    RENAMES_OF: "select id, area_id, old_name, new_name, renamed_on, document, noted_at
                 from area_renames where area_id = ?1
                 order by renamed_on desc, noted_at desc limit 100";
    RENAMES: "select id, area_id, old_name, new_name, renamed_on, document, noted_at
              from area_renames order by area_id, renamed_on, noted_at limit ?1";
    INSERT_RENAME: "insert into area_renames (id, area_id, old_name, new_name, renamed_on, document,
                      noted_at)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    CODES: "select code_system, edition, code, area_id from area_codes
            order by code_system, edition, code limit ?1";
    CODES_OF: "select code_system, edition, code, area_id from area_codes where area_id = ?1
               order by code_system, edition, code limit 100";
    INSERT_CODE: "insert into area_codes (code_system, edition, code, area_id, recorded_at)
                  values (?1, ?2, ?3, ?4, ?5)";
}

pub(crate) fn find(tx: &mut Tx<'_>, id: AreaId) -> Result<Area> {
    tx.one(&AREA, &[&id])
}

pub(crate) fn find_at(tx: &mut Tx<'_>, path: &AreaPath) -> Result<Option<Area>> {
    tx.find(&AREA_AT, &[path])
}

/// The areas at these paths, in the order of their paths: one statement for them all.
pub(crate) fn find_all_at(tx: &mut Tx<'_>, paths: &BTreeSet<AreaPath>) -> Result<Vec<Area>> {
    tx.query(&AREAS_AT, &[&Json(paths)])
}

pub(crate) fn below(tx: &mut Tx<'_>, id: AreaId, limit: u32) -> Result<Vec<Area>> {
    tx.query(&BELOW, &[&id, &limit])
}

pub(crate) fn within(tx: &mut Tx<'_>, path: &AreaPath, limit: u32) -> Result<Vec<Area>> {
    let (first, last) = path.range();
    tx.query(&WITHIN, &[&first, &last, &limit])
}

/// Those of [`within`] that come after a path, and have so many digits where that is asked.
pub(crate) fn within_after(
    tx: &mut Tx<'_>,
    path: &AreaPath,
    (digits, after): (Option<i64>, Option<&AreaPath>),
    limit: u32,
) -> Result<Vec<Area>> {
    let (first, last) = path.range();
    let first = after.map_or(first.clone(), |after| first.max(after.to_string()));
    // No path is a word.
    let after = after.map_or("none", AreaPath::as_str);
    tx.query(&WITHIN_AFTER, &[&first, &last, &after, &digits.unwrap_or(-1), &limit])
}

/// The highest number that an area below another ever had; empty where there was none.
pub(crate) fn last_number(tx: &mut Tx<'_>, parent: AreaId) -> Result<String> {
    tx.value(&LAST_NUMBER, &[&parent])
}

/// Every area that there ever was.
pub(crate) fn ever(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Area>> {
    tx.query(&EVER, &[&limit])
}

/// The areas that were abolished.
pub(crate) fn abolished(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Abolished>> {
    tx.query(&ABOLISHED, &[&limit])
}

/// How an area ended, if it did.
pub(crate) fn end_of(tx: &mut Tx<'_>, area: AreaId) -> Result<Option<Abolished>> {
    tx.find(&END_OF, &[&area])
}

pub(crate) fn insert(tx: &mut Tx<'_>, area: &Area) -> Result<()> {
    let now = tx.now();
    tx.run_one(&INSERT_AREA, &[&area.id, &area.parent_id, &area.path, &area.name, &now])
}

pub(crate) fn codes(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<AreaCode>> {
    tx.query(&CODES, &[&limit])
}

pub(crate) fn codes_of(tx: &mut Tx<'_>, area: AreaId) -> Result<Vec<AreaCode>> {
    tx.query(&CODES_OF, &[&area])
}

pub(crate) fn insert_code(tx: &mut Tx<'_>, code: &AreaCode) -> Result<()> {
    let now = tx.now();
    let AreaCode { code_system, edition, code, area_id } = code;
    tx.run_one(&INSERT_CODE, &[code_system, edition, code, area_id, &now])
}

/// The area of that name under the same parent.
pub(crate) fn beside(tx: &mut Tx<'_>, parent: AreaId, name: &str) -> Result<Option<Area>> {
    tx.find(&BESIDE, &[&parent, &name])
}

/// Gives an area another name, if it still has the one that was read.
pub(crate) fn set_name(tx: &mut Tx<'_>, area: &Area, name: &str) -> Result<()> {
    tx.run_one(&SET_NAME, &[&area.id, &area.name, &name])
}

/// The names that an area had, the last first.
pub(crate) fn renames_of(tx: &mut Tx<'_>, area: AreaId) -> Result<Vec<Rename>> {
    tx.query(&RENAMES_OF, &[&area])
}

/// The names that areas had.
pub(crate) fn renames(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Rename>> {
    tx.query(&RENAMES, &[&limit])
}

pub(crate) fn insert_rename(tx: &mut Tx<'_>, rename: &Rename) -> Result<()> {
    let Rename { id, area_id, old_name, new_name, renamed_on, document, noted_at } = rename;
    tx.run_one(&INSERT_RENAME, &[id, area_id, old_name, new_name, renamed_on, document, noted_at])
}
