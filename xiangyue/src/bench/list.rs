//! Public pages: the list of guides beside nginx with a file of the same bytes, and the search for
//! guides beside the same search in plain SQL.

use std::time::{Duration, Instant};

use platform::Result;

use super::client::{self, CONNECTIONS, Same, Scripts, get, once};
use super::plain::Plain;
use super::process::{County, Server};
use super::report::{Row, row};
use crate::cli::block_on;

const LIST: &str = "/guides";
const DISCLOSURES: &str = "/disclosures";
/// Disclosures of a county of 260 villages in some years.
const PUBLISHED: u64 = 100_000;
/// 养老, which several guides have.
const SEARCH: &str = "/guides?q=%E5%85%BB%E8%80%81";
const VISITOR: &str = "xiangyue_visit=bench";
const WARM: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(5);

/// The list, and the same bytes from nginx.
pub fn list(county: &County) -> Result<Vec<Row>> {
    beside_nginx(county, LIST, "public_list")
}

fn beside_nginx(county: &County, path: &str, name: &'static str) -> Result<Vec<Row>> {
    let ours = Server::of(county)?;
    let page = block_on(once(ours.address, &get(path, VISITOR)))?.body;
    let list = repeated(&ours, county.engine(), name, get(path, VISITOR), 200)?;
    drop(ours);
    let nginx = Server::nginx(county.folder(), &page)?;
    let plain = repeated(&nginx, "nginx", "static_page_nginx", get("/", VISITOR), 200)?;
    Ok(vec![list.beside(&plain), plain])
}

/// What the villages of the county published, with so many published, and the same bytes from
/// nginx.
pub fn disclosures(county: &County) -> Result<Vec<Row>> {
    Plain::to(county)?.fill_disclosures(PUBLISHED)?;
    beside_nginx(county, DISCLOSURES, "public_disclosures")
}

/// A search for guides, and the same words looked for in the texts by the database alone.
pub fn search(county: &County) -> Result<Vec<Row>> {
    let ours = Server::of(county)?;
    let found = repeated(&ours, county.engine(), "guide_search", get(SEARCH, VISITOR), 200)?;
    drop(ours);
    let mut plain = Plain::to(county)?;
    let like = "select count(*) from item_versions where content like '%养老%'";
    let plain = timed(county.engine(), "plain_like", || plain.number(like).map(drop))?;
    Ok(vec![found.beside(&plain), plain])
}

/// The server's start, and what it holds when nobody comes.
pub fn start(county: &County) -> Result<Vec<Row>> {
    let begun = Instant::now();
    let server = Server::of(county)?;
    block_on(once(server.address, &get("/", VISITOR)))?.with(200)?;
    let took = begun.elapsed();
    let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let run = client::Run { count: 1, took, each_us: vec![us], body_bytes: 0 };
    Ok(vec![row(&server, county.engine(), "start_to_first_page", 1, &run, 0)])
}

/// The same request for some seconds, after it has warmed up.
pub fn repeated(
    server: &Server,
    engine: &'static str,
    name: &'static str,
    request: String,
    status: u16,
) -> Result<Row> {
    measured(server, (engine, name), Same::scripts(request, status))
}

/// Scripts for some seconds, after some have warmed the server up.
pub fn measured(
    server: &Server,
    (engine, name): (&'static str, &'static str),
    scripts: Scripts,
) -> Result<Row> {
    block_on(client::run(server.address, scripts.clone(), CONNECTIONS, WARM))?;
    let before = server.cpu_us();
    let run = block_on(client::run(server.address, scripts, CONNECTIONS, MEASURED))?;
    Ok(row(server, engine, name, run.body_bytes, &run, before))
}

/// One thing again and again on one thread of this process, for some seconds.
pub fn timed(
    engine: &'static str,
    name: &'static str,
    mut one: impl FnMut() -> Result<()>,
) -> Result<Row> {
    let (begun, mut each_us) = (Instant::now(), Vec::new());
    while begun.elapsed() < MEASURED {
        let asked = Instant::now();
        one()?;
        each_us.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    let took = begun.elapsed();
    each_us.sort_unstable();
    let run = client::Run { count: each_us.len() as u64, took, each_us, body_bytes: 0 };
    Ok(Row::of(engine, name, 0, &run))
}
