//! A quarter's books, from the clerk's draft to the archive.

use jiff::SignedDuration;
use platform::Error;
use testing::Browser;

use crate::fixture::{CLERK, County, DIRECTOR, SECRETARY, WATCHER, line, photo};
use crate::model::DisclosureId;

fn refused(result: platform::Result<()>) -> String {
    match result {
        Err(Error::Refused(refusal)) => refusal.code.to_owned(),
        other => panic!("{other:?}"),
    }
}

/// The clerk begins the third quarter, writes its heading and two lines; gives its address.
async fn write_in_the_browser(county: &County, clerk: &mut Browser) -> String {
    clerk.get("/desk/sunshine").await.is_ok().shows("财务收支明细账");
    let area = county.village().id.to_string();
    let item = county.item("finance.ledger").await.to_string();
    let begin = [("area", area.as_str()), ("item", item.as_str()), ("period", "2026-Q3")];
    let draft = clerk.post("/desk/sunshine", &begin).await.location().to_owned();
    assert!(draft.starts_with("/desk/sunshine/"), "{draft}");
    clerk.post("/desk/sunshine", &begin).await.is_refused("sunshine.being_drafted");
    let content = |opening: &'static str| {
        [("title", "第三季度财务"), ("opening", opening), ("closing", "17040"), ("words", "")]
    };
    let saved = clerk.post(&format!("{draft}/content"), &content("10,000")).await;
    saved.goes_to(&format!("{draft}?done=saved"));
    clerk.post(&format!("{draft}/content"), &content("一万")).await.shows("金额请只写数字");
    let lines = [
        ("on-0", "2026-8-3"),
        ("summary-0", "路灯维修"),
        ("expense-0", "9,360"),
        ("payee-0", "孙有田"),
        ("person-0", "yes"),
        ("voucher-0", "8-1"),
        ("on-1", "2026年7月15日"),
        ("summary-1", "鱼塘承包款"),
        ("income-1", "16400"),
        ("payee-1", "恒明电器"),
    ];
    clerk.post(&format!("{draft}/lines"), &lines).await.goes_to(&format!("{draft}/lines?added=2"));
    let both = [("on-0", "2026-8-3"), ("summary-0", "x"), ("expense-0", "1"), ("income-0", "1")];
    clerk.post(&format!("{draft}/lines"), &both).await.shows("只写一个");
    draft
}

/// Submitted, returned with words, mended, signed.
async fn review_in_the_browser(county: &County, clerk: &mut Browser, draft: &str) {
    let submission = format!("{draft}/submission");
    clerk.post(&submission, &[]).await.goes_to(&format!("{draft}?done=submit"));
    clerk.get(&format!("{draft}/content")).await.is_missing();
    clerk.post(&format!("{draft}/signature"), &[]).await.is_refused("platform.not_permitted");
    let mut watcher = county.browser(WATCHER).await;
    watcher.get("/desk/sunshine").await.shows("第三季度财务");
    watcher.post(&format!("{draft}/return"), &[("words", "")]).await.shows("请写明理由");
    let returned = watcher.post(&format!("{draft}/return"), &[("words", "路灯那笔写明几盏")]).await;
    returned.goes_to(&format!("{draft}?done=return"));
    clerk.get(draft).await.shows("路灯那笔写明几盏");
    // What was entered first and happened later stands second.
    let line = clerk.get(&format!("{draft}/lines/2")).await;
    assert_eq!(line.value_of("summary-0"), "路灯维修");
    let mended = [
        ("on-0", "2026-8-3"),
        ("summary-0", "路灯维修12盏"),
        ("expense-0", "9360"),
        ("payee-0", "孙有田"),
        ("person-0", "yes"),
        ("voucher-0", "8-1"),
    ];
    let lines = format!("{draft}/lines");
    clerk.post(&format!("{draft}/lines/2"), &mended).await.goes_to(&lines);
    clerk.post(&submission, &[]).await.goes_to(&format!("{draft}?done=submit"));
    let signed = watcher.post(&format!("{draft}/signature"), &[]).await;
    signed.goes_to(&format!("{draft}?done=sign"));
}

