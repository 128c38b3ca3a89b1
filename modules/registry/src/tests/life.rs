//! Stories of births, deaths, moving and households.

use jiff::civil::{Date, date};
use platform::{Actor, AreaPath, PersonId, identity};

use super::{County, code, holder, new_person};
use crate::actions::{
    Into, Move, end_post, join_households, note_coming, note_death, note_departure, note_divorce,
    note_marriage, note_move, note_relations, note_return, split_household, take_back,
};
use crate::life;
use crate::model::{
    Area, BodyKind, Departure, HouseholdId, LifeKind, Relation, Residence, Standing,
};

const DAY: Date = date(2026, 11, 20);

async fn standing(county: &County, person: PersonId) -> Standing {
    county.db.read(move |tx| life::standing(tx, person)).await.unwrap()
}

async fn household(county: &County, person: PersonId) -> HouseholdId {
    standing(county, person).await.household_id.unwrap()
}

async fn village(county: &County) -> (Area, Actor) {
    let village = county.area("石桥镇柳湾村").await;
    let clerk = holder("village_clerk", village.path.clone());
    (village, clerk)
}

async fn acts(county: &County, subject: platform::Uuid) -> Vec<String> {
    let noted = county.db.read(move |tx| platform::journal::of_subject(tx, subject)).await;
    noted.unwrap().into_iter().map(|entry| entry.act).collect()
}

/// Some time goes by, so that events of one day stand in their order.
fn later(county: &County) {
    county.clock().advance(jiff::SignedDuration::from_mins(1));
}

