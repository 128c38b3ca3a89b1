//! SQL of what was published. There is no statement here that changes or deletes any of it.

use jiff::Timestamp;
use jiff::civil::Date;
use platform::storage::Json;
use platform::{AreaId, AreaPath, Result, Tx, sql};

use crate::model::{Disclosure, DisclosureId, ItemId, LedgerLine, PeriodWord, Told};

sql! {
    INSERT: "insert into disclosures (id, code, area_id, area_path, area_name, item_id, version_id,
               item_key, item_title, class, shape, period, title, words, columns, opening_fen,
               income_fen, expense_fen, closing_fen, corrects_id, drafted_by, signed_by, settled_on,
               settled_by, published_by, published_on, published_at, display_days, salt)
             select d.id, d.code, ?2, d.area_path, ?3, d.item_id, d.version_id, ?4, ?5, ?6, ?7,
               d.period, ?8, ?9, ?10, ?11, ?12, ?13, ?14, d.corrects_id, d.drafted_by, ?15, ?16, ?17,
               ?18, ?19, ?20, ?21, ?22
             from disclosure_drafts d where d.id = ?1";
    INSERT_LINE: "insert into ledger_lines (disclosure_id, number, dated_on, account, summary, payee,
                    income_fen, expense_fen, balance_fen, voucher)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    INSERT_ROW: "insert into disclosure_rows (disclosure_id, number, cells) values (?1, ?2, ?3)";
    BY_ID: "select id, code, area_id, area_path, area_name, item_id, item_key, item_title, class,
              shape, period, title, words, columns, opening_fen, income_fen, expense_fen, closing_fen,
              corrects_id, drafted_by, signed_by, settled_on, settled_by, published_by, published_on,
              published_at, display_days, salt
            from disclosures where id = ?1";
    BY_CODE: "select id, code, area_id, area_path, area_name, item_id, item_key, item_title, class,
                shape, period, title, words, columns, opening_fen, income_fen, expense_fen,
                closing_fen, corrects_id, drafted_by, signed_by, settled_on, settled_by,
                published_by, published_on, published_at, display_days, salt
              from disclosures where code = ?1";
    TOLD: "select id, code, area_id, area_path, area_name, item_key, item_title, class, shape, period,
             title, opening_fen, income_fen, expense_fen, closing_fen, corrects_id, published_on,
             published_at
           from disclosures where code = ?1";
    LINES_OF: "select number, dated_on, account, summary, payee, income_fen, expense_fen,
                 balance_fen, voucher
               from ledger_lines where disclosure_id = ?1 order by number limit 10000";
    ROWS_OF: "select cells from disclosure_rows where disclosure_id = ?1 order by number limit 10000";
    AT: "select id, code, area_id, area_path, area_name, item_key, item_title, class, shape, period,
           title, opening_fen, income_fen, expense_fen, closing_fen, corrects_id, published_on,
           published_at
         from disclosures
         where area_path = ?1 and published_at <= ?2 and (published_at < ?2 or id < ?3)
         order by published_at desc, id desc limit ?4";
    ALL: "select id, code, area_id, area_path, area_name, item_key, item_title, class, shape, period,
            title, opening_fen, income_fen, expense_fen, closing_fen, corrects_id, published_on,
            published_at
          from disclosures
          where published_at <= ?1 and (published_at < ?1 or id < ?2)
          order by published_at desc, id desc limit ?3";
    NEWEST_OF_EACH: "select d.id, d.code, d.area_id, d.area_path, d.area_name, d.item_key, d.item_title,
                       d.class, d.shape, d.period, d.title, d.opening_fen, d.income_fen,
                       d.expense_fen, d.closing_fen, d.corrects_id, d.published_on, d.published_at
                     from disclosures d
                     where d.area_path = ?1
                       and d.published_at = (select max(n.published_at) from disclosures n
                                             where n.area_path = ?1 and n.item_id = d.item_id)
                     order by d.published_at desc, d.id desc limit 500";
    CORRECTIONS: "select id, code, area_id, area_path, area_name, item_key, item_title, class, shape,
                    period, title, opening_fen, income_fen, expense_fen, closing_fen, corrects_id,
                    published_on, published_at
                  from disclosures where corrects_id = ?1 order by published_at limit 50";
    IDS_AFTER: "select id from disclosures where id > ?1 order by id limit 1000";
    PERIODS: "select area_path, item_id, period, published_on from disclosures
              where area_path between ?1 and ?2 and published_at >= ?3 limit 200000";
    LAST_OF: "select id, code, area_id, area_path, area_name, item_key, item_title, class, shape, period,
                title, opening_fen, income_fen, expense_fen, closing_fen, corrects_id, published_on,
                published_at
              from disclosures where area_path = ?1 and item_id = ?2
              order by published_at desc limit 200";
}

