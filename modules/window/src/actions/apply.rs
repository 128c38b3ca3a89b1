//! From the first answer to the window: drafts, consents, submitting, and the counter.

use law::window::{APPLY_THROUGH_ANOTHER, Act, State, WRITTEN_SLIP};
use platform::files::{detach_all, move_uses};
use platform::{Actor, App, BodyId, Entry, Error, PersonId, Result, Text, Tx, text};

use super::papers::{of_case, of_draft};
use super::{Step, reading, take};
use crate::item::{Channel, Item, Kind, Material, Need, Origin, Place, StationMode};
use crate::model::{
    Case, CaseId, CaseMaterial, Consent, ConsentKind, Draft, DraftId, MaterialState, Sealed,
    StoredState, Version,
};
use crate::powers::{ASSIST, RECEIVE};
use crate::refusals;
use crate::store::{cases, drafts, items};

/// How a person gave the word that a clerk may act.
#[derive(Debug, Clone)]
pub struct ConsentGiven {
    /// Signed, fingerprinted or spoken.
    pub how: ConsentKind,
    /// Who saw it; needed for a spoken word.
    pub witness: String,
}

/// An application taken at the counter, all at once.
#[derive(Debug, Clone)]
pub struct AtCounter {
    /// The item's code.
    pub item: String,
    /// Whose application.
    pub applicant: PersonId,
    /// The answers and the phone.
    pub sealed: Sealed,
}

/// Begins an application for oneself.
pub async fn start(app: &App, actor: &Actor, item: &str) -> Result<DraftId> {
    let (actor, item) = (actor.clone(), item.to_owned());
    app.db
        .write(move |tx| {
            let applicant = actor.person()?;
            let version = items::in_force(tx, &item, tx.today())?;
            if !version.content.0.open_to(Channel::Online) {
                return Err(refusals::channel_closed());
            }
            // Whoever begins again goes on with what they had begun.
            let begun = drafts::drafts_of(tx, applicant)?;
            let same = |draft: &&Draft| {
                draft.version_id == version.id
                    && draft.applicant_id == applicant
                    && draft.case_id.is_none()
            };
            match begun.iter().find(same) {
                Some(draft) => Ok(draft.id),
                None => insert_draft(tx, applicant, applicant, &version, None),
            }
        })
        .await
}

/// Begins an application for a villager who gave the clerk their word.
pub async fn start_for(
    app: &App,
    actor: &Actor,
    item: &str,
    applicant: PersonId,
    consent: Option<ConsentGiven>,
) -> Result<DraftId> {
    let (actor, item) = (actor.clone(), item.to_owned());
    app.db.write(move |tx| begin_for(tx, &actor, &item, applicant, consent.as_ref())).await
}

pub(super) fn begin_for(
    tx: &mut Tx<'_>,
    actor: &Actor,
    item: &str,
    applicant: PersonId,
    consent: Option<&ConsentGiven>,
) -> Result<DraftId> {
    let agent = actor.person()?;
    let person = registry::person(tx, applicant)?;
    actor.permit(ASSIST, &person.area_path)?;
    let version = items::in_force(tx, item, tx.today())?;
    let content = &version.content.0;
    if !content.open_to(Channel::Clerk) || content.station_mode == StationMode::None {
        return Err(refusals::clerk_may_not());
    }
    let given = consent.ok_or_else(refusals::consent_missing)?;
    let consent = note_consent(tx, actor, (agent, applicant), &version, given)?;
    let mut entry = Entry::new("window.consent_noted", "consent", consent.0, &person.area_path)
        .on_behalf_of(super::APPLICANT.0);
    entry.cite = content.bound_by(APPLY_THROUGH_ANOTHER);
    tx.journal(actor, entry)?;
    insert_draft(tx, agent, applicant, &version, Some(consent))
}

fn note_consent(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (agent, applicant): (PersonId, PersonId),
    version: &Version,
    given: &ConsentGiven,
) -> Result<crate::model::ConsentId> {
    let witness = given.witness.trim();
    if given.how == ConsentKind::Spoken && witness.is_empty() {
        return Err(refusals::witness_missing());
    }
    if witness == actor.name {
        return Err(refusals::own_witness());
    }
    let consent = Consent {
        id: tx.new_id(),
        applicant_id: applicant,
        agent_id: agent,
        version_id: version.id,
        given_how: given.how,
        witness: witness.to_owned(),
        given_on: tx.today(),
    };
    drafts::insert_consent(tx, &consent)?;
    Ok(consent.id)
}

