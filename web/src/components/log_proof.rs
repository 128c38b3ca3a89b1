//! What stands behind a leaf of the public log: who signed it, who saw it, and the whole proof to
//! take home.

use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use platform::log::witnesses;
use platform::{Error, Result, Tx};
use tlog::compact::Compact;

use super::writes_html;
use crate::qr;
use crate::ui::Ui;

/// The proof of one leaf in people's words.
#[derive(Template, Clone)]
#[template(path = "components/log_proof.html")]
pub struct LogProof {
    ui: Ui,
    number: u64,
    /// Nothing until the head over the leaf has been signed: a minute at most.
    seen: Option<Seen>,
}
writes_html!(LogProof);

/// What stands behind a leaf.
#[derive(Clone)]
pub struct Seen {
    /// How many leaves the signed head has.
    pub size: u64,
    /// When the county signed it.
    pub signed_at: Timestamp,
    /// Who co-signed it, whether the county can give them orders, and when.
    pub by: Vec<(String, bool, Timestamp)>,
    /// How many watch today.
    pub watching: usize,
    /// The hashes from the leaf up to the head.
    pub steps: usize,
    /// The whole proof as the address of a page that checks it by itself.
    pub address: String,
}

impl LogProof {
    /// The proof of the leaf with this number, counted from 0.
    pub fn new(ui: &Ui, number: u64, seen: Option<Seen>) -> Self {
        Self { ui: ui.clone(), number, seen }
    }

    /// Reads it.
    pub fn read(tx: &mut Tx<'_>, ui: &Ui, public_url: &str, number: u64) -> Result<Self> {
        let Some(proven) = witnesses::prove(tx, number)? else {
            return Ok(Self::new(ui, number, None));
        };
        let known = witnesses::all(tx)?;
        let policy = witnesses::policy(tx, None)?.ok_or(Error::NotFound)?;
        let compact = Compact::new(proven.leaf.as_bytes(), &proven.proof, &policy)?.write();
        let by = proven.cosignatures.iter().filter_map(|one| {
            let witness = known.iter().find(|witness| witness.id == one.witness_id)?;
            Some((witness.name.clone(), witness.under_county, one.cosigned_at))
        });
        let seen = Seen {
            size: u64::try_from(proven.signed.size).unwrap_or_default(),
            signed_at: proven.signed.signed_at,
            by: by.collect(),
            watching: known.iter().filter(|witness| witness.ended_at.is_none()).count(),
            steps: proven.proof.path.len(),
            address: format!("{public_url}/log/check#{}", BASE64_URL_SAFE_NO_PAD.encode(compact)),
        };
        Ok(Self::new(ui, number, Some(seen)))
    }

    fn code(&self, seen: &Seen) -> String {
        qr::long(&seen.address)
    }
}
