//! Who is told of a finding, of what followed it and that it is late; and of an appraisal by which
//! an office ends.

use jiff::civil::Date;
use law::calendar::calendar_days_between;
use law::sunshine::FindingStep;
use platform::id::SubjectId;
use platform::messages::{self, NewMessage, Urgency};
use platform::{Actor, AreaPath, PersonId, Result, Text, Tx, text};

use super::holding;
use crate::appraisal::Appraisal;
use crate::finding::Finding;
use crate::powers::{COUNT, SUPERVISE, WATCH};
use crate::store::findings;

const NOTED: Text = text("监督委员会请您整改：“{1}”，{2}前改好");
const REPORTED: Text = text("“{1}”报来整改情况，请到现场核实");
const REJECTED: Text = text("“{1}”核实没有改好，请继续整改");
const VERIFIED: Text = text("“{1}”核实改好了，销号");
const SOON: Text = text("“{1}”整改期限快到了，{2}前改好、报上来");
const LATE: Text = text("“{1}”{2}就该整改好，现在还没有销号");
const TO_COUNT: Text = text("民主评议的票请清点：两个人各数一遍，互相不看");
const DIFFER: Text = text("民主评议两次清点的票数对不上，请各自重新清点");
const OFFICE_ENDS: Text = text("{1}民主评议：有人连续两次被评为不称职，其职务应当终止，请督促办理");

/// So many days before the last one the owner is reminded.
const SOON_DAYS: i64 = 3;
/// After so many days the township hears of it as well.
const TOWNSHIP_AFTER_DAYS: i64 = 7;

/// One message about a finding.
struct Telling {
    kind: &'static str,
    sentence: Text,
    until: Option<Date>,
    once: Option<String>,
}

impl Telling {
    fn to(self, tx: &mut Tx<'_>, finding: &Finding, person: PersonId) -> Result<bool> {
        let mut args = vec![finding.title.clone()];
        args.extend(self.until.map(|on| format!("{}月{}日", on.month(), on.day())));
        let address = format!("/findings/{}", finding.code);
        let message = NewMessage {
            person,
            kind: self.kind,
            urgency: Urgency::Notice,
            subject: Some(SubjectId(finding.id.0)),
            area: finding.area_path.clone(),
            sentence: self.sentence,
            args,
            href: address.clone(),
            link: address,
            phone: None,
            once: self.once,
        };
        messages::send(tx, &message)
    }
}

/// Who has to put it right hears of it.
pub(crate) fn noted(tx: &mut Tx<'_>, finding: &Finding) -> Result<()> {
    let kind = "sunshine.finding_noted";
    let telling = Telling { kind, sentence: NOTED, until: Some(finding.due_on), once: None };
    telling.to(tx, finding, finding.owner_id).map(drop)
}

/// Those whose turn it is after a step hear of it.
pub(crate) fn followed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    finding: &Finding,
    step: FindingStep,
) -> Result<()> {
    let (kind, sentence, people) = match step {
        FindingStep::Report => {
            let watching = holding(tx, &finding.area_path, WATCH)?;
            ("sunshine.finding_reported", REPORTED, watching)
        }
        FindingStep::Reject => ("sunshine.finding_rejected", REJECTED, owners(tx, finding)?),
        FindingStep::Verify => ("sunshine.finding_verified", VERIFIED, owners(tx, finding)?),
    };
    for person in people {
        if Some(person) != actor.person_id {
            let telling = Telling { kind, sentence, until: None, once: None };
            telling.to(tx, finding, person)?;
        }
    }
    Ok(())
}

/// Who was named, and whoever has the post today.
fn owners(tx: &mut Tx<'_>, finding: &Finding) -> Result<Vec<PersonId>> {
    let holders = registry::holders_at(tx, &finding.area_path)?;
    let now = holders.into_iter().filter(|one| one.post == finding.owner_post);
    let mut people: Vec<PersonId> = now.map(|one| one.person_id).collect();
    people.push(finding.owner_id);
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Tells, once each, of findings that fall due in three days, that are late, and after a week the
/// township.
pub(crate) fn remind(tx: &mut Tx<'_>) -> Result<u64> {
    let (today, mut told) = (tx.today(), 0);
    for finding in findings::open_within(tx, &AreaPath::county())? {
        let late = finding.days_late(today);
        let left = calendar_days_between(today, finding.due_on);
        let mut people = owners(tx, &finding)?;
        let (kind, sentence, stage) = if late >= TOWNSHIP_AFTER_DAYS {
            if let Some(township) = finding.area_path.parent() {
                people = holding(tx, &township, SUPERVISE)?;
            }
            ("sunshine.finding_late", LATE, "township")
        } else if late > 0 {
            people.extend(holding(tx, &finding.area_path, WATCH)?);
            ("sunshine.finding_late", LATE, "late")
        } else if left <= SOON_DAYS {
            ("sunshine.finding_soon", SOON, "soon")
        } else {
            continue;
        };
        for person in people {
            let once = Some(format!("finding {} {stage} {person}", finding.id));
            let telling = Telling { kind, sentence, until: Some(finding.due_on), once };
            told += u64::from(telling.to(tx, &finding, person)?);
        }
    }
    Ok(told)
}

/// Those who count hear that slips wait for them, or that both have to count again.
pub(crate) fn to_count(
    tx: &mut Tx<'_>,
    actor: &Actor,
    appraisal: &Appraisal,
    again: bool,
) -> Result<()> {
    for person in holding(tx, &appraisal.area_path, COUNT)? {
        if !again && Some(person) == actor.person_id {
            continue;
        }
        let sentence = if again { DIFFER } else { TO_COUNT };
        let address = format!("/desk/appraisals/{}", appraisal.id);
        let about = (appraisal, "sunshine.appraisal_to_count");
        tell(tx, about, person, (sentence, Vec::new()), (address.clone(), address))?;
    }
    Ok(())
}

/// The township hears that an office ends by law. It ends no office here: that is entered by who
/// appoints.
pub(crate) fn office_ends(tx: &mut Tx<'_>, appraisal: &Appraisal) -> Result<()> {
    let village = registry::area_at(tx, &appraisal.area_path)?;
    let Some(township) = appraisal.area_path.parent() else { return Ok(()) };
    for person in holding(tx, &township, SUPERVISE)? {
        let to = (
            format!("/desk/appraisals/{}", appraisal.id),
            format!("/villages/{}/supervision", village.id),
        );
        let said = (OFFICE_ENDS, vec![village.name.clone()]);
        tell(tx, (appraisal, "sunshine.office_ends"), person, said, to)?;
    }
    Ok(())
}

fn tell(
    tx: &mut Tx<'_>,
    (appraisal, kind): (&Appraisal, &'static str),
    person: PersonId,
    (sentence, args): (Text, Vec<String>),
    (href, link): (String, String),
) -> Result<bool> {
    let message = NewMessage {
        person,
        kind,
        urgency: Urgency::Notice,
        subject: Some(SubjectId(appraisal.id.0)),
        area: appraisal.area_path.clone(),
        sentence,
        args,
        href,
        link,
        phone: None,
        once: None,
    };
    messages::send(tx, &message)
}
