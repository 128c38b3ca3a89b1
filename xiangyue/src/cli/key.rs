//! `xiangyue key rotate|drop|show`

use clap::{Args, Subcommand};
use platform::privacy::{drop_old_keys, rotate, sealing};
use platform::{Actor, AreaId, Result, Uuid};

use super::{block_on, say};
use crate::county;
use crate::settings::Given;

/// 密钥 / Keys
#[derive(Args, Debug)]
pub struct Key {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand, Debug)]
enum Act {
    /// 换一把新钥匙，封存的内容全部重封；中断了再运行接着做 / Make a new key and seal all anew
    Rotate {
        #[command(flatten)]
        given: Given,
    },
    /// 删掉已经不用的旧钥匙 / Drop the old key once nothing is sealed with it
    Drop {
        #[command(flatten)]
        given: Given,
    },
    /// 有哪些钥匙，各封了多少内容 / Which keys there are, and how much is sealed
    Show {
        #[command(flatten)]
        given: Given,
    },
}

impl Key {
    pub fn run(self) -> Result<()> {
        let (Act::Rotate { given } | Act::Drop { given } | Act::Show { given }) = &self.act;
        let app = county::open(&given.clone().choose()?)?;
        let actor = app.db.read_now(|tx| {
            let county = registry::county(tx)?.map(|county| county.id);
            Ok(Actor::operator(county.unwrap_or(AreaId(Uuid::nil()))))
        })?;
        match self.act {
            Act::Rotate { .. } => {
                let done = block_on(rotate(&app, &actor))?;
                let made = if done.made { "新做的 new" } else { "接着上次 went on" };
                say(&format!("钥匙 / key {}（{made}）", done.key));
                say(&format!("重新封存 / sealed anew: {}", done.resealed));
                say("请马上另存一份 county.key；十分钟以后可以运行 xiangyue key drop 删掉旧钥匙");
                say("Copy county.key now; after ten minutes the old key can be dropped");
            }
            Act::Drop { .. } => {
                let gone = block_on(drop_old_keys(&app, &actor))?;
                say(&format!("删掉旧钥匙 / old keys dropped: {gone}"));
                say(
                    "以前的数据备份要用以前另存的 county.key 才打得开 / Older copies of the data need the older county.key",
                );
            }
            Act::Show { .. } => {
                for key in app.db.surroundings().vault.keys() {
                    let active = if key.active { "在用 active" } else { "旧的 old" };
                    say(&format!("钥匙 / key {}: {active}，{}", key.id, key.made_at));
                }
                for column in block_on(sealing(&app))? {
                    let (table, name) = (column.table, column.column);
                    let (active, old) = (column.active, column.old);
                    say(&format!("{table}.{name}: 在用 active {active}，旧的 old {old}"));
                }
            }
        }
        Ok(())
    }
}
