//! The catalogue: written by one, published by another, never changed after.

use jiff::civil::Date;
use platform::{Actor, App, AreaPath, Entry, Error, Result, Tx};
use registry::merging;
use serde_json::json;

use crate::item::{Item, bundled};
use crate::model::{ItemVersionId, Version};
use crate::powers::{DRAFT, EDIT_CATALOGUE, PUBLISH, PUBLISH_CATALOGUE};
use crate::refusals;
use crate::store::items;

/// Whether the actor writes items of the county, or of this village.
pub(crate) fn may_edit(actor: &Actor, area: &AreaPath) -> bool {
    if *area == AreaPath::county() {
        actor.may(EDIT_CATALOGUE, area)
    } else {
        actor.may(DRAFT, area)
    }
}

/// Whether the actor publishes them.
pub(crate) fn may_publish(actor: &Actor, area: &AreaPath) -> bool {
    if *area == AreaPath::county() {
        actor.may(PUBLISH_CATALOGUE, area)
    } else {
        actor.may(PUBLISH, area)
    }
}

fn permit(held: bool) -> Result<()> {
    if held { Ok(()) } else { Err(platform::authorisation::not_permitted().into()) }
}

/// Drafts a version of an item; a new word makes a new item. A village adds to the county's items
/// and does not change them.
pub async fn draft(
    app: &App,
    actor: &Actor,
    area: AreaPath,
    content: Item,
) -> Result<ItemVersionId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            permit(may_edit(&actor, &area))?;
            content.check()?;
            let county = AreaPath::county();
            if area != county && items::by_key(tx, &county, &content.key)?.is_some() {
                return Err(refusals::item_of_county().into());
            }
            draft_version(tx, &actor, &area, &content)
        })
        .await
}

fn draft_version(
    tx: &mut Tx<'_>,
    actor: &Actor,
    area: &AreaPath,
    content: &Item,
) -> Result<ItemVersionId> {
    let item = match items::by_key(tx, area, &content.key)? {
        Some(item) => item,
        None => items::insert_item(tx, area, &content.key)?,
    };
    let version = items::insert_version(tx, item, content, (actor.person_id, &actor.name))?;
    let entry = Entry::new("sunshine.item_drafted", "disclosure_item_version", version.0, area);
    tx.journal(actor, entry.facts(json!({ "item": content.key })))?;
    Ok(version)
}

/// Drafts those of the bundled items whose newest version says something else. Says how many.
pub async fn import_bundled(app: &App, actor: &Actor) -> Result<usize> {
    let actor = actor.clone();
    app.db.write(move |tx| import_bundled_in(tx, &actor)).await
}

/// [`import_bundled`] inside an act of the caller.
pub fn import_bundled_in(tx: &mut Tx<'_>, actor: &Actor) -> Result<usize> {
    let county = AreaPath::county();
    permit(may_edit(actor, &county))?;
    let known = items::newest_at(tx, &county)?;
    let mut drafted = 0;
    for item in bundled()? {
        if !known.iter().any(|version| version.content.0 == item) {
            draft_version(tx, actor, &county, &item)?;
            drafted += 1;
        }
    }
    Ok(drafted)
}

/// Publishes a version, in force from a day on.
pub async fn publish(
    app: &App,
    actor: &Actor,
    version: ItemVersionId,
    effective_on: Date,
) -> Result<()> {
    let actor = actor.clone();
    app.db.write(move |tx| publish_in(tx, &actor, version, effective_on)).await
}

/// [`publish`] inside an act of the caller.
pub fn publish_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    version: ItemVersionId,
    effective_on: Date,
) -> Result<()> {
    let version = items::version(tx, version)?;
    permit(may_publish(actor, &version.area_path))?;
    if version.published_by.is_some() {
        return Err(refusals::already_published().into());
    }
    let newest = items::versions_of(tx, version.item_id)?.into_iter().next();
    if newest.is_some_and(|newest| newest.id != version.id) {
        return Err(refusals::older_version().into());
    }
    if merging::is_among(tx, actor, version.drafted_by_id.as_slice())? {
        return Err(refusals::same_publisher().into());
    }
    version.content.0.check()?;
    items::publish(tx, &version, (actor.person_id, &actor.name), effective_on)?;
    let area = &version.area_path;
    let entry =
        Entry::new("sunshine.item_published", "disclosure_item_version", version.id.0, area);
    let facts = json!({
        "item": version.content.0.key,
        "effective_on": effective_on.to_string(),
    });
    tx.journal(actor, entry.citing(law::sunshine::cadence_cite(effective_on)).facts(facts))
}

/// Publishes every draft of the county that the actor did not write. Says how many.
pub async fn publish_all(app: &App, actor: &Actor, effective_on: Date) -> Result<usize> {
    let actor = actor.clone();
    app.db.write(move |tx| publish_all_in(tx, &actor, effective_on)).await
}

/// [`publish_all`] inside an act of the caller.
pub fn publish_all_in(tx: &mut Tx<'_>, actor: &Actor, effective_on: Date) -> Result<usize> {
    let county = AreaPath::county();
    permit(may_publish(actor, &county))?;
    let mut published = 0;
    for version in items::newest_at(tx, &county)? {
        if version.published_by.is_none() {
            publish_in(tx, actor, version.id, effective_on)?;
            published += 1;
        }
    }
    Ok(published)
}

/// The newest version of each item of the county or of a village, for those who have to do with it.
pub fn newest(tx: &mut Tx<'_>, actor: &Actor, area: &AreaPath) -> Result<Vec<Version>> {
    permit(may_edit(actor, area) || may_publish(actor, area))?;
    items::newest_at(tx, area)
}

/// A version, for those who may see it.
pub(crate) fn version(tx: &mut Tx<'_>, actor: &Actor, id: ItemVersionId) -> Result<Version> {
    let version = items::version(tx, id)?;
    let area = &version.area_path;
    if may_edit(actor, area) || may_publish(actor, area) {
        Ok(version)
    } else {
        Err(Error::NotFound)
    }
}
