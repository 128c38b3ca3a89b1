//! The mark of a sample county: its people are invented, and it is never served to the network.

use crate::error::Result;
use crate::storage::Tx;

crate::sql! {
    MARK: "insert into sample_marks (made_at) values (?1)";
    IS_MARKED: "select count(*) from sample_marks";
}

/// Marks the data as a sample, before anything else is put into it. The mark is never taken off.
pub fn mark(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    tx.run_one(&MARK, &[&now])
}

/// Whether the data is a sample.
pub fn is_sample(tx: &mut Tx<'_>) -> Result<bool> {
    tx.value::<i64>(&IS_MARKED, &[]).map(|marks| marks > 0)
}
