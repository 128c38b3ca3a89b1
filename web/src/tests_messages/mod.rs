//! Stories about messages: how they go out, what happens when they do not arrive, who calls then.

pub mod servers;

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use platform::authorisation::{PostHeld, Registrar};
use platform::id::{SubjectId, Uuid};
use platform::messages::channels::{Channels, Outside};
use platform::messages::{
    self, DIGEST, DeliveryState, NewMessage, Reach, Reason, Told, Urgency, outbox, visits,
};
use platform::settings::Settings;
use platform::{Actor, App, AreaId, AreaPath, BodyId, Error, PersonId, text};
use servers::{Gateway, MailBox, SECRET, Says, outside_at};
use testing::{TestApp, moment};

pub const WOMAN: PersonId = PersonId(Uuid::from_u128(11));
pub const OLD_MAN: PersonId = PersonId(Uuid::from_u128(12));
pub const CLERK: PersonId = PersonId(Uuid::from_u128(13));
pub const WINDOW: PersonId = PersonId(Uuid::from_u128(14));
pub const ADMIN: PersonId = PersonId(Uuid::from_u128(15));
const CASE: SubjectId = SubjectId(Uuid::from_u128(99));

fn village() -> AreaPath {
    AreaPath::county().child(1).child(1)
}

/// Each with the post, and the area of the post.
fn post_of(id: PersonId) -> Option<(&'static str, AreaPath)> {
    match id {
        CLERK => Some(("village_clerk", village())),
        WINDOW => Some(("window_clerk", AreaPath::county().child(1))),
        ADMIN => Some(("administrator", AreaPath::county())),
        _ => None,
    }
}

pub const REGISTRAR: Registrar = Registrar {
    areas: |_| Ok(Vec::new()),
    posts_held: |_, id, _| {
        let held = post_of(id).map(|(post, area_path)| PostHeld {
            post: post.into(),
            body_id: BodyId(Uuid::nil()),
            body_name: "便民服务站".into(),
            area_id: AreaId(Uuid::nil()),
            area_path,
            limited_to: None,
        });
        Ok(held.into_iter().collect())
    },
    person: |_, id| {
        let name = match id {
            WOMAN => "周小禾",
            OLD_MAN => "吴有田",
            CLERK => "李代办",
            WINDOW => "陈窗口",
            ADMIN => "何明",
            _ => return Err(Error::NotFound),
        };
        Ok((name.into(), village()))
    },
    reach: |_, id| {
        let phone = match id {
            WOMAN => Some("13900000001"),
            ADMIN => Some("13900000002"),
            _ => None,
        };
        Ok(Reach { phone: phone.map(str::to_owned), no_phone: phone.is_none() })
    },
    holders_at: |_, area| {
        let all = [CLERK, WINDOW];
        let here = all.into_iter().filter_map(|id| post_of(id).map(|post| (id, post)));
        let here = here.filter(|(_, (_, own))| own == area);
        Ok(here.map(|(id, (post, _))| (id, post.to_owned())).collect())
    },
    area_name: |_, _| Ok("云溪镇柳溪村".into()),
    county_name: |_| Ok(Some("云禾县".into())),
};

fn duty(person: PersonId) -> NewMessage {
    NewMessage {
        person,
        kind: "window.case_accepted",
        urgency: Urgency::Duty,
        subject: Some(CASE),
        area: village(),
        sentence: text("密码设好了，请用它登录"),
        args: vec!["医保".into()],
        href: "/account".into(),
        link: "/track/QH7K-3M9D".into(),
        phone: None,
        once: None,
    }
}

async fn send(app: &App, message: NewMessage) {
    app.db.write(move |tx| messages::send(tx, &message).map(drop)).await.unwrap();
}

/// Sends what is due, with little patience. It blocks, so it has a thread of its own.
pub async fn send_due(app: &App) -> u64 {
    let app = app.clone();
    let sending = tokio::task::spawn_blocking(move || {
        let channels = Channels::within(&app.settings, Duration::from_millis(400));
        outbox::send_due_by(&app, &channels)
    });
    sending.await.unwrap().unwrap()
}

/// Where the message about the case stands.
async fn stands(app: &App, person: PersonId) -> (DeliveryState, Reason) {
    let found = app.db.read(move |tx| messages::about(tx, CASE.0, person)).await.unwrap();
    let way = found.into_iter().next().unwrap().1.unwrap();
    (way.state, way.reason)
}

