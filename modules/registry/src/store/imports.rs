//! SQL of lists that are brought in stages.

use jiff::Timestamp;
use platform::storage::Json;
use platform::{Actor, AreaPath, PersonId, Result, Tx};

use crate::model::{Import, ImportId, ImportState, ImportStep, ImportStepId};
use crate::roster::{Counts, Layout, Mapping};

platform::sql! {
    IMPORT: "select id, kind, area_path, brought_by, brought_by_name, file_name, file_bytes,
               file_sha256, state, layout, counts, with_changes, confirmed_by, thousandths,
               rows_done, frames_done, created_at
             from imports where id = ?1";
    OF_KIND: "select id, kind, area_path, brought_by, brought_by_name, file_name, file_bytes,
                file_sha256, state, layout, counts, with_changes, confirmed_by, thousandths,
                rows_done, frames_done, created_at
              from imports where kind = ?1 order by created_at desc, id desc limit ?2";
    IN_STATE: "select id, kind, area_path, brought_by, brought_by_name, file_name, file_bytes,
                 file_sha256, state, layout, counts, with_changes, confirmed_by, thousandths,
                 rows_done, frames_done, created_at
               from imports where state = ?1 order by created_at, id limit 200";
    INSERT: "insert into imports (id, kind, area_path, brought_by, brought_by_name, file_name,
               file_bytes, file_sha256, state, counts, with_changes, thousandths, rows_done,
               frames_done, created_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, 0, 0, ?11)";
    /// Who was faster has moved it: then no row is touched.
    MOVE: "update imports set state = ?3, thousandths = 0, rows_done = 0 where id = ?1 and state = ?2";
    SET_LAYOUT: "update imports set layout = ?2 where id = ?1";
    SET_CONFIRMED: "update imports set with_changes = ?2, confirmed_by = ?3 where id = ?1";
    SET_COUNTS: "update imports set counts = ?2 where id = ?1";
    SET_FAR: "update imports set thousandths = ?3, rows_done = ?4, frames_done = ?5
              where id = ?1 and state = ?2";
    STEPS: "select id, import_id, step, actor_id, actor_name, noted_at
            from import_steps where import_id = ?1 order by noted_at, id limit 50";
    ADD_STEP: "insert into import_steps (id, import_id, step, actor_id, actor_name, noted_at)
               values (?1, ?2, ?3, ?4, ?5, ?6)";
    MAPPING: "select mapping from import_mappings where kind = ?1 and head_signature = ?2";
    REMEMBER: "insert into import_mappings (kind, head_signature, mapping, remembered_at)
               values (?1, ?2, ?3, ?4)
               on conflict (kind, head_signature)
               do update set mapping = excluded.mapping, remembered_at = excluded.remembered_at";
}

pub(crate) fn find(tx: &mut Tx<'_>, id: ImportId) -> Result<Import> {
    tx.one(&IMPORT, &[&id])
}

/// The last imports of a kind, the newest first.
pub(crate) fn of_kind(tx: &mut Tx<'_>, kind: &str, limit: u32) -> Result<Vec<Import>> {
    tx.query(&OF_KIND, &[&kind, &limit])
}

/// Imports in a state, the oldest first.
pub(crate) fn in_state(tx: &mut Tx<'_>, state: ImportState) -> Result<Vec<Import>> {
    tx.query(&IN_STATE, &[&state])
}

/// What is known of a file that was brought.
#[derive(Debug, Clone)]
pub(crate) struct Brought {
    pub(crate) kind: &'static str,
    pub(crate) area_path: AreaPath,
    pub(crate) file_name: String,
    pub(crate) file_bytes: i64,
    pub(crate) file_sha256: String,
}

pub(crate) fn insert(tx: &mut Tx<'_>, id: ImportId, actor: &Actor, new: &Brought) -> Result<()> {
    let now = tx.now();
    tx.run_one(
        &INSERT,
        &[
            &id,
            &new.kind,
            &new.area_path,
            &actor.person_id,
            &actor.name,
            &new.file_name,
            &new.file_bytes,
            &new.file_sha256,
            &ImportState::Brought,
            &Json(Counts::default()),
            &now,
        ],
    )
}

/// Moves an import on; `false` where it is no longer in the state that was read.
pub(crate) fn move_on(
    tx: &mut Tx<'_>,
    id: ImportId,
    from: ImportState,
    to: ImportState,
) -> Result<bool> {
    tx.run(&MOVE, &[&id, &from, &to]).map(|rows| rows == 1)
}

pub(crate) fn set_layout(tx: &mut Tx<'_>, id: ImportId, layout: &Layout) -> Result<()> {
    tx.run_one(&SET_LAYOUT, &[&id, &Json(layout)])
}

pub(crate) fn set_confirmed(
    tx: &mut Tx<'_>,
    id: ImportId,
    with_changes: bool,
    by: Option<PersonId>,
) -> Result<()> {
    tx.run_one(&SET_CONFIRMED, &[&id, &with_changes, &by])
}

pub(crate) fn set_counts(tx: &mut Tx<'_>, id: ImportId, counts: &Counts) -> Result<()> {
    tx.run_one(&SET_COUNTS, &[&id, &Json(counts)])
}

/// How far the work in a state is; `false` where the import has left it.
pub(crate) fn set_far(
    tx: &mut Tx<'_>,
    id: ImportId,
    state: ImportState,
    (thousandths, rows, frames): (u32, u32, u32),
) -> Result<bool> {
    tx.run(&SET_FAR, &[&id, &state, &thousandths, &rows, &frames]).map(|rows| rows == 1)
}

pub(crate) fn steps(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<ImportStep>> {
    tx.query(&STEPS, &[&id])
}

pub(crate) fn add_step(
    tx: &mut Tx<'_>,
    id: ImportId,
    actor: &Actor,
    state: ImportState,
) -> Result<()> {
    let (step, now): (ImportStepId, Timestamp) = (tx.new_id(), tx.now());
    tx.run_one(&ADD_STEP, &[&step, &id, &state, &actor.person_id, &actor.name, &now])
}

/// What the columns of a list with this head were last time.
pub(crate) fn mapping(tx: &mut Tx<'_>, kind: &str, signature: &str) -> Result<Option<Mapping>> {
    let found: Option<(Json<Mapping>,)> = tx.find(&MAPPING, &[&kind, &signature])?;
    Ok(found.map(|(mapping,)| mapping.0))
}

pub(crate) fn remember(
    tx: &mut Tx<'_>,
    kind: &str,
    signature: &str,
    mapping: &Mapping,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(&REMEMBER, &[&kind, &signature, &Json(mapping), &now])
}
