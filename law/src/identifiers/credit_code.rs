//! The unified social credit code 统一社会信用代码 of a body, by the standard GB 32100-2015.
//!
//! One character of the organ that registers, one of the kind of body, six digits of the division,
//! nine of the body's own code, and a check character modulo thirty-one.

use super::{characters, digits};

/// What a well-formed code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreditCode {
    /// What the first two characters stand for.
    pub kind: CreditCodeKind,
    /// The division of the organ that registered the body.
    pub division: u32,
}

/// What a code's first two characters stand for, as far as bodies of a county carry them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditCodeKind {
    /// 12 事业单位
    Institution,
    /// 51 社会团体
    Association,
    /// 52 民办非企业单位
    NonEnterprise,
    /// 53 基金会
    Foundation,
    /// 54 村民委员会; as seen in use
    VillagersCommittee,
    /// 55 居民委员会; as seen in use
    ResidentsCommittee,
    /// 59 其他由民政部门登记的组织
    OtherCivilAffairs,
    /// 93 农民专业合作社
    Cooperative,
    /// N1 组级集体经济组织
    GroupCollective,
    /// N2 村级集体经济组织
    VillageCollective,
    /// N3 乡镇级集体经济组织
    TownshipCollective,
    /// Any other
    Other,
}

/// What is wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditCodeFault {
    /// Not eighteen characters, or no division at its place.
    Form,
    /// A character that no code has, such as I, O, S, V or Z.
    Character,
    /// The check character is another one.
    Check,
}

/// Thirty-one characters; I, O, S, V and Z are left out because they are taken for others.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of the first seventeen characters, powers of three modulo thirty-one.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// Reads a code of eighteen characters; small letters count as the large ones.
pub fn credit_code(text: &str) -> Result<CreditCode, CreditCodeFault> {
    let code: [u8; 18] = characters(&text.to_ascii_uppercase()).ok_or(CreditCodeFault::Form)?;
    let mut values = [0; 18];
    for (value, letter) in values.iter_mut().zip(code) {
        let place = ALPHABET.iter().position(|known| *known == letter);
        *value = place.ok_or(CreditCodeFault::Character)?;
    }
    let [first, second, division @ .., _, _, _, _, _, _, _, _, _, _] = code;
    if !division.iter().all(u8::is_ascii_digit) {
        return Err(CreditCodeFault::Form);
    }
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    let [.., last] = values;
    if last != (31 - sum % 31) % 31 {
        return Err(CreditCodeFault::Check);
    }
    let division = digits(&division).ok_or(CreditCodeFault::Form)?;
    Ok(CreditCode { kind: CreditCodeKind::of([first, second]), division })
}

impl CreditCodeKind {
    const fn of(prefix: [u8; 2]) -> Self {
        match &prefix {
            b"12" => Self::Institution,
            b"51" => Self::Association,
            b"52" => Self::NonEnterprise,
            b"53" => Self::Foundation,
            b"54" => Self::VillagersCommittee,
            b"55" => Self::ResidentsCommittee,
            b"59" => Self::OtherCivilAffairs,
            b"93" => Self::Cooperative,
            b"N1" => Self::GroupCollective,
            b"N2" => Self::VillageCollective,
            b"N3" => Self::TownshipCollective,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_the_standard() {
        use CreditCodeFault::{Character, Check, Form};
        let known = |kind, division| Ok(CreditCode { kind, division });
        for (case, code, finding) in [
            ("TV-201", "91350100M000100Y43", known(CreditCodeKind::Other, 350_100)),
            ("TV-202", "91350100M000100Y44", Err(Check)),
            ("TV-204", "N2340121MF00000057", known(CreditCodeKind::VillageCollective, 340_121)),
            ("TV-205", "9135010OM000100Y43", Err(Character)),
            ("small letters", "91350100m000100y43", known(CreditCodeKind::Other, 350_100)),
            ("too short", "91350100M000100Y4", Err(Form)),
            ("no division", "91A50100M000100Y43", Err(Form)),
            ("full width", "９1350100M000100", Err(Form)),
            ("nothing", "", Err(Form)),
        ] {
            assert_eq!(credit_code(code), finding, "{case}");
        }
    }

    #[test]
    fn letters_that_are_taken_for_others_are_never_used() {
        for letter in ['I', 'O', 'S', 'V', 'Z'] {
            let code = format!("91350100M000100{letter}43");
            assert_eq!(credit_code(&code), Err(CreditCodeFault::Character), "{letter}");
        }
    }

    #[test]
    fn the_first_two_characters_tell_the_kind() {
        use CreditCodeKind::{
            Association, Cooperative, Foundation, GroupCollective, Institution, NonEnterprise,
            Other, OtherCivilAffairs, ResidentsCommittee, TownshipCollective, VillageCollective,
            VillagersCommittee,
        };
        for (prefix, kind) in [
            (b"12", Institution),
            (b"51", Association),
            (b"52", NonEnterprise),
            (b"53", Foundation),
            (b"54", VillagersCommittee),
            (b"55", ResidentsCommittee),
            (b"59", OtherCivilAffairs),
            (b"93", Cooperative),
            (b"N1", GroupCollective),
            (b"N2", VillageCollective),
            (b"N3", TownshipCollective),
            (b"91", Other),
        ] {
            assert_eq!(CreditCodeKind::of(*prefix), kind, "{prefix:?}");
        }
    }
}
