//! What is wrong, on top of the page, each line leading to its field.

use askama::Template;

use super::component;
use crate::form::Errors;
use crate::ui::Ui;

/// The list of what is wrong; nothing when nothing is.
#[derive(Template, Clone)]
#[template(path = "components/error_summary.html")]
pub struct ErrorSummary {
    ui: Ui,
    errors: Errors,
}
component!(ErrorSummary);

impl ErrorSummary {
    /// A summary of these errors.
    pub fn new(ui: &Ui, errors: &Errors) -> Self {
        Self { ui: ui.clone(), errors: errors.clone() }
    }
}

pub(super) fn samples(ui: &Ui) -> Vec<String> {
    let mut errors = Errors::new();
    errors.add("id", ui.t("身份证号码少了几位，请对着证件再数一遍，一共 18 位"));
    errors.add("phone", ui.t("电话号码不对：手机是 11 位，座机请带区号"));
    vec![ErrorSummary::new(ui, &errors).to_string()]
}
