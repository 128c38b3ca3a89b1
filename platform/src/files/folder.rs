//! The contents on the disk, each once, under its SHA-256: `files/ab/abcdef…`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::kind::{Allowed, name_of, read};
use super::store::FileUse;
use super::{FILE_BYTES_MAX, Incoming, Kept, refusals};
use crate::app::App;
use crate::error::{Error, Result};
use crate::privacy::{digest, hex};
use crate::private::{make_folder, new_file};
use crate::sealed::{Sealer, open_each};
use crate::settings::Settings;

/// The folder, among those of the contents, in which files arrive.
pub(super) const ARRIVING: &str = "incoming";

/// One at a time puts a content in its place or takes it away, so that nothing is taken away
/// between being found there and being used.
#[derive(Debug, Default)]
pub struct Gate(Mutex<()>);

impl Gate {
    pub(super) fn close(&self) -> MutexGuard<'_, ()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the contents lie. A backup takes this folder besides the database, after it.
pub fn folder(settings: &Settings) -> PathBuf {
    settings.folder.join("files")
}

/// The path of a content.
pub(super) fn path_of(settings: &Settings, sha256: &str) -> PathBuf {
    folder(settings).join(sha256.get(..2).unwrap_or("00")).join(sha256)
}

/// Looks at what came, takes out what nobody should learn, and puts it in its place. Blocks while
/// it works on the disk; it stands before the act that names the file, never in it.
pub fn keep(app: &App, mut incoming: Incoming, allowed: Allowed) -> Result<Kept> {
    let bytes = incoming.take(app)?;
    keep_bytes(app, incoming.name(), bytes, allowed)
}

/// The same for something that the program itself has made.
pub fn keep_bytes(app: &App, name: &str, bytes: Vec<u8>, allowed: Allowed) -> Result<Kept> {
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(refusals::too_large());
    }
    let (kind, bytes) = read(bytes, allowed)?;
    let sha256 = digest(&bytes);
    put(app, &sha256, &bytes)?;
    Ok(Kept { sha256, kind, bytes: bytes.len() as u64, name: name_of(name, kind) })
}

/// Writes a content where files arrive, makes it durable, and moves it to its place.
fn put(app: &App, sha256: &str, bytes: &[u8]) -> Result<()> {
    let place = path_of(&app.settings, sha256);
    let surroundings = app.db.surroundings();
    if is_there(app, &place)? {
        return Ok(());
    }
    let Some(shelf) = place.parent() else { return Err(Error::fault("a content has no folder")) };
    make_folder(shelf)?;
    let draft = arriving(app)?;
    let written = (|| {
        let file = new_file(&draft)?;
        let mut sealer = Sealer::new(&surroundings.vault, &surroundings.sources, file)?;
        sealer.push(bytes)?;
        let file = sealer.finish()?;
        set_age(app, &file)?;
        file.sync_all().map_err(refusals::of_disk)?;
        let _closed = surroundings.files.close();
        fs::rename(&draft, &place)?;
        sync_folder(shelf)?;
        sync_folder(&folder(&app.settings))
    })();
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}

/// Whether a content is in its place; if so it is young again, and no orphan for another day.
fn is_there(app: &App, place: &Path) -> Result<bool> {
    let _closed = app.db.surroundings().files.close();
    match File::options().append(true).open(place) {
        Ok(file) => {
            set_age(app, &file)?;
            Ok(true)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A new path for a file that has not got its place yet. Its name begins with the moment: a clock
/// that a test has set does not show in what the disk writes by itself.
pub(super) fn arriving(app: &App) -> Result<PathBuf> {
    let folder = folder(&app.settings).join(ARRIVING);
    make_folder(&folder)?;
    let begun = app.clock().now().as_millisecond();
    Ok(folder.join(format!("{begun}-{}", hex(&app.sources().bytes::<16>()))))
}

/// The file is as old as this moment, by the app's clock like all ages of files.
fn set_age(app: &App, file: &File) -> Result<()> {
    let now = SystemTime::try_from(app.clock().now());
    let now = now.map_err(|_| Error::fault("the clock shows a time that files cannot have"))?;
    Ok(file.set_modified(now)?)
}

/// A name is durable when its folder is.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(path)?.sync_all()?;
    }
    Ok(())
}

/// What is in a file that is used. Whether this person may see it, the module has asked before.
pub fn open(app: &App, used: &FileUse) -> Result<Vec<u8>> {
    let place = path_of(&app.settings, &used.sha256);
    let sealed = File::open(place).map_err(|error| {
        let short: String = used.sha256.chars().take(8).collect();
        Error::fault(format!("the content {short}… of a file is not there: {}", error.kind()))
    })?;
    let mut plain = Vec::with_capacity(usize::try_from(used.bytes).unwrap_or(0));
    open_each(&app.db.surroundings().vault, sealed, |piece| {
        plain.extend_from_slice(piece);
        Ok(())
    })?;
    if digest(&plain) == used.sha256 {
        Ok(plain)
    } else {
        Err(Error::fault("the content of a file is not what its name says"))
    }
}
