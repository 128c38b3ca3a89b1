//! `xiangyue doctor`

use clap::Args;
use platform::{Error, Result};

use super::say;
use crate::doctor::{self, Level};
use crate::settings::Given;

/// 检查机器和数据，说明怎么办 / Look for what is wrong and say what to do
#[derive(Args, Debug)]
pub struct Doctor {
    #[command(flatten)]
    given: Given,
}

impl Doctor {
    pub fn run(self) -> Result<()> {
        let findings = doctor::examine(&self.given.choose()?)?;
        for finding in &findings {
            let mark = match finding.level {
                Level::Good => "好   / ok     ",
                Level::Warning => "留意 / warning",
                Level::Error => "要改 / error  ",
            };
            say(&format!("{mark}  {} / {}", finding.zh, finding.en));
        }
        let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
        if errors == 0 {
            return Ok(());
        }
        Err(Error::fault(format!("有 {errors} 处要改 / {errors} errors")))
    }
}
