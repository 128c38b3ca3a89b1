//! What happened in the lives of some people of the first village: its clerk wrote it down.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use platform::clock::{Clock, date_of};
use platform::{Actor, App, AreaPath, PersonId, Result};
use registry::actions::{
    Into, Move, end_post, note_coming, note_death, note_kin, note_marriage, note_move,
    note_relations, split_household,
};
use registry::model::{
    Holder, Household, HouseholdId, KinKind, LifeKind, Member, NewPerson, Relation,
};
use registry::{Area, Residence, Sex, life};

use super::cases::actor_with_post;
use super::people::Folk;
use crate::cli::block_on;

/// Households whose members' relations were written down.
const HOUSEHOLDS_MAX: usize = 30;

/// The village, its clerk, and the households in it.
struct Village<'a> {
    app: &'a App,
    clerk: Actor,
    today: Date,
    households: Vec<(Household, Vec<Member>)>,
    /// Those to which something happened already: each has one story.
    told: Vec<HouseholdId>,
}

/// Lets some people marry, move, split their household and die.
pub fn make(
    app: &App,
    clock: &Clock,
    now: Timestamp,
    villages: &[Area],
    folk: &Folk,
) -> Result<()> {
    clock.move_to(now);
    let (Some(first), Some(next)) = (villages.first(), villages.get(1)) else { return Ok(()) };
    let path = first.path.clone();
    let clerk = app.db.read_now(move |tx| actor_with_post(tx, &path, "village_clerk"))?;
    let path = next.path.clone();
    let other = app.db.read_now(move |tx| actor_with_post(tx, &path, "village_clerk"))?;
    let busy: Vec<PersonId> = folk.staff.values().flatten().copied().collect();
    let residents = folk.by_village.get(&first.path).map(Vec::as_slice).unwrap_or_default();
    let people: Vec<PersonId> =
        residents.iter().map(|one| one.id).filter(|id| !busy.contains(id)).collect();
    let mut village =
        Village { app, clerk, today: date_of(now), households: Vec::new(), told: Vec::new() };
    village.read(&people)?;
    block_on(async {
        village.relations().await?;
        village.marriage().await?;
        village.split().await?;
        village.birth().await?;
        village.away(next, &other).await?;
        village.death().await
    })?;
    village.twice()?;
    village.relatives(next)?;
    Ok(())
}

