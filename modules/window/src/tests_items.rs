//! Stories of the catalogue: one drafts, another publishes, and nobody's case changes under them.

use law::window::Limit;
use testing::{Browser, Page, moment};
use web::Ui;
use web::ui::Lang;

use crate::fixture::County;
use crate::item::Item;
use crate::model::{Answers, Sealed};
use crate::pages::items::read::item_of;
use crate::pages::items::write::{changes, form_of};
use crate::samples::made_up;

const ITEM: &str = "old-age-allowance";
const EDITOR: &str = "沈清";
const REVIEWER: &str = "陈晓";
const CHECKED: [&str; 6] = ["basis", "limits", "levels", "conditions", "materials", "words"];

fn ui() -> Ui {
    Ui::sample(Lang::Hans, false)
}

/// Sends the form of an item with some fields changed.
async fn send(browser: &mut Browser, path: &str, item: &Item, change: &[(&str, &str)]) -> Page {
    let form = form_of(item);
    let kept = form.fields().filter(|(name, _)| change.iter().all(|(other, _)| name != other));
    let fields: Vec<(&str, &str)> = kept.chain(change.iter().copied()).collect();
    browser.post(path, &fields).await
}

async fn draft(browser: &mut Browser, change: &[(&str, &str)]) -> Page {
    let item = made_up::item().unwrap();
    send(browser, &format!("/items/{ITEM}/draft"), &item, change).await
}

/// Publishes the newest version from a day on, with these points checked.
async fn publish(browser: &mut Browser, checked: &[&str], (month, day): (&str, &str)) -> Page {
    let page = browser.get(&format!("/items/{ITEM}")).await;
    let version = page.attribute("[name=version]", "value").unwrap_or_default();
    let mut fields = vec![
        ("version", version.as_str()),
        ("effective_on-year", "2026"),
        ("effective_on-month", month),
        ("effective_on-day", day),
    ];
    fields.extend(checked.iter().map(|point| ("checked", *point)));
    browser.post(&format!("/items/{ITEM}/publications"), &fields).await
}

/// Somebody applies; gives the code of the case.
async fn apply(county: &County) -> String {
    let actor = county.actor("王小芳").await;
    let draft = crate::start(county, &actor, ITEM).await.unwrap();
    let answers: Answers = [
        ("born_on", "1945年3月12日"),
        ("identity_number", "11010519491231002X"),
        ("has_card", "否"),
        ("living", "自己住"),
    ]
    .map(|(key, answer)| (key.to_owned(), answer.to_owned()))
    .into();
    let delivery = "代办员上门告知".to_owned();
    let sealed = Sealed { answers, delivery, ..Sealed::default() };
    crate::keep(county, &actor, draft, sealed).await.unwrap();
    crate::submit(county, &actor, draft).await.unwrap()
}

#[test]
fn every_item_survives_its_own_form() {
    let bundled = crate::bundled().unwrap();
    assert_eq!(bundled.len(), 40);
    for item in bundled.into_iter().chain([made_up::item().unwrap()]) {
        let read = item_of(&ui(), &form_of(&item), Some(&item.code));
        let read = read.map_err(|errors| format!("{}: {errors:?}", item.code)).unwrap();
        assert_eq!(read, item);
        assert!(changes(&ui(), &item, &read).is_empty());
    }
}

#[test]
fn a_change_is_told_as_old_and_new() {
    let before = made_up::item().unwrap();
    let mut now = before.clone();
    now.promised_limit = Limit::working(5);
    now.material.remove(2);
    let told = changes(&ui(), &before, &now);
    let told: Vec<(&str, &str, &str)> = told
        .iter()
        .map(|change| (change.label.as_str(), change.before.as_str(), change.now.as_str()))
        .collect();
    assert_eq!(told[0], ("多久办好：承诺时限", "10 个工作日", "5 个工作日"));
    assert_eq!((told[1].0, told[1].2), ("材料：委托书", ""));
    assert_eq!(told.len(), 2);
}

