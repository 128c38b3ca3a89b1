//! Language and type size, kept in the browser.

use std::sync::Arc;

use axum::Extension;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::local;
use crate::answer::Answer;
use crate::guard::set_cookie;
use crate::site::Site;
use crate::ui::Lang;
use crate::visit::{PREFERENCES_COOKIE, Visit};

/// What to change; what is not named stays.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    elder: String,
    #[serde(default)]
    back: String,
}

pub(super) async fn set(
    Extension(site): Extension<Arc<Site>>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let lang = Lang::from_key(&wanted.lang).unwrap_or(visit.ui.lang());
    let elder = match wanted.elder.as_str() {
        "1" => true,
        "0" => false,
        _ => visit.ui.elder(),
    };
    let kept = format!("{}{}", lang.key(), if elder { ".elder" } else { "" });
    let mut headers = HeaderMap::new();
    set_cookie(&site, &mut headers, PREFERENCES_COOKIE, &kept, "Max-Age=31536000");
    Ok((headers, Redirect::to(local(&wanted.back).unwrap_or("/"))).into_response())
}
