//! Files that only this county can read: sealed piece by piece with the county's key.
//!
//! Nothing of them is ever there in plain. What people handed in lies so on the disk
//! ([`crate::files`]), and so do lists that are brought and checked ([`SealedWriter`],
//! [`FrameWriter`]); all in the one format of `pieces`, so that a change of the county's key goes
//! over all of them in the same way.

mod pieces;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use pieces::{HEAD_BYTES, PIECE_BYTES, Pieces, TAG_BYTES};
pub(crate) use pieces::{Sealer, key_number, open_each, seal_anew, sealed_bytes};

use crate::app::Surroundings;
use crate::error::{Error, Result};
use crate::privacy::hex;

/// What a file is called until it is whole.
const UNFINISHED: &str = "part";

/// Whether a file is still being written.
pub(crate) fn is_unfinished(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == UNFINISHED)
}

/// A file that stands under its name when it is whole.
struct Draft {
    path: PathBuf,
    sealer: Sealer<File>,
}

impl Draft {
    fn create(path: &Path, surroundings: &Surroundings) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path.with_extension(UNFINISHED))?;
        let sealer = Sealer::new(&surroundings.vault, &surroundings.sources, file)?;
        Ok(Self { path: path.to_owned(), sealer })
    }

    fn finish(self) -> Result<()> {
        self.sealer.finish()?;
        Ok(fs::rename(self.path.with_extension(UNFINISHED), &self.path)?)
    }
}

/// Writes a file as it comes.
pub struct SealedWriter {
    draft: Draft,
    length: u64,
    digest: Sha256,
}

impl SealedWriter {
    /// A new file; it takes the place of an older one of that name when it is finished.
    pub fn create(path: &Path, surroundings: &Surroundings) -> Result<Self> {
        let draft = Draft::create(path, surroundings)?;
        Ok(Self { draft, length: 0, digest: Sha256::new() })
    }

    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.length += bytes.len() as u64;
        self.digest.update(bytes);
        self.draft.sealer.push(bytes)
    }

    /// Writes what is left, and tells the length and the SHA-256 digest of what was written.
    pub fn finish(self) -> Result<(u64, String)> {
        self.draft.finish()?;
        Ok((self.length, hex(&self.digest.finalize())))
    }
}

/// Reads a sealed file, from any place in it.
pub struct SealedReader {
    file: File,
    pieces: Pieces,
    length: u64,
    at: u64,
    /// Which piece is open, and what is in it.
    open: Option<(u32, Vec<u8>)>,
}

impl SealedReader {
    /// Opens a file that [`SealedWriter`] or [`FrameWriter`] wrote.
    pub fn open(path: &Path, surroundings: &Surroundings) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut head = [0; HEAD_BYTES];
        file.read_exact(&mut head)?;
        let pieces = Pieces::new(&surroundings.vault, head).map_err(|_| damaged())?;
        let sealed = file.metadata()?.len().saturating_sub(HEAD_BYTES as u64);
        let tags = sealed.div_ceil(SEALED_BYTES) * TAG_BYTES as u64;
        Ok(Self { file, pieces, length: sealed.saturating_sub(tags), at: 0, open: None })
    }

    fn piece(&mut self, number: u32) -> io::Result<&[u8]> {
        if self.open.as_ref().is_none_or(|(open, _)| *open != number) {
            self.file
                .seek(SeekFrom::Start(HEAD_BYTES as u64 + u64::from(number) * SEALED_BYTES))?;
            let sealed = pieces::read_piece(&mut self.file)?;
            let last = (u64::from(number) + 1) * PIECE_BYTES as u64 >= self.length;
            let plain = self.pieces.open(&sealed, (number, last)).map_err(|_| damaged())?;
            self.open = Some((number, plain));
        }
        Ok(self.open.as_ref().map_or(&[], |(_, plain)| plain))
    }
}

const SEALED_BYTES: u64 = (PIECE_BYTES + TAG_BYTES) as u64;

fn damaged() -> io::Error {
    io::Error::other("a sealed file does not open")
}

impl Read for SealedReader {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.length {
            return Ok(0);
        }
        let number = u32::try_from(self.at / PIECE_BYTES as u64).map_err(|_| damaged())?;
        let within = usize::try_from(self.at % PIECE_BYTES as u64).map_err(|_| damaged())?;
        let length = self.piece(number)?.get(within..).unwrap_or_default().read(target)?;
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

/// Writes values one after another, each in a frame of its own.
pub struct FrameWriter {
    /// None when it is finished.
    draft: Option<Draft>,
}

impl FrameWriter {
    /// A new file; it takes the place of an older one of that name when it is finished.
    pub fn create(path: &Path, surroundings: &Surroundings) -> Result<Self> {
        Ok(Self { draft: Some(Draft::create(path, surroundings)?) })
    }

    /// Adds a frame.
    pub fn add(&mut self, value: &impl Serialize) -> Result<()> {
        let finished = || Error::fault("a frame was added to a file that is finished");
        let sealer = &mut self.draft.as_mut().ok_or_else(finished)?.sealer;
        let frame = serde_json::to_vec(value)?;
        let length = u32::try_from(frame.len()).map_err(|_| Error::fault("a frame too large"))?;
        sealer.push(&length.to_be_bytes())?;
        sealer.push(&frame)
    }

    /// Writes what is left.
    pub fn finish(&mut self) -> Result<()> {
        self.draft.take().map_or(Ok(()), Draft::finish)
    }
}

/// Reads frames, in their order.
pub struct FrameReader {
    file: BufReader<SealedReader>,
}

impl FrameReader {
    /// Opens a file that [`FrameWriter`] wrote.
    pub fn open(path: &Path, surroundings: &Surroundings) -> Result<Self> {
        Ok(Self { file: BufReader::new(SealedReader::open(path, surroundings)?) })
    }

    /// Passes over so many frames without reading them.
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
        let mut frame = vec![0; length as usize];
        self.file.read_exact(&mut frame)?;
        Ok(Some(serde_json::from_slice(&frame)?))
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
    use std::sync::Arc;

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
        let mut reader = SealedReader::open(&path, &own).unwrap();
        let mut read = Vec::new();
        reader.read_to_end(&mut read).unwrap();
        assert!(read == text, "what was written is read");
        reader.seek(SeekFrom::End(-4)).unwrap();
        let mut last = [0; 4];
        reader.read_exact(&mut last).unwrap();
        assert_eq!(u32::from_be_bytes(last), 199_999);
        let raw = fs::read(&path).unwrap();
        assert!(!raw.windows(8).any(|part| part == [0, 0, 0, 1, 0, 0, 0, 2]), "sealed");
        let mut thief = SealedReader::open(&path, &surroundings(2)).unwrap();
        assert!(thief.read(&mut last).is_err());
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn frames_are_read_one_by_one_or_passed_over() {
        let path = std::env::temp_dir().join(format!("xiangyue-frames-{}", std::process::id()));
        let own = surroundings(1);
        let mut writer = FrameWriter::create(&path, &own).unwrap();
        (0..5_u32).for_each(|number| writer.add(&vec![number; 3]).unwrap());
        writer.finish().unwrap();
        assert!(writer.add(&0).is_err(), "it is finished");
        let mut reader = FrameReader::open(&path, &own).unwrap();
        reader.skip(3).unwrap();
        assert_eq!(reader.frame::<Vec<u32>>().unwrap(), Some(vec![3; 3]));
        assert_eq!(reader.frame::<Vec<u32>>().unwrap(), Some(vec![4; 3]));
        assert_eq!(reader.frame::<Vec<u32>>().unwrap(), None);
        fs::remove_file(&path).unwrap();
    }
}