#[tokio::test]
async fn a_shorter_promise_holds_from_its_day_and_for_new_cases_only() {
    let county = County::new().await;
    let old_case = apply(&county).await;
    let mut editor = county.browser(EDITOR).await;
    let page = editor.get(&format!("/items/{ITEM}/draft")).await;
    assert_eq!(page.is_ok().value_of("promised_days"), "10");
    assert_eq!(page.value_of("m1-name"), "社会保障卡复印件");
    let page = draft(&mut editor, &[("promised_days", "５")]).await;
    page.goes_to(&format!("/items/{ITEM}?done=drafted"));
    let page = editor.follow(&page).await;
    page.is_ok().shows("第 2 版存为草稿了").shows("10 个工作日 → 5 个工作日");
    page.shows("由另一位审核员核对后发布");

    let mut reviewer = county.browser(REVIEWER).await;
    publish(&mut reviewer, &[], ("12", "1")).await.is_refused("items.form_wrong");
    publish(&mut reviewer, &CHECKED, ("11", "2")).await.shows("不能早于今天");
    let page = publish(&mut reviewer, &CHECKED, ("12", "1")).await;
    page.goes_to(&format!("/items/{ITEM}?done=published"));
    reviewer.follow(&page).await.is_ok().shows("第 2 版发布好了，2026年12月1日 起施行");

    let guide = format!("/guides/{ITEM}");
    county.clock().move_to(moment("2026-11-30T23:00:00"));
    county.anyone().get(&guide).await.is_ok().shows("10 个工作日").lacks("5 个工作日");
    county.clock().move_to(moment("2026-12-01T00:10:00"));
    county.anyone().get(&guide).await.is_ok().shows("5 个工作日").lacks("10 个工作日");
    let new_case = apply(&county).await;
    for (code, days) in [(old_case, 10), (new_case, 5)] {
        let file = county.db.read(move |tx| crate::by_code(tx, &code)).await.unwrap();
        assert_eq!(file.item.promised_limit, Limit::working(days));
    }
}

