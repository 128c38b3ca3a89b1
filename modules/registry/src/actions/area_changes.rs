//! What governments decide about where areas lie: one goes to another township or village, one goes
//! into another, one is founded or divided. Nobody is lost, and each day keeps its own areas.

mod carrying;

use law::village::{self, Place};
use platform::area::Level;
use platform::{Actor, App, AreaId, AreaPath, Entry, Result, Tx};
use serde_json::json;

use crate::model::{
    AREAS_CHANGE, Area, AreaChange, AreaChangeId, AreaChangeKind, DOCUMENT_LETTERS_MAX, Decision,
    Founding, ImportState, Merging, Moving, NAME_LETTERS_MAX, Share,
};
use crate::past::Since;
use crate::{areas, refusals, store};

pub(crate) use carrying::{Fate, fate};

/// Puts a village under another township, or a group under another village, with all in it.
pub async fn move_area(app: &App, actor: &Actor, new: Moving) -> Result<AreaId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (area, to) = both(tx, &actor, (new.area_id, new.to))?;
            let from = match area.parent_id {
                Some(from) if area.level() >= Level::Village => areas::area(tx, from)?,
                _ => return Err(refusals::only_villages_move().into()),
            };
            if to.level() != from.level() {
                return Err(refusals::wrong_level_above().into());
            }
            if to.id == from.id {
                return Err(refusals::lies_there_already(&to.name).into());
            }
            if store::areas::beside(tx, to.id, &area.name)?.is_some() {
                return Err(refusals::name_taken_there(&to.name, &area.name).into());
            }
            // What moves keeps its extent; what is above it does not.
            decided(tx, &new.decision, &[&from, &to], (&area.path, &to.path))?;
            let moved = relocate(tx, &area, &to, &new.decision)?;
            let facts = json!({
                "area": area.name, "from": from.name, "to": to.name,
                "on": new.decision.on, "document": new.decision.document,
            });
            let left = Entry::new("registry.area_left", "area", area.id.0, &from.path);
            tx.journal(&actor, left.facts(facts.clone()))?;
            let entry = Entry::new("registry.area_moved", "area", area.id.0, &moved.path);
            tx.journal(&actor, entry.facts(facts))?;
            Ok(area.id)
        })
        .await
}

/// Abolishes an area: its people, households, groups and open matters belong to another of its
/// kind.
pub async fn merge_area(app: &App, actor: &Actor, new: Merging) -> Result<AreaId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (area, into) = both(tx, &actor, (new.area_id, new.into))?;
            let fits = area.level() == into.level() && area.id != into.id;
            if !fits || area.level() == Level::County {
                return Err(refusals::wrong_successor().into());
            }
            let above = between(tx, &area, &into)?;
            let changed: Vec<&Area> = above.iter().chain([&area, &into]).collect();
            decided(tx, &new.decision, &changed, (&area.path, &into.path))?;
            for below in areas::areas_below(tx, area.id, BELOW_MAX)? {
                let below = told_apart(tx, below, (&area, &into), &new.decision)?;
                relocate(tx, &below, &into, &new.decision)?;
            }
            let ended = carrying::all(tx, &actor, (&area, &into), &new.decision)?;
            store::area_changes::abolish(tx, area.id, new.decision.on, into.id)?;
            let (kind, paths) = (AreaChangeKind::Merged, (&area.path, &into.path));
            record(tx, kind, (area.id, None, into.id), paths, &new.decision)?;
            let facts = json!({
                "area": area.name, "into": into.id, "to": into.name, "ended": ended,
                "on": new.decision.on, "document": new.decision.document,
            });
            let entry = Entry::new("registry.area_merged", "area", area.id.0, &into.path);
            tx.journal(&actor, entry.facts(facts.clone()))?;
            if let Some(above) = area.path.parent().filter(|above| !above.contains(&into.path)) {
                let left = Entry::new("registry.area_left", "area", area.id.0, &above);
                tx.journal(&actor, left.facts(facts))?;
            }
            Ok(into.id)
        })
        .await
}

