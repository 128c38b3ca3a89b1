//! Who may see which case, and the lists.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use law::window::{
    Act, Event, Light, Rating, Stage, State, clocks_of, current, four_eyes, standing,
};
use platform::area::Level;
use platform::{Actor, AreaPath, BodyId, Error, PersonId, Result, Tx};
use registry::merging;

use super::{apply, file_of, load};
use crate::model::{
    Answers, Case, CaseEvent, CaseId, Consent, File, Rated, Sealed, Version, VersionId, WorkItem,
};
use crate::powers::{APPROVE, ASSIST, DELIVER, INVESTIGATE, RECEIVE, REVIEW, SUPERVISE, WORKLIST};
use crate::refusals;
use crate::store::{cases, drafts, files, items};

/// Open cases that a worklist takes from one body.
const WORKLIST_MAX: u32 = 2000;

/// Open cases that one run of a job looks at.
const ALL_OPEN_MAX: u32 = 50_000;

/// The sums above a worklist, all from the same lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Cases that came in during the last seven days in the areas of the reader.
    pub came_in_this_week: i64,
    /// Ratings so far.
    pub ratings: i64,
    /// Of them, 不满意 and 非常不满意.
    pub bad_ratings: i64,
}

/// What a worklist shows.
#[derive(Debug, Clone, Default)]
pub struct Worklist {
    /// Overdue first, then by what is due next.
    pub lines: Vec<WorkItem>,
    /// The sums.
    pub sums: Sums,
}

/// Lets those see a case who have to do with it; for others it is not there.
pub(crate) fn may_read(tx: &mut Tx<'_>, actor: &Actor, file: &File) -> Result<()> {
    if must_be_own(tx, actor, file).is_ok() {
        return Ok(());
    }
    let working = [RECEIVE, INVESTIGATE, REVIEW, APPROVE, DELIVER];
    let holds = |power| actor.bodies(power).contains(&file.case.holder_id);
    // Who had a hand in it sees it for as long as they work on cases of that area.
    let still_works = working.into_iter().any(|power| actor.may(power, &file.case.area_path));
    let hand = file.events.iter().any(|event| {
        event.actor_id.is_some() && event.actor_id == actor.person_id && event.act.0 != Act::Rate
    });
    let hand = hand && still_works;
    // The township's window sees the cases of its villages; a village's clerk only those at hand.
    let at_window = actor.posts.iter().any(|post| {
        post.gives(RECEIVE)
            && post.area_path.level() == Level::Township
            && post.area_path.contains(&file.case.area_path)
    });
    let supervises = actor.may(SUPERVISE, &file.case.area_path);
    if working.into_iter().any(holds) || hand || at_window || supervises {
        return Ok(());
    }
    let department = registry::department(tx, &file.item.department)?;
    let in_department =
        department.is_some_and(|own| actor.posts.iter().any(|post| post.body_id == own.id));
    if in_department { Ok(()) } else { Err(Error::NotFound) }
}

/// The clerk to whom the applicant gave the word.
fn agent_of(tx: &mut Tx<'_>, file: &File) -> Result<Option<platform::PersonId>> {
    file.case
        .consent_id
        .map(|consent| drafts::consent(tx, consent).map(|consent| consent.agent_id))
        .transpose()
}

/// The applicant, or the clerk who has the applicant's word.
pub(crate) fn must_be_own(tx: &mut Tx<'_>, actor: &Actor, file: &File) -> Result<()> {
    if actor.is_self(file.case.applicant_id) {
        return Ok(());
    }
    must_be_agent(tx, actor, file)
}

/// The clerk who has the applicant's word, for as long as they are the clerk there.
pub(crate) fn must_be_agent(tx: &mut Tx<'_>, actor: &Actor, file: &File) -> Result<()> {
    let agent = agent_of(tx, file)?;
    let named = agent.is_some() && agent == actor.person_id;
    if named && actor.may(ASSIST, &file.case.area_path) { Ok(()) } else { Err(Error::NotFound) }
}

