//! At the window: receipt, one-time notice, acceptance, and the two ways to say no.

use law::window::{
    ACCEPT_WHAT_IS_COMPLETE, Acceptance, Act, NOT_APPLICABLE, NOT_OUR_POWER, ONE_TIME_NOTICE,
    State, WRITTEN_SLIP, acceptance, refusal_complete,
};
use platform::journal::Subject;
use platform::{Actor, App, AreaPath, Entry, Result, Tx};
use serde_json::json;

use super::apply::deciding_organ;
use super::{Step, load, load_in_hand, take};
use crate::item::{Kind, Need, Origin};
use crate::model::{CaseId, File, MaterialState, StoredState};
use crate::powers::RECEIVE;
use crate::refusals;
use crate::store::cases;

/// How many cases one run of the job looks at.
const CASES_PER_RUN_MAX: u32 = 5000;

/// Loads a case at a body of a level that takes its item in.
fn load_at_level(tx: &mut Tx<'_>, actor: &Actor, id: CaseId) -> Result<File> {
    let file = load_in_hand(tx, actor, id, RECEIVE)?;
    let place = file.item.acceptance_level;
    if file.holder.area_path.level() <= place.level() {
        Ok(file)
    } else {
        Err(refusals::not_accepted_here(place.label()))
    }
}

/// Takes the materials of an application that came in online or from a station.
pub async fn receive(app: &App, actor: &Actor, id: CaseId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let mut file = load_at_level(tx, &actor, id)?;
            take(tx, &actor, &mut file, Step::new(Act::Receive).citing(WRITTEN_SLIP))
        })
        .await
}

/// Sends an online application back before it is received, with everything that is wrong.
pub async fn return_at_precheck(app: &App, actor: &Actor, id: CaseId, words: &str) -> Result<()> {
    let (actor, words) = (actor.clone(), words.to_owned());
    app.db
        .write(move |tx| {
            let mut file = load_in_hand(tx, &actor, id, RECEIVE)?;
            take(tx, &actor, &mut file, Step::new(Act::ReturnAtPrecheck).saying(&words))
        })
        .await
}

/// Tells, once and completely, what is missing: the numbers of the papers, and words for the rest.
pub async fn give_notice(
    app: &App,
    actor: &Actor,
    id: CaseId,
    missing: Vec<i64>,
    words: &str,
) -> Result<()> {
    let (actor, words) = (actor.clone(), words.to_owned());
    app.db
        .write(move |tx| {
            let mut file = load_in_hand(tx, &actor, id, RECEIVE)?;
            refuse_if_deemed(tx, &file)?;
            let names: Vec<String> = file
                .materials
                .iter()
                .filter(|paper| missing.contains(&paper.number))
                .map(|paper| paper.name.clone())
                .collect();
            if names.is_empty() && words.trim().is_empty() {
                return Err(refusals::nothing_missing());
            }
            for number in &missing {
                cases::move_material(tx, id, *number, MaterialState::Missing, "")?;
            }
            let step = Step::new(Act::GiveNotice).saying(&words).citing(ONE_TIME_NOTICE);
            take(tx, &actor, &mut file, step.with(|detail| detail.materials = names))
        })
        .await
}

/// Takes what the notice asked for.
pub async fn take_materials(
    app: &App,
    actor: &Actor,
    id: CaseId,
    handed_in: Vec<i64>,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let mut file = load_in_hand(tx, &actor, id, RECEIVE)?;
            let names: Vec<String> = file
                .materials
                .iter()
                .filter(|paper| handed_in.contains(&paper.number))
                .map(|paper| paper.name.clone())
                .collect();
            for number in &handed_in {
                cases::move_material(tx, id, *number, MaterialState::HandedIn, "")?;
            }
            let step = Step::new(Act::TakeMaterials).citing(ONE_TIME_NOTICE);
            take(tx, &actor, &mut file, step.with(|detail| detail.materials = names))
        })
        .await
}

/// Accepts, and hands the case to the organ that decides. `verified` are the papers that were
/// looked at and found right.
pub async fn accept(app: &App, actor: &Actor, id: CaseId, verified: Vec<i64>) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let mut file = load_at_level(tx, &actor, id)?;
            for number in &verified {
                cases::move_material(tx, id, *number, MaterialState::Verified, "")?;
            }
            let missing = missing_papers(&file, &verified);
            if !missing.is_empty() {
                return Err(refusals::papers_missing(&missing.join("、")));
            }
            if deemed(tx, &file)? {
                // The last day passed before the hourly job came round: the law was quicker.
                let step = Step::new(Act::DeemAccepted).citing(ONE_TIME_NOTICE);
                take(tx, &Actor::program(), &mut file, step)?;
            }
            if file.standing.state != State::Accepted {
                let step = Step::new(Act::Accept).citing(ACCEPT_WHAT_IS_COMPLETE);
                take(tx, &actor, &mut file, step)?;
            }
            let organ = deciding_organ(tx, &file.item, &file.case.area_path)?;
            let step = Step::new(Act::HandOver).to(organ.id);
            take(tx, &actor, &mut file, step.with(|detail| detail.organ = organ.name))
        })
        .await
}

