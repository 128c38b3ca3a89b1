//! One leaf with its proof: what was written down, when, and who saw it.

use askama::Template;
use axum::extract::{Path, State};
use platform::log::{Leaf, leaf_at};
use platform::{App, Error, Result, Tx};

use super::files::number_of;
use crate::answer::{Answer, page};
use crate::components::LogProof;
use crate::ui::Ui;
use crate::visit::Visit;

/// One leaf.
#[derive(Template)]
#[template(path = "site/log_leaf.html")]
pub(crate) struct LeafPage {
    pub(crate) ui: Ui,
    pub(crate) number: u64,
    pub(crate) leaf: Leaf,
    pub(crate) content: String,
    pub(crate) proof: LogProof,
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Answer {
    let number = number_of(&number)?;
    let (ui, public_url) = (visit.ui, app.settings.public_url.clone());
    let shown = app.db.read(move |tx| load(tx, ui.clone(), &public_url, number)).await?;
    page(&shown.ui, &shown)
}

fn load(tx: &mut Tx<'_>, ui: Ui, public_url: &str, number: u64) -> Result<LeafPage> {
    let content = leaf_at(tx, number)?.ok_or(Error::NotFound)?.content;
    let leaf = Leaf::read(&content)?;
    let proof = LogProof::read(tx, &ui, public_url, number)?;
    Ok(LeafPage { ui, number, leaf, content, proof })
}
