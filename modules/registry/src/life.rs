//! What happened in the lives of persons and households, for the modules above and for the pages.

use jiff::civil::Date;
use platform::id::Uuid;
use platform::{AreaPath, PersonId, Result, Tx};

use crate::model::{
    HouseholdId, LifeChange, LifeEvent, LifeEventId, LifeKind, Member, Relation, Resident, Standing,
};
use crate::past::Since;
use crate::store::life as store;

/// An event with everybody whom it changed, and what took it back.
#[derive(Debug, Clone)]
pub struct Happened {
    /// The event.
    pub event: LifeEvent,
    /// Who was changed by it, and how.
    pub changes: Vec<LifeChange>,
    /// The later event that says this one was noted wrongly.
    pub taken_back: Option<LifeEvent>,
}

/// Where a person belongs, and how. The caller has checked the reader's scope.
pub fn standing(tx: &mut Tx<'_>, person: PersonId) -> Result<Standing> {
    store::standing(tx, person)
}

/// Whether those to whom a person is married say the same; the dead do not count.
pub(crate) fn couple_agrees(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let own = store::standing(tx, person)?;
    if own.died_on.is_some() {
        return Ok(true);
    }
    let mut married: Vec<PersonId> = store::married_to(tx, person)?;
    married.extend(own.spouse_id);
    for other in married {
        let standing = store::standing(tx, other)?;
        let couple = own.spouse_id == Some(other) && standing.spouse_id == Some(person);
        if standing.died_on.is_none() && !couple {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What happened in a person's life, the latest first. The caller has checked the reader's scope.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Happened>> {
    let events = store::events_of_person(tx, person)?;
    events.into_iter().map(|event| whole(tx, event)).collect()
}

/// What happened to a household, the latest first. The caller has checked the reader's scope.
pub fn of_household(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Vec<Happened>> {
    let events = store::events_of_household(tx, household)?;
    events.into_iter().map(|event| whole(tx, event)).collect()
}

/// One event. The caller has checked the reader's scope.
pub(crate) fn happened(tx: &mut Tx<'_>, id: LifeEventId) -> Result<Happened> {
    let event = store::event(tx, id)?;
    whole(tx, event)
}

fn whole(tx: &mut Tx<'_>, event: LifeEvent) -> Result<Happened> {
    // What became of an area changed everybody there alike: nobody is named.
    let changes = match event.kind {
        LifeKind::AreaChanged => Vec::new(),
        _ => store::changes_of(tx, event.id)?,
    };
    let taken_back = event.taken_back_by.map(|id| store::event(tx, id)).transpose()?;
    Ok(Happened { event, changes, taken_back })
}

/// The persons of a household today, the dead among them; the head first, then the eldest.
pub fn members(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Vec<Member>> {
    let mut members = store::members(tx, household)?;
    members.sort_by_key(|member| {
        let rank = match member.relation {
            Some(Relation::Head) => 0,
            Some(Relation::Spouse) => 1,
            _ => 2,
        };
        (member.died_on.is_some(), rank)
    });
    Ok(members)
}

/// Who lives in an area and belongs to no household yet.
pub fn without_household(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Member>> {
    store::without_household(tx, area)
}

/// Who belonged to an area on a day, page by page: to what lay in it on that day.
pub fn residents_on(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    on: Date,
    after: Option<PersonId>,
    limit: u32,
) -> Result<Vec<Resident>> {
    let after = after.unwrap_or(PersonId(Uuid::nil()));
    let mut residents = Vec::new();
    for stretch in Since::read(tx, on)?.stretches(area) {
        residents.extend(store::of_area_on(tx, &stretch, on, after, limit)?);
    }
    residents.sort_by_key(|resident| resident.id);
    residents.truncate(limit as usize);
    Ok(residents)
}

/// Who belonged to a household on a day, the eldest first.
pub fn household_on(tx: &mut Tx<'_>, household: HouseholdId, on: Date) -> Result<Vec<Resident>> {
    store::of_household_on(tx, household, on)
}

/// A household number of an area that nobody has: one more than the highest.
pub(crate) fn next_number(tx: &mut Tx<'_>, area: &AreaPath) -> Result<String> {
    let numbers = store::numbers_in(tx, area)?;
    let plain = || numbers.iter().filter_map(|number| Some((number, number.parse::<u32>().ok()?)));
    let width = plain().map(|(number, _)| number.len()).max().unwrap_or(1);
    let highest = plain().map(|(_, value)| value).max().unwrap_or(0);
    Ok(format!("{:0width$}", highest + 1))
}
