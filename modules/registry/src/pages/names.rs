//! Names of areas for pages that show many of them.

use std::collections::BTreeMap;

use platform::area::Level;
use platform::{AreaPath, Result, Scope, Tx};

use crate::areas;

/// More places than a person would choose from.
const PLACES_MAX: u32 = 2_000;

/// The names of the places of one page, looked up at once: page by page and not place by place,
/// since each statement is a way to the database and back.
pub(crate) struct Names(BTreeMap<AreaPath, String>);

impl Names {
    /// The names of all these.
    pub(crate) fn of_all<'p>(
        tx: &mut Tx<'_>,
        paths: impl IntoIterator<Item = &'p AreaPath>,
    ) -> Result<Self> {
        areas::names_at(tx, paths).map(Self)
    }

    /// 石桥镇柳湾村.
    pub(crate) fn of(&self, path: &AreaPath) -> String {
        areas::joined(&self.0, path)
    }
}

/// A place to live in: its path for the form, its name for people.
pub(crate) type Choice = (String, String);

/// The villages of a scope to choose from; the groups too where there is one village only.
/// `besides` is offered in any case: the place that stands there now.
pub(crate) fn places_to_live(
    tx: &mut Tx<'_>,
    scope: &Scope,
    besides: Option<&AreaPath>,
) -> Result<Vec<Choice>> {
    let mut paths: Vec<AreaPath> = besides.into_iter().cloned().collect();
    for own in scope.areas() {
        let deepest = if own.level() >= Level::Village { Level::Group } else { Level::Village };
        let areas = areas::areas_within(tx, own, PLACES_MAX)?;
        let fits = |level: Level| level >= Level::Village && level <= deepest;
        paths.extend(areas.into_iter().filter(|area| fits(area.level())).map(|area| area.path));
    }
    paths.sort();
    paths.dedup();
    let names = Names::of_all(tx, &paths)?;
    Ok(paths.iter().map(|path| (path.to_string(), names.of(path))).collect())
}