platform::record! {
    /// That a period was told of.
    pub(crate) struct PeriodTold {
        pub(crate) area_path: AreaPath,
        pub(crate) item_id: ItemId,
        pub(crate) period: PeriodWord,
        pub(crate) published_on: Date,
    }
}

/// What is published besides the draft's own columns.
pub(crate) struct NewDisclosure<'a> {
    pub(crate) area: AreaId,
    pub(crate) area_name: &'a str,
    pub(crate) item_key: &'a str,
    pub(crate) item_title: &'a str,
    pub(crate) class: crate::model::ClassWord,
    pub(crate) shape: crate::item::Shape,
    pub(crate) title: &'a str,
    pub(crate) words: &'a str,
    pub(crate) columns: &'a [String],
    pub(crate) opening: Option<i64>,
    pub(crate) income: i64,
    pub(crate) expense: i64,
    pub(crate) closing: Option<i64>,
    pub(crate) signed_by: &'a str,
    pub(crate) settled_on: Date,
    pub(crate) settled_by: &'a str,
    pub(crate) published_by: &'a str,
    pub(crate) published_on: Date,
    pub(crate) published_at: Timestamp,
    pub(crate) display_days: i64,
    pub(crate) salt: &'a [u8],
}

/// What was published, in the order of identifiers, after one.
pub(crate) fn ids_after(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Vec<DisclosureId>> {
    let ids: Vec<(DisclosureId,)> = tx.query(&IDS_AFTER, &[&id])?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: DisclosureId, new: &NewDisclosure<'_>) -> Result<()> {
    tx.run_one(
        &INSERT,
        &[
            &id,
            &new.area,
            &new.area_name,
            &new.item_key,
            &new.item_title,
            &new.class,
            &new.shape,
            &new.title,
            &new.words,
            &Json(new.columns),
            &new.opening,
            &new.income,
            &new.expense,
            &new.closing,
            &new.signed_by,
            &new.settled_on,
            &new.settled_by,
            &new.published_by,
            &new.published_on,
            &new.published_at,
            &new.display_days,
            &new.salt,
        ],
    )
}

pub(crate) fn insert_line(tx: &mut Tx<'_>, id: DisclosureId, line: &LedgerLine) -> Result<()> {
    tx.run_one(
        &INSERT_LINE,
        &[
            &id,
            &line.number,
            &line.dated_on,
            &line.account,
            &line.summary,
            &line.payee,
            &line.income_fen,
            &line.expense_fen,
            &line.balance_fen,
            &line.voucher,
        ],
    )
}

pub(crate) fn insert_row(
    tx: &mut Tx<'_>,
    id: DisclosureId,
    number: i64,
    cells: &[String],
) -> Result<()> {
    tx.run_one(&INSERT_ROW, &[&id, &number, &Json(cells)])
}

pub(crate) fn find(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Disclosure> {
    tx.one(&BY_ID, &[&id])
}

pub(crate) fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Disclosure> {
    tx.one(&BY_CODE, &[&code])
}

pub(crate) fn told(tx: &mut Tx<'_>, code: &str) -> Result<Told> {
    tx.one(&TOLD, &[&code])
}

pub(crate) fn lines_of(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Vec<LedgerLine>> {
    tx.query(&LINES_OF, &[&id])
}

pub(crate) fn rows_of(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Vec<Vec<String>>> {
    let rows: Vec<(Json<Vec<String>>,)> = tx.query(&ROWS_OF, &[&id])?;
    Ok(rows.into_iter().map(|(Json(cells),)| cells).collect())
}

/// A village's board from a moment back, the newest first.
pub(crate) fn at(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    (until, before): (Timestamp, DisclosureId),
    limit: u32,
) -> Result<Vec<Told>> {
    tx.query(&AT, &[area, &until, &before, &limit])
}

/// What a village last told of each item.
pub(crate) fn newest_of_each(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Told>> {
    tx.query(&NEWEST_OF_EACH, &[area])
}

/// Those of the whole county from a moment back, the newest first.
pub(crate) fn all(
    tx: &mut Tx<'_>,
    (until, before): (Timestamp, DisclosureId),
    limit: u32,
) -> Result<Vec<Told>> {
    tx.query(&ALL, &[&until, &before, &limit])
}

/// What was published to set one right.
pub(crate) fn corrections_of(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Vec<Told>> {
    tx.query(&CORRECTIONS, &[&id])
}

/// Which periods were told of since a moment, within an area.
pub(crate) fn periods(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    since: Timestamp,
) -> Result<Vec<PeriodTold>> {
    let (first, last) = area.range();
    tx.query(&PERIODS, &[&first, &last, &since])
}

/// What a village told of one item, the newest first.
pub(crate) fn last_of(tx: &mut Tx<'_>, area: &AreaPath, item: ItemId) -> Result<Vec<Told>> {
    tx.query(&LAST_OF, &[area, &item])
}
