//! Two registrations of one person, and what was made of them.

use jiff::Timestamp;
use jiff::civil::Date;
use platform::storage::{FromValue, Json, ToValue, Value, ValueRef};
use platform::{AreaPath, PersonId, Text, text};

use super::{Departure, HouseholdId, Relation, Residence, Sex};

platform::id_type! {
    /// A merge of two registrations.
    MergeId,
}

words! {
    /// A group of facts of which one value stays.
    Fact {
        /// The name.
        Name "name" "姓名",
        /// As the identity card has it.
        Sex "sex" "性别",
        /// Date of birth.
        Born "born" "出生日期",
        /// The identity number.
        Identity "identity" "身份证号",
        /// The phone.
        Phone "phone" "电话",
        /// Village, household, hukou, marriage and what came after.
        Standing "standing" "村、户和户籍",
    }
}

words! {
    /// Which of two.
    Side {
        /// The registration that stays.
        Kept "kept" "留下的登记",
        /// The one that is merged into it.
        Merged "merged" "并过来的登记",
    }
}

platform::record! {
    /// A merge, from its proposal to its undoing.
    pub struct Merge {
        /// Its id.
        pub id: MergeId,
        /// Who stays.
        pub kept_id: PersonId,
        /// Whose registration goes into it.
        pub merged_id: PersonId,
        /// The words of the facts of which the merged person's value stays.
        pub taken: Json<Vec<String>>,
        /// Whose account stays where both have one.
        pub account: Option<Side>,
        /// Who proposed it.
        pub proposed_by_id: Option<PersonId>,
        /// The same by name.
        pub proposed_by: String,
        /// When.
        pub proposed_at: Timestamp,
        /// Who said no.
        pub declined_by: Option<String>,
        /// When.
        pub declined_at: Option<Timestamp>,
        /// Who confirmed it.
        pub confirmed_by: Option<String>,
        /// When.
        pub confirmed_at: Option<Timestamp>,
        /// Who undid it.
        pub undone_by: Option<String>,
        /// When.
        pub undone_at: Option<Timestamp>,
    }
}

platform::record! {
    /// All that stands in a person's row.
    #[derive(PartialEq, Eq)]
    pub(crate) struct PersonRow {
        pub(crate) id: PersonId,
        pub(crate) name: String,
        pub(crate) name_key: String,
        pub(crate) initials_key: String,
        pub(crate) phone: Option<String>,
        pub(crate) no_phone: bool,
        pub(crate) sex: Sex,
        pub(crate) born_on: Option<Date>,
        pub(crate) household_id: Option<HouseholdId>,
        pub(crate) area_path: AreaPath,
        pub(crate) residence: Residence,
        pub(crate) resident_since_on: Option<Date>,
        pub(crate) died_on: Option<Date>,
        pub(crate) identity_number_sealed: Option<Vec<u8>>,
        pub(crate) identity_index: Option<String>,
        pub(crate) created_at: Timestamp,
        pub(crate) relation: Option<Relation>,
        pub(crate) left_on: Option<Date>,
        pub(crate) left_how: Option<Departure>,
        pub(crate) spouse_id: Option<PersonId>,
    }
}

platform::record! {
    /// Two registrations that may be one person.
    pub(crate) struct Pair {
        pub(crate) first_id: PersonId,
        pub(crate) second_id: PersonId,
        pub(crate) name: String,
        pub(crate) first_born: Option<Date>,
        pub(crate) second_born: Option<Date>,
        pub(crate) first_area: AreaPath,
        pub(crate) second_area: AreaPath,
        pub(crate) same_phone: bool,
        pub(crate) one_numbered: bool,
    }
}

words! {
    /// Why two registrations look like one person, the strongest reason first.
    Likeness {
        /// Same name, birth and phone.
        BirthAndPhone "birth_and_phone" "同名、同生日、同电话",
        /// Same name and birth, and only one has a number.
        BirthOneNumber "birth_one_number" "同名、同生日，只有一个登记了身份证号",
        /// Same name and birth.
        Birth "birth" "同名、同生日",
        /// Same name and phone.
        Phone "phone" "同名、同电话，生日不同",
        /// Same name; the birth looks like a slip of the pen.
        Slip "slip" "同名，生日只差一点：可能写错了一个数字，或者月和日写反了",
    }
}

impl Merge {
    /// Whether nobody has confirmed or declined it yet.
    pub const fn waits(&self) -> bool {
        self.confirmed_at.is_none() && self.declined_at.is_none()
    }

    /// Whether the two are one now.
    pub const fn stands(&self) -> bool {
        self.confirmed_at.is_some() && self.undone_at.is_none()
    }

    /// Whether the merged person's value of a fact stays.
    pub fn takes(&self, fact: Fact) -> bool {
        self.taken.0.iter().any(|word| word == fact.word())
    }
}

impl Pair {
    /// Why the two look alike.
    pub(crate) fn likeness(&self) -> Likeness {
        let same_birth = self.first_born.is_some() && self.first_born == self.second_born;
        match (same_birth, self.same_phone, self.one_numbered) {
            (true, true, _) => Likeness::BirthAndPhone,
            (true, false, true) => Likeness::BirthOneNumber,
            (true, false, false) => Likeness::Birth,
            (false, true, _) => Likeness::Phone,
            (false, false, _) => Likeness::Slip,
        }
    }
}

impl Likeness {
    /// How sure that is, in words.
    pub(crate) const fn score(self) -> Text {
        match self {
            Self::BirthAndPhone | Self::BirthOneNumber => text("很可能是同一个人"),
            Self::Birth => text("多半是同一个人"),
            Self::Phone | Self::Slip => text("也许是同一个人"),
        }
    }
}

impl PersonRow {
    /// Whether another row has the same value of a fact. A number is told by its blind index:
    /// sealed twice it looks different.
    pub(crate) fn same(&self, fact: Fact, other: &Self) -> bool {
        let mut taking = self.clone();
        taking.take(fact, other);
        taking.identity_number_sealed.clone_from(&self.identity_number_sealed);
        taking == *self
    }

    /// Takes the value of a fact from another row.
    pub(crate) fn take(&mut self, fact: Fact, from: &Self) {
        match fact {
            Fact::Name => {
                self.name.clone_from(&from.name);
                self.name_key.clone_from(&from.name_key);
                self.initials_key.clone_from(&from.initials_key);
            }
            Fact::Sex => self.sex = from.sex,
            Fact::Born => self.born_on = from.born_on,
            Fact::Identity => {
                self.identity_number_sealed.clone_from(&from.identity_number_sealed);
                self.identity_index.clone_from(&from.identity_index);
            }
            Fact::Phone => {
                self.phone.clone_from(&from.phone);
                self.no_phone = from.no_phone;
            }
            Fact::Standing => {
                self.area_path.clone_from(&from.area_path);
                self.household_id = from.household_id;
                self.relation = from.relation;
                self.residence = from.residence;
                self.resident_since_on = from.resident_since_on;
                self.spouse_id = from.spouse_id;
                self.died_on = from.died_on;
                self.left_on = from.left_on;
                self.left_how = from.left_how;
            }
        }
    }
}
