//! One window: guides, applications, and the case from the first answer to the rating.
//!
//! The rules are in `law::window`. Read `item` and `model`, then `actions`, then `pages`.

mod actions;
mod api;
#[cfg(test)]
mod fixture;
mod form;
pub mod item;
mod jobs;
mod messages;
pub mod model;
mod pages;
mod personal;
pub mod powers;
mod refusals;
mod samples;
mod store;
#[cfg(test)]
mod tests_files;
#[cfg(test)]
mod tests_items;
#[cfg(test)]
mod tests_life;
#[cfg(test)]
mod tests_public;
#[cfg(test)]
mod tests_staff;
mod words;

pub use actions::act_name;
pub use actions::apply::{
    AtCounter, ConsentGiven, discard, drafts_of, keep, open_draft, receive_at_counter, reopen,
    start, start_for, submit,
};
pub use actions::at_once::{Application, apply};
pub use actions::closing::{RatingGiven, deliver, rate, rate_for};
pub use actions::finding::find_guides;
pub use actions::items::{
    ItemsImported, bundled, draft, import, import_in, newest, parse, publish, publish_in, withdraw,
};
pub use actions::papers::{add_at_desk, attach, detach, hand_in, look, note_flaw};
pub use actions::processing::{
    Decision, answer_withdrawal, ask_withdrawal, decide, hand_over, opine,
};
pub use actions::reading::{by_code, code_of, guide, guides, open_case, worklist};
pub use messages::escalate;

pub use actions::reception::{
    accept, find_not_applicable, give_notice, receive, refuse_acceptance, return_at_precheck,
    take_materials,
};

use platform::Part;

/// Tables, statements and jobs.
pub static PART: Part = Part {
    name: "window",
    migrations: platform::migrations!("0001_window", "0005_life", "0006_open_data", "0007_files"),
    statements: &[
        store::items::STATEMENTS,
        store::drafts::STATEMENTS,
        store::cases::STATEMENTS,
        store::open_data::STATEMENTS,
        store::files::STATEMENTS,
        store::merges::STATEMENTS,
        store::places::STATEMENTS,
    ],
    listeners: &[
        jobs::on_calendar_year,
        jobs::on_death,
        jobs::on_merge,
        jobs::on_area_merged,
        jobs::on_body_ended,
        messages::on_case,
    ],
    jobs: &[&jobs::DEEMED_ACCEPTANCE, &jobs::ESCALATION],
    personal: personal::PERSONAL,
    located: store::places::LOCATED,
    logged: &[],
};

/// The module, for the server.
pub static MODULE: web::Module = web::Module {
    part: &PART,
    english: include_str!("../locales/en.toml"),
    routes: || pages::routes().and(api::routes()),
    work: pages::desk::work,
    landing: pages::desk::landing,
    panels: pages::panels::panels,
    acts: pages::desk::ACTS,
    samples: samples::samples,
};
