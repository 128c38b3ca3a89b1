//! SQL of service items and their versions.

use std::sync::Arc;

use jiff::civil::Date;
use platform::storage::Json;
use platform::{PersonId, Result, Tx, record, sql};

use crate::item::Item;
use crate::model::{GuideLine, ItemId, Version, VersionId};

sql! {
    ITEM_BY_CODE: "select id from items where code = ?1";
    INSERT_ITEM: "insert into items (id, code, created_at) values (?1, ?2, ?3)";
    LAST_NUMBER: "select coalesce(max(number), 0) from item_versions where item_id = ?1";
    INSERT_VERSION: "insert into item_versions (id, item_id, number, content, drafted_by_id, drafted_by,
                       drafted_at)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    VERSION: "select v.id, v.item_id, v.number, v.content, v.drafted_by, v.drafted_by_id, v.drafted_at,
                p.published_by, p.effective_on, p.withdrawn_on
              from item_versions v left join item_publications p on p.version_id = v.id
              where v.id = ?1";
    VERSIONS_OF: "select v.id, v.item_id, v.number, v.content, v.drafted_by, v.drafted_by_id,
                    v.drafted_at, p.published_by, p.effective_on, p.withdrawn_on
                  from item_versions v left join item_publications p on p.version_id = v.id
                  where v.item_id = ?1 order by v.number desc limit 100";
    NEWEST_VERSIONS: "select v.id, v.item_id, v.number, v.content, v.drafted_by, v.drafted_by_id,
                        v.drafted_at, p.published_by, p.effective_on, p.withdrawn_on
                      from item_versions v left join item_publications p on p.version_id = v.id
                      where v.number = (select max(n.number) from item_versions n
                                        where n.item_id = v.item_id)
                      order by v.item_id limit 2000";
    IN_FORCE: "select v.id, v.item_id, v.number, v.content, v.drafted_by, v.drafted_by_id, v.drafted_at,
                 p.published_by, p.effective_on, p.withdrawn_on
               from items i
               join item_publications p on p.item_id = i.id
               join item_versions v on v.id = p.version_id
               where i.code = ?1 and p.effective_on <= ?2
                 and (p.withdrawn_on is null or p.withdrawn_on > ?2)
               order by p.number desc limit 1";
    GUIDES: "select i.id as item_id, v.content
             from items i
             join item_publications p on p.item_id = i.id
             join item_versions v on v.id = p.version_id
             where p.effective_on <= ?1 and (p.withdrawn_on is null or p.withdrawn_on > ?1)
               and not exists (select 1 from item_publications n where n.item_id = i.id
                               and n.number > p.number and n.effective_on <= ?1)
             order by i.code limit 2000";
    PUBLISHED: "select count(*) as number, coalesce(max(published_at), 0) as last_at,
                  count(withdrawn_on) as withdrawn
                from item_publications";
    PUBLISH: "insert into item_publications (version_id, item_id, number, published_by_id, published_by,
                published_at, effective_on)
              values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    WITHDRAW: "update item_publications set withdrawn_on = ?2
               where item_id = ?1 and withdrawn_on is null";
    FORGET_WORDS: "delete from item_words where item_id = ?1";
    INSERT_WORD: "insert into item_words (word, item_id, weight) values (?1, ?2, ?3)";
    FIND_WORD: "select item_id, weight from item_words where word = ?1 limit 2000";
}

record! {
    /// An item that has a word, and how well.
    pub(crate) struct Found {
        pub(crate) item_id: ItemId,
        pub(crate) weight: i64,
    }
}

record! {
    /// The version of all publications together.
    struct Published {
        number: i64,
        last_at: i64,
        withdrawn: i64,
    }
}

pub(crate) fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<ItemId>> {
    tx.find::<(ItemId,)>(&ITEM_BY_CODE, &[&code]).map(|row| row.map(|(id,)| id))
}

pub(crate) fn insert_item(tx: &mut Tx<'_>, code: &str) -> Result<ItemId> {
    let (id, now) = (tx.new_id::<ItemId>(), tx.now());
    tx.run_one(&INSERT_ITEM, &[&id, &code, &now])?;
    Ok(id)
}

pub(crate) fn insert_version(
    tx: &mut Tx<'_>,
    item: ItemId,
    content: &Item,
    (drafter, name): (Option<PersonId>, &str),
) -> Result<VersionId> {
    let (id, now) = (tx.new_id::<VersionId>(), tx.now());
    let number = tx.value::<i64>(&LAST_NUMBER, &[&item])? + 1;
    tx.run_one(&INSERT_VERSION, &[&id, &item, &number, &Json(content), &drafter, &name, &now])?;
    Ok(id)
}

pub(crate) fn version(tx: &mut Tx<'_>, id: VersionId) -> Result<Version> {
    tx.one(&VERSION, &[&id])
}

pub(crate) fn versions_of(tx: &mut Tx<'_>, item: ItemId) -> Result<Vec<Version>> {
    tx.query(&VERSIONS_OF, &[&item])
}

pub(crate) fn newest(tx: &mut Tx<'_>) -> Result<Vec<Version>> {
    tx.query(&NEWEST_VERSIONS, &[])
}

pub(crate) fn in_force(tx: &mut Tx<'_>, code: &str, on: Date) -> Result<Version> {
    tx.one(&IN_FORCE, &[&code, &on])
}

/// Guides in force on a day; read again when something was published or withdrawn.
pub(crate) fn guides(tx: &mut Tx<'_>, on: Date) -> Result<Arc<Vec<GuideLine>>> {
    let Published { number, last_at, withdrawn } = tx.one(&PUBLISHED, &[])?;
    let version = format!("{number} {last_at} {withdrawn} {on}");
    let surroundings = tx.surroundings().clone();
    surroundings.kept.get(&version, || tx.query(&GUIDES, &[&on]))
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

pub(crate) fn withdraw(tx: &mut Tx<'_>, item: ItemId, on: Date) -> Result<u64> {
    tx.run(&WITHDRAW, &[&item, &on])
}

pub(crate) fn replace_words(
    tx: &mut Tx<'_>,
    item: ItemId,
    words: &std::collections::BTreeMap<String, i64>,
) -> Result<()> {
    tx.run(&FORGET_WORDS, &[&item])?;
    for (word, weight) in words {
        tx.run_one(&INSERT_WORD, &[word, &item, weight])?;
    }
    Ok(())
}

pub(crate) fn find_word(tx: &mut Tx<'_>, word: &str) -> Result<Vec<Found>> {
    tx.query(&FIND_WORD, &[&word])
}
