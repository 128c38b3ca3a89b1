//! What this module keeps about people: what they asked, what they have to put right, how they were
//! appraised. What was published names nobody but those who answer for it.

use platform::clock::civil_of;
use platform::personal::{Personal, Section};
use platform::{PersonId, Result, Tx, text};

use crate::store::{appraisals, findings, questions};

/// What this module keeps about people.
pub(crate) const PERSONAL: Personal = Personal {
    about: &[asked, to_put_right, appraised],
    open_matters: &[open_matters],
    references: &[questions::ASKER, findings::OWNER, appraisals::PERSON],
    ..Personal::NONE
};

fn open_matters(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    questions::unanswered(tx, person).map(|waiting| waiting > 0)
}

fn asked(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let asked = questions::of_asker(tx, person)?;
    let record = |question: crate::question::Question| {
        vec![
            (text("编号"), question.code),
            (text("问的是"), question.disclosure_title),
            (text("问了什么"), question.words),
            (text("提问时间"), civil_of(question.asked_at).strftime("%Y-%m-%d %H:%M").to_string()),
        ]
    };
    let records = asked.into_iter().map(record).collect();
    Ok(vec![Section { title: text("村务公开的提问"), records }])
}

fn to_put_right(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let record = |finding: crate::finding::Finding| {
        vec![
            (text("编号"), finding.code),
            (text("要整改的"), finding.title),
            (text("整改期限"), finding.due_on.to_string()),
        ]
    };
    let records = findings::of_owner(tx, person)?.into_iter().map(record).collect();
    Ok(vec![Section { title: text("监督发现的整改"), records }])
}

fn appraised(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let held = appraisals::of_person(tx, person)?;
    let record =
        |one: crate::appraisal::Appraisal| vec![(text("评议日期"), one.held_on.to_string())];
    let records = held.into_iter().map(record).collect();
    Ok(vec![Section { title: text("民主评议"), records }])
}
