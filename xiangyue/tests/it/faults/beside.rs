//! Looking at a county's tables from beside the program, as an auditor would.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::{Sender, channel};

use platform::storage::Place;
use rusqlite::types::ValueRef;

/// Rows as text, whatever the engine; bytes in hexadecimal as PostgreSQL writes them.
pub type Rows = Vec<Vec<Option<String>>>;

type Question = (String, Sender<Result<Rows, String>>);

/// A connection of its own, on a thread of its own: the client of PostgreSQL blocks.
pub struct Beside {
    ask: Sender<Question>,
    sqlite: bool,
}

impl Beside {
    /// Looks at this place until it is dropped.
    pub fn of(place: &Place) -> Self {
        let (ask, asked) = channel::<Question>();
        let place = place.clone();
        let sqlite = matches!(place, Place::File(_));
        std::thread::spawn(move || {
            let mut answer = reader(&place);
            for (sql, reply) in asked {
                let _ = reply.send(answer(&sql));
            }
        });
        Self { ask, sqlite }
    }

    /// The rows of a statement that both engines understand.
    #[track_caller]
    pub fn rows(&self, sql: &str) -> Rows {
        let (reply, answer) = channel();
        self.ask.send((sql.to_owned(), reply)).unwrap();
        answer.recv().unwrap().unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// The first column of all rows.
    #[track_caller]
    pub fn words(&self, sql: &str) -> Vec<String> {
        self.rows(sql).into_iter().filter_map(|row| row.into_iter().next().flatten()).collect()
    }

    /// Lets all questions until the next see one state of the data.
    pub fn at_one_moment<T>(&self, look: impl FnOnce(&Self) -> T) -> T {
        self.rows(if self.sqlite { "begin" } else { "begin isolation level repeatable read" });
        let seen = look(self);
        self.rows("commit");
        seen
    }

    /// What the engine itself finds wrong.
    pub fn engine_faults(&self) -> Vec<String> {
        if !self.sqlite {
            return Vec::new();
        }
        let mut faults = self.words("pragma integrity_check");
        faults.retain(|word| word != "ok");
        faults.extend(self.words("pragma foreign_key_check"));
        faults
    }

    /// Each table with a digest of everything that stands in it.
    pub fn dump(&self) -> BTreeMap<String, String> {
        if self.sqlite {
            let tables = self.words("select name from sqlite_master where type = 'table'");
            return tables.into_iter().map(|table| self.digest(table)).collect();
        }
        let names = "select tablename from pg_tables where schemaname = current_schema()";
        let digests: Vec<String> = self
            .words(names)
            .iter()
            .map(|table| {
                format!(
                    "select '{table}', coalesce(md5(string_agg(t::text, ';' order by t::text)), '')
                     from {table} t"
                )
            })
            .collect();
        let rows = self.rows(&digests.join(" union all "));
        rows.into_iter()
            .map(|row| {
                let [table, digest] = row.try_into().unwrap();
                (table.unwrap(), digest.unwrap())
            })
            .collect()
    }

    fn digest(&self, table: String) -> (String, String) {
        let mut hasher = DefaultHasher::new();
        // A row that went and came back stands elsewhere, and is the same.
        let mut rows = self.rows(&format!("select * from {table}"));
        rows.sort();
        rows.hash(&mut hasher);
        let digest = format!("{:x}", hasher.finish());
        (table, digest)
    }
}

type Answer = Box<dyn FnMut(&str) -> Result<Rows, String>>;

fn reader(place: &Place) -> Answer {
    match place {
        Place::File(path) => {
            let conn = rusqlite::Connection::open(path).unwrap();
            conn.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
            Box::new(move |sql| from_sqlite(&conn, sql).map_err(|error| error.to_string()))
        }
        Place::Postgres { url, schema } => {
            let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
            client.batch_execute(&format!("set search_path to {schema}")).unwrap();
            Box::new(move |sql| from_postgres(&mut client, sql).map_err(|error| error.to_string()))
        }
    }
}

fn from_sqlite(conn: &rusqlite::Connection, sql: &str) -> rusqlite::Result<Rows> {
    let mut statement = conn.prepare(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut found = Rows::new();
    while let Some(row) = rows.next()? {
        let cells = (0..columns).map(|column| Ok(text(row.get_ref(column)?)));
        found.push(cells.collect::<rusqlite::Result<_>>()?);
    }
    Ok(found)
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Some(format!("\\x{}", platform::privacy::hex(bytes))),
    }
}

fn from_postgres(client: &mut postgres::Client, sql: &str) -> Result<Rows, postgres::Error> {
    let mut found = Rows::new();
    for message in client.simple_query(sql)? {
        if let postgres::SimpleQueryMessage::Row(row) = message {
            found.push((0..row.len()).map(|column| row.get(column).map(str::to_owned)).collect());
        }
    }
    Ok(found)
}