/// Settled by the joint meeting and published; gives the public address.
async fn publish_in_the_browser(county: &County, draft: &str) -> String {
    let mut secretary = county.browser(SECRETARY).await;
    let met = |decision: &'static str| {
        [
            ("on-year", "2026"),
            ("on-month", "10"),
            ("on-day", "12"),
            ("of_committee", DIRECTOR),
            ("of_party", SECRETARY),
            ("decision", decision),
        ]
    };
    let settlement = format!("{draft}/settlement");
    secretary.post(&settlement, &met("")).await.shows("请写联席会议怎么定的");
    let mut alone = met("同意").to_vec();
    alone.retain(|(field, _)| *field != "of_party");
    secretary.post(&settlement, &alone).await.shows("要有村党组织的人参加");
    let settled = secretary.post(&settlement, &met("同意公布")).await;
    settled.goes_to(&format!("{draft}?done=settle"));
    let mut director = county.browser(DIRECTOR).await;
    let done = format!("{draft}?done=publish");
    director.post(&format!("{draft}/publication"), &[]).await.goes_to(&done);
    director.get(&done).await.link("看公开的页面")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clerk_writes_the_books_in_the_browser_and_the_village_reads_them() {
    let county = County::new().await;
    let mut clerk = county.browser(CLERK).await;
    let draft = write_in_the_browser(&county, &mut clerk).await;
    clerk.get(&draft).await.is_ok().shows("没有发现问题");
    review_in_the_browser(&county, &mut clerk, &draft).await;
    let public = publish_in_the_browser(&county, &draft).await;
    let mut anyone = county.anyone();
    let page = anyone.get(&public).await;
    page.is_ok().shows("路灯维修12盏").shows("17,040.00").shows("孙*田").lacks("孙有田");
    page.shows("恒明电器").shows(WATCHER).shows("还没有贴上公开栏");
    for shape in ["poster", "letter", "script", "large"] {
        anyone.get(&format!("{public}/{shape}")).await.is_ok().shows("第三季度财务");
    }
    let script = anyone.get(&format!("{public}/script")).await;
    script.shows("收入一万六千四百元，支出九千三百六十元，现在还有一万七千零四十元");
    let csv = anyone.get(&format!("{public}.csv")).await;
    let table = String::from_utf8(csv.bytes().to_vec()).unwrap();
    assert!(table.contains("9360.00") && table.contains("孙*田"), "{table}");
    let json = anyone.get(&format!("{public}.json")).await;
    let told: serde_json::Value = serde_json::from_slice(json.bytes()).unwrap();
    assert_eq!(told["content"]["closing_fen"], 1_704_000);
    let board = format!("/villages/{}/sunshine", county.village().id);
    anyone.get(&board).await.is_ok().shows("第三季度财务").shows("路灯维修12盏");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_hangs_fifteen_days_with_a_photo_and_is_filed() {
    let county = County::new().await;
    let (id, code) = county.published("2026-Q3").await;
    let mut clerk = county.browser(CLERK).await;
    let draft = format!("/desk/sunshine/{id}");
    let day = |day: &'static str| [("on-year", "2026"), ("on-month", "10"), ("on-day", day)];
    let posting = format!("{draft}/posting");
    clerk.upload(&posting, &day("12"), &[]).await.shows("请拍一张公开栏的照片");
    let picture = photo();
    let photo = [("photo", "board.png", picture.as_slice())];
    clerk.upload(&posting, &day("13"), &photo).await.shows("这一天还没有到");
    let done = format!("{draft}?done=post");
    clerk.upload(&posting, &day("12"), &photo).await.goes_to(&done);
    let mut anyone = county.anyone();
    let page = anyone.get(&format!("/disclosures/{code}")).await;
    page.shows("正在张榜，10月28日 周三以前不能撤");
    let picture = page.attribute(".sight img", "src").unwrap();
    assert_eq!(anyone.get(&picture).await.header("content-type"), "image/png");
    county.clock().advance(SignedDuration::from_hours(24 * 15));
    let mut clerk = county.browser(CLERK).await;
    let down = format!("{draft}/taking-down");
    clerk.upload(&down, &day("27"), &[]).await.shows("10月27日 过完才能撤下");
    county.clock().advance(SignedDuration::from_hours(24));
    let mut clerk = county.browser(CLERK).await;
    let done = format!("{draft}?done=take_down");
    clerk.upload(&down, &day("28"), &[]).await.goes_to(&done);
    clerk.post(&format!("{draft}/filing"), &[("place", "")]).await.shows("请写放在哪里");
    let done = format!("{draft}?done=file");
    clerk.post(&format!("{draft}/filing"), &[("place", "第3盒")]).await.goes_to(&done);
    anyone.get(&format!("/disclosures/{code}")).await.shows("张榜期满，10月28日 周三撤下");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_add_up_or_names_a_persons_number_is_not_sent_for_review() {
    let county = County::new().await;
    let clerk = county.actor(CLERK).await;
    let id = county.drafted("2026-Q3").await;
    let on = jiff::civil::date(2026, 8, 9);
    let number = vec![line(on, "补助发给11010519491231002X", 0, 5_000)];
    crate::add_lines(&county, &clerk, id, number).await.unwrap();
    assert_eq!(refused(crate::submit(&county, &clerk, id).await), "sunshine.flawed");
    let page = county.browser(CLERK).await.get(&format!("/desk/sunshine/{id}")).await;
    page.shows("期初结余加收入减支出与期末结余不符").shows("身份证号码").shows("第 2 笔");
    crate::change_line(&county, &clerk, id, (2, None)).await.unwrap();
    crate::submit(&county, &clerk, id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_runs_and_a_matter_without_its_papers_wait() {
    let county = County::new().await;
    let clerk = county.actor(CLERK).await;
    let id = county.drafted("2026-Q4").await;
    assert_eq!(refused(crate::submit(&county, &clerk, id).await), "period_runs");
    let (area, item) = (county.village().id, county.item("finance.project").await);
    let period = law::sunshine::Period::from_key("2026-10-10").unwrap();
    let id = crate::begin(&county, &clerk, (area, item), period).await.unwrap();
    let words = crate::Words {
        title: "排水沟".into(),
        opening: Some(0),
        closing: Some(0),
        words: "无收支".into(),
        ..crate::Words::default()
    };
    crate::save(&county, &clerk, id, words).await.unwrap();
    assert_eq!(refused(crate::submit(&county, &clerk, id).await), "sunshine.attachments");
    let mut browser = county.browser(CLERK).await;
    let picture = photo();
    let files = format!("/desk/sunshine/{id}/files");
    let sent = browser.upload(&files, &[], &[("file", "验收单.png", picture.as_slice())]).await;
    sent.goes_to(&files);
    crate::submit(&county, &clerk, id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_period_is_corrected_beside_and_never_twice() {
    let county = County::new().await;
    let (old, code) = county.published("2026-Q3").await;
    let clerk = county.actor(CLERK).await;
    let item = county.item("finance.ledger").await;
    let period = law::sunshine::Period::from_key("2026-Q3").unwrap();
    let again = crate::begin(&county, &clerk, (county.village().id, item), period).await;
    assert_eq!(refused(again.map(drop)), "sunshine.told_already");
    let before = county.db.read(move |tx| crate::canonical(tx, old)).await.unwrap();
    let new = crate::begin_correction(&county, &clerk, old).await.unwrap();
    assert_eq!(refused(crate::submit(&county, &clerk, new).await), "sunshine.correction_words");
    let words = crate::Words {
        title: "第三季度财务（更正）".into(),
        opening: Some(1_000_000),
        closing: Some(1_704_000),
        words: "路灯一笔原来写错了盏数".into(),
        ..crate::Words::default()
    };
    crate::save(&county, &clerk, new, words).await.unwrap();
    county.settled(new).await;
    crate::publish(&county, &county.actor(DIRECTOR).await, new).await.unwrap();
    let mut anyone = county.anyone();
    anyone.get(&format!("/disclosures/{code}")).await.shows("这一份后来更正过");
    let after = county.db.read(move |tx| crate::canonical(tx, old)).await.unwrap();
    assert_eq!(before, after, "the old one stays as it was");
    let third = crate::begin_correction(&county, &clerk, old).await;
    assert_eq!(refused(third.map(drop)), "sunshine.corrected_already");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wrote_it_does_not_sign_and_another_village_sees_no_draft() {
    let county = County::new().await;
    let id = county.drafted("2026-Q3").await;
    let director = county.actor(DIRECTOR).await;
    assert_eq!(refused(crate::publish(&county, &director, id).await), "review_first");
    let mut other = county.browser("丁秀英").await;
    other.get(&format!("/desk/sunshine/{id}")).await.is_missing();
    other.get("/desk/sunshine").await.is_ok().lacks("2026年第三季度财务");
    let code = county.db.read(move |tx| crate::store::drafts::find(tx, id)).await.unwrap().code;
    county.anyone().get(&format!("/disclosures/{code}")).await.is_missing();
    assert_eq!(refused(crate::submit(&county, &director, id).await), "platform.not_permitted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_is_shown_before_it_is_taken_and_bad_rows_are_named() {
    let county = County::new().await;
    let clerk = county.actor(CLERK).await;
    let (area, item) = (county.village().id, county.item("finance.ledger").await);
    let period = law::sunshine::Period::from_key("2026-Q3").unwrap();
    let id: DisclosureId = crate::begin(&county, &clerk, (area, item), period).await.unwrap();
    let mut browser = county.browser(CLERK).await;
    let draft = format!("/desk/sunshine/{id}");
    let list = "日期,摘要,收入,支出,对方,个人\n2026-7-1,补助,800,,县财政局,\n\
                2026-8-9,水费,,八十,水厂,\n2026-8-9,工钱,,80,孙有田,是\n";
    let imports = format!("{draft}/imports");
    browser.upload(&imports, &[], &[]).await.shows("还没有选文件");
    let other = [("list", "x.csv", "姓名,电话\n王,1\n".as_bytes())];
    browser.upload(&imports, &[], &other).await.shows("没有找到表头");
    let page = browser.upload(&imports, &[], &[("list", "账.csv", list.as_bytes())]).await;
    let import = page.location().to_owned();
    let page = browser.get(&import).await;
    page.shows("读出了 2 笔").shows("第 3 行").shows("金额“八十”看不懂").shows("孙*田");
    let taken = browser.post(&format!("{import}/confirmation"), &[]).await;
    taken.goes_to(&format!("{draft}/lines?added=2"));
    browser.get(&format!("{draft}/lines")).await.shows("工钱").shows("补助");
    browser.get(&import).await.is_missing();
    // The same file in the place of what is there.
    let page = browser.upload(&imports, &[], &[("list", "账.csv", list.as_bytes())]).await;
    let import = page.location().to_owned();
    browser.post(&format!("{import}/confirmation"), &[("how", "instead")]).await;
    let file = county.db.read(move |tx| crate::open(tx, &clerk, id)).await.unwrap();
    assert_eq!(file.draft.content.0.lines.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_nobody_submitted_is_thrown_away_and_one_that_was_is_kept() {
    let county = County::new().await;
    let clerk = county.actor(CLERK).await;
    let id = county.drafted("2026-Q3").await;
    crate::submit(&county, &clerk, id).await.unwrap();
    let watcher = county.actor(WATCHER).await;
    crate::give_back(&county, &watcher, id, "重写".into()).await.unwrap();
    assert_eq!(refused(crate::discard(&county, &clerk, id).await), "sunshine.submitted_once");
    let other = county.drafted("2026-Q2").await;
    crate::discard(&county, &clerk, other).await.unwrap();
    let gone = county.db.read(move |tx| crate::open(tx, &clerk, other)).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}
