use super::*;
use crate::sample::{ORIGIN, leaf, log_key, note, policy, proof, witness_key};

fn compact() -> Compact {
    Compact::new(&leaf(4), &proof(4, 7), &policy(3)).unwrap()
}

#[test]
fn a_compact_proof_says_the_same_as_the_long_one() {
    let read = Compact::parse(&compact().write()).unwrap();
    assert_eq!(read, compact());
    assert_eq!((read.leaf(), read.index()), (leaf(4).as_slice(), 4));
    let long = verify(&leaf(4), &proof(4, 7), &policy(3));
    assert_eq!(read.verify(&policy(3)), long);
    assert_eq!(read.to_proof(&policy(3)), Ok(proof(4, 7)));
}

#[test]
fn its_letters_are_those_of_a_code() {
    let text = compact().to_string();
    assert!(
        text.starts_with("XY1:")
            && text
                .bytes()
                .all(|b| b" $%*+-./:".contains(&b) || b.is_ascii_digit() || b.is_ascii_uppercase())
    );
    assert_eq!(text.parse(), Ok(compact()));
    assert!(text.to_lowercase().parse::<Compact>().is_err());
    assert!(text.replace("XY1:", "").parse::<Compact>().is_err());
}

#[test]
fn a_county_proof_fits_a_code() {
    let compact = Compact { leaf: vec![b'x'; 210], path: vec![Hash::EMPTY; 17], ..compact() };
    assert_eq!(compact.write().len(), 1_073);
}

#[test]
fn a_compact_proof_changed_at_any_byte_is_refused() {
    let bytes = compact().write();
    for place in 0..bytes.len() {
        for change in [0x01, 0x10, 0x80] {
            let mut changed = bytes.clone();
            changed[place] ^= change;
            let verdict = Compact::parse(&changed).and_then(|proof| proof.verify(&policy(3)));
            assert!(verdict.is_err(), "byte {place}");
        }
    }
    for cut in 0..bytes.len() {
        assert!(Compact::parse(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    assert!(Compact::parse(&[bytes, vec![0]].concat()).is_err());
}

#[test]
fn another_log_and_other_witnesses_are_refused() {
    let keys = || vec![log_key().verifier().clone()];
    let none = Policy::new(ORIGIN, keys(), Vec::new(), 0).unwrap();
    assert!(compact().verify(&none).unwrap().cosigned.is_empty());
    let other = vec![witness_key(9).verifier().clone()];
    let others = Policy::new(ORIGIN, keys(), other, 1).unwrap();
    assert_eq!(compact().verify(&others), Err(Fault::QuorumMissed { found: 0, needed: 1 }));
    // The same key, the same size and the same root, under another name.
    let elsewhere = Policy::new("elsewhere.example.org", keys(), Vec::new(), 0).unwrap();
    assert_eq!(compact().verify(&elsewhere), Err(Fault::SignatureWrong(ORIGIN.to_owned())));
}

#[test]
fn only_what_counts_is_kept() {
    let mut long = proof(4, 7);
    long.note.add(witness_key(9).cosign(1, long.note.text()).unwrap());
    long.note.add(witness_key(2).cosign(1_795_000_100, long.note.text()).unwrap());
    let compact = Compact::new(&leaf(4), &long, &policy(3)).unwrap();
    assert_eq!(compact.cosigned.len(), 3);
    let seen = compact.verify(&policy(3)).unwrap();
    assert_eq!(seen.cosigned.last().map(|one| one.at), Some(1_795_000_100));
}

#[test]
fn what_does_not_verify_is_not_made_compact() {
    assert_eq!(Compact::new(&leaf(5), &proof(4, 7), &policy(3)), Err(Fault::InclusionRefused));
    let mut few = proof(4, 7);
    few.note = note(7, &[1]);
    let missed = Err(Fault::QuorumMissed { found: 1, needed: 2 });
    assert_eq!(Compact::new(&leaf(4), &few, &policy(2)), missed);
}
