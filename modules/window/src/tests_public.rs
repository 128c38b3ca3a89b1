//! Stories of people who come without a post: reading guides, applying, following, rating.

use testing::{Browser, Page};
use web::Ui;
use web::ui::Lang;

use crate::fixture::County;

const ITEM: &str = "old-age-allowance";

/// Begins an application and gives its address.
pub(crate) async fn begin(browser: &mut Browser) -> String {
    browser.get(&format!("/guides/{ITEM}/applications")).await.is_ok().shows("开始填");
    let page = browser.post(&format!("/guides/{ITEM}/applications"), &[]).await;
    let first = page.location().to_owned();
    first.strip_suffix("/questions/1").unwrap().to_owned()
}

/// Answers a page, and gives where it leads.
async fn answer(browser: &mut Browser, path: &str, words: &str) -> String {
    let page = browser.post(path, &[("answer", words)]).await;
    assert!(page.status().is_redirection(), "{path}: {}", page.excerpt());
    page.location().to_owned()
}

/// Applies for oneself. Gives the code.
pub(crate) async fn apply(browser: &mut Browser) -> String {
    let home = begin(browser).await;
    fill_in(browser, &home).await
}

/// Answers everything and submits. Gives the code.
async fn fill_in(browser: &mut Browser, home: &str) -> String {
    let mut path = format!("{home}/questions/1");
    let answers =
        ["1945年3月12日", "11010519491231002X", "是", "4111 1111 1111 1111", "1200.5", "自己住"];
    for words in answers {
        path = answer(browser, &path, words).await;
    }
    assert_eq!(path, format!("{home}/phone"));
    path = answer(browser, &path, "138 1234 2210").await;
    assert_eq!(path, format!("{home}/papers"));
    browser.post(&path, &[("papers", "0")]).await.goes_to(&format!("{home}/delivery"));
    path = answer(browser, &format!("{home}/delivery"), "代办员上门告知").await;
    assert_eq!(path, format!("{home}/check"));
    let page = browser.get(&path).await;
    page.is_ok().shows("1,200.50 元").shows("1945年3月12日").shows("代办员上门告知");
    let page = browser.post(&format!("{home}/submission"), &[]).await;
    let code = page.location().strip_prefix("/applications/sent/").unwrap().to_owned();
    browser.follow(&page).await.is_ok().shows("已经提交").shows(&code).shows("12月7日");
    browser.get(&format!("{home}/check")).await.is_missing().shows("这份草稿不在了");
    code
}

#[tokio::test]
async fn guides_are_found_by_a_word_of_two_letters() {
    let county = County::new().await;
    let mut anyone = county.anyone();
    let page = anyone.get("/guides").await;
    page.is_ok().shows("老人满80岁每月领的补贴").shows("砍自家山上的树").shows("10 个工作日");
    let page = anyone.get("/guides?q=采伐").await;
    page.is_ok().shows("砍自家山上的树").lacks("居住证明");
    anyone.get("/guides?q=飞机").await.is_ok().shows("换个短一点的说法试试");
    let page = anyone.get(&format!("/guides/{ITEM}")).await;
    page.is_ok().shows("要带什么").shows("不收费").shows("网上申请").lacks("吴桂兰");
    page.shows("法定时限 20 个工作日");
    let start = page.link("网上申请");
    anyone.get(&start).await.goes_to("/sign-in?back=%2Fguides%2Fold-age-allowance%2Fapplications");
    anyone.get(&format!("/guides/{ITEM}/print")).await.is_ok();
    anyone.get("/guides/nothing").await.is_missing();
    let mut villager = county.browser("王小芳").await;
    villager.get(&format!("/guides/{ITEM}")).await.is_ok().shows("吴桂兰");
}

#[tokio::test]
async fn guides_are_found_by_a_whole_sentence_and_by_pinyin() {
    let county = County::new().await;
    let mut anyone = county.anyone();
    for q in ["我家老人怎么申请津贴", "老年人补助", "gaoling", "gaoling%20jintie", "gljt"]
    {
        let page = anyone.get(&format!("/guides?q={q}")).await;
        page.is_ok().shows("老人满80岁每月领的补贴");
    }
    for q in ["请问我家要采伐树木", "伐树", "linmu", "lmcf"] {
        let page = anyone.get(&format!("/guides?q={q}")).await;
        page.is_ok().shows("砍自家山上的树").lacks("居住证明");
    }
    anyone.get("/guides?q=怎么坐飞机去北京").await.is_ok().shows("没有找到");
    anyone.get("/guides?q=怎么办").await.is_ok().shows("没有找到");
}

#[tokio::test]
async fn everybody_finds_villages_and_nobody_finds_people() {
    let county = County::new().await;
    let mut anyone = county.anyone();
    for q in ["柳湾", "柳湾村委会", "liuwan", "石桥镇柳湾"] {
        let page = anyone.get(&format!("/guides?q={q}")).await;
        page.is_ok().shows("石桥镇柳湾村").shows("村和乡镇");
        anyone.get(&page.link("石桥镇柳湾村")).await.is_ok().shows("柳湾村便民服务站");
    }
    for q in ["王小芳", "wangxiaofang", "吴桂兰", "13812342210"] {
        let page = anyone.get(&format!("/guides?q={q}")).await;
        page.is_ok().shows("没有找到").lacks("/people/");
    }
}

