//! The number on the identity card, by the standard GB 11643-1999.
//!
//! Six digits of the division where it was first given, which may have been withdrawn since; eight
//! of the date of birth; three of the order, odd for men; a check character by ISO 7064, MOD 11-2.

use super::{characters, digits};
use crate::Date;

/// What a well-formed number says about its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityNumberFacts {
    /// The division where the number was given.
    pub division: u32,
    /// The date of birth.
    pub born_on: Date,
    /// Whether the number was given to a man.
    pub male: bool,
}

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityNumberFault {
    /// Not seventeen digits and a digit or an X.
    Form,
    /// No such day, or a day on which nobody alive was born.
    Date,
    /// The check character is another one.
    Check,
}

/// Weights of the first seventeen digits, powers of two modulo eleven.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check characters, by the remainder of the weighed sum.
const CHECKS: [u8; 11] = *b"10X98765432";
/// Nobody alive was born before; a slip of the pen was.
const YEAR_MIN: i16 = 1900;

/// Reads a number of eighteen characters; a small x counts as the large one.
pub fn identity_number(text: &str) -> Result<IdentityNumberFacts, IdentityNumberFault> {
    let number: [u8; 18] = characters(text).ok_or(IdentityNumberFault::Form)?;
    let [body @ .., last] = number;
    let last = last.to_ascii_uppercase();
    let plain = body.iter().all(u8::is_ascii_digit) && (last.is_ascii_digit() || last == b'X');
    if !plain {
        return Err(IdentityNumberFault::Form);
    }
    let facts = facts(&body).ok_or(IdentityNumberFault::Date)?;
    if check(&body) == Some(last) { Ok(facts) } else { Err(IdentityNumberFault::Check) }
}

/// The check character of the first seventeen digits; `None` for anything else.
pub fn identity_check(body: &str) -> Option<char> {
    let body: [u8; 17] = characters(body)?;
    check(&body).filter(|_| body.iter().all(u8::is_ascii_digit)).map(char::from)
}

fn check(body: &[u8; 17]) -> Option<u8> {
    let weighed = body
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight);
    let remainder = usize::try_from(weighed.sum::<u32>() % 11).ok()?;
    CHECKS.get(remainder).copied()
}

fn facts(body: &[u8; 17]) -> Option<IdentityNumberFacts> {
    let part = |from: usize, to: usize| body.get(from..to).and_then(digits);
    let year = i16::try_from(part(6, 10)?).ok()?;
    let (month, day) = (i8::try_from(part(10, 12)?).ok()?, i8::try_from(part(12, 14)?).ok()?);
    let born_on = Date::new(year, month, day).ok().filter(|date| date.year() >= YEAR_MIN)?;
    Some(IdentityNumberFacts { division: part(0, 6)?, born_on, male: part(16, 17)? % 2 == 1 })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// The published sample, the researched ones, and what people get wrong.
    #[test]
    fn by_the_standard() {
        use IdentityNumberFault::{Check, Date as NoDate, Form};
        for (case, number, finding) in [
            ("TV-194", "11010519491231002X", None),
            ("TV-196", "44010619990101110X", None),
            ("TV-197", "110105194912310021", Some(Check)),
            ("TV-198", "11010519491231002x", None),
            ("TV-200", "11010519491231002", Some(Form)),
            ("too long", "11010519491231002XX", Some(Form)),
            ("a letter that is none", "11010519491231002Y", Some(Form)),
            ("a letter in the middle", "1101O519491231002X", Some(Form)),
            ("full width", "１１０１０５194912", Some(Form)),
            ("no thirteenth month", "11010519491331002X", Some(NoDate)),
            ("no such day", "110105190102290025", Some(NoDate)),
            ("before anybody alive", "110105189912310028", Some(NoDate)),
            ("nothing", "", Some(Form)),
        ] {
            assert_eq!(identity_number(number).err(), finding, "{case}");
        }
    }

    #[test]
    fn the_number_says_where_when_and_to_whom_it_was_given() {
        let facts = |division, born_on, male| IdentityNumberFacts { division, born_on, male };
        for (number, said) in [
            ("11010519491231002X", facts(110_105, date(1949, 12, 31), false)),
            ("44010619990101110X", facts(440_106, date(1999, 1, 1), false)),
            ("990001194003120014", facts(990_001, date(1940, 3, 12), true)),
        ] {
            let body = number.get(..17).unwrap();
            let whole = format!("{body}{}", identity_check(body).unwrap());
            assert_eq!(identity_number(&whole), Ok(said), "{number}");
        }
        assert_eq!(identity_check("1234567890123456"), None);
        assert_eq!(identity_check("1234567890123456X"), None);
    }

    #[test]
    fn one_wrong_digit_is_always_noticed() {
        let right = b"11010519491231002X";
        for place in 0..17 {
            for other in b'0'..=b'9' {
                let mut number = *right;
                number[place] = other;
                let text = std::str::from_utf8(&number).unwrap();
                assert_eq!(identity_number(text).is_ok(), other == right[place], "{text}");
            }
        }
    }
}
