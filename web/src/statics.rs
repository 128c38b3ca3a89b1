//! The few files that are not pages. They are in the program; an address carries their digest.

use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const FILES: [(&str, &str, &[u8]); 5] = [
    ("xiangyue.css", "text/css; charset=utf-8", include_bytes!("../static/xiangyue.css")),
    ("xiangyue.js", "text/javascript; charset=utf-8", include_bytes!("../static/xiangyue.js")),
    ("check.js", "text/javascript; charset=utf-8", include_bytes!("../static/check.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("../static/icon.svg")),
    ("share.png", "image/png", include_bytes!("../static/share.png")),
];

/// Changes when any file does, so that browsers may keep each for a year.
pub(crate) fn edition() -> &'static str {
    static EDITION: OnceLock<String> = OnceLock::new();
    EDITION.get_or_init(|| {
        let all: Vec<u8> = FILES.iter().flat_map(|(_, _, bytes)| bytes.iter().copied()).collect();
        platform::privacy::digest(&all).chars().take(12).collect()
    })
}

pub(crate) async fn file(Path((_, name)): Path<(String, String)>) -> Response {
    match FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, kind, bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, *kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, *bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
