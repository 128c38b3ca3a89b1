//! The nouns of what the village buys and builds under the eyes of the supervision committee.

use jiff::civil::Date;
use platform::AreaPath;
use platform::storage::{FromValue, ToValue, Value, ValueRef};

platform::id_type! {
    /// Something bought or built.
    PurchaseId,
}

/// How the other side is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// An open tender.
    Tender,
    /// Several offers compared.
    Quotes,
    /// Talks with several.
    Talks,
    /// One alone, because a meeting decided so.
    Direct,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Tender, Self::Quotes, Self::Talks, Self::Direct];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Tender => "tender",
            Self::Quotes => "quotes",
            Self::Talks => "talks",
            Self::Direct => "direct",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Tender => "公开招标",
            Self::Quotes => "询价，几家比价",
            Self::Talks => "和几家谈判",
            Self::Direct => "会议定的，直接找一家",
        }
    }
}

impl ToValue for Way {
    fn to_value(&self) -> Value<'_> {
        Value::Text(self.key().to_string().into())
    }
}

impl FromValue for Way {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Text(word) => Self::from_key(word),
            _ => None,
        }
    }
}

platform::record! {
    /// Something that the village buys or builds.
    pub struct Purchase {
        /// Its id.
        pub id: PurchaseId,
        /// In which village.
        pub area_path: AreaPath,
        /// What.
        pub title: String,
        /// For how much, in fen.
        pub amount_fen: i64,
        /// How the other side is chosen.
        pub way: Way,
        /// On which day it was decided.
        pub decided_on: Date,
        /// Who of the committee watches it.
        pub watcher_name: String,
    }
}

platform::record! {
    /// What somebody of the committee saw of it.
    pub struct Observation {
        /// One, two, three.
        pub number: i64,
        /// On which day.
        pub happened_on: Date,
        /// Who.
        pub actor_name: String,
        /// What was seen.
        pub words: String,
    }
}
