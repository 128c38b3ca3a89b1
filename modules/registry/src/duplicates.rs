//! Registrations that may be one person, for the pages.

use platform::{AreaPath, Result, Scope, Tx};

use crate::model::{Merge, Pair};
use crate::store::merges as store;

/// Pairs of which one lives in a village and both are the reader's, the most alike first.
pub(crate) fn pairs(tx: &mut Tx<'_>, area: &AreaPath, scope: &Scope) -> Result<Vec<Pair>> {
    let mut pairs = store::pairs(tx, area)?;
    let own = |pair: &Pair| scope.contains(&pair.first_area) && scope.contains(&pair.second_area);
    pairs.retain(own);
    // A pair within the village is found from both of its ends.
    let twice = |pair: &Pair| area.contains(&pair.second_area) && pair.first_id > pair.second_id;
    pairs.retain(|pair| !twice(pair));
    pairs.sort_by_key(Pair::likeness);
    Ok(pairs)
}

/// Merges that wait for somebody's word, of persons whom the reader may merge.
pub(crate) fn waiting(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(Merge, String)>> {
    let mut waiting = Vec::new();
    for merge in store::waiting(tx)? {
        let kept = crate::person(tx, merge.kept_id)?;
        if scope.contains(&kept.area_path) {
            waiting.push((merge, kept.name));
        }
    }
    Ok(waiting)
}

/// One merge.
pub(crate) fn merge(tx: &mut Tx<'_>, id: crate::model::MergeId) -> Result<Merge> {
    store::merge(tx, id)
}

/// The merges that a person is made of.
pub(crate) fn into(tx: &mut Tx<'_>, person: platform::PersonId) -> Result<Vec<Merge>> {
    store::into(tx, person)
}
