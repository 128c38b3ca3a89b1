//! Signing in and out. The browser keeps a secret, the data only its digest.

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;

use super::password::{self, PasswordHash};
use super::store;
use crate::app::App;
use crate::authorisation::Actor;
use crate::code::half_width;
use crate::error::{Error, Refusal, Result};
use crate::id::{AccountId, PersonId, SessionId};
use crate::messages::channels::Means;
use crate::privacy::{digest, hex};
use crate::storage::Tx;

/// Wrong tries within this time count together.
const LOCK_MINUTES: i64 = 15;
/// So many wrong tries lock an account for the time above.
const FAILURES_PER_ACCOUNT_MAX: i64 = 5;
/// So many lock an address; a whole village office may share one.
const FAILURES_PER_ADDRESS_MAX: i64 = 30;
/// A sign-in that is not used ends after this time.
const SESSION_HOURS: i64 = 12;
/// How exactly the list of sign-ins knows when one was last used.
const TOUCH_MINUTES: i64 = 10;

/// No user name is longer, nor any phone.
const NAME_LETTERS_MAX: usize = 40;
/// Passwords that are checked at the same time: each takes a tenth of a second and 19 MB.
static HASHING: Semaphore = Semaphore::const_new(4);

/// What a person types to sign in.
#[derive(Clone)]
pub struct Credentials {
    /// User name or phone.
    pub user_name: String,
    /// The password.
    pub password: String,
}

/// From where.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The browser, as it names itself, cut short.
    pub device: String,
    /// The network address.
    pub address: String,
}

crate::record! {
    /// A sign-in, as its owner sees it.
    pub struct Session {
        /// Its id.
        pub id: SessionId,
        /// The browser.
        pub device: String,
        /// The address.
        pub address: String,
        /// Since when.
        pub created_at: Timestamp,
        /// Last used.
        pub seen_at: Timestamp,
    }
}

crate::record! {
    pub(super) struct KnownSession {
        pub(super) id: SessionId,
        pub(super) account_id: AccountId,
        pub(super) seen_at: Timestamp,
        pub(super) person_id: PersonId,
    }
}

/// How far a right password has led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// Into the house: the secret for the browser.
    Now(String),
    /// To the second step: the ticket with which the code is entered that is on its way.
    AfterCode(String),
}

/// Signs a person in, or sends the code of the second step to those who asked for one.
pub async fn sign_in(app: &App, credentials: Credentials, origin: Origin) -> Result<SignedIn> {
    let name: String =
        credentials.user_name.trim().chars().map(half_width).collect::<String>().to_lowercase();
    if name.chars().count() > NAME_LETTERS_MAX {
        return Err(wrong().into());
    }
    let (asked, from) = (name.clone(), origin.address.clone());
    let account = app
        .db
        .read(move |tx| {
            refuse_locked(tx, &asked, &from)?;
            store::account_by_name(tx, &asked)
        })
        .await?
        .filter(|account| account.closed_at.is_none());
    let hash: Option<PasswordHash> = account.as_ref().and_then(super::Account::hash);
    let password = credentials.password;
    let place =
        HASHING.acquire().await.map_err(|_| Error::fault("no place to check a password"))?;
    let checking = tokio::task::spawn_blocking(move || password::matches(&password, hash.as_ref()));
    let right =
        checking.await.map_err(|error| Error::fault(format!("checking a password: {error}")))?;
    drop(place);
    let account = account.filter(|_| right);
    let secret = hex(&app.sources().bytes::<32>());
    let token_digest = digest(secret.as_bytes());
    let means = Means::of(&app.settings);
    let signed_in = app
        .db
        .write(move |tx| {
            // Counted again inside the act, so that tries at the same moment all count.
            refuse_locked(tx, &name, &origin.address)?;
            let Some(account) = &account else {
                store::insert_failure(tx, &name, &origin.address)?;
                return Ok(None);
            };
            store::forgive_failures(tx, &name)?;
            if let Some(ticket) = super::codes::ask_second_step(tx, account, &origin, means)? {
                return Ok(Some(SignedIn::AfterCode(ticket)));
            }
            begin_session(tx, account.id, &token_digest, &origin)?;
            Ok(Some(SignedIn::Now(secret.clone())))
        })
        .await?;
    signed_in.ok_or_else(|| wrong().into())
}

