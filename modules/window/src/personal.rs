//! What the window keeps about people.

use jiff::Timestamp;
use law::privacy::Holding;
use platform::clock::civil_of;
use platform::files::{FileUse, Subject, detach_all, uses_of};
use platform::personal::{Eraser, Forgetter, Personal, Section};
use platform::{PersonId, Result, Text, Tx, text};

use crate::actions::apply::unseal;
use crate::actions::papers::{of_case, of_draft};
use crate::model::{DraftId, Sealed};
use crate::store;

/// What the window keeps about people.
pub(crate) const PERSONAL: Personal = Personal {
    sealed: store::SEALED,
    sealed_folders: &[],
    about: &[about],
    erasers: &[Eraser { holding: Holding::Drafts, erase: erase_drafts }],
    open_matters: &[open_matters],
    forgetters: &[Forgetter { parameter: "retention.drafts", forget: forget_drafts }],
    references: store::merges::REFERENCES,
};

fn open_matters(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    store::cases::any_open_of(tx, person)
}

fn erase_drafts(tx: &mut Tx<'_>, applicant: PersonId) -> Result<u64> {
    throw_away(tx, |tx| store::drafts::batch_for(tx, applicant))
}

fn forget_drafts(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    throw_away(tx, |tx| store::drafts::batch_before(tx, before))
}

/// Throws away what a person filled in or was filled in for them, within an act elsewhere.
pub(crate) fn discard_drafts_of(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    throw_away(tx, |tx| store::drafts::batch_of(tx, person)).map(drop)
}

/// Drafts go with their photos: a use that stayed would keep the content for ever.
fn throw_away(
    tx: &mut Tx<'_>,
    next: impl Fn(&mut Tx<'_>) -> Result<Vec<(DraftId,)>>,
) -> Result<u64> {
    let mut gone = 0;
    loop {
        let batch = next(tx)?;
        if batch.is_empty() {
            return Ok(gone);
        }
        for (draft,) in batch {
            detach_all(tx, of_draft(draft))?;
            store::drafts::delete_one(tx, draft)?;
            gone += 1;
        }
    }
}

fn about(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let mut cases = Vec::new();
    for case in store::cases::of_applicant(tx, person)? {
        let mut record = vec![
            (text("编号"), case.code.clone()),
            (text("事项"), case.item_name.clone()),
            (text("提出时间"), moment(case.opened_at)),
        ];
        record.extend(answers(&unseal(tx, &case.answers_sealed)?));
        record.push(files(tx, of_case(case.id))?);
        cases.push(record);
    }
    let mut drafts = Vec::new();
    for draft in store::drafts::of_applicant(tx, person)? {
        let mut record = vec![(text("最后填写"), moment(draft.updated_at))];
        record.extend(answers(&unseal(tx, &draft.answers_sealed)?));
        record.push(files(tx, of_draft(draft.id))?);
        drafts.push(record);
    }
    Ok(vec![
        Section { title: text("办件"), records: cases },
        Section { title: text("没有提交的草稿"), records: drafts },
    ])
}

/// What was answered, under one label: the questions are those of the item's version.
fn answers(sealed: &Sealed) -> Vec<(Text, String)> {
    let said: Vec<String> =
        sealed.answers.iter().map(|(question, answer)| format!("{question} {answer}")).collect();
    vec![
        (text("填写的内容"), said.join("; ")),
        (text("联系电话"), sealed.phone.clone()),
        (text("结果怎样送达"), sealed.delivery.clone()),
    ]
}

/// The files by name, with who brought each and when. They open on the pages of the application.
fn files(tx: &mut Tx<'_>, subject: Subject) -> Result<(Text, String)> {
    let named = |used: FileUse| {
        let by = [used.made_by, moment(used.made_at)].join(" ");
        format!("{} ({by})", used.name)
    };
    let named: Vec<String> = uses_of(tx, subject)?.into_iter().map(named).collect();
    Ok((text("交来的文件"), named.join("; ")))
}

fn moment(at: Timestamp) -> String {
    civil_of(at).strftime("%Y-%m-%d %H:%M").to_string()
}
