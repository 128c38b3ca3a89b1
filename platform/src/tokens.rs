//! Tokens: a program acts as the person who made one, and may less than the person.
//!
//! The secret is shown once and only its digest kept. A token ends on its day, with its account, by
//! its owner's or an administrator's hand, and where it names posts, with the last of them.

use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp};
use serde_json::json;

use crate::app::App;
use crate::area::AreaPath;
use crate::authorisation::{Actor, MANAGE_ACCOUNTS, Own, Token, post_kinds};
use crate::error::{Error, Refusal, Result};
use crate::id::{AccountId, BodyId, PersonId, TokenId};
use crate::journal::Entry;
use crate::privacy::{digest, hex};
use crate::storage::{Json, Tx};

/// What every secret begins with, so that one that lies about is known for what it is.
const BEGINS: &str = "xy_";
/// Nobody looks after more.
const TOKENS_MAX: usize = 20;
/// How long a name may be.
const NAME_LETTERS_MAX: usize = 60;
/// How exactly the list knows when one was last used.
const TOUCH_MINUTES: i64 = 10;

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// The words of powers and of [`Own`].
    pub scopes: Vec<String>,
    /// Its last day; a year from now when none is named.
    pub ends_on: Option<Date>,
}

crate::record! {
    /// A token as its owner and administrators see it.
    pub struct TokenSeen {
        /// Its id.
        pub id: TokenId,
        /// What it is for.
        pub name: String,
        /// The user name of its owner.
        pub user_name: String,
        /// What it may do.
        pub scopes: Json<Vec<String>>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it ends by itself.
        pub expires_at: Timestamp,
        /// When it was last used, to ten minutes.
        pub used_at: Option<Timestamp>,
    }
}

crate::record! {
    struct Known {
        id: TokenId,
        person_id: PersonId,
        scopes: Json<Vec<String>>,
        posts: Json<Vec<(BodyId, String)>>,
        used_at: Option<Timestamp>,
    }
}

crate::sql! {
    INSERT: "insert into api_tokens (id, account_id, name, token_digest, scopes, posts, created_at,
               expires_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    BY_DIGEST: "select t.id, a.person_id, t.scopes, t.posts, t.used_at
                from api_tokens t join accounts a on a.id = t.account_id
                where t.token_digest = ?1 and t.ended_at is null and t.expires_at > ?2
                  and a.closed_at is null";
    OF_ACCOUNT: "select t.id, t.name, a.user_name, t.scopes, t.created_at, t.expires_at, t.used_at
                 from api_tokens t join accounts a on a.id = t.account_id
                 where t.account_id = ?1 and t.ended_at is null and t.expires_at > ?2
                 order by t.created_at desc limit 100";
    ALIVE: "select t.id, t.name, a.user_name, t.scopes, t.created_at, t.expires_at, t.used_at
            from api_tokens t join accounts a on a.id = t.account_id
            where t.ended_at is null and t.expires_at > ?1 and a.closed_at is null
            order by t.created_at desc, t.id limit ?2";
    TOUCH: "update api_tokens set used_at = ?2 where id = ?1";
    END: "update api_tokens set ended_at = ?2 where id = ?1 and ended_at is null";
    END_OWN: "update api_tokens set ended_at = ?3
              where id = ?1 and account_id = ?2 and ended_at is null";
}

/// What the person may put into a token: what is their own, and the powers of their posts.
pub fn scopes_of(actor: &Actor) -> Result<Vec<String>> {
    let mut scopes: Vec<String> = Own::ALL.iter().map(|own| own.word().to_owned()).collect();
    let kinds = post_kinds()?;
    let powers = actor.posts.iter().filter_map(|post| kinds.get(&post.post));
    let mut powers: Vec<String> = powers.flat_map(|kind| kind.powers.iter().cloned()).collect();
    powers.sort();
    powers.dedup();
    scopes.extend(powers);
    Ok(scopes)
}

/// Makes a token for the person who signed in, and returns its secret, to be shown once.
pub async fn make(app: &App, actor: &Actor, new: NewToken) -> Result<String> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let account = account_of(&actor)?;
            let expires_at = checked(tx, &actor, &new)?;
            if of_account(tx, account)?.len() >= TOKENS_MAX {
                let sentence = "一个账号最多 {1} 个令牌，请先结束不用的";
                return Err(Refusal::new("tokens.too_many", sentence).with(TOKENS_MAX).into());
            }
            let secret = format!("{BEGINS}{}", hex(&tx.surroundings().sources.bytes::<32>()));
            let (id, now): (TokenId, _) = (tx.new_id(), tx.now());
            let posts: Vec<(BodyId, String)> =
                actor.posts.iter().map(|post| (post.body_id, post.post.clone())).collect();
            let digest = digest(secret.as_bytes());
            let name = new.name.trim();
            let scopes = Json(&new.scopes);
            tx.run_one(
                &INSERT,
                &[&id, &account, &name, &digest, &scopes, &Json(&posts), &now, &expires_at],
            )?;
            let entry = Entry::new("identity.token_made", "token", id.0, &AreaPath::county());
            tx.journal(&actor, entry.facts(json!({ "scopes": new.scopes })))?;
            Ok(secret)
        })
        .await
}

