//! Who may hold which office beside whom, whose term ends, what is vacant: read, never stored, so
//! that a marriage or a new household shows at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;
use law::Cite;
use law::village::{Bar, Composition, Kin, Office, Tie, bar, composition};
use platform::area::Level;
use platform::{AreaPath, BodyId, PersonId, Result, Tx};

use crate::model::{Body, DeclaredKin, KinPair, Officer, Relation};
use crate::store::kin as store;

/// Terms that end within so many months are listed: the time that an election takes to prepare.
pub const MONTHS_AHEAD: i64 = 6;

/// Two offices of one village that do not go together.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// The one whose term began first.
    pub one: Officer,
    /// The other, whose term began later or on the same day.
    pub other: Officer,
    /// How they are related; none where they are one person.
    pub kin: Option<Kin>,
    /// Why not.
    pub bar: Bar,
    /// The article.
    pub cite: Cite,
}

/// A body with something about its term.
#[derive(Debug, Clone)]
pub struct Term {
    /// Which body.
    pub body_id: BodyId,
    /// Its name.
    pub body_name: String,
    /// Where.
    pub area_path: AreaPath,
    /// The last day of the earliest term in it.
    pub ends_on: Date,
}

/// What those who appoint have to see to.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    /// Offices that do not go together.
    pub conflicts: Vec<Conflict>,
    /// Committees that are too small, too large or without a woman, with the article.
    pub compositions: Vec<(Body, Composition, Cite)>,
    /// Terms that are over with nobody noted after them.
    pub expired: Vec<Term>,
    /// Terms that end soon, the earliest first.
    pub ending: Vec<Term>,
    /// Bodies without the post that leads them.
    pub vacancies: Vec<(Body, &'static str)>,
}

/// What there is to see to in an area.
pub fn watch(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Watch> {
    let today = tx.today();
    let officers = store::officers(tx, area, (today, today))?;
    let bodies = store::bodies_within(tx, area)?;
    let mut of_village: BTreeMap<AreaPath, Vec<&Officer>> = BTreeMap::new();
    let mut of_body: HashMap<BodyId, Vec<&Officer>> = HashMap::new();
    for officer in &officers {
        of_body.entry(officer.body_id).or_default().push(officer);
        if officer.kind.office().is_some() && officer.serves(today) {
            of_village.entry(officer.area_path.at(Level::Village)).or_default().push(officer);
        }
    }
    let mut watch = Watch::default();
    let declared = declared(store::declared(tx)?);
    for village in of_village.values() {
        watch.conflicts.extend(conflicts(village, &declared));
    }
    for body in bodies {
        let held = of_body.get(&body.id).map(Vec::as_slice).unwrap_or_default();
        look_at(&mut watch, &body, held, today);
    }
    watch.ending.sort_by_key(|one| one.ends_on);
    watch.expired.sort_by_key(|one| one.ends_on);
    Ok(watch)
}

/// The conflicts of a body's village in which the body has a part.
pub(crate) fn conflicts_in(tx: &mut Tx<'_>, body: &Body) -> Result<Vec<Conflict>> {
    if body.kind.office().is_none() {
        return Ok(Vec::new());
    }
    let mut found = watch(tx, &body.area_path.at(Level::Village))?.conflicts;
    found.retain(|one| one.one.body_id == body.id || one.other.body_id == body.id);
    Ok(found)
}

/// Terms, number of members and the leading post of one body.
fn look_at(watch: &mut Watch, body: &Body, held: &[&Officer], today: Date) {
    let serving: Vec<&&Officer> = held.iter().filter(|officer| officer.serves(today)).collect();
    let ends = serving.iter().filter_map(|officer| officer.ends_on()).min();
    let run_out = held.iter().filter_map(|officer| officer.held_until).max();
    let term = |ends_on: Date| Term {
        body_id: body.id,
        body_name: body.name.clone(),
        area_path: body.area_path.clone(),
        ends_on,
    };
    match (ends, run_out) {
        (Some(ends), _) if ends < today => watch.expired.push(term(ends)),
        (Some(ends), _) if ends <= today.saturating_add(MONTHS_AHEAD.months()) => {
            watch.ending.push(term(ends));
        }
        (None, Some(over)) if serving.is_empty() => watch.expired.push(term(over)),
        _ => {}
    }
    if body.kind.office() == Some(Office::Committee) && !held.is_empty() {
        let women = serving.iter().filter(|one| one.sex == crate::Sex::Female).count();
        let members: BTreeSet<PersonId> = serving.iter().map(|one| one.person_id).collect();
        let (wrong, cite) = composition(members.len(), women, today);
        watch.compositions.extend(wrong.into_iter().map(|what| (body.clone(), what, cite)));
    }
    if let Some(post) = body.kind.leading_post()
        && !serving.iter().any(|officer| officer.post == post)
    {
        watch.vacancies.push((body.clone(), post));
    }
}

/// The declared relatives among these people.
type Declared = HashMap<(PersonId, PersonId), Kin>;

fn declared(all: Vec<KinPair>) -> Declared {
    let both = |pair: KinPair| {
        let (one, other, kin) = (pair.person_id, pair.other_id, pair.kind.kin());
        [((one, other), kin), ((other, one), kin)]
    };
    all.into_iter().flat_map(both).collect()
}

/// The offices of one village that do not go together, each pair once.
fn conflicts(officers: &[&Officer], declared: &Declared) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (at, one) in officers.iter().enumerate() {
        for other in officers.iter().skip(at + 1) {
            let (Some(first), Some(second)) = (one.kind.office(), other.kind.office()) else {
                continue;
            };
            let Some(tie) = tie(one, other, declared) else { continue };
            let began = one.held_from.max(other.held_from);
            if let Some((bar, cite)) = bar(first, second, tie, began) {
                let kin = match tie {
                    Tie::Same => None,
                    Tie::Near(kin) => Some(kin),
                };
                let (one, other) = if one.held_from <= other.held_from {
                    (Officer::clone(one), Officer::clone(other))
                } else {
                    (Officer::clone(other), Officer::clone(one))
                };
                found.push(Conflict { one, other, kin, bar, cite });
            }
        }
    }
    found
}

