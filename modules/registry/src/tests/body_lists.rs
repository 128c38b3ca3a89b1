//! Bodies with those who serve in them: for programs, and as a file.

use jiff::civil::date;
use platform::AreaPath;

use super::{County, holder, new_body};
use crate::actions::{appoint, end_body, found_body};
use crate::model::{Appointment, BodyKind, Ending, NewBody};

const COMMITTEE: BodyKind = BodyKind::VillagersCommittee;

/// Three committees, one with a director, and a body that is no more.
async fn with_bodies(county: &County) {
    let admin = holder("administrator", AreaPath::county());
    for area in ["石桥镇柳湾村", "石桥镇新华村", "柳林镇东山村"] {
        let area = county.area(area).await;
        let name = format!("{}村民委员会", area.name);
        let new = NewBody { name, seats: Some(5), ..new_body(area.id, COMMITTEE) };
        let body_id = found_body(&county.app, &admin, new).await.unwrap();
        if area.name == "柳湾村" {
            let new = Appointment {
                body_id,
                post: "village_director".into(),
                person_id: county.add("王小芳", &area).await,
                public_phone: Some("05501234560".into()),
                held_from: date(2026, 1, 10),
                held_until: Some(date(2031, 1, 9)),
            };
            appoint(&county.app, &admin, new).await.unwrap();
            let council = county.body(&area, BodyKind::Council).await;
            let document = "清政发〔2026〕31号".to_owned();
            let over =
                Ending { body_id: council, on: date(2026, 11, 1), document, successor: None };
            end_body(county, &admin, over).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_bodies_terms_and_vacancies_a_part_at_a_time() {
    let county = County::new().await;
    with_bodies(&county).await;
    let top = county.areas().await.remove(0);
    let supervisor = county.official(&top, BodyKind::ServiceBureau, "supervisor").await;
    let program = county.program_of(supervisor, &["posts.watch"]).await;
    let first = program.get("/api/v1/bodies?limit=2&kind=villagers_committee").await;
    let first = first.is_ok();
    assert_eq!(first.word("/items/0/name"), "柳湾村村民委员会");
    assert_eq!(first.word("/items/0/holders/0/name"), "王小芳");
    assert_eq!(first.word("/items/0/holders/0/held_until"), "2031-01-09");
    assert_eq!(first.word("/items/0/holders/0/phone"), "05501234560");
    assert_eq!(first.json["items"][0]["empty_seats"], 4);
    assert_eq!(first.json["items"][0]["vacant_post"], serde_json::Value::Null);
    assert_eq!(first.word("/items/1/vacant_post"), "village_director");
    let next =
        format!("/api/v1/bodies?limit=2&kind=villagers_committee&after={}", first.word("/next"));
    let second = program.get(&next).await;
    assert_eq!(second.is_ok().word("/items/0/name"), "东山村村民委员会");
    assert_eq!(second.json["next"], serde_json::Value::Null);
    let all = program.get("/api/v1/bodies").await;
    assert!(!all.is_ok().text.contains("council"), "what is no more is not listed");
    program.get("/api/v1/bodies?kind=parliament").await.is_refused(422, "registry.kind_unknown");
    let id = first.word("/items/0/id");
    let one = program.get(&format!("/api/v1/bodies/{id}")).await;
    assert_eq!(one.is_ok().word("/holders/0/post"), "village_director");
    let township = county.area("柳林镇").await;
    let leader = county.official(&township, BodyKind::TownshipGovernment, "township_leader").await;
    let leader = county.program_of(leader, &["posts.watch"]).await;
    let own = leader.get("/api/v1/bodies?kind=villagers_committee").await;
    assert_eq!(own.is_ok().json["items"].as_array().unwrap().len(), 1, "only the own township");
    let elsewhere = county.area("石桥镇").await.id;
    leader.get(&format!("/api/v1/bodies?in={elsewhere}")).await.is_refused(404, "not_found");
    leader.get(&format!("/api/v1/bodies/{id}")).await.is_refused(404, "not_found");
    let without = county.program_of(supervisor, &["journal.read"]).await;
    assert_eq!(without.get("/api/v1/bodies").await.status, 403, "the token does not give it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_sets_a_body_right_and_ends_it() {
    let county = County::new().await;
    with_bodies(&county).await;
    let top = county.areas().await.remove(0);
    let admin = county.official(&top, BodyKind::CountyGovernment, "administrator").await;
    let program = county.program_of(admin, &["posts.appoint", "posts.watch"]).await;
    let list = program.get("/api/v1/bodies?kind=villagers_committee").await;
    let id = list.is_ok().word("/items/0/id");
    let wrong = serde_json::json!({ "name": "柳湾村村委会", "seats": 9, "why": "写全名称" });
    let address = format!("/api/v1/bodies/{id}/correction");
    program.post(&address, &wrong).await.is_refused(422, "registry.committee_seats");
    let right = serde_json::json!({ "name": "柳湾村村委会", "seats": 3, "why": "写全名称" });
    program.post(&address, &right).await.is_ok();
    let mut end = serde_json::json!({ "ended_on": "2026-11-01", "document": "清政发〔2026〕31号" });
    end["successor"] = "柳湾社区居民委员会".into();
    let address = format!("/api/v1/bodies/{id}/end");
    program.post(&address, &end).await.is_refused(422, "registry.successor_half");
    end["successor_kind"] = "residents_committee".into();
    let next = program.post(&address, &end).await.is_ok().word("/id");
    let one = program.get(&format!("/api/v1/bodies/{id}")).await;
    assert_eq!(one.is_ok().word("/successor_id"), next);
    assert_eq!(one.word("/ended_on"), "2026-11-01");
    assert_eq!(one.word("/holders/0/ended_on"), "2026-11-01");
    program.post(&address, &end).await.is_refused(422, "registry.body_ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_posts_takes_the_bodies_away_with_a_reason() {
    let county = County::new().await;
    with_bodies(&county).await;
    let township = county.area("石桥镇").await;
    let leader = county.official(&township, BodyKind::TownshipGovernment, "township_leader").await;
    let mut leader = county.signed_in(leader).await;
    leader.get("/bodies").await.is_ok().shows("下载");
    let area = township.id.to_string();
    let asked = [("area", area.as_str()), ("as", "csv"), ("why", "")];
    leader.post("/bodies/list", &asked).await.is_ok().shows("请写明下载去做什么");
    let asked = [("area", area.as_str()), ("as", "csv"), ("why", "换届前核对")];
    let file = leader.post("/bodies/list", &asked).await;
    let text = String::from_utf8(file.bytes().to_vec()).unwrap();
    let line = text.lines().find(|line| line.contains("王小芳")).expect("the director");
    assert!(line.contains("石桥镇柳湾村") && line.contains("村委会主任"), "{line}");
    assert!(text.contains("新华村村民委员会"), "a body without people has its line");
    assert!(!text.contains("东山村"), "only the own township: {text}");
    let elsewhere = county.area("柳林镇").await.id.to_string();
    let asked = [("area", elsewhere.as_str()), ("as", "csv"), ("why", "换届前核对")];
    leader.post("/bodies/list", &asked).await.is_missing();
}
