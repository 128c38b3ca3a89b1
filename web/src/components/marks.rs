//! Small marks: status tags, seals, banners. Each says its word; colour only repeats it.

use std::fmt::Display;

use askama::Template;

use super::writes_html;
use crate::ui::Ui;

/// How a mark is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Going on.
    Go,
    /// Done, good.
    Ok,
    /// Soon due, look here.
    Warn,
    /// Late, wrong.
    Late,
    /// Neither.
    Plain,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Go => "go",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Late => "late",
            Self::Plain => "plain",
        }
    }
}

/// A status in a word.
#[derive(Clone, Debug, Template)]
#[template(path = "components/tag.html")]
pub struct Tag {
    tone: Tone,
    word: String,
}

impl Tag {
    /// A status.
    pub fn new(tone: Tone, word: impl Display) -> Self {
        Self { tone, word: word.to_string() }
    }

    /// Going on.
    pub fn go(word: impl Display) -> Self {
        Self::new(Tone::Go, word)
    }

    /// Done, good.
    pub fn ok(word: impl Display) -> Self {
        Self::new(Tone::Ok, word)
    }

    /// Soon due, look here.
    pub fn warn(word: impl Display) -> Self {
        Self::new(Tone::Warn, word)
    }

    /// Late, wrong.
    pub fn late(word: impl Display) -> Self {
        Self::new(Tone::Late, word)
    }

    /// Neither.
    pub fn plain(word: impl Display) -> Self {
        Self::new(Tone::Plain, word)
    }
}

/// What an authority has decided, as text in a box. Two to four characters look like a seal.
#[derive(Clone, Debug, Template)]
#[template(path = "components/seal.html")]
pub struct Seal {
    lines: Vec<String>,
    word: String,
    green: bool,
}

impl Seal {
    /// A seal in cinnabar.
    pub fn new(word: impl Display) -> Self {
        let word = word.to_string();
        let letters: Vec<char> = word.chars().collect();
        let chinese = !word.is_ascii() && letters.len() <= 6;
        // Three letters are one word; two and two, or three and three, make a square.
        let row = if matches!(letters.len(), 3 | 5 | 6) { 3 } else { 2 };
        let lines = if chinese {
            letters.chunks(row).map(|line| line.iter().collect()).collect()
        } else {
            vec![word.clone()]
        };
        Self { lines, word, green: false }
    }

    /// The seal of what is still going on.
    pub fn green(mut self) -> Self {
        self.green = true;
        self
    }

    fn class(&self) -> &'static str {
        match (self.green, self.word.is_ascii()) {
            (false, false) => "seal",
            (true, false) => "seal green",
            (false, true) => "seal words",
            (true, true) => "seal green words",
        }
    }
}

/// News about the page itself, above its content.
#[derive(Clone, Debug, Template)]
#[template(path = "components/banner.html")]
pub struct Banner {
    ui: Ui,
    tone: Tone,
    title: String,
    lines: Vec<String>,
    links: Vec<(String, String)>,
}

writes_html!(Tag, Seal, Banner);

impl Banner {
    /// Something to know.
    pub fn info(ui: &Ui, title: impl Display) -> Self {
        Self::new(ui, Tone::Go, title)
    }

    /// What was asked is done.
    pub fn good(ui: &Ui, title: impl Display) -> Self {
        Self::new(ui, Tone::Ok, title)
    }

    /// Something to look at.
    pub fn warn(ui: &Ui, title: impl Display) -> Self {
        Self::new(ui, Tone::Warn, title)
    }

    /// Something late or wrong.
    pub fn late(ui: &Ui, title: impl Display) -> Self {
        Self::new(ui, Tone::Late, title)
    }

    fn new(ui: &Ui, tone: Tone, title: impl Display) -> Self {
        let title = title.to_string();
        Self { ui: ui.clone(), tone, title, lines: Vec::new(), links: Vec::new() }
    }

    /// A sentence under the title.
    pub fn line(mut self, sentence: impl Display) -> Self {
        self.lines.push(sentence.to_string());
        self
    }

    /// Where to go from here.
    pub fn link(mut self, label: impl Display, href: impl Display) -> Self {
        self.links.push((label.to_string(), href.to_string()));
        self
    }

    /// What the colour says, in a word.
    fn word(&self) -> &'static str {
        match self.tone {
            Tone::Ok => "已办好",
            Tone::Warn => "请留意",
            Tone::Late => "要紧",
            Tone::Go | Tone::Plain => "提示",
        }
    }

    /// Only what changed or went wrong is read out at once.
    fn role(&self) -> &'static str {
        match self.tone {
            Tone::Ok => "status",
            Tone::Late => "alert",
            _ => "region",
        }
    }
}
