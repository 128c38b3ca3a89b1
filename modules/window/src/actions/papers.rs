//! The files of an application: added to a draft, handed in to a case, looked at, found flawed.
//!
//! What belongs to a draft its author takes away again. From the moment the application is sent
//! nothing is: a better photo is added, and the older one stays as an earlier one.

use law::window::State;
use platform::files::{self, FileUse, Kept, Subject, UseId};
use platform::{Actor, App, Entry, PersonId, Result, Tx};

use super::{APPLICANT, load, load_in_hand, reading, refuse_own};
use crate::item::{Item, Origin};
use crate::model::{CaseId, Draft, DraftId, File, MaterialState, Sealed};
use crate::powers::{INVESTIGATE, RECEIVE, REVIEW};
use crate::refusals;
use crate::store::files::{Flaw, flaws_of, insert_flaw};
use crate::store::{cases, drafts, items};

/// The place of a file that belongs to no paper of the item's list.
pub(crate) const OTHER: i64 = -1;
/// What an applicant may say with a file.
pub(crate) const WORDS_LETTERS_MAX: usize = 100;

/// A file of an application.
#[derive(Debug, Clone)]
pub(crate) struct Attached {
    pub(crate) used: FileUse,
    /// The paper in the item's list, or [`OTHER`].
    pub(crate) number: i64,
    /// What the window found wrong with it.
    pub(crate) flaw: Option<Flaw>,
    /// From the applicant or the clerk with the applicant's word, and not from an office.
    pub(crate) by_applicant: bool,
}

/// The files of a draft.
pub(crate) const fn of_draft(draft: DraftId) -> Subject {
    Subject::new("window.draft", draft.0)
}

/// The files of a case.
pub(crate) const fn of_case(case: CaseId) -> Subject {
    Subject::new("window.case", case.0)
}

fn attached(used: FileUse, flaws: &[Flaw], people: &[PersonId]) -> Attached {
    let number = used.place.parse().unwrap_or(OTHER);
    let flaw = flaws.iter().find(|flaw| flaw.use_id == used.id).cloned();
    let by_applicant = used.made_by_id.is_some_and(|person| people.contains(&person));
    Attached { used, number, flaw, by_applicant }
}

/// The files that a draft has so far.
pub(crate) fn files_of_draft(tx: &mut Tx<'_>, draft: &Draft) -> Result<Vec<Attached>> {
    let uses = files::uses_of(tx, of_draft(draft.id))?;
    let author = [draft.author_id];
    Ok(uses.into_iter().map(|used| attached(used, &[], &author)).collect())
}

/// The files of a case that the caller has found readable for this person.
pub(crate) fn files_of(tx: &mut Tx<'_>, file: &File) -> Result<Vec<Attached>> {
    let flaws = flaws_of(tx, file.case.id)?;
    let mut people = vec![file.case.applicant_id];
    if let Some(consent) = reading::consent_of(tx, file)? {
        people.push(consent.agent_id);
    }
    let uses = files::uses_of(tx, of_case(file.case.id))?;
    Ok(uses.into_iter().map(|used| attached(used, &flaws, &people)).collect())
}

/// The files that a draft takes up again: those of the case that was sent back.
pub(crate) fn earlier_files(tx: &mut Tx<'_>, draft: &Draft) -> Result<Vec<Attached>> {
    match draft.case_id {
        Some(case) => load(tx, case).and_then(|file| files_of(tx, &file)),
        None => Ok(Vec::new()),
    }
}

/// Whether files may be added for this number of the item's list.
fn takes(item: &Item, number: i64) -> Result<()> {
    let paper = usize::try_from(number).ok().and_then(|at| item.material.get(at));
    let known = number == OTHER || paper.is_some_and(|paper| paper.origin != Origin::Shared);
    if known { Ok(()) } else { Err(refusals::no_such_paper()) }
}

/// Adds files to an application that is being filled in.
pub async fn attach(
    app: &App,
    actor: &Actor,
    draft: DraftId,
    number: i64,
    kept: Vec<Kept>,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let draft = drafts::draft(tx, draft, actor.person()?)?;
            takes(&items::version(tx, draft.version_id)?.content.0, number)?;
            add(tx, &actor, of_draft(draft.id), number, (&kept, ""))
        })
        .await
}

/// Takes a file away from an application that has not been sent.
pub async fn detach(app: &App, actor: &Actor, draft: DraftId, file: UseId) -> Result<()> {
    let author = actor.person()?;
    app.db
        .write(move |tx| {
            let draft = drafts::draft(tx, draft, author)?;
            files::detach(tx, of_draft(draft.id), file)
        })
        .await
}

fn add(
    tx: &mut Tx<'_>,
    actor: &Actor,
    subject: Subject,
    number: i64,
    (kept, words): (&[Kept], &str),
) -> Result<()> {
    let place = number.to_string();
    kept.iter()
        .try_for_each(|file| files::attach(tx, actor, subject, &place, (file, words)).map(drop))
}

/// A paper of which a photo is here counts as handed in.
pub(super) fn count_files(tx: &mut Tx<'_>, draft: &Draft, sealed: &mut Sealed) -> Result<()> {
    let mut files = files_of_draft(tx, draft)?;
    files.extend(earlier_files(tx, draft)?);
    let sound = files.iter().filter(|file| file.flaw.is_none());
    sealed.papers.extend(sound.filter_map(|file| usize::try_from(file.number).ok()));
    sealed.papers.sort_unstable();
    sealed.papers.dedup();
    Ok(())
}

/// Whether an applicant may still bring papers: until there is a decision. What was sent back at
/// the precheck is filled in again instead.
pub(crate) fn may_hand_in(file: &File) -> bool {
    matches!(
        file.standing.state,
        State::Submitted
            | State::Received
            | State::AwaitingCorrection
            | State::Accepted
            | State::InProcess
    )
}

