//! Lines of a ledger that come in a spreadsheet: read, shown, confirmed.

use jiff::civil::Date;
use platform::table::{self, Source};
use platform::{Actor, App, Result};
use serde_json::json;
use std::ops::ControlFlow;

use super::drafting::{LINES_MAX, editable, settle, store};
use crate::model::{DisclosureId, LedgerImport, LedgerImportId, Line, RowProblem};
use crate::store::imports;
use crate::{money, refusals};

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    On,
    Account,
    Summary,
    Payee,
    Person,
    Income,
    Expense,
    Voucher,
}

/// The heads by which a column is known.
const HEADS: [(Column, &[&str]); 8] = [
    (Column::On, &["日期", "时间", "记账日期", "发生日期"]),
    (Column::Account, &["科目", "类别", "项目", "会计科目"]),
    (Column::Summary, &["摘要", "事由", "用途", "说明", "内容"]),
    (Column::Payee, &["对方", "收款人", "付款人", "收付款人", "收款方", "对方单位"]),
    (Column::Person, &["个人", "是否个人"]),
    (Column::Income, &["收入", "收入金额", "收入（元）", "收入(元)", "借方"]),
    (Column::Expense, &["支出", "支出金额", "支出（元）", "支出(元)", "贷方"]),
    (Column::Voucher, &["凭证", "凭证号", "票据号", "凭证编号"]),
];

/// What was read of a file.
#[derive(Debug, Default)]
pub struct Read {
    /// The lines.
    pub lines: Vec<Line>,
    /// The rows that could not be read, and why.
    pub problems: Vec<RowProblem>,
}

/// Reads a spreadsheet or a text of lines. Needs a head that names day, summary and sums.
pub fn read(source: &Source) -> Result<Read> {
    let mut found = Read::default();
    let mut columns: Option<Vec<(usize, Column)>> = None;
    table::read(source, None, &mut |row, _| {
        match &columns {
            None => columns = head(&row.cells),
            Some(columns) => take(&mut found, columns, &row),
        }
        let full = found.lines.len() + found.problems.len() > LINES_MAX;
        Ok(if full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    if columns.is_none() {
        return Err(refusals::no_head().into());
    }
    if found.lines.len() + found.problems.len() > LINES_MAX {
        return Err(refusals::too_many_lines(LINES_MAX).into());
    }
    if found.lines.is_empty() && found.problems.is_empty() {
        return Err(refusals::no_lines().into());
    }
    Ok(found)
}

/// The columns of a row that is the head; `None` where it is a title or something else.
fn head(cells: &[String]) -> Option<Vec<(usize, Column)>> {
    let kind = |cell: &String| {
        let plain: String = cell.chars().filter(|letter| !letter.is_whitespace()).collect();
        HEADS.iter().find(|(_, heads)| heads.contains(&plain.as_str())).map(|(kind, _)| *kind)
    };
    let found: Vec<(usize, Column)> =
        cells.iter().enumerate().filter_map(|(at, cell)| Some((at, kind(cell)?))).collect();
    let has = |wanted: Column| found.iter().any(|(_, kind)| *kind == wanted);
    let sums = has(Column::Income) || has(Column::Expense);
    (has(Column::On) && has(Column::Summary) && sums).then_some(found)
}

fn take(found: &mut Read, columns: &[(usize, Column)], row: &table::Row) {
    let cell = |wanted: Column| {
        let at = columns.iter().find(|(_, kind)| *kind == wanted).map(|(at, _)| *at);
        at.map_or("", |at| row.cell(at))
    };
    let summary = cell(Column::Summary);
    // The balances and sums of the book are computed here, and are no lines of their own.
    let first = if summary.is_empty() { row.cell(0) } else { summary };
    let plain: String = first.chars().filter(|letter| !letter.is_whitespace()).collect();
    let sums =
        ["合计", "本月合计", "本季合计", "累计", "期初余额", "期末余额", "上期结转", "结转下期"];
    if sums.contains(&plain.as_str()) {
        return;
    }
    let mut wrong = |sentence: &str, args: Vec<String>| {
        let sentence = sentence.to_owned();
        found.problems.push(RowProblem { row: row.number, sentence, args });
    };
    let Some(on) = day(cell(Column::On)) else {
        return wrong(refusals::ROW_DAY.0, vec![cell(Column::On).to_owned()]);
    };
    if summary.is_empty() {
        return wrong(refusals::ROW_SUMMARY.0, Vec::new());
    }
    let sum = |text: &str| if text.is_empty() { Some(0) } else { money::parse(text) };
    let (income, expense) = (cell(Column::Income), cell(Column::Expense));
    let (Some(received), Some(spent)) = (sum(income), sum(expense)) else {
        let bad = if sum(income).is_none() { income } else { expense };
        return wrong(refusals::ROW_SUM.0, vec![bad.to_owned()]);
    };
    if (received == 0) == (spent == 0) {
        return wrong(refusals::ROW_ONE_SUM.0, Vec::new());
    }
    found.lines.push(Line {
        on: Some(on),
        account: cell(Column::Account).to_owned(),
        summary: summary.to_owned(),
        payee: cell(Column::Payee).to_owned(),
        person: matches!(cell(Column::Person), "是" | "个人" | "1" | "√"),
        income: received,
        expense: spent,
        voucher: cell(Column::Voucher).to_owned(),
    });
}

/// A day as lists have it, also with a time after it.
fn day(cell: &str) -> Option<Date> {
    let date = cell.split_whitespace().next().unwrap_or_default();
    web::components::dates::parse_date(date).ok()
}

/// Keeps what was read until somebody confirms it; an older file of the same draft is given up.
pub async fn bring(
    app: &App,
    actor: &Actor,
    id: DisclosureId,
    (file_name, read): (String, Read),
) -> Result<LedgerImportId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let draft = editable(tx, &actor, id)?;
            imports::delete_of(tx, draft.id)?;
            let import = imports::insert(tx, draft.id, &file_name, (&read.lines, &read.problems))?;
            let entry = platform::Entry::new(
                "sunshine.lines_brought",
                "disclosure",
                id.0,
                &draft.area_path,
            );
            let facts = json!({ "lines": read.lines.len(), "problems": read.problems.len() });
            tx.journal(&actor, entry.facts(facts))?;
            Ok(import)
        })
        .await
}

