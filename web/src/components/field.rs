//! One question that is answered by typing.

use std::fmt::Display;

use askama::Template;

use super::{anchor, writes_html};
use crate::form::{Errors, Form};
use crate::ui::Ui;

/// A labelled box to type in.
#[derive(Clone, Debug, Template)]
#[template(path = "components/field.html")]
pub struct Field {
    ui: Ui,
    name: String,
    label: String,
    hint: String,
    error: String,
    value: String,
    kind: Kind,
    unit: String,
    autocomplete: String,
    rows: u8,
    width: &'static str,
    heading: bool,
    optional: bool,
    focus: bool,
}

/// What is typed into a field: it decides the keyboard that a phone shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Line,
    Long,
    Number,
    Money,
    Phone,
    Identity,
    Password,
    Search,
}

writes_html!(Field);

impl Field {
    /// A line of text.
    pub fn text(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self::new(ui, name, label, Kind::Line)
    }

    /// Several lines of text.
    pub fn long(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self::new(ui, name, label, Kind::Long)
    }

    /// A whole number.
    pub fn number(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self { width: "short", ..Self::new(ui, name, label, Kind::Number) }
    }

    /// A sum in yuan.
    pub fn money(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        let unit = ui.t("元").into_owned();
        Self { unit, width: "medium", ..Self::new(ui, name, label, Kind::Money) }
    }

    /// A telephone number. Say `.autocomplete("tel")` only where it is the reader's own.
    pub fn phone(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self { width: "medium", ..Self::new(ui, name, label, Kind::Phone) }
    }

    /// A resident identity number of 18 places, whose last may be an X.
    pub fn identity(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self { width: "wide", ..Self::new(ui, name, label, Kind::Identity) }
    }

    /// A password; what was typed is never shown again.
    pub fn password(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self { width: "wide", ..Self::new(ui, name, label, Kind::Password) }
            .autocomplete("current-password")
    }

    /// Words to search for.
    pub fn search(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self::new(ui, name, label, Kind::Search)
    }

    fn new(ui: &Ui, name: impl Display, label: impl Display, kind: Kind) -> Self {
        Self {
            ui: ui.clone(),
            name: name.to_string(),
            label: label.to_string(),
            hint: String::new(),
            error: String::new(),
            value: String::new(),
            kind,
            unit: String::new(),
            autocomplete: "off".to_owned(),
            rows: 4,
            width: "full",
            heading: false,
            optional: false,
            focus: false,
        }
    }

    /// One short sentence of help, without links.
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// What stands in the box.
    pub fn value(mut self, value: impl Display) -> Self {
        self.value = value.to_string();
        self
    }

    /// What stands in the box: what was typed before.
    pub fn typed(self, form: &Form) -> Self {
        let value = form.get(&self.name).to_owned();
        self.value(value)
    }

    /// What is wrong, and how to put it right.
    pub fn error(mut self, error: impl Display) -> Self {
        self.error = error.to_string();
        self
    }

    /// What is wrong, if anything is wrong with this field.
    pub fn errors(self, errors: &Errors) -> Self {
        let error = errors.at(&self.name).unwrap_or("").to_owned();
        self.error(error)
    }

    /// The question may be left open.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The label is the heading of the page: one question a page.
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self
    }

    /// The word after the box: "元", "平方米".
    pub fn unit(mut self, unit: impl Display) -> Self {
        self.unit = unit.to_string();
        self
    }

    /// The browser's name for what is asked (`tel`, `name`, `username`); only for one's own data.
    pub fn autocomplete(mut self, token: impl Display) -> Self {
        self.autocomplete = token.to_string();
        self
    }

    /// How many lines a long text shows at first.
    pub fn rows(mut self, rows: u8) -> Self {
        self.rows = rows;
        self
    }

    /// The keyboard is here when the page opens: for staff, who come to type.
    pub fn focus(mut self) -> Self {
        self.focus = true;
        self
    }

    /// A box for a few letters.
    pub fn short(mut self) -> Self {
        self.width = "short";
        self
    }

    fn id(&self) -> String {
        anchor(&self.name)
    }

    fn described_by(&self) -> String {
        described_by(&self.id(), &self.hint, &self.error)
    }

    fn is_long(&self) -> bool {
        self.kind == Kind::Long
    }

    fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Phone => "tel",
            Kind::Password => "password",
            Kind::Search => "search",
            _ => "text",
        }
    }

    /// Numbers are typed into text boxes: a number box swallows what it does not understand.
    fn input_mode(&self) -> &'static str {
        match self.kind {
            Kind::Number => "numeric",
            Kind::Money => "decimal",
            Kind::Phone => "tel",
            Kind::Search => "search",
            _ => "text",
        }
    }

    fn has_figures(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Money | Kind::Phone | Kind::Identity)
    }

    fn shown(&self) -> &str {
        if self.kind == Kind::Password { "" } else { &self.value }
    }
}

/// The value of `aria-describedby`: the hint, then the error.
pub(super) fn described_by(id: &str, hint: &str, error: &str) -> String {
    let mut ids = Vec::new();
    if !hint.is_empty() {
        ids.push(format!("{id}-hint"));
    }
    if !error.is_empty() {
        ids.push(format!("{id}-error"));
    }
    ids.join(" ")
}
