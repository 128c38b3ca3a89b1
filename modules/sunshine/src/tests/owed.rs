//! What is owed and late, by name.

use jiff::SignedDuration;
use jiff::civil::date;
use law::sunshine::OwedState;
use testing::moment;

use crate::actions::traffic::TrafficNoted;
use crate::fixture::{County, LEADER};
use crate::owed::{self, VillageOwed};

async fn owed(county: &County) -> VillageOwed {
    let village = county.village().clone();
    county.db.read(move |tx| owed::of(tx, &village)).await.unwrap()
}

fn state_of(owed: &VillageOwed, key: &str, period: &str) -> Option<OwedState> {
    let same = |one: &&owed::Owed| one.item_key == key && one.period.key() == period;
    owed.owed.iter().find(same).map(|one| one.state)
}

#[tokio::test(flavor = "multi_thread")]
async fn books_are_due_when_their_quarter_is_over_and_late_after_the_next() {
    let county = County::new().await;
    let owed_now = owed(&county).await;
    assert_eq!(state_of(&owed_now, "finance.ledger", "2026-Q3"), Some(OwedState::Due));
    assert_eq!(state_of(&owed_now, "finance.ledger", "2026-Q2"), None, "before the catalogue");
    let general = state_of(&owed_now, "village.decisions", "2026-Q3");
    assert!(matches!(general, Some(OwedState::Overdue { days: 12 })), "{general:?}");
    county.published("2026-Q3").await;
    let told = state_of(&owed(&county).await, "finance.ledger", "2026-Q3");
    assert!(matches!(told, Some(OwedState::Done { late_by: 0, .. })), "{told:?}");
    let board = format!("/villages/{}/sunshine", county.village().id);
    county.anyone().get(&board).await.shows("会议决定及其实施").shows("超期 12 天未公开");
}

#[tokio::test(flavor = "multi_thread")]
async fn much_money_makes_it_monthly_from_the_day_that_the_township_noted() {
    let county = County::new().await;
    let leader = county.actor(LEADER).await;
    let note = |heavy: bool, since_on, decision: &str| TrafficNoted {
        area: county.village().id,
        heavy,
        since_on,
        decision: decision.into(),
    };
    let none = crate::note_traffic(&county, &leader, note(true, date(2026, 8, 1), "")).await;
    assert_eq!(none.unwrap_err().refusal().unwrap().code, "sunshine.traffic_decision");
    let noted = note(true, date(2026, 8, 1), "镇政发〔2026〕12号");
    crate::note_traffic(&county, &leader, noted.clone()).await.unwrap();
    let again = crate::note_traffic(&county, &leader, noted).await;
    assert_eq!(again.unwrap_err().refusal().unwrap().code, "sunshine.traffic_same");
    let owed_now = owed(&county).await;
    assert!(state_of(&owed_now, "finance.ledger", "2026-09").is_some(), "{owed_now:?}");
    let stop = note(false, date(2026, 10, 1), "镇政发〔2026〕20号");
    crate::note_traffic(&county, &leader, stop).await.unwrap();
    let owed_now = owed(&county).await;
    assert!(state_of(&owed_now, "finance.ledger", "2026-10").is_none());
    let mut browser = county.browser(LEADER).await;
    let page = browser.get(&format!("/desk/sunshine/traffic/{}", county.village().id)).await;
    page.is_ok().shows("镇政发〔2026〕12号").shows("镇政发〔2026〕20号");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_are_late_hear_of_it_once_and_the_township_after_a_week() {
    let county = County::new().await;
    county.clock().move_to(moment("2026-10-03 09:00"));
    let first = county.db.write(crate::remind).await.unwrap();
    assert!(first > 0, "the clerks and the directors of both villages");
    assert_eq!(county.db.write(crate::remind).await.unwrap(), 0, "once");
    let mut leader = county.browser(LEADER).await;
    leader.get("/messages").await.is_ok().lacks("该公开还没有公开");
    county.clock().advance(SignedDuration::from_hours(24 * 6));
    assert!(county.db.write(crate::remind).await.unwrap() > 0);
    county.browser(LEADER).await.get("/messages").await.shows("该公开还没有公开");
}

#[tokio::test(flavor = "multi_thread")]
async fn page_file_and_api_say_the_same_of_who_is_late() {
    let county = County::new().await;
    let (_, code) = county.published("2026-Q3").await;
    let mut anyone = county.anyone();
    let page = anyone.get("/sunshine").await;
    page.is_ok().shows("石桥镇柳湾村").shows("石桥镇塘边村").shows("超期 12 天未公开");
    let township = page.attribute("table a", "href").unwrap();
    anyone.get(&township).await.is_ok().shows("柳湾村").shows("石桥镇各村公开情况");
    let late = owed(&county).await.overdue().len();
    let csv = anyone.get("/sunshine.csv").await;
    let text = String::from_utf8(csv.bytes().to_vec()).unwrap();
    let own = text.lines().filter(|line| line.contains("柳湾村") && line.contains("逾期"));
    assert_eq!(own.count(), late);
    assert!(!anyone.get("/sunshine.xlsx").await.bytes().is_empty());
    let program = county.program();
    let area = county.village().id;
    let told = program.get(&format!("/api/v1/open-data/disclosures-owed?area={area}")).await;
    let told: serde_json::Value = serde_json::from_str(&told.text).unwrap();
    let items = told["items"].as_array().unwrap();
    assert_eq!(items.iter().filter(|item| item["state"] == "overdue").count(), late);
    let list = program.get(&format!("/api/v1/disclosures?area={area}")).await;
    let list: serde_json::Value = serde_json::from_str(&list.text).unwrap();
    assert_eq!(list["items"][0]["code"], code.as_str());
    let after = program.get(&format!("/api/v1/disclosures?after={code}")).await;
    let after: serde_json::Value = serde_json::from_str(&after.text).unwrap();
    assert_eq!(after["items"].as_array().unwrap().len(), 0);
    let one = program.get(&format!("/api/v1/disclosures/{code}")).await;
    assert!(one.text.contains("2026-Q3"), "{}", one.text);
    let feed = anyone.get(&format!("/villages/{area}/sunshine.atom")).await;
    let feed = String::from_utf8(feed.bytes().to_vec()).unwrap();
    assert!(feed.contains(&format!("/disclosures/{code}")) && feed.contains("</feed>"), "{feed}");
    let all = anyone.get(&format!("/villages/{area}/sunshine/all")).await;
    all.is_ok().shows("2026年第三季度财务");
    let village = anyone.get(&format!("/areas/{area}")).await;
    village.is_ok().shows("钱花到哪里了").shows("2026年第三季度财务");
}
