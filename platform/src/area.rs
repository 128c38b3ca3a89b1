//! Where a thing belongs, as a path from the county down.

use std::fmt;

use crate::storage::{FromValue, ToValue, Value, ValueRef};

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

    fn try_from(text: String) -> Result<Self, Self::Error> {
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
    }
}
