//! What goes with the people of an area that is abolished or divided.

use jiff::civil::Date;
use platform::{Actor, BodyId, Entry, PersonId, Result, Tx};
use serde_json::json;

use super::stem;
use crate::actions::body_changes::end_posts;
use crate::model::{Area, BodyKind, Decision, HouseholdId, LifeDetail, LifeKind, Standing};
use crate::store::life::{self, NewEvent};
use crate::{areas, bodies, store};

/// What becomes of a body whose area is abolished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It was elected by those who belonged to the area, and ends.
    Ends,
    /// An area has one: it ends where the successor has its own, and goes along otherwise.
    OneEach,
    /// It goes along.
    Goes,
}

/// The fate of a kind of body.
pub(crate) const fn fate(kind: BodyKind) -> Fate {
    use BodyKind::{
        Board, Collective, ConsultationCommittee, Council, CountyGovernment, Department,
        PartyBranch, RepresentativesAssembly, ResidentsCommittee, ServiceBureau, ServiceCenter,
        ServiceStation, SocialOrganisation, SupervisionCommittee, TownshipGovernment, VillageGroup,
        VillagersAssembly, VillagersCommittee,
    };
    match kind {
        VillagersCommittee
        | ResidentsCommittee
        | SupervisionCommittee
        | VillagersAssembly
        | RepresentativesAssembly
        | VillageGroup
        | ConsultationCommittee
        | Council
        | Board => Fate::Ends,
        ServiceStation | ServiceCenter | TownshipGovernment => Fate::OneEach,
        PartyBranch | Collective | SocialOrganisation | Department | ServiceBureau
        | CountyGovernment => Fate::Goes,
    }
}

/// Lets all people of an area, and what is theirs, belong to another. Says which bodies ended.
pub(super) fn all(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (area, into): (&Area, &Area),
    decision: &Decision,
) -> Result<Vec<BodyId>> {
    let on = decision.on;
    if store::carrying::same_numbers(tx, &area.path, &into.path)? > 0 {
        store::carrying::mark_numbers(tx, &area.path, stem(&area.name))?;
    }
    let everybody = store::carrying::people_at(tx, &area.path, on)?;
    people(tx, actor, (area, into), &everybody, on)?;
    platform::area::carry_with_people(tx, &area.path, &into.path)?;
    bodies_of(tx, actor, (area, into), decision)
}

/// Lets some households belong to another area.
pub(super) fn households(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (from, to): (&Area, &Area),
    chosen: &[HouseholdId],
    on: Date,
) -> Result<()> {
    let mut members = Vec::new();
    for household in chosen {
        members.extend(store::carrying::people_of(tx, *household)?);
    }
    people(tx, actor, (from, to), &members, on)?;
    let paths = (&from.path, &to.path);
    for household in chosen {
        store::carrying::carry_household(tx, *household, paths)?;
    }
    members.iter().try_for_each(|person| store::carrying::carry_person(tx, *person, paths))
}

/// Notes for each of the people that they belong to another area from a day on.
fn people(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (from, to): (&Area, &Area),
    everybody: &[PersonId],
    on: Date,
) -> Result<()> {
    if everybody.is_empty() {
        return Ok(());
    }
    let detail = LifeDetail {
        from_area: areas::full_name(tx, &from.path)?,
        to_area: areas::full_name(tx, &to.path)?,
        ..LifeDetail::default()
    };
    let kind = LifeKind::AreaChanged;
    let (area, detail) = (&to.path, &detail);
    let new = NewEvent { kind, happened_on: on, area, detail, takes_back: None };
    let event = life::insert_event(tx, actor, &new)?;
    let mut carried = 0_u32;
    for person in everybody {
        let before = match store::carrying::before_first_since(tx, *person, on)? {
            None => Some(life::standing(tx, *person)?),
            Some(before) => before,
        };
        store::carrying::follow(tx, *person, (&from.path, &to.path), on)?;
        // Who came only after the day came to the other area.
        if let Some(before) = before.filter(|before| before.area_path == from.path) {
            let after = Standing { area_path: to.path.clone(), ..before.clone() };
            let standings = (Some(&before), &after);
            life::insert_change_from(tx, (event, on), *person, Some(&before), standings)?;
            carried += 1;
        }
    }
    let entry = Entry::new(kind.act(), "area", from.id.0, &to.path);
    tx.journal(actor, entry.facts(json!({ "event": event, "people": carried })))
}

/// Ends the bodies of an abolished area or lets them go along; says which ended.
fn bodies_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (area, into): (&Area, &Area),
    decision: &Decision,
) -> Result<Vec<BodyId>> {
    let mut ended = Vec::new();
    for body in bodies::bodies_at(tx, &area.path)? {
        let goes = match fate(body.kind) {
            Fate::Ends => false,
            Fate::OneEach => bodies::body_of_kind(tx, &into.path, body.kind)?.is_none(),
            Fate::Goes => true,
        };
        if goes {
            store::carrying::carry_body(tx, body.id, (into.id, &into.path))?;
        } else {
            end_posts(tx, actor, &body, decision.on)?;
            let next = bodies::body_of_kind(tx, &into.path, body.kind)?.map(|next| next.id);
            let told = (decision.on, decision.document.trim(), next);
            store::bodies::insert_end(tx, actor, body.id, told)?;
            ended.push(body.id);
        }
    }
    Ok(ended)
}
