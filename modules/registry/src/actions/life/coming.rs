//! Births, and persons who come to the county or come back.

use jiff::civil::Date;
use platform::{Actor, App, PersonId, Result};

use super::{Noting, household_to, in_order, note, way, whom};
use crate::actions::persons;
use crate::model::{LifeEventId, LifeKind, NewPerson, Relation, Standing};
use crate::refusals;
use crate::store::life as store;

/// Notes that somebody who had left is back.
pub async fn note_return(
    app: &App,
    actor: &Actor,
    id: PersonId,
    on: Date,
    household_number: Option<String>,
) -> Result<LifeEventId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let whom = whom(tx, &actor, id)?;
            in_order(tx, &whom, on)?;
            let before = whom.standing;
            if before.left_on.is_none() {
                return Err(refusals::not_away(&whom.person.name).into());
            }
            let number = household_number.as_deref();
            let household = household_to(tx, &actor, &before.area_path, number)?;
            let after = Standing {
                household_id: household.map(|(id, _)| id),
                relation: household.filter(|(_, made)| *made).map(|_| Relation::Head),
                left_on: None,
                left_how: None,
                ..before.clone()
            };
            let noting = Noting {
                kind: LifeKind::MovedIn,
                on,
                area: before.area_path.clone(),
                subject: ("person", id.0),
                detail: way(tx, None, &after)?,
                changes: vec![(id, Some(before), after)],
            };
            note(tx, &actor, &noting)
        })
        .await
}

/// Adds a person who moved here from outside the county, or was born.
pub async fn note_coming(
    app: &App,
    actor: &Actor,
    new: NewPerson,
    (kind, on): (LifeKind, Date),
    relation: Option<Relation>,
) -> Result<PersonId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            if on > tx.today() {
                return Err(refusals::happened_later().into());
            }
            if new.born_on.is_some_and(|born_on| on < born_on) {
                return Err(refusals::before_birth(&new.name).into());
            }
            let id = persons::add(tx, &actor, &new)?;
            let after = Standing { relation, ..store::standing(tx, id)? };
            let noting = Noting {
                kind,
                on,
                area: after.area_path.clone(),
                subject: ("person", id.0),
                detail: way(tx, None, &after)?,
                changes: vec![(id, None, after)],
            };
            note(tx, &actor, &noting)?;
            Ok(id)
        })
        .await
}
