//! One process at a time on the file of a county.
//!
//! SQLite itself would let two servers write. But a server answers for an order of acts, for the
//! jobs that run once, and for tables that stay as they are while it runs; so the first one holds
//! the county, and the second is told which process to look for.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::db::{Place, make_folder};
use crate::error::{Error, Result};

/// The county is held by this process until this value goes, or the process ends in whatever way.
#[derive(Debug)]
pub struct Hold {
    _file: Option<File>,
}

impl Place {
    /// Takes the county for this process, or says which one has it.
    ///
    /// PostgreSQL is made for several: there this always succeeds and holds nothing.
    pub fn hold(&self) -> Result<Hold> {
        let Self::File(database) = self else { return Ok(Hold { _file: None }) };
        make_folder(database)?;
        let path = hold_file(database);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options
            .open(&path)
            .map_err(|error| Error::fault(format!("{}: {error}", path.display())))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(held_by(&holder(&mut file), database)),
            Err(TryLockError::Error(error)) => {
                return Err(Error::fault(format!("{}: {error}", path.display())));
            }
        }
        // The number is for people only; what holds is the lock, and a crash lets it go.
        file.set_len(0)?;
        writeln!(file, "{}", std::process::id())?;
        Ok(Hold { _file: Some(file) })
    }

    /// The process that holds the county now, if one does.
    pub fn held(&self) -> Option<String> {
        let Self::File(database) = self else { return None };
        let mut file = File::open(hold_file(database)).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => Some(holder(&mut file)),
            _ => None,
        }
    }
}

/// `county.db` is held by `county.lock`. The file stays when nobody holds it: removing it would let
/// two processes hold two files of one name.
fn hold_file(database: &Path) -> PathBuf {
    database.with_extension("lock")
}

fn holder(file: &mut File) -> String {
    let mut number = String::new();
    let _ = file.take(20).read_to_string(&mut number);
    let number = number.trim();
    if number.is_empty() { "?".to_owned() } else { number.to_owned() }
}

fn held_by(process: &str, database: &Path) -> Error {
    let database = database.display();
    Error::fault(format!(
        "进程 {process} 正在用这个县的数据（{database}）。先停掉它再来，例如 systemctl stop xiangyue 或 kill {process} / \
         process {process} is using this county; end it first"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Sources;
    use crate::privacy::hex;

    #[test]
    fn a_county_is_held_by_one_until_it_lets_go() {
        let name = hex(&Sources::secret().unwrap().bytes::<8>());
        let folder = std::env::temp_dir().join(format!("xiangyue-hold-{name}"));
        let place = Place::File(folder.join("county.db"));
        assert_eq!(place.held(), None);
        let first = place.hold().unwrap();
        let own = std::process::id().to_string();
        assert_eq!(place.held().as_deref(), Some(own.as_str()));
        let second = place.hold();
        assert!(matches!(second, Err(Error::Fault(fault)) if fault.what.contains(&own)));
        drop(first);
        assert_eq!(place.held(), None);
        place.hold().unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }
}
