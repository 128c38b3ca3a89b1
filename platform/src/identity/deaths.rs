//! The dead do not act: their account is closed with the entry of the death.

use jiff::Timestamp;

use super::owners::{close_within, reopen_within};
use crate::authorisation::Actor;
use crate::error::Result;
use crate::id::PersonId;
use crate::journal::Entry;
use crate::storage::Tx;

/// The word of the registry for a death.
const DIED: Option<&str> = Some("died");

/// Closes the account of a person who died, and ends its sign-ins. Where the death was noted
/// wrongly and is taken back, what it closed is opened again; what was closed before stays closed.
pub(crate) fn follow_death(tx: &mut Tx<'_>, actor: &Actor, entry: &Entry) -> Result<()> {
    let Some(person) = entry.subject_id.map(|subject| PersonId(subject.0)) else { return Ok(()) };
    let fact = |name: &str| entry.facts.get(name);
    match entry.act {
        "registry.person_died" => close_within(tx, actor, person, &entry.area_path),
        "registry.event_taken_back" if fact("kind").and_then(|kind| kind.as_str()) == DIED => {
            let noted_at = fact("noted_at").and_then(serde_json::Value::as_i64);
            match noted_at.and_then(|at| Timestamp::from_millisecond(at).ok()) {
                Some(at) => reopen_within(tx, actor, person, (at, &entry.area_path)),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}
