//! `xiangyue log key|rotate|export`

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use platform::log::{self, LogKeys, Stored, signing, witnesses};
use platform::{Error, Result};
use tlog::tiles;

use super::say;
use crate::county;
use crate::settings::Given;

/// 公开日志：密钥、静态文件 / The public log: its keys, its files
#[derive(Args, Debug)]
pub struct Log {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand, Debug)]
enum Act {
    /// 打印公钥；还没有就做一把 / Print the keys; make the first one if there is none
    Key {
        /// 日志的名字，定了就不能改，例如 example.cn/log / The log's name, for good
        #[arg(long, value_name = "NAME")]
        origin: Option<String>,
        #[command(flatten)]
        given: Given,
    },
    /// 换一把签名的密钥，旧的留着核对 / A new key signs from now on; the old ones stay
    Rotate {
        #[command(flatten)]
        given: Given,
    },
    /// 把整个日志写成静态文件，可以放到任何网站或U盘 / Write the whole log as files for any web server
    Export {
        /// 写到哪个文件夹 / The folder
        into: PathBuf,
        #[command(flatten)]
        given: Given,
    },
}

impl Log {
    pub fn run(self) -> Result<()> {
        match self.act {
            Act::Key { origin, given } => {
                let app = county::open(&given.choose()?)?;
                let folder = &app.settings.folder;
                let keys = match (LogKeys::read(folder)?, origin) {
                    (Some(keys), None) => keys,
                    (None, Some(origin)) => LogKeys::make(folder, &origin, app.sources())?,
                    (Some(_), Some(_)) => {
                        return Err(Error::fault("日志已经有名字和密钥了 / the log has its name"));
                    }
                    (None, None) => {
                        return Err(Error::fault(
                            "还没有密钥。请用 --origin 给日志起名 / no key yet: name the log with --origin",
                        ));
                    }
                };
                show(&keys);
            }
            Act::Rotate { given } => {
                let app = county::open(&given.choose()?)?;
                let folder = &app.settings.folder;
                let keys = LogKeys::read(folder)?
                    .ok_or_else(|| Error::fault("日志还没有密钥 / the log has no key yet"))?;
                show(&keys.rotate(folder, app.sources())?);
                say(
                    "请马上另存一份 log.key，并把新的公钥告诉见证方 / copy log.key, tell the witnesses",
                );
            }
            Act::Export { into, given } => export(&given, &into)?,
        }
        Ok(())
    }
}

fn show(keys: &LogKeys) {
    for key in keys.verifiers() {
        say(&key.to_string());
    }
}

fn export(given: &Given, into: &std::path::Path) -> Result<()> {
    let app = county::open(&given.clone().choose()?)?;
    let into = into.to_owned();
    let files = app.db.read_now(move |tx| {
        let note = witnesses::latest_note(tx)?
            .ok_or_else(|| Error::fault("日志还没有签过名 / the log was never signed"))?;
        let signed = signing::latest(tx)?.ok_or(Error::NotFound)?;
        let size = u64::try_from(signed.size).unwrap_or_default();
        let mut files = 1;
        let write = |path: &str, bytes: &[u8]| -> Result<()> {
            let path = into.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&into))?;
            Ok(fs::write(path, bytes)?)
        };
        for tile in tiles::tiles(size) {
            write(&tile.to_string(), &tile.read(&mut Stored(tx))?)?;
            files += 1;
        }
        for bundle in tiles::bundles(size) {
            let placed = log::entries(tx, bundle.first(), u32::from(bundle.width))?;
            let contents = placed.iter().map(|placed| placed.content.as_bytes());
            write(&bundle.to_string(), &tiles::write_entries(contents)?)?;
            files += 1;
        }
        // Last, so that a copy that was broken off is not taken for a whole one.
        write("checkpoint", note.as_bytes())?;
        Ok(files)
    })?;
    say(&format!("写好了 {files} 个文件 / files written"));
    Ok(())
}
