//! What must hold of the parsers of the log, whatever bytes they are given: they end, and what
//! they read is written again as it was. So each thing has one form, and no two readers see
//! different things in it.

use std::fmt::Display;
use std::str::FromStr;

use tlog::checkpoint::Checkpoint;
use tlog::compact::Compact;
use tlog::key::{SigningKey, VerifierKey};
use tlog::note::Note;
use tlog::policy::Policy;
use tlog::proof::Proof;
use tlog::tiles::{Resource, parse_entries, parse_tile, write_entries};
use tlog::witness::Request;

/// The targets, each with a folder of the corpus.
pub const NAMES: [&str; 11] = [
    "checkpoint",
    "code",
    "compact",
    "entries",
    "key",
    "note",
    "path",
    "policy",
    "proof",
    "request",
    "tile",
];

/// Gives bytes to one target and says whether they were read. It panics where something does not
/// hold.
pub fn run(name: &str, bytes: &[u8]) -> bool {
    match name {
        "checkpoint" => same::<Checkpoint>(bytes),
        "code" => same::<Compact>(bytes),
        "compact" => {
            let Ok(compact) = Compact::parse(bytes) else { return false };
            assert_eq!(compact.write(), bytes);
            assert_eq!(compact.to_string().parse(), Ok(compact));
            true
        }
        "entries" => {
            let (width, bytes) = width(bytes);
            let Ok(entries) = parse_entries(bytes, width) else { return false };
            assert_eq!(entries.len(), usize::from(width));
            assert_eq!(write_entries(entries).as_deref(), Ok(bytes));
            true
        }
        "key" => {
            if let Some(Ok(key)) = text(bytes).map(SigningKey::from_text) {
                assert_eq!(key.to_text().as_bytes(), bytes);
            }
            same::<VerifierKey>(bytes)
        }
        "note" => {
            if let Some(Ok(note)) = text(bytes).map(str::parse::<Note>) {
                same::<Checkpoint>(note.text().as_bytes());
            }
            same::<Note>(bytes)
        }
        "path" => {
            if let Some(Ok(path)) = text(bytes).map(str::parse::<Resource>) {
                let published = path.is_published(70_000);
                assert!(!published || path.is_published(70_001));
            }
            same::<Resource>(bytes)
        }
        // Many files mean one policy; the form in which it is written is one of them.
        "policy" => {
            let Some(Ok(policy)) = text(bytes).map(str::parse::<Policy>) else { return false };
            assert_eq!(policy.to_text().and_then(|text| text.parse()), Ok(policy));
            true
        }
        "proof" => same::<Proof>(bytes),
        "request" => same::<Request>(bytes),
        "tile" => {
            let (width, bytes) = width(bytes);
            let Ok(hashes) = parse_tile(bytes, width) else { return false };
            let again: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
            assert_eq!(again, bytes);
            true
        }
        other => panic!("there is no target {other}"),
    }
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// What is read is written again as it was.
fn same<T: FromStr + Display>(bytes: &[u8]) -> bool {
    let Some(Ok(value)) = text(bytes).map(str::parse::<T>) else { return false };
    assert_eq!(value.to_string().as_bytes(), bytes);
    true
}

/// The first byte says how many there are to be, less one.
fn width(bytes: &[u8]) -> (u16, &[u8]) {
    bytes.split_first().map_or((1, bytes), |(width, rest)| (u16::from(*width) + 1, rest))
}