#[tokio::test]
async fn a_villager_applies_question_by_question() {
    let county = County::new().await;
    let mut villager = county.browser("王小芳").await;
    let home = begin(&mut villager).await;
    let first = format!("{home}/questions/1");
    villager.get(&first).await.is_ok().shows("第 1 步，共 9 步");
    let page = villager.post(&first, &[("answer", "三月十二")]).await;
    page.is_ok().shows("有一处要改").shows("看不懂这个日期");
    assert_eq!(page.value_of("answer"), "三月十二", "nothing typed is lost");
    assert!(page.title().starts_with("错误："));
    answer(&mut villager, &first, "1945.3.12").await;
    assert_eq!(villager.get(&first).await.value_of("answer"), "1945年3月12日");
    // Whoever has no card is not asked for its number.
    answer(&mut villager, &format!("{home}/questions/3"), "否").await;
    villager.get(&format!("{home}/questions/4")).await.goes_to(&format!("{home}/questions/5"));
    // Half a number is kept for later, and the check leads back to it.
    let second = format!("{home}/questions/2");
    let page = villager.post(&second, &[("answer", "1101051949"), ("later", "yes")]).await;
    page.goes_to(&home);
    villager.get(&home).await.is_ok().shows("有问题").shows("删掉这份草稿");
    villager.get(&format!("{home}/check")).await.goes_to(&format!("{second}?check=1"));
    let page = villager.get(&format!("{second}?check=1")).await;
    page.shows("身份证号码少了几位");
    assert_eq!(page.value_of("answer"), "1101051949");
    villager.post(&format!("{home}/submission"), &[]).await.goes_to(&format!("{second}?check=1"));
    villager.post(&format!("{home}/discard"), &[]).await.goes_to("/own");
    villager.get(&home).await.is_missing();
    apply(&mut villager).await;
    villager.get("/own").await.is_ok().shows("高龄津贴").lacks("还没填完的");
}

#[tokio::test]
async fn what_was_sent_back_is_sent_again_and_the_money_stays_the_same() {
    let county = County::new().await;
    let mut villager = county.browser("王小芳").await;
    let code = apply(&mut villager).await;
    let own = format!("/own/{code}");
    villager.get(&own).await.is_ok().shows("1,200.50 元").shows("代办员上门告知");
    let clerk = county.actor("李小兰").await;
    let case = case_of(&county, &code).await;
    crate::return_at_precheck(&county, &clerk, case, "照片看不清，请重拍").await.unwrap();
    let page = villager.get(&format!("/track/{code}")).await;
    page.is_ok().shows("待补材料").shows("照片看不清，请重拍");
    villager.get(&own).await.shows("改好再提交");
    let page = villager.post(&format!("{own}/again"), &[]).await;
    let check = page.location().to_owned();
    villager.follow(&page).await.is_ok().shows("1,200.50 元");
    let home = check.strip_suffix("/check").unwrap();
    let page = villager.post(&format!("{home}/submission"), &[]).await;
    page.goes_to(&format!("/applications/sent/{code}"));
    villager.get(&own).await.is_ok().shows("1,200.50 元").shows("已提交").lacks("改好再提交");
}

#[tokio::test]
async fn a_draft_of_somebody_else_is_not_there() {
    let county = County::new().await;
    let home = begin(&mut county.browser("王小芳").await).await;
    let mut neighbour = county.browser("孙有田").await;
    for page in ["", "/questions/1", "/phone", "/papers", "/delivery", "/check"] {
        neighbour.get(&format!("{home}{page}")).await.is_missing();
    }
    for act in ["/questions/1", "/phone", "/papers", "/delivery", "/submission", "/discard"] {
        neighbour.post(&format!("{home}{act}"), &[("answer", "x")]).await.is_missing();
    }
    let code = apply(&mut county.browser("王小芳").await).await;
    neighbour.get(&format!("/own/{code}")).await.is_missing();
    neighbour.get(&format!("/own/{code}/withdrawal")).await.is_missing();
    neighbour.get(&format!("/applications/sent/{code}")).await.is_missing();
}

#[tokio::test]
async fn anybody_with_the_code_sees_how_it_stands_and_no_name() {
    let county = County::new().await;
    let code = apply(&mut county.browser("王小芳").await).await;
    let mut anyone = county.anyone();
    let typed = code.to_lowercase().replace('-', " ");
    let page = anyone.post("/track", &[("code", &typed)]).await;
    page.goes_to(&format!("/track/{code}"));
    let page = anyone.follow(&page).await;
    page.is_ok().shows("高龄津贴").shows("王*芳").shows("柳湾村").shows("已提交");
    for secret in ["王小芳", "13812342210", "2210", "11010519491231002X", "1,200.50"] {
        assert!(!page.html().contains(secret), "{secret}");
    }
    anyone.post("/track", &[("code", "QH7K")]).await.is_ok().shows("编号是 8 位");
    let page = anyone.get("/track/QH7K-3M9D").await;
    page.is_missing().shows("没有这个编号");
    assert_eq!(page.value_of("code"), "QH7K-3M9D");
}

