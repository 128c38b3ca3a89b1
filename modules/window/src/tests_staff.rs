//! Stories of those who work on cases: from the counter to the delivery.

mod bodies;
mod county;
mod extents;
mod messages;

use county::Staff;
use platform::id::Uuid;
use platform::{Actor, AreaId, BodyId};
use testing::moment;

/// The whole form of the sample item; the first two papers are ticked.
fn form(then: &'static str) -> [(&'static str, &'static str); 10] {
    [
        ("q-born_on", "1945年3月12日"),
        ("q-identity_number", "11010519491231002X"),
        ("q-has_card", "否"),
        ("q-income", "1200.50"),
        ("q-living", "和老伴住"),
        ("phone", "138 1234 2210"),
        ("delivery", "存入社会保障卡"),
        ("papers", "0"),
        ("papers", "1"),
        ("then", then),
    ]
}

const GRANT: &[(&str, &str)] = &[("decision-verdict", "grant"), ("decision-words", "符合条件")];
const AGREE: &[(&str, &str)] = &[("opinions-agrees", "yes"), ("opinions-words", "属实")];

#[tokio::test]
async fn from_the_counter_to_the_delivery() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    window.get("/desk/cases").await.shows("窗口收件").shows("这里没有要办的件");
    let search = [("item_words", "高龄"), ("person_words", "赵大山")];
    let counter = format!("/desk/counter/old-age-allowance/{}", staff.villager);
    window.post("/desk/counter", &search).await.goes_to(&counter);
    window.get(&counter).await.shows("高龄津贴").shows("赵大山").shows("138****2210");

    let mut short = form("accept");
    short[8] = ("papers", "0");
    short[3] = ("q-income", "很少");
    let page = window.post(&counter, &short).await;
    page.shows("请填金额").shows("还缺必要材料：社会保障卡复印件");
    assert_eq!(page.value_of("q-income"), "很少");

    let page = window.post(&counter, &form("accept")).await;
    let case = page.location().replace("?done=acceptance", "");
    let page = window.follow(&page).await;
    page.shows("已受理，并移交决定机关").shows("清河县民政局").shows("1,200.50 元");
    page.shows("1101**********002X").lacks("11010519491231002X");
    window.get(&format!("{case}/papers/receipt")).await.shows("申请材料接收凭证");
    window.get(&format!("{case}/papers/acceptance")).await.shows("受理通知书").shows("12月7日");
    window.get(&format!("{case}/papers/decision")).await.is_missing();

    let mut handler = staff.as_person(staff.handler).await;
    handler.get("/desk/cases").await.shows("高龄津贴").shows("赵*山").shows("写承办意见");
    handler
        .post(&format!("{case}/opinions"), AGREE)
        .await
        .goes_to(&format!("{case}?done=opinions"));
    let mut reviewer = staff.as_person(staff.reviewer).await;
    let empty = reviewer.post(&format!("{case}/opinions"), &[("opinions-words", "再看")]).await;
    empty.shows("请选一个");
    assert_eq!(empty.value_of("opinions-words").trim(), "再看");
    reviewer
        .post(&format!("{case}/opinions"), AGREE)
        .await
        .goes_to(&format!("{case}?done=opinions"));
    let mut approver = staff.as_person(staff.approver).await;
    approver
        .post(&format!("{case}/decision"), GRANT)
        .await
        .goes_to(&format!("{case}?done=decision"));
    approver.get(&format!("{case}/papers/decision")).await.shows("准予决定书").shows("高龄津贴");

    window.get("/desk/cases").await.shows("把结果送达");
    let delivered = [("delivery-received_by", ""), ("delivery-how", "存入社会保障卡")];
    window.post(&format!("{case}/delivery"), &delivered).await.shows("请写明交给了谁");
    let delivered = [("delivery-received_by", "赵大山"), ("delivery-how", "存入社会保障卡")];
    let page = window.post(&format!("{case}/delivery"), &delivered).await;
    window.follow(&page).await.shows("送达已记下").shows("送达回证");
    window.get("/desk/cases").await.shows("这里没有要办的件");
}

