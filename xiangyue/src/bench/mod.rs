//! `xiangyue bench`: how fast, beside something plain on the same machine in the same run.
//!
//! Rates of a shared machine move; the ratio inside one run is what counts.

mod client;
mod import;
mod life;
mod list;
mod people;
mod plain;
mod process;
mod report;
mod spike;
mod submit;

use std::path::{Path, PathBuf};

use clap::Args;
use platform::{Error, Result};

use crate::cli::say;
use process::County;
use report::Row;

/// What can be measured, in this order.
const NAMES: [&str; 9] =
    ["list", "guides", "disclosures", "submit", "spike", "life", "people", "start", "import"];

/// 测速度 / Measure speed
#[derive(Args, Debug)]
pub struct Bench {
    /// 只测这些，可以写几次：list guides disclosures submit spike life people start import / Only these
    #[arg(long, value_name = "NAME", value_parser = NAMES)]
    only: Vec<String>,
    /// 在这个 PostgreSQL 上测，不写就测文件 / On this PostgreSQL database instead of a file
    #[arg(long, value_name = "URL", hide_env_values = true)]
    on: Option<String>,
    /// 大县的居民人数 / Residents of the large county
    #[arg(long, default_value_t = 1_000_000)]
    #[arg(value_parser = clap::value_parser!(u32).range(2_000..=1_000_000))]
    residents: u32,
    /// 办件存量，可以写几次 / Cases that are there already
    #[arg(long, value_name = "N", default_values_t = [10_000, 100_000, 1_000_000])]
    cases: Vec<u64>,
    /// 结果写成 JSON / Write the rows as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

impl Bench {
    /// Measures and reports.
    pub fn run(self) -> Result<()> {
        let folder = std::env::temp_dir().join(format!("xiangyue-bench-{}", std::process::id()));
        // Made here, and not with the first county for its owner alone: nginx has users of its own.
        std::fs::create_dir_all(&folder)?;
        let rows = self.measure(&folder);
        let _ = std::fs::remove_dir_all(&folder);
        let rows = rows?;
        if let Some(path) = self.json {
            std::fs::write(path, serde_json::to_vec_pretty(&rows)?)?;
        }
        Ok(())
    }

    fn measure(&self, folder: &Path) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        say(&report::head());
        let mut note = |new: Vec<Row>| {
            for row in new {
                say(&report::line(&row));
                rows.push(row);
            }
        };
        let in_small = ["list", "guides", "disclosures", "submit", "spike", "life"];
        let wanted: Vec<&str> = in_small.into_iter().filter(|name| self.wants(name)).collect();
        let mut small = None;
        for name in wanted {
            let small = match &small {
                Some(small) => small,
                None => small.insert(County::make(folder, 20_000, self.on.as_deref())?),
            };
            match name {
                "list" => note(list::list(small)?),
                "guides" => note(list::search(small)?),
                "disclosures" => note(list::disclosures(small)?),
                "submit" => note(submit::measure(small)?),
                "spike" => note(spike::measure(small)?),
                "life" => {
                    for cases in &self.cases {
                        note(vec![life::measure(small, *cases)?]);
                    }
                }
                _ => {}
            }
        }
        if self.wants("people") || self.wants("start") {
            let large = County::make(folder, self.residents, self.on.as_deref())?;
            if self.wants("people") {
                note(people::measure(&large)?);
            }
            if self.wants("start") {
                note(list::start(&large)?);
            }
        }
        if self.wants("import") {
            note(import::measure(folder, self.residents, self.on.as_deref())?);
        }
        if rows.is_empty() { Err(Error::fault("nothing was measured")) } else { Ok(rows) }
    }

    fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }
}
