//! What a page knows about its visitor: language, type size, and how to say things.

mod words;

use std::borrow::{Borrow, Cow};
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::civil::Date;
use law::Cite;
use platform::clock::civil_of;
use platform::{Refusal, Text};

use crate::form::TOKEN_FIELD;
use words::{fill, grouped, month_en, weekday_en, weekday_zh};

/// The languages of every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 简体, the source.
    Hans,
    /// 繁體, derived.
    Hant,
    /// English.
    En,
}

/// What the guard tells a page.
#[derive(Clone, Debug)]
pub struct UiParts {
    /// The language.
    pub lang: Lang,
    /// 长辈版.
    pub elder: bool,
    /// Who is signed in.
    pub person: Option<String>,
    /// The token of forms.
    pub csrf: String,
    /// The page's own address with its query.
    pub path: String,
    /// The data is made up.
    pub demo: bool,
    /// The county's name.
    pub county: String,
    /// Today in China.
    pub today: Date,
    /// The visitor may open the workbench.
    pub work: bool,
    /// The address people see, without a final slash: for what other programs fetch.
    pub public_url: String,
    /// Messages that the visitor has not opened.
    pub unread: i64,
}

/// Given to every page. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ui(Arc<UiParts>);

static ENGLISH: OnceLock<HashMap<String, String>> = OnceLock::new();

/// Installs the English sentences of all crates. The first call counts; later ones find the same.
pub fn install_english(files: &[&str]) -> Result<(), String> {
    let mut all = HashMap::new();
    for file in files {
        let lines: HashMap<String, String> =
            toml::from_str(file).map_err(|error| format!("locales/en.toml: {error}"))?;
        all.extend(lines);
    }
    ENGLISH.get_or_init(|| all);
    Ok(())
}

impl Lang {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Hans, Self::Hant, Self::En];

    /// The word of HTML's `lang` and of the preference.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hans => "zh-Hans",
            Self::Hant => "zh-Hant",
            Self::En => "en",
        }
    }

    /// The language of that word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.key() == key)
    }
}

impl Ui {
    /// A visitor's view.
    pub fn new(parts: UiParts) -> Self {
        Self(Arc::new(parts))
    }

    /// The same page as a sample in another language or type size.
    pub fn sample(lang: Lang, elder: bool) -> Self {
        Self::new(UiParts {
            lang,
            elder,
            person: Some("周小禾".into()),
            csrf: "token".into(),
            path: "/".into(),
            demo: true,
            county: "云禾县".into(),
            today: jiff::civil::date(2026, 11, 23),
            work: true,
            public_url: "http://127.0.0.1:8080".into(),
            unread: 2,
        })
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.0.lang
    }

    /// 长辈版.
    pub fn elder(&self) -> bool {
        self.0.elder
    }

    /// Who is signed in.
    pub fn person(&self) -> Option<&str> {
        self.0.person.as_deref()
    }

    /// The page's own address with its query.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Whether the data is made up.
    pub fn demo(&self) -> bool {
        self.0.demo
    }

    /// The county's name.
    pub fn county(&self) -> &str {
        &self.0.county
    }

    /// Today in China.
    pub fn today(&self) -> Date {
        self.0.today
    }

    /// Whether the visitor may open the workbench.
    pub fn work(&self) -> bool {
        self.0.work
    }

    /// How many messages the visitor has not opened, as the menu shows it.
    pub fn unread(&self) -> Option<String> {
        match self.0.unread {
            0 => None,
            many @ 1..=99 => Some(many.to_string()),
            _ => Some("99+".to_owned()),
        }
    }

    /// The token of forms.
    pub fn token(&self) -> &str {
        &self.0.csrf
    }

