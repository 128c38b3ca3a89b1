//! SQL of accounts and sign-ins.

use jiff::{SignedDuration, Timestamp};

use super::accounts::Account;
use super::sign_in::{KnownSession, Session};
use crate::error::Result;
use crate::id::{AccountId, PersonId, SessionId};
use crate::storage::Tx;

/// So far a clock may run ahead and be put back without anybody being signed out.
const CLOCK_AHEAD_MINUTES: i64 = 15;

crate::sql! {
    INSERT_ACCOUNT: "insert into accounts (id, person_id, user_name, phone, password_hash, created_at)
                     values (?1, ?2, ?3, ?4, ?5, ?6)";
    ACCOUNT_BY_NAME: "select id, person_id, user_name, phone, password_hash, created_at, closed_at
                      from accounts where user_name = ?1 or phone = ?1 limit 1";
    ACCOUNT_OF_PERSON: "select id, person_id, user_name, phone, password_hash, created_at, closed_at
                        from accounts where person_id = ?1";
    ACCOUNTS: "select id, person_id, user_name, phone, password_hash, created_at, closed_at
               from accounts where user_name > ?1 order by user_name limit ?2";
    SET_PASSWORD: "update accounts set password_hash = ?2 where id = ?1 and closed_at is null";
    CLOSE_ACCOUNT: "update accounts set closed_at = ?2 where id = ?1 and closed_at is null";
    SET_OWNER: "update accounts set person_id = ?2 where id = ?1";
    REOPEN_ACCOUNT: "update accounts set closed_at = null where id = ?1";
    ANY_ACCOUNT: "select count(*) from (select id from accounts limit 1) as any_account";
    INSERT_SESSION: "insert into sessions (id, token_digest, account_id, device, address, created_at,
                       seen_at, expires_at)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)";
    SESSION_BY_TOKEN: "select s.id, s.account_id, s.seen_at, a.person_id
                       from sessions s join accounts a on a.id = s.account_id
                       where s.token_digest = ?1 and s.ended_at is null and s.expires_at > ?2
                         and s.seen_at <= ?3 and a.closed_at is null";
    SESSIONS_OF: "select id, device, address, created_at, seen_at from sessions
                  where account_id = ?1 and ended_at is null and expires_at > ?2
                    and seen_at <= ?3
                  order by seen_at desc limit 100";
    TOUCH: "update sessions set seen_at = ?2, expires_at = ?3 where id = ?1 and ended_at is null";
    END_SESSION: "update sessions set ended_at = ?3
                  where id = ?1 and account_id = ?2 and ended_at is null";
    END_SESSIONS: "update sessions set ended_at = ?2 where account_id = ?1 and ended_at is null";
    INSERT_FAILURE: "insert into failed_sign_ins (id, user_name, address, failed_at)
                     values (?1, ?2, ?3, ?4)";
    FAILURES_OF_NAME: "select count(*) from failed_sign_ins
                       where user_name = ?1 and failed_at > ?2 and failed_at <= ?3
                         and forgiven_at is null";
    FAILURES_OF_ADDRESS: "select count(*) from failed_sign_ins
                          where address = ?1 and failed_at > ?2 and failed_at <= ?3
                            and forgiven_at is null";
    FORGET_OLD_FAILURES: "delete from failed_sign_ins where failed_at < ?1";
    FORGIVE_FAILURES: "update failed_sign_ins set forgiven_at = ?2
                       where user_name = ?1 and forgiven_at is null";
    INSERT_LINK: "insert into sign_in_links (token_digest, account_id, created_at, expires_at)
                  values (?1, ?2, ?3, ?4)";
    LINK_OWNER: "select a.user_name from sign_in_links l join accounts a on a.id = l.account_id
                 where l.token_digest = ?1 and l.used_at is null and l.expires_at > ?2
                   and l.created_at <= ?3 and a.closed_at is null";
    USE_OTHER_LINKS: "update sign_in_links set used_at = ?2 where account_id = ?1 and used_at is null";
    USE_LINK: "update sign_in_links set used_at = ?2
               where token_digest = ?1 and used_at is null and expires_at > ?2
                 and created_at <= ?3
               returning account_id";
    FORGET_PHONE: "update accounts set phone = null where person_id = ?1 and phone is not null";
    FORGET_SESSIONS: "delete from sessions where expires_at < ?1 or ended_at < ?1";
    FORGET_LINKS: "delete from sign_in_links
                   where (expires_at < ?1 or used_at < ?1)
                     and account_id in (select id from accounts where password_hash is not null)";
    DELETE_ANSWERS: "delete from api_answers
                     where token_id in (select id from api_tokens where account_id = ?1)";
    DELETE_TOKENS: "delete from api_tokens where account_id = ?1";
    DELETE_SESSIONS: "delete from sessions where account_id = ?1";
    DELETE_LINKS: "delete from sign_in_links where account_id = ?1";
    DELETE_ACCOUNT: "delete from accounts where id = ?1";
}

