//! Stories about codes: signing in without a password, the second step, an address of one's own.

use jiff::SignedDuration;
use platform::identity::{self, Origin};
use platform::messages::{self, Choices};
use platform::{Actor, App, PersonId};
use testing::{Browser, PASSWORD, Page, TestApp};

use crate::tests_messages::servers::{Gateway, MailBox};
use crate::tests_messages::{ADMIN, REGISTRAR, WOMAN, send_due};

const PHONE: &str = "13900000001";

/// Opens an account with a phone to sign in by.
async fn open_account(app: &App, person: PersonId, phone: &'static str) {
    app.db
        .write(move |tx| {
            let name = format!("u{person}");
            identity::open_now(tx, person, &name, Some(phone), testing::cheap_hash()).map(drop)
        })
        .await
        .unwrap();
}

fn origin() -> Origin {
    Origin { device: "test".into(), address: "10.1.1.1".into() }
}

/// Confirms a mail address with the code that its server would have got.
pub async fn confirm_mail(app: &App, mails: &MailBox, actor: &Actor, mail: &str) {
    let ticket = identity::ask_mail_code(app, actor, mail, &origin()).await.unwrap();
    send_due(app).await;
    let got = mails.got();
    let (_, body) = got.last().unwrap().split_once("\n\n").unwrap();
    let code = code_in(&String::from_utf8(from_base64(body)).unwrap());
    identity::enter_mail_code(app, actor, &ticket, &code).await.unwrap();
}

/// What a mail says.
fn from_base64(text: &str) -> Vec<u8> {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |byte: u8| letters.iter().position(|letter| *letter == byte);
    let sixes: Vec<usize> = text.bytes().filter_map(value).collect();
    sixes
        .chunks(4)
        .flat_map(|four| {
            let all = four.iter().fold(0, |all, six| all << 6 | six) << (6 * (4 - four.len()));
            let bytes = [all >> 16, all >> 8, all].map(|byte| (byte & 0xff) as u8);
            bytes.into_iter().take(four.len() - 1)
        })
        .collect()
}

/// The six digits of a text.
fn code_in(text: &str) -> String {
    let mut digits = text.split(|letter: char| !letter.is_ascii_digit());
    digits.rfind(|run| run.len() == 6).expect("a code").to_owned()
}

