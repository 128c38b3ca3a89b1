//! Figures for a Prometheus that collects them: `GET /metrics`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::privacy::digest;
use platform::{App, Error, Result};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use super::class_of;
use crate::site::Site;

/// Seconds that a page may take, from one that was made before to one that somebody waits for.
const SECONDS: [f64; 9] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.2, 1.0, 5.0];

/// So long the figures wait for a thread that reads; the others need none.
const PATIENCE: Duration = Duration::from_secs(1);

/// Headers by which a proxy says that it speaks for another.
const FORWARDED: [&str; 4] = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: &'static str,
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRoute {
    route: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfJob {
    job: &'static str,
    result: &'static str,
}

/// What is counted of the requests.
pub(crate) struct Figures {
    requests: Family<Answered, Counter>,
    seconds: Family<OfRoute, Histogram>,
    begun_at: i64,
}

impl Figures {
    pub(crate) fn new(app: &App) -> Self {
        Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            begun_at: app.clock().now().as_second(),
        }
    }

    pub(super) fn count(&self, route: &'static str, status: StatusCode, took: Duration) {
        self.requests.get_or_create(&Answered { route, status: class_of(status) }).inc();
        self.seconds.get_or_create(&OfRoute { route }).observe(took.as_secs_f64());
    }

    async fn text(&self, app: &App) -> Result<String> {
        let size = app.db.clone().with_patience(PATIENCE).read(platform::figures::size).await;
        let mut registry = Registry::with_prefix("xiangyue");
        registry.register("requests", "Requests by route and status", self.requests.clone());
        registry.register("request_seconds", "How long answers took", self.seconds.clone());
        let own = &app.db.surroundings().figures;
        for (name, help, count) in [
            ("acts", "Acts that were kept", own.acts()),
            ("commits", "Commits; each carries a group of acts", own.groups()),
            ("faults", "Times that people were told of a fault", own.faults()),
            ("statements", "Statements that ran", app.db.surroundings().statements.run()),
        ] {
            registry.register(name, help, ConstCounter::new(count));
        }
        let jobs: Family<OfJob, Counter> = Family::default();
        for (job, runs) in own.jobs() {
            for (result, count) in [("done", runs.done), ("failed", runs.failed)] {
                jobs.get_or_create(&OfJob { job, result }).inc_by(count);
            }
        }
        registry.register("job_runs", "Runs of what happens by itself", jobs);
        let (reads, acts) = app.db.waiting();
        for (name, help, now) in [
            ("group_largest", "The most acts that one commit carried", own.group_largest()),
            ("reads_waiting", "Reads that wait for a thread", reads as u64),
            ("acts_waiting", "Acts that wait for the writer", acts as u64),
            ("start_time_seconds", "When it began", u64::try_from(self.begun_at).unwrap_or(0)),
        ] {
            registry.register(name, help, ConstGauge::new(now));
        }
        // Who asks while everybody is busy is told so by the other figures.
        if let Ok(size) = size {
            let size = ConstGauge::new(u64::try_from(size).unwrap_or(0));
            registry.register("database_bytes", "Size of the tables", size);
        }
        let build =
            vec![("version", env!("CARGO_PKG_VERSION")), ("engine", app.db.engine().name())];
        registry.register("build", "The program", Info::new(build));
        let mut text = String::new();
        encode_registry(&mut text, &registry)
            .and_then(|()| encode_eof(&mut text))
            .map_err(|error| Error::fault(format!("figures: {error}")))?;
        Ok(text)
    }
}

/// The figures, for a program on this machine or one that has the token; nobody else finds them.
pub(crate) async fn metrics(State(site): State<Arc<Site>>, request: Request) -> Response {
    let token = site.app.settings.metrics_token_digest.as_deref();
    if !is_own(&request) && !holds(request.headers(), token) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match site.figures.text(&site.app).await {
        Ok(text) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "figures");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// From this machine, and not through a proxy on it.
fn is_own(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let forwarded = FORWARDED.iter().any(|name| request.headers().contains_key(*name));
    peer.is_some_and(|peer| peer.0.ip().is_loopback()) && !forwarded
}

/// Digests are compared: how long that takes tells nothing of the token.
fn holds(headers: &HeaderMap, token: Option<&str>) -> bool {
    let sent = headers.get(header::AUTHORIZATION).and_then(|sent| sent.to_str().ok());
    let sent = sent.and_then(|sent| sent.strip_prefix("Bearer "));
    match (sent, token) {
        (Some(sent), Some(token)) => digest(sent.as_bytes()) == token,
        _ => false,
    }
}
