//! SQL of looks at people's records. A look is added, and forgotten when its time is over.

use jiff::Timestamp;
use platform::{PersonId, Result, Tx};

use crate::model::{Look, LookId};

platform::sql! {
    LOOKS_AT: "select looker_name, post, body_name, at_what, why, words, looked_at from looks
               where person_id = ?1 order by looked_at desc, id desc limit 500";
    LOOKED_SINCE: "select count(*) from looks
                   where person_id = ?1 and looked_at > ?2 and looker_id = ?3 and at_what = ?4";
    INSERT_LOOK: "insert into looks (id, person_id, looker_id, looker_name, post, body_name, at_what, why,
                    words, looked_at)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    FORGET_LOOKS: "delete from looks where looked_at < ?1";
}

/// The looks at a person's record, the newest first.
pub(crate) fn at(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Look>> {
    tx.query(&LOOKS_AT, &[&person])
}

/// Whether somebody looked at this since then.
pub(crate) fn since(
    tx: &mut Tx<'_>,
    (person, looker): (PersonId, PersonId),
    at_what: &str,
    since: Timestamp,
) -> Result<bool> {
    let count: i64 = tx.value(&LOOKED_SINCE, &[&person, &since, &looker, &at_what])?;
    Ok(count > 0)
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    (person, looker): (PersonId, PersonId),
    look: &Look,
) -> Result<()> {
    let Look { looker_name, post, body_name, at_what, why, words, looked_at } = look;
    let id: LookId = tx.new_id();
    tx.run_one(
        &INSERT_LOOK,
        &[&id, &person, &looker, looker_name, post, body_name, at_what, why, words, looked_at],
    )
}

pub(crate) fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.run(&FORGET_LOOKS, &[&before])
}
