//! A log as files that never change, as `c2sp.org/tlog-tiles` has it: tiles of 256 hashes, bundles
//! of 256 entries. Whoever has the files has the log; any web server or stick can carry them.

use std::fmt;
use std::str::FromStr;

use crate::tree::{Hashes, stored_index};
use crate::{Fault, Hash, text};

/// How many hashes a full tile has, and how many entries a full bundle.
pub const FULL: u16 = 256;

/// What stands at a path below the log's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// `checkpoint`: the newest one. The only file that changes.
    Checkpoint,
    /// `tile/<level>/<index>`.
    Tile(Tile),
    /// `tile/entries/<index>`.
    Entries(Bundle),
}

/// Hashes beside each other, eight levels of the tree apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// 0 has the hashes of leaves; each hash above is the root over a full tile below.
    pub level: u8,
    /// Which tile of its level.
    pub index: u64,
    /// How many hashes, 1 to 256.
    pub width: u16,
}

/// Entries beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bundle {
    /// Which bundle.
    pub index: u64,
    /// How many entries, 1 to 256.
    pub width: u16,
}

/// All tiles of a log, the lowest level first.
pub fn tiles(size: u64) -> impl Iterator<Item = Tile> {
    (0..8u8).flat_map(move |level| {
        pieces(size >> (8 * level)).map(move |(index, width)| Tile { level, index, width })
    })
}

/// All bundles of a log.
pub fn bundles(size: u64) -> impl Iterator<Item = Bundle> {
    pieces(size).map(|(index, width)| Bundle { index, width })
}

/// Full pieces, and what is left over.
fn pieces(count: u64) -> impl Iterator<Item = (u64, u16)> {
    let full = u64::from(FULL);
    (0..count.div_ceil(full)).map(move |index| {
        let width = u16::try_from(count - index * full).unwrap_or(FULL).min(FULL);
        (index, width)
    })
}

impl Resource {
    /// Whether a log of this size has it. Of what is not full yet, it has every beginning.
    pub fn is_published(&self, size: u64) -> bool {
        let (index, width, count) = match self {
            Resource::Checkpoint => return true,
            Resource::Tile(tile) => {
                let count = size.checked_shr(u32::from(tile.level) * 8).unwrap_or(0);
                (tile.index, tile.width, count)
            }
            Resource::Entries(bundle) => (bundle.index, bundle.width, size),
        };
        let end = index.checked_mul(u64::from(FULL)).and_then(|low| low.checked_add(width.into()));
        end.is_some_and(|end| end <= count)
    }
}

impl Tile {
    /// The content, from the stored hashes of a log that is large enough.
    pub fn read<H: Hashes>(&self, stored: &mut H) -> Result<Vec<u8>, H::Error> {
        let first = self.index.saturating_mul(FULL.into());
        let place = |n| stored_index(u32::from(self.level) * 8, first.saturating_add(n));
        let places: Vec<u64> = (0..u64::from(self.width)).map(place).collect();
        let hashes = stored.read(&places)?;
        if hashes.len() != places.len() {
            return Err(Fault::HashesMissing.into());
        }
        Ok(hashes.iter().flat_map(|hash| hash.0).collect())
    }
}

impl Bundle {
    /// Where its first entry stands in the log.
    pub fn first(&self) -> u64 {
        self.index.saturating_mul(FULL.into())
    }
}

/// The hashes of a tile.
pub fn parse_tile(bytes: &[u8], width: u16) -> Result<Vec<Hash>, Fault> {
    let (hashes, rest) = bytes.as_chunks();
    if hashes.len() != usize::from(width) || !rest.is_empty() {
        return Err(Fault::TileMalformed);
    }
    Ok(hashes.iter().copied().map(Hash).collect())
}

/// A bundle: each entry after its length in two bytes.
pub fn write_entries<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| Fault::EntryTooLong(entry.len()))?;
        out.extend(length.to_be_bytes());
        out.extend(entry);
    }
    Ok(out)
}

/// The entries of a bundle.
pub fn parse_entries(mut bytes: &[u8], width: u16) -> Result<Vec<&[u8]>, Fault> {
    let mut entries = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, rest) = rest.split_at_checked(length).ok_or(Fault::BundleMalformed)?;
        entries.push(entry);
        bytes = rest;
    }
    let complete = bytes.is_empty() && entries.len() == usize::from(width);
    if complete { Ok(entries) } else { Err(Fault::BundleMalformed) }
}

/// An index in groups of three digits, all but the last marked, and the width of what is not full.
struct Place(u64, u16);

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place(index, width) = self;
        let mut groups = vec![format!("{:03}", index % 1000)];
        let mut rest = index / 1000;
        while rest > 0 {
            groups.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        groups.reverse();
        out.write_str(&groups.join("/"))?;
        if *width == FULL { Ok(()) } else { write!(out, ".p/{width}") }
    }
}

impl FromStr for Place {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Place, Fault> {
        let (groups, width) = match text.split_once(".p/") {
            Some((groups, width)) => (groups, text::number(width)?),
            None => (text, FULL.into()),
        };
        let digits: String = groups.chars().filter(char::is_ascii_digit).collect();
        let index = digits.parse().map_err(|_| Fault::PathMalformed)?;
        let width = u16::try_from(width).map_err(|_| Fault::PathMalformed)?;
        // Whatever else stands there, or too many zeros, would not be written again.
        let place = Place(index, width);
        let fits = (1..=FULL).contains(&width) && place.to_string() == text;
        if fits { Ok(place) } else { Err(Fault::PathMalformed) }
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "tile/{}/{}", self.level, Place(self.index, self.width))
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "tile/entries/{}", Place(self.index, self.width))
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Resource::Checkpoint => out.write_str("checkpoint"),
            Resource::Tile(tile) => tile.fmt(out),
            Resource::Entries(bundle) => bundle.fmt(out),
        }
    }
}

impl FromStr for Resource {
    type Err = Fault;

    fn from_str(path: &str) -> Result<Resource, Fault> {
        if path == "checkpoint" {
            return Ok(Resource::Checkpoint);
        }
        let rest = path.strip_prefix("tile/").ok_or(Fault::PathMalformed)?;
        let (level, place) = rest.split_once('/').ok_or(Fault::PathMalformed)?;
        let Place(index, width) = place.parse().map_err(|_| Fault::PathMalformed)?;
        if level == "entries" {
            return Ok(Resource::Entries(Bundle { index, width }));
        }
        let level = text::number(level).map_err(|_| Fault::PathMalformed)?;
        let level = u8::try_from(level).ok().filter(|level| *level < 64);
        Ok(Resource::Tile(Tile { level: level.ok_or(Fault::PathMalformed)?, index, width }))
    }
}

#[cfg(test)]
#[path = "tiles_tests.rs"]
mod tests;
