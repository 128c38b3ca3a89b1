//! What happens to households: they split, join, and get another head.

use jiff::civil::Date;
use platform::{Actor, App, PersonId, Result, Tx};

use super::{Noting, Whom, in_order, note, place};
use crate::model::{
    Household, HouseholdId, LifeDetail, LifeEventId, LifeKind, Member, PEOPLE_EDIT, Relation,
    Standing,
};
use crate::store::life as store;
use crate::{people, refusals};

/// Who is how related to the head.
pub type Relations = Vec<(PersonId, Relation)>;

/// The household, which the actor may edit, and its members.
fn load(tx: &mut Tx<'_>, actor: &Actor, id: HouseholdId) -> Result<(Household, Vec<Member>)> {
    let household = people::household_for(tx, actor, id)?;
    actor.permit(PEOPLE_EDIT, &household.area_path)?;
    let members = store::members(tx, id)?;
    Ok((household, members))
}

/// A member before an event of the household.
fn member(tx: &mut Tx<'_>, household: HouseholdId, id: PersonId, on: Date) -> Result<Standing> {
    let whom = Whom { person: people::person(tx, id)?, standing: store::standing(tx, id)? };
    if whom.standing.household_id != Some(household) || whom.standing.left_on.is_some() {
        return Err(refusals::not_a_member().into());
    }
    in_order(tx, &whom, on)?;
    Ok(whom.standing)
}

fn one_head(relations: &[(PersonId, Relation)]) -> Result<()> {
    let heads = relations.iter().filter(|(_, relation)| *relation == Relation::Head);
    if heads.count() == 1 { Ok(()) } else { Err(refusals::one_head().into()) }
}

fn living(members: &[Member]) -> impl Iterator<Item = &Member> {
    members.iter().filter(|member| member.died_on.is_none())
}

/// Some members form a new household under a new number.
pub async fn split_household(
    app: &App,
    actor: &Actor,
    id: HouseholdId,
    (on, number): (Date, &str),
    leaving: Relations,
) -> Result<HouseholdId> {
    let (actor, number) = (actor.clone(), number.trim().to_owned());
    app.db
        .write(move |tx| {
            let (household, members) = load(tx, &actor, id)?;
            if leaving.is_empty() {
                return Err(refusals::nobody_chosen().into());
            }
            one_head(&leaving)?;
            let leaves = |member: &&Member| leaving.iter().any(|(person, _)| *person == member.id);
            if living(&members).filter(leaves).count() == living(&members).count() {
                return Err(refusals::nobody_stays().into());
            }
            if number.is_empty() {
                return Err(refusals::number_missing().into());
            }
            let area = household.area_path;
            if crate::store::persons::find_household(tx, &area, &number)?.is_some() {
                return Err(refusals::number_taken(&number).into());
            }
            let new = crate::store::persons::household_numbered(tx, &area, &number)?;
            let changes = into(tx, id, on, (new, &leaving))?;
            let detail = LifeDetail {
                from_household: household.number,
                to_household: number.clone(),
                ..LifeDetail::default()
            };
            let (kind, subject) = (LifeKind::HouseholdSplit, ("household", new.0));
            note(tx, &actor, &Noting { kind, on, area, subject, detail, changes })?;
            Ok(new)
        })
        .await
}

/// The changes of members who go into another household.
fn into(
    tx: &mut Tx<'_>,
    from: HouseholdId,
    on: Date,
    (to, relations): (HouseholdId, &[(PersonId, Relation)]),
) -> Result<Vec<(PersonId, Option<Standing>, Standing)>> {
    let mut changes = Vec::with_capacity(relations.len());
    for (person, relation) in relations {
        let before = member(tx, from, *person, on)?;
        let after =
            Standing { household_id: Some(to), relation: Some(*relation), ..before.clone() };
        changes.push((*person, Some(before), after));
    }
    Ok(changes)
}

/// All members of a household go into another of the same village or group.
pub async fn join_households(
    app: &App,
    actor: &Actor,
    id: HouseholdId,
    (on, number): (Date, &str),
    relations: Relations,
) -> Result<HouseholdId> {
    let (actor, number) = (actor.clone(), number.trim().to_owned());
    app.db
        .write(move |tx| {
            let (household, members) = load(tx, &actor, id)?;
            if number.is_empty() {
                return Err(refusals::number_missing().into());
            }
            let area = household.area_path;
            let found = crate::store::persons::find_household(tx, &area, &number)?;
            let target = found.ok_or_else(|| refusals::household_unknown(&number))?;
            if target.id == id {
                return Err(refusals::same_household().into());
            }
            complete(&members, &relations)?;
            let changes = into(tx, id, on, (target.id, &relations))?;
            let detail = LifeDetail {
                from_household: household.number,
                to_household: target.number,
                ..LifeDetail::default()
            };
            let (kind, subject) = (LifeKind::HouseholdsJoined, ("household", target.id.0));
            note(tx, &actor, &Noting { kind, on, area, subject, detail, changes })?;
            Ok(target.id)
        })
        .await
}

/// Everybody who lives in the household has a relation.
fn complete(members: &[Member], relations: &[(PersonId, Relation)]) -> Result<()> {
    let known = |member: &&Member| relations.iter().any(|(person, _)| *person == member.id);
    match living(members).find(|member| !known(member)) {
        Some(member) => Err(refusals::relation_missing(&member.name).into()),
        None => Ok(()),
    }
}

/// Writes down how all members are related to the head; who the head is may change with it.
pub async fn note_relations(
    app: &App,
    actor: &Actor,
    id: HouseholdId,
    on: Date,
    relations: Relations,
) -> Result<LifeEventId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (household, members) = load(tx, &actor, id)?;
            one_head(&relations)?;
            complete(&members, &relations)?;
            let head = |member: &&Member| member.relation == Some(Relation::Head);
            let before_head = members.iter().find(head).map(|member| member.id);
            let new_head = relations
                .iter()
                .find(|(_, relation)| *relation == Relation::Head)
                .map(|(person, _)| *person);
            let changed = before_head.is_some() && before_head != new_head;
            let kind = if changed { LifeKind::HeadChanged } else { LifeKind::RelationsNoted };
            let mut changes = Vec::new();
            for (person, relation) in &relations {
                let before = member(tx, id, *person, on)?;
                let after = Standing { relation: Some(*relation), ..before.clone() };
                if before != after {
                    changes.push((*person, Some(before), after));
                }
            }
            // A head who has died is head no more once somebody else is.
            for dead in members.iter().filter(|m| m.died_on.is_some() && head(m)) {
                let before = store::standing(tx, dead.id)?;
                let after = Standing { relation: None, ..before.clone() };
                changes.push((dead.id, Some(before), after));
            }
            if changes.is_empty() {
                return Err(refusals::nothing_changes().into());
            }
            let standing = changes.first().and_then(|(_, before, _)| before.clone());
            let (_, number) = match standing {
                Some(standing) => place(tx, &standing)?,
                None => (String::new(), household.number),
            };
            let noting = Noting {
                kind,
                on,
                area: household.area_path,
                subject: ("household", id.0),
                detail: LifeDetail { to_household: number, ..LifeDetail::default() },
                changes,
            };
            note(tx, &actor, &noting)
        })
        .await
}