/// Who had a hand in a case before, the clerk with the applicant's word among them.
fn hands(tx: &mut Tx<'_>, file: &File) -> Result<Vec<PersonId>> {
    let mut hands = file.hands();
    hands.extend(agent_of(tx, file)?);
    Ok(hands)
}

/// Four eyes: the actor had no hand in the case, under no registration that is the actor's by now.
pub(crate) fn other_hands_only(tx: &mut Tx<'_>, actor: &Actor, file: &File) -> Result<()> {
    let hands = hands(tx, file)?;
    let own = merging::registrations_of(tx, actor.person()?)?;
    let free = |own| four_eyes(own, &hands).map_err(refusals::obstacle);
    own.iter().try_for_each(free)
}

/// A case for those who have to do with it.
pub fn open_case(tx: &mut Tx<'_>, actor: &Actor, id: CaseId) -> Result<File> {
    let file = load(tx, id)?;
    may_read(tx, actor, &file)?;
    Ok(file)
}

/// What is kept sealed of a case that the reader may see.
pub fn sealed_of(tx: &mut Tx<'_>, actor: &Actor, file: &File) -> Result<Sealed> {
    may_read(tx, actor, file)?;
    apply::unseal(tx, &file.case.answers_sealed)
}

/// The word of the applicant, where a clerk acts.
pub fn consent_of(tx: &mut Tx<'_>, file: &File) -> Result<Option<Consent>> {
    file.case.consent_id.map(|consent| drafts::consent(tx, consent)).transpose()
}

/// The word of the applicant, where a clerk fills the form in.
pub fn consent_of_draft(tx: &mut Tx<'_>, draft: &crate::model::Draft) -> Result<Option<Consent>> {
    draft.consent_id.map(|consent| drafts::consent(tx, consent)).transpose()
}

/// A case by the code that its applicant was given.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<File> {
    let code = platform::code::read(code).ok_or(Error::NotFound)?;
    let case = cases::by_code(tx, &code)?;
    file_of(tx, case)
}

/// The short code of a case.
pub fn code_of(tx: &mut Tx<'_>, id: CaseId) -> Result<String> {
    cases::case(tx, id).map(|case| case.code)
}

/// The rating of a case.
pub fn rating_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Rated>> {
    cases::rating_of(tx, case)
}

