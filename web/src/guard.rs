//! The guard at the door: finds out who is looking, and whether they may.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use platform::identity::{actor_of, touch};
use platform::privacy::hex;
use platform::{Actor, Error, Fault, FaultKind, Refusal, Result, messages};

use crate::headers::secure;
use crate::kept_pages::Ask;
use crate::problem::{Carried, Problem, explain};
use crate::routes::Access;
use crate::site::Site;
use crate::ui::{Lang, Ui, UiParts};
use crate::visit::{PREFERENCES_COOKIE, SESSION_COOKIE, VISIT_COOKIE, Visit, cookie};

/// A little less than the whole request may take, so that there is time for a page.
const ANSWER_WITHIN: Duration = Duration::from_secs(55);

/// Stands before every handler.
pub(crate) async fn guard(
    State(site): State<Arc<Site>>,
    mut request: Request,
    next: Next,
) -> Response {
    if crate::api::is_call(request.uri().path()) {
        return crate::api::guard(site, request, next).await;
    }
    let ask = Ask::of(&site, &request);
    if let Some(ask) = &ask
        && let Some(kept) = site.kept_pages.find(ask)
    {
        return kept;
    }
    let visit_secret = cookie(request.headers(), VISIT_COOKIE).map(str::to_owned);
    let new_secret = visit_secret.is_none().then(|| hex(&site.app.sources().bytes::<16>()));
    let secret = visit_secret.or_else(|| new_secret.clone()).unwrap_or_default();
    let (visit, mut response) = match visit_of(&site, Look::of(&site, &request), secret).await {
        Ok(visit) => match admit(&site, &request, &visit) {
            Ok(()) => {
                request.extensions_mut().insert(visit.clone());
                let response = in_time(request, next).await;
                (visit, response)
            }
            Err(refused) => (visit, *refused),
        },
        Err((visit, error)) => {
            let response = explain(&site.app, &visit.ui, &error);
            (*visit, response)
        }
    };
    if let Some(Carried(error)) = response.extensions_mut().remove::<Carried>() {
        response = explain(&site.app, &visit.ui, &error);
    }
    if let Some(ask) = ask {
        response = site.kept_pages.keep(ask, visit.ui.token(), response).await;
    }
    if let Some(secret) = new_secret {
        set_cookie(&site, response.headers_mut(), VISIT_COOKIE, &secret, "Max-Age=31536000");
    }
    secure(response.headers_mut(), visit.actor.is_some());
    response
}

/// The answer, or, when it does not come, a page that says so. What a thread has begun is also
/// ended, so after a form was sent it is not known what became of it.
async fn in_time(request: Request, next: Next) -> Response {
    let sent = *request.method() == Method::POST;
    match tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let kind = if sent { FaultKind::Unknown } else { FaultKind::Busy };
            Problem(Fault::of(kind, "no answer in time").into()).into_response()
        }
    }
}

type Unseen = (Box<Visit>, Error);

/// What the request itself says, before anything is looked up.
struct Look {
    session: Option<String>,
    address: String,
    device: String,
    path: String,
    lang: Lang,
    elder: bool,
}

impl Look {
    fn of(site: &Site, request: &Request) -> Self {
        let headers = request.headers();
        let device = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        let (lang, elder) = preferences(headers);
        Self {
            session: cookie(headers, SESSION_COOKIE).map(str::to_owned),
            address: address_of(site, request),
            device: device.unwrap_or_default().chars().take(200).collect(),
            path: page_of(request).to_owned(),
            lang,
            elder,
        }
    }
}

async fn visit_of(site: &Site, look: Look, secret: String) -> std::result::Result<Visit, Unseen> {
    let found = match look.session.clone() {
        Some(session) => who(site, session).await,
        None => Ok(None),
    };
    let bound_to = look.session.filter(|_| matches!(found, Ok(Some(_)))).unwrap_or(secret);
    let token = site.app.db.surroundings().vault.tag("form", &bound_to);
    let (actor, unread, problem) = match found {
        Ok(Some((actor, unread))) => (Some(actor), unread, None),
        Ok(None) => (None, 0, None),
        Err(error) => (None, 0, Some(error)),
    };
    let ui = Ui::new(UiParts {
        lang: look.lang,
        elder: look.elder,
        person: actor.as_ref().map(|actor| actor.name.clone()),
        csrf: token,
        path: look.path,
        demo: site.app.settings.demo,
        county: site.county_name().await,
        today: site.app.clock().today(),
        public_url: site.app.settings.public_url.clone(),
        work: actor.as_ref().is_some_and(|actor| !actor.posts.is_empty()),
        unread,
    });
    let (address, device) = (look.address, look.device);
    let visit = Visit { ui, actor: actor.map(Arc::new), address, device };
    match problem {
        None => Ok(visit),
        Some(error) => Err((Box::new(visit), error)),
    }
}

