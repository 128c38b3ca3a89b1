//! Who hears of what happens to a case, and by whom.

use jiff::SignedDuration;
use platform::PersonId;
use platform::messages::outbox;
use testing::Browser;

use super::county::{Staff, with_post};
use super::{AGREE, GRANT, form};
use crate::jobs::ESCALATION;

impl Staff {
    /// An old man without a phone applies; gives the address of the case.
    async fn accepted_for_the_old_man(&self, window: &mut Browser) -> String {
        let counter = format!("/desk/counter/old-age-allowance/{}", self.old_man);
        let mut answers = form("accept");
        answers[5] = ("phone", "");
        let page = window.post(&counter, &answers).await;
        page.location().replace("?done=acceptance", "")
    }

    async fn inbox(&self, person: PersonId) -> Vec<String> {
        let page = self.as_person(person).await.get("/messages").await;
        page.texts_of("main ul.list li > div")
    }

    /// Lets what is due go out. It blocks, so it has a thread of its own.
    async fn send(&self) {
        let app = (*self.app).clone();
        tokio::task::spawn_blocking(move || outbox::send_due(&app)).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn an_applicant_hears_of_each_step_and_the_official_of_what_comes_to_the_desk() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let counter = format!("/desk/counter/old-age-allowance/{}", staff.villager);
    let page = window.post(&counter, &form("accept")).await;
    let case = page.location().replace("?done=acceptance", "");
    let heard = staff.inbox(staff.villager).await;
    assert_eq!(heard.len(), 2, "{heard:?}");
    let accepted = |text: &&String| text.contains("您申请的“高龄津贴”已经受理");
    assert_eq!(heard.iter().filter(accepted).count(), 1, "{heard:?}");
    let handed = staff.inbox(staff.handler).await;
    assert!(handed[0].contains("“高龄津贴”交到您这里办"), "{handed:?}");
    assert!(staff.inbox(staff.stranger).await.is_empty());

    for person in [staff.handler, staff.reviewer] {
        staff.as_person(person).await.post(&format!("{case}/opinions"), AGREE).await;
    }
    staff.as_person(staff.approver).await.post(&format!("{case}/decision"), GRANT).await;
    let heard = staff.inbox(staff.villager).await;
    let granted = |text: &&String| text.contains("批准了") && text.contains("石桥镇便民服务中心");
    assert_eq!(heard.iter().filter(granted).count(), 1, "{heard:?}");
    assert!(heard.iter().all(|text| !text.contains("1101")), "no number in a message: {heard:?}");
    window.get(&case).await.shows("告诉申请人的情况").shows("正在发");
}

#[tokio::test]
async fn the_clerk_of_the_village_calls_on_who_has_no_phone() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let case = staff.accepted_for_the_old_man(&mut window).await;
    staff.send().await;
    window.get(&case).await.shows("已请代办员打电话或上门").shows("没有手机");
    let mut clerk = staff.as_person(staff.clerk).await;
    clerk.get("/desk/cases").await.shows("有 1 个人要打电话或上门告诉");
    let list = clerk.get("/desk/visits").await;
    list.shows("吴学富").shows("石桥镇柳湾村");
    window.get("/desk/visits").await.lacks("吴学富");
    let visit = list.attribute("main ul.list a", "href").unwrap();
    clerk.get(&visit).await.shows("您申请的“高龄津贴”已经受理");
    let told = [("how", "in_person"), ("words", "念给他听了")];
    clerk.post(&format!("{visit}/telling"), &told).await.goes_to("/desk/visits");
    clerk.get("/desk/cases").await.lacks("个人要打电话或上门告诉");
    window.get(&case).await.shows("已当面或电话告诉本人");
}

#[tokio::test]
async fn the_township_calls_where_a_village_has_no_clerk() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    staff.accepted_for_the_old_man(&mut window).await;
    staff.send().await;
    let clerk = staff.clerk;
    let posts = staff.app.db.read(move |tx| registry::bodies::posts_of(tx, clerk)).await.unwrap();
    let administrator = with_post("administrator");
    let yesterday = jiff::civil::date(2026, 11, 22);
    let ended = registry::actions::end_post(&staff.app, &administrator, posts[0].id, yesterday);
    ended.await.unwrap();
    window.get("/desk/visits").await.shows("吴学富");
    let mut stranger = staff.as_person(staff.stranger).await;
    stranger.get("/desk/visits").await.lacks("吴学富");
}

#[tokio::test]
async fn who_has_to_act_hears_once_that_time_runs_out_and_then_those_above() {
    let staff = Staff::new().await;
    let mut window = staff.as_person(staff.window).await;
    let counter = format!("/desk/counter/old-age-allowance/{}", staff.villager);
    window.post(&counter, &form("accept")).await;
    let mut heard = Vec::new();
    for day in 0..60 {
        let told = staff.app.run_jobs(&[&ESCALATION]).await.unwrap();
        assert_eq!(staff.app.run_jobs(&[&ESCALATION]).await.unwrap(), 0, "day {day}: told twice");
        if told > 0 {
            heard.push(told);
        }
        staff.app.clock().advance(SignedDuration::from_hours(24));
    }
    // Two handle, then two review, then two decide: one person holds all three posts.
    assert_eq!(heard, [2, 2, 2], "yellow, red, overdue");
    let said = |texts: &[String], word: &str| texts.iter().filter(|t| t.contains(word)).count();
    assert_eq!(said(&staff.inbox(staff.handler).await, "要抓紧办"), 1);
    assert_eq!(said(&staff.inbox(staff.reviewer).await, "马上到期"), 1);
    assert_eq!(said(&staff.inbox(staff.approver).await, "已经超期"), 1);
    let both = staff.inbox(staff.both).await;
    assert_eq!(both.len(), 4, "{both:?}");
}
