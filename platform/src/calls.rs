//! Signed calls to programs outside: text-message gateways, and whoever subscribed to news.
//!
//! A call is a POST of JSON. Three headers make it one that the receiver can trust: its identifier,
//! the same when it is tried again, so that nothing is done twice; the second at which it was sent;
//! and `v1=` with the HMAC-SHA-256 of `second.body` under a secret that both sides know. Nothing
//! here runs inside an act, and no failure names what was sent.

use std::fmt;
use std::io::Read;
use std::time::Duration;

use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use crate::error::{Error, Refusal, Result};
use crate::privacy::hex;

pub mod outside;
#[cfg(test)]
mod tests;

/// The header with the identifier of the call.
pub const ID_HEADER: &str = "x-xiangyue-id";
/// The header with the second at which it was sent.
pub const SENT_AT_HEADER: &str = "x-xiangyue-sent-at";
/// The header with the signature.
pub const SIGNATURE_HEADER: &str = "x-xiangyue-signature";

/// A signature older or younger than this is not taken: it may have been overheard.
const SIGNATURE_SECONDS_MAX: i64 = 300;
/// A shorter secret can be guessed.
const SECRET_LETTERS_MIN: usize = 16;
/// What is read of an answer.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;
/// What is read of a file that was asked for.
const FILE_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// How long a call may take from beginning to end.
const CALL_SECONDS_MAX: u64 = 20;

/// Where calls go, and the secret that signs them.
#[derive(Clone)]
pub struct Endpoint {
    url: String,
    secret: String,
}

/// Makes calls. It keeps connections, so one is made for the whole program.
#[derive(Clone, Debug)]
pub struct Caller(ureq::Agent);

/// What came back, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The status, for example 200.
    pub status: u16,
    /// The answer's beginning; what is longer is cut.
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// The machine is not there, or does not take calls.
    Unreachable,
    /// It took too long.
    TimedOut,
    /// No encrypted connection came about.
    NotTrusted,
    /// What came back is not HTTP, or broke off.
    Garbled,
}

impl Endpoint {
    /// An endpoint; refused when the address is not one of HTTP or the secret too short.
    pub fn new(url: &str, secret: &str) -> Result<Self> {
        let url = url.trim();
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        if host.is_empty() || host.contains('@') || url.chars().any(char::is_whitespace) {
            let sentence = "地址要以 https:// 或 http:// 开头，不带用户名和密码";
            return Err(Refusal::new("calls.address", sentence).at("url").into());
        }
        if secret.chars().count() < SECRET_LETTERS_MIN {
            let refusal = Refusal::new("calls.secret", "密钥至少 {1} 个字符");
            return Err(refusal.with(SECRET_LETTERS_MIN).at("secret").into());
        }
        Ok(Self { url: url.to_owned(), secret: secret.to_owned() })
    }
}

/// An address may carry a token, and the secret is one: neither is for a log.
impl fmt::Debug for Endpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Endpoint")
    }
}

impl Default for Caller {
    fn default() -> Self {
        Self::within(Duration::from_secs(CALL_SECONDS_MAX))
    }
}

impl Caller {
    /// A caller that waits so long for a whole call.
    pub fn within(time: Duration) -> Self {
        Self(config(time).new_agent())
    }

    /// A caller for addresses that somebody may name: it reaches neither this machine nor the
    /// networks behind it.
    pub fn outside() -> Self {
        let config = config(Duration::from_secs(CALL_SECONDS_MAX));
        let connector = ureq::unversioned::transport::DefaultConnector::default();
        Self(ureq::Agent::with_parts(config, connector, outside::OutsideOnly::default()))
    }

    /// Posts a body. It blocks: call it from a thread where that is allowed.
    pub fn post(
        &self,
        to: &Endpoint,
        id: &str,
        body: &serde_json::Value,
        now: Timestamp,
    ) -> std::result::Result<Answered, NoAnswer> {
        let body = body.to_string();
        let signature = sign(&to.secret, now, body.as_bytes());
        let sent = self
            .0
            .post(&to.url)
            .header("content-type", "application/json")
            .header(ID_HEADER, id)
            .header(SENT_AT_HEADER, now.as_second().to_string())
            .header(SIGNATURE_HEADER, signature)
            .send(body);
        read(sent, &to.url, ANSWER_BYTES_MAX)
    }

