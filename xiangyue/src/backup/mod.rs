//! Backups: a folder with the county's tables, its files, and a manifest that proves them.
//!
//! ```text
//! xiangyue-20261125-033000/
//!   manifest.toml   what stood in the county, by which program
//!   SHA256SUMS      every other file with its digest; `sha256sum -c` reads it too
//!   county.db       the tables, whichever engine they live on
//!   files/          what people handed in, sealed as it lies in the county
//!   county.key      only if it was asked for
//! ```

mod folder;
mod manifest;
mod restore;

use std::fs;
use std::path::{Path, PathBuf};

use platform::clock::{Clock, civil_of};
use platform::storage::copy;
use platform::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::county::{self, KEY_FILE};
use crate::modules::parts;
use crate::settings::Chosen;

pub use folder::Sums;
pub use manifest::{Files, Manifest, check};
pub use restore::restore;

/// The tables.
const DATABASE: &str = "county.db";
/// The manifest.
const MANIFEST: &str = "manifest.toml";
/// Every file with its digest.
const SUMS: &str = "SHA256SUMS";
/// What people handed in.
const FILES: &str = "files";
/// In the county's folder: when it was last copied, and whereto.
const LAST: &str = "last-backup.toml";

/// What the county's folder remembers of its last backup.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Last {
    /// When, as `2026-11-25T03:30:00`, in China.
    pub made_at: String,
    /// Where it was put.
    pub folder: PathBuf,
}

/// Copies the county into a new folder below `into`, also while it is served.
pub fn make(chosen: &Chosen, into: &Path, with_key: bool) -> Result<(PathBuf, Manifest)> {
    let now = civil_of(Clock::System.now());
    // An absolute path, since the county's folder will remember it.
    folder::make(into)?;
    let into = into.canonicalize()?;
    let done = into.join(now.strftime("xiangyue-%Y%m%d-%H%M%S").to_string());
    let part = done.with_extension("part");
    if done.exists() || part.exists() {
        return Err(Error::fault(format!("{0} 已经有了 / {0} is there", done.display())));
    }
    folder::make(&part)?;
    let made = fill(chosen, &part, with_key, now.to_string());
    let manifest = match made {
        Ok(manifest) => manifest,
        Err(error) => {
            let _ = fs::remove_dir_all(&part);
            return Err(error);
        }
    };
    fs::rename(&part, &done)?;
    folder::sync(&into)?;
    remember(chosen, &Last { made_at: manifest.made_at.clone(), folder: done.clone() })?;
    Ok((done, manifest))
}

fn fill(chosen: &Chosen, part: &Path, with_key: bool, made_at: String) -> Result<Manifest> {
    let vault = county::vault(chosen)?;
    let contents = copy::copy_out(&chosen.place, &parts(), &part.join(DATABASE))?;
    let mut sums = Sums::default();
    sums.add(part, Path::new(DATABASE))?;
    let mut files = folder::copy_files(&chosen.folder.join(FILES), part, &mut sums)?;
    // A file that is gone is no reason to leave the others without a backup; it is told.
    files.missing = manifest::missing(part, &sums)?;
    if with_key {
        folder::copy_private(&chosen.folder.join(KEY_FILE), &part.join(KEY_FILE))?;
        sums.add(part, Path::new(KEY_FILE))?;
    }
    sums.write(&part.join(SUMS))?;
    let manifest = Manifest {
        format: manifest::FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: chosen.engine().name().to_owned(),
        made_at,
        key_checks: county::key_checks(&vault),
        with_key,
        sums_sha256: folder::digest_of(&part.join(SUMS))?.1,
        files,
        contents,
    };
    manifest.write(&part.join(MANIFEST))?;
    folder::sync(part)?;
    Ok(manifest)
}

fn remember(chosen: &Chosen, last: &Last) -> Result<()> {
    let text = toml::to_string(last).map_err(|error| Error::fault(format!("{LAST}: {error}")))?;
    Ok(fs::write(chosen.folder.join(LAST), text)?)
}

/// The county's last backup, if it remembers one.
pub fn last(chosen: &Chosen) -> Option<Last> {
    toml::from_str(&fs::read_to_string(chosen.folder.join(LAST)).ok()?).ok()
}
