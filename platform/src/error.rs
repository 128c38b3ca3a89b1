//! The three ways an act can fail to happen. Only `web` turns them into a status.

use std::fmt;

use law::Cite;

use crate::i18n::{Text, fill};

/// What every function below `web` returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Not there (or not there for this person), an expected no, or a fault of the program.
#[derive(Debug)]
pub enum Error {
    /// There is no such thing within the reader's scope.
    NotFound,
    /// The law or the procedure says no. The person is told why.
    Refused(Box<Refusal>),
    /// Something that must not happen. The person gets a number, the log gets the reason.
    Fault(Fault),
}

/// An expected no, with what the person needs to go on.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// Stable and made for programs, for example `window.second_notice`.
    pub code: &'static str,
    /// The sentence, with places `{1}`, `{2}` for `args`.
    pub sentence: Text,
    /// What stands in the places of the sentence.
    pub args: Vec<String>,
    /// The rule that says no.
    pub cite: Option<Cite>,
    /// The form field that it is about.
    pub field: Option<&'static str>,
}

/// An unexpected failure; never shown to people in its words.
#[derive(Debug, Clone)]
pub struct Fault {
    /// What was being done and what went wrong, without personal data.
    pub what: String,
    /// What follows from it for the one who waits.
    pub kind: FaultKind,
}

/// What follows from a fault. In all kinds but the last nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Something is wrong with the program or with what it stands on.
    Broken,
    /// The act met another one and may simply be run again.
    Met,
    /// The database went away before anything became durable.
    Lost,
    /// Nobody had time for it, or the database cannot be reached: come again in a while.
    Busy,
    /// The database went away while the act became durable: it is done, or it is not.
    Unknown,
}

impl Refusal {
    /// A no with its stable code and its sentence.
    pub const fn new(code: &'static str, sentence: &'static str) -> Self {
        Self { code, sentence: Text(sentence), args: Vec::new(), cite: None, field: None }
    }

    /// Names the rule.
    pub fn citing(mut self, cite: Cite) -> Self {
        self.cite = Some(cite);
        self
    }

    /// Fills the next place of the sentence.
    pub fn with(mut self, arg: impl fmt::Display) -> Self {
        self.args.push(arg.to_string());
        self
    }

    /// Names the form field.
    pub fn at(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// The sentence in simplified Chinese.
    pub fn zh(&self) -> String {
        fill(self.sentence.0, &self.args)
    }
}

impl Fault {
    /// A fault that trying again does not mend.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), kind: FaultKind::Broken }
    }

    /// A fault of a kind.
    pub fn of(kind: FaultKind, what: impl Into<String>) -> Self {
        Self { what: what.into(), kind }
    }
}

impl Error {
    /// A fault in one word.
    pub fn fault(what: impl Into<String>) -> Self {
        Self::Fault(Fault::new(what))
    }

    /// The refusal, if this is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::NotFound | Self::Fault(_) => None,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::fault(format!("input or output: {error}"))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::fault(format!("JSON: {error}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => out.write_str("not found"),
            Self::Refused(refusal) => write!(out, "{}: {}", refusal.code, refusal.zh()),
            Self::Fault(fault) => out.write_str(&fault.what),
        }
    }
}

impl std::error::Error for Error {}