/// Refuses what no token can be, and says when it ends.
fn checked(tx: &Tx<'_>, actor: &Actor, new: &NewToken) -> Result<Timestamp> {
    let letters = new.name.trim().chars().count();
    if letters == 0 || letters > NAME_LETTERS_MAX {
        let sentence = "写一句这个令牌给谁用，1 到 60 个字";
        return Err(Refusal::new("tokens.name", sentence).at("name").into());
    }
    let known = scopes_of(actor)?;
    if new.scopes.is_empty() || !new.scopes.iter().all(|scope| known.contains(scope)) {
        let sentence = "至少选一项；只能选您自己有的权力";
        return Err(Refusal::new("tokens.scopes", sentence).at("scopes").into());
    }
    let today = tx.today();
    let last = today.saturating_add(Span::new().years(1));
    let ends_on = new.ends_on.unwrap_or(last);
    if ends_on < today || ends_on > last {
        let sentence = "有效期从今天起最长一年";
        return Err(Refusal::new("tokens.ends_on", sentence).at("ends_on").into());
    }
    let end = ends_on.to_datetime(jiff::civil::time(23, 59, 59, 0));
    Ok(crate::clock::instant_of(end))
}

fn account_of(actor: &Actor) -> Result<AccountId> {
    actor.session.map(|(account, _)| account).ok_or(Error::NotFound)
}

fn of_account(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<TokenSeen>> {
    let now = tx.now();
    tx.query(&OF_ACCOUNT, &[&account, &now])
}

/// The person's own tokens that still open the door.
pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<TokenSeen>> {
    of_account(tx, account_of(actor)?)
}

/// Everybody's tokens that still open the door, for administrators; the latest first.
pub fn all(tx: &mut Tx<'_>, actor: &Actor, limit: u32) -> Result<Vec<TokenSeen>> {
    actor.permit(MANAGE_ACCOUNTS, &AreaPath::county())?;
    let now = tx.now();
    tx.query(&ALIVE, &[&now, &limit])
}

/// Ends one of the person's own tokens.
pub async fn end_own(app: &App, actor: &Actor, id: TokenId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (account, now) = (account_of(&actor)?, tx.now());
            tx.run_one(&END_OWN, &[&id, &account, &now])?;
            let entry = Entry::new("identity.token_ended", "token", id.0, &AreaPath::county());
            tx.journal(&actor, entry)
        })
        .await
}

/// Ends anybody's token.
pub async fn end(app: &App, actor: &Actor, id: TokenId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_ACCOUNTS, &AreaPath::county())?;
            let now = tx.now();
            tx.run_one(&END, &[&id, &now])?;
            let entry = Entry::new("identity.token_ended", "token", id.0, &AreaPath::county());
            tx.journal(&actor, entry)
        })
        .await
}

/// Who acts by this token; `None` when it opens nothing. Also whether [`touch`] is due.
pub fn actor_of(tx: &mut Tx<'_>, secret: &str) -> Result<Option<(Actor, bool)>> {
    let now = tx.now();
    let found: Option<Known> = tx.find(&BY_DIGEST, &[&digest(secret.as_bytes()), &now])?;
    let Some(Known { id, person_id, scopes: Json(scopes), posts: Json(held), used_at }) = found
    else {
        return Ok(None);
    };
    let registrar = tx.surroundings().registrar;
    let today = tx.today();
    let (name, home) = (registrar.person)(tx, person_id)?;
    let posts = (registrar.posts_held)(tx, person_id, today)?;
    let own = |scope: &String| Own::ALL.iter().any(|own| own.word() == scope);
    let of_posts = !scopes.iter().all(own);
    let actor = Actor { person_id: Some(person_id), name, home, posts, ..Actor::program() };
    let actor = actor.limited_to(Token { id, scopes: scopes.into() }, &held);
    if of_posts && actor.posts.is_empty() {
        // The last post that it was made for has ended.
        return Ok(None);
    }
    let touched = SignedDuration::from_mins(TOUCH_MINUTES);
    let due = used_at.is_none_or(|used_at| now.duration_since(used_at) > touched);
    Ok(Some((actor, due)))
}

/// Notes that a token was used.
pub async fn touch(app: &App, id: TokenId) -> Result<()> {
    app.db
        .write(move |tx| {
            let now = tx.now();
            tx.run(&TOUCH, &[&id, &now]).map(drop)
        })
        .await
}
