//! Two registrations of one person become one, and two again if that was wrong.

mod undoing;

use platform::id::SubjectId;
use platform::identity;
use platform::{Actor, App, Entry, PersonId, Result, Tx};
use serde_json::json;

use crate::merging::{self, MERGED, Told};
use crate::model::{Fact, KinId, Merge, MergeId, PEOPLE_MERGE, Person, PersonRow, Side};
use crate::store::kin;
use crate::store::merges::{self as store, NewMerge};
use crate::{life, people, refusals};

pub use undoing::undo_merge;

/// What shall become of two registrations.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// Who stays.
    pub kept: PersonId,
    /// Whose registration goes into it.
    pub merged: PersonId,
    /// The facts of which the merged person's value stays.
    pub taken: Vec<Fact>,
    /// Whose account stays, where both have one.
    pub account: Option<Side>,
}

/// A person whom the actor may read, and may merge where they belong.
fn mergeable(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Person> {
    let person = people::person_for(tx, actor, id)?;
    actor.permit(PEOPLE_MERGE, &person.area_path)?;
    Ok(person)
}

/// Notes that two registrations are two people; the list shows them no more.
pub async fn note_not_the_same(
    app: &App,
    actor: &Actor,
    (one, other): (PersonId, PersonId),
) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let first = mergeable(tx, &actor, one)?;
            mergeable(tx, &actor, other)?;
            if !store::note_not_same(tx, &actor, (one, other))? {
                return Ok(());
            }
            let entry = Entry::new("registry.not_the_same", "person", one.0, &first.area_path);
            tx.journal(&actor, entry.facts(json!({ "other": other })))
        })
        .await
}

/// Proposes to make one of two registrations.
pub async fn propose_merge(app: &App, actor: &Actor, new: Proposal) -> Result<MergeId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            if new.kept == new.merged {
                return Err(refusals::same_registration().into());
            }
            let kept = mergeable(tx, &actor, new.kept)?;
            mergeable(tx, &actor, new.merged)?;
            let waits = |one: &Merge| {
                let pair = [one.kept_id, one.merged_id];
                pair.contains(&new.kept) || pair.contains(&new.merged)
            };
            if store::waiting(tx)?.iter().any(waits) {
                return Err(refusals::merge_waits().into());
            }
            let both =
                identity::has_account(tx, new.kept)? && identity::has_account(tx, new.merged)?;
            if both && new.account.is_none() {
                return Err(refusals::account_to_choose().into());
            }
            let taken: Vec<&'static str> = new.taken.iter().map(|fact| fact.word()).collect();
            let account = new.account.filter(|_| both);
            let merge = NewMerge { kept: new.kept, merged: new.merged, taken: &taken, account };
            let id = store::insert(tx, &actor, &merge)?;
            let act = "registry.merge_proposed";
            let entry = Entry::new(act, "person", new.kept.0, &kept.area_path);
            tx.journal(&actor, entry.facts(json!({ "merge": id })))?;
            Ok(id)
        })
        .await
}

/// Says no to a proposal.
pub async fn decline_merge(app: &App, actor: &Actor, id: MergeId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let merge = store::merge(tx, id)?;
            let kept = mergeable(tx, &actor, merge.kept_id)?;
            mergeable(tx, &actor, merge.merged_id)?;
            if !merge.waits() {
                return Err(refusals::merge_settled().into());
            }
            store::decline(tx, id, &actor.name)?;
            let act = "registry.merge_declined";
            let entry = Entry::new(act, "person", merge.kept_id.0, &kept.area_path);
            tx.journal(&actor, entry.facts(json!({ "merge": id })))
        })
        .await
}

/// Makes one of two registrations. Where both are used, another than who proposed it does so.
pub async fn confirm_merge(app: &App, actor: &Actor, id: MergeId) -> Result<PersonId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let merge = store::merge(tx, id)?;
            if !merge.waits() {
                return Err(refusals::merge_settled().into());
            }
            let kept = mergeable(tx, &actor, merge.kept_id)?;
            mergeable(tx, &actor, merge.merged_id)?;
            let alone = merge.proposed_by_id == actor.person_id;
            if alone && merge.account.is_some() {
                return Err(merging::second_eyes().into());
            }
            store::copy(tx, id, merge.kept_id)?;
            store::copy(tx, id, merge.merged_id)?;
            accounts(tx, &actor, &merge, &kept)?;
            let told = Told { merge: id, kept: merge.kept_id, merged: merge.merged_id, alone };
            merging::lead_over(tx, told)?;
            end_own_kin(tx, &actor, told)?;
            journal(tx, &actor, MERGED, (told, &kept))?;
            let other = store::row(tx, merge.merged_id)?;
            store::remove(tx, merge.merged_id)?;
            let row = made(&store::row(tx, merge.kept_id)?, &merge, &other);
            store::set_row(tx, &row)?;
            if !life::couple_agrees(tx, merge.kept_id)? {
                return Err(refusals::two_spouses().into());
            }
            store::confirm(tx, id, &actor.name)?;
            Ok(merge.kept_id)
        })
        .await
}

/// What the row of the person who stays becomes.
fn made(row: &PersonRow, merge: &Merge, from: &PersonRow) -> PersonRow {
    let mut made = row.clone();
    for fact in Fact::ALL.iter().filter(|fact| merge.takes(**fact)) {
        made.take(*fact, from);
    }
    // Whom one of the two is married to, the one person is; and nobody to themselves.
    let spouses = [made.spouse_id, row.spouse_id, from.spouse_id];
    let another = |spouse: &PersonId| *spouse != row.id && *spouse != from.id;
    made.spouse_id = spouses.into_iter().flatten().find(another);
    made
}

/// Noted as moved when the two had been noted as relatives of each other.
const OWN_KIN: &str = "kin";

/// Nobody is a relative of themselves: what was noted between the two ends with the merge, and
/// comes back if they are two again.
fn end_own_kin(tx: &mut Tx<'_>, actor: &Actor, told: Told) -> Result<()> {
    for row in kin::of_oneself(tx, told.kept)? {
        kin::end(tx, KinId(row.0), &actor.name)?;
        store::insert_move(tx, told.merge, OWN_KIN, row)?;
    }
    Ok(())
}

/// Noted as moved when the two have exchanged their accounts.
const ACCOUNTS: &str = "accounts.person_id";

/// The account that stays goes to the person who stays; the other is closed.
fn accounts(tx: &mut Tx<'_>, actor: &Actor, merge: &Merge, kept: &Person) -> Result<()> {
    let (one, other) = (merge.kept_id, merge.merged_id);
    let takes = match merge.account {
        Some(side) => side == Side::Merged,
        None => identity::has_account(tx, other)?,
    };
    if takes {
        identity::exchange(tx, one, other)?;
        store::insert_move(tx, merge.id, ACCOUNTS, SubjectId(other.0))?;
    }
    identity::close_within(tx, actor, other, &kept.area_path)
}

/// The same entry for the merge and for its undoing: the modules above lead their rows.
fn journal(
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: &'static str,
    (told, kept): (Told, &Person),
) -> Result<()> {
    let Told { merge, kept: kept_id, merged, alone } = told;
    let facts = json!({ "merge": merge, "kept": kept_id, "merged": merged, "alone": alone });
    let entry = Entry::new(act, "person", kept_id.0, &kept.area_path);
    tx.journal(actor, entry.facts(facts))
}
