//! A file on its way in: written to the disk as it comes, sealed from the first byte.

use std::fs::{self, File};
use std::path::PathBuf;

use super::folder::arriving;
use super::{FILE_BYTES_MAX, refusals};
use crate::app::App;
use crate::error::Result;
use crate::private::new_file;
use crate::sealed::{Sealer, open_each};

/// What arrives, until it is kept or dropped. Dropping it removes it from the disk.
pub struct Incoming {
    name: String,
    path: PathBuf,
    sealer: Option<Sealer<File>>,
    bytes: u64,
}

impl Incoming {
    /// A file of which nothing has come yet, with the name that it was given.
    pub fn begin(app: &App, name: &str) -> Result<Self> {
        let path = arriving(app)?;
        let file = new_file(&path)?;
        let surroundings = app.db.surroundings();
        let sealer = Sealer::new(&surroundings.vault, &surroundings.sources, file)?;
        Ok(Self { name: name.to_owned(), path, sealer: Some(sealer), bytes: 0 })
    }

    /// The next bytes. Beyond the limit nothing is written any more: the file will be refused.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        match &mut self.sealer {
            Some(sealer) if self.bytes <= FILE_BYTES_MAX => sealer.push(bytes),
            _ => Ok(()),
        }
    }

    /// The name that it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How much came.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Everything that came.
    pub(super) fn take(&mut self, app: &App) -> Result<Vec<u8>> {
        if self.bytes > FILE_BYTES_MAX {
            return Err(refusals::too_large());
        }
        if let Some(sealer) = self.sealer.take() {
            sealer.finish()?;
        }
        let mut plain = Vec::with_capacity(usize::try_from(self.bytes).unwrap_or(0));
        let vault = &app.db.surroundings().vault;
        open_each(vault, File::open(&self.path)?, |piece| {
            plain.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(plain)
    }
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Incoming({} bytes)", self.bytes)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
