//! What happens in a person's life. Each act notes one event; how the person stands is what the
//! events have made of it.

mod coming;
mod couples;
mod households;
mod taken_back;

use jiff::civil::Date;
use platform::id::Uuid;
use platform::{Actor, App, AreaPath, Entry, PersonId, Result, Tx};
use serde_json::json;

use super::persons;
use crate::model::{
    Departure, HouseholdId, LifeDetail, LifeEventId, LifeKind, PEOPLE_EDIT, Person, Relation,
    Residence, Standing,
};
use crate::store::life::{self as store, NewEvent};
use crate::{areas, people, refusals};

pub use coming::{note_coming, note_return};
pub use couples::{Into, note_divorce, note_marriage};
pub use households::{join_households, note_relations, split_household};
pub use taken_back::take_back;

/// A person and how they stand before an event.
struct Whom {
    person: Person,
    standing: Standing,
}

/// An event with all that it changes.
struct Noting {
    kind: LifeKind,
    on: Date,
    area: AreaPath,
    subject: (&'static str, Uuid),
    detail: LifeDetail,
    changes: Vec<(PersonId, Option<Standing>, Standing)>,
}

/// A move within the county.
#[derive(Debug, Clone)]
pub struct Move {
    /// Who moves together.
    pub persons: Vec<PersonId>,
    /// When.
    pub on: Date,
    /// To which village or group.
    pub area: AreaPath,
    /// Into which household; made when it is new, none where the clerk there will say.
    pub household_number: Option<String>,
    /// Whether the hukou moves as well, for a move to another village.
    pub residence: Residence,
}

/// Writes the event, the standings and the journal.
fn note(tx: &mut Tx<'_>, actor: &Actor, noting: &Noting) -> Result<LifeEventId> {
    let Noting { kind, on, area, subject: (subject_kind, subject), detail, changes } = noting;
    let new = NewEvent { kind: *kind, happened_on: *on, area, detail, takes_back: None };
    let event = store::insert_event(tx, actor, &new)?;
    for (person, before, after) in changes {
        store::set_standing(tx, *person, after)?;
        let (before, after) = then(tx, (*person, *on), (before.as_ref(), after))?;
        store::insert_change(tx, (event, *on), *person, (before.as_ref(), &after))?;
    }
    heads(tx, changes.iter().map(|(_, _, after)| after))?;
    let entry = Entry::new(kind.act(), subject_kind, *subject, area);
    tx.journal(actor, entry.facts(json!({ "event": event })))?;
    Ok(event)
}

/// How a person stood before and after an event, in the area that was theirs on its day.
fn then(
    tx: &mut Tx<'_>,
    (person, on): (PersonId, Date),
    (before, after): (Option<&Standing>, &Standing),
) -> Result<(Option<Standing>, Standing)> {
    let area = match before {
        Some(before) if before.area_path == after.area_path => store::area_then(tx, person, on)?,
        _ => None,
    };
    let there = |standing: &Standing| Standing {
        area_path: area.clone().unwrap_or_else(|| standing.area_path.clone()),
        ..standing.clone()
    };
    Ok((before.map(there), there(after)))
}

/// No household that an event touched has two heads.
pub(super) fn heads<'a>(tx: &mut Tx<'_>, after: impl Iterator<Item = &'a Standing>) -> Result<()> {
    let mut households: Vec<HouseholdId> = after.filter_map(|after| after.household_id).collect();
    households.sort_unstable();
    households.dedup();
    for household in households {
        let members = store::members(tx, household)?;
        let heads = members.iter().filter(|member| member.died_on.is_none());
        if heads.filter(|member| member.relation == Some(Relation::Head)).count() > 1 {
            return Err(refusals::one_head().into());
        }
    }
    Ok(())
}

