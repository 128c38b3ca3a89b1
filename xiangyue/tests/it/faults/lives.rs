//! Merges, their undoing and the events of life, in any order: nobody is lost or counted twice, no
//! row points to nobody, couples are couples on both sides, and what is undone stands as before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use platform::{Actor, AreaPath, Error, PersonId, Result};
use registry::actions::{self, Into, Move, Proposal};
use registry::model::{Fact, HouseholdId, KinKind, LifeEventId, MergeId, NewPerson, Relation};
use registry::{IdentityNumber, Residence, Sex, life};
use window::AtCounter;

use super::beside::Beside;
use super::{Dice, count, invariants, seed};
use crate::cast::{Cast, ITEM, answers};
use crate::county::{County, holder};

const PEOPLE: usize = 14;
const STEPS: u64 = 90;

/// What a merge writes down of itself, and what is only ever added to.
const RECORD: [&str; 5] =
    ["journal", "person_merges", "merged_persons", "merge_moves", "migrations_applied"];

/// Tables in which the gone registration may keep what the other one has as well.
const KEPT_TWICE: [&str; 3] =
    ["accounts.person_id", "message_choices.person_id", "mail_addresses.person_id"];

/// A merge that stands: who went, and the tables as they were before, as long as nothing else was
/// done since.
type Merged = (MergeId, PersonId, Option<BTreeMap<String, String>>);

/// A small town, and what should be true of it.
struct Town<'a> {
    county: &'a County,
    beside: Beside,
    dice: Dice,
    clerk: Actor,
    /// Registrations that are there.
    people: Vec<PersonId>,
    /// Merges that stand, the latest last.
    merges: Vec<Merged>,
    events: Vec<LifeEventId>,
    done: BTreeMap<&'static str, usize>,
}

fn village(number: u64) -> AreaPath {
    AreaPath::county().child(1).child(1 + u16::try_from(number).unwrap())
}

impl<'a> Town<'a> {
    async fn of(county: &'a County, cast: &Cast, dice: Dice) -> Self {
        let people: Vec<NewPerson> = (0..PEOPLE)
            .map(|at| {
                let order = u32::try_from(at).unwrap() + 1;
                let born_on = jiff::civil::date(1960, 1, 1);
                let number = IdentityNumber::made_up(990_001, born_on, order).unwrap();
                NewPerson {
                    name: format!("镇民{at}"),
                    sex: if at % 2 == 0 { Sex::Male } else { Sex::Female },
                    born_on: Some(born_on),
                    identity_number: (at % 3 == 0).then_some(number),
                    phone: Some(format!("138000000{order:02}")),
                    no_phone: false,
                    household_number: Some(format!("{}", 1 + at / 3)),
                    area_path: village(dice.below(2)),
                    residence: Residence::HukouHere,
                    resident_since_on: None,
                }
            })
            .collect();
        let add = county.db.write(move |tx| registry::people::add_many(tx, &people));
        let people = add.await.unwrap();
        let window = cast.actor(county, cast.window).await;
        for applicant in people.iter().step_by(4) {
            let taken = AtCounter { item: ITEM.into(), applicant: *applicant, sealed: answers() };
            window::receive_at_counter(county, &window, taken).await.unwrap();
        }
        Self {
            county,
            beside: Beside::of(&county.settings.place),
            dice,
            clerk: holder("village_clerk", AreaPath::county()),
            people,
            merges: Vec::new(),
            events: Vec::new(),
            done: BTreeMap::new(),
        }
    }

    fn anybody(&self) -> PersonId {
        self.people[self.dice.below(self.people.len() as u64) as usize]
    }

    async fn home(&self, person: PersonId) -> Option<HouseholdId> {
        let read = self.county.db.read(move |tx| life::standing(tx, person));
        read.await.unwrap().household_id
    }

    /// The tables that are to be as before when a merge is undone.
    fn tables(&self) -> BTreeMap<String, String> {
        let mut tables = self.beside.dump();
        tables.retain(|table, _| !RECORD.contains(&table.as_str()));
        tables
    }

