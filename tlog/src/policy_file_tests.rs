use super::*;
use crate::key::{KeyKind, SigningKey};
use crate::sample::{ORIGIN, log_key, policy, witness_key};

fn vkey(number: u8) -> String {
    witness_key(number).verifier().to_string()
}

#[test]
fn a_policy_is_written_and_read_again() {
    for quorum in 0..=3 {
        assert_eq!(policy(quorum).to_text().unwrap().parse(), Ok(policy(quorum)));
    }
    let text = policy(2).to_text().unwrap();
    assert!(text.starts_with(&format!("log {}\n", log_key().verifier())), "{text}");
    assert!(text.ends_with("/w3\nquorum +witnesses\n"), "{text}");
    assert!(policy(0).to_text().unwrap().ends_with("quorum none\n"));
}

#[test]
fn a_witness_that_changed_its_key_still_counts_once() {
    let old = SigningKey::from_seed(KeyKind::Witness, "witness.example.org/w1", &[1; 32]).unwrap();
    let keys =
        [witness_key(1).verifier(), old.verifier(), witness_key(2).verifier()].map(Clone::clone);
    let policy = Policy::new(ORIGIN, vec![log_key().verifier().clone()], keys.into(), 2).unwrap();
    let text = policy.to_text().unwrap();
    assert!(text.contains("group witness.example.org/w1 any witness.example.org/w1+1 "), "{text}");
    assert_eq!(text.parse(), Ok(policy));
}

#[test]
fn a_file_of_other_hands_is_read() {
    let log = log_key().verifier().to_string();
    let (a, b, c) = (vkey(1), vkey(2), vkey(3));
    let file = format!(
        "# a comment\n\n  log {log} https://log.example.org\n\twitness A {a}\nwitness B {b} \
         https://b.example.org\nwitness C {c}\ngroup G all A B\nquorum G\n"
    );
    let read: Policy = file.parse().unwrap();
    assert_eq!((read.origin(), read.quorum(), read.witnesses().len()), (ORIGIN, 2, 2));
    let one: Policy = file.replace("quorum G", "quorum C").parse().unwrap();
    assert_eq!(one.witnesses(), [witness_key(3).verifier().clone()]);
    let any: Policy = file.replace("all A B", "any A B C").parse().unwrap();
    assert_eq!((any.quorum(), any.witnesses().len()), (1, 3));

    let other = SigningKey::from_seed(KeyKind::Log, "other.example.org", &[5; 32]).unwrap();
    for (old, new) in [
        ("quorum G\n", String::new()),
        ("quorum G\n", "quorum D\n".into()),
        ("quorum G\n", "quorum G\nquorum G\n".into()),
        ("quorum G\n", "quorum G\nmore\n".into()),
        ("all A B", "3 A B".into()),
        ("all A B", "0 A B".into()),
        ("all A B", "all A D".into()),
        ("all A B", "all".into()),
        ("witness B", "witness A".into()),
        ("witness B", "witness none".into()),
        (&*log, vkey(1)),
        (&*a, log.clone()),
        (&*a, b.clone()),
        ("quorum G\n", "group H all G C\nquorum H\n".into()),
        ("quorum G\n", "group E any A B\ngroup H all E C\nquorum H\n".into()),
        ("quorum G\n", format!("log {}\nquorum G\n", other.verifier())),
    ] {
        assert!(file.replace(old, &new).parse::<Policy>().is_err(), "{old} as {new}");
    }
}

#[test]
fn a_log_whose_keys_bear_another_name_has_no_file() {
    let keys = vec![log_key().verifier().clone()];
    let policy = Policy::new("elsewhere.example.org", keys, Vec::new(), 0).unwrap();
    assert_eq!(policy.to_text().map_err(|fault| fault.code()), Err("policy-unsound"));
}
