//! The nouns of a case 办件.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use jiff::civil::Date;
use law::window::{Act, Clock, Event, PublicStatus, Stage, Standing, State};
use platform::storage::{FromValue, Json, ToValue, Value, ValueRef};
use platform::{AreaPath, BodyId, PersonId, record};
use serde::{Deserialize, Serialize};

use crate::item::{Channel, Item, words};

platform::id_type! {
    /// A service item.
    ItemId,
    /// A version of an item.
    VersionId,
    /// An application that is being filled in.
    DraftId,
    /// A person's word that a clerk may act for them.
    ConsentId,
    /// A case.
    CaseId,
}

record! {
    /// A version of an item, as it is stored.
    pub struct Version {
        /// Its id.
        pub id: VersionId,
        /// Which item.
        pub item_id: ItemId,
        /// The number of the version.
        pub number: i64,
        /// What it says.
        pub content: Content,
        /// Who drafted it.
        pub drafted_by: String,
        /// Who drafted it, for the four eyes.
        pub drafted_by_id: Option<PersonId>,
        /// When.
        pub drafted_at: Timestamp,
        /// Who published it; `None` for a draft.
        pub published_by: Option<String>,
        /// From when it is in force.
        pub effective_on: Option<Date>,
        /// Until when, if it was withdrawn.
        pub withdrawn_on: Option<Date>,
    }
}

/// What a version says. Versions never change and many cases follow one, so that a text is read
/// once and shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content(pub Arc<Item>);

/// Texts that are kept read; more than a county has versions in use.
const CONTENTS_MAX: usize = 4096;

impl FromValue for Content {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        static READ: RwLock<BTreeMap<String, Arc<Item>>> = RwLock::new(BTreeMap::new());
        let ValueRef::Text(text) = value else { return None };
        if let Some(item) = READ.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return Some(Self(item.clone()));
        }
        let item: Arc<Item> = Arc::new(serde_json::from_str(text).ok()?);
        let mut read = READ.write().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= CONTENTS_MAX {
            read.clear();
        }
        read.insert(text.to_owned(), item.clone());
        Some(Self(item))
    }
}

/// How a case came in. A stored word.
pub type CaseChannel = Channel;

/// The answers of a form: question key → what was answered.
pub type Answers = BTreeMap<String, String>;

/// What is kept sealed: the answers, and what else only the case's people may read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The answers to the item's questions.
    pub answers: Answers,
    /// The phone to reach the applicant.
    pub phone: String,
    /// How the result shall reach the applicant; one of the item's ways.
    pub delivery: String,
    /// The numbers of the papers the applicant says are at hand.
    pub papers: Vec<usize>,
}

record! {
    /// A case.
    pub struct Case {
        /// Its id.
        pub id: CaseId,
        /// The short code that people see.
        pub code: String,
        /// The version of the item it follows, to the end.
        pub version_id: VersionId,
        /// The item.
        pub item_id: ItemId,
        /// The item's name.
        pub item_name: String,
        /// Whose case it is.
        pub applicant_id: PersonId,
        /// The applicant's name.
        pub applicant_name: String,
        /// The applicant's village.
        pub area_path: AreaPath,
        /// That village's name.
        pub area_name: String,
        /// How it came in.
        pub channel: CaseChannel,
        /// The word of the applicant, when a clerk acts.
        pub consent_id: Option<ConsentId>,
        /// The state, as the events have it.
        pub state: StoredState,
        /// Whose turn it is.
        pub stage: Option<StoredStage>,
        /// The body that has it now; never nobody.
        pub holder_id: BodyId,
        /// The number of events, so that two acts on one case notice each other.
        pub events: i64,
        /// The answers and the phone.
        pub answers_sealed: Vec<u8>,
        /// How the result shall reach the applicant.
        pub delivery: String,
        /// When it was opened.
        pub opened_at: Timestamp,
        /// When something last happened.
        pub moved_at: Timestamp,
    }
}

/// [`State`] as a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredState(pub State);

/// [`Stage`] as a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredStage(pub Stage);

/// [`Act`] as a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredAct(pub Act);

/// Stored by its key.
macro_rules! stored_by_key {
    ($($name:ty, $from:expr, $key:expr);+ $(;)?) => {$(
        impl ToValue for $name {
            fn to_value(&self) -> Value<'_> {
                Value::from($key(self))
            }
        }
        impl FromValue for $name {
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                match value {
                    ValueRef::Text(text) => $from(text),
                    _ => None,
                }
            }
        }
    )+};
}
stored_by_key! {
    StoredState, |key| State::from_key(key).map(Self), |state: &Self| state.0.key();
    StoredStage, |key| Stage::from_key(key).map(Self), |stage: &Self| stage.0.key();
    StoredAct, |key| Act::from_key(key).map(Self), |act: &Self| act.0.key();
    Channel, Channel::from_key, |channel: &Self| channel.key();
    MaterialState, MaterialState::from_key, |state: &Self| state.key();
    ConsentKind, ConsentKind::from_key, |kind: &Self| kind.key();
}

record! {
    /// Something that happened to a case. It is never changed.
    pub struct CaseEvent {
        /// Which case.
        pub case_id: CaseId,
        /// One, two, three.
        pub number: i64,
        /// What.
        pub act: StoredAct,
        /// The day that counts for the clocks.
        pub happened_on: Date,
        /// When it was recorded.
        pub noted_at: Timestamp,
        /// Who.
        pub actor_id: Option<PersonId>,
        /// Who, by name.
        pub actor_name: String,
        /// In the name of which body.
        pub body_name: String,
        /// What was said.
        pub detail: Json<Detail>,
    }
}

