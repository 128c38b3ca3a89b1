//! Tests of the whole: every statement, every address, every page, the commands of the program, and
//! the life of a case in a real browser.
//!
//! What needs PostgreSQL has `on_postgresql` in its name, what needs Chromium stands in `browser`;
//! plain `cargo test` names both as not run, and `cargo xtask test` runs them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot be set up, or finds another answer, ends with a sentence"
)]

mod api;
mod area_changes;
mod backups;
mod browser;
mod cast;
mod commands;
mod counts;
mod county;
mod divisions;
mod falls;
mod faults;
mod files;
mod hang_ups;
mod kept_pages;
mod keys;
mod log;
mod matrix;
mod merges;
mod migrations;
mod pages;
mod routes;
mod scan;
mod statements;
mod watching;
mod webhooks;
