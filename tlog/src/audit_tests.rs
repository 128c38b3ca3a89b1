use std::collections::BTreeMap;

use super::*;
use crate::checkpoint::Checkpoint;
use crate::sample::{self, policy};
use crate::tiles::{tiles, write_entries};

type Files = BTreeMap<String, Vec<u8>>;

/// A log as it is published. The hashes and the entries may tell of different leaves.
fn files(size: u64, entry: impl Fn(u64) -> Vec<u8>) -> Files {
    let mut stored = sample::stored(size);
    let mut files = Files::new();
    files.insert("checkpoint".into(), sample::note(size, &[1, 2, 3]).to_string().into_bytes());
    for tile in tiles(size) {
        files.insert(tile.to_string(), tile.read(&mut stored).unwrap());
    }
    for bundle in bundles(size) {
        let places = bundle.first()..bundle.first() + u64::from(bundle.width);
        let entries: Vec<Vec<u8>> = places.map(&entry).collect();
        let bytes = write_entries(entries.iter().map(Vec::as_slice)).unwrap();
        files.insert(bundle.to_string(), bytes);
    }
    files
}

fn run(files: &Files, known: Option<&Head>) -> Result<(Audit, u64), Fault> {
    let read = |path: &str| files.get(path).cloned().ok_or(Fault::HashesMissing);
    let mut told = 0;
    let audit = audit(read, &policy(3), known, |index, entry| {
        assert_eq!((index, entry), (told, sample::leaf(index).as_slice()));
        told += 1;
    })?;
    Ok((audit, told))
}

#[test]
fn a_log_in_order_passes_and_every_entry_is_told() {
    for size in [0, 1, 255, 256, 257, 600] {
        let files = files(size, sample::leaf);
        let (audit, told) = run(&files, None).unwrap();
        assert_eq!(told, size);
        assert_eq!(audit.seen.checkpoint.head, sample::head(size));
        assert_eq!(audit.tiles + audit.bundles + 1, files.len() as u64, "of {size}");
    }
}

#[test]
fn any_changed_file_is_found() {
    let good = files(300, sample::leaf);
    for path in good.keys() {
        let mut bad = good.clone();
        if let Some(byte) = bad.get_mut(path).and_then(|bytes| bytes.last_mut()) {
            *byte ^= 1;
        }
        assert!(run(&bad, None).is_err(), "{path}");
        bad.remove(path);
        assert!(run(&bad, None).is_err(), "{path}");
    }
}

#[test]
fn a_changed_leaf_is_named_by_its_tile() {
    let bad = files(300, |index| sample::leaf(if index == 270 { 271 } else { index }));
    let read = |path: &str| bad.get(path).cloned().ok_or(Fault::HashesMissing);
    let verdict = audit(read, &policy(3), None, |_, _| {});
    assert_eq!(verdict, Err(Fault::AuditFailed("tile/0/001.p/44".into())));
}

#[test]
fn a_log_that_agrees_with_itself_and_not_with_its_checkpoint_is_found() {
    let mut other = files(300, sample::leaf);
    let head = Head { size: 300, root: leaf_hash(b"another") };
    let mut forged =
        Checkpoint::new(sample::ORIGIN, head).unwrap().sign(&sample::log_key()).unwrap();
    for number in 1..=3 {
        forged.add(sample::witness_key(number).cosign(1, forged.text()).unwrap());
    }
    other.insert("checkpoint".into(), forged.to_string().into_bytes());
    assert_eq!(run(&other, None), Err(Fault::AuditFailed("checkpoint".into())));
}

#[test]
fn a_log_must_continue_what_was_seen_before() {
    let files = files(300, sample::leaf);
    for size in [0, 1, 256, 299, 300] {
        assert!(run(&files, Some(&sample::head(size))).is_ok(), "{size}");
        let other = Head { root: leaf_hash(b"other"), ..sample::head(size) };
        assert_eq!(run(&files, Some(&other)), Err(Fault::ConsistencyRefused), "{size}");
    }
    let shrunk = Err(Fault::Shrunk { old: 301, new: 300 });
    assert_eq!(run(&files, Some(&sample::head(301))), shrunk);
}

#[test]
fn a_shortened_log_under_an_old_checkpoint_shows_to_who_remembers() {
    let short = files(299, sample::leaf);
    assert!(run(&short, None).is_ok());
    let shrunk = Err(Fault::Shrunk { old: 300, new: 299 });
    assert_eq!(run(&short, Some(&sample::head(300))), shrunk);
}
