//! Stories about the door: signing in, being let in, being kept out.

use jiff::SignedDuration;
use platform::authorisation::{PostHeld, Registrar};
use platform::id::Uuid;
use platform::messages::Reach;
use platform::{AreaId, AreaPath, BodyId, Error, PersonId, identity};
use testing::{Browser, PASSWORD, TestApp, moment};

use crate::ui::{Lang, Ui};

/// A name, and the post with the area where it is held.
struct Someone {
    id: u128,
    name: &'static str,
    post: Option<(&'static str, &'static str)>,
}

const VILLAGER: PersonId = PersonId(Uuid::from_u128(1));
const ADMINISTRATOR: PersonId = PersonId(Uuid::from_u128(2));
const DIRECTOR: PersonId = PersonId(Uuid::from_u128(3));

const PEOPLE: [Someone; 3] = [
    Someone { id: 1, name: "周小禾", post: None },
    Someone { id: 2, name: "何明", post: Some(("administrator", "")) },
    Someone { id: 3, name: "吴桂兰", post: Some(("village_director", "00010001")) },
];

fn someone(id: PersonId) -> platform::Result<&'static Someone> {
    PEOPLE.iter().find(|person| PersonId(Uuid::from_u128(person.id)) == id).ok_or(Error::NotFound)
}

fn path(digits: &str) -> AreaPath {
    AreaPath::parse(digits).unwrap()
}

pub(crate) const REGISTRAR: Registrar = Registrar {
    posts_held: |_, id, _| {
        let held = someone(id)?.post.map(|(post, area)| PostHeld {
            post: post.into(),
            body_id: BodyId(Uuid::nil()),
            body_name: "云禾县民政局".into(),
            area_id: AreaId(Uuid::nil()),
            area_path: path(area),
            limited_to: None,
        });
        Ok(held.into_iter().collect())
    },
    person: |_, id| Ok((someone(id)?.name.into(), path("00010001"))),
    reach: |_, _| Ok(Reach { phone: Some("13912345678".into()), no_phone: false }),
    area_name: |_, _| Ok("云溪镇柳溪村".into()),
    holders_at: |_, _| Ok(Vec::new()),
    county_name: |_| Ok(Some("云禾县".into())),
    areas: |_| Ok(vec![(AreaPath::county(), "云禾县".into())]),
};

fn app() -> TestApp {
    TestApp::new(&[], REGISTRAR)
}

async fn try_password(browser: &mut Browser, user_name: &str, password: &str) -> testing::Page {
    browser.post("/sign-in", &[("user_name", user_name), ("password", password)]).await
}

#[tokio::test]
async fn a_person_signs_in_sees_the_account_and_leaves() {
    let app = app();
    let user_name = app.account(VILLAGER).await;
    let mut browser = app.anyone();
    browser.get("/account").await.goes_to("/sign-in?back=%2Faccount");
    let page = browser.get("/sign-in?back=%2Faccount").await;
    assert_eq!(page.value_of("back"), "/account");
    let fields = [("user_name", user_name.as_str()), ("password", PASSWORD), ("back", "/account")];
    let page = browser.post("/sign-in", &fields).await;
    page.goes_to("/account");
    let page = browser.follow(&page).await;
    page.is_ok().shows("周小禾");
    assert_eq!(page.header("cache-control"), "no-store");
    let secret = browser.cookie("xiangyue_session").unwrap().to_owned();
    browser.post("/sign-out", &[]).await.goes_to("/");
    assert_eq!(browser.cookie("xiangyue_session"), None);
    let ended = app.db.read(move |tx| identity::actor_of(tx, &secret)).await.unwrap();
    assert!(ended.is_none(), "the secret is worth nothing after leaving");
}

#[tokio::test]
async fn a_wrong_password_keeps_what_was_typed_and_nothing_secret() {
    let app = app();
    let user_name = app.account(VILLAGER).await;
    let mut browser = app.anyone();
    let page = try_password(&mut browser, &user_name, "不是这个密码不是这个").await;
    page.is_ok().shows("用户名或密码不对");
    assert_eq!(page.value_of("user_name"), user_name);
    assert_eq!(page.value_of("password"), "");
    assert_eq!(browser.cookie("xiangyue_session"), None);
    let page = try_password(&mut browser, "", "").await;
    page.shows("请填用户名或手机号").shows("请填密码");
}

#[tokio::test]
async fn after_signing_in_nobody_is_led_to_another_site() {
    let app = app();
    let user_name = app.account(VILLAGER).await;
    for back in ["https://elsewhere.test/", "//elsewhere.test", "/\\elsewhere.test"] {
        let fields = [("user_name", user_name.as_str()), ("password", PASSWORD), ("back", back)];
        app.anyone().post("/sign-in", &fields).await.goes_to("/");
    }
    app.signed_in(DIRECTOR).await.get("/desk").await.is_ok().shows("操作记录").lacks("账号管理");
}

