//! Three hundred people at the same moment where a moment ago was nobody: most look, some work.

use std::sync::Arc;
use std::time::Duration;

use platform::Result;

use super::client::{self, Answer, Ask, Script, Scripts, get};
use super::life::{Lives, applicants};
use super::process::{County, Server};
use super::report::{Row, row};
use crate::cli::block_on;

/// People at the same moment; one in ten of them is at work.
const USERS: usize = 300;
const WORKERS_OF_TEN: u64 = 1;
/// How long they stay.
const STAY: Duration = Duration::from_secs(20);
/// What a visitor looks at, one after the other.
const PAGES: [&str; 5] =
    ["/", "/guides", "/guides?q=%E5%85%BB%E8%80%81", "/guides/old-age-allowance", "/calendar"];

/// Any answer that is not the right one ends the measurement.
pub fn measure(county: &County) -> Result<Vec<Row>> {
    let (applicants, form) = applicants(county)?;
    let server = Server::of(county)?;
    let lives = Lives::of(&server, applicants, form)?.scripts(0, u64::MAX);
    let scripts: Scripts = Arc::new(move |number| {
        if number % 10 < WORKERS_OF_TEN { lives(number) } else { Some(Box::new(Visitor(0))) }
    });
    let before = server.cpu_us();
    let run = block_on(client::run(server.address, scripts, USERS, STAY))?;
    Ok(vec![row(&server, county.engine(), "spike_visits", USERS as u64, &run, before)])
}

/// A visitor, and how many pages they have seen.
struct Visitor(usize);

impl Script for Visitor {
    fn next(&mut self, last: Option<&Answer>) -> Result<Option<Ask>> {
        if let Some(page) = last {
            page.with(200)?;
        }
        let page = PAGES.get(self.0);
        self.0 += 1;
        Ok(page.map(|page| Ask::Kept(get(page, "xiangyue_visit=bench"))))
    }
}
