//! The pieces that pages are made of. Each is a struct with its own template and its own samples.
//!
//! A constructor takes the reader first, then what the piece cannot be without; methods add the
//! rest. Sentences come in already translated (`ui.t("…")`), everything is escaped on its way out,
//! and a piece writes itself into a template: `{{ Field::phone(ui, "phone", ui.t("电话")) }}`.

pub mod choice;
pub mod dates;
pub mod field;
pub mod lists;
pub mod log_proof;
pub mod marks;
pub mod progress;
pub mod sending;
pub mod take_away;
pub mod upload;

mod samples;

pub use choice::{Choice, Select, Ticks};
pub use dates::DateField;
pub use field::Field;
pub use lists::{Contacts, Crumbs, Facts, Filters, Pager};
pub use log_proof::{LogProof, Seen};
pub use marks::{Banner, Seal, Tag, Tone};
pub use progress::{Bar, Mark, State, TaskList, Timeline};
pub use samples::{Shown, gallery};
pub use sending::{CheckAnswers, Confirmation, ErrorSummary};
pub use take_away::TakeAway;
pub use upload::Upload;

/// Declares that what these types write is HTML, escaped by their templates.
macro_rules! writes_html {
    ($($piece:ty),+) => {
        $(impl askama::filters::HtmlSafe for $piece {})+
    };
}
pub(crate) use writes_html;

/// The anchor of a field, to which the error summary leads.
pub fn anchor(field: &str) -> String {
    format!("f-{field}")
}
