//! The twelve digits of a division, by the rules for statistical codes (国统字〔2009〕91号) and
//! GB/T 10114: two of the province, two of the city, two of the county, three of the township,
//! three of the village. Statistics and civil affairs keep two lists; the form is the same.

use super::digits;

/// A code taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DivisionCode {
    /// The first six digits.
    pub county: u32,
    /// The next three; zero above the townships.
    pub township: u32,
    /// The last three; zero above the villages.
    pub village: u32,
    /// How deep it reaches.
    pub level: DivisionLevel,
}

/// How deep a code reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DivisionLevel {
    /// 省
    Province,
    /// 市、地区
    City,
    /// 县
    County,
    /// 乡镇、街道, with the kind that its digits tell.
    Township(TownshipKind),
    /// 村、社区, with the kind that its digits tell.
    Village(VillageKind),
}

/// What the three digits of a township tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TownshipKind {
    /// 001–099 街道
    Street,
    /// 100–199 镇
    Town,
    /// 200–399 乡
    Township,
    /// 400–599 开发区、农场 and the like, which statistics counts as townships
    Quasi,
}

/// What the three digits of a village tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VillageKind {
    /// 001–199 居民委员会
    ResidentsCommittee,
    /// 200–399 村民委员会
    VillagersCommittee,
    /// 400–599 places without a committee, which statistics counts as one
    Quasi,
}

/// What is wrong with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DivisionCodeFault {
    /// Not twelve digits, or no province.
    Form,
    /// A level has digits though the one above it has none.
    Gap,
    /// Three digits that no township has.
    Township,
    /// Three digits that no village has.
    Village,
}

/// Takes a code of twelve digits apart.
pub fn division_code(text: &str) -> Result<DivisionCode, DivisionCodeFault> {
    let plain = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize, to: usize| {
        text.as_bytes().get(from..to).and_then(digits).ok_or(DivisionCodeFault::Form)
    };
    if !plain || part(0, 2)? == 0 {
        return Err(DivisionCodeFault::Form);
    }
    let levels = [part(2, 4)?, part(4, 6)?, part(6, 9)?, part(9, 12)?];
    let (county, [_, _, township, village]) = (part(0, 6)?, levels);
    let level = match levels {
        [0, 0, 0, 0] => DivisionLevel::Province,
        [_, 0, 0, 0] => DivisionLevel::City,
        [_, _, 0, 0] => DivisionLevel::County,
        [_, 0, _, _] | [_, _, 0, _] => return Err(DivisionCodeFault::Gap),
        [_, _, _, 0] => DivisionLevel::Township(township_kind(township)?),
        _ => {
            // A village lies in a township that could be one.
            township_kind(township)?;
            DivisionLevel::Village(village_kind(village)?)
        }
    };
    Ok(DivisionCode { county, township, village, level })
}

const fn township_kind(digits: u32) -> Result<TownshipKind, DivisionCodeFault> {
    match digits {
        1..=99 => Ok(TownshipKind::Street),
        100..=199 => Ok(TownshipKind::Town),
        200..=399 => Ok(TownshipKind::Township),
        400..=599 => Ok(TownshipKind::Quasi),
        _ => Err(DivisionCodeFault::Township),
    }
}

const fn village_kind(digits: u32) -> Result<VillageKind, DivisionCodeFault> {
    match digits {
        1..=199 => Ok(VillageKind::ResidentsCommittee),
        200..=399 => Ok(VillageKind::VillagersCommittee),
        400..=599 => Ok(VillageKind::Quasi),
        _ => Err(DivisionCodeFault::Village),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_digits_are_taken_apart() {
        use DivisionLevel::{City, County, Province, Township, Village};
        for (case, code, parts, level) in [
            (
                "TV-206",
                "340121102201",
                (340_121, 102, 201),
                Village(VillageKind::VillagersCommittee),
            ),
            (
                "TV-208",
                "340121203200",
                (340_121, 203, 200),
                Village(VillageKind::VillagersCommittee),
            ),
            ("TV-209", "340121000000", (340_121, 0, 0), County),
            ("TV-210", "340121102000", (340_121, 102, 0), Township(TownshipKind::Town)),
            ("province", "340000000000", (340_000, 0, 0), Province),
            ("city", "340100000000", (340_100, 0, 0), City),
            ("street", "340121001000", (340_121, 1, 0), Township(TownshipKind::Street)),
            ("township", "340121399000", (340_121, 399, 0), Township(TownshipKind::Township)),
            ("zone", "340121400000", (340_121, 400, 0), Township(TownshipKind::Quasi)),
            (
                "residents",
                "340121001199",
                (340_121, 1, 199),
                Village(VillageKind::ResidentsCommittee),
            ),
            ("no committee", "340121001400", (340_121, 1, 400), Village(VillageKind::Quasi)),
        ] {
            let (county, township, village) = parts;
            let expected = DivisionCode { county, township, village, level };
            assert_eq!(division_code(code), Ok(expected), "{case}");
        }
    }

    #[test]
    fn what_is_no_code_says_why() {
        use DivisionCodeFault::{Form, Gap, Township, Village};
        for (code, fault) in [
            ("34012110220", Form),
            ("3401211022011", Form),
            ("34012110220X", Form),
            ("000121102201", Form),
            ("340121000201", Gap),
            ("340100102000", Gap),
            ("340121600000", Township),
            ("340121999001", Township),
            ("340121102600", Village),
            ("", Form),
        ] {
            assert_eq!(division_code(code), Err(fault), "{code}");
        }
    }
}
