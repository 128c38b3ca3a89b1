//! SQL of what the window says of the files of a case. What was said stays.

use jiff::Timestamp;
use platform::files::UseId;
use platform::{Actor, BodyId, Result, Tx, record, sql};

use crate::model::CaseId;

sql! {
    INSERT_FLAW: "insert into case_file_flaws (use_id, case_id, words, noted_by_id, noted_by,
                    noted_at)
                  values (?1, ?2, ?3, ?4, ?5, ?6)";
    FLAWS_OF: "select use_id, words, noted_by, noted_at from case_file_flaws where case_id = ?1
               order by noted_at limit 1000";
    NEW_AT: "select c.id as case_id, count(*) as files
             from cases c join file_uses u on u.subject_id = c.id
             where c.holder_id = ?1 and c.open = 1 and u.subject_kind = 'window.case'
               and u.made_at > c.moved_at
               and (u.made_by_id = c.applicant_id or u.made_by_id =
                 (select k.agent_id from consents k where k.id = c.consent_id))
             group by c.id limit 2000";
}

record! {
    /// What the window found wrong with a file.
    pub struct Flaw {
        /// Of which file.
        pub use_id: UseId,
        /// What is wrong, and what to do.
        pub words: String,
        /// Who found it.
        pub noted_by: String,
        /// When.
        pub noted_at: Timestamp,
    }
}

record! {
    /// How many files came to a case since something was last done with it.
    pub struct NewFiles {
        /// Which case.
        pub case_id: CaseId,
        /// How many.
        pub files: i64,
    }
}

pub(crate) fn insert_flaw(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: CaseId,
    file: UseId,
    words: &str,
) -> Result<()> {
    let now = tx.now();
    tx.run_one(&INSERT_FLAW, &[&file, &case, &words, &actor.person_id, &actor.name, &now])
}

pub(crate) fn flaws_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Flaw>> {
    tx.query(&FLAWS_OF, &[&case])
}

/// The open cases of a body whose applicants sent something that nobody has acted on yet.
pub(crate) fn new_at(tx: &mut Tx<'_>, holder: BodyId) -> Result<Vec<NewFiles>> {
    tx.query(&NEW_AT, &[&holder])
}
