//! `xiangyue verify`: the county's data, a backup, a public log, one published thing.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use platform::calls::Caller;
use platform::clock::Clock;
use platform::log::{Bundle, Doubt, verify as log};
use platform::storage::copy::{self, Problem};
use platform::{Error, Result};
use tlog::audit::audit;
use tlog::key::VerifierKey;
use tlog::policy::{Policy, Seen};

use super::backup::{path_of, tell};
use super::say;
use crate::settings::Given;
use crate::{backup, county};

/// 核验：县里的数据、一份备份、一个公开日志、一份公开内容 / Verify the data, a backup, a log, a published thing
#[derive(Args, Debug)]
pub struct Verify {
    /// 备份的文件夹；不填就核验县里的数据 / The backup's folder; without it, the county itself
    backup: Option<PathBuf>,
    /// 公开日志的网址或文件夹，全部重算一遍 / Address or folder of a public log, to be reckoned anew
    #[arg(long, value_name = "LOG", conflicts_with = "backup", requires = "log_key")]
    log: Option<String>,
    /// 从“核对”下载的一份公开内容，不用联网 / A published thing, downloaded from its check page
    #[arg(long, value_name = "FILE", conflicts_with_all = ["backup", "log"], requires = "log_key")]
    bundle: Option<PathBuf>,
    /// 日志的公钥，换过的都写上 / The log's keys, the old ones too
    #[arg(long, value_name = "KEY")]
    log_key: Vec<VerifierKey>,
    /// 信得过的见证方的公钥 / Keys of the witnesses that you believe
    #[arg(long, value_name = "KEY")]
    witness: Vec<VerifierKey>,
    /// 至少要几个见证方看过 / So many of them must have co-signed
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    quorum: usize,
    #[command(flatten)]
    given: Given,
}

impl Verify {
    pub fn run(self) -> Result<()> {
        if let Some(backup) = &self.backup {
            let (manifest, _) = backup::check(backup)?;
            say("这份备份是完整的 / the backup is whole");
            tell(&manifest);
            return Ok(());
        }
        if let Some(place) = &self.log {
            return self.log(place);
        }
        if let Some(file) = &self.bundle {
            return self.bundle(file);
        }
        county_itself(self.given)
    }

    fn policy(&self) -> Result<Policy> {
        let origin = self.log_key.first().map(VerifierKey::name).unwrap_or_default();
        Ok(Policy::new(origin, self.log_key.clone(), self.witness.clone(), self.quorum)?)
    }

    /// Every leaf of a log hashed again, every tile compared, the signatures checked.
    fn log(&self, place: &str) -> Result<()> {
        let caller = Caller::default();
        let remote = place.starts_with("http://") || place.starts_with("https://");
        let read = |path: &str| -> Result<Vec<u8>> {
            if !remote {
                let path = Path::new(place).join(path);
                return fs::read(&path)
                    .map_err(|error| Error::fault(format!("{}: {error}", path.display())));
            }
            let url = format!("{}/{path}", place.trim_end_matches('/'));
            let answered = caller.get(&url)?;
            if answered.is_taken() {
                Ok(answered.body)
            } else {
                Err(Error::fault(format!("{url}: {}", answered.status)))
            }
        };
        let audit = audit(read, &self.policy()?, None, |_, _| {})?;
        say(&format!("文件 / files: {}", audit.tiles + audit.bundles));
        seen(&audit.seen);
        say("整个日志是完整的，和签名一致 / the log is whole and as it was signed");
        Ok(())
    }

    /// One published thing, without asking anybody.
    fn bundle(&self, file: &Path) -> Result<()> {
        let text = fs::read_to_string(file)
            .map_err(|error| Error::fault(format!("{}: {error}", file.display())))?;
        let bundle: Result<Bundle> = serde_json::from_str(&text).map_err(Error::from);
        let checked = bundle.map_err(|_| Doubt::Unreadable).and_then(|bundle| {
            let policy = self.policy().map_err(|_| Doubt::Unreadable)?;
            bundle.check(&policy)
        });
        let (leaf, found) = checked.map_err(|doubt| Error::fault(doubt_in_words(&doubt)))?;
        say(&format!("公布时间 / published at: {}", leaf.at));
        say(&format!("哪一类 / kind: {}", leaf.kind));
        seen(&found);
        say("内容和公布时一样，一个字没有改过 / the content is what was published");
        Ok(())
    }
}

fn doubt_in_words(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Unreadable => {
            "这不是从“核对”下载的文件，或者公钥写错了 / not such a file, or a wrong key".to_owned()
        }
        Doubt::OtherContent => {
            "内容和公布时不一样 / the content is not what was published".to_owned()
        }
        Doubt::NotProven(fault) => {
            format!("证明不成立，这份内容不在这个日志里 / the proof does not hold: {fault}")
        }
    }
}

