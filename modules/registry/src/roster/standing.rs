//! How a row stands to those who are registered: new, the same, changed, or to be looked at.

use std::collections::HashMap;

use platform::area::Level;
use platform::{PersonId, Refusal, Scope};

use super::{Field, Mapping};
use crate::model::NewPerson;
use crate::refusals;
use crate::store::many::Registered;

/// What a row would do.
#[derive(Debug)]
pub(crate) enum Standing {
    /// Somebody who is not here yet.
    New,
    /// Somebody who is here, with the facts that the row says.
    Unchanged,
    /// Somebody who is here, with other facts in these fields; and all facts as they would be.
    Changed(PersonId, Vec<Field>, Box<NewPerson>),
    /// Nothing before a person has looked at it.
    Refused(Refusal),
}

/// Those registered who may be meant by the rows of one chunk.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    by_number: HashMap<String, Registered>,
    by_name: HashMap<String, Vec<Registered>>,
}

impl Registry {
    /// By their numbers' indexes, and by name and birth.
    pub(crate) fn of(numbered: Vec<Registered>, named: Vec<Registered>) -> Self {
        let with_index = |one: Registered| one.identity_index.clone().map(|index| (index, one));
        let by_number = numbered.into_iter().filter_map(with_index).collect();
        let mut by_name: HashMap<_, Vec<Registered>> = HashMap::new();
        for one in named {
            by_name.entry(one.name_key.clone()).or_default().push(one);
        }
        Self { by_number, by_name }
    }

    /// How a row stands to them, by the key of its name and the blind indexes of its number: one by
    /// each key of the county.
    pub(crate) fn standing(
        &self,
        new: &NewPerson,
        (name_key, indexes): (&str, &[String]),
        scope: &Scope,
        mapping: &Mapping,
    ) -> Standing {
        if let Some(known) = indexes.iter().find_map(|index| self.by_number.get(index)) {
            return if known.name == new.name {
                compare(known, new, scope, mapping)
            } else {
                Standing::Refused(refusals::identity_taken())
            };
        }
        let Some(born_on) = new.born_on else { return Standing::New };
        let village = new.area_path.at(Level::Village);
        let named = self.by_name.get(name_key).into_iter().flatten();
        let named = named.filter(|one| one.born_on == Some(born_on));
        let alike: Vec<&Registered> =
            named.filter(|one| village.contains(&one.area_path)).collect();
        // One whose number is not known here may be the same person: only people can tell.
        let unnumbered = alike.iter().any(|one| one.identity_index.is_none());
        match (indexes.is_empty(), alike.as_slice()) {
            (true, [one]) => compare(one, new, scope, mapping),
            (true, [_, _, ..]) => Standing::Unchanged,
            (false, _) if unnumbered => Standing::Refused(refusals::number_to_add()),
            _ => Standing::New,
        }
    }
}

fn compare(known: &Registered, new: &NewPerson, scope: &Scope, mapping: &Mapping) -> Standing {
    let changed = changed(known, new, mapping);
    if changed.is_empty() {
        Standing::Unchanged
    } else if !scope.contains(&known.area_path) {
        Standing::Refused(refusals::registered_elsewhere())
    } else if known.died_on.is_some() {
        Standing::Refused(refusals::registered_dead())
    } else {
        let facts = merged(known, new, &changed);
        Standing::Changed(known.id, changed, Box::new(facts))
    }
}

/// The fields in which a row says something else. An empty cell says nothing.
fn changed(known: &Registered, new: &NewPerson, mapping: &Mapping) -> Vec<Field> {
    let phone = match &new.phone {
        Some(phone) => known.phone.as_ref() != Some(phone),
        None => new.no_phone && !known.no_phone,
    };
    let household = new.household_number.is_some() && new.household_number != known.household;
    // A list that names the village says nothing against the group.
    let area = !new.area_path.contains(&known.area_path);
    let residence = mapping.says(Field::Residence) && known.residence != new.residence;
    let since = new.resident_since_on.is_some()
        && new.resident_since_on != known.resident_since_on
        && mapping.says(Field::Residence);
    let fields = [
        (Field::Sex, mapping.says(Field::Sex) && known.sex != new.sex),
        (Field::Phone, phone),
        (Field::Household, household),
        (Field::Village, area),
        (Field::Residence, residence),
        (Field::ResidentSince, since),
    ];
    fields.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| field).collect()
}

/// The facts after a change: what the row says, and for the rest what is known.
fn merged(known: &Registered, new: &NewPerson, fields: &[Field]) -> NewPerson {
    let says = |field| fields.contains(&field);
    let residence = if says(Field::Residence) { new.residence } else { known.residence };
    NewPerson {
        name: known.name.clone(),
        sex: if says(Field::Sex) { new.sex } else { known.sex },
        born_on: known.born_on,
        identity_number: None,
        phone: if says(Field::Phone) { new.phone.clone() } else { known.phone.clone() },
        no_phone: if says(Field::Phone) { new.no_phone } else { known.no_phone },
        household_number: if says(Field::Household) {
            new.household_number.clone()
        } else {
            known.household.clone()
        },
        area_path: if says(Field::Village) {
            new.area_path.clone()
        } else {
            known.area_path.clone()
        },
        residence,
        resident_since_on: if says(Field::ResidentSince) || says(Field::Residence) {
            new.resident_since_on
        } else {
            known.resident_since_on
        },
    }
}
