//! How a thing stands, always in a word; the colour only helps.

use askama::Template;

use super::component;
use crate::ui::Ui;

/// How urgent or how good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// On its way.
    Go,
    /// Good.
    Ok,
    /// Take care.
    Warn,
    /// Late, or no.
    Late,
    /// Neither.
    Plain,
}

/// A word in a small box.
#[derive(Template, Clone, Debug)]
#[template(path = "components/tag.html")]
pub struct Tag {
    word: String,
    tone: Tone,
}
component!(Tag);

impl Tag {
    /// A word with its tone.
    pub fn new(tone: Tone, word: impl Into<String>) -> Self {
        Self { word: word.into(), tone }
    }

    /// On its way.
    pub fn go(word: impl Into<String>) -> Self {
        Self::new(Tone::Go, word)
    }

    /// Good.
    pub fn ok(word: impl Into<String>) -> Self {
        Self::new(Tone::Ok, word)
    }

    /// Take care.
    pub fn warn(word: impl Into<String>) -> Self {
        Self::new(Tone::Warn, word)
    }

    /// Late, or no.
    pub fn late(word: impl Into<String>) -> Self {
        Self::new(Tone::Late, word)
    }

    /// Neither.
    pub fn plain(word: impl Into<String>) -> Self {
        Self::new(Tone::Plain, word)
    }

    const fn class(&self) -> &'static str {
        match self.tone {
            Tone::Go => "go",
            Tone::Ok => "ok",
            Tone::Warn => "warn",
            Tone::Late => "late",
            Tone::Plain => "plain",
        }
    }
}

/// The mark of what an authority has decided; text in a box, not a picture.
#[derive(Template, Clone, Debug)]
#[template(path = "components/seal.html")]
pub struct Seal {
    word: String,
}
component!(Seal);

impl Seal {
    /// A word of two to four letters.
    pub fn new(word: impl Into<String>) -> Self {
        Self { word: word.into() }
    }
}

pub(super) fn samples(ui: &Ui) -> Vec<String> {
    let tags = [
        Tag::go(ui.t("办理中")),
        Tag::ok(ui.t("已办结")),
        Tag::warn(ui.t("今天到期")),
        Tag::late(ui.t("已超期")),
        Tag::plain(ui.t("草稿")),
    ];
    let line: String = tags.iter().map(|tag| format!("{tag} ")).collect();
    vec![line, Seal::new(ui.t("准予")).to_string()]
}