/// Founds an area. Where another is divided, the chosen groups and households go to it.
pub async fn found_area(app: &App, actor: &Actor, new: Founding) -> Result<AreaId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let above = areas::standing(tx, new.above)?;
            actor.permit(AREAS_CHANGE, &above.path)?;
            let area = founded(tx, &above, &new.name)?;
            let divided = new.divided.as_ref().map(|share| areas::standing(tx, share.from));
            let divided = divided.transpose()?;
            let changed: Vec<&Area> = divided.iter().chain([&area]).collect();
            let touched = divided.as_ref().map_or(&area.path, |from| &from.path);
            decided(tx, &new.decision, &changed, (touched, &above.path))?;
            store::areas::insert(tx, &area)?;
            let from = divided.as_ref().map(|from| from.id);
            let paths = (touched, &area.path);
            record(tx, AreaChangeKind::Founded, (area.id, from, above.id), paths, &new.decision)?;
            if let (Some(from), Some(share)) = (&divided, &new.divided) {
                divide(tx, &actor, (from, &area), share, &new.decision)?;
            }
            let facts = json!({
                "area": area.name, "divided": divided.map(|from| from.name),
                "on": new.decision.on, "document": new.decision.document,
            });
            let entry = Entry::new("registry.area_founded", "area", area.id.0, &area.path);
            tx.journal(&actor, entry.facts(facts))?;
            Ok(area.id)
        })
        .await
}

/// More areas than lie below any.
const BELOW_MAX: u32 = 10_000;
/// Households that go at once because their numbers were typed.
const HOUSEHOLDS_MAX: usize = 500;

/// Two areas that still are some, for somebody who may change both.
fn both(tx: &mut Tx<'_>, actor: &Actor, ids: (AreaId, AreaId)) -> Result<(Area, Area)> {
    let area = areas::area(tx, ids.0)?;
    actor.permit(AREAS_CHANGE, &area.path)?;
    let other = areas::area(tx, ids.1)?;
    actor.permit(AREAS_CHANGE, &other.path)?;
    Ok((areas::standing(tx, area.id)?, areas::standing(tx, other.id)?))
}

/// Villages govern themselves; communities of towns stand under another law.
pub(crate) fn place(area: &Area) -> Place {
    let community = area.name.ends_with("社区") || area.name.ends_with("居委会");
    if area.level() == Level::Village && !community { Place::Village } else { Place::Other }
}

/// The areas above two whose extent changes when one goes into the other: none where it is the
/// same one, which arranges what is below it.
fn between(tx: &mut Tx<'_>, area: &Area, into: &Area) -> Result<Vec<Area>> {
    if area.parent_id == into.parent_id {
        return Ok(Vec::new());
    }
    let above = [area.parent_id, into.parent_id].into_iter().flatten();
    above.map(|above| areas::area(tx, above)).collect()
}

/// What stands against a decision that founds, abolishes or changes some areas, about one and the
/// other that it names.
fn decided(
    tx: &mut Tx<'_>,
    decision: &Decision,
    changed: &[&Area],
    (area, other): (&AreaPath, &AreaPath),
) -> Result<()> {
    let document = decision.document.trim();
    if document.is_empty() || document.chars().count() > DOCUMENT_LETTERS_MAX {
        return Err(refusals::document_missing().into());
    }
    if decision.on > tx.today() {
        return Err(refusals::changed_later().into());
    }
    let changed: Vec<Place> = changed.iter().map(|area| place(area)).collect();
    if let Some((fault, cite)) = village::extent(&changed, decision.agreed_on, decision.on) {
        return Err(refusals::extent(fault, cite).into());
    }
    let since = Since::read(tx, decision.on)?;
    for change in store::area_changes::after(tx, decision.on)? {
        let place = since.today_after(&change);
        if place.contains(area) || area.contains(&place) || place.contains(other) {
            return Err(refusals::changed_before(change.changed_on).into());
        }
    }
    for state in [ImportState::Checking, ImportState::Checked, ImportState::Saving] {
        if let Some(import) = store::imports::in_state(tx, state)?.into_iter().next() {
            return Err(refusals::list_waiting(&import.file_name).into());
        }
    }
    Ok(())
}

/// Puts an area and all below it under another.
fn relocate(tx: &mut Tx<'_>, area: &Area, to: &Area, decision: &Decision) -> Result<Area> {
    let from = area.parent_id.ok_or_else(refusals::only_villages_move)?;
    let path = areas::next_path(tx, to)?;
    platform::area::carry(tx, &area.path, &path)?;
    store::carrying::follow_move(tx, &area.path, &path)?;
    store::area_changes::set_above(tx, area.id, from, to.id)?;
    let (kind, paths) = (AreaChangeKind::Moved, (&area.path, &path));
    record(tx, kind, (area.id, Some(from), to.id), paths, decision)?;
    Ok(Area { parent_id: Some(to.id), path, ..area.clone() })
}

