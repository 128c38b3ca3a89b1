//! Official lists of divisions: what a list would do to the areas that are there.
//!
//! A code means something only with its system and edition. Within one system a known code must
//! keep its name and its parent. Between systems only the name under the same parent counts, and
//! only where it can mean one area: no area is ever merged with another.

use std::collections::{HashMap, HashSet};

use platform::area::Level;
use platform::{AreaId, Refusal, Result};

use crate::model::{Area, AreaCode, NAME_LETTERS_MAX};
use crate::refusals;
use crate::table::{self, Column, Preview, Row};

const COLUMNS: [Column; 6] = [
    Column { names: &["system"], needed: true },
    Column { names: &["edition"], needed: true },
    Column { names: &["level"], needed: true },
    Column { names: &["code"], needed: true },
    Column { names: &["parent_code"], needed: true },
    Column { names: &["name"], needed: true },
];

/// One row of a list.
#[derive(Debug, Clone)]
pub(crate) struct Division {
    number: u32,
    key: Key,
    level: Level,
    parent_code: String,
    name: String,
}

/// System, edition, code.
type Key = (String, String, String);

/// An area that is there, or one that the plan makes, by its place in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Home {
    Known(AreaId),
    New(usize),
}

/// An area to be made. Parents stand before their children.
#[derive(Debug, Clone)]
pub(crate) struct NewArea {
    pub(crate) parent: Option<Home>,
    pub(crate) name: String,
}

/// What a list would do.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) preview: Preview,
    pub(crate) areas: Vec<NewArea>,
    pub(crate) codes: Vec<(Home, Key)>,
}

/// Reads a list and finds what it would do to the areas and codes that are there.
///
/// `former` are areas under the names that they had before, and below those that were above them.
pub(crate) fn plan(
    list: &str,
    areas: &[Area],
    former: &[Area],
    codes: &[AreaCode],
) -> Result<Plan> {
    let mut preview = Preview::default();
    let divisions = read(list, &mut preview)?;
    let mut planner = Planner::new(preview, &divisions, (areas, former), codes);
    for level in [Level::County, Level::Township, Level::Village, Level::Group] {
        let rows: Vec<&Division> = divisions.iter().filter(|row| row.level == level).collect();
        planner.level(&rows);
    }
    let mut plan = planner.plan;
    plan.preview.problems.sort_by_key(|problem| problem.row);
    Ok(plan)
}

fn read(list: &str, preview: &mut Preview) -> Result<Vec<Division>> {
    let mut divisions = Vec::new();
    for row in table::rows(list, &COLUMNS)? {
        match division(&row) {
            Ok(division) => divisions.push(division),
            Err(refusal) => preview.refuse(row.number, *refusal),
        }
    }
    Ok(divisions)
}

fn division(row: &Row) -> std::result::Result<Division, Box<Refusal>> {
    let needed = [(0, "system"), (1, "edition"), (3, "code"), (5, "name")];
    if let Some((_, column)) = needed.iter().find(|(at, _)| row.cell(*at).is_empty()) {
        return Err(refusals::cell_empty(column).into());
    }
    let level = Level::from_key(row.cell(2)).ok_or_else(|| refusals::level_unknown(row.cell(2)))?;
    if row.cell(5).chars().count() > NAME_LETTERS_MAX {
        return Err(refusals::name_length().into());
    }
    Ok(Division {
        number: row.number,
        key: (row.cell(0).into(), row.cell(1).into(), row.cell(3).into()),
        level,
        parent_code: row.cell(4).into(),
        name: row.cell(5).into(),
    })
}

struct Planner<'a> {
    plan: Plan,
    by_id: HashMap<AreaId, &'a Area>,
    by_name: HashMap<(Option<AreaId>, &'a str), Vec<AreaId>>,
    /// The names that areas had before; a list may be older than a renaming.
    former: HashSet<(AreaId, &'a str)>,
    /// The areas above them before; a list may be older than a move.
    former_above: HashSet<(AreaId, Option<AreaId>)>,
    /// Codes that were there, and those of the rows done so far.
    homes: HashMap<Key, Home>,
    /// The same codes in other editions of their system.
    editions: HashMap<(&'a str, &'a str), Vec<AreaId>>,
    /// Areas that have a code in a system and edition; they are not matched by name again.
    coded: HashSet<(String, String, AreaId)>,
    /// The rows in which codes stand first.
    first_rows: HashMap<&'a Key, u32>,
    county: Option<&'a Area>,
}

/// A row whose code is new, with its parent: to be matched by name.
type Unmatched<'r> = (&'r Division, Option<Home>);

