//! How a sealed file lies on the disk: in pieces, so that nobody needs it whole to write it, and
//! each opens by itself.
//!
//! ```text
//! XYFILE1\n · number of the key, 4 bytes · salt, 32 bytes · piece · piece · … · last piece
//! ```
//!
//! The key of a file is made from the numbered key and the salt, and seals nothing else. A piece
//! is 64 KiB and its tag of 16 bytes; only the last may be shorter. The nonce of a piece is its
//! place, and whether it is the last: pieces that were left out, moved or added do not open.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};

use crate::app::{Sources, Surroundings};
use crate::error::{Error, Result};
use crate::files::of_disk;
use crate::privacy::Vault;
use crate::private::new_file;

const MARK: &[u8; 8] = b"XYFILE1\n";
const SALT_BYTES: usize = 32;
pub(super) const HEAD_BYTES: usize = MARK.len() + 4 + SALT_BYTES;
pub(super) const PIECE_BYTES: usize = 64 * 1024;
pub(super) const TAG_BYTES: usize = 16;

/// How large a file of so many bytes is on the disk.
pub(crate) const fn sealed_bytes(plain: u64) -> u64 {
    let pieces = if plain == 0 { 1 } else { plain.div_ceil(PIECE_BYTES as u64) };
    HEAD_BYTES as u64 + plain + pieces * TAG_BYTES as u64
}

/// The cipher of one file.
pub(super) struct Pieces {
    cipher: Aes256Gcm,
    head: [u8; HEAD_BYTES],
}

/// Where a piece stands, and whether it is the last.
pub(super) type Place = (u32, bool);

impl Pieces {
    pub(super) fn new(vault: &Vault, head: [u8; HEAD_BYTES]) -> Result<Self> {
        let (mark, rest) = head.split_at(MARK.len());
        let (number, salt) = rest.split_at(4);
        let number = u32::from_be_bytes(number.try_into().map_err(|_| unreadable())?);
        let salt = salt.try_into().map_err(|_| unreadable())?;
        if mark != MARK {
            return Err(unreadable());
        }
        let key = vault.file_key(number, salt);
        let key = key.ok_or_else(|| Error::fault(format!("a file's key {number} is not here")))?;
        Ok(Self { cipher: Aes256Gcm::new(&key.into()), head })
    }

    fn nonce((place, last): Place) -> [u8; 12] {
        let mut nonce = [0; 12];
        if let Some(begin) = nonce.get_mut(..4) {
            begin.copy_from_slice(&place.to_be_bytes());
        }
        if let Some(end) = nonce.last_mut() {
            *end = u8::from(last);
        }
        nonce
    }

    fn seal(&self, plain: &[u8], place: Place) -> Result<Vec<u8>> {
        let nonce = Nonce::from(Self::nonce(place));
        let piece = Payload { msg: plain, aad: &self.head };
        self.cipher.encrypt(&nonce, piece).map_err(|_| Error::fault("could not seal a file"))
    }

    pub(super) fn open(&self, sealed: &[u8], place: Place) -> Result<Vec<u8>> {
        let nonce = Nonce::from(Self::nonce(place));
        let piece = Payload { msg: sealed, aad: &self.head };
        self.cipher.decrypt(&nonce, piece).map_err(|_| unreadable())
    }
}

fn unreadable() -> Error {
    Error::fault("a sealed file does not open: wrong key, cut short, or changed")
}

/// Seals what is pushed into it.
pub(crate) struct Sealer<W> {
    out: W,
    pieces: Pieces,
    done: u32,
    waiting: Vec<u8>,
}

impl<W: Write> Sealer<W> {
    pub(crate) fn new(vault: &Vault, sources: &Sources, mut out: W) -> Result<Self> {
        let salt: [u8; SALT_BYTES] = sources.bytes();
        let number = vault.files_key_number()?.to_be_bytes();
        let head = [MARK.as_slice(), &number, &salt].concat();
        let head = head.try_into().map_err(|_| unreadable())?;
        let pieces = Pieces::new(vault, head)?;
        out.write_all(&head).map_err(of_disk)?;
        Ok(Self { out, pieces, done: 0, waiting: Vec::with_capacity(PIECE_BYTES) })
    }

