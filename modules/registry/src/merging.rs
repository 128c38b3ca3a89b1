//! What a merge of two registrations leads over to the person who stays, and back.
//!
//! Each part names its columns that point to persons (`Personal::references`); a test compares the
//! lists with the tables. A module that has more to say listens to the entry ([`Told::by`]).

use platform::id::{SubjectId, Uuid};
use platform::personal::Reference;
use platform::{Actor, Entry, Error, PersonId, Refusal, Result, Tx};

use crate::model::{MergeId, Standing};
use crate::store::merges as store;

/// The entry of two registrations that became one.
pub const MERGED: &str = "registry.persons_merged";
/// The entry of a merge that was undone.
pub const UNDONE: &str = "registry.merge_undone";

/// A merge, as its journal entry tells of it.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// Which merge.
    pub merge: MergeId,
    /// Who stays.
    pub kept: PersonId,
    /// Who goes into it.
    pub merged: PersonId,
    /// Whoever proposed it confirms it alone.
    pub alone: bool,
}

impl Told {
    /// What an entry tells, if it is one of a merge or of its undoing.
    pub fn by(entry: &Entry) -> Result<Option<Self>> {
        if entry.act != MERGED && entry.act != UNDONE {
            return Ok(None);
        }
        let id = |field: &str| {
            let text = entry.facts.get(field).and_then(|value| value.as_str());
            let id = text.and_then(|text| Uuid::try_parse(text).ok());
            id.ok_or_else(|| Error::fault(format!("the entry of a merge has no {field}")))
        };
        let alone = entry.facts.get("alone").and_then(serde_json::Value::as_bool);
        Ok(Some(Self {
            merge: MergeId(id("merge")?),
            kept: PersonId(id("kept")?),
            merged: PersonId(id("merged")?),
            alone: alone.unwrap_or(false),
        }))
    }
}

/// What points to the merged person, in whatever table, points to the one who stays.
pub(crate) fn lead_over(tx: &mut Tx<'_>, told: Told) -> Result<()> {
    for reference in references(tx) {
        let rows: Vec<(SubjectId,)> = tx.query(reference.rows, &[&told.merged])?;
        for (row,) in rows {
            if tx.run(reference.point, &[&row, &told.kept, &told.merged])? == 1 {
                store::insert_move(tx, told.merge, reference.place, row)?;
            }
        }
    }
    Ok(())
}

/// What was led over and still points to the person who stayed goes back.
pub(crate) fn lead_back(tx: &mut Tx<'_>, told: Told) -> Result<()> {
    for reference in references(tx) {
        for row in store::moves(tx, told.merge, reference.place)? {
            tx.run(reference.point, &[&row, &told.merged, &told.kept])?;
        }
    }
    Ok(())
}

fn references(tx: &Tx<'_>) -> Vec<Reference> {
    let parts = &tx.surroundings().personal;
    parts.iter().flat_map(|personal| personal.references).copied().collect()
}

/// The person into whom another was merged, so that old links lead on.
pub fn kept_for(tx: &mut Tx<'_>, merged: PersonId) -> Result<Option<PersonId>> {
    store::kept_for(tx, merged)
}

/// Whether the actor is one of these people, also under a registration that went into the actor's.
pub fn is_among(tx: &mut Tx<'_>, actor: &Actor, people: &[PersonId]) -> Result<bool> {
    let Some(person) = actor.person_id else { return Ok(false) };
    Ok(registrations_of(tx, person)?.iter().any(|own| people.contains(own)))
}

/// A standing that was written down, with the spouse as registered now.
pub(crate) fn standing_now(tx: &mut Tx<'_>, standing: Standing) -> Result<Standing> {
    let mut spouse_id = standing.spouse_id;
    while let Some(kept) = spouse_id.map(|spouse| kept_for(tx, spouse)).transpose()?.flatten() {
        spouse_id = Some(kept);
    }
    Ok(Standing { spouse_id, ..standing })
}

/// All registrations that are this person now: the person's own, and those that went into it. What
/// was done stays with the registration by which it was done.
pub fn registrations_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<PersonId>> {
    let mut all = vec![person];
    let mut next = 0;
    while let Some(kept) = all.get(next).copied() {
        all.extend(store::into(tx, kept)?.into_iter().map(|merge| merge.merged_id));
        next += 1;
    }
    Ok(all)
}

/// Where both registrations are used, one person alone does not make them one.
pub fn second_eyes() -> Refusal {
    let sentence = "两个登记都有账号或者办件，要由另一位有这项权力的人确认";
    Refusal::new("registry.second_eyes", sentence)
}
