//! Areas, for the modules above and for the pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use platform::area::Level;
use platform::{AreaId, AreaPath, Result, Tx};

use crate::model::{Abolished, Area, AreaChange, AreaChangeKind, AreaCode, Rename};
use crate::past::Since;
use crate::{refusals, store};

/// More areas than any county has, groups included.
const AREAS_MAX: u32 = 50_000;
/// Areas of one level among which somebody looks.
const PLACES_MAX: u32 = 5_000;
/// More than any county ever did.
const RENAMES_MAX: u32 = 50_000;

/// The area of that id.
pub fn area(tx: &mut Tx<'_>, id: AreaId) -> Result<Area> {
    store::areas::find(tx, id)
}

/// The area at a path.
pub fn area_at(tx: &mut Tx<'_>, path: &AreaPath) -> Result<Area> {
    store::areas::find_at(tx, path)?.ok_or(platform::Error::NotFound)
}

/// The areas right below one, in the order of the official list.
pub fn areas_below(tx: &mut Tx<'_>, id: AreaId, limit: u32) -> Result<Vec<Area>> {
    store::areas::below(tx, id, limit)
}

/// An area and all below it, from the widest down.
pub fn areas_within(tx: &mut Tx<'_>, path: &AreaPath, limit: u32) -> Result<Vec<Area>> {
    store::areas::within(tx, path, limit)
}

/// [`areas_within`], part by part, and of one level where that is asked.
pub fn areas_within_after(
    tx: &mut Tx<'_>,
    path: &AreaPath,
    (level, after): (Option<Level>, Option<&AreaPath>),
    limit: u32,
) -> Result<Vec<Area>> {
    let digits = level.map(|level| 4 * level as i64);
    store::areas::within_after(tx, path, (digits, after), limit)
}

/// The county, once a list of divisions was imported.
pub fn county(tx: &mut Tx<'_>) -> Result<Option<Area>> {
    store::areas::find_at(tx, &AreaPath::county())
}

/// The areas above one and itself, from the county down: the way to it.
pub fn way_to(tx: &mut Tx<'_>, path: &AreaPath) -> Result<Vec<Area>> {
    store::areas::find_all_at(tx, &up_from(path).collect())
}

/// A path and those above it, the county last.
fn up_from(path: &AreaPath) -> impl Iterator<Item = AreaPath> {
    std::iter::successors(Some(path.clone()), AreaPath::parent)
}

/// The names of the areas at these paths and above them, by their paths.
pub(crate) fn names_at<'p>(
    tx: &mut Tx<'_>,
    paths: impl IntoIterator<Item = &'p AreaPath>,
) -> Result<BTreeMap<AreaPath, String>> {
    let wanted: BTreeSet<AreaPath> = paths.into_iter().flat_map(up_from).collect();
    let areas = store::areas::find_all_at(tx, &wanted)?;
    Ok(areas.into_iter().map(|area| (area.path, area.name)).collect())
}

/// [`full_name`], of names that were looked up before.
pub(crate) fn joined(names: &BTreeMap<AreaPath, String>, path: &AreaPath) -> String {
    let mut way: Vec<AreaPath> = up_from(path).collect();
    way.reverse();
    // The county is left out, unless it is what was asked for.
    let below = way.iter().filter(|step| step.parent().is_some() || way.len() == 1);
    below.filter_map(|step| names.get(step)).map(String::as_str).collect()
}

/// The names of the areas below the county on the way to one: 石桥镇柳湾村.
pub fn full_name(tx: &mut Tx<'_>, path: &AreaPath) -> Result<String> {
    Ok(joined(&names_at(tx, [path])?, path))
}

/// The areas down to a level, each with its [`full_name`]: one statement a level.
pub(crate) fn with_full_names(tx: &mut Tx<'_>, deepest: Level) -> Result<Vec<(Area, String)>> {
    let county = AreaPath::county();
    let (mut names, mut named) = (HashMap::<AreaId, String>::new(), Vec::new());
    for level in [Level::Township, Level::Village, Level::Group] {
        if level <= deepest {
            for area in areas_within_after(tx, &county, (Some(level), None), PLACES_MAX)? {
                let above = area.parent_id.and_then(|above| names.get(&above));
                let name = format!("{}{}", above.map_or("", String::as_str), area.name);
                names.insert(area.id, name.clone());
                named.push((area, name));
            }
        }
    }
    Ok(named)
}

/// [`full_name`], as it was on a day: the names of that day of the areas above it on that day.
pub fn full_name_on(tx: &mut Tx<'_>, path: &AreaPath, on: Date) -> Result<String> {
    let since = Since::read(tx, on)?;
    let mut above = Some(since.then(path));
    let mut name = String::new();
    while let Some(then) = above {
        above = then.parent();
        // The county is left out, unless it is what was asked for.
        if above.is_some() || name.is_empty() {
            let today = since.today(&then);
            let area = store::areas::find_at(tx, &today)?;
            let own = area.map(|area| name_on(tx, &area, on)).transpose()?;
            name = format!("{}{name}", own.unwrap_or_default());
        }
    }
    Ok(name)
}

