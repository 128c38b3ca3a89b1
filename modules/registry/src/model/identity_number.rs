//! The number on the identity card, 18 characters with a check character. The rule is in
//! [`law::identifiers`]; here is the number as people type it, and what they read when it is wrong.

use jiff::civil::Date;
use law::identifiers::{IdentityNumberFault, identity_check, identity_number};
use platform::Refusal;
use platform::code::half_width;

use super::Sex;

/// A number that was checked.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityNumber(String);

impl IdentityNumber {
    /// Reads a number as people type it, or says what is wrong with it.
    pub fn read(typed: &str) -> std::result::Result<Self, Refusal> {
        let number: String = typed
            .chars()
            .map(half_width)
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        match identity_number(&number) {
            Ok(_) => Ok(Self(number)),
            Err(fault) => Err(wrong(fault)),
        }
    }

    /// Makes a number that passes the check, for the sample county and for tests.
    ///
    /// `division` has six digits, `order` is below 1000. `None` for other arguments.
    pub fn made_up(division: u32, born_on: Date, order: u32) -> Option<Self> {
        let (year, month, day) = (born_on.year(), born_on.month(), born_on.day());
        let body = format!("{division:06}{year:04}{month:02}{day:02}{order:03}");
        let check = identity_check(&body)?;
        Self::read(&format!("{body}{check}")).ok()
    }

    /// The date of birth in it.
    pub fn born_on(&self) -> Date {
        identity_number(&self.0).map(|facts| facts.born_on).unwrap_or_default()
    }

    /// The sex in it.
    pub fn sex(&self) -> Sex {
        let male = identity_number(&self.0).is_ok_and(|facts| facts.male);
        if male { Sex::Male } else { Sex::Female }
    }

    /// The number itself, to be sealed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn wrong(fault: IdentityNumberFault) -> Refusal {
    let (code, sentence) = match fault {
        IdentityNumberFault::Form => {
            ("registry.identity_length", "身份证号是 18 位，前 17 位是数字，最后一位是数字或 X")
        }
        IdentityNumberFault::Date => {
            ("registry.identity_date", "身份证号里的出生日期不存在，请对照证件再看一遍")
        }
        IdentityNumberFault::Check => {
            ("registry.identity_check", "身份证号有一位抄错了，请对照证件再看一遍")
        }
    };
    Refusal::new(code, sentence).at("identity_number")
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