pub(super) fn insert_draft(
    tx: &mut Tx<'_>,
    author: PersonId,
    applicant: PersonId,
    version: &Version,
    consent: Option<crate::model::ConsentId>,
) -> Result<DraftId> {
    let phone = registry::person(tx, applicant)?.phone.unwrap_or_default();
    let delivery = version.content.0.delivery.first().cloned().unwrap_or_default();
    let sealed = Sealed { phone, delivery, ..Sealed::default() };
    let draft = Draft {
        id: tx.new_id(),
        author_id: author,
        applicant_id: applicant,
        version_id: version.id,
        answers_sealed: seal(tx, &sealed)?,
        consent_id: consent,
        case_id: None,
        updated_at: tx.now(),
    };
    drafts::insert(tx, &draft)?;
    Ok(draft.id)
}

/// Takes up again what the window sent back: the same answers, the same number.
pub async fn reopen(app: &App, actor: &Actor, code: &str) -> Result<DraftId> {
    let (actor, code) = (actor.clone(), code.to_owned());
    app.db
        .write(move |tx| {
            let file = reading::by_code(tx, &code)?;
            reading::must_be_own(tx, &actor, &file)?;
            if file.standing.state != State::PrecheckReturned {
                return Err(refusals::moved_meanwhile());
            }
            let mut sealed = unseal(tx, &file.case.answers_sealed)?;
            for question in &file.item.question {
                if let Some(answer) = sealed.answers.get_mut(&question.key) {
                    *answer = question.as_typed(answer);
                }
            }
            let author = actor.person()?;
            let begun = drafts::drafts_of(tx, author)?;
            if let Some(draft) = begun.iter().find(|draft| draft.case_id == Some(file.case.id)) {
                return Ok(draft.id);
            }
            let draft = Draft {
                id: tx.new_id(),
                author_id: author,
                applicant_id: file.case.applicant_id,
                version_id: file.case.version_id,
                answers_sealed: seal(tx, &sealed)?,
                consent_id: file.case.consent_id,
                case_id: Some(file.case.id),
                updated_at: tx.now(),
            };
            drafts::insert(tx, &draft)?;
            Ok(draft.id)
        })
        .await
}

/// Keeps what was answered so far. Nothing is checked yet: nothing typed is lost.
pub async fn keep(app: &App, actor: &Actor, draft: DraftId, sealed: Sealed) -> Result<()> {
    let author = actor.person()?;
    app.db
        .write(move |tx| {
            let draft = drafts::draft(tx, draft, author)?;
            let sealed = seal(tx, &sealed)?;
            drafts::save(tx, &draft, &sealed)
        })
        .await
}

/// Throws a draft away.
pub async fn discard(app: &App, actor: &Actor, draft: DraftId) -> Result<()> {
    let author = actor.person()?;
    app.db
        .write(move |tx| {
            drafts::delete(tx, draft, author)?;
            detach_all(tx, of_draft(draft))
        })
        .await
}

/// Sends the application in. Gives the short code.
pub async fn submit(app: &App, actor: &Actor, draft: DraftId) -> Result<String> {
    let actor = actor.clone();
    app.db.write(move |tx| submit_in(tx, &actor, draft)).await
}

