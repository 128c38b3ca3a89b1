//! Sending an application in over HTTP, durable with journal and all, beside plain SQLite commits
//! of one small row each on the same disk.

use std::sync::Arc;
use std::time::{Duration, Instant};

use platform::{App, Error, PersonId, Result};
use rusqlite::Connection;
use window::ConsentGiven;
use window::model::ConsentKind;

use super::client::{self, header, once, post};
use super::list::row;
use super::process::{County, Server};
use super::report::Row;
use crate::cli::block_on;
use crate::county;
use crate::sample;

/// Applications that are filled in before the clock starts, and then sent.
const APPLICATIONS: u64 = 6_000;
/// Longer than all of them take.
const PATIENCE: Duration = Duration::from_secs(120);
/// The item that is applied for.
const ITEM: &str = "old-age-allowance";
/// Plain commits that are timed.
const COMMITS: u64 = 4_000;

/// Measures both.
pub fn measure(county: &County) -> Result<Vec<Row>> {
    let drafts = prepare(county)?;
    let count = drafts.len() as u64;
    let server = Server::of(county)?;
    let (cookie, token) = block_on(sign_in(&server))?;
    let drafts = Arc::new(drafts);
    let form = format!("form_token={token}");
    let requests: Arc<dyn Fn(u64) -> Option<String> + Send + Sync> = Arc::new(move |number| {
        let draft = usize::try_from(number).ok().and_then(|at| drafts.get(at).cloned())?;
        Some(post(&format!("/applications/{draft}/submission"), &cookie, &form))
    });
    let before = server.cpu_us();
    let run = block_on(client::run(server.address, requests, PATIENCE, |status| status == 303))?;
    if run.count != count {
        return Err(Error::fault("not every application was sent"));
    }
    let submit = row(&server, "submit_application", count, &run, before);
    drop(server);
    let plain = plain_commits(county)?;
    Ok(vec![submit.beside(&plain), plain])
}

/// Fills in applications as the village's clerk would, through the same acts.
fn prepare(county: &County) -> Result<Vec<String>> {
    let app = county::open(&county.chosen)?;
    let person = |name: &'static str| {
        let found = app.db.read_now(move |tx| platform::identity::person_of(tx, name))?;
        found.ok_or(Error::NotFound)
    };
    let (clerk, villager) = (person("clerk")?, person("villager")?);
    block_on(async {
        let mut drafts = Vec::new();
        for _ in 0..APPLICATIONS {
            drafts.push(fill_in(&app, clerk, villager).await?);
        }
        Ok(drafts)
    })
}

async fn fill_in(app: &App, clerk: PersonId, villager: PersonId) -> Result<String> {
    let actor = app.db.read(move |tx| sample::actor_of(tx, clerk)).await?;
    let consent = ConsentGiven { how: ConsentKind::Signature, witness: String::new() };
    let draft = window::start_for(app, &actor, ITEM, villager, Some(consent)).await?;
    let item = app.db.read(|tx| window::guide(tx, ITEM)).await?.content.0;
    let sealed = sample::answered(&item);
    window::keep(app, &actor, draft, sealed).await?;
    Ok(draft.to_string())
}

/// Signs the clerk in; gives the cookies and the token of forms.
async fn sign_in(server: &Server) -> Result<(String, String)> {
    let visit = "xiangyue_visit=bench";
    let page = once(server.address, &client::get("/sign-in", visit)).await?;
    let token = token_in(&page.body)?;
    let form = format!("form_token={token}&user_name=clerk&back=");
    let answer = once(server.address, &post("/demo/sign-in", visit, &form)).await?;
    let set = header(&answer.head, "set-cookie").and_then(|cookie| cookie.split(';').next());
    let session = set.ok_or_else(|| Error::fault("no session"))?;
    let cookie = format!("{visit}; {session}");
    let page = once(server.address, &client::get("/own", &cookie)).await?;
    Ok((cookie.clone(), token_in(&page.body)?))
}

fn token_in(page: &[u8]) -> Result<String> {
    let page = String::from_utf8_lossy(page);
    let (_, after) = page
        .split_once("name=\"form_token\" value=\"")
        .ok_or_else(|| Error::fault("a page without a form"))?;
    Ok(after.split('"').next().unwrap_or_default().to_owned())
}

/// One row, one commit, durable: what a plain program would do.
fn plain_commits(county: &County) -> Result<Row> {
    let fault = |error: rusqlite::Error| Error::fault(format!("plain SQLite: {error}"));
    let path = county.file().with_file_name("plain.db");
    let conn = Connection::open(&path).map_err(fault)?;
    conn.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full;
         create table applications (id integer primary key, code text, body text)",
    )
    .map_err(fault)?;
    let mut insert =
        conn.prepare("insert into applications (code, body) values (?1, ?2)").map_err(fault)?;
    let mut each_us = Vec::new();
    let begun = Instant::now();
    for number in 0..COMMITS {
        let one = Instant::now();
        insert.execute((format!("{number:08}"), "x".repeat(300))).map_err(fault)?;
        each_us.push(u64::try_from(one.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    let took = begun.elapsed();
    each_us.sort_unstable();
    let run = client::Run { count: COMMITS, took, each_us, body_bytes: 0 };
    Ok(Row {
        name: "plain_sqlite_commit",
        engine: "sqlite",
        size: COMMITS,
        rate_per_s: run.rate(),
        p50_us: run.percentile(50),
        p99_us: run.percentile(99),
        cpu_us_per_op: 0,
        rss_mb: 0,
        ratio_percent: None,
        ratio_to: None,
    })
}
