//! The page on which a phone checks a proof by itself, also when there is no network.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use platform::App;
use platform::log::{signing, witnesses};

use super::Watching;
use crate::answer::{Answer, page};
use crate::ui::Ui;
use crate::visit::Visit;

/// What a phone needs to know: whom it may believe.
#[derive(Template)]
#[template(path = "site/log_check.html")]
pub(crate) struct CheckPage {
    pub(crate) ui: Ui,
    pub(crate) origin: String,
    /// The county's keys, a line each.
    pub(crate) keys: String,
    pub(crate) witnesses: Vec<Watching>,
}

pub(super) async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let ui = visit.ui;
    let shown = app
        .db
        .read(move |tx| {
            let keys = signing::verifiers(tx)?;
            let origin = keys.first().map(|key| key.name().to_owned()).unwrap_or_default();
            let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
            // Those who are no witnesses any more have seen what they saw.
            let witnesses = witnesses::all(tx)?.into_iter().map(Watching::of).collect();
            Ok(CheckPage { ui: ui.clone(), origin, keys: keys.join("\n"), witnesses })
        })
        .await?;
    page(&shown.ui, &shown)
}

/// The part that works without a network. It must lie below the page that it keeps.
pub(super) async fn offline() -> Answer {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, include_str!("../../../static/offline.js")).into_response())
}
