//! The residents, and who of them holds which post.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::{Date, date};
use platform::area::Level;
use platform::identity::{self, hash};
use platform::{App, AreaPath, BodyId, PersonId, Result, Tx};
use registry::model::{Appointment, NewPerson};
use registry::{Area, BodyKind, Residence, Sex};

use super::bodies::Offices;
use super::dice::Dice;
use super::{names, roles};

/// Persons that one act adds.
const PERSONS_PER_ACT: usize = 5_000;
/// The present term of the villages began here.
const TERM_BEGAN: Date = date(2022, 12, 20);

/// The posts of a village, in the order in which its first residents take them.
const VILLAGE_POSTS: [(&str, BodyKind); 18] = [
    ("village_clerk", BodyKind::ServiceStation),
    ("village_director", BodyKind::VillagersCommittee),
    ("party_secretary", BodyKind::PartyBranch),
    ("deputy_director", BodyKind::VillagersCommittee),
    ("committee_member", BodyKind::VillagersCommittee),
    ("committee_member", BodyKind::VillagersCommittee),
    ("party_committee_member", BodyKind::PartyBranch),
    ("supervision_director", BodyKind::SupervisionCommittee),
    ("supervision_member", BodyKind::SupervisionCommittee),
    ("supervision_member", BodyKind::SupervisionCommittee),
    ("representative", BodyKind::RepresentativesAssembly),
    ("representative", BodyKind::RepresentativesAssembly),
    ("representative", BodyKind::RepresentativesAssembly),
    ("consultation_member", BodyKind::ConsultationCommittee),
    ("council_member", BodyKind::Council),
    ("council_board_member", BodyKind::Board),
    ("collective_chair", BodyKind::Collective),
    ("organisation_head", BodyKind::SocialOrganisation),
];
const TOWNSHIP_POSTS: [(&str, BodyKind); 5] = [
    ("window_clerk", BodyKind::ServiceCenter),
    ("window_clerk", BodyKind::ServiceCenter),
    ("township_handler", BodyKind::TownshipGovernment),
    ("township_reviewer", BodyKind::TownshipGovernment),
    ("township_leader", BodyKind::TownshipGovernment),
];
const COUNTY_POSTS: [(&str, BodyKind); 4] = [
    ("administrator", BodyKind::CountyGovernment),
    ("catalogue_editor", BodyKind::ServiceBureau),
    ("catalogue_reviewer", BodyKind::ServiceBureau),
    ("supervisor", BodyKind::ServiceBureau),
];
const DEPARTMENT_POSTS: [&str; 3] =
    ["department_handler", "department_reviewer", "department_approver"];

/// The residents of a village.
#[derive(Debug, Clone, Copy)]
pub struct Resident {
    pub id: PersonId,
    pub born: Date,
    pub no_phone: bool,
}

/// Who lives where, and who sits where.
#[derive(Default)]
pub struct Folk {
    pub count: u32,
    pub by_village: BTreeMap<AreaPath, Vec<Resident>>,
    pub staff: HashMap<(BodyId, String), Vec<PersonId>>,
}

/// Makes so many residents, spread over the villages, and fills every post.
pub fn make(
    app: &App,
    villages: &[Area],
    offices: &Offices,
    residents: u32,
    dice: &mut Dice,
) -> Result<Folk> {
    let mut folk = Folk::default();
    let mut waiting: Vec<(NewPerson, AreaPath)> = Vec::with_capacity(PERSONS_PER_ACT);
    let villages_left = u32::try_from(villages.len()).unwrap_or(1);
    for (at, village) in villages.iter().enumerate() {
        let share = residents / villages_left;
        let more = u32::from(u32::try_from(at).unwrap_or(0) < residents % villages_left);
        let mut household = 0;
        for number in 0..share + more {
            household += u32::from(number % 3 == 0);
            let person = resident(dice, village, number, household, folk.count);
            folk.count += 1;
            waiting.push((person, village.path.clone()));
        }
        if waiting.len() >= PERSONS_PER_ACT {
            save(app, &mut waiting, &mut folk)?;
        }
    }
    save(app, &mut waiting, &mut folk)?;
    fill_posts(app, villages, offices, &mut folk)?;
    Ok(folk)
}

fn save(app: &App, waiting: &mut Vec<(NewPerson, AreaPath)>, folk: &mut Folk) -> Result<()> {
    let (persons, paths): (Vec<NewPerson>, Vec<AreaPath>) = waiting.drain(..).unzip();
    let kept: Vec<(Date, bool)> =
        persons.iter().map(|p| (p.born_on.unwrap_or(TERM_BEGAN), p.no_phone)).collect();
    let ids = app.db.write_now(move |tx| registry::people::add_many(tx, &persons))?;
    for ((id, path), (born, no_phone)) in ids.into_iter().zip(paths).zip(kept) {
        folk.by_village.entry(path).or_default().push(Resident { id, born, no_phone });
    }
    Ok(())
}

