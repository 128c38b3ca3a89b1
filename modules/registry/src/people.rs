//! Persons and households, for the modules above and for the pages.

use std::collections::{BTreeMap, HashMap};

use platform::code::half_width;
use platform::privacy::mask_identity_number;
use platform::{Actor, AreaPath, Error, PersonId, Result, Scope, Text, Tx, text};

use crate::model::spelling;
use crate::model::{Household, HouseholdId, IdentityNumber, NewPerson, PEOPLE_READ, Person};
use crate::store;
use crate::store::persons::{After, By};

/// A page of persons, in the order of what they were searched by.
#[derive(Debug, Clone)]
pub struct PersonsFound {
    /// The persons.
    pub persons: Vec<Person>,
    /// Where the next page goes on, if there is more.
    pub next: Option<Next>,
}

/// Where a list of persons goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next(After);

impl Next {
    /// Reads it from a form.
    pub fn parse(text: &str) -> Option<Self> {
        let (key, id) = text.split_once('.')?;
        let plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        id.parse().ok().filter(|_| plain).map(|id| Self((key.to_owned(), id)))
    }
}

impl std::fmt::Display for Next {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}", self.0.0, self.0.1)
    }
}

/// The person of that id. The caller has checked that the reader may see them.
pub fn person(tx: &mut Tx<'_>, id: PersonId) -> Result<Person> {
    store::persons::find(tx, id)
}

