//! The number of a bank card, by the standard ISO/IEC 7812: its last digit is Luhn's check digit.

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BankCardFault {
    /// Not thirteen to nineteen digits.
    Form,
    /// A digit is wrong, or two are exchanged.
    Check,
}

/// How many digits a card's number has.
const DIGITS: std::ops::RangeInclusive<usize> = 13..=19;

/// Checks a number of plain digits.
pub fn bank_card(text: &str) -> Result<(), BankCardFault> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || !DIGITS.contains(&text.len()) {
        return Err(BankCardFault::Form);
    }
    let digits = text.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits.enumerate().map(|(place, digit)| weighed(place, digit)).sum();
    if sum.is_multiple_of(10) { Ok(()) } else { Err(BankCardFault::Check) }
}

/// Every second digit from the right counts twice; of a sum above nine the two digits are added.
const fn weighed(place: usize, digit: u32) -> u32 {
    match (place.is_multiple_of(2), digit * 2) {
        (true, _) => digit,
        (false, twice) if twice > 9 => twice - 9,
        (false, twice) => twice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_the_standard() {
        use BankCardFault::{Check, Form};
        for (case, number, finding) in [
            // The example by which the sum is explained everywhere, made longer by zeros.
            ("7992739871 3", "0079927398713", Ok(())),
            ("7992739871 0", "0079927398710", Err(Check)),
            ("sixteen digits", "6222020000000007", Ok(())),
            ("two digits exchanged", "2622020000000007", Err(Check)),
            ("nineteen digits", "6217000000000000001", Err(Check)),
            ("twelve digits", "622202000000", Err(Form)),
            ("twenty digits", "62220200000000000000", Err(Form)),
            ("a letter", "622202000000000X", Err(Form)),
            ("nothing", "", Err(Form)),
        ] {
            assert_eq!(bank_card(number), finding, "{case}");
        }
    }

    #[test]
    fn exactly_one_last_digit_is_right() {
        for body in ["622202123456789", "621700123456789012", "123456789012"] {
            let right = (0..10).filter(|last| bank_card(&format!("{body}{last}")).is_ok());
            assert_eq!(right.count(), 1, "{body}");
        }
    }
}
