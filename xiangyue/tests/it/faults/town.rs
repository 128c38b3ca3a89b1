//! A county that the real program serves, and the window clerk's browsers in front of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use jiff::SignedDuration;
use platform::App;
use platform::app::Sources;
use platform::clock::Clock;
use platform::storage::Place;
use testing::PASSWORD;
use xiangyue::settings::Given;

use super::beside::Beside;
use super::{Dice, invariants};
use crate::cast::{Cast, IDENTITY_NUMBER, ITEM};
use crate::commands::{Folder, Served, program};
use crate::county::County;

/// Data with people in office, one item in force, and an account for the window clerk.
pub struct Town {
    pub place: Place,
    folder: Folder,
    user_name: String,
    counter: String,
    /// On PostgreSQL the schema goes away with it.
    _county: Option<County>,
}

impl Town {
    pub fn new() -> Self {
        tokio::runtime::Runtime::new().unwrap().block_on(Self::settled())
    }

    async fn settled() -> Self {
        let county = County::new().await;
        let cast = Cast::with_items(&county, |item| item.code == ITEM).await;
        let user_name = county.account(cast.window).await;
        let villager = county.villager().await;
        let beside = Beside::of(&county.settings.place);
        // The program goes by the machine's clock, whatever that says.
        beside.rows("update posts_held set held_from = '2020-01-01'");
        beside.rows("update item_publications set effective_on = '2020-01-01'");
        let folder = Folder::new();
        std::fs::create_dir_all(folder.data()).unwrap();
        // The key of the tests' counties.
        std::fs::write(format!("{}/county.key", folder.data()), [7; 32]).unwrap();
        let (place, kept) = match county.settings.place.clone() {
            Place::File(_) => {
                let file = format!("{}/county.db", folder.data());
                beside.rows(&format!("vacuum into '{file}'"));
                (Place::File(file.into()), None)
            }
            postgres @ Place::Postgres { .. } => (postgres, Some(county)),
        };
        let counter = format!("/desk/counter/{ITEM}/{villager}");
        Self { place, folder, user_name, counter, _county: kept }
    }

    /// The words with which the program serves this county on a free port.
    fn words(&self) -> Vec<String> {
        let mut words = vec!["serve".to_owned(), "--data".to_owned(), self.folder.data()];
        words.extend(["--listen".to_owned(), "127.0.0.1:0".to_owned()]);
        if let Place::Postgres { url, schema } = &self.place {
            let more = ["--database", url.as_str(), "--schema", schema.as_str()];
            words.extend(more.map(str::to_owned));
        }
        words
    }

    /// Starts the program.
    pub fn serve(&self) -> Served {
        let words = self.words();
        Served::run(program(&words.iter().map(String::as_str).collect::<Vec<_>>()))
    }

    /// Whether a second program would serve the same data; it ends at once if not.
    pub fn refuses_another(&self) -> bool {
        let words = self.words();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let said = program(&words).output().unwrap();
        !said.status.success()
            && String::from_utf8_lossy(&said.stderr).contains("正在用这个县的数据")
    }

    /// Starts the program with a limit to the size of each file that it writes, in kilobytes. The
    /// limit can be lifted while it runs.
    pub fn serve_with_files_below(&self, kilobytes: u64) -> Served {
        let inner = program(&[]);
        let mut command = Command::new("sh");
        // `ulimit` counts in halves of a kilobyte here.
        let script = format!("trap '' XFSZ; ulimit -S -f {}; exec \"$0\" \"$@\"", kilobytes * 2);
        command.args(["-c", &script]).arg(inner.get_program()).args(self.words());
        for (name, _) in inner.get_envs() {
            command.env_remove(name);
        }
        Served::run(command)
    }

    /// The data as the program finds it so much later.
    pub fn later(&self, by: SignedDuration) -> App {
        let mut given = Given { data: Some(self.folder.data().into()), ..Given::default() };
        if let Place::Postgres { url, schema } = &self.place {
            (given.database, given.schema) = (Some(url.clone()), Some(schema.clone()));
        }
        let clock = Clock::set_to(Clock::System.now() + by);
        let sources = Sources::secret().unwrap();
        xiangyue::county::open_with(&given.choose().unwrap(), clock, sources).unwrap()
    }

    /// Where the files that people handed in lie.
    pub fn files(&self) -> PathBuf {
        Path::new(&self.folder.data()).join("files")
    }

    /// The window clerk signs in.
    pub fn clerk(&self, served: &Served) -> Clerk {
        let address = served.address.clone();
        let mut clerk = Clerk { address, cookies: BTreeMap::new(), token: String::new() };
        clerk.find_token("/sign-in");
        let typed = [("user_name", self.user_name.as_str()), ("password", PASSWORD)];
        let answer = clerk.post("/sign-in", &typed).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
        clerk.find_token("/account");
        clerk
    }

