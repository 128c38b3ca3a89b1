//! Importing an official list of divisions.

use platform::journal::Subject;
use platform::{Actor, App, AreaId, AreaPath, Entry, Error, Result, Tx};
use serde_json::json;

use crate::divisions::{self, Home, NewArea, Plan};
use crate::model::{AREAS_IMPORT, Area, AreaCode};
use crate::table::Preview;
use crate::{areas, store};

/// More codes than any county has, groups and editions included.
const CODES_MAX: u32 = 200_000;

/// What a list would do; nothing is saved.
pub async fn preview_divisions(app: &App, actor: &Actor, list: &str) -> Result<Preview> {
    let (actor, list) = (actor.clone(), list.to_owned());
    app.db
        .read(move |tx| {
            actor.permit(AREAS_IMPORT, &AreaPath::county())?;
            plan(tx, &list).map(|plan| plan.preview)
        })
        .await
}

/// Imports a list, all of it or, where the answer has problems, nothing.
pub async fn import_divisions(app: &App, actor: &Actor, list: &str) -> Result<Preview> {
    let (actor, list) = (actor.clone(), list.to_owned());
    app.db
        .write(move |tx| {
            actor.permit(AREAS_IMPORT, &AreaPath::county())?;
            let plan = plan(tx, &list)?;
            if !plan.preview.is_clean() || plan.codes.is_empty() {
                return Ok(plan.preview);
            }
            save(tx, &plan)?;
            let facts = json!({
                "new": plan.preview.new,
                "coded": plan.preview.coded,
                "unchanged": plan.preview.unchanged,
            });
            let county = AreaPath::county();
            let entry = Entry::new("registry.divisions_imported", "areas", Subject::NONE, &county);
            tx.journal(&actor, entry.facts(facts))?;
            Ok(plan.preview)
        })
        .await
}

fn plan(tx: &mut Tx<'_>, list: &str) -> Result<Plan> {
    let known = areas::known(tx)?;
    let codes = store::areas::codes(tx, CODES_MAX)?;
    divisions::plan(list, &known.areas, &known.former, &codes)
}

fn save(tx: &mut Tx<'_>, plan: &Plan) -> Result<()> {
    let mut made: Vec<Area> = Vec::with_capacity(plan.areas.len());
    for new in &plan.areas {
        let area = place(tx, new, &made)?;
        store::areas::insert(tx, &area)?;
        made.push(area);
    }
    for (home, (code_system, edition, code)) in &plan.codes {
        let (code_system, edition, code) = (code_system.clone(), edition.clone(), code.clone());
        let area_id = id_of(*home, &made)?;
        store::areas::insert_code(tx, &AreaCode { code_system, edition, code, area_id })?;
    }
    Ok(())
}

/// Gives a new area the next place below its parent.
fn place(tx: &mut Tx<'_>, new: &NewArea, made: &[Area]) -> Result<Area> {
    let id = tx.new_id();
    let Some(parent) = new.parent else {
        return Ok(Area { id, parent_id: None, path: AreaPath::county(), name: new.name.clone() });
    };
    let parent_id = id_of(parent, made)?;
    let parent = match made.iter().find(|area| area.id == parent_id) {
        Some(parent) => parent.clone(),
        None => store::areas::find(tx, parent_id)?,
    };
    let (path, name) = (areas::next_path(tx, &parent)?, new.name.clone());
    Ok(Area { id, parent_id: Some(parent_id), path, name })
}

fn id_of(home: Home, made: &[Area]) -> Result<AreaId> {
    match home {
        Home::Known(id) => Ok(id),
        Home::New(at) => made
            .get(at)
            .map(|area| area.id)
            .ok_or_else(|| Error::fault("a child before its parent")),
    }
}
