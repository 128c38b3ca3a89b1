//! The steps from a draft to the archive, but for publishing.

use jiff::civil::Date;
use law::sunshine::{
    DISPLAY_DAYS, Progress, Seat, Step, StepTaken, blocked, joint_meeting, period_over,
    reason_given, shown_until,
};
use platform::files::{Kept, attach};
use platform::{Actor, App, Entry, PersonId, Power, Result, Tx};
use serde_json::json;

use super::drafting::attachments_missing;
use super::reading::{self, BOARD, File, TAKEN_DOWN, subject};
use crate::model::{Detail, DisclosureId, StageWord, StepWord};
use crate::powers::{DRAFT, GIVE_BACK, PUBLISH, SETTLE, SIGN};
use crate::store::drafts;
use crate::{checks, messages, refusals};

/// What a step brings with it.
pub(super) struct Taking<'a> {
    /// Any of these will do.
    pub(super) powers: &'static [Power],
    pub(super) step: Step,
    pub(super) on: Date,
    pub(super) detail: Detail,
    pub(super) act: &'static str,
    pub(super) actor: &'a Actor,
}

/// Takes a step if the law lets it be taken from here, by this person.
pub(super) fn take(tx: &mut Tx<'_>, file: &File, taking: Taking<'_>) -> Result<()> {
    let Taking { powers, step, on, detail, act, actor } = taking;
    let draft = &file.draft;
    if !powers.iter().any(|power| actor.may(*power, &draft.area_path)) {
        return Err(platform::authorisation::not_permitted().into());
    }
    let by: Option<PersonId> = reading::acting(tx, actor, draft, &file.events)?;
    let today = tx.today();
    if on > today {
        return Err(refusals::day_to_come().into());
    }
    let next = file
        .progress
        .clone()
        .after(&StepTaken { step, on, by })
        .map_err(|hindrance| refusals::hindrance(hindrance, file.item.class))?;
    let to = (StepWord(step), StageWord(next.stage));
    if drafts::take(tx, draft, to, (actor, on), &detail)? == 0 {
        return Err(refusals::moved_meanwhile().into());
    }
    let entry = Entry::new(act, "disclosure", draft.id.0, &draft.area_path)
        .citing(law::sunshine::content_cite(on))
        .facts(json!({ "code": draft.code, "item": file.item.key, "on": on.to_string() }));
    tx.journal(actor, entry)?;
    messages::tell_next(tx, actor, draft, step)
}

/// Whoever drafted it hands it to the supervision committee.
pub async fn submit(app: &App, actor: &Actor, id: DisclosureId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let file = reading::open(tx, &actor, id)?;
            let (item, content) = (&file.item, &file.draft.content.0);
            let today = tx.today();
            period_over(file.draft.period.0, item.told, today)
                .map_err(|hindrance| refusals::hindrance(hindrance, item.class))?;
            if !checks::is_complete(item, content) {
                return Err(refusals::incomplete(item.shape).into());
            }
            if content.lines.iter().any(|line| line.on.is_none()) {
                return Err(refusals::line_without_day().into());
            }
            if attachments_missing(&file) {
                return Err(refusals::attachments(&item.attachments.join("、")).into());
            }
            if file.draft.corrects_id.is_some() && content.words.trim().is_empty() {
                return Err(refusals::correction_words().into());
            }
            let findings = reading::findings(tx, &file)?;
            if blocked(&findings) {
                return Err(refusals::flawed(&findings).into());
            }
            let taking = Taking {
                powers: &[DRAFT],
                step: Step::Submit,
                on: today,
                detail: Detail::default(),
                act: "sunshine.submitted",
                actor: &actor,
            };
            take(tx, &file, taking)
        })
        .await
}

/// The supervision committee gives it back with what is wrong; so may the joint meeting, and who is
/// to publish it.
pub async fn give_back(app: &App, actor: &Actor, id: DisclosureId, words: String) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let file = reading::open(tx, &actor, id)?;
            let (today, class) = (tx.today(), file.item.class);
            reason_given(Step::Return, &words)
                .map_err(|hindrance| refusals::hindrance(hindrance, class))?;
            let taking = Taking {
                powers: GIVE_BACK,
                step: Step::Return,
                on: today,
                detail: Detail { words: words.clone(), ..Detail::default() },
                act: "sunshine.returned",
                actor: &actor,
            };
            take(tx, &file, taking)
        })
        .await
}

/// The director of the supervision committee signs it.
pub async fn sign(app: &App, actor: &Actor, id: DisclosureId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let file = reading::open(tx, &actor, id)?;
            let taking = Taking {
                powers: &[SIGN],
                step: Step::Sign,
                on: tx.today(),
                detail: Detail::default(),
                act: "sunshine.signed",
                actor: &actor,
            };
            take(tx, &file, taking)
        })
        .await
}

