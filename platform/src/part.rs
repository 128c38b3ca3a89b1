//! What a module hands to the platform. `web::Module` adds its pages.

use crate::area::Located;
use crate::jobs::Job;
use crate::journal::Listener;
use crate::log::Logged;
use crate::personal::{Personal, Reference};
use crate::privacy::Sealed;
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
    /// Its columns that say where something lies.
    pub located: &'static [Located],
    /// What it publishes in the public log.
    pub logged: &'static [Logged],
}

crate::sql! {
    MESSAGES: "update messages set area_path = ?2 || substr(area_path, length(?1) + 1)
               where area_path between ?1 and ?3";
    VISITS: "update visits set area_path = ?2 || substr(area_path, length(?1) + 1)
             where area_path between ?1 and ?3";
    WEBHOOKS: "update webhooks set area_path = ?2 || substr(area_path, length(?1) + 1)
               where area_path between ?1 and ?3";
}

/// The platform's own sealed columns.
static SEALED: [Sealed; 6] = [
    crate::messages::SEALED_ARGS,
    crate::messages::SEALED_PHONES,
    crate::messages::SEALED_WORDS,
    crate::messages::SEALED_ADDRESSES,
    crate::identity::SEALED_MAILS,
    crate::webhooks::SEALED,
];

/// The platform's own columns that point to persons.
static REFERENCES: [Reference; 6] = {
    let [messages, deliveries, visits, choices, mail] = crate::messages::REFERENCES;
    [messages, deliveries, visits, choices, mail, crate::files::MADE_BY]
};

/// The platform's own part.
pub static PLATFORM: Part = Part {
    name: "platform",
    migrations: crate::migrations!(
        "0001_identity",
        "0002_journal",
        "0003_calendar",
        "0004_sample",
        "0005_privacy",
        "0007_messages",
        "0008_api",
        "0010_webhooks",
        "0011_files",
        "0012_files_made_by",
        "0013_log"
    ),
    statements: &[
        crate::storage::MIGRATION_STATEMENTS,
        crate::identity::STATEMENTS,
        crate::journal::STATEMENTS,
        crate::calendar::STATEMENTS,
        crate::sample::STATEMENTS,
        crate::files::STATEMENTS,
        crate::tokens::STATEMENTS,
        crate::once::STATEMENTS,
        crate::figures::STATEMENTS,
        crate::webhooks::STATEMENTS,
        crate::identity::CODES_STATEMENTS,
        crate::messages::INBOX_STATEMENTS,
        crate::messages::DELIVERIES_STATEMENTS,
        crate::messages::VISITS_STATEMENTS,
        crate::messages::OWNERS_STATEMENTS,
        crate::messages::CHOICES_STATEMENTS,
        crate::log::TREE_STATEMENTS,
        crate::log::SIGNING_STATEMENTS,
        crate::log::WITNESSES_STATEMENTS,
        crate::log::VERIFY_STATEMENTS,
        STATEMENTS,
    ],
    listeners: &[crate::identity::follow_death, crate::webhooks::on_entry],
    jobs: &[
        &crate::once::FORGET_ANSWERS,
        &crate::personal::FORGET,
        &crate::webhooks::FORGET_NEWS,
        &crate::messages::DIGEST,
    ],
    personal: Personal { sealed: &SEALED, references: &REFERENCES, ..crate::identity::PERSONAL },
    located: &[
        Located { column: "messages.area_path", carry: &MESSAGES, with_people: true },
        Located { column: "visits.area_path", carry: &VISITS, with_people: true },
        Located { column: "webhooks.area_path", carry: &WEBHOOKS, with_people: true },
    ],
    logged: &[],
};
