//! Who may hold which office beside whom, whose term ends, what is vacant: read, never stored, so
//! that a marriage or a new household shows at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;
use law::Cite;
use law::parameters::Answer;
use law::village::{Bar, Composition, Doubt, Kin, Office, Tie, bar, composition, doubts};
use platform::area::Level;
use platform::{AreaPath, BodyId, PersonId, Result, Tx};

use crate::kinship::of_household;
use crate::model::{Body, DeclaredKin, KinPair, Officer};
use crate::store::{self, kin};

/// Terms that end within so many months are listed: the time that an election takes to prepare.
pub const MONTHS_AHEAD: i64 = 6;

/// No county has more bodies.
const BODIES_MAX: u32 = 60_000;

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

/// A body in which not as many serve as it has seats.
#[derive(Debug, Clone)]
pub struct Seats {
    /// Which body.
    pub body: Body,
    /// How many seats it has.
    pub seats: u32,
    /// How many people sit in it.
    pub held: u32,
}

impl Seats {
    /// What the county set and how many people serve, if it set anything.
    pub(crate) fn of(body: &Body, held: usize) -> Option<Self> {
        let held = u32::try_from(held).unwrap_or(u32::MAX);
        body.seats.map(|seats| Self { body: body.clone(), seats, held })
    }

    /// How many seats are empty.
    pub fn empty(&self) -> u32 {
        self.seats.saturating_sub(self.held)
    }
}

/// What those who appoint have to see to.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    /// Offices that do not go together.
    pub conflicts: Vec<Conflict>,
    /// Committees that are too small, too large or without a woman, with the article.
    pub compositions: Vec<(Body, Composition, Cite)>,
    /// Supervision committees that do not fit what no law of the country fixes.
    pub doubts: Vec<(Body, Doubt, Answer<'static, u32>)>,
    /// Terms that are over with nobody noted after them.
    pub expired: Vec<Term>,
    /// Terms that end soon, the earliest first.
    pub ending: Vec<Term>,
    /// Bodies without the post that leads them.
    pub vacancies: Vec<(Body, &'static str)>,
    /// Bodies with another number of people than seats.
    pub seats: Vec<Seats>,
}

impl Watch {
    /// Where all that lies which it speaks of.
    pub(crate) fn places(&self) -> impl Iterator<Item = &AreaPath> {
        let bodies = self
            .compositions
            .iter()
            .map(|(body, ..)| body)
            .chain(self.doubts.iter().map(|(body, ..)| body))
            .chain(self.vacancies.iter().map(|(body, _)| body))
            .chain(self.seats.iter().map(|seats| &seats.body));
        bodies
            .map(|body| &body.area_path)
            .chain(self.conflicts.iter().map(|conflict| &conflict.other.area_path))
            .chain(self.expired.iter().chain(&self.ending).map(|term| &term.area_path))
    }
}

/// What there is to see to in an area.
pub fn watch(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Watch> {
    let today = tx.today();
    let officers = kin::officers(tx, area, (today, today))?;
    let bodies = store::bodies::within(tx, area, BODIES_MAX)?;
    let mut of_village: BTreeMap<AreaPath, Vec<&Officer>> = BTreeMap::new();
    for officer in &officers {
        of_village.entry(officer.area_path.at(Level::Village)).or_default().push(officer);
    }
    let mut watch = Watch::default();
    let declared = declared(kin::declared(tx, area)?);
    for village in of_village.values() {
        watch.conflicts.extend(conflicts(&in_office(village, today), &declared));
    }
    let of_body = of_body(&officers);
    for body in bodies {
        let held = of_body.get(&body.id).map(Vec::as_slice).unwrap_or_default();
        look_at(&mut watch, &body, held, today);
        if body.kind.office() == Some(Office::Supervision) {
            let village = of_village.get(&body.area_path.at(Level::Village));
            let village = village.map(Vec::as_slice).unwrap_or_default();
            watch.doubts.extend(doubts_about(&body, held, village, today));
        }
    }
    watch.ending.sort_by_key(|one| one.ends_on);
    watch.expired.sort_by_key(|one| one.ends_on);
    Ok(watch)
}

/// What there is to see to in one body, with the conflicts in which it has a part.
pub(crate) fn of(tx: &mut Tx<'_>, body: &Body) -> Result<Watch> {
    let mut found = watch(tx, &body.area_path.at(Level::Village))?;
    let id = body.id;
    found.conflicts.retain(|one| one.one.body_id == id || one.other.body_id == id);
    found.compositions.retain(|(body, ..)| body.id == id);
    found.doubts.retain(|(body, ..)| body.id == id);
    found.seats.retain(|one| one.body.id == id);
    Ok(found)
}

fn of_body(officers: &[Officer]) -> HashMap<BodyId, Vec<&Officer>> {
    let mut of_body: HashMap<BodyId, Vec<&Officer>> = HashMap::new();
    for officer in officers {
        of_body.entry(officer.body_id).or_default().push(officer);
    }
    of_body
}

/// Those to whose offices the bars apply and who serve on a day: also after their term, while
/// nobody of the next one has begun.
fn in_office<'a>(officers: &[&'a Officer], on: Date) -> Vec<&'a Officer> {
    let follows = |next: &Officer, one: &Officer, until: Date| {
        next.body_id == one.body_id && next.office() == one.office() && next.held_from >= until
    };
    let serves = |one: &&&Officer| {
        let until = one.ends_on();
        let followed = until.and_then(|until| {
            let next = officers.iter().filter(|next| follows(next, one, until));
            next.map(|next| next.held_from).min()
        });
        one.office().is_some() && law::village::serves(until, followed, on)
    };
    officers.iter().filter(serves).copied().collect()
}

