//! Every part that pages are made of, with samples: for those who write pages.

use askama::Template;

use crate::answer::{Answer, page};
use crate::components;
use crate::ui::Ui;
use crate::visit::Visit;

/// The parts, each with its samples.
#[derive(Template)]
#[template(path = "site/gallery.html")]
pub(crate) struct GalleryPage {
    pub(crate) ui: Ui,
    pub(crate) parts: Vec<components::Shown>,
}

impl GalleryPage {
    pub(crate) fn new(ui: &Ui) -> Self {
        Self { ui: ui.clone(), parts: components::gallery(ui) }
    }
}

pub(super) async fn show(visit: Visit) -> Answer {
    let gallery = GalleryPage::new(&visit.ui);
    page(&gallery.ui, &gallery)
}
