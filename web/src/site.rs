//! The whole site: the modules' routes behind one guard.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state, map_request};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use platform::{App, Error, Result};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};

use crate::guard::guard;
use crate::kept_pages::KeptPages;
use crate::limiter::{Calls, Limiter};
use crate::module::Module;
use crate::pages::demo::DemoRole;
use crate::problem::Problem;
use crate::routes::{Access, AccessList, Route, Routes, SECONDS_MAX};
use crate::watch::{Figures, Health, REQUEST_ID, healthz, known_id, metrics, watch};
use crate::{pages, statics};

/// The largest form, files included, but for those to which people hand in files.
const BODY_BYTES_MAX: usize = 12 * 1024 * 1024;

/// Files that never change under their address.
pub(crate) const STATICS: &str = "/static/{edition}/{file}";
/// Whether the program works.
const HEALTHZ: &str = "/healthz";
/// What it counts of itself.
const METRICS: &str = "/metrics";

/// What the guard and the site's own pages need.
pub struct Site {
    /// The running county.
    pub app: App,
    /// The modules, in the order of the ladder.
    pub modules: &'static [&'static Module],
    /// Whether a proxy on this machine may name the client's address.
    pub behind_proxy: bool,
    pub(crate) limiter: Limiter,
    pub(crate) calls: Calls,
    pub(crate) kept_pages: KeptPages,
    pub(crate) figures: Figures,
    pub(crate) health: Health,
    access: AccessList,
    list: Vec<Route>,
    county: RwLock<Option<String>>,
    demo_roles: RwLock<Arc<[DemoRole]>>,
}

impl Site {
    /// Puts the modules together and gives the service that answers requests.
    pub fn build(
        app: App,
        modules: &'static [&'static Module],
        behind_proxy: bool,
    ) -> Result<(Arc<Self>, Router)> {
        let english: Vec<&'static str> = [law::ENGLISH, crate::ENGLISH]
            .into_iter()
            .chain(modules.iter().map(|m| m.english))
            .collect();
        crate::ui::install_english(&english).map_err(Error::fault)?;
        let own = pages::routes(app.settings.demo).and(crate::api::own::routes());
        let routes = modules.iter().fold(own, |routes, module| routes.and((module.routes)()));
        let Routes { router, list } = routes;
        let mut access = AccessList::new();
        for route in &list {
            access.entry(route.path).or_default().push((route.method.clone(), route.access));
        }
        let site = Arc::new(Self {
            app: app.clone(),
            modules,
            behind_proxy,
            limiter: Limiter::new(),
            calls: Calls::new(app.settings.api_calls_per_minute),
            kept_pages: KeptPages::of(&list),
            figures: Figures::new(&app),
            health: Health::default(),
            access,
            list,
            county: RwLock::new(None),
            demo_roles: RwLock::default(),
        });
        let router = router
            .fallback(not_found)
            .layer(axum::Extension(site.clone()))
            .layer(CatchPanicLayer::custom(|_| panicked().into_response()))
            .layer(from_fn_with_state(site.clone(), guard))
            .with_state(app)
            .route(STATICS, get(statics::file))
            .route(HEALTHZ, get(healthz).with_state(site.clone()))
            .route(METRICS, get(metrics).with_state(site.clone()))
            .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
            .layer(CompressionLayer::new())
            .layer(CatchPanicLayer::new())
            .layer(from_fn_with_state(site.clone(), patience))
            .layer(from_fn_with_state(site.clone(), watch))
            .layer(PropagateRequestIdLayer::new(REQUEST_ID))
            .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
            .layer(map_request(known_id));
        Ok((site, router))
    }

    /// Every address with its access.
    pub fn routes(&self) -> &[Route] {
        &self.list
    }

    /// Names the people whom the sign-in page of a sample county offers, in their order.
    pub fn offer(&self, roles: Vec<DemoRole>) {
        *self.demo_roles.write().unwrap_or_else(PoisonError::into_inner) = roles.into();
    }

    /// The people whom the sign-in page offers; none but in a sample county.
    pub(crate) fn demo_roles(&self) -> Arc<[DemoRole]> {
        self.demo_roles.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn access(&self, method: &Method, path: &str) -> Option<Access> {
        self.access.get(path).and_then(|methods| {
            methods.iter().find(|(known, _)| known == method).map(|(_, access)| *access)
        })
    }

    /// The pattern of an address, for the log and the figures.
    pub(crate) fn pattern(&self, path: &str) -> Option<&'static str> {
        let known = self.access.get_key_value(path).map(|(pattern, _)| *pattern);
        known.or_else(|| [STATICS, HEALTHZ, METRICS].into_iter().find(|own| *own == path))
    }

    /// How long a request may take.
    fn seconds(&self, request: &Request) -> u64 {
        let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let here = |route: &&Route| route.method == *request.method() && Some(route.path) == path;
        self.list.iter().find(here).map_or(SECONDS_MAX, |route| route.seconds)
    }

    /// The county's name, looked up until there is one.
    pub(crate) async fn county_name(&self) -> String {
        if let Some(name) = self.county.read().unwrap_or_else(PoisonError::into_inner).clone() {
            return name;
        }
        let registrar = self.app.db.surroundings().registrar;
        let found = self.app.db.read(move |tx| (registrar.county_name)(tx)).await.ok().flatten();
        if found.is_some() {
            self.county.write().unwrap_or_else(PoisonError::into_inner).clone_from(&found);
        }
        found.unwrap_or_else(|| "乡约".to_owned())
    }
}

/// Lets a client go that sends too slowly, or a page that takes too long.
async fn patience(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let seconds = Duration::from_secs(site.seconds(&request));
    let answer = tokio::time::timeout(seconds, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
}

/// A handler fell over: what it said stays in the log, and the guard finds the words.
fn panicked() -> Problem {
    Problem(Error::fault("a handler panicked"))
}

async fn not_found(_: Request) -> Problem {
    Problem(Error::NotFound)
}