fn moving(persons: &[PersonId], area: &AreaPath, number: Option<&str>) -> Move {
    Move {
        persons: persons.to_vec(),
        on: DAY,
        area: area.clone(),
        household_number: number.map(str::to_owned),
        residence: Residence::HukouHere,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_is_not_taken_back_once_the_widowed_one_is_married_again() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    let [wife, husband, other] = [
        county.add("王小芳", &village).await,
        county.add("李大山", &village).await,
        county.add("孙有田", &village).await,
    ];
    note_marriage(&county, &clerk, (wife, husband), DAY, Into::Apart).await.unwrap();
    let death = note_death(&county, &clerk, husband, DAY).await.unwrap();
    let again = note_marriage(&county, &clerk, (wife, other), DAY, Into::Apart).await.unwrap();
    assert_eq!(code(take_back(&county, &clerk, death, "同名").await), "registry.changed_since");
    later(&county);
    take_back(&county, &clerk, again, "弄错了").await.unwrap();
    take_back(&county, &clerk, death, "同名").await.unwrap();
    assert_eq!(standing(&county, wife).await.spouse_id, Some(husband));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_ends_the_posts_and_the_account_and_can_be_taken_back() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    let person = county.official(&village, BodyKind::Council, "council_member").await;
    county.account(person).await;
    let mut own = county.signed_in(person).await;
    own.get("/account").await.is_ok();
    let event = note_death(&county, &clerk, person, DAY).await.unwrap();
    assert_eq!(standing(&county, person).await.died_on, Some(DAY));
    let today = date(2026, 11, 23);
    let held = |on| county.db.read(move |tx| (crate::REGISTRAR.posts_held)(tx, person, on));
    assert!(held(today).await.unwrap().is_empty());
    assert_eq!(held(date(2026, 11, 19)).await.unwrap().len(), 1, "it was held until then");
    assert!(!own.get("/account").await.shows_account(), "the sign-in has ended");
    assert!(acts(&county, person.0).await.contains(&"registry.person_died".to_owned()));
    let again = note_death(&county, &clerk, person, DAY).await;
    assert_eq!(code(again), "registry.is_dead");
    assert_eq!(code(take_back(&county, &clerk, event, " ").await), "registry.why_taken_back");
    let stranger = holder("village_clerk", county.area("柳林镇东山村").await.path);
    assert_eq!(code(take_back(&county, &stranger, event, "弄错了").await), "not found");
    take_back(&county, &clerk, event, "同名的人弄错了").await.unwrap();
    assert_eq!(standing(&county, person).await.died_on, None);
    assert_eq!(held(today).await.unwrap().len(), 1);
    county.signed_in(person).await.get("/account").await.is_ok();
    let twice = take_back(&county, &clerk, event, "再来一次").await;
    assert_eq!(code(twice), "registry.already_taken_back");
    let happened = county.db.read(move |tx| life::of_person(tx, person)).await.unwrap();
    assert_eq!(happened.len(), 1, "nothing is overwritten");
    let back = happened[0].taken_back.as_ref().unwrap();
    assert_eq!(back.detail.0.words, "同名的人弄错了");
}

trait ShowsAccount {
    fn shows_account(&self) -> bool;
}

impl ShowsAccount for testing::Page {
    fn shows_account(&self) -> bool {
        self.status().is_success()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_closed_before_stays_closed() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    let person = county.add("王小芳", &village).await;
    county.account(person).await;
    let administrator = holder("administrator", AreaPath::county());
    identity::close(&county, &administrator, person).await.unwrap();
    county.clock().advance(jiff::SignedDuration::from_mins(5));
    let event = note_death(&county, &clerk, person, DAY).await.unwrap();
    take_back(&county, &clerk, event, "弄错了").await.unwrap();
    let name = format!("u{person}");
    let account =
        county.db.read(move |tx| identity::find(tx, &administrator, &name)).await.unwrap().unwrap();
    assert!(account.closed_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn events_stand_in_order_and_not_before_birth_nor_ahead() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    let person = county.add("王小芳", &village).await;
    let ahead = note_death(&county, &clerk, person, date(2026, 11, 24)).await;
    assert_eq!(code(ahead), "registry.happened_later");
    let unborn = note_death(&county, &clerk, person, date(1956, 3, 11)).await;
    assert_eq!(code(unborn), "registry.before_birth");
    let moved = moving(&[person], &village.path, Some("99"));
    let event = note_move(&county, &clerk, moved).await.unwrap();
    let before = note_death(&county, &clerk, person, date(2026, 11, 19)).await;
    assert_eq!(code(before), "registry.before_last");
    take_back(&county, &clerk, event, "没有搬").await.unwrap();
    note_death(&county, &clerk, person, date(2026, 11, 19)).await.unwrap();
    let dead = note_move(&county, &clerk, moving(&[person], &village.path, Some("7"))).await;
    assert_eq!(code(dead), "registry.is_dead");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_clerk_does_not_end_posts_of_the_county_by_a_death() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    let person = county.add("王小芳", &village).await;
    let administrator = holder("administrator", AreaPath::county());
    let county_area = county.areas().await.remove(0);
    let body = county.body(&county_area, BodyKind::CountyGovernment).await;
    let appointment = crate::model::Appointment {
        body_id: body,
        post: "supervisor".into(),
        person_id: person,
        public_phone: None,
        held_from: date(2026, 1, 1),
        held_until: None,
    };
    let post = crate::actions::appoint(&county, &administrator, appointment).await.unwrap();
    let refused = note_death(&county, &clerk, person, DAY).await;
    assert_eq!(code(refused), "registry.post_elsewhere");
    end_post(&county, &administrator, post, DAY).await.unwrap();
    note_death(&county, &clerk, person, DAY).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_moves_to_another_village_is_put_into_a_household_there() {
    let county = County::new().await;
    let (here, clerk) = village(&county).await;
    let there = county.area("柳林镇东山村").await;
    let (one, other) = (county.add("王小芳", &here).await, county.add("李大山", &here).await);
    let into = moving(&[one, other], &there.path, Some("3"));
    let refused = note_move(&county, &clerk, into).await;
    assert_eq!(code(refused), "registry.household_elsewhere");
    note_move(&county, &clerk, moving(&[one, other], &there.path, None)).await.unwrap();
    let now = standing(&county, one).await;
    assert_eq!((&now.area_path, now.household_id), (&there.path, None));
    let gone = note_death(&county, &clerk, one, DAY).await;
    assert_eq!(code(gone), "not found", "the person is another clerk's now");
    let own = holder("village_clerk", there.path.clone());
    let area = there.path.clone();
    let waiting = county.db.read(move |tx| life::without_household(tx, &area)).await.unwrap();
    assert_eq!(waiting.len(), 2);
    later(&county);
    note_move(&county, &own, moving(&[one, other], &there.path, Some("3"))).await.unwrap();
    let same = note_move(&county, &own, moving(&[one], &there.path, Some("3"))).await;
    assert_eq!(code(same), "registry.nothing_changes");
    let names = async |area: &Area, on| {
        let path = area.path.clone();
        let read = county.db.read(move |tx| life::residents_on(tx, &path, on, None, 10));
        read.await.unwrap().into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&here, date(2026, 11, 19)).await.len(), 2, "as of the day before");
    assert_eq!(names(&there, date(2026, 11, 19)).await.len(), 0);
    assert_eq!(names(&here, DAY).await.len(), 0);
    assert_eq!(names(&there, DAY).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_left_the_county_is_found_and_comes_back() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    let person = county.add("王小芳", &village).await;
    let none = note_return(&county, &clerk, person, DAY, None).await;
    assert_eq!(code(none), "registry.not_away");
    let left = date(2026, 3, 1);
    note_departure(&county, &clerk, vec![person], left, "江州市").await.unwrap();
    let now = standing(&county, person).await;
    assert_eq!(now.left_how, Some(Departure::MovedOut));
    let counts = async || {
        let path = village.path.clone();
        county.db.read(move |tx| crate::people::counts(tx, &path)).await.unwrap().1
    };
    assert_eq!(counts().await, 0);
    let refused = note_death(&county, &clerk, person, DAY).await;
    assert_eq!(code(refused), "registry.has_left");
    later(&county);
    note_return(&county, &clerk, person, DAY, Some("12".into())).await.unwrap();
    assert_eq!(counts().await, 1);
    let on = |on| {
        let path = village.path.clone();
        county.db.read(move |tx| life::residents_on(tx, &path, on, None, 10))
    };
    let before = on(date(2026, 2, 28)).await.unwrap();
    assert_eq!(before.len(), 1, "she was here before she left");
    assert_eq!(before[0].number.as_deref(), Some("12"));
    assert_eq!(on(date(2026, 6, 1)).await.unwrap().len(), 0);
    assert_eq!(on(DAY).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_couple_lives_in_one_household_and_parts() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    let bride = county.add("王小芳", &village).await;
    let mut groom = new_person("李大山", &village.path);
    groom.household_number = Some("8".into());
    let groom = crate::actions::add_person(&county, &clerk, groom).await.unwrap();
    let theirs = Into::Theirs(Relation::DaughterInLaw);
    let own = note_marriage(&county, &clerk, (bride, bride), DAY, theirs).await;
    assert_eq!(code(own), "registry.own_spouse");
    let event = note_marriage(&county, &clerk, (bride, groom), DAY, theirs).await.unwrap();
    let now = standing(&county, bride).await;
    assert_eq!(now.household_id, standing(&county, groom).await.household_id);
    assert_eq!((now.relation, now.spouse_id), (Some(Relation::DaughterInLaw), Some(groom)));
    let twice = note_marriage(&county, &clerk, (groom, bride), DAY, Into::Apart).await;
    assert_eq!(code(twice), "registry.is_married");
    note_divorce(&county, &clerk, groom, DAY).await.unwrap();
    assert_eq!(standing(&county, bride).await.spouse_id, None);
    let unmarried = note_divorce(&county, &clerk, groom, DAY).await;
    assert_eq!(code(unmarried), "registry.is_not_married");
    let later = take_back(&county, &clerk, event, "弄错了").await;
    assert_eq!(code(later), "registry.changed_since", "the divorce stands on it");
    note_marriage(&county, &clerk, (bride, groom), DAY, Into::Apart).await.unwrap();
    note_death(&county, &clerk, groom, DAY).await.unwrap();
    let other = county.add("赵云", &village).await;
    note_marriage(&county, &clerk, (bride, other), DAY, Into::Apart).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_splits_gets_a_head_and_joins_again() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    let people = ["王小芳", "李大山", "赵秀英"];
    let mut ids = Vec::new();
    for name in people {
        ids.push(county.add(name, &village).await);
    }
    let [one, two, three] = ids[..] else { panic!("three people") };
    let home = household(&county, one).await;
    let (head, son, spouse) = (Relation::Head, Relation::Son, Relation::Spouse);
    let set = |relations| note_relations(&county, &clerk, home, DAY, relations);
    assert_eq!(code(set(vec![(one, head), (two, head)]).await), "registry.one_head");
    assert_eq!(code(set(vec![(one, head), (two, son)]).await), "registry.relation_missing");
    set(vec![(one, head), (two, son), (three, spouse)]).await.unwrap();
    later(&county);
    let split = |number, leaving| split_household(&county, &clerk, home, (DAY, number), leaving);
    assert_eq!(code(split("12", vec![(two, head)]).await), "registry.number_taken");
    assert_eq!(code(split("", vec![(two, head)]).await), "registry.number_missing");
    assert_eq!(code(split("13", vec![(two, son)]).await), "registry.one_head");
    let all = vec![(one, spouse), (two, head), (three, son)];
    assert_eq!(code(split("13", all).await), "registry.nobody_stays");
    let new = split("13", vec![(two, head), (three, spouse)]).await.unwrap();
    assert_eq!(household(&county, two).await, new);
    assert_eq!(standing(&county, two).await.relation, Some(head));
    assert_eq!(acts(&county, new.0).await, ["registry.household_split"]);
    let then = county.db.read(move |tx| life::household_on(tx, home, date(2026, 11, 19)));
    assert_eq!(then.await.unwrap().len(), 3, "all three lived there the day before");
    note_death(&county, &clerk, two, DAY).await.unwrap();
    let relations = vec![(three, head)];
    note_relations(&county, &clerk, new, DAY, relations).await.unwrap();
    assert!(acts(&county, new.0).await.contains(&"registry.head_changed".to_owned()));
    assert_eq!(standing(&county, two).await.relation, None, "the dead are head no more");
    let joined =
        |number| join_households(&county, &clerk, new, (DAY, number), vec![(three, spouse)]);
    assert_eq!(code(joined("77").await), "registry.household_unknown");
    assert_eq!(code(joined("13").await), "registry.same_household");
    assert_eq!(joined("12").await.unwrap(), home);
    let members = county.db.read(move |tx| life::members(tx, home)).await.unwrap();
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["王小芳", "赵秀英"], "the head stands first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_birth_that_was_noted_wrongly_is_withdrawn() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    county.add("王小芳", &village).await;
    let mut child = new_person("王小宝", &village.path);
    child.born_on = Some(DAY);
    let born = (LifeKind::Born, DAY);
    let id = note_coming(&county, &clerk, child, born, (Some(Relation::Grandchild), Vec::new()))
        .await
        .unwrap();
    assert_eq!(standing(&county, id).await.relation, Some(Relation::Grandchild));
    assert_eq!(acts(&county, id.0).await, ["registry.person_born"]);
    let event = county.db.read(move |tx| life::of_person(tx, id)).await.unwrap()[0].event.id;
    take_back(&county, &clerk, event, "登记了两次").await.unwrap();
    let now = standing(&county, id).await;
    assert_eq!(now.left_how, Some(Departure::Withdrawn));
    assert_eq!(now.household_id, None);
    let path = village.path.clone();
    let now = county.db.read(move |tx| life::residents_on(tx, &path, DAY, None, 10)).await;
    let names: Vec<String> = now.unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["王小芳"]);
}
