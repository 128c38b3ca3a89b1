//! The guard for programs: a token instead of a cookie, JSON instead of a page.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use platform::{Actor, Refusal, Result, text, tokens};

use super::wrong::{Wrong, explain, unexplained};
use crate::guard::address_of;
use crate::headers::secure;
use crate::problem::Carried;
use crate::routes::Access;
use crate::site::Site;
use crate::ui::{Lang, Ui, UiParts};
use crate::visit::Visit;

/// Stands before every call. Cookies are not looked at, so no other site can make a browser call.
pub(crate) async fn guard(site: Arc<Site>, mut request: Request, next: Next) -> Response {
    let asked = Knock::of(&site, &request);
    let ui = asked.ui(&site).await;
    let mut response = match admit(&site, &ui, asked).await {
        Ok(visit) => {
            request.extensions_mut().insert(visit);
            explained(&site, &ui, next.run(request).await)
        }
        Err(no) => *no,
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    secure(response.headers_mut(), true);
    response
}

/// What the request itself says, before anything is looked up.
struct Knock {
    lang: Lang,
    address: String,
    /// The address as it was sent.
    path: String,
    /// The address as it was declared.
    matched: Option<String>,
    method: Method,
    secret: Option<String>,
    /// Something was sent to be let in by.
    signed: bool,
}

impl Knock {
    fn of(site: &Site, request: &Request) -> Self {
        let headers = request.headers();
        let head = *request.method() == Method::HEAD;
        let path = request.uri().path_and_query().map_or("", |path| path.as_str());
        let matched = request.extensions().get::<MatchedPath>();
        Self {
            lang: lang(headers),
            address: address_of(site, request),
            path: path.to_owned(),
            matched: matched.map(|matched| matched.as_str().to_owned()),
            method: if head { Method::GET } else { request.method().clone() },
            secret: bearer(headers),
            signed: headers.contains_key(header::AUTHORIZATION),
        }
    }

    async fn ui(&self, site: &Site) -> Ui {
        Ui::new(UiParts {
            unread: 0,
            lang: self.lang,
            elder: false,
            person: None,
            csrf: String::new(),
            path: self.path.clone(),
            demo: site.app.settings.demo,
            county: site.county_name().await,
            today: site.app.clock().today(),
            public_url: site.app.settings.public_url.clone(),
            work: false,
        })
    }
}

/// What went wrong, said as JSON, whoever noticed it.
fn explained(site: &Site, ui: &Ui, mut response: Response) -> Response {
    if let Some(Carried(error)) = response.extensions_mut().remove::<Carried>() {
        return explain(&site.app, ui, &error);
    }
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let told = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    if status.is_server_error() {
        let what = format!("an answer without words: {status}");
        return explain(&site.app, ui, &platform::Error::fault(what));
    }
    let mut answer = unexplained(ui, status).answer(status);
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allow);
    }
    answer
}

async fn admit(site: &Site, ui: &Ui, asked: Knock) -> std::result::Result<Visit, Box<Response>> {
    let refuse = |error: platform::Error| Box::new(explain(&site.app, ui, &error));
    if asked.path.contains("%00") {
        return Err(refuse(platform::Error::NotFound));
    }
    let actor = match asked.secret {
        Some(secret) => who(site, secret).await.map_err(refuse)?,
        None => None,
    };
    let token = actor.as_ref().and_then(|actor| actor.token.as_ref());
    let caller = token.map_or_else(|| asked.address.clone(), |token| token.id.to_string());
    if !site.calls.admits(&caller) {
        return Err(refuse(too_many().into()));
    }
    if actor.is_none() && asked.signed {
        let wrong = Wrong::new(ui, "api.token", text("令牌不对、过期了或者已经结束，请换一个"));
        return Err(challenged(&wrong, "Bearer realm=\"xiangyue\", error=\"invalid_token\""));
    }
    let (actor, address) = (actor.map(Arc::new), asked.address);
    let visit = Visit { ui: ui.clone(), actor, address, device: String::new() };
    let access = asked.matched.and_then(|path| site.access(&asked.method, &path));
    match (access, &visit.actor) {
        (None | Some(Access::Anyone), _) => Ok(visit),
        (Some(Access::AnyoneSlowly), _) if site.limiter.admits(&visit.address) => Ok(visit),
        (Some(Access::AnyoneSlowly), _) => Err(refuse(too_many().into())),
        (Some(_), None) => {
            let sentence = text("请在 Authorization 里带上令牌，令牌在“我的账号”里自己建");
            let wrong = Wrong::new(ui, "platform.not_permitted", sentence);
            Err(challenged(&wrong, "Bearer realm=\"xiangyue\""))
        }
        (Some(access), Some(actor)) if access.admits(actor) => Ok(visit),
        (Some(_), Some(_)) => Err(refuse(platform::authorisation::not_permitted().into())),
    }
}

