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
/// Names in Latin letters, from those that many people fit to those that can be cut in many ways.
const SPELLED: [&str; 6] = ["w", "zh", "wxy", "lijianguo", "xianan", "zhangwangliuchenyangzhao"];
/// The two that cost most, each by itself.
const ONE_BY_ONE: [(&str, &str); 2] =
    [("people_initial", "w"), ("people_many_ways", "zhangwangliuchenyangzhao")];
/// What the plain statement looks for: the same kind of beginning.
const PLAIN: &str = "王小";

/// Measures both.
pub fn measure(county: &County) -> Result<Vec<Row>> {
    let server = Server::of(county)?;
    let official = block_on(Signed::as_role(server.address, "admin"))?;
    let search = |name: &'static str, typed: &[&str]| {
        let ask = |typed: &&str| official.post("/people/search", &encoded(&[("q", typed)]));
        let requests: Arc<[String]> = typed.iter().map(ask).collect();
        let next = move |number: u64| {
            let at = usize::try_from(number).unwrap_or(0) % requests.len();
            requests.get(at).cloned()
        };
        measured(&server, (county.engine(), name), Same::each(next, 200))
    };
    let mut found = search("people_search", &TYPED)?;
    let mut spelled = vec![search("people_spelled", &SPELLED)?];
    for (name, typed) in ONE_BY_ONE {
        spelled.push(search(name, &[typed])?);
    }
    drop(server);
    let mut plain = Plain::to(county)?;
    let size = plain.number("select count(*) from persons")?;
    found.size = size;
    spelled.iter_mut().for_each(|row| row.size = size);
    let (begin, end) = (name_key(PLAIN), format!("{}g", name_key(PLAIN)));
    let range = format!(
        "select name from persons where name_key between '{begin}' and '{end}'
         order by name_key, id limit 51"
    );
    let plain = timed(county.engine(), "plain_range", || plain.words(&range).map(drop))?;
    spelled.splice(0..0, [found.beside(&plain), plain]);
    Ok(spelled)
}