pub(super) fn submit_in(tx: &mut Tx<'_>, actor: &Actor, draft: DraftId) -> Result<String> {
    let draft = drafts::draft(tx, draft, actor.person()?)?;
    let version = items::version(tx, draft.version_id)?;
    let mut sealed = unseal(tx, &draft.answers_sealed)?;
    sealed.answers = version
        .content
        .0
        .check(&sealed.answers, tx.today())
        .map_err(|_| refusals::answers_wrong())?;
    let applicant = registry::person(tx, draft.applicant_id)?;
    clerk_still(actor, &draft, &applicant)?;
    super::papers::count_files(tx, &draft, &mut sealed)?;
    let channel = if draft.consent_id.is_some() { Channel::Clerk } else { Channel::Online };
    let opened = Opened { channel, consent: draft.consent_id };
    let mut file = match draft.case_id {
        Some(case) => {
            let again = seal(tx, &sealed)?;
            cases::resubmit(tx, case, &again, &sealed.delivery)?;
            for (number, paper) in version.content.0.material.iter().enumerate() {
                let state = state_of(paper, sealed.papers.contains(&number));
                let number = i64::try_from(number).unwrap_or_default();
                cases::move_material(tx, case, number, state, "")?;
            }
            super::load(tx, case)?
        }
        None => {
            still_open(tx, &version, channel)?;
            open_case(tx, &version, &applicant, &sealed, opened)?
        }
    };
    let step = Step::new(Act::Submit).with(|detail| {
        if channel == Channel::Clerk {
            detail.on_behalf_of = applicant.name.clone();
        }
    });
    take(tx, actor, &mut file, step)?;
    move_uses(tx, of_draft(draft.id), of_case(file.case.id))?;
    drafts::delete(tx, draft.id, draft.author_id)?;
    Ok(file.case.code)
}

/// Takes an application at the counter: the papers are in hand, the receipt is printed.
pub async fn receive_at_counter(app: &App, actor: &Actor, taken: AtCounter) -> Result<CaseId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let applicant = registry::person(tx, taken.applicant)?;
            actor.permit(RECEIVE, &applicant.area_path)?;
            let version = items::in_force(tx, &taken.item, tx.today())?;
            let mut sealed = taken.sealed.clone();
            sealed.answers = version
                .content
                .0
                .check(&sealed.answers, tx.today())
                .map_err(|_| refusals::answers_wrong())?;
            let opened = Opened { channel: Channel::Window, consent: None };
            let mut file = open_case(tx, &version, &applicant, &sealed, opened)?;
            let place = version.content.0.acceptance_level;
            let own = actor.posts.iter().find(|post| {
                post.gives(RECEIVE)
                    && post.area_path.contains(&applicant.area_path)
                    && post.area_path.level() <= place.level()
            });
            let own = own.map(|post| post.body_id);
            let own = own.ok_or_else(|| refusals::not_accepted_here(place.label()))?;
            let step = Step::new(Act::Receive).to(own).citing(WRITTEN_SLIP);
            take(tx, &actor, &mut file, step)?;
            Ok(file.case.id)
        })
        .await
}

struct Opened {
    channel: Channel,
    consent: Option<crate::model::ConsentId>,
}

fn open_case(
    tx: &mut Tx<'_>,
    version: &Version,
    applicant: &registry::Person,
    sealed: &Sealed,
    opened: Opened,
) -> Result<crate::model::File> {
    if applicant.died_on.is_some() {
        return Err(refusals::applicant_died());
    }
    let item = &version.content.0;
    let village = applicant.area_path.at(platform::area::Level::Village);
    let area_name = registry::area_at(tx, &village)?.name;
    let holder = first_holder(tx, item, &village)?;
    let code = platform::code::new(&tx.surroundings().sources);
    let case = Case {
        id: tx.new_id(),
        code,
        version_id: version.id,
        item_id: version.item_id,
        item_name: item.name.clone(),
        applicant_id: applicant.id,
        applicant_name: applicant.name.clone(),
        area_path: village,
        area_name,
        channel: opened.channel,
        consent_id: opened.consent,
        state: StoredState(State::Draft),
        stage: None,
        holder_id: holder,
        events: 0,
        answers_sealed: seal(tx, sealed)?,
        delivery: sealed.delivery.clone(),
        opened_at: tx.now(),
        moved_at: tx.now(),
    };
    cases::insert(tx, &case, item.kind == Kind::Licence)?;
    let mut materials = Vec::with_capacity(item.material.len());
    for (number, paper) in item.material.iter().enumerate() {
        let state = state_of(paper, sealed.papers.contains(&number));
        let number = i64::try_from(number).unwrap_or_default();
        let (name, note) = (paper.name.clone(), String::new());
        cases::insert_material(tx, case.id, number, &name, state)?;
        materials.push(CaseMaterial { number, name, state, note });
    }
    super::new_file(tx, case, item.clone(), materials)
}

