//! Open data: sets that anybody may take, as JSON or as a table. No persons stand in them.

use platform::{Refusal, Result, Text, text};
use serde::Serialize;

use super::{csv, reply};
use crate::answer::Answer;

/// The section of the document in which the sets stand.
pub const OPEN_DATA: Text = text("开放数据");
/// What one may do with them.
pub const LICENCE: &str = "CC-BY-4.0";

/// A set as it goes out: a table with its heads, or the same as JSON.
pub fn give<T: Serialize>(
    format: Option<&str>,
    (name, heads): (&str, &[&str]),
    set: &T,
    rows: impl FnOnce() -> Vec<Vec<String>>,
) -> Answer {
    if is_csv(format)? { csv(name, heads, &rows()) } else { reply(set) }
}

fn is_csv(format: Option<&str>) -> Result<bool> {
    match format.unwrap_or("json") {
        "json" => Ok(false),
        "csv" => Ok(true),
        _ => Err(Refusal::new("api.format", "format 是 json 或者 csv").at("format").into()),
    }
}
