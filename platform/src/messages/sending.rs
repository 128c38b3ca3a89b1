//! How the sending goes, for who looks after it.

use jiff::Timestamp;

use super::MANAGE_SENDING;
use super::channels::Means;
use super::model::{Delivery, DeliveryState, Purpose};
use super::outbox::{Words, carry};
use super::store::{choices, deliveries};
use crate::app::App;
use crate::area::AreaPath;
use crate::authorisation::Actor;
use crate::error::{Refusal, Result};
use crate::jobs::Chore;
use crate::journal::{Entry, Subject};
use crate::storage::Tx;

/// Deliveries of each kind on the page.
const TROUBLED_MAX: u32 = 50;
/// What the sample county shows of what it would have sent.
const SHOWN_MAX: u32 = 60;

/// Sends what is due.
pub static SENDING: Chore =
    Chore { name: "sending messages", every_minutes: 1, run: super::outbox::send_due };

/// How the sending goes.
#[derive(Debug, Clone, Default)]
pub struct Sending {
    /// How many wait.
    pub waiting: i64,
    /// Since when the first of them does.
    pub oldest: Option<Timestamp>,
    /// What is tried again.
    pub retried: Vec<Delivery>,
    /// What was given up, or handed to a person.
    pub failed: Vec<Delivery>,
}

/// Reads how the sending goes.
pub fn look(tx: &mut Tx<'_>, actor: &Actor) -> Result<Sending> {
    actor.permit(MANAGE_SENDING, &AreaPath::county())?;
    let (waiting, oldest) = deliveries::waiting(tx)?;
    let retried = deliveries::troubled(tx, DeliveryState::Waiting, TROUBLED_MAX)?;
    let mut failed = deliveries::troubled(tx, DeliveryState::Failed, TROUBLED_MAX)?;
    failed.extend(deliveries::troubled(tx, DeliveryState::Handed, TROUBLED_MAX)?);
    failed.sort_by_key(|delivery| std::cmp::Reverse(delivery.made_at));
    Ok(Sending { waiting, oldest, retried, failed })
}

/// Makes everything that waits due now. Deliveries that are being sent at this moment may go out
/// twice, under the same identifier.
pub async fn hurry(app: &App, actor: &Actor) -> Result<u64> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_SENDING, &AreaPath::county())?;
            let hurried = deliveries::hurry(tx)?;
            let entry =
                Entry::new("messages.hurried", "deliveries", Subject::NONE, &AreaPath::county());
            tx.journal(&actor, entry)?;
            Ok(hurried)
        })
        .await
}

/// Sends a test to the actor's own phone and mail address.
pub async fn test(app: &App, actor: &Actor) -> Result<()> {
    let (actor, means) = (actor.clone(), Means::of(&app.settings));
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_SENDING, &AreaPath::county())?;
            let person = actor.person()?;
            let reach = (tx.surroundings().registrar.reach)(tx, person)?;
            let phone = reach.phone.filter(|_| means.sms).unwrap_or_default();
            let mail = choices::mail_of(tx, person)?.filter(|_| means.mail).unwrap_or_default();
            if phone.is_empty() && mail.is_empty() {
                let sentence =
                    "没有可以测试的渠道：县里没有接短信平台或邮件，或者您没有登记手机和邮箱";
                return Err(Refusal::new("messages.nothing_to_test", sentence).into());
            }
            let words = Words {
                text: "这是一条测试消息，收到就说明发送正常".to_owned(),
                subject: "测试消息".to_owned(),
                ..Words::default()
            };
            if !phone.is_empty() {
                carry(tx, person, Purpose::Test, &Words { phone, ..words.clone() })?;
            }
            if !mail.is_empty() {
                carry(tx, person, Purpose::Test, &Words { mail, ..words })?;
            }
            Ok(())
        })
        .await
}

/// What a sample county would have sent, the latest first: when, and the text.
pub fn shown(tx: &mut Tx<'_>, url: &str) -> Result<Vec<(Timestamp, Delivery, String)>> {
    let county = (tx.surroundings().registrar.county_name)(tx)?.unwrap_or_default();
    let mut shown = Vec::new();
    let mut sent = deliveries::latest(tx, DeliveryState::Sent, SHOWN_MAX)?;
    sent.extend(deliveries::latest(tx, DeliveryState::Delivered, SHOWN_MAX)?);
    sent.sort_by_key(|delivery| std::cmp::Reverse((delivery.made_at, delivery.id)));
    for delivery in sent {
        let (_, text) = super::outbox::say(tx, &delivery, (&county, url))?;
        shown.push((delivery.made_at, delivery, text));
    }
    Ok(shown)
}