    pub(crate) fn push(&mut self, mut plain: &[u8]) -> Result<()> {
        while !plain.is_empty() {
            // A full piece waits for the next byte: only then is it known not to be the last.
            if self.waiting.len() == PIECE_BYTES {
                self.put(false)?;
            }
            let room = PIECE_BYTES - self.waiting.len();
            let (now, later) = plain.split_at(room.min(plain.len()));
            self.waiting.extend_from_slice(now);
            plain = later;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<W> {
        self.put(true)?;
        Ok(self.out)
    }

    fn put(&mut self, last: bool) -> Result<()> {
        let sealed = self.pieces.seal(&self.waiting, (self.done, last))?;
        self.done = self.done.checked_add(1).ok_or_else(unreadable)?;
        self.waiting.clear();
        self.out.write_all(&sealed).map_err(of_disk)
    }
}

/// The number of the key of a sealed file, read off its head.
pub(crate) fn key_number(mut sealed: impl Read) -> Result<u32> {
    let mut head = [0; MARK.len() + 4];
    sealed.read_exact(&mut head).map_err(|_| unreadable())?;
    let (mark, number) = head.split_at(MARK.len());
    let number = number.try_into().map_err(|_| unreadable())?;
    if mark == MARK { Ok(u32::from_be_bytes(number)) } else { Err(unreadable()) }
}

/// Opens a sealed file and gives each piece as it comes; the last has been seen when this returns.
pub(crate) fn open_each(
    vault: &Vault,
    mut sealed: impl Read,
    mut each: impl FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    let mut head = [0; HEAD_BYTES];
    sealed.read_exact(&mut head).map_err(|_| unreadable())?;
    let pieces = Pieces::new(vault, head)?;
    let mut piece = read_piece(&mut sealed)?;
    for place in 0..u32::MAX {
        let next = read_piece(&mut sealed)?;
        each(&pieces.open(&piece, (place, next.is_empty()))?)?;
        if next.is_empty() {
            return Ok(());
        }
        piece = next;
    }
    Err(unreadable())
}

/// Seals a file with the active key by way of a draft beside it, and keeps its age: it is whole at
/// every moment. Says whether it had another key.
pub(crate) fn seal_anew(surroundings: &Surroundings, path: &Path, draft: &Path) -> Result<bool> {
    let old = File::open(path)?;
    if key_number(&old)? == surroundings.vault.files_key_number()? {
        return Ok(false);
    }
    let age = old.metadata()?.modified()?;
    let written = (|| {
        let mut sealer = Sealer::new(&surroundings.vault, &surroundings.sources, new_file(draft)?)?;
        open_each(&surroundings.vault, File::open(path)?, |piece| sealer.push(piece))?;
        let file = sealer.finish()?;
        file.set_modified(age)?;
        file.sync_all()?;
        Ok(fs::rename(draft, path)?)
    })();
    if written.is_err() {
        let _ = fs::remove_file(draft);
    }
    written.map(|()| true)
}

pub(super) fn read_piece(sealed: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    let most = (PIECE_BYTES + TAG_BYTES) as u64;
    sealed.take(most).read_to_end(&mut piece)?;
    Ok(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let (vault, sources) = (Vault::new([7; 32]), Sources::seeded(3));
        let mut sealer = Sealer::new(&vault, &sources, Vec::new()).unwrap();
        for part in plain.chunks(1000) {
            sealer.push(part).unwrap();
        }
        sealer.finish().unwrap()
    }

    fn opened(sealed: &[u8], key: u8) -> Result<Vec<u8>> {
        let mut plain = Vec::new();
        open_each(&Vault::new([key; 32]), sealed, |piece| {
            plain.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(plain)
    }

    #[test]
    fn a_sealed_file_opens_to_what_it_was_and_has_the_size_that_is_told() {
        for length in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES] {
            let plain: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let sealed = sealed(&plain);
            assert_eq!(sealed.len() as u64, sealed_bytes(length as u64), "{length}");
            assert_eq!(opened(&sealed, 7).unwrap(), plain, "{length}");
            assert!(opened(&sealed, 8).is_err(), "another key opens {length}");
        }
        let twice = [sealed(b"341125194503121018"), sealed(b"341125194503121018")];
        assert!(!twice[0].windows(6).any(|part| part == b"341125"));
    }

    #[test]
    fn what_was_cut_moved_added_or_changed_does_not_open() {
        let plain = vec![5; 2 * PIECE_BYTES + 10];
        let whole = sealed(&plain);
        let one = PIECE_BYTES + TAG_BYTES;
        let (first, second) = (HEAD_BYTES, HEAD_BYTES + one);
        let mut swapped = whole.clone();
        swapped[first..first + one].copy_from_slice(&whole[second..second + one]);
        swapped[second..second + one].copy_from_slice(&whole[first..first + one]);
        let mut changed = whole.clone();
        changed[first + 100] ^= 1;
        let mut other_head = whole.clone();
        other_head[0] = b'Y';
        let mut other_key = whole.clone();
        other_key[MARK.len() + 3] = 9;
        let cut_at_piece = whole[..second + one].to_vec();
        let cut_inside = whole[..whole.len() - 1].to_vec();
        let longer = [whole.as_slice(), b"more"].concat();
        for (what, bytes) in [
            ("swapped", swapped),
            ("changed", changed),
            ("another mark", other_head),
            ("another key", other_key),
            ("cut after a piece", cut_at_piece),
            ("cut inside", cut_inside),
            ("longer", longer),
            ("nothing", Vec::new()),
        ] {
            assert!(opened(&bytes, 7).is_err(), "{what} opens");
        }
        assert_eq!(opened(&whole, 7).unwrap(), plain);
    }
}
