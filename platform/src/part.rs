//! What a module hands to the platform. `web::Module` adds its pages.

use crate::jobs::Job;
use crate::journal::Listener;
use crate::personal::Personal;
use crate::storage::{Migration, Statements};

/// The tables, statements, listeners and jobs of the platform itself or of one module.
#[derive(Debug)]
pub struct Part {
    /// The folder's name.
    pub name: &'static str,
    /// In order; added, never edited.
    pub migrations: &'static [Migration],
    /// The lists of its `store.rs` files.
    pub statements: &'static [Statements],
    /// Told of every journal entry, inside its transaction.
    pub listeners: &'static [Listener],
    /// What runs by itself.
    pub jobs: &'static [&'static Job],
    /// What it keeps about people.
    pub personal: Personal,
}

/// The platform's own part.
pub static PLATFORM: Part = Part {
    name: "platform",
    migrations: crate::migrations!(
        "0001_identity",
        "0002_journal",
        "0003_calendar",
        "0004_sample",
        "0005_privacy",
        "0008_api",
        "0010_webhooks"
    ),
    statements: &[
        crate::storage::MIGRATION_STATEMENTS,
        crate::identity::STATEMENTS,
        crate::journal::STATEMENTS,
        crate::calendar::STATEMENTS,
        crate::sample::STATEMENTS,
        crate::tokens::STATEMENTS,
        crate::once::STATEMENTS,
        crate::figures::STATEMENTS,
        crate::webhooks::STATEMENTS,
    ],
    listeners: &[crate::identity::follow_death, crate::webhooks::on_entry],
    jobs: &[&crate::once::FORGET_ANSWERS, &crate::personal::FORGET, &crate::webhooks::FORGET_NEWS],
    personal: Personal { sealed: crate::webhooks::SEALED, ..crate::identity::PERSONAL },
};
