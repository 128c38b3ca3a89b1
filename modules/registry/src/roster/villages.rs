//! The villages and groups that a roster may name, as people name them.

use std::collections::HashMap;

use platform::area::Level;
use platform::code::half_width;
use platform::{AreaId, AreaPath, Refusal, Scope};

use crate::areas::Known;
use crate::model::Area;
use crate::refusals;

/// Places by every name that they go by: their own, and with those above.
#[derive(Debug, Default)]
pub(crate) struct Villages(HashMap<String, Vec<AreaPath>>);

impl Villages {
    /// Of all areas, those of the scope, also by the names and below the areas that were theirs
    /// before. One that was abolished means the area to which its people belong.
    pub(crate) fn of(known: &Known, scope: &Scope) -> Self {
        let mut ever: HashMap<AreaId, Vec<&Area>> = HashMap::new();
        for area in known.areas.iter().chain(&known.former) {
            ever.entry(area.id).or_default().push(area);
        }
        let mut villages: HashMap<String, Vec<AreaPath>> = HashMap::new();
        for area in known.areas.iter().filter(|area| area.level() >= Level::Village) {
            let path = known.successors.get(&area.id).unwrap_or(&area.path);
            if scope.contains(path) {
                note(&mut villages, names(&ever, area.id), path);
            }
        }
        Self(villages)
    }

    /// The one place of that name.
    pub(crate) fn find(&self, typed: &str) -> std::result::Result<AreaPath, Refusal> {
        let found = self.0.get(typed).or_else(|| {
            let separator = |letter: &char| *letter == '/' || letter.is_whitespace();
            let name: String =
                typed.chars().map(half_width).filter(|letter| !separator(letter)).collect();
            self.0.get(&name)
        });
        match found.map(Vec::as_slice) {
            Some([one]) => Ok(one.clone()),
            Some([_, _, ..]) => Err(refusals::village_ambiguous(typed)),
            _ => Err(refusals::village_unknown(typed)),
        }
    }
}

/// The names of an area, each alone and after those of the areas above it below the county.
fn names(ever: &HashMap<AreaId, Vec<&Area>>, id: AreaId) -> Vec<String> {
    let mut found = Vec::new();
    for area in ever.get(&id).into_iter().flatten() {
        if area.level() > Level::County {
            let above = area.parent_id.map(|above| names(ever, above)).unwrap_or_default();
            found.extend(above.into_iter().map(|above| format!("{above}{}", area.name)));
            found.push(area.name.clone());
        }
    }
    found
}

fn note(villages: &mut HashMap<String, Vec<AreaPath>>, names: Vec<String>, path: &AreaPath) {
    for name in names {
        let places = villages.entry(name).or_default();
        if !places.contains(path) {
            places.push(path.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::AreaId;
    use platform::id::Uuid;

    #[test]
    fn a_village_is_found_as_people_name_it() {
        let id = |path: &str| AreaId(Uuid::from_u128(format!("1{path}").parse().unwrap()));
        let area = |path: &str, name: &str| {
            let path = AreaPath::parse(path).unwrap();
            let parent_id = path.parent().map(|above| id(above.as_str()));
            Area { id: id(path.as_str()), parent_id, path, name: name.into() }
        };
        let areas = vec![
            area("", "清河县"),
            area("0001", "石桥镇"),
            area("0002", "柳林镇"),
            area("00010001", "新华村"),
            area("00020001", "新华村"),
            area("00020002", "柳湾村"),
            area("000200020001", "1组"),
            area("00010002", "小洼村"),
        ];
        let moved = Area { parent_id: Some(id("0001")), ..area("00020002", "柳湾村") };
        let former = vec![area("0001", "石桥乡"), area("00020002", "柳湾大队"), moved];
        let successors = HashMap::from([(id("00010002"), AreaPath::parse("00020001").unwrap())]);
        let known = Known { areas, former, successors };
        let villages = Villages::of(&known, &Scope::of(vec![AreaPath::county()]));
        let path = |typed| villages.find(typed).map(|path| path.to_string());
        assert_eq!(path("柳湾村").unwrap(), "00020002");
        assert_eq!(path("石桥镇/新华村").unwrap(), "00010001");
        assert_eq!(path("柳林镇 柳湾村 １组").unwrap(), "000200020001");
        assert_eq!(path("石桥乡新华村").unwrap(), "00010001", "as it was called before");
        assert_eq!(path("柳林镇柳湾大队1组").unwrap(), "000200020001");
        assert_eq!(path("石桥乡柳湾村").unwrap(), "00020002", "where it lay before");
        assert_eq!(path("石桥镇小洼村").unwrap(), "00020001", "to whom its people belong");
        assert_eq!(path("新华村").unwrap_err().code, "registry.village_ambiguous");
        assert_eq!(path("东山村").unwrap_err().code, "registry.village_unknown");
    }
}
