//! What the law's checks find in a draft.

use jiff::civil::Date;
use law::parameters::Answer;
use law::sunshine::{
    Finding, Ledger, Line as LawLine, Passage, attachment_from, check_ledger, check_texts,
};

use crate::item::{Item, Shape};
use crate::model::Content;

/// All that is found in a draft, in the order of the page. `previous` is what the last published
/// ledger of the item ended with.
pub(crate) fn findings(
    item: &Item,
    content: &Content,
    span: (Date, Date),
    previous: Option<i64>,
) -> Vec<Finding> {
    let mut found = match item.shape {
        Shape::Ledger => ledger(content, span, previous),
        Shape::Table | Shape::Text => Vec::new(),
    };
    let row = |(at, cells): (usize, &Vec<String>)| (format!("row-{}", at + 1), cells.join(" "));
    let rows: Vec<(String, String)> = content.rows.iter().enumerate().map(row).collect();
    let mut passages = vec![Passage { field: "title", text: &content.title }];
    if item.shape != Shape::Ledger {
        passages.push(Passage { field: "words", text: &content.words });
        passages.extend(rows.iter().map(|(field, text)| Passage { field, text }));
    }
    found.extend(check_texts(&passages));
    found
}

fn ledger(content: &Content, (from, to): (Date, Date), previous: Option<i64>) -> Vec<Finding> {
    let lines: Vec<LawLine<'_>> = (1..)
        .zip(&content.lines)
        .map(|(number, line)| LawLine {
            number,
            on: line.on,
            summary: &line.summary,
            payee: &line.payee,
            income: line.income,
            expense: line.expense,
            // The number of a voucher says where the paper lies that whoever asks is shown.
            attached: !line.voucher.is_empty(),
            attachment_required: false,
        })
        .collect();
    let attachment_from = match attachment_from(to, &[]) {
        Answer::Known { value, .. } => Some(value),
        Answer::NeedsConfirmation { .. } => None,
    };
    check_ledger(&Ledger {
        from,
        to,
        previous_closing: previous,
        opening: content.opening.unwrap_or(0),
        closing: content.closing.unwrap_or(0),
        income: None,
        expense: None,
        lines: &lines,
        note: &content.words,
        attachment_from,
    })
}

/// What a ledger must have before it can be checked at all.
pub(crate) fn is_complete(item: &Item, content: &Content) -> bool {
    match item.shape {
        Shape::Ledger => content.opening.is_some() && content.closing.is_some(),
        Shape::Table => content.rows.iter().flatten().any(|cell| !cell.is_empty()),
        Shape::Text => !content.words.trim().is_empty(),
    }
}
