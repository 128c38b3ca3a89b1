//! The yearly appraisal: counted by two who do not see each other, published, and what it means.

use jiff::civil::date;
use law::parameters::Setting;
use law::sunshine::{COMPETENT_PERCENT, INCOMPETENT_PERCENT};

use crate::actions::appraisals::{self, Held};
use crate::appraisal::{AppraisalId, Heap};
use crate::fixture::{CLERK, County, DIRECTOR, LEADER, WATCHER};

const MEMBER: &str = "马长贵";

async fn begun(county: &County, on: jiff::civil::Date) -> AppraisalId {
    let held = Held { area: county.village().id, on, slips_out: 40, staff: Vec::new() };
    crate::begin_appraisal(county, &county.actor(WATCHER).await, held).await.unwrap()
}

const fn heap(competent: u32, fair: u32, incompetent: u32) -> Heap {
    Heap { competent, fair, incompetent, void: 0 }
}

async fn counted(county: &County, id: AppraisalId, heap: Heap) {
    for name in [WATCHER, MEMBER] {
        let counter = county.actor(name).await;
        crate::count_slips(county, &counter, id, vec![heap]).await.unwrap();
    }
}

fn code(result: platform::Result<()>) -> &'static str {
    result.unwrap_err().refusal().unwrap().code
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appraisal_is_held_counted_twice_and_published_in_the_browser() {
    let county = County::new().await;
    let area = county.village().id;
    let mut watcher = county.browser(WATCHER).await;
    watcher.get("/desk/village-supervision").await.is_ok().shows("本年还没有评议");
    let form = format!("/desk/village-supervision/{area}/appraisals");
    let clerk = watcher.get(&format!("{form}/new")).await;
    clerk.is_ok().shows("郑德福（村委会主任）").shows("吴桂兰（代办员）");
    let staff = clerk.attribute("input[name=staff]", "value").unwrap();
    let typed = |day: &'static str, slips: &'static str| {
        [
            ("held_on-year", "2026"),
            ("held_on-month", "10"),
            ("held_on-day", day),
            ("slips_out", slips),
        ]
    };
    watcher.post(&form, &typed("30", "40")).await.shows("日期不能在今天以后");
    watcher.post(&form, &typed("10", "很多")).await.shows("请写对每个人发出多少张票");
    let mut all = typed("10", "40").to_vec();
    all.push(("staff", staff.as_str()));
    let home = watcher.post(&form, &all).await.location().to_owned();
    watcher.post(&form, &typed("10", "40")).await.shows("还没有公布结果");
    let mut member = county.browser(MEMBER).await;
    member.get("/messages").await.shows("民主评议的票请清点");
    let counts = format!("{home}/counts");
    let slips = |good: &'static str| {
        [
            ("competent-1", good),
            ("fair-1", "6"),
            ("incompetent-1", "3"),
            ("void-1", "1"),
            ("competent-2", "35"),
            ("fair-2", "5"),
            ("incompetent-2", "0"),
            ("void-2", "0"),
        ]
    };
    watcher.post(&counts, &slips("")).await.shows("每一格都要写数字");
    watcher.post(&counts, &slips("29")).await.goes_to(&home);
    watcher.get(&home).await.shows("您数的记下了").lacks("29");
    watcher.post(&counts, &slips("30")).await.shows("由另一个人再数一遍");
    member.get(&home).await.lacks("29");
    member.post(&counts, &slips("30")).await.goes_to(&home);
    let page = member.get(&home).await;
    page.shows("对不上").shows("郑德福（村委会主任） 两次清点的票数不一样");
    page.lacks("吴桂兰（代办员） 两次").lacks("29 张");
    watcher.post(&format!("{home}/publication"), &[]).await.shows("还没有两个人数得一样");
    member.post(&counts, &slips("30")).await.goes_to(&home);
    watcher.post(&counts, &slips("30")).await.goes_to(&home);
    let page = watcher.get(&home).await;
    page.shows("称职 30 张").shows("只公布票数，不定等").shows("由县里定，现在还没有确认");
    page.lacks("职务终止（");
    let mut anyone = county.anyone();
    let public = format!("/villages/{area}/supervision");
    anyone.get(&public).await.is_ok().shows("本年还没有评议").lacks("称职 30 张");
    watcher.post(&format!("{home}/publication"), &[]).await.goes_to(&home);
    let page = anyone.get(&public).await;
    page.shows("本年已评议").shows("称职 30 张").shows("郑德福").shows("还不能定等");
    watcher.post(&format!("{home}/publication"), &[]).await.shows("已经办完");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_appraised_does_not_count_and_what_was_wrong_is_given_up() {
    let county = County::new().await;
    let id = begun(&county, date(2026, 10, 10)).await;
    let (director, clerk) = (county.actor(DIRECTOR).await, county.actor(CLERK).await);
    let watcher = county.actor(WATCHER).await;
    assert!(crate::count_slips(&county, &clerk, id, vec![heap(1, 0, 0)]).await.is_err());
    let mut both = director.clone();
    both.posts.extend(watcher.posts.clone());
    let refused = crate::count_slips(&county, &both, id, vec![heap(40, 0, 0)]).await;
    assert_eq!(code(refused), "sunshine.counts_oneself");
    // More slips than were given out are no result, however often they are counted.
    counted(&county, id, heap(41, 0, 0)).await;
    assert_eq!(code(crate::publish_appraisal(&county, &watcher, id).await), "sunshine.not_counted");
    let refused = crate::give_up_appraisal(&county, &watcher, id, " ".into()).await;
    assert_eq!(code(refused), "sunshine.reason_missing");
    crate::give_up_appraisal(&county, &watcher, id, "发出的票登记错了".into()).await.unwrap();
    let refused = crate::count_slips(&county, &watcher, id, vec![heap(40, 0, 0)]).await;
    assert_eq!(code(refused), "sunshine.appraisal_over");
    begun(&county, date(2026, 10, 10)).await;
    let mut leader = county.browser(LEADER).await;
    let desk = leader.get("/desk/village-supervision").await;
    desk.is_ok().shows("今年还没有民主评议的村").shows("柳湾村");
}

