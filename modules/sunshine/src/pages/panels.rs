//! What this module shows on the public page of a village.

use askama::Template;
use platform::area::Level;
use platform::{Result, Tx};
use web::{Panel, Place, Ui};

use super::board::{Line, line};
use super::wording;
use crate::actions::reading;
use crate::model::Told;
use crate::owed::{self, Owed};

/// Disclosures on the page of a village.
const SHOWN: u32 = 3;

/// Where the money goes, and what is late.
#[derive(Template)]
#[template(path = "sunshine/_panel.html")]
pub(crate) struct SunshinePanel {
    pub(crate) ui: Ui,
    pub(crate) board: String,
    pub(crate) told: Vec<Told>,
    /// What is late, the longest first.
    pub(crate) overdue: Vec<Owed>,
}

impl SunshinePanel {
    fn lines(&self) -> Vec<Line> {
        self.told.iter().map(|told| line(&self.ui, told)).collect()
    }

    fn late(&self) -> Vec<(String, String)> {
        let ui = &self.ui;
        let said = |owed: &Owed| {
            let name = ui.t2("{1} {2}", wording::period(ui, owed.period), &owed.item_title);
            (name, ui.t1("超期 {1} 天未公开", owed.days_late()))
        };
        self.overdue.iter().take(2).map(said).collect()
    }
}

/// The sheet of this module for the page of a village.
pub(crate) fn panels(tx: &mut Tx<'_>, ui: &Ui, place: &Place) -> Result<Vec<Panel>> {
    if place.path.level() != Level::Village {
        return Ok(Vec::new());
    }
    let now = reading::from_now(tx);
    let told = reading::board(tx, &place.path, now, SHOWN)?;
    let overdue = owed::overdue_at(tx, &place.path)?;
    if told.is_empty() && overdue.is_empty() {
        return Ok(Vec::new());
    }
    let board = format!("/villages/{}/sunshine", place.id);
    let panel = SunshinePanel { ui: ui.clone(), board, told, overdue };
    Ok(vec![Panel { aside: false, html: web::answer::render(ui, &panel)? }])
}
