//! What a program sends.

use std::future::Future;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use platform::once::{self, Key, Told};
use platform::privacy::digest;
use platform::{Actor, App, Error, Refusal, Result, Tx};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::told::kept_reply;
use crate::answer::Answer;
use crate::problem::Problem;
use crate::visit::Visit;

/// Lines that one answer holds at most.
pub const LIMIT_MAX: u32 = 200;
/// Lines when none are asked for.
const LIMIT: u32 = 50;
/// How long a client's key may be.
const KEY_BYTES_MAX: usize = 200;

/// A body of JSON, by whom it was sent, and the key under which it is done once.
pub struct Sent<T> {
    /// Who sends it, in which language they hear.
    pub visit: Visit,
    /// What was sent.
    pub body: T,
    pub(super) key: Option<Key>,
}

/// What stands behind the `?`, or a no as JSON.
pub struct Asked<T>(pub T);

/// How many lines were asked for.
pub fn limit(asked: Option<u32>) -> Result<u32> {
    match asked.unwrap_or(LIMIT) {
        limit @ 1..=LIMIT_MAX => Ok(limit),
        _ => {
            let sentence = "limit 是 1 到 {1} 的整数";
            Err(Refusal::new("api.limit", sentence).with(LIMIT_MAX).at("limit").into())
        }
    }
}

impl<T> Sent<T> {
    /// Who acts.
    pub fn actor(&self) -> Result<Arc<Actor>> {
        let actor = self.visit.actor.clone();
        actor.ok_or_else(|| platform::authorisation::not_permitted().into())
    }

    /// Does the act once for the client's key, and answers with what `tell` says of it: both in one
    /// transaction.
    pub async fn done<O, Said, Tell, Act, Doing>(
        &self,
        app: &App,
        status: u16,
        tell: Tell,
        act: Act,
    ) -> Answer
    where
        O: 'static,
        Said: Serialize,
        Tell: Fn(&mut Tx<'_>, &O) -> Result<Said> + Send + Sync + 'static,
        Act: FnOnce(App) -> Doing,
        Doing: Future<Output = Result<O>>,
    {
        let tell = move |tx: &mut Tx<'_>, outcome: &O| {
            let body = serde_json::to_string(&tell(tx, outcome)?)?;
            Ok(Told { status, body })
        };
        Ok(kept_reply(once::once(app, self.key.clone(), tell, act).await?))
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Problem> {
        let visit = visit_of(&request)?;
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let plain = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
        if !plain.is_some_and(|kind| kind.eq_ignore_ascii_case("application/json")) {
            let sentence = "请用 Content-Type: application/json 发送";
            return Err(Refusal::new("api.not_json", sentence).into());
        }
        let word = key_of(request.headers())?;
        let address = format!("{} {}\n", request.method(), request.uri());
        let bytes = Bytes::from_request(request, app).await.map_err(|_| too_large())?;
        let key = key_for(&visit, word, digest(&[address.as_bytes(), &bytes].concat()));
        Ok(Self { visit, body: read(&bytes)?, key })
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let text: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| {
        let sentence = "这不是完整的 JSON：第 {1} 行第 {2} 个字附近";
        let refusal = Refusal::new("api.unreadable", sentence);
        Error::from(refusal.with(error.line()).with(error.column()))
    })?;
    if holds_nothing_character(&text) {
        let sentence = "文字里有看不见的空字符（U+0000），请去掉";
        return Err(Refusal::new("api.unfit", sentence).into());
    }
    // Read from the text again, for the place of what does not fit. Its words may quote what was
    // sent, so they are not repeated.
    serde_json::from_slice(bytes).map_err(|error| {
        let sentence = "内容和说明的格式不一样：第 {1} 行第 {2} 个字附近。字段和类型见接口说明";
        let refusal = Refusal::new("api.unfit", sentence);
        refusal.with(error.line()).with(error.column()).into()
    })
}

/// PostgreSQL keeps no text with U+0000 in it, and nobody means it.
fn holds_nothing_character(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(holds_nothing_character),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| key.contains('\0') || holds_nothing_character(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Who calls.
pub(super) fn visit_of(request: &Request) -> Result<Visit> {
    let visit = request.extensions().get::<Visit>().cloned();
    visit.ok_or_else(|| Error::fault("a call that no guard let in"))
}

/// The word that a client sent, for its token, and the digest of what it asked for.
pub(super) fn key_for(visit: &Visit, word: Option<String>, request_digest: String) -> Option<Key> {
    let token = visit.actor.as_ref().and_then(|actor| actor.token.as_ref());
    word.zip(token).map(|(word, token)| Key { token: token.id, word, request_digest })
}

pub(super) fn key_of(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let plain = key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= KEY_BYTES_MAX);
    plain.map(|key| Some(key.to_owned())).ok_or_else(|| {
        let sentence = "Idempotency-Key 用 1 到 {1} 个英文字母、数字和符号";
        let refusal = Refusal::new("api.key", sentence).with(KEY_BYTES_MAX);
        refusal.at("Idempotency-Key").into()
    })
}

fn too_large() -> Refusal {
    Refusal::new("api.too_large", "内容太大，没有收完整")
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> std::result::Result<Self, Problem> {
        Query::try_from_uri(&parts.uri).map(|Query(asked)| Self(asked)).map_err(|_| {
            let sentence = "地址里问号后面的内容看不懂，参数和类型见接口说明";
            Refusal::new("api.unfit_query", sentence).into()
        })
    }
}