/// The address of the page that the visitor looks at: after a form was sent, the page it stood on.
fn page_of(request: &Request) -> &str {
    let here = request.uri().path_and_query().map_or("/", |path| path.as_str());
    if *request.method() != Method::POST {
        return here;
    }
    let before = request.headers().get(header::REFERER).and_then(|page| page.to_str().ok());
    let path = before
        .and_then(|page| page.split_once("://"))
        .and_then(|(_, page)| page.find('/').and_then(|begin| page.get(begin..)));
    path.unwrap_or("/")
}

/// The person, and how many messages wait for them.
async fn who(site: &Site, session: String) -> Result<Option<(Actor, i64)>> {
    let found = site
        .app
        .db
        .read(move |tx| {
            let Some((actor, due)) = actor_of(tx, &session)? else { return Ok(None) };
            let unread = messages::unread(tx, actor.person()?)?;
            Ok(Some((actor, due, unread)))
        })
        .await?;
    if let Some((Actor { session: Some((_, id)), .. }, true, _)) = &found {
        touch(&site.app, *id).await?;
    }
    Ok(found.map(|(actor, _, unread)| (actor, unread)))
}

/// Lets the visit through, or says why not.
fn admit(site: &Site, request: &Request, visit: &Visit) -> std::result::Result<(), Box<Response>> {
    let Some(path) = request.extensions().get::<MatchedPath>() else {
        return Ok(()); // No address of ours: the fallback says so.
    };
    let method =
        if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let access = site.access(&method, path.as_str());
    let refuse = |error: Error| Err(Box::new(explain(&site.app, &visit.ui, &error)));
    match (access, &visit.actor) {
        (None, _) => Ok(()), // axum answers that the method is not known here.
        (Some(Access::Anyone), _) => Ok(()),
        (Some(Access::AnyoneSlowly), _) if site.limiter.admits(&visit.address) => Ok(()),
        (Some(Access::AnyoneSlowly), _) => {
            refuse(Refusal::new("web.too_many", "查得太勤了，请过一分钟再试").into())
        }
        (Some(_), None) if method == Method::GET => {
            let back: String =
                form_urlencoded::byte_serialize(visit.ui.path().as_bytes()).collect();
            Err(Box::new(Redirect::to(&format!("/sign-in?back={back}")).into_response()))
        }
        (Some(_), None) => {
            refuse(Refusal::new("platform.not_permitted", "请先登录，再办这件事").into())
        }
        (Some(access), Some(actor)) if access.admits(actor) => Ok(()),
        (Some(_), Some(_)) => refuse(platform::authorisation::not_permitted().into()),
    }
}

/// Behind a proxy on this machine the proxy's word is taken; from elsewhere it is not.
pub(crate) fn address_of(site: &Site, request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|header| header.to_str().ok())
        .and_then(|header| header.rsplit(',').next())
        .and_then(|last| last.trim().parse::<IpAddr>().ok());
    match (peer, forwarded) {
        (Some(peer), Some(client)) if peer.is_loopback() && site.behind_proxy => client.to_string(),
        (Some(peer), _) => peer.to_string(),
        (None, _) => String::new(),
    }
}

/// `zh-Hans`, `zh-Hant` or `en`, and whether the type is large: `zh-Hans.elder`.
pub(crate) fn preferences(headers: &HeaderMap) -> (Lang, bool) {
    let kept = cookie(headers, PREFERENCES_COOKIE).unwrap_or_default();
    let (lang, size) = kept.split_once('.').unwrap_or((kept, ""));
    (Lang::from_key(lang).unwrap_or(Lang::Hans), size == "elder")
}

/// Adds a cookie that scripts cannot read.
pub(crate) fn set_cookie(
    site: &Site,
    headers: &mut HeaderMap,
    name: &str,
    value: &str,
    more: &str,
) {
    let secure = if site.app.settings.secure() { "; Secure" } else { "" };
    let more = if more.is_empty() { String::new() } else { format!("; {more}") };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{more}{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}
