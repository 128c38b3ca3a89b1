//! What becomes of the applications of people who die.

use jiff::civil::date;
use platform::PersonId;
use registry::actions;

use crate::fixture::County;
use crate::tests_public::{apply, begin};

async fn dies(county: &County, person: PersonId) {
    let clerk = county.actor("吴桂兰").await;
    actions::note_death(county, &clerk, person, date(2026, 11, 23)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_of_the_dead_are_discarded_and_their_case_waits_with_a_mark() {
    let county = County::new().await;
    let villager = county.person("王小芳");
    let mut own = county.browser("王小芳").await;
    let code = apply(&mut own).await;
    let draft = begin(&mut own).await;
    own.get(&format!("{draft}/questions/1")).await.is_ok();
    dies(&county, villager).await;
    let drafts =
        county.db.read(move |tx| crate::store::drafts::drafts_of(tx, villager)).await.unwrap();
    assert!(drafts.is_empty(), "nobody goes on with them");
    assert_eq!(own.get("/account").await.status(), 303, "the sign-in has ended");
    let mut window = county.browser("李小兰").await;
    let list = window.get("/desk/cases").await;
    list.is_ok().shows("已去世");
    let case = window.get(&list.link("高龄津贴")).await;
    case.is_ok().shows(&code).shows("申请人已经去世（2026年11月23日").shows("系统不替您决定");
    case.shows("收件");
}
