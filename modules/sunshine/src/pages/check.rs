//! Check it: whether a disclosure still says what it said when it was published, without believing
//! the county.

use askama::Template;
use axum::extract::{Path, State};
use platform::log::{self, Bundle, Leaf, witnesses};
use platform::{App, Error, Result, Tx};
use web::answer::download;
use web::components::{Banner, Crumbs, LogProof};
use web::{Answer, Routes, Ui, Visit, page};

use super::disclosure::lead;
use crate::actions::reading::{self, Published};
use crate::logged::{self, LEAF};
use crate::{canonical, logged::salt};

pub(super) fn routes() -> Routes {
    Routes::new().get_public("/disclosures/{code}/check", show).get(
        "/disclosures/{code}/bundle.json",
        web::Access::Anyone,
        bundle,
    )
}

/// What stands behind a disclosure.
#[derive(Template)]
#[template(path = "sunshine/check.html")]
pub(crate) struct CheckPage {
    pub(crate) ui: Ui,
    pub(crate) told: Published,
    /// What the log has of it; nothing if it never got there.
    pub(crate) logged: Option<InLog>,
    /// What its rows give today.
    pub(crate) digest: String,
}

/// Its leaf.
pub(crate) struct InLog {
    pub(crate) number: u64,
    pub(crate) leaf: Leaf,
    pub(crate) proof: LogProof,
    /// Whether the rows of today give this very leaf.
    pub(crate) unchanged: bool,
}

impl CheckPage {
    fn crumbs(&self) -> Crumbs {
        let own = &self.told.disclosure;
        Crumbs::new(&self.ui)
            .to(self.ui.t("村务公开"), format!("/villages/{}/sunshine", own.area_id))
            .to(&own.title, format!("/disclosures/{}", own.code))
            .here(self.ui.t("核对"))
    }

    fn lead(&self) -> String {
        lead(&self.ui, &self.told)
    }

    fn verdict(&self) -> Banner {
        let ui = &self.ui;
        match &self.logged {
            Some(logged) if logged.unchanged => Banner::good(ui, ui.t("公布以后没有改过"))
                .line(ui.t("现在的内容算出来的指纹，和公布那一刻记进公开日志的一样。")),
            Some(_) => Banner::late(ui, ui.t("现在的内容和公布时不一样"))
                .line(ui.t("有人绕过程序改过数据。请告诉村务监督委员会，或者打 12345。")),
            None => Banner::late(ui, ui.t("公开日志里没有这一份"))
                .line(ui.t("它没有按程序公布。请告诉村务监督委员会，或者打 12345。")),
        }
    }
}

async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let (ui, public_url) = (visit.ui, app.settings.public_url.clone());
    let shown = app.db.read(move |tx| load(tx, &ui, &public_url, &code)).await?;
    page(&shown.ui, &shown)
}

fn load(tx: &mut Tx<'_>, ui: &Ui, public_url: &str, code: &str) -> Result<CheckPage> {
    let told = reading::published(tx, code)?;
    let now = logged::leaf(tx, &told.disclosure)?;
    let logged = match log::leaf_of(tx, LEAF, told.disclosure.id.0)? {
        None => None,
        Some(placed) => {
            let number = u64::try_from(placed.number).unwrap_or_default();
            let leaf = Leaf::read(&placed.content)?;
            let unchanged = leaf == now;
            let proof = LogProof::read(tx, ui, public_url, number)?;
            Some(InLog { number, leaf, proof, unchanged })
        }
    };
    Ok(CheckPage { ui: ui.clone(), told, logged, digest: now.sha256 })
}

/// The file with which anybody checks it alone: what it says, the salt, the leaf and the proof.
async fn bundle(State(app): State<App>, Path(code): Path<String>) -> Answer {
    let name = format!("{code}.json");
    let bundle = app
        .db
        .read(move |tx| {
            let disclosure = reading::published(tx, &code)?.disclosure;
            let placed = log::leaf_of(tx, LEAF, disclosure.id.0)?.ok_or(Error::NotFound)?;
            let number = u64::try_from(placed.number).unwrap_or_default();
            let proven = witnesses::prove(tx, number)?.ok_or(Error::NotFound)?;
            let content = canonical::canonical(tx, disclosure.id)?;
            Bundle::new(&content, &salt(&disclosure)?, &proven.leaf, &proven.proof)
        })
        .await?;
    let bytes = serde_json::to_vec_pretty(&bundle).map_err(Error::from)?;
    download(&name, "application/json", bytes)
}
