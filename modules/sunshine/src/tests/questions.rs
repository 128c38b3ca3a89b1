//! Questions about a line of the books: who may ask, until when it is answered, and what follows.

use jiff::SignedDuration;
use jiff::civil::date;
use platform::messages::outbox;
use platform::{PersonId, Result, Tx};
use registry::model::NewPerson;
use registry::{Residence, Sex};

use crate::actions::questions::{self, Asking, Word};
use crate::fixture::{CLERK, County, DIRECTOR, LEADER};
use crate::question::{GivenHow, Tally};

const VILLAGER: &str = "王小芳";

fn asking(line: Option<i64>, words: &str) -> Asking {
    Asking { line, words: words.into(), for_somebody: None }
}

async fn days_later(county: &County, days: i64) {
    county.clock().advance(SignedDuration::from_hours(24 * days));
}

fn person(area_path: platform::AreaPath, no_phone: bool) -> NewPerson {
    NewPerson {
        name: "孟庆山".into(),
        sex: Sex::Male,
        born_on: Some(date(1948, 3, 2)),
        identity_number: None,
        phone: (!no_phone).then(|| "13812342211".into()),
        no_phone,
        household_number: None,
        area_path,
        residence: Residence::HukouHere,
        resident_since_on: None,
    }
}

async fn added(county: &County, new: NewPerson) -> PersonId {
    let add = move |tx: &mut Tx<'_>| -> Result<PersonId> {
        Ok(registry::people::add_many(tx, std::slice::from_ref(&new))?[0])
    };
    county.db.write(add).await.unwrap()
}

