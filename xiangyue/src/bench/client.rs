//! A plain client on kept connections: it costs little, and fails on any answer that is not good.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use platform::{Error, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Connections that ask at the same time.
pub const CONNECTIONS: usize = 32;

/// What a run gave.
pub struct Run {
    /// Requests that were answered well.
    pub count: u64,
    /// How long it took.
    pub took: Duration,
    /// How long each took, sorted, in microseconds.
    pub each_us: Vec<u64>,
    /// The size of the last body.
    pub body_bytes: u64,
}

impl Run {
    /// How many a second.
    pub fn rate(&self) -> u64 {
        let micros = u64::try_from(self.took.as_micros()).unwrap_or(u64::MAX).max(1);
        self.count.saturating_mul(1_000_000) / micros
    }

    /// So many of a hundred were as quick as this.
    pub fn percentile(&self, percent: usize) -> u64 {
        let at = self.each_us.len() * percent / 100;
        self.each_us.get(at.min(self.each_us.len().saturating_sub(1))).copied().unwrap_or(0)
    }
}

/// An answer, as far as a bench needs it.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers as they came.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

/// Sends `requests` over [`CONNECTIONS`] connections until `until` has passed or none is left.
pub async fn run(
    server: SocketAddr,
    requests: Arc<dyn Fn(u64) -> Option<String> + Send + Sync>,
    until: Duration,
    good: fn(u16) -> bool,
) -> Result<Run> {
    let begun = Instant::now();
    let next = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (requests, next) = (requests.clone(), next.clone());
        tasks.spawn(async move {
            let mut stream = TcpStream::connect(server).await?;
            stream.set_nodelay(true)?;
            let (mut each, mut bytes) = (Vec::new(), 0);
            while begun.elapsed() < until {
                let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                let Some(request) = requests(number) else { break };
                let asked = Instant::now();
                let answer = ask(&mut stream, &request).await?;
                each.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
                bytes = answer.body.len();
                if !good(answer.status) {
                    return Err(Error::fault(format!(
                        "answered {}: {}",
                        answer.status, answer.head
                    )));
                }
            }
            Ok((each, bytes))
        });
    }
    let (mut each_us, mut body_bytes) = (Vec::new(), 0);
    while let Some(done) = tasks.join_next().await {
        let (each, bytes) = done.map_err(|error| Error::fault(format!("client: {error}")))??;
        each_us.extend(each);
        body_bytes = body_bytes.max(bytes as u64);
    }
    let took = begun.elapsed();
    each_us.sort_unstable();
    Ok(Run { count: each_us.len() as u64, took, each_us, body_bytes })
}

/// One request and its answer.
pub async fn once(server: SocketAddr, request: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect(server).await?;
    ask(&mut stream, request).await
}

async fn ask(stream: &mut TcpStream, request: &str) -> Result<Answer> {
    stream.write_all(request.as_bytes()).await?;
    let mut seen = Vec::with_capacity(16 * 1024);
    let head_end = loop {
        if let Some(at) = seen.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut seen).await? == 0 {
            return Err(Error::fault("the server hung up"));
        }
    };
    let (head, begun) = seen.split_at(head_end);
    let head = String::from_utf8_lossy(head).into_owned();
    let length: usize = header(&head, "content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
    let mut body = begun.to_vec();
    while body.len() < length {
        if stream.read_buf(&mut body).await? == 0 {
            return Err(Error::fault("the server hung up in a body"));
        }
    }
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Ok(Answer { status, head, body })
}

/// A header's value.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// A `GET` on a kept connection.
pub fn get(path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: {cookie}\r\n\r\n")
}

/// A `POST` of a form.
pub fn post(path: &str, cookie: &str, form: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    )
}