/// The applicant, or the clerk with the applicant's word, hands in papers to a case: what a notice
/// asked for, or whatever else belongs to it. The window looks at them and takes them as before;
/// no clock moves by this.
pub async fn hand_in(
    app: &App,
    actor: &Actor,
    case: CaseId,
    number: i64,
    (kept, words): (Vec<Kept>, &str),
) -> Result<()> {
    let (actor, words) = (actor.clone(), words.trim().to_owned());
    app.db
        .write(move |tx| {
            let file = load(tx, case)?;
            reading::must_be_own(tx, &actor, &file)?;
            if !may_hand_in(&file) {
                return Err(refusals::no_more_papers());
            }
            bring(tx, &actor, &file, number, (&kept, &words))?;
            let own = actor.person_id == Some(file.case.applicant_id);
            let entry = entry("window.papers_handed_in", &file);
            let named = Actor { name: APPLICANT.0.to_owned(), ..actor.clone() };
            match own {
                true => tx.journal(&named, entry),
                false => tx.journal(&actor, entry.on_behalf_of(APPLICANT.0)),
            }
        })
        .await
}

/// An official adds photos or scans of papers to a case that is in the official's body.
pub async fn add_at_desk(
    app: &App,
    actor: &Actor,
    case: CaseId,
    number: i64,
    kept: Vec<Kept>,
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let file = load(tx, case)?;
            reading::may_read(tx, &actor, &file)?;
            refuse_own(&actor, &file)?;
            if !may_add(&actor, &file) {
                return Err(platform::authorisation::not_permitted().into());
            }
            bring(tx, &actor, &file, number, (&kept, ""))?;
            tx.journal(&actor, entry("window.files_added", &file))
        })
        .await
}

/// Whether this official adds files to the case: who works on it, until it has ended.
pub(crate) fn may_add(actor: &Actor, file: &File) -> bool {
    let works = [RECEIVE, INVESTIGATE, REVIEW];
    let here = works.iter().any(|power| actor.permit_in(*power, file.case.holder_id).is_ok());
    here && !file.standing.state.ended()
}

/// Puts files to a paper, which is handed in by that unless somebody has seen it already.
fn bring(
    tx: &mut Tx<'_>,
    actor: &Actor,
    file: &File,
    number: i64,
    (kept, words): (&[Kept], &str),
) -> Result<()> {
    takes(&file.item, number)?;
    if kept.is_empty() {
        return Err(refusals::no_file_chosen());
    }
    add(tx, actor, of_case(file.case.id), number, (kept, words))?;
    let paper = file.materials.iter().find(|paper| paper.number == number);
    let waits = |state| {
        matches!(state, MaterialState::Missing | MaterialState::Flawed | MaterialState::NotNeeded)
    };
    match paper {
        Some(paper) if waits(paper.state) => {
            cases::move_material(tx, file.case.id, number, MaterialState::HandedIn, "")
        }
        _ => Ok(()),
    }
}

/// The window says what is wrong with a file. It stays; a better one is added to it.
pub async fn note_flaw(
    app: &App,
    actor: &Actor,
    case: CaseId,
    id: UseId,
    words: &str,
) -> Result<()> {
    let (actor, words) = (actor.clone(), words.trim().to_owned());
    app.db
        .write(move |tx| {
            let file = load_in_hand(tx, &actor, case, RECEIVE)?;
            if file.standing.state.ended() {
                return Err(refusals::no_more_papers());
            }
            if words.is_empty() {
                return Err(refusals::flaw_without_words());
            }
            let all = files_of(tx, &file)?;
            let one = all.iter().find(|one| one.used.id == id);
            let one = one.ok_or(platform::Error::NotFound)?;
            if one.flaw.is_some() {
                return Err(refusals::flaw_noted_already());
            }
            insert_flaw(tx, &actor, case, id, &words)?;
            let paper = file.materials.iter().find(|paper| paper.number == one.number);
            if let Some(paper) = paper.filter(|paper| paper.state == MaterialState::HandedIn) {
                let state = MaterialState::Flawed;
                cases::move_material(tx, case, paper.number, state, &words)?;
            }
            tx.journal(&actor, entry("window.file_found_flawed", &file))
        })
        .await
}

/// An official opens a file: that somebody looked stands in the journal before the file is shown.
pub async fn look(app: &App, actor: &Actor, case: CaseId, id: UseId) -> Result<FileUse> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let file = load(tx, case)?;
            reading::may_read(tx, &actor, &file)?;
            let used = files::use_of(tx, of_case(case), id)?;
            tx.journal(&actor, entry("window.file_opened", &file))?;
            Ok(used)
        })
        .await
}

/// A file of a draft, for its author.
pub(crate) fn file_of_draft(
    tx: &mut Tx<'_>,
    actor: &Actor,
    draft: DraftId,
    id: UseId,
) -> Result<FileUse> {
    let draft = drafts::draft(tx, draft, actor.person()?)?;
    files::use_of(tx, of_draft(draft.id), id)
}

/// A file of one's own case.
pub(crate) fn own_file(tx: &mut Tx<'_>, actor: &Actor, code: &str, id: UseId) -> Result<FileUse> {
    let file = reading::by_code(tx, code)?;
    reading::must_be_own(tx, actor, &file)?;
    files::use_of(tx, of_case(file.case.id), id)
}

/// Neither the name of the file nor the paper nor the case stands in the journal.
fn entry(act: &'static str, file: &File) -> Entry {
    Entry::new(act, "case", file.case.id.0, &file.case.area_path)
}
