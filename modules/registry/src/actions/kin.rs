//! Near relatives of different households: declared, and taken back when that was wrong.

use platform::{Actor, App, Entry, Error, PersonId, Result, Tx};
use serde_json::json;

use crate::model::{DeclaredKin, KinId, KinKind, NAME_LETTERS_MAX, PEOPLE_EDIT, Person};
use crate::store::kin as store;
use crate::{people, protection, refusals};

/// Notes that two people are near relatives, and who says so.
pub async fn note_kin(
    app: &App,
    actor: &Actor,
    (person, other): (PersonId, PersonId),
    kind: KinKind,
    source: &str,
) -> Result<KinId> {
    let (actor, source) = (actor.clone(), source.trim().to_owned());
    app.db
        .write(move |tx| {
            let one = people::person_for(tx, &actor, person)?;
            actor.permit(PEOPLE_EDIT, &one.area_path)?;
            if person == other {
                return Err(refusals::kin_of_oneself().into());
            }
            let second = people::person_for(tx, &actor, other)?;
            if source.is_empty() || source.chars().count() > NAME_LETTERS_MAX {
                return Err(refusals::kin_source().into());
            }
            if protection::has_number(&source) {
                return Err(refusals::words_with_number().at("source").into());
            }
            let known = store::of(tx, person)?;
            if known.iter().any(|kin| kin.person_id == other || kin.other_id == other) {
                return Err(refusals::kin_known().into());
            }
            let id = store::insert(tx, &actor, (one.id, second.id), (kind, &source), None)?;
            let entry = Entry::new("registry.kin_noted", "person", person.0, &one.area_path);
            tx.journal(&actor, entry.facts(json!({ "other": other, "kind": kind.word() })))?;
            Ok(id)
        })
        .await
}

/// Notes that a relationship was noted wrongly; whoever may edit either of the two may say so. It
/// stays in the record. The one of the two whom the actor may edit is told.
pub async fn end_kin(app: &App, actor: &Actor, id: KinId) -> Result<PersonId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let kin = store::find(tx, id)?;
            let one = editable(tx, &actor, &kin)?;
            store::end(tx, id, &actor.name)?;
            let other = if one.id == kin.person_id { kin.other_id } else { kin.person_id };
            let entry = Entry::new("registry.kin_ended", "person", one.id.0, &one.area_path);
            tx.journal(&actor, entry.facts(json!({ "other": other })))?;
            Ok(one.id)
        })
        .await
}

fn editable(tx: &mut Tx<'_>, actor: &Actor, kin: &DeclaredKin) -> Result<Person> {
    let mut last = Err(Error::NotFound);
    for id in [kin.person_id, kin.other_id] {
        last = people::person_for(tx, actor, id).and_then(|person| {
            actor.permit(PEOPLE_EDIT, &person.area_path)?;
            Ok(person)
        });
        if last.is_ok() {
            break;
        }
    }
    last
}
