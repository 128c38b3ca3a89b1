//! The way to take a list away as a file.

use std::fmt::Display;

use askama::Template;

use super::{Field, writes_html};
use crate::form::{Errors, Form};
use crate::ui::Ui;

/// A folded form that asks why, and gives the list as a spreadsheet or as text.
#[derive(Clone, Debug, Template)]
#[template(path = "components/take_away.html")]
pub struct TakeAway {
    ui: Ui,
    action: String,
    kept: Vec<(String, String)>,
    why: Field,
    note: String,
    open: bool,
}

writes_html!(TakeAway);

impl TakeAway {
    /// The form that goes to `action`.
    pub fn new(ui: &Ui, action: impl Display) -> Self {
        let why = Field::text(ui, "why", ui.t("下载去做什么"))
            .hint(ui.t("例如：入户走访核对。谁、什么时候、为什么、多少行，都记进操作记录"));
        Self {
            ui: ui.clone(),
            action: action.to_string(),
            kept: Vec::new(),
            why,
            note: String::new(),
            open: false,
        }
    }

    /// What the list was asked for by, so that the file holds the same.
    pub fn keep(mut self, name: impl Display, value: impl Display) -> Self {
        self.kept.push((name.to_string(), value.to_string()));
        self
    }

    /// What people should know of this file.
    pub fn note(mut self, words: impl Display) -> Self {
        self.note = words.to_string();
        self
    }

    /// Shown unfolded.
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// What was typed before.
    pub fn typed(mut self, form: &Form) -> Self {
        self.why = self.why.typed(form);
        self
    }

    /// What was wrong with it.
    pub fn errors(mut self, errors: &Errors) -> Self {
        self.why = self.why.errors(errors);
        self
    }
}
