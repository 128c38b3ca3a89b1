//! Two who look at the sample county's log: a township, and a library that is not under the county.

use platform::clock::Clock;
use platform::log::signing;
use platform::log::witnesses::{self, NewWitness};
use platform::{App, AreaPath, Error, Result};
use tlog::key::{KeyKind, SigningKey};
use tlog::note::Note;

use super::cases::actor_with_post;
use crate::cli::block_on;

/// Name, name of the key, whether the county can give it orders. Both are invented.
const WITNESSES: [(&str, &str, bool); 2] = [
    ("云禾县民政局（演示）", "civil-affairs.yunhe.example/witness", true),
    ("云川市图书馆（演示）", "library.yunchuan.example/witness", false),
];

/// Signs what was published, and lets both look at it once.
pub fn make(app: &App, clock: &Clock) -> Result<()> {
    if signing::sign(app)? == 0 {
        return Ok(());
    }
    let administrator =
        app.db.read_now(|tx| actor_with_post(tx, &AreaPath::county(), "administrator"))?;
    let note = app.db.read_now(witnesses::latest_note)?.ok_or(Error::NotFound)?;
    let mut note: Note = note.parse()?;
    let second = u64::try_from(clock.now().as_second()).unwrap_or_default();
    for (name, key_name, under_county) in WITNESSES {
        let key = SigningKey::from_seed(KeyKind::Witness, key_name, &app.sources().bytes())?;
        let new = NewWitness {
            name: name.to_owned(),
            verifier_key: key.verifier().to_string(),
            under_county,
        };
        block_on(witnesses::add(app, &administrator, new))?;
        note.add(key.cosign(second, note.text())?);
    }
    block_on(witnesses::receive(app, note.to_string())).map(drop)
}
