//! Whom an event of a case is told to, and in which words; and who hears that time runs out.
//!
//! The acts know nothing of this: they leave an entry in the journal, and this listens.

use std::collections::HashMap;

use jiff::civil::Date;
use law::window::{Clock, Light, Stage, State};
use platform::id::SubjectId;
use platform::messages::{self, NewMessage, Urgency};
use platform::{Actor, AreaPath, BodyId, Entry, PersonId, Power, Result, Text, Tx, text};

use crate::actions::apply::unseal;
use crate::actions::reading;
use crate::item::Channel;
use crate::model::{Case, CaseId, WorkItem};
use crate::powers::{APPROVE, DELIVER, INVESTIGATE, RECEIVE, REVIEW, SUPERVISE};
use crate::store::cases;

/// What the applicant hears: the act, the sentence with `{1}` for the item and `{2}` for the code,
/// and whether the law or good order wants it told at once.
const TOLD: [(&str, Text, Urgency); 11] = [
    ("window.case_received", text("您申请的“{1}”，材料已经收到，编号 {2}"), Urgency::Duty),
    (
        "window.case_returned",
        text("您申请的“{1}”退回来请您改，编号 {2}。哪里要改，点开看或者问窗口"),
        Urgency::Duty,
    ),
    (
        "window.notice_given",
        text("您申请的“{1}”还缺材料，编号 {2}。要补什么，点开看或者问窗口"),
        Urgency::Duty,
    ),
    ("window.case_accepted", text("您申请的“{1}”已经受理，编号 {2}"), Urgency::Duty),
    ("window.case_deemed_accepted", text("您申请的“{1}”依法视为受理，编号 {2}"), Urgency::Duty),
    (
        "window.case_not_applicable",
        text("您申请的“{1}”不需要办，编号 {2}。为什么，点开看或者问窗口"),
        Urgency::Duty,
    ),
    (
        "window.acceptance_refused",
        text("您申请的“{1}”没有受理，编号 {2}。为什么、该找哪里，点开看或者问窗口"),
        Urgency::Duty,
    ),
    ("window.case_granted", text("您申请的“{1}”批准了，编号 {2}。结果由{3}交给您"), Urgency::Duty),
    (
        "window.case_denied",
        text("您申请的“{1}”没有批准，编号 {2}。为什么、不服怎么办，写在决定书上，{3}交给您"),
        Urgency::Duty,
    ),
    (
        "window.withdrawal_declined",
        text("您要撤回的“{1}”没有撤，继续办理，编号 {2}。为什么，点开看或者问窗口"),
        Urgency::Duty,
    ),
    ("window.case_withdrawn", text("您申请的“{1}”已经撤回，编号 {2}"), Urgency::Duty),
];

const DELIVERED: Text = text("您申请的“{1}”，结果已经送达，编号 {2}。办得好不好，请您评价");
const HANDED_OVER: Text = text("“{1}”交到您这里办，编号 {2}");
const SOON: Text = text("“{1}”要抓紧办，{3} 到期，编号 {2}");
const VERY_SOON: Text = text("“{1}”马上到期（{3}），编号 {2}，请过问一下");
const OVERDUE: Text = text("“{1}”已经超期，{3} 就该办完，编号 {2}");

/// Told of every entry; those of cases become messages in the same transaction.
pub(crate) fn on_case(tx: &mut Tx<'_>, actor: &Actor, entry: &Entry) -> Result<()> {
    let (Some(subject), "case") = (entry.subject_id, entry.subject_kind) else { return Ok(()) };
    match entry.act {
        "window.case_handed_over" => {
            let case = cases::case(tx, CaseId(subject.0))?;
            tell_body(tx, actor, &case)
        }
        "window.result_delivered" => {
            let case = cases::case(tx, CaseId(subject.0))?;
            tell_applicant(tx, &case, (entry.act, DELIVERED, Urgency::Notice))
        }
        act => match TOLD.iter().find(|(known, ..)| *known == act) {
            Some(told) => {
                let case = cases::case(tx, CaseId(subject.0))?;
                tell_applicant(tx, &case, *told)
            }
            None => Ok(()),
        },
    }
}

