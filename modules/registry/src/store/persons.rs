//! SQL of persons and households.

use jiff::civil::Date;
use platform::area::Level;
use platform::privacy::Sealed;
use platform::{AreaPath, PersonId, Result, Scope, Tx};

use crate::model::{Household, HouseholdId, NewPerson, Person, initials_key, name_key};

platform::sql! {
    PERSON: "select id, name, phone, no_phone, sex, born_on, household_id, area_path, residence,
               resident_since_on, died_on, left_on, identity_number_sealed
             from persons where id = ?1";
    BY_IDENTITY: "select id, name, phone, no_phone, sex, born_on, household_id, area_path, residence,
                    resident_since_on, died_on, left_on, identity_number_sealed
                  from persons where identity_index = ?1";
    /// The area stands in an expression in the three wide searches: PostgreSQL would take the index
    /// of areas for them, and read the whole county.
    BY_NAME: "select id, name, phone, no_phone, sex, born_on, household_id, area_path, residence,
                resident_since_on, died_on, left_on, identity_number_sealed
              from persons
              where name_key between ?3 and ?4 and (name_key, id) > (?5, ?6)
                and area_path || '' between ?1 and ?2
              order by name_key, id limit ?7";
    BY_INITIALS: "select id, name, phone, no_phone, sex, born_on, household_id, area_path, residence,
                    resident_since_on, died_on, left_on, identity_number_sealed
                  from persons
                  where initials_key between ?3 and ?4 and (initials_key, id) > (?5, ?6)
                    and area_path || '' between ?1 and ?2
                  order by initials_key, id limit ?7";
    BY_PHONE: "select id, name, phone, no_phone, sex, born_on, household_id, area_path, residence,
                 resident_since_on, died_on, left_on, identity_number_sealed
               from persons
               where phone between ?3 and ?4 and (phone, id) > (?5, ?6)
                 and area_path || '' between ?1 and ?2
               order by phone, id limit ?7";
    BY_PHONE_TAIL: "select id, name, phone, no_phone, sex, born_on, household_id, area_path, residence,
                   resident_since_on, died_on, left_on, identity_number_sealed
                    from persons
                    where substr(phone, length(phone) - 3) = ?3 and area_path between ?1 and ?2
                      and substr(phone, length(phone) - length(?4) + 1) = ?4
                      and (phone, id) > (?5, ?6)
                    order by phone, id limit ?7";
    OF_NUMBERED: "select id, name, phone, no_phone, sex, born_on, household_id, area_path, residence,
                   resident_since_on, died_on, left_on, identity_number_sealed
                  from persons
                  where household_id in (select id from households
                                         where number = ?3 and area_path between ?1 and ?2)
                  order by area_path, born_on, id limit ?4";
    IN_VILLAGE_BY_NAME: "with here as materialized (
                           select id, name_key from persons where area_path between ?1 and ?2)
                         select p.id, p.name, p.phone, p.no_phone, p.sex, p.born_on,
                           p.household_id, p.area_path, p.residence, p.resident_since_on,
                           p.died_on, p.left_on, p.identity_number_sealed
                         from here h join persons p on p.id = h.id
                         where h.name_key between ?3 and ?4 and (h.name_key, h.id) > (?5, ?6)
                         order by h.name_key, h.id limit ?7";
    IN_VILLAGE_BY_INITIALS: "with here as materialized (
                               select id, initials_key from persons where area_path between ?1 and ?2)
                             select p.id, p.name, p.phone, p.no_phone, p.sex, p.born_on,
                               p.household_id, p.area_path, p.residence, p.resident_since_on,
                               p.died_on, p.left_on, p.identity_number_sealed
                             from here h join persons p on p.id = h.id
                             where h.initials_key between ?3 and ?4 and (h.initials_key, h.id) > (?5, ?6)
                             order by h.initials_key, h.id limit ?7";
    IN_VILLAGE_BY_PHONE: "with here as materialized (
                            select id, phone from persons where area_path between ?1 and ?2)
                          select p.id, p.name, p.phone, p.no_phone, p.sex, p.born_on,
                            p.household_id, p.area_path, p.residence, p.resident_since_on,
                            p.died_on, p.left_on, p.identity_number_sealed
                          from here h join persons p on p.id = h.id
                          where h.phone between ?3 and ?4 and (h.phone, h.id) > (?5, ?6)
                          order by h.phone, h.id limit ?7";
    OF_HOUSEHOLD: "select id, name, phone, no_phone, sex, born_on, household_id, area_path, residence,
                     resident_since_on, died_on, left_on, identity_number_sealed
                   from persons where household_id = ?1 order by born_on, id limit 200";
    ALIKE: "select id, identity_index from persons
            where name_key = ?1 and born_on = ?2 and area_path between ?3 and ?4 limit 20";
    SEALED_NUMBERS: "select id, identity_number_sealed as sealed from persons
                     where id > ?1 and identity_number_sealed is not null order by id limit ?2";
    RESEAL_NUMBER: "update persons set identity_number_sealed = ?2, identity_index = ?4
                    where id = ?1 and identity_number_sealed = ?3";
    COUNT_WITHIN: "select count(*) from persons
                   where area_path between ?1 and ?2 and died_on is null and left_on is null";
    INSERT_PERSON: "insert into persons (id, name, name_key, initials_key, phone, no_phone, sex, born_on,
                      household_id, area_path, residence, resident_since_on, identity_number_sealed,
                      identity_index, created_at)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    UPDATE_PERSON: "update persons set name = ?2, name_key = ?3, initials_key = ?4, phone = ?5,
                      no_phone = ?6, sex = ?7, born_on = ?8, household_id = ?9, area_path = ?10,
                      residence = ?11, resident_since_on = ?12,
                      relation = case when household_id is not distinct from ?9 then relation end
                    where id = ?1";
    SET_IDENTITY: "update persons set identity_number_sealed = ?2, identity_index = ?3
                   where id = ?1";
    FORGET_PHONE: "update persons set phone = null where id = ?1 and phone is not null";
    HOUSEHOLD: "select id, number, area_path from households where id = ?1";
    HOUSEHOLD_BY_NUMBER: "select id, number, area_path from households
                          where area_path = ?1 and number = ?2";
    COUNT_HOUSEHOLDS: "select count(*) from households where area_path between ?1 and ?2";
    INSERT_HOUSEHOLD: "insert into households (id, number, area_path, created_at)
                       values (?1, ?2, ?3, ?4)";
}