/// A person whom the actor may read, and may edit where they belong.
fn whom(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Whom> {
    let person = people::person_for(tx, actor, id)?;
    actor.permit(PEOPLE_EDIT, &person.area_path)?;
    let standing = store::standing(tx, id)?;
    Ok(Whom { person, standing })
}

/// The same, living and belonging to the county on that day.
fn present(tx: &mut Tx<'_>, actor: &Actor, id: PersonId, on: Date) -> Result<Whom> {
    let whom = here(tx, actor, id)?;
    in_order(tx, &whom, on)?;
    Ok(whom)
}

/// The same for what is often heard of late: it may lie before a change of the area.
fn present_before(tx: &mut Tx<'_>, actor: &Actor, id: PersonId, on: Date) -> Result<Whom> {
    let whom = here(tx, actor, id)?;
    in_order_of(tx, &whom, on, true)?;
    Ok(whom)
}

fn here(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Whom> {
    let whom = whom(tx, actor, id)?;
    match whom.standing.left_on {
        Some(_) => Err(refusals::has_left(&whom.person.name).into()),
        None => Ok(whom),
    }
}

fn in_order(tx: &mut Tx<'_>, whom: &Whom, on: Date) -> Result<()> {
    in_order_of(tx, whom, on, false)
}

/// Not for the dead, not ahead, not before birth, not before what was noted last.
fn in_order_of(tx: &mut Tx<'_>, whom: &Whom, on: Date, own_only: bool) -> Result<()> {
    let name = &whom.person.name;
    if whom.standing.died_on.is_some() {
        return Err(refusals::is_dead(name).into());
    }
    if on > tx.today() {
        return Err(refusals::happened_later().into());
    }
    if whom.person.born_on.is_some_and(|born_on| on < born_on) {
        return Err(refusals::before_birth(name).into());
    }
    match store::last_change(tx, whom.person.id, own_only)? {
        Some(last) if on < last => Err(refusals::before_last(name, last).into()),
        _ => Ok(()),
    }
}

/// Names of places and numbers of households, as they are now.
fn place(tx: &mut Tx<'_>, standing: &Standing) -> Result<(String, String)> {
    let area = areas::full_name(tx, &standing.area_path)?;
    let number = match standing.household_id {
        Some(household) => people::household(tx, household)?.number,
        None => String::new(),
    };
    Ok((area, number))
}

/// From where to where, for the record.
fn way(tx: &mut Tx<'_>, before: Option<&Standing>, after: &Standing) -> Result<LifeDetail> {
    let (to_area, to_household) = place(tx, after)?;
    let (from_area, from_household) = match before {
        Some(before) => place(tx, before)?,
        None => (String::new(), String::new()),
    };
    Ok(LifeDetail { from_area, to_area, from_household, to_household, ..LifeDetail::default() })
}

/// Notes a death: the posts end on that day, and the platform closes the account.
pub async fn note_death(app: &App, actor: &Actor, id: PersonId, on: Date) -> Result<LifeEventId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let whom = present_before(tx, &actor, id, on)?;
            let (today, own) = (tx.today(), actor.scope(PEOPLE_EDIT)?);
            let held = crate::store::posts::held_by(tx, id, today)?;
            if held.iter().any(|post| !own.contains(&post.area_path)) {
                return Err(refusals::post_elsewhere(&whom.person.name).into());
            }
            let posts = store::end_posts(tx, id, on)?;
            let before = whom.standing;
            let after = Standing { died_on: Some(on), ..before.clone() };
            let noting = Noting {
                kind: LifeKind::Died,
                on,
                area: before.area_path.clone(),
                subject: ("person", id.0),
                detail: LifeDetail { posts, ..LifeDetail::default() },
                changes: vec![(id, Some(before), after)],
            };
            note(tx, &actor, &noting)
        })
        .await
}

