//! The nouns: a disclosure on its way, what it says, and what was published.

use jiff::Timestamp;
use jiff::civil::Date;
use law::sunshine::{Appraised, Class, Field, FindingState, FindingStep, Period, Stage, Step};
use platform::storage::{FromValue, Json, ToValue, Value, ValueRef};
use platform::{AreaId, AreaPath, PersonId};
use serde::{Deserialize, Serialize};

use crate::item::{Item, Shape};

platform::id_type! {
    /// An item of the catalogue.
    ItemId,
    /// One wording of it.
    ItemVersionId,
    /// Something that is told, from its draft to the archive.
    DisclosureId,
    /// A record of how much a village's money moves.
    TrafficId,
    /// Lines that were brought in a file.
    LedgerImportId,
}

/// Stores a word of the law crate as its key.
macro_rules! stored {
    ($($name:ident of $kind:ty),+ $(,)?) => {$(
        #[doc = concat!("A column of `", stringify!($kind), "`.")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub $kind);

        impl ToValue for $name {
            fn to_value(&self) -> Value<'_> {
                Value::Text(self.0.key().to_string().into())
            }
        }

        impl FromValue for $name {
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                match value {
                    ValueRef::Text(word) => <$kind>::from_key(word).map(Self),
                    _ => None,
                }
            }
        }
    )+};
}

stored!(
    StageWord of Stage,
    StepWord of Step,
    PeriodWord of Period,
    ClassWord of Class,
    FieldWord of Field,
    FindingStateWord of FindingState,
    FindingStepWord of FindingStep,
    AppraisedWord of Appraised,
);

platform::record! {
    /// A version of an item.
    pub struct Version {
        /// Its id.
        pub id: ItemVersionId,
        /// Of which item.
        pub item_id: ItemId,
        /// Whose item: the county's, or a village's own.
        pub area_path: AreaPath,
        /// One, two, three.
        pub number: i64,
        /// What it says.
        pub content: Json<Item>,
        /// Who wrote it.
        pub drafted_by: String,
        /// Who, as a person.
        pub drafted_by_id: Option<PersonId>,
        /// When.
        pub drafted_at: Timestamp,
        /// Who published it, if somebody did.
        pub published_by: Option<String>,
        /// From when on it counts.
        pub effective_on: Option<Date>,
    }
}

platform::record! {
    /// How much a village's money moves, from a day on.
    pub struct Traffic {
        /// Its id.
        pub id: TrafficId,
        /// Which village.
        pub area_path: AreaPath,
        /// Much, or no more.
        pub heavy: bool,
        /// From when on.
        pub since_on: Date,
        /// By which document.
        pub decision: String,
        /// Who noted it.
        pub noted_by: String,
        /// When.
        pub noted_at: Timestamp,
    }
}

/// What is told, while it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its heading.
    pub title: String,
    /// The text, or what is to be said of the figures.
    pub words: String,
    /// What was there at the beginning, in fen.
    pub opening: Option<i64>,
    /// What is there at the end, as the books have it.
    pub closing: Option<i64>,
    /// The lines of a ledger.
    pub lines: Vec<Line>,
    /// The rows of a table.
    pub rows: Vec<Vec<String>>,
}

/// A line of a ledger as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When.
    pub on: Option<Date>,
    /// The account, such as 办公费.
    pub account: String,
    /// What for.
    pub summary: String,
    /// Who paid, or was paid.
    pub payee: String,
    /// Whether that is a natural person.
    pub person: bool,
    /// In fen.
    pub income: i64,
    /// In fen.
    pub expense: i64,
    /// The number of the voucher.
    pub voucher: String,
}

platform::record! {
    /// A disclosure on its way.
    pub struct Draft {
        /// Its id.
        pub id: DisclosureId,
        /// By which people find it.
        pub code: String,
        /// Of which village.
        pub area_path: AreaPath,
        /// What it is.
        pub item_id: ItemId,
        /// By which wording of the catalogue.
        pub version_id: ItemVersionId,
        /// Of which time.
        pub period: PeriodWord,
        /// Which published one it sets right.
        pub corrects_id: Option<DisclosureId>,
        /// What it says.
        pub content: Json<Content>,
        /// Where it stands.
        pub state: StageWord,
        /// How many steps were taken.
        pub events: i64,
        /// Who began it.
        pub drafted_by_id: Option<PersonId>,
        /// Who, by name.
        pub drafted_by: String,
        /// When.
        pub created_at: Timestamp,
        /// When it last moved.
        pub moved_at: Timestamp,
    }
}

platform::record! {
    /// A step that was taken.
    pub struct Event {
        /// One, two, three.
        pub number: i64,
        /// Which.
        pub act: StepWord,
        /// When it happened.
        pub happened_on: Date,
        /// When it was noted.
        pub noted_at: Timestamp,
        /// Who.
        pub actor_id: Option<PersonId>,
        /// Who, by name.
        pub actor_name: String,
        /// What was said with it.
        pub detail: Json<Detail>,
    }
}

