//! What people do with items and cases. Each act is one function: permit, load, find, save,
//! journal.

pub(crate) mod apply;
pub(crate) mod at_once;
pub(crate) mod closing;
pub(crate) mod finding;
pub(crate) mod items;
pub(crate) mod papers;
pub(crate) mod processing;
pub(crate) mod reading;
pub(crate) mod reception;

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use law::Cite;
use law::window::{Act, Event, Standing, State, clocks_of, standing};
use platform::clock::date_of;
use platform::storage::Json;
use platform::{Actor, BodyId, Entry, Error, Power, Result, Text, Tx, text};

use crate::item::Item;
use crate::model::{
    Case, CaseEvent, CaseId, CaseMaterial, Detail, File, StoredAct, StoredStage, StoredState,
};
use crate::refusals;
use crate::store::{cases, items as item_store};

/// A case with its past. Who may see it is the caller's question.
pub(crate) fn load(tx: &mut Tx<'_>, id: CaseId) -> Result<File> {
    let case = cases::case(tx, id)?;
    file_of(tx, case)
}

/// The past of a case, and what follows from it today.
pub(crate) fn file_of(tx: &mut Tx<'_>, case: Case) -> Result<File> {
    let item = item_store::version(tx, case.version_id)?.content.0;
    let events = cases::events_of(tx, case.id)?;
    let past: Vec<Event> = events.iter().map(crate::model::CaseEvent::event).collect();
    let standing = standing(&past)
        .map_err(|obstacle| Error::fault(format!("events of a case: {}", obstacle.key())))?;
    let (calendar, today) = (tx.calendar()?, tx.today());
    let clocks = clocks_of(&standing, &item.limits(), &calendar, today).map_err(|m| m.year);
    let materials = cases::materials_of(tx, case.id)?;
    let holder = registry::body(tx, case.holder_id)?;
    Ok(File { case, item, events, standing, clocks, materials, holder })
}

/// A case that begins here: nothing of it has to be read.
pub(crate) fn new_file(
    tx: &mut Tx<'_>,
    case: Case,
    item: Arc<Item>,
    materials: Vec<CaseMaterial>,
) -> Result<File> {
    let standing = Standing::default();
    let holder = registry::body(tx, case.holder_id)?;
    Ok(File { case, item, events: Vec::new(), standing, clocks: Ok(Vec::new()), materials, holder })
}

/// The applicant, where the name is not for everybody.
pub(crate) const APPLICANT: Text = text("申请人");

/// What an act does to a case besides being recorded.
pub(crate) struct Step {
    pub(crate) act: Act,
    pub(crate) detail: Detail,
    /// The body that has the case afterwards, when it moves.
    pub(crate) holder: Option<BodyId>,
    pub(crate) cite: Option<Cite>,
}

impl Step {
    pub(crate) fn new(act: Act) -> Self {
        Self { act, detail: Detail::default(), holder: None, cite: None }
    }

    pub(crate) fn saying(mut self, words: &str) -> Self {
        words.trim().clone_into(&mut self.detail.words);
        self
    }

    pub(crate) fn to(mut self, holder: BodyId) -> Self {
        self.holder = Some(holder);
        self
    }

    pub(crate) fn citing(mut self, cite: Cite) -> Self {
        self.cite = Some(cite);
        self
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Detail)) -> Self {
        change(&mut self.detail);
        self
    }
}

/// Records one act on a case: the law says whether it may follow, the event is added, the case
/// moves, the journal is written.
pub(crate) fn take(tx: &mut Tx<'_>, actor: &Actor, file: &mut File, step: Step) -> Result<()> {
    let Step { act, detail, holder, cite } = step;
    let refuse = |found| refusals::obstacle_of(&file.item, found);
    law::window::reason_given(act, &detail.words).map_err(refuse)?;
    // Where the machine's clock went back since the last event, the case stays at the time of that
    // event: nothing happens before what it follows.
    let at = file.events.last().map_or(tx.now(), |last| last.noted_at.max(tx.now()));
    let on = file.standing.last_on.map_or(date_of(at), |last_on| last_on.max(date_of(at)));
    let standing = file.standing.clone().after(Event { act, on }).map_err(refuse)?;
    let holder_id = holder.unwrap_or(file.case.holder_id);
    let open = !standing.state.ended() || awaits_delivery(&standing);
    let moved = cases::Moved {
        state: StoredState(standing.state),
        stage: standing.stage.map(StoredStage),
        holder: holder_id,
        open,
    };
    let body_name = body_of(actor, file.case.holder_id);
    let happened = (StoredAct(act), on, at);
    cases::add_event(tx, &file.case, happened, (actor, &body_name), &detail, &moved).map_err(
        |error| match error {
            Error::NotFound => refusals::moved_meanwhile(),
            other => other,
        },
    )?;
    // Who reads the journal of an area need not be one who may read the case: neither its code, nor
    // its item, nor its applicant stands in the entry.
    let mut entry = Entry::new(act_name(act), "case", file.case.id.0, &file.case.area_path);
    entry.cite = cite.and_then(|cite| file.item.bound_by(cite));
    let own = actor.person_id == Some(file.case.applicant_id);
    let named = Actor { name: APPLICANT.0.to_owned(), ..actor.clone() };
    if file.case.consent_id.is_some() && !detail.on_behalf_of.is_empty() {
        entry = entry.on_behalf_of(APPLICANT.0);
    }
    tx.journal(if own { &named } else { actor }, entry)?;
    follow(tx, actor, file, standing, Recorded { happened, body_name, detail, holder_id })
}

