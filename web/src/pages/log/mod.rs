//! The public log for people: what it is, how far it has got, who watches it, and how to check one
//! thing without believing the county.

mod check;
mod files;
mod leaf;
mod witnesses;

use askama::Template;
use axum::extract::State;
use jiff::Timestamp;
use platform::log::witnesses::{Cosignature, Witness};
use platform::log::{self, Leaf, signing};
use platform::{App, Result, Tx};

use crate::answer::{Answer, page};
use crate::components::{Banner, Tag};
use crate::routes::{Access, Routes};
use crate::ui::Ui;
use crate::visit::Visit;

pub(crate) use check::CheckPage;
pub(crate) use leaf::LeafPage;
pub(crate) use witnesses::WitnessesPage;

/// Leaves that the page lists.
const NEWEST: u64 = 20;

/// The addresses of the log.
pub(super) fn routes() -> Routes {
    let manage = Access::With(log::witnesses::MANAGE_LOG);
    Routes::new()
        .get_public("/log", show)
        .get_public("/log/leaves/{number}", leaf::show)
        .get("/log/leaves/{number}/proof", Access::Anyone, files::proof)
        .get_public("/log/check", check::show)
        .get("/log/offline.js", Access::Anyone, check::offline)
        .get("/log/checkpoint", Access::Anyone, files::checkpoint)
        .get("/log/consistency/{old}/{new}", Access::Anyone, files::consistency)
        .get("/log/tile/{*rest}", Access::Anyone, files::tile)
        .post("/log/cosignatures", Access::AnyoneSlowly, files::cosign)
        .get("/log/witnesses", manage, witnesses::show)
        .post("/log/witnesses", manage, witnesses::add)
        .post("/log/witnesses/{id}/end", manage, witnesses::end)
}

/// How far the log has got, and who watches it.
#[derive(Template)]
#[template(path = "site/log.html")]
pub(crate) struct LogPage {
    pub(crate) ui: Ui,
    pub(crate) origin: String,
    pub(crate) signed: Option<SignedHead>,
    pub(crate) witnesses: Vec<Watching>,
    /// Keys that strangers check with, the newest last.
    pub(crate) keys: Vec<(String, Timestamp)>,
    /// The newest first.
    pub(crate) leaves: Vec<Line>,
    pub(crate) address: String,
}

/// The newest head that was signed.
pub(crate) struct SignedHead {
    pub(crate) size: u64,
    pub(crate) root: String,
    pub(crate) signed_at: Timestamp,
}

/// A witness and what it saw last.
pub(crate) struct Watching {
    pub(crate) name: String,
    pub(crate) verifier_key: String,
    pub(crate) under_county: bool,
    /// Up to which leaf, and when.
    pub(crate) last: Option<(i64, Timestamp)>,
}

/// A leaf in the list.
pub(crate) struct Line {
    pub(crate) number: u64,
    pub(crate) leaf: Leaf,
}

impl Watching {
    /// A witness of which nobody asked yet what it saw.
    pub(crate) fn of(witness: Witness) -> Self {
        Self {
            name: witness.name,
            verifier_key: witness.verifier_key,
            under_county: witness.under_county,
            last: None,
        }
    }
}

impl LogPage {
    /// How far the watching can be trusted, in one sentence.
    fn watched(&self) -> Banner {
        let ui = &self.ui;
        let independent = self.witnesses.iter().filter(|one| !one.under_county).count();
        if self.witnesses.is_empty() {
            return Banner::warn(ui, ui.t("还没有见证方")).line(
                ui.t("只有县里自己签名，别人还不能替您看着。请县里找几个不归它管的单位来见证"),
            );
        }
        if independent == 0 {
            return Banner::warn(ui, ui.t("见证方都归县里管"))
                .line(ui.t("至少要有一个不归县里管的见证方，偷偷改记录才一定会被发现"));
        }
        Banner::good(ui, ui.t1("有 {1} 个见证方不归县里管", independent))
            .line(ui.t("谁改了已经记下的东西，他们再来看的时候就对不上"))
    }

    fn whose(&self, witness: &Watching) -> Tag {
        if witness.under_county {
            Tag::plain(self.ui.t("归县里管"))
        } else {
            Tag::ok(self.ui.t("不归县里管"))
        }
    }
}

async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let address = app.settings.public_url.clone();
    let ui = visit.ui;
    let shown = app.db.read(move |tx| load(tx, ui.clone(), address.clone())).await?;
    page(&shown.ui, &shown)
}

fn load(tx: &mut Tx<'_>, ui: Ui, address: String) -> Result<LogPage> {
    let signed = signing::latest(tx)?.map(|signed| {
        let note = signed.parsed()?;
        let checkpoint: tlog::checkpoint::Checkpoint = note.text().parse()?;
        let root = checkpoint.head.root.to_string();
        let (origin, size) = (checkpoint.origin, checkpoint.head.size);
        Ok::<_, platform::Error>((origin, SignedHead { size, root, signed_at: signed.signed_at }))
    });
    let (origin, signed) = signed.transpose()?.unzip();
    let watching = |(witness, last): (Witness, Option<Cosignature>)| Watching {
        last: last.map(|last| (last.size, last.cosigned_at)),
        ..Watching::of(witness)
    };
    let witnesses = log::witnesses::standing(tx)?.into_iter().map(watching).collect();
    let keys = signing::public_keys(tx)?;
    let keys = keys.into_iter().map(|key| (key.verifier_key, key.noted_at)).collect();
    let first = log::size(tx)?.saturating_sub(NEWEST);
    let placed = log::entries(tx, first, 20)?;
    let mut leaves = Vec::new();
    for (number, placed) in (first..).zip(placed) {
        leaves.push(Line { number, leaf: Leaf::read(&placed.content)? });
    }
    leaves.reverse();
    let origin = origin.unwrap_or_default();
    Ok(LogPage { ui, origin, signed, witnesses, keys, leaves, address })
}
