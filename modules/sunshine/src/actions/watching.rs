//! The supervision committee's year: a plan, what became of it, and minutes that everybody reads.

use jiff::civil::Date;
use law::sunshine::{Field, Severity, Step, personal};
use platform::area::Level;
use platform::storage::Json;
use platform::{Actor, App, AreaId, AreaPath, Entry, Error, Result, Tx};
use registry::{BodyKind, Holder, PostHeldId};
use serde_json::json;

use crate::model::{FieldWord, StepWord};
use crate::powers::WATCH;
use crate::refusals::supervision as refusals;
use crate::store::watching;
use crate::watching::{MeetingId, PlanLineId, Year};

/// Letters of a line or of one part of the minutes.
const LETTERS_MAX: usize = 2_000;
/// Fewer letters say nothing.
const LETTERS_MIN: usize = 4;

/// A line of the plan as it is written.
#[derive(Debug, Clone)]
pub struct Planned {
    /// In which village.
    pub area: AreaId,
    /// In which of the six fields.
    pub field: Option<Field>,
    /// What is looked at.
    pub words: String,
    /// Until when.
    pub until_on: Date,
}

/// The minutes of a meeting as they are written.
#[derive(Debug, Clone)]
pub struct Met {
    /// In which village.
    pub area: AreaId,
    /// On which day.
    pub on: Date,
    /// Who was there.
    pub present: Vec<PostHeldId>,
    /// What was said.
    pub words: String,
    /// What was decided.
    pub decided: String,
}

/// A village for who watches over it.
fn watched(tx: &mut Tx<'_>, actor: &Actor, area: AreaId) -> Result<AreaPath> {
    let area = registry::area(tx, area)?;
    actor.permit(WATCH, &area.path)?;
    if area.level() == Level::Village {
        Ok(area.path)
    } else {
        Err(refusals::no_supervised_village().into())
    }
}

/// Words for everybody: long enough to say something, and without anybody's numbers.
pub(super) fn public<'a>(words: &'a str, field: &'static str) -> Result<&'a str> {
    let words = words.trim();
    if !(LETTERS_MIN..=LETTERS_MAX).contains(&words.chars().count()) {
        return Err(refusals::finding_words(LETTERS_MAX).at(field).into());
    }
    match personal(words).into_iter().find(|flaw| flaw.severity() == Severity::Blocks) {
        Some(flaw) => Err(refusals::title_personal(flaw).at(field).into()),
        None => Ok(words),
    }
}

/// Adds a line to the plan of the year in which it ends.
pub async fn plan_work(app: &App, actor: &Actor, new: Planned) -> Result<PlanLineId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let area = watched(tx, &actor, new.area)?;
            let field = new.field.ok_or_else(refusals::field_missing)?;
            let words = public(&new.words, "plan")?;
            let today = tx.today();
            if new.until_on < today || new.until_on.year() > today.year() + 1 {
                return Err(refusals::plan_day().into());
            }
            let line = (FieldWord(field), words, new.until_on);
            let id = watching::add_line(tx, &actor, &area, line)?;
            let entry = Entry::new("sunshine.work_planned", "plan_line", id.0, &area)
                .facts(json!({ "field": field.key(), "until_on": new.until_on.to_string() }));
            tx.journal(&actor, entry)?;
            Ok(id)
        })
        .await
}

/// Says that a line of the plan was done, or why it was not.
pub async fn end_planned_work(
    app: &App,
    actor: &Actor,
    id: PlanLineId,
    (kept, words): (bool, String),
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let line = watching::line(tx, id)?;
            if !actor.may(WATCH, &line.area_path) {
                return Err(Error::NotFound);
            }
            if line.kept.is_some() {
                return Err(refusals::plan_over().into());
            }
            let words = public(&words, "ended")?;
            watching::end_line(tx, &actor, id, (kept, words))?;
            let entry =
                Entry::new("sunshine.planned_work_ended", "plan_line", id.0, &line.area_path);
            tx.journal(&actor, entry.facts(json!({ "kept": kept })))
        })
        .await
}

/// Notes the minutes of a meeting of the committee.
pub async fn note_work_meeting(app: &App, actor: &Actor, new: Met) -> Result<MeetingId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let area = watched(tx, &actor, new.area)?;
            if new.on > tx.today() {
                return Err(refusals::meeting_to_come().into());
            }
            let committee = committee(tx, &area)?;
            let there = committee.into_iter().filter(|one| new.present.contains(&one.id));
            let mut names: Vec<String> = there.map(|one| one.name).collect();
            names.dedup();
            if names.is_empty() {
                return Err(refusals::nobody_present().into());
            }
            let (words, decided) = (public(&new.words, "words")?, public(&new.decided, "decided")?);
            let count = names.len();
            let id =
                watching::add_meeting(tx, &actor, &area, (new.on, &Json(names)), (words, decided))?;
            let entry = Entry::new("sunshine.work_meeting_noted", "work_meeting", id.0, &area)
                .facts(json!({ "held_on": new.on.to_string(), "present": count }));
            tx.journal(&actor, entry)?;
            Ok(id)
        })
        .await
}

/// Who sits in the supervision committee.
pub(crate) fn committee(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Holder>> {
    let kind = BodyKind::SupervisionCommittee;
    let Some(body) = registry::body_of_kind(tx, area, kind)? else { return Ok(Vec::new()) };
    let mut holders = registry::holders(tx, body.id)?;
    holders.retain(|one| kind.seats_post(&one.post));
    Ok(holders)
}

/// A year of a village's supervision: the plan, the meetings, what was reviewed.
pub fn year_of(tx: &mut Tx<'_>, area: &AreaPath, year: i16) -> Result<Year> {
    let day = |month, day| Date::new(year, month, day).map_err(|_| Error::NotFound);
    let span = (day(1, 1)?, day(12, 31)?);
    Ok(Year {
        year,
        plan: watching::lines_of(tx, area, year)?,
        meetings: watching::meetings_of(tx, area, span)?,
        signed: watching::steps_taken(tx, area, StepWord(Step::Sign), span)?,
        returned: watching::steps_taken(tx, area, StepWord(Step::Return), span)?,
    })
}
