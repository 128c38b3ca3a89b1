//! What governments decided about areas: one village got another name, and a small one was divided
//! from a village and went into the next a year later.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use platform::clock::date_of;
use platform::{Actor, App, AreaId, AreaPath, Result};
use registry::Area;
use registry::actions::{found_area, merge_area, rename_area};
use registry::model::{Decision, Founding, Merging, Renaming, Share};

use super::cases::actor_with_post;
use super::people::Folk;
use crate::cli::block_on;

/// Households of the small village.
const HOUSEHOLDS: usize = 3;

/// Lets the last villages of the county change.
pub fn make(app: &App, now: Timestamp, villages: &[Area], folk: &Folk) -> Result<()> {
    let [.., into, from, last] = villages else { return Ok(()) };
    let county = AreaPath::county();
    let actor = app.db.read_now(move |tx| actor_with_post(tx, &county, "administrator"))?;
    let today = date_of(now);
    renamed(app, &actor, last, today)?;
    if let Some(small) = divided(app, &actor, (from, folk), today)? {
        let decision = decision(today, 100, 21);
        let merging = Merging { area_id: small, into: into.id, decision };
        block_on(merge_area(app, &actor, merging))?;
    }
    Ok(())
}

fn days_ago(today: Date, days: i64) -> Date {
    today.saturating_sub(Span::new().days(days))
}

/// In force so many days ago, two months after the villagers agreed.
fn decision(today: Date, days: i64, number: u32) -> Decision {
    let on = days_ago(today, days);
    let document = format!("县政发〔{}〕{number}号", on.year());
    Decision { on, document, agreed_on: Some(days_ago(today, days + 60)) }
}

fn renamed(app: &App, actor: &Actor, village: &Area, today: Date) -> Result<()> {
    let Decision { on, document, .. } = decision(today, 200, 18);
    let new = Renaming { area_id: village.id, name: format!("新{}", village.name), on, document };
    block_on(rename_area(app, actor, new)).map(drop)
}

/// The first households of a village become one of their own.
fn divided(
    app: &App,
    actor: &Actor,
    (from, folk): (&Area, &Folk),
    today: Date,
) -> Result<Option<AreaId>> {
    let residents = folk.by_village.get(&from.path).map(Vec::as_slice).unwrap_or_default();
    let (ids, reader) = (residents.iter().map(|one| one.id).collect::<Vec<_>>(), actor.clone());
    let households = app.db.read_now(move |tx| {
        let mut numbers = Vec::new();
        for id in &ids {
            if let Some(household) = registry::person(tx, *id)?.household_id {
                let number = registry::people::household_for(tx, &reader, household)?.number;
                if !numbers.contains(&number) {
                    numbers.push(number);
                }
            }
            if numbers.len() == HOUSEHOLDS {
                break;
            }
        }
        Ok(numbers)
    })?;
    let (Some(above), false) = (from.parent_id, households.is_empty()) else { return Ok(None) };
    let divided = Some(Share { from: from.id, groups: Vec::new(), households });
    let decision = decision(today, 460, 7);
    let new = Founding { above, name: "小洼村".into(), divided, decision };
    block_on(found_area(app, actor, new)).map(Some)
}