impl Village<'_> {
    fn days_ago(&self, days: i64) -> Date {
        self.today.saturating_sub(Span::new().days(days))
    }

    /// The households whose people are not busy with a post.
    fn read(&mut self, people: &[PersonId]) -> Result<()> {
        let (people, clerk) = (people.to_vec(), self.clerk.clone());
        let mut households = self.app.db.read_now(move |tx| {
            let mut households: Vec<(Household, Vec<Member>)> = Vec::new();
            for person in &people {
                let Some(id) = registry::person(tx, *person)?.household_id else { continue };
                if households.iter().any(|(known, _)| known.id == id) {
                    continue;
                }
                let household = registry::people::household_for(tx, &clerk, id)?;
                let members = life::members(tx, id)?;
                if members.iter().all(|member| people.contains(&member.id)) {
                    households.push((household, members));
                }
                if households.len() == HOUSEHOLDS_MAX {
                    break;
                }
            }
            Ok(households)
        })?;
        self.households.append(&mut households);
        Ok(())
    }

    /// The eldest of each is the head; the others stand to them as their ages say.
    async fn relations(&self) -> Result<()> {
        for (household, members) in &self.households {
            let mut members: Vec<&Member> = members.iter().collect();
            members.sort_by_key(|member| member.born_on);
            let Some(head) = members.first() else { continue };
            let mut married = false;
            let mut relations = Vec::new();
            for member in &members {
                let relation = relation(head, member, married);
                married |= relation == Relation::Spouse;
                relations.push((member.id, relation));
            }
            let born = members.iter().filter_map(|member| member.born_on).max();
            let on = self.days_ago(400).max(born.unwrap_or(self.today));
            note_relations(self.app, &self.clerk, household.id, on, relations).await?;
        }
        Ok(())
    }

    /// Households to which nothing happened yet, and whose people are all old enough for a story.
    fn untold(&self) -> impl DoubleEndedIterator<Item = &(Household, Vec<Member>)> {
        let grown = self.days_ago(400);
        self.households.iter().filter(move |(household, members)| {
            let old = members.iter().all(|member| member.born_on < Some(grown));
            old && !self.told.contains(&household.id)
        })
    }

    /// Two young people of two households marry.
    async fn marriage(&mut self) -> Result<()> {
        let (eldest, youngest) = (self.days_ago(40 * 365), self.days_ago(22 * 365));
        let young: Vec<(HouseholdId, &Member)> = self
            .untold()
            .flat_map(|(household, members)| members.iter().map(|member| (household.id, member)))
            .filter(|(_, one)| one.born_on > Some(eldest) && one.born_on < Some(youngest))
            .collect();
        let bride = young.iter().find(|(_, member)| member.sex == Sex::Female);
        let Some((home, bride)) = bride.copied() else { return Ok(()) };
        let groom = young.iter().find(|(other, one)| one.sex == Sex::Male && *other != home);
        let Some((other, groom)) = groom.copied() else { return Ok(()) };
        let (pair, on) = ((bride.id, groom.id), self.days_ago(120));
        self.told.extend([home, other]);
        let into = Into::Theirs(Relation::DaughterInLaw);
        note_marriage(self.app, &self.clerk, pair, on, into).await.map(drop)
    }

    /// Somebody grown goes their own way within the village.
    async fn split(&mut self) -> Result<()> {
        let adult = self.days_ago(25 * 365);
        let large = self.untold().rev().find_map(|(household, members)| {
            let grown = members.iter().rfind(|member| member.born_on < Some(adult))?;
            (members.len() > 2).then(|| (household.id, household.number.clone(), grown.id))
        });
        let Some((id, number, leaving)) = large else { return Ok(()) };
        self.told.push(id);
        let (number, on) = (format!("{number}-1"), self.days_ago(60));
        let leaving = vec![(leaving, Relation::Head)];
        split_household(self.app, &self.clerk, id, (on, &number), leaving).await.map(drop)
    }

    /// A daughter of a household has a child: who heads it becomes a grandparent.
    async fn birth(&mut self) -> Result<()> {
        let (eldest, youngest) = (self.days_ago(45 * 365), self.days_ago(20 * 365));
        let grown = |one: &&Member| one.born_on > Some(eldest) && one.born_on < Some(youngest);
        let mut found = None;
        for (household, _) in self.untold() {
            let id = household.id;
            // As their relations were written down meanwhile.
            let members = self.app.db.read(move |tx| life::members(tx, id)).await?;
            let daughter = |one: &&Member| one.relation == Some(Relation::Daughter);
            let mother = members.iter().filter(daughter).find(grown);
            found = found.or(mother.map(|mother| (household.clone(), mother.clone())));
        }
        let Some((household, mother)) = found else { return Ok(()) };
        let on = self.days_ago(45);
        self.told.push(household.id);
        let child = NewPerson {
            name: format!("{}安宁", mother.name.chars().take(1).collect::<String>()),
            sex: Sex::Female,
            born_on: Some(on),
            identity_number: None,
            phone: None,
            no_phone: true,
            household_number: Some(household.number),
            area_path: household.area_path,
            residence: Residence::HukouHere,
            resident_since_on: None,
        };
        let family = (Some(Relation::Grandchild), vec![mother.id]);
        note_coming(self.app, &self.clerk, child, (LifeKind::Born, on), family).await.map(drop)
    }

    /// A whole household moves to the next village, whose clerk puts it under a number there.
    async fn away(&mut self, next: &Area, other: &Actor) -> Result<()> {
        let Some((household, members)) = self.untold().next() else { return Ok(()) };
        let persons: Vec<PersonId> = members.iter().map(|member| member.id).collect();
        let id = household.id;
        self.told.push(id);
        let to = |number: Option<&str>, days| Move {
            persons: persons.clone(),
            on: self.days_ago(days),
            area: next.path.clone(),
            household_number: number.map(str::to_owned),
            residence: Residence::HukouHere,
        };
        note_move(self.app, &self.clerk, to(None, 30)).await?;
        note_move(self.app, other, to(Some("9001"), 28)).await.map(drop)
    }

    /// Somebody was registered a second time, without phone, by an old list.
    fn twice(&self) -> Result<()> {
        let Some((_, members)) = self.untold().nth(2) else { return Ok(()) };
        let Some(known) = members.first().map(|member| member.id) else { return Ok(()) };
        self.app.db.write_now(move |tx| {
            let person = registry::person(tx, known)?;
            let again = NewPerson {
                name: person.name,
                sex: person.sex,
                born_on: person.born_on,
                identity_number: None,
                phone: None,
                no_phone: false,
                household_number: None,
                area_path: person.area_path,
                residence: person.residence,
                resident_since_on: person.resident_since_on,
            };
            registry::people::add_many(tx, &[again]).map(drop)
        })
    }

    /// A member of the committee has a brother in its supervision, as somebody says later; and in
    /// the next village nobody leads the supervision any more.
    fn relatives(&self, next: &Area) -> Result<()> {
        let (path, there) = (self.clerk.home.clone(), next.path.clone());
        let (here, there) = self.app.db.read_now(move |tx| {
            Ok((registry::holders_at(tx, &path)?, registry::holders_at(tx, &there)?))
        })?;
        let administrator =
            self.app.db.read_now(|tx| actor_with_post(tx, &AreaPath::county(), "administrator"))?;
        let holder = |all: &[Holder], post: &str| all.iter().find(|one| one.post == post).cloned();
        let member = holder(&here, "committee_member");
        let supervisor = holder(&here, "supervision_member");
        let director = holder(&there, "supervision_director");
        block_on(async {
            if let (Some(member), Some(supervisor)) = (member, supervisor) {
                let pair = (member.person_id, supervisor.person_id);
                let source = "换届以后群众反映，本人承认";
                note_kin(self.app, &self.clerk, pair, KinKind::Sibling, source).await?;
            }
            if let Some(director) = director {
                end_post(self.app, &administrator, director.id, self.days_ago(20)).await?;
            }
            Ok(())
        })
    }

    /// The eldest of all dies.
    async fn death(&self) -> Result<()> {
        let eldest = self.untold().flat_map(|(_, members)| members).min_by_key(|one| one.born_on);
        let Some(eldest) = eldest else { return Ok(()) };
        note_death(self.app, &self.clerk, eldest.id, self.days_ago(6)).await.map(drop)
    }
}

fn relation(head: &Member, member: &Member, married: bool) -> Relation {
    let years = |member: &Member| member.born_on.map(|born| born.year()).unwrap_or_default();
    let younger = years(member) - years(head);
    match (head.id == member.id, younger) {
        (true, _) => Relation::Head,
        (_, 0..=15) if !married && head.sex != member.sex && years(member) < 2004 => {
            Relation::Spouse
        }
        (_, 0..=17) => Relation::Other,
        (_, 18..=45) if member.sex == Sex::Female => Relation::Daughter,
        (_, 18..=45) => Relation::Son,
        _ => Relation::Grandchild,
    }
}
