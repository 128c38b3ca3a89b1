//! Calls, against servers on this machine.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::json;

use super::*;

const SECRET: &str = "a secret of both sides";

/// What a server read: its headers in lower case, and the body.
struct Call {
    head: String,
    body: Vec<u8>,
}

/// A server that answers one call with these bytes, and tells what it read.
fn server(answer: &'static [u8]) -> (String, Receiver<Call>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/messages", listener.local_addr().unwrap());
    let (tell, told) = channel();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let read = read_call(&stream);
        (&stream).write_all(answer).unwrap();
        drop(stream);
        let _ = tell.send(read);
    });
    (url, told)
}

fn read_call(stream: &TcpStream) -> Call {
    let mut lines = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(lines.read_line(&mut head).unwrap(), 0, "the call broke off");
    }
    let head = head.to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    lines.read_exact(&mut body).unwrap();
    Call { head, body }
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let prefix = format!("{name}: ");
    head.lines().find_map(|line| line.strip_prefix(prefix.as_str())).unwrap_or_default()
}

fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).unwrap()
}

fn call(url: &str) -> std::result::Result<Answered, NoAnswer> {
    let endpoint = Endpoint::new(url, SECRET).unwrap();
    let body = json!({"text": "您的申请已经收到"});
    Caller::within(Duration::from_millis(500)).post(&endpoint, "m-1", &body, now())
}

#[test]
fn the_receiver_can_check_who_sent_what_and_when() {
    let (url, told) = server(b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"ok\": true}");
    let answered = call(&url).unwrap();
    assert!(answered.is_taken());
    assert_eq!(answered.json::<serde_json::Value>(), Some(json!({"ok": true})));
    let Call { head, body } = told.recv().unwrap();
    assert!(head.starts_with("post /messages http/1.1"), "{head}");
    assert_eq!(header(&head, ID_HEADER), "m-1");
    let signed = (header(&head, SENT_AT_HEADER), header(&head, SIGNATURE_HEADER));
    assert!(is_signed(SECRET, signed, &body, now()));
    assert!(!is_signed("a secret of somebody else", signed, &body, now()));
    assert!(!is_signed(SECRET, signed, b"{}", now()));
    let later = now() + jiff::SignedDuration::from_secs(SIGNATURE_SECONDS_MAX + 1);
    assert!(!is_signed(SECRET, signed, &body, later), "an old call is not taken again");
    assert!(!is_signed(SECRET, ("", ""), &body, now()));
    assert!(!is_signed(SECRET, (signed.0, "v1=zz"), &body, now()));
}

#[test]
fn the_signature_is_the_one_that_other_programs_compute() {
    // printf '1795000000.{}' | openssl dgst -sha256 -hmac 'a secret of both sides'
    let expected = "v1=46e4ec06d000f22adb862bf790d3d882100f76a9f9a34a730215297239aaa697";
    assert_eq!(sign(SECRET, now(), b"{}"), expected);
}

#[test]
fn an_answer_says_whether_to_try_again() {
    let table: [(&'static [u8], u16, bool, bool); 4] = [
        (b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", 503, false, true),
        (b"HTTP/1.1 429 Slow down\r\ncontent-length: 0\r\n\r\n", 429, false, true),
        (b"HTTP/1.1 422 No\r\ncontent-length: 0\r\n\r\n", 422, false, false),
        // Nobody is led elsewhere.
        (
            b"HTTP/1.1 307 Go\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
            307,
            false,
            false,
        ),
    ];
    for (answer, status, taken, may_change) in table {
        let (url, _told) = server(answer);
        let answered = call(&url).unwrap();
        let said = (answered.status, answered.is_taken(), answered.may_change());
        assert_eq!(said, (status, taken, may_change));
    }
}

#[test]
fn a_long_answer_is_cut() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        read_call(&stream);
        let _ = (&stream).write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        // Until the other side has had enough.
        while (&stream).write_all(&[b'x'; 1024]).is_ok() {}
    });
    assert_eq!(call(&url).unwrap().body.len() as u64, ANSWER_BYTES_MAX);
}

#[test]
fn silence_garbage_and_absence_are_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}/", listener.local_addr().unwrap());
    assert_eq!(call(&silent), Err(NoAnswer::TimedOut));
    drop(listener);
    assert_eq!(call(&silent), Err(NoAnswer::Unreachable));
    let (garbage, _told) = server(b"220 mail.example ready\r\n\r\n");
    assert_eq!(call(&garbage), Err(NoAnswer::Garbled));
    let (broken_off, _told) = server(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort");
    assert_eq!(call(&broken_off), Err(NoAnswer::Garbled));
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/", plain.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut stream, _) = plain.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
    });
    assert_eq!(call(&url), Err(NoAnswer::NotTrusted));
}

#[test]
fn an_endpoint_has_a_plain_address_and_a_long_secret() {
    let at = |url: &str, secret: &str| {
        Endpoint::new(url, secret).map(drop).map_err(|error| error.refusal().unwrap().field)
    };
    assert_eq!(at("https://gateway.example/sms", SECRET), Ok(()));
    for url in
        ["", "gateway.example", "file:///etc/passwd", "https://", "http://u:p@h/", "http://a b"]
    {
        assert_eq!(at(url, SECRET), Err(Some("url")), "{url}");
    }
    assert_eq!(at("https://gateway.example/sms", "short"), Err(Some("secret")));
    let endpoint = Endpoint::new("https://gateway.example/?token=1", SECRET).unwrap();
    assert_eq!(format!("{endpoint:?}"), "Endpoint");
}
