//! Chromium without script, and its driver, for as long as a test needs them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::commands::Folder;

/// The longest that a page may take to show what is looked for.
const PATIENCE: Duration = Duration::from_secs(20);
/// Heights of the two screens: a telephone and a desk.
const PHONE_HEIGHT: u32 = 844;
const DESK_HEIGHT: u32 = 900;

/// The driver, which ends with its browsers.
pub struct Driver {
    child: Child,
    address: String,
}

/// One person's browser window.
pub struct Window {
    client: Client,
    site: String,
    _profile: Folder,
}

fn setting(name: &str, otherwise: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

impl Driver {
    /// Starts the driver on a port that it finds itself.
    pub fn start() -> Self {
        let program = setting("XIANGYUE_TEST_CHROMEDRIVER", "chromedriver");
        let mut child = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        let out = BufReader::new(child.stdout.take().unwrap());
        let port = out.lines().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("started successfully on port ")?;
            rest.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = port.expect("the driver says on which port it listens");
        Self { child, address: format!("http://127.0.0.1:{port}") }
    }

    /// A fresh browser that runs no script of any page, so wide on the screen.
    pub async fn window(&self, site: &str, width: u32) -> Window {
        self.open(site, width, false).await
    }

    /// A fresh browser that runs the pages' script.
    pub async fn window_with_script(&self, site: &str, width: u32) -> Window {
        self.open(site, width, true).await
    }

    async fn open(&self, site: &str, width: u32, script: bool) -> Window {
        let profile = Folder::new();
        let mut options = json!({
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--lang=zh-CN", format!("--window-size={width},{DESK_HEIGHT}"),
                format!("--user-data-dir={}", profile.path().display()),
            ],
        });
        if !script {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
        if width < 500 {
            // A window cannot be made so narrow, but a telephone's screen can be shown in it.
            options["mobileEmulation"] = json!({ "deviceMetrics": {
                "width": width, "height": PHONE_HEIGHT, "pixelRatio": 2.0, "touch": false,
            }});
        }
        if let Ok(browser) = std::env::var("XIANGYUE_TEST_BROWSER") {
            options["binary"] = json!(browser);
        }
        let mut wanted = Capabilities::new();
        wanted.insert("goog:chromeOptions".into(), options);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&self.address)
            .await
            .expect("the browser starts");
        Window { client, site: site.to_owned(), _profile: profile }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Window {
    /// Opens a page of the site.
    pub async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.site)).await.unwrap();
    }

    /// The path of the page.
    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Waits until the page says these words.
    pub async fn sees(&self, words: &str) {
        let said = format!("//body[contains(normalize-space(.), '{words}')]");
        self.find(&said, words).await;
    }

    /// Waits until the page has no field of this name any more.
    pub async fn no_longer_asks(&self, name: &str) {
        self.find(&format!("//main[not(.//*[@name='{name}'])]"), "a page without the field").await;
    }

    /// Everything that stands on the page.
    pub async fn text(&self) -> String {
        self.client.find(Locator::Css("main")).await.unwrap().text().await.unwrap()
    }

    /// Presses a button; its words may go on.
    pub async fn press(&self, words: &str) {
        // The hidden one answers the enter key; people press the one they see.
        let seen = "//main//button[not(@aria-hidden)]";
        let button = format!("{seen}[starts-with(normalize-space(.), '{words}')]");
        self.click(&button, words).await;
    }

    /// Follows a link; its words may go on.
    pub async fn follow(&self, words: &str) {
        let link = format!("//main//a[starts-with(normalize-space(.), '{words}')]");
        self.click(&link, words).await;
    }

    /// Types into a field, in place of what stands there.
    pub async fn fill(&self, name: &str, words: &str) {
        let field = format!("//main//*[@name='{name}']");
        self.act(&field, name, async |field| {
            field.clear().await?;
            field.send_keys(words).await
        })
        .await;
    }

    /// Chooses an answer, or an option of a list.
    pub async fn choose(&self, name: &str, value: &str) {
        let answer = format!(
            "//main//input[@name='{name}' and @value='{value}']/ancestor::label
             | //main//select[@name='{name}']/option[@value='{value}']"
        );
        self.click(&answer, value).await;
    }

    /// Ticks every box of a field.
    pub async fn tick_all(&self, name: &str) {
        let ticks = format!("//main//input[@name='{name}']");
        self.act(&ticks, name, async |_| {
            for tick in self.client.find_all(Locator::XPath(&ticks)).await? {
                if !tick.is_selected().await? {
                    tick.click().await?;
                }
            }
            Ok(())
        })
        .await;
    }

    /// Signs in by the form.
    pub async fn sign_in(&self, user_name: &str) {
        self.open("/sign-in").await;
        self.fill("user_name", user_name).await;
        self.fill("password", testing::PASSWORD).await;
        self.press("登录").await;
        self.find("//a[@href='/account']", "the person's name").await;
    }

    /// Takes one of the roles that the sign-in page of a sample county offers.
    pub async fn enter_as(&self, role: &str) {
        self.open("/sign-in").await;
        let button = format!("//main//form[.//input[@value='{role}']]//button");
        self.click(&button, role).await;
        self.find("//a[@href='/account']", "the person's name").await;
    }

    /// Whether the page has such an element.
    pub async fn has(&self, css: &str) -> bool {
        self.client.find(Locator::Css(css)).await.is_ok()
    }

    /// Whether the page is wider than the screen.
    pub async fn is_too_wide(&self) -> bool {
        let script = "return document.documentElement.scrollWidth > window.innerWidth";
        let answer = self.client.execute(script, Vec::new()).await.unwrap();
        answer.as_bool().unwrap_or(true)
    }

    /// What a script of ours answers in the page.
    pub async fn ask(&self, script: &str) -> serde_json::Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// A picture of the page as it stands on the screen.
    pub async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// Closes the window.
    pub async fn close(self) {
        self.client.clone().close().await.unwrap();
    }

    async fn click(&self, xpath: &str, words: &str) {
        self.act(xpath, words, async |element| element.click().await).await;
    }

    /// Does something with an element. The page on the screen may give way to the one that was
    /// asked for between finding and doing; then nothing was done, and the new page's element is
    /// the one that is meant.
    async fn act<F>(&self, xpath: &str, words: &str, act: F)
    where
        F: AsyncFn(Element) -> Result<(), CmdError>,
    {
        let begun = Instant::now();
        while let Err(error) = act(self.find(xpath, words).await).await {
            let gone = error.is_stale_element_reference() || error.is_no_such_element();
            assert!(gone && begun.elapsed() < PATIENCE, "“{words}”: {error}");
        }
    }

    async fn find(&self, xpath: &str, words: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE);
        match wait.for_element(Locator::XPath(xpath)).await {
            Ok(element) => element,
            Err(error) => {
                let (path, text) = (self.path().await, self.text().await);
                panic!("“{words}” is not on {path}: {error}\n{text}")
            }
        }
    }
}