    /// The hidden field that every form of ours carries.
    pub fn csrf(&self) -> String {
        format!(r#"<input type="hidden" name="{TOKEN_FIELD}" value="{}">"#, escape(&self.0.csrf))
    }

    /// The address of a file such as `xiangyue.css`.
    pub fn asset(&self, name: &str) -> String {
        format!("/static/{}/{name}", crate::statics::edition())
    }

    /// The whole address of a file, for programs that show pasted links.
    pub fn public_asset(&self, name: &str) -> String {
        format!("{}{}", self.0.public_url, self.asset(name))
    }

    /// The whole address of a page, for codes that are scanned from paper.
    pub fn public_page(&self, path: &str) -> String {
        format!("{}{path}", self.0.public_url.trim_end_matches('/'))
    }

    /// The address that comes back here with another language or type size.
    pub fn preference(&self, lang: &str, elder: bool) -> String {
        let back: String = form_urlencoded::byte_serialize(self.0.path.as_bytes()).collect();
        let lang = if lang.is_empty() { self.0.lang.key() } else { lang };
        format!("/preferences?lang={lang}&elder={}&back={back}", u8::from(elder))
    }

    /// A sentence in the visitor's language. What has no English stays Chinese.
    pub fn t<'a>(&self, zh: &'a str) -> Cow<'a, str> {
        match self.0.lang {
            Lang::Hans | Lang::Hant => Cow::Borrowed(zh),
            Lang::En => ENGLISH
                .get()
                .and_then(|english| english.get(zh))
                .map_or(Cow::Borrowed(zh), |en| Cow::Borrowed(en.as_str())),
        }
    }

    /// A sentence that Rust code marked.
    pub fn say(&self, text: impl Borrow<Text>) -> Cow<'static, str> {
        let text: Text = *text.borrow();
        self.t(text.0)
    }

    /// A sentence with one place.
    pub fn t1(&self, zh: &str, one: impl Display) -> String {
        fill(&self.t(zh), &[one.to_string()])
    }

    /// A sentence with two places.
    pub fn t2(&self, zh: &str, one: impl Display, two: impl Display) -> String {
        fill(&self.t(zh), &[one.to_string(), two.to_string()])
    }

    /// A sentence with three places.
    pub fn t3(
        &self,
        zh: &str,
        one: impl Display,
        two: impl Display,
        three: impl Display,
    ) -> String {
        fill(&self.t(zh), &[one.to_string(), two.to_string(), three.to_string()])
    }

    /// A sentence with markup of its own; what fills its place is escaped.
    pub fn rich1(&self, zh: &str, one: impl Display) -> String {
        fill(&self.t(zh), &[escape(&one.to_string())])
    }

    /// [`Ui::rich1`] with two places.
    pub fn rich2(&self, zh: &str, one: impl Display, two: impl Display) -> String {
        fill(&self.t(zh), &[escape(&one.to_string()), escape(&two.to_string())])
    }

    /// [`Ui::rich1`] with three places.
    pub fn rich3(
        &self,
        zh: &str,
        one: impl Display,
        two: impl Display,
        three: impl Display,
    ) -> String {
        let args = [one.to_string(), two.to_string(), three.to_string()];
        fill(&self.t(zh), &args.map(|arg| escape(&arg)))
    }

    /// A refusal's sentence; what fills its places is translated where it can be.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let args: Vec<String> = refusal.args.iter().map(|arg| self.t(arg).into_owned()).collect();
        fill(&self.say(refusal.sentence), &args)
    }

    /// The name of an article.
    pub fn cite(&self, cite: Cite) -> String {
        if self.0.lang == Lang::En { cite.en() } else { cite.zh() }
    }

    /// `11月30日 周一`, with the year when it is not this one.
    pub fn date(&self, date: impl Borrow<Date>) -> String {
        let date: Date = *date.borrow();
        let year = (date.year() != self.0.today.year()).then(|| date.year());
        if self.0.lang == Lang::En {
            let year = year.map(|year| format!(" {year}")).unwrap_or_default();
            let (day, month) = (date.day(), month_en(date.month()));
            return format!("{} {day} {month}{year}", weekday_en(date.weekday()));
        }
        let year = year.map(|year| format!("{year}年")).unwrap_or_default();
        format!("{year}{}月{}日 {}", date.month(), date.day(), weekday_zh(date.weekday()))
    }

    /// `2026年11月30日`, for documents and births.
    pub fn date_long(&self, date: impl Borrow<Date>) -> String {
        let date: Date = *date.borrow();
        if self.0.lang == Lang::En {
            return format!("{} {} {}", date.day(), month_en(date.month()), date.year());
        }
        format!("{}年{}月{}日", date.year(), date.month(), date.day())
    }

    /// `11月23日 周一 10:40`.
    pub fn moment(&self, at: impl Borrow<Timestamp>) -> String {
        let at: Timestamp = *at.borrow();
        let civil = civil_of(at);
        format!("{} {:02}:{:02}", self.date(civil.date()), civil.hour(), civil.minute())
    }

    /// Whole fen as `412,306.18`.
    pub fn money(&self, fen: i64) -> String {
        let (sign, fen) = (if fen < 0 { "-" } else { "" }, fen.unsigned_abs());
        format!("{sign}{}.{:02}", grouped(fen / 100), fen % 100)
    }

    /// `1,286`.
    pub fn number(&self, number: i64) -> String {
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}", grouped(number.unsigned_abs()))
    }

    /// `8 个工作日`.
    pub fn workdays(&self, count: i64) -> String {
        self.t1("{1} 个工作日", count)
    }

    /// `8 天`.
    pub fn days(&self, count: i64) -> String {
        self.t1("{1} 天", count)
    }

    /// Bytes as people say them: `900 B`, `2 KB`, `1.2 MB`.
    pub fn bytes(&self, bytes: u64) -> String {
        const KIB: u64 = 1024;
        const MIB: u64 = KIB * KIB;
        match bytes {
            0..KIB => format!("{bytes} B"),
            KIB..MIB => format!("{} KB", bytes.div_ceil(KIB)),
            _ => {
                let tenths = bytes.saturating_mul(10).div_ceil(MIB);
                format!("{}.{} MB", tenths / 10, tenths % 10)
            }
        }
    }

    /// A person's name as HTML: neither a browser's translator nor the derivation of 繁體 may
    /// touch it.
    pub fn name(&self, name: impl Display) -> String {
        format!(r#"<bdi translate="no">{}</bdi>"#, escape(&name.to_string()))
    }

    /// Whether this page is `section` or lies below it; for the mark in the menu.
    pub fn at(&self, section: &str) -> bool {
        self.0
            .path
            .strip_prefix(section)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    }
}

