//! The keys with which the county signs the log, in a file outside the database.

use std::fs;
use std::path::Path;

use tlog::key::{KeyKind, SigningKey, VerifierKey};

use crate::app::Sources;
use crate::error::{Error, Result};
use crate::privacy::hex;
use crate::private::replace_file;

/// The file, in the folder of the data.
pub const KEY_FILE: &str = "log.key";

const HEAD: &str = "\
# 公开日志的签名密钥，最后一行在用。谁拿到它，就能替本县给日志签名。请另外保存一份，不要和数据库放在一起。
# The keys that sign the public log; the last one is in use. Keep a copy away from the database.
";

/// All keys of the log; the last one signs.
pub struct LogKeys {
    active: SigningKey,
    old: Vec<SigningKey>,
}

impl LogKeys {
    /// Reads the file in this folder; nothing when there is none.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let text = match fs::read_to_string(folder.join(KEY_FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::fault(format!("reading the log's key: {error}"))),
        };
        let damaged = || Error::fault("log.key is damaged: bring back its copy");
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let keys: std::result::Result<Vec<_>, _> = lines.map(SigningKey::from_text).collect();
        let mut old = keys.map_err(|_| damaged())?;
        let active = old.pop().ok_or_else(damaged)?;
        let one_origin =
            old.iter().all(|key: &SigningKey| key.verifier().name() == active.verifier().name());
        one_origin.then_some(Some(Self { active, old })).ok_or_else(damaged)
    }

    /// Makes the first key of a log of this name. One that is there is kept: a log has one name.
    pub fn make(folder: &Path, origin: &str, sources: &Sources) -> Result<Self> {
        if Self::read(folder)?.is_some() {
            return Err(Error::fault("日志的密钥已经有了 / the log has its key"));
        }
        let keys = Self { active: new_key(origin, sources)?, old: Vec::new() };
        keys.write(folder, sources)?;
        Ok(keys)
    }

    /// One more key, which signs from now on. The old ones stay, so that what they signed can be
    /// checked.
    pub fn rotate(self, folder: &Path, sources: &Sources) -> Result<Self> {
        let active = new_key(self.origin(), sources)?;
        let Self { active: before, mut old } = self;
        old.push(before);
        let keys = Self { active, old };
        keys.write(folder, sources)?;
        Ok(keys)
    }

    /// The name of the log.
    pub fn origin(&self) -> &str {
        self.active.verifier().name()
    }

    /// The key that signs.
    pub const fn active(&self) -> &SigningKey {
        &self.active
    }

    /// What strangers check with, the oldest first.
    pub fn verifiers(&self) -> Vec<VerifierKey> {
        self.old.iter().chain([&self.active]).map(|key| key.verifier().clone()).collect()
    }

    fn write(&self, folder: &Path, sources: &Sources) -> Result<()> {
        let lines: String = self
            .old
            .iter()
            .chain([&self.active])
            .map(|key| format!("{}\n", key.to_text()))
            .collect();
        let mark = hex(&sources.bytes::<6>());
        Ok(replace_file(&folder.join(KEY_FILE), &format!("{HEAD}\n{lines}"), &mark)?)
    }
}

fn new_key(origin: &str, sources: &Sources) -> Result<SigningKey> {
    Ok(SigningKey::from_seed(KeyKind::Log, origin, &sources.bytes())?)
}
