//! SQL that lets the rows of one person point to another, for two registrations that were one.

use platform::personal::Reference;
use platform::{PersonId, Result, Tx, sql};

sql! {
    CASES: "select id from cases where applicant_id = ?1 order by id limit 100000";
    POINT_CASE: "update cases set applicant_id = ?2 where id = ?1 and applicant_id = ?3";
    CONSENTS: "select id from consents where applicant_id = ?1 order by id limit 100000";
    POINT_CONSENT: "update consents set applicant_id = ?2 where id = ?1 and applicant_id = ?3";
    AGENCIES: "select id from consents where agent_id = ?1 order by id limit 100000";
    POINT_AGENCY: "update consents set agent_id = ?2 where id = ?1 and agent_id = ?3";
    DRAFTS: "select id from drafts where applicant_id = ?1 order by id limit 100000";
    POINT_DRAFT: "update drafts set applicant_id = ?2 where id = ?1 and applicant_id = ?3";
    WRITTEN: "select id from drafts where author_id = ?1 order by id limit 100000";
    POINT_WRITTEN: "update drafts set author_id = ?2 where id = ?1 and author_id = ?3";
    ANY_CASE: "select count(*) from (select id from cases where applicant_id = ?1 limit 1) as any_case";
}

/// Every column of the window that points to a person. What was done stays with who did it.
pub(crate) const REFERENCES: &[Reference] = &[
    Reference { place: "cases.applicant_id", rows: &CASES, point: &POINT_CASE },
    Reference { place: "consents.applicant_id", rows: &CONSENTS, point: &POINT_CONSENT },
    Reference { place: "consents.agent_id", rows: &AGENCIES, point: &POINT_AGENCY },
    Reference { place: "drafts.applicant_id", rows: &DRAFTS, point: &POINT_DRAFT },
    Reference { place: "drafts.author_id", rows: &WRITTEN, point: &POINT_WRITTEN },
];

/// Whether a person has applied for anything.
pub(crate) fn has_case(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    tx.value::<i64>(&ANY_CASE, &[&person]).map(|cases| cases > 0)
}
