use super::*;
use crate::{Hash, sample};

/// The example of the specification.
const SPEC: &str =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

#[test]
fn the_example_of_the_specification_is_read_and_written() {
    let checkpoint: Checkpoint = SPEC.parse().unwrap();
    assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
    assert_eq!(checkpoint.head.size, 20_852_163);
    assert_eq!(checkpoint.to_string(), SPEC);
    let longer: Checkpoint = format!("{SPEC}more\n").parse().unwrap();
    assert_eq!(longer.extensions, ["more"]);
    assert_eq!(longer.to_string(), format!("{SPEC}more\n"));
}

#[test]
fn what_is_not_a_checkpoint_is_refused() {
    for text in [
        "",
        "\n",
        "origin\n",
        "origin\n1\n",
        SPEC.trim_end(),
        &format!("{SPEC}\n"),
        &format!("{SPEC}\nmore\n"),
        &format!("\n{SPEC}"),
        &SPEC.replace("20852163", "020852163"),
        &SPEC.replace("20852163", "-1"),
        &SPEC.replace("20852163", "18446744073709551615"),
        &SPEC.replace("20852163", "0"),
        &SPEC.replace("q2I=", "q2I"),
        &SPEC.replace("CsUY", ""),
        &SPEC.replace("sofa", "so\rfa"),
    ] {
        assert!(text.parse::<Checkpoint>().is_err(), "{text:?}");
    }
}

#[test]
fn what_cannot_be_read_back_is_not_written() {
    assert!(Checkpoint::new(sample::ORIGIN, Head::EMPTY).is_ok());
    for origin in ["", "two\nlines", "a\ttab"] {
        assert!(Checkpoint::new(origin, Head::EMPTY).is_err(), "{origin:?}");
    }
    let forged = Head { size: 0, root: Hash([0; 32]) };
    assert!(Checkpoint::new(sample::ORIGIN, forged).is_err());
}

#[test]
fn a_checkpoint_is_signed_by_the_log_alone() {
    let checkpoint = Checkpoint::new(sample::ORIGIN, sample::head(5)).unwrap();
    let note = checkpoint.sign(&sample::log_key()).unwrap();
    assert_eq!(note.text().parse(), Ok(checkpoint.clone()));
    assert_eq!(checkpoint.sign(&sample::witness_key(1)), Err(Fault::KeyKindUnfit));
}
