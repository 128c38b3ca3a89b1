//! SQL of the messages themselves.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::error::Result;
use crate::id::{PersonId, SubjectId};
use crate::messages::model::{Message, MessageId, NewMessage, Urgency};
use crate::privacy::Sealed;
use crate::storage::Tx;

crate::sql! {
    INSERT_MESSAGE: "insert into messages (id, person_id, kind, urgency, subject_id, area_path, sentence,
                       args_sealed, href, link, phone_sealed, once, made_at)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    KNOWN_ONCE: "select count(*) from messages where once = ?1";
    MESSAGE: "select id, person_id, kind, urgency, subject_id, area_path, sentence, args_sealed, href,
                link, phone_sealed, made_at, read_at
              from messages where id = ?1";
    OF_PERSON: "select id, person_id, kind, urgency, subject_id, area_path, sentence, args_sealed, href,
                  link, phone_sealed, made_at, read_at
                from messages where person_id = ?1 and made_at <= ?2
                order by made_at desc, id desc limit ?3";
    OF_SUBJECT: "select id, person_id, kind, urgency, subject_id, area_path, sentence, args_sealed, href,
                   link, phone_sealed, made_at, read_at
                 from messages where subject_id = ?1 and person_id = ?2
                 order by made_at desc, id desc limit 50";
    UNREAD: "select count(*) from messages where person_id = ?1 and read_at is null";
    READ: "update messages set read_at = ?2 where id = ?1 and read_at is null";
    UNREAD_IDS: "select id from messages where person_id = ?1 and read_at is null
                 order by made_at limit 500";
    FOR_DIGEST: "select distinct person_id from messages
                 where urgency = 'notice' and digest_on is null and made_at < ?1 limit ?2";
    COUNT_FOR_DIGEST: "select count(*) from messages
                       where person_id = ?1 and urgency = 'notice' and digest_on is null
                         and read_at is null and made_at < ?2";
    IN_DIGEST: "update messages set digest_on = ?3
                where person_id = ?1 and urgency = 'notice' and digest_on is null and made_at < ?2";
    SEALED_ARGS: "select id, args_sealed as sealed from messages where id > ?1 order by id limit ?2";
    RESEAL_ARGS: "update messages set args_sealed = ?2 where id = ?1 and args_sealed = ?3";
    SEALED_PHONES: "select id, phone_sealed as sealed from messages
                    where id > ?1 and phone_sealed is not null order by id limit ?2";
    RESEAL_PHONE: "update messages set phone_sealed = ?2 where id = ?1 and phone_sealed = ?3";
    LONG_READ: "update messages set read_at = made_at + ?2, digest_on = ?3
                where made_at < ?1 and read_at is null";
}

/// What stands in the places of messages.
pub(crate) const ARGS: Sealed = Sealed {
    table: "messages",
    column: "args_sealed",
    index: None,
    batch: &SEALED_ARGS,
    save: &RESEAL_ARGS,
};

/// The phones that were given for one matter.
pub(crate) const PHONES: Sealed = Sealed {
    table: "messages",
    column: "phone_sealed",
    index: None,
    batch: &SEALED_PHONES,
    save: &RESEAL_PHONE,
};

/// A message's words and phone, encrypted.
pub(in crate::messages) struct SealedWords {
    pub(in crate::messages) args: Vec<u8>,
    pub(in crate::messages) phone: Option<Vec<u8>>,
}

pub(in crate::messages) fn insert(
    tx: &mut Tx<'_>,
    id: MessageId,
    new: &NewMessage,
    sealed: &SealedWords,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(
        &INSERT_MESSAGE,
        &[
            &id,
            &new.person,
            &new.kind,
            &new.urgency,
            &new.subject,
            &new.area,
            &new.sentence.0,
            &sealed.args,
            &new.href,
            &new.link,
            &sealed.phone,
            &new.once,
            &now,
        ],
    )
}

pub(in crate::messages) fn is_known(tx: &mut Tx<'_>, once: &str) -> Result<bool> {
    tx.value::<i64>(&KNOWN_ONCE, &[&once]).map(|known| known > 0)
}

pub(in crate::messages) fn find(tx: &mut Tx<'_>, id: MessageId) -> Result<Message> {
    tx.one(&MESSAGE, &[&id])
}

pub(in crate::messages) fn of_person(
    tx: &mut Tx<'_>,
    person: PersonId,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Message>> {
    tx.query(&OF_PERSON, &[&person, &until, &limit])
}

pub(in crate::messages) fn of_subject(
    tx: &mut Tx<'_>,
    subject: SubjectId,
    person: PersonId,
) -> Result<Vec<Message>> {
    tx.query(&OF_SUBJECT, &[&subject, &person])
}

pub(in crate::messages) fn unread(tx: &mut Tx<'_>, person: PersonId) -> Result<i64> {
    tx.value(&UNREAD, &[&person])
}

pub(in crate::messages) fn unread_ids(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<MessageId>> {
    let rows: Vec<(MessageId,)> = tx.query(&UNREAD_IDS, &[&person])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(in crate::messages) fn read(tx: &mut Tx<'_>, id: MessageId) -> Result<u64> {
    let now = tx.now();
    tx.run(&READ, &[&id, &now])
}

pub(in crate::messages) fn for_digest(
    tx: &mut Tx<'_>,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<PersonId>> {
    let rows: Vec<(PersonId,)> = tx.query(&FOR_DIGEST, &[&before, &limit])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Marks what goes into a digest, and says how much of it is unread.
pub(in crate::messages) fn put_in_digest(
    tx: &mut Tx<'_>,
    person: PersonId,
    before: Timestamp,
    on: Date,
) -> Result<i64> {
    let unread = tx.value(&COUNT_FOR_DIGEST, &[&person, &before])?;
    tx.run(&IN_DIGEST, &[&person, &before, &on])?;
    Ok(unread)
}

/// Everything before `until` counts as read within `after` milliseconds.
pub(in crate::messages) fn long_read(
    tx: &mut Tx<'_>,
    until: Timestamp,
    after: i64,
    on: Date,
) -> Result<u64> {
    tx.run(&LONG_READ, &[&until, &after, &on])
}

impl Urgency {
    /// Whether it goes out at once.
    pub(in crate::messages) fn at_once(self) -> bool {
        self == Self::Duty
    }
}
