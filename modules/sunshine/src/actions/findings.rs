//! What the supervision committee finds, and how it is put right: only added to, closed by another
//! than who put it right.

use jiff::civil::Date;
use law::sunshine::{Field, FindingBar, FindingStep, Severity, finding_after, personal};
use platform::area::Level;
use platform::files::{FileUse, Kept, Subject, UseId, attach, use_of, uses_of};
use platform::{Actor, App, AreaId, AreaPath, Entry, Error, Result, Tx};
use registry::{Holder, PostHeldId, merging};
use serde_json::json;

use crate::finding::{Finding, FindingId, May, Step, Trail};
use crate::messages::supervision as messages;
use crate::model::{FieldWord, FindingStateWord, FindingStepWord};
use crate::powers::{SUPERVISE, WATCH};
use crate::refusals::supervision as refusals;
use crate::store::findings;

/// Letters of what was found or done.
const LETTERS_MAX: usize = 1000;
/// Fewer letters say nothing.
const LETTERS_MIN: usize = 4;
/// Letters of the line that everybody reads.
const TITLE_LETTERS_MAX: usize = 40;
/// A photo or paper of the finding itself; those of a step stand at its number.
const AT_FIRST: &str = "0";

/// A finding as it is noted.
#[derive(Debug, Clone)]
pub struct Noting {
    /// In which village.
    pub area: AreaId,
    /// In which field.
    pub field: Option<Field>,
    /// What it is, for everybody.
    pub title: String,
    /// What exactly was found.
    pub words: String,
    /// Who has to put it right, by which post.
    pub owner: Option<PostHeldId>,
    /// The last day for it.
    pub due_on: Date,
    /// Photos and papers.
    pub files: Vec<Kept>,
}

/// What is said with a step.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The words.
    pub words: String,
    /// Photos and papers.
    pub files: Vec<Kept>,
}

const fn subject(id: FindingId) -> Subject {
    Subject::new("sunshine.finding", id.0)
}

/// The supervision committee notes what it found. Gives the code.
pub async fn note_finding(app: &App, actor: &Actor, new: Noting) -> Result<String> {
    let (actor, code) = (actor.clone(), platform::code::new(app.sources()));
    app.db
        .write(move |tx| {
            note_in(tx, &actor, &code, &new)?;
            Ok(code.clone())
        })
        .await
}

fn note_in(tx: &mut Tx<'_>, actor: &Actor, code: &str, new: &Noting) -> Result<()> {
    let area = registry::area(tx, new.area)?;
    actor.permit(WATCH, &area.path)?;
    if area.level() != Level::Village {
        return Err(refusals::no_supervised_village().into());
    }
    let field = new.field.ok_or_else(refusals::field_missing)?;
    let title = public_title(&new.title)?;
    let words = said(&new.words)?;
    let owners = owners(tx, &area.path)?;
    let owner = owners.iter().find(|one| Some(one.id) == new.owner);
    let owner = owner.ok_or_else(refusals::owner_missing)?;
    if new.due_on <= tx.today() {
        return Err(refusals::due_past().into());
    }
    let row = findings::NewFinding {
        code,
        area: &area.path,
        field: FieldWord(field),
        title,
        words,
        owner: (owner.person_id, &owner.name, &owner.post),
        due_on: new.due_on,
    };
    let id = findings::insert(tx, actor, &row)?;
    for file in &new.files {
        attach(tx, actor, subject(id), AT_FIRST, (file, ""))?;
    }
    let entry = Entry::new("sunshine.finding_noted", "finding", id.0, &area.path)
        .citing(law::sunshine::supervision_cite(tx.today()))
        .facts(json!({ "code": code, "field": field.key(), "due_on": new.due_on.to_string() }));
    tx.journal(actor, entry)?;
    let finding = findings::by_code(tx, code)?;
    messages::noted(tx, &finding)
}

