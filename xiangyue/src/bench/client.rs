//! A plain client on kept connections: it costs little, and fails on any answer that is not good.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use platform::{Error, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Connections that ask at the same time.
pub const CONNECTIONS: usize = 32;

/// What one person does, request by request.
pub trait Script: Send {
    /// The next request, after the answer to the one before; nothing when the person is done.
    fn next(&mut self, last: Option<&Answer>) -> Result<Option<Ask>>;
}

/// A request on its way.
pub enum Ask {
    /// On the connection that is kept.
    Kept(String),
    /// By somebody else: a new connection from an address of this machine that nobody had before.
    Fresh(String),
}

/// Makes the script of the person with that number; nothing when there are no more people.
pub type Scripts = Arc<dyn Fn(u64) -> Option<Box<dyn Script>> + Send + Sync>;

/// What a run gave.
pub struct Run {
    /// Scripts that went through to their end.
    pub count: u64,
    /// How long it took.
    pub took: Duration,
    /// How long each took, sorted, in microseconds.
    pub each_us: Vec<u64>,
    /// The size of the largest body.
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

impl Answer {
    /// The answer, if it has this status.
    pub fn with(&self, status: u16) -> Result<&Self> {
        if self.status == status {
            return Ok(self);
        }
        let body: String = String::from_utf8_lossy(&self.body).chars().take(4_000).collect();
        Err(Error::fault(format!("answered {}: {}\n{body}", self.status, self.head)))
    }
}

/// One request, again and again, which must be answered with this status.
pub struct Same {
    request: Option<String>,
    status: u16,
}

impl Same {
    /// For every person the same.
    pub fn scripts(request: String, status: u16) -> Scripts {
        Self::each(move |_| Some(request.clone()), status)
    }

    /// For each person their own.
    pub fn each(
        request: impl Fn(u64) -> Option<String> + Send + Sync + 'static,
        status: u16,
    ) -> Scripts {
        Arc::new(move |number| {
            let script = Self { request: Some(request(number)?), status };
            Some(Box::new(script) as Box<dyn Script>)
        })
    }
}

impl Script for Same {
    fn next(&mut self, last: Option<&Answer>) -> Result<Option<Ask>> {
        if let Some(answer) = last {
            answer.with(self.status)?;
        }
        Ok(self.request.take().map(Ask::Kept))
    }
}

/// Lets people come over so many connections until `until` has passed or none is left.
pub async fn run(
    server: SocketAddr,
    scripts: Scripts,
    connections: usize,
    until: Duration,
) -> Result<Run> {
    let begun = Instant::now();
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    for own in 0..connections {
        let (scripts, next) = (scripts.clone(), next.clone());
        tasks.spawn(async move {
            let mut stream = connect(server, address(u64::MAX - own as u64)).await?;
            let (mut each, mut bytes) = (Vec::new(), 0);
            while begun.elapsed() < until {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(mut script) = scripts(number) else { break };
                let asked = Instant::now();
                bytes = bytes.max(play(server, &mut stream, script.as_mut(), number).await?);
                each.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
            }
            Ok::<_, Error>((each, bytes))
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

/// Goes through a script; gives the size of its largest body.
async fn play(
    server: SocketAddr,
    stream: &mut TcpStream,
    script: &mut dyn Script,
    number: u64,
) -> Result<usize> {
    let (mut last, mut bytes) = (None, 0);
    for step in 1.. {
        let next = script.next(last.as_ref());
        let next = next.map_err(|error| Error::fault(format!("before step {step}: {error}")))?;
        let Some(request) = next else { break };
        let answer = match request {
            Ask::Kept(request) => ask(stream, &request).await?,
            Ask::Fresh(request) => {
                let mut other = connect(server, address(number)).await?;
                ask(&mut other, &request).await?
            }
        };
        bytes = bytes.max(answer.body.len());
        last = Some(answer);
    }
    Ok(bytes)
}

/// One of the sixteen million addresses of this machine.
fn address(number: u64) -> SocketAddr {
    let [.., a, b, c] = number.wrapping_add(2).to_be_bytes();
    SocketAddr::from(([127, a, b, c], 0))
}

async fn connect(server: SocketAddr, from: SocketAddr) -> Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(from)?;
    let stream = socket.connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
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

/// Somebody who signed in: the cookies, and the token of forms.
#[derive(Debug, Clone)]
pub struct Signed {
    cookie: String,
    token: String,
}

impl Signed {
    /// Takes one of the roles that a sample county offers.
    pub async fn as_role(server: SocketAddr, role: &str) -> Result<Self> {
        let visit = "xiangyue_visit=bench";
        let page = once(server, &get("/sign-in", visit)).await?;
        let form = format!("form_token={}&user_name={role}&back=", token_in(&page.body)?);
        let answer = once(server, &post("/demo/sign-in", visit, &form)).await?;
        let set = header(&answer.head, "set-cookie").and_then(|cookie| cookie.split(';').next());
        let session = set.ok_or_else(|| Error::fault("no session"))?;
        let cookie = format!("{visit}; {session}");
        let page = once(server, &get("/own", &cookie)).await?;
        Ok(Self { token: token_in(&page.body)?, cookie })
    }

    /// A page for this person.
    pub fn get(&self, path: &str) -> String {
        get(path, &self.cookie)
    }

    /// A form of this person; `fields` are encoded already.
    pub fn post(&self, path: &str, fields: &str) -> String {
        post(path, &self.cookie, &format!("form_token={}&{fields}", self.token))
    }
}

fn token_in(page: &[u8]) -> Result<String> {
    let page = String::from_utf8_lossy(page);
    let (_, after) = page
        .split_once("name=\"form_token\" value=\"")
        .ok_or_else(|| Error::fault("a page without a form"))?;
    Ok(after.split('"').next().unwrap_or_default().to_owned())
}

/// Fields of a form as they travel.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
