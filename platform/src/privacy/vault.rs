//! What seals personal data at rest and opens it again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use jiff::Timestamp;

use super::keys::{KEY_BYTES, Key, KeyInfo, Keys, Stamp};
use super::{hex, keyed};
use crate::app::Sources;
use crate::error::{Error, Result};

const NONCE_BYTES: usize = 12;
/// Every value begins with this and the number of its key. Values from before keys had numbers
/// begin with their nonce; one that happens to look like this does not open, and is tried as old.
const MARK: &[u8; 4] = b"XYv2";

/// The county's keys. They lie in a file outside the database, so that a copy of the database alone
/// tells nobody's number.
pub struct Vault {
    ring: RwLock<Arc<Ring>>,
    file: Option<PathBuf>,
}

/// The keys as they are used.
struct Ring {
    keys: Keys,
    opened: Vec<Opened>,
    stamp: Option<Stamp>,
}

struct Opened {
    id: u32,
    cipher: Aes256Gcm,
    index_key: [u8; KEY_BYTES],
    files_key: [u8; KEY_BYTES],
}

impl Ring {
    fn of(keys: Keys, stamp: Option<Stamp>) -> Self {
        let open = |key: &Key| Opened {
            id: key.id,
            // Three uses of one key, kept apart by their labels.
            cipher: Aes256Gcm::new(&keyed(&key.bytes, b"seal").into()),
            index_key: keyed(&key.bytes, b"index"),
            files_key: keyed(&key.bytes, b"files"),
        };
        let opened = keys.all.iter().map(open).collect();
        Self { keys, opened, stamp }
    }

    fn active(&self) -> Result<&Opened> {
        self.opened.last().ok_or_else(|| Error::fault("the county has no key"))
    }

    fn seal(&self, sources: &Sources, plain: &[u8]) -> Result<Vec<u8>> {
        let key = self.active()?;
        let head = [MARK.as_slice(), &key.id.to_be_bytes()].concat();
        let nonce: [u8; NONCE_BYTES] = sources.bytes();
        let sealed = key
            .cipher
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &head })
            .map_err(|_| Error::fault("could not encrypt"))?;
        Ok([head.as_slice(), &nonce, &sealed].concat())
    }

    fn blind_indexes(&self, number: &str) -> Vec<String> {
        let index = |key: &Opened| hex(&keyed(&key.index_key, number.as_bytes()));
        self.opened.iter().rev().map(index).collect()
    }

    /// The number of the key that opens the value, and what is in it.
    fn open(&self, sealed: &[u8]) -> Option<(u32, Vec<u8>)> {
        self.open_marked(sealed).or_else(|| {
            let (nonce, body) = sealed.split_at_checked(NONCE_BYTES)?;
            let nonce = Nonce::from(<[u8; NONCE_BYTES]>::try_from(nonce).ok()?);
            let open = |key: &Opened| Some((key.id, key.cipher.decrypt(&nonce, body).ok()?));
            self.opened.iter().find_map(open)
        })
    }

    fn open_marked(&self, sealed: &[u8]) -> Option<(u32, Vec<u8>)> {
        let (head, rest) = sealed.split_at_checked(MARK.len() + 4)?;
        let (mark, id) = head.split_at_checked(MARK.len())?;
        let id = u32::from_be_bytes(id.try_into().ok()?);
        let key = self.opened.iter().find(|key| mark == MARK && key.id == id)?;
        let (nonce, msg) = rest.split_at_checked(NONCE_BYTES)?;
        let nonce = Nonce::from(<[u8; NONCE_BYTES]>::try_from(nonce).ok()?);
        let plain = key.cipher.decrypt(&nonce, Payload { msg, aad: head }).ok()?;
        Some((id, plain))
    }
}

impl Vault {
    /// A vault with this key, in memory.
    pub fn new(key: [u8; KEY_BYTES]) -> Self {
        Self { ring: RwLock::new(Arc::new(Ring::of(Keys::bare(key), None))), file: None }
    }

    /// Reads the key file, or makes it with fresh randomness if there is none.
    pub fn open_or_make(path: &Path, sources: &Sources, now: Timestamp) -> Result<Self> {
        let keys = match Keys::read(path)? {
            Some(keys) => keys,
            None => {
                let keys = Keys::first(sources, now);
                keys.write(path, sources)?;
                keys
            }
        };
        let ring = Ring::of(keys, Stamp::of(path));
        Ok(Self { ring: RwLock::new(Arc::new(ring)), file: Some(path.to_owned()) })
    }

