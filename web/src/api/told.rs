//! What a program is told.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform::once::Told;
use serde::Serialize;

use crate::answer::Answer;

/// One part of a list. The document describes it in `document::list_of`.
#[derive(Serialize)]
pub struct List<T> {
    /// The lines.
    pub items: Vec<T>,
    /// Where the next part begins; none at the end.
    pub next: Option<String>,
}

impl<T> List<T> {
    /// The first `limit` of the lines, which are one more where there is more; `mark` names a line.
    pub fn of<Line>(
        mut lines: Vec<Line>,
        limit: u32,
        mark: impl Fn(&Line) -> String,
        say: impl FnMut(Line) -> T,
    ) -> Self {
        let limit = limit as usize;
        let more = lines.len() > limit;
        lines.truncate(limit);
        let next = lines.last().filter(|_| more).map(mark);
        Self { items: lines.into_iter().map(say).collect(), next }
    }
}

/// An answer as JSON.
pub fn reply(body: &impl Serialize) -> Answer {
    reply_as(StatusCode::OK, body)
}

/// An answer as JSON with a status.
pub fn reply_as(status: StatusCode, body: &impl Serialize) -> Answer {
    let body = serde_json::to_string(body).map_err(platform::Error::from)?;
    Ok(json(status, body))
}

pub(super) fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

pub(super) fn kept_reply(told: Told) -> Response {
    json(StatusCode::from_u16(told.status).unwrap_or(StatusCode::OK), told.body)
}

/// A table with its heads, for spreadsheets.
pub fn csv(name: &str, heads: &[&str], rows: &[Vec<String>]) -> Answer {
    let mut text = String::from("\u{feff}"); // Or a spreadsheet takes Chinese for something else.
    for row in std::iter::once(heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>())
        .chain(rows.iter().cloned())
    {
        let cells: Vec<String> = row.iter().map(|cell| cell_of(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    let disposition = format!("attachment; filename=\"{name}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, text).into_response())
}

/// Quoted where it must be. What a spreadsheet would take for a formula gets a mark before it.
fn cell_of(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_no_second_cell() {
        assert_eq!(cell_of("柳湾村"), "柳湾村");
        assert_eq!(cell_of("=1+1"), "'=1+1");
        assert_eq!(cell_of("a,\"b\""), "\"a,\"\"b\"\"\"");
    }

    #[test]
    fn a_list_says_where_it_goes_on() {
        let list = List::of(vec![1, 2, 3], 2, ToString::to_string, |line| line * 10);
        assert_eq!((list.items, list.next), (vec![10, 20], Some("2".into())));
        let list = List::of(vec![1, 2], 2, ToString::to_string, |line| line);
        assert_eq!((list.items, list.next), (vec![1, 2], None));
    }
}
