//! Files: what is already here, what was wrong with one, how to add the next.

use std::fmt::Display;

use askama::Template;

use super::{anchor, writes_html};
use crate::form::Errors;
use crate::ui::Ui;

/// A question that is answered with files. The form around it sends `multipart/form-data`.
#[derive(Clone, Debug, Template)]
#[template(path = "components/upload.html")]
pub struct Upload {
    ui: Ui,
    name: String,
    label: String,
    hint: String,
    error: String,
    accept: String,
    several: bool,
    optional: bool,
    kept: Vec<Kept>,
    failed: Vec<Failed>,
}

/// A file that is here.
#[derive(Clone, Debug)]
struct Kept {
    id: String,
    name: String,
    size: String,
    /// Where it can be looked at; empty where it cannot.
    href: String,
}

/// A file that was sent and could not be taken.
#[derive(Clone, Debug)]
struct Failed {
    name: String,
    sentence: String,
}

writes_html!(Upload);

impl Upload {
    /// A question for a file.
    pub fn new(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self {
            ui: ui.clone(),
            name: name.to_string(),
            label: label.to_string(),
            hint: String::new(),
            error: String::new(),
            accept: "image/*,.pdf".to_owned(),
            several: false,
            optional: false,
            kept: Vec::new(),
            failed: Vec::new(),
        }
    }

    /// One short sentence of help, without links.
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// Which kinds the browser offers; the server decides.
    pub fn accept(mut self, kinds: impl Display) -> Self {
        self.accept = kinds.to_string();
        self
    }

    /// Several files may be chosen at once.
    pub fn several(mut self) -> Self {
        self.several = true;
        self
    }

    /// The file may be left out.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// A file that is here. Its button sends `remove=id` with the form.
    pub fn kept(mut self, id: impl Display, name: impl Display, bytes: u64) -> Self {
        let (id, name, size) = (id.to_string(), name.to_string(), self.ui.bytes(bytes));
        self.kept.push(Kept { id, name, size, href: String::new() });
        self
    }

    /// Where the last of the files that are here can be looked at.
    pub fn seen_at(mut self, href: impl Display) -> Self {
        if let Some(kept) = self.kept.last_mut() {
            kept.href = href.to_string();
        }
        self
    }

    /// A file that was sent and could not be taken, with what to do.
    pub fn failed(mut self, name: impl Display, sentence: impl Display) -> Self {
        self.failed.push(Failed { name: name.to_string(), sentence: sentence.to_string() });
        self
    }

    /// What is wrong with the answer as a whole.
    pub fn error(mut self, error: impl Display) -> Self {
        self.error = error.to_string();
        self
    }

    /// What is wrong, if anything is wrong with this question.
    pub fn errors(self, errors: &Errors) -> Self {
        let error = errors.at(&self.name).unwrap_or("").to_owned();
        self.error(error)
    }

    fn id(&self) -> String {
        anchor(&self.name)
    }

    fn described_by(&self) -> String {
        super::field::described_by(&self.id(), &self.hint, &self.error)
    }

    fn is_bad(&self) -> bool {
        !self.error.is_empty() || !self.failed.is_empty()
    }
}
