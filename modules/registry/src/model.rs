//! The nouns of the registry: areas, households, persons, bodies and the posts held in them.

mod identity_number;
mod names;

use jiff::civil::Date;
use platform::area::Level;
use platform::storage::{FromValue, ToValue, Value, ValueRef};
use platform::{AreaId, AreaPath, BodyId, PersonId, Power, Text, text};

pub use identity_number::IdentityNumber;
pub use names::{initials, name_key};

/// Reading the persons and households of one's areas.
pub const PEOPLE_READ: Power = Power::new("people.read");
/// Adding and correcting persons.
pub const PEOPLE_EDIT: Power = Power::new("people.edit");
/// Importing a roster.
pub const PEOPLE_IMPORT: Power = Power::new("people.import");
/// Importing an official list of divisions.
pub const AREAS_IMPORT: Power = Power::new("areas.import");
/// Founding bodies, appointing to posts and ending posts.
pub const POSTS_APPOINT: Power = Power::new("posts.appoint");

platform::id_type! {
    /// A household.
    HouseholdId,
    /// A post that a person holds or held.
    PostHeldId,
}

/// Declares an enum that is stored as a word and shown with a label.
macro_rules! words {
    (
        $(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal $label:literal),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All of them, in the order of the pages.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in storage and in forms.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// What people read.
            pub const fn label(self) -> Text {
                match self { $(Self::$variant => text($label)),+ }
            }

            /// The one with that word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }
        }

        impl ToValue for $name {
            fn to_value(&self) -> Value<'_> {
                Value::from(self.word())
            }
        }

        impl FromValue for $name {
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                match value {
                    ValueRef::Text(word) => Self::from_word(word),
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// What kind of body; who may found one and what it may do is not decided here.
    BodyKind {
        /// 村党支部、党总支、党委
        PartyBranch "party_branch" "村党组织",
        /// 村民委员会
        VillagersCommittee "villagers_committee" "村民委员会",
        /// 村务监督委员会
        SupervisionCommittee "supervision_committee" "村务监督委员会",
        /// 村民会议
        VillagersAssembly "villagers_assembly" "村民会议",
        /// 村民代表会议
        RepresentativesAssembly "representatives_assembly" "村民代表会议",
        /// 村民小组
        VillageGroup "village_group" "村民小组",
        /// 社区工作协商委员会
        ConsultationCommittee "consultation_committee" "协商委员会",
        /// 议事会
        Council "council" "议事会",
        /// 理事会
        Board "board" "理事会",
        /// 村集体经济组织
        Collective "collective" "村集体经济组织",
        /// 便民服务站
        ServiceStation "service_station" "便民服务站",
        /// 便民服务中心
        ServiceCenter "service_center" "便民服务中心",
        /// 乡镇人民政府、街道办事处
        TownshipGovernment "township_government" "乡镇人民政府",
        /// 县人民政府
        CountyGovernment "county_government" "县人民政府",
        /// 县级部门
        Department "department" "县级部门",
        /// 政务服务管理机构
        ServiceBureau "service_bureau" "政务服务管理机构",
        /// 社会组织
        SocialOrganisation "social_organisation" "社会组织",
    }
}

words! {
    /// The county departments that service items name.
    Department {
        /// 民政
        CivilAffairs "civil_affairs" "民政",
        /// 医疗保障
        MedicalInsurance "medical_insurance" "医疗保障",
        /// 人力资源和社会保障
        HumanResources "human_resources" "人力资源和社会保障",
        /// 卫生健康
        Health "health" "卫生健康",
        /// 公安
        PublicSecurity "public_security" "公安",
        /// 农业农村
        Agriculture "agriculture" "农业农村",
        /// 自然资源
        NaturalResources "natural_resources" "自然资源",
        /// 住房和城乡建设
        Housing "housing" "住房和城乡建设",
        /// 林业
        Forestry "forestry" "林业",
        /// 退役军人事务
        Veterans "veterans" "退役军人事务",
        /// 财政
        Finance "finance" "财政",
        /// 残疾人联合会
        DisabledFederation "disabled_federation" "残疾人联合会",
    }
}

words! {
    /// As the identity card has it.
    Sex {
        /// 女
        Female "female" "女",
        /// 男
        Male "male" "男",
    }
}

words! {
    /// How a person belongs to the village.
    Residence {
        /// 户籍在本村，住在本村
        HukouHere "hukou_here" "户籍在本村",
        /// 户籍不在本村，住在本村
        HukouElsewhere "hukou_elsewhere" "户籍在外地，住在本村",
        /// 户籍在本村，人在外地
        Away "away" "户籍在本村，人在外地",
    }
}

platform::record! {
    /// An area.
    #[derive(PartialEq, Eq)]
    pub struct Area {
        /// Its id.
        pub id: AreaId,
        /// The area above; none above the county.
        pub parent_id: Option<AreaId>,
        /// Where it lies.
        pub path: AreaPath,
        /// Its name.
        pub name: String,
    }
}

platform::record! {
    /// A code that one edition of one system gives an area. It means nothing outside of them.
    #[derive(PartialEq, Eq)]
    pub struct AreaCode {
        /// Who gave it, for example `NBS`.
        pub code_system: String,
        /// Which list of theirs.
        pub edition: String,
        /// The code.
        pub code: String,
        /// The area.
        pub area_id: AreaId,
    }
}

platform::record! {
    /// A household.
    pub struct Household {
        /// Its id.
        pub id: HouseholdId,
        /// Its number in the village.
        pub number: String,
        /// Its village or group.
        pub area_path: AreaPath,
    }
}

platform::record! {
    /// A person.
    pub struct Person {
        /// The person's id.
        pub id: PersonId,
        /// The name.
        pub name: String,
        /// The phone.
        pub phone: Option<String>,
        /// The person has none; people call on such a person instead.
        pub no_phone: bool,
        /// As the identity card has it.
        pub sex: Sex,
        /// Date of birth.
        pub born_on: Option<Date>,
        /// The household.
        pub household_id: Option<HouseholdId>,
        /// The village or group.
        pub area_path: AreaPath,
        /// How the person belongs there.
        pub residence: Residence,
        /// Since when a person whose hukou is elsewhere lives here.
        pub resident_since_on: Option<Date>,
        /// Date of death.
        pub died_on: Option<Date>,
        /// The identity number, encrypted.
        pub identity_number_sealed: Option<Vec<u8>>,
    }
}

platform::record! {
    /// A body.
    pub struct Body {
        /// Its id.
        pub id: BodyId,
        /// Its area.
        pub area_id: AreaId,
        /// Its area, as a path.
        pub area_path: AreaPath,
        /// What it is.
        pub kind: BodyKind,
        /// Its name.
        pub name: String,
        /// Which department it is, if it is one.
        pub department: Option<Department>,
        /// Its telephone.
        pub phone: Option<String>,
        /// Where to find it.
        pub address: Option<String>,
        /// When it is open.
        pub hours: Option<String>,
        /// What people go there for.
        pub purpose: Option<String>,
    }
}

platform::record! {
    /// Someone who holds or held a post in a body.
    pub struct Holder {
        /// The record of it.
        pub id: PostHeldId,
        /// The body.
        pub body_id: BodyId,
        /// The post, a key of `posts.toml`.
        pub post: String,
        /// Who.
        pub person_id: PersonId,
        /// The name.
        pub name: String,
        /// The person's own phone. Pages show it masked, see [`Holder::phone_shown`].
        pub phone: Option<String>,
        /// The phone of the post, for everybody.
        pub public_phone: Option<String>,
        /// From when.
        pub held_from: Date,
        /// Until when by its term.
        pub held_until: Option<Date>,
        /// When it ended before that.
        pub ended_on: Option<Date>,
    }
}

/// A person to be added, or the facts to which a person is corrected.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The name.
    pub name: String,
    /// As the identity card has it.
    pub sex: Sex,
    /// Date of birth.
    pub born_on: Option<Date>,
    /// The checked identity number; when correcting, `None` leaves the one that is there.
    pub identity_number: Option<IdentityNumber>,
    /// The phone, digits only.
    pub phone: Option<String>,
    /// The person has none.
    pub no_phone: bool,
    /// The household's number in the village; it is made when it is new.
    pub household_number: Option<String>,
    /// The village or group.
    pub area_path: AreaPath,
    /// How the person belongs there.
    pub residence: Residence,
    /// Since when a person whose hukou is elsewhere lives here.
    pub resident_since_on: Option<Date>,
}

