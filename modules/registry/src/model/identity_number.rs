//! The number on the identity card, 18 characters with a check character.
//!
//! Its form is set by the standard GB 11643: six digits of a division, eight of the date of birth,
//! three of the order (odd for men), and a check character by ISO 7064, MOD 11-2.

use jiff::civil::Date;
use platform::Refusal;
use platform::code::half_width;

use super::Sex;

/// A number that was checked.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityNumber(String);

/// Weights of the first seventeen digits, powers of two modulo eleven.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl IdentityNumber {
    /// Reads a number as people type it, or says what is wrong with it.
    pub fn read(typed: &str) -> std::result::Result<Self, Refusal> {
        let letters: Vec<char> = typed
            .chars()
            .map(half_width)
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let refuse = |code, sentence| Err(Refusal::new(code, sentence).at("identity_number"));
        let digits: Vec<u32> = letters.iter().filter_map(|letter| letter.to_digit(10)).collect();
        let well_formed = letters.len() == 18
            && letters.iter().take(17).all(char::is_ascii_digit)
            && letters.last().is_some_and(|last| last.is_ascii_digit() || *last == 'X');
        if !well_formed {
            return refuse(
                "registry.identity_length",
                "身份证号是 18 位，前 17 位是数字，最后一位是数字或 X",
            );
        }
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        let expected = CHECKS.get(usize::try_from(sum % 11).unwrap_or(0));
        let number = Self(letters.iter().collect());
        if number.date().is_none() {
            return refuse(
                "registry.identity_date",
                "身份证号里的出生日期不存在，请对照证件再看一遍",
            );
        }
        if expected != letters.last() {
            return refuse("registry.identity_check", "身份证号有一位抄错了，请对照证件再看一遍");
        }
        Ok(number)
    }

    /// Makes a number that passes the check, for the sample county and for tests.
    ///
    /// `division` has six digits, `order` is below 1000. `None` for other arguments.
    pub fn made_up(division: u32, born_on: Date, order: u32) -> Option<Self> {
        let (year, month, day) = (born_on.year(), born_on.month(), born_on.day());
        let body = format!("{division:06}{year:04}{month:02}{day:02}{order:03}");
        let digits = body.chars().filter_map(|digit| digit.to_digit(10));
        let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        let check = CHECKS.get(usize::try_from(sum % 11).ok()?)?;
        Self::read(&format!("{body}{check}")).ok()
    }

    /// The date of birth in it.
    pub fn born_on(&self) -> Date {
        self.date().unwrap_or_default()
    }

    /// The sex in it.
    pub fn sex(&self) -> Sex {
        let odd = self.part(16, 17).is_some_and(|order| order % 2 == 1);
        if odd { Sex::Male } else { Sex::Female }
    }

    /// The number itself, to be sealed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn date(&self) -> Option<Date> {
        let year = i16::try_from(self.part(6, 10)?).ok()?;
        let month = i8::try_from(self.part(10, 12)?).ok()?;
        let day = i8::try_from(self.part(12, 14)?).ok()?;
        // Nobody alive was born before; a slip of the pen was.
        Date::new(year, month, day).ok().filter(|date| date.year() >= 1900)
    }

    fn part(&self, from: usize, to: usize) -> Option<u32> {
        self.0.get(from..to)?.parse().ok()
    }
}

/// Never printed whole, also not by mistake.
impl std::fmt::Debug for IdentityNumber {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&platform::privacy::mask_identity_number(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_checked_by_length_date_and_check_character() {
        // 110101199003070 followed by any order: the check character is computed by the standard.
        let date = jiff::civil::date(1990, 3, 7);
        let made = IdentityNumber::made_up(110_101, date, 21).unwrap();
        assert_eq!(made.born_on(), date);
        assert_eq!(made.sex(), Sex::Male);
        assert_eq!(IdentityNumber::made_up(110_101, date, 22).unwrap().sex(), Sex::Female);
        let code = |typed: &str| match IdentityNumber::read(typed) {
            Err(refusal) => refusal.code,
            Ok(_) => "ok",
        };
        // The example that the standard itself prints.
        assert_eq!(code("11010519491231002X"), "ok");
        assert_eq!(code("１１０１０５ 19491231 002x"), "ok");
        assert_eq!(code("110105194912310021"), "registry.identity_check");
        assert_eq!(code("11010519491331002X"), "registry.identity_date");
        assert_eq!(code("11010519491231002"), "registry.identity_length");
        assert_eq!(code("11010519491231002Y"), "registry.identity_length");
    }
}