    /// Encrypts with the active key; each call gives other bytes.
    pub fn seal(&self, sources: &Sources, plain: &[u8]) -> Result<Vec<u8>> {
        self.ring().seal(sources, plain)
    }

    /// A number encrypted, and the words under which it is found, the active key's first: all by
    /// the keys of one moment.
    pub fn seal_number(&self, sources: &Sources, number: &str) -> Result<(Vec<u8>, Vec<String>)> {
        let ring = self.ring();
        Ok((ring.seal(sources, number.as_bytes())?, ring.blind_indexes(number)))
    }

    /// Decrypts what [`Vault::seal`] made, with any of the keys.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>> {
        self.open_with(sealed).map(|(_, plain)| plain)
    }

    /// The number of the key with which a value is sealed, and what is in it.
    pub(super) fn open_with(&self, sealed: &[u8]) -> Result<(u32, Vec<u8>)> {
        let fault = || Error::fault("sealed data does not open: wrong key, or changed");
        self.ring().open(sealed).ok_or_else(fault)
    }

    /// The number of the key that seals files from now on; it stands in the head of each.
    pub fn files_key_number(&self) -> Result<u32> {
        Ok(self.ring().active()?.id)
    }

    /// The key of one file, made from a numbered key and the file's own salt. `None` when that key
    /// is not here.
    pub fn file_key(&self, number: u32, salt: &[u8; KEY_BYTES]) -> Option<[u8; KEY_BYTES]> {
        let ring = self.ring();
        let key = ring.opened.iter().find(|key| key.id == number)?;
        Some(keyed(&key.files_key, salt))
    }

    /// A word that is equal for equal numbers and tells nothing else: for look-up.
    pub fn blind_index(&self, number: &str) -> String {
        self.blind_indexes(number).into_iter().next().unwrap_or_default()
    }

    /// The words under which a number may stand while keys are changed, the active key's first.
    pub fn blind_indexes(&self, number: &str) -> Vec<String> {
        self.ring().blind_indexes(number)
    }

    /// A tag that only this county can make, for form tokens. It outlives a change of keys.
    pub fn tag(&self, purpose: &str, about: &str) -> String {
        hex(&keyed(&self.ring().keys.tags, format!("{purpose}\n{about}").as_bytes()))
    }

    /// The keys, the active one last.
    pub fn keys(&self) -> Vec<KeyInfo> {
        let ring = self.ring();
        let active = ring.keys.all.last().map(|key| key.id);
        let info = |key: &Key| KeyInfo {
            id: key.id,
            made_at: key.made_at,
            active: Some(key.id) == active,
        };
        ring.keys.all.iter().map(info).collect()
    }

    /// Makes a key that is active from now on.
    pub(super) fn add_key(&self, sources: &Sources, now: Timestamp) -> Result<()> {
        let keys = self.ring().keys.with_new(sources, now);
        self.replace(keys, sources)
    }

    /// Forgets all keys but the active one.
    pub(super) fn forget_old_keys(&self, sources: &Sources) -> Result<()> {
        let keys = self.ring().keys.newest_only();
        self.replace(keys, sources)
    }

    /// Held by whoever changes keys, so that two do not do so at once. It is let go with the file.
    pub(super) fn claim(&self) -> Result<Option<fs::File>> {
        let Some(path) = &self.file else { return Ok(None) };
        let lock = fs::File::create(path.with_extension("key-lock"))?;
        let taken = || Error::fault("another command is changing the keys at this moment");
        lock.try_lock().map_err(|_| taken())?;
        Ok(Some(lock))
    }

    fn replace(&self, keys: Keys, sources: &Sources) -> Result<()> {
        let mut stamp = None;
        if let Some(path) = &self.file {
            keys.write(path, sources)?;
            stamp = Stamp::of(path);
        }
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) =
            Arc::new(Ring::of(keys, stamp));
        Ok(())
    }

    /// The keys as the file has them now: a command may change them while a server runs. A file
    /// that cannot be read at this moment leaves those that are known.
    fn ring(&self) -> Arc<Ring> {
        let known = self.ring.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(path) = &self.file else { return known };
        let stamp = Stamp::of(path);
        if stamp.is_none() || stamp == known.stamp {
            return known;
        }
        let Ok(Some(keys)) = Keys::read(path) else { return known };
        let fresh = Arc::new(Ring::of(keys, stamp));
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = fresh.clone();
        fresh
    }
}

#[cfg(test)]
#[path = "vault_tests.rs"]
mod tests;