#[tokio::test]
async fn five_wrong_tries_lock_the_account_for_a_quarter_of_an_hour() {
    let app = app();
    let user_name = app.account(VILLAGER).await;
    for _ in 0..5 {
        // From anywhere: each browser has another address.
        let page = try_password(&mut app.anyone(), &user_name, "不是这个密码不是这个").await;
        page.shows("用户名或密码不对");
    }
    try_password(&mut app.anyone(), &user_name, PASSWORD).await.is_refused("identity.locked");
    app.clock().advance(SignedDuration::from_mins(16));
    try_password(&mut app.anyone(), &user_name, PASSWORD).await.goes_to("/");
}

#[tokio::test]
async fn thirty_wrong_tries_lock_the_address_for_every_account() {
    let app = app();
    let user_name = app.account(VILLAGER).await;
    let mut thief = app.anyone().at_address("10.9.9.9");
    for number in 0..30 {
        let page =
            try_password(&mut thief, &format!("guess{number}"), "一二三四五六七八九十").await;
        page.shows("用户名或密码不对");
    }
    try_password(&mut thief, &user_name, PASSWORD).await.is_refused("identity.locked");
    try_password(&mut app.anyone(), &user_name, PASSWORD).await.goes_to("/");
}

#[tokio::test]
async fn a_form_without_its_token_does_nothing() {
    let app = app();
    let user_name = app.account(VILLAGER).await;
    let fields = [("user_name", user_name.as_str()), ("password", PASSWORD)];
    let mut browser = app.anyone();
    browser.get("/sign-in").await;
    browser.post_without_token("/sign-in", &fields).await.is_refused("web.stale_form");
    let mut browser = app.signed_in(VILLAGER).await;
    browser.post_without_token("/sign-out", &[]).await.is_refused("web.stale_form");
    browser.get("/account").await.is_ok();
}

#[tokio::test]
async fn a_token_of_another_visitor_is_worth_nothing() {
    let app = app();
    let user_name = app.account(VILLAGER).await;
    let theirs = app.anyone().get("/sign-in").await.value_of("form_token");
    let mut browser = app.anyone();
    browser.get("/sign-in").await;
    let fields = [
        ("user_name", user_name.as_str()),
        ("password", PASSWORD),
        ("form_token", theirs.as_str()),
    ];
    browser.post_without_token("/sign-in", &fields).await.is_refused("web.stale_form");
}

#[tokio::test]
async fn no_closed_door_opens_to_a_stranger_or_to_a_person_without_post() {
    let app = app();
    assert_eq!(app.knock_as_stranger().await, []);
    let villager = app.signed_in(VILLAGER).await;
    assert_eq!(app.knock_without_post(villager).await, []);
}

#[tokio::test]
async fn a_person_ends_a_sign_in_on_another_device() {
    let app = app();
    let mut phone = app.signed_in(VILLAGER).await;
    let mut desk = app.signed_in(VILLAGER).await;
    let page = desk.get("/account").await;
    let end = "form[action$='/end']";
    assert_eq!(page.count(end), 1, "the sign-in of this browser is left with “leave”");
    let action = page.attribute(end, "action").unwrap();
    // Somebody else cannot end it.
    let mut other = app.signed_in(DIRECTOR).await;
    other.post(&action, &[]).await.is_missing();
    phone.get("/account").await.is_ok();
    desk.post(&action, &[]).await.goes_to("/account");
    phone.get("/account").await.goes_to("/sign-in?back=%2Faccount");
    desk.get("/account").await.is_ok();
}

#[tokio::test]
async fn a_sign_in_that_is_not_used_ends() {
    let app = app();
    let mut browser = app.signed_in(VILLAGER).await;
    app.clock().advance(SignedDuration::from_hours(11));
    browser.get("/account").await.is_ok();
    app.clock().advance(SignedDuration::from_hours(11));
    browser.get("/account").await.is_ok();
    app.clock().advance(SignedDuration::from_hours(13));
    browser.get("/account").await.goes_to("/sign-in?back=%2Faccount");
}

