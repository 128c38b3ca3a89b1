//! From one engine to the other, table by table.

use std::path::Path;

use ::postgres::binary_copy::BinaryCopyInWriter;
use ::postgres::types::{ToSql, Type};
use rusqlite::Connection;

use super::contents::{self, Contents};
use super::source::{Source, fault, passed_on};
use crate::error::{Error, Result};
use crate::part::Part;
use crate::storage::migrate::{APPLIED_TABLE, all_steps};
use crate::storage::tx::postgres_fault;
use crate::storage::value::Value;

/// Makes a file with the tables of the source and puts all its rows in.
pub(super) fn file(
    source: &mut Source<'_, '_>,
    parts: &[&'static Part],
    to: &Path,
) -> Result<Contents> {
    let stood = contents::of(source)?;
    let conn = Connection::open(to).map_err(|error| fault("making the copy", &error))?;
    let run = |text: &str| conn.execute_batch(text).map_err(|error| fault("the copy", &error));
    // References are looked at when all rows are in. A crash leaves no copy, so nothing needs to be
    // durable before the end.
    run("pragma foreign_keys = off; pragma synchronous = off; pragma journal_mode = off; begin")?;
    run(APPLIED_TABLE)?;
    for text in texts_of(&stood, parts)? {
        run(text)?;
    }
    for table in stood.tables.keys() {
        run(&format!("delete from {table}"))?;
        let columns = same_columns(source, &conn, table)?;
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let (columns, places) = (columns.join(", "), places.join(", "));
        let text = format!("insert into {table} ({columns}) values ({places})");
        let mut insert = conn.prepare(&text).map_err(|error| fault(&text, &error))?;
        source.each(&format!("select {columns} from {table}"), &mut |row| {
            let row = rusqlite::params_from_iter(row.iter().map(passed_on));
            insert.execute(row).map(drop).map_err(|error| fault(&text, &error))
        })?;
    }
    run("commit; pragma journal_mode = delete")?;
    Ok(stood)
}

/// Makes the tables of the copy in a schema that has none, and puts all its rows in.
pub(super) fn schema(
    copy: &Connection,
    tx: &mut ::postgres::Transaction<'_>,
    name: &str,
    (stood, parts): (&Contents, &[&'static Part]),
) -> Result<()> {
    run(tx, &format!("create schema if not exists {name}"))?;
    if !Source::Postgres(tx).tables()?.is_empty() {
        return Err(Error::fault(format!(
            "schema {name} 里已经有一个县的数据。恢复不会盖掉它，请用 --schema 换一个名字 / schema {name} is \
             not empty; restore into another"
        )));
    }
    run(tx, APPLIED_TABLE)?;
    for text in texts_of(stood, parts)? {
        run(tx, text)?;
    }
    let order = in_order(copy, stood)?;
    for table in order.iter().rev() {
        run(tx, &format!("delete from {table}"))?;
    }
    for table in &order {
        let columns = same_columns(&mut Source::Postgres(tx), copy, table)?.join(", ");
        rows_in(copy, tx, table, &columns)?;
    }
    Ok(())
}

fn run(tx: &mut ::postgres::Transaction<'_>, text: &str) -> Result<()> {
    tx.batch_execute(text).map_err(|error| postgres_fault("restoring", &error))
}

fn rows_in(
    copy: &Connection,
    tx: &mut ::postgres::Transaction<'_>,
    table: &str,
    columns: &str,
) -> Result<()> {
    let failed = |error: ::postgres::Error| postgres_fault(table, &error);
    let text = format!("select {columns} from {table}");
    let types: Vec<Type> = tx
        .prepare(&text)
        .map_err(failed)?
        .columns()
        .iter()
        .map(|column| column.type_().clone())
        .collect();
    let into = tx
        .copy_in(&format!("copy {table} ({columns}) from stdin (format binary)"))
        .map_err(failed)?;
    let mut into = BinaryCopyInWriter::new(into, &types);
    Source::Sqlite(copy).each(&text, &mut |row| {
        let values: Vec<Value<'_>> = row.iter().map(passed_on).collect();
        let places: Vec<&(dyn ToSql + Sync)> =
            values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        into.write(&places).map_err(failed)
    })?;
    into.finish().map(drop).map_err(failed)
}

/// The texts of the steps that ran, in the order in which they run.
fn texts_of(stood: &Contents, parts: &[&'static Part]) -> Result<Vec<&'static str>> {
    let texts: Vec<&'static str> = all_steps(parts)
        .filter(|(part, step)| {
            stood.steps.iter().any(|ran| ran.part == part.name && ran.name == step.name)
        })
        .map(|(_, step)| step.sql)
        .collect();
    if texts.len() == stood.steps.len() && stood.steps.iter().all(|step| step.is_known(parts)) {
        Ok(texts)
    } else {
        Err(Error::fault("数据库比这个程序新，请换上新版本 / the data is newer than this program"))
    }
}

/// A table's columns; the engines must have the same ones.
fn same_columns(
    source: &mut Source<'_, '_>,
    copy: &Connection,
    table: &str,
) -> Result<Vec<String>> {
    let (one, other) = (source.columns(table)?, Source::Sqlite(copy).columns(table)?);
    if one == other {
        Ok(one)
    } else {
        Err(Error::fault(format!("{table} has other columns on the other engine")))
    }
}

/// Tables so that each comes after those that it refers to.
fn in_order(copy: &Connection, stood: &Contents) -> Result<Vec<String>> {
    let mut left: Vec<(String, Vec<String>)> = Vec::new();
    for table in stood.tables.keys() {
        let named = format!("select distinct \"table\" from pragma_foreign_key_list('{table}')");
        let mut refers = Source::Sqlite(copy).words(&named)?;
        refers.retain(|other| other != table);
        left.push((table.clone(), refers));
    }
    let mut order: Vec<String> = Vec::new();
    while !left.is_empty() {
        let next = left
            .iter()
            .position(|(_, refers)| refers.iter().all(|other| order.contains(other)))
            .ok_or_else(|| Error::fault("tables refer to each other in a circle"))?;
        order.push(left.remove(next).0);
    }
    Ok(order)
}
