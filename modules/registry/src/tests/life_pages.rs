//! The pages on what happens in a life, as a clerk opens them.

use testing::Browser;

use super::County;
use crate::model::BodyKind;

async fn clerk(county: &County) -> Browser {
    let village = county.area("石桥镇柳湾村").await;
    let person = county.official(&village, BodyKind::ServiceStation, "village_clerk").await;
    county.signed_in(person).await
}

/// The 20th of November.
const DAY: [(&str, &str); 3] =
    [("happened_on-year", "2026"), ("happened_on-month", "11"), ("happened_on-day", "20")];

fn with_day<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    DAY.iter().chain(fields).copied().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_notes_a_death_reads_it_and_takes_it_back() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let person = county.add("王小芳", &village).await;
    let mut clerk = clerk(&county).await;
    let page = clerk.get(&format!("/people/{person}")).await;
    let choices = clerk.get(&page.link("登记变动")).await;
    let address = choices.link("去世");
    let form = clerk.get(&address).await;
    form.is_ok().shows("账号关闭");
    assert_eq!(form.value_of("happened_on-day"), "23", "today until another day is typed");
    let mut wrong = DAY;
    wrong[2].1 = "30";
    let again = clerk.post(&address, &wrong).await;
    again.is_ok().shows("日期不能晚于今天");
    assert_eq!(again.value_of("happened_on-day"), "30", "nothing typed is lost");
    let saved = clerk.post(&address, &DAY).await;
    let page = clerk.follow(&saved).await;
    page.is_ok().shows("已去世").shows("2026年11月20日").shows("周小禾登记");
    clerk.get(&format!("/people/{person}/life-events")).await.shows("已经登记为去世");
    let taking_back = page.link("登记错了，撤销");
    clerk.get(&taking_back).await.is_ok().shows("去世").shows("王小芳");
    clerk.post(&taking_back, &[("words", "")]).await.is_ok().shows("请写明为什么撤销");
    let back = clerk.post(&taking_back, &[("words", "弄错了人")]).await;
    clerk.follow(&back).await.is_ok().shows("弄错了人").lacks("去世日期");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_marries_two_people_and_a_child_is_born() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let (one, other) = (county.add("王小芳", &village).await, county.add("李大山", &village).await);
    let mut clerk = clerk(&county).await;
    let address = format!("/people/{one}/life-events/married");
    clerk.get(&address).await.is_ok().shows("和谁结婚");
    clerk.post(&address, &[("q", "")]).await.is_ok().shows("请先找到这个人");
    clerk.post(&address, &[("q", "诸葛")]).await.is_ok().shows("没有找到");
    clerk.post(&address, &[("q", "李大山")]).await.is_ok().shows("是哪一位").shows("李大山");
    let other = other.to_string();
    let mut typed = with_day(&[("q", "李大山"), ("person", &other), ("into", "theirs")]);
    clerk.post(&address, &typed).await.is_ok().shows("请选和户主的关系");
    typed.push(("relation", "spouse"));
    let page = clerk.post(&address, &typed).await;
    let page = clerk.follow(&page).await;
    page.is_ok().shows("配偶").shows("李大山");
    let household = clerk.get(&page.link("看这一户的人")).await;
    household.is_ok().shows("没有登记户主");
    let birth = household.link("登记出生");
    clerk.get(&birth).await.is_ok().shows("孩子的姓名");
    let child = with_day(&[("name", "李小宝"), ("sex", "male"), ("relation", "son")]);
    let page = clerk.post(&birth, &child).await;
    clerk.follow(&page).await.is_ok().shows("李小宝").shows("出生").shows("儿子");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_splits_a_household_and_reads_who_lived_there() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let (one, other) = (county.add("王小芳", &village).await, county.add("李大山", &village).await);
    let mut clerk = clerk(&county).await;
    let page = clerk.get(&format!("/people/{one}")).await;
    let household = page.link("看这一户的人");
    let split = clerk.get(&household).await.link("分户");
    clerk.get(&split).await.is_ok().shows("留在原来的户");
    clerk.post(&split, &with_day(&[("household", "20")])).await.is_ok().shows("请选至少一个人");
    let leaving = format!("relation-{other}");
    let typed = with_day(&[("household", "20"), (&leaving, "head")]);
    let page = clerk.post(&split, &typed).await;
    clerk.follow(&page).await.is_ok().shows("20 号户").shows("户主").shows("李大山");
    clerk.get(&household).await.is_ok().shows("分户").lacks_row("李大山");
    let then = clerk.get(&format!("{household}?on=2026-11-01")).await;
    then.is_ok().shows("2026年11月1日").shows("李大山");
    let residents = format!("/areas/{}/residents", village.id);
    clerk.get(&residents).await.is_ok().shows("李大山").shows("王小芳");
    clerk.get(&format!("{residents}?on=1990-01-01")).await.is_ok().shows("李大山");
    clerk.get(&format!("{residents}?on=1950-01-01")).await.is_ok().lacks("李大山");
    clerk.get(&format!("{residents}?on=x")).await.is_ok().shows("看不懂这个日期");
    let elsewhere = county.area("柳林镇东山村").await;
    clerk.get(&format!("/areas/{}/residents", elsewhere.id)).await.is_missing();
}

trait LacksRow {
    fn lacks_row(&self, name: &str);
}

impl LacksRow for testing::Page {
    fn lacks_row(&self, name: &str) {
        let rows = self.texts_of(".list li");
        assert!(rows.iter().all(|row| !row.contains(name)), "{rows:?}");
    }
}
