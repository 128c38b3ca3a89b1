use super::*;
use crate::sample;

#[test]
fn paths_are_those_of_the_specification() {
    for (path, resource) in [
        ("checkpoint", Resource::Checkpoint),
        ("tile/0/000", Resource::Tile(Tile { level: 0, index: 0, width: 256 })),
        ("tile/1/x001/x234/067", Resource::Tile(Tile { level: 1, index: 1_234_067, width: 256 })),
        ("tile/63/999.p/255", Resource::Tile(Tile { level: 63, index: 999, width: 255 })),
        ("tile/entries/x001/000.p/1", Resource::Entries(Bundle { index: 1000, width: 1 })),
    ] {
        assert_eq!(path.parse(), Ok(resource));
        assert_eq!(resource.to_string(), path);
    }
}

#[test]
fn other_paths_are_refused() {
    for path in [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/x001",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/000/",
        "tile/0/000.p",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/1.p/1",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/8/0/000",
        "tile/entries",
        "tile/Entries/000",
        "/tile/0/000",
        "tile/0/../000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        "checkpoint/",
    ] {
        assert_eq!(path.parse::<Resource>(), Err(Fault::PathMalformed), "{path}");
    }
}

/// The example of the specification: a tree of 70,000.
#[test]
fn a_log_has_the_tiles_that_the_specification_counts() {
    let count =
        |level| tiles(70_000).filter(|tile| tile.level == level && tile.width == FULL).count();
    assert_eq!((count(0), count(1), count(2)), (273, 1, 0));
    let partial: Vec<String> =
        tiles(70_000).filter(|tile| tile.width < FULL).map(|tile| tile.to_string()).collect();
    assert_eq!(partial, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
    let all: Vec<String> = tiles(256).map(|tile| tile.to_string()).collect();
    assert_eq!(all, ["tile/0/000", "tile/1/000.p/1"]);
    assert_eq!((tiles(0).count(), bundles(0).count(), bundles(257).count()), (0, 0, 2));
}

#[test]
fn a_log_publishes_what_it_has_and_no_more() {
    for size in [0, 1, 255, 256, 257, 70_000] {
        for resource in tiles(size)
            .map(Resource::Tile)
            .chain(bundles(size).map(Resource::Entries))
            .chain([Resource::Checkpoint])
        {
            assert!(resource.is_published(size), "{resource} of {size}");
        }
    }
    for (path, size) in [
        ("tile/0/000.p/2", 1),
        ("tile/0/000", 255),
        ("tile/1/000.p/1", 255),
        ("tile/entries/001.p/1", 256),
        ("tile/63/000.p/1", u64::MAX),
        ("tile/0/x018/x446/x744/x073/x709/x551/615", u64::MAX),
    ] {
        assert!(!path.parse::<Resource>().unwrap().is_published(size), "{path} of {size}");
    }
    assert!("tile/0/000.p/7".parse::<Resource>().unwrap().is_published(300));
}

#[test]
fn a_tile_has_the_hashes_of_its_level() {
    let mut stored = sample::stored(600);
    let low = Tile { level: 0, index: 1, width: FULL }.read(&mut stored).unwrap();
    let leaves = parse_tile(&low, FULL).unwrap();
    assert_eq!(leaves[3], crate::leaf_hash(&sample::leaf(259)));
    let high = Tile { level: 1, index: 0, width: 2 }.read(&mut stored).unwrap();
    assert_eq!(parse_tile(&high, 2).unwrap()[0], sample::head(256).root);
    let missing = Tile { level: 1, index: 0, width: 3 }.read(&mut stored);
    assert_eq!(missing, Err(Fault::HashesMissing));
    for (bytes, width) in [(&low[..], 255), (&low[1..], 256), (&low[32..], 256), (&[], 1)] {
        assert_eq!(parse_tile(bytes, width), Err(Fault::TileMalformed));
    }
}

#[test]
fn entries_are_bundled_after_their_length() {
    let entries: [&[u8]; 3] = [b"one", b"", b"three"];
    let bundle = write_entries(entries).unwrap();
    assert_eq!(bundle, b"\x00\x03one\x00\x00\x00\x05three");
    assert_eq!(parse_entries(&bundle, 3), Ok(entries.to_vec()));
    for (bytes, width) in [(&bundle[..], 2), (&bundle[..], 4), (&bundle[..13], 3), (&[0], 1)] {
        assert_eq!(parse_entries(bytes, width), Err(Fault::BundleMalformed));
    }
    let followed = [&bundle[..], &[0]].concat();
    assert_eq!(parse_entries(&followed, 3), Err(Fault::BundleMalformed));
    let long = vec![0; 65_536];
    assert_eq!(write_entries([long.as_slice()]), Err(Fault::EntryTooLong(65_536)));
    assert!(write_entries([&long[1..]]).is_ok());
}
