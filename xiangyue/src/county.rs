//! Opening a county: its key, its tables, its app.

use std::sync::Arc;

use platform::app::{Sources, Surroundings};
use platform::clock::Clock;
use platform::privacy::Vault;
use platform::storage::Hold;
use platform::{App, Db, Error, Result, files, log, sample};

use crate::modules::parts;
use crate::settings::Chosen;

/// The key that protects personal data, beside the database and not in it.
pub const KEY_FILE: &str = "county.key";

/// Opens the county that the settings name, after bringing its tables up to date.
///
/// Another process may serve it meanwhile, as long as the tables stay as they are.
pub fn open(chosen: &Chosen) -> Result<App> {
    open_with(chosen, Clock::System, Sources::secret()?)
}

/// Opens the county for this process alone, which then holds it.
pub fn open_alone(chosen: &Chosen) -> Result<(App, Hold)> {
    let hold = chosen.place.hold()?;
    let surroundings = surroundings(chosen, Clock::System, Sources::secret()?)?;
    Db::migrate(&chosen.place, &parts(), &surroundings)?;
    let app = finish(chosen, surroundings)?;
    log::signing::refuse_backwards(&app)?;
    Ok((app, hold))
}

/// [`open`] with another clock and other randomness: for the maker of the sample county.
pub fn open_with(chosen: &Chosen, clock: Clock, sources: Sources) -> Result<App> {
    let surroundings = surroundings(chosen, clock, sources)?;
    bring_up_to_date(chosen, &surroundings)?;
    finish(chosen, surroundings)
}

fn finish(chosen: &Chosen, surroundings: Arc<Surroundings>) -> Result<App> {
    let app = App::open(chosen.for_app(false), surroundings)?;
    let demo = app.db.read_now(sample::is_sample)?;
    Ok(App { settings: Arc::new(chosen.for_app(demo)), ..app })
}

/// Brings the tables up to date and says which steps ran.
pub fn migrate(chosen: &Chosen) -> Result<Vec<String>> {
    let surroundings = surroundings(chosen, Clock::System, Sources::secret()?)?;
    bring_up_to_date(chosen, &surroundings)
}

/// Tables are changed under nobody's feet: only who holds the county runs steps that are missing.
fn bring_up_to_date(chosen: &Chosen, surroundings: &Arc<Surroundings>) -> Result<Vec<String>> {
    let steps = Db::steps(&chosen.place, &parts(), surroundings)?;
    let _hold = if steps.missing.is_empty() { None } else { Some(chosen.place.hold()?) };
    Db::migrate(&chosen.place, &parts(), surroundings)
}

/// The county's key, which must be there: what opens a county makes one, what looks at it does not.
pub fn vault(chosen: &Chosen) -> Result<Vault> {
    let path = chosen.folder.join(KEY_FILE);
    if path.exists() {
        return Vault::open_or_make(&path, &Sources::secret()?, Clock::System.now());
    }
    Err(Error::fault(format!(
        "密钥文件不在：{0}。请把另外保存的那一份放回去 / no key at {0}; put the kept copy back",
        path.display()
    )))
}

/// A word for each key: it tells the right key from a wrong one, and nothing else of it.
pub fn key_checks(vault: &Vault) -> Vec<String> {
    vault.blind_indexes("backup")
}

/// Opens every file that people handed in and compares it with what was noted of it.
pub fn files(chosen: &Chosen) -> Result<files::Report> {
    let surroundings = surroundings_to_look(chosen)?;
    // Tables of an older program may know of no files yet.
    if !Db::steps(&chosen.place, &parts(), &surroundings)?.missing.is_empty() {
        return Ok(files::Report::default());
    }
    files::verify(&App::open(chosen.for_app(false), surroundings)?)
}

/// Compares what was published with the public log, and the log with what was signed.
pub fn log(chosen: &Chosen) -> Result<log::verify::Report> {
    let surroundings = surroundings_to_look(chosen)?;
    if !Db::steps(&chosen.place, &parts(), &surroundings)?.missing.is_empty() {
        return Ok(log::verify::Report::default());
    }
    log::verify::verify(&App::open(chosen.for_app(false), surroundings)?, &parts())
}

/// Surroundings to look with. A key that is not there is not made: nothing is sealed or opened.
pub(crate) fn surroundings_to_look(chosen: &Chosen) -> Result<Arc<Surroundings>> {
    let vault = vault(chosen).unwrap_or_else(|_| Vault::new([0; 32]));
    let sources = Sources::secret()?;
    Ok(Surroundings::new(Clock::System, sources, vault, registry::REGISTRAR, &parts()))
}

fn surroundings(chosen: &Chosen, clock: Clock, sources: Sources) -> Result<Arc<Surroundings>> {
    let key_file = chosen.folder.join(KEY_FILE);
    let vault = Vault::open_or_make(&key_file, &Sources::secret()?, clock.now())?;
    Ok(Surroundings::new(clock, sources, vault, registry::REGISTRAR, &parts()))
}
