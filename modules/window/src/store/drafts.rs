//! SQL of applications that are being filled in, and of consents.

use jiff::Timestamp;
use platform::privacy::Sealed;
use platform::{PersonId, Result, Tx, sql};

use crate::model::{Consent, ConsentId, Draft, DraftId};

sql! {
    INSERT_DRAFT: "insert into drafts (id, author_id, applicant_id, version_id, answers_sealed,
                     consent_id, case_id, updated_at)
                   values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    DRAFT: "select id, author_id, applicant_id, version_id, answers_sealed, consent_id, case_id,
              updated_at
            from drafts where id = ?1 and author_id = ?2";
    DRAFTS_OF: "select id, author_id, applicant_id, version_id, answers_sealed, consent_id, case_id,
                  updated_at
                from drafts where author_id = ?1 order by updated_at desc limit 50";
    SAVE_DRAFT: "update drafts set answers_sealed = ?3, updated_at = ?4
                 where id = ?1 and author_id = ?2";
    SEALED_ANSWERS: "select id, answers_sealed as sealed from drafts where id > ?1 order by id limit ?2";
    RESEAL_ANSWERS: "update drafts set answers_sealed = ?2 where id = ?1 and answers_sealed = ?3";
    DRAFTS_FOR: "select id, author_id, applicant_id, version_id, answers_sealed, consent_id, case_id,
                   updated_at
                 from drafts where applicant_id = ?1 order by updated_at desc limit 50";
    BATCH_FOR: "select id from drafts where applicant_id = ?1 order by id limit 500";
    BATCH_BEFORE: "select id from drafts where updated_at < ?1 order by id limit 500";
    BATCH_OF: "select id from drafts where applicant_id = ?1 or author_id = ?1 order by id limit 500";
    DELETE_DRAFT: "delete from drafts where id = ?1 and author_id = ?2";
    DELETE_ONE: "delete from drafts where id = ?1";
    INSERT_CONSENT: "insert into consents (id, applicant_id, agent_id, version_id, given_how, witness,
                       given_on, noted_at)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    CONSENT: "select id, applicant_id, agent_id, version_id, given_how, witness, given_on
              from consents where id = ?1";
}

/// The answers of drafts.
pub(crate) const SEALED: Sealed = Sealed {
    table: "drafts",
    column: "answers_sealed",
    index: None,
    batch: &SEALED_ANSWERS,
    save: &RESEAL_ANSWERS,
};

pub(crate) fn insert(tx: &mut Tx<'_>, draft: &Draft) -> Result<()> {
    tx.run_one(
        &INSERT_DRAFT,
        &[
            &draft.id,
            &draft.author_id,
            &draft.applicant_id,
            &draft.version_id,
            &draft.answers_sealed,
            &draft.consent_id,
            &draft.case_id,
            &draft.updated_at,
        ],
    )
}

pub(crate) fn draft(tx: &mut Tx<'_>, id: DraftId, author: PersonId) -> Result<Draft> {
    tx.one(&DRAFT, &[&id, &author])
}

pub(crate) fn drafts_of(tx: &mut Tx<'_>, author: PersonId) -> Result<Vec<Draft>> {
    tx.query(&DRAFTS_OF, &[&author])
}

pub(crate) fn save(tx: &mut Tx<'_>, draft: &Draft, sealed: &Vec<u8>) -> Result<()> {
    let now = tx.now();
    tx.run_one(&SAVE_DRAFT, &[&draft.id, &draft.author_id, sealed, &now])
}

pub(crate) fn delete(tx: &mut Tx<'_>, id: DraftId, author: PersonId) -> Result<()> {
    tx.run_one(&DELETE_DRAFT, &[&id, &author])
}

/// Deletes a draft, whoever filled it in.
pub(crate) fn delete_one(tx: &mut Tx<'_>, id: DraftId) -> Result<()> {
    tx.run_one(&DELETE_ONE, &[&id])
}

/// Some of the drafts that a person filled in, or that were filled in for them.
pub(crate) fn batch_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(DraftId,)>> {
    tx.query(&BATCH_OF, &[&person])
}

pub(crate) fn insert_consent(tx: &mut Tx<'_>, consent: &Consent) -> Result<()> {
    let Consent { id, applicant_id, agent_id, version_id, given_how, witness, given_on } = consent;
    let now = tx.now();
    tx.run_one(
        &INSERT_CONSENT,
        &[id, applicant_id, agent_id, version_id, given_how, witness, given_on, &now],
    )
}

pub(crate) fn consent(tx: &mut Tx<'_>, id: ConsentId) -> Result<Consent> {
    tx.one(&CONSENT, &[&id])
}

/// The drafts for an applicant, whoever fills them in.
pub(crate) fn of_applicant(tx: &mut Tx<'_>, applicant: PersonId) -> Result<Vec<Draft>> {
    tx.query(&DRAFTS_FOR, &[&applicant])
}

/// Some of the drafts for an applicant.
pub(crate) fn batch_for(tx: &mut Tx<'_>, applicant: PersonId) -> Result<Vec<(DraftId,)>> {
    tx.query(&BATCH_FOR, &[&applicant])
}

/// Some of the drafts that nobody touched since then.
pub(crate) fn batch_before(tx: &mut Tx<'_>, before: Timestamp) -> Result<Vec<(DraftId,)>> {
    tx.query(&BATCH_BEFORE, &[&before])
}
