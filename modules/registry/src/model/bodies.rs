//! What is corrected in a body, how it ends, how it is found.

use jiff::civil::Date;
use platform::BodyId;

use super::BodyKind;

/// What can be set right in a body. Its kind, its area and its line of work cannot: another of
/// these makes it another body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyFacts {
    /// Its name.
    pub name: String,
    /// Its telephone.
    pub phone: Option<String>,
    /// Where to find it.
    pub address: Option<String>,
    /// When it is open.
    pub hours: Option<String>,
    /// What people go there for.
    pub purpose: Option<String>,
    /// How many people are to serve in it.
    pub seats: Option<u32>,
}

/// The end of a body that somebody decided on.
#[derive(Debug, Clone)]
pub struct Ending {
    /// Which body.
    pub body_id: BodyId,
    /// From which day it is no more.
    pub on: Date,
    /// The number of the document.
    pub document: String,
    /// What comes after it: a villagers' committee becomes a residents' committee.
    pub successor: Option<(BodyKind, String)>,
}

platform::record! {
    /// The end of a body, with its name and that of what came after it.
    pub struct BodyEnd {
        /// The body that ended.
        pub body_id: BodyId,
        /// Its name.
        pub name: String,
        /// From which day it is no more.
        pub ended_on: Date,
        /// By which document.
        pub document: String,
        /// What came after it.
        pub successor_id: Option<BodyId>,
        /// The name of that.
        pub successor_name: Option<String>,
    }
}

platform::record! {
    /// A body that was looked for by its name and its place.
    pub(crate) struct BodyFound {
        pub(crate) id: BodyId,
        pub(crate) name: String,
        pub(crate) place: String,
        pub(crate) ended_on: Option<Date>,
    }
}