/// Who may have to put something right: whoever holds a post in the village, but those who watch
/// and those who only represent.
pub(crate) fn owners(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Holder>> {
    let mut holders = registry::holders_at(tx, area)?;
    let watches = |post: &str| platform::authorisation::post_gives(post, WATCH);
    holders.retain(|one| !watches(&one.post) && one.post != "representative");
    Ok(holders)
}

/// What everybody reads: one line without anybody's numbers.
pub(super) fn public_title(title: &str) -> Result<&str> {
    let title = title.trim();
    if !(LETTERS_MIN..=TITLE_LETTERS_MAX).contains(&title.chars().count()) {
        return Err(refusals::finding_title().into());
    }
    match personal(title).into_iter().find(|flaw| flaw.severity() == Severity::Blocks) {
        Some(flaw) => Err(refusals::title_personal(flaw).into()),
        None => Ok(title),
    }
}

fn said(words: &str) -> Result<&str> {
    let words = words.trim();
    if (LETTERS_MIN..=LETTERS_MAX).contains(&words.chars().count()) {
        Ok(words)
    } else {
        Err(refusals::finding_words(LETTERS_MAX).into())
    }
}

/// Who has to put it right reports what was done.
pub async fn report_finding(app: &App, actor: &Actor, code: &str, said: Said) -> Result<()> {
    follow(app, actor, code, FindingStep::Report, said).await
}

/// Somebody of the committee looked, and it is not put right.
pub async fn reject_finding(app: &App, actor: &Actor, code: &str, said: Said) -> Result<()> {
    follow(app, actor, code, FindingStep::Reject, said).await
}

/// Somebody of the committee looked, and it is.
pub async fn verify_finding(app: &App, actor: &Actor, code: &str, said: Said) -> Result<()> {
    follow(app, actor, code, FindingStep::Verify, said).await
}

async fn follow(app: &App, actor: &Actor, code: &str, step: FindingStep, said: Said) -> Result<()> {
    let (actor, code) = (actor.clone(), code.to_owned());
    app.db.write(move |tx| follow_in(tx, &actor, &code, step, &said)).await
}

fn follow_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    code: &str,
    step: FindingStep,
    with: &Said,
) -> Result<()> {
    let finding = seen(tx, actor, code)?;
    let steps = findings::steps_of(tx, finding.id)?;
    let owner = owns(tx, actor, &finding)?;
    let reporter = owner || reported(tx, actor, &steps)?;
    match step {
        FindingStep::Report if !owner => return Err(refusals::not_the_owner().into()),
        FindingStep::Report => {}
        FindingStep::Reject | FindingStep::Verify => actor.permit(WATCH, &finding.area_path)?,
    }
    let evidence = !with.words.trim().is_empty() || !with.files.is_empty();
    let state =
        finding_after(finding.state.0, step, &true, &reporter, evidence).map_err(refusals::bar)?;
    let words = match step {
        // Photos can say that it is done; why it is not, only words can.
        FindingStep::Verify if !with.files.is_empty() => with.words.trim(),
        _ => said(&with.words)?,
    };
    let last = steps.last().map_or(finding.found_on, |step| step.happened_on);
    let taken = (FindingStepWord(step), tx.today().max(last), FindingStateWord(state));
    if findings::add_step(tx, &finding, taken, actor, words)? == 0 {
        return Err(refusals::finding_moved().into());
    }
    let place = (finding.events + 1).to_string();
    for file in &with.files {
        attach(tx, actor, subject(finding.id), &place, (file, ""))?;
    }
    let act = match step {
        FindingStep::Report => "sunshine.finding_reported",
        FindingStep::Reject => "sunshine.finding_rejected",
        FindingStep::Verify => "sunshine.finding_verified",
    };
    let entry = Entry::new(act, "finding", finding.id.0, &finding.area_path)
        .facts(json!({ "code": finding.code, "files": with.files.len() }));
    tx.journal(actor, entry)?;
    messages::followed(tx, actor, &finding, step)
}

/// Whether the actor has to put it right: the person who was named, or whoever has the post now.
pub(super) fn owns(tx: &mut Tx<'_>, actor: &Actor, finding: &Finding) -> Result<bool> {
    let post = |held: &platform::authorisation::PostHeld| {
        held.post == finding.owner_post && held.area_path == finding.area_path
    };
    Ok(actor.posts.iter().any(post) || merging::is_among(tx, actor, &[finding.owner_id])?)
}

/// Whether the actor reported it as put right before, by a post held then.
fn reported(tx: &mut Tx<'_>, actor: &Actor, steps: &[Step]) -> Result<bool> {
    let reports = steps.iter().filter(|step| step.step.0 == FindingStep::Report);
    let people: Vec<_> = reports.filter_map(|step| step.actor_id).collect();
    merging::is_among(tx, actor, &people)
}

/// A finding, for who watches there, sees to it that villages work, or has to put it right.
fn seen(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<Finding> {
    let code = platform::code::read(code).ok_or(Error::NotFound)?;
    let finding = findings::by_code(tx, &code)?;
    let works = [WATCH, SUPERVISE].iter().any(|power| actor.may(*power, &finding.area_path));
    if works || owns(tx, actor, &finding)? { Ok(finding) } else { Err(Error::NotFound) }
}

/// A finding with what followed, and what the reader may do with it.
pub fn finding(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<(Trail, May)> {
    let finding = seen(tx, actor, code)?;
    let steps = findings::steps_of(tx, finding.id)?;
    let owner = owns(tx, actor, &finding)?;
    let reporter = owner || reported(tx, actor, &steps)?;
    let open = |step, by: &bool| -> std::result::Result<_, FindingBar> {
        finding_after(finding.state.0, step, &true, by, true)
    };
    let may = May {
        report: owner && open(FindingStep::Report, &true).is_ok(),
        verify: actor.may(WATCH, &finding.area_path)
            && open(FindingStep::Verify, &reporter).is_ok(),
        owner,
    };
    let files = uses_of(tx, subject(finding.id))?;
    Ok((Trail { finding, steps, files }, may))
}

/// A photo or paper of a finding, for who may read the finding.
pub(crate) fn finding_file(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (code, file): (&str, UseId),
) -> Result<FileUse> {
    let finding = seen(tx, actor, code)?;
    use_of(tx, subject(finding.id), file)
}

/// What the reader has to put right: what names the person, and what is open at the posts held.
pub fn findings_of(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Finding>> {
    let mut found = findings::of_owner(tx, actor.person()?)?;
    for post in &actor.posts {
        let open = findings::open_within(tx, &post.area_path)?;
        let own = |one: &Finding| one.area_path == post.area_path && one.owner_post == post.post;
        found.extend(open.into_iter().filter(own));
    }
    found.sort_by_key(|one| (one.closed_on.is_some(), one.due_on, one.id));
    found.dedup_by_key(|one| one.id);
    Ok(found)
}

/// What is open within an area, the longest late first.
pub fn open_findings(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Finding>> {
    findings::open_within(tx, area)
}

/// All that was found in a village, the newest first.
pub fn findings_at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Finding>> {
    findings::at(tx, area)
}
