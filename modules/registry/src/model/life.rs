//! What happens in the life of a person or a household, and how a person stands before and after.

use jiff::Timestamp;
use jiff::civil::Date;
use platform::storage::{FromValue, Json, ToValue, Value, ValueRef};
use platform::{AreaPath, PersonId, Text, text};
use serde::{Deserialize, Serialize};

use super::{HouseholdId, PostHeldId, Residence, Sex};

platform::id_type! {
    /// Something that happened in the life of a person or a household.
    LifeEventId,
}

words! {
    /// What happened.
    LifeKind {
        /// A birth into a household.
        Born "born" "出生",
        /// A death.
        Died "died" "去世",
        /// Came to the county, or came back.
        MovedIn "moved_in" "迁入",
        /// Left the county for good.
        MovedOut "moved_out" "迁出",
        /// Moved to another village or household of the county.
        Moved "moved" "搬家、换户",
        /// A marriage.
        Married "married" "结婚",
        /// A divorce.
        Divorced "divorced" "离婚",
        /// Some members of a household form a new one.
        HouseholdSplit "household_split" "分户",
        /// One household goes into another.
        HouseholdsJoined "households_joined" "并户",
        /// Another person becomes head of the household.
        HeadChanged "head_changed" "户主变更",
        /// How the members are related to the head was written down.
        RelationsNoted "relations_noted" "登记与户主关系",
        /// The village or group was abolished or divided, and the person belongs to another.
        AreaChanged "area_changed" "区划调整",
        /// An earlier event was noted wrongly.
        TakenBack "taken_back" "撤销",
    }
}

words! {
    /// How a member of a household is related to its head.
    Relation {
        /// 户主
        Head "head" "户主",
        /// 配偶
        Spouse "spouse" "配偶",
        /// 子
        Son "son" "儿子",
        /// 女
        Daughter "daughter" "女儿",
        /// 儿媳
        DaughterInLaw "daughter_in_law" "儿媳",
        /// 女婿
        SonInLaw "son_in_law" "女婿",
        /// 孙子女、外孙子女
        Grandchild "grandchild" "孙子女、外孙子女",
        /// 父母
        Parent "parent" "父亲、母亲",
        /// 公婆、岳父母
        ParentInLaw "parent_in_law" "公婆、岳父母",
        /// 祖父母、外祖父母
        Grandparent "grandparent" "祖父母、外祖父母",
        /// 兄弟姐妹
        Sibling "sibling" "兄弟姐妹",
        /// 其他
        Other "other" "其他",
    }
}

words! {
    /// Why a person who lives does not belong to the county any more.
    Departure {
        /// Moved away.
        MovedOut "moved_out" "已迁出",
        /// The coming was noted wrongly.
        Withdrawn "withdrawn" "登记已撤销",
    }
}

/// Kept in JSON by the same word as in a column.
macro_rules! words_in_json {
    ($($name:ty),+) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.word())
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word = String::deserialize(from)?;
                Self::from_word(&word).ok_or_else(|| serde::de::Error::custom("an unknown word"))
            }
        }
    )+};
}
words_in_json!(Relation, Departure, Residence);

platform::record! {
    /// Where a person belongs and how: all that an event of life can change.
    #[derive(PartialEq, Eq, Serialize, Deserialize)]
    pub struct Standing {
        /// The village or group.
        pub area_path: AreaPath,
        /// The household.
        pub household_id: Option<HouseholdId>,
        /// How the person is related to its head.
        pub relation: Option<Relation>,
        /// How the person belongs to the village.
        pub residence: Residence,
        /// Since when a person whose hukou is elsewhere lives here.
        pub resident_since_on: Option<Date>,
        /// Whom the person is married to.
        pub spouse_id: Option<PersonId>,
        /// Date of death.
        pub died_on: Option<Date>,
        /// Since when the person no longer belongs to the county.
        pub left_on: Option<Date>,
        /// Why.
        pub left_how: Option<Departure>,
    }
}

