//! What a village buys and builds: noted, with who watches it and what was seen.

use jiff::civil::Date;
use platform::area::Level;
use platform::files::{FileUse, Kept, Subject, UseId, attach, use_of, uses_of};
use platform::{Actor, App, AreaId, AreaPath, Entry, Error, Result, Tx};
use registry::PostHeldId;
use serde_json::json;

use super::findings::public_title;
use super::watching::{committee, public};
use crate::powers::{SUPERVISE, WATCH};
use crate::purchase::{Observation, Purchase, PurchaseId, Way};
use crate::refusals::supervision as refusals;
use crate::store::purchases;

/// The papers as they were when it was noted; those of an observation stand at its number.
const AT_FIRST: &str = "0";

/// Something bought or built, as it is noted.
#[derive(Debug, Clone)]
pub struct Bought {
    /// In which village.
    pub area: AreaId,
    /// What.
    pub title: String,
    /// For how much, in fen.
    pub amount_fen: Option<i64>,
    /// How the other side is chosen.
    pub way: Option<Way>,
    /// On which day it was decided.
    pub decided_on: Date,
    /// Who of the committee watches it.
    pub watcher: Option<PostHeldId>,
    /// Contract, offers, minutes.
    pub files: Vec<Kept>,
}

const fn subject(id: PurchaseId) -> Subject {
    Subject::new("sunshine.purchase", id.0)
}

/// The supervision committee notes what the village buys or builds.
pub async fn note_purchase(app: &App, actor: &Actor, new: Bought) -> Result<PurchaseId> {
    let actor = actor.clone();
    app.db.write(move |tx| note_in(tx, &actor, &new)).await
}

fn note_in(tx: &mut Tx<'_>, actor: &Actor, new: &Bought) -> Result<PurchaseId> {
    let area = registry::area(tx, new.area)?;
    actor.permit(WATCH, &area.path)?;
    if area.level() != Level::Village {
        return Err(refusals::no_supervised_village().into());
    }
    let title = public_title(&new.title)?;
    let amount_fen = new.amount_fen.filter(|fen| *fen > 0).ok_or_else(refusals::amount)?;
    let way = new.way.ok_or_else(refusals::way_missing)?;
    if new.decided_on > tx.today() {
        return Err(refusals::decided_to_come().into());
    }
    let watcher = committee(tx, &area.path)?.into_iter().find(|one| Some(one.id) == new.watcher);
    let watcher = watcher.ok_or_else(refusals::watcher_missing)?;
    let row = purchases::NewPurchase {
        area: &area.path,
        title,
        amount_fen,
        way,
        decided_on: new.decided_on,
        watcher_name: &watcher.name,
    };
    let id = purchases::insert(tx, actor, &row)?;
    for file in &new.files {
        attach(tx, actor, subject(id), AT_FIRST, (file, ""))?;
    }
    let entry = Entry::new("sunshine.purchase_noted", "purchase", id.0, &area.path)
        .citing(law::sunshine::supervision_cite(tx.today()))
        .facts(json!({ "amount_fen": amount_fen, "way": way.key() }));
    tx.journal(actor, entry)?;
    Ok(id)
}

/// Somebody of the committee notes what was seen of it.
pub async fn observe_purchase(
    app: &App,
    actor: &Actor,
    id: PurchaseId,
    (words, files): (String, Vec<Kept>),
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let purchase = seen(tx, &actor, id)?;
            actor.permit(WATCH, &purchase.area_path)?;
            let words = public(&words, "words")?;
            let before = purchases::observations_of(tx, id)?;
            let number = before.iter().map(|one| one.number).max().unwrap_or(0) + 1;
            purchases::observe(tx, &actor, (id, number), words)?;
            let place = number.to_string();
            for file in &files {
                attach(tx, &actor, subject(id), &place, (file, ""))?;
            }
            let act = "sunshine.purchase_observed";
            let entry = Entry::new(act, "purchase", id.0, &purchase.area_path);
            tx.journal(&actor, entry.facts(json!({ "files": files.len() })))
        })
        .await
}

/// One of them, for who watches there or sees to it that villages work.
fn seen(tx: &mut Tx<'_>, actor: &Actor, id: PurchaseId) -> Result<Purchase> {
    let purchase = purchases::find(tx, id)?;
    let works = [WATCH, SUPERVISE].iter().any(|power| actor.may(*power, &purchase.area_path));
    if works { Ok(purchase) } else { Err(Error::NotFound) }
}

/// One of them with what was seen and its papers.
pub fn purchase(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PurchaseId,
) -> Result<(Purchase, Vec<Observation>, Vec<FileUse>)> {
    let purchase = seen(tx, actor, id)?;
    Ok((purchase, purchases::observations_of(tx, id)?, uses_of(tx, subject(id))?))
}

/// A paper of one of them.
pub(crate) fn purchase_file(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, file): (PurchaseId, UseId),
) -> Result<FileUse> {
    seen(tx, actor, id)?;
    use_of(tx, subject(id), file)
}

/// Those of a village with what was seen, the newest first.
pub fn purchases_at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<(Purchase, Vec<Observation>)>> {
    let all = purchases::at(tx, area)?;
    let with = |one: Purchase| {
        let seen = purchases::observations_of(tx, one.id)?;
        Ok((one, seen))
    };
    all.into_iter().map(with).collect()
}
