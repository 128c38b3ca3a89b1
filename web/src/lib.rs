//! How the platform meets people: routes with their access, forms, pages, refusals in plain words.
//!
//! Read `module` (what a module brings), `routes` (who may open what), `visit` (who is looking),
//! `form`, `files`, `answer`, `problem`, `site` (all of it put together), then the components.

pub mod answer;
pub mod api;
pub mod arriving;
pub mod components;
pub mod derived;
pub mod files;
pub mod form;
pub mod module;
pub mod pages;
pub mod problem;
pub mod qr;
pub mod routes;
pub mod sheet;
pub mod site;
pub mod take_away;
pub mod ui;
pub mod visit;

mod guard;
mod headers;
mod kept_pages;
mod limiter;
mod samples;
mod statics;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_codes;
#[cfg(test)]
mod tests_messages;
mod watch;

/// The English sentences of this crate and of the platform.
pub const ENGLISH: &str = include_str!("../locales/en.toml");

pub use answer::{Answer, page, see_other};
pub use arriving::Arriving;
pub use form::{Errors, Form};
pub use module::{Module, Panel, Place, Sample, WorkLink};
pub use pages::demo::DemoRole;
pub use pages::messages::said;
pub use problem::Problem;
pub use routes::{Access, Routes};
pub use sheet::Sheet;
pub use site::Site;
pub use take_away::take_away;
pub use ui::Ui;
pub use visit::{Signed, Visit};
