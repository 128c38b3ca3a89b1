use super::*;
use crate::sample::{ORIGIN, head, log_key, note, stored, witness_key};
use crate::tree::prove_consistency;
use crate::{cosignature, leaf_hash, note::signatures};

const NOW: u64 = 1_795_000_000;

fn witness() -> Witness {
    let mut witness = Witness::new(witness_key(1)).unwrap();
    witness.follow(ORIGIN, vec![log_key().verifier().clone()]).unwrap();
    witness
}

fn request(old: u64, new: u64) -> Request {
    let path = prove_consistency(old, new, &mut stored(new)).unwrap();
    Request::new(old, path, note(new, &[])).unwrap()
}

fn status(known: Option<&Head>, request: &Request) -> u16 {
    witness().add_checkpoint(known, request, NOW).map_or_else(|no| no.status(), |_| 200)
}

#[test]
fn what_continues_is_cosigned() {
    let mut known = None;
    for size in [1, 1, 5, 8, 300, 300] {
        let old = known.map_or(0, |head: Head| head.size);
        let asked = request(old, size);
        let accepted = witness().add_checkpoint(known.as_ref(), &asked, NOW).unwrap();
        assert_eq!(accepted.head, head(size));
        let [line] = signatures(&accepted.body()).unwrap().try_into().unwrap();
        let key = witness().verifier().clone();
        assert_eq!(cosignature::verify(&key, asked.note.text(), &line), Ok(NOW));
        known = Some(accepted.head);
    }
}

#[test]
fn each_refusal_has_its_status() {
    let (five, other) = (head(5), Head { size: 5, root: leaf_hash(b"other") });
    assert_eq!(status(Some(&five), &request(5, 9)), 200);
    // Not from where the witness is.
    assert_eq!(status(None, &request(5, 9)), 409);
    assert_eq!(status(Some(&five), &request(0, 9)), 409);
    assert_eq!(status(Some(&head(9)), &request(5, 9)), 409);
    let known = witness().add_checkpoint(Some(&five), &request(0, 9), NOW).unwrap_err();
    assert_eq!((known.body().as_str(), known.content_type()), ("5\n", SIZE_TYPE));
    // A rewritten past.
    assert_eq!(status(Some(&other), &request(5, 5)), 409);
    assert_eq!(status(Some(&other), &request(5, 9)), 422);
    // A proof that proves nothing, or one where none may be.
    assert_eq!(status(Some(&five), &Request { path: Vec::new(), ..request(5, 9) }), 422);
    assert_eq!(status(None, &Request { path: vec![Hash::EMPTY], ..request(0, 9) }), 422);
    assert_eq!(status(Some(&five), &Request { path: vec![Hash::EMPTY], ..request(5, 5) }), 422);
    // A log that shrinks.
    assert_eq!(status(Some(&five), &Request { old_size: 5, ..request(0, 4) }), 400);
    // A stranger's log, a stranger's key, nobody's.
    let mut lone = Witness::new(witness_key(1)).unwrap();
    let keys = vec![log_key().verifier().clone()];
    lone.follow("elsewhere.example.org", keys).unwrap();
    let unknown = lone.add_checkpoint(None, &request(0, 5), NOW);
    assert_eq!(unknown.map_err(|no| no.status()), Err(404));
    let stranger = SigningKey::from_seed(KeyKind::Log, ORIGIN, &[8; 32]).unwrap();
    let foreign = request(0, 5).checkpoint.sign(&stranger).unwrap();
    assert_eq!(status(None, &Request::new(0, Vec::new(), foreign).unwrap()), 403);
    let bare = Note::new(note(5, &[]).text()).unwrap();
    assert_eq!(status(None, &Request::new(0, Vec::new(), bare).unwrap()), 403);
}

#[test]
fn a_request_is_read_and_written() {
    let asked = request(5, 300);
    assert_eq!(asked.to_string().parse(), Ok(asked.clone()));
    assert!(asked.to_string().starts_with("old 5\n"));
    assert_eq!(request(0, 5).to_string().parse(), Ok(request(0, 5)));
    let text = asked.to_string();
    let many = format!("old 5\n{}", format!("{}\n", Hash::EMPTY).repeat(64));
    for body in [
        "",
        "old 5\n",
        &text.replace("old 5", "old 05"),
        &text.replace("old 5", "new 5"),
        &text.replace("old 5\n", ""),
        &text.replace("old 5\n", "old 5\n\n"),
        &text.replace("old 5\n", &many),
        &text.replace("\n300\n", "\nmany\n"),
    ] {
        assert!(body.parse::<Request>().is_err(), "{body:?}");
    }
}

#[test]
fn a_witness_has_a_key_of_its_kind_and_follows_keys_of_the_others() {
    assert_eq!(Witness::new(log_key()).unwrap_err(), Fault::KeyKindUnfit);
    let keys = vec![witness_key(2).verifier().clone()];
    assert_eq!(witness().follow(ORIGIN, keys), Err(Fault::KeyKindUnfit));
    assert_eq!(witness().follow(ORIGIN, Vec::new()).unwrap_err().code(), "policy-unsound");
}
