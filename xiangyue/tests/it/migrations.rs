//! Every county that ever was can be brought up to date, with all that stands in it.

use std::collections::HashMap;
use std::sync::Arc;

use platform::app::{Sources, Surroundings};
use platform::clock::Clock;
use platform::personal::Personal;
use platform::privacy::{Vault, hex};
use platform::storage::{FromValue, Place, Sql, ToValue, Value, ValueRef};
use platform::{Db, Part, Tx};
use rusqlite::Connection;

use crate::commands::Folder;

platform::sql! {
    SCHEMA: "select type || ' ' || name || ' ' || coalesce(sql, '') from sqlite_master
             where name not like 'sqlite%' order by 1"
        postgres "select line from (
                    select table_name || '.' || column_name || ' ' || data_type || ' ' ||
                      is_nullable || ' ' || coalesce(column_default, '') as line
                    from information_schema.columns where table_schema = current_schema()
                    union all
                    select replace(indexdef, current_schema() || '.', '')
                    from pg_indexes where schemaname = current_schema()
                    union all
                    select conrelid::regclass::text || ' ' || pg_get_constraintdef(oid)
                    from pg_constraint where connamespace = current_schema()::regnamespace
                  ) as lines order by 1";
}

/// A column that takes only certain values: where it stands, and one that it takes.
const TAKES: [(&str, &str, &str); 0] = [];

/// A value of any kind.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cell {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

impl FromValue for Cell {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        Some(match value {
            ValueRef::Null => Self::Null,
            ValueRef::Int(number) => Self::Int(number),
            ValueRef::Text(text) => Self::Text(text.to_owned()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        })
    }
}

impl ToValue for Cell {
    fn to_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(*number),
            Self::Text(text) => Value::from(text.as_str()),
            Self::Blob(bytes) => Value::Blob(bytes.into()),
        }
    }
}

/// A row that was planted: the table, its columns, their values.
struct Planted {
    table: String,
    cells: Vec<(String, Cell)>,
}

/// Where one county of the test lives.
struct Ground {
    place: Place,
    parts: Vec<&'static Part>,
    _folder: Folder,
}

impl Ground {
    fn new() -> Self {
        let folder = Folder::new();
        let place = match std::env::var("XIANGYUE_TEST_DATABASE") {
            Ok(url) => {
                let name = hex(&Sources::secret().unwrap().bytes::<8>());
                Place::Postgres { url, schema: format!("m{name}") }
            }
            Err(_) => Place::File(folder.path().join("county.db")),
        };
        Self { place, parts: xiangyue::modules::parts(), _folder: folder }
    }

    fn migrate(&self, parts: &[&'static Part]) -> Vec<String> {
        Db::migrate(&self.place, parts, &surroundings(&[])).unwrap()
    }

    fn with<T: Send + 'static>(
        &self,
        texts: &[&'static Sql],
        act: impl Fn(&mut Tx<'_>) -> platform::Result<T> + Send + 'static,
    ) -> T {
        Db::open(&self.place, surroundings(texts)).unwrap().write_now(act).unwrap()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        drop_schema(&self.place);
    }
}

/// The program with these statements besides its own.
fn surroundings(texts: &[&'static Sql]) -> Arc<Surroundings> {
    let own: &'static [&'static Sql] = Box::leak(texts.to_vec().into_boxed_slice());
    let lists = Box::leak(Box::new([own, STATEMENTS]));
    let mut parts = xiangyue::modules::parts();
    parts.push(Box::leak(Box::new(Part { statements: lists, ..empty("planting") })));
    let vault = Vault::new([7; 32]);
    Surroundings::new(Clock::System, Sources::seeded(7), vault, registry::REGISTRAR, &parts)
}

/// Takes away what a test left on the server.
pub fn drop_schema(place: &Place) {
    let Place::Postgres { schema, .. } = place else { return };
    let away = statement(format!("drop schema {schema} cascade"));
    let place = place.clone();
    // The client blocks, and a test may run where blocking is not allowed.
    let dropping = std::thread::spawn(move || {
        Db::open(&place, surroundings(&[away]))?.write_now(move |tx| tx.run(away, &[]))
    });
    let _ = dropping.join();
}

fn empty(name: &'static str) -> Part {
    Part {
        name,
        migrations: &[],
        statements: &[],
        listeners: &[],
        jobs: &[],
        personal: Personal::NONE,
        located: &[],
        logged: &[],
    }
}

fn statement(text: String) -> &'static Sql {
    Box::leak(Box::new(Sql::new("migrations", "PLANTED", Box::leak(text.into_boxed_str()), None)))
}

/// The program as it was when it had so many steps, in the order in which they run.
fn first(steps: usize) -> Vec<&'static Part> {
    let mut left = steps;
    let mut parts = Vec::new();
    for part in xiangyue::modules::parts() {
        let here = left.min(part.migrations.len());
        left -= here;
        let migrations = &part.migrations[..here];
        parts.push(&*Box::leak(Box::new(Part { migrations, ..empty(part.name) })));
    }
    parts
}

