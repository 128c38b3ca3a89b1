//! Public pages that are kept as they were made, until something in the data changes or the day
//! ends.
//!
//! Only what strangers all see alike is kept: a page that was made without a sign-in, at an address
//! that says so ([`Routes::get_public`](crate::Routes::get_public)), and that has no form of ours,
//! since a form is tied to one browser.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;

use crate::guard::preferences;
use crate::headers::secure;
use crate::routes::Route;
use crate::site::Site;
use crate::visit::{SESSION_COOKIE, VISIT_COOKIE, cookie};

/// More pages than a county has that are looked at often.
const PAGES_MAX: usize = 2_000;
/// A longer page is made anew each time.
const BYTES_MAX: usize = 256 * 1024;
/// A longer address is nobody's bookmark.
const ADDRESS_LETTERS_MAX: usize = 300;

/// The pages, by what was asked for.
pub(crate) struct KeptPages {
    paths: Vec<&'static str>,
    pages: RwLock<HashMap<String, Kept>>,
}

struct Kept {
    edition: u64,
    day: Date,
    html: Bytes,
}

/// A stranger's request for a page that may be kept.
pub(crate) struct Ask {
    /// The language and size of type, then the address.
    key: String,
    edition: u64,
    day: Date,
}

impl Ask {
    /// What is asked for, if its answer may be kept: by somebody whose browser has been here, so
    /// that no cookie has to be set, and who has not signed in.
    pub(crate) fn of(site: &Site, request: &Request) -> Option<Self> {
        let path = request.extensions().get::<MatchedPath>()?;
        let headers = request.headers();
        let public = *request.method() == Method::GET && site.kept_pages.has(path.as_str());
        let stranger = cookie(headers, SESSION_COOKIE).is_none();
        if !public || !stranger || cookie(headers, VISIT_COOKIE).is_none() {
            return None;
        }
        let address = request.uri().path_and_query()?.as_str();
        let (lang, elder) = preferences(headers);
        (address.len() <= ADDRESS_LETTERS_MAX).then(|| Self {
            key: format!("{}{elder} {address}", lang.key()),
            edition: site.app.db.surroundings().edition.now(),
            day: site.app.clock().today(),
        })
    }
}

impl KeptPages {
    pub(crate) fn of(routes: &[Route]) -> Self {
        let paths = routes.iter().filter(|route| route.kept).map(|route| route.path).collect();
        Self { paths, pages: RwLock::default() }
    }

    fn has(&self, path: &str) -> bool {
        self.paths.contains(&path)
    }

    /// The page, if nothing has changed since it was made.
    pub(crate) fn find(&self, ask: &Ask) -> Option<Response> {
        let pages = self.pages.read().unwrap_or_else(PoisonError::into_inner);
        let kept = pages.get(&ask.key)?;
        let current = kept.edition == ask.edition && kept.day == ask.day;
        let html = current.then(|| kept.html.clone())?;
        drop(pages);
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        let mut response = ([(header::CONTENT_TYPE, kind)], html).into_response();
        secure(response.headers_mut(), false);
        Some(response)
    }

    /// Keeps a page that came out well and is the same for everybody; gives it on.
    pub(crate) async fn keep(&self, ask: Ask, token: &str, response: Response) -> Response {
        let (head, body) = response.into_parts();
        let html = head.headers.get(header::CONTENT_TYPE);
        let html = html.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let plain = head.headers.get(header::SET_COOKIE).is_none();
        if head.status != StatusCode::OK || !html || !plain {
            return Response::from_parts(head, body);
        }
        let Ok(html) = to_bytes(body, usize::MAX).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let tied = html.windows(token.len().max(1)).any(|part| part == token.as_bytes());
        if html.len() <= BYTES_MAX && !tied {
            let Ask { key, edition, day } = ask;
            let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
            if pages.len() >= PAGES_MAX {
                pages.clear();
            }
            pages.insert(key, Kept { edition, day, html: html.clone() });
        }
        Response::from_parts(head, Body::from(html))
    }
}
