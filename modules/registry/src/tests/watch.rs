//! Who may serve beside whom, whose term ends, what is vacant.

use jiff::civil::{Date, date};
use platform::{AreaPath, BodyId, PersonId};

use super::{County, code, holder};
use crate::actions::{appoint, end_kin, end_post, note_kin, note_marriage};
use crate::model::{Appointment, BodyKind, KinKind, PostHeldId};
use crate::watch::{Watch, watch};

const COMMITTEE: BodyKind = BodyKind::VillagersCommittee;
const SUPERVISION: BodyKind = BodyKind::SupervisionCommittee;

async fn put(
    county: &County,
    (body, post): (BodyId, &str),
    person: PersonId,
    (from, until): (Date, Option<Date>),
) -> platform::Result<PostHeldId> {
    let administrator = holder("administrator", AreaPath::county());
    let new = Appointment {
        body_id: body,
        post: post.into(),
        person_id: person,
        public_phone: None,
        held_from: from,
        held_until: until,
    };
    appoint(&county.app, &administrator, new).await
}

async fn seen(county: &County) -> Watch {
    county.app.db.read(|tx| watch(tx, &AreaPath::county())).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_near_relative_of_a_committee_member_does_not_supervise_it() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let (committee, supervision) =
        (county.body(&village, COMMITTEE).await, county.body(&village, SUPERVISION).await);
    let clerk = holder("village_clerk", village.path.clone());
    let mut people = Vec::new();
    for name in ["王小芳", "王小明", "李建国"] {
        people.push(county.add(name, &village).await);
    }
    let (sister, brother, other) = (people[0], people[1], people[2]);
    let began = (date(2026, 3, 1), None);
    put(&county, (committee, "village_director"), sister, began).await.unwrap();
    let both = put(&county, (supervision, "supervision_member"), sister, began).await;
    assert_eq!(code(both), "registry.both_offices");
    let earlier = (date(2026, 1, 15), None);
    let both = put(&county, (supervision, "supervision_member"), sister, earlier).await;
    let Err(platform::Error::Refused(refusal)) = both else { panic!("one person supervises") };
    assert_eq!(refusal.args, ["村委会主任"], "the post that is held, though it began later");
    let pair = (brother, sister);
    let source = "换届时的申报表";
    let kin = note_kin(&county, &clerk, pair, KinKind::Sibling, source).await.unwrap();
    let again = note_kin(&county, &clerk, (sister, brother), KinKind::Sibling, source).await;
    assert_eq!(code(again), "registry.kin_known");
    let near = put(&county, (supervision, "supervision_member"), brother, began).await;
    let Err(platform::Error::Refused(refusal)) = near else { panic!("a relative supervises") };
    assert_eq!((refusal.code, refusal.field), ("registry.relatives_in_office", Some("person")));
    assert_eq!(refusal.cite, Some(law::village::SUPERVISION));
    assert!(refusal.args.contains(&"王小芳".to_owned()), "it says whose relative");
    let within = put(&county, (committee, "committee_member"), brother, began).await;
    assert_eq!(code(within), "registry.relatives_in_office");
    let before = (date(2025, 6, 1), Some(date(2026, 6, 1)));
    put(&county, (committee, "committee_member"), brother, before).await.expect_err(
        "the later term began when the new law was in force, and the sister still serves",
    );
    put(&county, (supervision, "supervision_director"), other, began).await.unwrap();
    end_kin(&county, &clerk, kin).await.unwrap();
    put(&county, (supervision, "supervision_member"), brother, began).await.unwrap();
    assert!(seen(&county).await.conflicts.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_marriage_after_the_appointments_shows_at_once() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let (committee, supervision) =
        (county.body(&village, COMMITTEE).await, county.body(&village, SUPERVISION).await);
    let (one, other) = (county.add("王小芳", &village).await, county.add("李建国", &village).await);
    let began = (date(2026, 3, 1), None);
    put(&county, (committee, "committee_member"), one, began).await.unwrap();
    put(&county, (supervision, "supervision_member"), other, began).await.unwrap();
    assert!(seen(&county).await.conflicts.is_empty());
    let clerk = holder("village_clerk", village.path.clone());
    let into = crate::actions::Into::Apart;
    note_marriage(&county, &clerk, (one, other), date(2026, 11, 1), into).await.unwrap();
    let seen = seen(&county).await;
    let conflict = seen.conflicts.first().expect("the couple is found");
    assert_eq!(conflict.kin, Some(law::village::Kin::Spouse));
    assert_eq!(conflict.bar, law::village::Bar::RelativeSupervised);
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_numbers_and_vacancies_are_read_from_the_posts() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let (committee, supervision) =
        (county.body(&village, COMMITTEE).await, county.body(&village, SUPERVISION).await);
    let person = county.add("王小芳", &village).await;
    let today = county.clock().today();
    let five_years = |days: i64| {
        today
            .saturating_sub(jiff::Span::new().years(5))
            .saturating_add(jiff::Span::new().days(days))
    };
    let id = put(&county, (committee, "village_director"), person, (five_years(30), None)).await;
    let first = seen(&county).await;
    assert_eq!(first.ending.len(), 1, "by law, where the record names no last day");
    assert_eq!(first.vacancies.len(), 1, "nobody leads the supervision");
    assert_eq!(first.compositions.len(), 1, "one member is too few");
    let administrator = holder("administrator", AreaPath::county());
    let id = id.unwrap();
    let tomorrow = today.tomorrow().unwrap();
    end_post(&county.app, &administrator, id, tomorrow).await.unwrap();
    assert_eq!(seen(&county).await.vacancies.len(), 1, "who leaves tomorrow serves today");
    county.clock().advance(jiff::SignedDuration::from_hours(24));
    let other = county.add("李建国", &village).await;
    let over =
        (five_years(-400), Some(five_years(-400).saturating_add(jiff::Span::new().years(5))));
    put(&county, (supervision, "supervision_director"), other, over).await.unwrap();
    let second = seen(&county).await;
    assert_eq!(second.expired.len(), 1, "the term ran out and nobody came after");
    assert_eq!(second.vacancies.len(), 2);
    assert!(second.ending.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_declares_a_relative_on_the_page_and_the_leader_sees_the_conflict() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let clerk = county.official(&village, BodyKind::ServiceStation, "village_clerk").await;
    let (committee, supervision) =
        (county.body(&village, COMMITTEE).await, county.body(&village, SUPERVISION).await);
    let (one, other) = (county.add("王小芳", &village).await, county.add("王小明", &village).await);
    let began = (date(2026, 3, 1), None);
    put(&county, (committee, "committee_member"), one, began).await.unwrap();
    put(&county, (supervision, "supervision_member"), other, began).await.unwrap();
    let mut clerk = county.signed_in(clerk).await;
    let address = format!("/people/{one}/kin");
    clerk.get(&address).await.is_ok().shows("和谁是近亲属");
    clerk.post(&address, &[("q", "没有这个人")]).await.shows("没有找到");
    let found = clerk.post(&address, &[("q", "wangxiaoming")]).await;
    found.is_ok().shows("王小明").shows("根据什么登记");
    let other = other.to_string();
    let mut typed = vec![("q", "王小明"), ("person", other.as_str()), ("kind", "sibling")];
    typed.push(("source", ""));
    clerk.post(&address, &typed).await.is_ok().shows("请写明根据什么登记的");
    typed.pop();
    typed.push(("source", "本人说的"));
    clerk.post(&address, &typed).await.goes_to(&format!("/people/{one}"));
    clerk.get(&format!("/people/{one}")).await.shows("王小明").shows("本人说的");
    clerk.get("/bodies/watch").await.is_refused("platform.not_permitted");
    let township = county.area("石桥镇").await;
    let leader = county.official(&township, BodyKind::TownshipGovernment, "township_leader").await;
    let mut leader = county.signed_in(leader).await;
    let seen = leader.get("/bodies/watch").await;
    seen.is_ok().shows("王小芳").shows("近亲属不能在村务监督委员会").shows("第三十七条");
    let body = leader.get(&seen.attribute(".list a", "href").expect("a link to the body")).await;
    body.is_ok().shows("近亲属不能在村务监督委员会").lacks("登记任职").lacks("登记离任");
    let elsewhere = county.area("柳林镇").await;
    let other = county.official(&elsewhere, BodyKind::TownshipGovernment, "township_leader").await;
    let mut other = county.signed_in(other).await;
    other.get("/bodies/watch").await.is_ok().lacks("王小芳");
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_term_ran_out_serves_until_somebody_follows() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let (committee, supervision) =
        (county.body(&village, COMMITTEE).await, county.body(&village, SUPERVISION).await);
    let clerk = holder("village_clerk", village.path.clone());
    let (sister, brother) =
        (county.add("王小芳", &village).await, county.add("王小明", &village).await);
    let other = county.add("李建国", &village).await;
    let (pair, source) = ((brother, sister), "本人说的");
    note_kin(&county, &clerk, pair, KinKind::Sibling, source).await.unwrap();
    let over = (date(2021, 3, 20), Some(date(2026, 3, 20)));
    put(&county, (supervision, "supervision_member"), sister, over).await.unwrap();
    let new = (date(2026, 11, 1), Some(date(2031, 11, 1)));
    let near = put(&county, (committee, "committee_member"), brother, new).await;
    let Err(platform::Error::Refused(refusal)) = near else { panic!("she still serves") };
    assert_eq!(refusal.code, "registry.relatives_in_office");
    assert_eq!(refusal.cite, Some(law::village::SUPERVISION), "by the law of the later term");
    assert!(refusal.sentence.0.contains("先登记离任"), "{}", refusal.sentence);
    let early = (date(2025, 11, 1), Some(date(2025, 12, 1)));
    let near = put(&county, (committee, "committee_member"), brother, early).await;
    let Err(platform::Error::Refused(refusal)) = near else { panic!("she served then") };
    assert_eq!(refusal.cite, Some(law::village::SUPERVISION_2018), "that term began before");
    let both = put(&county, (committee, "committee_member"), sister, new).await;
    assert_eq!(code(both), "registry.both_offices");
    put(&county, (supervision, "supervision_member"), other, new).await.unwrap();
    // His mother was in the committee before him: his own term is the one that follows hers.
    let mother = county.add("赵秀英", &village).await;
    let pair = (mother, brother);
    note_kin(&county, &clerk, pair, KinKind::ParentAndChild, source).await.unwrap();
    put(&county, (committee, "deputy_director"), mother, over).await.unwrap();
    put(&county, (committee, "committee_member"), brother, new).await.unwrap();
    assert!(seen(&county).await.conflicts.is_empty(), "the new supervision has taken over");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_law_fixes_about_the_supervision_is_shown_and_stops_nothing() {
    use law::parameters::Answer;
    use law::village::Doubt;
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let (committee, supervision) =
        (county.body(&village, COMMITTEE).await, county.body(&village, SUPERVISION).await);
    let person = county.add("王小芳", &village).await;
    let began = (date(2026, 3, 1), None);
    put(&county, (committee, "village_accountant"), person, began).await.unwrap();
    assert!(seen(&county).await.doubts.is_empty(), "nobody supervises yet");
    put(&county, (supervision, "supervision_member"), person, began).await.unwrap();
    let found: Vec<_> = seen(&county).await.doubts.into_iter().map(|(_, d, a)| (d, a)).collect();
    let unconfirmed =
        |doubt: Doubt| (doubt, Answer::NeedsConfirmation { parameter: doubt.parameter() });
    assert_eq!(found, [unconfirmed(Doubt::TooFew), unconfirmed(Doubt::KeepsAccounts)]);
    let area = county.areas().await.remove(0);
    let leader = county.official(&area, BodyKind::ServiceBureau, "supervisor").await;
    let mut leader = county.signed_in(leader).await;
    let page = leader.get("/bodies/watch").await;
    page.is_ok().shows("村会计（报账员）、出纳在村务监督委员会").shows("县里还没有确认");
    let page = leader.get(&format!("/bodies/{supervision}")).await;
    page.is_ok().shows("人数偏少").shows("指导意见");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relationship_is_taken_back_from_either_page() {
    let county = County::new().await;
    let (here, there) = (county.area("石桥镇柳湾村").await, county.area("柳林镇东山村").await);
    let (one, other) = (county.add("王小芳", &here).await, county.add("王小明", &there).await);
    let window = holder("window_clerk", AreaPath::county());
    let pair = (one, other);
    let kin = note_kin(&county, &window, pair, KinKind::Sibling, "本人说的").await.unwrap();
    let elsewhere = holder("village_clerk", county.area("石桥镇新华村").await.path);
    assert_eq!(code(end_kin(&county, &elsewhere, kin).await), "not found");
    let clerk = county.official(&there, BodyKind::ServiceStation, "village_clerk").await;
    let mut clerk = county.signed_in(clerk).await;
    let page = format!("/people/{other}");
    clerk.get(&page).await.is_ok().shows("王小芳").shows("登记错了，撤销");
    let from = other.to_string();
    clerk.post(&format!("/kin/{kin}/end"), &[("from", &from)]).await.goes_to(&page);
    clerk.get(&page).await.is_ok().lacks("王小芳");
}
