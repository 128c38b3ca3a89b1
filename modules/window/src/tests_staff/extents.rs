//! What becomes of open cases when their township or village goes into another.

use jiff::civil::date;
use platform::{Actor, AreaId, AreaPath, Error, Result};
use registry::BodyKind;
use registry::actions::merge_area;
use registry::model::{Decision, Merging};

use super::county::Staff;
use crate::store::places;

async fn area(staff: &Staff, name: &'static str) -> AreaId {
    let read = staff.app.db.read(move |tx| {
        let areas = registry::areas_within(tx, &AreaPath::county(), 100)?;
        Ok(areas.into_iter().find(|area| area.name == name).unwrap().id)
    });
    read.await.unwrap()
}

async fn merged(staff: &Staff, from: &'static str, into: &'static str) -> Result<AreaId> {
    let (area_id, into) = (area(staff, from).await, area(staff, into).await);
    let (on, agreed_on) = (date(2026, 11, 20), Some(date(2026, 3, 1)));
    let decision = Decision { on, document: "清政发〔2026〕12号".into(), agreed_on };
    merge_area(&staff.app, &administrator(), Merging { area_id, into, decision }).await
}

fn administrator() -> Actor {
    super::county::with_post("administrator")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_of_the_other_township_goes_on_with_the_case() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let case = staff.received(&mut window, "house-site").await;
    let mut other = staff.as_person(staff.stranger).await;
    other.get(&case).await.is_missing();
    merged(&staff, "石桥镇", "柳林镇").await.unwrap();
    other.get(&case).await.is_ok().shows("宅基地审批");
    other.get("/desk/cases").await.is_ok().shows("宅基地审批");
    window.get("/desk/cases").await.lacks("宅基地审批");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_whose_committee_still_has_a_case_waits_for_another_committee() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    staff.received(&mut window, "house-site").await;
    let at = area(&staff, "柳湾村").await;
    let handed = staff.app.db.write(move |tx| {
        let village = registry::area(tx, at)?.path;
        let township = village.parent().unwrap();
        let center = registry::body_of_kind(tx, &township, BodyKind::ServiceCenter)?.unwrap();
        let committee =
            registry::body_of_kind(tx, &village, BodyKind::VillagersCommittee)?.unwrap();
        places::hand_on(tx, center.id, committee.id)
    });
    handed.await.unwrap();
    match merged(&staff, "柳湾村", "东山村").await {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.code, "window.nobody_to_go_on"),
        other => panic!("{other:?}"),
    }
    let read = staff.app.db.read(move |tx| registry::areas::end_of(tx, at));
    assert_eq!(read.await.unwrap(), None, "and stays a village meanwhile");
}