    /// Something happens to somebody, or is refused in words.
    async fn step(&mut self) -> &'static str {
        self.county.clock().advance(SignedDuration::from_mins(1));
        let many = self.people.len() > PEOPLE / 2;
        let (what, done) = match self.dice.below(14) {
            0..=1 if many => ("merge", self.merge().await),
            0..=3 => ("undo", self.undo().await),
            4 => ("take back", self.take_back().await),
            other => self.live(other).await,
        };
        match done {
            Ok(()) => {
                *self.done.entry(what).or_default() += 1;
                if !matches!(what, "merge" | "undo") {
                    // What was done since stays done when a merge is undone.
                    self.merges.iter_mut().for_each(|(.., before)| *before = None);
                }
            }
            // Not found is the merge of somebody who went into another since.
            Err(Error::Refused(_) | Error::NotFound) => {}
            Err(other) => panic!("{what}: {other}"),
        }
        what
    }

    async fn merge(&mut self) -> Result<()> {
        let (kept, merged) = (self.anybody(), self.anybody());
        let taken = Fact::ALL.iter().copied().filter(|_| self.dice.below(2) == 0).collect();
        let before = self.tables();
        let proposal = Proposal { kept, merged, taken, account: None };
        let id = actions::propose_merge(self.county, &self.clerk, proposal).await?;
        let alone = actions::confirm_merge(self.county, &self.clerk, id).await;
        if let Err(error) = alone {
            let other = Actor { person_id: None, ..self.clerk.clone() };
            let again = actions::confirm_merge(self.county, &other, id).await;
            if again.is_err() {
                actions::decline_merge(self.county, &other, id).await?;
                return Err(error);
            }
        }
        self.people.retain(|person| *person != merged);
        self.merges.push((id, merged, Some(before)));
        Ok(())
    }

    async fn undo(&mut self) -> Result<()> {
        if self.merges.is_empty() {
            return Ok(());
        }
        let last = self.merges.len() - 1;
        let any = self.dice.below(self.merges.len() as u64) as usize;
        let at = if self.dice.below(3) == 0 { any } else { last };
        let (id, merged, _) = self.merges[at];
        actions::undo_merge(self.county, &self.clerk, id).await?;
        let (.., before) = self.merges.remove(at);
        self.people.push(merged);
        // The later merges that still stand are of other people, but the tables are not as before.
        if let Some(before) = before.filter(|_| at == self.merges.len()) {
            let now = self.tables();
            let changed: Vec<&String> =
                before.keys().filter(|table| before.get(*table) != now.get(*table)).collect();
            assert!(changed.is_empty(), "{changed:?} are not as before the merge");
        }
        self.merges.iter_mut().skip(at).for_each(|(.., before)| *before = None);
        Ok(())
    }

    async fn take_back(&mut self) -> Result<()> {
        if self.events.is_empty() {
            return Ok(());
        }
        let at = self.dice.below(self.events.len() as u64) as usize;
        actions::take_back(self.county, &self.clerk, self.events[at], "弄错了").await?;
        self.events.remove(at);
        Ok(())
    }

    async fn live(&mut self, what: u64) -> (&'static str, Result<()>) {
        let (one, other, county, clerk) =
            (self.anybody(), self.anybody(), self.county, &self.clerk);
        let on = county.clock().today();
        let number = format!("{}", 1 + self.dice.below(6));
        let (what, event) = match what {
            5..=7 => {
                let into = match self.dice.below(3) {
                    0 => Into::Apart,
                    1 => Into::Ours(Relation::Spouse),
                    _ => Into::Theirs(Relation::Spouse),
                };
                let pair = (one, other);
                ("marriage", actions::note_marriage(county, clerk, pair, on, into).await)
            }
            8 => ("divorce", actions::note_divorce(county, clerk, one, on).await),
            9 if self.dice.below(6) == 0 => {
                ("death", actions::note_death(county, clerk, one, on).await)
            }
            9 if self.dice.below(2) == 0 => {
                let gone = vec![one];
                ("departure", actions::note_departure(county, clerk, gone, on, "江州").await)
            }
            9 | 10 => {
                let number = Some(number);
                ("return", actions::note_return(county, clerk, one, on, number).await)
            }
            11 => {
                let new = Move {
                    persons: vec![one],
                    on,
                    area: village(self.dice.below(2)),
                    household_number: Some(number),
                    residence: Residence::HukouHere,
                };
                ("move", actions::note_move(county, clerk, new).await)
            }
            _ => return self.at_home(one, other, &number).await,
        };
        let noted = event.map(|event| self.events.push(event));
        (what, noted)
    }

    async fn at_home(
        &mut self,
        one: PersonId,
        other: PersonId,
        number: &str,
    ) -> (&'static str, Result<()>) {
        let (county, clerk, on) = (self.county, &self.clerk, self.county.clock().today());
        let Some(home) = self.home(one).await else { return ("nothing", Ok(())) };
        match self.dice.below(3) {
            0 => {
                let kin = KinKind::Sibling;
                let noted = actions::note_kin(county, clerk, (one, other), kin, "本人说的").await;
                ("kin", noted.map(drop))
            }
            1 => {
                let leaving = vec![(one, Relation::Head)];
                let number = format!("新{number}");
                let split =
                    actions::split_household(county, clerk, home, (on, &number), leaving).await;
                ("split", split.map(drop))
            }
            _ => {
                let members = county.db.read(move |tx| life::members(tx, home)).await.unwrap();
                let living = members.iter().filter(|member| member.died_on.is_none());
                let relation = |person| {
                    if person == one { Relation::Head } else { Relation::Other }
                };
                let relations = living.map(|member| (member.id, relation(member.id))).collect();
                let noted = actions::note_relations(county, clerk, home, on, relations).await;
                ("relations", noted.map(|event| self.events.push(event)))
            }
        }
    }

    /// What is true after each step.
    async fn assert_whole(&self, when: &str) {
        invariants::assert_whole(&self.beside, when);
        let there = self.beside.words("select id from persons where name like '镇民%'");
        let wanted: BTreeSet<String> = self.people.iter().map(ToString::to_string).collect();
        let id = |id: &String| id.trim_start_matches("\\x").to_owned();
        let found: BTreeSet<String> = there.iter().map(id).collect();
        assert_eq!(found, wanted, "{when}: somebody is lost, or came twice");
        let parts = xiangyue::modules::parts();
        for place in parts.iter().flat_map(|part| part.personal.references).map(|one| one.place) {
            let (table, column) = place.split_once('.').unwrap();
            let lost = self.beside.words(&format!(
                "select {column} from {table} where {column} is not null
                   and {column} not in (select id from persons)"
            ));
            let known = KEPT_TWICE.contains(&place);
            assert!(known || lost.is_empty(), "{when}: {place} points to nobody");
        }
        let alone = self.beside.words(
            "select a.name from persons a join persons b on b.id = a.spouse_id
             where a.died_on is null and b.died_on is null
               and (b.spouse_id is null or b.spouse_id <> a.id)",
        );
        assert_eq!(alone, Vec::<String>::new(), "{when}: married to somebody who is not");
        self.assert_counted_once(when).await;
    }

    /// On each day everybody is in one place, and today all are where they are.
    async fn assert_counted_once(&self, when: &str) {
        let today = self.county.clock().today();
        for days in 0..3 {
            let on = today.saturating_sub(jiff::ToSpan::days(days));
            let read = self
                .county
                .db
                .read(move |tx| life::residents_on(tx, &AreaPath::county(), on, None, 1_000));
            let all: Vec<PersonId> = read.await.unwrap().into_iter().map(|one| one.id).collect();
            let once: BTreeSet<&PersonId> = all.iter().collect();
            assert_eq!(once.len(), all.len(), "{when}: somebody is counted twice on {on}");
            if days == 0 {
                let present =
                    "select count(*) from persons where died_on is null and left_on is null";
                let present =
                    self.beside.words(&present.replace("count(*)", "cast(count(*) as text)"));
                assert_eq!(
                    all.len().to_string(),
                    present.concat(),
                    "{when}: somebody is not counted"
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn merges_and_lives_in_any_order_leave_everybody_once_and_are_undone_exactly() {
    let seed = seed();
    let first = Dice::of(seed);
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    for round in 0..count(4) {
        let county = County::new().await;
        let cast = Cast::with_items(&county, |item| item.code == ITEM).await;
        let dice = Dice::of(first.below(u64::MAX));
        let mut town = Town::of(&county, &cast, dice).await;
        for step in 0..STEPS {
            if step % 30 == 29 {
                county.clock().advance(SignedDuration::from_hours(24));
            }
            let what = town.step().await;
            town.assert_whole(&format!("seed {seed}, round {round}, step {step}, {what}")).await;
        }
        // From the last to the first, as far as what came between lets them.
        while let Some((id, merged, _)) = town.merges.pop() {
            match actions::undo_merge(&county, &town.clerk, id).await {
                Ok(()) => town.people.push(merged),
                Err(Error::Refused(_) | Error::NotFound) => break,
                Err(other) => panic!("seed {seed}, round {round}: {other}"),
            }
            town.assert_whole(&format!("seed {seed}, round {round}, at the end")).await;
        }
        for (what, times) in &town.done {
            *done.entry(*what).or_default() += times;
        }
    }
    let enough = ["merge", "undo", "marriage", "move", "take back"];
    let enough = enough.iter().all(|what| done.get(what).is_some_and(|times| *times > 2));
    assert!(enough, "seed {seed}: too little happened: {done:?}");
}