/// Where a paper stands before anybody has looked at it.
fn state_of(paper: &Material, at_hand: bool) -> MaterialState {
    match (paper.origin, paper.need) {
        (Origin::Shared, _) => MaterialState::Shared,
        (_, _) if at_hand => MaterialState::HandedIn,
        (_, Need::Required) => MaterialState::Missing,
        (_, Need::Optional | Need::Conditional) => MaterialState::NotNeeded,
    }
}

/// An item may have been withdrawn while somebody filled its form in.
fn still_open(tx: &mut Tx<'_>, version: &Version, channel: Channel) -> Result<()> {
    let today = tx.today();
    match items::in_force(tx, &version.content.0.code, today) {
        Ok(current) if current.content.0.open_to(channel) => Ok(()),
        Ok(_) => Err(refusals::channel_closed()),
        Err(Error::NotFound) => Err(refusals::item_closed()),
        Err(other) => Err(other),
    }
}

/// Where an application arrives: what only the county takes in at its department, the village's
/// own matters at its station, all else at the township's window.
fn first_holder(tx: &mut Tx<'_>, item: &Item, village: &platform::AreaPath) -> Result<BodyId> {
    use registry::BodyKind::{ServiceCenter, ServiceStation};
    if item.acceptance_level == Place::County {
        return deciding_organ(tx, item, village).map(|organ| organ.id);
    }
    let (area, kind) = match item.deciding_level {
        Place::Village => (village.clone(), ServiceStation),
        Place::Township | Place::County => {
            (village.at(platform::area::Level::Township), ServiceCenter)
        }
    };
    let found = registry::body_of_kind(tx, &area, kind)?;
    found.map(|body| body.id).ok_or_else(|| refusals::organ_missing(kind.label()))
}

/// The organ that decides the item for people of this village.
pub(crate) fn deciding_organ(
    tx: &mut Tx<'_>,
    item: &Item,
    village: &platform::AreaPath,
) -> Result<registry::Body> {
    use registry::BodyKind::{ResidentsCommittee, TownshipGovernment, VillagersCommittee};
    let found = match item.deciding_level {
        // Where a village has become a community its residents' committee decides.
        Place::Village => match registry::body_of_kind(tx, village, VillagersCommittee)? {
            None => registry::body_of_kind(tx, village, ResidentsCommittee)?,
            found => found,
        },
        Place::Township => {
            let township = village.at(platform::area::Level::Township);
            registry::body_of_kind(tx, &township, TownshipGovernment)?
        }
        Place::County => registry::department(tx, &item.department)?,
    };
    found.ok_or_else(|| refusals::organ_missing(DECIDING_ORGAN))
}

const DECIDING_ORGAN: Text = text("决定机关");

/// Encrypts what only the case's people may read.
pub(crate) fn seal(tx: &Tx<'_>, sealed: &Sealed) -> Result<Vec<u8>> {
    let surroundings = tx.surroundings();
    surroundings.vault.seal(&surroundings.sources, &serde_json::to_vec(sealed)?)
}

/// Reads it again.
pub(crate) fn unseal(tx: &Tx<'_>, bytes: &[u8]) -> Result<Sealed> {
    let plain = tx.surroundings().vault.open(bytes)?;
    Ok(serde_json::from_slice(&plain)?)
}

/// A draft, the item it is for, and the answers so far, for its author.
pub fn open_draft(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: DraftId,
) -> Result<(Draft, Version, Sealed, registry::Person)> {
    let draft = drafts::draft(tx, id, actor.person()?)?;
    let version = items::version(tx, draft.version_id)?;
    let sealed = unseal(tx, &draft.answers_sealed)?;
    let applicant = registry::person(tx, draft.applicant_id)?;
    clerk_still(actor, &draft, &applicant)?;
    Ok((draft, version, sealed, applicant))
}

/// A clerk's drafts for others are the clerk's for as long as they are the clerk there.
fn clerk_still(actor: &Actor, draft: &Draft, applicant: &registry::Person) -> Result<()> {
    if draft.consent_id.is_none() || actor.may(ASSIST, &applicant.area_path) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// The author's drafts, the newest first.
pub fn drafts_of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(Draft, Version)>> {
    let found = drafts::drafts_of(tx, actor.person()?)?;
    found
        .into_iter()
        .map(|draft| items::version(tx, draft.version_id).map(|version| (draft, version)))
        .collect()
}
