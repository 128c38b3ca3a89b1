//! Numbers that were typed into the program are looked for everywhere they must not be: in the
//! database byte by byte, in the log, in addresses, in what others see.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use platform::PersonId;
use platform::privacy::hex;
use platform::storage::Place;
use registry::IdentityNumber;
use testing::{Browser, Page};
use tracing_subscriber::fmt::MakeWriter;
use window::AtCounter;
use window::model::{Answers, Sealed};

use crate::cast::{Cast, ITEM};
use crate::county::County;
use crate::faults::beside::Beside;

/// No other test types these.
const CARD: &str = "6217009988776655442";
const PHONE: &str = "13977665512";
/// The identity number with a wrong check character.
const SLIP: &str = "990001196107191134";

fn number() -> IdentityNumber {
    IdentityNumber::made_up(990_001, jiff::civil::date(1961, 7, 19), 113).unwrap()
}

/// Everything that this program's tests log, from the moment it is first asked for.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        // What the tests themselves read pages with may say what it reads.
        let ours = "off,it=trace,xiangyue=trace,platform=trace,web=trace,registry=trace,\
                    window=trace,tower_http=trace,axum=trace,hyper=trace";
        let _ = tracing_subscriber::fmt()
            .with_env_filter(tracing_subscriber::EnvFilter::new(ours))
            .with_writer(log.clone())
            .try_init();
        log
    })
}

/// What somebody saw and where, while numbers were typed.
#[derive(Default)]
struct Walk {
    addresses: Vec<u8>,
    seen: Vec<u8>,
}

impl Walk {
    fn note(&mut self, page: &Page) {
        self.addresses.extend(format!("{} {}\n", page.path(), page.header("location")).bytes());
    }

    async fn get(&mut self, browser: &mut Browser, path: &str) -> Page {
        let page = browser.get(path).await;
        self.note(&page);
        page
    }

    async fn post(&mut self, browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> Page {
        let page = browser.post(path, form).await;
        self.note(&page);
        page
    }

    /// A page that somebody looks at whom the numbers are none of the business of.
    async fn stranger(&mut self, browser: &mut Browser, path: &str) {
        let page = self.get(browser, path).await;
        self.seen.extend(page.bytes());
    }
}

/// A word as it may be written: plain, in hexadecimal, in base 64.
fn spellings(word: &str) -> [Vec<u8>; 4] {
    let code = hex(word.as_bytes());
    let upper = code.to_ascii_uppercase();
    [word.as_bytes().to_vec(), code.into_bytes(), upper.into_bytes(), base64(word.as_bytes())]
}

/// Base 64 of whole groups of three bytes.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| {
        let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| LETTERS[bits >> shift & 63])
    };
    bytes.chunks_exact(3).flat_map(group).collect()
}

fn holds(place: &[u8], word: &str) -> bool {
    let within = |needle: &Vec<u8>| place.windows(needle.len()).any(|part| part == needle);
    spellings(word).iter().any(within)
}

#[track_caller]
fn lacks(what: &str, place: &[u8], words: &[&str]) {
    assert!(!place.is_empty(), "{what}: nothing was looked at");
    for word in words {
        assert!(!holds(place, word), "{what} holds {}…", word.get(..6).unwrap_or(word));
    }
}

/// Every byte of the data.
fn data(county: &County) -> Vec<u8> {
    match &county.settings.place {
        Place::File(file) => {
            let files = std::fs::read_dir(file.parent().unwrap()).unwrap();
            files.flat_map(|one| std::fs::read(one.unwrap().path()).unwrap()).collect()
        }
        place @ Place::Postgres { .. } => {
            let beside = Beside::of(place);
            let tables =
                "select tablename::text from pg_tables where schemaname = current_schema()";
            let rows = |table: &String| beside.words(&format!("select t::text from {table} t"));
            let tables = beside.words(tables);
            tables.iter().flat_map(rows).flat_map(String::into_bytes).collect()
        }
    }
}

