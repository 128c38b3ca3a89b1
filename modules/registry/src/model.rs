//! The nouns of the registry: areas, households, persons, bodies and the posts held in them.

mod bodies;
mod identity_number;
mod import;
#[macro_use]
mod kinds;
mod area_change;
mod kin;
mod life;
mod merge;
mod names;
mod protection;
mod rename;
pub(crate) mod spelling;

use jiff::civil::Date;
use platform::area::Level;
use platform::{AreaId, AreaPath, BodyId, PersonId, Power};

pub use area_change::{
    Abolished, AreaChange, AreaChangeId, AreaChangeKind, Decision, Founding, Merging, Moving, Share,
};
pub(crate) use bodies::BodyFound;
pub use bodies::{BodyEnd, BodyFacts, Ending};
pub use identity_number::IdentityNumber;
pub use import::{Import, ImportId, ImportStep, ImportStepId};
pub(crate) use kin::KinPair;
pub use kin::{DeclaredKin, KinId, KinKind, Officer};
pub use kinds::{BodyKind, Department, ImportState, Residence, Sex};
pub use life::{
    Departure, LifeChange, LifeDetail, LifeEvent, LifeEventId, LifeKind, Member, Relation,
    Resident, Standing,
};
pub use merge::{Fact, Merge, MergeId, Side};
pub(crate) use merge::{Likeness, Pair, PersonRow};
pub use names::{initials, initials_key, name_key};
pub use protection::{
    Asking, BankCard, BankCardId, BankCardNumber, Entry, GivenHow, Look, LookId, LookedAt,
    PEOPLE_ERASE, PEOPLE_UNMASK, PersonRequest, RequestAnswer, RequestId, RequestStanding, Why,
};
pub(crate) use rename::DOCUMENT_LETTERS_MAX;
pub use rename::{AREAS_CHANGE, Rename, RenameId, Renaming};

/// Reading the persons and households of one's areas.
pub const PEOPLE_READ: Power = Power::new("people.read");
/// Adding and correcting persons.
pub const PEOPLE_EDIT: Power = Power::new("people.edit");
/// Merging two registrations of one person.
pub const PEOPLE_MERGE: Power = Power::new("people.merge");
/// Importing a roster.
pub const PEOPLE_IMPORT: Power = Power::new("people.import");
/// Importing an official list of divisions.
pub const AREAS_IMPORT: Power = Power::new("areas.import");
/// Founding bodies, appointing to posts and ending posts.
pub const POSTS_APPOINT: Power = Power::new("posts.appoint");
/// Seeing which terms end, what is vacant and who may not serve beside whom.
pub const POSTS_WATCH: Power = Power::new("posts.watch");

platform::id_type! {
    /// A household.
    HouseholdId,
    /// A post that a person holds or held.
    PostHeldId,
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
        /// Since when the person no longer belongs to the county.
        pub left_on: Option<Date>,
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
        /// How many people are to serve in it, where the county set that.
        pub seats: Option<u32>,
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
    /// How many people are to serve in it, where the county sets that.
    pub seats: Option<u32>,
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

/// How long a name in any field may be, in letters.
pub const NAME_LETTERS_MAX: usize = 60;
