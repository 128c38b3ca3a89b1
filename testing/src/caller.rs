//! A program that calls the API with a token.

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

const JSON: &str = "application/json";

/// A program, with or without a token.
#[derive(Clone)]
pub struct Caller {
    router: Router,
    address: IpAddr,
    token: Option<String>,
    headers: Vec<(&'static str, String)>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Told {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; null where there is none.
    pub json: Value,
    /// The body as text.
    pub text: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Caller {
    pub(crate) fn new(router: Router, address: IpAddr, token: Option<String>) -> Self {
        Self { router, address, token, headers: Vec::new() }
    }

    /// The same program with another token.
    pub fn bearing(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same program, sending a header besides.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.headers.push((name, value.to_owned()));
        caller
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Told {
        self.send(Method::GET, path, None).await
    }

    /// Sends JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Told {
        self.send(Method::POST, path, Some((JSON, body.to_string().into_bytes()))).await
    }

    /// Sends what may be no JSON at all.
    pub async fn post_text(&self, path: &str, body: &str) -> Told {
        self.post_as(JSON, path, body).await
    }

    /// Sends a body of another kind.
    pub async fn post_as(&self, kind: &str, path: &str, body: &str) -> Told {
        self.send(Method::POST, path, Some((kind, body.to_owned().into_bytes()))).await
    }

    /// Sends a form with files: field, name of the file, what is in it.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Told {
        let (kind, body) = crate::browser::form_with_files(fields.iter().copied(), files);
        self.send(Method::POST, path, Some((&kind, body))).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Told {
        let peer = SocketAddr::new(self.address, 40_000);
        let mut request = Request::builder().method(method).uri(path).extension(ConnectInfo(peer));
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some((kind, _)) = body {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let body = body.map(|(_, bytes)| bytes).unwrap_or_default();
        let request = request.body(Body::from(body)).expect("a path that can be sent");
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.expect("the whole answer").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or_default();
        Told { status: head.status, headers: head.headers, json, text, bytes: bytes.to_vec() }
    }
}

impl Told {
    /// Asserts an answer that is no no.
    #[track_caller]
    pub fn is_ok(&self) -> &Self {
        assert!(self.status.is_success(), "{} {}", self.status, self.text);
        self
    }

    /// Asserts the no with this status and code.
    #[track_caller]
    pub fn is_refused(&self, status: u16, code: &str) -> &Self {
        let found = (self.status.as_u16(), self.code());
        assert_eq!(found, (status, code.to_owned()), "{}", self.text);
        self
    }

    /// The code of a no.
    pub fn code(&self) -> String {
        self.word("/code")
    }

    /// The text at a place such as `/items/0/name`; empty where there is none.
    pub fn word(&self, place: &str) -> String {
        self.json.pointer(place).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// A header's value; empty without one.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
