//! Rosters: one row a person, checked whole before anything is saved.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use platform::area::Level;
use platform::code::half_width;
use platform::{AreaPath, Error, Refusal, Result, Scope};

use crate::model::{Area, IdentityNumber, NAME_LETTERS_MAX, NewPerson, Residence, Sex};
use crate::refusals;
use crate::table::{Column, Row};

/// The columns, in Chinese and in English.
pub(crate) const COLUMNS: [Column; 9] = [
    Column { names: &["姓名", "name"], needed: true },
    Column { names: &["性别", "sex"], needed: false },
    Column { names: &["出生日期", "born_on"], needed: false },
    Column { names: &["身份证号", "identity_number"], needed: false },
    Column { names: &["电话", "phone"], needed: false },
    Column { names: &["户号", "household"], needed: false },
    Column { names: &["村", "village"], needed: true },
    Column { names: &["户籍", "residence"], needed: true },
    Column { names: &["来此居住日期", "resident_since"], needed: false },
];

/// Where a roster comes from. It is read twice: once to check it, once to save it.
#[derive(Clone)]
pub struct Source(Arc<Opener>);

type Opener = dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync;

impl Source {
    /// A roster in memory.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        Self(Arc::new(move || {
            Ok(Box::new(io::Cursor::new(Bytes(text.clone()))) as Box<dyn Read + Send>)
        }))
    }

    /// A roster in a file.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self(Arc::new(move || Ok(Box::new(std::fs::File::open(&path)?) as Box<dyn Read + Send>)))
    }

    pub(crate) fn open(&self) -> Result<Box<dyn Read + Send>> {
        (self.0)().map_err(Error::from)
    }
}

struct Bytes(Arc<str>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// The villages and groups that a roster may name, as people name them.
#[derive(Debug, Default)]
pub(crate) struct Villages(HashMap<String, Vec<AreaPath>>);

impl Villages {
    /// Of all areas, those of the scope.
    pub(crate) fn of(areas: &[Area], scope: &Scope) -> Self {
        let names: HashMap<&AreaPath, &str> =
            areas.iter().map(|area| (&area.path, area.name.as_str())).collect();
        let mut villages: HashMap<String, Vec<AreaPath>> = HashMap::new();
        let places = areas.iter().filter(|area| area.level() >= Level::Village);
        for area in places.filter(|area| scope.contains(&area.path)) {
            let mut name = area.name.clone();
            villages.entry(name.clone()).or_default().push(area.path.clone());
            let mut above = area.path.parent();
            while let Some(path) = above.filter(|path| path.level() > Level::County) {
                let known = names.get(&path).copied().unwrap_or_default();
                name = format!("{known}{name}");
                villages.entry(name.clone()).or_default().push(area.path.clone());
                above = path.parent();
            }
        }
        Self(villages)
    }

    fn find(&self, typed: &str) -> std::result::Result<AreaPath, Refusal> {
        let separator = |letter: char| letter == '/' || letter == '／' || letter.is_whitespace();
        let name: String = typed.chars().filter(|letter| !separator(*letter)).collect();
        match self.0.get(&name).map(Vec::as_slice) {
            Some([one]) => Ok(one.clone()),
            Some([_, _, ..]) => Err(refusals::village_ambiguous(typed)),
            _ => Err(refusals::village_unknown(typed)),
        }
    }
}

/// Reads one row. All that is wrong with it is said at once.
pub(crate) fn person(
    row: &Row,
    villages: &Villages,
    today: Date,
) -> std::result::Result<NewPerson, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let identity_number = note(&mut wrong, identity_number(row.cell(3))).flatten();
    let born_on = note(&mut wrong, read_date_cell(row.cell(2), "born_on")).flatten();
    let since = note(&mut wrong, read_date_cell(row.cell(8), "resident_since_on")).flatten();
    let area_path = note(&mut wrong, villages.find(row.cell(6)));
    let residence = note(&mut wrong, residence(row.cell(7)));
    let in_number = identity_number.as_ref().map(IdentityNumber::sex);
    let sex = note(&mut wrong, sex(row.cell(1), in_number));
    let (phone, no_phone) = match row.cell(4) {
        "无" | "没有" | "none" => (None, true),
        typed => (note(&mut wrong, read_phone(typed)).flatten(), false),
    };
    let (Some(area_path), Some(residence), Some(sex)) = (area_path, residence, sex) else {
        return Err(wrong);
    };
    let household = row.cell(5);
    let new = NewPerson {
        name: row.cell(0).to_owned(),
        sex,
        born_on,
        identity_number,
        phone,
        no_phone,
        household_number: (!household.is_empty()).then(|| household.to_owned()),
        area_path,
        residence,
        resident_since_on: since,
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    check(new, today)
}

/// Checks what one fact says about another, for a row and for the form of one person alike.
pub(crate) fn check(
    mut new: NewPerson,
    today: Date,
) -> std::result::Result<NewPerson, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let letters = new.name.chars().count();
    if letters == 0 || letters > NAME_LETTERS_MAX {
        wrong.push(refusals::name_length());
    }
    if new.phone.is_some() && new.no_phone {
        wrong.push(refusals::phone_and_none());
    }
    if let Some(number) = &new.identity_number {
        if new.born_on.is_some_and(|born_on| born_on != number.born_on()) {
            wrong.push(refusals::born_otherwise());
        }
        if new.sex != number.sex() {
            wrong.push(refusals::sex_otherwise());
        }
        new.born_on = new.born_on.or(Some(number.born_on()));
    }
    match new.born_on {
        None => wrong.push(refusals::born_missing()),
        Some(born_on) if born_on > today => wrong.push(refusals::born_later()),
        Some(_) => {}
    }
    match (new.residence, new.resident_since_on) {
        (Residence::HukouElsewhere, None) => wrong.push(refusals::since_missing()),
        (Residence::HukouElsewhere, Some(since)) if since > today => {
            wrong.push(refusals::since_later());
        }
        (Residence::HukouElsewhere, Some(_)) => {}
        // Whose hukou is here has always belonged here.
        (Residence::HukouHere | Residence::Away, _) => new.resident_since_on = None,
    }
    if wrong.is_empty() { Ok(new) } else { Err(wrong) }
}