#[tokio::test]
async fn a_villager_asks_for_the_application_back() {
    let county = County::new().await;
    let mut villager = county.browser("王小芳").await;
    let code = apply(&mut villager).await;
    let path = format!("/own/{code}/withdrawal");
    villager.get(&path).await.is_ok().shows("为什么撤回");
    villager.post(&path, &[("words", " ")]).await.is_ok().shows("请写一句为什么撤回");
    villager.post(&path, &[("words", "过几天再来")]).await.goes_to(&format!("/own/{code}"));
    villager.get(&format!("/own/{code}")).await.is_ok().shows("确认撤回");
}

async fn case_of(county: &County, code: &str) -> crate::model::CaseId {
    let code = code.to_owned();
    county.db.read(move |tx| crate::by_code(tx, &code)).await.unwrap().case.id
}

/// The window says that it belongs elsewhere: the shortest way to an end.
async fn refused(county: &County, code: &str) {
    let clerk = county.actor("李小兰").await;
    let case = case_of(county, code).await;
    crate::refuse_acceptance(county, &clerk, case, "这是医疗救助的事", "云禾县医疗保障局")
        .await
        .unwrap();
}

#[tokio::test]
async fn the_clerk_fills_in_and_rates_for_a_man_without_a_phone() {
    let county = County::new().await;
    let clerk = county.actor("吴桂兰").await;
    let given =
        crate::ConsentGiven { how: crate::model::ConsentKind::Spoken, witness: "郑德福".into() };
    let man = county.person("孙有田");
    let draft = crate::start_for(&county, &clerk, ITEM, man, Some(given)).await.unwrap();
    let mut desk = county.browser("吴桂兰").await;
    let home = format!("/applications/{draft}");
    desk.get(&format!("{home}/questions/1")).await.is_ok().shows("代办：孙有田").shows("有见证人");
    let code = fill_in(&mut desk, &home).await;
    desk.get(&format!("/track/{code}")).await.shows("由代办员代为提交").lacks("孙有田");
    refused(&county, &code).await;
    let own = format!("/own/{code}");
    let page = desk.get(&own).await;
    page.is_ok().shows("照申请人自己说的记");
    assert_eq!(levels(&page), (5, 0));
    desk.post(&format!("{own}/rating"), &[]).await.is_ok().shows("请选一个");
    desk.post(&format!("{own}/rating"), &[("level", "5")]).await.goes_to(&own);
    desk.get(&own).await.is_ok().lacks("照申请人自己说的记");
    // The man himself could have done it, another villager not.
    county.browser("孙有田").await.get(&own).await.is_ok().lacks("代为记录评价");
    let mut neighbour = county.browser("王小芳").await;
    neighbour.post(&format!("{own}/rating"), &[("level", "1")]).await.is_missing();
}

fn levels(page: &Page) -> (usize, usize) {
    (page.count("input[name=level]"), page.count("input[name=level][checked]"))
}

#[tokio::test]
async fn the_applicant_rates_and_no_level_is_chosen_beforehand() {
    let county = County::new().await;
    let code = apply(&mut county.browser("王小芳").await).await;
    let mut anyone = county.anyone();
    let path = format!("/track/{code}");
    anyone.get(&path).await.lacks("评一评这次办事");
    refused(&county, &code).await;
    let page = anyone.get(&path).await;
    page.is_ok().shows("未能办理").shows("云禾县医疗保障局").shows("行政复议");
    assert_eq!(levels(&page), (5, 0));
    let rating = format!("{path}/rating");
    anyone.post(&rating, &[("digits", "2210")]).await.is_ok().shows("请选一个");
    let page = anyone.post(&rating, &[("level", "4"), ("digits", "1234"), ("words", "好")]).await;
    page.is_ok().shows("和登记的电话后四位对不上");
    assert_eq!((page.value_of("level"), page.value_of("words")), ("4".into(), "好".into()));
    anyone.post(&rating, &[("level", "4"), ("digits", "2210")]).await.goes_to(&path);
    anyone.get(&path).await.shows("评价：满意").lacks("评一评这次办事");
}

#[test]
fn every_page_renders_in_every_language_and_size() {
    let files = [crate::MODULE.english, registry::MODULE.english, web::ENGLISH, law::ENGLISH];
    web::ui::install_english(&files).unwrap();
    for lang in Lang::ALL {
        for elder in [false, true] {
            let samples = crate::samples::samples(&Ui::sample(lang, elder)).unwrap();
            assert!(samples.iter().all(|sample| !sample.html.is_empty()));
        }
    }
}
