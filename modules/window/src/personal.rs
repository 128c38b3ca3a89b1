//! What the window keeps about people.

use jiff::Timestamp;
use law::privacy::Holding;
use platform::clock::civil_of;
use platform::personal::{Eraser, Forgetter, Personal, Section};
use platform::{PersonId, Result, Text, Tx, text};

use crate::actions::apply::unseal;
use crate::model::Sealed;
use crate::store;

/// What the window keeps about people.
pub(crate) const PERSONAL: Personal = Personal {
    sealed: store::SEALED,
    about: &[about],
    erasers: &[Eraser { holding: Holding::Drafts, erase: store::drafts::delete_of }],
    open_matters: &[open_matters],
    forgetters: &[Forgetter { parameter: "retention.drafts", forget: store::drafts::forget }],
    references: store::merges::REFERENCES,
};

fn open_matters(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    store::cases::any_open_of(tx, person)
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
        cases.push(record);
    }
    let mut drafts = Vec::new();
    for draft in store::drafts::of_applicant(tx, person)? {
        let mut record = vec![(text("最后填写"), moment(draft.updated_at))];
        record.extend(answers(&unseal(tx, &draft.answers_sealed)?));
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

fn moment(at: Timestamp) -> String {
    civil_of(at).strftime("%Y-%m-%d %H:%M").to_string()
}
