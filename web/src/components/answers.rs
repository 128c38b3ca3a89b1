//! What was answered, to be checked before it is sent, and what was sent.

use askama::Template;

use super::component;
use crate::ui::Ui;

/// One answer on the page that is checked before sending.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The answer; empty shows as 未填写.
    pub answer: String,
    /// Where it can be changed; empty when it cannot.
    pub change: String,
    /// A person's name or a number that no translation may touch.
    pub verbatim: bool,
}

impl Answer {
    /// An answer with the address where it can be changed.
    pub fn new(
        question: impl Into<String>,
        answer: impl Into<String>,
        change: impl Into<String>,
    ) -> Self {
        Self {
            question: question.into(),
            answer: answer.into(),
            change: change.into(),
            verbatim: false,
        }
    }

    /// A name: it stays as it is written.
    pub fn name(question: impl Into<String>, answer: impl Into<String>) -> Self {
        Self { verbatim: true, ..Self::new(question, answer, "") }
    }
}

/// The answers to be checked before sending.
#[derive(Template, Clone)]
#[template(path = "components/answers.html")]
pub struct Answers {
    ui: Ui,
    rows: Vec<Answer>,
}
component!(Answers);

impl Answers {
    /// The list.
    pub fn new(ui: &Ui, rows: Vec<Answer>) -> Self {
        Self { ui: ui.clone(), rows }
    }
}

/// The facts of a thing, as a list of names and values.
#[derive(Template, Clone)]
#[template(path = "components/facts.html")]
pub struct Facts {
    ui: Ui,
    rows: Vec<Answer>,
}
component!(Facts);

impl Facts {
    /// No facts yet.
    pub fn new(ui: &Ui) -> Self {
        Self { ui: ui.clone(), rows: Vec::new() }
    }

    /// Adds a fact.
    pub fn row(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.rows.push(Answer::new(name, value, ""));
        self
    }

    /// Adds a person's name.
    pub fn name(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.rows.push(Answer::name(name, value));
        self
    }

    /// Adds a fact if there is something to say.
    pub fn row_if(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        if value.is_empty() { self } else { self.row(name, value) }
    }
}

/// It worked: the code to keep, and what comes next.
#[derive(Template, Clone)]
#[template(path = "components/confirmation.html")]
pub struct Confirmation {
    ui: Ui,
    title: String,
    code: String,
    qr: String,
}
component!(Confirmation);

impl Confirmation {
    /// The code, and a QR code of the address at which it can be followed.
    pub fn new(
        ui: &Ui,
        title: impl Into<String>,
        code: impl Into<String>,
        address: &str,
    ) -> Self {
        Self {
            ui: ui.clone(),
            title: title.into(),
            code: code.into(),
            qr: crate::qr::svg(address),
        }
    }
}

pub(super) fn samples(ui: &Ui) -> Vec<String> {
    let rows = vec![
        Answer::name(ui.t("姓名"), "王小芳"),
        Answer::new(ui.t("出生日期"), ui.date_long(jiff::civil::date(1945, 3, 12)), "/gallery"),
        Answer::new(ui.t("还有什么要说的"), "", "/gallery"),
    ];
    vec![
        Answers::new(ui, rows).to_string(),
        Facts::new(ui).row(ui.t("电话"), "138****2210").name(ui.t("姓名"), "王小芳").to_string(),
        Confirmation::new(ui, ui.t("已经提交"), "QH7K-3M9D", "https://example.org/track/QH7K-3M9D")
            .to_string(),
    ]
}
