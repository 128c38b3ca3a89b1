//! Files that only this county can read: sealed piece by piece with the county's key.
//!
//! For lists with personal data that lie on the disk for a while. Nothing of them is ever there in
//! plain, and each piece opens by itself, so that a large file is read without being opened whole.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::app::Surroundings;
use crate::error::{Error, Result};
use crate::privacy::hex;

/// Plain bytes in a piece.
const PIECE_BYTES: usize = 1 << 16;
/// The number of a piece stands before it, so that pieces cannot change their places.
const NUMBER_BYTES: usize = 8;
/// What sealing adds: a mark, the number of the key, a nonce and a tag.
const SEAL_BYTES: usize = 36;
const SEALED_BYTES: u64 = (PIECE_BYTES + NUMBER_BYTES + SEAL_BYTES) as u64;

fn create(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// Writes a file in sealed pieces.
pub struct SealedWriter {
    file: BufWriter<File>,
    surroundings: Arc<Surroundings>,
    piece: Vec<u8>,
    number: u64,
    length: u64,
    digest: Sha256,
}

impl SealedWriter {
    /// A new file; an older one of that name is replaced.
    pub fn create(path: &Path, surroundings: &Arc<Surroundings>) -> Result<Self> {
        let (file, surroundings) = (BufWriter::new(create(path)?), surroundings.clone());
        let piece = Vec::with_capacity(PIECE_BYTES);
        Ok(Self { file, surroundings, piece, number: 0, length: 0, digest: Sha256::new() })
    }

    /// Adds bytes.
    pub fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.length += bytes.len() as u64;
        self.digest.update(bytes);
        while !bytes.is_empty() {
            let room = PIECE_BYTES - self.piece.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.piece.extend_from_slice(now);
            bytes = later;
            if self.piece.len() == PIECE_BYTES {
                self.flush_piece()?;
            }
        }
        Ok(())
    }

    fn flush_piece(&mut self) -> Result<()> {
        let plain = [&self.number.to_be_bytes(), self.piece.as_slice()].concat();
        let sealed = self.surroundings.vault.seal(&self.surroundings.sources, &plain)?;
        self.file.write_all(&sealed)?;
        self.piece.clear();
        self.number += 1;
        Ok(())
    }

    /// Writes what is left, and tells the length and the SHA-256 digest of what was written.
    pub fn finish(mut self) -> Result<(u64, String)> {
        if !self.piece.is_empty() {
            self.flush_piece()?;
        }
        self.file.flush()?;
        Ok((self.length, hex(&self.digest.finalize())))
    }
}

/// Reads a file of sealed pieces, from any place in it.
pub struct SealedReader {
    file: File,
    surroundings: Arc<Surroundings>,
    length: u64,
    at: u64,
    piece: Vec<u8>,
    /// Which piece is open.
    number: Option<u64>,
}

impl SealedReader {
    /// Opens a file that [`SealedWriter`] wrote.
    pub fn open(path: &Path, surroundings: Arc<Surroundings>) -> io::Result<Self> {
        let file = File::open(path)?;
        let sealed = file.metadata()?.len();
        let around = (NUMBER_BYTES + SEAL_BYTES) as u64;
        let length = sealed.saturating_sub(sealed.div_ceil(SEALED_BYTES) * around);
        Ok(Self { file, surroundings, length, at: 0, piece: Vec::new(), number: None })
    }

    fn open_piece(&mut self, number: u64) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(number * SEALED_BYTES))?;
        let mut sealed = Vec::with_capacity(PIECE_BYTES + NUMBER_BYTES + SEAL_BYTES);
        (&mut self.file).take(SEALED_BYTES).read_to_end(&mut sealed)?;
        let damaged = || io::Error::other("a sealed file does not open");
        let mut plain = self.surroundings.vault.open(&sealed).map_err(|_| damaged())?;
        if !plain.starts_with(&number.to_be_bytes()) {
            return Err(damaged());
        }
        plain.drain(..NUMBER_BYTES);
        self.piece = plain;
        self.number = Some(number);
        Ok(())
    }
}

impl Read for SealedReader {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.length {
            return Ok(0);
        }
        let number = self.at / PIECE_BYTES as u64;
        if self.number != Some(number) {
            self.open_piece(number)?;
        }
        let within = usize::try_from(self.at % PIECE_BYTES as u64).unwrap_or(0);
        let ready = self.piece.get(within..).unwrap_or_default();
        let length = ready.len().min(target.len());
        let (Some(from), Some(to)) = (ready.get(..length), target.get_mut(..length)) else {
            return Ok(0);
        };
        to.copy_from_slice(from);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for SealedReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

/// Writes values in sealed frames, one after another.
pub struct FrameWriter {
    file: BufWriter<File>,
    surroundings: Arc<Surroundings>,
}

impl FrameWriter {
    /// A new file; an older one of that name is replaced.
    pub fn create(path: &Path, surroundings: &Arc<Surroundings>) -> Result<Self> {
        Ok(Self { file: BufWriter::new(create(path)?), surroundings: surroundings.clone() })
    }

