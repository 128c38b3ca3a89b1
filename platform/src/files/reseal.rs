//! A change of the county's key goes over the files as well.

use std::fs::File;
use std::path::Path;

use super::folder::{arriving, path_of, sync_folder};
use super::sweep::{beginnings, on_disk};
use crate::app::App;
use crate::error::Result;
use crate::sealed::{key_number, seal_anew};

/// How many files are sealed with which key.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Keyed {
    /// With the active one.
    pub(crate) active: u64,
    /// With keys that were active before.
    pub(crate) old: u64,
}

/// Counts the files by their keys. Blocks.
pub(crate) fn keyed(app: &App) -> Result<Keyed> {
    let active = app.db.surroundings().vault.files_key_number()?;
    let mut keyed = Keyed::default();
    each(app, |path| {
        if key_number(File::open(path)?)? == active {
            keyed.active += 1;
        } else {
            keyed.old += 1;
        }
        Ok(())
    })?;
    Ok(keyed)
}

/// Seals with the active key what is sealed with another, and says how many files were. Each is
/// whole at every moment. Blocks.
pub(crate) fn reseal(app: &App) -> Result<u64> {
    let mut done = 0;
    each(app, |path| {
        if seal_anew(app.db.surroundings(), path, &arriving(app)?)? {
            path.parent().map_or(Ok(()), sync_folder)?;
            done += 1;
        }
        Ok(())
    })?;
    Ok(done)
}

/// Nothing is added or taken away while one file is looked at.
fn each(app: &App, mut look: impl FnMut(&Path) -> Result<()>) -> Result<()> {
    for begin in beginnings() {
        for sha256 in on_disk(app, &begin)?.into_keys() {
            let path = path_of(&app.settings, &sha256);
            let _closed = app.db.surroundings().files.close();
            if path.exists() {
                look(&path)?;
            }
        }
    }
    Ok(())
}