    /// Fetches what stands at an address. It blocks, as [`Self::post`] does.
    pub fn get(&self, url: &str) -> std::result::Result<Answered, NoAnswer> {
        read(self.0.get(url).call(), url, FILE_BYTES_MAX)
    }

    /// Sends plain text to an address, unsigned: for what is signed in itself.
    pub fn send_text(&self, url: &str, text: &str) -> std::result::Result<Answered, NoAnswer> {
        let call = self.0.post(url).header("content-type", "text/plain; charset=utf-8");
        read(call.send(text), url, ANSWER_BYTES_MAX)
    }
}

fn read(
    sent: std::result::Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    url: &str,
    bytes_max: u64,
) -> std::result::Result<Answered, NoAnswer> {
    let mut response = sent.map_err(|error| NoAnswer::of(&error, url))?;
    let mut begun = Vec::new();
    let reading = response.body_mut().as_reader().take(bytes_max).read_to_end(&mut begun);
    reading.map_err(|error| NoAnswer::of(&ureq::Error::from(error), url))?;
    Ok(Answered { status: response.status().as_u16(), body: begun })
}

fn config(time: Duration) -> ureq::config::Config {
    ureq::Agent::config_builder()
        .timeout_global(Some(time))
        .http_status_as_error(false)
        // An answer from elsewhere would come from somebody who was not asked.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent(concat!("xiangyue/", env!("CARGO_PKG_VERSION")))
        .build()
}

impl Answered {
    /// Whether the receiver took the call.
    pub const fn is_taken(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// Whether trying again makes sense: the receiver is busy or broken, and has not said no.
    pub const fn may_change(&self) -> bool {
        matches!(self.status, 408 | 425 | 429 | 500..=599)
    }

    /// The answer as JSON, if it is that.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl NoAnswer {
    /// A word for records and figures.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed_out",
            Self::NotTrusted => "not_trusted",
            Self::Garbled => "garbled",
        }
    }

    fn of(error: &ureq::Error, url: &str) -> Self {
        match error {
            ureq::Error::Timeout(_) => Self::TimedOut,
            ureq::Error::Io(error) => match error.kind() {
                std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => Self::TimedOut,
                // A certificate that nobody vouches for, or no encryption at all, arrives as this.
                std::io::ErrorKind::InvalidData if url.starts_with("https:") => Self::NotTrusted,
                std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::InvalidData => {
                    Self::Garbled
                }
                _ => Self::Unreachable,
            },
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::Pem(_) => Self::NotTrusted,
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => Self::Unreachable,
            _ => Self::Garbled,
        }
    }
}

impl From<NoAnswer> for Error {
    fn from(why: NoAnswer) -> Self {
        Self::fault(format!("a call outside: {}", why.key()))
    }
}

/// The signature of a body sent at an instant.
pub fn sign(secret: &str, now: Timestamp, body: &[u8]) -> String {
    let tag = mac(secret, now.as_second(), body).map(|mac| mac.finalize().into_bytes());
    format!("v1={}", tag.map(|tag| hex(&tag)).unwrap_or_default())
}

/// Whether a signature that came with a call is that of its body, and fresh.
pub fn is_signed(
    secret: &str,
    (sent_at, signature): (&str, &str),
    body: &[u8],
    now: Timestamp,
) -> bool {
    let Ok(second) = sent_at.parse::<i64>() else { return false };
    let fresh = now.as_second().abs_diff(second) <= SIGNATURE_SECONDS_MAX.unsigned_abs();
    let tag = signature.strip_prefix("v1=").and_then(bytes_of);
    match (mac(secret, second, body), tag) {
        (Some(mac), Some(tag)) if fresh => mac.verify_slice(&tag).is_ok(),
        _ => false,
    }
}

fn mac(secret: &str, second: i64, body: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(format!("{second}.").as_bytes());
    mac.update(body);
    Some(mac)
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| {
        std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())
    };
    (hex.len() == 64).then(|| hex.as_bytes().chunks(2).map(pair).collect())?
}
