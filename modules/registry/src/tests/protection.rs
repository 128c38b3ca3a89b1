//! Whole numbers, looks, cards, and what people ask about their data.

use jiff::SignedDuration;
use platform::{Actor, AreaPath, PersonId};
use testing::Browser;

use super::{County, code, holder, new_person};
use crate::actions::{Asked, Disclosure, answer_request, ask_for, disclose, note_bank_card};
use crate::model::{
    Asking, BankCardNumber, BodyKind, GivenHow, IdentityNumber, LookedAt, RequestStanding, Why,
};
use crate::protection;

const CARD: &str = "6222020000000007";

fn number() -> IdentityNumber {
    IdentityNumber::made_up(990_001, jiff::civil::date(1956, 3, 12), 22).unwrap()
}

/// A person with all numbers, in the first village.
async fn person(county: &County) -> (PersonId, AreaPath) {
    let village = county.area("石桥镇柳湾村").await.path;
    let mut new = new_person("王小芳", &village);
    new.identity_number = Some(number());
    new.phone = Some("13800001234".into());
    let clerk = holder("village_clerk", village.clone());
    let id = crate::actions::add_person(county, &clerk, new).await.unwrap();
    (id, village)
}

/// Another person with a post, for who may not be the same.
fn other(post: &str, area: &AreaPath, number: u128) -> Actor {
    let person_id = Some(PersonId(platform::Uuid::from_u128(number)));
    Actor { person_id, name: format!("经办{number}"), ..holder(post, area.clone()) }
}