/// What [`take`] has recorded.
struct Recorded {
    happened: (StoredAct, Date, Timestamp),
    body_name: String,
    detail: Detail,
    holder_id: BodyId,
}

/// Brings the file in hand to where the case now is, without reading it all again.
fn follow(
    tx: &mut Tx<'_>,
    actor: &Actor,
    file: &mut File,
    standing: Standing,
    recorded: Recorded,
) -> Result<()> {
    let Recorded { happened: (act, happened_on, noted_at), body_name, detail, holder_id } =
        recorded;
    if holder_id != file.case.holder_id {
        file.holder = registry::body(tx, holder_id)?;
        file.case.holder_id = holder_id;
    }
    file.case.events += 1;
    file.case.state = StoredState(standing.state);
    file.case.stage = standing.stage.map(StoredStage);
    file.case.moved_at = noted_at;
    file.events.push(CaseEvent {
        case_id: file.case.id,
        number: file.case.events,
        act,
        happened_on,
        noted_at,
        actor_id: actor.person_id,
        actor_name: actor.name.clone(),
        body_name,
        detail: Json(detail),
    });
    let (calendar, today) = (tx.calendar()?, tx.today());
    file.clocks = clocks_of(&standing, &file.item.limits(), &calendar, today).map_err(|m| m.year);
    file.standing = standing;
    Ok(())
}

/// A decision is not done before it has reached the applicant.
fn awaits_delivery(standing: &Standing) -> bool {
    matches!(standing.state, State::Granted | State::Denied) && standing.delivered_on.is_none()
}

/// The body in whose name the actor acts: the one that has the case, or else the first.
fn body_of(actor: &Actor, holder: BodyId) -> String {
    let own = actor.posts.iter().find(|post| post.body_id == holder).or(actor.posts.first());
    own.map(|post| post.body_name.clone()).unwrap_or_default()
}

/// Loads a case that is in one of the actor's bodies, for an act that needs a power there.
pub(crate) fn load_in_hand(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: CaseId,
    power: Power,
) -> Result<File> {
    let file = load(tx, id)?;
    reading::may_read(tx, actor, &file)?;
    refuse_own(actor, &file)?;
    actor.permit_in(power, file.case.holder_id)?;
    Ok(file)
}

/// Nobody works on their own case 回避.
pub(crate) fn refuse_own(actor: &Actor, file: &File) -> Result<()> {
    if actor.person_id == Some(file.case.applicant_id) { Err(refusals::own_case()) } else { Ok(()) }
}

/// The word of an act in the journal.
pub const fn act_name(act: Act) -> &'static str {
    match act {
        Act::Submit => "window.case_submitted",
        Act::ReturnAtPrecheck => "window.case_returned",
        Act::Receive => "window.case_received",
        Act::GiveNotice => "window.notice_given",
        Act::TakeMaterials => "window.materials_taken",
        Act::Accept => "window.case_accepted",
        Act::DeemAccepted => "window.case_deemed_accepted",
        Act::FindNotApplicable => "window.case_not_applicable",
        Act::RefuseAcceptance => "window.acceptance_refused",
        Act::HandOver => "window.case_handed_over",
        Act::Opine(_) => "window.opinion_written",
        Act::Suspend => "window.case_suspended",
        Act::Resume => "window.case_resumed",
        Act::Grant => "window.case_granted",
        Act::Deny => "window.case_denied",
        Act::AskWithdrawal => "window.withdrawal_asked",
        Act::DeclineWithdrawal => "window.withdrawal_declined",
        Act::ConfirmWithdrawal => "window.case_withdrawn",
        Act::Deliver => "window.result_delivered",
        Act::Rate => "window.case_rated",
    }
}
