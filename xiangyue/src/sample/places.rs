//! One county, 22 townships, 260 villages.

use platform::area::Level;
use platform::{Actor, App, AreaId, AreaPath, Error, Result, Uuid};
use registry::Area;

use super::dice::Dice;
use super::names;
use crate::cli::block_on;

/// How many villages and communities.
const VILLAGES: usize = 260;

/// Makes the areas by importing a list, as a real county does. Gives the villages.
pub fn make(app: &App, _: &mut Dice) -> Result<Vec<Area>> {
    let operator = Actor::operator(AreaId(Uuid::nil()));
    let preview = block_on(registry::actions::import_divisions(app, &operator, &list()))?;
    if !preview.is_clean() {
        return Err(Error::fault("the sample's list of areas has problems"));
    }
    let all = app.db.read_now(|tx| registry::areas_within(tx, &AreaPath::county(), 10_000))?;
    Ok(all.into_iter().filter(|area| area.path.level() == Level::Village).collect())
}

fn list() -> String {
    let mut rows = vec![
        "system,edition,level,code,parent_code,name".to_owned(),
        format!("DEMO,1,county,990000,,{}", names::COUNTY),
    ];
    let mut number = 0;
    for (at, township) in names::TOWNSHIPS.iter().enumerate() {
        rows.push(format!("DEMO,1,township,990000{at:03},990000,{township}"));
        // 22 × 11 = 242; the first 18 townships have one village more.
        let villages = if at < VILLAGES - 22 * 11 { 12 } else { 11 };
        for _ in 0..villages {
            let name = names::village(number);
            rows.push(format!("DEMO,1,village,990000{at:03}{number:03},990000{at:03},{name}"));
            number += 1;
        }
    }
    rows.join("\n")
}
