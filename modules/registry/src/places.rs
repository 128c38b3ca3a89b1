//! Finding townships and villages by what people call them, today or formerly.

use std::collections::{HashMap, HashSet};

use platform::area::Level;
use platform::{AreaId, Result, Tx};

use crate::areas;
use crate::model::spelling::spells;

/// Ranks of names that are today's.
const FORMER: usize = 10;

/// A township or village that somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceFound {
    /// The area.
    pub id: AreaId,
    /// Its name with that of the township: 石桥镇柳湾村.
    pub name: String,
    /// The name that was looked for, where it is one that the area, or one that went into it, had
    /// before.
    pub former: Option<String>,
}

/// Townships and villages by what people type: a part of the name, the name with more around it
/// (柳湾村委会), or the pinyin. The likeliest first.
pub fn find_places(tx: &mut Tx<'_>, typed: &str, limit: usize) -> Result<Vec<PlaceFound>> {
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let typed = typed.to_lowercase();
    if typed.chars().nth(1).is_none() {
        return Ok(Vec::new());
    }
    let all = areas::with_full_names(tx, Level::Village)?;
    let mut found: Vec<(usize, PlaceFound)> = Vec::new();
    for (area, name) in &all {
        if let Some(rank) = likeness(&area.name, name, &typed) {
            found.push((rank, PlaceFound { id: area.id, name: name.clone(), former: None }));
        }
    }
    let names: HashMap<AreaId, String> =
        all.into_iter().map(|(area, name)| (area.id, name)).collect();
    for (id, former) in former_names(tx)? {
        // Today's names stand before those that old people use.
        let rank = likeness(&former, &former, &typed).map(|rank| rank + FORMER);
        if let (Some(rank), Some(name)) = (rank, names.get(&id)) {
            found.push((rank, PlaceFound { id, name: name.clone(), former: Some(former) }));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    let mut seen = HashSet::new();
    found.retain(|(_, place)| seen.insert(place.id));
    Ok(found.into_iter().take(limit).map(|(_, place)| place).collect())
}

/// The names that areas had before, and those of areas that went into them.
fn former_names(tx: &mut Tx<'_>) -> Result<Vec<(AreaId, String)>> {
    let ended = areas::abolished(tx)?;
    let renamed = areas::renames(tx)?.into_iter().map(|one| (one.area_id, one.old_name));
    let gone = ended.iter().map(|end| (end.id, end.name.clone()));
    let named: Vec<(AreaId, String)> = renamed.chain(gone).collect();
    let standing = named.into_iter();
    Ok(standing.map(|(id, name)| (areas::last_successor(&ended, id), name)).collect())
}

/// How well a name is what was typed: the smaller the better.
fn likeness(name: &str, full_name: &str, typed: &str) -> Option<usize> {
    // People leave the last letter out: 柳湾 for 柳湾村.
    let stem = name.strip_suffix(['村', '镇', '乡']).unwrap_or(name);
    let around = stem.chars().nth(1).is_some() && typed.contains(stem);
    let ways = [
        name == typed || full_name == typed,
        name.starts_with(typed),
        full_name.contains(typed),
        around,
        typed.is_ascii() && spells(name, typed),
    ];
    ways.iter().position(|fits| *fits)
}