#[tokio::test]
async fn a_case_is_decided_by_its_organ_after_the_review_and_by_nobody_for_themselves() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let accepted = |page: &testing::Page| page.location().replace("?done=acceptance", "");
    let counter = format!("/desk/counter/old-age-allowance/{}", staff.villager);
    let case = accepted(&window.post(&counter, &form("accept")).await);
    let mut handler = staff.as_person(staff.handler).await;
    handler
        .post(&format!("{case}/opinions"), AGREE)
        .await
        .goes_to(&format!("{case}?done=opinions"));
    let mut approver = staff.as_person(staff.approver).await;
    approver.post(&format!("{case}/decision"), GRANT).await.is_refused("window.review_first");
    let elsewhere = BodyId(Uuid::from_u128(7)).to_string();
    let away = [("hand-over-organ", elsewhere.as_str()), ("hand-over-words", "转走")];
    let page = handler.post(&format!("{case}/hand-over"), &away).await;
    page.lacks("移交过去了").shows("请");

    // The approver's own application: it comes as far as the approver, and no further.
    let counter = format!("/desk/counter/old-age-allowance/{}", staff.approver);
    let case = accepted(&window.post(&counter, &form("accept")).await);
    handler
        .post(&format!("{case}/opinions"), AGREE)
        .await
        .goes_to(&format!("{case}?done=opinions"));
    let mut reviewer = staff.as_person(staff.reviewer).await;
    reviewer
        .post(&format!("{case}/opinions"), AGREE)
        .await
        .goes_to(&format!("{case}?done=opinions"));
    approver.post(&format!("{case}/decision"), GRANT).await.is_refused("window.own_case");
}

#[tokio::test]
async fn who_had_a_hand_in_it_does_not_decide() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let counter = format!("/desk/counter/old-age-allowance/{}", staff.villager);
    let case =
        window.post(&counter, &form("accept")).await.location().replace("?done=acceptance", "");
    let mut both = staff.as_person(staff.both).await;
    both.post(&format!("{case}/opinions"), AGREE).await.goes_to(&format!("{case}?done=opinions"));
    both.get(&case).await.shows("您经手过这个办件");
    both.post(&format!("{case}/opinions"), AGREE).await.is_refused("same_eyes");
    let mut reviewer = staff.as_person(staff.reviewer).await;
    reviewer.post(&format!("{case}/opinions"), AGREE).await;
    let page = both.post(&format!("{case}/decision"), GRANT).await;
    page.is_refused("same_eyes").shows("请交给别人批准");
    assert_eq!(page.value_of("decision-words").trim(), "符合条件");
    let mut approver = staff.as_person(staff.approver).await;
    let deny = [("decision-verdict", "deny")];
    approver.post(&format!("{case}/decision"), &deny).await.is_refused("reason_missing");
    let deny = [("decision-verdict", "deny"), ("decision-words", "户籍不在本县")];
    approver.post(&format!("{case}/decision"), &deny).await;
    let paper = approver.get(&format!("{case}/papers/decision")).await;
    paper.shows("不予决定书").shows("户籍不在本县").shows("清河县人民政府申请行政复议");
    paper.shows("2027年1月22日").shows("2027年5月23日");
}

#[tokio::test]
async fn everything_that_is_missing_is_told_once() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let case = staff.received(&mut window, "old-age-allowance").await;
    window.post(&format!("{case}/notice"), &[]).await.is_refused("window.nothing_missing");
    let notice = [("notice-materials", "1"), ("notice-words", "卡号看不清")];
    window.post(&format!("{case}/notice"), &notice).await.goes_to(&format!("{case}?done=notice"));
    let paper = window.get(&format!("{case}/papers/notice")).await;
    paper.shows("社会保障卡复印件").shows("卡号看不清").shows("本告知只作一次");
    paper.shows("《优化营商环境条例》第三十六条第一款");
    window.post(&format!("{case}/materials"), &[("materials-papers", "1")]).await;
    window.get(&case).await.shows("已经一次性告知过").lacks("缺哪些材料");
    let page = window.post(&format!("{case}/notice"), &notice).await;
    page.is_refused("second_notice").shows("《优化营商环境条例》第三十六条第一款");
    let missing = window.post(&format!("{case}/acceptance"), &[("acceptance-papers", "0")]).await;
    missing.is_refused("window.papers_missing").shows("社会保障卡复印件");
}

#[tokio::test]
async fn a_refusal_names_the_right_organ() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let case = staff.received(&mut window, "old-age-allowance").await;
    let path = format!("{case}/refusal");
    let page = window.post(&path, &[("refusal-words", "是医保的事")]).await;
    page.is_refused("right_organ_missing").shows("请写明应当向哪个机关申请");
    assert_eq!(page.value_of("refusal-words").trim(), "是医保的事");
    let full = [("refusal-words", "是医保的事"), ("refusal-other_organ", "清河县医疗保障局")];
    window.post(&path, &full).await.goes_to(&format!("{case}?done=refusal"));
    let paper = window.get(&format!("{case}/papers/refusal")).await;
    paper.shows("不予受理通知书").shows("请向 清河县医疗保障局 提出申请");
}