/// What the joint meeting of committee and Party branch settled.
#[derive(Debug, Clone)]
pub struct Settled {
    /// When it met.
    pub on: Date,
    /// Who of the committee was present.
    pub of_committee: Vec<String>,
    /// Who of the Party branch.
    pub of_party: Vec<String>,
    /// What it decided.
    pub decision: String,
}

/// Notes it.
pub async fn settle(app: &App, actor: &Actor, id: DisclosureId, settled: Settled) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let file = reading::open(tx, &actor, id)?;
            if settled.decision.trim().is_empty() {
                return Err(refusals::decision_missing().into());
            }
            let class = file.item.class;
            joint_meeting(&seats(&settled))
                .map_err(|hindrance| refusals::hindrance(hindrance, class))?;
            let mut present = settled.of_committee.clone();
            present.extend(settled.of_party.iter().cloned());
            present.sort();
            present.dedup();
            let taking = Taking {
                powers: &[SETTLE],
                step: Step::Settle,
                on: settled.on,
                detail: Detail { words: settled.decision.trim().to_owned(), present },
                act: "sunshine.settled",
                actor: &actor,
            };
            take(tx, &file, taking)
        })
        .await
}

/// Who sat where: one person may sit in both.
fn seats(settled: &Settled) -> Vec<Seat> {
    let both = |name: &String| settled.of_party.contains(name);
    let committee = settled
        .of_committee
        .iter()
        .map(|name| if both(name) { Seat::Both } else { Seat::Committee });
    let only_party = settled.of_party.iter().filter(|name| !settled.of_committee.contains(name));
    committee.chain(only_party.map(|_| Seat::Party)).collect()
}

/// It hangs on the fixed board, as a photo shows.
pub async fn post(
    app: &App,
    actor: &Actor,
    id: DisclosureId,
    (on, photos): (Date, Vec<Kept>),
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let file = reading::open(tx, &actor, id)?;
            if photos.is_empty() {
                return Err(refusals::photo_missing().into());
            }
            for photo in &photos {
                attach(tx, &actor, subject(id), BOARD, (photo, ""))?;
            }
            let taking = Taking {
                powers: &[DRAFT],
                step: Step::Post,
                on,
                detail: Detail::default(),
                act: "sunshine.posted",
                actor: &actor,
            };
            take(tx, &file, taking)
        })
        .await
}

/// It is taken down, no sooner than it may be.
pub async fn take_down(
    app: &App,
    actor: &Actor,
    id: DisclosureId,
    (on, photos): (Date, Vec<Kept>),
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let file = reading::open(tx, &actor, id)?;
            let until = display_until(&file.progress, file.item.display_days);
            if let Some(until) = until.filter(|until| on <= *until) {
                return Err(refusals::display_days(until).into());
            }
            for photo in &photos {
                attach(tx, &actor, subject(id), TAKEN_DOWN, (photo, ""))?;
            }
            let taking = Taking {
                powers: &[DRAFT],
                step: Step::TakeDown,
                on,
                detail: Detail::default(),
                act: "sunshine.taken_down",
                actor: &actor,
            };
            take(tx, &file, taking)
        })
        .await
}

/// The last day on which it has to hang by its item, which may ask for more than the law.
pub(crate) fn display_until<Person>(progress: &Progress<Person>, days: i64) -> Option<Date> {
    let published_on = progress.published_on?;
    let by_law = shown_until(published_on, progress.posted_on)?;
    Some(by_law.saturating_add(jiff::Span::new().days(days.max(DISPLAY_DAYS) - DISPLAY_DAYS)))
}

/// Its papers go into the archive.
pub async fn file_away(app: &App, actor: &Actor, id: DisclosureId, place: String) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let file = reading::open(tx, &actor, id)?;
            if place.trim().is_empty() {
                return Err(refusals::archive_place().into());
            }
            let taking = Taking {
                powers: &[DRAFT],
                step: Step::File,
                on: tx.today(),
                detail: Detail { words: place.trim().to_owned(), ..Detail::default() },
                act: "sunshine.filed",
                actor: &actor,
            };
            take(tx, &file, taking)
        })
        .await
}

/// [`take`] for the publication.
pub(super) fn published(tx: &mut Tx<'_>, actor: &Actor, file: &File) -> Result<()> {
    let taking = Taking {
        powers: &[PUBLISH],
        step: Step::Publish,
        on: tx.today(),
        detail: Detail::default(),
        act: "sunshine.published",
        actor,
    };
    take(tx, file, taking)
}
