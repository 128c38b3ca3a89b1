//! Sealed files that lie in the folders of the parts for a while, such as lists that are brought: a
//! change of the county's key goes over them as well.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::app::App;
use crate::error::{Error, Result};
use crate::files::Keyed;
use crate::sealed::{is_unfinished, key_number, seal_anew};

/// What a file that is sealed anew is called on the way.
const DRAFT: &str = "anew";

/// Counts the files of each folder by their keys, those that are being written among them. Blocks.
pub(super) fn keyed(app: &App) -> Result<Vec<(&'static str, Keyed)>> {
    let active = app.db.surroundings().vault.files_key_number()?;
    let mut counts = Vec::new();
    for folder in folders(app) {
        let mut keyed = Keyed::default();
        for path in within(&app.settings.folder.join(folder))? {
            let number = File::open(&path).map_err(Error::from).and_then(key_number);
            match there(&path, number) {
                Ok(Some(number)) if number == active => keyed.active += 1,
                Ok(Some(_)) => keyed.old += 1,
                Ok(None) => {}
                // It has been begun at this moment, and has no head yet.
                Err(_) if is_unfinished(&path) => {}
                Err(error) => return Err(error),
            }
        }
        counts.push((folder, keyed));
    }
    Ok(counts)
}

/// Seals with the active key what is sealed with another. A file that is being written has its key
/// already, and comes with the next round. Blocks.
pub(super) fn reseal(app: &App) -> Result<u64> {
    let mut done = 0;
    for folder in folders(app) {
        let mut files = within(&app.settings.folder.join(folder))?;
        files.retain(|path| !is_unfinished(path));
        for path in files {
            let draft = path.with_extension(DRAFT);
            // Left from a change of keys that was interrupted.
            there(&draft, fs::remove_file(&draft).map_err(Error::from))?;
            let sealed = there(&path, seal_anew(app.db.surroundings(), &path, &draft))?;
            done += u64::from(sealed == Some(true));
        }
    }
    Ok(done)
}

fn folders(app: &App) -> impl Iterator<Item = &'static str> {
    let personal = app.db.surroundings().personal.iter();
    personal.flat_map(|personal| personal.sealed_folders).copied()
}

/// The files of a folder and of those in it.
fn within(folder: &Path) -> Result<Vec<PathBuf>> {
    let Some(entries) = there(folder, fs::read_dir(folder).map_err(Error::from))? else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(within(&path)?);
        } else if path.extension().is_none_or(|ending| ending != DRAFT) {
            files.push(path);
        }
    }
    Ok(files)
}

/// What ends meanwhile takes its files along.
fn there<T>(path: &Path, done: Result<T>) -> Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(_) if !path.exists() => Ok(None),
        Err(error) => Err(error),
    }
}
