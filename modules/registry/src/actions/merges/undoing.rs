//! Two registrations that were made one are two again, each as before. What was noted of the one
//! person since stays with who stayed; where it cannot be told whose it is, the later must be taken
//! back first.

use platform::{Actor, App, Error, PersonId, Result, Tx, identity};

use super::{ACCOUNTS, OWN_KIN, journal, made, mergeable};
use crate::actions::life::heads;
use crate::merging::{self, Told, UNDONE};
use crate::model::{Fact, Merge, MergeId, PEOPLE_MERGE, PersonRow};
use crate::store::kin;
use crate::store::life as lives;
use crate::store::merges as store;
use crate::{life, refusals};

/// Makes two of one again: both stand as before, and what was led over goes back.
pub async fn undo_merge(app: &App, actor: &Actor, id: MergeId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let merge = store::merge(tx, id)?;
            let kept = mergeable(tx, &actor, merge.kept_id)?;
            let (true, Some(at)) = (merge.stands(), merge.confirmed_at) else {
                return Err(refusals::merge_not_standing().into());
            };
            let merged = store::copied(tx, id, merge.merged_id)?;
            if !actor.may(PEOPLE_MERGE, &merged.area_path) {
                return Err(Error::NotFound);
            }
            let before = store::copied(tx, id, merge.kept_id)?;
            nothing_stands_on(tx, &merge, (&before, &merged))?;
            bring_back(tx, &merge, (&before, &merged))?;
            let told =
                Told { merge: id, kept: merge.kept_id, merged: merge.merged_id, alone: false };
            merging::lead_back(tx, told)?;
            for row in store::moves(tx, id, OWN_KIN)? {
                kin::reopen(tx, row)?;
            }
            whole(tx, &kept.name, (merge.kept_id, merge.merged_id))?;
            let closed = (at, &kept.area_path);
            identity::reopen_within(tx, &actor, merge.merged_id, closed)?;
            if !store::moves(tx, id, ACCOUNTS)?.is_empty() {
                identity::exchange(tx, merge.kept_id, merge.merged_id)?;
            }
            journal(tx, &actor, UNDONE, (told, &kept))?;
            store::undo(tx, id, &actor.name)
        })
        .await
}

/// No later merge of either or of their spouses, and no event of the merged one that somebody took
/// back since: nobody could say for whom.
fn nothing_stands_on(
    tx: &mut Tx<'_>,
    merge: &Merge,
    (before, merged): (&PersonRow, &PersonRow),
) -> Result<()> {
    if store::later(tx, merge)? {
        return Err(refusals::merged_since().into());
    }
    let gone = |spouse: &PersonId| *spouse != before.id && *spouse != merged.id;
    for spouse in [before.spouse_id, merged.spouse_id].into_iter().flatten().filter(gone) {
        if merging::kept_for(tx, spouse)?.is_some() {
            return Err(refusals::spouse_merged_since().into());
        }
    }
    if store::taken_back_since(tx, merge)? {
        return Err(refusals::event_taken_back_since().into());
    }
    Ok(())
}

/// Both rows as they were before the merge, but for what was noted of the kept person since.
fn bring_back(
    tx: &mut Tx<'_>,
    merge: &Merge,
    (before, merged): (&PersonRow, &PersonRow),
) -> Result<()> {
    let mut row = store::row(tx, merge.kept_id)?;
    let made = made(before, merge, merged);
    for fact in Fact::ALL.iter().copied().filter(|fact| !made.same(*fact, before)) {
        if row.same(fact, &made) {
            row.take(fact, before);
        } else if fact == Fact::Standing {
            return Err(refusals::standing_changed_since(&row.name).into());
        }
    }
    for (index, own) in [(&row.identity_index, row.id), (&merged.identity_index, merge.kept_id)] {
        if let Some(index) = index
            && store::is_numbered(tx, index, own)?
        {
            return Err(refusals::number_given_since().into());
        }
    }
    // The number is free again before the other comes back with it; and who was married to the
    // other is so again when the other is there.
    let spouse = row.spouse_id.take_if(|spouse| *spouse == merge.merged_id);
    store::set_row(tx, &row)?;
    store::bring_back(tx, merge.id, merge.merged_id)?;
    if spouse.is_some() {
        store::set_row(tx, &PersonRow { spouse_id: spouse, ..row })?;
    }
    Ok(())
}

/// What happened to others since leaves each household its one head and each couple a couple.
fn whole(tx: &mut Tx<'_>, name: &str, (kept, merged): (PersonId, PersonId)) -> Result<()> {
    let mut both = Vec::new();
    for person in [kept, merged] {
        if !life::couple_agrees(tx, person)? {
            return Err(refusals::standing_changed_since(name).into());
        }
        both.push(lives::standing(tx, person)?);
    }
    heads(tx, both.iter()).map_err(|_| refusals::standing_changed_since(name).into())
}
