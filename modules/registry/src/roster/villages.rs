//! The villages and groups that a roster may name, as people name them.

use std::collections::HashMap;

use platform::area::Level;
use platform::code::half_width;
use platform::{AreaPath, Refusal, Scope};

use crate::model::Area;
use crate::refusals;

/// Places by every name that they go by: their own, and with those above.
#[derive(Debug, Default)]
pub(crate) struct Villages(HashMap<String, Vec<AreaPath>>);

impl Villages {
    /// Of all areas, those of the scope, also by the names that they had before.
    pub(crate) fn of(areas: &[Area], former: &[Area], scope: &Scope) -> Self {
        let mut names: HashMap<&AreaPath, Vec<&str>> = HashMap::new();
        for area in areas.iter().chain(former) {
            names.entry(&area.path).or_default().push(&area.name);
        }
        let mut villages: HashMap<String, Vec<AreaPath>> = HashMap::new();
        let places = areas.iter().chain(former).filter(|area| area.level() >= Level::Village);
        for area in places.filter(|area| scope.contains(&area.path)) {
            let mut own = vec![area.name.clone()];
            let mut above = area.path.parent();
            while let Some(path) = above.filter(|path| path.level() > Level::County) {
                let known = names.get(&path).map(Vec::as_slice).unwrap_or_default();
                let mut with_above = Vec::new();
                for up in known {
                    with_above.extend(own.iter().map(|name| format!("{up}{name}")));
                }
                note(&mut villages, own, &area.path);
                own = with_above;
                above = path.parent();
            }
            note(&mut villages, own, &area.path);
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
        let area = |path: &str, name: &str| Area {
            id: AreaId(Uuid::nil()),
            parent_id: None,
            path: AreaPath::parse(path).unwrap(),
            name: name.into(),
        };
        let areas = [
            area("", "清河县"),
            area("0001", "石桥镇"),
            area("0002", "柳林镇"),
            area("00010001", "新华村"),
            area("00020001", "新华村"),
            area("00020002", "柳湾村"),
            area("000200020001", "1组"),
        ];
        let former = [area("0001", "石桥乡"), area("00020002", "柳湾大队")];
        let villages = Villages::of(&areas, &former, &Scope::of(vec![AreaPath::county()]));
        let path = |typed| villages.find(typed).map(|path| path.to_string());
        assert_eq!(path("柳湾村").unwrap(), "00020002");
        assert_eq!(path("石桥镇/新华村").unwrap(), "00010001");
        assert_eq!(path("柳林镇 柳湾村 １组").unwrap(), "000200020001");
        assert_eq!(path("石桥乡新华村").unwrap(), "00010001", "as it was called before");
        assert_eq!(path("柳林镇柳湾大队1组").unwrap(), "000200020001");
        assert_eq!(path("新华村").unwrap_err().code, "registry.village_ambiguous");
        assert_eq!(path("东山村").unwrap_err().code, "registry.village_unknown");
    }
}