    /// What the data says of the acts that the clerks were told are done.
    pub fn assert_kept(&self, acknowledged: &BTreeSet<Done>, when: &str) {
        let beside = Beside::of(&self.place);
        invariants::assert_whole(&beside, when);
        let there: BTreeSet<Done> = beside
            .rows("select case_id, act from case_events")
            .into_iter()
            .map(|row| {
                let [case, act] = row.try_into().unwrap();
                (case.unwrap().trim_start_matches("\\x").to_owned(), act.unwrap())
            })
            .collect();
        let lost: Vec<&Done> = acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "{when}: acknowledged and lost: {lost:?}");
    }
}

/// The case, and what was done to it.
pub type Done = (String, String);

/// A window clerk's browser.
#[derive(Clone)]
pub struct Clerk {
    address: String,
    cookies: BTreeMap<String, String>,
    token: String,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: String,
}

impl Clerk {
    /// Goes on with the same sign-in where the program listens now.
    pub fn at(&self, served: &Served) -> Self {
        Self { address: served.address.clone(), ..self.clone() }
    }

    pub fn get(&mut self, path: &str) -> std::io::Result<Answer> {
        self.send("GET", path, ("", ""))
    }

    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> std::io::Result<Answer> {
        let token = self.token.clone();
        let token = [(web::form::TOKEN_FIELD, token.as_str())];
        let pairs = fields.iter().chain(&token);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.send("POST", path, ("application/x-www-form-urlencoded", &body))
    }

    /// Adds a file with this text to the first paper of a case.
    pub fn hand_in(&mut self, case: &str, text: &str) -> std::io::Result<Answer> {
        let parts = [
            (format!("name=\"{}\"", web::form::TOKEN_FIELD), self.token.as_str()),
            ("name=\"file-0\"; filename=\"a.pdf\"".to_owned(), text),
        ];
        let part = |(name, text): &(String, &str)| {
            format!("--part\r\nContent-Disposition: form-data; {name}\r\n\r\n{text}\r\n")
        };
        let body: String = parts.iter().map(part).chain(["--part--\r\n".to_owned()]).collect();
        let path = format!("/cases/{case}/files");
        self.send("POST", &path, ("multipart/form-data; boundary=part", &body))
    }

    /// Takes in an application; with `accepts` it is accepted and handed over as well. Gives what
    /// was acknowledged.
    pub fn take_application(&mut self, town: &Town, accepts: bool) -> std::io::Result<Vec<Done>> {
        let then = if accepts { "accept" } else { "receive" };
        let fields = [
            ("q-birth_date", "1940-03-12"),
            ("q-identity_number", IDENTITY_NUMBER),
            ("q-paid_to", "存折"),
            ("delivery", "代办员上门告知"),
            ("papers", "0"),
            ("papers", "1"),
            ("papers", "2"),
            ("then", then),
        ];
        let answer = self.post(&town.counter, &fields)?;
        if answer.status != 303 {
            return Err(std::io::Error::other(answer.status.to_string()));
        }
        let id = answer.location.trim_start_matches("/cases/");
        let id = id.split(['/', '?']).next().unwrap_or_default().replace('-', "");
        let acts: &[&str] =
            if accepts { &["receive", "accept", "hand_over"] } else { &["receive"] };
        Ok(acts.iter().map(|act| (id.clone(), (*act).to_owned())).collect())
    }

    /// Takes in one application after the other until told to stop or until nobody answers.
    pub fn work(mut self, town: &Town, dice: &Dice, stop: &AtomicBool, done: &Sender<Vec<Done>>) {
        while !stop.load(Ordering::SeqCst) {
            match self.take_application(town, dice.below(2) == 0) {
                Ok(acts) => done.send(acts).unwrap_or_default(),
                Err(_) if stop.load(Ordering::SeqCst) => return,
                Err(error) if error.kind() == std::io::ErrorKind::Other => {}
                Err(_) => return,
            }
        }
    }

    fn find_token(&mut self, path: &str) {
        let page = self.get(path).unwrap();
        let field = format!("name=\"{}\" value=\"", web::form::TOKEN_FIELD);
        let (_, rest) = page.body.split_once(&field).expect("a page with a form");
        self.token = rest.split('"').next().unwrap_or_default().to_owned();
    }

    fn send(
        &mut self,
        method: &str,
        path: &str,
        (kind, body): (&str, &str),
    ) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: county\r\nConnection: close\r\nCookie: {}\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            cookies.join("; "),
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        // A program that was killed in the middle of its answer has not answered.
        let Some((head, body)) = answer.split_once("\r\n\r\n") else {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        };
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        let mut location = String::new();
        for line in head.lines() {
            let (name, value) = line.split_once(": ").unwrap_or_default();
            match name.to_ascii_lowercase().as_str() {
                "location" => value.clone_into(&mut location),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        Ok(Answer { status, location, body: body.to_owned() })
    }

    fn keep(&mut self, line: &str) {
        let pair = line.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
