//! Areas that are founded, go elsewhere, and go into another with people and open matters.

use jiff::civil::date;
use platform::AreaId;
use registry::actions;
use registry::model::{Decision, Founding, Merging, Moving, Share};

use crate::cast::village;
use crate::county::administrator;
use crate::faults::statement::Tries;

fn decision() -> Decision {
    let agreed_on = Some(date(2026, 3, 1));
    Decision { on: date(2026, 11, 2), document: "清政发〔2026〕13号".into(), agreed_on }
}

async fn area(tries: &Tries, name: &str) -> AreaId {
    tries.areas().await.into_iter().find(|area| area.name == name).unwrap().id
}

/// A household of the village becomes a village of its own, goes to the other township, and goes
/// into a village there.
pub async fn what_governments_decide(tries: &Tries) {
    let admin = administrator();
    let areas = tries.areas().await;
    let from = areas.iter().find(|area| area.path == village()).unwrap().clone();
    let divided = Some(Share { from: from.id, groups: Vec::new(), households: vec!["12".into()] });
    let above = from.parent_id.unwrap();
    let new = Founding { above, name: "小洼村".into(), divided, decision: decision() };
    let small = tries
        .act("registry.found_area", async || actions::found_area(tries, &admin, new.clone()).await)
        .await;
    let to = area(tries, "柳林镇").await;
    let moving = Moving { area_id: small, to, decision: decision() };
    tries
        .act("registry.move_area", async || actions::move_area(tries, &admin, moving.clone()).await)
        .await;
    let into = area(tries, "大东山村").await;
    let merging = Merging { area_id: small, into, decision: decision() };
    tries
        .act("registry.merge_area", async || {
            actions::merge_area(tries, &admin, merging.clone()).await
        })
        .await;
}
