//! SQL of how much a village's money moves.

use jiff::civil::Date;
use platform::{Actor, AreaPath, Result, Tx, sql};

use crate::model::{Traffic, TrafficId};

sql! {
    INSERT: "insert into heavy_traffic (id, area_path, heavy, since_on, decision, noted_by_id,
               noted_by, noted_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    WITHIN: "select id, area_path, heavy, since_on, decision, noted_by, noted_at
             from heavy_traffic where area_path between ?1 and ?2
             order by area_path, since_on, noted_at limit 5000";
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (area, heavy, since_on): (&AreaPath, bool, Date),
    decision: &str,
) -> Result<TrafficId> {
    let (id, now) = (tx.new_id::<TrafficId>(), tx.now());
    tx.run_one(
        &INSERT,
        &[&id, area, &heavy, &since_on, &decision, &actor.person_id, &actor.name, &now],
    )?;
    Ok(id)
}

/// The records of an area and all below it, the oldest of each first.
pub(crate) fn within(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Traffic>> {
    let (first, last) = area.range();
    tx.query(&WITHIN, &[&first, &last])
}