/// The program when each part had so many steps at most.
fn first_of_each(steps: usize) -> Vec<&'static Part> {
    let of = |part: &&'static Part| {
        let migrations = &part.migrations[..steps.min(part.migrations.len())];
        &*Box::leak(Box::new(Part { migrations, ..empty(part.name) }))
    };
    xiangyue::modules::parts().iter().map(of).collect()
}

/// Whether every table is there to which another refers.
fn stands(parts: &[&'static Part]) -> bool {
    let conn = Connection::open_in_memory().unwrap();
    for migration in parts.iter().flat_map(|part| part.migrations) {
        conn.execute_batch(migration.sql).unwrap();
    }
    let missing = "select count(*) from sqlite_master as referring,
                     pragma_foreign_key_list(referring.name) as key
                   where referring.type = 'table'
                     and key.\"table\" not in (select name from sqlite_master where type = 'table')";
    conn.query_row(missing, [], |row| row.get::<_, i64>(0)).unwrap() == 0
}

/// A row for each table, made from what the embedded engine knows of its columns.
fn rows(parts: &[&'static Part]) -> Vec<Planted> {
    let conn = Connection::open_in_memory().unwrap();
    for migration in parts.iter().flat_map(|part| part.migrations) {
        conn.execute_batch(migration.sql).unwrap();
    }
    let mut tables = conn
        .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
        .unwrap();
    let names: Vec<String> =
        tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut known: HashMap<(String, String), Cell> = HashMap::new();
    let mut planted = Vec::new();
    for (number, table) in names.into_iter().enumerate() {
        let mut cells = Vec::new();
        for (column, kind) in columns(&conn, &table) {
            let cell = value(&known, (&conn, &table, &column), &kind, number);
            known.insert((table.clone(), column.clone()), cell.clone());
            cells.push((column, cell));
        }
        planted.push(Planted { table, cells });
    }
    planted
}

fn columns(conn: &Connection, table: &str) -> Vec<(String, String)> {
    let mut columns = conn
        .prepare(&format!("select name, lower(type) from pragma_table_info('{table}')"))
        .unwrap();
    let columns = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    columns.map(Result::unwrap).collect()
}

fn value(
    known: &HashMap<(String, String), Cell>,
    (conn, table, column): (&Connection, &str, &str),
    kind: &str,
    number: usize,
) -> Cell {
    if let Some((_, _, text)) = TAKES.iter().find(|(t, c, _)| (*t, *c) == (table, column)) {
        return Cell::Text((*text).to_owned());
    }
    let mut refers = conn
        .prepare(&format!(
            "select \"table\", \"from\", \"to\" from pragma_foreign_key_list('{table}')"
        ))
        .unwrap();
    let refers = refers
        .query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .find(|(_, from, _)| from == column);
    if let Some((to_table, _, to_column)) = refers {
        // The first row of a table that refers to itself refers to nothing.
        return known.get(&(to_table, to_column)).cloned().unwrap_or(Cell::Null);
    }
    match kind {
        "bigint" => Cell::Int(number as i64 + 1),
        "bytea" => Cell::Blob(vec![number as u8 + 1; 16]),
        "text" => Cell::Text(format!("{table} {column} {number}")),
        other => panic!("{table}.{column} is {other}; the tables use bigint, bytea and text"),
    }
}

/// Opened once for all rows: on a server each opening makes a dozen connections.
fn plant(ground: &Ground, planted: &[Planted]) {
    let mut rows: Vec<(&'static Sql, Vec<Cell>)> = Vec::new();
    for row in planted {
        let columns: Vec<&str> = row.cells.iter().map(|(column, _)| column.as_str()).collect();
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let (columns, places) = (columns.join(", "), places.join(", "));
        let sql = statement(format!("insert into {} ({columns}) values ({places})", row.table));
        rows.push((sql, row.cells.iter().map(|(_, cell)| cell.clone()).collect()));
    }
    let texts: Vec<&'static Sql> = rows.iter().map(|(sql, _)| *sql).collect();
    ground.with(&texts, move |tx| {
        rows.iter().try_for_each(|(sql, cells)| {
            let cells: Vec<&dyn ToValue> = cells.iter().map(|cell| cell as &dyn ToValue).collect();
            tx.run_one(sql, &cells)
        })
    });
}

/// The rows as they were, and the newest tables.
fn still_there(ground: &Ground, planted: &[Planted]) -> Vec<String> {
    let mut cells: Vec<(&'static Sql, String, Cell)> = Vec::new();
    for row in planted {
        for (column, cell) in &row.cells {
            let sql = statement(format!("select {column} from {}", row.table));
            cells.push((sql, format!("{}.{column}", row.table), cell.clone()));
        }
    }
    let texts: Vec<&'static Sql> = cells.iter().map(|(sql, _, _)| *sql).collect();
    ground.with(&texts, move |tx| {
        for (sql, place, cell) in &cells {
            assert_eq!(tx.query::<(Cell,)>(sql, &[])?, [(cell.clone(),)], "{place}");
        }
        schema(tx)
    })
}

fn schema(tx: &mut Tx<'_>) -> platform::Result<Vec<String>> {
    Ok(tx.query::<(String,)>(&SCHEMA, &[])?.into_iter().map(|line| line.0).collect())
}

fn every_older_county_is_brought_up_to_date() {
    let fresh = Ground::new();
    let steps = fresh.migrate(&fresh.parts).len();
    let newest = fresh.with(&[], schema);
    assert!(newest.len() > 20 && steps >= 6, "{steps} steps, {newest:#?}");
    let prefixes = (0..=steps).map(first);
    // As it was released: each part had its first steps, and whatever these lean on.
    let releases = (1..steps).map(first_of_each).filter(|parts| stands(parts));
    for parts in prefixes.chain(releases) {
        let before: usize = parts.iter().map(|part| part.migrations.len()).sum();
        let ground = Ground::new();
        assert_eq!(ground.migrate(&parts).len(), before);
        let planted = rows(&parts);
        plant(&ground, &planted);
        let ran = ground.migrate(&ground.parts);
        assert_eq!(ran.len(), steps - before);
        assert_eq!(
            still_there(&ground, &planted),
            newest,
            "after {before} steps and then the rest"
        );
    }
}

#[test]
fn an_older_county_keeps_its_rows_and_gets_the_newest_tables() {
    every_older_county_is_brought_up_to_date();
}

#[test]
#[ignore = "needs PostgreSQL: cargo xtask test"]
fn an_older_county_keeps_its_rows_and_gets_the_newest_tables_on_postgresql() {
    assert!(std::env::var("XIANGYUE_TEST_DATABASE").is_ok(), "no database is named");
    every_older_county_is_brought_up_to_date();
}