/// What was brought, for who drafts.
pub(crate) fn brought(
    tx: &mut platform::Tx<'_>,
    actor: &Actor,
    (id, import): (DisclosureId, LedgerImportId),
) -> Result<LedgerImport> {
    let draft = editable(tx, actor, id)?;
    imports::find(tx, draft.id, import)
}

/// Takes the lines over, after those that are there or in their place.
pub async fn confirm(
    app: &App,
    actor: &Actor,
    (id, import): (DisclosureId, LedgerImportId),
    instead: bool,
) -> Result<usize> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let draft = editable(tx, &actor, id)?;
            let brought = imports::find(tx, draft.id, import)?;
            let mut content = draft.content.0.clone();
            if instead {
                content.lines.clear();
            }
            let lines = brought.lines.0.len();
            content.lines.extend(brought.lines.0);
            settle(&mut content)?;
            store(tx, &draft, &content)?;
            imports::delete_of(tx, draft.id)?;
            let entry =
                platform::Entry::new("sunshine.lines_taken", "disclosure", id.0, &draft.area_path);
            tx.journal(&actor, entry.facts(json!({ "lines": lines, "instead": instead })))?;
            Ok(lines)
        })
        .await
}

/// Gives up what was brought.
pub async fn give_up(app: &App, actor: &Actor, id: DisclosureId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let draft = editable(tx, &actor, id)?;
            imports::delete_of(tx, draft.id)?;
            let entry = platform::Entry::new(
                "sunshine.lines_given_up",
                "disclosure",
                id.0,
                &draft.area_path,
            );
            tx.journal(&actor, entry)
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_of_any_shape_is_read_and_each_bad_row_is_named() {
        let text = "柳湾村2026年第三季度明细账,,,,\n\
                    日 期,凭证号,摘要,收入（元）,支出（元）,收款人\n\
                    ,,期初余额,412306.18,,\n\
                    2026年7月15日,7-1,县级补助,\"80,000.00\",,县财政局\n\
                    2026-08-03,8-1,路灯维修,,9360,恒明电器\n\
                    八月,8-2,办公用品,,80,小卖部\n\
                    2026.8.9,8-3,,,80,小卖部\n\
                    2026.8.9,8-4,水费,,八十,水厂\n\
                    2026.8.9,8-5,两头都写,5,5,水厂\n\
                    ,,合计,80000,9360,\n";
        let found = read(&Source::text(text)).unwrap();
        assert_eq!(found.lines.len(), 2);
        assert_eq!(found.lines[0].income, 8_000_000);
        assert_eq!(found.lines[1].payee, "恒明电器");
        let rows: Vec<u32> = found.problems.iter().map(|problem| problem.row).collect();
        assert_eq!(rows, [6, 7, 8, 9]);
        assert!(read(&Source::text("姓名,电话\n王,1\n")).is_err());
    }
}
