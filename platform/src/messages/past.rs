//! The past of a sample county: its messages arrived long ago. Nobody else settles anything so.

use jiff::{SignedDuration, Timestamp};

use super::model::{Channel, Delivery, DeliveryState, Reason, Told, Visit, VisitId};
use super::outbox::{Way, way_of};
use super::store::{deliveries, inbox, visits};
use super::{TELL, channels::Means};
use crate::area::Level;
use crate::authorisation::{Actor, post_gives};
use crate::error::Result;
use crate::storage::Tx;

/// Deliveries that are looked at in one go.
const AT_ONCE: u32 = 5_000;
const ARRIVED_AFTER: SignedDuration = SignedDuration::from_secs(40);
const TOLD_AFTER: SignedDuration = SignedDuration::from_hours(20);
/// How long after it was made a message was read, in milliseconds.
const READ_AFTER: i64 = 3 * 3_600_000;

/// Settles what is older than `until`: text messages arrived, clerks called on those without a
/// phone, and people read what is in their inbox.
pub fn settle(tx: &mut Tx<'_>, until: Timestamp) -> Result<u64> {
    let mut settled = 0;
    loop {
        let due = deliveries::due(tx, AT_ONCE)?;
        let old: Vec<Delivery> = due.into_iter().filter(|way| way.made_at < until).collect();
        if old.is_empty() {
            break;
        }
        for delivery in old {
            settle_one(tx, &delivery)?;
            settled += 1;
        }
    }
    let today = tx.today();
    inbox::long_read(tx, until, READ_AFTER, today)?;
    Ok(settled)
}

fn settle_one(tx: &mut Tx<'_>, delivery: &Delivery) -> Result<()> {
    match way_of(tx, delivery, Means { sms: true, mail: false })? {
        Way::Visit(reason) => told(tx, delivery, reason),
        Way::By(..) | Way::Rest(..) => {
            let stands = (Channel::Sms, DeliveryState::Delivered);
            let at = delivery.made_at + ARRIVED_AFTER;
            deliveries::settle_past(tx, delivery.id, stands, (at, None))
        }
    }
}

/// A clerk called on the person the day after, if there was one.
fn told(tx: &mut Tx<'_>, delivery: &Delivery, reason: Reason) -> Result<()> {
    let Some(message) = delivery.message_id else { return Ok(()) };
    let message = inbox::find(tx, message)?;
    let id: VisitId = tx.new_id();
    let at = delivery.made_at + TOLD_AFTER;
    let visit = Visit {
        id,
        person_id: message.person_id,
        subject_id: message.subject_id,
        area_path: message.area_path.clone(),
        reason,
        opened_at: delivery.made_at,
        closed_at: None,
    };
    visits::insert(tx, &visit)?;
    let registrar = tx.surroundings().registrar;
    let village = message.area_path.at(Level::Village);
    let holders = (registrar.holders_at)(tx, &village)?;
    if let Some((clerk, _)) = holders.iter().find(|(_, post)| post_gives(post, TELL)) {
        let (name, home) = (registrar.person)(tx, *clerk)?;
        let actor = Actor { person_id: Some(*clerk), name, home, ..Actor::program() };
        visits::note_telling(tx, id, (&actor, *clerk), (Told::InPerson, ""), at)?;
    }
    visits::close(tx, id, Told::InPerson.key(), at)?;
    deliveries::settle_past(tx, delivery.id, (Channel::Visit, DeliveryState::Told), (at, Some(id)))
}