fn challenged(wrong: &Wrong, challenge: &'static str) -> Box<Response> {
    let mut answer = wrong.answer(StatusCode::UNAUTHORIZED);
    let challenge = HeaderValue::from_static(challenge);
    answer.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    Box::new(answer)
}

fn too_many() -> Refusal {
    Refusal::new("web.too_many", "查得太勤了，请过一分钟再试")
}

async fn who(site: &Site, secret: String) -> Result<Option<Actor>> {
    let found = site.app.db.read(move |tx| tokens::actor_of(tx, &secret)).await?;
    if let Some((Actor { token: Some(token), .. }, true)) = &found {
        tokens::touch(&site.app, token.id).await?;
    }
    Ok(found.map(|(actor, _)| actor))
}

/// The secret in `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    let secret = secret.trim();
    let fits = scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty() && secret.len() < 200;
    fits.then(|| secret.to_owned())
}

/// The language that is asked for most: `zh-TW,zh;q=0.9,en;q=0.8`.
fn lang(headers: &HeaderMap) -> Lang {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|asked| asked.to_str().ok());
    let mut best = (0, Lang::Hans);
    for part in asked.unwrap_or_default().split(',') {
        let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
        let known = known(&tag.trim().to_ascii_lowercase());
        let weight = thousandths(weight.trim());
        if let Some(lang) = known.filter(|_| weight > best.0) {
            best = (weight, lang);
        }
    }
    best.1
}

fn known(tag: &str) -> Option<Lang> {
    let traditional = ["hant", "tw", "hk", "mo"];
    match tag.split('-').collect::<Vec<_>>().as_slice() {
        ["en", ..] => Some(Lang::En),
        ["zh", rest @ ..] if rest.iter().any(|part| traditional.contains(part)) => Some(Lang::Hant),
        ["zh", ..] => Some(Lang::Hans),
        _ => None,
    }
}

/// `0.8` → 800.
fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    format!("{whole}{part}").parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(languages: &'static str) -> Lang {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(languages));
        lang(&headers)
    }

    #[test]
    fn the_language_that_is_wanted_most_is_spoken() {
        assert_eq!(lang(&HeaderMap::new()), Lang::Hans);
        assert_eq!(asked("en"), Lang::En);
        assert_eq!(asked("zh-TW,zh;q=0.9,en;q=0.8"), Lang::Hant);
        assert_eq!(asked("zh-Hant-HK"), Lang::Hant);
        assert_eq!(asked("fr, en;q=0.2, zh-CN;q=0.9"), Lang::Hans);
        assert_eq!(asked("*"), Lang::Hans);
    }

    #[test]
    fn only_a_bearer_token_is_a_token() {
        let mut headers = HeaderMap::new();
        assert_eq!(bearer(&headers), None);
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Basic eA=="));
        assert_eq!(bearer(&headers), None);
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static("bearer xy_1"));
        assert_eq!(bearer(&headers).as_deref(), Some("xy_1"));
    }
}
