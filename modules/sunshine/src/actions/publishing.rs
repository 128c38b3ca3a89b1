//! The publication: from here on nothing of it changes.

use jiff::civil::Date;
use law::sunshine::Frequency;
use platform::clock::date_of;
use platform::log;
use platform::privacy::mask_name;
use platform::{Actor, App, Error, Result, Tx};

use super::drafting::refuse_second;
use super::reading::{self, File};
use super::steps;
use crate::item::{Redaction, Shape};
use crate::model::{ClassWord, DisclosureId, LedgerLine, Line};
use crate::store::published::{self as rows, NewDisclosure};
use crate::{logged, refusals};

/// Publishes what was drafted, signed and settled: its rows, the step, the journal and the leaf of
/// the public log in one transaction.
pub async fn publish(app: &App, actor: &Actor, id: DisclosureId) -> Result<()> {
    let (actor, salt) = (actor.clone(), app.sources().bytes::<32>());
    app.db.write(move |tx| publish_in(tx, &actor, id, &salt)).await
}

fn publish_in(tx: &mut Tx<'_>, actor: &Actor, id: DisclosureId, salt: &[u8; 32]) -> Result<()> {
    let file = reading::open(tx, actor, id)?;
    steps::published(tx, actor, &file)?;
    let draft = &file.draft;
    match draft.corrects_id {
        // On one day more than one thing may happen.
        None if draft.period.0.frequency() == Frequency::AtOnce => {}
        None => refuse_second(tx, &draft.area_path, draft.item_id, draft.period.0)?,
        Some(old) if !rows::corrections_of(tx, old)?.is_empty() => {
            return Err(refusals::corrected_already().into());
        }
        Some(_) => {}
    }
    insert(tx, actor, &file, salt)?;
    let told = rows::find(tx, id)?;
    let leaf = logged::leaf(tx, &told)?;
    tx.log(&leaf).map(drop)
}

fn insert(tx: &mut Tx<'_>, actor: &Actor, file: &File, salt: &[u8; 32]) -> Result<()> {
    let (draft, item, content) = (&file.draft, &file.item, &file.draft.content.0);
    let area = registry::area_at(tx, &draft.area_path)?;
    let area_name = registry::full_name(tx, &draft.area_path)?;
    let last = |step: law::sunshine::Step| file.events.iter().rfind(|event| event.act.0 == step);
    let signed = last(law::sunshine::Step::Sign).ok_or_else(unsigned)?;
    let settled = last(law::sunshine::Step::Settle).ok_or_else(unsigned)?;
    let lines = if item.shape == Shape::Ledger {
        published_lines(&content.lines, content.opening.unwrap_or(0), item.redaction)
    } else {
        Vec::new()
    };
    let (income, expense) = content.totals();
    let published_at = log::moment(tx)?;
    let ledger = item.shape == Shape::Ledger;
    let new = NewDisclosure {
        area: area.id,
        area_name: &area_name,
        item_key: &item.key,
        item_title: &item.title,
        class: ClassWord(item.class),
        shape: item.shape,
        title: content.title.trim(),
        words: content.words.trim(),
        columns: &item.columns,
        opening: content.opening.filter(|_| ledger),
        income: if ledger { income } else { 0 },
        expense: if ledger { expense } else { 0 },
        closing: content.closing.filter(|_| ledger),
        signed_by: &signed.actor_name,
        settled_on: settled.happened_on,
        settled_by: &settled.actor_name,
        published_by: &actor.name,
        published_on: date_of(published_at),
        published_at,
        display_days: item.display_days,
        salt,
    };
    rows::insert(tx, draft.id, &new)?;
    for line in &lines {
        rows::insert_line(tx, draft.id, line)?;
    }
    if item.shape == Shape::Table {
        let full = content.rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty()));
        for (number, cells) in (1..).zip(full) {
            let cells = covered(&item.columns, cells, item.redaction);
            rows::insert_row(tx, draft.id, number, &cells)?;
        }
    }
    Ok(())
}

fn unsigned() -> Error {
    Error::fault("a disclosure is published that nobody signed or settled")
}

/// The lines as the public reads them: names of natural persons covered, with the balance after
/// each.
pub(crate) fn published_lines(
    lines: &[Line],
    opening: i64,
    redaction: Redaction,
) -> Vec<LedgerLine> {
    let mut balance = opening;
    (1..)
        .zip(lines)
        .map(|(number, line)| {
            balance = balance.saturating_add(line.income).saturating_sub(line.expense);
            let covered = line.person && redaction == Redaction::MaskPersons;
            LedgerLine {
                number,
                dated_on: line.on.unwrap_or(Date::MIN),
                account: line.account.clone(),
                summary: line.summary.clone(),
                payee: if covered { mask_name(&line.payee) } else { line.payee.clone() },
                income_fen: line.income,
                expense_fen: line.expense,
                balance_fen: balance,
                voucher: line.voucher.clone(),
            }
        })
        .collect()
}

/// Columns in which a natural person may stand.
const NAMES: [&str; 6] = ["户主", "姓名", "承租方", "承包方或者承租方", "对方", "领取人"];

/// The cells of a row as the public reads them. What is longer than a person's name names a
/// company or a group.
pub(crate) fn covered(columns: &[String], cells: &[String], redaction: Redaction) -> Vec<String> {
    let name_at = |at: usize| columns.get(at).is_some_and(|head| NAMES.contains(&head.as_str()));
    let cover = |(at, cell): (usize, &String)| {
        let person = name_at(at) && cell.chars().count() <= 4;
        if person && redaction == Redaction::MaskPersons { mask_name(cell) } else { cell.clone() }
    };
    cells.iter().enumerate().map(cover).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_are_covered_and_those_of_companies_are_not() {
        let line = |payee: &str, person: bool| Line {
            payee: payee.into(),
            person,
            expense: 100,
            ..Line::default()
        };
        let lines = [line("王小芳", true), line("恒明电器", false)];
        let told = published_lines(&lines, 1_000, Redaction::MaskPersons);
        assert_eq!(told[0].payee, "王*芳");
        assert_eq!(told[1].payee, "恒明电器");
        assert_eq!((told[0].balance_fen, told[1].balance_fen), (900, 800));
        let told = published_lines(&lines, 1_000, Redaction::None);
        assert_eq!(told[0].payee, "王小芳");
        let columns = ["户主".to_owned(), "面积".to_owned()];
        let cells = ["孙有田".to_owned(), "三亩二".to_owned()];
        assert_eq!(covered(&columns, &cells, Redaction::MaskPersons), ["孙*田", "三亩二"]);
        assert_eq!(covered(&columns, &cells, Redaction::None), cells);
    }
}