fn note<T>(wrong: &mut Vec<Refusal>, read: std::result::Result<T, Refusal>) -> Option<T> {
    read.map_err(|refusal| wrong.push(refusal)).ok()
}

fn identity_number(cell: &str) -> std::result::Result<Option<IdentityNumber>, Refusal> {
    if cell.is_empty() {
        return Ok(None);
    }
    IdentityNumber::read(cell).map(Some)
}

fn residence(cell: &str) -> std::result::Result<Residence, Refusal> {
    match cell {
        "本村" | "here" => Ok(Residence::HukouHere),
        "外来" | "elsewhere" => Ok(Residence::HukouElsewhere),
        "外出" | "away" => Ok(Residence::Away),
        _ => Err(refusals::residence_unknown()),
    }
}

fn sex(cell: &str, in_number: Option<Sex>) -> std::result::Result<Sex, Refusal> {
    match cell {
        "女" | "female" => Ok(Sex::Female),
        "男" | "male" => Ok(Sex::Male),
        "" => in_number.ok_or_else(refusals::sex_unknown),
        _ => Err(refusals::sex_unknown()),
    }
}

/// A phone as people write it; empty is none.
pub(crate) fn read_phone(typed: &str) -> std::result::Result<Option<String>, Refusal> {
    let digits: String = typed
        .chars()
        .map(half_width)
        .filter(|letter| !letter.is_whitespace() && !"-—()".contains(*letter))
        .collect();
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.len() {
        0 => Ok(None),
        7..=12 if plain => Ok(Some(digits)),
        _ => Err(refusals::phone()),
    }
}

fn read_date_cell(cell: &str, field: &'static str) -> std::result::Result<Option<Date>, Refusal> {
    if cell.is_empty() {
        return Ok(None);
    }
    read_date(cell).map(Some).ok_or_else(|| refusals::date(cell).at(field))
}

