//! One window: guides, applications, and the case from the first answer to the rating.
//!
//! The rules are in `law::window`. Read `item` and `model`, then `actions`, then `pages`.

mod actions;
mod form;
pub mod item;
mod jobs;
pub mod model;
pub mod powers;
mod refusals;
mod store;
mod words;

pub use actions::apply::{
    AtCounter, ConsentGiven, discard, drafts_of, keep, open_draft, receive_at_counter, start,
    start_for, submit,
};
pub use actions::closing::{RatingGiven, deliver, rate, rate_for};
pub use actions::items::{
    ItemsImported, bundled, draft, import, import_in, parse, publish, publish_in, withdraw,
};
pub use actions::processing::{
    Decision, answer_withdrawal, ask_withdrawal, decide, hand_over, opine,
};
pub use actions::reading::{by_code, find_guides, guide, guides, open_case, worklist};
pub use actions::reception::{
    accept, find_not_applicable, give_notice, receive, refuse_acceptance, return_at_precheck,
    take_materials,
};

use platform::Part;

/// Tables, statements and jobs.
pub static PART: Part = Part {
    name: "window",
    migrations: platform::migrations!("0001_window"),
    statements: &[store::items::STATEMENTS, store::drafts::STATEMENTS, store::cases::STATEMENTS],
    listeners: &[],
    jobs: &[&jobs::DEEMED_ACCEPTANCE],
};
