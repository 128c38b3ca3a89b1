use super::*;
use crate::sample;

/// The key that the documentation of Go's `note` package signs with.
const SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

#[test]
fn keys_are_written_as_go_writes_them() {
    let key = SigningKey::from_text(SECRET).unwrap();
    assert_eq!(key.to_text(), SECRET);
    assert_eq!(key.verifier().to_string(), PUBLIC);
    assert_eq!(PUBLIC.parse::<VerifierKey>().as_ref(), Ok(key.verifier()));
}

#[test]
fn a_secret_does_not_show_by_accident() {
    let shown = format!("{:?}", SigningKey::from_text(SECRET).unwrap());
    assert!(shown.contains("PeterNeumann") && !shown.contains("AYEKFALV"), "{shown}");
}

#[test]
fn what_is_not_a_key_is_refused() {
    let cases = [
        ("", Fault::KeyMalformed),
        ("PeterNeumann+c74f20a3", Fault::KeyMalformed),
        // Another identifier, capital digits, another name: the identifier covers all of it.
        (&PUBLIC.replace("c74f20a3", "c74f20a4"), Fault::KeyMalformed),
        (&PUBLIC.replace("c74f20a3", "C74F20A3"), Fault::KeyMalformed),
        (&PUBLIC.replace("Peter", "Paul"), Fault::KeyMalformed),
        (&PUBLIC.replace("ARpc2Q", "ARpc2R"), Fault::KeyMalformed),
        (&PUBLIC.replace("ARpc", "Ahpc"), Fault::KeyKindUnknown(2)),
        (&PUBLIC.replace("10TW", "10T"), Fault::KeyMalformed),
        (&format!("{PUBLIC}AAAA"), Fault::KeyMalformed),
        (&PUBLIC.replace("Peter", "Peter "), Fault::KeyNameMalformed),
        (&PUBLIC.replace("PeterNeumann", ""), Fault::KeyNameMalformed),
    ];
    for (text, fault) in cases {
        assert_eq!(text.parse::<VerifierKey>(), Err(fault), "{text}");
    }
    assert_eq!(SigningKey::from_text(PUBLIC).unwrap_err(), Fault::KeyMalformed);
    // A point of small order verifies signatures of any text.
    let mut weak = [0; 32];
    weak[0] = 1;
    assert_eq!(VerifierKey::new(KeyKind::Log, "weak", &weak), Err(Fault::KeyMalformed));
}

#[test]
fn a_key_signs_only_what_it_is_for() {
    let (log, witness) = (sample::log_key(), sample::witness_key(1));
    assert_eq!(witness.sign("text\n"), Err(Fault::KeyKindUnfit));
    assert_eq!(log.cosign(0, "text\n"), Err(Fault::KeyKindUnfit));
    assert_eq!(witness.cosign(1 << 63, "text\n"), Err(Fault::TimeOutOfRange));
    assert!(log.verifier().made(&log.sign("text\n").unwrap()));
    assert!(!log.verifier().made(&witness.cosign(0, "text\n").unwrap()));
}
