//! A browser without a network and without script: it keeps cookies and sends forms.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::page::Page;

/// The hidden field of every form.
const TOKEN_FIELD: &str = web::form::TOKEN_FIELD;
/// Stands between the parts of a form with files.
const BOUNDARY: &str = "xiangyue-test-boundary";

/// One person's browser.
pub struct Browser {
    router: Router,
    address: IpAddr,
    cookies: BTreeMap<String, String>,
    token: Option<String>,
    /// What a program says besides its body.
    headers: Vec<(String, String)>,
}

impl Browser {
    pub(crate) fn new(router: Router, address: IpAddr) -> Self {
        Self { router, address, cookies: BTreeMap::new(), token: None, headers: Vec::new() }
    }

    /// The same browser at another network address.
    pub fn at_address(mut self, address: &str) -> Self {
        self.address = address.parse().expect("an address such as 10.1.2.3");
        self
    }

    /// Opens a page. A redirect is given as it is; [`Browser::follow`] goes on.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// Goes where a redirect leads, or where it leads in turn.
    pub async fn follow(&mut self, page: &Page) -> Page {
        let mut next = self.get(page.location()).await;
        for _ in 0..5 {
            if !next.status().is_redirection() {
                return next;
            }
            next = self.get(next.location()).await;
        }
        panic!("the redirects from {} do not end", page.path());
    }

    /// Sends a form with the token of the page before, as a person would.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token().await;
        let body = encode(fields.iter().copied().chain([(TOKEN_FIELD, token.as_str())]));
        self.send_form(path, body).await
    }

    /// Sends a form as another site would make the browser do: without the token.
    pub async fn post_without_token(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send_form(path, encode(fields.iter().copied())).await
    }

    /// Sends what a program sends: JSON, with headers of its own.
    pub async fn post_raw(&mut self, path: &str, body: &str, headers: &[(&str, &str)]) -> Page {
        self.headers = headers.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let body = Body::from(body.to_owned());
        let page = self.send(Method::POST, path, Some("application/json"), body).await;
        self.headers.clear();
        page
    }

    /// Sends a form with files: field, name of the file, what is in it.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let token = self.token().await;
        let fields = fields.iter().copied().chain([(TOKEN_FIELD, token.as_str())]);
        let (kind, body) = form_with_files(fields, files);
        self.send(Method::POST, path, Some(&kind), Body::from(body)).await
    }

    /// Signs in by the form; the test ends if the site does not let the person in.
    pub async fn sign_in(&mut self, user_name: &str, password: &str) -> Page {
        let fields = [("user_name", user_name), ("password", password)];
        let page = self.post("/sign-in", &fields).await;
        assert!(page.status().is_redirection(), "{user_name} cannot sign in: {}", page.excerpt());
        page
    }

    /// A cookie that the site set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Takes over the cookies of another browser, as a thief would.
    pub fn steal_from(&mut self, other: &Self) {
        self.cookies.clone_from(&other.cookies);
        self.token = None;
    }

    /// The token of the last page, or of a page that has a form for everybody.
    async fn token(&mut self) -> String {
        for path in ["/sign-in", "/account"] {
            if let Some(token) = &self.token {
                return token.clone();
            }
            self.get(path).await;
        }
        self.token.clone().expect("a page with a form gives a token")
    }

    async fn send_form(&mut self, path: &str, body: String) -> Page {
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, Some(kind), Body::from(body)).await
    }

    async fn send(&mut self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Page {
        let peer = SocketAddr::new(self.address, 40_000);
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::USER_AGENT, "Xiangyue tests")
            .extension(ConnectInfo(peer));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        let request = request.body(body).expect("a path that can be sent");
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.expect("the whole answer").to_bytes();
        self.keep_cookies(&head.headers);
        let page = Page::new(path, head.status, head.headers, bytes.to_vec());
        if let Some(token) = page.attribute(&format!("input[name={TOKEN_FIELD}]"), "value") {
            self.token = Some(token);
        }
        page
    }

    /// A token belongs to a sign-in: with new cookies the old one is worth nothing.
    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap_or_default();
            let pair = line.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.trim().split_once('=') else { continue };
            let gone = value.is_empty() || line.to_ascii_lowercase().contains("max-age=0");
            let before = if gone {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned())
            };
            if gone || before.as_deref() != Some(value) {
                self.token = None;
            }
        }
    }
}

fn encode<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The media type and the body of a form with files.
pub(crate) fn form_with_files<'a>(
    fields: impl Iterator<Item = (&'a str, &'a str)>,
    files: &[(&str, &str, &[u8])],
) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(part(&format!("name=\"{name}\""), value.as_bytes()));
    }
    for (field, name, bytes) in files {
        body.extend(part(&format!("name=\"{field}\"; filename=\"{name}\""), bytes));
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

fn part(disposition: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
    [head.as_bytes(), bytes, b"\r\n"].concat()
}
