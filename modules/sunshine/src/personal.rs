//! What this module keeps about people: what they asked. What was published names nobody but those
//! who answer for it.

use platform::clock::civil_of;
use platform::personal::{Personal, Section};
use platform::{PersonId, Result, Tx, text};

use crate::store::questions;

/// What this module keeps about people.
pub(crate) const PERSONAL: Personal = Personal {
    about: &[about],
    open_matters: &[open_matters],
    references: questions::REFERENCES,
    ..Personal::NONE
};

fn open_matters(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    questions::unanswered(tx, person).map(|waiting| waiting > 0)
}

fn about(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
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
