//! An area gets another name.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use platform::{Actor, App, AreaId, Entry, Result, Tx};
use serde_json::json;

use crate::model::{
    AREAS_CHANGE, Area, DOCUMENT_LETTERS_MAX, NAME_LETTERS_MAX, Rename, RenameId, Renaming,
};
use crate::{areas, refusals, store};

/// More bodies than any county has.
const BODIES_MAX: u32 = 50_000;

/// Gives an area the name that a government decided on. The name before is kept with its days; the
/// bodies in the area whose names begin with it go along.
pub async fn rename_area(app: &App, actor: &Actor, new: Renaming) -> Result<AreaId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let area = areas::area(tx, new.area_id)?;
            actor.permit(AREAS_CHANGE, &area.path)?;
            let rename = check(tx, &area, &new)?;
            store::areas::set_name(tx, &area, &rename.new_name)?;
            store::areas::insert_rename(tx, &rename)?;
            let facts = json!({
                "from": rename.old_name,
                "to": rename.new_name,
                "on": rename.renamed_on,
                "document": rename.document,
            });
            let entry = Entry::new("registry.area_renamed", "area", area.id.0, &area.path);
            tx.journal(&actor, entry.facts(facts))?;
            rename_bodies(tx, &actor, &area, &rename)?;
            Ok(area.id)
        })
        .await
}

/// The renaming as it will be kept, or what stands against it.
fn check(tx: &mut Tx<'_>, area: &Area, new: &Renaming) -> Result<Rename> {
    let (name, document) = (new.name.trim(), new.document.trim());
    let letters = name.chars().count();
    if letters == 0 || letters > NAME_LETTERS_MAX {
        return Err(refusals::name_length().into());
    }
    if name == area.name {
        return Err(refusals::name_same().into());
    }
    if let Some(parent) = area.parent_id
        && store::areas::beside(tx, parent, name)?.is_some()
    {
        return Err(refusals::name_taken(name).into());
    }
    if document.is_empty() || document.chars().count() > DOCUMENT_LETTERS_MAX {
        return Err(refusals::document_missing().into());
    }
    if new.on > tx.today() {
        return Err(refusals::renamed_later().into());
    }
    let last = store::areas::renames_of(tx, area.id)?.into_iter().next();
    // The same day again sets a slip of the pen right.
    if let Some(last) = last.as_ref().filter(|last| new.on < last.renamed_on) {
        return Err(refusals::renamed_before(last.renamed_on).into());
    }
    let noted_at = after(tx, last.as_ref());
    Ok(rename(tx, area, name, (new.on, document), noted_at))
}

fn rename(
    tx: &Tx<'_>,
    area: &Area,
    name: &str,
    (on, document): (Date, &str),
    noted_at: Timestamp,
) -> Rename {
    Rename {
        id: tx.new_id::<RenameId>(),
        area_id: area.id,
        old_name: area.name.clone(),
        new_name: name.to_owned(),
        renamed_on: on,
        document: document.to_owned(),
        noted_at,
    }
}

/// Gives an area another name because it came to stand beside one of its name.
pub(super) fn give_name(
    tx: &mut Tx<'_>,
    area: &Area,
    name: &str,
    (on, document): (Date, &str),
) -> Result<()> {
    let last = store::areas::renames_of(tx, area.id)?.into_iter().next();
    let noted_at = after(tx, last.as_ref());
    // It is not called so before it was renamed the last time.
    let on = last.map_or(on, |last| on.max(last.renamed_on));
    let rename = rename(tx, area, name, (on, document), noted_at);
    store::areas::set_name(tx, area, name)?;
    store::areas::insert_rename(tx, &rename)
}

/// They stand in their order, also when the clock stands still or goes back.
fn after(tx: &Tx<'_>, last: Option<&Rename>) -> Timestamp {
    let after = last.map(|last| last.noted_at + SignedDuration::from_millis(1));
    after.map_or_else(|| tx.now(), |at| at.max(tx.now()))
}

/// The name of a body named after the area. 柳湾村民委员会 says 村 once for both: where the new name
/// does not end in it, the committee keeps its own.
fn renamed(body: &str, rename: &Rename) -> Option<String> {
    let (old, new) = (rename.old_name.as_str(), rename.new_name.as_str());
    let rest = body.strip_prefix(old)?;
    let said_once = old.ends_with('村') && rest.starts_with('民') && !new.ends_with('村');
    Some(format!("{new}{}{rest}", if said_once { "村" } else { "" }))
}

/// 柳湾村村民委员会 becomes 新柳村村民委员会. What a body was called before stands in the journal.
fn rename_bodies(tx: &mut Tx<'_>, actor: &Actor, area: &Area, rename: &Rename) -> Result<()> {
    for body in store::bodies::within(tx, &area.path, BODIES_MAX)? {
        let Some(name) = renamed(&body.name, rename) else { continue };
        store::bodies::set_name(tx, body.id, &name)?;
        let entry = Entry::new("registry.body_renamed", "body", body.id.0, &body.area_path);
        tx.journal(actor, entry.facts(json!({ "from": body.name, "to": name })))?;
    }
    Ok(())
}
