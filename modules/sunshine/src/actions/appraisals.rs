//! The yearly appraisal: noted, counted twice by two who do not see each other's count, published.

use jiff::civil::Date;
use law::parameters::Setting;
use law::sunshine::{Appraised, Slips, Yearly, is_appraised, yearly};
use platform::area::Level;
use platform::storage::Json;
use platform::{Actor, App, AreaId, AreaPath, Entry, Error, PersonId, Result, Tx};
use registry::{BodyKind, Holder, PostHeldId, merging};
use serde_json::json;

use super::findings::owners;
use crate::appraisal::{
    Appraisal, AppraisalId, Appraisee, Counting, Earlier, Heap, Judged, Session, judged,
};
use crate::messages::supervision as messages;
use crate::model::AppraisedWord;
use crate::powers::{COUNT, SUPERVISE, WATCH};
use crate::refusals::supervision as refusals;
use crate::store::appraisals;

/// More slips than a village has people.
const SLIPS_MAX: i64 = 100_000;

/// No county has more places.
const VILLAGES_MAX: u32 = 5_000;

/// Numbers that the place set. They are not kept yet: what nobody confirmed says so on the page.
const LOCAL: &[Setting] = &[];

/// An appraisal as it is noted.
#[derive(Debug, Clone)]
pub struct Held {
    /// Of which village.
    pub area: AreaId,
    /// On which day.
    pub on: Date,
    /// How many slips were given out about each.
    pub slips_out: i64,
    /// Besides the committee: whose lost work the villagers or the collective pay.
    pub staff: Vec<PostHeldId>,
}

/// The supervision committee notes that an appraisal was held.
pub async fn begin_appraisal(app: &App, actor: &Actor, held: Held) -> Result<AppraisalId> {
    let actor = actor.clone();
    app.db.write(move |tx| begin_in(tx, &actor, &held)).await
}

fn begin_in(tx: &mut Tx<'_>, actor: &Actor, held: &Held) -> Result<AppraisalId> {
    let area = registry::area(tx, held.area)?;
    actor.permit(WATCH, &area.path)?;
    if area.level() != Level::Village {
        return Err(refusals::no_supervised_village().into());
    }
    let today = tx.today();
    if held.on > today {
        return Err(refusals::held_to_come().into());
    }
    if held.on.year() < today.year() - 1 {
        return Err(refusals::held_long_ago().into());
    }
    if !(1..=SLIPS_MAX).contains(&held.slips_out) {
        return Err(refusals::slips_out().into());
    }
    if appraisals::at(tx, &area.path)?.iter().any(Appraisal::is_open) {
        return Err(refusals::appraisal_open().into());
    }
    let people = appraised(tx, &area.path, held)?;
    let id = appraisals::insert(tx, actor, &area.path, (held.on, held.slips_out), &people)?;
    let entry = Entry::new("sunshine.appraisal_begun", "appraisal", id.0, &area.path)
        .citing(law::sunshine::appraisal_cite(held.on))
        .facts(json!({ "held_on": held.on.to_string(), "people": people.len() }));
    tx.journal(actor, entry)?;
    let appraisal = appraisals::find(tx, id)?;
    messages::to_count(tx, actor, &appraisal, false)?;
    Ok(id)
}

/// All members of the committee, and those of the staff who were named; each once.
fn appraised(tx: &mut Tx<'_>, area: &AreaPath, held: &Held) -> Result<Vec<appraisals::NewPerson>> {
    let (committee, staff) = may_be_appraised(tx, area)?;
    if committee.is_empty() {
        return Err(refusals::nobody_to_appraise().into());
    }
    let chosen = staff.into_iter().filter(|one| held.staff.contains(&one.id));
    let all = committee
        .into_iter()
        .map(|one| (one, Appraised::Committee))
        .chain(chosen.map(|one| (one, Appraised::PaidStaff)));
    let mut people: Vec<appraisals::NewPerson> = Vec::new();
    for (one, as_what) in all {
        let there = people.iter().any(|known| known.0 == one.person_id);
        if !there && is_appraised(as_what, held.on).is_some() {
            people.push((one.person_id, one.name, one.post, AppraisedWord(as_what)));
        }
    }
    Ok(people)
}

