//! Papers: added to a draft, handed in to a case, looked at, found flawed.

use platform::files::{Allowed, Kept, Subject, UseId, keep_bytes, uses_of};
use platform::id::Uuid;
use window::AtCounter;

use super::window::Staff;
use crate::cast::{ITEM, answers};
use crate::faults::statement::Tries;

/// A paper like no other.
fn paper(tries: &Tries, words: &str) -> Vec<Kept> {
    let pdf = format!("%PDF-1.7\n({words})\n%%EOF\n").into_bytes();
    vec![keep_bytes(tries, "户口簿.pdf", pdf, Allowed::Papers).unwrap()]
}

async fn last_file(tries: &Tries, kind: &'static str, id: Uuid) -> UseId {
    let subject = Subject::new(kind, id);
    tries.db.read(move |tx| uses_of(tx, subject)).await.unwrap().pop().unwrap().id
}

pub async fn papers(tries: &Tries, staff: &Staff) {
    let Staff { villager, window, .. } = staff;
    let draft = window::start(tries, villager, ITEM).await.unwrap();
    for words in ["first", "second"] {
        let kept = paper(tries, words);
        tries
            .act("window.attach", async || {
                window::attach(tries, villager, draft, 0, kept.clone()).await
            })
            .await;
    }
    let second = last_file(tries, "window.draft", draft.0).await;
    tries.act("window.detach", async || window::detach(tries, villager, draft, second).await).await;
    window::discard(tries, villager, draft).await.unwrap();
    let taken = AtCounter { item: ITEM.into(), applicant: staff.applicant(), sealed: answers() };
    let case = window::receive_at_counter(tries, window, taken).await.unwrap();
    let kept = paper(tries, "third");
    tries
        .act("window.hand_in", async || {
            window::hand_in(tries, villager, case, 0, (kept.clone(), "重新拍的")).await
        })
        .await;
    let file = last_file(tries, "window.case", case.0).await;
    tries
        .act("window.look", async || window::look(tries, window, case, file).await.map(drop))
        .await;
    tries
        .act("window.note_flaw", async || {
            window::note_flaw(tries, window, case, file, "看不清").await
        })
        .await;
    let kept = paper(tries, "fourth");
    tries
        .act("window.add_at_desk", async || {
            window::add_at_desk(tries, window, case, 1, kept.clone()).await
        })
        .await;
}
