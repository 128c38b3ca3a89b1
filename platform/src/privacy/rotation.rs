//! Changing the county's key: a new one, everything sealed anew, then the old one away.
//!
//! Between the two, values of both keys open and numbers are found under both, so that a server may
//! go on. A change that was interrupted is taken up by running it again.

use jiff::SignedDuration;
use serde_json::json;

use super::{KeyInfo, folders};
use crate::app::App;
use crate::area::AreaPath;
use crate::authorisation::Actor;
use crate::error::{Error, Refusal, Result};
use crate::files::{self, Keyed};
use crate::journal::{Entry, Subject};
use crate::storage::{Sql, Tx};

/// Values that one act seals anew.
const BATCH: u32 = 500;
/// What was begun before a key was changed has ended after so many minutes.
const MINUTES_UNTIL_DROPPED: i64 = 10;

/// One column of sealed values, with the column of their blind index if they are looked up by one.
#[derive(Debug)]
pub struct Sealed {
    /// The table; its key is `id`.
    pub table: &'static str,
    /// The column, which ends in `_sealed`.
    pub column: &'static str,
    /// The column of the blind index, which ends in `_index`.
    pub index: Option<&'static str>,
    /// `select id, … as sealed from … where id > ?1 … order by id limit ?2`
    pub batch: &'static Sql,
    /// `update … set … = ?2 … where id = ?1 and … = ?3`, and `… = ?4` for the index.
    pub save: &'static Sql,
}

/// How many values of a column are sealed with which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealing {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// Values of the active key.
    pub active: u64,
    /// Values of keys that were active before.
    pub old: u64,
}

/// What changing the key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotated {
    /// The number of the key that is active now.
    pub key: u32,
    /// Whether it was made now; otherwise an earlier change was taken up again.
    pub made: bool,
    /// Values that were sealed anew.
    pub resealed: u64,
}

crate::record! {
    struct Row {
        id: Vec<u8>,
        sealed: Vec<u8>,
    }
}

/// Makes a new key, unless the last change is unfinished, and seals everything with it.
pub async fn rotate(app: &App, actor: &Actor) -> Result<Rotated> {
    let surroundings = app.db.surroundings();
    let _claim = surroundings.vault.claim()?;
    let unfinished = surroundings.vault.keys().len() > 1;
    if !unfinished {
        surroundings.vault.add_key(&surroundings.sources, surroundings.clock.now())?;
    }
    let mut resealed = 0;
    // Somebody may have sealed a value with the old key while the first round went over it.
    loop {
        let mut round = 0;
        for sealed in columns(app) {
            round += reseal(app, sealed).await?;
        }
        round += on_disk(app, files::reseal).await? + on_disk(app, folders::reseal).await?;
        if round == 0 {
            break;
        }
        resealed += round;
    }
    note(app, actor, "privacy.key_changed").await?;
    Ok(Rotated { key: active(app)?.id, made: !unfinished, resealed })
}

/// Forgets the keys with which nothing is sealed any more, and says how many.
pub async fn drop_old_keys(app: &App, actor: &Actor) -> Result<usize> {
    let surroundings = app.db.surroundings();
    let _claim = surroundings.vault.claim()?;
    let old = surroundings.vault.keys().len().saturating_sub(1);
    if old == 0 {
        return Err(Refusal::new("privacy.no_old_key", "只有一把钥匙，没有旧的可以删").into());
    }
    let since = surroundings.clock.now() - active(app)?.made_at;
    if since < SignedDuration::from_mins(MINUTES_UNTIL_DROPPED) {
        let sentence = "钥匙刚换，请过 {1} 分钟再删旧的，让正在办的事先办完";
        let refusal = Refusal::new("privacy.key_too_new", sentence).with(MINUTES_UNTIL_DROPPED);
        return Err(refusal.into());
    }
    let left: u64 = sealing(app).await?.iter().map(|column| column.old).sum();
    if left > 0 {
        let sentence = "还有 {1} 个内容是用旧钥匙封的，请先运行 xiangyue key rotate";
        return Err(Refusal::new("privacy.key_in_use", sentence).with(left).into());
    }
    // Noted first: a key that is gone without a word would be worse than a word too many.
    note(app, actor, "privacy.key_dropped").await?;
    surroundings.vault.forget_old_keys(&surroundings.sources)?;
    Ok(old)
}