/// The members of the villagers' committee, and others who may be paid for lost work.
pub(crate) fn may_be_appraised(
    tx: &mut Tx<'_>,
    area: &AreaPath,
) -> Result<(Vec<Holder>, Vec<Holder>)> {
    let kind = BodyKind::VillagersCommittee;
    let body = registry::body_of_kind(tx, area, kind)?;
    let sits = |one: &Holder| {
        body.as_ref().is_some_and(|body| body.id == one.body_id) && kind.seats_post(&one.post)
    };
    let (committee, others): (Vec<Holder>, Vec<Holder>) =
        owners(tx, area)?.into_iter().partition(sits);
    let known: Vec<PersonId> = committee.iter().map(|one| one.person_id).collect();
    let others = others.into_iter().filter(|one| !known.contains(&one.person_id)).collect();
    Ok((committee, others))
}

/// Somebody counted the slips about everybody.
pub async fn count_slips(
    app: &App,
    actor: &Actor,
    id: AppraisalId,
    slips: Vec<Heap>,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let session = open_session(tx, &actor, id)?;
            let appraisal = &session.appraisal;
            actor.permit(COUNT, &appraisal.area_path)?;
            let people: Vec<PersonId> = session.people.iter().map(|one| one.person_id).collect();
            if merging::is_among(tx, &actor, &people)? {
                return Err(refusals::counts_oneself().into());
            }
            match session.counting {
                Counting::Agreed(_) => return Err(refusals::count_stands().into()),
                Counting::Second { by: Some(by) } if merging::is_among(tx, &actor, &[by])? => {
                    return Err(refusals::counted_already().into());
                }
                Counting::First(_) | Counting::Second { .. } => {}
            }
            if slips.len() != people.len() {
                return Err(refusals::slips_missing("slips").into());
            }
            let number = session.counts.iter().map(|count| count.number).max().unwrap_or(0) + 1;
            appraisals::add_count(tx, &actor, (id, number), &Json(slips.clone()))?;
            let act = "sunshine.appraisal_counted";
            let entry = Entry::new(act, "appraisal", id.0, &appraisal.area_path);
            tx.journal(&actor, entry.facts(json!({ "count": number })))?;
            let counts = appraisals::counts_of(tx, id)?;
            match Counting::of(&counts, appraisal.slips_out) {
                Counting::First(_) => messages::to_count(tx, &actor, appraisal, true),
                Counting::Second { .. } | Counting::Agreed(_) => Ok(()),
            }
        })
        .await
}

/// The result is published on the board of the village.
pub async fn publish_appraisal(app: &App, actor: &Actor, id: AppraisalId) -> Result<()> {
    let actor = actor.clone();
    app.db.write(move |tx| publish_in(tx, &actor, id, LOCAL)).await
}

pub(crate) fn publish_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: AppraisalId,
    local: &'static [Setting],
) -> Result<()> {
    let session = open_session(tx, actor, id)?;
    let appraisal = &session.appraisal;
    actor.permit(WATCH, &appraisal.area_path)?;
    let Counting::Agreed(slips) = &session.counting else {
        return Err(refusals::not_counted().into());
    };
    let judged = judge(tx, appraisal, (&session.people, slips), local)?;
    appraisals::end(tx, actor, id, (true, ""))?;
    let entry = Entry::new("sunshine.appraisal_published", "appraisal", id.0, &appraisal.area_path)
        .citing(law::sunshine::appraisal_cite(appraisal.held_on))
        .facts(json!({ "people": judged.len() }));
    tx.journal(actor, entry)?;
    if judged.iter().any(|one| one.ends.is_some()) {
        messages::office_ends(tx, appraisal)?;
    }
    Ok(())
}

/// What was noted by mistake is given up, and says why.
pub async fn give_up_appraisal(
    app: &App,
    actor: &Actor,
    id: AppraisalId,
    words: String,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let session = open_session(tx, &actor, id)?;
            let area = &session.appraisal.area_path;
            actor.permit(WATCH, area)?;
            let words = words.trim();
            if words.is_empty() {
                return Err(refusals::reason_missing().into());
            }
            appraisals::end(tx, &actor, id, (false, words))?;
            tx.journal(&actor, Entry::new("sunshine.appraisal_given_up", "appraisal", id.0, area))
        })
        .await
}