#[tokio::test]
async fn a_lost_password_is_replaced_by_a_link_that_works_once() {
    let app = app();
    let user_name = app.account(VILLAGER).await;
    let mut phone = app.signed_in(VILLAGER).await;
    let mut administrator = app.signed_in(ADMINISTRATOR).await;
    administrator.get("/accounts").await.is_ok().shows("周小禾").shows(&user_name);
    let page = administrator.post("/accounts", &[("name", user_name.as_str())]).await;
    page.is_ok().shows("周小禾").lacks("吴桂兰");
    let page = administrator.post(&format!("/accounts/{VILLAGER}/link"), &[]).await;
    let address = page.is_ok().value_of("address");
    let link = address.strip_prefix("http://xiangyue.test").unwrap();

    let mut browser = app.anyone();
    browser.get(link).await.is_ok().shows(&user_name);
    let new = "山有扶苏隰有荷华";
    let fields = |first: &'static str, again: &'static str| [("password", first), ("again", again)];
    browser.post(link, &fields(new, "另一个")).await.shows("两次填的不一样");
    browser.post(link, &fields("短", "短")).await.shows("密码至少 10 个字");
    let new = "山有扶苏隰有荷华不见子都";
    let page = browser.post(link, &fields(new, new)).await;
    browser.follow(&page).await.is_ok().shows("密码设好了");
    browser.get(link).await.is_refused("identity.link_used");
    browser.post(link, &fields(new, new)).await.is_refused("identity.link_used");
    // Two browsers at the same moment: the act itself refuses the second.
    let secret = link.rsplit_once('/').unwrap().1;
    let hash = identity::hash(app.sources(), "摽有梅其实七兮求我庶士").unwrap();
    assert!(identity::set_password_by_link(&app, secret, hash).await.is_err());

    phone.get("/account").await.goes_to("/sign-in?back=%2Faccount");
    try_password(&mut browser, &user_name, PASSWORD).await.shows("用户名或密码不对");
    browser.sign_in(&user_name, new).await;
}

#[tokio::test]
async fn a_link_left_lying_for_three_days_no_longer_opens() {
    let app = app();
    app.account(VILLAGER).await;
    let mut administrator = app.signed_in(ADMINISTRATOR).await;
    let page = administrator.post(&format!("/accounts/{VILLAGER}/link"), &[]).await;
    let address = page.value_of("address");
    app.clock().advance(SignedDuration::from_hours(73));
    let link = address.strip_prefix("http://xiangyue.test").unwrap();
    app.anyone().get(link).await.is_refused("identity.link_used");
}

#[tokio::test]
async fn a_closed_account_lets_nobody_in() {
    let app = app();
    let user_name = app.account(VILLAGER).await;
    let mut phone = app.signed_in(VILLAGER).await;
    let mut administrator = app.signed_in(ADMINISTRATOR).await;
    let own = format!("/accounts/{ADMINISTRATOR}/closure");
    administrator.post(&own, &[]).await.is_refused("identity.own_account");
    administrator.post(&format!("/accounts/{VILLAGER}/closure"), &[]).await.goes_to("/accounts");
    phone.get("/account").await.goes_to("/sign-in?back=%2Faccount");
    try_password(&mut app.anyone(), &user_name, PASSWORD).await.shows("用户名或密码不对");
    administrator.get("/journal").await.is_ok().shows("关闭账号").shows("何明");
}

#[tokio::test]
async fn the_journal_is_read_within_ones_areas() {
    let app = app();
    let mut administrator = app.signed_in(ADMINISTRATOR).await;
    app.account(VILLAGER).await;
    administrator.post(&format!("/accounts/{VILLAGER}/link"), &[]).await;
    administrator.get("/journal").await.shows("发出一次性链接");
    administrator.get("/journal?until=2026-11-22").await.is_ok().lacks("发出一次性链接");
    administrator.get("/journal?until=2026-11-23").await.shows("发出一次性链接");
    administrator.get("/journal?until=昨天").await.shows("看不懂这个日期");
    // What happened at the county is not for the director of a village.
    app.signed_in(DIRECTOR).await.get("/journal").await.is_ok().lacks("发出一次性链接");
}

#[tokio::test]
async fn the_journals_pages_neither_miss_an_entry_nor_show_one_twice() {
    let app = app();
    app.account(VILLAGER).await;
    let mut administrator = app.signed_in(ADMINISTRATOR).await;
    // Three at each moment, so that a page's end falls among entries of one moment.
    for number in 0..240 {
        if number % 3 == 0 {
            app.clock().advance(SignedDuration::from_secs(1));
        }
        administrator.post(&format!("/accounts/{VILLAGER}/link"), &[]).await;
    }
    let (mut path, mut seen) = ("/journal".to_owned(), 0);
    for _ in 0..10 {
        let page = administrator.get(&path).await;
        seen += page.count("tbody tr");
        if !page.has("a[rel=next]") {
            break;
        }
        path = page.attribute("a[rel=next]", "href").unwrap();
    }
    assert_eq!(seen, 240);
}

const NOTICE: &str = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n\
    二、春节：2月5日（周五）至12日（周五）放假调休，共8天。2月14日（周日）上班。";

