//! Many persons in few statements, for lists.

use std::collections::HashMap;

use platform::privacy::hex;
use platform::storage::{Engine, Json};
use platform::{AreaPath, PersonId, Result, Tx};

use jiff::civil::Date;

use super::persons;
use crate::model::{Household, HouseholdId, NewPerson, Residence, Sex, initials_key, name_key};

platform::sql! {
    /// `?1` is a JSON array everywhere: here of indexes, below of pairs or of rows.
    BY_IDENTITIES: "select p.id, p.name, p.name_key, p.phone, p.no_phone, p.sex, p.born_on,
                      p.area_path, p.residence, p.resident_since_on, p.died_on, p.identity_index,
                      h.number as household
                    from json_each(?1) k cross join persons p on p.identity_index = k.value
                    left join households h on h.id = p.household_id"
      postgres "select p.id, p.name, p.name_key, p.phone, p.no_phone, p.sex, p.born_on,
                  p.area_path, p.residence, p.resident_since_on, p.died_on, p.identity_index,
                  h.number as household
                from json_array_elements_text((?1::text)::json) k (value)
                join persons p on p.identity_index = k.value
                left join households h on h.id = p.household_id";
    ALIKES: "select p.id, p.name, p.name_key, p.phone, p.no_phone, p.sex, p.born_on,
               p.area_path, p.residence, p.resident_since_on, p.died_on, p.identity_index,
               h.number as household
             from json_each(?1) k
             cross join persons p on p.name_key = k.value->>0 and p.born_on = k.value->>1
             left join households h on h.id = p.household_id"
      postgres "select p.id, p.name, p.name_key, p.phone, p.no_phone, p.sex, p.born_on,
                  p.area_path, p.residence, p.resident_since_on, p.died_on, p.identity_index,
                  h.number as household
                from json_array_elements((?1::text)::json) k (value)
                join persons p on p.name_key = k.value->>0 and p.born_on = k.value->>1
                left join households h on h.id = p.household_id";
    HOUSEHOLDS_NUMBERED: "select h.id, h.number, h.area_path from json_each(?1) k
                          cross join households h
                            on h.area_path = k.value->>0 and h.number = k.value->>1"
      postgres "select h.id, h.number, h.area_path
                from json_array_elements((?1::text)::json) k (value)
                join households h on h.area_path = k.value->>0 and h.number = k.value->>1";
    INSERT_PERSONS: "insert into persons (id, name, name_key, initials_key, phone, no_phone, sex,
                       born_on, household_id, area_path, residence, resident_since_on,
                       identity_number_sealed, identity_index, created_at)
                     select unhex(value->>0), value->>1, value->>2, value->>3, value->>4,
                       cast(value->>5 as integer), value->>6, value->>7, unhex(value->>8),
                       value->>9, value->>10, value->>11, unhex(value->>12), value->>13, ?2
                     from json_each(?1)"
      postgres "insert into persons (id, name, name_key, initials_key, phone, no_phone, sex,
                  born_on, household_id, area_path, residence, resident_since_on,
                  identity_number_sealed, identity_index, created_at)
                select decode(value->>0, 'hex'), value->>1, value->>2, value->>3, value->>4,
                  (value->>5)::bigint, value->>6, value->>7, decode(value->>8, 'hex'),
                  value->>9, value->>10, value->>11, decode(value->>12, 'hex'), value->>13,
                  ?2::bigint
                from json_array_elements((?1::text)::json) k (value)";
    INSERT_HOUSEHOLDS: "insert into households (id, number, area_path, created_at)
                        select unhex(value->>0), value->>1, value->>2, ?2 from json_each(?1)"
      postgres "insert into households (id, number, area_path, created_at)
                select decode(value->>0, 'hex'), value->>1, value->>2, ?2::bigint
                from json_array_elements((?1::text)::json) k (value)";
}

platform::record! {
    /// A person as a list is compared with them.
    pub(crate) struct Registered {
        pub(crate) id: PersonId,
        pub(crate) name: String,
        pub(crate) name_key: String,
        pub(crate) phone: Option<String>,
        pub(crate) no_phone: bool,
        pub(crate) sex: Sex,
        pub(crate) born_on: Option<Date>,
        pub(crate) area_path: AreaPath,
        pub(crate) residence: Residence,
        pub(crate) resident_since_on: Option<Date>,
        pub(crate) died_on: Option<Date>,
        pub(crate) identity_index: Option<String>,
        /// The number of the household.
        pub(crate) household: Option<String>,
    }
}