/// Whether the actor has to do with appraisals there.
fn concerns(actor: &Actor, area: &AreaPath) -> bool {
    [WATCH, COUNT, SUPERVISE].iter().any(|power| actor.may(*power, area))
}

/// An appraisal for who watches, counts, or sees to it that villages work.
pub fn appraisal(tx: &mut Tx<'_>, actor: &Actor, id: AppraisalId) -> Result<Session> {
    let found = appraisals::find(tx, id)?;
    if concerns(actor, &found.area_path) { session(tx, found) } else { Err(Error::NotFound) }
}

fn open_session(tx: &mut Tx<'_>, actor: &Actor, id: AppraisalId) -> Result<Session> {
    let session = appraisal(tx, actor, id)?;
    let open = session.appraisal.is_open();
    if open { Ok(session) } else { Err(refusals::appraisal_over().into()) }
}

fn session(tx: &mut Tx<'_>, appraisal: Appraisal) -> Result<Session> {
    let people = appraisals::people_of(tx, appraisal.id)?;
    let counts = appraisals::counts_of(tx, appraisal.id)?;
    let counting = Counting::of(&counts, appraisal.slips_out);
    let judged = match &counting {
        Counting::Agreed(slips) => judge(tx, &appraisal, (&people, slips), LOCAL)?,
        Counting::First(_) | Counting::Second { .. } => Vec::new(),
    };
    Ok(Session { appraisal, people, counts, counting, judged })
}

fn judge(
    tx: &mut Tx<'_>,
    appraisal: &Appraisal,
    (people, slips): (&[Appraisee], &[Slips]),
    local: &'static [Setting],
) -> Result<Vec<Judged>> {
    let mut all = Vec::new();
    for (person, slips) in people.iter().zip(slips) {
        let earlier = earlier(tx, appraisal, person.person_id)?;
        all.push(judged(person.clone(), (appraisal.held_on, *slips), &earlier, local));
    }
    Ok(all)
}

/// What was counted about somebody in the appraisals before this one.
fn earlier(tx: &mut Tx<'_>, now: &Appraisal, person: PersonId) -> Result<Earlier> {
    let mut found = Vec::new();
    for before in appraisals::of_person(tx, person)? {
        if (before.held_on, before.id) >= (now.held_on, now.id) {
            continue;
        }
        let people = appraisals::people_of(tx, before.id)?;
        let counts = appraisals::counts_of(tx, before.id)?;
        if let Counting::Agreed(slips) = Counting::of(&counts, before.slips_out) {
            let own = people.iter().zip(slips).find(|(one, _)| one.person_id == person);
            found.extend(own.map(|(_, slips)| (before.held_on, slips)));
        }
    }
    Ok(found)
}

/// Those of a village that everybody may read, the newest first, and how the year stands.
pub fn published_appraisals(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    limit: usize,
) -> Result<(Vec<Session>, Yearly)> {
    let (today, all) = (tx.today(), appraisals::at(tx, area)?);
    let public: Vec<Appraisal> = all.into_iter().filter(Appraisal::is_public).collect();
    let held: Vec<Date> = public.iter().map(|one| one.held_on).collect();
    let year = yearly(&held, today.year(), today);
    let shown = public.into_iter().take(limit);
    let sessions = shown.map(|one| session(tx, one)).collect::<Result<Vec<_>>>()?;
    Ok((sessions, year))
}

/// All of a village, for its desk.
pub(crate) fn appraisals_at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Appraisal>> {
    appraisals::at(tx, area)
}

/// The villages within an area that have a villagers' committee and no appraisal this year, and
/// how their year stands.
pub(crate) fn not_appraised(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<(String, Yearly)>> {
    let today = tx.today();
    let held = appraisals::held_since(tx, area, today.first_of_year())?;
    let mut found = Vec::new();
    for village in registry::areas_within(tx, area, VILLAGES_MAX)? {
        if village.level() != Level::Village {
            continue;
        }
        let own = held.iter().filter(|one| one.area_path == village.path);
        let days: Vec<Date> = own.map(|one| one.held_on).collect();
        let year = yearly(&days, today.year(), today);
        let committee = BodyKind::VillagersCommittee;
        if year != Yearly::Held && registry::body_of_kind(tx, &village.path, committee)?.is_some() {
            found.push((village.name, year));
        }
    }
    Ok(found)
}
