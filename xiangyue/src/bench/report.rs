//! The rows of a measurement.

use serde::Serialize;

use super::client::Run;
use super::process::Server;

/// One measurement.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What was measured.
    pub name: &'static str,
    /// By which engine.
    pub engine: &'static str,
    /// Bytes of a page, or how many there were.
    pub size: u64,
    /// How many a second.
    pub rate_per_s: u64,
    /// Half were as quick as this, in thousandths of a millisecond.
    #[serde(rename = "p50_ms", serialize_with = "thousandths")]
    pub p50_us: u64,
    /// All but one of a hundred were as quick as this.
    #[serde(rename = "p99_ms", serialize_with = "thousandths")]
    pub p99_us: u64,
    /// Processor time of the server for one.
    pub cpu_us_per_op: u64,
    /// Memory of the server.
    pub rss_mb: u64,
    /// The rate as so many hundredths of the other's.
    #[serde(rename = "ratio", serialize_with = "hundredths")]
    pub ratio_percent: Option<u64>,
    /// Of which other row.
    pub ratio_to: Option<&'static str>,
}

impl Row {
    /// A row of what was measured in this process, without a server.
    pub fn of(engine: &'static str, name: &'static str, size: u64, run: &Run) -> Self {
        Self {
            name,
            engine,
            size,
            rate_per_s: run.rate(),
            p50_us: run.percentile(50),
            p99_us: run.percentile(99),
            cpu_us_per_op: 0,
            rss_mb: 0,
            ratio_percent: None,
            ratio_to: None,
        }
    }

    /// Compares the rate with another row's.
    pub fn beside(mut self, other: &Self) -> Self {
        self.ratio_percent = (self.rate_per_s * 100).checked_div(other.rate_per_s);
        self.ratio_to = Some(other.name);
        self
    }
}

fn decimal(value: u64, parts: u64, digits: usize) -> String {
    format!("{}.{:0digits$}", value / parts, value % parts)
}

fn thousandths<S: serde::Serializer>(value: &u64, out: S) -> Result<S::Ok, S::Error> {
    number(decimal(*value, 1000, 3), out)
}

fn hundredths<S: serde::Serializer>(value: &Option<u64>, out: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(decimal(*value, 100, 2), out),
        None => out.serialize_none(),
    }
}

fn number<S: serde::Serializer>(decimal: String, out: S) -> Result<S::Ok, S::Error> {
    decimal.parse::<f64>().map_err(serde::ser::Error::custom)?.serialize(out)
}

/// A row of a run against a server, whose processor time before it is known.
pub fn row(
    server: &Server,
    engine: &'static str,
    name: &'static str,
    size: u64,
    run: &Run,
    cpu_before: u64,
) -> Row {
    Row {
        cpu_us_per_op: server.cpu_us().saturating_sub(cpu_before) / run.count.max(1),
        rss_mb: server.rss_mb(),
        ..Row::of(engine, name, size, run)
    }
}

/// The head of the table for people.
pub fn head() -> String {
    format!(
        "{:<22} {:<8} {:>9} {:>9} {:>9} {:>9} {:>10} {:>7}  {}",
        "name", "engine", "size", "rate/s", "p50 ms", "p99 ms", "cpu µs/op", "rss MB", "ratio"
    )
}

/// A row for people.
pub fn line(row: &Row) -> String {
    let ratio = match (row.ratio_percent, row.ratio_to) {
        (Some(percent), Some(other)) => format!("{} × {other}", decimal(percent, 100, 2)),
        _ => String::new(),
    };
    format!(
        "{:<22} {:<8} {:>9} {:>9} {:>9} {:>9} {:>10} {:>7}  {ratio}",
        row.name,
        row.engine,
        row.size,
        row.rate_per_s,
        decimal(row.p50_us, 1000, 3),
        decimal(row.p99_us, 1000, 3),
        row.cpu_us_per_op,
        row.rss_mb,
    )
}