/// What was said with a step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// The reason, the decision, the place.
    pub words: String,
    /// Who was present.
    pub present: Vec<String>,
}

platform::record! {
    /// What was published. It never changes.
    pub struct Disclosure {
        /// Its id.
        pub id: DisclosureId,
        /// By which people find it.
        pub code: String,
        /// Of which village.
        pub area_id: AreaId,
        /// Where that lies today.
        pub area_path: AreaPath,
        /// What it was called.
        pub area_name: String,
        /// What it is.
        pub item_id: ItemId,
        /// Its word.
        pub item_key: String,
        /// Its name.
        pub item_title: String,
        /// 党务、村务、财务
        pub class: ClassWord,
        /// How it is told.
        pub shape: Shape,
        /// Of which time.
        pub period: PeriodWord,
        /// Its heading.
        pub title: String,
        /// The text, or what is said of the figures.
        pub words: String,
        /// The heads of a table.
        pub columns: Json<Vec<String>>,
        /// What was there at the beginning.
        pub opening_fen: Option<i64>,
        /// All income.
        pub income_fen: i64,
        /// All expense.
        pub expense_fen: i64,
        /// What is there at the end.
        pub closing_fen: Option<i64>,
        /// Which published one it sets right.
        pub corrects_id: Option<DisclosureId>,
        /// Who wrote it.
        pub drafted_by: String,
        /// Who signed for the supervision committee.
        pub signed_by: String,
        /// When the joint meeting settled it.
        pub settled_on: Date,
        /// Who noted that.
        pub settled_by: String,
        /// Who published it.
        pub published_by: String,
        /// On which day.
        pub published_on: Date,
        /// At which moment.
        pub published_at: Timestamp,
        /// So many days on the board.
        pub display_days: i64,
        /// What is hashed before its content.
        pub salt: Vec<u8>,
    }
}

platform::record! {
    /// A published line of a ledger.
    pub struct LedgerLine {
        /// One, two, three.
        pub number: i64,
        /// When.
        pub dated_on: Date,
        /// The account.
        pub account: String,
        /// What for.
        pub summary: String,
        /// Who paid or was paid, as the public may know it.
        pub payee: String,
        /// In fen.
        pub income_fen: i64,
        /// In fen.
        pub expense_fen: i64,
        /// What is there after it, in fen.
        pub balance_fen: i64,
        /// The number of the voucher.
        pub voucher: String,
    }
}

platform::record! {
    /// A published disclosure in a list.
    pub struct Told {
        /// Its id.
        pub id: DisclosureId,
        /// By which people find it.
        pub code: String,
        /// Of which village.
        pub area_id: AreaId,
        /// Where that lies.
        pub area_path: AreaPath,
        /// What it was called.
        pub area_name: String,
        /// What it is.
        pub item_key: String,
        /// Its name.
        pub item_title: String,
        /// 党务、村务、财务
        pub class: ClassWord,
        /// How it is told.
        pub shape: Shape,
        /// Of which time.
        pub period: PeriodWord,
        /// Its heading.
        pub title: String,
        /// What was there at the beginning.
        pub opening_fen: Option<i64>,
        /// All income.
        pub income_fen: i64,
        /// All expense.
        pub expense_fen: i64,
        /// What is there at the end.
        pub closing_fen: Option<i64>,
        /// Which published one it sets right.
        pub corrects_id: Option<DisclosureId>,
        /// On which day.
        pub published_on: Date,
        /// At which moment.
        pub published_at: Timestamp,
    }
}

platform::record! {
    /// Lines that wait to be confirmed.
    pub struct LedgerImport {
        /// Its id.
        pub id: LedgerImportId,
        /// The file's own name.
        pub file_name: String,
        /// What was read.
        pub lines: Json<Vec<Line>>,
        /// Which rows could not be read, and why.
        pub problems: Json<Vec<RowProblem>>,
        /// When.
        pub brought_at: Timestamp,
    }
}

/// A row of a file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// Its number as a spreadsheet counts.
    pub row: u32,
    /// Why; a sentence that the pages translate.
    pub sentence: String,
    /// What stands in its places.
    pub args: Vec<String>,
}

impl Content {
    /// All income and all expense.
    pub fn totals(&self) -> (i64, i64) {
        self.lines.iter().fold((0, 0), |(income, expense), line| {
            (income.saturating_add(line.income), expense.saturating_add(line.expense))
        })
    }

    /// What the lines make of the opening balance.
    pub fn computed_closing(&self) -> Option<i64> {
        let (income, expense) = self.totals();
        self.opening.map(|opening| opening.saturating_add(income).saturating_sub(expense))
    }
}
