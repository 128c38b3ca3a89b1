//! `xiangyue serve`

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;
use platform::calls::Caller;
use platform::jobs::{CHORES, Chore};
use platform::{App, Error, Result, webhooks};
use tokio::net::TcpListener;
use web::Site;

use super::{block_on, say};
use crate::county;
use crate::modules::{MODULES, parts};
use crate::sample;
use crate::settings::{Chosen, Given};

/// News are looked for so often.
const NEWS_SECONDS: u64 = 5;

/// 打开一个县 / Serve a county
#[derive(Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    given: Given,
}

impl Serve {
    pub fn run(self) -> Result<()> {
        let chosen = self.given.choose()?;
        let (app, _hold) = county::open_alone(&chosen)?;
        block_on(serve(app, &chosen))
    }
}

/// Serves until the process is asked to end.
pub async fn serve(app: App, chosen: &Chosen) -> Result<()> {
    start_log();
    refuse_sample_on_network(&app, chosen)?;
    let (site, router) = Site::build(app.clone(), MODULES, chosen.behind_proxy)?;
    if app.settings.demo {
        let roles = app.db.read(sample::roles).await?;
        site.offer(roles);
    }
    let listener = TcpListener::bind(chosen.listen)
        .await
        .map_err(|error| Error::fault(format!("{}: {error}", chosen.listen)))?;
    // Port 0 takes any free port, so the listener is asked which it became.
    let address = listener.local_addr().unwrap_or(chosen.listen);
    say(&format!("正在监听 / listening on http://{address}"));
    if app.settings.demo {
        say(&format!("演示登录 / sign in as any role: http://{address}/sign-in"));
    }
    tokio::spawn(notice_others(app.clone()));
    for job in parts().into_iter().flat_map(|part| part.jobs) {
        tokio::spawn(repeat(app.clone(), job));
    }
    for chore in CHORES {
        tokio::spawn(repeat_chore(app.clone(), chore));
    }
    registry::actions::go_on_with_imports(&app).await?;
    tokio::spawn(sweep(app.clone()));
    tokio::spawn(tell(app.clone()));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(asked_to_end())
        .await
        .map_err(|error| Error::fault(format!("serving: {error}")))?;
    Ok(())
}

/// Demo accounts have no passwords, so nobody outside this machine may reach them, through a proxy
/// on it either.
fn refuse_sample_on_network(app: &App, chosen: &Chosen) -> Result<()> {
    if app.settings.demo && chosen.is_open() {
        return Err(Error::fault(
            "演示县只能在本机打开，请用 127.0.0.1 / a sample county is served on loopback only",
        ));
    }
    Ok(())
}

/// Sends news to subscribers, a few seconds after the acts that they tell of.
async fn tell(app: App) {
    let caller = if app.settings.calls_inside { Caller::default() } else { Caller::outside() };
    let mut clock = tokio::time::interval(Duration::from_secs(NEWS_SECONDS));
    loop {
        clock.tick().await;
        let (own, by) = (app.clone(), caller.clone());
        let sent = tokio::task::spawn_blocking(move || webhooks::send_due(&own, &by)).await;
        match sent.map_err(|error| Error::fault(format!("sending news: {error}"))) {
            Ok(Ok(0)) => {}
            Ok(Ok(done)) => tracing::info!(done, "news"),
            Ok(Err(error)) | Err(error) => tracing::error!(%error, "news"),
        }
    }
}

async fn repeat(app: App, job: &'static platform::jobs::Job) {
    let mut clock = tokio::time::interval(Duration::from_secs(60 * u64::from(job.every_minutes)));
    loop {
        clock.tick().await;
        let ran = app.db.write(job.run).await;
        app.db.surroundings().figures.job(job.name, ran.is_ok());
        match ran {
            Ok(0) => {}
            Ok(done) => tracing::info!(job = job.name, done, "job"),
            Err(error) => tracing::error!(job = job.name, %error, "job"),
        }
    }
}

/// What others do to the data is seen within a second, in pages that are kept as well.
async fn notice_others(app: App) {
    let mut clock = tokio::time::interval(Duration::from_secs(1));
    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        clock.tick().await;
        if let Err(error) = app.notice_others().await {
            tracing::error!(%error, "looking for changes by others");
        }
    }
}

/// Deletes the files of imports that ended or that nobody decided on.
async fn sweep(app: App) {
    let mut clock = tokio::time::interval(Duration::from_secs(3_600));
    loop {
        clock.tick().await;
        match registry::actions::sweep_imports(&app).await {
            Ok(0) => {}
            Ok(done) => tracing::info!(job = "registry.imports_swept", done, "job"),
            Err(error) => tracing::error!(job = "registry.imports_swept", %error, "job"),
        }
    }
}

async fn repeat_chore(app: App, chore: &'static Chore) {
    let mut clock = tokio::time::interval(Duration::from_secs(60 * u64::from(chore.every_minutes)));
    loop {
        clock.tick().await;
        let own = app.clone();
        match tokio::task::spawn_blocking(move || (chore.run)(&own)).await {
            Ok(Ok(0)) => {}
            Ok(Ok(done)) => tracing::info!(chore = chore.name, done, "chore"),
            Ok(Err(error)) => tracing::error!(chore = chore.name, %error, "chore"),
            Err(error) => tracing::error!(chore = chore.name, %error, "chore"),
        }
    }
}

async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}

/// One line an event on standard error. `XIANGYUE_LOG` says how much, as in `info,web=debug`.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("XIANGYUE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let _ = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
