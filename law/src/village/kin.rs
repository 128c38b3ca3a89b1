//! Near relatives, and who becomes one by a birth.

use crate::{Cite, cite};

/// 《民法典》第一千零四十五条第二款: the eight kinds of near relatives. In-laws, uncles and cousins
/// are none.
pub const NEAR_RELATIVES: Cite = cite("civil-code", 1045, 2);
/// How somebody is a near relative of another. Cites [`NEAR_RELATIVES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kin {
    /// Husband and wife.
    Spouse,
    /// Father or mother, with son or daughter.
    ParentAndChild,
    /// Brothers and sisters.
    Sibling,
    /// Grandparent on either side, with grandchild.
    GrandparentAndGrandchild,
}

impl Kin {
    /// All of them: the law names each side of a pair, and this is the pair.
    pub const ALL: [Self; 4] =
        [Self::Spouse, Self::ParentAndChild, Self::Sibling, Self::GrandparentAndGrandchild];

    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Spouse => "夫妻",
            Self::ParentAndChild => "父母和子女",
            Self::Sibling => "兄弟姐妹",
            Self::GrandparentAndGrandchild => "（外）祖父母和（外）孙子女",
        }
    }
}

/// A near relative of a parent, as seen from that parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// Husband or wife.
    Spouse,
    /// Father or mother.
    Parent,
    /// Son or daughter.
    Child,
    /// Brother or sister.
    Sibling,
    /// On either side.
    Grandparent,
    /// Child of a child.
    Grandchild,
}

/// What a near relative of a parent is to a child of that parent. Husband and wife are not always
/// both parents, and uncles, aunts, cousins and the parents of grandparents are no near relatives:
/// these are left out. Cites [`NEAR_RELATIVES`].
pub const fn through_parent(relative: Relative) -> Option<Kin> {
    match relative {
        Relative::Parent => Some(Kin::GrandparentAndGrandchild),
        Relative::Child => Some(Kin::Sibling),
        Relative::Spouse | Relative::Sibling | Relative::Grandparent | Relative::Grandchild => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_makes_grandparents_and_siblings() {
        for (relative, kin) in [
            (Relative::Parent, Some(Kin::GrandparentAndGrandchild)),
            (Relative::Child, Some(Kin::Sibling)),
            (Relative::Spouse, None),
            (Relative::Sibling, None),
            (Relative::Grandparent, None),
            (Relative::Grandchild, None),
        ] {
            assert_eq!(through_parent(relative), kin, "{relative:?}");
        }
    }
}
