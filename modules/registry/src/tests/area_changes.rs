//! Areas that go elsewhere, go into another, or are divided.

mod random;

use jiff::civil::{Date, date};
use platform::{Actor, AreaPath, PersonId};

use super::{County, LIST, code, holder, new_person};
use crate::actions::{
    self, Move, found_area, import_divisions, merge_area, move_area, note_death, note_move,
    take_back,
};
use crate::model::{
    Area, BodyKind, Decision, Founding, LifeKind, Merging, Moving, NewPerson, Residence, Share,
};
use crate::{areas, life};

const DAY: Date = date(2026, 11, 20);
const BEFORE: Date = date(2026, 11, 19);
const TODAY: Date = date(2026, 11, 23);

/// The villages agreed, the county approved.
fn decision(on: Date) -> Decision {
    let agreed_on = Some(date(2026, 3, 1));
    Decision { on, document: "清政发〔2026〕12号".into(), agreed_on }
}

fn admin() -> Actor {
    holder("administrator", AreaPath::county())
}

async fn people(county: &County, area: &Area, on: Date) -> Vec<String> {
    let path = county.again(area).await.path;
    let read = county.db.read(move |tx| life::residents_on(tx, &path, on, None, 1_000));
    let mut names: Vec<String> = read.await.unwrap().into_iter().map(|one| one.name).collect();
    names.sort();
    names
}

async fn called(county: &County, area: &Area, on: Date) -> String {
    let path = county.again(area).await.path;
    county.db.read(move |tx| areas::full_name_on(tx, &path, on)).await.unwrap()
}

impl County {
    /// The area as it is by now.
    async fn again(&self, area: &Area) -> Area {
        let id = area.id;
        self.db.read(move |tx| areas::area(tx, id)).await.unwrap()
    }

    /// A new area that nobody lives in, since long ago.
    async fn found(&self, above: &Area, name: &str) -> Area {
        let (above, name) = (above.id, name.to_owned());
        let new = Founding { above, name, divided: None, decision: decision(date(2026, 3, 2)) };
        let id = found_area(&self.app, &admin(), new).await.unwrap();
        self.db.read(move |tx| areas::area(tx, id)).await.unwrap()
    }

