//! News for other programs: signed, numbered, without personal data, sent until it is taken.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use jiff::SignedDuration;

use platform::calls::{self, Caller};
use platform::webhooks::{self, NewWebhook, WebhookId};
use platform::{App, AreaPath, Error};
use serde_json::Value;

use crate::cast::Cast;
use crate::county::{County, administrator};

const SECRET: &str = "只有两边知道的密钥，够长的一句话吧";

/// One call as the subscriber saw it.
#[derive(Clone)]
struct Heard {
    head: String,
    body: Value,
    text: String,
}

/// A subscriber on this machine that answers with the status it is told to.
struct Subscriber {
    address: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    status: Arc<Mutex<u16>>,
}

impl Subscriber {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let status = Arc::new(Mutex::new(200));
        let (hears, answers) = (heard.clone(), status.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let call = read(&mut stream);
                hears.lock().unwrap().push(call);
                let status = *answers.lock().unwrap();
                let answer = format!(
                    "HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
                );
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Self { address, heard, status }
    }

    fn answers(&self, status: u16) {
        *self.status.lock().unwrap() = status;
    }

    fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }
}

fn read(stream: &mut impl Read) -> Heard {
    let (mut bytes, mut byte) = (Vec::new(), [0]);
    while !bytes.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
    let length = header(&head, "content-length").parse().unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    let text = String::from_utf8_lossy(&body).into_owned();
    Heard { head, body: serde_json::from_str(&text).unwrap_or_default(), text }
}

fn header(head: &str, name: &str) -> String {
    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
    line.unwrap_or_default().trim().to_owned()
}

async fn subscribed(county: &County, address: &str, area_path: AreaPath) -> WebhookId {
    let new = NewWebhook {
        address: address.into(),
        secret: SECRET.into(),
        modules: vec!["window".into()],
        area_path,
    };
    webhooks::subscribe(county, &administrator(), new).await.unwrap()
}