/// The person, if the actor may read persons where they live. Others are not there.
pub fn person_for(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Person> {
    let person = store::persons::find(tx, id)?;
    let area = person.area_path.clone();
    actor.scope(PEOPLE_READ)?.admit(&area, person)
}

/// The person with that identity number, wherever they live. The caller decides who may know.
pub fn person_by_identity_number(
    tx: &mut Tx<'_>,
    number: &IdentityNumber,
) -> Result<Option<Person>> {
    store::persons::find_by_identity(tx, number.as_str())
}

/// Persons of the scope by what people type: the beginning of a name, its pinyin whole or by the
/// initials, the beginning or the last digits of a phone, the number of a household, or a whole
/// identity number.
pub fn find_people(tx: &mut Tx<'_>, scope: &Scope, query: &str, limit: u32) -> Result<Vec<Person>> {
    find_people_after(tx, scope, query, None, limit).map(|found| found.persons)
}

/// [`find_people`], page by page.
pub fn find_people_after(
    tx: &mut Tx<'_>,
    scope: &Scope,
    query: &str,
    after: Option<&Next>,
    limit: u32,
) -> Result<PersonsFound> {
    let query: String = query.trim().chars().map(half_width).collect();
    if let Ok(number) = IdentityNumber::read(&query) {
        let found = store::persons::find_by_identity(tx, number.as_str())?;
        let persons = found.into_iter().filter(|person| scope.contains(&person.area_path));
        return Ok(PersonsFound { persons: persons.collect(), next: None });
    }
    if let Some(number) = household_number(&query) {
        let persons = store::persons::of_numbered_household(tx, scope, number, limit)?;
        return Ok(PersonsFound { persons, next: None });
    }
    let from = after.map_or_else(nobody, |next| next.0.clone());
    let (by, beginning) = reading(&query);
    let mixed = by == By::Name && query.bytes().any(|byte| byte.is_ascii_alphabetic());
    let mut persons = Vec::new();
    for area in scope.areas() {
        let search = (by, beginning.as_str());
        persons.extend(match by {
            By::Initials => {
                let ways = spelling::ways(&beginning);
                spelled(tx, area, (by, &ways), &beginning, &from, limit + 1)?
            }
            _ if mixed => written_and_spelled(tx, area, &query, &from, limit + 1)?,
            _ => store::persons::search(tx, area, search, &from, limit + 1)?,
        });
        // Old people say the last digits of a phone.
        if by == By::Phone && beginning.len() >= PHONE_TAIL {
            let tail = store::persons::by_phone_tail(tx, area, &beginning, &from, limit + 1)?;
            persons.extend(tail);
        }
    }
    persons.sort_by_cached_key(|person| (by.key(person), person.id));
    persons.dedup_by_key(|person| person.id);
    let more = persons.len() > limit as usize;
    persons.truncate(limit as usize);
    let last = persons.last().filter(|_| more);
    let next = last.map(|last| Next((by.key(last), last.id)));
    if let Some(name) = name_of_family(&query).filter(|_| persons.is_empty() && after.is_none()) {
        return Ok(PersonsFound { persons: family(tx, scope, name, limit)?, next: None });
    }
    Ok(PersonsFound { persons, next })
}

/// The last digits of a phone by which people are found, at least.
const PHONE_TAIL: usize = 4;
/// People of the same initials that are read at once, and in all, for one way to cut a query.
const SPELLED_AT_ONCE: u32 = 200;
const SPELLED_MAX: usize = 10_000;
/// People of whom the first letter is spelled and another written.
const MIXED_MAX: u32 = 500;
/// Families of one name that are shown.
const FAMILIES_MAX: u32 = 10;

/// People of one area by a name of which a part is written and a part spelled: 王xy, w秀英.
fn written_and_spelled(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    query: &str,
    from: &After,
    limit: u32,
) -> Result<Vec<Person>> {
    let letters = query.chars().filter(|letter| letter.is_alphanumeric());
    let typed: String = letters.flat_map(char::to_lowercase).collect();
    let written: String = typed.chars().take_while(|letter| !letter.is_ascii()).collect();
    if written.is_empty() {
        let latin = typed.find(|letter: char| !letter.is_ascii()).unwrap_or(typed.len());
        let ways = spelling::ways(typed.get(..latin).unwrap_or_default());
        let mut found = Vec::new();
        // They go on in the order of names, whatever they were found by.
        for person in spelled(tx, area, (By::Initials, &ways), &typed, &nobody(), MIXED_MAX)? {
            if (By::Name.key(&person), person.id) > *from {
                found.push(person);
            }
        }
        found.sort_by_cached_key(|person| (By::Name.key(person), person.id));
        found.truncate(limit as usize);
        return Ok(found);
    }
    let keys = [crate::model::name_key(&written)];
    spelled(tx, area, (By::Name, &keys), &typed, from, limit)
}

/// Before the first of every list.
fn nobody() -> After {
    (String::new(), PersonId(platform::id::Uuid::nil()))
}

/// `王秀英家`, `王秀英一家`, `王秀英户`: the family of that name.
fn name_of_family(query: &str) -> Option<&str> {
    let ends = ["一家", "家里", "家", "户"];
    let name = ends.iter().find_map(|end| query.strip_suffix(end))?.trim_end_matches('的');
    (name.chars().count() >= 2).then_some(name)
}

/// Everybody in the households of the people who are called so.
fn family(tx: &mut Tx<'_>, scope: &Scope, name: &str, limit: u32) -> Result<Vec<Person>> {
    let key = crate::model::name_key(name);
    let mut households = Vec::new();
    for area in scope.areas() {
        let called = store::persons::search(tx, area, (By::Name, &key), &nobody(), FAMILIES_MAX)?;
        let called = called.iter().filter(|person| person.name == name);
        households.extend(called.filter_map(|person| person.household_id));
    }
    let mut seen = std::collections::HashSet::new();
    let mut persons = Vec::new();
    for household in households.into_iter().filter(|household| seen.insert(*household)) {
        persons.extend(store::persons::of_household(tx, household)?);
    }
    persons.retain(|person| scope.contains(&person.area_path));
    persons.truncate(limit as usize);
    Ok(persons)
}

/// People of one area by their name in Latin letters.
fn spelled(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    (by, beginnings): (By, &[String]),
    typed: &str,
    from: &After,
    limit: u32,
) -> Result<Vec<Person>> {
    let mut found: BTreeMap<(String, PersonId), Person> = BTreeMap::new();
    for beginning in beginnings {
        let (mut from, mut read, mut fitting) = (from.clone(), 0, 0);
        while fitting < limit && read < SPELLED_MAX {
            let search = (by, beginning.as_str());
            let some = store::persons::search(tx, area, search, &from, SPELLED_AT_ONCE)?;
            let Some(last) = some.last() else { break };
            from = (by.key(last), last.id);
            let more = some.len() >= SPELLED_AT_ONCE as usize;
            read += some.len();
            for person in some {
                if spelling::spells(&person.name, typed) {
                    fitting += 1;
                    found.insert((by.key(&person), person.id), person);
                }
            }
            if !more {
                break;
            }
        }
    }
    Ok(found.into_values().take(limit as usize).collect())
}

/// What to try after a search that found nobody, by what was typed.
pub(crate) fn what_to_try(query: &str) -> Text {
    let typed: String = compact(query).chars().map(half_width).collect();
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    let number = !typed.is_empty() && digits + 1 >= typed.len() && typed.is_ascii();
    if number && digits >= 15 {
        return match IdentityNumber::read(&typed) {
            Ok(_) => text("没有这个身份证号的人；也可能这个人不在您管的地方。再用姓名找找。"),
            Err(_) => {
                text("身份证号要 18 位，这个号对不上。请对着身份证一位一位再看一遍，或者用姓名找。")
            }
        };
    }
    if number && digits > 11 {
        return text("电话是 11 位，这里多打了；身份证号要打满 18 位。");
    }
    if number && digits >= PHONE_TAIL {
        return text("没有人登记这个电话。用姓名再找找；找一户人，请打“12号户”。");
    }
    if number {
        return text("电话至少打末四位，或者从头打起。找一户人，请打“12号户”。");
    }
    if household_number(query.trim()).is_some() {
        return text("您管的地方没有这个户号。用户里一个人的姓名找，再看他家有谁。");
    }
    if typed.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return text(
            "没有找到。拼音可以打全（wangxiuying）、只打首字母（wxy），也可以混着打（王xy）；要从姓打起。",
        );
    }
    text("没有找到。要从姓打起，少打几个字再试，拿不准的字换成拼音；也可能这个人不在您管的地方。")
}

