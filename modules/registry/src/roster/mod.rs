//! Rosters: one row a person, checked whole before anything is saved.

pub(crate) mod columns;
pub(crate) mod counts;
pub(crate) mod standing;
pub(crate) mod villages;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::ToSpan;
use jiff::civil::{Date, date};
use platform::area::Level;
use platform::code::half_width;
use platform::table::Row;
use platform::{AreaPath, Refusal};

pub use columns::{Field, Layout, Mapping};
pub use counts::Counts;
pub(crate) use villages::Villages;

use crate::model::{IdentityNumber, NAME_LETTERS_MAX, NewPerson, Residence, Sex};
use crate::refusals;

/// Reads one row. All that is wrong with it is said at once.
pub(crate) fn person(
    row: &Row,
    mapping: &Mapping,
    villages: &Villages,
    today: Date,
) -> std::result::Result<NewPerson, Vec<Refusal>> {
    let mut wrong = mapping.odd(row);
    if !wrong.is_empty() {
        // What a spreadsheet did to a cell is to be mended; what it holds now says nothing.
        return Err(wrong);
    }
    let cell = |field| mapping.cell(row, field);
    let identity_number = note(&mut wrong, identity_number(cell(Field::IdentityNumber))).flatten();
    let born_on = note(&mut wrong, read_date_cell(cell(Field::BornOn), "born_on")).flatten();
    let since = read_date_cell(cell(Field::ResidentSince), "resident_since_on");
    let since = note(&mut wrong, since).flatten();
    let area_path = note(&mut wrong, place(row, mapping, villages));
    let said =
        if mapping.says(Field::Residence) { cell(Field::Residence) } else { &mapping.residence };
    let residence = note(&mut wrong, residence(said));
    let in_number = identity_number.as_ref().map(IdentityNumber::sex);
    let sex = note(&mut wrong, sex(cell(Field::Sex), in_number));
    let (phone, no_phone) = match cell(Field::Phone) {
        "无" | "没有" | "none" => (None, true),
        typed => (note(&mut wrong, read_phone(typed)).flatten(), false),
    };
    let name = name(cell(Field::Name));
    let letters = name.chars().count();
    let (Some(area_path), Some(residence), Some(sex)) = (area_path, residence, sex) else {
        if letters == 0 || letters > NAME_LETTERS_MAX {
            wrong.insert(0, refusals::name_length());
        }
        return Err(wrong);
    };
    let household: String = cell(Field::Household).chars().map(half_width).collect();
    let new = NewPerson {
        name,
        sex,
        born_on,
        identity_number,
        phone,
        no_phone,
        household_number: (!household.is_empty()).then_some(household),
        area_path,
        residence,
        resident_since_on: since,
    };
    match check(new, today) {
        Ok(new) if wrong.is_empty() => Ok(new),
        Ok(_) => Err(wrong),
        Err(more) => {
            // A date that could not be read is not missing, nor one that a number would have told.
            let read: Vec<_> = wrong.iter().filter_map(|refusal| refusal.field).collect();
            let unread = read.contains(&"identity_number");
            let new = |refusal: &Refusal| match refusal.field {
                Some("born_on") if unread => false,
                field => field.is_none_or(|field| !read.contains(&field)),
            };
            let more: Vec<Refusal> = more.into_iter().filter(new).collect();
            wrong.extend(more);
            Err(wrong)
        }
    }
}

/// The village, or the group where the list has one.
fn place(
    row: &Row,
    mapping: &Mapping,
    villages: &Villages,
) -> std::result::Result<AreaPath, Refusal> {
    let own = mapping.cell(row, Field::Village);
    let village = if mapping.says(Field::Village) { own } else { &mapping.village };
    if village.is_empty() {
        return Err(refusals::cell_empty(Field::Village.label().0).at("area"));
    }
    let (township, group) = (mapping.cell(row, Field::Township), mapping.cell(row, Field::Group));
    if township.is_empty() && group.is_empty() {
        return villages.find(village);
    }
    villages.find(&[township, village, group].concat())
}

/// A name as it is written on papers: lists put spaces into short Chinese names to fill the column.
fn name(cell: &str) -> String {
    if cell.is_ascii() || !cell.contains(' ') {
        return cell.to_owned();
    }
    let latin = cell.chars().any(|letter| letter.is_ascii_alphabetic());
    cell.chars().filter(|letter| latin || !letter.is_whitespace()).collect()
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
    // What is left of a long number in a text that a spreadsheet saved: 3.41125E+17.
    if cell.contains("E+") {
        return Err(refusals::number_rounded(Field::IdentityNumber.label().0).at("identity_number"));
    }
    IdentityNumber::read(cell).map(Some)
}

