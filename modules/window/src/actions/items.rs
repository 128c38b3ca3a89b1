//! Items: drafted by one, published by another, never changed after.

use jiff::civil::Date;
use law::window::{POSTED_GUIDE, STANDARD_GUIDE};
use platform::{Actor, App, AreaPath, Entry, Error, Refusal, Result, Tx};
use registry::merging;
use serde::Deserialize;
use serde_json::json;

use crate::item::Item;
use crate::model::{ItemId, Version, VersionId};
use crate::powers::{EDIT_ITEMS, ITEMS, PUBLISH_ITEMS};
use crate::store::items;
use crate::{refusals, words};

/// The catalogue that comes with the program, as drafts.
const CATALOGUE: &[&str] = &[
    include_str!("../../catalogue/civil-affairs.toml"),
    include_str!("../../catalogue/civil-affairs-welfare.toml"),
    include_str!("../../catalogue/medical-insurance.toml"),
    include_str!("../../catalogue/human-resources.toml"),
    include_str!("../../catalogue/employment.toml"),
    include_str!("../../catalogue/health.toml"),
    include_str!("../../catalogue/rural.toml"),
    include_str!("../../catalogue/family-and-household.toml"),
    include_str!("../../catalogue/veterans.toml"),
];

/// A file of items.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    item: Vec<Item>,
}

/// What an import of items did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemsImported {
    /// Items that were not there before.
    pub new: usize,
    /// Items that got a new version.
    pub changed: usize,
    /// Items whose newest version says the same.
    pub unchanged: usize,
}

/// Reads a file of items, or says where it cannot be read.
pub fn parse(file: &str) -> Result<Vec<Item>> {
    let catalogue: Catalogue = toml::from_str(file).map_err(|error| {
        let sentence = "读不懂这个事项文件：{1}";
        Refusal::new("items.unreadable", sentence).with(error.message()).at("file")
    })?;
    Ok(catalogue.item)
}

/// The items that come with the program.
pub fn bundled() -> Result<Vec<Item>> {
    let mut all = Vec::new();
    for file in CATALOGUE {
        all.extend(parse(file)?);
    }
    Ok(all)
}

/// Drafts a version of an item; a new code makes a new item.
pub async fn draft(app: &App, actor: &Actor, content: Item) -> Result<VersionId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(EDIT_ITEMS, &AreaPath::county())?;
            check(&content)?;
            let item = match items::by_code(tx, &content.code)? {
                Some(item) => item,
                None => items::insert_item(tx, &content.code)?,
            };
            draft_version(tx, &actor, item, &content)
        })
        .await
}

/// What the law and good sense ask of an item.
fn check(item: &Item) -> Result<()> {
    if let Some(problem) = item.limits().problem() {
        return Err(refusals::promise_problem(problem));
    }
    let required = [
        ("code", &item.code),
        ("name", &item.name),
        ("plain_text", &item.plain_text),
        ("served", &item.served),
        ("result", &item.result),
        ("consult", &item.consult),
    ];
    for (field, value) in required {
        if value.trim().is_empty() {
            return Err(Refusal::new("items.incomplete", "这一项是指南必须有的，请填上")
                .at(field)
                .into());
        }
    }
    Ok(())
}

fn draft_version(
    tx: &mut Tx<'_>,
    actor: &Actor,
    item: ItemId,
    content: &Item,
) -> Result<VersionId> {
    let version = items::insert_version(tx, item, content, (actor.person_id, &actor.name))?;
    let entry = Entry::new("window.item_drafted", "item_version", version.0, &AreaPath::county());
    tx.journal(actor, entry.facts(json!({ "item": content.code })))?;
    Ok(version)
}

/// Drafts every item of a list whose newest version says something else. `dry_run` only counts.
pub async fn import(
    app: &App,
    actor: &Actor,
    list: Vec<Item>,
    dry_run: bool,
) -> Result<ItemsImported> {
    let actor = actor.clone();
    let act = move |tx: &mut Tx<'_>| {
        actor.permit(EDIT_ITEMS, &AreaPath::county())?;
        import_in(tx, &actor, &list, dry_run)
    };
    if dry_run { app.db.read(act).await } else { app.db.write(act).await }
}

/// [`import`] inside an act of the caller: the program's own command and the sample county.
pub fn import_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    list: &[Item],
    dry_run: bool,
) -> Result<ItemsImported> {
    let mut done = ItemsImported::default();
    for content in list {
        check(content)?;
        let known = items::by_code(tx, &content.code)?;
        let newest = match known {
            Some(item) => items::versions_of(tx, item)?.into_iter().next(),
            None => None,
        };
        match (&newest, known) {
            (Some(version), _) if *version.content.0 == *content => done.unchanged += 1,
            (_, Some(_)) => done.changed += 1,
            (_, None) => done.new += 1,
        }
        let same = newest.is_some_and(|version| *version.content.0 == *content);
        if !dry_run && !same {
            let item = match known {
                Some(item) => item,
                None => items::insert_item(tx, &content.code)?,
            };
            draft_version(tx, actor, item, content)?;
        }
    }
    Ok(done)
}

/// Publishes a version: in force from a day on, for everybody to read.
pub async fn publish(
    app: &App,
    actor: &Actor,
    version: VersionId,
    effective_on: Date,
) -> Result<()> {
    let actor = actor.clone();
    app.db.write(move |tx| publish_in(tx, &actor, version, effective_on)).await
}

/// [`publish`] inside an act of the caller.
pub fn publish_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    version: VersionId,
    effective_on: Date,
) -> Result<()> {
    actor.permit(PUBLISH_ITEMS, &AreaPath::county())?;
    let version = items::version(tx, version)?;
    if version.published_by.is_some() {
        return Err(refusals::already_published());
    }
    if merging::is_among(tx, actor, version.drafted_by_id.as_slice())? {
        return Err(refusals::same_publisher());
    }
    let content = &version.content.0;
    check(content)?;
    items::publish(tx, &version, (actor.person_id, &actor.name), effective_on)?;
    items::replace_words(tx, version.item_id, &words::of_texts(&content.search_texts()))?;
    let entry =
        Entry::new("window.item_published", "item_version", version.id.0, &AreaPath::county())
            .citing(content.bound_by(POSTED_GUIDE).unwrap_or(STANDARD_GUIDE))
            .facts(json!({ "item": content.code, "effective_on": effective_on.to_string() }));
    tx.journal(actor, entry)
}

/// Withdraws an item from a day on. Open cases go on by the version they began with.
pub async fn withdraw(app: &App, actor: &Actor, item: ItemId, on: Date) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(PUBLISH_ITEMS, &AreaPath::county())?;
            if items::withdraw(tx, item, on)? == 0 {
                return Err(Error::NotFound);
            }
            let entry = Entry::new("window.item_withdrawn", "item", item.0, &AreaPath::county());
            tx.journal(&actor, entry)
        })
        .await
}

/// The newest version of each item, for those who edit or publish.
pub fn newest(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Version>> {
    permit_any(actor)?;
    let mut all = items::newest(tx)?;
    all.sort_by_key(|version| version.content.0.number);
    Ok(all)
}

/// All versions of an item, the newest first.
pub fn versions(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<Vec<Version>> {
    permit_any(actor)?;
    let item = items::by_code(tx, code)?.ok_or(Error::NotFound)?;
    items::versions_of(tx, item)
}

fn permit_any(actor: &Actor) -> Result<()> {
    let held = ITEMS.iter().any(|power| actor.holds(*power));
    if held { Ok(()) } else { Err(platform::authorisation::not_permitted().into()) }
}
