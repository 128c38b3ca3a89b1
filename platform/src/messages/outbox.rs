//! Carrying messages out of the house: take what is due, send it, note how it went.
//!
//! Taking is an act that puts the next time of a delivery off by a lease, so that of several
//! servers on one database only one sends it. If the program dies before it noted the outcome, the
//! delivery is due again when the lease is over, and goes out under the same identifier.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::channels::{Channels, Means, Outcome};
use super::model::{Channel, Delivery, DeliveryId, DeliveryState, Purpose, Reason, Visit, VisitId};
use super::store::{choices, deliveries, inbox, visits};
use super::{actions, seal_text, unseal_text};
use crate::app::App;
use crate::error::{Error, Result};
use crate::i18n::fill;
use crate::id::PersonId;
use crate::storage::Tx;

/// Deliveries that are taken at a time: each may take as long as a call may.
const BATCH: u32 = 20;
/// How long taken deliveries are nobody else's; longer than a batch of calls can take.
const LEASE_MINUTES: i64 = 10;
/// How long to wait after each try that may yet go well. After the last one it is given up.
const BACK_OFF_MINUTES: [i64; 5] = [1, 10, 60, 240, 720];
/// A code is tried once more, and then asked for again by its person.
const CODE_BACK_OFF_MINUTES: [i64; 1] = [1];
/// A code that comes later opens nothing.
const CODE_MINUTES: i64 = 10;

/// What a delivery says that carries no message of the inbox.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Words {
    /// The text.
    pub(crate) text: String,
    /// The subject of a mail.
    pub(crate) subject: String,
    /// Where it leads, without the county's address; empty where it leads nowhere.
    pub(crate) link: String,
    /// The number, if it is not for the person to choose.
    pub(crate) phone: String,
    /// The mail address, if it is not for the person to choose.
    pub(crate) mail: String,
}

impl Words {
    pub(super) fn seal(&self, tx: &Tx<'_>) -> Result<Vec<u8>> {
        seal_text(tx, &serde_json::to_string(self)?)
    }

    fn of(tx: &Tx<'_>, delivery: &Delivery) -> Result<Self> {
        let sealed = delivery.words_sealed.as_ref();
        let words = sealed.map(|sealed| unseal_text(tx, sealed)).transpose()?;
        words.map_or_else(|| Ok(Self::default()), |words| Ok(serde_json::from_str(&words)?))
    }
}

/// Something on its way out.
#[derive(Clone)]
pub struct Parcel {
    /// The same at every try.
    pub id: DeliveryId,
    /// By which way.
    pub channel: Channel,
    /// The number or the mail address.
    pub to: String,
    /// The subject of a mail.
    pub subject: String,
    /// The whole text, with its link.
    pub text: String,
}

/// How a delivery can go.
pub(super) enum Way {
    By(Channel, String),
    Visit(Reason),
    Rest(DeliveryState, Reason),
}

/// Puts something on its way inside an act: a code, or a test.
pub(crate) fn carry(
    tx: &mut Tx<'_>,
    person: PersonId,
    purpose: Purpose,
    words: &Words,
) -> Result<()> {
    let (id, sealed) = (tx.new_id::<DeliveryId>(), words.seal(tx)?);
    deliveries::insert(tx, id, None, person, (purpose, Some(&sealed)))
}

/// Sends what is due by the channels that the settings name, and says how much was. It blocks.
pub fn send_due(app: &App) -> Result<u64> {
    send_due_by(app, &Channels::of(&app.settings))
}

/// [`send_due`] by channels that are there already.
pub fn send_due_by(app: &App, channels: &Channels) -> Result<u64> {
    let mut sent = 0;
    loop {
        let (means, url) = (channels.means(), app.settings.public_url.clone());
        let parcels = app.db.write_now(move |tx| take_due(tx, means, &url))?;
        let Some(parcels) = parcels else { return Ok(sent) };
        for parcel in parcels {
            let outcome = channels.send(&parcel, app.clock().now());
            let (id, channel) = (parcel.id, parcel.channel);
            app.db.write_now(move |tx| note(tx, id, channel, outcome))?;
            sent += 1;
        }
    }
}