/// For each sealed column, how many values stand under the active key and under others.
pub async fn sealing(app: &App) -> Result<Vec<Sealing>> {
    let active = active(app)?.id;
    let mut columns = Vec::new();
    for sealed in self::columns(app) {
        let Sealed { table, column, .. } = sealed;
        let mut counted = Sealing { table, column, active: 0, old: 0 };
        let mut after = Vec::new();
        loop {
            let from = after.clone();
            let rows = app.db.read(move |tx| batch(tx, sealed, &from)).await?;
            for row in &rows {
                let (key, _) = app.db.surroundings().vault.open_with(&row.sealed)?;
                if key == active { counted.active += 1 } else { counted.old += 1 }
            }
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.id);
        }
        columns.push(counted);
    }
    let Keyed { active, old } = on_disk(app, files::keyed).await?;
    columns.push(Sealing { table: "files", column: "content", active, old });
    for (folder, Keyed { active, old }) in on_disk(app, folders::keyed).await? {
        columns.push(Sealing { table: folder, column: "file", active, old });
    }
    Ok(columns)
}

/// Goes over the files on a thread that may wait.
async fn on_disk<T: Send + 'static>(app: &App, work: fn(&App) -> Result<T>) -> Result<T> {
    let app = app.clone();
    tokio::task::spawn_blocking(move || work(&app))
        .await
        .map_err(|_| Error::fault("going over the files panicked"))?
}

fn columns(app: &App) -> impl Iterator<Item = &'static Sealed> {
    app.db.surroundings().personal.iter().flat_map(|personal| personal.sealed)
}

fn active(app: &App) -> Result<KeyInfo> {
    let keys = app.db.surroundings().vault.keys();
    keys.last().copied().ok_or_else(|| Error::fault("the county has no key"))
}

async fn note(app: &App, actor: &Actor, act: &'static str) -> Result<()> {
    let (actor, key) = (actor.clone(), active(app)?.id);
    app.db
        .write(move |tx| {
            let entry = Entry::new(act, "key", Subject::NONE, &AreaPath::county());
            tx.journal(&actor, entry.facts(json!({ "key": key })))
        })
        .await
}

/// Seals one column anew, a batch an act, and says how many values were.
async fn reseal(app: &App, sealed: &'static Sealed) -> Result<u64> {
    let (mut after, mut done) = (Vec::new(), 0);
    loop {
        let from = after.clone();
        let (last, count) = app.db.write(move |tx| reseal_batch(tx, sealed, &from)).await?;
        done += count;
        let Some(last) = last else { return Ok(done) };
        after = last;
    }
}

fn batch(tx: &mut Tx<'_>, sealed: &'static Sealed, after: &Vec<u8>) -> Result<Vec<Row>> {
    tx.query(sealed.batch, &[after, &BATCH])
}

fn reseal_batch(
    tx: &mut Tx<'_>,
    sealed: &'static Sealed,
    after: &Vec<u8>,
) -> Result<(Option<Vec<u8>>, u64)> {
    let rows = batch(tx, sealed, after)?;
    let surroundings = tx.surroundings().clone();
    let vault = &surroundings.vault;
    let active = vault.keys().last().map(|key| key.id);
    let mut done = 0;
    for Row { id, sealed: old } in &rows {
        let (key, plain) = vault.open_with(old)?;
        if Some(key) == active {
            continue;
        }
        let new = vault.seal(&surroundings.sources, &plain)?;
        // A value that changed meanwhile was sealed with the new key by whoever changed it.
        done += match sealed.index {
            None => tx.run(sealed.save, &[id, &new, old])?,
            Some(_) => {
                let number = String::from_utf8(plain)
                    .map_err(|_| Error::fault("a value that is looked up is not text"))?;
                tx.run(sealed.save, &[id, &new, old, &vault.blind_index(&number)])?
            }
        };
    }
    Ok((rows.last().map(|row| row.id.clone()), done))
}
