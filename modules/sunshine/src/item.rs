//! One item of the catalogue of disclosure: what is told, how often, by whom, in which shape.

use law::sunshine::{Class, DISPLAY_DAYS, Frequency, Told};
use law::{Cite, texts};
use platform::{Refusal, Result, Text, text};
use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize, Serializer};

/// What one version of an item says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its word, such as `finance.ledger`.
    pub key: String,
    /// 党务、村务、财务
    #[serde(serialize_with = "key_of_class", deserialize_with = "class")]
    pub class: Class,
    /// What the paper on the board is headed.
    pub title: String,
    /// The same as people would say it.
    pub plain: String,
    /// How often.
    #[serde(serialize_with = "key_of_frequency", deserialize_with = "frequency")]
    pub frequency: Frequency,
    /// Within its period, or when that is over.
    #[serde(serialize_with = "key_of_told", deserialize_with = "told")]
    pub told: Told,
    /// Monthly where a village's money moves much.
    pub heavy_monthly: bool,
    /// So many days on the board.
    pub display_days: i64,
    /// Who drafts it.
    pub drafts: String,
    /// Who reviews it.
    pub reviews: String,
    /// How it is told.
    pub shape: Shape,
    /// The heads of a table.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Whose names are covered.
    pub redaction: Redaction,
    /// What must come with it.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// What those who write it should know.
    #[serde(default)]
    pub note: String,
    /// It is not told any more.
    #[serde(default)]
    pub retired: bool,
    /// Why it is told.
    pub basis: Vec<Basis>,
}

/// Why an item is told: an article, or another document with how sure that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The article, as [`Cite::key`] writes it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cite: String,
    /// Another document, by its name and number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Declares words that catalogue, forms and pages share.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $name:ident { $($(#[$doc:meta])* $word:ident $key:literal $zh:literal),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $word),+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// Its word.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$word => $key),+ }
            }

            /// What people read.
            pub const fn label(self) -> Text {
                match self { $(Self::$word => text($zh)),+ }
            }

            /// The one of that word.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }
    };
}

words! {
    /// How an item is told.
    Shape {
        /// Line by line, with balances.
        Ledger "ledger" "逐笔的账",
        /// Rows under heads.
        Table "table" "表",
        /// Words.
        Text "text" "文字",
    }
}

words! {
    /// Whose names are covered before the public sees them.
    Redaction {
        /// Nobody's.
        None "none" "照原样公布",
        /// Those of natural persons.
        MaskPersons "mask_persons" "自然人的姓名遮掩后公布",
    }
}

words! {
    /// How sure a basis is.
    Confidence {
        /// Compared with the text.
        Verified "verified" "对照过原文",
        /// What is generally said.
        Common "common" "通行说法，须核对",
        /// A guess.
        Plausible "plausible" "推测，须核对",
    }
}

impl platform::storage::ToValue for Shape {
    fn to_value(&self) -> platform::storage::Value<'_> {
        self.key().into()
    }
}

impl platform::storage::FromValue for Shape {
    fn from_value(value: platform::storage::ValueRef<'_>) -> Option<Self> {
        match value {
            platform::storage::ValueRef::Text(word) => Self::from_key(word),
            _ => None,
        }
    }
}

impl Basis {
    /// The article, where it is one that the program knows.
    pub fn article(&self) -> Option<Cite> {
        let mut parts = self.cite.split(':');
        let text = texts::find(parts.next()?)?.stem;
        let mut number = || parts.next()?.parse::<u16>().ok();
        let (article, paragraph, item) = (number()?, number()?, number()?);
        let small = |number: u16| u8::try_from(number).ok();
        Some(Cite { text, article, paragraph: small(paragraph)?, item: small(item)? })
    }
}