/// A clerk registers somebody, with slips of the pen, and finds them again.
async fn register(county: &County, walk: &mut Walk, clerk: &mut Browser) -> PersonId {
    let number = number();
    let mut typed = vec![
        ("name", "林素娥"),
        ("identity_number", SLIP),
        ("sex", "male"),
        ("phone", PHONE),
        ("area", "00010001"),
        ("household", "77"),
        ("residence", "hukou_here"),
    ];
    walk.post(clerk, "/people", &typed).await.shows("抄错");
    typed[1].1 = number.as_str();
    let made = walk.post(clerk, "/people", &typed).await;
    let record = made.location().to_owned();
    walk.get(clerk, &record).await.is_ok().lacks(number.as_str()).lacks(PHONE);
    for query in [number.as_str(), PHONE, SLIP, CARD, "林"] {
        walk.post(clerk, "/people/search", &[("q", query)]).await.is_ok();
    }
    let card = format!("{record}/bank-card");
    let wrong = [("bank", "农商行"), ("card_number", "6217009988776655440")];
    walk.post(clerk, &card, &wrong).await.shows("抄错");
    walk.post(clerk, &card, &[("bank", CARD), ("card_number", CARD)]).await.shows("请填开户银行");
    walk.post(clerk, &card, &[("bank", "农商行"), ("card_number", CARD)]).await.goes_to(&record);
    let request = format!("{record}/requests");
    let words = format!("应为 {} 和 {CARD}", number.as_str());
    let asked = [
        ("kind", "correction"),
        ("about", "identity_number"),
        ("words", words.as_str()),
        ("given_how", "spoken"),
    ];
    walk.post(clerk, &request, &asked).await.goes_to(&record);
    assert!(!county.settings.public_url.is_empty());
    record.trim_start_matches("/people/").parse().unwrap()
}

/// The window sees whole numbers with a reason, and takes in a case with numbers among its answers.
async fn serve(county: &County, walk: &mut Walk, cast: &Cast, person: PersonId) -> String {
    let mut window = county.signed_in(cast.window).await;
    let disclosure = format!("/people/{person}/disclosure");
    for field in ["identity_number", "bank_card", "phone"] {
        let why = format!("电话{PHONE}");
        let told = [("field", field), ("why", "pay"), ("words", why.as_str())];
        walk.post(&mut window, &disclosure, &told).await.shows("说明里不要写");
        let asked = [("field", field), ("why", "pay"), ("words", "发放高龄补贴")];
        walk.post(&mut window, &disclosure, &asked).await.is_ok().shows("只显示这一次");
    }
    let said =
        [("birth_date", "1961-07-19"), ("identity_number", number().as_str()), ("paid_to", "存折")]
            .map(|(key, answer)| (key.to_owned(), answer.to_owned()));
    let sealed = Sealed {
        answers: said.into_iter().collect::<Answers>(),
        phone: PHONE.into(),
        delivery: "代办员上门告知".into(),
        papers: vec![0, 1, 2],
    };
    let taken = AtCounter { item: ITEM.into(), applicant: person, sealed };
    let actor = cast.actor(county, cast.window).await;
    let case = window::receive_at_counter(county, &actor, taken).await.unwrap();
    county.db.read(move |tx| window::code_of(tx, case)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn typed_numbers_are_found_nowhere_they_must_not_be() {
    let log = log();
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let mut walk = Walk::default();
    let mut clerk = county.signed_in(cast.clerk).await;
    let person = register(&county, &mut walk, &mut clerk).await;
    let code = serve(&county, &mut walk, &cast, person).await;
    let number = number();
    let mut stranger = county.anyone();
    for name in [number.as_str(), PHONE, CARD, SLIP] {
        let typed = [("user_name", name), ("password", CARD)];
        walk.post(&mut stranger, "/sign-in", &typed).await.shows("用户名或密码不对");
    }
    let mut neighbour = county.signed_in(county.villager().await).await;
    let record = format!("/people/{person}");
    for path in ["/", "/guides", "/track", "/posts", "/own", "/own/privacy", "/account", "/journal"]
    {
        walk.stranger(&mut stranger, path).await;
        walk.stranger(&mut neighbour, path).await;
    }
    for path in [record.clone(), format!("{record}/disclosure"), format!("/track/{code}")] {
        walk.stranger(&mut stranger, &path).await;
        walk.stranger(&mut neighbour, &path).await;
    }
    // The search itself is tried: what is kept plain on purpose is found.
    let data = data(&county);
    assert!(holds(&data, PHONE), "phones are kept as they are, to be searched by their beginning");
    lacks("the data", &data, &[number.as_str(), CARD, SLIP]);
    tracing::error!("the log is listened to");
    let logged = log.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let everything = [number.as_str(), CARD, SLIP, PHONE];
    lacks("the log", &logged, &everything);
    lacks("an address", &walk.addresses, &everything);
    lacks("a page of others", &walk.seen, &everything);
}

#[test]
fn a_number_is_noticed_however_it_is_written() {
    for written in ["x13977665512y", "3133393737363635353132", "MTM5Nzc2NjU1"] {
        assert!(holds(written.as_bytes(), PHONE), "{written}");
    }
    assert!(!holds(b"139776655", PHONE));
}
