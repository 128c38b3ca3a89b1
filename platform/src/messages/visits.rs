//! Calls and visits: the twin of a message for people whom no message reaches.

use jiff::{SignedDuration, Timestamp};

use super::TELL;
use super::model::{Message, Telling, Told, Visit, VisitId};
use super::store::{deliveries, inbox, visits as store};
use crate::app::App;
use crate::area::{AreaPath, Level};
use crate::authorisation::{Actor, post_gives};
use crate::error::{Error, Refusal, Result};
use crate::id::PersonId;
use crate::journal::Entry;
use crate::storage::Tx;

/// Visits on a page.
const VISITS_MAX: u32 = 200;
/// How far back the list of what is done goes.
const DONE_DAYS: i64 = 30;
/// Words of a telling are kept so long.
const WORDS_LETTERS_MAX: usize = 500;

/// A visit with what is to be told, and what was tried.
#[derive(Debug, Clone)]
pub struct VisitFile {
    /// The visit.
    pub visit: Visit,
    /// What to say, the oldest first.
    pub messages: Vec<Message>,
    /// What was tried.
    pub tellings: Vec<Telling>,
}

/// The open visits that fall to the actor: those of one's own area, and those of areas below it
/// where nobody else would make them. Who would is looked up today, so that a visit never waits
/// for somebody who has left.
pub fn open(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Visit>> {
    let mut found = Vec::new();
    for area in areas(tx, actor)? {
        found.extend(store::open_in(tx, &area, VISITS_MAX)?);
    }
    found.sort_by_key(|visit| (visit.opened_at, visit.id));
    found.dedup_by_key(|visit| visit.id);
    Ok(found)
}

/// How many visits fall to the actor in the villages of their own posts. It is asked with every
/// look at a worklist, so that who would make the visits of other villages is left to the list.
pub fn count_own(tx: &mut Tx<'_>, actor: &Actor) -> Result<i64> {
    let mut sum = 0;
    if actor.holds(TELL) {
        for area in actor.scope(TELL)?.areas() {
            if area.level() >= Level::Village {
                let open = store::open_areas(tx, area)?;
                sum += open.iter().map(|open| open.visits).sum::<i64>();
            }
        }
    }
    Ok(sum)
}

/// The areas whose visits fall to the actor.
fn areas(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<AreaPath>> {
    let mut own = Vec::new();
    for area in actor.scope(TELL)?.areas() {
        if area.level() >= Level::Village {
            own.push(area.clone());
            continue;
        }
        let mut villages: Vec<AreaPath> = store::open_areas(tx, area)?
            .into_iter()
            .map(|open| open.area_path.at(Level::Village))
            .collect();
        villages.sort();
        villages.dedup();
        for village in villages {
            if nearest_teller(tx, &village)? == *area {
                own.push(village);
            }
        }
    }
    Ok(own)
}

/// The lowest area at which somebody makes visits to people of this village.
fn nearest_teller(tx: &mut Tx<'_>, village: &AreaPath) -> Result<AreaPath> {
    for area in [village.clone(), village.at(Level::Township)] {
        let holders = (tx.surroundings().registrar.holders_at)(tx, &area)?;
        if holders.iter().any(|(_, post)| post_gives(post, TELL)) {
            return Ok(area);
        }
    }
    Ok(AreaPath::county())
}

/// A visit that the actor may make.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: VisitId) -> Result<VisitFile> {
    let visit = store::find(tx, id)?;
    let area = visit.area_path.clone();
    let visit = actor.scope(TELL)?.admit(&area, visit)?;
    let mut messages = Vec::new();
    for message in deliveries::messages_of(tx, id)? {
        messages.push(inbox::find(tx, message)?);
    }
    let tellings = store::tellings(tx, id)?;
    Ok(VisitFile { visit, messages, tellings })
}

/// What was done lately in the actor's areas, the latest first.
pub fn done(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Visit>> {
    let since: Timestamp = tx.now() - SignedDuration::from_hours(24 * DONE_DAYS);
    let mut found = Vec::new();
    for area in actor.scope(TELL)?.areas() {
        found.extend(store::closed_in(tx, area, since, VISITS_MAX)?);
    }
    Ok(found)
}

/// Notes that somebody was told, or was not reached.
pub async fn tell(app: &App, actor: &Actor, id: VisitId, how: Told, words: &str) -> Result<()> {
    let (actor, words) = (actor.clone(), words.trim().to_owned());
    app.db
        .write(move |tx| {
            let person = actor.person()?;
            let visit = store::find(tx, id)?;
            let area = visit.area_path.clone();
            actor.scope(TELL)?.admit(&area, ())?;
            if visit.closed_at.is_some() {
                let sentence = "这个人已经有人告诉过了，不用再打";
                return Err(Refusal::new("messages.told_before", sentence).into());
            }
            if how == Told::NotReached && words.is_empty() {
                let sentence = "请写一句情况，例如：没人接，晚上再打";
                return Err(Refusal::new("messages.words_missing", sentence).at("words").into());
            }
            let words: String = words.chars().take(WORDS_LETTERS_MAX).collect();
            let now = tx.now();
            store::note_telling(tx, id, (&actor, person), (how, &words), now)?;
            let act = match how {
                Told::NotReached => "messages.not_reached",
                Told::Phone | Told::InPerson => {
                    close(tx, id, how)?;
                    "messages.told"
                }
            };
            tx.journal(&actor, Entry::new(act, "visit", id.0, &area))
        })
        .await
}

fn close(tx: &mut Tx<'_>, id: VisitId, how: Told) -> Result<()> {
    deliveries::settle_told(tx, id)?;
    let now = tx.now();
    match store::close(tx, id, how.key(), now)? {
        1 => Ok(()),
        _ => Err(Error::NotFound),
    }
}

/// How to reach the person of a visit.
pub fn phone_of(tx: &mut Tx<'_>, person: PersonId, messages: &[Message]) -> Result<Option<String>> {
    let given = messages.iter().rev().find_map(|message| message.phone_sealed.as_ref());
    match given {
        Some(sealed) => super::unseal_text(tx, sealed).map(Some),
        None => (tx.surroundings().registrar.reach)(tx, person).map(|reach| reach.phone),
    }
}