/// Takes what is due. `None` when nothing is.
fn take_due(tx: &mut Tx<'_>, means: Means, url: &str) -> Result<Option<Vec<Parcel>>> {
    let due = deliveries::due(tx, BATCH)?;
    if due.is_empty() {
        return Ok(None);
    }
    let county = (tx.surroundings().registrar.county_name)(tx)?.unwrap_or_default();
    let until = tx.now() + SignedDuration::from_mins(LEASE_MINUTES);
    let mut parcels = Vec::new();
    for delivery in due {
        match way_of(tx, &delivery, means)? {
            Way::By(channel, to) => {
                if deliveries::lease(tx, &delivery, channel, until)? {
                    let (subject, text) = say(tx, &delivery, (&county, url))?;
                    parcels.push(Parcel { id: delivery.id, channel, to, subject, text });
                }
            }
            Way::Visit(reason) => hand_over(tx, &delivery, reason)?,
            Way::Rest(state, reason) => {
                deliveries::move_to(tx, delivery.id, (state, reason), None)?;
            }
        }
    }
    Ok(Some(parcels))
}

pub(super) fn way_of(tx: &mut Tx<'_>, delivery: &Delivery, means: Means) -> Result<Way> {
    if delivery.tries > waits(delivery.purpose) {
        // The program died at each try.
        return Ok(match delivery.purpose {
            Purpose::Message => Way::Visit(Reason::GivenUp),
            _ => Way::Rest(DeliveryState::Failed, Reason::GivenUp),
        });
    }
    match delivery.purpose {
        Purpose::Message | Purpose::Digest => chosen_way(tx, delivery, means),
        Purpose::Code | Purpose::Test => {
            let Words { phone, mail, .. } = Words::of(tx, delivery)?;
            let late = tx.now() - delivery.made_at > SignedDuration::from_mins(CODE_MINUTES);
            Ok(if delivery.purpose == Purpose::Code && late {
                Way::Rest(DeliveryState::Failed, Reason::TooLate)
            } else if !phone.is_empty() && means.sms {
                Way::By(Channel::Sms, phone)
            } else if !mail.is_empty() && means.mail {
                Way::By(Channel::Mail, mail)
            } else {
                Way::Rest(DeliveryState::Failed, Reason::NoChannel)
            })
        }
    }
}

/// By what the person chose, else by what there is.
fn chosen_way(tx: &mut Tx<'_>, delivery: &Delivery, means: Means) -> Result<Way> {
    let person = delivery.person_id;
    let wanted = choices::of(tx, person)?;
    let given = match delivery.message_id {
        Some(message) => inbox::find(tx, message)?.phone_sealed,
        None => None,
    };
    let reach = (tx.surroundings().registrar.reach)(tx, person)?;
    let phone = match given {
        Some(sealed) => Some(unseal_text(tx, &sealed)?),
        None => reach.phone.filter(|phone| !phone.is_empty()),
    };
    let mail = choices::mail_of(tx, person)?.filter(|_| means.mail);
    let sms = phone.clone().filter(|_| means.sms).map(|phone| Way::By(Channel::Sms, phone));
    let by_mail = mail.map(|mail| Way::By(Channel::Mail, mail));
    if delivery.purpose == Purpose::Digest {
        let way = match wanted.digest_by {
            Channel::Sms => sms.or(by_mail),
            Channel::Mail => by_mail,
            _ => None,
        };
        return Ok(way.unwrap_or(Way::Rest(DeliveryState::Inbox, Reason::None)));
    }
    let none = if phone.is_none() { Reason::NoPhone } else { Reason::NoChannel };
    Ok(match wanted.duty_by {
        Channel::Visit => Way::Visit(Reason::Chosen),
        Channel::Mail => by_mail.or(sms).unwrap_or(Way::Visit(none)),
        _ => sms.or(by_mail).unwrap_or(Way::Visit(none)),
    })
}

/// The subject and the whole text.
pub(super) fn say(
    tx: &mut Tx<'_>,
    delivery: &Delivery,
    (county, url): (&str, &str),
) -> Result<(String, String)> {
    let (subject, text, link) = match delivery.message_id {
        Some(id) => {
            let message = inbox::find(tx, id)?;
            let text = fill(&message.sentence, &actions::words_of(tx, &message)?);
            ("您办的事有消息".to_owned(), text, message.link)
        }
        None => {
            let words = Words::of(tx, delivery)?;
            (words.subject, words.text, words.link)
        }
    };
    let link = if link.is_empty() { String::new() } else { format!(" {url}{link}") };
    Ok((format!("【{county}】{subject}"), format!("【{county}】{text}{link}")))
}

/// How often something is tried again.
fn waits(purpose: Purpose) -> i64 {
    i64::try_from(back_off(purpose).len()).unwrap_or(i64::MAX)
}