    /// Adds a frame.
    pub fn add(&mut self, value: &impl Serialize) -> Result<()> {
        let plain = serde_json::to_vec(value)?;
        let sealed = self.surroundings.vault.seal(&self.surroundings.sources, &plain)?;
        let length = u32::try_from(sealed.len()).map_err(|_| Error::fault("a frame too large"))?;
        self.file.write_all(&length.to_be_bytes())?;
        Ok(self.file.write_all(&sealed)?)
    }

    /// Writes what is left.
    pub fn flush(&mut self) -> Result<()> {
        Ok(self.file.flush()?)
    }
}

/// Reads sealed frames, in their order.
pub struct FrameReader {
    file: BufReader<File>,
    surroundings: Arc<Surroundings>,
}

impl FrameReader {
    /// Opens a file that [`FrameWriter`] wrote.
    pub fn open(path: &Path, surroundings: &Arc<Surroundings>) -> Result<Self> {
        Ok(Self { file: BufReader::new(File::open(path)?), surroundings: surroundings.clone() })
    }

    /// Passes over so many frames without opening them.
    pub fn skip(&mut self, frames: u64) -> Result<()> {
        for _ in 0..frames {
            let Some(length) = self.length()? else { return Ok(()) };
            self.file.seek_relative(i64::from(length))?;
        }
        Ok(())
    }

    /// The next frame, if there is one.
    pub fn frame<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let Some(length) = self.length()? else { return Ok(None) };
        let mut sealed = vec![0; length as usize];
        self.file.read_exact(&mut sealed)?;
        Ok(Some(serde_json::from_slice(&self.surroundings.vault.open(&sealed)?)?))
    }

    fn length(&mut self) -> Result<Option<u32>> {
        let mut length = [0; 4];
        match self.file.read_exact(&mut length) {
            Ok(()) => Ok(Some(u32::from_be_bytes(length))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::app::Sources;
    use crate::authorisation::Registrar;
    use crate::clock::Clock;
    use crate::privacy::Vault;

    fn surroundings(key: u8) -> Arc<Surroundings> {
        let registrar = Registrar {
            areas: |_| Ok(Vec::new()),
            posts_held: |_, _, _| Ok(Vec::new()),
            person: |_, _| Err(Error::NotFound),
            reach: |_, _| Ok(Default::default()),
            holders_at: |_, _| Ok(Vec::new()),
            area_name: |_, _| Err(Error::NotFound),
            county_name: |_| Ok(None),
        };
        let vault = Vault::new([key; 32]);
        Surroundings::new(Clock::System, Sources::seeded(1), vault, registrar, &[])
    }

    #[test]
    fn a_sealed_file_is_read_from_any_place_and_by_nobody_else() {
        let path = std::env::temp_dir().join(format!("xiangyue-sealed-{}", std::process::id()));
        let own = surroundings(1);
        let text: Vec<u8> = (0..200_000_u32).flat_map(u32::to_be_bytes).collect();
        let mut writer = SealedWriter::create(&path, &own).unwrap();
        text.chunks(7_777).for_each(|part| writer.write(part).unwrap());
        writer.finish().unwrap();
        let mut reader = SealedReader::open(&path, own).unwrap();
        let mut read = Vec::new();
        reader.read_to_end(&mut read).unwrap();
        assert!(read == text, "what was written is read");
        reader.seek(SeekFrom::End(-4)).unwrap();
        let mut last = [0; 4];
        reader.read_exact(&mut last).unwrap();
        assert_eq!(u32::from_be_bytes(last), 199_999);
        let raw = fs::read(&path).unwrap();
        assert!(!raw.windows(8).any(|part| part == [0, 0, 0, 1, 0, 0, 0, 2]), "sealed");
        let mut thief = SealedReader::open(&path, surroundings(2)).unwrap();
        assert!(thief.read(&mut last).is_err());
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn frames_are_read_one_by_one_or_passed_over() {
        let path = std::env::temp_dir().join(format!("xiangyue-frames-{}", std::process::id()));
        let own = surroundings(1);
        let mut writer = FrameWriter::create(&path, &own).unwrap();
        (0..5_u32).for_each(|number| writer.add(&vec![number; 3]).unwrap());
        writer.flush().unwrap();
        let mut reader = FrameReader::open(&path, &own).unwrap();
        reader.skip(3).unwrap();
        assert_eq!(reader.frame::<Vec<u32>>().unwrap(), Some(vec![3; 3]));
        assert_eq!(reader.frame::<Vec<u32>>().unwrap(), Some(vec![4; 3]));
        assert_eq!(reader.frame::<Vec<u32>>().unwrap(), None);
        fs::remove_file(&path).unwrap();
    }
}
