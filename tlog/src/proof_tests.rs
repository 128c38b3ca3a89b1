use super::*;
use crate::sample::{leaf, policy, proof};

#[test]
fn a_proof_is_taken_home_and_verified() {
    let text = proof(4, 7).to_string();
    let read: Proof = text.parse().unwrap();
    assert_eq!(read, proof(4, 7));
    let seen = verify(&leaf(4), &read, &policy(3)).unwrap();
    assert_eq!((seen.checkpoint.head.size, seen.cosigned.len()), (7, 3));
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nindex 4\n"), "{text}");
}

#[test]
fn a_log_of_one_leaf_has_an_empty_path() {
    let proof = proof(0, 1);
    assert!(proof.path.is_empty());
    assert_eq!(proof.to_string().parse(), Ok(proof.clone()));
    assert!(verify(&leaf(0), &proof, &policy(3)).is_ok());
}

#[test]
fn an_extra_line_is_carried_along() {
    let proof = Proof { extra: Some(b"more".to_vec()), ..proof(4, 7) };
    assert!(proof.to_string().contains("@v1\nextra bW9yZQ==\nindex 4\n"));
    assert_eq!(proof.to_string().parse(), Ok(proof));
}

#[test]
fn a_proof_changed_at_any_byte_is_refused() {
    let text = proof(4, 7).to_string();
    let mut tried = 0;
    for place in 0..text.len() {
        for change in [0x01, 0x20, 0x80] {
            let mut bytes = text.clone().into_bytes();
            bytes[place] ^= change;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            tried += 1;
            let verdict = changed.parse().and_then(|proof| verify(&leaf(4), &proof, &policy(3)));
            assert!(verdict.is_err(), "byte {place} of\n{changed}");
        }
    }
    assert!(tried > text.len());
    for cut in 0..text.len() {
        let verdict = text.get(..cut).map(str::parse::<Proof>);
        assert!(
            !matches!(verdict, Some(Ok(proof)) if verify(&leaf(4), &proof, &policy(3)).is_ok())
        );
    }
}

#[test]
fn a_proof_fits_one_leaf_and_one_place() {
    let good = proof(4, 7);
    let refused = Err(Fault::InclusionRefused);
    assert_eq!(verify(&leaf(5), &good, &policy(3)), refused);
    assert_eq!(verify(&leaf(5), &Proof { index: 5, ..good.clone() }, &policy(3)), refused);
    let beyond = Proof { index: 7, ..good.clone() };
    let no_leaf = Err(Fault::NoSuchLeaf { index: 7, size: 7 });
    assert_eq!(verify(&leaf(4), &beyond, &policy(3)), no_leaf);
    // The path of another size of the same log.
    assert_eq!(verify(&leaf(4), &Proof { path: proof(4, 6).path, ..good }, &policy(3)), refused);
}

#[test]
fn what_is_not_a_proof_is_refused() {
    let text = proof(4, 7).to_string();
    let (_, rest) = text.split_once('\n').unwrap();
    for text in [
        "",
        "c2sp.org/tlog-proof@v1",
        rest,
        &text.replace("@v1", "@v2"),
        &text.replace("index 4\n", ""),
        &text.replace("index 4", "index 04"),
        &text.replace("index", "extra\nindex"),
        &text.replace("index", "extra ???\nindex"),
        &text.replace("index", "extra AAAA\nextra AAAA\nindex"),
        &text
            .replace("index 4\n", &format!("index 4\n{}", format!("{}\n", Hash::EMPTY).repeat(64))),
    ] {
        assert!(text.parse::<Proof>().is_err(), "{text:?}");
    }
}
