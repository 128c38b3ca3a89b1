//! Areas that a government renamed.

use jiff::civil::{Date, date};
use platform::{AreaPath, journal};

use super::{County, LIST, code, holder, new_body};
use crate::actions::{self, import_divisions, rename_area};
use crate::model::{Area, BodyKind, NewBody, Renaming};
use crate::{areas, bodies};

const DAY: Date = date(2026, 11, 20);

fn renaming(area: &Area, name: &str, on: Date) -> Renaming {
    let document = "清政发〔2026〕12号".to_owned();
    Renaming { area_id: area.id, name: name.into(), on, document }
}

async fn names(county: &County, path: &AreaPath, days: &[Date]) -> Vec<String> {
    let (path, days) = (path.clone(), days.to_vec());
    let read = county
        .db
        .read(move |tx| days.iter().map(|on| areas::full_name_on(tx, &path, *on)).collect());
    read.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_day_has_the_name_of_its_time() {
    let county = County::new().await;
    let admin = holder("administrator", AreaPath::county());
    let (town, village) = (county.area("石桥镇").await, county.area("石桥镇柳湾村").await);
    county.add("王小芳", &village).await;
    let people = |path: AreaPath| county.db.read(move |tx| crate::people::counts(tx, &path));
    let before = people(AreaPath::county()).await.unwrap();
    rename_area(&county, &admin, renaming(&village, "新柳村", date(2026, 3, 1))).await.unwrap();
    rename_area(&county, &admin, renaming(&town, "大桥镇", date(2026, 6, 1))).await.unwrap();
    rename_area(&county, &admin, renaming(&village, "柳湾村", DAY)).await.unwrap();
    let days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 6, 1), DAY];
    assert_eq!(
        names(&county, &village.path, &days).await,
        ["石桥镇柳湾村", "石桥镇新柳村", "大桥镇新柳村", "大桥镇柳湾村"]
    );
    assert_eq!(county.area("大桥镇柳湾村").await.path, village.path, "it stayed where it lies");
    assert_eq!(people(AreaPath::county()).await.unwrap(), before, "nobody is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_government_did_not_decide_is_refused() {
    let county = County::new().await;
    let admin = holder("administrator", AreaPath::county());
    let village = county.area("石桥镇柳湾村").await;
    let clerk = holder("village_clerk", village.path.clone());
    let new = renaming(&village, "新柳村", DAY);
    assert!(rename_area(&county, &clerk, new.clone()).await.is_err(), "not a clerk's to do");
    let other = |name: &str| Renaming { name: name.into(), ..new.clone() };
    let refused = async |new| code(rename_area(&county, &admin, new).await);
    assert_eq!(refused(other(" ")).await, "registry.name_length");
    assert_eq!(refused(other("柳湾村")).await, "registry.name_same");
    assert_eq!(refused(other("新华村")).await, "registry.name_taken");
    let spoken = Renaming { document: " ".into(), ..new.clone() };
    assert_eq!(refused(spoken).await, "registry.document_missing");
    let ahead = Renaming { on: date(2026, 11, 24), ..new.clone() };
    assert_eq!(refused(ahead).await, "registry.renamed_later");
    rename_area(&county, &admin, other("新刘村")).await.unwrap();
    let earlier = Renaming { on: date(2026, 11, 19), ..new.clone() };
    assert_eq!(refused(earlier).await, "registry.renamed_before");
    rename_area(&county, &admin, new).await.unwrap();
    let days = [date(2026, 11, 19), DAY];
    let told = names(&county, &village.path, &days).await;
    assert_eq!(told, ["石桥镇柳湾村", "石桥镇新柳村"], "the slip of the pen was never a name");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bodies_named_after_it_go_along_and_no_others() {
    let county = County::new().await;
    let admin = holder("administrator", AreaPath::county());
    let found = async |area: &Area, name: &str| {
        let kind = BodyKind::VillagersCommittee;
        let new = NewBody { name: name.into(), ..new_body(area.id, kind) };
        actions::found_body(&county, &admin, new).await.unwrap()
    };
    let (ours, theirs) = (county.area("石桥镇新华村").await, county.area("柳林镇新华村").await);
    let own = found(&ours, "新华村村民委员会").await;
    let station = found(&ours, "便民服务站").await;
    let once = found(&ours, "新华村民委员会").await;
    let other = found(&theirs, "新华村村民委员会").await;
    rename_area(&county, &admin, renaming(&ours, "大新华村", DAY)).await.unwrap();
    let named = |id| county.db.read(move |tx| bodies::body(tx, id).map(|body| body.name));
    assert_eq!(named(own).await.unwrap(), "大新华村村民委员会");
    assert_eq!(named(once).await.unwrap(), "大新华村民委员会");
    assert_eq!(named(station).await.unwrap(), "便民服务站");
    assert_eq!(named(other).await.unwrap(), "新华村村民委员会", "of another township");
    rename_area(&county, &admin, renaming(&ours, "新华社区", DAY)).await.unwrap();
    assert_eq!(named(once).await.unwrap(), "新华社区村民委员会", "it said 村 once for both");
    let noted = county.db.read(move |tx| journal::of_subject(tx, own.0)).await.unwrap();
    let told = noted.iter().find(|entry| entry.act == "registry.body_renamed").unwrap();
    assert!(told.facts.0.to_string().contains("新华村村民委员会"), "what it was called before");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_that_still_have_the_old_name_make_no_second_village() {
    let county = County::new().await;
    let admin = holder("administrator", AreaPath::county());
    let village = county.area("石桥镇柳湾村").await;
    rename_area(&county, &admin, renaming(&village, "新柳村", DAY)).await.unwrap();
    let again = import_divisions(&county, &admin, LIST).await.unwrap();
    assert_eq!((again.unchanged, again.new, again.problems.len()), (7, 0, 0));
    let late = LIST.replace("TEST,2026", "LATE,2026");
    let late = import_divisions(&county, &admin, &late).await.unwrap();
    // Its two villages of one name each lie under another township.
    assert_eq!((late.coded, late.new, late.problems.len()), (7, 0, 0));
    let newer = LIST.replace("TEST,2026", "TEST,2027").replace("柳湾村", "新柳村");
    let newer = import_divisions(&county, &admin, &newer).await.unwrap();
    assert_eq!((newer.coded, newer.new, newer.problems.len()), (7, 0, 0));
    assert_eq!(county.areas().await.len(), 7);
    let taken = LIST.replace("TEST,2026", "FOURTH,1").replace("柳湾村", "西河村");
    let taken = import_divisions(&county, &admin, &taken).await.unwrap();
    assert_eq!((taken.coded, taken.new), (6, 1), "a name that nobody had is a new village");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_renames_on_the_page_and_everybody_reads_the_old_name() {
    let county = County::new().await;
    let (place, village) = (county.area("清河县").await, county.area("石桥镇柳湾村").await);
    let person = county.official(&place, BodyKind::CountyGovernment, "administrator").await;
    let mut admin = county.signed_in(person).await;
    let public = format!("/areas/{}", village.id);
    county.anyone().get(&public).await.is_ok().lacks("登记区划调整").lacks("原名");
    let choices = admin.get(&public).await.link("登记区划调整");
    let address = admin.get(&choices).await.is_ok().link("改名");
    admin.get(&address).await.is_ok().shows("柳湾村改名");
    let empty = admin.post(&address, &[("name", "新柳村")]).await;
    empty.is_ok().shows("请填批准文件的文号").shows("请填日期");
    assert_eq!(empty.value_of("name"), "新柳村", "nothing typed is lost");
    let typed = [
        ("name", "新柳村"),
        ("document", "清政发〔2026〕12号"),
        ("renamed_on-year", "2026"),
        ("renamed_on-month", "11"),
        ("renamed_on-day", "20"),
    ];
    let saved = admin.post(&address, &typed).await;
    admin.follow(&saved).await.is_ok().shows("新柳村");
    county.anyone().get(&public).await.shows("原名柳湾村").shows("清政发〔2026〕12号");
    let clerk = county.official(&village, BodyKind::ServiceStation, "village_clerk").await;
    let mut clerk = county.signed_in(clerk).await;
    let residents = format!("{public}/residents");
    clerk.get(&residents).await.is_ok().shows("石桥镇新柳村");
    clerk.get(&format!("{residents}?on=2026-11-19")).await.is_ok().shows("石桥镇柳湾村");
    assert_eq!(clerk.get(&address).await.status().as_u16(), 403);
}
