//! SQL of lines that were brought in a file and wait to be confirmed.

use platform::storage::Json;
use platform::{Result, Tx, sql};

use crate::model::{DisclosureId, LedgerImport, LedgerImportId, Line, RowProblem};

sql! {
    INSERT: "insert into ledger_imports (id, disclosure_id, file_name, lines, problems, brought_at)
             values (?1, ?2, ?3, ?4, ?5, ?6)";
    FIND: "select id, file_name, lines, problems, brought_at
           from ledger_imports where id = ?1 and disclosure_id = ?2";
    DELETE_OF: "delete from ledger_imports where disclosure_id = ?1";
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    draft: DisclosureId,
    file_name: &str,
    (lines, problems): (&[Line], &[RowProblem]),
) -> Result<LedgerImportId> {
    let (id, now) = (tx.new_id::<LedgerImportId>(), tx.now());
    tx.run_one(&INSERT, &[&id, &draft, &file_name, &Json(lines), &Json(problems), &now])?;
    Ok(id)
}

pub(crate) fn find(
    tx: &mut Tx<'_>,
    draft: DisclosureId,
    id: LedgerImportId,
) -> Result<LedgerImport> {
    tx.one(&FIND, &[&id, &draft])
}

/// What was brought for a draft and is confirmed, given up, or replaced by the next file.
pub(crate) fn delete_of(tx: &mut Tx<'_>, draft: DisclosureId) -> Result<u64> {
    tx.run(&DELETE_OF, &[&draft])
}