impl<'a> Planner<'a> {
    fn new(
        preview: Preview,
        divisions: &'a [Division],
        (areas, former): (&'a [Area], &'a [Area]),
        codes: &'a [AreaCode],
    ) -> Self {
        let mut by_name: HashMap<_, Vec<AreaId>> = HashMap::new();
        for area in areas.iter().chain(former) {
            by_name.entry((area.parent_id, area.name.as_str())).or_default().push(area.id);
        }
        let mut editions: HashMap<_, Vec<AreaId>> = HashMap::new();
        let (mut homes, mut coded) = (HashMap::new(), HashSet::new());
        for AreaCode { code_system, edition, code, area_id } in codes {
            let key = (code_system.clone(), edition.clone(), code.clone());
            homes.insert(key, Home::Known(*area_id));
            coded.insert((code_system.clone(), edition.clone(), *area_id));
            editions.entry((code_system.as_str(), code.as_str())).or_default().push(*area_id);
        }
        let mut first_rows = HashMap::new();
        for division in divisions {
            first_rows.entry(&division.key).or_insert(division.number);
        }
        Self {
            plan: Plan { preview, ..Plan::default() },
            by_id: areas.iter().map(|area| (area.id, area)).collect(),
            by_name,
            former: former.iter().map(|area| (area.id, area.name.as_str())).collect(),
            former_above: former.iter().map(|area| (area.id, area.parent_id)).collect(),
            homes,
            editions,
            coded,
            first_rows,
            county: areas.iter().find(|area| area.level() == Level::County),
        }
    }

    /// All rows of one level; those above are done.
    fn level(&mut self, rows: &[&Division]) {
        let mut unmatched: Vec<Unmatched<'_>> = Vec::new();
        let mut county_name = self.county.map(|county| county.name.clone());
        for row in rows {
            if let Some(first) = self.first_rows.get(&row.key).filter(|first| **first != row.number)
            {
                self.plan.preview.refuse(row.number, refusals::code_twice(&row.key.2, *first));
                continue;
            }
            if row.level == Level::County {
                let known = county_name.get_or_insert_with(|| row.name.clone());
                let before = self.county.is_some_and(|county| self.had_name(county, &row.name));
                if *known != row.name && !before {
                    let refusal = refusals::other_county(known, &row.name);
                    self.plan.preview.refuse(row.number, refusal);
                    continue;
                }
            }
            match self.parent(row) {
                Ok(parent) => match self.by_code(row, parent) {
                    Ok(true) => {}
                    Ok(false) => unmatched.push((row, parent)),
                    Err(refusal) => self.plan.preview.refuse(row.number, *refusal),
                },
                Err(Some(refusal)) => self.plan.preview.refuse(row.number, *refusal),
                // The parent's own row is the one to mend.
                Err(None) => {}
            }
        }
        self.by_name(&unmatched);
    }

    fn had_name(&self, area: &Area, name: &str) -> bool {
        self.former.contains(&(area.id, name))
    }

    /// Whether an area lies below another, or did before.
    fn lay_below(&self, area: &Area, parent: Option<Home>) -> bool {
        let known = match parent {
            None => None,
            Some(Home::Known(id)) => Some(id),
            Some(Home::New(_)) => return false,
        };
        area.parent_id == known || self.former_above.contains(&(area.id, known))
    }

    fn parent(&self, row: &Division) -> std::result::Result<Option<Home>, Option<Box<Refusal>>> {
        if row.level == Level::County {
            return Ok(None);
        }
        let key = (row.key.0.clone(), row.key.1.clone(), row.parent_code.clone());
        let Some(home) = self.homes.get(&key).copied() else {
            let in_list = self.first_rows.contains_key(&key);
            let refusal = || Box::new(refusals::parent_unknown(&row.parent_code));
            return Err((!in_list).then(refusal));
        };
        if self.depth(home) + 1 == row.level as usize {
            Ok(Some(home))
        } else {
            Err(Some(Box::new(refusals::parent_level(&row.parent_code))))
        }
    }

