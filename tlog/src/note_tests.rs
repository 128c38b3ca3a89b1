use super::*;
use crate::key::{SigningKey, VerifierKey};

/// The example of the documentation of Go's `note` package.
const GO: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

#[test]
fn the_note_of_gos_documentation_is_read_verified_and_signed_alike() {
    let note: Note = GO.parse().unwrap();
    assert_eq!(note.to_string(), GO);
    let key = SigningKey::from_text(SECRET).unwrap();
    let verifier: &VerifierKey = key.verifier();
    assert_eq!(verifier.fits(note.text(), &note.signatures()[0].bytes), Ok(()));
    assert_eq!(key.sign(note.text()).as_ref(), Ok(&note.signatures()[0]));
    let wrong = Err(Fault::SignatureWrong("PeterNeumann".into()));
    assert_eq!(verifier.fits("another text\n", &note.signatures()[0].bytes), wrong);
}

#[test]
fn a_text_may_have_empty_lines() {
    let line = GO.lines().last().unwrap();
    let note: Note = format!("a\n\n\nb\n\n{line}\n").parse().unwrap();
    assert_eq!((note.text(), note.signatures().len()), ("a\n\n\nb\n", 1));
}

#[test]
fn what_is_not_a_note_is_refused() {
    let line = GO.lines().last().unwrap();
    for text in [
        "",
        "text\n",
        "text\n\n",
        "text",
        &format!("text\n{line}\n"),
        &format!("text\n\n{line}"),
        &format!("text\n\n{line}\n\n"),
        &format!("text\n\n{line}\nmore\n"),
        &format!("te\txt\n\n{line}\n"),
        &format!("te\rxt\n\n{line}\n"),
        &format!("text\n\n{}\n", line.replace('—', "-")),
        &format!("text\n\n{}\n", line.replace("— P", "—  P")),
        &format!("text\n\n{}\n", line.replace("Peter", "Pet+r")),
        &format!("text\n\n{}\n", line.replace("AM=", "AN=")),
        &format!("text\n\n{}\n", line.replace("AM=", "AM")),
        // An identifier and nothing after it.
        "text\n\n— name AAAAAA==\n",
        &format!("text\n\n{}", format!("{line}\n").repeat(SIGNATURES_MAX + 1)),
    ] {
        assert!(text.parse::<Note>().is_err(), "{text:?}");
    }
    assert!(format!("text\n\n{}", format!("{line}\n").repeat(16)).parse::<Note>().is_ok());
    assert!(Note::new("no end").is_err());
}
