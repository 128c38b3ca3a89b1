//! Does it live: the data can be read, and an act would be taken.

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

/// The last answer, and when it was given.
#[derive(Default)]
pub(crate) struct Health(Mutex<Option<(Instant, bool)>>);

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
        if let Some((at, lives)) = *last
            && at.elapsed() < GOOD_FOR
        {
            return lives;
        }
        let lives = matches!(timeout(PATIENCE, works(app)).await, Ok(Ok(())));
        if !lives {
            tracing::error!("the database does not answer");
        }
        *last = Some((Instant::now(), lives));
        lives
    }
}

/// An empty act goes the whole way of any other, and writes nothing to the disk.
async fn works(app: &App) -> Result<()> {
    app.db.read(|tx| sample::is_sample(tx).map(drop)).await?;
    app.db.write(|_| Ok(())).await
}