async fn open_visits(app: &App, who: PersonId) -> usize {
    let actor = actor(app, who).await;
    app.db.read(move |tx| visits::open(tx, &actor)).await.unwrap().len()
}

async fn actor(app: &App, id: PersonId) -> Actor {
    app.db
        .read(move |tx| {
            let today = tx.today();
            let posts = (REGISTRAR.posts_held)(tx, id, today)?;
            let (name, home) = (REGISTRAR.person)(tx, id)?;
            Ok(Actor { person_id: Some(id), name, home, posts, ..Actor::program() })
        })
        .await
        .unwrap()
}

fn minutes(app: &App, minutes: i64) {
    app.clock().advance(SignedDuration::from_mins(minutes));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duty_goes_out_as_a_text_message_and_is_there_when_the_gateway_says_so() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    send(&app, duty(WOMAN)).await;
    assert_eq!(send_due(&app).await, 1);
    let got = gateway.got();
    assert_eq!(got[0].phone, "13900000001");
    assert_eq!(
        got[0].text,
        "【云禾县】密码设好了，请用它登录 http://xiangyue.test/track/QH7K-3M9D"
    );
    assert_eq!(stands(&app, WOMAN).await, (DeliveryState::Sent, Reason::None));
    assert_eq!(send_due(&app).await, 0, "nothing goes out twice");

    let report = format!(r#"{{"id": "{}", "state": "delivered"}}"#, got[0].id);
    let now = app.clock().now();
    let signature = platform::calls::sign(SECRET, now, report.as_bytes());
    let mut outsider = app.anyone();
    let unsigned = outsider.post_raw("/gateway/deliveries", &report, &[]).await;
    assert_eq!(unsigned.status().as_u16(), 403);
    assert_eq!(stands(&app, WOMAN).await.0, DeliveryState::Sent);
    let sent_at = now.as_second().to_string();
    let headers = [("x-xiangyue-sent-at", &*sent_at), ("x-xiangyue-signature", &*signature)];
    let signed = outsider.post_raw("/gateway/deliveries", &report, &headers).await;
    signed.is_ok();
    assert_eq!(stands(&app, WOMAN).await, (DeliveryState::Delivered, Reason::None));
    let other = report.replace("delivered", "phone_off");
    let forged = outsider.post_raw("/gateway/deliveries", &other, &headers).await;
    assert_eq!(forged.status().as_u16(), 403, "a signature fits one body only");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_for_now_waits_longer_each_time_and_is_then_told_by_a_clerk() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    send(&app, duty(WOMAN)).await;
    let table = [
        (Says::This(503, ""), Reason::Busy, 1),
        (Says::This(200, "<html>"), Reason::Garbled, 10),
        (Says::Nothing, Reason::TimedOut, 60),
        (Says::This(200, r#"{"taken": false, "reason": "phone_off"}"#), Reason::PhoneOff, 240),
        (Says::This(401, "who are you"), Reason::Refused, 720),
    ];
    for (says, reason, wait) in table {
        gateway.says(&[says]);
        assert_eq!(send_due(&app).await, 1);
        assert_eq!(stands(&app, WOMAN).await, (DeliveryState::Waiting, reason));
        minutes(&app, wait - 1);
        assert_eq!(send_due(&app).await, 0, "{reason:?}: it is not yet time");
        minutes(&app, 1);
    }
    assert_eq!(open_visits(&app, CLERK).await, 0);
    gateway.says(&[Says::This(503, "")]);
    assert_eq!(send_due(&app).await, 1);
    assert_eq!(stands(&app, WOMAN).await, (DeliveryState::Handed, Reason::GivenUp));
    assert_eq!(open_visits(&app, CLERK).await, 1);
    let got = gateway.got();
    assert_eq!(got.len(), 6);
    assert!(got.iter().all(|call| call.id == got[0].id), "one identifier for all tries");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_number_is_not_tried_again() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    gateway.says(&[Says::This(422, r#"{"taken": false, "reason": "bad_number"}"#)]);
    send(&app, duty(WOMAN)).await;
    send_due(&app).await;
    assert_eq!(stands(&app, WOMAN).await, (DeliveryState::Handed, Reason::BadNumber));
    minutes(&app, 100_000);
    assert_eq!(send_due(&app).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_gone_is_tried_again_later() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let app = TestApp::reaching(&[], REGISTRAR, outside_at(&url));
    send(&app, duty(WOMAN)).await;
    send_due(&app).await;
    assert_eq!(stands(&app, WOMAN).await, (DeliveryState::Waiting, Reason::Unreachable));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_database_send_each_message_once() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    for _ in 0..45 {
        send(&app, duty(WOMAN)).await;
    }
    let (one, other) = tokio::join!(send_due(&app), send_due(&app));
    assert_eq!(one + other, 45);
    let mut ids: Vec<String> = gateway.got().into_iter().map(|call| call.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), gateway.got().len()), (45, 45));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_phone_is_called_on_by_the_clerk_who_writes_down_how_it_went() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    send(&app, duty(OLD_MAN)).await;
    send(&app, duty(OLD_MAN)).await;
    send_due(&app).await;
    assert!(gateway.got().is_empty());
    assert_eq!(stands(&app, OLD_MAN).await, (DeliveryState::Handed, Reason::NoPhone));
    assert_eq!(open_visits(&app, CLERK).await, 1, "one visit tells both");
    assert_eq!(open_visits(&app, WINDOW).await, 0, "the village has its clerk");

    let mut clerk = app.signed_in(CLERK).await;
    let list = clerk.get("/desk/visits").await;
    assert!(list.text_of("main").contains("吴有田"), "{}", list.excerpt());
    let href = list.attribute("main ul.list a", "href").unwrap();
    let page = clerk.get(&href).await;
    assert!(page.text_of("main").contains("没有手机"), "{}", page.excerpt());
    let telling = format!("{href}/telling");
    let wrong = clerk.post(&telling, &[("how", ""), ("words", "")]).await;
    assert!(wrong.text_of("main").contains("请选一项"), "{}", wrong.excerpt());
    let wrong = clerk.post(&telling, &[("how", "not_reached"), ("words", "")]).await;
    assert!(wrong.text_of("main").contains("请写一句情况"), "{}", wrong.excerpt());
    clerk.post(&telling, &[("how", "not_reached"), ("words", "下地去了")]).await;
    assert_eq!(open_visits(&app, CLERK).await, 1);
    clerk.post(&telling, &[("how", "in_person"), ("words", "")]).await;
    assert_eq!(open_visits(&app, CLERK).await, 0);
    assert_eq!(stands(&app, OLD_MAN).await.0, DeliveryState::Told);
    let done = clerk.get(&href).await.text_of("main");
    assert!(done.contains("下地去了") && done.contains("当面告诉了"), "{done}");
    let again = clerk.post(&telling, &[("how", "phone"), ("words", "")]).await;
    assert!(again.text_of("main").contains("已经有人告诉过了"), "{}", again.excerpt());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_gateway_a_duty_is_told_by_a_person_and_reading_it_is_enough() {
    let app = TestApp::new(&[], REGISTRAR);
    send(&app, duty(WOMAN)).await;
    send_due(&app).await;
    assert_eq!(stands(&app, WOMAN).await, (DeliveryState::Handed, Reason::NoChannel));
    let mut woman = app.signed_in(WOMAN).await;
    let page = woman.get("/account").await;
    assert_eq!(page.text_of(".unread"), "1");
    let inbox = woman.get("/messages").await;
    let opening = inbox.attribute("main form", "action").unwrap();
    let mut other = app.signed_in(CLERK).await;
    assert_eq!(other.post(&opening, &[]).await.status().as_u16(), 404, "not one's own");
    assert_eq!(woman.post(&opening, &[]).await.location(), "/account");
    assert_eq!(woman.get("/account").await.count(".unread"), 0);
    assert_eq!(stands(&app, WOMAN).await.0, DeliveryState::Read);
    assert_eq!(open_visits(&app, CLERK).await, 0, "nobody calls on her for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_duty_comes_once_a_week_and_never_empty() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    let notice = || NewMessage { urgency: Urgency::Notice, ..duty(WOMAN) };
    let woman = actor(&app, WOMAN).await;
    app.account(WOMAN).await;
    let wanted = messages::Choices { digest_by: messages::Channel::Sms, ..Default::default() };
    messages::choose(&app, &woman, wanted).await.unwrap();
    for _ in 0..3 {
        send(&app, notice()).await;
    }
    assert_eq!(app.run_jobs(&[&DIGEST]).await.unwrap(), 0, "the week is not over");
    app.clock().move_to(moment("2026-11-30T08:00:00"));
    assert_eq!(app.run_jobs(&[&DIGEST]).await.unwrap(), 1);
    assert_eq!(app.run_jobs(&[&DIGEST]).await.unwrap(), 0, "once");
    send_due(&app).await;
    assert_eq!(gateway.got().len(), 1);
    assert!(gateway.got()[0].text.contains("3 条没看的消息"), "{}", gateway.got()[0].text);
    send(&app, notice()).await;
    messages::read_all(&app, &woman).await.unwrap();
    app.clock().move_to(moment("2026-12-07T09:00:00"));
    assert_eq!(app.run_jobs(&[&DIGEST]).await.unwrap(), 0, "everything was read");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_news_is_sent_once() {
    let app = TestApp::new(&[], REGISTRAR);
    let once = || NewMessage { once: Some("light 1".into()), ..duty(WOMAN) };
    let first = app.db.write(move |tx| messages::send(tx, &once())).await.unwrap();
    let second = app.db.write(move |tx| messages::send(tx, &once())).await.unwrap();
    assert_eq!((first, second), (true, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_administrator_sees_what_fails_and_lets_it_go_out_again() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    gateway.says(&[Says::This(503, "")]);
    send(&app, duty(WOMAN)).await;
    send_due(&app).await;
    let mut admin = app.signed_in(ADMIN).await;
    let page = admin.get("/desk/sending").await.text_of("main");
    assert!(page.contains("正忙，还在重试") && page.contains("周*禾"), "{page}");
    assert_eq!(send_due(&app).await, 0);
    let administrator = actor(&app, ADMIN).await;
    assert_eq!(messages::sending::hurry(&app, &administrator).await.unwrap(), 1);
    assert_eq!(send_due(&app).await, 1);
    messages::sending::test(&app, &administrator).await.unwrap();
    send_due(&app).await;
    let got = gateway.got();
    assert_eq!(got.last().unwrap().phone, "13900000002");
    let clerk = actor(&app, CLERK).await;
    assert!(messages::sending::test(&app, &clerk).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_to_a_confirmed_address_and_its_server_is_understood() {
    let (mails, outside) = MailBox::listen();
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    let clerk = actor(&app, CLERK).await;
    app.account(CLERK).await;
    crate::tests_codes::confirm_mail(&app, &mails, &clerk, "li@example.test").await;
    let before = mails.got().len();
    let wanted = messages::Choices { duty_by: messages::Channel::Mail, ..Default::default() };
    messages::choose(&app, &clerk, wanted).await.unwrap();
    send(&app, duty(CLERK)).await;
    mails.says(&["451 later"]);
    send_due(&app).await;
    assert_eq!(stands(&app, CLERK).await, (DeliveryState::Waiting, Reason::Busy));
    minutes(&app, 1);
    send_due(&app).await;
    assert_eq!(stands(&app, CLERK).await, (DeliveryState::Delivered, Reason::None));
    let mail = mails.got()[before].clone();
    assert!(mail.starts_with("RCPT TO:<li@example.test>"), "{mail}");
    assert!(mail.contains("Message-ID: <") && mail.contains("@county.test>"), "{mail}");
    mails.says(&["550 no such box"]);
    minutes(&app, 1);
    send(&app, duty(CLERK)).await;
    send_due(&app).await;
    assert_eq!(stands(&app, CLERK).await, (DeliveryState::Handed, Reason::BadNumber));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_gone_or_speaks_something_else_is_tried_again() {
    let (mails, outside) = MailBox::listen();
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    app.account(CLERK).await;
    let clerk = actor(&app, CLERK).await;
    crate::tests_codes::confirm_mail(&app, &mails, &clerk, "li@example.test").await;
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = gone.local_addr().unwrap().port();
    let moved = with_outside(&app, servers::outside_mail(port));
    // It takes the connection and says nothing.
    send(&app, duty(CLERK)).await;
    send_due(&moved).await;
    assert_eq!(stands(&app, CLERK).await, (DeliveryState::Waiting, Reason::TimedOut));
    drop(gone);
    minutes(&app, 1);
    send_due(&moved).await;
    assert_eq!(stands(&app, CLERK).await, (DeliveryState::Waiting, Reason::Unreachable));
}

/// The same county with other settings.
fn with_outside(app: &App, outside: Outside) -> App {
    let settings = Settings { outside, ..(*app.settings).clone() };
    App { settings: Arc::new(settings), ..app.clone() }
}

#[test]
fn every_word_of_the_data_leads_back_to_itself() {
    assert!(Reason::ALL.iter().all(|one| Reason::from_key(one.key()) == Some(*one)));
    assert!(DeliveryState::ALL.iter().all(|one| DeliveryState::from_key(one.key()) == Some(*one)));
    assert!(Told::ALL.iter().all(|one| Told::from_key(one.key()) == Some(*one)));
}
