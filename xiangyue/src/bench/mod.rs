//! `xiangyue bench`: how fast, beside something plain on the same machine in the same run.
//!
//! Rates of a shared machine move; the ratio inside one run is what counts.

mod client;
mod list;
mod process;
mod report;
mod submit;

use std::path::PathBuf;

use clap::Args;
use platform::{Error, Result};

use crate::cli::say;
use report::Row;

/// 测速度 / Measure speed
#[derive(Args, Debug)]
pub struct Bench {
    /// 只测这一项：list 或 submit / Only this one
    #[arg(long, value_name = "NAME", value_parser = ["list", "submit"])]
    only: Option<String>,
    /// 结果写成 JSON / Write the rows as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

impl Bench {
    /// Measures and reports.
    pub fn run(self) -> Result<()> {
        let folder = std::env::temp_dir().join(format!("xiangyue-bench-{}", std::process::id()));
        let rows = self.measure(&folder);
        let _ = std::fs::remove_dir_all(&folder);
        let rows = rows?;
        for line in report::table(&rows) {
            say(&line);
        }
        if let Some(path) = self.json {
            std::fs::write(path, serde_json::to_vec_pretty(&rows)?)?;
        }
        Ok(())
    }

    fn measure(&self, folder: &std::path::Path) -> Result<Vec<Row>> {
        let county = process::county(folder)?;
        let wanted = |name: &str| self.only.as_deref().is_none_or(|only| only == name);
        let mut rows = Vec::new();
        if wanted("list") {
            rows.extend(list::measure(&county)?);
        }
        if wanted("submit") {
            rows.extend(submit::measure(&county)?);
        }
        if rows.is_empty() {
            return Err(Error::fault("nothing was measured"));
        }
        Ok(rows)
    }
}
