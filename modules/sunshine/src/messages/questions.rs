//! Who is told of a question and of its answers, and that somebody is late.

use jiff::civil::Date;
use law::sunshine::Waiting;
use platform::id::SubjectId;
use platform::messages::{self, NewMessage, Urgency};
use platform::{Actor, PersonId, Result, Text, Tx, text};

use super::holding;
use crate::actions::questions;
use crate::powers::{ANSWER, SUPERVISE};
use crate::question::Question;

const ASKED: Text = text("有村民问“{1}”里的账，请在{2}前答复");
const ASKED_OPEN: Text = text("有村民问“{1}”里的账，请尽快答复");
const ANSWERED: Text = text("您问的“{1}”，村里答复了。不满意，可以交给乡镇");
const ESCALATED: Text = text("村民对“{1}”的答复不满意，请您核实后答复");
const ENDED: Text = text("您问的“{1}”，乡镇答复了");
const LATE: Text = text("村民问的“{1}”，{2}就该答复，还没有答复");
const LATE_TO_ASKER: Text = text("您问的“{1}”，村里没有按时答复。您可以交给乡镇");

/// One message about a question.
struct Telling {
    kind: &'static str,
    urgency: Urgency,
    sentence: Text,
    args: Vec<String>,
    once: Option<String>,
}

impl Telling {
    fn new(kind: &'static str, urgency: Urgency, sentence: Text, question: &Question) -> Self {
        let args = vec![question.disclosure_title.clone()];
        Self { kind, urgency, sentence, args, once: None }
    }

    fn to(self, tx: &mut Tx<'_>, question: &Question, person: PersonId) -> Result<bool> {
        let message = NewMessage {
            person,
            kind: self.kind,
            urgency: self.urgency,
            subject: Some(SubjectId(question.id.0)),
            area: question.area_path.clone(),
            sentence: self.sentence,
            args: self.args,
            href: format!("/questions/{}", question.code),
            link: format!("/disclosures/{}", question.disclosure_code),
            phone: None,
            once: self.once,
        };
        messages::send(tx, &message)
    }
}

/// Those who answer hear that somebody asked.
pub(crate) fn asked(
    tx: &mut Tx<'_>,
    actor: &Actor,
    question: &Question,
    due_on: Option<Date>,
) -> Result<()> {
    for person in holding(tx, &question.area_path, ANSWER)? {
        if Some(person) == actor.person_id {
            continue;
        }
        let sentence = if due_on.is_some() { ASKED } else { ASKED_OPEN };
        let mut telling =
            Telling::new("sunshine.question_asked", Urgency::Notice, sentence, question);
        telling.args.extend(due_on.map(day));
        telling.to(tx, question, person)?;
    }
    Ok(())
}

/// Whoever asked hears that the village answered; who has no phone is called on.
pub(crate) fn answered(tx: &mut Tx<'_>, question: &Question) -> Result<()> {
    Telling::new("sunshine.question_answered", Urgency::Duty, ANSWERED, question)
        .to(tx, question, question.asker_id)
        .map(drop)
}

/// The township hears that its answer is wanted.
pub(crate) fn escalated(tx: &mut Tx<'_>, actor: &Actor, question: &Question) -> Result<()> {
    let Some(township) = question.area_path.parent() else { return Ok(()) };
    for person in holding(tx, &township, SUPERVISE)? {
        if Some(person) != actor.person_id {
            let kind = "sunshine.question_escalated";
            Telling::new(kind, Urgency::Notice, ESCALATED, question).to(tx, question, person)?;
        }
    }
    Ok(())
}

/// Whoever asked hears that the township answered.
pub(crate) fn ended(tx: &mut Tx<'_>, question: &Question) -> Result<()> {
    Telling::new("sunshine.question_ended", Urgency::Duty, ENDED, question)
        .to(tx, question, question.asker_id)
        .map(drop)
}

/// Tells, once each, of what was not answered in time: those who answer, their township, and the
/// one who asked, who need not wait any longer.
pub fn remind(tx: &mut Tx<'_>) -> Result<u64> {
    let mut told = 0;
    for late in questions::late(tx)? {
        let (question, Some(due_on)) = (&late.question, late.due_on()) else { continue };
        let township = question.area_path.parent();
        let mut people = match township {
            Some(township) => holding(tx, &township, SUPERVISE)?,
            None => Vec::new(),
        };
        let with_village = matches!(late.waiting, Some(Waiting::Village { .. }));
        if with_village {
            people.extend(holding(tx, &question.area_path, ANSWER)?);
            let kind = "sunshine.question_late";
            let mut own = Telling::new(kind, Urgency::Notice, LATE_TO_ASKER, question);
            own.once = Some(format!("question {} asker {due_on}", question.id));
            told += u64::from(own.to(tx, question, question.asker_id)?);
        }
        people.sort_unstable();
        people.dedup();
        for person in people {
            let kind = "sunshine.question_late";
            let mut telling = Telling::new(kind, Urgency::Notice, LATE, question);
            telling.args.push(day(due_on));
            telling.once = Some(format!("question {} {due_on} {person}", question.id));
            told += u64::from(telling.to(tx, question, person)?);
        }
    }
    Ok(told)
}

fn day(on: Date) -> String {
    format!("{}月{}日", on.month(), on.day())
}
