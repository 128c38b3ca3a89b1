//! SQL of the catalogue.

use jiff::civil::Date;
use platform::storage::Json;
use platform::{AreaPath, PersonId, Result, Tx, sql};

use crate::item::Item;
use crate::model::{ItemId, ItemVersionId, Version};

sql! {
    BY_KEY: "select id from disclosure_items where area_path = ?1 and key = ?2";
    INSERT_ITEM: "insert into disclosure_items (id, key, area_path, created_at) values (?1, ?2, ?3, ?4)";
    LAST_NUMBER: "select coalesce(max(number), 0) from disclosure_item_versions where item_id = ?1";
    INSERT_VERSION: "insert into disclosure_item_versions (id, item_id, number, content, drafted_by_id,
                       drafted_by, drafted_at)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    VERSION: "select v.id, v.item_id, i.area_path, v.number, v.content, v.drafted_by, v.drafted_by_id,
                v.drafted_at, p.published_by, p.effective_on
              from disclosure_item_versions v
              join disclosure_items i on i.id = v.item_id
              left join disclosure_item_publications p on p.version_id = v.id
              where v.id = ?1";
    VERSIONS_OF: "select v.id, v.item_id, i.area_path, v.number, v.content, v.drafted_by,
                    v.drafted_by_id, v.drafted_at, p.published_by, p.effective_on
                  from disclosure_item_versions v
                  join disclosure_items i on i.id = v.item_id
                  left join disclosure_item_publications p on p.version_id = v.id
                  where v.item_id = ?1 order by v.number desc limit 100";
    NEWEST_AT: "select v.id, v.item_id, i.area_path, v.number, v.content, v.drafted_by, v.drafted_by_id,
                  v.drafted_at, p.published_by, p.effective_on
                from disclosure_items i
                join disclosure_item_versions v on v.item_id = i.id
                left join disclosure_item_publications p on p.version_id = v.id
                where i.area_path = ?1
                  and v.number = (select max(n.number) from disclosure_item_versions n
                                  where n.item_id = v.item_id)
                order by i.created_at, i.key limit 500";
    IN_FORCE: "select v.id, v.item_id, i.area_path, v.number, v.content, v.drafted_by, v.drafted_by_id,
                 v.drafted_at, p.published_by, p.effective_on
               from disclosure_item_publications p
               join disclosure_item_versions v on v.id = p.version_id
               join disclosure_items i on i.id = p.item_id
               where p.effective_on <= ?1
                 and not exists (select 1 from disclosure_item_publications n
                                 where n.item_id = p.item_id and n.number > p.number
                                   and n.effective_on <= ?1)
               order by i.created_at, i.key limit 5000";
    TOLD: "select i.area_path, v.item_id, v.content,
             (select min(f.effective_on) from disclosure_item_publications f
              where f.item_id = p.item_id) as first_on
           from disclosure_item_publications p
           join disclosure_item_versions v on v.id = p.version_id
           join disclosure_items i on i.id = p.item_id
           where p.effective_on <= ?1
             and not exists (select 1 from disclosure_item_publications n
                             where n.item_id = p.item_id and n.number > p.number
                               and n.effective_on <= ?1)
           order by i.created_at, i.key limit 5000";
    PUBLISH: "insert into disclosure_item_publications (version_id, item_id, number, published_by_id,
                published_by, published_at, effective_on)
              values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
}

platform::record! {
    /// What is told, and since when at all.
    pub(crate) struct ToldItem {
        pub(crate) area_path: AreaPath,
        pub(crate) item_id: ItemId,
        pub(crate) content: Json<Item>,
        pub(crate) first_on: Date,
    }
}

pub(crate) fn by_key(tx: &mut Tx<'_>, area: &AreaPath, key: &str) -> Result<Option<ItemId>> {
    tx.find::<(ItemId,)>(&BY_KEY, &[area, &key]).map(|row| row.map(|(id,)| id))
}

pub(crate) fn insert_item(tx: &mut Tx<'_>, area: &AreaPath, key: &str) -> Result<ItemId> {
    let (id, now) = (tx.new_id::<ItemId>(), tx.now());
    tx.run_one(&INSERT_ITEM, &[&id, &key, area, &now])?;
    Ok(id)
}

pub(crate) fn insert_version(
    tx: &mut Tx<'_>,
    item: ItemId,
    content: &Item,
    (drafter, name): (Option<PersonId>, &str),
) -> Result<ItemVersionId> {
    let (id, now) = (tx.new_id::<ItemVersionId>(), tx.now());
    let number = tx.value::<i64>(&LAST_NUMBER, &[&item])? + 1;
    tx.run_one(&INSERT_VERSION, &[&id, &item, &number, &Json(content), &drafter, &name, &now])?;
    Ok(id)
}

pub(crate) fn version(tx: &mut Tx<'_>, id: ItemVersionId) -> Result<Version> {
    tx.one(&VERSION, &[&id])
}

pub(crate) fn versions_of(tx: &mut Tx<'_>, item: ItemId) -> Result<Vec<Version>> {
    tx.query(&VERSIONS_OF, &[&item])
}

/// The newest version of each item of the county, or of a village's own.
pub(crate) fn newest_at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Version>> {
    tx.query(&NEWEST_AT, &[area])
}

/// What counts on a day, of the county and of all villages.
pub(crate) fn in_force(tx: &mut Tx<'_>, on: Date) -> Result<Vec<Version>> {
    tx.query(&IN_FORCE, &[&on])
}

/// What is told on a day, with the first day on which it was, of the county and of all villages.
pub(crate) fn told(tx: &mut Tx<'_>, on: Date) -> Result<Vec<ToldItem>> {
    tx.query(&TOLD, &[&on])
}

pub(crate) fn publish(
    tx: &mut Tx<'_>,
    version: &Version,
    (publisher, name): (Option<PersonId>, &str),
    effective_on: Date,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(
        &PUBLISH,
        &[&version.id, &version.item_id, &version.number, &publisher, &name, &now, &effective_on],
    )
}
