//! Open data for everybody: each set with its columns, as JSON and as a table to open.

use std::sync::Arc;

use askama::Template;
use axum::Extension;

use super::api::{CallView, Reader};
use crate::answer::{Answer, page};
use crate::api::open_data::{LICENCE, OPEN_DATA};
use crate::api::{document, say};
use crate::routes::Route;
use crate::site::Site;
use crate::ui::Ui;
use crate::visit::Visit;

/// The sets.
#[derive(Template)]
#[template(path = "site/open_data.html")]
pub(crate) struct OpenDataPage {
    pub(crate) ui: Ui,
    pub(crate) sets: Vec<CallView>,
}

impl OpenDataPage {
    pub(crate) fn new(ui: Ui, routes: &[Route]) -> Self {
        let document = document(&ui, routes);
        let reader = Reader { document: &document, public_url: "" };
        let name = say(&ui, OPEN_DATA);
        let section = reader.sections().into_iter().find(|section| section.name == name);
        let sets = section.map(|section| section.calls).unwrap_or_default();
        Self { ui, sets }
    }

    fn licence(&self) -> &'static str {
        LICENCE
    }
}

pub(super) async fn show(Extension(site): Extension<Arc<Site>>, visit: Visit) -> Answer {
    let shown = OpenDataPage::new(visit.ui, site.routes());
    page(&shown.ui, &shown)
}
