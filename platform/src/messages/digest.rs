//! Once a week, what is no duty: one message for everybody who has something unread.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use super::model::{Channel, DeliveryId, Purpose};
use super::outbox::Words;
use super::store::{choices, deliveries, inbox};
use crate::clock::{civil_of, instant_of};
use crate::error::Result;
use crate::jobs::Job;
use crate::storage::Tx;

/// People whose digest one run puts together.
const PEOPLE_PER_RUN_MAX: u32 = 500;
/// The hour of Monday from which digests go out.
const HOUR: i8 = 8;

/// Puts the week together from Monday, eight o'clock. Who got one is marked on the messages, so
/// that a program that was down on Monday catches up, and nobody gets two.
pub static DIGEST: Job = Job { name: "weekly digest", every_minutes: 10, run: put_together };

fn put_together(tx: &mut Tx<'_>) -> Result<u64> {
    let (monday, since) = last_monday(tx.now());
    let people = inbox::for_digest(tx, since, PEOPLE_PER_RUN_MAX)?;
    let mut made = 0;
    for person in people {
        let unread = inbox::put_in_digest(tx, person, since, monday)?;
        if unread == 0 || choices::of(tx, person)?.digest_by == Channel::Inbox {
            continue;
        }
        let words = Words {
            text: format!("您这一周有 {unread} 条没看的消息，登录后在“消息”里看"),
            subject: "这一周的消息".to_owned(),
            link: "/messages".to_owned(),
            ..Words::default()
        };
        let sealed = words.seal(tx)?;
        let id: DeliveryId = tx.new_id();
        deliveries::insert(tx, id, None, person, (Purpose::Digest, Some(&sealed)))?;
        made += 1;
    }
    Ok(made)
}

/// The latest Monday, eight o'clock, that has come.
fn last_monday(now: Timestamp) -> (Date, Timestamp) {
    let civil = civil_of(now);
    let back = i64::from(civil.date().weekday().since(Weekday::Monday));
    let early = back == 0 && civil.hour() < HOUR;
    let back = if early { 7 } else { back };
    let monday = civil.date().saturating_sub(jiff::Span::new().days(back));
    (monday, instant_of(monday.at(HOUR, 0, 0, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_begins_on_monday_at_eight() {
        let monday = |china: &str| {
            let now = instant_of(china.parse().unwrap());
            last_monday(now).0.to_string()
        };
        assert_eq!(monday("2026-11-23T07:59:59"), "2026-11-16");
        assert_eq!(monday("2026-11-23T08:00:00"), "2026-11-23");
        assert_eq!(monday("2026-11-29T23:59:59"), "2026-11-23");
    }
}
