//! How many statements a page takes: a number of its own, whatever the county holds.

use testing::Browser;

use crate::cast::{Cast, ITEM};
use crate::county::County;

/// The most that a page may take, the look at who is asking included.
const STATEMENTS_MAX: u64 = 17;

/// The statements that a page takes the second time: the first may fill what is kept in memory. It
/// is asked for at another address, since the page itself may be kept.
async fn statements_of(county: &County, browser: &mut Browser, path: &str) -> u64 {
    let joint = if path.contains('?') { '&' } else { '?' };
    browser.get(path).await.is_ok();
    let before = county.statements_run();
    browser.get(&format!("{path}{joint}again=1")).await.is_ok();
    county.statements_run() - before
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_page_takes_few_statements_however_full_the_county_is() {
    let county = County::new().await;
    let village = county.areas().await.into_iter().find(|area| area.name == "柳湾村").unwrap();
    let cast = Cast::of(&county).await;
    let pages = [
        "/".to_owned(),
        format!("/areas/{}", village.id),
        "/guides".to_owned(),
        format!("/guides/{ITEM}"),
        "/guides?q=养老".to_owned(),
        "/calendar".to_owned(),
        "/track".to_owned(),
    ];
    let mut stranger = county.anyone();
    let mut before = Vec::new();
    for path in &pages {
        before.push(statements_of(&county, &mut stranger, path).await);
    }
    cast.come_to_the_counter(&county, 60).await;
    let mut faults = Vec::new();
    for (path, before) in pages.iter().zip(before) {
        let after = statements_of(&county, &mut stranger, path).await;
        if after > before || after > STATEMENTS_MAX {
            faults.push(format!("{path}: {before} statements, and {after} in a fuller county"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worklist_takes_as_many_statements_for_sixty_cases_as_for_three() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    cast.come_to_the_counter(&county, 3).await;
    let mut browser = county.signed_in(cast.window).await;
    let few = statements_of(&county, &mut browser, "/desk/cases").await;
    cast.come_to_the_counter(&county, 60).await;
    let page = browser.get("/desk/cases").await;
    assert!(page.count("tbody tr") > 3, "the cases are on the list: {}", page.excerpt());
    let many = statements_of(&county, &mut browser, "/desk/cases").await;
    assert!(many <= few && many <= STATEMENTS_MAX, "{few} for three cases, {many} for all");
}
