//! Whatever happens to areas and people, each day keeps the census that was taken on it.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::Date;
use platform::area::Level;
use platform::clock::date_of;
use platform::{AreaId, PersonId};

use super::*;
use crate::actions::{note_coming, note_departure};

/// Numbers without rhyme, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Who belonged where on a day, and what the place was called.
type Census = BTreeMap<AreaId, (String, Vec<PersonId>)>;

async fn census(county: &County, of: Vec<AreaId>, on: Date) -> Census {
    let read = county.db.read(move |tx| {
        let mut census = Census::new();
        for id in of.clone() {
            let path = areas::area(tx, id)?.path;
            let people = life::residents_on(tx, &path, on, None, 10_000)?;
            let people = people.into_iter().map(|one| one.id).collect();
            census.insert(id, (areas::full_name_on(tx, &path, on)?, people));
        }
        Ok(census)
    });
    read.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_day_keeps_its_census() {
    for seed in [7, 20_261_125, 42] {
        days_of(seed).await;
    }
}

async fn days_of(seed: u64) {
    let (county, mut dice) = (County::new().await, Dice(seed));
    let mut taken: Vec<(Date, Census)> = Vec::new();
    for day in 0..25 {
        let today = date_of(county.clock().now());
        let standing = county.areas().await;
        for turn in 0..4 {
            something_happens(&county, &mut dice, today, day * 10 + turn).await;
            county.clock().advance(SignedDuration::from_secs(1));
        }
        let ids = standing.iter().map(|area| area.id);
        let now: Vec<AreaId> = county.areas().await.into_iter().map(|area| area.id).collect();
        let ids = ids.filter(|id| now.contains(id)).collect();
        taken.push((today, census(&county, ids, today).await));
        county.clock().advance(SignedDuration::from_hours(24));
    }
    let everybody = |census: &Census| census.values().map(|(_, who)| who.len()).max();
    assert!(everybody(&taken.last().unwrap().1) > Some(5), "people came");
    for (on, then) in taken {
        let again = census(&county, then.keys().copied().collect(), on).await;
        assert_eq!(again, then, "seed {seed}, the census of {on}");
    }
}

/// One act of a day; one that is refused leaves all as it was.
async fn something_happens(county: &County, dice: &mut Dice, today: Date, number: usize) {
    let all = county.areas().await;
    if dice.below(9) < 5 {
        somebody(county, dice, (today, number), &all).await;
    } else {
        some_area(county, dice, (today, number), &all).await;
    }
}

fn of(all: &[Area], level: Level) -> Vec<Area> {
    all.iter().filter(|area| area.level() == level).cloned().collect()
}

/// Somebody comes, dies, leaves or moves.
async fn somebody(county: &County, dice: &mut Dice, (today, number): (Date, usize), all: &[Area]) {
    let mut homes = of(all, Level::Village);
    homes.extend(of(all, Level::Group));
    let home = dice.one(&homes).clone();
    let clerk = holder("village_clerk", AreaPath::county());
    let there = census(county, vec![home.id], today).await;
    let people = &there[&home.id].1;
    match dice.below(5) {
        2 if !people.is_empty() => {
            drop(note_death(county, &clerk, *dice.one(people), today).await);
        }
        3 if !people.is_empty() => {
            let gone = vec![*dice.one(people)];
            drop(note_departure(county, &clerk, gone, today, "外省").await);
        }
        4 if !people.is_empty() => {
            let new = Move {
                persons: vec![*dice.one(people)],
                on: today,
                area: dice.one(&homes).path.clone(),
                household_number: Some(number.to_string()),
                residence: Residence::HukouHere,
            };
            drop(note_move(county, &clerk, new).await);
        }
        _ => {
            let new = new_person(&format!("人{number}"), &home.path);
            let new = NewPerson { household_number: Some(number.to_string()), ..new };
            let came = (LifeKind::MovedIn, today);
            drop(note_coming(county, &clerk, new, came, (None, Vec::new())).await);
        }
    }
}

/// An area is founded, moved, merged or divided.
async fn some_area(county: &County, dice: &mut Dice, (today, number): (Date, usize), all: &[Area]) {
    let (towns, villages) = (of(all, Level::Township), of(all, Level::Village));
    let groups = of(all, Level::Group);
    let (admin, decision) = (admin(), decision(today));
    match dice.below(4) {
        0 => {
            let above = if dice.below(3) == 0 { dice.one(&towns) } else { dice.one(&villages) };
            let name = format!("新{number}");
            let new = Founding { above: above.id, name, divided: None, decision };
            drop(found_area(county, &admin, new).await);
        }
        1 => {
            let group = !groups.is_empty() && dice.below(2) == 0;
            let (area, to) = if group {
                (dice.one(&groups), dice.one(&villages))
            } else {
                (dice.one(&villages), dice.one(&towns))
            };
            let new = Moving { area_id: area.id, to: to.id, decision };
            drop(move_area(county, &admin, new).await);
        }
        2 if villages.len() > 2 => {
            let (area, into) = (dice.one(&villages), dice.one(&villages));
            let new = Merging { area_id: area.id, into: into.id, decision };
            drop(merge_area(county, &admin, new).await);
        }
        _ => {
            let from = dice.one(&villages).clone();
            let own = groups.iter().filter(|group| group.parent_id == Some(from.id));
            let groups = own.map(|group| group.id).take(1).collect();
            let share = Share { from: from.id, groups, households: Vec::new() };
            let new = Founding {
                above: from.parent_id.unwrap(),
                name: format!("分{number}"),
                divided: Some(share),
                decision,
            };
            drop(found_area(county, &admin, new).await);
        }
    }
}