#[tokio::test]
async fn a_licence_that_nobody_answered_is_accepted_by_law() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let case = staff.received(&mut window, "house-site").await;
    let run = || staff.app.db.write(crate::actions::reception::deem_accepted);
    staff.app.clock().move_to(moment("2026-11-30T23:00:00"));
    assert_eq!(run().await.unwrap(), 0, "the fifth working day is not over");
    staff.app.clock().move_to(moment("2026-12-01T00:10:00"));
    assert_eq!(run().await.unwrap(), 1);
    let mut window = staff.as_person(staff.window).await;
    let page = window.get(&case).await;
    page.shows("视为受理").shows("依法已经视为受理").lacks("缺哪些材料");
    let paper = window.get(&format!("{case}/papers/acceptance")).await;
    paper.shows("视为受理通知书").shows("2026年11月23日");
    let refusal = [("refusal-words", "不收"), ("refusal-other_organ", "别处")];
    let page = window.post(&format!("{case}/refusal"), &refusal).await;
    assert!(page.status().is_client_error());
}

#[tokio::test]
async fn the_clerk_applies_for_a_man_without_a_phone() {
    let staff = Staff::new().await;
    let mut clerk = staff.as_person(staff.clerk).await;
    let people = clerk.get("/desk/assisted").await;
    people.shows("吴学富").shows("没有电话");
    let path = format!("/desk/assisted/{}", staff.old_man);
    let given = [("item", "old-age-allowance"), ("given_how", "spoken"), ("witness", "")];
    let page = clerk.post(&path, &given).await;
    page.is_refused("window.witness_missing").shows("请写上见证人的姓名");
    assert_eq!(page.value_of("item"), "old-age-allowance");
    let given = [("item", "old-age-allowance"), ("given_how", "spoken"), ("witness", "周小禾")];
    clerk.post(&path, &given).await.is_refused("window.own_witness");
    let given = [("item", "old-age-allowance"), ("given_how", "spoken"), ("witness", "李小兰")];
    let page = clerk.post(&path, &given).await;
    assert!(page.location().starts_with("/applications/"), "{}", page.location());
    clerk.get("/desk/assisted").await.shows("填了一半的").shows("高龄津贴 吴学富");
}

#[tokio::test]
async fn strangers_find_nothing() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let case = staff.received(&mut window, "old-age-allowance").await;
    let mut stranger = staff.as_person(staff.stranger).await;
    stranger.get(&case).await.is_missing();
    stranger.get(&format!("{case}/papers/receipt")).await.is_missing();
    stranger.post(&format!("{case}/acceptance"), &[("acceptance-papers", "0")]).await.is_missing();
    let counter = format!("/desk/counter/old-age-allowance/{}", staff.villager);
    stranger.get(&counter).await.is_missing();
    let mut handler = staff.as_person(staff.handler).await;
    handler.get(&case).await.is_ok();
    handler.post(&format!("{case}/receipt"), &[]).await.is_refused("platform.not_permitted");
}

#[tokio::test]
async fn a_year_without_a_calendar_says_so() {
    let staff = Staff::new().await;
    staff.app.clock().move_to(moment("2026-12-29T09:00:00"));
    let mut window = staff.as_person(staff.window).await;
    let case = staff.received(&mut window, "old-age-allowance").await;
    let page = window.get(&case).await;
    page.shows("期限待定：2027 年的放假安排还没有录入");
    assert_eq!(page.link("看工作日历"), "/calendar");
    window.get("/desk/cases").await.shows("待定：2027 年的放假安排还没有录入");
    window.get(&format!("{case}/papers/receipt")).await.shows("受理期限待定：2027 年");
    // The notice comes out; the administrator pastes it, and every open clock has its days.
    let administrator = Actor {
        posts: Actor::operator(AreaId(Uuid::nil())).posts,
        name: "系统管理员".into(),
        ..Actor::program()
    };
    let notice = "元旦：1月1日至3日放假，共3天。";
    platform::calendar::add_year(&staff.app, &administrator, 2027, "测试用的通知", notice)
        .await
        .unwrap();
    window.get(&case).await.lacks("期限待定").shows("2027年1月");
    let area = platform::AreaPath::county();
    let noted = staff
        .app
        .db
        .read(move |tx| {
            let reader = Actor::operator(AreaId(Uuid::nil()));
            assert!(reader.scope(platform::authorisation::READ_JOURNAL)?.contains(&area));
            platform::journal::page(tx, &reader, tx.now(), 20)
        })
        .await
        .unwrap();
    assert!(noted.iter().any(|entry| entry.act == "window.clocks_recomputed"));
}

#[test]
fn every_page_of_staff_has_its_sample() {
    for lang in web::ui::Lang::ALL {
        for elder in [false, true] {
            let ui = web::Ui::sample(lang, elder);
            let samples = crate::samples::samples(&ui).unwrap();
            let staff =
                |template: &&str| template.contains("/staff/") || template.contains("/notices/");
            let templates: std::collections::BTreeSet<&str> =
                samples.iter().map(|sample| sample.template).filter(staff).collect();
            assert_eq!(templates.len(), 10, "{templates:?}");
        }
    }
}