#[tokio::test]
async fn who_drafted_a_version_cannot_publish_it() {
    let county = County::new().await;
    let founder = county.actor("何明").await;
    let body = founder.posts[0].body_id;
    let appointment = registry::model::Appointment {
        body_id: body,
        post: "catalogue_reviewer".into(),
        person_id: county.person(EDITOR),
        public_phone: None,
        held_from: jiff::civil::date(2026, 1, 1),
        held_until: None,
    };
    registry::actions::appoint(&county, &founder, appointment).await.unwrap();
    let mut both = county.browser(EDITOR).await;
    draft(&mut both, &[("promised_days", "5")]).await;
    let page = both.get(&format!("/items/{ITEM}")).await;
    page.is_ok().shows("这一版是您起草的，不能自己发布");
    // The form is not there; whoever sends it all the same is told why.
    let reviewer = county.browser(REVIEWER).await.get(&format!("/items/{ITEM}")).await;
    let version = reviewer.attribute("[name=version]", "value").unwrap();
    let fields = [
        ("version", version.as_str()),
        ("effective_on-year", "2026"),
        ("effective_on-month", "12"),
        ("effective_on-day", "1"),
    ];
    let page = both.post(&format!("/items/{ITEM}/publications"), &fields).await;
    page.is_refused("window.same_publisher").shows("起草的人不能自己发布");
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost() {
    let county = County::new().await;
    let mut editor = county.browser(EDITOR).await;
    let page = draft(&mut editor, &[("promised_days", "21"), ("served", "全县的老人")]).await;
    page.is_refused("window.promise_problem").shows("承诺时限不能比法定时限长");
    assert!(page.has("#f-promised_days-error"), "{}", page.excerpt());
    assert_eq!(page.value_of("served"), "全县的老人");
    assert_eq!(page.value_of("q3-if_row"), "3");

    let wrong = [
        ("plain_text", "字".repeat(301)),
        ("m2-when", String::new()),
        ("q3-if_row", "9".to_owned()),
        ("m4-name", "户口簿".to_owned()),
    ];
    let wrong: Vec<(&str, &str)> =
        wrong.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = draft(&mut editor, &wrong).await;
    page.is_refused("items.form_wrong").shows("写了 301 个字，最多 300 个字");
    for field in ["plain_text", "m2-when", "q3-if_row", "m4-need"] {
        assert!(page.has(&format!("#f-{field}-error")), "{field}: {}", page.excerpt());
    }
    assert_eq!(page.value_of("m4-name"), "户口簿");
    let page = draft(&mut editor, &[("more", "m"), ("served", "全县的老人")]).await;
    assert_eq!(page.is_ok().value_of("m-rows"), "8");
    assert_eq!(page.value_of("served"), "全县的老人");
    editor.get(&format!("/items/{ITEM}")).await.is_ok().shows("第 1 版").lacks("第 2 版");
}

#[tokio::test]
async fn rows_are_added_and_taken_away() {
    let county = County::new().await;
    let mut editor = county.browser(EDITOR).await;
    let change = [
        ("m1-remove", "yes"),
        ("m4-name", "户口簿"),
        ("m4-need", "required"),
        ("m4-form", "original"),
        ("m4-copies", "1"),
        ("m4-origin", "government"),
        ("q0-remove", "yes"),
        ("q6-label", "卡是谁的"),
        ("q6-kind", "choice"),
        ("q6-options", "本人的\n子女的"),
        ("q6-if_row", "3"),
        ("q6-if_value", "是"),
    ];
    let page = draft(&mut editor, &change).await;
    page.goes_to(&format!("/items/{ITEM}?done=drafted"));
    let page = editor.follow(&page).await;
    page.is_ok().shows("材料：社会保障卡复印件").shows("去掉了").shows("材料：户口簿");
    let actor = county.actor(EDITOR).await;
    let all = county.db.read(move |tx| crate::newest(tx, &actor)).await.unwrap();
    let newest = all.into_iter().find(|version| version.content.0.code == ITEM).unwrap();
    let item = newest.content.0;
    let names: Vec<&str> = item.material.iter().map(|paper| paper.name.as_str()).collect();
    assert_eq!(names, ["居民身份证", "委托书", "户籍信息", "户口簿"]);
    let last = item.question.last().unwrap();
    assert_eq!((last.show_if.as_str(), last.options.len()), ("has_card=是", 2));
    assert!(item.question.iter().all(|question| question.key != "born_on"));
    assert!(last.key.starts_with('q'));
}

#[tokio::test]
async fn a_new_item_is_drafted_and_an_old_one_withdrawn() {
    let county = County::new().await;
    let mut editor = county.browser(EDITOR).await;
    editor.get("/items/new").await.is_ok().shows("起草新事项");
    let item = made_up::item().unwrap();
    let page = send(&mut editor, "/items/new", &item, &[]).await;
    page.is_refused("items.form_wrong").shows("这个网址词已经有了，请换一个");
    let new = [("code", "cold-day-help"), ("name", "冬令救助"), ("confidence", "plausible")];
    let page = send(&mut editor, "/items/new", &item, &new).await;
    page.goes_to("/items/cold-day-help?done=drafted");
    let page = editor.get("/items?show=unchecked").await;
    page.is_ok().shows("冬令救助").shows("推测，须核对").lacks("居住证明");
    county.anyone().get("/guides/cold-day-help").await.is_missing();

    let mut reviewer = county.browser(REVIEWER).await;
    let path = format!("/items/{ITEM}/withdrawals");
    let day =
        [("withdrawn_on-year", "2026"), ("withdrawn_on-month", "12"), ("withdrawn_on-day", "1")];
    reviewer.post(&path, &day[..2]).await.is_refused("items.form_wrong").shows("年、月、日都要填");
    let page = reviewer.post(&path, &day).await;
    reviewer.follow(&page).await.is_ok().shows("取消记下了").shows("12月1日 周二 起取消");
    county.anyone().get(&format!("/guides/{ITEM}")).await.is_ok();
    county.clock().move_to(moment("2026-12-01T00:10:00"));
    county.anyone().get(&format!("/guides/{ITEM}")).await.is_missing();
}

#[tokio::test]
async fn a_file_is_looked_at_before_it_is_taken() {
    let county = County::new().await;
    let mut editor = county.browser(EDITOR).await;
    editor.get("/items/import").await.is_ok().shows("导入是怎么回事");
    let file = include_str!("samples/item.toml").replace("老人不用到场", "老人不用去");
    let sent = [("file", "items.toml", file.as_bytes())];
    let page = editor.upload("/items/import", &[], &sent).await;
    page.is_ok().shows("会这样导入").shows("新事项 0").shows("起草新的一版 1");
    let page = editor.post("/items/import", &[("text", &file), ("confirmed", "yes")]).await;
    page.goes_to("/items?imported=1");
    editor.follow(&page).await.is_ok().shows("起草了 1 个版本").shows("旧版施行中");
    let wrong = file.replace("promised_limit = { days = 10", "promised_limit = { days = 90");
    let sent = [("file", "items.toml", wrong.as_bytes())];
    let page = editor.upload("/items/import", &[], &sent).await;
    page.shows("高龄津贴（promised_days）：承诺时限不能比法定时限长");
    editor.upload("/items/import", &[], &[]).await.shows("请先选择文件");
    let page = editor.upload("/items/import", &[], &[("file", "x", &[0xff, 0xfe])]).await;
    page.shows("不是 UTF-8 编码的文字");
}

#[tokio::test]
async fn only_those_with_the_power_come_in() {
    let county = County::new().await;
    county.anyone().get("/items").await.goes_to("/sign-in?back=%2Fitems");
    let mut villager = county.browser("王小芳").await;
    for path in ["/items", "/items/new", "/items/old-age-allowance", "/items/import"] {
        villager.get(path).await.is_refused("platform.not_permitted");
    }
    let mut reviewer = county.browser(REVIEWER).await;
    reviewer.get("/items").await.is_ok().lacks("起草新事项");
    reviewer.get("/items/new").await.is_refused("platform.not_permitted");
    draft(&mut reviewer, &[]).await.is_refused("platform.not_permitted");
    let mut editor = county.browser(EDITOR).await;
    publish(&mut editor, &CHECKED, ("12", "1")).await.is_refused("platform.not_permitted");
}
