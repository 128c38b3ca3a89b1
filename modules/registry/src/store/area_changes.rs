//! SQL of what governments decide about where areas lie. Changes are only added.

use jiff::civil::Date;
use platform::{AreaId, Result, Tx};

use crate::model::AreaChange;

platform::sql! {
    AFTER: "select id, number, kind, area_id, from_id, to_id, old_path, new_path, changed_on, document,
              agreed_on, noted_at
            from area_changes where changed_on > ?1 order by number limit 100000";
    ABOUT: "select id, number, kind, area_id, from_id, to_id, old_path, new_path, changed_on, document,
              agreed_on, noted_at
            from area_changes where area_id = ?1 or from_id = ?1 or to_id = ?1
            order by number desc limit 500";
    LAST_NUMBER: "select coalesce(max(number), 0) from area_changes";
    INSERT_CHANGE: "insert into area_changes (id, number, kind, area_id, from_id, to_id, old_path,
                      new_path, changed_on, document, agreed_on, noted_at)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    SET_ABOVE: "update areas set parent_id = ?3 where id = ?1 and parent_id = ?2";
    ABOLISH: "update areas set abolished_on = ?2, successor_id = ?3
              where id = ?1 and abolished_on is null";
}

/// The changes that came into force after a day, in the order in which they were noted.
pub(crate) fn after(tx: &mut Tx<'_>, on: Date) -> Result<Vec<AreaChange>> {
    tx.query(&AFTER, &[&on])
}

/// The changes of which an area is a part, the last first.
pub(crate) fn about(tx: &mut Tx<'_>, area: AreaId) -> Result<Vec<AreaChange>> {
    tx.query(&ABOUT, &[&area])
}

/// One more than the last.
pub(crate) fn next_number(tx: &mut Tx<'_>) -> Result<i64> {
    tx.value::<i64>(&LAST_NUMBER, &[]).map(|last| last + 1)
}

pub(crate) fn insert(tx: &mut Tx<'_>, change: &AreaChange) -> Result<()> {
    let AreaChange { id, number, kind, area_id, from_id, to_id, .. } = change;
    let AreaChange { old_path, new_path, changed_on, document, agreed_on, noted_at, .. } = change;
    tx.run_one(
        &INSERT_CHANGE,
        &[
            id, number, kind, area_id, from_id, to_id, old_path, new_path, changed_on, document,
            agreed_on, noted_at,
        ],
    )
}

/// Puts an area under another, if it is still where it was read.
pub(crate) fn set_above(tx: &mut Tx<'_>, area: AreaId, from: AreaId, to: AreaId) -> Result<()> {
    tx.run_one(&SET_ABOVE, &[&area, &from, &to])
}

/// Ends an area; its people belong to the successor.
pub(crate) fn abolish(tx: &mut Tx<'_>, area: AreaId, on: Date, successor: AreaId) -> Result<()> {
    tx.run_one(&ABOLISH, &[&area, &on, &successor])
}
