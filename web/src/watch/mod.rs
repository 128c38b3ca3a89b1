//! For who looks after the machine: does it live, what does it do, one line a request.
//!
//! Nothing here holds what a person typed: an address is told as its pattern, `/cases/{id}`.

mod figures;
mod health;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use platform::Uuid;
use tokio::time::Instant;

use crate::site::{STATICS, Site};

pub(crate) use figures::{Figures, metrics};
pub(crate) use health::{Health, healthz};

/// The number that ties what the log says of a request to what the proxy's log says.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Where an address that is none of ours is counted.
const UNKNOWN: &str = "unknown";

/// The number of a fault, which the person reads out, on its way to the line of its request.
#[derive(Clone)]
pub(crate) struct FaultNumber(pub(crate) String);

/// Counts each request and writes its line.
pub(crate) async fn watch(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = route_of(&site, &request);
    let method = word_of(request.method());
    let id = request.headers().get(REQUEST_ID).cloned();
    let response = next.run(request).await;
    let (status, took) = (response.status(), begun.elapsed());
    site.figures.count(route, status, took);
    let id = id.as_ref().and_then(|id| id.to_str().ok()).unwrap_or_default();
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let fault = response.extensions().get::<FaultNumber>().map(|number| number.0.as_str());
    let status = status.as_u16();
    match fault {
        // A page asks for several of them, and they say nothing of what people do.
        None if route == STATICS => tracing::debug!(id, method, route, status, ms, "request"),
        Some(fault) => tracing::error!(id, method, route, status, ms, fault, "request"),
        None => tracing::info!(id, method, route, status, ms, "request"),
    }
    response
}

/// A number that somebody sends along is taken only if it is one: it goes into the log.
pub(crate) async fn known_id(mut request: Request) -> Request {
    let is_number = |id: &str| Uuid::try_parse(id).is_ok();
    let sent = request.headers().get(REQUEST_ID);
    if sent.is_some_and(|id| !id.to_str().is_ok_and(is_number)) {
        request.headers_mut().remove(REQUEST_ID);
    }
    request
}

fn route_of(site: &Site, request: &Request) -> &'static str {
    let Some(path) = request.extensions().get::<MatchedPath>() else { return UNKNOWN };
    site.pattern(path.as_str()).unwrap_or(UNKNOWN)
}

/// A client may make up methods, too.
fn word_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn class_of(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
