//! What a disclosure says as one row of bytes, the same for everybody who has its rows: JSON with
//! its keys in order, without spaces, money in whole fen. Whoever has them and the salt can compute
//! the digest that stands in the public log.

use platform::files::{FileUse, uses_of};
use platform::storage::Json;
use platform::{Result, Tx};
use serde::Serialize;

use crate::actions::reading::{ATTACHMENT, subject};
use crate::item::Shape;
use crate::model::{Disclosure, DisclosureId, LedgerLine};
use crate::store::published;

/// The fields stand in the order of the alphabet: JSON keeps it.
#[derive(Serialize)]
struct Canonical<'a> {
    area: String,
    area_name: &'a str,
    class: &'static str,
    closing_fen: Option<i64>,
    code: &'a str,
    columns: &'a [String],
    corrects: Option<String>,
    display_days: i64,
    drafted_by: &'a str,
    expense_fen: i64,
    /// The digests of the papers that were published with it.
    files: Vec<&'a str>,
    income_fen: i64,
    item: &'a str,
    item_title: &'a str,
    lines: Vec<CanonicalLine<'a>>,
    opening_fen: Option<i64>,
    period: String,
    published_by: &'a str,
    published_on: String,
    rows: &'a [Vec<String>],
    settled_by: &'a str,
    settled_on: String,
    shape: &'static str,
    signed_by: &'a str,
    title: &'a str,
    words: &'a str,
}

#[derive(Serialize)]
struct CanonicalLine<'a> {
    account: &'a str,
    balance_fen: i64,
    dated_on: String,
    expense_fen: i64,
    income_fen: i64,
    number: i64,
    payee: &'a str,
    summary: &'a str,
    voucher: &'a str,
}

/// The bytes of a published disclosure, made of its rows.
pub fn canonical(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Vec<u8>> {
    let disclosure = published::find(tx, id)?;
    let lines = published::lines_of(tx, id)?;
    let rows = published::rows_of(tx, id)?;
    let files = uses_of(tx, subject(id))?;
    bytes(&disclosure, &lines, &rows, &files)
}

/// The bytes of rows that have been read.
pub(crate) fn bytes(
    disclosure: &Disclosure,
    lines: &[LedgerLine],
    rows: &[Vec<String>],
    files: &[FileUse],
) -> Result<Vec<u8>> {
    let Json(columns) = &disclosure.columns;
    // Photos of the board come later, and are no part of what was published.
    let papers = files.iter().filter(|used| used.place == ATTACHMENT);
    let value = Canonical {
        area: disclosure.area_id.to_string(),
        area_name: &disclosure.area_name,
        class: disclosure.class.0.key(),
        closing_fen: disclosure.closing_fen,
        code: &disclosure.code,
        columns,
        corrects: disclosure.corrects_id.map(|id| id.to_string()),
        display_days: disclosure.display_days,
        drafted_by: &disclosure.drafted_by,
        expense_fen: disclosure.expense_fen,
        files: papers.map(|used| used.sha256.as_str()).collect(),
        income_fen: disclosure.income_fen,
        item: &disclosure.item_key,
        item_title: &disclosure.item_title,
        lines: if disclosure.shape == Shape::Ledger {
            lines.iter().map(line).collect()
        } else {
            Vec::new()
        },
        opening_fen: disclosure.opening_fen,
        period: disclosure.period.0.key(),
        published_by: &disclosure.published_by,
        published_on: disclosure.published_on.to_string(),
        rows,
        settled_by: &disclosure.settled_by,
        settled_on: disclosure.settled_on.to_string(),
        shape: disclosure.shape.key(),
        signed_by: &disclosure.signed_by,
        title: &disclosure.title,
        words: &disclosure.words,
    };
    Ok(serde_json::to_vec(&value)?)
}

fn line(line: &LedgerLine) -> CanonicalLine<'_> {
    CanonicalLine {
        account: &line.account,
        balance_fen: line.balance_fen,
        dated_on: line.dated_on.to_string(),
        expense_fen: line.expense_fen,
        income_fen: line.income_fen,
        number: line.number,
        payee: &line.payee,
        summary: &line.summary,
        voucher: &line.voucher,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::samples::made_up;

    /// Every object's keys, in the order in which they were written.
    fn sorted(text: &str, value: &Value) -> bool {
        match value {
            Value::Object(map) => {
                let mut places: Vec<(usize, &String)> = map
                    .keys()
                    .map(|key| (text.find(&format!("\"{key}\":")).unwrap_or(0), key))
                    .collect();
                places.sort();
                places.windows(2).all(|two| two[0].1 < two[1].1)
                    && map.values().all(|inner| sorted(text, inner))
            }
            _ => true,
        }
    }

    #[test]
    fn the_bytes_have_their_keys_in_order_and_no_spaces_and_change_with_a_fen() {
        let (disclosure, mut lines) = (made_up::ledger(), made_up::lines());
        let first = super::bytes(&disclosure, &lines, &[], &[]).unwrap();
        let text = String::from_utf8(first.clone()).unwrap();
        assert!(sorted(&text, &serde_json::from_str(&text).unwrap()), "{text}");
        assert!(!text.contains("\": ") && !text.contains(", \""), "{text}");
        assert_eq!(super::bytes(&disclosure, &lines, &[], &[]).unwrap(), first);
        lines[0].expense_fen += 1;
        assert_ne!(super::bytes(&disclosure, &lines, &[], &[]).unwrap(), first);
    }
}
