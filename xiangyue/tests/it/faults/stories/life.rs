//! What happens in the lives of people and households.

use jiff::civil::{Date, date};
use platform::PersonId;
use registry::actions::{self, Into, Move, Proposal};
use registry::model::{Fact, LifeKind, NewPerson, Relation};
use registry::{Residence, life};

use super::registry::person;
use crate::cast::village;
use crate::county::holder;
use crate::faults::statement::Tries;

const DAY: Date = date(2026, 11, 2);

async fn add(tries: &Tries, name: &str, household: &str) -> PersonId {
    let new = NewPerson { household_number: Some(household.into()), ..person(name) };
    let clerk = holder("village_clerk", village());
    actions::note_coming(tries, &clerk, new, (LifeKind::MovedIn, DAY), (None, Vec::new()))
        .await
        .unwrap()
}

pub async fn births_moves_and_deaths(tries: &Tries) {
    let clerk = holder("village_clerk", village());
    let child = NewPerson { born_on: Some(DAY), ..person("孙小宝") };
    let (mother, father) = (add(tries, "孙大梅", "78").await, add(tries, "孙大山", "79").await);
    let child = tries
        .act("registry.note_coming", async || {
            let born = (LifeKind::Born, DAY);
            let family = (Some(Relation::Son), vec![mother, father]);
            actions::note_coming(tries, &clerk, child.clone(), born, family).await
        })
        .await;
    tries
        .act("registry.note_departure", async || {
            actions::note_departure(tries, &clerk, vec![child], DAY, "江州市").await
        })
        .await;
    tries
        .act("registry.note_return", async || {
            actions::note_return(tries, &clerk, child, DAY, Some("12".into())).await
        })
        .await;
    let to = Move {
        persons: vec![child],
        on: DAY,
        area: village(),
        household_number: Some("77".into()),
        residence: Residence::HukouHere,
    };
    tries
        .act("registry.note_move", async || actions::note_move(tries, &clerk, to.clone()).await)
        .await;
    let (one, other) = (add(tries, "钱大山", "80").await, add(tries, "钱小芳", "81").await);
    tries
        .act("registry.note_marriage", async || {
            let into = Into::Ours(Relation::Spouse);
            actions::note_marriage(tries, &clerk, (one, other), DAY, into).await
        })
        .await;
    let kin = tries
        .act("registry.note_kin", async || {
            let (pair, kind) = ((one, other), registry::model::KinKind::Sibling);
            actions::note_kin(tries, &clerk, pair, kind, "本人说的").await
        })
        .await;
    tries.act("registry.end_kin", async || actions::end_kin(tries, &clerk, kin).await).await;
    tries
        .act("registry.note_divorce", async || actions::note_divorce(tries, &clerk, one, DAY).await)
        .await;
    let death = tries
        .act("registry.note_death", async || actions::note_death(tries, &clerk, one, DAY).await)
        .await;
    tries
        .act("registry.take_back", async || {
            actions::take_back(tries, &clerk, death, "弄错了人").await
        })
        .await;
}

pub async fn households(tries: &Tries) {
    let clerk = holder("village_clerk", village());
    let (one, other) = (add(tries, "吴大山", "90").await, add(tries, "吴小芳", "90").await);
    let read = tries.db.read(move |tx| life::standing(tx, one));
    let home = read.await.unwrap().household_id.unwrap();
    let relations = vec![(one, Relation::Head), (other, Relation::Daughter)];
    tries
        .act("registry.note_relations", async || {
            actions::note_relations(tries, &clerk, home, DAY, relations.clone()).await
        })
        .await;
    let new = tries
        .act("registry.split_household", async || {
            let leaving = vec![(other, Relation::Head)];
            actions::split_household(tries, &clerk, home, (DAY, "91"), leaving).await
        })
        .await;
    tries
        .act("registry.join_households", async || {
            let back = vec![(other, Relation::Daughter)];
            actions::join_households(tries, &clerk, new, (DAY, "90"), back).await
        })
        .await;
}

pub async fn merges(tries: &Tries) {
    let clerk = holder("village_clerk", village());
    let (one, other) = (add(tries, "郑大山", "95").await, add(tries, "郑小山", "96").await);
    let new = Proposal { kept: one, merged: other, taken: vec![Fact::Standing], account: None };
    let propose = async || actions::propose_merge(tries, &clerk, new.clone()).await;
    let declined = tries.act("registry.propose_merge", propose).await;
    tries
        .act("registry.decline_merge", async || {
            actions::decline_merge(tries, &clerk, declined).await
        })
        .await;
    let merge = propose().await.unwrap();
    tries
        .act("registry.confirm_merge", async || actions::confirm_merge(tries, &clerk, merge).await)
        .await;
    tries
        .act("registry.undo_merge", async || actions::undo_merge(tries, &clerk, merge).await)
        .await;
    tries
        .act("registry.note_not_the_same", async || {
            actions::note_not_the_same(tries, &clerk, (one, other)).await
        })
        .await;
}
