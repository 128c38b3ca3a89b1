//! What the window shows on the public page of an area: what people come for, and how it goes.

use std::sync::Arc;

use askama::Template;
use platform::area::Level;
use platform::{Result, Tx};
use web::{Panel, Place, Ui};

use super::wording;
use crate::actions::reading;
use crate::item::{Item, StationMode};

/// Guides on the page of an area; the others are one step away.
const GUIDES_SHOWN: usize = 6;

/// What people often come for.
#[derive(Template)]
#[template(path = "window/_panel_guides.html")]
struct GuidesPanel {
    ui: Ui,
    items: Vec<Arc<Item>>,
}

impl GuidesPanel {
    fn promise(&self, item: &Item) -> String {
        wording::promise(&self.ui, item)
    }
}

/// The box for the code.
#[derive(Template)]
#[template(path = "window/_panel_track.html")]
struct TrackPanel {
    ui: Ui,
}

/// The sheets of this module for the page of an area.
pub(crate) fn panels(tx: &mut Tx<'_>, ui: &Ui, place: &Place) -> Result<Vec<Panel>> {
    let guides = reading::guides(tx)?;
    let mut items: Vec<Arc<Item>> = guides.into_iter().map(|guide| guide.content.0).collect();
    let in_village = place.path.level() >= Level::Village;
    let by_clerk = |item: &Item| item.station_mode == StationMode::Clerk;
    // In a village first what the clerk does for people.
    items.sort_by_key(|item| (in_village && !by_clerk(item), item.number));
    items.truncate(GUIDES_SHOWN);
    panels_of(ui, items)
}

/// The sheets with these items.
pub(crate) fn panels_of(ui: &Ui, items: Vec<Arc<Item>>) -> Result<Vec<Panel>> {
    let guides = web::answer::render(ui, &GuidesPanel { ui: ui.clone(), items })?;
    let track = web::answer::render(ui, &TrackPanel { ui: ui.clone() })?;
    Ok([guides, track].map(|html| Panel { aside: true, html }).into())
}
