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

    /// Fills a county up to so many cases: those that have ended are copied, with their events,
    /// papers and journal entries, as ten years of offices would leave them behind.
    pub fn fill_cases(&mut self, wanted: u64) -> Result<()> {
        let (id, code) = match self {
            Self::Sqlite(_) => ("randomblob(16)", "printf('%09d', ?)"),
            Self::Postgres(_) => ("uuid_send(gen_random_uuid())", "lpad((?)::text, 9, '0')"),
        };
        let mut there = self.number("select count(*) from cases")?;
        while there < wanted {
            let code = code.replace('?', &format!("{there} + row_number() over ()"));
            let mut script = String::from("begin;");
            let picked = "select id as old_id, {id} as new_id, {code} as new_code
                          from cases where open = 0 limit {count}"
                .replace("{id}", id)
                .replace("{code}", &code)
                .replace("{count}", &(wanted - there).to_string());
            // Writing into a string cannot fail.
            let _ = write!(script, "create temporary table picked as {picked};");
            script.push_str("create index picked_old on picked (old_id);");
            script.push_str(&self.copy(
                "cases",
                "id",
                &[("id", "new_id"), ("code", "new_code")],
            )?);
            for table in ["case_events", "case_materials"] {
                script.push_str(&self.copy(table, "case_id", &[("case_id", "new_id")])?);
            }
            script.push_str(&self.copy(
                "journal",
                "subject_id",
                &[("subject_id", "new_id"), ("id", id)],
            )?);
            script.push_str("drop table picked; commit;");
            self.run(&script)?;
            let now = self.number("select count(*) from cases")?;
            if now == there {
                return Err(Error::fault("no case has ended that could be copied"));
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
