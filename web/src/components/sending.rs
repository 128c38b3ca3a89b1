//! The end of a form: what is wrong, what will be sent, what was sent.

use std::fmt::Display;

use askama::Template;

use super::{anchor, writes_html};
use crate::form::Errors;
use crate::ui::Ui;

/// What is wrong, on top of the page; each line leads to its field. Empty when nothing is.
#[derive(Clone, Debug, Template)]
#[template(path = "components/error_summary.html")]
pub struct ErrorSummary {
    ui: Ui,
    lines: Vec<(String, String)>,
}

/// All answers before they are sent, each with the way back to its question.
#[derive(Clone, Debug, Template)]
#[template(path = "components/check_answers.html")]
pub struct CheckAnswers {
    ui: Ui,
    sections: Vec<Section>,
}

#[derive(Clone, Debug)]
struct Section {
    title: String,
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    label: String,
    value: String,
    change: String,
    is_name: bool,
}

/// It is sent: the code, what happens next and when, whom to call.
#[derive(Clone, Debug, Template)]
#[template(path = "components/confirmation.html")]
pub struct Confirmation {
    ui: Ui,
    title: String,
    code: String,
    picture: String,
    link: String,
    next: Vec<String>,
    call: Option<(String, String)>,
}

writes_html!(ErrorSummary, CheckAnswers, Confirmation);

impl ErrorSummary {
    /// What is wrong with a form.
    pub fn new(ui: &Ui, errors: &Errors) -> Self {
        let line = |(field, sentence): &(String, String)| (anchor(field), sentence.clone());
        Self { ui: ui.clone(), lines: errors.0.iter().map(line).collect() }
    }
}

impl CheckAnswers {
    /// No answers yet.
    pub fn new(ui: &Ui) -> Self {
        Self { ui: ui.clone(), sections: Vec::new() }
    }

    /// The rows that follow stand under this title.
    pub fn section(mut self, title: impl Display) -> Self {
        self.sections.push(Section { title: title.to_string(), rows: Vec::new() });
        self
    }

    /// A question and its answer; `change` leads back to the question, empty where it may not.
    pub fn row(self, label: impl Display, value: impl Display, change: impl Display) -> Self {
        self.push(label, value, change, false)
    }

    /// The same, for the name of a person.
    pub fn name(self, label: impl Display, value: impl Display, change: impl Display) -> Self {
        self.push(label, value, change, true)
    }

    fn push(
        mut self,
        label: impl Display,
        value: impl Display,
        change: impl Display,
        is_name: bool,
    ) -> Self {
        let row = Row {
            label: label.to_string(),
            value: value.to_string(),
            change: change.to_string(),
            is_name,
        };
        match self.sections.last_mut() {
            Some(section) => section.rows.push(row),
            None => self.sections.push(Section { title: String::new(), rows: vec![row] }),
        }
        self
    }
}

impl Confirmation {
    /// A confirmation.
    pub fn new(ui: &Ui, title: impl Display) -> Self {
        Self {
            ui: ui.clone(),
            title: title.to_string(),
            code: String::new(),
            picture: String::new(),
            link: String::new(),
            next: Vec::new(),
            call: None,
        }
    }

    /// The code to follow it by, and the page that shows it. `address` is absolute where the
    /// county's address is known: the QR code leads there.
    pub fn code(mut self, code: impl Display, address: impl Display) -> Self {
        self.code = code.to_string();
        self.link = address.to_string();
        self.picture = crate::qr::svg(&self.link);
        self
    }

    /// What happens next, with a real date.
    pub fn next(mut self, sentence: impl Display) -> Self {
        self.next.push(sentence.to_string());
        self
    }

    /// Whom to call.
    pub fn call(mut self, who: impl Display, phone: impl Display) -> Self {
        self.call = Some((who.to_string(), phone.to_string()));
        self
    }
}