    async fn lives(&self, name: &str, area: &Area, number: &str) -> PersonId {
        let path = self.again(area).await.path;
        let clerk = holder("village_clerk", path.clone());
        let new = NewPerson { household_number: Some(number.into()), ..new_person(name, &path) };
        actions::add_person(&self.app, &clerk, new).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_goes_to_another_township_with_all_in_it() {
    let county = County::new().await;
    let (from, to) = (county.area("石桥镇").await, county.area("柳林镇").await);
    let village = county.area("石桥镇柳湾村").await;
    let group = county.found(&village, "一组").await;
    county.lives("王小芳", &village, "3").await;
    let in_group = county.lives("李大山", &group, "4").await;
    county.lives("孙有田", &county.area("石桥镇新华村").await, "3").await;
    let body = county.body(&village, BodyKind::ServiceStation).await;
    let moving = Moving { area_id: village.id, to: to.id, decision: decision(DAY) };
    let clerk = holder("township_window_clerk", from.path.clone());
    assert!(move_area(&county, &clerk, moving.clone()).await.is_err(), "not a clerk's to do");
    move_area(&county, &admin(), moving).await.unwrap();
    let moved = county.again(&village).await;
    assert_eq!(moved.parent_id, Some(to.id));
    assert!(to.path.contains(&moved.path), "{}", moved.path);
    assert!(moved.path.contains(&county.again(&group).await.path), "the group went along");
    let standing = county.db.read(move |tx| life::standing(tx, in_group)).await.unwrap();
    assert!(moved.path.contains(&standing.area_path), "and who lives there");
    let body = county.db.read(move |tx| crate::body(tx, body)).await.unwrap();
    assert_eq!(body.area_path, moved.path, "and its bodies");
    assert_eq!(called(&county, &group, DAY).await, "柳林镇柳湾村一组");
    assert_eq!(called(&county, &group, BEFORE).await, "石桥镇柳湾村一组");
    assert_eq!(people(&county, &from, BEFORE).await, ["孙有田", "李大山", "王小芳"]);
    assert_eq!(people(&county, &from, DAY).await, ["孙有田"]);
    assert!(people(&county, &to, BEFORE).await.is_empty());
    assert_eq!(people(&county, &to, DAY).await, ["李大山", "王小芳"]);
    assert_eq!(people(&county, &village, BEFORE).await, ["李大山", "王小芳"], "one village");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_that_was_given_once_is_never_given_again() {
    let county = County::new().await;
    let (from, to) = (county.area("柳林镇").await, county.area("石桥镇").await);
    let last = county.area("柳林镇东山村").await;
    let moving = Moving { area_id: last.id, to: to.id, decision: decision(DAY) };
    move_area(&county, &admin(), moving).await.unwrap();
    let new = county.found(&from, "小洼村").await;
    assert_ne!(new.path, last.path, "the journal calls the village that went by that path");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_noted_before_a_move_is_taken_back_where_the_village_lies_now() {
    let county = County::new().await;
    let (village, to) = (county.area("石桥镇柳湾村").await, county.area("柳林镇").await);
    let person = county.lives("王小芳", &village, "3").await;
    let clerk = holder("village_clerk", village.path.clone());
    let event = note_death(&county, &clerk, person, date(2026, 11, 10)).await.unwrap();
    let moving = Moving { area_id: village.id, to: to.id, decision: decision(DAY) };
    move_area(&county, &admin(), moving).await.unwrap();
    let there = county.again(&village).await.path;
    let clerk = holder("village_clerk", there.clone());
    let happened = county.db.read(move |tx| life::of_person(tx, person)).await.unwrap();
    assert_eq!(happened[0].changes[0].after.0.area_path, there, "the record says where it lies");
    take_back(&county, &clerk, event, "弄错了").await.unwrap();
    let standing = county.db.read(move |tx| life::standing(tx, person)).await.unwrap();
    assert_eq!((standing.area_path, standing.died_on), (there, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn old_people_find_a_place_by_the_name_that_it_had() {
    let county = County::new().await;
    let (ended, into) = (county.area("石桥镇柳湾村").await, county.area("石桥镇新华村").await);
    let merging = Merging { area_id: ended.id, into: into.id, decision: decision(BEFORE) };
    merge_area(&county, &admin(), merging).await.unwrap();
    let other = county.area("柳林镇新华村").await;
    let merging = Merging { area_id: into.id, into: other.id, decision: decision(DAY) };
    merge_area(&county, &admin(), merging).await.unwrap();
    let found = county.db.read(|tx| crate::find_places(tx, "柳湾村", 5)).await.unwrap();
    let found: Vec<_> =
        found.into_iter().map(|place| (place.id, place.name, place.former)).collect();
    assert_eq!(found, [(other.id, "柳林镇新华村".into(), Some("柳湾村".into()))]);
    let told = county.program().get(&format!("/api/v1/areas/{}", ended.id)).await;
    told.is_ok();
    assert_eq!(told.word("/abolished_on"), "2026-11-19");
    assert_eq!(told.word("/successor_id"), into.id.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_goes_into_another_and_each_day_keeps_its_own() {
    let county = County::new().await;
    let (area, into) = (county.area("石桥镇柳湾村").await, county.area("石桥镇新华村").await);
    for village in [&area, &into] {
        county.found(village, "一组").await;
    }
    let moved = county.lives("王小芳", &area, "3").await;
    county.lives("孙有田", &into, "3").await;
    let dead = county.lives("李大山", &area, "5").await;
    let own = county.area("石桥镇柳湾村一组").await;
    county.lives("钱大有", &own, "1").await;
    let clerk = holder("village_clerk", area.path.clone());
    note_death(&county, &clerk, dead, date(2026, 11, 10)).await.unwrap();
    let person = county.official(&area, BodyKind::VillagersCommittee, "village_director").await;
    county.body(&into, BodyKind::ServiceStation).await;
    let station = county.body(&area, BodyKind::ServiceStation).await;
    let merging = Merging { area_id: area.id, into: into.id, decision: decision(DAY) };
    merge_area(&county, &admin(), merging.clone()).await.unwrap();
    assert_eq!(people(&county, &area, BEFORE).await, ["周小禾", "王小芳", "钱大有"]);
    assert_eq!(people(&county, &into, BEFORE).await, ["孙有田"]);
    assert!(people(&county, &area, DAY).await.is_empty());
    assert_eq!(people(&county, &into, TODAY).await, ["周小禾", "孙有田", "王小芳", "钱大有"]);
    assert_eq!(people(&county, &area, date(2026, 11, 9)).await.len(), 4, "the dead lived there");
    let names: Vec<String> = county.areas().await.into_iter().map(|area| area.name).collect();
    assert!(!names.contains(&"柳湾村".to_owned()), "no list offers it any more");
    assert!(names.contains(&"柳湾一组".to_owned()), "two groups are told apart: {names:?}");
    let number = county.db.read(move |tx| {
        let standing = life::standing(tx, moved)?;
        Ok(crate::people::household(tx, standing.household_id.unwrap())?.number)
    });
    assert_eq!(number.await.unwrap(), "柳湾3", "two households are told apart");
    let held = county.db.read(move |tx| (crate::REGISTRAR.posts_held)(tx, person, DAY));
    assert!(held.await.unwrap().is_empty(), "its committee is none");
    let station = county.db.read(move |tx| crate::body(tx, station)).await.unwrap();
    assert_eq!(station.area_path, area.path, "the other village has a station of its own");
    let clerk = holder("village_clerk", area.path.clone());
    let late = actions::add_person(&county, &clerk, new_person("赵小云", &area.path)).await;
    assert_eq!(code(late), "registry.area_abolished");
    assert_eq!(code(merge_area(&county, &admin(), merging).await), "registry.area_abolished");
    let happened = county.db.read(move |tx| life::of_person(tx, moved)).await.unwrap();
    assert_eq!(happened[0].event.kind, LifeKind::AreaChanged);
    let clerk = holder("village_clerk", into.path.clone());
    let back = take_back(&county, &clerk, happened[0].event.id, "不想并").await;
    assert_eq!(code(back), "registry.of_the_area");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_heard_of_late_happened_where_it_happened() {
    let county = County::new().await;
    let (area, into) = (county.area("石桥镇柳湾村").await, county.area("石桥镇新华村").await);
    let dead = county.lives("李大山", &area, "5").await;
    let gone = county.lives("王小芳", &area, "5").await;
    // Moved within the village after the day of the merger, which was noted only later.
    let clerk = holder("village_clerk", area.path.clone());
    let new = Move {
        persons: vec![gone],
        on: date(2026, 11, 21),
        area: area.path.clone(),
        household_number: Some("9".into()),
        residence: Residence::HukouHere,
    };
    let event = note_move(&county, &clerk, new).await.unwrap();
    let merging = Merging { area_id: area.id, into: into.id, decision: decision(DAY) };
    merge_area(&county, &admin(), merging).await.unwrap();
    let clerk = holder("village_clerk", into.path.clone());
    note_death(&county, &clerk, dead, date(2026, 11, 15)).await.unwrap();
    assert_eq!(people(&county, &area, date(2026, 11, 14)).await, ["李大山", "王小芳"]);
    assert_eq!(people(&county, &area, BEFORE).await, ["王小芳"]);
    assert_eq!(people(&county, &into, DAY).await, ["王小芳"]);
    let number = |on| {
        let (county, path) = (&county, into.path.clone());
        async move {
            let read = county.db.read(move |tx| life::residents_on(tx, &path, on, None, 10));
            read.await.unwrap().remove(0).number.unwrap()
        }
    };
    assert_eq!((number(DAY).await, number(TODAY).await), ("5".into(), "9".into()));
    take_back(&county, &clerk, event, "没有换户").await.unwrap();
    assert_eq!(people(&county, &into, TODAY).await, ["王小芳"], "taken back in the new village");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_is_divided_by_groups_and_households() {
    let county = County::new().await;
    let (town, village) = (county.area("石桥镇").await, county.area("石桥镇柳湾村").await);
    let (one, two) = (county.found(&village, "一组").await, county.found(&village, "二组").await);
    county.lives("王小芳", &one, "3").await;
    county.lives("李大山", &two, "3").await;
    county.lives("孙有田", &village, "7").await;
    county.lives("钱大有", &village, "8").await;
    let share = |groups: &[&Area], households: &[&str]| Share {
        from: village.id,
        groups: groups.iter().map(|group| group.id).collect(),
        households: households.iter().map(|number| (*number).to_owned()).collect(),
    };
    let new = |share| Founding {
        above: town.id,
        name: "新柳村".into(),
        divided: Some(share),
        decision: decision(DAY),
    };
    let refused = async |share| code(found_area(&county, &admin(), new(share)).await);
    assert_eq!(refused(share(&[], &[])).await, "registry.nothing_chosen_to_go");
    assert_eq!(refused(share(&[&town], &[])).await, "registry.group_of_another");
    assert_eq!(refused(share(&[], &["99"])).await, "registry.household_not_there");
    county.lives("赵小云", &village, "8-1").await;
    // A number twice is one household, and 8-1 is one, no span.
    let going = share(&[&two], &["8", "8-1", "8"]);
    let id = found_area(&county, &admin(), new(going)).await.unwrap();
    let area = county.db.read(move |tx| areas::area(tx, id)).await.unwrap();
    assert_eq!(people(&county, &area, DAY).await, ["李大山", "赵小云", "钱大有"]);
    assert_eq!(people(&county, &village, DAY).await, ["孙有田", "王小芳"]);
    assert_eq!(people(&county, &village, BEFORE).await.len(), 5);
    assert!(people(&county, &area, BEFORE).await.is_empty());
    assert_eq!(called(&county, &two, DAY).await, "石桥镇新柳村二组");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_decided_is_refused() {
    let county = County::new().await;
    let (from, to) = (county.area("石桥镇").await, county.area("柳林镇").await);
    let (village, twin) = (county.area("石桥镇柳湾村").await, county.area("石桥镇新华村").await);
    let moving =
        |area: &Area, to: &Area, decision| Moving { area_id: area.id, to: to.id, decision };
    let moved = async |new| code(move_area(&county, &admin(), new).await);
    let day = || decision(DAY);
    assert_eq!(moved(moving(&from, &to, day())).await, "registry.only_villages_move");
    assert_eq!(moved(moving(&village, &twin, day())).await, "registry.wrong_level_above");
    assert_eq!(moved(moving(&village, &from, day())).await, "registry.lies_there_already");
    assert_eq!(moved(moving(&twin, &to, day())).await, "registry.name_taken_there");
    let ahead = decision(date(2026, 11, 24));
    assert_eq!(moved(moving(&village, &to, ahead)).await, "registry.changed_later");
    let spoken = Decision { document: " ".into(), ..day() };
    assert_eq!(moved(moving(&village, &to, spoken)).await, "registry.document_missing");
    let merging = |decision| Merging { area_id: village.id, into: twin.id, decision };
    let merged = async |new| code(merge_area(&county, &admin(), new).await);
    let unasked = Decision { agreed_on: None, ..day() };
    assert_eq!(merged(merging(unasked)).await, "registry.extent");
    let afterwards = Decision { agreed_on: Some(date(2026, 11, 21)), ..day() };
    assert_eq!(merged(merging(afterwards)).await, "registry.extent");
    let level = Merging { into: to.id, ..merging(day()) };
    assert_eq!(merged(level).await, "registry.wrong_successor");
    let itself = Merging { into: village.id, ..merging(day()) };
    assert_eq!(merged(itself).await, "registry.wrong_successor");
    move_area(&county, &admin(), moving(&village, &to, day())).await.unwrap();
    assert_eq!(moved(moving(&village, &from, decision(BEFORE))).await, "registry.changed_before");
    assert_eq!(merged(merging(decision(BEFORE))).await, "registry.changed_before");
    let others = county.area("柳林镇东山村").await;
    let elsewhere = Merging { area_id: others.id, into: twin.id, decision: decision(BEFORE) };
    merge_area(&county, &admin(), elsewhere).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_that_still_have_the_old_areas_make_no_second_ones() {
    let county = County::new().await;
    let (village, to) = (county.area("石桥镇柳湾村").await, county.area("柳林镇").await);
    let moving = Moving { area_id: village.id, to: to.id, decision: decision(DAY) };
    move_area(&county, &admin(), moving).await.unwrap();
    let (ended, into) = (county.area("石桥镇新华村").await, county.area("柳林镇新华村").await);
    let merging = Merging { area_id: ended.id, into: into.id, decision: decision(DAY) };
    merge_area(&county, &admin(), merging).await.unwrap();
    let again = import_divisions(&county, &admin(), LIST).await.unwrap();
    assert_eq!((again.unchanged, again.new, again.problems.len()), (7, 0, 0));
    let other = LIST.replace("TEST,2026", "LATE,2026");
    let other = import_divisions(&county, &admin(), &other).await.unwrap();
    assert_eq!((other.coded, other.new, other.problems.len()), (7, 0, 0));
    let newer = LIST.replace("TEST,2026", "NEW,2027");
    let newer: String = newer
        .lines()
        .filter(|line| !line.contains("00002,"))
        .map(|line| {
            let moved = line.contains("柳湾村");
            format!(
                "{}\n",
                if moved { line.replace("990001100,柳", "990001101,柳") } else { line.into() }
            )
        })
        .collect();
    let newer = import_divisions(&county, &admin(), &newer).await.unwrap();
    assert_eq!((newer.coded, newer.new, newer.problems.len()), (6, 0, 0), "{:?}", newer.problems);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_merges_on_the_page_and_everybody_reads_what_became_of_it() {
    let county = County::new().await;
    let place = county.area("清河县").await;
    let (area, into) = (county.area("石桥镇柳湾村").await, county.area("石桥镇新华村").await);
    county.lives("王小芳", &area, "3").await;
    county.body(&area, BodyKind::SupervisionCommittee).await;
    let person = county.official(&place, BodyKind::CountyGovernment, "administrator").await;
    let mut admin = county.signed_in(person).await;
    let public = format!("/areas/{}", area.id);
    county.anyone().get(&public).await.is_ok().lacks("登记区划调整");
    let choices = admin.get(&public).await.link("登记区划调整");
    let address = admin.get(&choices).await.is_ok().link("并入别处");
    let asked = admin.get(&address).await;
    asked.is_ok().shows("1 户、1 人归到那里").shows("随之终止，任职一起结束：村务监督委员会。");
    let to = into.id.to_string();
    let mut typed = vec![("document", "清政发〔2026〕12号"), ("to", &to)];
    admin.post(&address, &typed).await.is_ok().shows("请填日期");
    for (field, on) in [("changed_on", ["2026", "11", "20"]), ("agreed_on", ["2026", "3", "1"])] {
        let names = match field {
            "changed_on" => ["changed_on-year", "changed_on-month", "changed_on-day"],
            _ => ["agreed_on-year", "agreed_on-month", "agreed_on-day"],
        };
        typed.extend(names.into_iter().zip(on));
    }
    let unsure = admin.post(&address, &typed).await;
    unsure.is_ok().shows("请先和批准文件核对，再打勾");
    assert_eq!(unsure.value_of("document"), "清政发〔2026〕12号", "nothing typed is lost");
    typed.push(("sure", "yes"));
    let saved = admin.post(&address, &typed).await;
    let at = admin.follow(&saved).await;
    at.is_ok().shows("新华村").shows("柳湾村于2026年11月20日并入（清政发〔2026〕12号）");
    let gone = county.anyone().get(&public).await;
    gone.is_ok().shows("柳湾村已于2026年11月20日撤销").shows("石桥镇新华村");
    admin.get(&public).await.lacks("登记区划调整");
    assert_eq!(admin.get(&address).await.status().as_u16(), 404);
    let town = county.area("石桥镇").await;
    let township = format!("/areas/{}", town.id);
    let community = county.found(&town, "柳湾社区").await;
    let merger = format!("/areas/{}/changes/merger", community.id);
    // It may go into a village, and then the villagers are asked.
    admin.get(&merger).await.is_ok().shows("村民会议哪天讨论同意的");
    admin.get(&format!("{township}/changes/division")).await.is_ok().lacks("写户号");
    let division = format!("/areas/{}/changes/division", into.id);
    admin.get(&division).await.is_ok().shows("没有分组的户，写户号");
    county.anyone().get(&township).await.is_ok().lacks("柳湾村");
}