fn residence(cell: &str) -> std::result::Result<Residence, Refusal> {
    match cell {
        "本村" | "here" | "户籍在本村" | "常住" | "户籍人口" => {
            Ok(Residence::HukouHere)
        }
        "外来" | "elsewhere" | "户籍在外地" | "户籍在外地，住在本村" | "流入" | "外来人口" => {
            Ok(Residence::HukouElsewhere)
        }
        "外出" | "away" | "户籍在本村，人在外地" | "流出" | "外出人口" => {
            Ok(Residence::Away)
        }
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
    read_list_date(cell).map(Some).ok_or_else(|| refusals::date(cell).at(field))
}

/// A date as a list has it: as people write it, or as the number of days that a spreadsheet counts
/// where the column was not formatted. Shorter numbers could be anything.
fn read_list_date(cell: &str) -> Option<Date> {
    let days = (cell.len() == 5).then(|| cell.parse::<i32>().ok()).flatten();
    match days {
        Some(days) => date(1899, 12, 30).checked_add(days.days()).ok(),
        None => read_date(cell),
    }
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

/// Finds persons that come twice in one list.
#[derive(Default)]
pub(crate) struct Seen {
    numbers: HashMap<u64, u32>,
    /// By name, birth and village, with whether the row had a number.
    names: HashMap<u64, (u32, bool)>,
}

impl Seen {
    /// The earlier row that means the same person, or nothing, and the row is remembered.
    pub(crate) fn before(&mut self, row: u32, person: &NewPerson) -> Option<u32> {
        let numbered = person.identity_number.is_some();
        if let Some(number) = &person.identity_number {
            let first = *self.numbers.entry(fingerprint(number)).or_insert(row);
            if first != row {
                return Some(first);
            }
        }
        let village = person.area_path.at(Level::Village);
        let word = fingerprint(&(&person.name, person.born_on, village));
        let (first, first_numbered) = *self.names.entry(word).or_insert((row, numbered));
        // Two with a number each are two persons.
        (first != row && !(numbered && first_numbered)).then_some(first)
    }
}

fn fingerprint(person: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    person.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::areas::Known;
    use crate::model::Area;
    use platform::id::Uuid;
    use platform::{AreaId, Scope};

    fn villages() -> Villages {
        let id = |depth: usize| AreaId(Uuid::from_u128(depth as u128));
        let area = |path: &str, name: &str| Area {
            id: id(path.len() / 4),
            parent_id: (path.len() / 4).checked_sub(1).map(id),
            path: AreaPath::parse(path).unwrap(),
            name: name.into(),
        };
        let areas = vec![area("", "清河县"), area("0001", "石桥镇"), area("00010001", "柳湾村")];
        let known = Known { areas, former: Vec::new(), successors: HashMap::new() };
        Villages::of(&known, &Scope::of(vec![AreaPath::county()]))
    }

    fn mapping() -> Mapping {
        let fields = [
            Field::Name,
            Field::Sex,
            Field::BornOn,
            Field::IdentityNumber,
            Field::Phone,
            Field::Household,
            Field::Village,
            Field::Residence,
            Field::ResidentSince,
        ];
        Mapping { columns: fields.map(Some).to_vec(), ..Mapping::default() }
    }

    fn row(cells: &[&str]) -> Row {
        let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
        Row { number: 7, cells, marks: Vec::new() }
    }

    fn read(cells: &[&str]) -> std::result::Result<NewPerson, Vec<Refusal>> {
        person(&row(cells), &mapping(), &villages(), date(2026, 11, 23))
    }

    #[test]
    fn all_that_is_wrong_with_a_row_is_said_at_once() {
        let wrong =
            read(&["甲", "?", "31日", "123", "12", "", "柳湾村", "不知道", ""]).unwrap_err();
        let codes: Vec<&str> = wrong.iter().map(|refusal| refusal.code).collect();
        assert_eq!(codes.len(), 5, "{codes:?}");
        let row = ["甲", "男", "1956-03-12", "", "", "", "柳湾村", "外来", ""];
        assert_eq!(read(&row).unwrap_err()[0].code, "registry.since_missing");
        let wrong = read(&["", "男", "三月", "", "", "", "柳湾村", "本村", ""]).unwrap_err();
        let codes: Vec<&str> = wrong.iter().map(|refusal| refusal.code).collect();
        assert_eq!(
            codes,
            ["registry.date", "registry.name_length"],
            "an unread date is not missing"
        );
    }

    #[test]
    fn an_identity_number_fills_and_checks_birth_and_sex() {
        let number = IdentityNumber::made_up(341_125, date(1956, 3, 12), 17).unwrap();
        let cells = ["甲", "", "", number.as_str(), "无", "1", "柳湾村", "本村", ""];
        let person = read(&cells).unwrap();
        assert_eq!((person.born_on, person.sex), (Some(date(1956, 3, 12)), Sex::Male));
        assert!(person.no_phone);
        let cells = ["甲", "女", "1956年3月13日", number.as_str(), "", "1", "柳湾村", "本村", ""];
        assert_eq!(read(&cells).unwrap_err().len(), 2);
        let rounded = ["甲", "女", "", "3.41125E+17", "", "", "柳湾村", "本村", ""];
        assert_eq!(read(&rounded).unwrap_err()[0].code, "registry.number_rounded");
    }

    #[test]
    fn cells_are_read_as_people_and_spreadsheets_leave_them() {
        let cells =
            ["王 芳", "女", "20526", "", "１３８ 0000 １２３４", "１２", "柳湾村", "本村", ""];
        let person = read(&cells).unwrap();
        assert_eq!(person.name, "王芳");
        assert_eq!(person.born_on, Some(date(1956, 3, 12)));
        assert_eq!(person.phone.as_deref(), Some("13800001234"));
        assert_eq!(person.household_number.as_deref(), Some("12"));
        assert_eq!(name("John Smith"), "John Smith");
    }

    #[test]
    fn a_row_comes_twice_when_it_may_be_the_same_person() {
        let number = |order| IdentityNumber::made_up(341_125, date(1956, 3, 12), order);
        let person = |order: Option<u32>| NewPerson {
            identity_number: order.and_then(number),
            ..read(&["甲", "男", "1956-03-12", "", "", "", "柳湾村", "本村", ""]).unwrap()
        };
        let mut seen = Seen::default();
        assert_eq!(seen.before(2, &person(Some(17))), None);
        assert_eq!(seen.before(3, &person(Some(17))), Some(2));
        assert_eq!(seen.before(4, &person(Some(19))), None, "two numbers are two persons");
        assert_eq!(seen.before(5, &person(None)), Some(2), "one without may be either");
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
