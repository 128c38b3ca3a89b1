//! Who is looking, in which language, from where.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use platform::Actor;

use crate::ui::Ui;

/// The cookie that keeps the secret of a sign-in.
pub(crate) const SESSION_COOKIE: &str = "xiangyue_session";
/// The cookie that ties forms to the browser of a visitor who has not signed in.
pub(crate) const VISIT_COOKIE: &str = "xiangyue_visit";
/// The cookie that keeps language and type size.
pub(crate) const PREFERENCES_COOKIE: &str = "xiangyue_preferences";

/// One look at one page. The guard makes it; every handler may take it.
#[derive(Clone)]
pub struct Visit {
    /// Language, type size and the like, for the page.
    pub ui: Ui,
    /// The person, when signed in.
    pub actor: Option<Arc<Actor>>,
    /// The network address.
    pub address: String,
    /// The browser, as it names itself.
    pub device: String,
}

/// A visit by a person who signed in; routes with [`Access::Person`](crate::Access) and above.
#[derive(Clone)]
pub struct Signed {
    /// For the page.
    pub ui: Ui,
    /// Who acts.
    pub actor: Arc<Actor>,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let visit = Visit::from_request_parts(parts, state).await?;
        // The guard has let only signed-in people through; a route that says otherwise is a bug.
        let actor = visit.actor.ok_or(StatusCode::FORBIDDEN)?;
        Ok(Self { ui: visit.ui, actor })
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}
