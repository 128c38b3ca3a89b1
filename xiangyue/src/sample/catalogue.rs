//! The catalogue of the sample county: drafted, reviewed and mostly published.

use jiff::civil::date;
use law::window::{Limit, LocalLimits};
use platform::{Actor, App, AreaPath, Result, Tx};
use window::item::{Confidence, Item};

use super::cases::actor_with_post;

/// Publishes all items that are more than plausible; the rest shows what a draft looks like.
pub fn make(app: &App) -> Result<()> {
    let items: Vec<Item> = window::bundled()?.into_iter().map(promised).collect();
    app.db.write_now(move |tx| {
        let editor = actor_with_post(tx, &AreaPath::county(), "catalogue_editor")?;
        window::import_in(tx, &editor, &items, false)?;
        let reviewer = actor_with_post(tx, &AreaPath::county(), "catalogue_reviewer")?;
        publish(tx, &reviewer)
    })
}

/// What this county promises beyond the law.
fn promised(item: Item) -> Item {
    let local_limits = LocalLimits {
        precheck: Some(Limit::working(1)),
        acceptance: Some(Limit::working(5)),
        delivery: Some(Limit::working(10)),
    };
    Item { local_limits, ..item }
}

fn publish(tx: &mut Tx<'_>, reviewer: &Actor) -> Result<()> {
    for version in window::newest(tx, reviewer)? {
        let draft = version.content.0.confidence == Confidence::Plausible
            || DRAFTS.contains(&version.content.0.number);
        if !draft {
            window::publish_in(tx, reviewer, version.id, date(2024, 1, 1))?;
        }
    }
    Ok(())
}

/// The numbers of items that are left as drafts on purpose.
const DRAFTS: [u32; 2] = [26, 38];