/// The identity numbers.
pub(crate) const SEALED: Sealed = Sealed {
    table: "persons",
    column: "identity_number_sealed",
    index: Some("identity_index"),
    batch: &SEALED_NUMBERS,
    save: &RESEAL_NUMBER,
};

/// Where a page of persons goes on: after this key and id.
pub(crate) type After = (String, PersonId);

/// What a search looks at; the persons it finds come in the order of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Name,
    Initials,
    Phone,
}

impl By {
    /// What a person is found by and ordered by.
    pub(crate) fn key(self, person: &Person) -> String {
        match self {
            Self::Name => name_key(&person.name),
            Self::Initials => initials_key(&person.name),
            Self::Phone => person.phone.clone().unwrap_or_default(),
        }
    }
}

platform::record! {
    /// A person with the same name and date of birth in the same village.
    pub(crate) struct Alike {
        pub(crate) id: PersonId,
        pub(crate) identity_index: Option<String>,
    }
}

pub(crate) fn find(tx: &mut Tx<'_>, id: PersonId) -> Result<Person> {
    tx.one(&PERSON, &[&id])
}

pub(crate) fn find_by_identity(tx: &mut Tx<'_>, number: &str) -> Result<Option<Person>> {
    // While the key is being changed a number may stand under either key.
    for index in tx.surroundings().vault.blind_indexes(number) {
        if let Some(person) = tx.find(&BY_IDENTITY, &[&index])? {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

/// Persons of one area whose name, initials or phone begin with `beginning`.
///
/// In a wide area the index of the key finds the page at once. A village is small: there its people
/// are looked through, however many others in the county share the beginning.
pub(crate) fn search(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    (by, beginning): (By, &str),
    after: &After,
    limit: u32,
) -> Result<Vec<Person>> {
    let (first, last) = area.range();
    let wide = area.level() < Level::Village;
    // The last letter sorts after every continuation of the beginning, on every engine.
    let (sql, highest) = match (by, wide) {
        (By::Name, true) => (&BY_NAME, "f"),
        (By::Name, false) => (&IN_VILLAGE_BY_NAME, "f"),
        (By::Initials, true) => (&BY_INITIALS, "z"),
        (By::Initials, false) => (&IN_VILLAGE_BY_INITIALS, "z"),
        (By::Phone, true) => (&BY_PHONE, "9"),
        (By::Phone, false) => (&IN_VILLAGE_BY_PHONE, "9"),
    };
    let end = format!("{beginning}{}", highest.repeat(400));
    // A later page begins where the last one ended, and none before the beginning: PostgreSQL may
    // read on from either of the two.
    let (begin, id) = if after.0.as_str() < beginning {
        (beginning, PersonId(platform::id::Uuid::nil()))
    } else {
        (after.0.as_str(), after.1)
    };
    tx.query(sql, &[&first, &last, &begin, &end, &begin, &id, &limit])
}

/// Persons of one area by the last digits of their phone, four at least.
pub(crate) fn by_phone_tail(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    digits: &str,
    after: &After,
    limit: u32,
) -> Result<Vec<Person>> {
    let (first, last) = area.range();
    let four = digits.get(digits.len().saturating_sub(4)..).unwrap_or_default();
    let from = (&after.0, &after.1);
    tx.query(&BY_PHONE_TAIL, &[&first, &last, &four, &digits, from.0, from.1, &limit])
}

/// The persons of the households with that number, village by village.
pub(crate) fn of_numbered_household(
    tx: &mut Tx<'_>,
    scope: &Scope,
    number: &str,
    limit: u32,
) -> Result<Vec<Person>> {
    let mut persons = Vec::new();
    for area in scope.areas() {
        let (first, last) = area.range();
        persons.extend(tx.query(&OF_NUMBERED, &[&first, &last, &number, &limit])?);
    }
    persons.truncate(limit as usize);
    Ok(persons)
}

pub(crate) fn of_household(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Vec<Person>> {
    tx.query(&OF_HOUSEHOLD, &[&household])
}

pub(crate) fn alike(
    tx: &mut Tx<'_>,
    name: &str,
    born_on: Date,
    area: &AreaPath,
) -> Result<Vec<Alike>> {
    let (first, last) = area.range();
    tx.query(&ALIKE, &[&name_key(name), &born_on, &first, &last])
}

/// Households and living persons in an area.
pub(crate) fn counts(tx: &mut Tx<'_>, area: &AreaPath) -> Result<(i64, i64)> {
    let (first, last) = area.range();
    let households = tx.value(&COUNT_HOUSEHOLDS, &[&first, &last])?;
    let persons = tx.value(&COUNT_WITHIN, &[&first, &last])?;
    Ok((households, persons))
}

/// Adds a person; the identity number is stored sealed, with a blind index to find it by.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    id: PersonId,
    person: &NewPerson,
    household: Option<HouseholdId>,
) -> Result<()> {
    let keys = (name_key(&person.name), initials_key(&person.name));
    let sealed = sealed(tx, person)?;
    let sealed = sealed.as_ref().map(|(sealed, index)| (sealed.as_slice(), index.as_str()));
    insert_ready(tx, id, person, household, (&keys.0, &keys.1), sealed)
}

/// Adds a person whose keys and sealed number were computed before: name key, initials key; the
/// number encrypted, its index.
pub(crate) fn insert_ready(
    tx: &mut Tx<'_>,
    id: PersonId,
    person: &NewPerson,
    household: Option<HouseholdId>,
    (name_key, initials_key): (&str, &str),
    sealed: Option<(&[u8], &str)>,
) -> Result<()> {
    let (now, (sealed, index)) = (tx.now(), sealed.unzip());
    tx.run_one(
        &INSERT_PERSON,
        &[
            &id,
            &person.name,
            &name_key,
            &initials_key,
            &person.phone,
            &person.no_phone,
            &person.sex,
            &person.born_on,
            &household,
            &person.area_path,
            &person.residence,
            &person.resident_since_on,
            &sealed,
            &index,
            &now,
        ],
    )
}

fn sealed(tx: &Tx<'_>, person: &NewPerson) -> Result<Option<(Vec<u8>, String)>> {
    let surroundings = tx.surroundings();
    let seal = |number: &str| {
        let found = surroundings.vault.seal_number(&surroundings.sources, number)?;
        let (sealed, indexes) = found;
        Ok((sealed, indexes.into_iter().next().unwrap_or_default()))
    };
    person.identity_number.as_ref().map(|number| seal(number.as_str())).transpose()
}

/// Corrects the facts of a person; no new identity number leaves the one that is there.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    id: PersonId,
    person: &NewPerson,
    household: Option<HouseholdId>,
) -> Result<()> {
    tx.run_one(
        &UPDATE_PERSON,
        &[
            &id,
            &person.name,
            &name_key(&person.name),
            &initials_key(&person.name),
            &person.phone,
            &person.no_phone,
            &person.sex,
            &person.born_on,
            &household,
            &person.area_path,
            &person.residence,
            &person.resident_since_on,
        ],
    )?;
    match sealed(tx, person)? {
        Some((sealed, index)) => tx.run_one(&SET_IDENTITY, &[&id, &sealed, &index]),
        None => Ok(()),
    }
}

pub(crate) fn forget_phone(tx: &mut Tx<'_>, id: PersonId) -> Result<u64> {
    tx.run(&FORGET_PHONE, &[&id])
}

pub(crate) fn household(tx: &mut Tx<'_>, id: HouseholdId) -> Result<Household> {
    tx.one(&HOUSEHOLD, &[&id])
}

/// The household of that number in the village or group.
pub(crate) fn find_household(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    number: &str,
) -> Result<Option<Household>> {
    tx.find(&HOUSEHOLD_BY_NUMBER, &[area, &number])
}

/// The household of that number in the village or group; made when there is none.
pub(crate) fn household_numbered(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    number: &str,
) -> Result<HouseholdId> {
    if let Some(household) = find_household(tx, area, number)? {
        return Ok(household.id);
    }
    let (id, now) = (tx.new_id(), tx.now());
    tx.run_one(&INSERT_HOUSEHOLD, &[&id, &number, area, &now])?;
    Ok(id)
}
