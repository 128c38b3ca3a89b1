//! Births, and persons who come to the county or come back.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::{Actor, App, AreaPath, Entry, PersonId, Result, Tx};
use serde_json::json;

use super::{Noting, household_to, in_order, note, way, whom};
use crate::actions::persons;
use crate::model::{KinKind, LifeEventId, LifeKind, NewPerson, Relation, Standing};
use crate::store::{kin, life as store};
use crate::{kinship, people, refusals};

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

/// Adds a person who moved here from outside the county, or was born. With a birth the parents may
/// be named: they and those who become grandparents and siblings through them are noted as near
/// relatives.
pub async fn note_coming(
    app: &App,
    actor: &Actor,
    new: NewPerson,
    (kind, on): (LifeKind, Date),
    (relation, parents): (Option<Relation>, Vec<PersonId>),
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
            let event = note(tx, &actor, &noting)?;
            if kind == LifeKind::Born {
                note_relatives(tx, &actor, (event, on), (id, &noting.area), &parents)?;
            }
            Ok(id)
        })
        .await
}

/// On whose word the relatives of a child are noted.
const SOURCE: &str = "出生登记";

fn note_relatives(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (event, on): (LifeEventId, Date),
    (child, area): (PersonId, &AreaPath),
    parents: &[PersonId],
) -> Result<()> {
    let mut relatives: BTreeMap<PersonId, KinKind> = BTreeMap::new();
    for id in parents {
        let parent = people::person_for(tx, actor, *id)?;
        if *id == child || parent.born_on.is_some_and(|born_on| born_on >= on) {
            return Err(refusals::parent_younger(&parent.name).into());
        }
        for (relative, kin) in kinship::through(tx, &parent)? {
            if relative != child {
                relatives.entry(relative).or_insert(KinKind::of(kin));
            }
        }
    }
    for id in parents {
        relatives.insert(*id, KinKind::ParentAndChild);
    }
    for (relative, kind) in relatives {
        kin::insert(tx, actor, (relative, child), (kind, SOURCE), Some(event))?;
        let entry = Entry::new("registry.kin_noted", "person", child.0, area);
        let facts = json!({ "other": relative, "kind": kind.word(), "event": event });
        tx.journal(actor, entry.facts(facts))?;
    }
    Ok(())
}
