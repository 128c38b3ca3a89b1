//! A county for one test.

use std::net::Ipv4Addr;
use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use axum::Router;
use jiff::Timestamp;
use jiff::civil::DateTime;
use platform::app::{Sources, Surroundings};
use platform::authorisation::Registrar;
use platform::clock::{Clock, instant_of};
use platform::identity::{self, PasswordHash};
use platform::messages::channels::Outside;
use platform::part::PLATFORM;
use platform::privacy::{Vault, digest};
use platform::settings::Settings;
use platform::{App, Db, Error, Part, PersonId};
use web::{Module, Site};

use crate::browser::Browser;
use crate::caller::Caller;
use crate::place::FreshPlace;

/// The password of every account that a test opens.
pub const PASSWORD: &str = "稻花香里说丰年 听取蛙声一片";

/// The token that opens the figures of a test's county.
pub const METRICS_TOKEN: &str = "a token that only the test knows";

/// A Monday morning, when the window opens.
const BEGIN: &str = "2026-11-23T09:00:00";

/// A county with empty tables, its site and its clock. It is an [`App`] with more to it.
pub struct TestApp {
    app: App,
    site: Arc<Site>,
    router: Router,
    visitors: AtomicU32,
    _place: FreshPlace,
}

impl TestApp {
    /// A county with the tables of the platform and of `modules`, and nothing in them.
    pub fn new(modules: &'static [&'static Module], registrar: Registrar) -> Self {
        Self::open(modules, registrar, false)
    }

    /// The same as a sample county, with the doors that only such a one has.
    pub fn demo(modules: &'static [&'static Module], registrar: Registrar) -> Self {
        Self::open(modules, registrar, true)
    }

    /// A county that reaches a gateway or a mail server.
    pub fn reaching(
        modules: &'static [&'static Module],
        registrar: Registrar,
        outside: Outside,
    ) -> Self {
        Self::open_with(modules, registrar, (false, outside))
    }

    fn open(modules: &'static [&'static Module], registrar: Registrar, demo: bool) -> Self {
        Self::open_with(modules, registrar, (demo, Outside::default()))
    }

    fn open_with(
        modules: &'static [&'static Module],
        registrar: Registrar,
        (demo, outside): (bool, Outside),
    ) -> Self {
        let place = FreshPlace::new();
        let settings = Settings {
            place: place.place.clone(),
            folder: place.folder.clone(),
            public_url: "http://xiangyue.test".into(),
            metrics_token_digest: Some(digest(METRICS_TOKEN.as_bytes())),
            demo,
            api_calls_per_minute: 100_000,
            // A test's subscriber listens on this machine.
            calls_inside: true,
            outside,
        };
        // Opening blocks, and a test usually runs where blocking is not allowed.
        let opening = std::thread::spawn(move || open_app(settings, modules, registrar));
        let app = match opening.join() {
            Ok(Ok(app)) => app,
            Ok(Err(error)) => panic!("the county does not open: {error}"),
            Err(_) => panic!("the county does not open"),
        };
        let (site, router) =
            Site::build(app.clone(), modules, false).expect("the site is put together");
        Self { app, site, router, visitors: AtomicU32::new(1), _place: place }
    }

    /// The site, for its list of addresses.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// The service that answers requests, for a test that serves it to a real browser.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// A browser nobody has signed in with; each has a network address of its own.
    pub fn anyone(&self) -> Browser {
        Browser::new(self.router.clone(), self.address().into())
    }

    /// A program without a token.
    pub fn program(&self) -> Caller {
        Caller::new(self.router.clone(), self.address().into(), None)
    }

    /// A program with a token that this person made for it on their account's page; with all that
    /// the person may do when no scopes are named.
    pub async fn program_of(&self, person: PersonId, scopes: &[&str]) -> Caller {
        let mut browser = self.signed_in(person).await;
        let page = browser.get("/account/tokens").await;
        let offered = page.attributes("input[name=scopes]", "value");
        let chosen: Vec<&str> = if scopes.is_empty() {
            offered.iter().map(String::as_str).collect()
        } else {
            scopes.to_vec()
        };
        let mut fields = vec![("name", "测试程序")];
        fields.extend(chosen.into_iter().map(|scope| ("scopes", scope)));
        let made = browser.post("/account/tokens", &fields).await;
        let secret = made.is_ok().value_of("secret");
        Caller::new(self.router.clone(), self.address().into(), Some(secret))
    }

    fn address(&self) -> Ipv4Addr {
        let number = self.visitors.fetch_add(1, Ordering::Relaxed);
        Ipv4Addr::from_bits(Ipv4Addr::new(10, 0, 0, 0).to_bits() + number)
    }

    /// A browser in which this person signed in by the form, with an account opened for the test.
    pub async fn signed_in(&self, person: PersonId) -> Browser {
        let user_name = self.account(person).await;
        let mut browser = self.anyone();
        browser.sign_in(&user_name, PASSWORD).await;
        browser
    }

    /// Opens an account with [`PASSWORD`] unless it is open already, and gives its user name.
    pub async fn account(&self, person: PersonId) -> String {
        let user_name = format!("u{person}");
        let name = user_name.clone();
        let opened = self
            .db
            .write(move |tx| identity::open_now(tx, person, &name, None, cheap_hash()).map(drop))
            .await;
        match opened {
            Ok(()) => user_name,
            Err(Error::Refused(refusal)) if refusal.code == "identity.has_account" => user_name,
            Err(error) => panic!("no account for {person}: {error}"),
        }
    }
}

impl Deref for TestApp {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

fn open_app(
    settings: Settings,
    modules: &'static [&'static Module],
    registrar: Registrar,
) -> platform::Result<App> {
    let parts: Vec<&'static Part> =
        std::iter::once(&PLATFORM).chain(modules.iter().map(|module| module.part)).collect();
    let clock = Clock::set_to(moment(BEGIN));
    let vault = Vault::new([7; 32]);
    let surroundings = Surroundings::new(clock, Sources::seeded(7), vault, registrar, &parts);
    Db::migrate(&settings.place, &parts, &surroundings)?;
    App::open(settings, surroundings)
}

/// Hashing is slow on purpose, so all tests of a program share one hash.
pub fn cheap_hash() -> &'static PasswordHash {
    static HASH: OnceLock<PasswordHash> = OnceLock::new();
    HASH.get_or_init(|| {
        identity::hash(&Sources::seeded(7), PASSWORD).expect("the tests' password is strong enough")
    })
}

/// The instant of a date and time in China, for example `2026-11-30T16:00:00`.
pub fn moment(china: &str) -> Timestamp {
    instant_of(china.parse::<DateTime>().expect("a moment is written 2026-11-30T16:00:00"))
}
