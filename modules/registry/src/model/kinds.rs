//! Words for kinds of things: stored as a word, shown with a label.

use platform::storage::{FromValue, ToValue, Value, ValueRef};
use platform::{Text, text};

/// Declares an enum that is stored as a word and shown with a label.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $name:ident {
            $($(#[$doc:meta])* $variant:ident $word:literal $label:literal),+ $(,)?
        }
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
        /// 居民委员会
        ResidentsCommittee "residents_committee" "居民委员会",
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

words! {
    /// How far a list is that was brought.
    ImportState {
        /// The file is here; which columns are which is to be said.
        Brought "brought" "等您核对各列",
        /// The rows are being checked.
        Checking "checking" "正在检查",
        /// The rows are checked; whether they are saved is to be said.
        Checked "checked" "等您决定",
        /// The rows are being saved.
        Saving "saving" "正在保存",
        /// All is saved.
        Saved "saved" "已经导入",
        /// Nothing was imported, because somebody said so.
        GivenUp "given_up" "没有导入",
        /// Nothing was decided for too long.
        Lapsed "lapsed" "放得太久，已经作废",
        /// Something went wrong on our side.
        Failed "failed" "没有办成",
    }
}
