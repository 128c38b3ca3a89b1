//! Finding people among a whole county, beside the same range of the same index in plain SQL.

use std::sync::Arc;

use platform::Result;
use registry::model::name_key;

use super::client::{Same, Signed, encoded};
use super::list::{measured, timed};
use super::plain::Plain;
use super::process::{County, Server};
use super::report::Row;
use crate::cli::block_on;

/// What an official of the county types: the beginning of a name, a whole one, initials, a phone.
const TYPED: [&str; 6] = ["王小", "李秀英", "zhw", "张", "1380001", "陈立"];
/// What the plain statement looks for: the same kind of beginning.
const PLAIN: &str = "王小";

/// Measures both.
pub fn measure(county: &County) -> Result<Vec<Row>> {
    let server = Server::of(county)?;
    let official = block_on(Signed::as_role(server.address, "admin"))?;
    let requests: Arc<[String]> = TYPED
        .iter()
        .map(|typed| official.post("/people/search", &encoded(&[("q", typed)])))
        .collect();
    let next = move |number: u64| {
        let at = usize::try_from(number).unwrap_or(0) % requests.len();
        requests.get(at).cloned()
    };
    let names = (county.engine(), "people_search");
    let mut found = measured(&server, names, Same::each(next, 200))?;
    drop(server);
    let mut plain = Plain::to(county)?;
    found.size = plain.number("select count(*) from persons")?;
    let (begin, end) = (name_key(PLAIN), format!("{}g", name_key(PLAIN)));
    let range = format!(
        "select name from persons where name_key between '{begin}' and '{end}'
         order by name_key, id limit 51"
    );
    let plain = timed(county.engine(), "plain_range", || plain.words(&range).map(drop))?;
    Ok(vec![found.beside(&plain), plain])
}
