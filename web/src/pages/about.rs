//! What this is, and how anybody can check it.

use askama::Template;

use crate::answer::{Answer, page};
use crate::ui::Ui;
use crate::visit::Visit;

/// A page of plain sentences.
#[derive(Template)]
#[template(path = "site/about.html")]
pub(crate) struct AboutPage {
    pub(crate) ui: Ui,
    /// The laws and rules that the program applies.
    pub(crate) texts: &'static [law::texts::Text],
}

pub(super) async fn show(visit: Visit) -> Answer {
    let about = AboutPage { ui: visit.ui, texts: law::texts::all() };
    page(&about.ui, &about)
}
