//! Adding and correcting persons, and opening their accounts.

use platform::area::Level;
use platform::authorisation::MANAGE_ACCOUNTS;
use platform::{Actor, App, AreaPath, Entry, PersonId, Refusal, Result, Tx, identity};
use serde_json::json;

use super::first;
use crate::model::{HouseholdId, NewPerson, PEOPLE_EDIT, Person};
use crate::{areas, people, refusals, roster, store};

/// How a person who is to be added stands to those who are there.
#[derive(Debug)]
pub(super) enum Standing {
    New,
    Known,
    Refused(Refusal),
}

/// Adds a person to a village.
pub async fn add_person(app: &App, actor: &Actor, new: NewPerson) -> Result<PersonId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let id = add(tx, &actor, &new)?;
            let entry = Entry::new("registry.person_added", "person", id.0, &new.area_path);
            tx.journal(&actor, entry)?;
            Ok(id)
        })
        .await
}

/// Adds a person inside an act, which journals how they came.
pub(super) fn add(tx: &mut Tx<'_>, actor: &Actor, new: &NewPerson) -> Result<PersonId> {
    actor.permit(PEOPLE_EDIT, &new.area_path)?;
    home(tx, &new.area_path)?;
    let new = roster::check(new.clone(), tx.today()).map_err(first)?;
    match standing(tx, &new)? {
        Standing::New => {}
        Standing::Known if new.identity_number.is_some() => {
            return Err(refusals::identity_taken().into());
        }
        Standing::Known => return Err(refusals::person_alike().into()),
        Standing::Refused(refusal) => return Err(refusal.into()),
    }
    let household = household(tx, &new)?;
    let id: PersonId = tx.new_id();
    store::persons::insert(tx, id, &new, household)?;
    Ok(id)
}

/// Corrects the facts of a person; no new identity number leaves the one that is there. The journal
/// says which facts, not what they were or are. What happened in a life is noted as an event.
pub async fn correct_person(
    app: &App,
    actor: &Actor,
    id: PersonId,
    facts: NewPerson,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let person = people::person_for(tx, &actor, id)?;
            actor.permit(PEOPLE_EDIT, &person.area_path)?;
            actor.permit(PEOPLE_EDIT, &facts.area_path)?;
            home(tx, &facts.area_path)?;
            let new = checked(tx, &person, &facts)?;
            let household = household(tx, &new)?;
            let fields = changed(&person, &new, household);
            if fields.is_empty() {
                return Ok(());
            }
            store::persons::update(tx, id, &new, household)?;
            let entry = Entry::new("registry.person_corrected", "person", id.0, &new.area_path);
            tx.journal(&actor, entry.facts(json!({ "fields": fields })))
        })
        .await
}

/// A person belongs to a village or a group, not to a township.
pub(super) fn home(tx: &mut Tx<'_>, path: &AreaPath) -> Result<()> {
    let known = areas::area_at(tx, path).ok().filter(|area| area.level() >= Level::Village);
    let area = known.ok_or_else(refusals::area_unknown)?;
    areas::standing(tx, area.id).map(drop)
}

fn checked(tx: &mut Tx<'_>, person: &Person, facts: &NewPerson) -> Result<NewPerson> {
    let mut facts = facts.clone();
    let kept = facts.identity_number.is_none();
    if kept {
        // The number that stays has its say about birth and sex.
        facts.identity_number = people::identity_number(tx, person)?;
    }
    let mut new = roster::check(facts, tx.today()).map_err(first)?;
    if kept {
        new.identity_number = None;
    }
    if let Some(number) = &new.identity_number {
        let holder = store::persons::find_by_identity(tx, number.as_str())?;
        if holder.is_some_and(|holder| holder.id != person.id) {
            return Err(refusals::identity_taken().into());
        }
    }
    if let (Some(born_on), Some(died_on)) = (new.born_on, person.died_on)
        && born_on > died_on
    {
        return Err(refusals::born_after_death().into());
    }
    Ok(new)
}

fn changed(person: &Person, new: &NewPerson, household: Option<HouseholdId>) -> Vec<&'static str> {
    let fields = [
        ("name", person.name != new.name),
        ("sex", person.sex != new.sex),
        ("born_on", person.born_on != new.born_on),
        ("identity_number", new.identity_number.is_some()),
        ("phone", person.phone != new.phone || person.no_phone != new.no_phone),
        ("household", person.household_id != household),
        ("area", person.area_path != new.area_path),
        ("residence", person.residence != new.residence),
        ("resident_since_on", person.resident_since_on != new.resident_since_on),
    ];
    fields.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| field).collect()
}

fn household(tx: &mut Tx<'_>, new: &NewPerson) -> Result<Option<HouseholdId>> {
    let number = new.household_number.as_deref();
    number.map(|number| store::persons::household_numbered(tx, &new.area_path, number)).transpose()
}

/// Whether the person is there already: by identity number, else by name, birth and village.
pub(super) fn standing(tx: &mut Tx<'_>, new: &NewPerson) -> Result<Standing> {
    if let Some(number) = &new.identity_number
        && let Some(holder) = store::persons::find_by_identity(tx, number.as_str())?
    {
        let same = holder.name == new.name;
        return Ok(if same {
            Standing::Known
        } else {
            Standing::Refused(refusals::identity_taken())
        });
    }
    let Some(born_on) = new.born_on else { return Ok(Standing::New) };
    let village = new.area_path.at(Level::Village);
    let alike = store::persons::alike(tx, &new.name, born_on, &village)?;
    // One whose number is not known here may be the same person: only people can tell.
    let unnumbered = alike.iter().any(|alike| alike.identity_index.is_none());
    Ok(match &new.identity_number {
        None if !alike.is_empty() => Standing::Known,
        Some(_) if unnumbered => Standing::Refused(refusals::number_to_add()),
        _ => Standing::New,
    })
}

/// Opens an account for a person and returns the secret of the one-time link, shown once:
/// `/account/link/{secret}`.
pub async fn open_account(
    app: &App,
    actor: &Actor,
    id: PersonId,
    user_name: &str,
    by_phone: bool,
) -> Result<String> {
    let (actor, user_name) = (actor.clone(), user_name.to_owned());
    app.db
        .write(move |tx| {
            let person = people::person_for(tx, &actor, id)?;
            actor.permit(MANAGE_ACCOUNTS, &person.area_path)?;
            let phone = person.phone.as_deref().filter(|_| by_phone);
            identity::open(tx, &actor, (id, &person.area_path), &user_name, phone)
        })
        .await
}
