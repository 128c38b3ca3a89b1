//! An act that a client asks for under a key of its own is done once, however often it asks.
//!
//! The answer is made and kept in the transaction of the act. So a client that repeats itself, side
//! by side or after the line or the program broke down, gets the same answer and nothing is done
//! again. A no is not kept: nothing was done, and the next time the answer may be another.

use std::any::Any;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::SignedDuration;

use crate::app::App;
use crate::error::{Error, Refusal, Result};
use crate::id::TokenId;
use crate::jobs::Job;
use crate::storage::{Tx, Witness};

/// Answers are kept so long.
const HOURS_KEPT: i64 = 48;

/// The key under which a client asks.
#[derive(Debug, Clone)]
pub struct Key {
    /// By which token.
    pub token: TokenId,
    /// The client's word.
    pub word: String,
    /// What was asked: the digest of the address and of the body.
    pub request_digest: String,
}

/// What is told of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
}

crate::record! {
    struct Kept {
        request_digest: String,
        status: u16,
        body: String,
    }
}

crate::sql! {
    KEPT: "select request_digest, status, body from api_answers
           where token_id = ?1 and idempotency_key = ?2";
    KEEP: "insert into api_answers (token_id, idempotency_key, request_digest, status, body,
             answered_at)
           values (?1, ?2, ?3, ?4, ?5, ?6)";
    FORGET: "delete from api_answers where answered_at < ?1";
}

/// Forgets old answers.
pub static FORGET_ANSWERS: Job = Job {
    name: "old answers of the API",
    every_minutes: 60,
    run: |tx| {
        let before = tx.now() - SignedDuration::from_hours(HOURS_KEPT);
        tx.run(&FORGET, &[&before])
    },
};

/// The code of the error that stops an act which was done before. Nobody ever reads it.
const ANSWERED: &str = "api.answered_before";

struct Once<T, Tell> {
    key: Option<Key>,
    tell: Tell,
    told: Mutex<Option<Told>>,
    of: std::marker::PhantomData<fn() -> T>,
}

/// Does an act and tells of it, both in one transaction; or tells again what the key was told.
///
/// The act is called with an [`App`] whose writes are watched, and must write once.
pub async fn once<T, Tell, Act, Doing>(
    app: &App,
    key: Option<Key>,
    tell: Tell,
    act: Act,
) -> Result<Told>
where
    T: 'static,
    Tell: Fn(&mut Tx<'_>, &T) -> Result<Told> + Send + Sync + 'static,
    Act: FnOnce(App) -> Doing,
    Doing: Future<Output = Result<T>>,
{
    let once = Once { key, tell, told: Mutex::new(None), of: std::marker::PhantomData };
    let witness = Arc::new(once);
    match act(app.beside(witness.clone())).await {
        Err(Error::Refused(refusal)) if refusal.code == ANSWERED => {}
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    let told = witness.told.lock().unwrap_or_else(PoisonError::into_inner).take();
    told.ok_or_else(|| Error::fault("an act wrote nothing, so there is nothing to tell"))
}

impl<T, Tell> Once<T, Tell> {
    fn hear(&self, told: Told) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
    }
}

impl<T, Tell> Witness for Once<T, Tell>
where
    T: 'static,
    Tell: Fn(&mut Tx<'_>, &T) -> Result<Told> + Send + Sync,
{
    fn before(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Some(key) = &self.key else { return Ok(()) };
        match tx.find::<Kept>(&KEPT, &[&key.token, &key.word])? {
            None => Ok(()),
            Some(kept) if kept.request_digest == key.request_digest => {
                self.hear(Told { status: kept.status, body: kept.body });
                Err(Refusal::new(ANSWERED, "").into())
            }
            Some(_) => Err(used_for_another().into()),
        }
    }

    fn after(&self, tx: &mut Tx<'_>, outcome: &dyn Any) -> Result<()> {
        let outcome = outcome
            .downcast_ref::<T>()
            .ok_or_else(|| Error::fault("an act wrote something else than it tells of"))?;
        let told = (self.tell)(tx, outcome)?;
        if let Some(Key { token, word, request_digest }) = &self.key {
            let now = tx.now();
            tx.run_one(&KEEP, &[token, word, request_digest, &told.status, &told.body, &now])?;
        }
        self.hear(told);
        Ok(())
    }
}

fn used_for_another() -> Refusal {
    let sentence = "这个 Idempotency-Key 已经用在另一次请求上，请换一个";
    Refusal::new("api.key_reused", sentence).at("Idempotency-Key")
}
