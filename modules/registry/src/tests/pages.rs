//! The pages, as people open them.

use platform::AreaPath;
use testing::Browser;

use super::{County, LIST};
use crate::model::BodyKind;

/// What a person types who registers somebody.
fn typed<'a>(name: &'a str, area: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("born_on-year", "1956"),
        ("born_on-month", "3"),
        ("born_on-day", "12"),
        ("sex", "female"),
        ("phone", "138 0000 1234"),
        ("area", area),
        ("household", "12"),
        ("residence", "hukou_here"),
    ]
}

async fn clerk(county: &County) -> (Browser, AreaPath) {
    let village = county.area("石桥镇柳湾村").await;
    let person = county.official(&village, BodyKind::ServiceStation, "village_clerk").await;
    (county.signed_in(person).await, village.path)
}

async fn administrator(county: &County) -> Browser {
    let area = county.areas().await.remove(0);
    let person = county.official(&area, BodyKind::CountyGovernment, "administrator").await;
    county.signed_in(person).await
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_whom_to_call() {
    let county = County::empty();
    county.anyone().get("/").await.is_ok().shows("还没有区划");
    let county = County::new().await;
    let _ = clerk(&county).await;
    let mut anyone = county.anyone();
    let home = anyone.get("/").await;
    home.is_ok().shows("清河县").shows("石桥镇").shows("柳林镇");
    let township = anyone.get(&home.link("石桥镇")).await;
    township.is_ok().shows("柳湾村").shows("新华村").lacks("东山村");
    let village = anyone.get(&township.link("柳湾村")).await;
    village.is_ok().shows("便民服务站").shows("代办员").shows("周小禾").shows("05501234568");
    village.shows("1 户 · 1 人");
    anyone.get("/areas/00000000000000000000000000000000").await.is_missing();
    anyone.get("/areas/x").await.is_missing();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_registers_a_person_and_finds_them_again() {
    let county = County::new().await;
    let (mut clerk, village) = clerk(&county).await;
    clerk.get("/people/new").await.is_ok().shows("登记一个人");
    let mut wrong = typed("王小芳", village.as_str());
    wrong[3].1 = "33";
    let again = clerk.post("/people", &wrong).await;
    again.is_ok().shows("没有这一天");
    assert_eq!(again.value_of("name"), "王小芳", "nothing typed is lost");
    assert_eq!(again.value_of("sex"), "female");
    let made = clerk.post("/people", &typed("王小芳", village.as_str())).await;
    let shown = clerk.get(made.location()).await;
    shown.is_ok().shows("王小芳").shows("138****1234").lacks("13800001234");
    let found = clerk.post("/people/search", &[("q", "wxf")]).await;
    found.is_ok().shows("王小芳");
    let household = clerk.get(&shown.link("看这一户的人")).await;
    household.is_ok().shows("12 号户").shows("周小禾");
    let correction = shown.link("更正登记");
    let form = clerk.get(&correction).await;
    assert_eq!(form.value_of("born_on-year"), "1956");
    let corrected = clerk.post(&correction, &typed("王晓芳", village.as_str())).await;
    clerk.get(corrected.location()).await.shows("王晓芳");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_of_another_village_finds_nobody() {
    let county = County::new().await;
    let there = county.area("柳林镇东山村").await;
    let person = county.add("王小芳", &there).await;
    let (mut clerk, _) = clerk(&county).await;
    clerk.get(&format!("/people/{person}")).await.is_missing();
    clerk.get(&format!("/people/{person}/correction")).await.is_missing();
    let correction = typed("王大芳", there.path.as_str());
    clerk.post(&format!("/people/{person}/correction"), &correction).await.is_missing();
    clerk.post("/people/search", &[("q", "王")]).await.is_ok().lacks("王小芳").shows("没有找到");
    let elsewhere = clerk.post("/people", &typed("李四", there.path.as_str())).await;
    elsewhere.is_refused("platform.not_permitted");
    clerk.get("/bodies").await.is_refused("platform.not_permitted");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_founds_appoints_ends_and_opens_an_account() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let person = county.add("王小芳", &village).await;
    let mut admin = administrator(&county).await;
    let county_wide = admin.get("/bodies").await;
    let township = admin.get(&county_wide.link("石桥镇")).await;
    let list = admin.get(&township.link("柳湾村")).await;
    let form = admin.get(&list.link("登记一个组织")).await;
    let area = form.value_of("area");
    let nothing = admin.post("/bodies", &[("area", area.as_str()), ("name", "甲")]).await;
    nothing.shows("请选这是什么组织");
    assert_eq!(nothing.value_of("name"), "甲");
    let fields =
        [("area", area.as_str()), ("kind", "service_station"), ("name", "柳湾村便民服务站")];
    let body = admin.post("/bodies", &fields).await.location().to_owned();
    admin.get(&body).await.is_ok().shows("还没有人任职");
    let found = admin.post(&format!("{body}/candidates"), &[("q", "王")]).await;
    found.is_ok().shows("王小芳");
    let person_id = person.to_string();
    let mut appointment = vec![("q", "王"), ("person", person_id.as_str())];
    appointment.extend([("held_from-year", "2026"), ("held_from-month", "11")]);
    let incomplete = admin.post(&format!("{body}/posts"), &appointment).await;
    incomplete.shows("请选一个职务").shows("王小芳");
    appointment.extend([("held_from-day", "1"), ("post", "village_clerk")]);
    admin.post(&format!("{body}/posts"), &appointment).await.goes_to(&body);
    let shown = admin.get(&body).await;
    shown.shows("代办员").shows("王小芳");
    let end = shown.link("登记离任");
    admin.get(&end).await.is_ok().shows("从哪天起不再担任");
    let date = [("ended_on-year", "2026"), ("ended_on-month", "11"), ("ended_on-day", "20")];
    admin.post(&end, &date).await.goes_to(&body);
    admin.get(&body).await.shows("已离任").shows("还没有人任职");
    let account = format!("/people/{person}/account");
    let short = admin.post(&account, &[("user_name", "王")]).await;
    short.shows("用户名用 2 到 40 个");
    let opened = admin.post(&account, &[("user_name", "王小芳")]).await;
    opened.is_ok().shows("/account/link/");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_looked_at_and_then_confirmed() {
    let county = County::new().await;
    let mut admin = administrator(&county).await;
    admin.get("/areas/import").await.is_ok().shows("parent_code");
    admin.post("/areas/import", &[]).await.shows("请先选一个文件");
    let more = format!("{LIST}TEST,2026,village,990001101003,990001101,西河村\n");
    let file = [("list", "divisions.csv", more.as_bytes())];
    let preview = admin.upload("/areas/import", &[], &file).await;
    preview.is_ok().shows("这张表可以导入").shows("新增 1 个，7 个没有变化");
    assert_eq!(county.areas().await.len(), 7, "a preview saves nothing");
    let kept = preview.value_of("list");
    let done = admin.post("/areas/import/confirmation", &[("list", kept.as_str())]).await;
    done.is_ok().shows("导入好了").shows("新增 1 个，7 个没有变化");
    let bad = more.replace("西河村", "北河村");
    let refused = admin.post("/areas/import/confirmation", &[("list", bad.as_str())]).await;
    refused.shows("什么都没有导入").shows("西河村");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_people_without_a_post_stay_outside() {
    let county = County::new().await;
    assert_eq!(county.knock_as_stranger().await, []);
    let village = county.area("石桥镇柳湾村").await;
    let person = county.add("王小芳", &village).await;
    let browser = county.signed_in(person).await;
    assert_eq!(county.knock_without_post(browser).await, []);
}

#[test]
fn every_page_renders_in_every_language_and_size() {
    for lang in web::ui::Lang::ALL {
        for elder in [false, true] {
            let ui = web::Ui::sample(lang, elder);
            for sample in crate::samples::samples(&ui).unwrap() {
                assert!(sample.html.contains("</html>"), "{}", sample.template);
            }
        }
    }
}

/// The cells of a list that was taken away, row by row.
fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let source = platform::table::Source::bytes(bytes.to_vec());
    let rows = platform::table::peek(&source, None).unwrap().rows;
    rows.into_iter().map(|row| row.cells).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_takes_a_list_away_for_a_reason_and_the_journal_says_so() {
    let county = County::new().await;
    let (mut clerk, village) = clerk(&county).await;
    let made = clerk.post("/people", &typed("王小芳", village.as_str())).await;
    let found = clerk.post("/people/search", &[("q", "王小芳")]).await;
    assert_eq!(found.attribute(".take-away input[name=q]", "value").as_deref(), Some("王小芳"));
    let again = clerk.post("/people/list", &[("q", "王小芳"), ("why", " ")]).await;
    again.is_ok().shows("请写明下载去做什么");
    assert_eq!(again.value_of("q"), "王小芳", "the same list once the reason is written");
    for kind in ["xlsx", "csv"] {
        let why = [("q", "王小芳"), ("why", "入户核对"), ("as", kind)];
        let file = clerk.post("/people/list", &why).await;
        assert!(file.header("content-disposition").contains(kind));
        let rows = cells(file.bytes());
        assert_eq!(rows.len(), 2, "the head and one person");
        assert_eq!(rows[1][0], "王小芳");
        assert_eq!(rows[1][3], "138****1234", "what a page masks, a file masks");
    }
    clerk.get(made.location()).await.is_ok();
    let id = county.area("石桥镇柳湾村").await.id;
    let list = format!("/areas/{id}/residents/list");
    let file = clerk.post(&list, &[("why", "入户核对"), ("as", "csv")]).await;
    assert!(cells(file.bytes()).iter().any(|row| row[0] == "王小芳"));
    let mut administrator = administrator(&county).await;
    let journal = administrator.get("/journal").await;
    journal.is_ok().shows("下载了名单").shows("入户核对").shows("人员名单");
    let why = [("why", "存档"), ("as", "csv"), ("until", "")];
    let file = administrator.post("/journal/list", &why).await;
    let taken = cells(file.bytes()).iter().filter(|row| row[3] == "下载了名单").count();
    assert_eq!(taken, 3, "three files, and not the one that was refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_holds_nobody_of_another_village() {
    let county = County::new().await;
    let there = county.area("柳林镇东山村").await;
    county.add("王小芳", &there).await;
    let (mut clerk, _) = clerk(&county).await;
    let file = clerk.post("/people/list", &[("q", "王"), ("why", "入户核对")]).await;
    assert_eq!(cells(file.bytes()).len(), 1, "the head alone");
    let list = format!("/areas/{}/residents/list", there.id);
    clerk.post(&list, &[("why", "入户核对")]).await.is_missing();
}
