//! `xiangyue demo`

use std::path::PathBuf;

use clap::Args;
use platform::Result;

use super::{block_on, say, serve};
use crate::county;
use crate::sample;
use crate::settings::Given;

/// The folder of the sample county when nothing is said.
const FOLDER: &str = "xiangyue-data/demo";

/// 演示县 / The sample county
#[derive(Args, Debug)]
pub struct Demo {
    #[command(flatten)]
    given: Given,
    /// 居民人数 / How many residents
    #[arg(long, default_value_t = 20_000)]
    #[arg(value_parser = clap::value_parser!(u32).range(2_000..=1_000_000))]
    residents: u32,
    /// 只造不开 / Make it, do not serve it
    #[arg(long)]
    no_serve: bool,
}

impl Demo {
    pub fn run(self) -> Result<()> {
        let mut given = self.given;
        if given.data.is_none() && given.config.is_none() {
            given.data = Some(PathBuf::from(FOLDER));
        }
        let chosen = given.choose()?;
        sample::make_if_missing(&chosen, self.residents, &mut |line| say(line))?;
        if self.no_serve {
            return Ok(());
        }
        let (app, _hold) = county::open_alone(&chosen)?;
        block_on(serve::serve(app, &chosen))
    }
}
