//! What lies on the disk against what the tables know.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};

use super::folder::{ARRIVING, folder, path_of};
use super::store::{contents, forget};
use crate::app::App;
use crate::error::Result;
use crate::jobs::Chore;
use crate::privacy::Digester;
use crate::sealed::{open_each, sealed_bytes};

/// Takes away what nothing uses.
pub static SWEEP: Chore = Chore { name: "files without use", every_minutes: 24 * 60, run: sweep };

/// So long a content may wait for its act.
const ORPHAN_HOURS: i64 = 24;

/// How tables and disk agree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Contents that something uses.
    pub used: u64,
    /// Bytes of all contents on the disk, sealed.
    pub bytes: u64,
    /// Contents that something uses and that are not on the disk: their SHA-256.
    pub missing: Vec<String>,
    /// Contents on the disk that are not what was noted: their SHA-256.
    pub damaged: Vec<String>,
    /// Contents on the disk that nothing uses. They are taken away after a day.
    pub unused: u64,
}

/// Compares the tables with the disk, without opening the contents. Blocks.
pub fn check(app: &App) -> Result<Report> {
    compare(app, |_, _| true)
}

/// [`check`], and opens every content that something uses: what does not open, or is not what its
/// name says, is damaged. Blocks.
pub fn verify(app: &App) -> Result<Report> {
    compare(app, is_whole)
}

fn compare(app: &App, whole: impl Fn(&App, &str) -> bool) -> Result<Report> {
    let mut report = Report::default();
    for begin in beginnings() {
        let known = known(app, &begin)?;
        let disk = on_disk(app, &begin)?;
        report.bytes += disk.values().sum::<u64>();
        for (sha256, (bytes, _)) in known.iter().filter(|(_, (_, uses))| *uses > 0) {
            report.used += 1;
            match disk.get(sha256) {
                None => report.missing.push(sha256.clone()),
                Some(there) if *there != sealed_bytes(*bytes) || !whole(app, sha256) => {
                    report.damaged.push(sha256.clone());
                }
                Some(_) => {}
            }
        }
        let used = |name: &String| known.get(name).is_some_and(|(_, uses)| *uses > 0);
        report.unused += disk.keys().filter(|name| !used(name)).count() as u64;
    }
    Ok(report)
}

fn is_whole(app: &App, sha256: &str) -> bool {
    let mut digester = Digester::default();
    let opened = File::open(path_of(&app.settings, sha256)).is_ok_and(|sealed| {
        let add = |piece: &[u8]| {
            digester.add(piece);
            Ok(())
        };
        open_each(&app.db.surroundings().vault, sealed, add).is_ok()
    });
    opened && digester.hex() == sha256
}

/// Takes away contents that nothing has used for a day, and what was never wholly written. Says of
/// contents that are missing that they are. Blocks.
pub fn sweep(app: &App) -> Result<u64> {
    let old = app.clock().now() - SignedDuration::from_hours(ORPHAN_HOURS);
    let mut gone = 0;
    for begin in beginnings() {
        let known = known(app, &begin)?;
        let disk = on_disk(app, &begin)?;
        let used = |name: &String| known.get(name).is_some_and(|(_, uses)| *uses > 0);
        for name in disk.keys().filter(|name| !used(name)) {
            gone += remove(app, name, old)?;
        }
        let absent = |name: &&String| !disk.contains_key(*name);
        let missing = known.keys().filter(absent).filter(|name| used(name)).count();
        if missing > 0 {
            tracing::error!(
                missing,
                "contents of files are not on the disk; see `xiangyue verify`"
            );
        }
        for name in known.keys().filter(absent).filter(|name| !used(name)) {
            gone += forgotten(app, name)?;
        }
    }
    Ok(gone + sweep_incoming(app, old)?)
}

/// The folders of contents: `00` to `ff`.
pub(super) fn beginnings() -> impl Iterator<Item = String> {
    (0..=u8::MAX).map(|number| format!("{number:02x}"))
}

/// What the tables know: the size, and how often it is used.
fn known(app: &App, begin: &str) -> Result<BTreeMap<String, (u64, i64)>> {
    let begin = begin.to_owned();
    let found = app.db.read_now(move |tx| contents(tx, &begin))?;
    let sized = |bytes: i64| u64::try_from(bytes).unwrap_or(0);
    Ok(found.into_iter().map(|one| (one.sha256, (sized(one.bytes), one.uses))).collect())
}

/// The contents of one folder, with their sizes.
pub(super) fn on_disk(app: &App, begin: &str) -> Result<BTreeMap<String, u64>> {
    list(folder(&app.settings).join(begin))
}

/// The files of a folder by their names, with their sizes; none if it is not there.
fn list(path: PathBuf) -> Result<BTreeMap<String, u64>> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        entries => entries?,
    };
    let mut found = BTreeMap::new();
    for entry in entries {
        let entry = entry?;
        // It may have been moved meanwhile.
        let Ok(file) = entry.metadata() else { continue };
        found.insert(entry.file_name().to_string_lossy().into_owned(), file.len());
    }
    Ok(found)
}

/// Takes a content away, if it is still old and still without use. While the gate is closed nobody
/// finds it there and counts on it.
fn remove(app: &App, name: &str, old: Timestamp) -> Result<u64> {
    let path = path_of(&app.settings, name);
    let _closed = app.db.surroundings().files.close();
    let modified = fs::metadata(&path).and_then(|file| file.modified());
    let Ok(modified) = modified else { return Ok(0) };
    if Timestamp::try_from(modified).is_ok_and(|modified| modified > old) {
        return Ok(0);
    }
    let sha256 = name.to_owned();
    let still_used = app.db.write_now(move |tx| {
        forget(tx, &sha256)?;
        let left = contents(tx, sha256.get(..2).unwrap_or_default())?;
        Ok(left.iter().any(|one| one.sha256 == sha256))
    })?;
    if still_used {
        return Ok(0);
    }
    fs::remove_file(path)?;
    Ok(1)
}

fn forgotten(app: &App, name: &str) -> Result<u64> {
    let sha256 = name.to_owned();
    app.db.write_now(move |tx| forget(tx, &sha256))
}

/// What a client began to send before the program ended.
fn sweep_incoming(app: &App, old: Timestamp) -> Result<u64> {
    let arriving = folder(&app.settings).join(ARRIVING);
    let mut gone = 0;
    for name in list(arriving.clone())?.into_keys() {
        let begun = name.split('-').next().and_then(|moment| moment.parse::<i64>().ok());
        if begun.is_none_or(|begun| begun <= old.as_millisecond()) {
            fs::remove_file(arriving.join(name))?;
            gone += 1;
        }
    }
    Ok(gone)
}