/// A date as people and spreadsheets write it: 1956-03-12, 1956/3/12, 1956年3月12日, 19560312.
pub(crate) fn read_date(typed: &str) -> Option<Date> {
    let typed: String = typed.trim().chars().map(half_width).collect();
    let digits = |text: &str| text.parse::<i16>().ok();
    let parts: Vec<i16> = if typed.len() == 8 && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        [typed.get(..4), typed.get(4..6), typed.get(6..)]
            .into_iter()
            .flatten()
            .filter_map(digits)
            .collect()
    } else {
        let parts = typed.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty());
        parts.map(|part| digits(part.trim()).unwrap_or(-1)).collect()
    };
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let (month, day) = (i8::try_from(*month).ok()?, i8::try_from(*day).ok()?);
    Date::new(*year, month, day).ok().filter(|date| date.year() >= 1850)
}

/// A word that is equal for rows that mean the same person, to find one that comes twice.
pub(crate) fn fingerprint(person: &NewPerson) -> u64 {
    let mut hasher = DefaultHasher::new();
    match &person.identity_number {
        Some(number) => number.hash(&mut hasher),
        None => {
            (&person.name, person.born_on, person.area_path.at(Level::Village)).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use platform::AreaId;
    use platform::id::Uuid;

    fn villages() -> Villages {
        let area = |path: &str, name: &str| Area {
            id: AreaId(Uuid::nil()),
            parent_id: None,
            path: AreaPath::parse(path).unwrap(),
            name: name.into(),
        };
        let areas = [
            area("", "清河县"),
            area("0001", "石桥镇"),
            area("0002", "柳林镇"),
            area("00010001", "新华村"),
            area("00020001", "新华村"),
            area("00020002", "柳湾村"),
            area("000200020001", "一组"),
        ];
        Villages::of(&areas, &Scope::of(vec![AreaPath::county()]))
    }

    #[test]
    fn a_village_is_found_as_people_name_it() {
        let villages = villages();
        let path = |typed| villages.find(typed).map(|path| path.to_string());
        assert_eq!(path("柳湾村").unwrap(), "00020002");
        assert_eq!(path("石桥镇/新华村").unwrap(), "00010001");
        assert_eq!(path("柳林镇 柳湾村 一组").unwrap(), "000200020001");
        assert_eq!(path("新华村").unwrap_err().code, "registry.village_ambiguous");
        assert_eq!(path("东山村").unwrap_err().code, "registry.village_unknown");
    }

    #[test]
    fn all_that_is_wrong_with_a_row_is_said_at_once() {
        let today = date(2026, 11, 23);
        let row = Row::of(7, &["甲", "?", "31日", "123", "12", "", "柳湾村", "不知道", ""]);
        let wrong = person(&row, &villages(), today).unwrap_err();
        let codes: Vec<&str> = wrong.iter().map(|refusal| refusal.code).collect();
        assert_eq!(codes.len(), 5, "{codes:?}");
        let row = Row::of(8, &["甲", "男", "1956-03-12", "", "", "", "柳湾村", "外来", ""]);
        let wrong = person(&row, &villages(), today).unwrap_err();
        assert_eq!(wrong[0].code, "registry.since_missing");
    }

    #[test]
    fn an_identity_number_fills_and_checks_birth_and_sex() {
        let today = date(2026, 11, 23);
        let number = IdentityNumber::made_up(341_125, date(1956, 3, 12), 17).unwrap();
        let cells = ["甲", "", "", number.as_str(), "无", "1", "柳湾村", "本村", ""];
        let read = person(&Row::of(2, &cells), &villages(), today).unwrap();
        assert_eq!((read.born_on, read.sex), (Some(date(1956, 3, 12)), Sex::Male));
        assert!(read.no_phone);
        let cells = ["甲", "女", "1956年3月13日", number.as_str(), "", "1", "柳湾村", "本村", ""];
        let wrong = person(&Row::of(2, &cells), &villages(), today).unwrap_err();
        assert_eq!(wrong.len(), 2);
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let day = Some(date(1956, 3, 12));
        for typed in
            ["1956-03-12", "1956/3/12", "1956.3.12", "1956年3月12日", "19560312", "１９５６-3-12"]
        {
            assert_eq!(read_date(typed), day, "{typed}");
        }
        for typed in ["1956-13-12", "56-3-12", "三月", "1956-3", "1956-3-12-1"] {
            assert_eq!(read_date(typed), None, "{typed}");
        }
    }
}
