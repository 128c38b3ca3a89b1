//! Where a thing belongs, as a path from the county down.

use std::fmt;

use crate::error::Result;
use crate::storage::{FromValue, Sql, ToValue, Tx, Value, ValueRef};

/// Digits, four a level below the county: `""` the county, `0004` a township, `00040012` a village,
/// `000400120003` a group.
///
/// Only digits, so that every engine and every collation orders paths alike and the areas below one
/// are a plain range of text.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(try_from = "String")]
pub struct AreaPath(String);

/// The levels of areas, from the county down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 县
    County,
    /// 乡镇、街道
    Township,
    /// 村、社区
    Village,
    /// 村民小组
    Group,
}

const DIGITS_PER_LEVEL: usize = 4;

impl AreaPath {
    /// The path of the county itself.
    pub const fn county() -> Self {
        Self(String::new())
    }

    /// The path of the `number`th area below this one, `number` from 1 to 9999.
    pub fn child(&self, number: u16) -> Self {
        Self(format!("{}{number:04}", self.0))
    }

    /// The path of the area above, `None` above the county.
    pub fn parent(&self) -> Option<Self> {
        let shorter = self.0.len().checked_sub(DIGITS_PER_LEVEL)?;
        self.0.get(..shorter).map(|path| Self(path.to_owned()))
    }

    /// Whether `other` is this area or lies in it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// How deep below the county.
    pub fn level(&self) -> Level {
        match self.0.len() / DIGITS_PER_LEVEL {
            0 => Level::County,
            1 => Level::Township,
            2 => Level::Village,
            _ => Level::Group,
        }
    }

    /// This path cut at `level`: the township of a village, for example.
    pub fn at(&self, level: Level) -> Self {
        let digits = DIGITS_PER_LEVEL * level as usize;
        Self(self.0.get(..digits).unwrap_or(&self.0).to_owned())
    }

    /// The first and the last path of this area and all below it, for `between ?1 and ?2`.
    pub fn range(&self) -> (String, String) {
        (self.0.clone(), format!("{}9999999999999999", self.0))
    }

    /// This path once what lay at `from` lies at `to`; `None` where it does not lie there.
    pub fn carried(&self, from: &Self, to: &Self) -> Option<Self> {
        self.0.strip_prefix(&from.0).map(|rest| Self(format!("{}{rest}", to.0)))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads a path from storage or from a form; other text than whole levels of digits is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.len().is_multiple_of(DIGITS_PER_LEVEL);
        (whole && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| Self(text.to_owned()))
    }
}

impl TryFrom<String> for AreaPath {
    type Error = &'static str;

    fn try_from(text: String) -> std::result::Result<Self, Self::Error> {
        Self::parse(&text).ok_or("an area path is whole levels of digits")
    }
}

impl fmt::Display for AreaPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl ToValue for AreaPath {
    fn to_value(&self) -> Value<'_> {
        Value::from(self.0.as_str())
    }
}

impl FromValue for AreaPath {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Text(text) => Self::parse(text),
            _ => None,
        }
    }
}

impl Level {
    /// The word in addresses and files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Township => "township",
            Self::Village => "village",
            Self::Group => "group",
        }
    }

    /// The level of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::County, Self::Township, Self::Village, Self::Group]
            .into_iter()
            .find(|level| level.key() == key)
    }
}

/// A column that says where something lies. It follows when an area gets another place.
#[derive(Debug, Clone, Copy)]
pub struct Located {
    /// `cases.area_path`.
    pub column: &'static str,
    /// Takes what lies from `?1` to `?3` from below `?1` to below `?2`.
    pub carry: &'static Sql,
    /// Whether it belongs to the people of the area, and goes with them where it is abolished.
    pub with_people: bool,
}

/// All that lies at a path or below it lies at another from now on. The journal alone keeps what
/// was written.
pub fn carry(tx: &mut Tx<'_>, from: &AreaPath, to: &AreaPath) -> Result<()> {
    let last = from.range().1;
    tx.surroundings()
        .clone()
        .located
        .iter()
        .try_for_each(|located| tx.run(located.carry, &[from, to, &last]).map(drop))
}

/// What belongs to the people of one area belongs to another from now on; what lies below stays.
pub fn carry_with_people(tx: &mut Tx<'_>, from: &AreaPath, to: &AreaPath) -> Result<()> {
    let surroundings = tx.surroundings().clone();
    let mut theirs = surroundings.located.iter().filter(|located| located.with_people);
    theirs.try_for_each(|located| tx.run(located.carry, &[from, to, from]).map(drop))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_contains_what_its_range_holds() {
        let township = AreaPath::county().child(4);
        let village = township.child(12);
        let neighbour = AreaPath::county().child(40);
        assert!(township.contains(&village) && !township.contains(&neighbour));
        let (first, last) = township.range();
        assert!(first.as_str() <= village.as_str() && village.as_str() <= last.as_str());
        assert!(neighbour.as_str() > last.as_str());
        assert_eq!(village.at(Level::Township), township);
        assert_eq!(village.parent(), Some(township));
        assert_eq!(AreaPath::parse("00a4"), None);
        let elsewhere = neighbour.child(3);
        assert_eq!(village.child(7).carried(&village, &elsewhere), Some(elsewhere.child(7)));
        assert_eq!(neighbour.carried(&village, &elsewhere), None);
    }
}
