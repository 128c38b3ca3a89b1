//! A public list page, beside nginx with a file of the same bytes.

use std::sync::Arc;
use std::time::Duration;

use platform::Result;

use super::client::{self, Run, get, once};
use super::process::{County, Server};
use super::report::Row;
use crate::cli::block_on;

const PATH: &str = "/guides";
const WARM: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(5);

/// Measures both, one after the other.
pub fn measure(county: &County) -> Result<Vec<Row>> {
    let ours = Server::of(county)?;
    let page = block_on(once(ours.address, &get(PATH, "xiangyue_visit=bench")))?.body;
    let list = one(&ours, PATH, "public_list")?;
    drop(ours);
    let nginx = Server::nginx(county.folder(), &page)?;
    let plain = one(&nginx, "/", "static_page_nginx")?;
    Ok(vec![list.beside(&plain), plain])
}

fn one(server: &Server, path: &str, name: &'static str) -> Result<Row> {
    let request = get(path, "xiangyue_visit=bench");
    let requests: Arc<dyn Fn(u64) -> Option<String> + Send + Sync> =
        Arc::new(move |_| Some(request.clone()));
    block_on(client::run(server.address, requests.clone(), WARM, |status| status == 200))?;
    let before = server.cpu_us();
    let run: Run =
        block_on(client::run(server.address, requests, MEASURED, |status| status == 200))?;
    Ok(row(server, name, run.body_bytes, &run, before))
}

/// A row of a run against a server.
pub fn row(server: &Server, name: &'static str, size: u64, run: &Run, cpu_before: u64) -> Row {
    Row {
        name,
        engine: if name.ends_with("nginx") { "nginx" } else { "sqlite" },
        size,
        rate_per_s: run.rate(),
        p50_us: run.percentile(50),
        p99_us: run.percentile(99),
        cpu_us_per_op: server.cpu_us().saturating_sub(cpu_before) / run.count.max(1),
        rss_mb: server.rss_mb(),
        ratio_percent: None,
        ratio_to: None,
    }
}