/// Both shares at one half, as a county would confirm them.
fn confirmed() -> &'static [Setting] {
    let setting = |key: &str| Setting {
        key: key.into(),
        value: 50,
        in_force_from: date(2025, 1, 1),
        source: "县里的办法".into(),
        confirmed_by: "县民政局".into(),
        confirmed_on: date(2025, 1, 1),
    };
    Box::leak(Box::new([setting(INCOMPETENT_PERCENT), setting(COMPETENT_PERCENT)]))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_bad_years_in_a_row_are_told_to_the_township_and_end_no_post_here() {
    let county = County::new().await;
    let watcher = county.actor(WATCHER).await;
    let local = confirmed();
    let published = async |id: AppraisalId| {
        let actor = watcher.clone();
        let publish =
            move |tx: &mut platform::Tx<'_>| appraisals::publish_in(tx, &actor, id, local);
        county.db.write(publish).await.unwrap();
    };
    let first = begun(&county, date(2025, 12, 20)).await;
    counted(&county, first, heap(5, 5, 30)).await;
    published(first).await;
    let mut leader = county.browser(LEADER).await;
    leader.get("/messages").await.lacks("连续两次");
    let second = begun(&county, date(2026, 10, 10)).await;
    counted(&county, second, heap(6, 4, 30)).await;
    published(second).await;
    leader.get("/messages").await.shows("连续两次被评为不称职").shows("请督促办理");
    let path = county.village().path.clone();
    let holders = county.db.read(move |tx| registry::holders_at(tx, &path)).await.unwrap();
    assert!(holders.iter().any(|one| one.name == DIRECTOR), "the post is ended by who appoints");
}

#[test]
fn a_good_year_between_two_bad_ones_ends_nothing() {
    use law::sunshine::{Appraised, Slips};

    use crate::appraisal::{Appraisee, judged};
    use crate::model::AppraisedWord;
    let slips = |competent, incompetent| Slips { competent, fair: 0, incompetent, void: 0 };
    let person = |appraised_as| Appraisee {
        number: 1,
        person_id: platform::PersonId(platform::Uuid::from_u128(1)),
        name: String::new(),
        post: "village_director".into(),
        appraised_as: AppraisedWord(appraised_as),
    };
    let (good, bad) = (slips(30, 10), slips(10, 30));
    let day = |year| date(year, 12, 1);
    for (as_what, earlier, now, ends) in [
        (Appraised::Committee, vec![], bad, false),
        (Appraised::Committee, vec![(day(2025), bad)], bad, true),
        (Appraised::Committee, vec![(day(2024), bad), (day(2025), good)], bad, false),
        (Appraised::Committee, vec![(day(2024), good), (day(2025), bad)], bad, true),
        (Appraised::Committee, vec![(day(2025), bad)], good, false),
        (Appraised::PaidStaff, vec![(day(2025), bad)], bad, false),
    ] {
        let found = judged(person(as_what), (day(2026), now), &earlier, confirmed());
        assert_eq!(found.ends.is_some(), ends, "{as_what:?} {earlier:?} {now:?}");
    }
    let unknown = judged(person(Appraised::Committee), (day(2026), bad), &[(day(2025), bad)], &[]);
    assert!(unknown.ends.is_none(), "nobody confirmed the share");
}
