//! Setting a body right, and ending it.

use jiff::civil::Date;
use platform::{Actor, App, BodyId, Entry, Result, Tx};
use serde_json::{Value, json};

use super::bodies::{gives_appointing, seats_fit};
use crate::model::{
    Body, BodyFacts, BodyKind, DOCUMENT_LETTERS_MAX, Ending, NAME_LETTERS_MAX, NewBody,
    POSTS_APPOINT,
};
use crate::{bodies, protection, refusals, store};

/// A reason has at least so many letters, and at most.
const REASON_LETTERS: std::ops::RangeInclusive<usize> = 2..=200;

/// A body that is there, for those who may found it.
fn changeable(tx: &mut Tx<'_>, actor: &Actor, id: BodyId) -> Result<Body> {
    let body = bodies::body(tx, id)?;
    actor.permit(POSTS_APPOINT, &body.area_path)?;
    match bodies::end_of(tx, id)? {
        Some(end) => Err(refusals::body_ended(end.ended_on).into()),
        None => Ok(body),
    }
}

/// Sets right what is noted of a body, and says why.
pub async fn correct_body(
    app: &App,
    actor: &Actor,
    id: BodyId,
    (facts, why): (BodyFacts, &str),
) -> Result<()> {
    let (actor, why) = (actor.clone(), why.trim().to_owned());
    let facts = BodyFacts { name: facts.name.trim().to_owned(), ..facts };
    app.db
        .write(move |tx| {
            let body = changeable(tx, &actor, id)?;
            let letters = facts.name.chars().count();
            if letters == 0 || letters > NAME_LETTERS_MAX {
                return Err(refusals::name_length().into());
            }
            seats_fit(body.kind, facts.seats, tx.today())?;
            if !REASON_LETTERS.contains(&why.chars().count()) {
                return Err(refusals::correction_reason().into());
            }
            if protection::has_number(&why) {
                return Err(refusals::words_with_number().at("why").into());
            }
            let changed = changed(&body, &facts);
            if changed.is_empty() {
                return Err(refusals::body_same().into());
            }
            store::bodies::set_facts(tx, id, &facts)?;
            // A telephone may be somebody's own: the journal says that it changed and not to what.
            let told = json!({
                "changed": changed,
                "from": body.name,
                "to": facts.name,
                "why": why,
            });
            let entry = Entry::new("registry.body_corrected", "body", id.0, &body.area_path);
            tx.journal(&actor, entry.facts(told))
        })
        .await
}

/// The words of the facts that differ.
fn changed(body: &Body, facts: &BodyFacts) -> Vec<Value> {
    let pairs = [
        ("name", body.name != facts.name),
        ("phone", body.phone != facts.phone),
        ("address", body.address != facts.address),
        ("hours", body.hours != facts.hours),
        ("purpose", body.purpose != facts.purpose),
        ("seats", body.seats != facts.seats),
    ];
    pairs.into_iter().filter(|(_, differs)| *differs).map(|(word, _)| json!(word)).collect()
}

/// Ends a body by a document: everybody in it leaves on that day, and what comes after it is
/// founded at the same place. What it was and who served in it stays readable.
pub async fn end_body(app: &App, actor: &Actor, new: Ending) -> Result<Option<BodyId>> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let body = changeable(tx, &actor, new.body_id)?;
            let document = new.document.trim();
            if document.is_empty() || document.chars().count() > DOCUMENT_LETTERS_MAX {
                return Err(refusals::document_missing().into());
            }
            if new.on > tx.today() {
                return Err(refusals::ended_later().into());
            }
            let successor = successor(tx, &actor, &body, new.successor.as_ref())?;
            let posts = end_posts(tx, &actor, &body, new.on)?;
            store::bodies::insert_end(tx, &actor, body.id, (new.on, document, successor))?;
            let facts = json!({
                "on": new.on,
                "document": document,
                "posts": posts,
                "successor": successor,
            });
            let entry = Entry::new("registry.body_ended", "body", body.id.0, &body.area_path);
            tx.journal(&actor, entry.facts(facts))?;
            Ok(successor)
        })
        .await
}

/// What comes after a body is found where it was.
fn successor(
    tx: &mut Tx<'_>,
    actor: &Actor,
    body: &Body,
    asked: Option<&(BodyKind, String)>,
) -> Result<Option<BodyId>> {
    let Some((kind, name)) = asked else { return Ok(None) };
    let name = name.trim();
    let letters = name.chars().count();
    if letters == 0 || letters > NAME_LETTERS_MAX {
        return Err(refusals::name_length().at("successor").into());
    }
    // A department goes on as a department, or the matters of its line have nowhere to go.
    if (*kind == BodyKind::Department) != (body.kind == BodyKind::Department) {
        return Err(refusals::successor_kind().into());
    }
    let found = NewBody {
        area_id: body.area_id,
        kind: *kind,
        name: name.to_owned(),
        department: body.department,
        phone: body.phone.clone(),
        address: body.address.clone(),
        hours: body.hours.clone(),
        purpose: body.purpose.clone(),
        seats: None,
    };
    let found = bodies::found(tx, &found)?;
    let entry = Entry::new("registry.body_founded", "body", found.id.0, &found.area_path);
    tx.journal(actor, entry.facts(json!({ "kind": kind.word(), "after": body.id })))?;
    Ok(Some(found.id))
}

/// Everybody leaves on that day. Whose term was over before keeps its last day.
pub(super) fn end_posts(tx: &mut Tx<'_>, actor: &Actor, body: &Body, on: Date) -> Result<usize> {
    let open = store::posts::open_in(tx, body.id, on)?;
    for held in &open {
        if actor.person_id == Some(held.person_id) && gives_appointing(&held.post) {
            return Err(refusals::own_post().into());
        }
        store::posts::end_with_body(tx, held.id, on)?;
        let entry = Entry::new("registry.post_ended", "person", held.person_id.0, &body.area_path);
        tx.journal(actor, entry.facts(json!({ "post": held.post, "body": body.name })))?;
    }
    Ok(open.len())
}
