//! Sending: in order for each subscriber, again until it is taken, and given up after days.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::store::{self, Due, Failed};
use super::{News, NewsId, WebhookId};
use crate::app::App;
use crate::area::AreaPath;
use crate::authorisation::Actor;
use crate::calls::{Answered, Caller, Endpoint, NoAnswer};
use crate::error::{Error, Result};
use crate::jobs::Job;
use crate::journal::Entry;
use crate::storage::Tx;

/// News for one subscriber that are sent in a row before the others have their turn.
const NEWS_PER_TURN_MAX: u32 = 100;
/// After the first failure the next try comes so soon; each further one takes twice as long.
const WAIT_MINUTES: i64 = 1;
/// And no longer than this.
const WAIT_MINUTES_MAX: i64 = 360;
/// So long nothing may be taken before the program gives up.
const FAILING_HOURS_MAX: i64 = 72;
/// News that were taken are kept so long.
const DAYS_KEPT: i64 = 30;

/// Forgets news that were taken long ago.
pub static FORGET_NEWS: Job = Job {
    name: "old news for subscribers",
    every_minutes: 60,
    run: |tx| {
        let before = tx.now() - SignedDuration::from_hours(24 * DAYS_KEPT);
        store::forget(tx, before)
    },
};

/// Sends what is due, and says how much was taken. It blocks: call it where that is allowed.
pub fn send_due(app: &App, caller: &Caller) -> Result<u64> {
    let mut taken = 0;
    for due in app.db.read_now(store::due)? {
        taken += send_to(app, caller, &due)?;
    }
    Ok(taken)
}

fn send_to(app: &App, caller: &Caller, due: &Due) -> Result<u64> {
    let secret = app.db.surroundings().vault.open(&due.secret_sealed)?;
    let secret = String::from_utf8(secret).map_err(|_| Error::fault("a secret is no text"))?;
    let endpoint = Endpoint::new(&due.address, &secret)?;
    let id = due.id;
    for taken in 0..NEWS_PER_TURN_MAX {
        let Some(news) = app.db.write_now(move |tx| store::next(tx, id))? else {
            return Ok(u64::from(taken));
        };
        let body = told(&news)?;
        let now = app.clock().now();
        let answer = caller.post(&endpoint, &news.id.to_string(), &body, now);
        let (took, outcome) = outcome(&answer);
        if !took {
            note_failure(app, due, news.id, outcome)?;
            return Ok(u64::from(taken));
        }
        let news = news.id;
        app.db.write_now(move |tx| store::note_taken(tx, id, news, &outcome))?;
    }
    Ok(u64::from(NEWS_PER_TURN_MAX))
}

/// The news with its id and its number.
fn told(news: &News) -> Result<Value> {
    let mut body: Value = serde_json::from_str(&news.body)?;
    if let Some(fields) = body.as_object_mut() {
        fields.insert("id".to_owned(), json!(news.id.to_string()));
        fields.insert("number".to_owned(), json!(news.number));
    }
    Ok(body)
}

fn outcome(answer: &std::result::Result<Answered, NoAnswer>) -> (bool, String) {
    match answer {
        Ok(answered) => (answered.is_taken(), answered.status.to_string()),
        Err(why) => (false, why.key().to_owned()),
    }
}

fn note_failure(app: &App, due: &Due, news: NewsId, outcome: String) -> Result<()> {
    let (id, tries, since) = (due.id, due.tries + 1, due.failing_since);
    app.db.write_now(move |tx| {
        let now = tx.now();
        let since = since.unwrap_or(now);
        let long = now.duration_since(since) >= SignedDuration::from_hours(FAILING_HOURS_MAX);
        let doubled = u32::try_from(tries - 1).unwrap_or(u32::MAX).min(16);
        let minutes = (WAIT_MINUTES << doubled).min(WAIT_MINUTES_MAX);
        let failed = Failed {
            tries,
            since,
            due_at: now + SignedDuration::from_mins(minutes),
            stopped_at: long.then_some(now),
        };
        store::note_failed(tx, id, (news, &outcome), &failed)?;
        if long { note_given_up(tx, id) } else { Ok(()) }
    })
}

fn note_given_up(tx: &mut Tx<'_>, id: WebhookId) -> Result<()> {
    let entry = Entry::new("webhooks.given_up", "webhook", id.0, &AreaPath::county());
    tx.journal(&Actor::program(), entry)
}
