//! Opening accounts, and the one-time link with which a person sets the first password.

use jiff::{SignedDuration, Timestamp};

use super::password::PasswordHash;
use super::store;
use crate::app::App;
use crate::area::AreaPath;
use crate::authorisation::{Actor, MANAGE_ACCOUNTS};
use crate::error::{Error, Refusal, Result};
use crate::id::{AccountId, PersonId};
use crate::journal::Entry;
use crate::privacy::{digest, hex};
use crate::storage::Tx;

/// A link that was not used for so long no longer opens.
const LINK_HOURS: i64 = 72;

crate::record! {
    /// An account.
    pub struct Account {
        /// Its id.
        pub id: AccountId,
        /// Whose it is.
        pub person_id: PersonId,
        /// The name to sign in with, lower case.
        pub user_name: String,
        /// The phone to sign in with.
        pub phone: Option<String>,
        /// `None` until the person has set one.
        pub password_hash: Option<String>,
        /// When it was opened.
        pub created_at: Timestamp,
        /// When it was closed.
        pub closed_at: Option<Timestamp>,
    }
}

impl Account {
    pub(super) fn hash(&self) -> Option<PasswordHash> {
        self.password_hash.clone().map(PasswordHash)
    }
}

/// Opens an account for a person inside an act of the caller, who has permitted it.
///
/// Returns the one-time link's secret; the caller shows it once. Only its digest is kept.
pub fn open(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (person, area): (PersonId, &AreaPath),
    user_name: &str,
    phone: Option<&str>,
) -> Result<String> {
    let account = insert(tx, person, user_name, phone, None)?;
    tx.journal(actor, Entry::new("identity.account_opened", "account", account.0, area))?;
    make_link_for(tx, account)
}

/// Opens an account with a password at once. Only the maker of the sample county does this.
pub fn open_now(
    tx: &mut Tx<'_>,
    person: PersonId,
    user_name: &str,
    phone: Option<&str>,
    hash: &PasswordHash,
) -> Result<AccountId> {
    insert(tx, person, user_name, phone, Some(hash))
}

fn insert(
    tx: &mut Tx<'_>,
    person: PersonId,
    user_name: &str,
    phone: Option<&str>,
    hash: Option<&PasswordHash>,
) -> Result<AccountId> {
    let user_name = user_name.trim().to_lowercase();
    let plain = user_name.chars().all(|letter| letter.is_alphanumeric() || "._-".contains(letter));
    if !(2..=40).contains(&user_name.chars().count()) || !plain {
        let sentence = "用户名用 2 到 40 个汉字、字母或数字，不要空格";
        return Err(Refusal::new("identity.user_name", sentence).at("user_name").into());
    }
    if store::account_of(tx, person)?.is_some() {
        return Err(Refusal::new("identity.has_account", "这个人已经有账号了").into());
    }
    let names = [Some(user_name.as_str()), phone];
    for name in names.into_iter().flatten() {
        if store::account_by_name(tx, name)?.is_some() {
            let sentence = "“{1}”已经有人在用，请换一个";
            return Err(Refusal::new("identity.name_taken", sentence)
                .with(name)
                .at("user_name")
                .into());
        }
    }
    let account = Account {
        id: tx.new_id(),
        person_id: person,
        user_name,
        phone: phone.map(str::to_owned),
        password_hash: None,
        created_at: tx.now(),
        closed_at: None,
    };
    store::insert_account(tx, &account, hash.map(|hash| hash.0.as_str()))?;
    Ok(account.id)
}

/// A new one-time link for an account, for someone who lost the password.
pub async fn make_link(app: &App, actor: &Actor, person: PersonId) -> Result<String> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_ACCOUNTS, &AreaPath::county())?;
            let account = store::account_of(tx, person)?.ok_or(Error::NotFound)?;
            let entry =
                Entry::new("identity.link_made", "account", account.id.0, &AreaPath::county());
            tx.journal(&actor, entry)?;
            make_link_for(tx, account.id)
        })
        .await
}

fn make_link_for(tx: &mut Tx<'_>, account: AccountId) -> Result<String> {
    let secret = hex(&tx.surroundings().sources.bytes::<32>());
    let expires_at = tx.now() + SignedDuration::from_hours(LINK_HOURS);
    // A new link takes the place of those before it.
    store::use_other_links(tx, account)?;
    store::insert_link(tx, &digest(secret.as_bytes()), account, expires_at)?;
    Ok(secret)
}

/// The user name of the account whose link this is; refused once the link was used or is too old.
pub fn link_owner(tx: &mut Tx<'_>, secret: &str) -> Result<String> {
    store::link_owner(tx, &digest(secret.as_bytes()))?.ok_or_else(|| link_used().into())
}

/// Sets the password of the account whose link this is; the link works once.
pub async fn set_password_by_link(app: &App, secret: &str, hash: PasswordHash) -> Result<()> {
    let digest = digest(secret.as_bytes());
    app.db
        .write(move |tx| {
            let account = store::use_link(tx, &digest)?.ok_or_else(link_used)?;
            store::use_other_links(tx, account)?;
            store::set_password(tx, account, &hash.0)?;
            store::end_sessions(tx, account)?;
            let entry =
                Entry::new("identity.password_set", "account", account.0, &AreaPath::county());
            tx.journal(&Actor::program(), entry)
        })
        .await
}

fn link_used() -> Refusal {
    let sentence = "这个链接已经用过或过期了，请管理员重新发一个";
    Refusal::new("identity.link_used", sentence)
}

/// Closes an account and ends its sign-ins.
pub async fn close(app: &App, actor: &Actor, person: PersonId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_ACCOUNTS, &AreaPath::county())?;
            if actor.person_id == Some(person) {
                let sentence = "不能关闭自己的账号，请另一位管理员来办";
                return Err(Refusal::new("identity.own_account", sentence).into());
            }
            let account = store::account_of(tx, person)?.ok_or(Error::NotFound)?;
            store::close_account(tx, account.id)?;
            let entry =
                Entry::new("identity.account_closed", "account", account.id.0, &AreaPath::county());
            tx.journal(&actor, entry)
        })
        .await
}

/// Accounts by user name, after the one given.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, after: &str, limit: u32) -> Result<Vec<Account>> {
    actor.permit(MANAGE_ACCOUNTS, &AreaPath::county())?;
    store::accounts(tx, after, limit)
}

/// The account with this user name or phone.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, user_name: &str) -> Result<Option<Account>> {
    actor.permit(MANAGE_ACCOUNTS, &AreaPath::county())?;
    store::account_by_name(tx, &user_name.trim().to_lowercase())
}

/// Whose account has this user name. For the sample county's sign-in page, not for pages of others.
pub fn person_of(tx: &mut Tx<'_>, user_name: &str) -> Result<Option<PersonId>> {
    Ok(store::account_by_name(tx, user_name)?.map(|account| account.person_id))
}

/// Whether anybody has an account: the first administrator is made by a command.
pub fn county_has_accounts(tx: &mut Tx<'_>) -> Result<bool> {
    store::any_account(tx)
}
