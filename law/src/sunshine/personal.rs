//! What is personal in a text that will be public: numbers that point to one person, and words
//! about illness.

use super::Flaw;
use crate::identifiers::{bank_card, identity_number};

/// Words that may tell of somebody's illness. A word is a reason to look: a screening is none.
const ILLNESSES: [&str; 20] = [
    "癌",
    "肿瘤",
    "白血病",
    "尿毒症",
    "透析",
    "艾滋",
    "梅毒",
    "肺结核",
    "乙肝",
    "肝炎",
    "精神病",
    "精神障碍",
    "精神分裂",
    "抑郁",
    "癫痫",
    "脑梗",
    "偏瘫",
    "患病",
    "病情",
    "确诊",
];
/// A mobile number has so many digits.
const TELEPHONE_DIGITS: usize = 11;
/// An identity number has so many characters.
const IDENTITY_CHARACTERS: usize = 18;
/// The shortest number that a bank gives here.
const CARD_DIGITS_MIN: usize = 16;
/// The longest number looked for.
const DIGITS_MAX: usize = 19;

/// What is personal in a text, each kind once.
pub fn personal(text: &str) -> Vec<Flaw> {
    let mut found = Vec::new();
    for run in plain(text).split('|') {
        let groups: Vec<&str> = run.split_whitespace().collect();
        for from in 0..groups.len() {
            for to in from..groups.len() {
                let pieces = groups.get(from..=to).unwrap_or_default();
                found.extend(kind(pieces));
                if pieces.iter().map(|piece| piece.len()).sum::<usize>() > DIGITS_MAX {
                    break;
                }
            }
        }
    }
    if ILLNESSES.iter().any(|word| text.contains(word)) {
        found.push(Flaw::Illness);
    }
    found.sort();
    found.dedup();
    found
}

/// Digits and the letter X as they are, what people put between digits as a blank, everything else
/// as a bar. Full-width characters count as the plain ones, and what nobody sees is left out.
fn plain(text: &str) -> String {
    let plain = |sign: char| match sign {
        '0'..='9' => Some(sign),
        '０'..='９' => char::from_digit(u32::from(sign) - u32::from('０'), 10),
        'x' | 'X' | 'ｘ' | 'Ｘ' => Some('X'),
        '\u{200b}'..='\u{200d}' | '\u{feff}' => None,
        ' ' | '\u{a0}' | '\u{3000}' | '\t' | '-' | '－' | '—' | '–' | '·' => Some(' '),
        _ => Some('|'),
    };
    text.chars().filter_map(plain).collect()
}

/// What a number is that people wrote in these pieces: 138 0013 8000.
fn kind(pieces: &[&str]) -> Option<Flaw> {
    let number = pieces.concat();
    let identity = |text: &str| identity_number(text).is_ok();
    let longer = pieces.len() == 1 && number.len() > IDENTITY_CHARACTERS;
    if identity(&number) || (longer && windows(&number).any(identity)) {
        return Some(Flaw::IdentityNumber);
    }
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    // Dates and counts beside each other are written in shorter pieces.
    let pieces_of = |least: usize| {
        let (_, front) = pieces.split_last().unwrap_or((&"", &[]));
        front.iter().all(|piece| piece.len() >= least)
    };
    match number.len() {
        TELEPHONE_DIGITS if digits && mobile(&number) && pieces_of(3) => Some(Flaw::Telephone),
        CARD_DIGITS_MIN..=DIGITS_MAX if digits && card(&number) && pieces_of(4) => {
            Some(Flaw::BankCard)
        }
        _ => None,
    }
}

/// Whether a number begins as mobile numbers do.
fn mobile(number: &str) -> bool {
    let mut digits = number.bytes();
    digits.next() == Some(b'1') && digits.next().is_some_and(|second| second >= b'3')
}

/// Every identity number's length within a longer number.
fn windows(number: &str) -> impl Iterator<Item = &str> {
    (0..number.len()).filter_map(|from| number.get(from..from + IDENTITY_CHARACTERS))
}

/// Whether a number has the form of a bank's card, which begins with three to six.
fn card(number: &str) -> bool {
    number.starts_with(['3', '4', '5', '6']) && bank_card(number).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that nobody has: a division that does not exist, a card of zeros.
    #[test]
    fn numbers_are_found_as_people_write_them() {
        use Flaw::{BankCard, IdentityNumber, Telephone};
        for (text, found) in [
            ("身份证号990001194003120010", vec![IdentityNumber]),
            ("990001 19400312 0010", vec![IdentityNumber]),
            ("９９０００１１９４００３１２００１０", vec![IdentityNumber]),
            ("990001\u{200b}194003120010", vec![IdentityNumber]),
            ("编号8899000119400312001077号", vec![IdentityNumber]),
            ("110105 19491231 002x，", vec![IdentityNumber]),
            ("11010519491231002Ｘ", vec![IdentityNumber]),
            ("990001194003120013", vec![]),
            ("电话13800138000", vec![Telephone]),
            ("138-0013-8000", vec![Telephone]),
            ("１３８　００１３　８０００", vec![Telephone]),
            ("13800138000 13900139000", vec![Telephone]),
            ("12800138000", vec![]),
            ("138001380001", vec![]),
            ("卡号6222020000000007", vec![BankCard]),
            ("6222 0200 0000 0007", vec![BankCard]),
            ("6222020000000008", vec![]),
            ("990001194003120010，13800138000", vec![IdentityNumber, Telephone]),
            // What a ledger is full of.
            ("2026-11-05 2026-11-06", vec![]),
            ("合同第2026-0138号，面积13.5亩", vec![]),
            ("发票25342000000012345678", vec![]),
            ("付1 380 元、013 8000 元", vec![]),
            ("13 20 26 11 051", vec![]),
            ("BOX", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(personal(text), found, "{text}");
        }
    }

    #[test]
    fn a_word_about_illness_is_a_reason_to_look() {
        for (text, found) in [
            ("某户因患病住院补助", vec![Flaw::Illness]),
            ("两癌筛查活动场地费", vec![Flaw::Illness]),
            ("其中风险防控培训", vec![]),
            ("道路维修", vec![]),
        ] {
            assert_eq!(personal(text), found, "{text}");
        }
        assert_eq!(Flaw::Illness.severity(), super::super::Severity::Look);
    }
}