fn resident(
    dice: &mut Dice,
    village: &Area,
    number: u32,
    household: u32,
    serial: u32,
) -> NewPerson {
    // Those who take the posts are neither children nor very old, and can be reached.
    let holds_post = number < 40;
    let female = dice.percent(50);
    let age = if holds_post { dice.between(28, 58) } else { dice.between(1, 95) };
    let year = i16::try_from(2026 - age).unwrap_or(1980);
    let month = i8::try_from(dice.between(1, 12)).unwrap_or(1);
    let day = i8::try_from(dice.between(1, 28)).unwrap_or(1);
    let residence = match dice.between(1, 100) {
        1..=6 if !holds_post => Residence::HukouElsewhere,
        7..=25 if !holds_post => Residence::Away,
        _ => Residence::HukouHere,
    };
    let no_phone = !holds_post && (age < 12 || (age > 70 && dice.percent(45)));
    NewPerson {
        name: names::person(dice, female),
        sex: if female { Sex::Female } else { Sex::Male },
        born_on: Date::new(year, month, day).ok(),
        identity_number: None,
        phone: (!no_phone).then(|| names::phone(serial)),
        no_phone,
        household_number: Some(format!("{household:04}")),
        area_path: village.path.clone(),
        residence,
        resident_since_on: (residence == Residence::HukouElsewhere).then_some(date(2019, 5, 1)),
    }
}

fn fill_posts(app: &App, villages: &[Area], offices: &Offices, folk: &mut Folk) -> Result<()> {
    let posts = posts_to_fill(villages, offices, folk);
    for (body, post, person) in &posts {
        folk.staff.entry((*body, post.clone())).or_default().push(*person);
    }
    let password = hash(app.sources(), "演示账号没有密码只能从演示页进入")?;
    let sources = posts.clone();
    // One village has its election before it: its term ends in some months.
    let before = villages.get(2).and_then(|village| {
        offices.bodies.get(&(village.path.clone(), BodyKind::VillagersCommittee)).copied()
    });
    // The sample begins two years ago.
    let soon = app.clock().today().saturating_add(jiff::Span::new().years(2).days(75));
    app.db.write_now(move |tx| {
        for (body, post, person) in &sources {
            appoint(tx, *body, post, *person, (Some(*body) == before).then_some(soon))?;
        }
        Ok(())
    })?;
    let villager = folk.by_village.values().next().and_then(|residents| {
        residents.iter().skip(40).find(|one| !one.no_phone && one.born.year() < 1990).copied()
    });
    let accounts = roles::accounts(&posts, villager.map(|one| one.id));
    app.db.write_now(move |tx| {
        for (name, person) in &accounts {
            identity::open_now(tx, *person, name, None, &password)?;
        }
        Ok(())
    })
}

fn appoint(
    tx: &mut Tx<'_>,
    body: BodyId,
    post: &str,
    person: PersonId,
    held_until: Option<Date>,
) -> Result<()> {
    let appointment = Appointment {
        body_id: body,
        post: post.to_owned(),
        person_id: person,
        public_phone: None,
        held_from: TERM_BEGAN,
        held_until,
    };
    registry::bodies::record_appointment(tx, &appointment).map(drop)
}

/// Body, post, person. Township and county posts are taken by residents of the seat's villages.
fn posts_to_fill(
    villages: &[Area],
    offices: &Offices,
    folk: &Folk,
) -> Vec<(BodyId, String, PersonId)> {
    let mut posts = Vec::new();
    let mut taken: HashMap<AreaPath, usize> = HashMap::new();
    let mut take = |village: &AreaPath| {
        let next = taken.entry(village.clone()).or_insert(0);
        let person = folk.by_village.get(village).and_then(|all| all.get(*next));
        *next += 1;
        person.map(|person| person.id)
    };
    for village in villages {
        for (post, kind) in VILLAGE_POSTS {
            let body = offices.bodies.get(&(village.path.clone(), kind));
            if let (Some(body), Some(person)) = (body, take(&village.path)) {
                posts.push((*body, post.to_owned(), person));
            }
        }
    }
    let mut seats: Vec<&Area> = Vec::new();
    for village in villages {
        let township = village.path.at(Level::Township);
        if seats.iter().all(|seat| seat.path.at(Level::Township) != township) {
            seats.push(village);
        }
    }
    for seat in &seats {
        for (post, kind) in TOWNSHIP_POSTS {
            let body = offices.bodies.get(&(seat.path.at(Level::Township), kind));
            if let (Some(body), Some(person)) = (body, take(&seat.path)) {
                posts.push((*body, post.to_owned(), person));
            }
        }
    }
    // The county's officials live in the second village of each seat, so that nobody has two posts.
    let mut homes = seats.iter().filter_map(|seat| {
        villages.iter().filter(|v| v.path.parent() == seat.path.parent()).nth(1)
    });
    let mut home = homes.next();
    for (post, kind) in COUNTY_POSTS {
        let body = offices.bodies.get(&(AreaPath::county(), kind));
        if let (Some(body), Some(person)) = (body, home.and_then(|home| take(&home.path))) {
            posts.push((*body, post.to_owned(), person));
        }
    }
    for (_, body) in &offices.departments {
        home = homes.next().or(home);
        for post in DEPARTMENT_POSTS {
            if let Some(person) = home.and_then(|home| take(&home.path)) {
                posts.push((*body, post.to_owned(), person));
            }
        }
    }
    posts
}
