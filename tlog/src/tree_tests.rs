use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;

use super::*;
use crate::{leaf_hash, sample};

/// The leaves and roots that implementations of RFC 6962 are usually tested with.
const KNOWN: [(&[u8], &str); 8] = [
    (b"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    (b"\x00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    (b"\x10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    (b"\x20\x21", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    (b"\x30\x31", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    (b"\x40\x41\x42\x43", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    (b"PQRSTUVW", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    (b"`abcdefghijklmno", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
];

fn ct_tree(size: u64) -> MemoryBackedTree<Sha256, Vec<u8>> {
    let mut tree = MemoryBackedTree::new();
    (0..size).for_each(|index| tree.push(sample::leaf(index)));
    tree
}

fn bytes(path: &[Hash]) -> Vec<u8> {
    path.iter().flat_map(|hash| hash.0).collect()
}

#[test]
fn the_known_roots_come_out() {
    let mut stored = Vec::new();
    assert_eq!(root(0, &mut stored), Ok(Hash::EMPTY));
    for (size, (leaf, known)) in (0..).zip(KNOWN) {
        let new = append(size, leaf_hash(leaf), &mut stored).unwrap();
        stored.extend(new);
        assert_eq!(stored.len() as u64, stored_count(size + 1));
        assert_eq!(root(size + 1, &mut stored).unwrap().hex(), known);
    }
}

#[test]
fn hashes_are_stored_in_the_dense_order() {
    let places = [(0, 0), (0, 1), (1, 0), (0, 2), (0, 3), (1, 1), (2, 0), (0, 4)];
    for (index, (level, n)) in (0..).zip(places) {
        assert_eq!(stored_index(level, n), index, "level {level}, {n}");
    }
    let counts = [0, 1, 3, 4, 7, 8, 10, 11, 15];
    for (size, count) in (0..).zip(counts) {
        assert_eq!(stored_count(size), count);
    }
    assert_eq!(stored_count(SIZE_MAX), 2 * SIZE_MAX - 1);
    assert_eq!(stored_index(63, u64::MAX), u64::MAX);
}

#[test]
fn every_leaf_of_every_small_tree_is_proved() {
    let mut stored = sample::stored(33);
    for size in 1..=33 {
        let head = Head { size, root: root(size, &mut stored).unwrap() };
        for index in 0..size {
            let path = prove_inclusion(index, size, &mut stored).unwrap();
            let leaf = leaf_hash(&sample::leaf(index));
            assert_eq!(check_inclusion(leaf, index, &head, &path), Ok(()));
            for other in (0..size + 2).filter(|other| *other != index) {
                assert!(check_inclusion(leaf, other, &head, &path).is_err(), "{index} as {other}");
            }
            let changed = leaf_hash(b"another leaf");
            let refused = Err(Fault::InclusionRefused);
            assert_eq!(check_inclusion(changed, index, &head, &path), refused);
            let mut longer = path.clone();
            longer.push(Hash::EMPTY);
            assert_eq!(check_inclusion(leaf, index, &head, &longer), refused);
            if let Some((_, shorter)) = path.split_last() {
                assert_eq!(check_inclusion(leaf, index, &head, shorter), refused);
            }
        }
    }
}

#[test]
fn every_small_tree_continues_every_smaller_one() {
    let mut stored = sample::stored(33);
    let heads: Vec<Head> =
        (0..=33).map(|size| Head { size, root: root(size, &mut stored).unwrap() }).collect();
    for new in &heads {
        for old in &heads[..=new.size as usize] {
            let path = prove_consistency(old.size, new.size, &mut stored).unwrap();
            assert_eq!(check_consistency(old, new, &path), Ok(()), "{} {}", old.size, new.size);
            let refused = Err(Fault::ConsistencyRefused);
            let forged = Head { root: leaf_hash(b"forged"), ..*old };
            assert_eq!(check_consistency(&forged, new, &path), refused);
            if old.size > 0 {
                let forged = Head { root: leaf_hash(b"forged"), ..*new };
                assert_eq!(check_consistency(old, &forged, &path), refused);
            }
            let mut longer = path.clone();
            longer.push(Hash::EMPTY);
            assert_eq!(check_consistency(old, new, &longer), refused);
            if let Some((_, shorter)) = path.split_last() {
                assert_eq!(check_consistency(old, new, shorter), refused);
            }
        }
    }
}

#[test]
fn a_shortened_log_is_refused() {
    let (long, short) = (sample::head(9), sample::head(8));
    let shrunk = Fault::Shrunk { old: 9, new: 8 };
    assert_eq!(check_consistency(&long, &short, &[]), Err(shrunk.clone()));
    assert_eq!(prove_consistency(9, 8, &mut sample::stored(9)), Err(shrunk));
    let no_leaf = Fault::NoSuchLeaf { index: 8, size: 8 };
    assert_eq!(prove_inclusion(8, 8, &mut sample::stored(8)), Err(no_leaf));
}

#[test]
fn a_store_that_lacks_hashes_is_told_so() {
    struct Forgetful;
    impl Hashes for Forgetful {
        type Error = Fault;
        fn read(&mut self, _: &[u64]) -> Result<Vec<Hash>, Fault> {
            Ok(Vec::new())
        }
    }
    assert_eq!(root(5, &mut Forgetful), Err(Fault::HashesMissing));
    assert_eq!(append(5, Hash::EMPTY, &mut Forgetful), Err(Fault::HashesMissing));
    let mut cut = sample::stored(5);
    cut.pop();
    assert_eq!(prove_inclusion(0, 5, &mut cut), Err(Fault::HashesMissing));
    assert_eq!(root(SIZE_MAX + 1, &mut cut), Err(Fault::SizeTooLarge));
    assert_eq!(append(SIZE_MAX, Hash::EMPTY, &mut cut), Err(Fault::SizeTooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn roots_and_proofs_are_those_of_another_hand(size in 1u64..700, at in any::<u64>()) {
        let (index, old) = (at % size, at % (size + 1));
        let mut stored = sample::stored(size);
        let head = Head { size, root: root(size, &mut stored).unwrap() };
        let theirs = ct_tree(size);
        let their_root = theirs.root();
        prop_assert_eq!(head.root.0.as_slice(), their_root.as_bytes().as_slice());

        let path = prove_inclusion(index, size, &mut stored).unwrap();
        let their_path = theirs.prove_inclusion(index as usize);
        prop_assert_eq!(&bytes(&path), their_path.as_bytes());
        let verdict = theirs.root().verify_inclusion(&sample::leaf(index), index, &their_path);
        prop_assert!(verdict.is_ok());

        let path = prove_consistency(old, size, &mut stored).unwrap();
        if old > 0 {
            let their_path = theirs.prove_consistency((size - old) as usize);
            prop_assert_eq!(&bytes(&path), their_path.as_bytes());
        }
        let old = Head { size: old, root: root(old, &mut stored).unwrap() };
        prop_assert_eq!(check_consistency(&old, &head, &path), Ok(()));
    }

    #[test]
    fn a_path_changed_at_any_bit_is_refused(
        size in 2u64..400,
        at in any::<u64>(),
        bit in any::<usize>(),
    ) {
        let index = at % size;
        let (mut stored, head) = (sample::stored(size), sample::head(size));
        let mut path = prove_inclusion(index, size, &mut stored).unwrap();
        let bit = bit % (path.len() * 256);
        path[bit / 256].0[bit / 8 % 32] ^= 1 << (bit % 8);
        let leaf = leaf_hash(&sample::leaf(index));
        prop_assert_eq!(check_inclusion(leaf, index, &head, &path), Err(Fault::InclusionRefused));
    }

    #[test]
    fn a_rewritten_leaf_shows(size in 2u64..300, at in any::<u64>(), more in 1u64..100) {
        let changed = at % size;
        let mut rewritten = Vec::new();
        for index in 0..size + more {
            let leaf = if index == changed { b"changed".to_vec() } else { sample::leaf(index) };
            let new = append(index, leaf_hash(&leaf), &mut rewritten).unwrap();
            rewritten.extend(new);
        }
        let new = Head { size: size + more, root: root(size + more, &mut rewritten).unwrap() };
        let path = prove_consistency(size, new.size, &mut rewritten).unwrap();
        let refused = Err(Fault::ConsistencyRefused);
        prop_assert_eq!(check_consistency(&sample::head(size), &new, &path), refused);
    }
}
