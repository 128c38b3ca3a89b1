//! Marriage and divorce.

use jiff::civil::Date;
use platform::{Actor, App, PersonId, Result, Tx};

use super::{Noting, Whom, in_order, note, present, way};
use crate::model::{LifeDetail, LifeEventId, LifeKind, Relation, Residence, Standing};
use crate::store::life as store;
use crate::{people, refusals};

/// In whose household a couple lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Into {
    /// The first person moves to the second.
    Theirs(Relation),
    /// The second person moves to the first.
    Ours(Relation),
    /// Both stay where they are.
    Apart,
}

/// Notes a marriage, and in whose household the couple lives.
pub async fn note_marriage(
    app: &App,
    actor: &Actor,
    (first, second): (PersonId, PersonId),
    on: Date,
    into: Into,
) -> Result<LifeEventId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            if first == second {
                return Err(refusals::own_spouse().into());
            }
            let (one, other) = (present(tx, &actor, first, on)?, present(tx, &actor, second, on)?);
            unmarried(tx, &one)?;
            unmarried(tx, &other)?;
            let mut after_one = Standing { spouse_id: Some(second), ..one.standing.clone() };
            let mut after_other = Standing { spouse_id: Some(first), ..other.standing.clone() };
            match into {
                Into::Theirs(relation) => live_with(&mut after_one, &other, relation)?,
                Into::Ours(relation) => live_with(&mut after_other, &one, relation)?,
                Into::Apart => {}
            }
            let detail = match into {
                Into::Theirs(_) => way(tx, Some(&one.standing), &after_one)?,
                Into::Ours(_) => way(tx, Some(&other.standing), &after_other)?,
                Into::Apart => LifeDetail::default(),
            };
            let noting = Noting {
                kind: LifeKind::Married,
                on,
                area: one.standing.area_path.clone(),
                subject: ("person", first.0),
                detail,
                changes: vec![
                    (first, Some(one.standing), after_one),
                    (second, Some(other.standing), after_other),
                ],
            };
            note(tx, &actor, &noting)
        })
        .await
}

fn live_with(after: &mut Standing, host: &Whom, relation: Relation) -> Result<()> {
    let household = host.standing.household_id;
    after.household_id =
        Some(household.ok_or_else(|| refusals::into_no_household(&host.person.name))?);
    if after.area_path != host.standing.area_path {
        after.area_path = host.standing.area_path.clone();
        after.residence = Residence::HukouHere;
        after.resident_since_on = None;
    }
    after.relation = Some(relation);
    Ok(())
}

/// Not married, or widowed.
fn unmarried(tx: &mut Tx<'_>, whom: &Whom) -> Result<()> {
    let Some(spouse) = whom.standing.spouse_id else { return Ok(()) };
    let widowed = store::standing(tx, spouse)?.died_on.is_some();
    if widowed { Ok(()) } else { Err(refusals::is_married(&whom.person.name).into()) }
}

/// Notes a divorce. Where the two live is noted by a move or a split.
pub async fn note_divorce(app: &App, actor: &Actor, id: PersonId, on: Date) -> Result<LifeEventId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let one = present(tx, &actor, id, on)?;
            let married = one.standing.spouse_id;
            let spouse = married.ok_or_else(|| refusals::is_not_married(&one.person.name))?;
            let person = people::person(tx, spouse)?;
            let other = Whom { standing: store::standing(tx, spouse)?, person };
            in_order(tx, &other, on)?;
            let apart = |standing: &Standing| Standing { spouse_id: None, ..standing.clone() };
            let (after_one, after_other) = (apart(&one.standing), apart(&other.standing));
            let noting = Noting {
                kind: LifeKind::Divorced,
                on,
                area: one.standing.area_path.clone(),
                subject: ("person", id.0),
                detail: LifeDetail::default(),
                changes: vec![
                    (id, Some(one.standing), after_one),
                    (spouse, Some(other.standing), after_other),
                ],
            };
            note(tx, &actor, &noting)
        })
        .await
}
