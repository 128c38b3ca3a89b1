//! The head of the log, signed by the county after the leaves under it are durable.
//!
//! The last head that was signed is also remembered in a file outside the database. A database that
//! was brought back from an older copy knows less than that file: the county then refuses to start,
//! because signing another history is what the log is there to make impossible.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use tlog::Head;
use tlog::checkpoint::Checkpoint;
use tlog::key::VerifierKey;
use tlog::note::Note;

use super::keys::LogKeys;
use super::tree::{Stored, counted, head, stored};
use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::Chore;
use crate::privacy::hex;
use crate::private::replace_file;
use crate::storage::Tx;

/// The file with the last signed head, in the folder of the data.
pub const MEMORY_FILE: &str = "log.head";

/// Signs what was published since.
pub static SIGNING: Chore = Chore { name: "log.signed", every_minutes: 1, run: sign };

crate::sql! {
    LATEST: "select size, note, signed_at from log_checkpoints order by size desc limit 1";
    AT: "select size, note, signed_at from log_checkpoints where size = ?1";
    ADD: "insert into log_checkpoints (size, note, signed_at) values (?1, ?2, ?3)
          on conflict (size) do nothing";
    ADD_KEY: "insert into log_keys (verifier_key, noted_at) values (?1, ?2)
              on conflict (verifier_key) do nothing";
    KEYS: "select verifier_key, noted_at from log_keys order by noted_at, verifier_key limit 200";
}

crate::record! {
    /// A head that the county signed.
    pub struct Signed {
        /// How many leaves are under it.
        pub size: i64,
        /// The signed note, without cosignatures.
        pub note: String,
        /// When it was signed.
        pub signed_at: Timestamp,
    }
}

crate::record! {
    /// A key of the county, as strangers check with it.
    pub struct PublicKey {
        /// The verifier key in the form of a signed note.
        pub verifier_key: String,
        /// Since when it signs.
        pub noted_at: Timestamp,
    }
}

/// What became of a log whose memory outside the database says something else.
const BACKWARDS: &str = "\
    公开日志比签过名的少，或者不一样了：数据库可能是从旧备份恢复的。不能再签名，也不能打开。\
    请看 docs/operating/log.md / the public log went backwards: the database is older than what was signed";

/// Signs the head if leaves were added since the last time. Says how many leaves were.
pub fn sign(app: &App) -> Result<u64> {
    let (head, before) = app.db.read_now(|tx| Ok((head(tx)?, latest(tx)?)))?;
    let before = before.map_or(Ok(0), |signed| counted(signed.size))?;
    if head.size <= before {
        return Ok(0);
    }
    let keys = keys_to_sign(app, before)?;
    refuse_backwards(app)?;
    let note = Checkpoint::new(keys.origin(), head)?.sign(keys.active())?.to_string();
    // Remembered before anybody can see it: what was shown is never less than what is remembered.
    remember(app, &note)?;
    let verifiers: Vec<String> = keys.verifiers().iter().map(ToString::to_string).collect();
    app.db.write_now(move |tx| {
        let now = tx.now();
        for key in &verifiers {
            tx.run(&ADD_KEY, &[key, &now])?;
        }
        tx.run(&ADD, &[&stored(head.size)?, &note, &now])
    })?;
    Ok(head.size - before)
}

/// The county's keys. The first one is made when the first head is signed, unless somebody made
/// it before under a name of their own.
fn keys_to_sign(app: &App, before: u64) -> Result<LogKeys> {
    let folder = &app.settings.folder;
    match LogKeys::read(folder)? {
        Some(keys) => Ok(keys),
        None if before == 0 => LogKeys::make(folder, &usual_origin(app), app.sources()),
        None => Err(Error::fault(
            "日志的密钥文件 log.key 不在，请把另外保存的那一份放回去 / log.key is gone: put its copy back",
        )),
    }
}

/// A log is named after the address that people see.
fn usual_origin(app: &App) -> String {
    let url = &app.settings.public_url;
    let host = url.split_once("://").map_or(url.as_str(), |(_, host)| host);
    format!("{host}/log")
}

/// Refuses when the database knows less than the last head that was signed, or something else.
/// Cites the file beside it.
pub fn refuse_backwards(app: &App) -> Result<()> {
    let Some(remembered) = remembered(&app.settings.folder)? else { return Ok(()) };
    let agrees = app.db.read_now(move |tx| contains(tx, &remembered))?;
    if agrees { Ok(()) } else { Err(Error::fault(BACKWARDS)) }
}

/// Whether the tree of today grew out of this head.
pub fn contains(tx: &mut Tx<'_>, earlier: &Head) -> Result<bool> {
    if earlier.size > head(tx)?.size {
        return Ok(false);
    }
    Ok(tlog::tree::root(earlier.size, &mut Stored(tx))? == earlier.root)
}

/// The last head that was signed, as the folder remembers it.
pub fn remembered(folder: &Path) -> Result<Option<Head>> {
    let text = match fs::read_to_string(folder.join(MEMORY_FILE)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::fault(format!("reading the log's head: {error}"))),
    };
    let note: Note = text.parse()?;
    let checkpoint: Checkpoint = note.text().parse()?;
    Ok(Some(checkpoint.head))
}

fn remember(app: &App, note: &str) -> Result<()> {
    let mark = hex(&app.sources().bytes::<6>());
    Ok(replace_file(&app.settings.folder.join(MEMORY_FILE), note, &mark)?)
}

/// The newest head that was signed.
pub fn latest(tx: &mut Tx<'_>) -> Result<Option<Signed>> {
    tx.find(&LATEST, &[])
}

/// The signed head over so many leaves.
pub fn at(tx: &mut Tx<'_>, size: u64) -> Result<Option<Signed>> {
    tx.find(&AT, &[&stored(size)?])
}

/// All keys with which the county has signed, the oldest first.
pub fn public_keys(tx: &mut Tx<'_>) -> Result<Vec<PublicKey>> {
    tx.query(&KEYS, &[])
}

/// The same, to check with.
pub fn verifiers(tx: &mut Tx<'_>) -> Result<Vec<VerifierKey>> {
    let keys = public_keys(tx)?;
    keys.iter().map(|key| Ok(key.verifier_key.parse()?)).collect()
}

impl Signed {
    /// The note, to add to.
    pub fn parsed(&self) -> Result<Note> {
        Ok(self.note.parse()?)
    }
}
