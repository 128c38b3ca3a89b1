//! The sample county: made from a seed, without any real person or place.
//!
//! What people do in it they do through the same acts as everywhere, at the time of the sample's
//! clock; so its journal, clocks and notices are those of a real county.

mod answers;
mod bodies;
mod cases;
mod catalogue;
mod dice;
mod disclosures;
mod extents;
mod life;
mod lives;
mod names;
mod papers;
mod people;
mod places;
mod questions;
mod roles;
mod supervision;
mod terms;
mod witnesses;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use platform::app::Sources;
use platform::clock::{Clock, date_of};
use platform::storage::Place;
use platform::{App, Error, Refusal, Result};

use crate::county;
use crate::settings::Chosen;

pub use cases::actor_of;
pub use roles::roles;

/// Answers that the form of an item takes, the same each time.
pub fn answered(item: &window::item::Item) -> window::model::Sealed {
    answers::sealed(item, jiff::civil::date(1940, 5, 6), &mut dice::Dice::new(SEED))
}

/// The same seed makes the same county.
const SEED: u64 = 1076;

/// Makes a sample county where there is no county yet. A county that is there stays as it is.
pub fn make_if_missing(chosen: &Chosen, residents: u32, tell: &mut dyn FnMut(&str)) -> Result<()> {
    match &chosen.place {
        Place::File(path) if path.exists() => keep(chosen, tell),
        Place::File(path) => {
            // Made beside and moved when whole: a half-made county is never taken for one.
            let making = beside(&chosen.folder);
            let _ = fs::remove_dir_all(&making);
            let file = path.file_name().map(Path::new).unwrap_or(Path::new("county.db"));
            let draft = Chosen {
                place: Place::File(making.join(file)),
                folder: making.clone(),
                ..chosen.clone()
            };
            make(&draft, residents, tell)?;
            if let Some(parent) = chosen.folder.parent() {
                platform::private::make_folder(parent)?;
            }
            // An empty folder that is there already may be replaced.
            let _ = fs::remove_dir(&chosen.folder);
            fs::rename(&making, &chosen.folder)?;
            Ok(())
        }
        Place::Postgres { .. } => {
            let app = county::open(chosen)?;
            let there = app.db.read_now(registry::county)?.is_some();
            if there { keep(chosen, tell) } else { make(chosen, residents, tell) }
        }
    }
}

fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".making");
    folder.with_file_name(name)
}

/// What is there stays, if it is a sample: the demo never opens a real county.
fn keep(chosen: &Chosen, tell: &mut dyn FnMut(&str)) -> Result<()> {
    if county::open(chosen)?.settings.demo {
        tell("演示县已经有了，照原样打开 / the sample county is there and stays as it is");
        return Ok(());
    }
    let sentence = "这个文件夹里是一个真的县，不是演示。请用 serve 打开，或者给 demo 换一个文件夹";
    Err(Refusal::new("demo.real_county", sentence).into())
}

fn make(chosen: &Chosen, residents: u32, tell: &mut dyn FnMut(&str)) -> Result<()> {
    let now = Clock::System.now();
    let clock = Clock::set_to(Timestamp::UNIX_EPOCH);
    let app = county::open_with(chosen, clock.clone(), Sources::seeded(SEED))?;
    clock.move_to(cases::first_morning(now));
    let mut dice = dice::Dice::new(SEED);
    tell("正在造演示县，人物和地名都是编的 / making the sample county, all of it invented");
    app.db.write_now(platform::sample::mark)?;
    let villages = places::make(&app, residents, &mut dice)?;
    let offices = bodies::make(&app, &villages, &mut dice)?;
    let folk = people::make(&app, &villages, &offices, residents, &mut dice)?;
    tell(&format!("居民 / residents: {}", folk.count));
    catalogue::make(&app)?;
    let done = cases::make(&app, &clock, now, (&villages, &offices, &folk), &mut dice)?;
    tell(&format!("办件 / cases: {done}"));
    let told = disclosures::make(&app, &clock, now, &villages, &mut dice)?;
    let asked = questions::make(&app, &clock, now, &villages)?;
    tell(&format!("村务公开 / disclosures: {told}; 提问 / questions: {asked}"));
    let found = supervision::make(&app, &clock, now, &villages)?;
    tell(&format!("监督发现 / findings: {found}"));
    lives::make(&app, &clock, now, &villages, &folk)?;
    extents::make(&app, now, &villages, &folk)?;
    terms::make(&app, date_of(now), &villages)?;
    witnesses::make(&app, &clock)?;
    finish(&app)
}

/// Nothing of the sample may be missing when it is moved into its place.
fn finish(app: &App) -> Result<()> {
    let county = app.db.read_now(registry::county)?;
    county.map(|_| ()).ok_or_else(|| Error::fault("the sample county was not made"))
}
