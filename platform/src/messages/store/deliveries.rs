//! SQL of deliveries and of the tries.

use jiff::Timestamp;

use crate::error::Result;
use crate::id::PersonId;
use crate::messages::model::{
    Channel, Delivery, DeliveryId, DeliveryState, MessageId, Purpose, Reason, VisitId,
};
use crate::privacy::Sealed;
use crate::storage::Tx;

crate::sql! {
    INSERT_DELIVERY: "insert into deliveries (id, message_id, person_id, purpose, words_sealed, channel,
                        state, reason, tries, made_at, next_at)
                      values (?1, ?2, ?3, ?4, ?5, 'undecided', 'waiting', '', 0, ?6, ?6)";
    DUE: "select id, message_id, person_id, purpose, words_sealed, channel, state, reason, tries,
            made_at, next_at, settled_at
          from deliveries where next_at <= ?1 order by next_at limit ?2";
    DELIVERY: "select id, message_id, person_id, purpose, words_sealed, channel, state, reason, tries,
                 made_at, next_at, settled_at
               from deliveries where id = ?1";
    OF_MESSAGE: "select id, message_id, person_id, purpose, words_sealed, channel, state, reason, tries,
                   made_at, next_at, settled_at
                 from deliveries where message_id = ?1 order by made_at limit 20";
    LEASE: "update deliveries set tries = tries + 1, channel = ?3, next_at = ?4
            where id = ?1 and next_at = ?2";
    MOVE: "update deliveries set state = ?2, reason = ?3, next_at = ?4, settled_at = ?5 where id = ?1";
    HAND: "update deliveries set channel = 'visit', state = 'handed', reason = ?2, visit_id = ?3,
             next_at = null
           where id = ?1";
    FORGET_WORDS: "update deliveries set words_sealed = null where id = ?1";
    SETTLE_READ: "update deliveries set state = 'read', next_at = null, settled_at = ?2
                  where message_id = ?1 and settled_at is null";
    SETTLE_TOLD: "update deliveries set state = 'told', next_at = null, settled_at = ?2
                  where visit_id = ?1 and settled_at is null";
    OPEN_VISITS_OF_MESSAGE: "select distinct visit_id from deliveries
                             where message_id = ?1 and visit_id is not null limit 20";
    OPEN_OF_VISIT: "select count(*) from deliveries where visit_id = ?1 and settled_at is null";
    MESSAGES_OF_VISIT: "select message_id from deliveries
                        where visit_id = ?1 and message_id is not null order by made_at limit 50";
    INSERT_ATTEMPT: "insert into delivery_attempts (delivery_id, number, channel, tried_at, outcome)
                     values (?1, ?2, ?3, ?4, ?5)";
    ATTEMPTS: "select count(*) from delivery_attempts where delivery_id = ?1";
    COUNT_WAITING: "select count(*) from deliveries where next_at is not null";
    OLDEST_WAITING: "select made_at from deliveries where next_at is not null order by next_at limit 1";
    TROUBLED: "select id, message_id, person_id, purpose, words_sealed, channel, state, reason, tries,
                 made_at, next_at, settled_at
               from deliveries where state = ?1 and reason <> '' order by made_at desc limit ?2";
    HURRY: "update deliveries set next_at = ?1 where next_at > ?1 and state = 'waiting'";
    LATEST: "select id, message_id, person_id, purpose, words_sealed, channel, state, reason, tries,
               made_at, next_at, settled_at
             from deliveries where state = ?1 order by made_at desc limit ?2";
    SEALED_WORDS: "select id, words_sealed as sealed from deliveries
                   where id > ?1 and words_sealed is not null order by id limit ?2";
    RESEAL_WORDS: "update deliveries set words_sealed = ?2 where id = ?1 and words_sealed = ?3";
    SETTLE_PAST: "update deliveries set channel = ?2, state = ?3, tries = 1, next_at = null,
                    settled_at = ?4, visit_id = ?5
                  where id = ?1";
}

/// What deliveries say that carry no message.
pub(crate) const WORDS: Sealed = Sealed {
    table: "deliveries",
    column: "words_sealed",
    index: None,
    batch: &SEALED_WORDS,
    save: &RESEAL_WORDS,
};

pub(in crate::messages) fn insert(
    tx: &mut Tx<'_>,
    id: DeliveryId,
    message: Option<MessageId>,
    person: PersonId,
    (purpose, words): (Purpose, Option<&Vec<u8>>),
) -> Result<()> {
    let (now, words) = (tx.now(), words.cloned());
    tx.run_one(&INSERT_DELIVERY, &[&id, &message, &person, &purpose, &words, &now])
}