impl Item {
    /// What the law and good sense ask of an item.
    pub fn check(&self) -> Result<()> {
        let word = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '-' | '.');
        if self.key.len() < 3 || !self.key.chars().all(word) {
            let sentence = "代号用小写英文字母、数字、点和短横，例如 village.water";
            return Err(Refusal::new("sunshine.item_key", sentence).at("key").into());
        }
        for (field, words) in [("title", &self.title), ("plain", &self.plain)] {
            if words.trim().is_empty() {
                let sentence = "名称和大白话都要写上";
                return Err(Refusal::new("sunshine.item_incomplete", sentence).at(field).into());
            }
        }
        if self.display_days < DISPLAY_DAYS {
            let sentence = "张榜不能少于 {1} 天";
            return Err(Refusal::new("sunshine.item_days", sentence)
                .with(DISPLAY_DAYS)
                .citing(law::sunshine::BOARD)
                .at("display_days")
                .into());
        }
        if self.shape == Shape::Table && self.columns.is_empty() {
            let sentence = "表要有各列的名称，一行写一个";
            return Err(Refusal::new("sunshine.item_columns", sentence).at("columns").into());
        }
        if self.basis.is_empty() {
            let sentence = "依据要写上：哪部法律、哪个文件，或者哪次会议定的";
            return Err(Refusal::new("sunshine.item_basis", sentence).at("basis").into());
        }
        Ok(())
    }
}

fn key_of_class<S: Serializer>(class: &Class, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(class.key())
}

fn key_of_frequency<S: Serializer>(
    frequency: &Frequency,
    to: S,
) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(frequency.key())
}

fn key_of_told<S: Serializer>(told: &Told, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(told.key())
}

fn class<'a, D: Deserializer<'a>>(from: D) -> std::result::Result<Class, D::Error> {
    let word = String::deserialize(from)?;
    Class::from_key(&word).ok_or_else(|| D::Error::custom("class: party, village, finance"))
}

fn frequency<'a, D: Deserializer<'a>>(from: D) -> std::result::Result<Frequency, D::Error> {
    let word = String::deserialize(from)?;
    let known = Frequency::from_key(&word);
    known.ok_or_else(|| D::Error::custom("frequency: monthly, quarterly, yearly, at_once"))
}

fn told<'a, D: Deserializer<'a>>(from: D) -> std::result::Result<Told, D::Error> {
    let word = String::deserialize(from)?;
    Told::from_key(&word).ok_or_else(|| D::Error::custom("told: during, after"))
}

/// The catalogue that comes with the program, as drafts.
const CATALOGUE: [&str; 3] = [
    include_str!("../catalogue/finance.toml"),
    include_str!("../catalogue/village.toml"),
    include_str!("../catalogue/party.toml"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    item: Vec<Item>,
}

/// The county's standard as it comes with the program.
pub fn bundled() -> Result<Vec<Item>> {
    let mut all = Vec::new();
    for file in CATALOGUE {
        let read: std::result::Result<Catalogue, _> = toml::from_str(file);
        let read = read.map_err(|error| {
            platform::Error::fault(format!("the catalogue of disclosure: {}", error.message()))
        })?;
        all.extend(read.item);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_catalogue_reads_and_each_article_is_one_we_know() {
        let all = bundled().unwrap();
        assert_eq!(all.len(), 24);
        let keys: BTreeSet<&str> = all.iter().map(|item| item.key.as_str()).collect();
        assert_eq!(keys.len(), all.len());
        for item in &all {
            item.check().unwrap();
            assert!(item.key.starts_with(item.class.key()), "{}", item.key);
            for basis in &item.basis {
                assert_eq!(basis.article().is_some(), !basis.cite.is_empty(), "{}", item.key);
                assert!(basis.cite.is_empty() != basis.document.is_empty(), "{}", item.key);
            }
        }
    }

    #[test]
    fn the_five_contents_of_the_law_each_have_an_item() {
        let all = bundled().unwrap();
        for number in 1..=5 {
            let cite = format!("villagers-committees-organic-law:35:2:{number}");
            let found = all.iter().flat_map(|item| &item.basis).any(|basis| basis.cite == cite);
            assert!(found, "{cite}");
        }
    }
}