/// A person with all that can be computed before an act.
#[derive(Debug)]
pub(crate) struct Ready {
    /// The person.
    pub(crate) person: NewPerson,
    pub(crate) name_key: String,
    pub(crate) initials_key: String,
    /// The identity number, encrypted.
    pub(crate) sealed: Option<Vec<u8>>,
    /// Its blind indexes by each key that the county has, the active key's first.
    pub(crate) indexes: Vec<String>,
}

impl Ready {
    /// Computes the keys and encrypts the number.
    pub(crate) fn of(
        person: NewPerson,
        surroundings: &platform::app::Surroundings,
    ) -> Result<Self> {
        let (vault, sources) = (&surroundings.vault, &surroundings.sources);
        let number = person.identity_number.as_ref();
        let number =
            number.map(|number| vault.seal_number(sources, number.as_str())).transpose()?;
        let (sealed, indexes) =
            number.map(|(sealed, found_by)| (Some(sealed), found_by)).unwrap_or_default();
        let (name_key, initials_key) = (name_key(&person.name), initials_key(&person.name));
        Ok(Self { person, name_key, initials_key, sealed, indexes })
    }

    /// By what those are found who may be meant.
    pub(crate) fn found_by(&self) -> (&str, &[String]) {
        (&self.name_key, &self.indexes)
    }

    /// The blind index under which the number is stored.
    pub(crate) fn index(&self) -> Option<&str> {
        self.indexes.first().map(String::as_str)
    }
}

/// Who may be meant by these indexes of numbers, and by these names and dates of birth.
pub(crate) fn registered(
    tx: &mut Tx<'_>,
    indexes: &[&str],
    names: &[(String, String)],
) -> Result<(Vec<Registered>, Vec<Registered>)> {
    let numbered =
        if indexes.is_empty() { Vec::new() } else { tx.query(&BY_IDENTITIES, &[&Json(indexes)])? };
    let named = if names.is_empty() { Vec::new() } else { tx.query(&ALIKES, &[&Json(names)])? };
    Ok((numbered, named))
}

/// The households of these areas and numbers; those that are not there are made.
pub(crate) fn households(
    tx: &mut Tx<'_>,
    wanted: &[(&AreaPath, &str)],
) -> Result<HashMap<(String, String), HouseholdId>> {
    let pairs: Vec<(&str, &str)> =
        wanted.iter().map(|(area, number)| (area.as_str(), *number)).collect();
    if pairs.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<Household> = tx.query(&HOUSEHOLDS_NUMBERED, &[&Json(&pairs)])?;
    let mut households: HashMap<(String, String), HouseholdId> = found
        .into_iter()
        .map(|one| ((one.area_path.as_str().to_owned(), one.number), one.id))
        .collect();
    let mut made = Vec::new();
    for (area, number) in pairs {
        let key = (area.to_owned(), number.to_owned());
        if let std::collections::hash_map::Entry::Vacant(free) = households.entry(key) {
            let id: HouseholdId = tx.new_id();
            free.insert(id);
            made.push((id.to_string(), number, area));
        }
    }
    if !made.is_empty() {
        let now = tx.now();
        tx.run(&INSERT_HOUSEHOLDS, &[&Json(&made), &now])?;
    }
    Ok(households)
}

/// Adds persons. A round trip to PostgreSQL costs more than a row, so there they go together.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &[(&Ready, Option<HouseholdId>)]) -> Result<()> {
    if tx.engine() == Engine::Sqlite {
        return new.iter().try_for_each(|(ready, household)| {
            let (id, keys) = (tx.new_id(), (ready.name_key.as_str(), ready.initials_key.as_str()));
            let sealed = ready.sealed.as_deref().zip(ready.index());
            persons::insert_ready(tx, id, &ready.person, *household, keys, sealed)
        });
    }
    let mut rows = Vec::with_capacity(new.len());
    for (ready, household) in new {
        let (person, id) = (&ready.person, tx.new_id::<PersonId>());
        rows.push((
            id.to_string(),
            &person.name,
            &ready.name_key,
            &ready.initials_key,
            &person.phone,
            i64::from(person.no_phone),
            person.sex.word(),
            person.born_on.map(|born_on| born_on.to_string()),
            household.map(|household| household.to_string()),
            person.area_path.as_str(),
            person.residence.word(),
            person.resident_since_on.map(|since| since.to_string()),
            ready.sealed.as_deref().map(hex),
            ready.index(),
        ));
    }
    let now = tx.now();
    tx.run(&INSERT_PERSONS, &[&Json(&rows), &now]).map(drop)
}
