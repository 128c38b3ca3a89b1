//! Near relatives, and the holders of offices that are compared by them.

use jiff::civil::Date;
use law::village::{Kin, Office};
use platform::storage::{FromValue, ToValue, Value, ValueRef};
use platform::{AreaPath, BodyId, PersonId, Text, text};

use super::{BodyKind, HouseholdId, PostHeldId, Relation, Sex};

platform::id_type! {
    /// A declared near relationship.
    KinId,
}

words! {
    /// How two people of different households are near relatives.
    KinKind {
        /// 夫妻
        Spouse "spouse" "夫妻",
        /// 父母和子女
        ParentAndChild "parent_and_child" "父母和子女",
        /// 兄弟姐妹
        Sibling "sibling" "兄弟姐妹",
        /// 祖孙
        GrandparentAndGrandchild "grandparent_and_grandchild" "（外）祖父母和（外）孙子女",
    }
}

impl KinKind {
    /// What the law has, as it is noted.
    pub const fn of(kin: Kin) -> Self {
        match kin {
            Kin::Spouse => Self::Spouse,
            Kin::ParentAndChild => Self::ParentAndChild,
            Kin::Sibling => Self::Sibling,
            Kin::GrandparentAndGrandchild => Self::GrandparentAndGrandchild,
        }
    }

    /// The same as the law has it.
    pub const fn kin(self) -> Kin {
        match self {
            Self::Spouse => Kin::Spouse,
            Self::ParentAndChild => Kin::ParentAndChild,
            Self::Sibling => Kin::Sibling,
            Self::GrandparentAndGrandchild => Kin::GrandparentAndGrandchild,
        }
    }
}

platform::record! {
    /// Two people who are noted as near relatives.
    pub struct DeclaredKin {
        /// Its id.
        pub id: KinId,
        /// The one.
        pub person_id: PersonId,
        /// The other.
        pub other_id: PersonId,
        /// How.
        pub kind: KinKind,
        /// By whose word or paper.
        pub source: String,
        /// The name of the one.
        pub name: String,
        /// The name of the other.
        pub other_name: String,
    }
}

platform::record! {
    /// The same without names, for comparing.
    pub(crate) struct KinPair {
        pub(crate) person_id: PersonId,
        pub(crate) other_id: PersonId,
        pub(crate) kind: KinKind,
    }
}

platform::record! {
    /// Somebody in a post, with what tells whose relative they are.
    pub struct Officer {
        /// The post held.
        pub id: PostHeldId,
        /// In which body.
        pub body_id: BodyId,
        /// Its name.
        pub body_name: String,
        /// Its kind.
        pub kind: BodyKind,
        /// Where.
        pub area_path: AreaPath,
        /// Which post.
        pub post: String,
        /// Who.
        pub person_id: PersonId,
        /// The name.
        pub name: String,
        /// As the identity card has it.
        pub sex: Sex,
        /// The household.
        pub household_id: Option<HouseholdId>,
        /// How the person is related to its head.
        pub relation: Option<Relation>,
        /// Husband or wife.
        pub spouse_id: Option<PersonId>,
        /// From which day.
        pub held_from: Date,
        /// To which day; none where only the law says.
        pub held_until: Option<Date>,
    }
}

impl BodyKind {
    /// The office that its members hold, to which the law's bars apply.
    pub const fn office(self) -> Option<Office> {
        match self {
            Self::VillagersCommittee => Some(Office::Committee),
            Self::SupervisionCommittee => Some(Office::Supervision),
            _ => None,
        }
    }

    /// The post without which the body has nobody to lead it.
    pub const fn leading_post(self) -> Option<&'static str> {
        match self {
            Self::VillagersCommittee => Some("village_director"),
            Self::ResidentsCommittee => Some("residents_director"),
            Self::SupervisionCommittee => Some("supervision_director"),
            Self::PartyBranch => Some("party_secretary"),
            Self::VillageGroup => Some("group_leader"),
            Self::ServiceStation => Some("village_clerk"),
            Self::ServiceCenter => Some("window_clerk"),
            _ => None,
        }
    }

    /// Whether a post sits in the body, and does not only work for it: the accountant of a
    /// committee has none of its seats.
    pub fn seats_post(self, post: &str) -> bool {
        self.office().is_none_or(|office| office_of(post) == Some(office))
    }
}

/// The office of a post.
fn office_of(post: &str) -> Option<Office> {
    match post {
        "village_director" | "deputy_director" | "committee_member" => Some(Office::Committee),
        "supervision_director" | "supervision_member" => Some(Office::Supervision),
        _ => None,
    }
}

impl Officer {
    /// The office to which the law's bars apply.
    pub fn office(&self) -> Option<Office> {
        self.kind.office().filter(|office| office_of(&self.post) == Some(*office))
    }

    /// Whether the post keeps the village's accounts or its cash.
    pub fn keeps_accounts(&self) -> bool {
        matches!(self.post.as_str(), "village_accountant" | "village_cashier")
    }

    /// Whether the post has one of the seats of its body.
    pub fn has_seat(&self) -> bool {
        self.kind.seats_post(&self.post)
    }

    /// The last day of the term: what the record says, and else what the law says.
    pub fn ends_on(&self) -> Option<Date> {
        let by_law = || self.office().map(|_| law::village::term_ends(self.held_from));
        self.held_until.or_else(by_law)
    }

    /// Whether the term still runs.
    pub fn serves(&self, on: Date) -> bool {
        self.held_until.is_none_or(|until| until >= on)
    }
}
