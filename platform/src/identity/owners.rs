//! Accounts of two registrations that turn out to be one person.

use jiff::Timestamp;

use super::store;
use crate::area::AreaPath;
use crate::authorisation::Actor;
use crate::error::Result;
use crate::id::PersonId;
use crate::journal::Entry;
use crate::storage::Tx;

/// Whether a person has an account, open or closed.
pub fn has_account(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    Ok(store::account_of(tx, person)?.is_some())
}

/// Lets two persons exchange their accounts; who has none gives nothing. Done twice, all is as
/// before.
pub fn exchange(tx: &mut Tx<'_>, one: PersonId, other: PersonId) -> Result<()> {
    let (ones, others) = (store::account_of(tx, one)?, store::account_of(tx, other)?);
    if let (Some(account), true) = (&ones, others.is_some()) {
        // An account has one owner and a person one account: one of them waits with nobody.
        let nobody: PersonId = tx.new_id();
        store::set_owner(tx, account.id, nobody)?;
    }
    if let Some(account) = others {
        store::set_owner(tx, account.id, one)?;
    }
    if let Some(account) = ones {
        store::set_owner(tx, account.id, other)?;
    }
    Ok(())
}

/// Closes the account of a person inside an act elsewhere, and ends its sign-ins.
pub fn close_within(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: PersonId,
    area: &AreaPath,
) -> Result<()> {
    let account = store::account_of(tx, person)?.filter(|account| account.closed_at.is_none());
    let Some(account) = account else { return Ok(()) };
    store::close_account(tx, account.id)?;
    tx.journal(actor, Entry::new("identity.account_closed", "account", account.id.0, area))
}

/// Opens the account again that was closed at that moment; one that was closed otherwise stays
/// closed.
pub fn reopen_within(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: PersonId,
    (closed_at, area): (Timestamp, &AreaPath),
) -> Result<()> {
    let with_it = |at: Option<Timestamp>| at == Some(closed_at);
    let account = store::account_of(tx, person)?.filter(|account| with_it(account.closed_at));
    let Some(account) = account else { return Ok(()) };
    store::reopen_account(tx, account.id)?;
    tx.journal(actor, Entry::new("identity.account_reopened", "account", account.id.0, area))
}
