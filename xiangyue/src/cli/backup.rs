//! `xiangyue backup`, `restore` and `verify`

use std::path::PathBuf;

use clap::Args;
use platform::clock::Clock;
use platform::storage::copy::{self, Problem};
use platform::{Error, Result};

use super::say;
use crate::settings::Given;
use crate::{backup, county};

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

/// 核验数据，或者核验一份备份 / Verify the data, or a backup
#[derive(Args, Debug)]
pub struct Verify {
    /// 备份的文件夹；不填就核验县里的数据 / The backup's folder; without it, the county itself
    backup: Option<PathBuf>,
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

impl Verify {
    pub fn run(self) -> Result<()> {
        if let Some(backup) = &self.backup {
            let (manifest, _) = backup::check(backup)?;
            say("这份备份是完整的 / the backup is whole");
            tell(&manifest);
            return Ok(());
        }
        let chosen = self.given.choose()?;
        let vault = county::vault(&chosen)?;
        let now = Clock::System.now().as_millisecond();
        let found = copy::audit(&chosen.place, &vault, now)?;
        let files = county::files(&chosen)?;
        for problem in &found.problems {
            say(&in_words(problem));
        }
        for sha256 in &files.missing {
            say(&format!("文件不在磁盘上 / a file is missing: {}", path_of(sha256)));
        }
        for sha256 in &files.damaged {
            say(&format!("文件坏了或被改过 / a file is damaged: {}", path_of(sha256)));
        }
        say(&format!("办事记录 / journal entries: {}", found.entries));
        say(&format!("打开了的加密内容 / sealed values opened: {}", found.opened));
        say(&format!("打开核对过的文件 / files opened and compared: {}", files.used));
        if found.problems.is_empty() && files.missing.is_empty() && files.damaged.is_empty() {
            say("没有发现问题 / nothing wrong was found");
            Ok(())
        } else {
            Err(Error::fault(
                "数据有问题。先不要再写，看 docs/operating/backup.md 怎么恢复 / the data is damaged; stop writing, restore",
            ))
        }
    }
}

fn tell(manifest: &backup::Manifest) {
    let journal = &manifest.contents.journal;
    say(&format!("时间 / made at: {}", manifest.made_at));
    say(&format!("办事记录 / journal entries: {}，SHA-256 {}", journal.entries, journal.sha256));
    say(&format!("文件 / files: {}", manifest.files.count));
    for sha256 in &manifest.files.missing {
        say(&format!("县里缺这个文件 / the county lacks this file: {}", path_of(sha256)));
    }
}

/// Where a file lies in the folder of the data, and in a backup.
fn path_of(sha256: &str) -> String {
    format!("files/{}/{sha256}", sha256.get(..2).unwrap_or_default())
}

fn in_words(problem: &Problem) -> String {
    match problem {
        Problem::Broken(words) => format!("数据库文件坏了 / the file is broken: {words}"),
        Problem::Dangling { table, to, rows } => {
            format!(
                "{table} 有 {rows} 行指向 {to} 里没有的行 / {rows} rows of {table} refer to nothing in {to}"
            )
        }
        Problem::Moved(rows) => format!(
            "{rows} 条办事记录的时间和编号对不上，可能被人改过 / {rows} entries were moved or slipped in"
        ),
        Problem::Future(rows) => {
            format!("{rows} 条办事记录比现在还晚 / {rows} entries lie after now")
        }
        Problem::Closed { table, column, rows } => format!(
            "{table}.{column} 有 {rows} 个值用现在的密钥打不开 / {rows} values do not open with this key"
        ),
    }
}
