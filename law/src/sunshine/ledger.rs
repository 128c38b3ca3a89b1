//! A whole ledger: what it opens with, each line, and what it closes with.

use std::collections::BTreeMap;

use super::{Finding, Flaw, Place, personal};
use crate::Date;
use crate::parameters::{self, Answer, Setting};

/// The name of the number of yuan from which an expenditure needs its voucher shown.
pub const ATTACHMENT_FROM: &str = "sunshine.checks.attachment_from";

/// The words by which an empty ledger says that it is complete.
const NOTHING_HAPPENED: &str = "无收支";

/// One line of a ledger. Money is in fen.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its number, counted from one.
    pub number: u32,
    /// When.
    pub on: Option<Date>,
    /// What for.
    pub summary: &'a str,
    /// To whom, or from whom.
    pub payee: &'a str,
    /// What came in.
    pub income: i64,
    /// What went out.
    pub expense: i64,
    /// Whether its voucher is attached.
    pub attached: bool,
    /// Whether the item asks for a voucher whatever the amount.
    pub attachment_required: bool,
}

/// A ledger as it will be published. Money is in fen.
#[derive(Debug, Clone, Copy)]
pub struct Ledger<'a> {
    /// The first day it tells of.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What the last period's published ledger closed with, if there is one.
    pub previous_closing: Option<i64>,
    /// What it opens with.
    pub opening: i64,
    /// What it closes with.
    pub closing: i64,
    /// The income it states for all lines, if it does.
    pub income: Option<i64>,
    /// The expenditure it states, if it does.
    pub expense: Option<i64>,
    /// Its lines.
    pub lines: &'a [Line<'a>],
    /// What stands below it.
    pub note: &'a str,
    /// From which amount on an expenditure needs its voucher, if the county set one.
    pub attachment_from: Option<i64>,
}

/// From how many fen on an expenditure needs its voucher shown.
pub fn attachment_from(on: Date, local: &[Setting]) -> Answer<'_, i64> {
    match parameters::lookup(ATTACHMENT_FROM, on, local) {
        Answer::Known { value, source, in_force_from } => {
            Answer::Known { value: i64::from(value) * 100, source, in_force_from }
        }
        Answer::NeedsConfirmation { parameter } => Answer::NeedsConfirmation { parameter },
    }
}

/// Everything that does not fit a ledger: first the whole, then line by line.
pub fn check_ledger(ledger: &Ledger<'_>) -> Vec<Finding> {
    let mut findings = balances(ledger);
    let says_nothing = ledger.note.contains(NOTHING_HAPPENED);
    let note = || Place::Field("note".to_string());
    match (ledger.lines.is_empty(), says_nothing) {
        (true, false) => findings.push(Finding::at(Flaw::EmptyUnexplained, note())),
        (false, true) => findings.push(Finding::at(Flaw::EmptyButLines, note())),
        _ => {}
    }
    findings.extend(personal(ledger.note).into_iter().map(|flaw| Finding::at(flaw, note())));
    for line in ledger.lines {
        amounts(line, &mut findings);
        day(line, ledger, &mut findings);
        let from = ledger.attachment_from;
        let large = from.is_some_and(|from| line.expense >= from && line.expense > 0);
        if (large || line.attachment_required) && !line.attached {
            findings.push(at(line, "attachment", Flaw::AttachmentMissing));
        }
        for (column, text) in [("summary", line.summary), ("payee", line.payee)] {
            findings.extend(personal(text).into_iter().map(|flaw| at(line, column, flaw)));
        }
    }
    findings.extend(paid_twice(ledger.lines));
    findings
}

fn balances(ledger: &Ledger<'_>) -> Vec<Finding> {
    let all = |side: fn(&Line<'_>) -> i64| -> i128 {
        ledger.lines.iter().map(|line| i128::from(side(line))).sum()
    };
    let (income, expense) = (all(|line| line.income), all(|line| line.expense));
    let unequal = |flaw, field, stated: Option<i64>, found| {
        stated.and_then(|stated| Finding::unequal(flaw, field, stated, found))
    };
    let closing = i128::from(ledger.opening) + income - expense;
    [
        ledger.previous_closing.and_then(|previous| {
            let found = i128::from(previous);
            Finding::unequal(Flaw::OpeningDiffers, "opening", ledger.opening, found)
        }),
        unequal(Flaw::IncomeDiffers, "income", ledger.income, income),
        unequal(Flaw::ExpenseDiffers, "expense", ledger.expense, expense),
        unequal(Flaw::ClosingDiffers, "closing", Some(ledger.closing), closing),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn amounts(line: &Line<'_>, findings: &mut Vec<Finding>) {
    for (column, amount) in [("income", line.income), ("expense", line.expense)] {
        if amount < 0 {
            let stated = Some(amount);
            findings.push(Finding { stated, ..at(line, column, Flaw::NegativeAmount) });
        }
    }
    match (line.income != 0, line.expense != 0) {
        (true, true) => findings.push(at(line, "expense", Flaw::BothSides)),
        (false, false) => findings.push(at(line, "expense", Flaw::AmountMissing)),
        _ => {}
    }
}

fn day(line: &Line<'_>, ledger: &Ledger<'_>, findings: &mut Vec<Finding>) {
    let flaw = match line.on {
        None => Flaw::DateMissing,
        Some(on) if on > ledger.to => Flaw::AfterPeriod,
        Some(on) if on < ledger.from => Flaw::BeforePeriod,
        Some(_) => return,
    };
    findings.push(at(line, "on", flaw));
}

/// The later of two lines that pay one payee the same amount.
fn paid_twice(lines: &[Line<'_>]) -> Vec<Finding> {
    let mut seen: BTreeMap<(String, i64), u32> = BTreeMap::new();
    let mut findings = Vec::new();
    for line in lines.iter().filter(|line| line.expense > 0) {
        let payee: String = line.payee.split_whitespace().collect();
        if payee.is_empty() {
            continue;
        }
        if seen.insert((payee, line.expense), line.number).is_some() {
            let stated = Some(line.expense);
            findings.push(Finding { stated, ..at(line, "payee", Flaw::PaidTwice) });
        }
    }
    findings
}

fn at(line: &Line<'_>, column: &'static str, flaw: Flaw) -> Finding {
    Finding::at(flaw, Place::Line { number: line.number, column })
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
