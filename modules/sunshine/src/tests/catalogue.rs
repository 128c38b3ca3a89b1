//! The county's catalogue, and what a village adds to it.

use jiff::civil::date;
use platform::AreaPath;

use crate::fixture::{CLERK, County, DIRECTOR, EDITOR, REVIEWER};

#[tokio::test(flavor = "multi_thread")]
async fn one_writes_the_catalogue_and_another_publishes_it() {
    let county = County::without_catalogue().await;
    let mut editor = county.browser(EDITOR).await;
    let page = editor.get("/disclosure-items").await;
    let home = page.location().to_owned();
    editor.get(&home).await.is_ok().shows("还没有事项");
    let imported = editor.post(&format!("{home}/imports"), &[]).await;
    imported.goes_to(&format!("{home}?news=imported-24"));
    let again = editor.post(&format!("{home}/imports"), &[]).await;
    again.goes_to(&format!("{home}?news=imported-0"));
    let day =
        [("effective_on-year", "2026"), ("effective_on-month", "10"), ("effective_on-day", "1")];
    let all = format!("{home}/publications");
    editor.post(&all, &day).await.is_refused("platform.not_permitted");
    let mut reviewer = county.browser(REVIEWER).await;
    reviewer.get(&home).await.shows("24 项草稿一起公布");
    reviewer.post(&all, &[]).await.shows("请填写年、月、日");
    reviewer.post(&all, &day).await.goes_to(&format!("{home}?news=published-24"));
    let page = reviewer.get(&home).await;
    page.shows("施行中").lacks("草稿一起公布");
    let first = page.attribute(".list a", "href").unwrap();
    reviewer.get(&first).await.is_ok().shows("依据");
    let published = reviewer.post(&format!("{first}/publication"), &day).await;
    published.is_refused("sunshine.already_published");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_adds_its_own_and_does_not_change_the_countys() {
    let county = County::new().await;
    let mut clerk = county.browser(CLERK).await;
    let home = format!("/disclosure-items/{}", county.village().id);
    clerk.get("/disclosure-items").await.goes_to(&home);
    let form = |key: &'static str, days: &'static str| {
        [
            ("key", key),
            ("class", "village"),
            ("title", "自来水收费"),
            ("plain", "水费收了多少，用在哪里"),
            ("frequency", "quarterly"),
            ("told", "during"),
            ("display_days", days),
            ("shape", "text"),
            ("redaction", "none"),
            ("basis", "2026年9月村民代表会议决定"),
        ]
    };
    let new = format!("{home}/new");
    clerk.post(&new, &form("finance.ledger", "15")).await.shows("请换一个代号");
    clerk.post(&new, &form("village.water", "7")).await.shows("张榜不能少于 15 天");
    clerk.post(&new, &form("Wasser", "15")).await.shows("小写英文字母");
    let drafted = clerk.post(&new, &form("village.water", "15")).await;
    drafted.goes_to(&format!("{home}?news=drafted"));
    let mut director = county.browser(DIRECTOR).await;
    let page = director.get(&home).await;
    let version = page.attribute(".list a", "href").unwrap();
    let day =
        [("effective_on-year", "2026"), ("effective_on-month", "10"), ("effective_on-day", "1")];
    let publication = format!("{version}/publication");
    director.post(&publication, &day).await.goes_to(&format!("{home}?news=published-1"));
    clerk.get("/desk/sunshine").await.shows("自来水收费");
    county.browser("丁秀英").await.get("/desk/sunshine").await.lacks("自来水收费");
    let (reader, path) = (county.actor(DIRECTOR).await, AreaPath::county());
    let of_county =
        county.db.read(move |tx| crate::actions::items::newest(tx, &reader, &path)).await;
    assert!(of_county.is_err(), "a village has no hand in the county's catalogue");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_drafted_an_item_does_not_publish_it_whatever_posts_they_hold() {
    let county = County::without_catalogue().await;
    let mut both = county.actor(EDITOR).await;
    both.posts.extend(county.actor(REVIEWER).await.posts);
    crate::import_bundled(&county, &both).await.unwrap();
    let published = crate::publish_all(&county, &both, date(2026, 10, 1)).await;
    assert_eq!(published.unwrap_err().refusal().unwrap().code, "sunshine.same_publisher");
}
