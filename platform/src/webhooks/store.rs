//! SQL of subscribers and their news.

use jiff::Timestamp;

use super::{NewWebhook, News, NewsId, Webhook, WebhookId};
use crate::area::AreaPath;
use crate::error::Result;
use crate::privacy::Sealed;
use crate::storage::{Json, Tx};

crate::sql! {
    INSERT: "insert into webhooks (id, address, secret_sealed, modules, area_path, made_by, created_at,
               last_number, tries, due_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0, ?7)";
    ALL: "select id, address, modules, area_path, made_by, created_at, last_number, failing_since,
            stopped_at
          from webhooks where ended_at is null order by created_at desc, id limit 100";
    LISTENING: "select id, modules, area_path from webhooks
                where ended_at is null and stopped_at is null order by id limit 100";
    END: "update webhooks set ended_at = ?2 where id = ?1 and ended_at is null";
    RESTART: "update webhooks set tries = 0, due_at = ?2, failing_since = null, stopped_at = null
              where id = ?1 and ended_at is null";
    INSERT_NEWS: "insert into webhook_news (id, webhook_id, body, noted_at, tries)
                  values (?1, ?2, ?3, ?4, 0)";
    NEWS: "select id, body, noted_at, number, tries, outcome, tried_at, taken_at
           from webhook_news where webhook_id = ?1 order by id desc limit 50";
    OPEN_AGAIN: "update webhook_news set taken_at = null where id = ?2 and webhook_id = ?1";
    DUE: "select w.id, w.address, w.secret_sealed, w.tries, w.failing_since
          from webhooks w
          where w.ended_at is null and w.stopped_at is null and w.due_at <= ?1
            and exists (select 1 from webhook_news n
                        where n.webhook_id = w.id and n.taken_at is null)
          order by w.id limit 100";
    FIRST_WAITING: "select id, body, noted_at, number, tries, outcome, tried_at, taken_at
                    from webhook_news where webhook_id = ?1 and taken_at is null
                    order by id limit 1";
    NEXT_NUMBER: "update webhooks set last_number = last_number + 1 where id = ?1
                  returning last_number";
    GIVE_NUMBER: "update webhook_news set number = ?2 where id = ?1";
    NOTE_TRY: "update webhook_news set tries = tries + 1, outcome = ?2, tried_at = ?3, taken_at = ?4
               where id = ?1";
    NOTE_TAKEN: "update webhooks set tries = 0, failing_since = null, due_at = ?2 where id = ?1";
    NOTE_FAILED: "update webhooks set tries = ?2, failing_since = ?3, due_at = ?4, stopped_at = ?5
                  where id = ?1";
    SEALED_SECRETS: "select id, secret_sealed as sealed from webhooks where id > ?1
                     order by id limit ?2";
    RESEAL_SECRET: "update webhooks set secret_sealed = ?2 where id = ?1 and secret_sealed = ?3";
    FORGET: "delete from webhook_news where taken_at < ?1";
}

/// The secrets, for a change of keys.
pub(crate) const SEALED: Sealed = Sealed {
    table: "webhooks",
    column: "secret_sealed",
    index: None,
    batch: &SEALED_SECRETS,
    save: &RESEAL_SECRET,
};

crate::record! {
    /// Who listens to what.
    pub(super) struct Listening {
        pub(super) id: WebhookId,
        pub(super) modules: Json<Vec<String>>,
        pub(super) area_path: AreaPath,
    }
}

crate::record! {
    /// A subscriber for whom something waits.
    pub(super) struct Due {
        pub(super) id: WebhookId,
        pub(super) address: String,
        pub(super) secret_sealed: Vec<u8>,
        pub(super) tries: i64,
        pub(super) failing_since: Option<Timestamp>,
    }
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    id: WebhookId,
    new: &NewWebhook,
    (secret, made_by): (&Vec<u8>, &str),
) -> Result<()> {
    let now = tx.now();
    let (address, modules) = (new.address.trim(), Json(&new.modules));
    tx.run_one(&INSERT, &[&id, &address, secret, &modules, &new.area_path, &made_by, &now])
}

pub(super) fn all(tx: &mut Tx<'_>) -> Result<Vec<Webhook>> {
    tx.query(&ALL, &[])
}

pub(super) fn listening(tx: &mut Tx<'_>) -> Result<Vec<Listening>> {
    tx.query(&LISTENING, &[])
}

pub(super) fn end(tx: &mut Tx<'_>, id: WebhookId) -> Result<()> {
    let now = tx.now();
    tx.run_one(&END, &[&id, &now])
}

pub(super) fn restart(tx: &mut Tx<'_>, id: WebhookId) -> Result<()> {
    let now = tx.now();
    tx.run_one(&RESTART, &[&id, &now])
}

pub(super) fn insert_news(tx: &mut Tx<'_>, webhook: WebhookId, body: &str) -> Result<()> {
    let (id, now) = (tx.new_id::<NewsId>(), tx.now());
    tx.run_one(&INSERT_NEWS, &[&id, &webhook, &body, &now])
}

pub(super) fn news(tx: &mut Tx<'_>, webhook: WebhookId) -> Result<Vec<News>> {
    tx.query(&NEWS, &[&webhook])
}

pub(super) fn open_again(tx: &mut Tx<'_>, webhook: WebhookId, news: NewsId) -> Result<()> {
    tx.run_one(&OPEN_AGAIN, &[&webhook, &news])
}

pub(super) fn due(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    let now = tx.now();
    tx.query(&DUE, &[&now])
}

/// The first news that waits, with its number: given now if it has none yet.
pub(super) fn next(tx: &mut Tx<'_>, webhook: WebhookId) -> Result<Option<News>> {
    let Some(mut news) = tx.find::<News>(&FIRST_WAITING, &[&webhook])? else { return Ok(None) };
    if news.number.is_none() {
        let number: i64 = tx.value(&NEXT_NUMBER, &[&webhook])?;
        tx.run_one(&GIVE_NUMBER, &[&news.id, &number])?;
        news.number = Some(number);
    }
    Ok(Some(news))
}

pub(super) fn note_taken(
    tx: &mut Tx<'_>,
    webhook: WebhookId,
    news: NewsId,
    outcome: &str,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(&NOTE_TRY, &[&news, &outcome, &now, &now])?;
    tx.run_one(&NOTE_TAKEN, &[&webhook, &now])
}

/// What follows from a try that failed.
pub(super) struct Failed {
    pub(super) tries: i64,
    pub(super) since: Timestamp,
    pub(super) due_at: Timestamp,
    pub(super) stopped_at: Option<Timestamp>,
}

pub(super) fn note_failed(
    tx: &mut Tx<'_>,
    webhook: WebhookId,
    (news, outcome): (NewsId, &str),
    failed: &Failed,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(&NOTE_TRY, &[&news, &outcome, &now, &None::<Timestamp>])?;
    let Failed { tries, since, due_at, stopped_at } = failed;
    tx.run_one(&NOTE_FAILED, &[&webhook, tries, since, due_at, stopped_at])
}

pub(super) fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.run(&FORGET, &[&before])
}