pub(in crate::messages) fn due(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Delivery>> {
    let now = tx.now();
    tx.query(&DUE, &[&now, &limit])
}

pub(in crate::messages) fn find(tx: &mut Tx<'_>, id: DeliveryId) -> Result<Option<Delivery>> {
    tx.find(&DELIVERY, &[&id])
}

pub(in crate::messages) fn of_message(
    tx: &mut Tx<'_>,
    message: MessageId,
) -> Result<Vec<Delivery>> {
    tx.query(&OF_MESSAGE, &[&message])
}

/// Takes a delivery until `until`; `false` when somebody else was quicker.
pub(in crate::messages) fn lease(
    tx: &mut Tx<'_>,
    delivery: &Delivery,
    channel: Channel,
    until: Timestamp,
) -> Result<bool> {
    let taken = tx.run(&LEASE, &[&delivery.id, &delivery.next_at, &channel, &until])?;
    Ok(taken == 1)
}

/// Where a delivery now stands. It is over when there is no next time.
pub(in crate::messages) fn move_to(
    tx: &mut Tx<'_>,
    id: DeliveryId,
    (state, reason): (DeliveryState, Reason),
    next_at: Option<Timestamp>,
) -> Result<()> {
    let open = next_at.is_some() || state == DeliveryState::Sent;
    let settled_at = (!open).then(|| tx.now());
    tx.run_one(&MOVE, &[&id, &state, &reason, &next_at, &settled_at])
}

pub(in crate::messages) fn hand(
    tx: &mut Tx<'_>,
    id: DeliveryId,
    reason: Reason,
    visit: VisitId,
) -> Result<()> {
    tx.run_one(&HAND, &[&id, &reason, &visit])
}

pub(in crate::messages) fn forget_words(tx: &mut Tx<'_>, id: DeliveryId) -> Result<()> {
    tx.run(&FORGET_WORDS, &[&id]).map(drop)
}

/// The person has read the message; gives the visits that were to tell of it.
pub(in crate::messages) fn settle_read(
    tx: &mut Tx<'_>,
    message: MessageId,
) -> Result<Vec<VisitId>> {
    let now = tx.now();
    tx.run(&SETTLE_READ, &[&message, &now])?;
    let rows: Vec<(VisitId,)> = tx.query(&OPEN_VISITS_OF_MESSAGE, &[&message])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(in crate::messages) fn settle_told(tx: &mut Tx<'_>, visit: VisitId) -> Result<()> {
    let now = tx.now();
    tx.run(&SETTLE_TOLD, &[&visit, &now]).map(drop)
}

pub(in crate::messages) fn is_open(tx: &mut Tx<'_>, visit: VisitId) -> Result<bool> {
    tx.value::<i64>(&OPEN_OF_VISIT, &[&visit]).map(|open| open > 0)
}

pub(in crate::messages) fn messages_of(tx: &mut Tx<'_>, visit: VisitId) -> Result<Vec<MessageId>> {
    let rows: Vec<(MessageId,)> = tx.query(&MESSAGES_OF_VISIT, &[&visit])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes a try.
pub(in crate::messages) fn note_attempt(
    tx: &mut Tx<'_>,
    id: DeliveryId,
    channel: Channel,
    outcome: &str,
) -> Result<()> {
    let (now, before) = (tx.now(), tx.value::<i64>(&ATTEMPTS, &[&id])?);
    tx.run_one(&INSERT_ATTEMPT, &[&id, &(before + 1), &channel, &now, &outcome])
}

/// How many wait, and since when the first of them does.
pub(in crate::messages) fn waiting(tx: &mut Tx<'_>) -> Result<(i64, Option<Timestamp>)> {
    let count = tx.value(&COUNT_WAITING, &[])?;
    let oldest = tx.find::<(Timestamp,)>(&OLDEST_WAITING, &[])?;
    Ok((count, oldest.map(|(at,)| at)))
}

/// What does not go well in one state, the latest first.
pub(in crate::messages) fn troubled(
    tx: &mut Tx<'_>,
    state: DeliveryState,
    limit: u32,
) -> Result<Vec<Delivery>> {
    tx.query(&TROUBLED, &[&state, &limit])
}

pub(in crate::messages) fn hurry(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now();
    tx.run(&HURRY, &[&now])
}

/// The latest in one state.
pub(in crate::messages) fn latest(
    tx: &mut Tx<'_>,
    state: DeliveryState,
    limit: u32,
) -> Result<Vec<Delivery>> {
    tx.query(&LATEST, &[&state, &limit])
}

/// How a delivery of a sample county went, and when.
pub(in crate::messages) fn settle_past(
    tx: &mut Tx<'_>,
    id: DeliveryId,
    (channel, state): (Channel, DeliveryState),
    (at, visit): (Timestamp, Option<VisitId>),
) -> Result<()> {
    tx.run_one(&SETTLE_PAST, &[&id, &channel, &state, &at, &visit])
}
