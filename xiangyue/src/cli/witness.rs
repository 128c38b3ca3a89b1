//! `xiangyue witness key|cosign`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use platform::Result;
use platform::app::Sources;
use platform::clock::Clock;
use tlog::key::VerifierKey;

use super::say;
use crate::witness::Folder;

/// 给别人的公开日志当见证方 / Witness somebody's public log
#[derive(Args, Debug)]
pub struct Witness {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand, Debug)]
enum Act {
    /// 做一把见证方的密钥（有了就不再做），打印公钥 / Make the key if there is none; print its public half
    Key {
        /// 放密钥和看过的记录 / Folder of the key and of what was seen
        #[arg(long, value_name = "DIR", default_value = "xiangyue-witness")]
        folder: PathBuf,
        /// 见证方的名字，用自己的网址最好 / The witness's name, best an address of its own
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
    /// 看一次日志：接得上就签名，接不上就报警 / Look at a log, and cosign it if it only grew
    Cosign {
        /// 日志的网址，例如 https://example.cn/log / Address of the log
        log: String,
        /// 放密钥和看过的记录 / Folder of the key and of what was seen
        #[arg(long, value_name = "DIR", default_value = "xiangyue-witness")]
        folder: PathBuf,
        /// 日志的公钥，第一次要写 / The log's key, the first time
        #[arg(long, value_name = "KEY")]
        log_key: Vec<VerifierKey>,
    },
}

impl Witness {
    pub fn run(self) -> Result<()> {
        let sources = Sources::secret()?;
        match self.act {
            Act::Key { folder, name } => {
                let key = Folder::new(&folder).key(name.as_deref(), &sources)?;
                say("请把下面这一行交给县里登记 / give this line to the county:");
                say(&key.to_string());
            }
            Act::Cosign { log, folder, log_key } => {
                let now = u64::try_from(Clock::System.now().as_second()).unwrap_or_default();
                let log = log.trim_end_matches('/');
                let done = Folder::new(&folder).cosign(log, &log_key, now, &sources)?;
                let (before, now) = (done.before, done.now);
                say(&format!(
                    "{}：上次看到 {before} 笔，现在 {now} 笔，接得上，已签名 / it only grew; cosigned",
                    done.origin
                ));
            }
        }
        Ok(())
    }
}
