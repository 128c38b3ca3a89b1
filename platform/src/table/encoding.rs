//! Text in the encodings that spreadsheets save in China, as UTF-8.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Decoder, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

const PIECE_BYTES: usize = 1 << 16;

/// Which encoding a text has: what its mark says, else UTF-8 if all of it is, else the older
/// Chinese one.
pub(super) fn detect(mut text: impl Read) -> io::Result<&'static Encoding> {
    let mut piece = vec![0; PIECE_BYTES];
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut checked = String::with_capacity(PIECE_BYTES * 2);
    let mut first = true;
    loop {
        let length = text.read(&mut piece)?;
        let bytes = piece.get(..length).unwrap_or_default();
        if first {
            if let Some((encoding, _)) = Encoding::for_bom(bytes) {
                return Ok(encoding);
            }
            if let Some(encoding) = wide(bytes) {
                return Ok(encoding);
            }
            first = false;
        }
        checked.clear();
        let (result, ..) =
            decoder.decode_to_string_without_replacement(bytes, &mut checked, length == 0);
        match result {
            DecoderResult::Malformed(..) => return Ok(GB18030),
            DecoderResult::InputEmpty | DecoderResult::OutputFull if length == 0 => {
                return Ok(UTF_8);
            }
            DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
        }
    }
}

/// Two bytes a letter, without a mark: every comma and digit has a zero beside it.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| {
        let side = bytes.iter().take(512).skip(odd).step_by(2);
        side.filter(|byte| **byte == 0).count()
    };
    match (zeros(0), zeros(1)) {
        (0, 1..) => Some(UTF_16LE),
        (1.., 0) => Some(UTF_16BE),
        _ => None,
    }
}

/// A reader that gives UTF-8, whatever it reads.
pub(super) struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    out: Vec<u8>,
    out_at: usize,
    ended: bool,
    /// The decoder has said its last.
    finished: bool,
    /// Bytes read, for those who show how far it is.
    passed: Arc<AtomicU64>,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding, passed: Arc<AtomicU64>) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let (raw, out) = (Vec::new(), Vec::new());
        Self {
            inner,
            decoder,
            raw,
            raw_at: 0,
            out,
            out_at: 0,
            ended: false,
            finished: false,
            passed,
        }
    }

    /// Reads and decodes until there is something to give, or nothing more.
    fn fill(&mut self) -> io::Result<()> {
        self.out.resize(PIECE_BYTES * 3 + 16, 0);
        self.out_at = 0;
        loop {
            if self.raw_at >= self.raw.len() && !self.ended {
                self.raw.resize(PIECE_BYTES, 0);
                let length = self.inner.read(&mut self.raw)?;
                self.raw.truncate(length);
                self.raw_at = 0;
                self.ended = length == 0;
                self.passed.fetch_add(length as u64, Ordering::Relaxed);
            }
            let bytes = self.raw.get(self.raw_at..).unwrap_or_default();
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.out, self.ended);
            self.raw_at += read;
            if let DecoderResult::Malformed(..) = result {
                return Err(io::Error::from(io::ErrorKind::InvalidData));
            }
            self.finished = self.ended && result == DecoderResult::InputEmpty;
            if written > 0 || self.finished {
                self.out.truncate(written);
                return Ok(());
            }
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        if self.out_at >= self.out.len() {
            if self.finished {
                return Ok(0);
            }
            self.fill()?;
        }
        let ready = self.out.get(self.out_at..).unwrap_or_default();
        let length = ready.len().min(target.len());
        let (Some(from), Some(to)) = (ready.get(..length), target.get_mut(..length)) else {
            return Ok(0);
        };
        to.copy_from_slice(from);
        self.out_at += length;
        Ok(length)
    }
}

/// Text in the older Chinese encoding, for tests.
#[cfg(test)]
pub(super) fn to_gb18030(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = GB18030.encode(text);
    assert!(!lossy, "not every letter is in the encoding");
    bytes.into_owned()
}
