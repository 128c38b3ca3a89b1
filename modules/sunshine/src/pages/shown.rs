//! What a disclosure says, ready for a page: the same for the draft, the page, the paper.

use jiff::civil::Date;
use web::Ui;

use crate::actions::publishing::{covered, published_lines};
use crate::actions::reading::{File, Published};
use crate::item::Shape;
use crate::model::LedgerLine;
use crate::pages::questions::shown::Questions;

/// The content of a disclosure.
pub(crate) struct Shown {
    /// What is said of the figures, or the whole text.
    pub(crate) words: String,
    pub(crate) ledger: Option<Ledger>,
    pub(crate) heads: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
    /// What villagers asked, where one may ask.
    pub(crate) questions: Option<Questions>,
}

/// A ledger with its sums.
pub(crate) struct Ledger {
    pub(crate) opening: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) income: String,
    pub(crate) expense: String,
    pub(crate) closing: String,
}

/// A line as people read it.
pub(crate) struct Line {
    pub(crate) number: i64,
    pub(crate) on: String,
    pub(crate) account: String,
    pub(crate) summary: String,
    pub(crate) payee: String,
    pub(crate) income: String,
    pub(crate) expense: String,
    pub(crate) balance: String,
    pub(crate) voucher: String,
}

impl Shown {
    /// What was published.
    pub(crate) fn published(ui: &Ui, told: &Published) -> Self {
        let disclosure = &told.disclosure;
        let ledger = (disclosure.shape == Shape::Ledger).then(|| Ledger {
            opening: ui.money(disclosure.opening_fen.unwrap_or(0)),
            lines: told.lines.iter().map(|line| shown(ui, line)).collect(),
            income: ui.money(disclosure.income_fen),
            expense: ui.money(disclosure.expense_fen),
            closing: ui.money(disclosure.closing_fen.unwrap_or(0)),
        });
        Self {
            words: disclosure.words.clone(),
            ledger,
            heads: disclosure.columns.0.clone(),
            rows: told.rows.clone(),
            questions: None,
        }
    }

    /// What would be published now.
    pub(crate) fn draft(ui: &Ui, file: &File) -> Self {
        let (item, content) = (&file.item, &file.draft.content.0);
        let (income, expense) = content.totals();
        let ledger = (item.shape == Shape::Ledger).then(|| Ledger {
            opening: content.opening.map(|fen| ui.money(fen)).unwrap_or_default(),
            lines: published_lines(&content.lines, content.opening.unwrap_or(0), item.redaction)
                .iter()
                .map(|line| shown(ui, line))
                .collect(),
            income: ui.money(income),
            expense: ui.money(expense),
            closing: content.closing.map(|fen| ui.money(fen)).unwrap_or_default(),
        });
        let full = content.rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty()));
        Self {
            words: content.words.clone(),
            ledger,
            heads: if item.shape == Shape::Table { item.columns.clone() } else { Vec::new() },
            rows: full.map(|row| covered(&item.columns, row, item.redaction)).collect(),
            questions: None,
        }
    }
}

fn shown(ui: &Ui, line: &LedgerLine) -> Line {
    let sum = |fen: i64| if fen == 0 { String::new() } else { ui.money(fen) };
    Line {
        number: line.number,
        on: day(line.dated_on),
        account: line.account.clone(),
        summary: line.summary.clone(),
        payee: line.payee.clone(),
        income: sum(line.income_fen),
        expense: sum(line.expense_fen),
        balance: ui.money(line.balance_fen),
        voucher: line.voucher.clone(),
    }
}

/// `11-30`: in a ledger the month and the day are enough, the head has the year.
fn day(on: Date) -> String {
    if on == Date::MIN { String::new() } else { format!("{}-{:02}", on.month(), on.day()) }
}
