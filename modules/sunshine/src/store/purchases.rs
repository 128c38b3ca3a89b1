//! SQL of what a village buys and builds. What was noted is only added to.

use jiff::civil::Date;
use platform::area::Located;
use platform::{Actor, AreaPath, Result, Tx, sql};

use crate::purchase::{Observation, Purchase, PurchaseId, Way};

sql! {
    INSERT: "insert into purchases (id, area_path, title, amount_fen, way, decided_on,
               watcher_name, noted_at, noted_by_id, noted_by)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    FIND: "select id, area_path, title, amount_fen, way, decided_on, watcher_name
           from purchases where id = ?1";
    AT: "select id, area_path, title, amount_fen, way, decided_on, watcher_name
         from purchases where area_path = ?1 order by decided_on desc, id desc limit 200";
    OBSERVATIONS_OF: "select number, happened_on, actor_name, words from purchase_observations
                      where purchase_id = ?1 order by number limit 200";
    INSERT_OBSERVATION: "insert into purchase_observations (purchase_id, number, happened_on,
                           noted_at, actor_id, actor_name, words)
                         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    CARRY: "update purchases set area_path = ?2 || substr(area_path, length(?1) + 1)
            where area_path between ?1 and ?3";
}

/// Where purchases lie: with the village that buys.
pub(crate) const LOCATED: Located =
    Located { column: "purchases.area_path", carry: &CARRY, with_people: false };

/// Something bought or built, as it is noted.
pub(crate) struct NewPurchase<'a> {
    pub(crate) area: &'a AreaPath,
    pub(crate) title: &'a str,
    pub(crate) amount_fen: i64,
    pub(crate) way: Way,
    pub(crate) decided_on: Date,
    pub(crate) watcher_name: &'a str,
}

pub(crate) fn insert(tx: &mut Tx<'_>, actor: &Actor, new: &NewPurchase<'_>) -> Result<PurchaseId> {
    let (id, now) = (tx.new_id::<PurchaseId>(), tx.now());
    tx.run_one(
        &INSERT,
        &[
            &id,
            new.area,
            &new.title,
            &new.amount_fen,
            &new.way,
            &new.decided_on,
            &new.watcher_name,
            &now,
            &actor.person_id,
            &actor.name,
        ],
    )?;
    Ok(id)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: PurchaseId) -> Result<Purchase> {
    tx.one(&FIND, &[&id])
}

/// Those of a village, the newest first.
pub(crate) fn at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Purchase>> {
    tx.query(&AT, &[area])
}

pub(crate) fn observations_of(tx: &mut Tx<'_>, id: PurchaseId) -> Result<Vec<Observation>> {
    tx.query(&OBSERVATIONS_OF, &[&id])
}

pub(crate) fn observe(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, number): (PurchaseId, i64),
    words: &str,
) -> Result<()> {
    let (on, now) = (tx.today(), tx.now());
    tx.run_one(
        &INSERT_OBSERVATION,
        &[&id, &number, &on, &now, &actor.person_id, &actor.name, &words],
    )
}
