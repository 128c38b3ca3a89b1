//! How areas lay on an earlier day: today's paths, taken back change by change.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::{AreaPath, Result, Tx};

use crate::model::{AreaChange, AreaChangeKind};
use crate::store;

/// The moves that came into force after a day, in the order in which they were noted.
pub(crate) struct Since(Vec<AreaChange>);

/// A stretch of paths, the first and the last.
pub(crate) type Stretch = (String, String);

impl Since {
    /// Reads them.
    pub(crate) fn read(tx: &mut Tx<'_>, on: Date) -> Result<Self> {
        let changes = store::area_changes::after(tx, on)?;
        Ok(Self::of(changes))
    }

    fn of(mut changes: Vec<AreaChange>) -> Self {
        changes.retain(|change| change.kind == AreaChangeKind::Moved);
        Self(changes)
    }

    /// Where what lies there today lay on the day.
    pub(crate) fn then(&self, today: &AreaPath) -> AreaPath {
        self.0.iter().rev().fold(today.clone(), |path, change| {
            path.carried(&change.new_path, &change.old_path).unwrap_or(path)
        })
    }

    /// Where what lay there on the day lies today.
    pub(crate) fn today(&self, then: &AreaPath) -> AreaPath {
        Self::carried(&self.0, then)
    }

    /// Where lies today what a change touched.
    pub(crate) fn today_after(&self, change: &AreaChange) -> AreaPath {
        let later = self.0.iter().filter(|one| one.number > change.number);
        later.fold(change.new_path.clone(), |path, one| {
            path.carried(&one.old_path, &one.new_path).unwrap_or(path)
        })
    }

    fn carried(changes: &[AreaChange], path: &AreaPath) -> AreaPath {
        changes.iter().fold(path.clone(), |path, change| {
            path.carried(&change.old_path, &change.new_path).unwrap_or(path)
        })
    }

    /// Where today lies all that belonged to an area on the day: without what came since, with what
    /// went since.
    pub(crate) fn stretches(&self, area: &AreaPath) -> Vec<Stretch> {
        let then = self.then(area);
        let mut belonged: BTreeMap<AreaPath, bool> = BTreeMap::from([(area.clone(), true)]);
        for (at, change) in self.0.iter().enumerate() {
            let later = self.0.get(at + 1..).unwrap_or_default();
            let path = Self::carried(later, &change.new_path);
            let theirs = then.contains(&self.then(&path));
            belonged.insert(path, theirs);
        }
        let mut stretches = Vec::new();
        for (path, _) in belonged.iter().filter(|(_, theirs)| **theirs) {
            let (mut first, last) = path.range();
            let mut inner = belonged.keys().filter(|one| *one != path && path.contains(one));
            let mut reached: Option<&AreaPath> = None;
            for one in inner.by_ref() {
                // What lies within an inner one has its own say.
                if reached.is_some_and(|outer| outer.contains(one)) {
                    continue;
                }
                stretches.push((first, before(one)));
                first = format!("{}9", one.range().1);
                reached = Some(one);
            }
            stretches.push((first, last));
        }
        stretches
    }
}

/// The last path before an area and all below it.
fn before(area: &AreaPath) -> String {
    let above = area.parent().unwrap_or_default();
    let number = area.as_str().get(above.as_str().len()..).unwrap_or_default();
    let number: u16 = number.parse().unwrap_or(1);
    above.child(number.saturating_sub(1)).range().1
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use platform::AreaId;
    use platform::id::Uuid;

    use super::*;
    use crate::model::AreaChangeId;

    fn path(text: &str) -> AreaPath {
        AreaPath::parse(text).unwrap()
    }

    fn moves(moves: &[(&str, &str)]) -> Since {
        let change = |(number, (old, new)): (usize, &(&str, &str))| AreaChange {
            id: AreaChangeId(Uuid::nil()),
            number: i64::try_from(number).unwrap(),
            kind: AreaChangeKind::Moved,
            area_id: AreaId(Uuid::nil()),
            from_id: None,
            to_id: AreaId(Uuid::nil()),
            old_path: path(old),
            new_path: path(new),
            changed_on: date(2026, 1, 1),
            document: String::new(),
            agreed_on: None,
            noted_at: Timestamp::UNIX_EPOCH,
        };
        Since::of(moves.iter().enumerate().map(change).collect())
    }

    /// Which of some paths belonged to an area.
    fn belonging(since: &Since, area: &str, all: &[&str]) -> Vec<String> {
        let stretches = since.stretches(&path(area));
        let within = |one: &&&str| {
            let in_stretch = |(first, last): &Stretch| **first <= ***one && ***one <= **last;
            let times = stretches.iter().filter(|stretch| in_stretch(stretch)).count();
            assert!(times <= 1, "{one} is counted {times} times");
            times == 1
        };
        all.iter().filter(within).map(|one| (*one).to_owned()).collect()
    }

    #[test]
    fn a_village_that_went_is_counted_where_it_was() {
        let since = moves(&[("00010002", "00020005")]);
        assert_eq!(since.then(&path("000200050001")), path("000100020001"));
        assert_eq!(since.today(&path("000100020001")), path("000200050001"));
        let all = ["0001", "00010001", "00010003", "0002", "00020005", "000200050001", "00020006"];
        assert_eq!(
            belonging(&since, "0001", &all),
            ["0001", "00010001", "00010003", "00020005", "000200050001"]
        );
        assert_eq!(belonging(&since, "0002", &all), ["0002", "00020006"]);
        assert_eq!(belonging(&since, "", &all), all, "nothing left the county");
    }

    #[test]
    fn a_group_that_came_into_a_village_that_went_has_its_own_past() {
        // The group came from the second township; then its new village went to the third.
        let since = moves(&[("000200010001", "000100020001"), ("00010002", "00030001")]);
        let all = ["00010001", "00020001", "00030001", "000300010001", "000300010002", "00030002"];
        assert_eq!(belonging(&since, "0001", &all), ["00010001", "00030001", "000300010002"]);
        assert_eq!(belonging(&since, "0002", &all), ["00020001", "000300010001"]);
        assert_eq!(belonging(&since, "00030001", &all), ["00030001", "000300010002"]);
        assert_eq!(belonging(&since, "0003", &all), ["00030002"]);
    }

    #[test]
    fn who_went_and_came_back_was_there() {
        let since = moves(&[("00010001", "00020001"), ("00020001", "00010003")]);
        let all = ["00010002", "00010003", "00020002"];
        assert_eq!(belonging(&since, "0001", &all), ["00010002", "00010003"]);
        assert_eq!(belonging(&since, "0002", &all), ["00020002"]);
        assert_eq!(since.then(&path("00010003")), path("00010001"));
    }

    #[test]
    fn without_a_move_an_area_is_one_stretch() {
        assert_eq!(moves(&[]).stretches(&path("0001")), [path("0001").range()]);
    }
}