/// A body to be founded.
#[derive(Debug, Clone)]
pub struct NewBody {
    /// Its area.
    pub area_id: AreaId,
    /// What it is.
    pub kind: BodyKind,
    /// Its name.
    pub name: String,
    /// Which department, for a department.
    pub department: Option<Department>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Where to find it.
    pub address: Option<String>,
    /// When it is open.
    pub hours: Option<String>,
    /// What people go there for.
    pub purpose: Option<String>,
}

/// A person's coming into a post.
#[derive(Debug, Clone)]
pub struct Appointment {
    /// The body.
    pub body_id: BodyId,
    /// The post, a key of `posts.toml`.
    pub post: String,
    /// Who.
    pub person_id: PersonId,
    /// The phone of the post, for everybody.
    pub public_phone: Option<String>,
    /// From when.
    pub held_from: Date,
    /// Until when, if the post has a term.
    pub held_until: Option<Date>,
}

platform::record! {
    /// A post in one person's record, with its body.
    pub struct PostOfPerson {
        /// The record of it.
        pub id: PostHeldId,
        /// The post, a key of `posts.toml`.
        pub post: String,
        /// The body.
        pub body_id: BodyId,
        /// The body's name.
        pub body_name: String,
        /// The body's area.
        pub area_id: AreaId,
        /// The body's area, as a path.
        pub area_path: AreaPath,
        /// From when.
        pub held_from: Date,
        /// Until when by its term.
        pub held_until: Option<Date>,
        /// When it ended before that.
        pub ended_on: Option<Date>,
    }
}

impl Area {
    /// How deep below the county.
    pub fn level(&self) -> Level {
        self.path.level()
    }
}

impl Holder {
    /// The phone that everybody may read: the post's own, else the person's masked.
    pub fn phone_shown(&self) -> Option<String> {
        let masked = || self.phone.as_deref().map(platform::privacy::mask_phone);
        self.public_phone.clone().or_else(masked)
    }
}

impl Person {
    /// The phone as lists show it.
    pub fn phone_masked(&self) -> Option<String> {
        self.phone.as_deref().map(platform::privacy::mask_phone)
    }
}

/// The label of a level.
pub const fn level_label(level: Level) -> Text {
    match level {
        Level::County => text("县"),
        Level::Township => text("乡镇"),
        Level::Village => text("村（社区）"),
        Level::Group => text("村民小组"),
    }
}

/// How long a name in any field may be, in letters.
pub const NAME_LETTERS_MAX: usize = 60;

