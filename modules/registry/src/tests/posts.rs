//! Bodies and posts: an appointment gives powers from its day to its end.

use jiff::SignedDuration;
use jiff::civil::date;
use platform::{AreaPath, BodyId, PersonId};

use super::{County, code, holder, new_body, new_person};
use crate::actions::{appoint, end_post, first_administrator, found_body};
use crate::model::{Appointment, BodyKind};

fn appointment(body_id: BodyId, person_id: PersonId, post: &str) -> Appointment {
    Appointment {
        body_id,
        post: post.into(),
        person_id,
        public_phone: None,
        held_from: date(2026, 11, 1),
        held_until: Some(date(2026, 12, 31)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_gives_powers_from_its_day_to_its_end() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let (person, body) = (
        county.add("王小芳", &village).await,
        county.body(&village, BodyKind::ServiceStation).await,
    );
    let administrator = holder("administrator", AreaPath::county());
    let new = appointment(body, person, "village_clerk");
    let id = appoint(&county.app, &administrator, new.clone()).await.unwrap();
    assert_eq!(code(appoint(&county.app, &administrator, new).await), "registry.already_held");
    let held = async |year, month, day| {
        let posts_held = crate::REGISTRAR.posts_held;
        let on = date(year, month, day);
        county.app.db.read(move |tx| posts_held(tx, person, on)).await.unwrap().len()
    };
    assert_eq!(held(2026, 10, 31).await, 0);
    assert_eq!(held(2026, 11, 1).await, 1);
    assert_eq!(held(2026, 12, 31).await, 1);
    assert_eq!(held(2027, 1, 1).await, 0);
    let early = end_post(&county.app, &administrator, id, date(2026, 10, 1)).await;
    assert_eq!(code(early), "registry.ended_before_begun");
    end_post(&county.app, &administrator, id, date(2026, 11, 20)).await.unwrap();
    assert_eq!(held(2026, 11, 19).await, 1, "what was held stays held");
    assert_eq!(held(2026, 11, 20).await, 0);
    let again = end_post(&county.app, &administrator, id, date(2026, 11, 21)).await;
    assert_eq!(code(again), "registry.already_ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_belong_to_their_level_and_to_who_may_appoint() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let (person, body) = (
        county.add("王小芳", &village).await,
        county.body(&village, BodyKind::ServiceStation).await,
    );
    let administrator = holder("administrator", AreaPath::county());
    let wrong = |post| appoint(&county.app, &administrator, appointment(body, person, post));
    assert_eq!(code(wrong("window_clerk").await), "registry.post_level");
    assert_eq!(code(wrong("emperor").await), "registry.post_unknown");
    let mut backwards = appointment(body, person, "village_clerk");
    backwards.held_until = Some(date(2026, 10, 1));
    let refused = appoint(&county.app, &administrator, backwards).await;
    assert_eq!(code(refused), "registry.term_backwards");
    let clerk = holder("village_clerk", village.path.clone());
    let own = appoint(&county.app, &clerk, appointment(body, person, "village_director")).await;
    assert_eq!(code(own), "platform.not_permitted");
    let founded = found_body(&county.app, &clerk, new_body(village.id, BodyKind::Council)).await;
    assert_eq!(code(founded), "platform.not_permitted");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_the_phone_of_the_post_and_masks_the_persons_own() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let body = county.body(&village, BodyKind::VillagersCommittee).await;
    let clerk = holder("village_clerk", village.path.clone());
    let mut person = new_person("陈国安", &village.path);
    person.phone = Some("13812342210".into());
    let person = crate::actions::add_person(&county.app, &clerk, person).await.unwrap();
    let administrator = holder("administrator", AreaPath::county());
    let new = appointment(body, person, "village_director");
    appoint(&county.app, &administrator, new).await.unwrap();
    let found = county
        .app
        .db
        .read(move |tx| crate::holder_of(tx, body, "village_director"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.phone_shown().as_deref(), Some("138****2210"));
    county.app.clock().advance(SignedDuration::from_hours(24 * 60));
    let later = county.app.db.read(move |tx| crate::holders(tx, body)).await.unwrap();
    assert!(later.is_empty(), "the term is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_is_founded_once() {
    let county = County::new().await;
    let area = county.areas().await.remove(0);
    let administrator = holder("administrator", AreaPath::county());
    let mut new = new_body(area.id, BodyKind::Department);
    let without = found_body(&county.app, &administrator, new.clone()).await;
    assert_eq!(code(without), "registry.department_missing");
    new.department = Some(crate::Department::CivilAffairs);
    found_body(&county.app, &administrator, new.clone()).await.unwrap();
    let twice = found_body(&county.app, &administrator, new).await;
    assert_eq!(code(twice), "registry.department_taken");
    let found = county.app.db.read(|tx| crate::department(tx, "civil_affairs")).await.unwrap();
    assert!(found.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_administrator_is_made_once() {
    let county = County::empty();
    let new = new_person("周明", &AreaPath::county());
    let early = first_administrator(&county.app, new.clone(), "admin").await;
    assert_eq!(code(early), "registry.no_county");
    let county = County::new().await;
    let secret = first_administrator(&county.app, new.clone(), "admin").await.unwrap();
    assert_eq!(secret.len(), 64);
    let again = first_administrator(&county.app, new, "admin2").await;
    assert_eq!(code(again), "registry.not_the_first");
}