/// The conflicts that a new officer of a village would bring.
pub(crate) fn conflicts_of(tx: &mut Tx<'_>, new: &Officer) -> Result<Vec<Conflict>> {
    if new.kind.office().is_none() {
        return Ok(Vec::new());
    }
    let village = new.area_path.at(Level::Village);
    let until = new.held_until.unwrap_or(Date::MAX);
    let officers = store::officers(tx, &village, (until, new.held_from))?;
    // Whoever serves on some day of the new term, also if it is noted afterwards.
    let with_bars = |one: &&Officer| one.kind.office().is_some() && one.serves(new.held_from);
    let mut all: Vec<&Officer> = officers.iter().filter(with_bars).collect();
    let own = store::of(tx, new.person_id)?;
    let pair = |kin: DeclaredKin| {
        let DeclaredKin { person_id, other_id, kind, .. } = kin;
        KinPair { person_id, other_id, kind }
    };
    let own = own.into_iter().map(pair);
    let declared = declared(own.collect());
    all.push(new);
    let mut found = conflicts(&all, &declared);
    found.retain(|conflict| conflict.one.id == new.id || conflict.other.id == new.id);
    Ok(found)
}

fn tie(one: &Officer, other: &Officer, declared: &Declared) -> Option<Tie> {
    if one.person_id == other.person_id {
        return Some(Tie::Same);
    }
    if one.spouse_id == Some(other.person_id) || other.spouse_id == Some(one.person_id) {
        return Some(Tie::Near(Kin::Spouse));
    }
    if let Some(kin) = declared.get(&(one.person_id, other.person_id)) {
        return Some(Tie::Near(*kin));
    }
    let together = one.household_id.is_some() && one.household_id == other.household_id;
    let (first, second) = (one.relation?, other.relation?);
    together.then(|| of_household(first, second)).flatten().map(Tie::Near)
}

/// How two members of one household are related, by how each is related to its head. A child whom
/// husband and wife bring up counts as the child of both. What may be one thing or another is left
/// out: nobody is barred by a guess.
fn of_household(one: Relation, other: Relation) -> Option<Kin> {
    use Relation::{
        Daughter, Grandchild, Grandparent, Head, Parent, ParentInLaw, Sibling, Son, Spouse,
    };
    let pair = if one <= other { (one, other) } else { (other, one) };
    match pair {
        (Head, Spouse) | (Parent, Parent) => Some(Kin::Spouse),
        (Head | Spouse, Son | Daughter)
        | (Head, Parent)
        | (Spouse, ParentInLaw)
        | (Parent, Sibling) => Some(Kin::ParentAndChild),
        (Head, Sibling) | (Son | Daughter, Son | Daughter) | (Sibling, Sibling) => {
            Some(Kin::Sibling)
        }
        (Head, Grandchild | Grandparent)
        | (Spouse, Grandchild)
        | (Son | Daughter, Parent)
        | (Grandparent, Sibling) => Some(Kin::GrandparentAndGrandchild),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relatives_of_one_household_are_known_by_the_head() {
        use Relation::{
            Daughter, DaughterInLaw, Grandchild, Head, Other, Parent, ParentInLaw, Sibling, Son,
            SonInLaw, Spouse,
        };
        for (one, other, kin) in [
            (Head, Spouse, Some(Kin::Spouse)),
            (Daughter, Head, Some(Kin::ParentAndChild)),
            (Son, Daughter, Some(Kin::Sibling)),
            (Parent, Son, Some(Kin::GrandparentAndGrandchild)),
            (Sibling, Head, Some(Kin::Sibling)),
            (Grandchild, Head, Some(Kin::GrandparentAndGrandchild)),
            (ParentInLaw, Spouse, Some(Kin::ParentAndChild)),
            // In-laws are no near relatives, and a nephew is none.
            (DaughterInLaw, Head, None),
            (SonInLaw, Son, None),
            (ParentInLaw, Head, None),
            (Sibling, Son, None),
            (Grandchild, Son, None),
            (Other, Head, None),
        ] {
            assert_eq!(of_household(one, other), kin, "{one:?} {other:?}");
            assert_eq!(of_household(other, one), kin, "{other:?} {one:?}");
        }
    }
}
