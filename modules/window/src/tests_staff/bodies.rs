//! What becomes of the cases of a body that is no more.

use jiff::civil::date;
use platform::{BodyId, Error};
use registry::BodyKind;
use registry::actions::{appoint, end_body};
use registry::model::Ending;

use super::county::{Staff, appointment, with_post};
use super::{AGREE, form};
use crate::actions::apply::deciding_organ;
use crate::item::{Item, Place};
use crate::samples::made_up;

fn ending(body_id: BodyId, successor: Option<(BodyKind, &str)>) -> Ending {
    let successor = successor.map(|(kind, name)| (kind, name.to_owned()));
    let document = "清政发〔2026〕31号".to_owned();
    Ending { body_id, on: date(2026, 11, 20), document, successor }
}

#[tokio::test]
async fn a_body_that_ends_leaves_no_case_behind() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let counter = format!("/desk/counter/old-age-allowance/{}", staff.villager);
    let page = window.post(&counter, &form("accept")).await;
    let case = page.location().replace("?done=acceptance", "");
    let read = |tx: &mut platform::Tx<'_>| registry::department(tx, "civil_affairs");
    let bureau = staff.app.db.read(read).await.unwrap().unwrap();
    let admin = with_post("administrator");
    let refused = end_body(&staff.app, &admin, ending(bureau.id, None)).await;
    let Err(Error::Refused(refusal)) = refused else { panic!("a case was left behind") };
    assert_eq!((refusal.code, refusal.args), ("window.cases_left", vec!["1".to_owned()]));
    let still = staff.app.db.read(read).await.unwrap().unwrap();
    assert_eq!(still.id, bureau.id, "nothing was done by half");
    let mut handler = staff.as_person(staff.handler).await;
    handler.get(&case).await.is_ok().shows("清河县民政局");
    let next = Some((BodyKind::Department, "清河县民政和社会工作局"));
    let next = end_body(&staff.app, &admin, ending(bureau.id, next)).await.unwrap().unwrap();
    handler.get(&case).await.is_refused("platform.not_permitted");
    let post = appointment(next, "department_handler", staff.handler);
    appoint(&staff.app, &admin, post).await.unwrap();
    handler.get(&case).await.is_ok().shows("单位：清河县民政和社会工作局");
    handler
        .post(&format!("{case}/opinions"), AGREE)
        .await
        .goes_to(&format!("{case}?done=opinions"));
}

#[tokio::test]
async fn a_residents_committee_decides_what_the_villagers_committee_did() {
    let staff = Staff::new().await;
    let village = villagers_committee(&staff).await;
    let admin = with_post("administrator");
    let next = Some((BodyKind::ResidentsCommittee, "柳湾社区居民委员会"));
    let next = end_body(&staff.app, &admin, ending(village.id, next)).await.unwrap();
    let item = Item { deciding_level: Place::Village, ..made_up::item().unwrap() };
    let path = village.area_path.clone();
    let organ = staff.app.db.read(move |tx| deciding_organ(tx, &item, &path)).await.unwrap();
    assert_eq!(Some(organ.id), next);
}

/// The villagers' committee of the county.
async fn villagers_committee(staff: &Staff) -> registry::Body {
    let read = staff.app.db.read(|tx| {
        let areas = registry::areas_within(tx, &platform::AreaPath::county(), 100)?;
        let village = areas.into_iter().find(|area| area.name == "柳湾村").unwrap();
        registry::body_of_kind(tx, &village.path, BodyKind::VillagersCommittee)
    });
    read.await.unwrap().unwrap()
}
