//! `xiangyue backup` and `restore`

use std::path::PathBuf;

use clap::Args;
use platform::Result;

use super::say;
use crate::backup;
use crate::settings::Given;

/// 备份，服务开着也行 / Back up, also while it is served
#[derive(Args, Debug)]
pub struct Backup {
    /// 备份放在哪个文件夹下面 / The folder to put it in
    into: PathBuf,
    /// 密钥也放进去（一般不要）/ Put the key in, too (better not)
    #[arg(long)]
    with_key: bool,
    #[command(flatten)]
    given: Given,
}

/// 从备份恢复到一个空的地方 / Restore a backup where no county is
#[derive(Args, Debug)]
pub struct Restore {
    /// 备份的文件夹 / The backup's folder
    backup: PathBuf,
    #[command(flatten)]
    given: Given,
}

impl Backup {
    pub fn run(self) -> Result<()> {
        let (folder, manifest) = backup::make(&self.given.choose()?, &self.into, self.with_key)?;
        say(&format!("备份好了，读回来核对过 / backed up and read again: {}", folder.display()));
        tell(&manifest);
        say(if manifest.with_key {
            "密钥也在里面：谁拿到它就能看全部内容，请锁好 / the key is in it: keep it locked away"
        } else {
            "密钥不在里面，请另外保存 county.key / the key is not in it: keep county.key elsewhere"
        });
        Ok(())
    }
}

impl Restore {
    pub fn run(self) -> Result<()> {
        let manifest = backup::restore(&self.given.choose()?, &self.backup)?;
        say("恢复好了，办事记录逐条一样 / restored; the journal is the same, entry by entry");
        tell(&manifest);
        Ok(())
    }
}

pub(super) fn tell(manifest: &backup::Manifest) {
    let journal = &manifest.contents.journal;
    say(&format!("时间 / made at: {}", manifest.made_at));
    say(&format!("办事记录 / journal entries: {}，SHA-256 {}", journal.entries, journal.sha256));
    say(&format!("文件 / files: {}", manifest.files.count));
    for sha256 in &manifest.files.missing {
        say(&format!("县里缺这个文件 / the county lacks this file: {}", path_of(sha256)));
    }
}

/// Where a file lies in the folder of the data, and in a backup.
pub(super) fn path_of(sha256: &str) -> String {
    format!("files/{}/{sha256}", sha256.get(..2).unwrap_or_default())
}