    /// How deep an area lies below the county.
    fn depth(&self, home: Home) -> usize {
        match home {
            Home::Known(id) => self.by_id.get(&id).map_or(0, |area| area.level() as usize),
            Home::New(at) => {
                let parent = self.plan.areas.get(at).and_then(|area| area.parent);
                parent.map_or(0, |parent| self.depth(parent) + 1)
            }
        }
    }

    /// Whether the code decides: it is known in this edition, or in another of the same system.
    fn by_code(
        &mut self,
        row: &Division,
        parent: Option<Home>,
    ) -> std::result::Result<bool, Box<Refusal>> {
        let (system, edition, code) = &row.key;
        let same_edition = match self.homes.get(&row.key) {
            Some(Home::Known(id)) => Some(*id),
            _ => None,
        };
        let others = self.editions.get(&(system.as_str(), code.as_str())).cloned();
        let known = same_edition.map_or_else(|| others.unwrap_or_default(), |id| vec![id]);
        let mut no = None;
        for area in known.iter().filter_map(|id| self.by_id.get(id).copied()) {
            if area.name != row.name && !self.had_name(area, &row.name) {
                no = Some(refusals::code_of_other_name(code, &area.name));
            } else if !self.lay_below(area, parent) {
                no = Some(refusals::code_of_other_parent(code, &area.name));
            } else if same_edition.is_some() {
                self.plan.preview.unchanged += 1;
                return Ok(true);
            } else if self.coded.contains(&(system.clone(), edition.clone(), area.id)) {
                no = Some(refusals::name_ambiguous(&area.name));
            } else {
                self.record_beside(row, area.id);
                return Ok(true);
            }
        }
        no.map_or(Ok(false), |refusal| Err(Box::new(refusal)))
    }

    /// Rows with new codes: a name under the same parent, where it means one area, else a new area.
    fn by_name(&mut self, unmatched: &[Unmatched<'_>]) {
        let mut alike: HashMap<(&str, &str, Option<Home>, &str), u32> = HashMap::new();
        for (row, parent) in unmatched {
            *alike.entry((&row.key.0, &row.key.1, *parent, &row.name)).or_default() += 1;
        }
        let candidates: Vec<Vec<AreaId>> =
            unmatched.iter().map(|(row, parent)| self.candidates(row, *parent)).collect();
        for ((row, parent), candidates) in unmatched.iter().zip(candidates) {
            let rows = alike.get(&(&*row.key.0, &*row.key.1, *parent, &*row.name)).copied();
            match (candidates.as_slice(), rows) {
                ([], _) => self.make(row, *parent),
                ([one], Some(1)) => self.record_beside(row, *one),
                _ => {
                    let refusal = refusals::name_ambiguous(&row.name);
                    self.plan.preview.refuse(row.number, refusal);
                }
            }
        }
    }

    fn candidates(&self, row: &Division, parent: Option<Home>) -> Vec<AreaId> {
        let parent = match parent {
            None => None,
            Some(Home::Known(id)) => Some(id),
            Some(Home::New(_)) => return Vec::new(),
        };
        let mut named = self.by_name.get(&(parent, row.name.as_str())).cloned().unwrap_or_default();
        named.sort_unstable();
        named.dedup();
        let (system, edition, _) = &row.key;
        let free = |id: &AreaId| !self.coded.contains(&(system.clone(), edition.clone(), *id));
        named.into_iter().filter(free).collect()
    }

    fn make(&mut self, row: &Division, parent: Option<Home>) {
        // The same county under a second code: one of the two is wrong.
        if row.level == Level::County && (self.county.is_some() || !self.plan.areas.is_empty()) {
            return self.plan.preview.refuse(row.number, refusals::county_twice(&row.name));
        }
        let home = Home::New(self.plan.areas.len());
        self.plan.areas.push(NewArea { parent, name: row.name.clone() });
        self.plan.codes.push((home, row.key.clone()));
        self.homes.insert(row.key.clone(), home);
        self.plan.preview.new += 1;
    }

    fn record_beside(&mut self, row: &Division, area: AreaId) {
        let (system, edition, _) = row.key.clone();
        self.coded.insert((system, edition, area));
        self.plan.codes.push((Home::Known(area), row.key.clone()));
        self.homes.insert(row.key.clone(), Home::Known(area));
        self.plan.preview.coded += 1;
    }
}
