//! Sending an application in over HTTP, durable with journal and all, beside plain commits of one
//! small row each on the same disk.

use std::time::{Duration, Instant};

use platform::{App, Error, PersonId, Result};
use window::ConsentGiven;
use window::model::ConsentKind;

use super::client::{self, CONNECTIONS, Same, Signed};
use super::plain::Plain;
use super::process::{County, Server};
use super::report::{Row, row};
use crate::cli::block_on;
use crate::county;
use crate::sample;

/// Applications that are filled in before the clock starts, and then sent.
const APPLICATIONS: u64 = 6_000;
/// Longer than all of them take.
const PATIENCE: Duration = Duration::from_secs(300);
/// The item that is applied for.
const ITEM: &str = "old-age-allowance";
/// Plain commits that are timed.
const COMMITS: u64 = 4_000;

/// Measures both.
pub fn measure(county: &County) -> Result<Vec<Row>> {
    let drafts = prepare(county)?;
    let count = drafts.len() as u64;
    let server = Server::of(county)?;
    let clerk = block_on(Signed::as_role(server.address, "clerk"))?;
    let request = move |number: u64| {
        let draft = usize::try_from(number).ok().and_then(|at| drafts.get(at))?;
        Some(clerk.post(&format!("/applications/{draft}/submission"), ""))
    };
    let before = server.cpu_us();
    let scripts = Same::each(request, 303);
    let run = block_on(client::run(server.address, scripts, CONNECTIONS, PATIENCE))?;
    if run.count != count {
        return Err(Error::fault("not every application was sent"));
    }
    let submit = row(&server, county.engine(), "submit_application", count, &run, before);
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

/// One row, one commit, durable: what a plain program would do, without HTTP.
fn plain_commits(county: &County) -> Result<Row> {
    let mut plain = Plain::to(county)?;
    plain.run("create table plain_rows (id bigint primary key, code text, body text)")?;
    let body = "x".repeat(300);
    let (begun, mut each_us) = (Instant::now(), Vec::new());
    for number in 0..COMMITS {
        let one = Instant::now();
        plain.run(&format!("insert into plain_rows values ({number}, '{number:08}', '{body}')"))?;
        each_us.push(u64::try_from(one.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    let took = begun.elapsed();
    plain.run("drop table plain_rows")?;
    each_us.sort_unstable();
    let run = client::Run { count: COMMITS, took, each_us, body_bytes: 0 };
    Ok(Row::of(county.engine(), "plain_commit", COMMITS, &run))
}
