//! Less of a list at a time.

use askama::Template;

use super::component;
use crate::ui::Ui;

/// One way to see a part of a list.
#[derive(Clone, Debug)]
pub struct Filter {
    /// The word with its count.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// It is the one that is shown.
    pub current: bool,
}

/// The ways to see parts of a list.
#[derive(Template, Clone)]
#[template(path = "components/filters.html")]
pub struct Filters {
    ui: Ui,
    filters: Vec<Filter>,
}
component!(Filters);

impl Filters {
    /// The filters.
    pub fn new(ui: &Ui, filters: Vec<Filter>) -> Self {
        Self { ui: ui.clone(), filters }
    }
}

/// The way to the page before and the page after.
#[derive(Template, Clone)]
#[template(path = "components/pager.html")]
pub struct Pager {
    ui: Ui,
    before: Option<String>,
    after: Option<String>,
}
component!(Pager);

impl Pager {
    /// The addresses of the neighbours, where there are any.
    pub fn new(ui: &Ui, before: Option<String>, after: Option<String>) -> Self {
        Self { ui: ui.clone(), before, after }
    }
}

pub(super) fn samples(ui: &Ui) -> Vec<String> {
    let filter = |label: String, current| Filter { label, href: "/gallery".into(), current };
    vec![
        Filters::new(
            ui,
            vec![
                filter(ui.t1("全部 {1}", 27), true),
                filter(ui.t1("待受理 {1}", 9), false),
                filter(ui.t1("待送达 {1}", 8), false),
            ],
        )
        .to_string(),
        Pager::new(ui, Some("/gallery".into()), Some("/gallery".into())).to_string(),
    ]
}