/// What was noted later than this was noted by a clock that has been put right since. It opens no
/// door and locks none: a sign-in of the year 2099 would otherwise last until then.
fn latest(tx: &Tx<'_>) -> Timestamp {
    tx.now() + SignedDuration::from_mins(CLOCK_AHEAD_MINUTES)
}

pub(super) fn insert_account(tx: &mut Tx<'_>, account: &Account, hash: Option<&str>) -> Result<()> {
    let Account { id, person_id, user_name, phone, created_at, .. } = account;
    tx.run_one(&INSERT_ACCOUNT, &[id, person_id, user_name, phone, &hash, created_at])
}

pub(super) fn account_by_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<Account>> {
    tx.find(&ACCOUNT_BY_NAME, &[&name])
}

pub(super) fn account_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Account>> {
    tx.find(&ACCOUNT_OF_PERSON, &[&person])
}

pub(super) fn accounts(tx: &mut Tx<'_>, after: &str, limit: u32) -> Result<Vec<Account>> {
    tx.query(&ACCOUNTS, &[&after, &limit])
}

pub(super) fn set_password(tx: &mut Tx<'_>, id: AccountId, hash: &str) -> Result<()> {
    tx.run_one(&SET_PASSWORD, &[&id, &hash])
}

pub(super) fn close_account(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    let now = tx.now();
    tx.run_one(&CLOSE_ACCOUNT, &[&id, &now])?;
    tx.run(&END_SESSIONS, &[&id, &now]).map(drop)
}

pub(super) fn set_owner(tx: &mut Tx<'_>, id: AccountId, person: PersonId) -> Result<()> {
    tx.run_one(&SET_OWNER, &[&id, &person])
}

pub(super) fn reopen_account(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    tx.run_one(&REOPEN_ACCOUNT, &[&id])
}

pub(super) fn any_account(tx: &mut Tx<'_>) -> Result<bool> {
    tx.value::<i64>(&ANY_ACCOUNT, &[]).map(|count| count > 0)
}

pub(super) fn insert_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    token_digest: &str,
    account: AccountId,
    (device, address): (&str, &str),
    expires_at: Timestamp,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(
        &INSERT_SESSION,
        &[&id, &token_digest, &account, &device, &address, &now, &expires_at],
    )
}

pub(super) fn session_by_token(tx: &mut Tx<'_>, digest: &str) -> Result<Option<KnownSession>> {
    let (now, latest) = (tx.now(), latest(tx));
    tx.find(&SESSION_BY_TOKEN, &[&digest, &now, &latest])
}

