//! The supervision committee's year: plan, minutes, and the report that is made from the records.

use jiff::civil::date;
use law::sunshine::Field;

use crate::actions::findings::{self, Noting};
use crate::fixture::{CLERK, County, WATCHER};

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_and_minutes_are_written_in_the_browser_and_stand_in_the_report() {
    let county = County::new().await;
    let area = county.village().id;
    county.published("2026-Q3").await;
    let mut watcher = county.browser(WATCHER).await;
    let home = format!("/desk/village-supervision/{area}/work");
    watcher.get(&home).await.is_ok().shows("还没有写计划").shows("今年还没有记过会议");
    let plan = format!("/desk/village-supervision/{area}/plan");
    let line = |words: &'static str, field: &'static str, month: &'static str| {
        [
            ("plan", words),
            ("field", field),
            ("until_on-year", "2026"),
            ("until_on-month", month),
            ("until_on-day", "30"),
        ]
    };
    watcher.post(&plan, &line("核对排水沟付款", "", "11")).await.shows("请选属于哪一方面");
    watcher.post(&plan, &line("找13800138000问", "works", "11")).await.shows("手机号码");
    watcher.post(&plan, &line("核对排水沟付款", "works", "9")).await.shows("从今天起");
    watcher.post(&plan, &line("核对排水沟付款", "works", "11")).await.goes_to(&home);
    let page = watcher.get(&home).await;
    let line = page.attribute("a[href*='?line=']", "href").unwrap();
    let action = watcher.get(&line).await.attribute("form[action*='/plan/']", "action").unwrap();
    watcher.post(&action, &[("kept", "yes"), ("ended", "")]).await.shows("至少 4 个字");
    let done = [("kept", "yes"), ("ended", "付款和验收单对得上")];
    watcher.post(&action, &done).await.goes_to(&home);
    watcher.post(&action, &done).await.shows("已经写过办了没有");
    minutes_are_written(&county, &mut watcher).await;

    let new = Noting {
        area,
        field: Some(Field::Works),
        title: "排水沟工程没有验收单".into(),
        words: "现场量了沟长，比合同少".into(),
        owner: {
            let path = county.village().path.clone();
            let owners = county.db.read(move |tx| findings::owners(tx, &path)).await.unwrap();
            owners.first().map(|one| one.id)
        },
        due_on: date(2026, 10, 22),
        files: Vec::new(),
    };
    crate::note_finding(&county, &county.actor(WATCHER).await, new).await.unwrap();
    let report = format!("/villages/{area}/supervision/2026");
    let page = county.anyone().get(&report).await;
    page.is_ok()
        .shows("计划 1 项，办了 1 项")
        .shows("付款和验收单对得上")
        .shows("看了第三季度的账");
    page.shows("审核签署公开稿 1 份，退回 0 次").shows("村工程项目建设").lacks("刘素梅");
    let before = county.anyone().get(&format!("/villages/{area}/supervision/2025")).await;
    before.is_ok().shows("计划 0 项").lacks("看了第三季度的账");
    for year in ["12000", "x", "-9999999"] {
        county.anyone().get(&format!("/villages/{area}/supervision/{year}")).await.is_missing();
    }
    county.browser(CLERK).await.get(&home).await.is_refused("platform.not_permitted");
}

/// The minutes of a meeting, as the form takes and refuses them.
async fn minutes_are_written(county: &County, watcher: &mut testing::Browser) {
    let area = county.village().id;
    let home = format!("/desk/village-supervision/{area}/work");
    let meetings = format!("/desk/village-supervision/{area}/meetings");
    let form = watcher.get(&format!("{meetings}/new")).await;
    form.is_ok().shows("刘素梅（村务监督委员会主任）");
    let there = form.attribute("input[name=present]", "value").unwrap();
    let minutes = |words: &'static str, day: &'static str| {
        [
            ("on-year", "2026"),
            ("on-month", "10"),
            ("on-day", day),
            ("words", words),
            ("decided", "下周一去现场看"),
        ]
    };
    watcher.post(&meetings, &minutes("看了第三季度的账", "9")).await.shows("请勾上到会的人");
    let with = |all: [(&'static str, &'static str); 5]| {
        let mut all = all.to_vec();
        all.push(("present", there.as_str()));
        all
    };
    watcher.post(&meetings, &with(minutes("看了账", "9"))).await.shows("至少 4 个字");
    watcher.post(&meetings, &with(minutes("看了第三季度的账", "30"))).await.shows("开过以后再记");
    let card = "低保户11010519491231002X来问";
    let kept = watcher.post(&meetings, &with(minutes(card, "9"))).await;
    let day = kept.shows("身份证号码").attribute("input[name=on-day]", "value");
    assert_eq!(day.as_deref(), Some("9"), "what was typed is kept");
    watcher.post(&meetings, &with(minutes("看了第三季度的账", "9"))).await.goes_to(&home);
    watcher.get(&home).await.shows("1 人到会").shows("下周一去现场看");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_village_buys_is_watched_and_its_papers_stay_inside() {
    let county = County::new().await;
    let area = county.village().id;
    let mut watcher = county.browser(WATCHER).await;
    let form = format!("/desk/village-supervision/{area}/purchases");
    let page = watcher.get(&format!("{form}/new")).await;
    page.is_ok().shows("刘素梅（村务监督委员会主任）");
    let member = page.attribute("select[name=watcher] option:nth-child(2)", "value").unwrap();
    let typed = |amount: &'static str, way: &'static str, day: &'static str| {
        [
            ("title", "村东排水沟清淤工程"),
            ("amount", amount),
            ("way", way),
            ("decided_on-year", "2026"),
            ("decided_on-month", "10"),
            ("decided_on-day", day),
            ("watcher", member.as_str()),
        ]
    };
    watcher.post(&form, &typed("十万", "quotes", "1")).await.shows("金额请只写数字");
    watcher.post(&form, &typed("-5", "quotes", "1")).await.shows("金额请只写数字");
    watcher.post(&form, &typed("121667.50", "", "1")).await.shows("请选怎么定的承接方");
    watcher.post(&form, &typed("121667.50", "quotes", "30")).await.shows("定了以后再记");
    let no_watcher = &typed("121667.50", "quotes", "1")[..6];
    watcher.post(&form, no_watcher).await.shows("请选由监督委员会的谁盯着");
    let picture = crate::fixture::photo();
    let files = [("files", "合同.png", picture.as_slice())];
    let sent = watcher.upload(&form, &typed("121667.50", "quotes", "1"), &files).await;
    let home = sent.location().to_owned();
    watcher.get(&home).await.is_ok().shows("121,667.50 元").shows("合同.png");
    let observed = format!("{home}/observations");
    watcher.post(&observed, &[("words", "看")]).await.shows("至少 4 个字");
    watcher.post(&observed, &[("words", "找13800138000问")]).await.shows("手机号码");
    watcher.post(&observed, &[("words", "到现场看了铺管")]).await.goes_to(&home);
    watcher.get(&home).await.shows("到现场看了铺管");
    county.browser("丁秀英").await.get(&home).await.is_refused("platform.not_permitted");
    let public = county.anyone().get(&format!("/villages/{area}/supervision")).await;
    public.shows("村东排水沟清淤工程").shows("121,667.50 元").shows("询价，几家比价");
    public.shows("到现场看了铺管").lacks("合同.png");
}
