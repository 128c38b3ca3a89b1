//! Questions that are answered by choosing.

use std::fmt::Display;

use askama::Template;

use super::field::described_by;
use super::{anchor, writes_html};
use crate::form::{Errors, Form};
use crate::ui::Ui;

/// One of a few answers, all of them in sight.
#[derive(Clone, Debug, Template)]
#[template(path = "components/choice.html")]
pub struct Choice {
    asked: Asked,
    inline: bool,
}

/// Any number of answers.
#[derive(Clone, Debug, Template)]
#[template(path = "components/ticks.html")]
pub struct Ticks {
    asked: Asked,
    /// A single box that is its own question, such as a consent.
    single: bool,
}

/// One of many answers, folded away. Where there are fewer than eight, prefer [`Choice`].
#[derive(Clone, Debug, Template)]
#[template(path = "components/select.html")]
pub struct Select {
    asked: Asked,
    /// The line that stands while nothing is chosen.
    empty: String,
}

writes_html!(Choice, Ticks, Select);

/// What the three have in common.
#[derive(Clone, Debug)]
struct Asked {
    ui: Ui,
    name: String,
    legend: String,
    hint: String,
    error: String,
    chosen: Vec<String>,
    options: Vec<Answer>,
    heading: bool,
    optional: bool,
}

#[derive(Clone, Debug)]
struct Answer {
    value: String,
    label: String,
    hint: String,
}

impl Asked {
    fn new(ui: &Ui, name: impl Display, legend: impl Display) -> Self {
        Self {
            ui: ui.clone(),
            name: name.to_string(),
            legend: legend.to_string(),
            hint: String::new(),
            error: String::new(),
            chosen: Vec::new(),
            options: Vec::new(),
            heading: false,
            optional: false,
        }
    }

    fn push(&mut self, value: impl Display, label: impl Display, hint: impl Display) {
        let (value, label) = (value.to_string(), label.to_string());
        self.options.push(Answer { value, label, hint: hint.to_string() });
    }

    fn id(&self) -> String {
        anchor(&self.name)
    }

    /// The first answer bears the anchor of the question, so that a link from the error summary
    /// lands where one answers.
    fn id_of(&self, at: &usize) -> String {
        if *at == 0 { self.id() } else { format!("{}-{at}", self.id()) }
    }

    fn is_chosen(&self, answer: &Answer) -> bool {
        self.chosen.contains(&answer.value)
    }

    fn described_by(&self) -> String {
        described_by(&self.id(), &self.hint, &self.error)
    }
}

/// The methods that all three kinds have.
macro_rules! asked_methods {
    ($kind:ty) => {
        impl $kind {
            /// One short sentence of help, without links.
            pub fn hint(mut self, hint: impl Display) -> Self {
                self.asked.hint = hint.to_string();
                self
            }

            /// An answer.
            pub fn option(mut self, value: impl Display, label: impl Display) -> Self {
                self.asked.push(value, label, "");
                self
            }

            /// Answers that come from a list: value and label.
            pub fn options<V: Display, L: Display>(
                mut self,
                options: impl IntoIterator<Item = (V, L)>,
            ) -> Self {
                for (value, label) in options {
                    self.asked.push(value, label, "");
                }
                self
            }

            /// What is chosen.
            pub fn chosen(mut self, value: impl Display) -> Self {
                self.asked.chosen.push(value.to_string());
                self
            }

            /// What is chosen: what was chosen before.
            pub fn typed(mut self, form: &Form) -> Self {
                self.asked.chosen = form.all(&self.asked.name).map(str::to_owned).collect();
                self
            }

            /// What is wrong, and how to put it right.
            pub fn error(mut self, error: impl Display) -> Self {
                self.asked.error = error.to_string();
                self
            }

            /// What is wrong, if anything is wrong with this question.
            pub fn errors(self, errors: &Errors) -> Self {
                let error = errors.at(&self.asked.name).unwrap_or("").to_owned();
                self.error(error)
            }

            /// The question is the heading of the page.
            pub fn heading(mut self) -> Self {
                self.asked.heading = true;
                self
            }

            /// The question may be left open.
            pub fn optional(mut self) -> Self {
                self.asked.optional = true;
                self
            }
        }
    };
}

asked_methods!(Choice);
asked_methods!(Ticks);
asked_methods!(Select);

impl Choice {
    /// A question with a few answers.
    pub fn new(ui: &Ui, name: impl Display, legend: impl Display) -> Self {
        Self { asked: Asked::new(ui, name, legend), inline: false }
    }

    /// A question with the answers `yes` and `no`.
    pub fn yes_no(ui: &Ui, name: impl Display, legend: impl Display) -> Self {
        Self { inline: true, ..Self::new(ui, name, legend) }
            .option("yes", ui.t("是"))
            .option("no", ui.t("否"))
    }

    /// An answer with a line that explains it.
    pub fn option_with(
        mut self,
        value: impl Display,
        label: impl Display,
        hint: impl Display,
    ) -> Self {
        self.asked.push(value, label, hint);
        self
    }

    /// The answers stand side by side where there is room.
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }
}

impl Ticks {
    /// A question with any number of answers.
    pub fn new(ui: &Ui, name: impl Display, legend: impl Display) -> Self {
        Self { asked: Asked::new(ui, name, legend), single: false }
    }

    /// One box that stands for itself; ticked it sends `yes`.
    pub fn one(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self { single: true, ..Self::new(ui, name, "") }.option("yes", label)
    }

    /// An answer with a line that explains it.
    pub fn option_with(
        mut self,
        value: impl Display,
        label: impl Display,
        hint: impl Display,
    ) -> Self {
        self.asked.push(value, label, hint);
        self
    }
}

impl Select {
    /// A question with many answers.
    pub fn new(ui: &Ui, name: impl Display, label: impl Display) -> Self {
        Self { asked: Asked::new(ui, name, label), empty: ui.t("请选择").into_owned() }
    }

    /// What the first, empty line says instead of "请选择".
    pub fn empty(mut self, label: impl Display) -> Self {
        self.empty = label.to_string();
        self
    }
}