async fn tally(county: &County) -> Tally {
    let path = county.village().path.clone();
    county.db.read(move |tx| questions::tally(tx, &path)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_villager_asks_about_a_line_and_the_answer_stands_beside_it() {
    let county = County::new().await;
    let (_, code) = county.published("2026-Q3").await;
    let public = format!("/disclosures/{code}");
    let mut anyone = county.anyone();
    anyone.get(&public).await.is_ok().shows("村民提问");
    let mut villager = county.browser(VILLAGER).await;
    let form = villager.get(&format!("{public}/questions/new?line=2")).await;
    form.is_ok().shows("10月22日").shows("第 2 笔 路灯维修");
    assert_eq!(form.attribute("option[selected]", "value").as_deref(), Some("2"));
    let send = format!("{public}/questions");
    let asks = |words: &'static str| [("line", "2"), ("words", words)];
    villager.post(&send, &asks("")).await.shows("请写一句话");
    let with_number = villager.post(&send, &asks("请给13800138000回电话")).await;
    with_number.shows("手机号码");
    assert!(with_number.html().contains("请给13800138000回电话"), "what was typed is kept");
    villager.post(&send, &[("line", "3"), ("words", "这一笔是什么")]).await.shows("没有这一笔");
    let sent = villager.post(&send, &asks("路灯修了几盏，哪几盏")).await;
    let home = sent.location().trim_end_matches("?sent=1").to_owned();
    villager.get(sent.location()).await.is_ok().shows("问题收到了").shows("10月22日");

    // Before the answer it counts, and nobody outside reads it.
    anyone.get(&public).await.shows("有 1 个问题等答复").lacks("路灯修了几盏");
    assert!(anyone.get(&home).await.location().starts_with("/sign-in"), "led to the sign-in");
    county.browser("丁秀英").await.get(&home).await.is_missing();
    let answer = format!("{home}/answer");
    villager.post(&answer, &[("words", "我自己答")]).await.is_refused("platform.not_permitted");

    let mut director = county.browser(DIRECTOR).await;
    director.get("/desk/questions").await.is_ok().shows("路灯修了几盏").shows("10月22日");
    director.get(&home).await.is_ok().lacks(VILLAGER);
    director.post(&answer, &[("words", "修")]).await.shows("请写一句话");
    let reply = [("words", "修了村口到桥头12盏，单子在村部可以看")];
    director.post(&answer, &reply).await.goes_to(&home);
    director.post(&answer, &reply).await.shows("村里已经答复过");
    let page = anyone.get(&public).await;
    page.shows("路灯修了几盏").shows("修了村口到桥头12盏").shows(DIRECTOR).lacks(VILLAGER);
    assert!(page.text_of("#line-2 + tr.asked").contains("修了村口到桥头12盏"));
    let program = county.program();
    let told = program.get(&format!("/api/v1/disclosures/{code}/questions")).await;
    told.is_ok();
    assert_eq!(told.word("/items/0/words"), "路灯修了几盏，哪几盏");
    assert_eq!(told.word("/items/0/replies/0/words"), "修了村口到桥头12盏，单子在村部可以看");
    villager.get("/messages").await.shows("村里答复了");
    villager.get("/own/questions").await.is_ok().shows("路灯修了几盏").shows("已答复");
    let expected = Tally { asked: 1, answered: 1, in_time: 1, ..Tally::default() };
    assert_eq!(tally(&county).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_village_does_not_answer_goes_to_the_township() {
    let county = County::new().await;
    let (_, code) = county.published("2026-Q3").await;
    let mut villager = county.browser(VILLAGER).await;
    let send = format!("/disclosures/{code}/questions");
    let sent = villager.post(&send, &[("line", ""), ("words", "鱼塘为什么没有公开招标")]).await;
    let home = sent.location().trim_end_matches("?sent=1").to_owned();
    let further = format!("{home}/escalation");
    let why = [("dissatisfied", "到期了还没有人答复")];
    villager.post(&further, &why).await.shows("村里的答复期限还没有到");
    days_later(&county, 10).await;
    let mut villager = county.browser(VILLAGER).await;
    villager.post(&further, &why).await.shows("村里的答复期限还没有到");
    assert_eq!(county.db.write(crate::messages::questions::remind).await.unwrap(), 0);
    days_later(&county, 1).await;
    let mut villager = county.browser(VILLAGER).await;
    let mut leader = county.browser(LEADER).await;
    leader.get("/desk/questions").await.is_ok().shows("超期 1 天未答复");
    let told = county.db.write(crate::messages::questions::remind).await.unwrap();
    assert_eq!(told, 4, "the villager, the clerk, the director and the township");
    assert_eq!(county.db.write(crate::messages::questions::remind).await.unwrap(), 0, "once");
    villager.get("/messages").await.shows("村里没有按时答复");
    assert_eq!(tally(&county).await, Tally { asked: 1, waiting: 1, late: 1, ..Tally::default() });

    let end = format!("{home}/township-answer");
    let result = [("result", "经核实，村民代表会议9月定的，记录已补充公开")];
    leader.post(&end, &result).await.shows("还没有交给乡镇");
    let mut director = county.browser(DIRECTOR).await;
    director.post(&further, &why).await.shows("只有提问的人");
    villager.post(&further, &why).await.goes_to(&home);
    villager.post(&further, &why).await.shows("已经交给乡镇");
    leader.get("/messages").await.shows("请您核实后答复");
    director.post(&end, &result).await.is_refused("platform.not_permitted");
    leader.post(&end, &result).await.goes_to(&home);
    villager.get("/messages").await.shows("乡镇答复了");
    villager.post(&further, &why).await.shows("这个问题已经办结");
    let page = county.anyone().get(&format!("/disclosures/{code}")).await;
    page.shows("鱼塘为什么没有公开招标").shows("村民代表会议9月定的").lacks("到期了还没有人答复");
    let done = Tally { asked: 1, ..Tally::default() };
    assert_eq!(tally(&county).await, done);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_satisfied_may_go_on_at_once() {
    let county = County::new().await;
    let (_, code) = county.published("2026-Q3").await;
    let (villager, clerk) = (county.actor(VILLAGER).await, county.actor(CLERK).await);
    let question = questions::ask(&county, &villager, &code, asking(Some(1), "承包合同在哪里看"))
        .await
        .unwrap();
    questions::answer(&county, &clerk, &question, "在村部").await.unwrap_err();
    questions::answer(&county, &clerk, &question, "合同在村部档案柜").await.unwrap();
    questions::escalate(&county, &villager, &question, "去了两次没有看到").await.unwrap();
    let leader = county.actor(LEADER).await;
    let (thread, may) =
        county.db.read(move |tx| questions::one(tx, &leader, &question)).await.unwrap();
    assert!(may.end && !may.answer && !may.escalate);
    assert_eq!(thread.replies.len(), 2);
    assert_eq!(thread.due_on(), None, "nobody confirmed the township's days");
    let expected = Tally { asked: 1, answered: 1, in_time: 1, at_township: 1, ..Tally::default() };
    assert_eq!(tally(&county).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn villagers_of_elsewhere_do_not_ask_here_and_nobody_floods_the_desk() {
    let county = County::new().await;
    let (_, code) = county.published("2026-Q3").await;
    let elsewhere = added(&county, person(county.other_village().path.clone(), false)).await;
    let mut stranger = county.signed_in(elsewhere).await;
    let public = format!("/disclosures/{code}");
    let form = stranger.get(&format!("{public}/questions/new")).await;
    form.is_ok().shows("这里由本村村民提问");
    let words = [("line", ""), ("words", "这笔账对吗，请说明")];
    stranger.post(&format!("{public}/questions"), &words).await.shows("这里由本村村民提问");
    let villager = county.actor(VILLAGER).await;
    for number in 0..10 {
        let words = format!("第{number}个问题，请答复");
        questions::ask(&county, &villager, &code, asking(None, &words)).await.unwrap();
    }
    let one_more = questions::ask(&county, &villager, &code, asking(None, "还有一个问题")).await;
    let refusal = one_more.unwrap_err();
    assert_eq!(refusal.refusal().unwrap().code, "sunshine.too_many_questions");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clerk_asks_for_a_villager_without_a_phone() {
    let county = County::new().await;
    let (_, code) = county.published("2026-Q3").await;
    let old = added(&county, person(county.village().path.clone(), true)).await;
    let mut clerk = county.browser(CLERK).await;
    let search = format!("/desk/questions/for/{code}");
    clerk.get(&search).await.is_ok().shows("孟庆山").shows("没有电话");
    clerk.post(&search, &[("q", "孟庆山")]).await.is_ok().shows("孟庆山");
    let form = format!("{search}/{old}");
    clerk.get(&form).await.is_ok().shows("替这位村民提问");
    let words = ("words", "低保名单为什么没有我");
    clerk.post(&form, &[words]).await.shows("请选本人是怎样委托您的");
    let spoken = [words, ("given_how", "spoken"), ("witness", "")];
    clerk.post(&form, &spoken).await.shows("口头委托要有见证人");
    let own = [words, ("given_how", "spoken"), ("witness", CLERK)];
    clerk.post(&form, &own).await.shows("不能给自己作见证");
    let heard = [words, ("given_how", "spoken"), ("witness", "刘素梅")];
    let sent = clerk.post(&form, &heard).await;
    let home = sent.location().trim_end_matches("?sent=1").to_owned();
    clerk.get(&home).await.is_ok().shows("由吴桂兰代为记下");
    clerk.get("/own/questions").await.is_ok().shows("低保名单为什么没有我");
    let director = county.actor(DIRECTOR).await;
    let question = home.trim_start_matches("/questions/").to_owned();
    let answer = "名单按评议结果公开，您家的情况下周上门核实";
    questions::answer(&county, &director, &question, answer).await.unwrap();
    let app = (**county).clone();
    tokio::task::spawn_blocking(move || outbox::send_due(&app)).await.unwrap().unwrap();
    clerk.get("/desk/visits").await.is_ok().shows("孟庆山").shows("没有手机");
    let clerk_of_other = county.actor("丁秀英").await;
    let word = Word { person: old, how: GivenHow::Signature, witness: String::new() };
    let for_somebody = Some(word);
    let asked = Asking { for_somebody, ..asking(None, "替他问一句，可以吗") };
    let refused = questions::ask(&county, &clerk_of_other, &code, asked).await;
    assert_eq!(refused.unwrap_err().refusal().unwrap().code, "platform.not_permitted");
}