/// The number of a household, as pages write it: `12号户`, `户号12`, `12户`.
fn household_number(query: &str) -> Option<&str> {
    let after = query.strip_suffix("号户").or_else(|| query.strip_suffix('户'));
    let number = after.or_else(|| query.strip_prefix("户号"))?.trim();
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        .then_some(number)
}

/// What was typed without what people put between letters and digits.
fn compact(query: &str) -> String {
    query.chars().filter(|letter| !letter.is_whitespace() && !"-'’".contains(*letter)).collect()
}

/// What a query means, by what it is made of.
fn reading(query: &str) -> (By, String) {
    let compact = compact(query);
    let all = |fits: fn(&u8) -> bool| !compact.is_empty() && compact.bytes().all(|b| fits(&b));
    if all(u8::is_ascii_digit) {
        (By::Phone, compact)
    } else if all(u8::is_ascii_alphabetic) {
        (By::Initials, compact.to_ascii_lowercase())
    } else {
        (By::Name, crate::model::name_key(query))
    }
}

/// The identity number as pages show it: the first four and the last four characters.
pub fn identity_number_masked(tx: &Tx<'_>, person: &Person) -> Result<Option<String>> {
    let number = identity_number(tx, person)?;
    Ok(number.map(|number| mask_identity_number(number.as_str())))
}

/// The identity number itself, to check other facts by. Pages show it masked.
pub(crate) fn identity_number(tx: &Tx<'_>, person: &Person) -> Result<Option<IdentityNumber>> {
    let open = |sealed: &Vec<u8>| {
        let bytes = tx.surroundings().vault.open(sealed)?;
        let number = String::from_utf8(bytes)
            .map_err(|_| Error::fault("a sealed identity number is not text"))?;
        IdentityNumber::read(&number).map_err(Error::from)
    };
    person.identity_number_sealed.as_ref().map(open).transpose()
}

/// A household, if the actor may read persons where it is.
pub fn household_for(tx: &mut Tx<'_>, actor: &Actor, id: HouseholdId) -> Result<Household> {
    let household = store::persons::household(tx, id)?;
    let area = household.area_path.clone();
    actor.scope(PEOPLE_READ)?.admit(&area, household)
}

/// A household by its id, for one whose person the reader may see.
pub(crate) fn household(tx: &mut Tx<'_>, id: HouseholdId) -> Result<Household> {
    store::persons::household(tx, id)
}

/// The persons of a household, the eldest first. The caller has checked the reader's scope.
pub fn persons_of_household(tx: &mut Tx<'_>, id: HouseholdId) -> Result<Vec<Person>> {
    store::persons::of_household(tx, id)
}

/// How many households and living persons an area has.
pub fn counts(tx: &mut Tx<'_>, area: &AreaPath) -> Result<(i64, i64)> {
    store::persons::counts(tx, area)
}

/// Adds persons that were checked before, some thousand at a time: for the roster and for the maker
/// of the sample county. Nothing is asked and nothing journaled here.
pub fn add_many(tx: &mut Tx<'_>, persons: &[NewPerson]) -> Result<Vec<PersonId>> {
    let mut households: HashMap<(&AreaPath, &str), HouseholdId> = HashMap::new();
    let mut ids = Vec::with_capacity(persons.len());
    for person in persons {
        let household = match person.household_number.as_deref() {
            None => None,
            Some(number) => {
                let key = (&person.area_path, number);
                let id = match households.get(&key) {
                    Some(id) => *id,
                    None => store::persons::household_numbered(tx, &person.area_path, number)?,
                };
                households.insert(key, id);
                Some(id)
            }
        };
        let id = tx.new_id();
        store::persons::insert(tx, id, person, household)?;
        ids.push(id);
    }
    Ok(ids)
}