/// Makes text safe inside HTML.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_money_read_as_people_write_them() {
        let ui = Ui::sample(Lang::Hans, false);
        assert_eq!(ui.date(jiff::civil::date(2026, 11, 30)), "11月30日 周一");
        assert_eq!(ui.date(jiff::civil::date(2027, 1, 4)), "2027年1月4日 周一");
        assert_eq!(Ui::sample(Lang::En, false).date(jiff::civil::date(2026, 11, 30)), "Mon 30 Nov");
        assert_eq!(ui.money(41_230_618), "412,306.18");
        assert_eq!(ui.money(-5), "-0.05");
        assert_eq!(ui.money(i64::MIN), "-92,233,720,368,547,758.08");
        assert_eq!((ui.number(999), ui.number(-1_286)), ("999".into(), "-1,286".into()));
        let sizes = [900, 1_025, 1_258_291].map(|bytes| ui.bytes(bytes));
        assert_eq!(sizes, ["900 B", "2 KB", "1.2 MB"]);
    }

    #[test]
    fn the_menu_knows_where_the_page_lies() {
        let ui = Ui::new(UiParts {
            path: "/guides?q=x".into(),
            ..(*Ui::sample(Lang::Hans, false).0).clone()
        });
        assert!(ui.at("/guides"));
        assert!(!ui.at("/guide"));
    }

    #[test]
    fn what_fills_a_rich_sentence_is_escaped() {
        let ui = Ui::sample(Lang::Hans, false);
        assert_eq!(ui.rich1("<b>{1}</b>", "<i>"), "<b>&lt;i&gt;</b>");
    }
}
