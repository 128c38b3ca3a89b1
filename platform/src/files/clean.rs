//! Takes out of a photo where and with what it was made, without touching a single pixel.
//!
//! What a picture needs to be shown is kept and all else is left out, so that nothing can hide in
//! a part that nobody thought of, nor behind the end. Of the camera's notes only one stays: which
//! way is up.

use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

use super::{PIXELS_MAX, refusals};
use crate::error::Result;

/// What a PNG needs: its size, colours, pixels, and how they are to be shown.
const PNG_CHUNKS: [&[u8; 4]; 12] = [
    b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
    b"IDAT", b"IEND",
];
/// The same for WebP. Pictures that move are no papers.
const WEBP_CHUNKS: [&[u8; 4]; 5] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP"];
/// The bit of a WebP's flags that announces notes by XMP.
const WEBP_XMP_FLAG: u8 = 0b0000_0100;

fn sized(size: Option<(u32, u32)>) -> Result<()> {
    match size {
        None | Some((0, _) | (_, 0)) => Err(refusals::broken()),
        Some((width, height)) if u64::from(width) * u64::from(height) > PIXELS_MAX => {
            Err(refusals::too_many_pixels())
        }
        Some(_) => Ok(()),
    }
}

pub(super) fn jpeg(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let mut jpeg = Jpeg::from_bytes(Bytes::from(bytes)).map_err(|_| refusals::broken())?;
    sized(jpeg.dimensions().map(|(width, height)| (width.into(), height.into())))?;
    let turned = jpeg.exif().as_deref().and_then(orientation);
    let mut kept = Vec::new();
    for segment in jpeg.segments() {
        match segment.marker() {
            markers::SOS => {
                // Everything from the first scan on hangs at this segment, to the file's end.
                let rest = segment.clone().encoder().bytes();
                let rest = rest.get(4 + segment.contents().len()..).unwrap_or_default();
                let pixels = Bytes::from(scans(rest).ok_or_else(refusals::broken)?);
                let contents = segment.contents().clone();
                kept.push(JpegSegment::new_with_entropy(markers::SOS, contents, pixels));
            }
            _ => kept.extend(wanted(segment)),
        }
    }
    if !kept.iter().any(JpegSegment::has_entropy) {
        return Err(refusals::broken());
    }
    *jpeg.segments_mut() = kept;
    jpeg.set_exif(turned.map(note_of).map(Bytes::from));
    Ok(jpeg.encoder().bytes().to_vec())
}

/// A segment before the pixels, if the picture needs it.
fn wanted(segment: &JpegSegment) -> Option<JpegSegment> {
    /// Up to the size of the small picture, which is left out: it may show what was cut away.
    const JFIF_BYTES: usize = 12;
    let contents = segment.contents();
    let keep = match segment.marker() {
        markers::APP0 if contents.starts_with(b"JFIF\0") => {
            let jfif = [contents.get(..JFIF_BYTES)?, &[0, 0]].concat();
            return Some(JpegSegment::new_with_contents(markers::APP0, Bytes::from(jfif)));
        }
        markers::APP2 => contents.starts_with(b"ICC_PROFILE\0"),
        markers::APP14 => contents.starts_with(b"Adobe"),
        markers::APP0..=markers::APP15 | markers::COM => false,
        _ => true,
    };
    keep.then(|| segment.clone())
}

/// The scans of a JPEG up to its end mark, without notes between them and without what follows.
fn scans(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(rest.len());
    loop {
        let at = rest.windows(2).position(|pair| {
            matches!(pair, [0xFF, 0xC0..=0xFE]
            if !matches!(pair, [_, markers::RST0..=markers::RST7]))
        })?;
        let (pixels, from_mark) = rest.split_at(at);
        out.extend_from_slice(pixels);
        let marker = *from_mark.get(1)?;
        if marker == markers::EOI {
            out.extend_from_slice(&[0xFF, markers::EOI]);
            return Some(out);
        }
        let length = from_mark.get(2..4)?;
        let length = usize::from(u16::from_be_bytes(length.try_into().ok()?));
        let (segment, after) = from_mark.split_at_checked(2 + length)?;
        if !matches!(marker, markers::APP0..=markers::APP15 | markers::COM) {
            out.extend_from_slice(segment);
        }
        rest = after;
    }
}

pub(super) fn png(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let mut png = Png::from_bytes(Bytes::from(bytes)).map_err(|_| refusals::broken())?;
    sized(png.dimensions())?;
    let turned = png.exif().as_deref().and_then(orientation);
    png.chunks_mut().retain(|chunk| PNG_CHUNKS.contains(&&chunk.kind()));
    let kinds: Vec<[u8; 4]> = png.chunks().iter().map(|chunk| chunk.kind()).collect();
    let whole = kinds.first() == Some(b"IHDR") && kinds.last() == Some(b"IEND");
    if !whole || !kinds.contains(b"IDAT") {
        return Err(refusals::broken());
    }
    png.set_exif(turned.map(note_of).map(Bytes::from));
    Ok(png.encoder().bytes().to_vec())
}

pub(super) fn webp(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let mut webp = WebP::from_bytes(Bytes::from(bytes)).map_err(|_| refusals::broken())?;
    sized(webp.dimensions())?;
    let turned = webp.exif().as_deref().and_then(orientation);
    webp.chunks_mut().retain(|chunk| WEBP_CHUNKS.contains(&&chunk.id()));
    if !webp.has_chunk(*b"VP8 ") && !webp.has_chunk(*b"VP8L") {
        return Err(refusals::broken());
    }
    for chunk in webp.chunks_mut() {
        if chunk.id() == *b"VP8X" {
            without_xmp_flag(chunk);
        }
    }
    webp.set_exif(turned.map(note_of).map(Bytes::from));
    Ok(webp.encoder().bytes().to_vec())
}

fn without_xmp_flag(chunk: &mut RiffChunk) {
    if let RiffContent::Data(data) = chunk.content_mut() {
        let mut flags = data.to_vec();
        if let Some(first) = flags.first_mut() {
            *first &= !WEBP_XMP_FLAG;
        }
        *data = Bytes::from(flags);
    }
}

/// Which way is up, from the camera's notes; `None` where the picture stands as it is.
fn orientation(exif: &[u8]) -> Option<u8> {
    const ORIENTATION: u16 = 0x0112;
    const ENTRY_BYTES: usize = 12;
    let big_endian = match exif.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big_endian { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    };
    let list = exif.get(4..8)?.try_into().ok()?;
    let list = if big_endian { u32::from_be_bytes(list) } else { u32::from_le_bytes(list) };
    let list = usize::try_from(list).ok()?;
    let entries = usize::from(short(list)?);
    let entry = |number: usize| list.checked_add(2 + number * ENTRY_BYTES);
    let mut found = (0..entries).filter_map(entry).filter(|at| short(*at) == Some(ORIENTATION));
    let value = short(found.next()?.checked_add(8)?)?;
    u8::try_from(value).ok().filter(|turn| (2..=8).contains(turn))
}

/// Camera's notes that say nothing but which way is up.
fn note_of(turn: u8) -> Vec<u8> {
    let entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0];
    [b"MM\0*\0\0\0\x08\0\x01".as_slice(), &entry, &[0; 4]].concat()
}