fn wanted(at_what: LookedAt, words: &str) -> Disclosure {
    Disclosure { at_what, why: Why::Pay, words: words.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_checked_sealed_masked_and_replaced_by_a_new_record() {
    let county = County::new().await;
    let (id, village) = person(&county).await;
    let clerk = holder("village_clerk", village.clone());
    assert_eq!(
        BankCardNumber::read("6222 0200 0000 0008").unwrap_err().code,
        "registry.card_check"
    );
    assert_eq!(BankCardNumber::read("622202").unwrap_err().code, "registry.card_length");
    let card = || BankCardNumber::read("６２２２ 0200-0000 0007").unwrap();
    assert!(!format!("{:?}", card()).contains("622202"));
    let handler = holder("township_handler", village.parent().unwrap());
    let refused = note_bank_card(&county, &handler, id, "农商行", card()).await;
    assert_eq!(code(refused), "platform.not_permitted");
    note_bank_card(&county, &clerk, id, "农商行", card()).await.unwrap();
    let again = note_bank_card(&county, &clerk, id, "农商行", card()).await;
    assert_eq!(code(again), "registry.card_same");
    county.clock().advance(SignedDuration::from_mins(1));
    note_bank_card(&county, &clerk, id, "邮储银行", card()).await.unwrap();
    let cards = county.db.read(move |tx| protection::cards_of(tx, id)).await.unwrap();
    let banks: Vec<&str> = cards.iter().map(|card| card.bank.as_str()).collect();
    assert_eq!(banks, ["邮储银行", "农商行"], "the one before stays in the record");
    assert!(!cards[0].number_sealed.windows(6).any(|part| part == b"622202"));
    let number = county.db.read(move |tx| protection::card_number(tx, &cards[0])).await.unwrap();
    assert_eq!(number, CARD);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_number_is_seen_with_a_reason_by_who_may_and_noted() {
    let county = County::new().await;
    let (id, village) = person(&county).await;
    let clerk = holder("village_clerk", village.clone());
    let window = holder("window_clerk", village.parent().unwrap());
    let ask = async |actor: &Actor, at_what, words: &str| {
        disclose(&county, actor, id, wanted(at_what, words)).await
    };
    let refused = ask(&clerk, LookedAt::IdentityNumber, "核对高龄补贴").await;
    assert_eq!(code(refused), "platform.not_permitted");
    let short = ask(&window, LookedAt::IdentityNumber, "看看").await;
    assert_eq!(code(short), "registry.words_missing");
    let told = ask(&window, LookedAt::IdentityNumber, "电话 13800001234").await;
    assert_eq!(code(told), "registry.words_with_number");
    let none = ask(&window, LookedAt::BankCard, "核对高龄补贴").await;
    assert_eq!(code(none), "registry.nothing_to_show");
    let seen = ask(&window, LookedAt::IdentityNumber, "核对高龄补贴").await.unwrap();
    assert_eq!(seen, number().as_str());
    county.clock().advance(SignedDuration::from_mins(1));
    assert_eq!(ask(&window, LookedAt::Phone, "核对高龄补贴").await.unwrap(), "13800001234");
    let (looks, noted) = county
        .db
        .read(move |tx| {
            Ok((protection::looks_at(tx, id)?, platform::journal::of_subject(tx, id.0)?))
        })
        .await
        .unwrap();
    assert_eq!(looks.len(), 2, "what was refused is no look");
    assert_eq!((looks[0].at_what.as_str(), looks[0].words.as_str()), ("phone", "核对高龄补贴"));
    assert_eq!(looks[0].post, "window_clerk");
    let facts: String = noted.iter().map(|entry| entry.facts.0.to_string()).collect();
    assert!(facts.contains("identity_number") && facts.contains("核对高龄补贴"), "{facts}");
    assert!(!facts.contains(number().as_str()) && !facts.contains("13800001234"), "{facts}");
}

async fn window_clerk(county: &County) -> Browser {
    let township = county.area("石桥镇").await;
    let person = county.official(&township, BodyKind::ServiceCenter, "window_clerk").await;
    county.signed_in(person).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_sees_who_looked_and_one_look_an_hour_is_noted() {
    let county = County::new().await;
    let (id, _) = person(&county).await;
    let (mut window, mut own) = (window_clerk(&county).await, county.signed_in(id).await);
    own.get("/own/privacy").await.is_ok().shows("还没有工作人员看过");
    let record = format!("/people/{id}");
    window.get(&record).await.is_ok().lacks(number().as_str()).lacks("13800001234");
    window.get(&record).await.is_ok();
    let page = own.get("/own/privacy").await;
    page.shows("周明").shows("日常工作").shows("综合窗口受理员");
    assert_eq!(page.text().matches("日常工作").count(), 1, "twice in an hour is one look");
    county.clock().advance(SignedDuration::from_mins(61));
    window.get(&record).await.is_ok();
    let again = own.get("/own/privacy").await;
    assert_eq!(again.text().matches("日常工作").count(), 2);
    let disclosure = format!("{record}/disclosure");
    window.get(&disclosure).await.is_ok().shows("看完整号码");
    let empty = window.post(&disclosure, &[]).await;
    empty.shows("请选要看哪个号码").shows("请选为什么要看");
    let typed = [("field", "identity_number"), ("why", "compare"), ("words", "核对高龄补贴")];
    let shown = window.post(&disclosure, &typed).await;
    shown.is_ok().shows(number().as_str());
    assert_eq!(shown.header("cache-control"), "no-store");
    own.get("/own/privacy").await.shows("核对证件或材料").shows("核对高龄补贴");
    let paper = window.post(&format!("{record}/looks"), &[]).await;
    paper.is_ok().shows("核对高龄补贴").shows("本人要求");
    own.get("/own/privacy").await.shows("谁看过的打印件");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_gets_a_copy_of_everything() {
    let county = County::new().await;
    let (id, village) = person(&county).await;
    let clerk = holder("village_clerk", village);
    let card = BankCardNumber::read(CARD).unwrap();
    note_bank_card(&county, &clerk, id, "农商行", card).await.unwrap();
    let mut own = county.signed_in(id).await;
    let paper = own.get("/own/privacy/copy").await;
    paper.is_ok().shows("王小芳").shows(number().as_str()).shows(CARD).shows("农商行");
    let file = own.get("/own/privacy/copy.json").await;
    let json: serde_json::Value = serde_json::from_slice(file.bytes()).unwrap();
    let whole = json.to_string();
    assert!(whole.contains(CARD) && whole.contains("13800001234"), "{whole}");
}

fn asked(asking: Asking, about: &str) -> Asked {
    Asked {
        asking, about: about.into(), words: "应为 1956 年".into(), given_how: GivenHow::Spoken
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_goes_through_four_eyes_and_keeps_what_the_law_keeps() {
    let county = County::new().await;
    let (id, village) = person(&county).await;
    let (clerk, admin) = (other("village_clerk", &village, 11), AreaPath::county());
    let admin = other("administrator", &admin, 12);
    let kept = ask_for(&county, &clerk, id, asked(Asking::Erasure, "register")).await;
    assert_eq!(code(kept), "registry.kept_by_law");
    let request = ask_for(&county, &clerk, id, asked(Asking::Erasure, "phone")).await.unwrap();
    let twice = ask_for(&county, &clerk, id, asked(Asking::Erasure, "phone")).await;
    assert_eq!(code(twice), "registry.asked_already");
    let answer = async |actor: &Actor, answer, reason: &str| {
        answer_request(&county, actor, request, answer, reason).await
    };
    assert_eq!(code(answer(&admin, RequestStanding::Done, "").await), "registry.not_this_step");
    let silent = answer(&clerk, RequestStanding::Declined, "").await;
    assert_eq!(code(silent), "registry.reason_missing");
    answer(&clerk, RequestStanding::Accepted, "").await.unwrap();
    let same =
        Actor { posts: [clerk.posts.clone(), admin.posts.clone()].concat(), ..clerk.clone() };
    assert_eq!(code(answer(&same, RequestStanding::Done, "").await), "registry.same_eyes");
    answer(&admin, RequestStanding::Done, "").await.unwrap();
    let after = county.db.read(move |tx| crate::person(tx, id)).await.unwrap();
    assert_eq!(after.phone, None);
    assert!(after.identity_number_sealed.is_some(), "the register stays");
    assert_eq!(code(answer(&admin, RequestStanding::Done, "").await), "registry.not_this_step");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_asks_online_and_reads_the_answer() {
    let county = County::new().await;
    let (id, _) = person(&county).await;
    let station = county.area("石桥镇柳湾村").await;
    let clerk = county.official(&station, BodyKind::ServiceStation, "village_clerk").await;
    let (mut own, mut clerk) = (county.signed_in(id).await, county.signed_in(clerk).await);
    own.get("/own/privacy/request?kind=correction").await.is_ok().shows("请求更正");
    let nothing = own.post("/own/privacy/request", &[("kind", "correction")]).await;
    nothing.shows("请选是哪一项");
    let typed = [("kind", "correction"), ("about", "born_on"), ("words", "应为 3 月 21 日")];
    own.post("/own/privacy/request", &typed).await.goes_to("/own/privacy");
    own.get("/own/privacy").await.shows("等待处理");
    let list = clerk.get("/people/requests").await;
    let one = list.is_ok().shows("王小芳").link("王小芳");
    clerk.get(&one).await.is_ok().shows("应为 3 月 21 日");
    let answer = format!("{one}/answer");
    clerk.post(&answer, &[("answer", "declined")]).await.shows("请写明理由");
    let typed = [("answer", "declined"), ("reason", "和身份证一致")];
    clerk.post(&answer, &typed).await.goes_to(&one);
    own.get("/own/privacy").await.shows("没有同意").shows("和身份证一致");
    let there = county.area("柳林镇东山村").await;
    let other = county.official(&there, BodyKind::ServiceStation, "village_clerk").await;
    county.signed_in(other).await.get(&one).await.is_missing();
}
