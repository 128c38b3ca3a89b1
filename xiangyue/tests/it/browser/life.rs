//! The whole life of a case: an old man without a phone, and six people who help him to his due.

use crate::cast::{Cast, IDENTITY_NUMBER, ITEM, OLD_MAN};
use crate::county::County;

use super::driver::{Driver, Window};

/// The screen of a telephone.
const PHONE: u32 = 390;

struct Office<'a> {
    county: &'a County,
    driver: &'a Driver,
    site: &'a str,
}

impl Office<'_> {
    async fn of(&self, person: platform::PersonId) -> Window {
        let user_name = self.county.account(person).await;
        let window = self.driver.window(self.site, PHONE).await;
        window.sign_in(&user_name).await;
        window
    }

    /// Opens the case from one's own worklist.
    async fn case(&self, person: platform::PersonId) -> Window {
        let window = self.of(person).await;
        window.open("/desk/cases").await;
        window.follow("高龄津贴").await;
        window.sees(OLD_MAN).await;
        window
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_case_lives_its_whole_life_without_script_and_without_a_phone() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let site = super::serve(county.router()).await;
    let driver = Driver::start();
    let office = Office { county: &county, driver: &driver, site: &site };

    let code = apply_for_the_old_man(&office, &cast).await;

    let window = office.case(cast.window).await;
    window.press("收下材料").await;
    window.sees("收件完成").await;
    window.tick_all("acceptance-papers").await;
    window.press("受理并移交").await;
    window.sees("已受理").await;
    window.close().await;

    for (person, words) in [(cast.handler, "材料齐全，符合条件"), (cast.reviewer, "同意承办意见")]
    {
        let window = office.case(person).await;
        window.choose("opinions-agrees", "yes").await;
        window.fill("opinions-words", words).await;
        window.press("提交意见").await;
        window.sees("意见已记下").await;
        window.close().await;
    }

    let window = office.case(cast.approver).await;
    window.choose("decision-verdict", "grant").await;
    window.press("作出决定").await;
    window.sees("决定已作出").await;
    window.close().await;

    let clerk = office.case(cast.clerk).await;
    clerk.choose("delivery-how", "代办员上门告知").await;
    clerk.press("记下送达").await;
    clerk.sees("这件办完了").await;
    clerk.open(&format!("/own/{code}")).await;
    clerk.choose("level", "5").await;
    clerk.fill("words", "没出门就办好了").await;
    clerk.press("记下评价").await;
    clerk.no_longer_asks("level").await;
    clerk.close().await;

    anyone_follows(&office, &code).await;
}

/// The clerk writes down the old man's word, fills in what he says, and gets the code for him.
async fn apply_for_the_old_man(office: &Office<'_>, cast: &Cast) -> String {
    let clerk = office.of(cast.clerk).await;
    clerk.open("/desk/assisted").await;
    clerk.fill("q", OLD_MAN).await;
    clerk.press("查找").await;
    clerk.sees("没有电话").await;
    clerk.follow(OLD_MAN).await;
    clerk.choose("item", ITEM).await;
    clerk.choose("given_how", "fingerprint").await;
    clerk.press("开始填写").await;
    clerk.sees("代办：").await;
    clerk.follow("接着填").await;

    clerk.sees("老人的出生日期").await;
    clerk.fill("answer", "1940年3月12日").await;
    clerk.press("继续").await;
    clerk.sees("老人的身份证号码").await;
    clerk.fill("answer", "1").await;
    clerk.press("继续").await;
    clerk.sees("错误：").await;
    clerk.fill("answer", IDENTITY_NUMBER).await;
    clerk.press("继续").await;
    clerk.sees("补贴打到哪里").await;
    clerk.choose("answer", "存折").await;
    clerk.press("继续").await;
    clerk.sees("办好了打哪个电话找您").await;
    clerk.press("继续").await;
    clerk.sees("哪些材料已经在手边").await;
    clerk.tick_all("papers").await;
    clerk.press("继续").await;
    clerk.sees("结果怎么交给您").await;
    clerk.choose("answer", "代办员上门告知").await;
    clerk.press("继续").await;
    clerk.sees("提交前再看一遍").await;
    clerk.press("提交申请").await;
    clerk.sees("已经提交").await;
    let code = clerk.path().await.rsplit('/').next().unwrap_or_default().to_owned();
    clerk.close().await;
    code
}

/// With the code and nothing else: the name is masked, the steps are all there, and so is the end.
async fn anyone_follows(office: &Office<'_>, code: &str) {
    let anyone = office.driver.window(office.site, PHONE).await;
    anyone.open("/track").await;
    anyone.fill("code", code).await;
    anyone.press("查进度").await;
    anyone.sees("高龄津贴").await;
    let text = anyone.text().await;
    assert!(!text.contains(OLD_MAN), "the name is not masked: {text}");
    assert!(!text.contains(IDENTITY_NUMBER), "{text}");
    for step in ["已提交", "已受理", "转到清河县民政局", "送达", "非常满意"] {
        assert!(text.contains(step), "“{step}” is missing: {text}");
    }
    assert!(!anyone.is_too_wide().await, "the page is wider than the screen of a telephone");
    anyone.close().await;
}
