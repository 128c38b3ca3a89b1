//! The dead do not act: their account is closed with the entry of the death.

use jiff::Timestamp;

use super::store;
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
    let (act, touched) = match entry.act {
        "registry.person_died" => {
            let account = store::account_of(tx, person)?.filter(|one| one.closed_at.is_none());
            if let Some(account) = &account {
                store::close_account(tx, account.id)?;
            }
            ("identity.account_closed", account)
        }
        "registry.event_taken_back" if fact("kind").and_then(|kind| kind.as_str()) == DIED => {
            let noted_at = fact("noted_at").and_then(serde_json::Value::as_i64);
            let closed_at = noted_at.and_then(|at| Timestamp::from_millisecond(at).ok());
            let with_it = |at: Option<Timestamp>| at.is_some() && at == closed_at;
            let account = store::account_of(tx, person)?.filter(|one| with_it(one.closed_at));
            if let Some(account) = &account {
                store::reopen_account(tx, account.id)?;
            }
            ("identity.account_reopened", account)
        }
        _ => return Ok(()),
    };
    match touched {
        Some(account) => {
            tx.journal(actor, Entry::new(act, "account", account.id.0, &entry.area_path))
        }
        None => Ok(()),
    }
}
