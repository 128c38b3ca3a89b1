//! What acts and people do with messages.

use jiff::Timestamp;

use super::model::{
    Channel, Choices, Delivery, DeliveryId, Message, MessageId, NewMessage, Purpose,
};
use super::store::inbox::SealedWords;
use super::store::{choices, deliveries, inbox as rows, visits};
use super::{seal_text, unseal_text};
use crate::app::App;
use crate::area::AreaPath;
use crate::authorisation::Actor;
use crate::error::{Error, Refusal, Result};
use crate::i18n::Text;
use crate::id::{PersonId, SubjectId, Uuid};
use crate::journal::Entry;
use crate::storage::Tx;

/// Messages on a page of the inbox.
const INBOX_MAX: u32 = 50;

/// Writes a message inside the act that it tells of. `false` when it was sent before.
pub fn send(tx: &mut Tx<'_>, new: &NewMessage) -> Result<bool> {
    if let Some(once) = &new.once
        && rows::is_known(tx, once)?
    {
        return Ok(false);
    }
    let args = seal_text(tx, &serde_json::to_string(&new.args)?)?;
    let phone = new.phone.as_deref().filter(|phone| !phone.is_empty());
    let phone = phone.map(|phone| seal_text(tx, phone)).transpose()?;
    let id: MessageId = tx.new_id();
    rows::insert(tx, id, new, &SealedWords { args, phone })?;
    if new.urgency.at_once() {
        let delivery: DeliveryId = tx.new_id();
        deliveries::insert(tx, delivery, Some(id), new.person, (Purpose::Message, None))?;
    }
    Ok(true)
}

/// What stands in the places of a message's sentence.
pub fn words_of(tx: &Tx<'_>, message: &Message) -> Result<Vec<String>> {
    Ok(serde_json::from_str(&unseal_text(tx, &message.args_sealed)?)?)
}

/// The person's own messages, the newest first, from `until` back; one more than a page has.
pub fn inbox(tx: &mut Tx<'_>, actor: &Actor, until: Timestamp) -> Result<Vec<Message>> {
    rows::of_person(tx, actor.person()?, until, INBOX_MAX + 1)
}

/// How many messages a person has not opened.
pub fn unread(tx: &mut Tx<'_>, person: PersonId) -> Result<i64> {
    rows::unread(tx, person)
}

/// Opens one of the person's own messages, and says where it leads.
pub async fn open(app: &App, actor: &Actor, id: MessageId) -> Result<String> {
    let person = actor.person()?;
    app.db
        .write(move |tx| {
            let message = rows::find(tx, id)?;
            if message.person_id != person {
                return Err(Error::NotFound);
            }
            read(tx, id)?;
            Ok(message.href)
        })
        .await
}

/// Opens all of the person's own messages.
pub async fn read_all(app: &App, actor: &Actor) -> Result<()> {
    let person = actor.person()?;
    app.db
        .write(move |tx| rows::unread_ids(tx, person)?.into_iter().try_for_each(|id| read(tx, id)))
        .await
}

/// Whoever has read it need not be called any more.
fn read(tx: &mut Tx<'_>, id: MessageId) -> Result<()> {
    if rows::read(tx, id)? == 0 {
        return Ok(());
    }
    for visit in deliveries::settle_read(tx, id)? {
        if !deliveries::is_open(tx, visit)? {
            let now = tx.now();
            visits::close(tx, visit, "read", now)?;
        }
    }
    Ok(())
}

/// The messages to a person about one thing, each with its ways. The caller has checked that the
/// reader may see the thing.
pub fn about(
    tx: &mut Tx<'_>,
    subject: Uuid,
    person: PersonId,
) -> Result<Vec<(Message, Option<Delivery>)>> {
    let messages = rows::of_subject(tx, SubjectId(subject), person)?;
    messages
        .into_iter()
        .map(|message| {
            let way = deliveries::of_message(tx, message.id)?.pop();
            Ok((message, way))
        })
        .collect()
}

/// What the person wants, and by which way.
pub fn choices_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Choices> {
    choices::of(tx, person)
}

/// The person's confirmed mail address.
pub fn mail_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>> {
    choices::mail_of(tx, person)
}

pub(crate) fn person_of_mail(tx: &mut Tx<'_>, address: &str) -> Result<Option<PersonId>> {
    choices::person_of_mail(tx, &address.to_lowercase())
}

/// Keeps what the person wants.
pub async fn choose(app: &App, actor: &Actor, wanted: Choices) -> Result<()> {
    let (actor, person) = (actor.clone(), actor.person()?);
    app.db
        .write(move |tx| {
            let duty = [Channel::Sms, Channel::Mail, Channel::Visit].contains(&wanted.duty_by);
            let digest = [Channel::Sms, Channel::Mail, Channel::Inbox].contains(&wanted.digest_by);
            if !duty || !digest {
                return Err(no_such_way().into());
            }
            let mail = choices::mail_of(tx, person)?;
            let by_mail = wanted.duty_by == Channel::Mail;
            if by_mail && mail.is_none() {
                return Err(no_mail().into());
            }
            let before = choices::of(tx, person)?;
            choices::choose(tx, person, wanted)?;
            if before.second_step != wanted.second_step {
                let act = if wanted.second_step {
                    "identity.second_step_asked"
                } else {
                    "identity.second_step_ended"
                };
                tx.journal(&actor, Entry::new(act, "person", person.0, &actor.home))?;
            }
            Ok(())
        })
        .await
}

/// Notes an address that its owner has shown to be theirs.
pub(crate) fn confirm_mail(tx: &mut Tx<'_>, person: PersonId, address: &str) -> Result<()> {
    let address = address.to_lowercase();
    let index = tx.surroundings().vault.blind_index(&address);
    if choices::person_of_mail(tx, &address)?.is_some_and(|owner| owner != person) {
        let sentence = "这个邮箱已经有人在用，请换一个";
        return Err(Refusal::new("messages.mail_taken", sentence).at("mail").into());
    }
    let sealed = seal_text(tx, &address)?;
    choices::confirm_mail(tx, person, (&sealed, &index))?;
    let program = Actor::program();
    let entry = Entry::new("identity.mail_confirmed", "person", person.0, &AreaPath::county());
    tx.journal(&program, entry)
}

/// Takes the person's own mail address out.
pub async fn drop_mail(app: &App, actor: &Actor) -> Result<()> {
    let person = actor.person()?;
    app.db
        .write(move |tx| {
            choices::drop_mail(tx, person)?;
            let before = choices::of(tx, person)?;
            let duty_by = match before.duty_by {
                Channel::Mail => Channel::Sms,
                other => other,
            };
            choices::choose(tx, person, Choices { duty_by, ..before })
        })
        .await
}

fn no_such_way() -> Refusal {
    Refusal::new("messages.no_such_way", "请从列出的方式里选一个").at("duty_by")
}

fn no_mail() -> Refusal {
    let sentence = "还没有确认邮箱。请先填邮箱，再选邮件";
    Refusal { sentence: Text(sentence), ..Refusal::new("messages.no_mail", sentence) }.at("duty_by")
}