/// What an area was called on a day: the name that the first renaming after it took away.
fn name_on(tx: &mut Tx<'_>, area: &Area, on: Date) -> Result<String> {
    let renames = renames_of(tx, area.id)?;
    let next = renames.into_iter().take_while(|rename| rename.renamed_on > on).last();
    Ok(next.map_or_else(|| area.name.clone(), |rename| rename.old_name))
}

/// How often an area was renamed, the last time first.
pub fn renames_of(tx: &mut Tx<'_>, id: AreaId) -> Result<Vec<Rename>> {
    store::areas::renames_of(tx, id)
}

/// How an area ended, if it was abolished.
pub fn end_of(tx: &mut Tx<'_>, id: AreaId) -> Result<Option<Abolished>> {
    store::areas::end_of(tx, id)
}

/// Where an area went, what went into it, what was divided from it: the last first.
pub fn changes_of(tx: &mut Tx<'_>, id: AreaId) -> Result<Vec<AreaChange>> {
    store::area_changes::about(tx, id)
}

/// An area that still is one.
pub(crate) fn standing(tx: &mut Tx<'_>, id: AreaId) -> Result<Area> {
    match end_of(tx, id)? {
        None => area(tx, id),
        Some(end) => {
            let successor = area(tx, end.successor_id)?;
            Err(refusals::area_abolished(&end.name, &successor.name).into())
        }
    }
}

/// A path below an area that no area ever had.
pub(crate) fn next_path(tx: &mut Tx<'_>, above: &Area) -> Result<AreaPath> {
    let last = store::areas::last_number(tx, above.id)?;
    let number = last.parse::<u16>().unwrap_or(0) + 1;
    if number > 9999 {
        return Err(refusals::too_many_below(&above.name).into());
    }
    Ok(above.path.child(number))
}

/// Every area that there ever was, by every name and place that lists of others may still have.
pub(crate) struct Known {
    /// All of them.
    pub(crate) areas: Vec<Area>,
    /// The same under the names and above the areas that were theirs before.
    pub(crate) former: Vec<Area>,
    /// Where the people of those that were abolished belong.
    pub(crate) successors: HashMap<AreaId, AreaPath>,
}

/// Reads them.
pub(crate) fn known(tx: &mut Tx<'_>) -> Result<Known> {
    let areas = store::areas::ever(tx, AREAS_MAX)?;
    let mut former: Vec<Area> = Vec::new();
    {
        let by_id: HashMap<AreaId, &Area> = areas.iter().map(|area| (area.id, area)).collect();
        let mut names: HashMap<AreaId, Vec<String>> = HashMap::new();
        for rename in renames(tx)? {
            names.entry(rename.area_id).or_default().push(rename.old_name);
        }
        let mut above: HashMap<AreaId, Vec<AreaId>> = HashMap::new();
        for change in store::area_changes::after(tx, Date::MIN)? {
            if let (AreaChangeKind::Moved, Some(from)) = (change.kind, change.from_id) {
                above.entry(change.area_id).or_default().push(from);
            }
        }
        let mut changed: Vec<AreaId> = names.keys().chain(above.keys()).copied().collect();
        changed.sort_unstable();
        changed.dedup();
        for area in changed.iter().filter_map(|id| by_id.get(id).copied()) {
            let own = names.get(&area.id).into_iter().flatten().chain([&area.name]);
            for name in own {
                let parents = above.get(&area.id).into_iter().flatten().map(|id| Some(*id));
                for parent_id in parents.chain([area.parent_id]) {
                    let was = Area { parent_id, name: name.clone(), ..area.clone() };
                    if was != *area && !former.contains(&was) {
                        former.push(was);
                    }
                }
            }
        }
    }
    let successors = successors(&areas, &abolished(tx)?);
    Ok(Known { areas, former, successors })
}

/// The paths of those who stand today for the areas that were abolished.
fn successors(areas: &[Area], ended: &[Abolished]) -> HashMap<AreaId, AreaPath> {
    let paths: HashMap<AreaId, &AreaPath> =
        areas.iter().map(|area| (area.id, &area.path)).collect();
    let path = |end: &Abolished| paths.get(&last_successor(ended, end.id)).copied().cloned();
    ended.iter().filter_map(|end| Some((end.id, path(end)?))).collect()
}

/// Who stands today for an area: itself, or the end of the chain of those that it went into.
pub(crate) fn last_successor(ended: &[Abolished], area: AreaId) -> AreaId {
    let next = |area: &AreaId| ended.iter().find(|end| end.id == *area).map(|end| end.successor_id);
    // Each went into one that still stood, so that the chain has an end.
    std::iter::successors(Some(area), next).last().unwrap_or(area)
}

/// Every renaming of the county.
pub(crate) fn renames(tx: &mut Tx<'_>) -> Result<Vec<Rename>> {
    store::areas::renames(tx, RENAMES_MAX)
}

/// The areas that were abolished.
pub(crate) fn abolished(tx: &mut Tx<'_>) -> Result<Vec<Abolished>> {
    store::areas::abolished(tx, AREAS_MAX)
}

/// The codes that an area has in the official lists.
pub fn codes_of(tx: &mut Tx<'_>, id: AreaId) -> Result<Vec<AreaCode>> {
    store::areas::codes_of(tx, id)
}