/// One's own cases, the newest first.
pub fn own_cases(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<File>> {
    let own = cases::of_applicant(tx, actor.person()?)?;
    own.into_iter().map(|case| file_of(tx, case)).collect()
}

/// [`own_cases`] part by part: those before a moment and an id.
pub fn own_cases_after(
    tx: &mut Tx<'_>,
    actor: &Actor,
    after: Option<(Timestamp, CaseId)>,
    limit: u32,
) -> Result<Vec<File>> {
    let last = (tx.now(), CaseId(platform::Uuid::max()));
    let own = cases::of_applicant_after(tx, actor.person()?, after.unwrap_or(last), limit)?;
    own.into_iter().map(|case| file_of(tx, case)).collect()
}

/// What waits in the actor's bodies. Overdue is computed here and nowhere stored.
pub fn worklist(tx: &mut Tx<'_>, actor: &Actor) -> Result<Worklist> {
    let mut bodies: Vec<BodyId> = WORKLIST.iter().flat_map(|power| actor.bodies(*power)).collect();
    bodies.sort_unstable();
    bodies.dedup();
    let mut limits = LimitsKept::default();
    let mut lines = Vec::new();
    for body in bodies {
        let open = cases::open_at(tx, body, WORKLIST_MAX)?;
        let events = cases::events_of_open_at(tx, body)?;
        let dead = cases::dead_at(tx, body)?;
        lines.extend(lines_of(tx, (open, &dead), events, &mut limits)?);
        for new in files::new_at(tx, body)? {
            let line = lines.iter_mut().find(|line| line.case.id == new.case_id);
            line.into_iter().for_each(|line| line.new_files = new.files);
        }
    }
    lines.sort_by_key(|line| (urgency(line), line.case.moved_at, line.case.id));
    Ok(Worklist { lines, sums: sums(tx, actor)? })
}

/// All open cases of the supervisor's areas, overdue first.
pub fn open_cases(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<WorkItem>> {
    let mut limits = LimitsKept::default();
    let mut lines = Vec::new();
    for area in actor.scope(SUPERVISE)?.areas() {
        let open = cases::open_in(tx, area, WORKLIST_MAX)?;
        let mut events = Vec::new();
        for case in &open {
            events.extend(cases::events_of(tx, case.id)?);
        }
        let dead = cases::dead_in(tx, area)?;
        lines.extend(lines_of(tx, (open, &dead), events, &mut limits)?);
    }
    lines.sort_by_key(|line| (urgency(line), line.case.moved_at, line.case.id));
    Ok(lines)
}

/// All open cases of the county, for what the program does by itself.
pub(crate) fn all_open(tx: &mut Tx<'_>) -> Result<Vec<WorkItem>> {
    let county = AreaPath::county();
    let open = cases::open_in(tx, &county, ALL_OPEN_MAX)?;
    let events = cases::events_of_open_in(tx, &county)?;
    let dead = cases::dead_in(tx, &county)?;
    lines_of(tx, (open, &dead), events, &mut LimitsKept::default())
}

/// The open cases for which the clerk has the applicant's word, the latest first.
pub fn assisted_cases(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<File>> {
    let mut own = Vec::new();
    for area in actor.scope(ASSIST)?.areas() {
        for case in cases::open_in(tx, area, WORKLIST_MAX)? {
            let Some(consent) = case.consent_id else { continue };
            if Some(drafts::consent(tx, consent)?.agent_id) == actor.person_id {
                own.push(file_of(tx, case)?);
            }
        }
    }
    own.reverse();
    Ok(own)
}

/// The limits of the versions in a list, read once each.
#[derive(Default)]
struct LimitsKept(HashMap<VersionId, law::window::Limits>);

impl LimitsKept {
    fn of(&mut self, tx: &mut Tx<'_>, version: VersionId) -> Result<law::window::Limits> {
        if let Some(limits) = self.0.get(&version) {
            return Ok(*limits);
        }
        let limits = items::version(tx, version)?.content.0.limits();
        self.0.insert(version, limits);
        Ok(limits)
    }
}

fn lines_of(
    tx: &mut Tx<'_>,
    (open, dead): (Vec<Case>, &HashSet<CaseId>),
    events: Vec<CaseEvent>,
    limits: &mut LimitsKept,
) -> Result<Vec<WorkItem>> {
    let (calendar, today) = (tx.calendar()?, tx.today());
    let mut past: HashMap<CaseId, Vec<Event>> = HashMap::new();
    for event in events {
        past.entry(event.case_id).or_default().push(event.event());
    }
    open.into_iter()
        .map(|case| {
            let events = past.remove(&case.id).unwrap_or_default();
            let standing = standing(&events)
                .map_err(|obstacle| Error::fault(format!("events: {}", obstacle.key())))?;
            let limits = limits.of(tx, case.version_id)?;
            let clock = clocks_of(&standing, &limits, &calendar, today)
                .map(|clocks| current(&clocks).copied())
                .map_err(|missing| missing.year);
            let applicant_died = dead.contains(&case.id);
            Ok(WorkItem { case, standing, clock, applicant_died, new_files: 0 })
        })
        .collect()
}

/// Overdue first, then by days left; what has no clock last.
pub(crate) fn urgency(line: &WorkItem) -> (u8, i64) {
    match &line.clock {
        Ok(Some(clock)) if clock.light == Light::Overdue => (0, clock.remaining),
        Ok(Some(clock)) => (1, clock.remaining),
        Err(_) => (2, 0),
        Ok(None) => (3, 0),
    }
}

fn sums(tx: &mut Tx<'_>, actor: &Actor) -> Result<Sums> {
    let since = tx.now() - SignedDuration::from_hours(24 * 7);
    let areas: Vec<AreaPath> = actor
        .posts
        .iter()
        .filter(|post| WORKLIST.iter().any(|power| post.gives(*power)))
        .map(|post| post.area_path.clone())
        .collect();
    let mut sums = Sums::default();
    for area in platform::Scope::of(areas).areas() {
        sums.came_in_this_week += cases::opened_since(tx, area, since)?;
        for count in cases::ratings_by_level(tx, area)? {
            sums.ratings += count.ratings;
            if Rating::from_level(count.level).is_some_and(Rating::bad) {
                sums.bad_ratings += count.ratings;
            }
        }
    }
    Ok(sums)
}

/// Whether cases may be in the hands of a body of that kind.
pub(crate) fn takes_cases(kind: registry::BodyKind) -> bool {
    use registry::BodyKind::{
        Department, ResidentsCommittee, ServiceCenter, ServiceStation, TownshipGovernment,
        VillagersCommittee,
    };
    matches!(
        kind,
        ServiceStation
            | VillagersCommittee
            | ResidentsCommittee
            | ServiceCenter
            | TownshipGovernment
            | Department
    )
}

/// The bodies to which a case may be handed over: the station and the windows of its village and
/// township, their governments, and the departments of the county.
pub fn organs(tx: &mut Tx<'_>, file: &File) -> Result<Vec<registry::Body>> {
    let village = &file.case.area_path;
    let mut organs = Vec::new();
    for area in [village.clone(), village.at(Level::Township), AreaPath::county()] {
        let there = registry::bodies_at(tx, &area)?.into_iter();
        organs
            .extend(there.filter(|body| takes_cases(body.kind) && body.id != file.case.holder_id));
    }
    Ok(organs)
}

/// What the reader may do next with a case, in the order of the page.
pub fn possible(actor: &Actor, file: &File) -> Vec<Act> {
    let holder = file.case.holder_id;
    let in_body = |power| actor.permit_in(power, holder).is_ok();
    let stage = super::processing::stage_of(file);
    let candidates = [
        (Act::Receive, in_body(RECEIVE)),
        (Act::ReturnAtPrecheck, in_body(RECEIVE)),
        (Act::Accept, in_body(RECEIVE)),
        (Act::GiveNotice, in_body(RECEIVE)),
        (Act::TakeMaterials, in_body(RECEIVE)),
        (Act::RefuseAcceptance, in_body(RECEIVE)),
        (Act::FindNotApplicable, in_body(RECEIVE)),
        (Act::Opine(Stage::Investigation), stage == Stage::Investigation && in_body(INVESTIGATE)),
        (Act::Opine(Stage::Review), stage == Stage::Review && in_body(REVIEW)),
        (Act::Grant, stage == Stage::Approval && in_body(APPROVE)),
        (Act::ConfirmWithdrawal, [RECEIVE, INVESTIGATE, REVIEW, APPROVE].into_iter().any(in_body)),
        (Act::HandOver, [RECEIVE, INVESTIGATE, REVIEW].into_iter().any(in_body)),
        (Act::Deliver, in_body(DELIVER)),
    ];
    candidates
        .into_iter()
        .filter(|(act, permitted)| *permitted && fits(file, *act))
        .map(|(act, _)| act)
        .collect()
}

/// A deemed or accepted case that no organ has yet is handed on by the form of acceptance.
fn fits(file: &File, act: Act) -> bool {
    let deemed = act == Act::Accept && file.standing.state == State::Accepted;
    deemed || law::window::next(&file.standing, act).is_ok()
}

/// An item's version in force, by its code.
pub fn guide(tx: &mut Tx<'_>, code: &str) -> Result<Version> {
    let today = tx.today();
    items::in_force(tx, code, today)
}

/// All guides in force.
pub fn guides(tx: &mut Tx<'_>) -> Result<Vec<crate::model::GuideLine>> {
    let today = tx.today();
    items::guides(tx, today).map(|guides| guides.to_vec())
}

/// The answers of a form as the item asks them: question, answer.
pub fn answers_in_order<'a>(
    item: &'a crate::item::Item,
    answers: &'a Answers,
) -> impl Iterator<Item = (&'a crate::item::Question, &'a str)> {
    item.asked(answers)
        .map(|question| (question, answers.get(&question.key).map_or("", String::as_str)))
}
