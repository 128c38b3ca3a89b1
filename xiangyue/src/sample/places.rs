//! One county, 22 townships, 260 villages; fewer where too few people live to fill their posts.

use platform::area::Level;
use platform::{Actor, App, AreaId, AreaPath, Error, Result, Uuid};
use registry::Area;

use super::dice::Dice;
use super::names;
use crate::cli::block_on;

/// How many villages and communities.
const VILLAGES: usize = 260;
/// A village needs so many residents, or its posts and those of its township stay empty.
const RESIDENTS_OF_VILLAGE: u32 = 60;
/// A township has at least so many villages, and a county at least so many townships.
const VILLAGES_OF_TOWNSHIP: usize = 4;
const TOWNSHIPS_MIN: usize = 8;

/// Makes the areas by importing a list, as a real county does. Gives the villages.
pub fn make(app: &App, residents: u32, _: &mut Dice) -> Result<Vec<Area>> {
    let operator = Actor::operator(AreaId(Uuid::nil()));
    let preview = block_on(registry::actions::import_divisions(app, &operator, &list(residents)))?;
    if !preview.is_clean() {
        return Err(Error::fault("the sample's list of areas has problems"));
    }
    let all = app.db.read_now(|tx| registry::areas_within(tx, &AreaPath::county(), 10_000))?;
    Ok(all.into_iter().filter(|area| area.path.level() == Level::Village).collect())
}

fn list(residents: u32) -> String {
    let enough = usize::try_from(residents / RESIDENTS_OF_VILLAGE).unwrap_or(VILLAGES);
    let villages = enough.clamp(TOWNSHIPS_MIN * VILLAGES_OF_TOWNSHIP, VILLAGES);
    let townships = (villages / VILLAGES_OF_TOWNSHIP).clamp(TOWNSHIPS_MIN, names::TOWNSHIPS.len());
    let mut rows = vec![
        "system,edition,level,code,parent_code,name".to_owned(),
        format!("DEMO,1,county,990000,,{}", names::COUNTY),
    ];
    let mut number = 0;
    for (at, township) in names::TOWNSHIPS.iter().take(townships).enumerate() {
        rows.push(format!("DEMO,1,township,990000{at:03},990000,{township}"));
        // What does not divide goes to the first townships, one village each.
        for _ in 0..villages / townships + usize::from(at < villages % townships) {
            let name = names::village(number);
            rows.push(format!("DEMO,1,village,990000{at:03}{number:03},990000{at:03},{name}"));
            number += 1;
        }
    }
    rows.join("\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_whole_county_has_22_townships_and_260_villages() {
        let count = |residents: u32, level: &str| {
            super::list(residents).lines().filter(|row| row.contains(level)).count()
        };
        for residents in [20_000, 1_000_000] {
            assert_eq!((count(residents, ",township,"), count(residents, ",village,")), (22, 260));
        }
        assert_eq!((count(2_000, ",township,"), count(2_000, ",village,")), (8, 33));
    }
}
