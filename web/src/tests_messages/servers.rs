//! A gateway for text messages and a mail server, real ones on this machine.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use platform::calls::{self, Endpoint, ID_HEADER, SENT_AT_HEADER, SIGNATURE_HEADER};
use platform::messages::channels::{MailServer, MailTls, Outside, Secret};
use tokio::sync::Notify;

/// The secret that the county and its gateway share.
pub const SECRET: &str = "稻花香里说丰年听取蛙声一片七八个星";

/// What the gateway answers to one call.
#[derive(Clone, Copy)]
pub enum Says {
    /// A status and a body.
    This(u16, &'static str),
    /// Nothing, for as long as the test runs.
    Nothing,
}

/// A text message as the gateway got it.
#[derive(Clone, Debug)]
pub struct Got {
    pub id: String,
    pub phone: String,
    pub text: String,
}

#[derive(Default)]
struct Shared {
    got: Vec<Got>,
    says: VecDeque<Says>,
}

/// A gateway. It takes everything unless it was told to say something else.
#[derive(Clone, Default)]
pub struct Gateway(Arc<Mutex<Shared>>, Arc<Notify>);

impl Gateway {
    /// Begins to listen, and gives the settings that lead to it.
    pub async fn listen() -> (Self, Outside) {
        let gateway = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/sms", listener.local_addr().unwrap());
        let router = axum::Router::new().route("/sms", post(take)).with_state(gateway.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (gateway, outside_at(&url))
    }

    /// What it says to the next calls.
    pub fn says(&self, words: &[Says]) {
        self.0.lock().unwrap().says.extend(words);
    }

    /// Waits until it got so many, and gives them: a page sends by itself, beside the test.
    pub async fn until(&self, count: usize) -> Vec<Got> {
        loop {
            let came = self.1.notified();
            let got = self.got();
            if got.len() >= count {
                return got;
            }
            came.await;
        }
    }

    /// What it got so far.
    pub fn got(&self) -> Vec<Got> {
        self.0.lock().unwrap().got.clone()
    }
}

/// The settings for a gateway at an address.
pub fn outside_at(url: &str) -> Outside {
    Outside {
        sms: Some(Endpoint::new(url, SECRET).unwrap()),
        sms_secret: Secret(SECRET.into()),
        mail: None,
    }
}

async fn take(State(gateway): State<Gateway>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers[name].to_str().unwrap();
    let signed = (header(SENT_AT_HEADER), header(SIGNATURE_HEADER));
    let sent_at = jiff::Timestamp::from_second(signed.0.parse().unwrap()).unwrap();
    assert!(calls::is_signed(SECRET, signed, &body, sent_at), "the call is not signed");
    let read: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let word = |key: &str| read[key].as_str().unwrap().to_owned();
    assert_eq!(header(ID_HEADER), word("id"));
    let says = {
        let mut shared = gateway.0.lock().unwrap();
        shared.got.push(Got { id: word("id"), phone: word("phone"), text: word("text") });
        shared.says.pop_front()
    };
    gateway.1.notify_waiters();
    match says.unwrap_or(Says::This(200, r#"{"taken": true}"#)) {
        Says::This(status, body) => {
            (StatusCode::from_u16(status).unwrap(), body.to_owned()).into_response()
        }
        Says::Nothing => std::future::pending().await,
    }
}

/// A mail server that speaks as much as a client needs.
#[derive(Clone, Default)]
pub struct MailBox(Arc<Mutex<Mails>>);

#[derive(Default)]
struct Mails {
    got: Vec<String>,
    /// What it answers to the next addresses it is given.
    says: VecDeque<&'static str>,
}

impl MailBox {
    /// Begins to listen, and gives the settings that lead to it.
    pub fn listen() -> (Self, Outside) {
        let mails = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let own = mails.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                own.serve(&stream);
            }
        });
        (mails, outside_mail(port))
    }

    /// What it says to the next addresses: a reply such as `550 no such box`.
    pub fn says(&self, replies: &[&'static str]) {
        self.0.lock().unwrap().says.extend(replies);
    }

    /// The mails that it took, each with its envelope above it.
    pub fn got(&self) -> Vec<String> {
        self.0.lock().unwrap().got.clone()
    }

    fn serve(&self, stream: &TcpStream) {
        let mut writer = stream;
        let mut say = |reply: &str| writer.write_all(format!("{reply}\r\n").as_bytes()).is_ok();
        let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
        say("220 mail.test ESMTP");
        let mut mail = String::new();
        while let Some(line) = lines.next() {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let reply = match verb.as_str() {
                "EHLO" => "250-mail.test\r\n250 8BITMIME",
                "RCPT" => {
                    mail.push_str(&line);
                    mail.push('\n');
                    self.0.lock().unwrap().says.pop_front().unwrap_or("250 ok")
                }
                "DATA" => {
                    say("354 go on");
                    for text in lines.by_ref().take_while(|text| text != ".") {
                        mail.push_str(&text);
                        mail.push('\n');
                    }
                    self.0.lock().unwrap().got.push(std::mem::take(&mut mail));
                    "250 taken"
                }
                "QUIT" => {
                    say("221 bye");
                    return;
                }
                _ => "250 ok",
            };
            if !say(reply) {
                return;
            }
        }
    }
}

/// The settings for a mail server at a port of this machine.
pub fn outside_mail(port: u16) -> Outside {
    let mail = MailServer {
        host: "127.0.0.1".into(),
        port,
        tls: MailTls::None,
        user: String::new(),
        password: Secret::default(),
        from: "云禾县 <xiangyue@county.test>".into(),
    };
    Outside { mail: Some(mail), ..Outside::default() }
}