fn back_off(purpose: Purpose) -> &'static [i64] {
    if purpose == Purpose::Code { &CODE_BACK_OFF_MINUTES } else { &BACK_OFF_MINUTES }
}

/// When it is tried again after so many tries; `None` when that was the last.
fn next_try(now: Timestamp, purpose: Purpose, tries: i64) -> Option<Timestamp> {
    let at = usize::try_from(tries.saturating_sub(1)).ok()?;
    back_off(purpose).get(at).map(|minutes| now + SignedDuration::from_mins(*minutes))
}

/// Notes how a try went.
fn note(tx: &mut Tx<'_>, id: DeliveryId, channel: Channel, outcome: Outcome) -> Result<()> {
    deliveries::note_attempt(tx, id, channel, outcome.key())?;
    let Some(delivery) = deliveries::find(tx, id)? else { return Ok(()) };
    if delivery.next_at.is_none() {
        return Ok(()); // Its person read it in the meantime.
    }
    match outcome {
        Outcome::Taken => {
            let state = match channel {
                Channel::Mail => DeliveryState::Delivered,
                _ => DeliveryState::Sent,
            };
            deliveries::move_to(tx, id, (state, Reason::None), None)?;
            // A code is nobody's to read any more. The sample county shows it on a page instead.
            if delivery.purpose == Purpose::Code && !crate::sample::is_sample(tx)? {
                deliveries::forget_words(tx, id)?;
            }
            Ok(())
        }
        Outcome::NotYet(reason) => try_later(tx, &delivery, reason),
        Outcome::Refused(reason) => give_up(tx, &delivery, reason),
    }
}

fn try_later(tx: &mut Tx<'_>, delivery: &Delivery, reason: Reason) -> Result<()> {
    match next_try(tx.now(), delivery.purpose, delivery.tries) {
        Some(next) => {
            let stands = (DeliveryState::Waiting, reason);
            deliveries::move_to(tx, delivery.id, stands, Some(next))
        }
        None => give_up(tx, delivery, Reason::GivenUp),
    }
}

/// A message that nothing carries is told by a person.
fn give_up(tx: &mut Tx<'_>, delivery: &Delivery, reason: Reason) -> Result<()> {
    if delivery.purpose == Purpose::Message {
        hand_over(tx, delivery, reason)
    } else {
        deliveries::move_to(tx, delivery.id, (DeliveryState::Failed, reason), None)
    }
}

/// One call tells everything about one thing.
fn hand_over(tx: &mut Tx<'_>, delivery: &Delivery, reason: Reason) -> Result<()> {
    let Some(message) = delivery.message_id else {
        return Err(Error::fault("only messages are told by people"));
    };
    let message = inbox::find(tx, message)?;
    let (person_id, subject_id) = (message.person_id, message.subject_id);
    let visit = match visits::open_about(tx, person_id, subject_id)? {
        Some(open) => open.id,
        None => {
            let id: VisitId = tx.new_id();
            let visit = Visit {
                id,
                person_id,
                subject_id,
                area_path: message.area_path,
                reason,
                opened_at: tx.now(),
                closed_at: None,
            };
            visits::insert(tx, &visit)?;
            id
        }
    };
    deliveries::hand(tx, delivery.id, reason, visit)
}

/// What a gateway reports of a text message that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// It is on the phone.
    Delivered,
    /// The phone is off or its contract suspended.
    PhoneOff,
    /// There is no such number.
    BadNumber,
    /// The person takes none.
    Rejected,
}

/// Takes a gateway's report. The same report twice changes nothing.
pub async fn report(app: &App, id: DeliveryId, reported: Reported) -> Result<()> {
    app.db
        .write(move |tx| {
            let delivery = deliveries::find(tx, id)?.filter(|way| way.channel == Channel::Sms);
            let delivery = delivery.ok_or(Error::NotFound)?;
            if delivery.state != DeliveryState::Sent {
                return Ok(());
            }
            match reported {
                Reported::Delivered => {
                    deliveries::move_to(tx, id, (DeliveryState::Delivered, Reason::None), None)
                }
                Reported::PhoneOff => try_later(tx, &delivery, Reason::PhoneOff),
                Reported::BadNumber => give_up(tx, &delivery, Reason::BadNumber),
                Reported::Rejected => give_up(tx, &delivery, Reason::Rejected),
            }
        })
        .await
}