pub(super) fn sessions_of(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Session>> {
    let (now, latest) = (tx.now(), latest(tx));
    tx.query(&SESSIONS_OF, &[&account, &now, &latest])
}

pub(super) fn touch(tx: &mut Tx<'_>, id: SessionId, expires_at: Timestamp) -> Result<()> {
    let now = tx.now();
    tx.run(&TOUCH, &[&id, &now, &expires_at]).map(drop)
}

pub(super) fn end_session(tx: &mut Tx<'_>, id: SessionId, account: AccountId) -> Result<()> {
    let now = tx.now();
    tx.run_one(&END_SESSION, &[&id, &account, &now])
}

pub(super) fn end_sessions(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let now = tx.now();
    tx.run(&END_SESSIONS, &[&account, &now]).map(drop)
}

/// The name as it is kept with a wrong try: people type their numbers there by mistake.
fn keyed(tx: &Tx<'_>, name: &str) -> String {
    tx.surroundings().vault.tag("failed sign-in", name)
}

pub(super) fn insert_failure(tx: &mut Tx<'_>, name: &str, address: &str) -> Result<()> {
    let (id, now, name) = (tx.new_id::<SessionId>(), tx.now(), keyed(tx, name));
    tx.run_one(&INSERT_FAILURE, &[&id, &name, &address, &now])
}

pub(super) fn failures(
    tx: &mut Tx<'_>,
    name: &str,
    address: &str,
    since: Timestamp,
) -> Result<(i64, i64)> {
    let (name, latest) = (keyed(tx, name), latest(tx));
    let of_name = tx.value(&FAILURES_OF_NAME, &[&name, &since, &latest])?;
    let of_address = tx.value(&FAILURES_OF_ADDRESS, &[&address, &since, &latest])?;
    Ok((of_name, of_address))
}

/// After a right try the wrong ones before it lock nothing any more.
pub(super) fn forgive_failures(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    let (now, name) = (tx.now(), keyed(tx, name));
    tx.run(&FORGIVE_FAILURES, &[&name, &now]).map(drop)
}

/// Wrong tries before then.
pub(super) fn forget_failures(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.run(&FORGET_OLD_FAILURES, &[&before])
}

pub(super) fn insert_link(
    tx: &mut Tx<'_>,
    digest: &str,
    account: AccountId,
    expires_at: Timestamp,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(&INSERT_LINK, &[&digest, &account, &now, &expires_at])
}

/// Links of the account that are still open no longer open.
pub(super) fn use_other_links(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let now = tx.now();
    tx.run(&USE_OTHER_LINKS, &[&account, &now]).map(drop)
}

pub(super) fn use_link(tx: &mut Tx<'_>, digest: &str) -> Result<Option<AccountId>> {
    let (now, latest) = (tx.now(), latest(tx));
    tx.find::<(AccountId,)>(&USE_LINK, &[&digest, &now, &latest]).map(|row| row.map(|(id,)| id))
}

pub(super) fn link_owner(tx: &mut Tx<'_>, digest: &str) -> Result<Option<String>> {
    let (now, latest) = (tx.now(), latest(tx));
    tx.find::<(String,)>(&LINK_OWNER, &[&digest, &now, &latest]).map(|row| row.map(|(name,)| name))
}

pub(super) fn forget_phone(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    tx.run(&FORGET_PHONE, &[&person])
}

/// Sign-ins that ended, or ran out, before then.
pub(super) fn forget_sessions(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.run(&FORGET_SESSIONS, &[&before])
}

/// Links that were used, or ran out, before then. The last one of an account without a password
/// stays: it tells why nobody can open the account.
pub(super) fn forget_links(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.run(&FORGET_LINKS, &[&before])
}

/// An account and everything that hangs on it.
pub(super) fn delete_account(tx: &mut Tx<'_>, account: AccountId) -> Result<u64> {
    let mut gone = 0;
    for sql in [&DELETE_ANSWERS, &DELETE_TOKENS, &DELETE_SESSIONS, &DELETE_LINKS, &DELETE_ACCOUNT] {
        gone += tx.run(sql, &[&account])?;
    }
    Ok(gone)
}
