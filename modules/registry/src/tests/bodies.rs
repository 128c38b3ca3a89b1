//! Bodies are set right, end, become others, and are found.

use jiff::civil::{Date, date};
use platform::{Actor, AreaPath, BodyId, journal};

use super::{County, code, holder, new_body};
use crate::actions::{appoint, correct_body, end_body, end_post, found_body};
use crate::bodies;
use crate::model::{Appointment, BodyFacts, BodyKind, Ending, NewBody, POSTS_WATCH};
use crate::watch::watch;

const DAY: Date = date(2026, 11, 1);

fn administrator() -> Actor {
    holder("administrator", AreaPath::county())
}

fn facts(name: &str, seats: Option<u32>) -> BodyFacts {
    BodyFacts {
        name: name.into(),
        phone: Some("05507654321".into()),
        address: None,
        hours: None,
        purpose: None,
        seats,
    }
}

fn ending(body_id: BodyId, successor: Option<(BodyKind, &str)>) -> Ending {
    let successor = successor.map(|(kind, name)| (kind, name.to_owned()));
    Ending { body_id, on: DAY, document: "清政发〔2026〕31号".into(), successor }
}

async fn last_entry(county: &County, body: BodyId) -> (String, String) {
    let noted = county.db.read(move |tx| journal::of_subject(tx, body.0)).await.unwrap();
    let last = noted.last().expect("an entry");
    (last.act.clone(), last.facts.0.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_set_right_with_a_reason_and_the_journal_keeps_no_number() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let body = county.body(&village, BodyKind::VillagersCommittee).await;
    let admin = administrator();
    let correct =
        async |facts: BodyFacts, why| correct_body(&county, &admin, body, (facts, why)).await;
    assert_eq!(code(correct(facts(" ", None), "写错了").await), "registry.name_length");
    assert_eq!(code(correct(facts("村委会", Some(2)), "少了").await), "registry.committee_seats");
    assert_eq!(code(correct(facts("村委会", Some(8)), "多了").await), "registry.committee_seats");
    assert_eq!(code(correct(facts("村委会", None), " ").await), "registry.correction_reason");
    let number = correct(facts("村委会", None), "13812342210 是旧电话").await;
    assert_eq!(code(number), "registry.words_with_number");
    let clerk = holder("village_clerk", village.path.clone());
    let not_theirs = correct_body(&county, &clerk, body, (facts("村委会", None), "写错了")).await;
    assert_eq!(code(not_theirs), "platform.not_permitted");
    correct(facts("柳湾村村民委员会", Some(5)), "名称漏了村名").await.unwrap();
    let now = county.db.read(move |tx| bodies::body(tx, body)).await.unwrap();
    assert_eq!((now.name.as_str(), now.seats), ("柳湾村村民委员会", Some(5)));
    assert_eq!((now.phone.as_deref(), now.address), (Some("05507654321"), None));
    let (act, told) = last_entry(&county, body).await;
    assert_eq!(act, "registry.body_corrected");
    assert!(told.contains("名称漏了村名") && told.contains("phone"), "{told}");
    assert!(!told.contains("05507654321"), "a telephone may be somebody's own: {told}");
    let again = correct(facts("柳湾村村民委员会", Some(5)), "再来一次").await;
    assert_eq!(code(again), "registry.body_same");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_village_becomes_a_community_in_one_act() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let body = county.body(&village, BodyKind::VillagersCommittee).await;
    let admin = administrator();
    let mut people = Vec::new();
    for name in ["王小芳", "李建国", "王小明"] {
        people.push(county.add(name, &village).await);
    }
    let put = async |at: usize, post: &str, from, until| {
        let new = Appointment {
            body_id: body,
            post: post.into(),
            person_id: people[at],
            public_phone: None,
            held_from: from,
            held_until: until,
        };
        appoint(&county.app, &admin, new).await
    };
    let began = date(2026, 1, 10);
    put(0, "village_director", began, None).await.unwrap();
    let over = (date(2021, 1, 10), Some(date(2026, 1, 9)));
    let before = put(1, "committee_member", over.0, over.1).await.unwrap();
    put(2, "committee_member", date(2026, 11, 30), None).await.unwrap();
    let becomes = Some((BodyKind::ResidentsCommittee, "柳湾社区居民委员会"));
    let next =
        end_body(&county, &admin, ending(body, becomes)).await.unwrap().expect("a successor");
    let path = village.path.clone();
    let (there, ever, end) = county
        .db
        .read(move |tx| {
            let there = bodies::bodies_at(tx, &path)?;
            Ok((there, bodies::holders_ever(tx, body)?, bodies::end_of(tx, body)?))
        })
        .await
        .unwrap();
    let kinds: Vec<_> = there.iter().map(|body| (body.id, body.kind)).collect();
    assert_eq!(kinds, [(next, BodyKind::ResidentsCommittee)], "the old one is in no list");
    assert_eq!(there[0].address.as_deref(), Some("文化广场东侧"), "it is where the old one was");
    let ended: Vec<_> = ever.iter().map(|one| (one.held_from, one.ended_on)).collect();
    assert_eq!(
        ended,
        [(date(2026, 11, 30), Some(date(2026, 11, 30))), (began, Some(DAY)), (over.0, None),],
        "who served leaves, who was to come never does, a term that was over keeps its last day"
    );
    assert_eq!(end.and_then(|end| end.successor_name).as_deref(), Some("柳湾社区居民委员会"));
    let (act, told) = last_entry(&county, body).await;
    assert_eq!(act, "registry.body_ended");
    assert!(told.contains("31号") && told.contains(&next.0.hyphenated().to_string()), "{told}");
    assert_eq!(code(end_body(&county, &admin, ending(body, None)).await), "registry.body_ended");
    assert_eq!(code(put(1, "village_director", DAY, None).await), "registry.body_ended");
    let late = correct_body(&county, &admin, body, (facts("别的名字", None), "写错了")).await;
    assert_eq!(code(late), "registry.body_ended");
    assert_eq!(ever[2].id, before);
    end_post(&county.app, &admin, before, date(2026, 1, 9)).await.expect("its end may be noted");
    let page = county.anyone().get(&format!("/areas/{}", village.id)).await;
    page.is_ok()
        .shows("柳湾社区居民委员会")
        .shows("起撤销（清政发〔2026〕31号），由柳湾社区居民委员会接续");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_needs_a_document_and_a_day_that_has_come() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let body = county.body(&village, BodyKind::VillagersCommittee).await;
    let admin = administrator();
    let becomes = Some((BodyKind::ResidentsCommittee, "柳湾社区居民委员会"));
    let refused = async |change: &dyn Fn(&mut Ending)| {
        let mut new = ending(body, becomes);
        change(&mut new);
        code(end_body(&county, &admin, new).await)
    };
    assert_eq!(refused(&|new| new.document = " ".into()).await, "registry.document_missing");
    assert_eq!(refused(&|new| new.on = date(2026, 12, 31)).await, "registry.ended_later");
    let department = Some((BodyKind::Department, "某局".to_owned()));
    let wrong = refused(&|new| new.successor.clone_from(&department)).await;
    assert_eq!(wrong, "registry.successor_kind");
    let clerk = holder("village_clerk", village.path.clone());
    let not_theirs = end_body(&county, &clerk, ending(body, None)).await;
    assert_eq!(code(not_theirs), "platform.not_permitted");
    let there = county.db.read(move |tx| bodies::end_of(tx, body)).await.unwrap();
    assert!(there.is_none(), "nothing was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_the_body_that_makes_them_administrator() {
    let county = County::new().await;
    let area = county.areas().await.remove(0);
    let person = county.official(&area, BodyKind::CountyGovernment, "administrator").await;
    let found = county.db.read(move |tx| bodies::posts_of(tx, person)).await.unwrap();
    let own = Actor { person_id: Some(person), ..administrator() };
    let refused = end_body(&county, &own, ending(found[0].body_id, None)).await;
    assert_eq!(code(refused), "registry.own_post");
    end_body(&county, &administrator(), ending(found[0].body_id, None)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_that_ended_makes_room_for_another() {
    let county = County::new().await;
    let area = county.areas().await.remove(0);
    let admin = administrator();
    let mut new = new_body(area.id, BodyKind::Department);
    new.department = Some(crate::Department::CivilAffairs);
    let first = found_body(&county.app, &admin, new.clone()).await.unwrap();
    let next = Some((BodyKind::Department, "民政和退役军人局"));
    let next = end_body(&county, &admin, ending(first, next)).await.unwrap();
    let read = county.db.read(|tx| crate::department(tx, "civil_affairs")).await.unwrap();
    assert_eq!(read.map(|body| body.id), next);
    assert_eq!(code(found_body(&county.app, &admin, new).await), "registry.department_taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn vacancies_are_counted_from_the_seats_that_the_county_set() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let admin = administrator();
    let new = NewBody { seats: Some(3), ..new_body(village.id, BodyKind::VillagersCommittee) };
    let body = found_body(&county.app, &admin, new.clone()).await.unwrap();
    let many = NewBody { seats: Some(9), ..new };
    assert_eq!(code(found_body(&county.app, &admin, many).await), "registry.committee_seats");
    let empty = async || {
        let seen = county.db.read(|tx| watch(tx, &AreaPath::county())).await.unwrap();
        seen.seats.iter().map(|one| (one.seats, one.held, one.empty())).collect::<Vec<_>>()
    };
    assert_eq!(empty().await, [(3, 0, 3)]);
    for (name, post) in [
        ("王小芳", "village_director"),
        ("李建国", "village_accountant"),
        ("王小明", "committee_member"),
    ] {
        let person_id = county.add(name, &village).await;
        let new = Appointment {
            body_id: body,
            post: post.into(),
            person_id,
            public_phone: None,
            held_from: date(2026, 1, 10),
            held_until: None,
        };
        appoint(&county.app, &admin, new).await.unwrap();
    }
    assert_eq!(empty().await, [(3, 2, 1)], "the accountant has no seat");
    let page = county.anyone().get(&format!("/areas/{}", village.id)).await;
    page.is_ok().shows("席位 3 个，空缺 1 个");
    let three = BodyFacts { seats: None, ..facts("村民委员会", None) };
    correct_body(&county, &admin, body, (three, "还没有定")).await.unwrap();
    assert_eq!(empty().await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_found_by_village_and_short_name() {
    let county = County::new().await;
    let admin = administrator();
    for (area, kind) in [
        ("石桥镇柳湾村", BodyKind::SupervisionCommittee),
        ("石桥镇柳湾村", BodyKind::VillagersCommittee),
        ("石桥镇新华村", BodyKind::SupervisionCommittee),
    ] {
        let area = county.area(area).await;
        let name = format!("{}{}", area.name, kind.label());
        let new = NewBody { name, ..new_body(area.id, kind) };
        found_body(&county.app, &admin, new).await.unwrap();
    }
    let find = async |actor: &Actor, typed: &'static str| {
        let scope = actor.scope(POSTS_WATCH).unwrap();
        let found = county.db.read(move |tx| bodies::named(tx, &scope, typed)).await.unwrap();
        found.into_iter().map(|body| body.name).collect::<Vec<_>>()
    };
    for (typed, names) in [
        ("柳湾村 监督委员会", vec!["柳湾村村务监督委员会"]),
        ("柳湾监委会", vec!["柳湾村村务监督委员会"]),
        ("监督委员会 石桥", vec!["柳湾村村务监督委员会", "新华村村务监督委员会"]),
        ("新华村", vec!["新华村村务监督委员会"]),
        ("柳湾 村民委员会", vec!["柳湾村村民委员会", "柳湾村村务监督委员会"]),
        ("%", vec![]),
        ("没有这个", vec![]),
    ] {
        let found = find(&admin, typed).await;
        match typed {
            // What spells it out stands before what only has its letters.
            "柳湾 村民委员会" => assert_eq!(found[0], names[0], "{typed}"),
            _ => assert_eq!(found, names, "{typed}"),
        }
    }
    let elsewhere = county.area("柳林镇").await;
    let leader = holder("township_leader", elsewhere.path);
    assert!(find(&leader, "柳湾").await.is_empty(), "what is not theirs to watch is not there");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_does_all_of_it_in_the_browser() {
    let county = County::new().await;
    let area = county.areas().await.remove(0);
    let village = county.area("石桥镇柳湾村").await;
    let person = county.official(&area, BodyKind::CountyGovernment, "administrator").await;
    let mut admin = county.signed_in(person).await;
    let id = village.id.to_string();
    let mut new =
        vec![("area", id.as_str()), ("kind", "villagers_committee"), ("name", "柳湾村村委会")];
    new.push(("seats", "九个"));
    admin.post("/bodies", &new).await.is_ok().shows("席位请填 1 到 500 的整数");
    new.pop();
    new.push(("seats", "9"));
    let again = admin.post("/bodies", &new).await;
    again.is_ok().shows("村民委员会的席位请填 3 到 7");
    assert_eq!(again.value_of("name"), "柳湾村村委会", "what was typed is kept");
    new.pop();
    new.push(("seats", "5"));
    let body = admin.post("/bodies", &new).await.location().to_owned();
    admin.get(&body).await.is_ok().shows("席位").shows("登记撤销").shows("席位 5 个，空缺 5 个");
    let form = format!("{body}/correction");
    admin.get(&form).await.is_ok().shows("为什么更正");
    let mut typed = vec![("name", "柳湾村村民委员会"), ("phone", "05501230000"), ("seats", "5")];
    let again = admin.post(&form, &typed).await;
    again.is_ok().shows("请写明为什么更正");
    assert_eq!(again.value_of("phone"), "05501230000");
    typed.push(("why", "名称没有写全"));
    admin.post(&form, &typed).await.goes_to(&body);
    admin.post("/bodies/search", &[("q", "柳湾 村委会")]).await.is_ok().shows("柳湾村村民委员会");
    let form = format!("{body}/end");
    admin.get(&form).await.is_ok().shows("村改居");
    let mut typed = vec![("successor_kind", "residents_committee")];
    let wrong = admin.post(&form, &typed).await;
    wrong.is_ok().shows("请填日期").shows("请填批准文件的文号").shows("都填上");
    typed.extend([("successor", "柳湾社区居民委员会"), ("document", "清政发〔2026〕31号")]);
    typed.extend([("ended_on-year", "2026"), ("ended_on-month", "11"), ("ended_on-day", "1")]);
    let next = admin.post(&form, &typed).await.location().to_owned();
    admin.get(&next).await.is_ok().shows("柳湾社区居民委员会");
    admin.get(&body).await.is_ok().shows("已撤销").shows("接续").lacks("登记任职");
    admin.get(&format!("/bodies?area={id}")).await.is_ok().shows("已经撤销的");
    let township = county.area("石桥镇").await;
    let leader = county.official(&township, BodyKind::TownshipGovernment, "township_leader").await;
    let mut leader = county.signed_in(leader).await;
    leader.get(&next).await.is_ok().lacks("登记撤销");
    leader.get(&format!("{next}/correction")).await.is_refused("platform.not_permitted");
}