/// What was said with an act. Shown on the notices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// The reason or the opinion.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// For an opinion: for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agrees: Option<bool>,
    /// The materials that are missing, or that came in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<String>,
    /// The organ to which the case goes, or which is the right one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub organ: String,
    /// To whom and how it was delivered.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub received_by: String,
    /// The number of the document that an official writes on the paper.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub document_number: String,
    /// For whom, when a clerk acts.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub on_behalf_of: String,
}

record! {
    /// A paper of a case.
    pub struct CaseMaterial {
        /// Its number in the item's list.
        pub number: i64,
        /// Its name.
        pub name: String,
        /// Where it stands.
        pub state: MaterialState,
        /// What was seen.
        pub note: String,
    }
}

words! {
    /// Where a paper of a case stands.
    MaterialState {
        Missing = "missing", "未交";
        HandedIn = "handed_in", "已交";
        Verified = "verified", "已核验";
        Flawed = "flawed", "有瑕疵";
        Shared = "shared", "共享核验";
        NotNeeded = "not_needed", "不需要";
    }
}

words! {
    /// How a person gave the word that a clerk may act.
    ConsentKind {
        Signature = "signature", "本人签字";
        Fingerprint = "fingerprint", "本人捺手印";
        Spoken = "spoken", "口头委托，有见证人";
    }
}

record! {
    /// A consent.
    pub struct Consent {
        /// Its id.
        pub id: ConsentId,
        /// Whose word.
        pub applicant_id: PersonId,
        /// Who may act.
        pub agent_id: PersonId,
        /// For which item.
        pub version_id: VersionId,
        /// How it was given.
        pub given_how: ConsentKind,
        /// Who saw it.
        pub witness: String,
        /// When.
        pub given_on: Date,
    }
}

record! {
    /// An application that is being filled in.
    pub struct Draft {
        /// Its id.
        pub id: DraftId,
        /// Who fills it in.
        pub author_id: PersonId,
        /// For whom.
        pub applicant_id: PersonId,
        /// For which version of which item.
        pub version_id: VersionId,
        /// What was answered so far.
        pub answers_sealed: Vec<u8>,
        /// The word of the applicant, when a clerk fills it in.
        pub consent_id: Option<ConsentId>,
        /// The case that was sent back at the precheck and is filled in again.
        pub case_id: Option<CaseId>,
        /// When it was last touched.
        pub updated_at: Timestamp,
    }
}

/// A case with its past, and what follows from it today.
#[derive(Debug, Clone)]
pub struct File {
    /// The case.
    pub case: Case,
    /// The item it follows.
    pub item: Arc<Item>,
    /// What happened.
    pub events: Vec<CaseEvent>,
    /// What follows from that.
    pub standing: Standing,
    /// Its clocks; the year whose calendar is missing where they cannot be told.
    pub clocks: Result<Vec<Clock>, i16>,
    /// Its papers.
    pub materials: Vec<CaseMaterial>,
    /// The name of the body that has it.
    pub holder: registry::Body,
}

/// A line of a worklist.
#[derive(Debug, Clone)]
pub struct WorkItem {
    /// The case.
    pub case: Case,
    /// What follows from its events.
    pub standing: Standing,
    /// The clock that matters now. `Err` is the year whose calendar is missing.
    pub clock: Result<Option<Clock>, i16>,
    /// Whoever holds the case has to decide what becomes of it.
    pub applicant_died: bool,
    /// Files that the applicant sent since something was last done with it.
    pub new_files: i64,
}

impl CaseEvent {
    /// What the law looks at.
    pub const fn event(&self) -> Event {
        Event { act: self.act.0, on: self.happened_on }
    }
}

impl File {
    /// One of the five words.
    pub fn public_status(&self) -> PublicStatus {
        law::window::public_status(&self.standing)
    }

    /// The running clock that is due first.
    pub fn current_clock(&self) -> Option<&Clock> {
        self.clocks.as_ref().ok().and_then(|clocks| law::window::current(clocks))
    }

    /// The last event of a kind.
    pub fn last(&self, wanted: impl Fn(Act) -> bool) -> Option<&CaseEvent> {
        self.events.iter().rev().find(|event| wanted(event.act.0))
    }

    /// Who had a hand in it before: whoever sent it in, received, accepted or wrote an opinion.
    pub fn hands(&self) -> Vec<PersonId> {
        let counts =
            |act: Act| matches!(act, Act::Submit | Act::Receive | Act::Accept | Act::Opine(_));
        self.events
            .iter()
            .filter(|event| counts(event.act.0))
            .filter_map(|event| event.actor_id)
            .collect()
    }
}

record! {
    /// A rating.
    pub struct Rated {
        /// From 1 to 5.
        pub level: u8,
        /// What was said.
        pub words: String,
        /// By the applicant, or written down by a clerk.
        pub given_how: String,
        /// When.
        pub rated_at: Timestamp,
    }
}

record! {
    /// A guide in a list.
    pub struct GuideLine {
        /// The item.
        pub item_id: ItemId,
        /// What it says.
        pub content: Content,
    }
}