/// What does not fit a supervision committee, as far as nobody but the county can say.
fn doubts_about(
    body: &Body,
    held: &[&Officer],
    village: &[&Officer],
    today: Date,
) -> Vec<(Body, Doubt, Answer<'static, u32>)> {
    let sits = |one: &&&Officer| one.has_seat() && one.serves(today);
    let members: BTreeSet<PersonId> = held.iter().filter(sits).map(|one| one.person_id).collect();
    let keeps = village.iter().filter(|one| one.keeps_accounts() && one.serves(today));
    let keepers: BTreeSet<PersonId> = keeps.map(|one| one.person_id).collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let both = count(members.intersection(&keepers).count());
    // Settings of the place are not kept yet: what nobody confirmed says so on the page.
    let found = doubts(count(members.len()), both, today, &[]);
    found.into_iter().map(|(doubt, answer)| (body.clone(), doubt, answer)).collect()
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
    let sitting = || serving.iter().filter(|one| one.has_seat());
    let members: BTreeSet<PersonId> = sitting().map(|one| one.person_id).collect();
    if let Some(seats) = Seats::of(body, members.len()).filter(|one| one.held != one.seats) {
        watch.seats.push(seats);
    }
    if body.kind.office() == Some(Office::Committee) && !held.is_empty() {
        let women = sitting().filter(|one| one.sex == crate::Sex::Female).count();
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
            let (Some(first), Some(second)) = (one.office(), other.office()) else {
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
    if new.office().is_none() {
        return Ok(Vec::new());
    }
    let village = new.area_path.at(Level::Village);
    let until = new.held_until.unwrap_or(Date::MAX);
    // Whoever serves on some day of the new term, also if it is noted afterwards. The new one ends
    // the term before in the same body, which that day's election brought to an end.
    let officers = kin::officers(tx, &village, (until, new.held_from))?;
    let all: Vec<&Officer> = officers.iter().chain(std::iter::once(new)).collect();
    let own = kin::of(tx, new.person_id)?;
    let pair = |kin: DeclaredKin| {
        let DeclaredKin { person_id, other_id, kind, .. } = kin;
        KinPair { person_id, other_id, kind }
    };
    let own = own.into_iter().map(pair);
    let declared = declared(own.collect());
    let mut found = conflicts(&in_office(&all, new.held_from), &declared);
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
