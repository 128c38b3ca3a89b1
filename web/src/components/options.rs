//! Options to choose from, and files to hand in.

use askama::Template;

use super::component;
use crate::form::Errors;
use crate::ui::Ui;

/// One of some options, or several of them. Nothing is chosen before the person chooses.
#[derive(Template, Clone)]
#[template(path = "components/choice.html")]
pub struct Choice {
    ui: Ui,
    name: String,
    label: String,
    hint: String,
    options: Vec<(String, String, String)>,
    chosen: Vec<String>,
    error: Option<String>,
    several: bool,
    optional: bool,
    heading: bool,
    list: bool,
}
component!(Choice);

impl Choice {
    /// One of some.
    pub fn one(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            ui: ui.clone(),
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            options: Vec::new(),
            chosen: Vec::new(),
            error: None,
            several: false,
            optional: false,
            heading: false,
            list: false,
        }
    }

    /// Any number of them.
    pub fn several(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { several: true, ..Self::one(ui, name, label) }
    }

    /// One of many, as a list that folds.
    pub fn from_list(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self { list: true, ..Self::one(ui, name, label) }
    }

    /// 是 or 否.
    pub fn yes_no(ui: &Ui, name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::one(ui, name, label).option("是", ui.t("是")).option("否", ui.t("否"))
    }

    /// Adds an option: its value and what people read.
    pub fn option(mut self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.options.push((value.into(), label.into(), String::new()));
        self
    }

    /// Adds an option with a line of help.
    pub fn option_with(
        mut self,
        value: impl Into<String>,
        label: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        self.options.push((value.into(), label.into(), hint.into()));
        self
    }

    /// What was chosen before.
    pub fn chosen(mut self, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.chosen.push(value);
        }
        self
    }

    /// One short sentence of help.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The error of this choice, if there is one.
    pub fn errors(mut self, errors: &Errors) -> Self {
        self.error = errors.at(&self.name).map(str::to_owned);
        self
    }

    /// Need not be chosen, and says so.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The only question of its page.
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self
    }

    fn is_chosen(&self, value: &str) -> bool {
        self.chosen.iter().any(|chosen| chosen == value)
    }
}

/// A file to hand in.
#[derive(Template, Clone)]
#[template(path = "components/upload.html")]
pub struct Upload {
    ui: Ui,
    name: String,
    label: String,
    hint: String,
    accept: String,
    error: Option<String>,
}
component!(Upload);

impl Upload {
    /// A file of the kinds that `accept` names, for example `.csv`.
    pub fn new(
        ui: &Ui,
        name: impl Into<String>,
        label: impl Into<String>,
        accept: impl Into<String>,
    ) -> Self {
        Self {
            ui: ui.clone(),
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            accept: accept.into(),
            error: None,
        }
    }

    /// One short sentence of help.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The error of this file, if there is one.
    pub fn errors(mut self, errors: &Errors) -> Self {
        self.error = errors.at(&self.name).map(str::to_owned);
        self
    }
}

pub(super) fn samples(ui: &Ui) -> Vec<String> {
    let mut errors = Errors::new();
    errors.add("how", ui.t("请选一个"));
    let paper = Choice::one(ui, "how", ui.t("证件怎么交"))
        .option("window", ui.t("带到窗口"))
        .option_with("clerk", ui.t("请代办员来取"), ui.t("不收钱"))
        .errors(&errors);
    vec![
        paper.to_string(),
        Choice::yes_no(ui, "alone", ui.t("是不是一个人住")).chosen("是").to_string(),
        Choice::several(ui, "papers", ui.t("带来了哪些"))
            .option("0", ui.t("身份证"))
            .option("1", ui.t("户口簿"))
            .chosen("1")
            .to_string(),
        Choice::from_list(ui, "organ", ui.t("移交给"))
            .option("a", ui.t("民政局"))
            .option("b", ui.t("医疗保障局"))
            .to_string(),
        Upload::new(ui, "file", ui.t("区划名单"), ".csv").hint(ui.t("CSV 文件")).to_string(),
    ]
}