platform::record! {
    /// Something that happened.
    pub struct LifeEvent {
        /// Its id.
        pub id: LifeEventId,
        /// What.
        pub kind: LifeKind,
        /// When.
        pub happened_on: Date,
        /// Where it was noted.
        pub area_path: AreaPath,
        /// Who noted it, by name.
        pub noted_by: String,
        /// When.
        pub noted_at: Timestamp,
        /// What else is worth knowing.
        pub detail: Json<LifeDetail>,
        /// The later event that took it back.
        pub taken_back_by: Option<LifeEventId>,
    }
}

platform::record! {
    /// What an event changed for one person.
    pub struct LifeChange {
        /// Whose.
        pub person_id: PersonId,
        /// Whose, by name.
        pub name: String,
        /// How the person stood before; nothing where they were not here yet.
        pub before: Option<Json<Standing>>,
        /// And after.
        pub after: Json<Standing>,
    }
}

/// What is worth knowing of an event besides. Names of places are kept as they were then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LifeDetail {
    /// Where to, or why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// From which village.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from_area: String,
    /// To which village.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to_area: String,
    /// The number of the household before.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from_household: String,
    /// The number of the household after.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to_household: String,
    /// The posts that ended with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<PostHeldId>,
    /// What kind of event was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

platform::record! {
    /// A person of a household today.
    pub struct Member {
        /// Who.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// As the identity card has it.
        pub sex: Sex,
        /// Date of birth.
        pub born_on: Option<Date>,
        /// How the person is related to the head.
        pub relation: Option<Relation>,
        /// How the person belongs to the village.
        pub residence: Residence,
        /// Date of death.
        pub died_on: Option<Date>,
    }
}

platform::record! {
    /// A person who belonged to an area or a household on some day.
    pub struct Resident {
        /// Who.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// As the identity card has it.
        pub sex: Sex,
        /// Date of birth.
        pub born_on: Option<Date>,
        /// The number of the household on that day.
        pub number: Option<String>,
        /// How they are related to the head today, unless something changed since.
        pub relation: Option<Relation>,
        /// How they stood on that day, where something changed since.
        pub before: Option<Json<Standing>>,
    }
}

impl Standing {
    /// Whether the person lives and belongs to the county.
    pub const fn present(&self) -> bool {
        self.died_on.is_none() && self.left_on.is_none()
    }

    /// This standing with what an event changed put back, if nothing of it changed again since.
    pub fn taking_back(&self, before: &Self, after: &Self) -> Option<Self> {
        fn field<T: PartialEq + Clone>(now: &T, before: &T, after: &T) -> Option<T> {
            if before == after { Some(now.clone()) } else { (now == after).then(|| before.clone()) }
        }
        Some(Self {
            area_path: field(&self.area_path, &before.area_path, &after.area_path)?,
            household_id: field(&self.household_id, &before.household_id, &after.household_id)?,
            relation: field(&self.relation, &before.relation, &after.relation)?,
            residence: field(&self.residence, &before.residence, &after.residence)?,
            resident_since_on: field(
                &self.resident_since_on,
                &before.resident_since_on,
                &after.resident_since_on,
            )?,
            spouse_id: field(&self.spouse_id, &before.spouse_id, &after.spouse_id)?,
            died_on: field(&self.died_on, &before.died_on, &after.died_on)?,
            left_on: field(&self.left_on, &before.left_on, &after.left_on)?,
            left_how: field(&self.left_how, &before.left_how, &after.left_how)?,
        })
    }
}

impl Resident {
    /// How the person was related to the head on that day.
    pub fn relation(&self) -> Option<Relation> {
        self.before.as_ref().map_or(self.relation, |before| before.0.relation)
    }
}

impl LifeKind {
    /// What it is called in the journal.
    pub const fn act(self) -> &'static str {
        match self {
            Self::Born => "registry.person_born",
            Self::Died => "registry.person_died",
            Self::MovedIn => "registry.person_moved_in",
            Self::MovedOut => "registry.person_moved_out",
            Self::Moved => "registry.person_moved",
            Self::Married => "registry.persons_married",
            Self::Divorced => "registry.persons_divorced",
            Self::HouseholdSplit => "registry.household_split",
            Self::HouseholdsJoined => "registry.households_joined",
            Self::HeadChanged => "registry.head_changed",
            Self::RelationsNoted => "registry.relations_noted",
            Self::AreaChanged => "registry.people_carried_over",
            Self::TakenBack => "registry.event_taken_back",
        }
    }
}
