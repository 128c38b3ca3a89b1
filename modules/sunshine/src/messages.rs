//! Who is told that something waits for them, and that something is late.

pub(crate) mod questions;
pub(crate) mod supervision;

use law::sunshine::Step;
use platform::authorisation::post_gives;
use platform::id::SubjectId;
use platform::messages::{self, NewMessage, Urgency};
use platform::{Actor, AreaPath, PersonId, Power, Result, Text, Tx, text};

use crate::model::Draft;
use crate::owed::{self, VillageOwed};
use crate::powers::{DRAFT, PUBLISH, REVIEW, SETTLE, SUPERVISE};

const TO_REVIEW: Text = text("“{1}”送来审核，请看看账对不对");
const GIVEN_BACK: Text = text("“{1}”退回来请您改，哪里要改点开看");
const TO_SETTLE: Text = text("“{1}”监督委员会签了字，请开联席会议审定");
const TO_PUBLISH: Text = text("“{1}”联席会议审定了，请公布");
const TO_POST: Text = text("“{1}”公布了，请贴到公开栏，拍照存上来");
const LATE: Text = text("{1}有 {2} 项该公开还没有公开，最早的是“{3}”，{4}就到期了");

/// After so many days the township hears of it as well.
const TOWNSHIP_AFTER_DAYS: i64 = 7;

/// Tells those whose turn it is after a step.
pub(crate) fn tell_next(tx: &mut Tx<'_>, actor: &Actor, draft: &Draft, step: Step) -> Result<()> {
    let (power, sentence) = match step {
        Step::Submit => (REVIEW, TO_REVIEW),
        Step::Return => (DRAFT, GIVEN_BACK),
        Step::Sign => (SETTLE, TO_SETTLE),
        Step::Settle => (PUBLISH, TO_PUBLISH),
        Step::Publish => (DRAFT, TO_POST),
        Step::Post | Step::TakeDown | Step::File => return Ok(()),
    };
    for person in holding(tx, &draft.area_path, power)? {
        if Some(person) == actor.person_id {
            continue;
        }
        let address = format!("/desk/sunshine/{}", draft.id);
        let message = NewMessage {
            person,
            kind: "sunshine.your_turn",
            urgency: Urgency::Notice,
            subject: Some(SubjectId(draft.id.0)),
            area: draft.area_path.clone(),
            sentence,
            args: vec![draft.content.0.title.clone()],
            href: address.clone(),
            link: address,
            phone: None,
            once: None,
        };
        messages::send(tx, &message)?;
    }
    Ok(())
}

/// Who has a power by a post at exactly this area, each once.
fn holding(tx: &mut Tx<'_>, area: &AreaPath, power: Power) -> Result<Vec<PersonId>> {
    let holders = registry::holders_at(tx, area)?;
    let mut people: Vec<PersonId> = holders
        .into_iter()
        .filter(|holder| post_gives(&holder.post, power))
        .map(|holder| holder.person_id)
        .collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Tells each village what it is late with, once for each day on which something fell due; after a
/// week the township as well.
pub fn remind(tx: &mut Tx<'_>) -> Result<u64> {
    let mut told = 0;
    for village in owed::within(tx, &AreaPath::county())? {
        let late = village.overdue();
        let Some(first) = late.first() else { continue };
        let Some(due_on) = late.iter().filter_map(|owed| owed.due_on).max() else { continue };
        let mut people = holding(tx, &village.area.path, DRAFT)?;
        people.extend(holding(tx, &village.area.path, PUBLISH)?);
        if first.days_late() >= TOWNSHIP_AFTER_DAYS
            && let Some(township) = village.area.path.parent()
        {
            people.extend(holding(tx, &township, SUPERVISE)?);
        }
        people.sort_unstable();
        people.dedup();
        let stage = if first.days_late() >= TOWNSHIP_AFTER_DAYS { "township" } else { "village" };
        for person in people {
            let once = format!("owed {} {due_on} {stage} {person}", village.area.id);
            told += u64::from(remind_one(tx, &village, person, once)?);
        }
    }
    Ok(told)
}

fn remind_one(
    tx: &mut Tx<'_>,
    village: &VillageOwed,
    person: PersonId,
    once: String,
) -> Result<bool> {
    let late = village.overdue();
    let Some(first) = late.first() else { return Ok(false) };
    let due = first.due_on.map(|on| format!("{}月{}日", on.month(), on.day()));
    let message = NewMessage {
        person,
        kind: "sunshine.late",
        urgency: Urgency::Notice,
        subject: Some(SubjectId(village.area.id.0)),
        area: village.area.path.clone(),
        sentence: LATE,
        args: vec![
            village.area.name.clone(),
            late.len().to_string(),
            format!("{}{}", first.period.zh(), first.item_title),
            due.unwrap_or_default(),
        ],
        href: "/desk/sunshine".to_owned(),
        link: format!("/villages/{}/sunshine", village.area.id),
        phone: None,
        once: Some(once),
    };
    messages::send(tx, &message)
}
