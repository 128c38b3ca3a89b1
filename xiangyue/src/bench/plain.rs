//! The database without the program: for plain baselines, and to fill a county with old cases.

use std::fmt::Write;

use platform::storage::Place;
use platform::{Error, Result};

use super::process::County;

/// A plain connection to the data of a county.
pub enum Plain {
    /// To its file.
    Sqlite(rusqlite::Connection),
    /// To its schema.
    Postgres(postgres::Client),
}

fn fault(error: impl std::fmt::Display) -> Error {
    Error::fault(format!("plain database: {error}"))
}

/// Things of which a bench needs many, copied from those that are there.
struct Things {
    table: &'static str,
    which: &'static str,
    /// Tables whose rows go with them, and by which column.
    parts: &'static [(&'static str, &'static str, Part)],
}

/// How rows go with a thing.
#[derive(Clone, Copy)]
enum Part {
    /// They are known by the thing.
    Rows,
    /// They have identifiers of their own.
    Entries,
    /// They are the thing itself, in another table.
    Same,
}

const CASES: Things = Things {
    table: "cases",
    which: "open = 0",
    parts: &[
        ("case_events", "case_id", Part::Rows),
        ("case_materials", "case_id", Part::Rows),
        ("journal", "subject_id", Part::Entries),
    ],
};

const DISCLOSURES: Things = Things {
    table: "disclosure_drafts",
    which: "id in (select id from disclosures where corrects_id is null)",
    parts: &[
        ("disclosures", "id", Part::Same),
        ("disclosure_events", "disclosure_id", Part::Rows),
        ("ledger_lines", "disclosure_id", Part::Rows),
    ],
};

impl Plain {
    /// Connects; nobody serves the county at that time.
    pub fn to(county: &County) -> Result<Self> {
        match &county.chosen.place {
            Place::File(path) => {
                let conn = rusqlite::Connection::open(path).map_err(fault)?;
                conn.execute_batch("pragma journal_mode = wal; pragma synchronous = full")
                    .map_err(fault)?;
                Ok(Self::Sqlite(conn))
            }
            Place::Postgres { url, schema } => {
                let mut client = postgres::Client::connect(url, postgres::NoTls).map_err(fault)?;
                client.batch_execute(&format!("set search_path to {schema}")).map_err(fault)?;
                Ok(Self::Postgres(client))
            }
        }
    }

    /// Drops what an earlier run left behind in a database.
    pub fn drop_schema(url: &str, schema: &str) -> Result<()> {
        let mut client = postgres::Client::connect(url, postgres::NoTls).map_err(fault)?;
        let script =
            format!("set client_min_messages = warning; drop schema if exists {schema} cascade");
        client.batch_execute(&script).map_err(fault)
    }

    /// Runs statements that give nothing.
    pub fn run(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(conn) => conn.execute_batch(sql).map_err(fault),
            Self::Postgres(client) => client.batch_execute(sql).map_err(fault),
        }
    }

    /// A statement with one whole number.
    pub fn number(&mut self, sql: &str) -> Result<u64> {
        let number: i64 = match self {
            Self::Sqlite(conn) => conn.query_row(sql, [], |row| row.get(0)).map_err(fault)?,
            Self::Postgres(client) => client.query_one(sql, &[]).map_err(fault)?.get(0),
        };
        Ok(number.unsigned_abs())
    }

    /// The first column of all rows, as text.
    pub fn words(&mut self, sql: &str) -> Result<Vec<String>> {
        match self {
            Self::Sqlite(conn) => {
                let mut statement = conn.prepare(sql).map_err(fault)?;
                let rows = statement.query_map([], |row| row.get(0)).map_err(fault)?;
                rows.collect::<rusqlite::Result<_>>().map_err(fault)
            }
            Self::Postgres(client) => {
                let rows = client.query(sql, &[]).map_err(fault)?;
                Ok(rows.iter().map(|row| row.get(0)).collect())
            }
        }
    }

    /// The names of a table's columns.
    fn columns(&mut self, table: &str) -> Result<Vec<String>> {
        let sql = match self {
            Self::Sqlite(_) => format!("select name from pragma_table_info('{table}')"),
            Self::Postgres(_) => format!(
                "select column_name::text from information_schema.columns
                 where table_schema = current_schema() and table_name = '{table}'
                 order by ordinal_position"
            ),
        };
        self.words(&sql)
    }

    /// Copies ended cases with all that belongs to them until there are so many.
    pub fn fill_cases(&mut self, wanted: u64) -> Result<()> {
        self.fill(wanted, &CASES)
    }

    /// Copies disclosures with their lines until so many were published.
    pub fn fill_disclosures(&mut self, wanted: u64) -> Result<()> {
        self.fill(wanted, &DISCLOSURES)
    }

    fn fill(&mut self, wanted: u64, things: &Things) -> Result<()> {
        let (id, code) = match self {
            Self::Sqlite(_) => ("randomblob(16)", "printf('%09d', ?)"),
            Self::Postgres(_) => ("uuid_send(gen_random_uuid())", "lpad((?)::text, 9, '0')"),
        };
        let Things { table, which, parts } = things;
        let mut there = self.number(&format!("select count(*) from {table}"))?;
        while there < wanted {
            let code = code.replace('?', &format!("{there} + row_number() over ()"));
            let mut script = String::from("begin;");
            let limit = wanted - there;
            // Writing into a string cannot fail.
            let _ = write!(
                script,
                "create temporary table picked as select id as old_id, {id} as new_id,
                   {code} as new_code from {table} where {which} limit {limit};
                 create index picked_old on picked (old_id);"
            );
            let own = [("id", "new_id"), ("code", "new_code")];
            script.push_str(&self.copy(table, "id", &own)?);
            for (part, by, kind) in *parts {
                let anew: &[(&str, &str)] = match kind {
                    Part::Rows => &[(by, "new_id")],
                    Part::Entries => &[(by, "new_id"), ("id", id)],
                    Part::Same => &own,
                };
                script.push_str(&self.copy(part, by, anew)?);
            }
            script.push_str("drop table picked; commit;");
            self.run(&script)?;
            let now = self.number(&format!("select count(*) from {table}"))?;
            if now == there {
                return Err(Error::fault("nothing is there that could be copied"));
            }
            there = now;
        }
        match self {
            Self::Sqlite(_) => self.run("pragma wal_checkpoint(truncate)"),
            // What the server would do by itself after some minutes.
            Self::Postgres(_) => self.run("vacuum analyze"),
        }
    }

    /// The statement that copies the picked rows of a table, some columns given anew.
    fn copy(&mut self, table: &str, by: &str, anew: &[(&str, &str)]) -> Result<String> {
        let columns = self.columns(table)?;
        let values: Vec<String> = columns
            .iter()
            .map(|column| match anew.iter().find(|(name, _)| name == column) {
                Some((_, value)) => (*value).to_owned(),
                None => format!("t.{column}"),
            })
            .collect();
        Ok(format!(
            "insert into {table} ({}) select {} from picked p join {table} t on t.{by} = p.old_id;",
            columns.join(", "),
            values.join(", ")
        ))
    }
}
