//! The words of the catalogue: of which kind an item is, how often it is told, and when.

/// Which of the three publicities an item belongs to. Local practice; the law knows village
/// affairs and, within them, money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// 党务.
    Party,
    /// 村务.
    Village,
    /// 财务.
    Finance,
}

/// How often an item is told. Cites [`super::CADENCE`]; 每年 is the catalogue's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Frequency {
    /// 逐月.
    Monthly,
    /// 逐季.
    Quarterly,
    /// 每年.
    Yearly,
    /// 及时: whenever something happened.
    AtOnce,
}

/// Whether a period is told of while it runs or when it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Told {
    /// General matters: something is published within each quarter.
    During,
    /// The books, which are complete only when the period is over.
    After,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Party, Self::Village, Self::Finance];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Village => "village",
            Self::Finance => "finance",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Party => "党务",
            Self::Village => "村务",
            Self::Finance => "财务",
        }
    }

    /// When items of this class are told, where the catalogue does not say.
    pub const fn told(self) -> Told {
        match self {
            Self::Finance => Told::After,
            Self::Party | Self::Village => Told::During,
        }
    }
}

impl Frequency {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Monthly, Self::Quarterly, Self::Yearly, Self::AtOnce];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
            Self::AtOnce => "at_once",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Monthly => "每月公布",
            Self::Quarterly => "每季度公布",
            Self::Yearly => "每年公布",
            Self::AtOnce => "随时公布",
        }
    }
}

impl Told {
    /// Both.
    pub const ALL: [Self; 2] = [Self::During, Self::After];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::During => "during",
            Self::After => "after",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::During => "在当期内公布",
            Self::After => "当期结束后公布",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_back() {
        assert!(Class::ALL.iter().all(|one| Class::from_key(one.key()) == Some(*one)));
        assert!(Frequency::ALL.iter().all(|one| Frequency::from_key(one.key()) == Some(*one)));
        assert!(Told::ALL.iter().all(|one| Told::from_key(one.key()) == Some(*one)));
        assert_eq!(Class::from_key("secret"), None);
        assert_eq!(Frequency::from_key("never"), None);
        assert_eq!(Told::from_key("before"), None);
    }
}
