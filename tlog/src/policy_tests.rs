use super::*;
use crate::key::SigningKey;
use crate::sample::{self, ORIGIN, log_key, note, policy, witness_key};

#[test]
fn it_says_who_cosigned_and_when() {
    let seen = policy(2).check(&note(5, &[3, 1])).unwrap();
    assert_eq!(seen.checkpoint.head, sample::head(5));
    assert_eq!(&seen.log_key, log_key().verifier());
    let said: Vec<(&str, u64)> =
        seen.cosigned.iter().map(|one| (one.witness.as_str(), one.at)).collect();
    let (third, first) = ("witness.example.org/w3", "witness.example.org/w1");
    assert_eq!(said, [(third, 1_795_000_000), (first, 1_795_000_001)]);
}

#[test]
fn too_few_witnesses_are_refused_and_one_counts_once() {
    assert!(policy(0).check(&note(5, &[])).unwrap().cosigned.is_empty());
    let missed = Err(Fault::QuorumMissed { found: 1, needed: 2 });
    assert_eq!(policy(2).check(&note(5, &[1])), missed);
    let seen = policy(2).check(&note(5, &[1, 1]));
    assert_eq!(seen, missed);
    assert_eq!(policy(1).check(&note(5, &[1, 1])).unwrap().cosigned[0].at, 1_795_000_001);
    let mut earlier = note(5, &[1]);
    earlier.add(witness_key(1).cosign(1, earlier.text()).unwrap());
    assert_eq!(policy(1).check(&earlier).unwrap().cosigned[0].at, 1_795_000_000);
}

#[test]
fn strangers_are_passed_over_and_forgers_refused() {
    let mut strange = note(5, &[1, 2]);
    strange.add(witness_key(9).cosign(1, strange.text()).unwrap());
    assert_eq!(policy(2).check(&strange).unwrap().cosigned.len(), 2);
    // Another key under the name of the log is another key.
    let other = SigningKey::from_seed(KeyKind::Log, ORIGIN, &[8; 32]).unwrap();
    let mut forged = Note::new(strange.text()).unwrap();
    forged.add(other.sign(forged.text()).unwrap());
    assert_eq!(policy(0).check(&forged), Err(Fault::LogUnsigned));
    // Under the identifier of a known key, what does not fit spoils the whole.
    let mut line = witness_key(1).cosign(1, "another text\n").unwrap();
    let mut spoilt = note(5, &[2, 3]);
    spoilt.add(line.clone());
    let name = "witness.example.org/w1".to_owned();
    assert_eq!(policy(2).check(&spoilt), Err(Fault::SignatureWrong(name)));
    line.key_id ^= 1;
    let mut passed = note(5, &[2, 3]);
    passed.add(line);
    assert!(policy(2).check(&passed).is_ok());
}

#[test]
fn another_log_is_refused() {
    let keys = vec![log_key().verifier().clone()];
    let elsewhere = Policy::new("elsewhere.example.org", keys, Vec::new(), 0).unwrap();
    let foreign = Err(Fault::ForeignOrigin(ORIGIN.to_owned()));
    assert_eq!(elsewhere.check(&note(5, &[])), foreign);
}

#[test]
fn what_was_signed_with_an_old_key_stays_believed() {
    let new = SigningKey::from_seed(KeyKind::Log, ORIGIN, &[9; 32]).unwrap();
    let keys = vec![new.verifier().clone(), log_key().verifier().clone()];
    let policy = Policy::new(ORIGIN, keys, Vec::new(), 0).unwrap();
    assert_eq!(&policy.check(&note(5, &[])).unwrap().log_key, log_key().verifier());
    let mut both = note(5, &[]);
    both.add(new.sign(both.text()).unwrap());
    assert!(policy.check(&both).is_ok());
}

#[test]
fn a_policy_that_protects_nobody_is_refused() {
    let (log, one) = (log_key().verifier().clone(), witness_key(1).verifier().clone());
    let made = |log_keys: &[&VerifierKey], witnesses: &[&VerifierKey], quorum| {
        let owned = |keys: &[&VerifierKey]| keys.iter().map(|key| (*key).clone()).collect();
        Policy::new(ORIGIN, owned(log_keys), owned(witnesses), quorum).map_err(|fault| fault.code())
    };
    let twin = VerifierKey::new(KeyKind::Witness, "twin", &one.public()).unwrap();
    let own = VerifierKey::new(KeyKind::Witness, ORIGIN, &log.public()).unwrap();
    let renewed =
        VerifierKey::new(KeyKind::Witness, one.name(), &witness_key(2).verifier().public())
            .unwrap();
    assert!(made(&[&log], &[&one], 1).is_ok());
    assert!(made(&[&log], &[&one, &renewed], 1).is_ok());
    assert_eq!(made(&[], &[&one], 1), Err("policy-unsound"));
    assert_eq!(made(&[&log], &[&one], 2), Err("policy-unsound"));
    assert_eq!(made(&[&log], &[&one, &renewed], 2), Err("policy-unsound"));
    assert_eq!(made(&[&log], &[&one, &twin], 1), Err("policy-unsound"));
    assert_eq!(made(&[&log], &[&own], 1), Err("policy-unsound"));
    assert_eq!(made(&[&one], &[], 0), Err("key-kind-unfit"));
    assert_eq!(made(&[&log], &[&log], 0), Err("key-kind-unfit"));
}
