//! The county's keys and the file in which they lie.
//!
//! The first form of the file was the bare 32 bytes of the only key. A county that was founded with
//! one keeps it until its key is changed.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{hex, keyed};
use crate::app::Sources;
use crate::error::{Error, Result};

/// Bytes of a key.
pub(super) const KEY_BYTES: usize = 32;

const HEAD: &str = "\
# 本县的密钥。丢了它，封存的身份证号、银行卡号和申请内容再也打不开；拿到它和数据库的人都能打开。
# The county's keys. Keep a copy away from the copies of the database.
";

/// What may be said of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyInfo {
    /// Its number.
    pub id: u32,
    /// When it was made; the beginning of time for one that was made before that was noted.
    pub made_at: Timestamp,
    /// Whether new values are sealed with it.
    pub active: bool,
}

/// One key.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) id: u32,
    pub(super) made_at: Timestamp,
    pub(super) bytes: [u8; KEY_BYTES],
}

/// All keys; the last one is active.
#[derive(Clone)]
pub(super) struct Keys {
    pub(super) all: Vec<Key>,
    /// What form tokens are made with. It stays when keys change, so that no open form is lost.
    pub(super) tags: [u8; KEY_BYTES],
}

/// How the file looked when it was read; another look means it was written anew.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(Option<SystemTime>, u64, u64);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InFile {
    tags: String,
    key: Vec<KeyInFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyInFile {
    id: u32,
    made_at: String,
    bytes: String,
}

impl Keys {
    /// One key from its bytes alone, as the first form of the file had it.
    pub(super) fn bare(bytes: [u8; KEY_BYTES]) -> Self {
        let tags = keyed(&bytes, b"index");
        Self { all: vec![Key { id: 1, made_at: Timestamp::UNIX_EPOCH, bytes }], tags }
    }

    /// The first key of a new county.
    pub(super) fn first(sources: &Sources, now: Timestamp) -> Self {
        let key = Key { id: 1, made_at: now, bytes: sources.bytes() };
        Self { all: vec![key], tags: sources.bytes() }
    }

    /// The same with one more, which is active from now on.
    pub(super) fn with_new(&self, sources: &Sources, now: Timestamp) -> Self {
        let id = self.all.iter().map(|key| key.id).max().unwrap_or(0) + 1;
        let mut keys = self.clone();
        keys.all.push(Key { id, made_at: now, bytes: sources.bytes() });
        keys
    }

    /// The active one alone.
    pub(super) fn newest_only(&self) -> Self {
        Self { all: self.all.last().cloned().into_iter().collect(), tags: self.tags }
    }

    /// Reads the file; `None` when there is none.
    pub(super) fn read(path: &Path) -> Result<Option<Self>> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::fault(format!("reading the key file: {error}"))),
        };
        if let Ok(key) = <[u8; KEY_BYTES]>::try_from(bytes.as_slice()) {
            return Ok(Some(Self::bare(key)));
        }
        let damaged = || Error::fault("the key file is damaged: bring back its copy");
        let text = String::from_utf8(bytes).map_err(|_| damaged())?;
        let file: InFile = toml::from_str(&text).map_err(|_| damaged())?;
        let tags = unhex(&file.tags).ok_or_else(damaged)?;
        let read = |key: KeyInFile| {
            let made_at = key.made_at.parse().ok()?;
            Some(Key { id: key.id, made_at, bytes: unhex(&key.bytes)? })
        };
        let all: Option<Vec<Key>> = file.key.into_iter().map(read).collect();
        let all = all.filter(|all| !all.is_empty()).ok_or_else(damaged)?;
        Ok(Some(Self { all, tags }))
    }

    /// Writes the file beside itself and then puts it in its place: it is whole at every moment.
    pub(super) fn write(&self, path: &Path, sources: &Sources) -> Result<()> {
        let key = |key: &Key| KeyInFile {
            id: key.id,
            made_at: key.made_at.to_string(),
            bytes: hex(&key.bytes),
        };
        let file = InFile { tags: hex(&self.tags), key: self.all.iter().map(key).collect() };
        let text = toml::to_string(&file)
            .map_err(|_| Error::fault("the key file cannot be put into words"))?;
        let mark = hex(&sources.bytes::<6>());
        Ok(crate::private::replace_file(path, &format!("{HEAD}\n{text}"), &mark)?)
    }
}

impl Stamp {
    /// How the file looks now; `None` when it cannot be seen.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let seen = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(&seen);
        #[cfg(not(unix))]
        let inode = 0;
        Some(Self(seen.modified().ok(), seen.len(), inode))
    }
}

fn unhex(text: &str) -> Option<[u8; KEY_BYTES]> {
    let mut bytes = [0; KEY_BYTES];
    let plain = text.len() == 2 * KEY_BYTES && text.is_ascii();
    for (at, byte) in bytes.iter_mut().enumerate().filter(|_| plain) {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    plain.then_some(bytes)
}