fn tell_applicant(
    tx: &mut Tx<'_>,
    case: &Case,
    (kind, sentence, urgency): (&'static str, Text, Urgency),
) -> Result<()> {
    // Who stands at the counter has the receipt in hand.
    let at_counter = kind == "window.case_received" && case.channel == Channel::Window;
    let urgency = if at_counter { Urgency::Notice } else { urgency };
    let mut args = vec![case.item_name.clone(), case.code.clone()];
    if sentence.0.contains("{3}") {
        args.push(registry::body(tx, case.holder_id)?.name);
    }
    let phone = unseal(tx, &case.answers_sealed)?.phone;
    let message = NewMessage {
        person: case.applicant_id,
        kind,
        urgency,
        subject: Some(SubjectId(case.id.0)),
        area: case.area_path.clone(),
        sentence,
        args,
        href: format!("/own/{}", case.code),
        link: format!("/track/{}", case.code),
        phone: Some(phone),
        once: None,
    };
    messages::send(tx, &message).map(drop)
}

/// Those who investigate in the body that has the case now; where nobody does, those who take in.
fn tell_body(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Result<()> {
    let mut people = holding(tx, case.holder_id, INVESTIGATE)?;
    if people.is_empty() {
        people = holding(tx, case.holder_id, RECEIVE)?;
    }
    people.retain(|person| Some(*person) != actor.person_id);
    for person in people {
        let args = vec![case.item_name.clone(), case.code.clone()];
        tell_official(tx, case, person, ("window.case_handed_over", HANDED_OVER, args), None)?;
    }
    Ok(())
}

fn tell_official(
    tx: &mut Tx<'_>,
    case: &Case,
    person: PersonId,
    (kind, sentence, args): (&'static str, Text, Vec<String>),
    once: Option<String>,
) -> Result<bool> {
    let address = format!("/cases/{}", case.id);
    let message = NewMessage {
        person,
        kind,
        urgency: Urgency::Notice,
        subject: Some(SubjectId(case.id.0)),
        area: case.area_path.clone(),
        sentence,
        args,
        href: address.clone(),
        link: address,
        phone: None,
        once,
    };
    messages::send(tx, &message)
}

/// Who has a power in a body today, each once.
fn holding(tx: &mut Tx<'_>, body: BodyId, power: Power) -> Result<Vec<PersonId>> {
    let holders = registry::holders(tx, body)?;
    let mut people: Vec<PersonId> = holders
        .into_iter()
        .filter(|holder| platform::authorisation::post_gives(&holder.post, power))
        .map(|holder| holder.person_id)
        .collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Tells, once for each clock and each light: at yellow who has to act, at red who reviews there,
/// at overdue the supervisor and who decides there. Opening the message is the acknowledgement.
pub fn escalate(tx: &mut Tx<'_>) -> Result<u64> {
    let mut kept = Kept::default();
    let mut told = 0;
    for line in reading::all_open(tx)? {
        let Ok(Some(clock)) = line.clock else { continue };
        let (level, sentence, people) = match clock.light {
            Light::Green => continue,
            Light::Yellow => ("yellow", SOON, kept.of(tx, line.case.holder_id, power_of(&line))?),
            Light::Red => ("red", VERY_SOON, kept.of_or(tx, &line, REVIEW)?),
            Light::Overdue => {
                let mut people = kept.supervisors(tx)?;
                people.extend(kept.of_or(tx, &line, APPROVE)?);
                ("overdue", OVERDUE, people)
            }
        };
        for person in people {
            told += u64::from(tell_of_light(tx, &line, &clock, (level, sentence), person)?);
        }
    }
    Ok(told)
}

fn tell_of_light(
    tx: &mut Tx<'_>,
    line: &WorkItem,
    clock: &Clock,
    (level, sentence): (&str, Text),
    person: PersonId,
) -> Result<bool> {
    let case = &line.case;
    if person == case.applicant_id {
        return Ok(false);
    }
    // A clock that begins anew is another clock; one whose last day moves is the same.
    let (kind, began_on) = (clock.kind.key(), clock.began_on);
    let once = format!("light {} {kind} {began_on} {level} {person}", case.id);
    let args = vec![case.item_name.clone(), case.code.clone(), day(clock.due_on)];
    tell_official(tx, case, person, ("window.light", sentence, args), Some(once))
}

fn day(date: Date) -> String {
    format!("{}月{}日", date.month(), date.day())
}

/// The power of whoever has to act next.
fn power_of(line: &WorkItem) -> Power {
    match (line.standing.state, line.standing.stage) {
        (State::InProcess, None | Some(Stage::Investigation)) => INVESTIGATE,
        (State::InProcess, Some(Stage::Review)) => REVIEW,
        (State::InProcess, Some(Stage::Approval)) => APPROVE,
        (State::Granted | State::Denied, _) => DELIVER,
        _ => RECEIVE,
    }
}

/// Who holds what, read once for a run.
#[derive(Default)]
struct Kept {
    by_body: HashMap<(BodyId, &'static str), Vec<PersonId>>,
    supervisors: Option<Vec<PersonId>>,
}

impl Kept {
    fn of(&mut self, tx: &mut Tx<'_>, body: BodyId, power: Power) -> Result<Vec<PersonId>> {
        if let Some(people) = self.by_body.get(&(body, power.word())) {
            return Ok(people.clone());
        }
        let people = holding(tx, body, power)?;
        self.by_body.insert((body, power.word()), people.clone());
        Ok(people)
    }

    /// Where nobody holds the power, as at a window, whoever has to act.
    fn of_or(&mut self, tx: &mut Tx<'_>, line: &WorkItem, power: Power) -> Result<Vec<PersonId>> {
        let people = self.of(tx, line.case.holder_id, power)?;
        if people.is_empty() {
            self.of(tx, line.case.holder_id, power_of(line))
        } else {
            Ok(people)
        }
    }

    fn supervisors(&mut self, tx: &mut Tx<'_>) -> Result<Vec<PersonId>> {
        if let Some(people) = &self.supervisors {
            return Ok(people.clone());
        }
        let holders = registry::holders_at(tx, &AreaPath::county())?;
        let people: Vec<PersonId> = holders
            .into_iter()
            .filter(|holder| platform::authorisation::post_gives(&holder.post, SUPERVISE))
            .map(|holder| holder.person_id)
            .collect();
        self.supervisors = Some(people.clone());
        Ok(people)
    }
}
