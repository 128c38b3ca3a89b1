//! An event that was noted wrongly is taken back by a later one; nothing is overwritten.

use platform::{Actor, App, Entry, Error, Result, Tx};
use serde_json::json;

use super::heads;
use crate::model::{
    Departure, LifeDetail, LifeEvent, LifeEventId, LifeKind, PEOPLE_EDIT, Standing,
};
use crate::store::kin;
use crate::store::life::{self as store, NewEvent};
use crate::{life, merging, refusals};

/// Takes an event back: everybody stands again as before, unless something changed since.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    id: LifeEventId,
    words: &str,
) -> Result<LifeEventId> {
    let (actor, words) = (actor.clone(), words.trim().to_owned());
    app.db
        .write(move |tx| {
            let event = store::event(tx, id)?;
            if !actor.may(PEOPLE_EDIT, &event.area_path) {
                return Err(Error::NotFound);
            }
            if event.taken_back_by.is_some() || event.kind == LifeKind::TakenBack {
                return Err(refusals::already_taken_back().into());
            }
            if event.kind == LifeKind::AreaChanged {
                return Err(refusals::of_the_area().into());
            }
            if words.is_empty() {
                return Err(refusals::why_taken_back().into());
            }
            let restored = restore(tx, &event)?;
            heads(tx, restored.iter())?;
            for post in &event.detail.0.posts {
                store::reopen_post(tx, *post, event.happened_on)?;
            }
            kin::end_of_event(tx, id, &actor.name)?;
            let detail = LifeDetail {
                words: words.clone(),
                of: Some(event.kind.word().to_owned()),
                ..LifeDetail::default()
            };
            let new = NewEvent {
                kind: LifeKind::TakenBack,
                happened_on: tx.today(),
                area: &event.area_path,
                detail: &detail,
                takes_back: Some(id),
            };
            let taken_back = store::insert_event(tx, &actor, &new)?;
            let facts = json!({
                "event": id,
                "kind": event.kind.word(),
                "noted_at": event.noted_at.as_millisecond(),
            });
            let persons = store::changes_of(tx, id)?;
            let subject = persons.first().ok_or(Error::NotFound)?.person_id;
            let act = LifeKind::TakenBack.act();
            let entry = Entry::new(act, "person", subject.0, &event.area_path);
            tx.journal(&actor, entry.facts(facts))?;
            Ok(taken_back)
        })
        .await
}

fn restore(tx: &mut Tx<'_>, event: &LifeEvent) -> Result<Vec<Standing>> {
    let mut restored = Vec::new();
    for change in store::changes_of(tx, event.id)? {
        let now = store::standing(tx, change.person_id)?;
        let after = &merging::standing_now(tx, change.after.0)?;
        let before = change.before.map(|before| merging::standing_now(tx, before.0)).transpose()?;
        let standing = match before {
            Some(before) => now.taking_back(&before, after),
            // Who came by this event was never here.
            None => (now == *after).then(|| Standing {
                household_id: None,
                relation: None,
                left_on: Some(event.happened_on),
                left_how: Some(Departure::Withdrawn),
                ..now.clone()
            }),
        };
        let standing = standing.ok_or_else(|| refusals::changed_since(&change.name))?;
        store::set_standing(tx, change.person_id, &standing)?;
        restored.push((change.person_id, change.name, standing));
    }
    for (person, name, _) in &restored {
        if !life::couple_agrees(tx, *person)? {
            return Err(refusals::changed_since(name).into());
        }
    }
    Ok(restored.into_iter().map(|(.., standing)| standing).collect())
}
