//! What happens by lapse of time, and what follows from acts elsewhere.

use platform::id::Uuid;
use platform::jobs::Job;
use platform::{Actor, BodyId, Entry, PersonId, Refusal, Result, Tx};

use registry::merging::{self, Told};

use crate::actions::processing::hand_over_all;
use crate::actions::reception::{deem_accepted, note_new_calendar};
use crate::messages::escalate;
use crate::personal::discard_drafts_of;
use crate::store::{merges, places};

/// Applications that nobody answered in time are accepted by law.
pub(crate) static DEEMED_ACCEPTANCE: Job =
    Job { name: "deemed acceptance", every_minutes: 60, run: deem_accepted };

/// Who has to act, and who answers for it, hears when time runs out.
pub(crate) static ESCALATION: Job = Job { name: "escalation", every_minutes: 60, run: escalate };

/// A new year in the calendar gives every open case its days: clocks are computed whenever they
/// are looked at, so nothing is to be corrected, but whoever reads the journal shall know from
/// when on the days count otherwise.
pub(crate) fn on_calendar_year(tx: &mut Tx<'_>, actor: &Actor, entry: &Entry) -> Result<()> {
    if entry.act == "calendar.year_added" { note_new_calendar(tx, actor, entry) } else { Ok(()) }
}

/// Nobody goes on with what a person who died had begun to fill in. What was sent in stays: the
/// organ that has the case sees the mark and decides what to do.
pub(crate) fn on_death(tx: &mut Tx<'_>, _: &Actor, entry: &Entry) -> Result<()> {
    match (entry.act, entry.subject_id) {
        ("registry.person_died", Some(person)) => discard_drafts_of(tx, PersonId(person.0)),
        _ => Ok(()),
    }
}

/// Where both registrations of one person have cases, nobody makes them one alone.
pub(crate) fn on_merge(tx: &mut Tx<'_>, _: &Actor, entry: &Entry) -> Result<()> {
    if let Some(told) = Told::by(entry)?
        && told.alone
        && merges::has_case(tx, told.kept)?
        && merges::has_case(tx, told.merged)?
    {
        return Err(merging::second_eyes().into());
    }
    Ok(())
}

/// What a body that ended with its village still had to work on is the successor's.
pub(crate) fn on_area_merged(tx: &mut Tx<'_>, _: &Actor, entry: &Entry) -> Result<()> {
    if entry.act != "registry.area_merged" {
        return Ok(());
    }
    let ended = entry.facts.get("ended").and_then(|ended| ended.as_array());
    for id in ended.into_iter().flatten().filter_map(|id| id.as_str()) {
        let body = registry::body(tx, id.parse()?)?;
        let open = places::open_at(tx, body.id)?;
        if open == 0 {
            continue;
        }
        let same = registry::body_of_kind(tx, &entry.area_path, body.kind)?;
        let next = same.ok_or_else(|| nobody_to_go_on(&body.name, open))?;
        places::hand_on(tx, body.id, next.id)?;
    }
    Ok(())
}

fn nobody_to_go_on(body: &str, open: i64) -> Refusal {
    let sentence = "“{1}”还有 {2} 件没办完，并入的地方没有同类的组织接着办。请先在那里登记一个";
    Refusal::new("window.nobody_to_go_on", sentence).with(body).with(open).at("to")
}

/// A body that ends leaves no case behind: what comes after it goes on with them, and where nothing
/// does they are handed over or closed first.
pub(crate) fn on_body_ended(tx: &mut Tx<'_>, actor: &Actor, entry: &Entry) -> Result<()> {
    match (entry.act, entry.subject_id) {
        ("registry.body_ended", Some(body)) => {
            let next = entry.facts.get("successor").and_then(serde_json::Value::as_str);
            let next = next.and_then(|id| Uuid::try_parse(id).ok()).map(BodyId);
            hand_over_all(tx, actor, BodyId(body.0), next)
        }
        _ => Ok(()),
    }
}