/// Signs in without a password, as one of the people whom a sample county offers. Elsewhere there
/// is no such door.
pub async fn sign_in_as(app: &App, user_name: &str, origin: Origin) -> Result<String> {
    if !app.settings.demo {
        return Err(Error::NotFound);
    }
    let secret = hex(&app.sources().bytes::<32>());
    let (token_digest, name) = (digest(secret.as_bytes()), user_name.to_lowercase());
    app.db
        .write(move |tx| {
            let account = store::account_by_name(tx, &name)?;
            let open = account.filter(|account| account.closed_at.is_none());
            begin_session(tx, open.ok_or(Error::NotFound)?.id, &token_digest, &origin)
        })
        .await?;
    Ok(secret)
}

pub(super) fn begin_session(
    tx: &mut Tx<'_>,
    account: AccountId,
    token_digest: &str,
    origin: &Origin,
) -> Result<()> {
    let (id, expires_at) = (tx.new_id(), tx.now() + SignedDuration::from_hours(SESSION_HOURS));
    let place = (origin.device.as_str(), origin.address.as_str());
    store::insert_session(tx, id, token_digest, account, place, expires_at)
}

fn refuse_locked(tx: &mut Tx<'_>, name: &str, address: &str) -> Result<()> {
    let since = tx.now() - SignedDuration::from_mins(LOCK_MINUTES);
    let (of_name, of_address) = store::failures(tx, name, address, since)?;
    if of_name >= FAILURES_PER_ACCOUNT_MAX || of_address >= FAILURES_PER_ADDRESS_MAX {
        let sentence = "试错次数太多，为保护账号先停 {1} 分钟。忘了密码请找管理员";
        return Err(Refusal::new("identity.locked", sentence).with(LOCK_MINUTES).into());
    }
    Ok(())
}

fn wrong() -> Refusal {
    let sentence = "用户名或密码不对。请再试一次，或请代办员帮您";
    Refusal::new("identity.wrong_password", sentence).at("user_name")
}

/// Who acts in this sign-in; `None` when it has ended. Also whether [`touch`] is due.
pub fn actor_of(tx: &mut Tx<'_>, secret: &str) -> Result<Option<(Actor, bool)>> {
    let Some(session) = store::session_by_token(tx, &digest(secret.as_bytes()))? else {
        return Ok(None);
    };
    let registrar = tx.surroundings().registrar;
    let today = tx.today();
    let (name, home) = (registrar.person)(tx, session.person_id)?;
    let posts = (registrar.posts_held)(tx, session.person_id, today)?;
    let due = (tx.now() - session.seen_at).abs() > SignedDuration::from_mins(TOUCH_MINUTES);
    let actor = Actor {
        person_id: Some(session.person_id),
        session: Some((session.account_id, session.id)),
        name,
        home,
        posts,
        token: None,
    };
    Ok(Some((actor, due)))
}

/// Notes that a sign-in was used, and lets it live on.
pub async fn touch(app: &App, session: SessionId) -> Result<()> {
    app.db
        .write(move |tx| {
            let expires_at = tx.now() + SignedDuration::from_hours(SESSION_HOURS);
            store::touch(tx, session, expires_at)
        })
        .await
}

/// The person's own sign-ins.
pub fn sessions_of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Session>> {
    let (account, _) = actor.session.ok_or(Error::NotFound)?;
    store::sessions_of(tx, account)
}

/// Ends this sign-in.
pub async fn sign_out(app: &App, actor: &Actor) -> Result<()> {
    let (_, session) = actor.session.ok_or(Error::NotFound)?;
    end_session(app, actor, session).await
}

/// Ends one of the person's own sign-ins, here or on another device.
pub async fn end_session(app: &App, actor: &Actor, session: SessionId) -> Result<()> {
    let (account, _) = actor.session.ok_or(Error::NotFound)?;
    app.db.write(move |tx| store::end_session(tx, session, account)).await
}
