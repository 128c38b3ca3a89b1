//! Folders and files of a backup: their owner's alone, each with its digest.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use platform::privacy::Digester;
use platform::{Error, Result};

use super::FILES;
use super::manifest::Files;

/// Files with their digests, by their path in the backup.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<String, String>);

impl Sums {
    /// Adds a file of the backup.
    pub fn add(&mut self, backup: &Path, file: &Path) -> Result<u64> {
        let (bytes, sha256) = digest_of(&backup.join(file))?;
        self.0.insert(file.to_string_lossy().into_owned(), sha256);
        Ok(bytes)
    }

    /// The paths.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.keys().map(Path::new)
    }

    /// In the form that `sha256sum -c` reads.
    pub fn write(&self, to: &Path) -> Result<()> {
        let lines = self.0.iter().map(|(path, sha256)| format!("{sha256}  {path}\n"));
        write_private(to, lines.collect::<String>().as_bytes())
    }

    /// Reads the list. A path that would lead out of the backup is none of ours.
    pub fn read(from: &Path) -> Result<Self> {
        let text = fs::read_to_string(from).map_err(|error| of(from, &error))?;
        let mut sums = Self::default();
        for line in text.lines() {
            let (sha256, path) = line.split_once("  ").ok_or_else(|| odd(from))?;
            let inside = Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
            if !inside || sums.0.insert(path.to_owned(), sha256.to_owned()).is_some() {
                return Err(odd(from));
            }
        }
        Ok(sums)
    }

    /// Reads every file again and compares.
    pub fn check(&self, backup: &Path) -> Result<()> {
        for (path, sha256) in &self.0 {
            let path = backup.join(path);
            if digest_of(&path)?.1 != *sha256 {
                return Err(Error::fault(format!(
                    "{0} 坏了，和备份时不一样 / {0} is not what it was",
                    path.display()
                )));
            }
        }
        Ok(())
    }
}

/// Copies the files of the county. One that is taken away meanwhile was used by nothing.
pub fn copy_files(from: &Path, backup: &Path, sums: &mut Sums) -> Result<Files> {
    let mut files = Files::default();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(from.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(of(&from.join(&folder), &error)),
        };
        for entry in entries {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && is_content(&path) {
                let inside = Path::new(FILES).join(&path);
                match copy_private(&from.join(&path), &backup.join(&inside)) {
                    Err(error) if error.kind() == ErrorKind::NotFound => continue,
                    copied => copied?,
                }
                files.bytes += sums.add(backup, &inside)?;
                files.count += 1;
            }
        }
    }
    Ok(files)
}

/// Contents lie under their SHA-256; what else is there is on its way in.
fn is_content(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Makes a folder, and those above it, for its owner alone.
pub fn make(folder: &Path) -> Result<()> {
    platform::private::make_folder(folder).map_err(|error| of(folder, &error))
}

/// Copies a file, for its owner alone, and waits until it is on the disk.
pub fn copy_private(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut source = File::open(from)?;
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut target = platform::private::new_file(to)?;
    std::io::copy(&mut source, &mut target)?;
    target.sync_all()
}

pub fn write_private(to: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = platform::private::new_file(to)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

/// Length and SHA-256 of a file, read piece by piece.
pub fn digest_of(path: &Path) -> Result<(u64, String)> {
    let mut file = File::open(path).map_err(|error| of(path, &error))?;
    let (mut digester, mut bytes, mut piece) = (Digester::default(), 0, vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut piece).map_err(|error| of(path, &error))?;
        if read == 0 {
            return Ok((bytes, digester.hex()));
        }
        digester.add(piece.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
}

/// A new name is durable when its folder is.
pub fn sync(folder: &Path) -> Result<()> {
    Ok(File::open(folder)?.sync_all()?)
}

fn of(path: &Path, error: &std::io::Error) -> Error {
    Error::fault(format!("{}: {error}", path.display()))
}

fn odd(path: &Path) -> Error {
    Error::fault(format!("{0} 不是备份的清单 / {0} is not the list of a backup", path.display()))
}