/// The names of the papers that must be there and were not found right.
fn missing_papers(file: &File, verified: &[i64]) -> Vec<String> {
    let needed = |number: i64| {
        let paper = usize::try_from(number).ok().and_then(|at| file.item.material.get(at));
        paper.is_some_and(|paper| paper.need == Need::Required && paper.origin != Origin::Shared)
    };
    file.materials
        .iter()
        .filter(|paper| needed(paper.number) && !verified.contains(&paper.number))
        .filter(|paper| paper.state != MaterialState::Verified)
        .map(|paper| paper.name.clone())
        .collect()
}

/// Says that nothing needs to be applied for.
pub async fn find_not_applicable(app: &App, actor: &Actor, id: CaseId, words: &str) -> Result<()> {
    let (actor, words) = (actor.clone(), words.to_owned());
    app.db
        .write(move |tx| {
            let mut file = load_in_hand(tx, &actor, id, RECEIVE)?;
            refuse_if_deemed(tx, &file)?;
            let step = Step::new(Act::FindNotApplicable).saying(&words).citing(NOT_APPLICABLE);
            take(tx, &actor, &mut file, step)
        })
        .await
}

/// Refuses acceptance and names the right organ.
pub async fn refuse_acceptance(
    app: &App,
    actor: &Actor,
    id: CaseId,
    words: &str,
    organ: &str,
) -> Result<()> {
    let (actor, words, organ) = (actor.clone(), words.to_owned(), organ.trim().to_owned());
    app.db
        .write(move |tx| {
            let mut file = load_at_level(tx, &actor, id)?;
            refuse_if_deemed(tx, &file)?;
            refusal_complete(&words, &organ)
                .map_err(|found| refusals::obstacle_of(&file.item, found))?;
            let step = Step::new(Act::RefuseAcceptance).saying(&words).citing(NOT_OUR_POWER);
            take(tx, &actor, &mut file, step.with(|detail| detail.organ.clone_from(&organ)))
        })
        .await
}

/// Once the law has accepted, the window has nothing left to refuse or to ask for.
fn refuse_if_deemed(tx: &mut Tx<'_>, file: &File) -> Result<()> {
    if deemed(tx, file)? { Err(refusals::already_accepted_by_law()) } else { Ok(()) }
}

/// Whether the law has accepted the case by now. Only licences are accepted so.
fn deemed(tx: &mut Tx<'_>, file: &File) -> Result<bool> {
    let standing = &file.standing;
    let waits = matches!(standing.state, State::Received | State::AwaitingCorrection);
    let (Some(received_on), true) =
        (standing.received_on, waits && file.item.kind == Kind::Licence)
    else {
        return Ok(false);
    };
    let (calendar, today) = (tx.calendar()?, tx.today());
    let (notice_on, in_on) = (standing.notice_on, standing.materials_in_on);
    let found = acceptance(received_on, notice_on, in_on, standing.accepted_on, &calendar, today);
    // Without a calendar nothing is deemed; the page says which year is missing.
    Ok(matches!(found, Ok(Acceptance::DeemedAccepted { .. })))
}

/// Notes how many open cases a new year of the calendar bears on, and accepts at once what the law
/// has accepted by that calendar.
pub(crate) fn note_new_calendar(tx: &mut Tx<'_>, actor: &Actor, added: &Entry) -> Result<()> {
    let open = cases::count_open(tx)?;
    let facts = json!({ "open_cases": open, "calendar": added.facts });
    let entry = Entry::new("window.clocks_recomputed", "cases", Subject::NONE, &AreaPath::county());
    tx.journal(actor, entry.facts(facts))?;
    deem_accepted(tx).map(drop)
}

/// Records deemed acceptance where the time has passed. A job runs it every hour.
pub(crate) fn deem_accepted(tx: &mut Tx<'_>) -> Result<u64> {
    let program = Actor::program();
    let mut done = 0;
    for state in [State::Received, State::AwaitingCorrection] {
        for case in cases::in_state(tx, StoredState(state), CASES_PER_RUN_MAX)? {
            let mut file = load(tx, case.id)?;
            if deemed(tx, &file)? {
                let step = Step::new(Act::DeemAccepted).citing(ONE_TIME_NOTICE);
                take(tx, &program, &mut file, step)?;
                done += 1;
            }
        }
    }
    Ok(done)
}