/// Notes that persons left the county for good.
pub async fn note_departure(
    app: &App,
    actor: &Actor,
    persons: Vec<PersonId>,
    on: Date,
    words: &str,
) -> Result<LifeEventId> {
    let (actor, words) = (actor.clone(), words.trim().to_owned());
    app.db
        .write(move |tx| {
            let first = *persons.first().ok_or_else(refusals::nobody_chosen)?;
            let mut changes = Vec::with_capacity(persons.len());
            for id in &persons {
                let before = present_before(tx, &actor, *id, on)?.standing;
                let after = Standing {
                    household_id: None,
                    relation: None,
                    left_on: Some(on),
                    left_how: Some(Departure::MovedOut),
                    ..before.clone()
                };
                changes.push((*id, Some(before), after));
            }
            let (from_area, from_household, area) = match changes.first() {
                Some((_, Some(before), _)) => {
                    let (area, number) = place(tx, before)?;
                    (area, number, before.area_path.clone())
                }
                _ => return Err(refusals::nobody_chosen().into()),
            };
            let detail = LifeDetail {
                words: words.clone(),
                from_area,
                from_household,
                ..Default::default()
            };
            let (kind, subject) = (LifeKind::MovedOut, ("person", first.0));
            note(tx, &actor, &Noting { kind, on, area, subject, detail, changes })
        })
        .await
}

/// Notes that persons moved to another village or household of the county.
///
/// Whoever may edit the people whom they leave may note it; into a household of a village that is
/// not theirs they may put nobody.
pub async fn note_move(app: &App, actor: &Actor, new: Move) -> Result<LifeEventId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let first = *new.persons.first().ok_or_else(refusals::nobody_chosen)?;
            persons::home(tx, &new.area)?;
            let household = household_to(tx, &actor, &new.area, new.household_number.as_deref())?;
            let mut changes = Vec::with_capacity(new.persons.len());
            for id in &new.persons {
                let before = present(tx, &actor, *id, new.on)?.standing;
                changes.push((*id, before.clone(), moved(&before, &new, household)));
            }
            // Who moves with the head keeps the relation to it.
            let is_head = |before: &Standing| before.relation == Some(Relation::Head);
            let with_head = changes.iter().any(|(_, before, _)| is_head(before));
            let into_new = household.is_some_and(|(_, made)| made);
            for (_, before, after) in &mut changes {
                after.relation = before.relation.filter(|_| with_head && into_new);
            }
            if changes.iter().all(|(_, before, after)| before == after) {
                return Err(refusals::nothing_changes().into());
            }
            let Some((_, before, after)) = changes.first().cloned() else {
                return Err(refusals::nobody_chosen().into());
            };
            let noting = Noting {
                kind: LifeKind::Moved,
                on: new.on,
                area: before.area_path.clone(),
                subject: ("person", first.0),
                detail: way(tx, Some(&before), &after)?,
                changes: changes.into_iter().map(|(id, b, a)| (id, Some(b), a)).collect(),
            };
            note(tx, &actor, &noting)
        })
        .await
}

fn moved(before: &Standing, new: &Move, household: Option<(HouseholdId, bool)>) -> Standing {
    let stays = before.area_path == new.area;
    let residence = if stays { before.residence } else { new.residence };
    let since = match residence {
        Residence::HukouElsewhere if stays => before.resident_since_on,
        Residence::HukouElsewhere => Some(new.on),
        Residence::HukouHere | Residence::Away => None,
    };
    Standing {
        area_path: new.area.clone(),
        household_id: household.map(|(id, _)| id),
        relation: None,
        residence,
        resident_since_on: since,
        ..before.clone()
    }
}

/// The household into which somebody moves, and whether it was made for them.
fn household_to(
    tx: &mut Tx<'_>,
    actor: &Actor,
    area: &AreaPath,
    number: Option<&str>,
) -> Result<Option<(HouseholdId, bool)>> {
    let Some(number) = number.map(str::trim).filter(|number| !number.is_empty()) else {
        return Ok(None);
    };
    if !actor.may(PEOPLE_EDIT, area) {
        return Err(refusals::household_elsewhere().into());
    }
    let there = crate::store::persons::find_household(tx, area, number)?;
    match there {
        Some(household) => Ok(Some((household.id, false))),
        None => {
            let id = crate::store::persons::household_numbered(tx, area, number)?;
            Ok(Some((id, true)))
        }
    }
}