#[tokio::test]
async fn an_administrator_adds_a_year_from_the_official_list() {
    let app = app();
    app.anyone().get("/calendar").await.is_ok().shows("2026").shows("2027 年的放假安排还没有录入");
    let mut administrator = app.signed_in(ADMINISTRATOR).await;
    let source = "国务院办公厅关于2027年部分节假日安排的通知";
    let mut fields = vec![("year", "2027"), ("source", source), ("notice", NOTICE)];
    let page = administrator.post("/calendar/years", &fields).await;
    page.is_ok().shows("2月5日").shows("2月14日").shows(source);
    let days = app.db.read(|tx| tx.calendar()).await.unwrap();
    assert!(days.is_working_day("2027-02-14".parse().unwrap()).is_err(), "a preview adds nothing");
    fields.push(("confirmed", "1"));
    let page = administrator.post("/calendar/years", &fields).await;
    page.goes_to("/calendar?added=2027");
    administrator.follow(&page).await.shows("2027").shows("何明");
    let days = app.db.read(|tx| tx.calendar()).await.unwrap();
    assert_eq!(days.is_working_day("2027-02-14".parse().unwrap()), Ok(true));
    app.clock().move_to(moment("2027-03-01T09:00:00"));
    app.anyone().get("/calendar").await.lacks("2027 年的放假安排还没有录入");
}

#[tokio::test]
async fn a_list_that_is_not_understood_names_its_line() {
    let app = app();
    let mut administrator = app.signed_in(ADMINISTRATOR).await;
    let wrong = NOTICE.replace("12日（周五）", "12日（周六）");
    let fields = [("year", "2027"), ("source", "通知"), ("notice", wrong.as_str())];
    let page = administrator.post("/calendar/years", &fields).await;
    page.is_ok().shows("第 2 行");
    assert!(page.value_of("notice").contains("元旦"), "what was pasted stays");
    let page = administrator.post("/calendar/years", &[("year", "27")]).await;
    page.shows("请填四位数的年份").shows("请写上这份安排出自哪个通知");
}

#[tokio::test]
async fn language_and_type_size_stay_in_the_browser() {
    let app = app();
    let mut browser = app.anyone();
    let page = browser.get("/preferences?lang=en&elder=1&back=/sign-in").await;
    page.goes_to("/sign-in");
    let page = browser.follow(&page).await;
    page.shows("Password").lacks("密码");
    browser.get("/preferences?lang=zh-Hant").await.goes_to("/");
    browser.get("/sign-in").await.shows("密碼");
    assert_eq!(browser.cookie("xiangyue_preferences"), Some("zh-Hant.elder"));
    browser.get("/preferences?elder=0&back=//elsewhere.test").await.goes_to("/");
    assert_eq!(browser.cookie("xiangyue_preferences"), Some("zh-Hant"));
}

#[tokio::test]
async fn only_a_sample_county_lets_people_in_without_a_password() {
    let app = TestApp::demo(&[], REGISTRAR);
    let user_name = app.account(DIRECTOR).await;
    let page = app.anyone().post("/demo/sign-in", &[("user_name", &user_name)]).await;
    page.goes_to("/desk");
    app.anyone().post("/demo/sign-in", &[("user_name", "nobody")]).await.is_missing();
    let app = self::app();
    let user_name = app.account(DIRECTOR).await;
    app.anyone().post("/demo/sign-in", &[("user_name", &user_name)]).await.is_missing();
    let origin = identity::Origin { device: String::new(), address: String::new() };
    assert!(identity::sign_in_as(&app, &user_name, origin).await.is_err());
}

#[tokio::test]
async fn every_answer_carries_safe_headers_and_a_number() {
    let app = app();
    for path in ["/sign-in", "/nowhere", "/journal"] {
        let page = app.anyone().get(path).await;
        assert!(page.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
        assert_ne!(page.header("x-request-id"), "", "{path}");
    }
    app.anyone().get("/nowhere").await.is_missing().shows("没有找到这一页");
}

#[tokio::test]
async fn pages_that_answer_to_secrets_are_looked_at_slowly() {
    let app = app();
    let mut guesser = app.anyone();
    for _ in 0..30 {
        guesser.get("/account/link/guess").await.is_refused("identity.link_used");
    }
    guesser.get("/account/link/guess").await.is_refused("web.too_many");
    app.anyone().get("/account/link/guess").await.is_refused("identity.link_used");
}

#[test]
fn every_page_renders_in_each_language_and_in_large_type() {
    crate::ui::install_english(&[law::ENGLISH, crate::ENGLISH]).unwrap();
    for lang in Lang::ALL {
        for elder in [false, true] {
            for sample in crate::pages::samples(&Ui::sample(lang, elder)).unwrap() {
                let begins = sample.html.contains(&format!("<html lang=\"{}\"", lang.key()));
                assert!(
                    begins && sample.html.trim_end().ends_with("</html>"),
                    "{}",
                    sample.template
                );
                assert_eq!(sample.html.contains("class=\"elder\""), elder, "{}", sample.template);
            }
        }
    }
}
