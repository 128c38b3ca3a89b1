//! What a backup says of itself, and whether it is true.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use platform::storage::copy::{self, Contents};
use platform::{Error, Result};
use serde::{Deserialize, Serialize};

use super::folder::{self, Sums};
use super::{DATABASE, FILES, MANIFEST, SUMS};
use crate::county::KEY_FILE;

/// The form of a backup that this program writes and reads.
pub const FORMAT: u32 = 1;

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`]
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The engine that the county lived on.
    pub engine: String,
    /// When, in China.
    pub made_at: String,
    /// A word for each key of that time: it tells a right key from a wrong one.
    pub key_checks: Vec<String>,
    /// Whether the key is in it.
    pub with_key: bool,
    /// SHA-256 of the list of all other files.
    pub sums_sha256: String,
    /// What people handed in.
    pub files: Files,
    /// What stood in the tables.
    pub contents: Contents,
}

/// Files that people handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// How many.
    pub count: u64,
    /// How large, together.
    pub bytes: u64,
    /// Those that the tables name and that were not there any more: their SHA-256.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

impl Manifest {
    pub(super) fn write(&self, to: &Path) -> Result<()> {
        let text = toml::to_string(self).map_err(|error| Error::fault(error.to_string()))?;
        folder::write_private(to, text.as_bytes())
    }

    fn read(from: &Path) -> Result<Self> {
        let named = |error: String| Error::fault(format!("{}: {error}", from.display()));
        let text = fs::read_to_string(from).map_err(|error| {
            named(format!("这个文件夹不是一份完整的备份 / not a whole backup ({error})"))
        })?;
        let form: Form = toml::from_str(&text).map_err(|error| named(error.to_string()))?;
        if form.format != FORMAT {
            return Err(named(format!(
                "格式 {0}，这个程序只认 {FORMAT}，请换上做备份的那个版本 / format {0}, not {FORMAT}",
                form.format
            )));
        }
        toml::from_str(&text).map_err(|error| named(error.to_string()))
    }
}

/// Read before the rest, which another form may have otherwise.
#[derive(Deserialize)]
struct Form {
    format: u32,
}

/// Checks a backup from end to end: every file, the tables, the journal.
pub fn check(backup: &Path) -> Result<(Manifest, Sums)> {
    let manifest = Manifest::read(&backup.join(MANIFEST))?;
    let (_, sha256) = folder::digest_of(&backup.join(SUMS))?;
    if sha256 != manifest.sums_sha256 {
        return Err(Error::fault(format!(
            "{SUMS} 和备份时不一样，这份备份被动过 / {SUMS} is not what it was"
        )));
    }
    let sums = Sums::read(&backup.join(SUMS))?;
    sums.check(backup)?;
    let listed = |name: &str| sums.paths().any(|path| path == Path::new(name));
    let tables = copy::check(&backup.join(DATABASE))?;
    if !listed(DATABASE) || listed(KEY_FILE) != manifest.with_key || tables != manifest.contents {
        return Err(Error::fault(
            "备份里的内容和它的清单对不上 / the backup does not hold what its manifest says",
        ));
    }
    let missing = missing(backup, &sums)?;
    if missing != manifest.files.missing {
        return Err(Error::fault(format!(
            "备份里缺文件：{0} / files are missing from the backup: {0}",
            missing.join(", ")
        )));
    }
    Ok((manifest, sums))
}

/// What people handed in that the tables name and the list does not.
pub(super) fn missing(backup: &Path, sums: &Sums) -> Result<Vec<String>> {
    let listed: BTreeSet<&OsStr> = sums
        .paths()
        .filter(|path| path.starts_with(FILES))
        .filter_map(|path| path.file_name())
        .collect();
    let mut used = copy::files_used(&backup.join(DATABASE))?;
    used.retain(|sha256| !listed.contains(OsStr::new(sha256)));
    Ok(used)
}
