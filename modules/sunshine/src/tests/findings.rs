//! What the supervision committee finds: who is told, who puts it right, who closes it, who reads.

use jiff::SignedDuration;
use jiff::civil::date;
use law::sunshine::Field;

use crate::actions::findings::{self, Noting, Said};
use crate::fixture::{CLERK, County, DIRECTOR, LEADER, WATCHER, photo};

const MEMBER: &str = "马长贵";
const TITLE: &str = "排水沟工程没有验收单";

async fn owner(county: &County, post: &'static str) -> registry::PostHeldId {
    let path = county.village().path.clone();
    let holders = county.db.read(move |tx| findings::owners(tx, &path)).await.unwrap();
    holders.into_iter().find(|one| one.post == post).unwrap().id
}

async fn noted(county: &County) -> String {
    let new = Noting {
        area: county.village().id,
        field: Some(Field::Works),
        title: TITLE.into(),
        words: "现场量了沟长，比合同少40米".into(),
        owner: Some(owner(county, "village_director").await),
        due_on: date(2026, 10, 22),
        files: Vec::new(),
    };
    crate::note_finding(county, &county.actor(WATCHER).await, new).await.unwrap()
}

fn said(words: &str) -> Said {
    Said { words: words.into(), files: Vec::new() }
}

async fn days_later(county: &County, days: i64) {
    county.clock().advance(SignedDuration::from_hours(24 * days));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_is_put_right_looked_at_and_closed_in_the_browser() {
    let county = County::new().await;
    let area = county.village().id;
    let mut watcher = county.browser(WATCHER).await;
    watcher.get("/desk/village-supervision").await.is_ok().shows("登记发现的问题").shows(WATCHER);
    let form = format!("/desk/village-supervision/{area}/findings");
    watcher.get(&format!("{form}/new")).await.is_ok().shows("郑德福（村委会主任）");
    let director = owner(&county, "village_director").await.to_string();
    let typed = |title: &'static str, field: &'static str, year: &'static str| {
        [
            ("title", title),
            ("field", field),
            ("words", "现场量了沟长，比合同少40米"),
            ("owner", director.as_str()),
            ("due_on-year", year),
            ("due_on-month", "10"),
            ("due_on-day", "22"),
        ]
    };
    let sent = watcher.post(&form, &typed(TITLE, "", "2026")).await;
    sent.shows("请选属于哪一方面").shows(TITLE);
    watcher.post(&form, &typed("电话13800138000", "works", "2026")).await.shows("手机号码");
    watcher.post(&form, &typed("沟", "works", "2026")).await.shows("4 到 40 个字");
    watcher.post(&form, &typed(TITLE, "works", "2025")).await.shows("整改期限要在今天以后");
    let picture = photo();
    let files = [("files", "沟.png", picture.as_slice())];
    let sent = watcher.upload(&form, &typed(TITLE, "works", "2026"), &files).await;
    let home = sent.location().trim_end_matches("?done=noted").to_owned();
    watcher.get(sent.location()).await.is_ok().shows("整改的人会收到消息").shows("沟.png");

    let mut owner = county.browser(DIRECTOR).await;
    owner.get("/messages").await.shows("监督委员会请您整改").shows("10月22日");
    owner.get("/own/findings").await.is_ok().shows(TITLE);
    owner.get(&home).await.is_ok().shows("比合同少40米");
    owner.post(&format!("{home}/report"), &[("words", "改")]).await.shows("至少 4 个字");
    watcher.post(&format!("{home}/verification"), &[("words", "都改好了")]).await.shows("不能核实");
    let done = format!("{home}?done=report");
    owner.post(&format!("{home}/report"), &[("words", "补了40米")]).await.goes_to(&done);
    watcher.get("/messages").await.shows("请到现场核实");
    watcher.post(&format!("{home}/rejection"), &[("words", "")]).await.shows("至少 4 个字");
    let done = format!("{home}?done=reject");
    watcher.post(&format!("{home}/rejection"), &[("words", "只有20米")]).await.goes_to(&done);
    owner.get("/messages").await.shows("请继续整改");
    owner.post(&format!("{home}/report"), &[("words", "40米补齐了")]).await;
    let mut member = county.browser(MEMBER).await;
    let verify = format!("{home}/verification");
    member.post(&verify, &[("words", "")]).await.shows("请附上照片、单据或者写明怎么核实的");
    let files = [("files", "补齐.png", picture.as_slice())];
    let done = format!("{home}?done=verify");
    member.upload(&verify, &[("words", "")], &files).await.goes_to(&done);
    let page = member.get(&home).await;
    page.shows("只有20米").shows("40米补齐了").shows("补齐.png").shows("已核实销号");
    member.post(&verify, &[("words", "再核实一次")]).await.shows("已经核实销号");
    owner.get("/messages").await.shows("核实改好了");

    let public = county.anyone().get(&format!("/villages/{area}/supervision")).await;
    public.is_ok().shows(TITLE).shows("村工程项目建设").lacks("郑德福").lacks("比合同少");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_to_put_it_right_does_not_close_it_and_strangers_do_not_find_it() {
    let county = County::new().await;
    let code = noted(&county).await;
    let (director, clerk) = (county.actor(DIRECTOR).await, county.actor(CLERK).await);
    let home = format!("/findings/{code}");
    let door = format!("/sign-in?back={}", home.replace('/', "%2F"));
    county.anyone().get(&home).await.goes_to(&door);
    for elsewhere in ["丁秀英", "王小芳", CLERK] {
        county.browser(elsewhere).await.get(&home).await.is_missing();
    }
    assert!(crate::report_finding(&county, &clerk, &code, said("都改好了")).await.is_err());
    let watcher = county.actor(WATCHER).await;
    let refused = crate::report_finding(&county, &watcher, &code, said("我看改好了")).await;
    assert_eq!(refused.unwrap_err().refusal().unwrap().code, "sunshine.not_the_owner");
    crate::report_finding(&county, &director, &code, said("都改好了")).await.unwrap();
    let refused = crate::verify_finding(&county, &director, &code, said("我自己看过了")).await;
    assert_eq!(refused.unwrap_err().refusal().unwrap().code, "platform.not_permitted");
    // Whoever was named and watches later does not look at the own work either.
    let mut both = director.clone();
    both.posts.extend(watcher.posts.clone());
    let refused = crate::verify_finding(&county, &both, &code, said("我自己看过了")).await;
    assert_eq!(refused.unwrap_err().refusal().unwrap().code, "owner_verifies");
    crate::verify_finding(&county, &watcher, &code, said("到现场看过了")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn late_is_one_number_on_the_desk_the_board_and_for_the_township() {
    let county = County::new().await;
    noted(&county).await;
    let remind = || county.db.write(crate::messages::supervision::remind);
    assert_eq!(remind().await.unwrap(), 0, "ten days are left");
    days_later(&county, 7).await;
    assert_eq!(remind().await.unwrap(), 1, "the owner, three days before");
    assert_eq!(remind().await.unwrap(), 0, "once");
    county.browser(DIRECTOR).await.get("/messages").await.shows("整改期限快到了");
    days_later(&county, 5).await;
    assert_eq!(remind().await.unwrap(), 3, "the owner and the two who watch");
    days_later(&county, 6).await;
    assert_eq!(remind().await.unwrap(), 1, "after a week the township");
    let mut leader = county.browser(LEADER).await;
    leader.get("/messages").await.shows("10月22日").shows(TITLE);
    leader
        .get("/desk/village-supervision")
        .await
        .is_ok()
        .shows("超期 8 天没有销号")
        .shows("柳湾村");
    let area = county.village().id;
    let mut anyone = county.anyone();
    let page = anyone.get(&format!("/villages/{area}/supervision")).await;
    page.shows("超期 8 天没有销号").shows("超期 1 个");
    anyone.get(&format!("/villages/{area}/sunshine")).await.shows("1 个问题超期没有改好");
    county.browser(WATCHER).await.get("/desk/village-supervision").await.shows("超期 8 天没有销号");
    county
        .browser("丁秀英")
        .await
        .get("/desk/village-supervision")
        .await
        .is_refused("platform.not_permitted");
}
