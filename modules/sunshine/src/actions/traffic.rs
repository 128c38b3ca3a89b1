//! How much a village's money moves: the township or the county notes it.

use jiff::civil::Date;
use platform::area::Level;
use platform::{Actor, App, AreaId, AreaPath, Entry, Result, Tx};
use serde_json::json;

use crate::model::{Traffic, TrafficId};
use crate::powers::SUPERVISE;
use crate::refusals;
use crate::store::traffic;

/// A record of how much a village's money moves from a day on.
#[derive(Debug, Clone)]
pub struct TrafficNoted {
    /// Which village.
    pub area: AreaId,
    /// Much, or no more.
    pub heavy: bool,
    /// From when on.
    pub since_on: Date,
    /// By which document.
    pub decision: String,
}

/// Notes it.
pub async fn note(app: &App, actor: &Actor, new: TrafficNoted) -> Result<TrafficId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let area = registry::area(tx, new.area)?;
            actor.permit(SUPERVISE, &area.path)?;
            if area.level() != Level::Village {
                return Err(refusals::no_village().into());
            }
            if new.decision.trim().is_empty() {
                return Err(refusals::traffic_decision().into());
            }
            let known = traffic::within(tx, &area.path)?;
            let last = known.iter().rfind(|one| one.area_path == area.path);
            if last.is_some_and(|last| last.since_on > new.since_on) {
                return Err(refusals::traffic_order().into());
            }
            if last.is_some_and(|last| last.heavy) == new.heavy {
                return Err(refusals::traffic_same(new.heavy).into());
            }
            let what = (&area.path, new.heavy, new.since_on);
            let id = traffic::insert(tx, &actor, what, new.decision.trim())?;
            let entry = Entry::new("sunshine.traffic_noted", "heavy_traffic", id.0, &area.path)
                .citing(law::sunshine::cadence_cite(new.since_on))
                .facts(json!({
                    "heavy": new.heavy,
                    "since_on": new.since_on.to_string(),
                    "decision": new.decision.trim(),
                }));
            tx.journal(&actor, entry)?;
            Ok(id)
        })
        .await
}

/// The records of a village, the oldest first.
pub(crate) fn of(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Traffic>> {
    let mut records = traffic::within(tx, area)?;
    records.retain(|record| record.area_path == *area);
    Ok(records)
}