async fn ask(browser: &mut Browser, name: &str) -> Page {
    browser.post("/sign-in/code", &[("name", name), ("back", "/account")]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_villager_signs_in_with_a_code_and_nobody_learns_who_has_an_account() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    open_account(&app, WOMAN, PHONE).await;
    let mut browser = app.anyone();
    assert!(browser.get("/sign-in").await.text_of("main").contains("验证码登录"));
    let known = ask(&mut browser, " 139 0000 0001 ").await;
    let unknown = ask(&mut app.anyone(), "13911111111").await;
    let shape = |page: &Page| {
        let ticket = page.location().to_owned();
        let (before, rest) = ticket.split_at("/sign-in/code/".len());
        (page.status(), before.to_owned(), rest.len())
    };
    assert_eq!(shape(&known), shape(&unknown));
    let got = gateway.until(1).await;
    send_due(&app).await;
    assert_eq!(gateway.got().len(), 1, "only who has an account is written to");
    let text = got[0].text.clone();
    let code = code_in(&text);
    let entry = known.location().to_owned();
    let path = entry.split('?').next().unwrap().to_owned();
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let no = browser.post(&path, &[("code", wrong), ("back", "/account")]).await;
    assert!(no.text_of("main").contains("验证码不对"), "{}", no.excerpt());
    let yes = browser.post(&path, &[("code", &code), ("back", "/account")]).await;
    assert_eq!(yes.location(), "/account", "{}", yes.excerpt());
    assert!(browser.get("/account").await.text_of("h1").contains("周小禾"));
    let twice = app.anyone().post(&path, &[("code", &code)]).await;
    assert!(!twice.status().is_redirection(), "a code opens once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_over_after_ten_minutes_and_after_five_tries() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    open_account(&app, WOMAN, PHONE).await;
    let ticket = identity::ask_code(&app, PHONE, &origin()).await.unwrap();
    send_due(&app).await;
    let code = code_in(&gateway.got()[0].text);
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for _ in 0..5 {
        let no = identity::enter_code(&app, &ticket, wrong, origin()).await.unwrap_err();
        assert_eq!(no.refusal().unwrap().code, "identity.wrong_code");
    }
    let over = identity::enter_code(&app, &ticket, &code, origin()).await.unwrap_err();
    assert_eq!(over.refusal().unwrap().code, "identity.code_over");

    let ticket = identity::ask_code(&app, PHONE, &origin()).await.unwrap();
    send_due(&app).await;
    let code = code_in(&gateway.got()[1].text);
    app.clock().advance(SignedDuration::from_mins(11));
    let over = identity::enter_code(&app, &ticket, &code, origin()).await.unwrap_err();
    assert_eq!(over.refusal().unwrap().code, "identity.code_over");
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_not_to_be_had_without_end() {
    let (_, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    for name in ["13911111111", PHONE] {
        for _ in 0..3 {
            identity::ask_code(&app, name, &origin()).await.unwrap();
        }
        let no = identity::ask_code(&app, name, &origin()).await.unwrap_err();
        assert_eq!(no.refusal().unwrap().code, "identity.codes_too_many", "{name}");
    }
    app.clock().advance(SignedDuration::from_mins(16));
    assert!(identity::ask_code(&app, PHONE, &origin()).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_is_told_to_use_the_password_and_may_add_a_second_step() {
    let (gateway, outside) = Gateway::listen().await;
    let app = TestApp::reaching(&[], REGISTRAR, outside);
    open_account(&app, ADMIN, "13900000002").await;
    identity::ask_code(&app, "13900000002", &origin()).await.unwrap();
    send_due(&app).await;
    assert!(gateway.got()[0].text.contains("请用密码登录"), "{:?}", gateway.got());

    let mut admin = app.anyone();
    let name = format!("u{ADMIN}");
    admin.sign_in(&name, PASSWORD).await;
    let on = [("duty_by", "sms"), ("digest_by", "inbox"), ("second_step", "yes")];
    assert!(admin.post("/account/messages", &on).await.status().is_redirection());
    let mut later = app.anyone();
    let step = later.post("/sign-in", &[("user_name", &name), ("password", PASSWORD)]).await;
    let path = step.location().to_owned();
    assert!(path.starts_with("/sign-in/code/"), "{path}");
    let desk = later.get("/desk").await;
    assert!(desk.status().is_redirection(), "the password alone does not open");
    let code = code_in(&gateway.until(2).await[1].text);
    let inside = later.post(&path, &[("code", &code)]).await;
    assert!(inside.status().is_redirection(), "{}", inside.excerpt());
    later.get("/desk").await.is_ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_channel_no_code_is_offered_and_no_second_step_locks_anybody_out() {
    let app = TestApp::new(&[], REGISTRAR);
    open_account(&app, ADMIN, "13900000002").await;
    let mut browser = app.anyone();
    assert!(!browser.get("/sign-in").await.text_of("main").contains("验证码"));
    assert_eq!(browser.get("/sign-in/code").await.status().as_u16(), 404);
    app.db
        .read(|tx| messages::choices_of(tx, ADMIN))
        .await
        .map(|choices| assert_eq!(choices, Choices::default()))
        .unwrap();
    let mut admin = app.anyone();
    admin.sign_in(&format!("u{ADMIN}"), PASSWORD).await;
    let on = [("duty_by", "visit"), ("digest_by", "inbox"), ("second_step", "yes")];
    admin.post("/account/messages", &on).await;
    let mut later = app.anyone();
    later.sign_in(&format!("u{ADMIN}"), PASSWORD).await;
    later.get("/desk").await.is_ok();
}
