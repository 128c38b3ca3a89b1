//! Public pages that are kept until something changes: never older than the data.

use jiff::SignedDuration;
use testing::Browser;

use crate::cast::{Cast, ITEM};
use crate::county::{County, holder};

/// The statements that a page takes.
async fn statements(county: &County, browser: &mut Browser, path: &str) -> u64 {
    let before = county.statements_run();
    browser.get(path).await.is_ok();
    county.statements_run() - before
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_page_is_made_once_and_again_when_something_was_done_or_a_day_has_passed() {
    let county = County::new().await;
    Cast::of(&county).await;
    let mut stranger = county.anyone();
    stranger.get("/guides").await.is_ok();
    assert!(statements(&county, &mut stranger, "/guides").await > 0, "the first is made");
    assert_eq!(statements(&county, &mut stranger, "/guides").await, 0, "the second is kept");
    county.villager().await;
    assert!(statements(&county, &mut stranger, "/guides").await > 0, "an act was done");
    county.clock().advance(SignedDuration::from_hours(24));
    assert!(statements(&county, &mut stranger, "/guides").await > 0, "it is another day");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_gone_at_once_for_those_who_just_read_it() {
    let county = County::new().await;
    Cast::of(&county).await;
    let mut stranger = county.anyone();
    for _ in 0..3 {
        stranger.get("/guides").await.shows("高龄津贴");
    }
    let reviewer = holder("catalogue_reviewer", platform::AreaPath::county());
    let item = county.db.read(|tx| window::guide(tx, ITEM)).await.unwrap().item_id;
    let today = county.clock().today();
    window::withdraw(&county, &reviewer, item, today).await.unwrap();
    stranger.get("/guides").await.lacks("高龄津贴");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_language_and_size_has_its_own_and_who_signed_in_is_greeted_by_name() {
    let county = County::new().await;
    Cast::of(&county).await;
    let mut stranger = county.anyone();
    for _ in 0..2 {
        stranger.get("/guides").await.shows("办事");
    }
    stranger.get("/preferences?lang=en").await;
    let page = stranger.get("/guides").await;
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("en"));
    let villager = county.villager().await;
    let mut villager = county.signed_in(villager).await;
    for _ in 0..2 {
        villager.get("/guides").await.shows("周小禾");
    }
    county.anyone().get("/guides").await.lacks("周小禾");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_does_to_the_data_is_noticed() {
    let county = County::new().await;
    let edition = || county.db.surroundings().edition.now();
    county.notice_others().await.unwrap();
    let before = edition();
    county.notice_others().await.unwrap();
    assert_eq!(edition(), before, "nothing has happened");
    county.clock().advance(SignedDuration::from_secs(1));
    county.villager().await;
    let own = edition();
    county.notice_others().await.unwrap();
    assert!(edition() > own, "the journal has another last entry");
}