/// What the program does every few seconds.
async fn send(county: &County) -> u64 {
    let app: App = (***county).clone();
    tokio::task::spawn_blocking(move || webhooks::send_due(&app, &Caller::default()))
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn news_is_signed_numbered_in_order_and_has_no_personal_data() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let subscriber = Subscriber::new();
    subscribed(&county, &subscriber.address, AreaPath::county()).await;
    // Another one, of the other township, hears nothing of it.
    let elsewhere = Subscriber::new();
    subscribed(&county, &elsewhere.address, AreaPath::county().child(2)).await;
    cast.come_to_the_counter(&county, 3).await;
    assert_eq!(send(&county).await, 3);
    assert_eq!(send(&county).await, 0, "what was taken is not sent again");
    let heard = subscriber.heard();
    let numbers: Vec<i64> = heard.iter().filter_map(|call| call.body["number"].as_i64()).collect();
    assert_eq!(numbers, [1, 2, 3]);
    for call in &heard {
        assert_eq!(call.body["act"], "window.case_received");
        assert_eq!(call.body["subject"]["kind"], "case");
        assert_eq!(call.body["id"], header(&call.head, calls::ID_HEADER));
        let signed = (
            header(&call.head, calls::SENT_AT_HEADER),
            header(&call.head, calls::SIGNATURE_HEADER),
        );
        let now = county.clock().now();
        assert!(calls::is_signed(SECRET, (&signed.0, &signed.1), call.text.as_bytes(), now));
        let other = "另一句也够长的密钥，可是不对";
        assert!(!calls::is_signed(other, (&signed.0, &signed.1), call.text.as_bytes(), now));
        assert!(!call.text.contains("赵") && !call.text.contains("李"), "{}", call.text);
    }
    assert!(elsewhere.heard().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn news_that_is_not_taken_comes_again_later_in_order_and_is_given_up_after_days() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let subscriber = Subscriber::new();
    let id = subscribed(&county, &subscriber.address, AreaPath::county()).await;
    subscriber.answers(503);
    cast.come_to_the_counter(&county, 2).await;
    assert_eq!(send(&county).await, 0);
    assert_eq!(send(&county).await, 0);
    assert_eq!(subscriber.heard().len(), 1, "not before its time, and not past the first");
    county.clock().advance(SignedDuration::from_secs(61));
    subscriber.answers(200);
    assert_eq!(send(&county).await, 2);
    let numbers: Vec<i64> =
        subscriber.heard().iter().filter_map(|call| call.body["number"].as_i64()).collect();
    assert_eq!(numbers, [1, 1, 2]);
    // Days later nothing is taken any more: the program gives up and says so.
    subscriber.answers(404);
    cast.come_to_the_counter(&county, 1).await;
    for _ in 0..30 {
        send(&county).await;
        county.clock().advance(SignedDuration::from_hours(6));
    }
    let calls = subscriber.heard().len();
    let stopped =
        county.db.read(move |tx| webhooks::one(tx, &administrator(), id)).await.unwrap().0;
    assert!(stopped.stopped_at.is_some());
    assert_eq!(county.db.read(webhooks::given_up).await.unwrap(), 1);
    send(&county).await;
    assert_eq!(subscriber.heard().len(), calls, "nothing is sent any more");
    // Somebody mended it: what waited is sent.
    subscriber.answers(200);
    webhooks::restart(&county, &administrator(), id).await.unwrap();
    assert_eq!(send(&county).await, 1);
    webhooks::end(&county, &administrator(), id).await.unwrap();
    cast.come_to_the_counter(&county, 1).await;
    assert_eq!(send(&county).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_that_is_undone_is_no_news() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let subscriber = Subscriber::new();
    subscribed(&county, &subscriber.address, AreaPath::county()).await;
    let window = cast.actor(&county, cast.window).await;
    let undone: Result<(), Error> = county
        .db
        .write(move |tx| {
            let entry = platform::Entry::new(
                "window.case_received",
                "case",
                platform::journal::Subject::NONE,
                &AreaPath::county(),
            );
            tx.journal(&window, entry)?;
            Err(Error::NotFound)
        })
        .await;
    assert!(undone.is_err());
    assert_eq!(send(&county).await, 0);
}

#[test]
fn a_caller_for_named_addresses_does_not_reach_this_machine() {
    let subscriber = Subscriber::new();
    let body = serde_json::json!({});
    let now = jiff::Timestamp::UNIX_EPOCH;
    let port = subscriber.address.rsplit(':').next().unwrap().to_owned();
    for address in [subscriber.address.clone(), format!("http://localhost:{port}")] {
        let endpoint = calls::Endpoint::new(&address, SECRET).unwrap();
        assert!(Caller::outside().post(&endpoint, "1", &body, now).is_err(), "{address}");
    }
    assert!(subscriber.heard().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_subscribes_looks_and_ends_in_the_browser() {
    let county = County::new().await;
    let person = county.villager().await;
    appoint_administrator(&county, person).await;
    let mut browser = county.signed_in(person).await;
    let page = browser.post("/webhooks", &[("address", "ftp://x"), ("area", "county")]).await;
    page.shows("地址要以 https:// 或 http:// 开头");
    let fields = [
        ("address", "https://data.example.cn/xiangyue"),
        ("secret", SECRET),
        ("modules", "window"),
        ("area", "county"),
    ];
    let made = browser.post("/webhooks", &fields).await;
    let page = browser.follow(&made).await;
    page.is_ok().shows("https://data.example.cn/xiangyue").shows("还没有要通知的事").lacks(SECRET);
    browser.get("/desk").await.shows("通知别的程序").lacks("停发");
    let end = page.attribute("form[action$='/end']", "action").unwrap();
    browser.post(&end, &[]).await.goes_to("/webhooks");
    assert!(!browser.get("/webhooks").await.has("a[href^='/webhooks/']"), "it is ended");
}

async fn appoint_administrator(county: &County, person: platform::PersonId) {
    use registry::model::Appointment;
    let post = registry::model::NewBody {
        area_id: county.areas().await[0].id,
        kind: registry::BodyKind::CountyGovernment,
        name: "清河县人民政府".into(),
        department: None,
        phone: None,
        address: None,
        hours: None,
        purpose: None,
        seats: None,
    };
    let body_id = registry::actions::found_body(county, &administrator(), post).await.unwrap();
    let new = Appointment {
        body_id,
        post: "administrator".into(),
        person_id: person,
        public_phone: None,
        held_from: jiff::civil::date(2026, 1, 1),
        held_until: None,
    };
    county
        .db
        .write(move |tx| registry::bodies::record_appointment(tx, &new).map(drop))
        .await
        .unwrap();
}
