//! Back from a backup: whole, or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use platform::storage::copy;
use platform::{Error, Result};

use super::folder;
use super::manifest::{self, Manifest};
use super::{DATABASE, FILES};
use crate::county::{self, KEY_FILE};
use crate::modules::parts;
use crate::settings::Chosen;

/// What was put in place so far; taken away again unless everything is.
#[derive(Default)]
struct Placed(Vec<PathBuf>);

impl Drop for Placed {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
    }
}

/// Restores a backup where no county is, and proves that the journal is the same.
pub fn restore(chosen: &Chosen, backup: &Path) -> Result<Manifest> {
    let _hold = chosen.place.hold()?;
    if copy::is_there(&chosen.place)? {
        return Err(Error::fault(
            "这里已经有一个县。恢复不会盖掉它：请换一个空的文件夹（--data）或者另一个 --schema / a county is there; \
             restore into an empty folder or another schema",
        ));
    }
    let (manifest, sums) = manifest::check(backup)?;
    let mut placed = Placed::default();
    place_key(chosen, backup, &manifest, &mut placed)?;
    let files = chosen.folder.join(FILES);
    if files.exists() {
        return Err(Error::fault(format!(
            "{0} 已经有了。恢复不会盖掉它 / {0} is there; restore into an empty folder",
            files.display()
        )));
    }
    folder::make(&chosen.folder)?;
    if manifest.files.count > 0 {
        placed.0.push(files);
    }
    for path in sums.paths().filter(|path| path.starts_with(FILES)) {
        folder::copy_private(&backup.join(path), &chosen.folder.join(path))?;
    }
    for path in sums.paths().filter(|path| path.starts_with(FILES)) {
        if folder::digest_of(&chosen.folder.join(path))? != folder::digest_of(&backup.join(path))? {
            return Err(Error::fault(format!("{} was not written whole", path.display())));
        }
    }
    // The tables come last: with them the county is there.
    copy::copy_in(&backup.join(DATABASE), &chosen.place, &parts())?;
    placed.0.clear();
    let now = copy::contents(&chosen.place)?;
    if now.journal != manifest.contents.journal || now != manifest.contents {
        return Err(Error::fault("the restored county is not what the backup holds"));
    }
    Ok(manifest)
}

/// The key that opens what is sealed must be there before the county is.
fn place_key(
    chosen: &Chosen,
    backup: &Path,
    manifest: &Manifest,
    placed: &mut Placed,
) -> Result<()> {
    let key = chosen.folder.join(KEY_FILE);
    if !key.exists() {
        if !manifest.with_key {
            return Err(Error::fault(format!(
                "备份里没有密钥。请先把另外保存的密钥放到 {0} / put the county's key at {0} first",
                key.display()
            )));
        }
        folder::make(&chosen.folder)?;
        placed.0.push(key.clone());
        folder::copy_private(&backup.join(KEY_FILE), &key)?;
    }
    let known = county::key_checks(&county::vault(chosen)?);
    if manifest.key_checks.iter().all(|check| known.contains(check)) {
        Ok(())
    } else {
        Err(Error::fault(format!(
            "{0} 不是这份备份的密钥，用它打不开加密的内容 / {0} is not the key of this backup",
            key.display()
        )))
    }
}