fn record(
    tx: &mut Tx<'_>,
    kind: AreaChangeKind,
    (area_id, from_id, to_id): (AreaId, Option<AreaId>, AreaId),
    (old_path, new_path): (&AreaPath, &AreaPath),
    decision: &Decision,
) -> Result<()> {
    let change = AreaChange {
        id: tx.new_id::<AreaChangeId>(),
        number: store::area_changes::next_number(tx)?,
        kind,
        area_id,
        from_id,
        to_id,
        old_path: old_path.clone(),
        new_path: new_path.clone(),
        changed_on: decision.on,
        document: decision.document.trim().to_owned(),
        agreed_on: decision.agreed_on,
        noted_at: tx.now(),
    };
    store::area_changes::insert(tx, &change)
}

/// The area that is to be founded, or what stands against it.
fn founded(tx: &mut Tx<'_>, above: &Area, name: &str) -> Result<Area> {
    let (name, id) = (name.trim(), tx.new_id());
    let letters = name.chars().count();
    if letters == 0 || letters > NAME_LETTERS_MAX {
        return Err(refusals::name_length().into());
    }
    if above.level() == Level::Group {
        return Err(refusals::nothing_below_a_group().into());
    }
    if store::areas::beside(tx, above.id, name)?.is_some() {
        return Err(refusals::name_taken(name).into());
    }
    let path = areas::next_path(tx, above)?;
    Ok(Area { id, parent_id: Some(above.id), path, name: name.to_owned() })
}

/// Gives a new area its share of the one that is divided.
fn divide(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (from, area): (&Area, &Area),
    share: &Share,
    decision: &Decision,
) -> Result<()> {
    if from.level() != area.level() {
        return Err(refusals::wrong_successor().into());
    }
    if share.groups.is_empty() && share.households.is_empty() {
        return Err(refusals::nothing_chosen_to_go().into());
    }
    for group in &share.groups {
        let group = areas::standing(tx, *group)?;
        if group.parent_id != Some(from.id) {
            return Err(refusals::group_of_another(&from.name).into());
        }
        relocate(tx, &group, area, decision)?;
    }
    let mut households = Vec::new();
    for typed in &share.households {
        // 12-1 is a household that split off number 12, or it is a span.
        let own = store::persons::find_household(tx, &from.path, typed)?;
        let numbers = if own.is_some() { None } else { span(typed) };
        for number in numbers.unwrap_or_else(|| vec![typed.clone()]) {
            let found = store::persons::find_household(tx, &from.path, &number)?;
            households.push(found.ok_or_else(|| refusals::household_not_there(&number))?.id);
        }
        if households.len() > HOUSEHOLDS_MAX {
            return Err(refusals::too_many_numbers().into());
        }
    }
    households.sort_unstable();
    households.dedup();
    carrying::households(tx, actor, (from, area), &households, decision.on)
}

/// The numbers of 12-15 or 008—010, each as wide as the first.
fn span(typed: &str) -> Option<Vec<String>> {
    let (first, last) = typed.split_once(['-', '—', '–', '~', '至', '到'])?;
    let (width, last) = (first.len(), last.trim_start_matches('—').parse::<u32>().ok()?);
    let first = first.parse::<u32>().ok().filter(|first| *first <= last)?;
    // One more than are taken, so that too many are noticed.
    let numbers = (first..=last).take(HOUSEHOLDS_MAX + 1);
    Some(numbers.map(|number| format!("{number:0width$}")).collect())
}

/// Two groups of one name are told apart by the name of the village that was theirs.
fn told_apart(
    tx: &mut Tx<'_>,
    below: Area,
    (area, into): (&Area, &Area),
    decision: &Decision,
) -> Result<Area> {
    if store::areas::beside(tx, into.id, &below.name)?.is_none() {
        return Ok(below);
    }
    let mut name = format!("{}{}", stem(&area.name), below.name);
    while store::areas::beside(tx, into.id, &name)?.is_some() {
        name = format!("原{name}");
    }
    super::renames::give_name(tx, &below, &name, (decision.on, &decision.document))?;
    Ok(Area { name, ..below })
}

/// 柳湾 for 柳湾村: what stands before the numbers and names that came from there.
fn stem(name: &str) -> &str {
    ["社区", "村", "镇", "乡", "组"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending).filter(|rest| !rest.is_empty()))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_numbers_is_as_wide_as_its_first() {
        for (typed, expected) in [
            ("12-15", Some(vec!["12", "13", "14", "15"])),
            ("008—010", Some(vec!["008", "009", "010"])),
            ("1至3", Some(vec!["1", "2", "3"])),
            ("9-7", None),
            ("甲5", None),
            ("12", None),
        ] {
            let expected: Option<Vec<String>> =
                expected.map(|all| all.into_iter().map(str::to_owned).collect());
            assert_eq!(span(typed), expected, "{typed}");
        }
        assert_eq!(span("1-99999999").unwrap().len(), HOUSEHOLDS_MAX + 1);
    }
}
