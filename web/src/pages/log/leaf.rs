//! One leaf with its proof: what was written down, when, and who saw it.

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use platform::log::{Leaf, leaf_at, witnesses};
use platform::{App, Error, Result, Tx};

use super::files::number_of;
use crate::answer::{Answer, page};
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
    /// Nothing until the head over it has been signed: a minute at most.
    pub(crate) proof: Option<Proof>,
}

/// What stands behind a leaf.
pub(crate) struct Proof {
    /// How many leaves the signed head has.
    pub(crate) size: u64,
    pub(crate) signed_at: Timestamp,
    /// Who co-signed it, whether the county can give them orders, and when.
    pub(crate) seen_by: Vec<(String, bool, Timestamp)>,
    /// How many watch today.
    pub(crate) watching: usize,
    /// The hashes up to the head.
    pub(crate) steps: usize,
}

pub(super) async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(number): Path<String>,
) -> Answer {
    let number = number_of(&number)?;
    let ui = visit.ui;
    let shown = app.db.read(move |tx| load(tx, ui.clone(), number)).await?;
    page(&shown.ui, &shown)
}

fn load(tx: &mut Tx<'_>, ui: Ui, number: u64) -> Result<LeafPage> {
    let content = leaf_at(tx, number)?.ok_or(Error::NotFound)?.content;
    let leaf = Leaf::read(&content)?;
    Ok(LeafPage { ui, number, leaf, content, proof: proof_of(tx, number)? })
}

/// The proof of a leaf in people's words.
pub(crate) fn proof_of(tx: &mut Tx<'_>, number: u64) -> Result<Option<Proof>> {
    let Some(proven) = witnesses::prove(tx, number)? else { return Ok(None) };
    let known = witnesses::all(tx)?;
    let seen_by = proven.cosignatures.iter().filter_map(|one| {
        let witness = known.iter().find(|witness| witness.id == one.witness_id)?;
        Some((witness.name.clone(), witness.under_county, one.cosigned_at))
    });
    Ok(Some(Proof {
        size: u64::try_from(proven.signed.size).unwrap_or_default(),
        signed_at: proven.signed.signed_at,
        seen_by: seen_by.collect(),
        watching: known.iter().filter(|witness| witness.ended_at.is_none()).count(),
        steps: proven.proof.path.len(),
    }))
}