fn seen(seen: &Seen) {
    say(&format!("日志 / log: {}，{}", seen.checkpoint.origin, seen.checkpoint.head.size));
    for one in &seen.cosigned {
        say(&format!("见证方看过 / co-signed by: {}", one.witness));
    }
}

fn county_itself(given: Given) -> Result<()> {
    let chosen = given.choose()?;
    let vault = county::vault(&chosen)?;
    let now = Clock::System.now().as_millisecond();
    let found = copy::audit(&chosen.place, &vault, now)?;
    let files = county::files(&chosen)?;
    let log = county::log(&chosen)?;
    for problem in &found.problems {
        say(&in_words(problem));
    }
    for sha256 in &files.missing {
        say(&format!("文件不在磁盘上 / a file is missing: {}", path_of(sha256)));
    }
    for sha256 in &files.damaged {
        say(&format!("文件坏了或被改过 / a file is damaged: {}", path_of(sha256)));
    }
    if let Some(problem) = &log.problem {
        say(&log_in_words(problem));
    }
    say(&format!("办事记录 / journal entries: {}", found.entries));
    say(&format!("打开了的加密内容 / sealed values opened: {}", found.opened));
    say(&format!("打开核对过的文件 / files opened and compared: {}", files.used));
    say(&format!(
        "公开日志 / public log: {}，签名 signed {}，见证 co-signed {}，核对过的公开内容 compared {}",
        log.leaves, log.signed, log.cosignatures, log.things
    ));
    let whole = found.problems.is_empty()
        && files.missing.is_empty()
        && files.damaged.is_empty()
        && log.problem.is_none();
    if whole {
        say("没有发现问题 / nothing wrong was found");
        Ok(())
    } else {
        Err(Error::fault(
            "数据有问题。先不要再写，看 docs/operating/backup.md 怎么恢复 / the data is damaged; stop writing, restore",
        ))
    }
}

/// Names what was found, so that somebody can go and look.
fn log_in_words(problem: &log::Problem) -> String {
    use log::Problem;
    match problem {
        Problem::LeafMissing { number } => {
            format!("公开日志少了第 {0} 笔 / leaf {0} of the public log is missing", number + 1)
        }
        Problem::LeafChanged { number } => {
            format!("公开日志第 {0} 笔被改过 / leaf {0} of the public log was changed", number + 1)
        }
        Problem::LeafBackDated { number } => {
            format!(
                "公开日志第 {0} 笔的时间不对 / leaf {0} of the public log is back-dated",
                number + 1
            )
        }
        Problem::HashChanged { position } => {
            format!(
                "公开日志的第 {position} 个指纹被改过 / hash {position} of the public log was changed"
            )
        }
        Problem::HeadChanged { size } => {
            format!(
                "公开日志前 {size} 笔的总指纹对不上 / the head over {size} leaves is not theirs"
            )
        }
        Problem::SignedOtherwise { size } => format!(
            "签过名的前 {size} 笔和现在的不一样 / what was signed over {size} leaves is not what stands there"
        ),
        Problem::CosignatureWrong { size } => {
            format!(
                "前 {size} 笔下面有一个见证签名不对 / a cosignature over {size} leaves does not hold"
            )
        }
        Problem::WentBackwards { remembered, found } => format!(
            "日志倒退了：签名记到 {remembered} 笔，数据库里只有 {found} 笔或者内容不同，可能用旧备份换过 / the log went backwards: {remembered} leaves were signed, {found} are there or others"
        ),
        Problem::ThingGone { number, leaf } => format!(
            "公布过的 {kind} {id}（第 {0} 笔）不见了 / published {kind} {id} (leaf {0}) is gone",
            number + 1,
            kind = leaf.kind,
            id = leaf.id
        ),
        Problem::ThingChanged { number, leaf, content_same } => {
            let what = if *content_same {
                "公布的时间、地方或类别被改过 / is dated or placed otherwise"
            } else {
                "公布后内容被改过 / was changed after it was published"
            };
            format!("{} {}（第 {} 笔）{what}", leaf.kind, leaf.id, number + 1)
        }
        Problem::Unlogged { t, id } => {
            format!("{t} {id} 标成公布了，日志里却没有 / stands as published and is not in the log")
        }
        Problem::Unknown { number } => {
            format!("没有人认得公开日志第 {0} 笔是什么 / nobody knows what leaf {0} is", number + 1)
        }
    }
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
