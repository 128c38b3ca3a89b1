//! The folder, the key, the disk, the last backup.

use std::fs::{self, File, Metadata};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use jiff::civil::DateTime;
use platform::clock::{Clock, civil_of};
use platform::storage::Place;

use super::{Finding, error, good, warning};
use crate::county::KEY_FILE;
use crate::settings::Chosen;
use crate::{backup, county};

/// Below this a county soon stops.
const FREE_BYTES_MIN: u64 = 200 * 1024 * 1024;
/// Below this somebody should see to it.
const FREE_BYTES_WANTED: u64 = 2 * 1024 * 1024 * 1024;
/// A backup each night, and a night that went wrong.
const BACKUP_HOURS_MAX: i64 = 50;

pub(super) fn examine(chosen: &Chosen) -> Vec<Finding> {
    let folder = &chosen.folder;
    let Ok(about) = fs::metadata(folder) else {
        let (zh, en) = (
            format!("数据文件夹 {} 不在。新县不要紧；老县请查 --data 写对没有", folder.display()),
            format!("the folder {} is not there; is --data right?", folder.display()),
        );
        return vec![error(zh, en)];
    };
    let mut findings = vec![access(folder, &about), key(chosen, &about), disk(chosen)];
    findings.push(last_backup(chosen, &about));
    if let Some(process) = chosen.place.held() {
        findings.push(good(
            format!("进程 {process} 正在用这个县"),
            format!("process {process} is using this county"),
        ));
    }
    findings
}

/// Whether others may look into it, and whether this user may write there.
fn access(folder: &Path, about: &Metadata) -> Finding {
    let shown = folder.display();
    if open_to_others(about) {
        return error(
            format!("别的用户也能进数据文件夹。请执行 chmod 700 {shown}"),
            format!("other users may enter the folder; run: chmod 700 {shown}"),
        );
    }
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    let written = File::create_new(&probe);
    let _ = fs::remove_file(&probe);
    match written {
        Ok(_) => good(format!("数据文件夹 {shown}"), "the folder is private and can be written"),
        Err(problem) => error(
            format!(
                "数据文件夹写不进去（{problem}）。请用运行服务的那个用户执行，或改文件夹的主人 {shown}"
            ),
            format!(
                "the folder cannot be written ({problem}); run as the user of the service: {shown}"
            ),
        ),
    }
}

fn key(chosen: &Chosen, folder: &Metadata) -> Finding {
    let path = chosen.folder.join(KEY_FILE);
    let shown = path.display();
    let Ok(about) = fs::metadata(&path) else {
        let there = matches!(&chosen.place, Place::File(file) if !file.exists());
        return if there {
            warning(
                "还没有密钥文件，第一次打开时会造一个",
                "no key yet; it is made when the county is first opened",
            )
        } else {
            error(
                format!(
                    "密钥文件不在：{shown}。加密的内容打不开。请把另外保存的那一份放回去，先不要打开服务"
                ),
                format!(
                    "no key at {shown}: sealed data does not open; put the kept copy back before serving"
                ),
            )
        };
    };
    if county::vault(chosen).is_err() {
        error(
            format!("密钥文件坏了，或者读不到：{shown}。请把另外保存的那一份放回去"),
            format!("the key {shown} is damaged or cannot be read; put the kept copy back"),
        )
    } else if open_to_others(&about) {
        error(
            format!("别的用户也能读密钥。请执行 chmod 600 {shown}"),
            format!("other users may read the key; run: chmod 600 {shown}"),
        )
    } else if about.uid() != folder.uid() {
        warning(
            format!("密钥和文件夹的主人不是同一个用户：{shown}"),
            format!("the key and the folder belong to different users: {shown}"),
        )
    } else {
        good("密钥只有主人能读", "the key is private")
    }
}

fn disk(chosen: &Chosen) -> Finding {
    let Ok(disk) = rustix::fs::statvfs(&chosen.folder) else {
        return warning("看不到磁盘还剩多少", "the free space of the disk is not known");
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let database = match &chosen.place {
        Place::File(path) => fs::metadata(path).map_or(0, |about| about.len()),
        Place::Postgres { .. } => 0,
    };
    let megabytes = free / (1024 * 1024);
    if free < FREE_BYTES_MIN {
        error(
            format!("磁盘只剩 {megabytes} MB，快写不进去了。请马上清理或换大的磁盘"),
            format!("only {megabytes} MB left on the disk; make room now"),
        )
    } else if free < FREE_BYTES_WANTED.max(database) {
        warning(
            format!("磁盘还剩 {megabytes} MB，不够再放一份数据。请清理或换大的磁盘"),
            format!("{megabytes} MB left on the disk, too little for another copy; make room"),
        )
    } else {
        good(format!("磁盘还剩 {megabytes} MB"), format!("{megabytes} MB left on the disk"))
    }
}

fn last_backup(chosen: &Chosen, about: &Metadata) -> Finding {
    let Some(last) = backup::last(chosen) else {
        return warning(
            "还没有备份过。请执行 xiangyue backup，并让它每天夜里自己跑（见 docs/operating/backup.md）",
            "never backed up; run xiangyue backup, and let it run each night",
        );
    };
    let now = civil_of(Clock::System.now());
    let made_at = last.made_at.parse::<DateTime>().ok();
    let hours = made_at
        .and_then(|made_at| made_at.until(now).ok())
        .map(|span| span.get_hours())
        .map_or(i64::MAX, i64::from);
    let shown = last.folder.display();
    match fs::metadata(&last.folder) {
        _ if hours > BACKUP_HOURS_MAX => warning(
            format!("上次备份是 {}，太久了。请看夜里的备份为什么没有跑", last.made_at),
            format!("the last backup is from {}: too long ago", last.made_at),
        ),
        Ok(copy) if copy.dev() == about.dev() => warning(
            format!("上次备份 {shown} 和数据在同一块磁盘上，磁盘坏了会一起没有。请再抄一份到别处"),
            format!("the last backup {shown} is on the disk of the data; keep another elsewhere"),
        ),
        _ => good(
            format!("上次备份 {}，在 {shown}", last.made_at),
            format!("last backup {} in {shown}", last.made_at),
        ),
    }
}

fn open_to_others(about: &Metadata) -> bool {
    about.permissions().mode() & 0o077 != 0
}
