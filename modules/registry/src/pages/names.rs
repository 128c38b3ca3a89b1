//! Names of areas for pages that show many of them.

use std::collections::HashMap;

use platform::area::Level;
use platform::{AreaPath, Result, Scope, Tx};

use crate::areas;

/// More places than a person would choose from.
const PLACES_MAX: u32 = 2_000;

/// Remembers the names it has looked up, for the length of one page.
#[derive(Default)]
pub(crate) struct Names(HashMap<AreaPath, String>);

impl Names {
    /// 石桥镇柳湾村.
    pub(crate) fn of(&mut self, tx: &mut Tx<'_>, path: &AreaPath) -> Result<String> {
        if let Some(name) = self.0.get(path) {
            return Ok(name.clone());
        }
        let name = areas::full_name(tx, path)?;
        self.0.insert(path.clone(), name.clone());
        Ok(name)
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
    let mut names = Names::default();
    let mut paths: Vec<AreaPath> = besides.into_iter().cloned().collect();
    for own in scope.areas() {
        let deepest = if own.level() >= Level::Village { Level::Group } else { Level::Village };
        let areas = areas::areas_within(tx, own, PLACES_MAX)?;
        let fits = |level: Level| level >= Level::Village && level <= deepest;
        paths.extend(areas.into_iter().filter(|area| fits(area.level())).map(|area| area.path));
    }
    paths.sort();
    paths.dedup();
    paths.iter().map(|path| Ok((path.to_string(), names.of(tx, path)?))).collect()
}
