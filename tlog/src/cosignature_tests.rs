use super::*;
use crate::sample;

#[test]
fn the_message_is_that_of_the_specification() {
    let text =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    assert_eq!(message(1_679_315_147, text), format!("cosignature/v1\ntime 1679315147\n{text}"));
}

#[test]
fn the_time_stands_before_the_signature() {
    // The line of the specification's example.
    let line = "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==";
    let signature: Signature = line.parse().unwrap();
    assert_eq!(time_of(&signature), Some(1_679_315_147));
    assert_eq!((signature.key_id, signature.bytes.len()), (0x8d66_cf3f, 72));
    assert_eq!(signature.to_string(), line);
}

#[test]
fn a_cosignature_fits_one_time_one_text_and_one_key() {
    let (key, other) = (sample::witness_key(1), sample::witness_key(2));
    let signature = key.cosign(1_795_000_000, "text\n").unwrap();
    assert_eq!(verify(key.verifier(), "text\n", &signature), Ok(1_795_000_000));

    let wrong = Err(Fault::SignatureWrong(key.verifier().name().to_owned()));
    assert_eq!(verify(key.verifier(), "other\n", &signature), wrong);
    assert!(verify(other.verifier(), "text\n", &signature).is_err());
    assert_eq!(
        verify(sample::log_key().verifier(), "text\n", &signature),
        Err(Fault::KeyKindUnfit)
    );
    for place in 0..signature.bytes.len() {
        let mut changed = signature.clone();
        changed.bytes[place] ^= 1;
        assert_eq!(verify(key.verifier(), "text\n", &changed), wrong, "byte {place}");
    }
    // The top bit of a time is never set.
    let mut late = signature.clone();
    late.bytes[0] = 0x80;
    assert_eq!(time_of(&late), None);
    let mut shorter = signature.clone();
    shorter.bytes.pop();
    assert_eq!(verify(key.verifier(), "text\n", &shorter), wrong);
}
