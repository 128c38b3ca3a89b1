//! The database: reachable, of this program, of this time.

use platform::clock::{Clock, date_of};
use platform::journal;
use platform::storage::{Engine, Place};
use platform::{App, Db, Result, sample};
use platform::{figures, files, log};

use super::{Finding, error, good, warning};
use crate::county;
use crate::modules::parts;
use crate::settings::Chosen;

/// The oldest PostgreSQL that the program is tested with.
const POSTGRES_MIN: u32 = 15;
/// A log of changes larger than this is not being taken back.
const WAL_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// From this month on the next year's list of holidays is published.
const NOTICE_MONTH: i8 = 11;
/// Clocks of two machines may differ by so much.
const CLOCK_SECONDS_MAX: i64 = 120;

pub(super) fn examine(chosen: &Chosen) -> Result<Vec<Finding>> {
    if matches!(&chosen.place, Place::File(path) if !path.exists()) {
        return Ok(vec![warning("还没有县的数据", "there is no county yet")]);
    }
    let surroundings = county::surroundings_to_look(chosen)?;
    let steps = match Db::steps(&chosen.place, &parts(), &surroundings) {
        Ok(steps) => steps,
        Err(problem) => {
            return Ok(vec![error(
                format!("数据库打不开：{problem}"),
                "the database cannot be reached; is it running, and is the address right?",
            )]);
        }
    };
    let newer = steps.unknown.iter().chain(&steps.edited).next();
    if let Some(step) = newer {
        return Ok(vec![error(
            format!("数据库不是这个程序的版本（{step}）。请换上原来的或更新的程序"),
            format!("the tables are not of this program ({step}); use the newer one"),
        )]);
    }
    if !steps.missing.is_empty() {
        let count = steps.missing.len();
        return Ok(vec![warning(
            format!("数据库结构差 {count} 步。先备份，再执行 xiangyue migrate 或打开服务"),
            format!("{count} steps are missing; back up, then run xiangyue migrate or serve"),
        )]);
    }
    let app = App::open(chosen.for_app(false), surroundings)?;
    let mut findings = vec![engine(&app)?, clock(&app)?];
    findings.extend(log_of_changes(chosen));
    findings.push(handed_in(&app)?);
    findings.push(public_log(&app)?);
    findings.extend(calendar(&app)?);
    findings.extend(sample_on_network(&app, chosen)?);
    Ok(findings)
}

fn engine(app: &App) -> Result<Finding> {
    let version = app.db.read_now(figures::engine_version)?;
    let number = version.split('.').next().and_then(|number| number.trim().parse::<u32>().ok());
    let name = app.db.engine().name();
    let old = app.db.engine() == Engine::Postgres && number.is_none_or(|n| n < POSTGRES_MIN);
    Ok(if old {
        error(
            format!("PostgreSQL {version} 太旧，需要 {POSTGRES_MIN} 或更新"),
            format!("PostgreSQL {version} is too old; use {POSTGRES_MIN} or newer"),
        )
    } else {
        good(format!("数据库 {name} {version}，结构是最新的"), "the tables are up to date")
    })
}

/// Everything here goes by the clock; one that runs behind makes deadlines wrong.
fn clock(app: &App) -> Result<Finding> {
    let now = Clock::System.now();
    let last = app.db.read_now(journal::last_noted)?;
    let ahead = (last - now.as_millisecond()) / 1000;
    Ok(if ahead > CLOCK_SECONDS_MAX {
        error(
            format!(
                "最后一条办事记录比现在还晚 {ahead} 秒。机器的时钟慢了，或者曾经快过。请先对时，再打开服务"
            ),
            format!("the last entry lies {ahead} seconds after now; set the clock before serving"),
        )
    } else {
        good(format!("今天 {}", date_of(now)), "the clock agrees with the journal")
    })
}

/// What people handed in, as far as it shows without opening it.
fn handed_in(app: &App) -> Result<Finding> {
    let files::Report { used, missing, damaged, .. } = files::check(app)?;
    let wrong = missing.len() + damaged.len();
    Ok(if wrong > 0 {
        error(
            format!(
                "群众交来的文件有 {wrong} 个不在或者坏了。xiangyue verify 会说出是哪几个，请从备份的 files 里抄回来"
            ),
            format!(
                "{wrong} files that people handed in are missing or damaged; xiangyue verify names them"
            ),
        )
    } else {
        good(format!("群众交来的文件 {used} 个，都在"), "the files that people handed in are there")
    })
}

/// What was signed beside what stands there; and who would notice.
fn public_log(app: &App) -> Result<Finding> {
    if log::signing::refuse_backwards(app).is_err() {
        return Ok(error(
            "公开日志倒退了：数据库比签过名的旧，或者被换过。不要再写，看 docs/operating/log.md",
            "the public log went backwards: the database is older than what was signed; see docs/operating/log.md",
        ));
    }
    let (size, witnesses) =
        app.db.read_now(|tx| Ok((log::size(tx)?, log::witnesses::standing(tx)?)))?;
    let independent = witnesses.iter().any(|(witness, _)| !witness.under_county);
    let remembered = log::signing::remembered(&app.settings.folder)?.is_some();
    Ok(if size > 0 && !remembered {
        warning(
            "log.head 不在：现在只有见证方能看出公开日志有没有倒退",
            "log.head is missing: only witnesses can tell now whether the public log went backwards",
        )
    } else if size > 0 && !independent {
        warning(
            "公开日志没有不归县里管的见证方，请在“日志的见证方”里登记",
            "the public log has no witness outside the county",
        )
    } else {
        good(format!("公开日志 {size} 笔，和签过名的一致"), "the public log is as it was signed")
    })
}

fn log_of_changes(chosen: &Chosen) -> Option<Finding> {
    let Place::File(path) = &chosen.place else { return None };
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    let bytes = std::fs::metadata(wal).map_or(0, |about| about.len());
    (bytes > WAL_BYTES_MAX).then(|| {
        warning(
            "county.db-wal 超过 1 GB，没有并回数据库。请在空闲时重开一次服务",
            "county.db-wal is above 1 GB; restart the service when it is quiet",
        )
    })
}

fn calendar(app: &App) -> Result<Vec<Finding>> {
    let calendar = app.db.read_now(|tx| tx.calendar())?;
    let today = date_of(Clock::System.now());
    let years = [Some(today.year()), (today.month() >= NOTICE_MONTH).then(|| today.year() + 1)];
    let missing = years
        .into_iter()
        .flatten()
        .filter(|year| !calendar.years().any(|known| known.year == *year));
    let mut findings: Vec<Finding> = missing
        .map(|year| {
            warning(
                format!("{year} 年的放假安排还没有录入，跨到那一年的期限显示“待定”。通知公布后请贴进“工作日历”"),
                format!("the holidays of {year} are missing; paste the notice into the calendar"),
            )
        })
        .collect();
    if findings.is_empty() {
        findings.push(good("工作日历是全的", "the calendar is complete"));
    }
    Ok(findings)
}

fn sample_on_network(app: &App, chosen: &Chosen) -> Result<Option<Finding>> {
    let sample = app.db.read_now(sample::is_sample)?;
    Ok((sample && chosen.is_open()).then(|| {
        error(
            "演示县的账号没有密码，不能对外开。请只听 127.0.0.1，不要放在代理后面",
            "a sample county has no passwords; it may only be served on this machine",
        )
    }))
}
