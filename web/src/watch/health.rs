//! Does it live: the data can be read, and an act would be taken.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use platform::{App, Result, sample};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use crate::site::Site;

/// A database that takes longer does not answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// An answer is good for so long: asking often costs nothing.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// The last answer.
#[derive(Default)]
pub(crate) struct Health(Mutex<Last>);

#[derive(Default)]
struct Last {
    /// When it was given, and what it was.
    told: Option<(Instant, bool)>,
    /// The commits that had been seen by then.
    commits: u64,
}

/// `ok`, or that the program cannot work.
pub(crate) async fn healthz(State(site): State<Arc<Site>>) -> (StatusCode, &'static str) {
    if site.health.lives(&site.app).await {
        (StatusCode::OK, "ok")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
    }
}

impl Health {
    /// Whoever asks while another asks waits for the same answer.
    async fn lives(&self, app: &App) -> bool {
        let mut last = self.0.lock().await;
        if let Some((at, lives)) = last.told
            && at.elapsed() < GOOD_FOR
        {
            return lives;
        }
        let lives = reads(app).await && writes(app, last.commits).await;
        if !lives {
            tracing::error!("the database does not answer");
        }
        *last = Last { told: Some((Instant::now(), lives)), commits: commits(app) };
        lives
    }
}

async fn reads(app: &App) -> bool {
    in_time(app.db.read(|tx| sample::is_sample(tx).map(drop))).await
}

/// Where others' acts were committed since the last look, or are while this one waits, the writer
/// works, however long its queue is. Else an empty act goes the whole way of any other; it writes
/// nothing to the disk.
async fn writes(app: &App, seen: u64) -> bool {
    commits(app) > seen || in_time(app.db.write(|_| Ok(()))).await || commits(app) > seen
}

fn commits(app: &App) -> u64 {
    app.db.surroundings().figures.groups()
}

async fn in_time(work: impl Future<Output = Result<()>>) -> bool {
    matches!(timeout(PATIENCE, work).await, Ok(Ok(())))
}
