use super::*;

#[test]
fn numbers_have_one_way_of_being_written() {
    assert_eq!(number("0"), Ok(0));
    assert_eq!(number("18446744073709551615"), Ok(u64::MAX));
    for text in ["", "00", "01", "+1", "-1", " 1", "1 ", "1.0", "1_0", "18446744073709551616"] {
        assert_eq!(number(text), Err(Fault::NumberMalformed), "{text}");
    }
}

#[test]
fn bytes_have_one_way_of_being_written() {
    assert_eq!(from_base64("AAE="), Some(vec![0, 1]));
    for text in ["AAE", "AAF=", "AAE=\n", "AA-_", "AAE=="] {
        assert_eq!(from_base64(text), None, "{text}");
    }
}

/// The examples of RFC 9285.
#[test]
fn letters_of_codes_are_those_of_the_standard() {
    for (plain, letters) in [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581")]
    {
        assert_eq!(to_base45(plain.as_bytes()), letters);
        assert_eq!(from_base45(letters).as_deref(), Some(plain.as_bytes()));
    }
    assert_eq!(from_base45("QED8WEX0").as_deref(), Some("ietf!".as_bytes()));
    // A letter too few, one that there is not, more than two bytes, more than one.
    for letters in ["B", "bb8", "GGW", "::"] {
        assert_eq!(from_base45(letters), None, "{letters}");
    }
}
