//! The public log: who witnesses it, and what they write under its head.

use platform::id::Uuid;
use platform::log::witnesses::{self, NewWitness};
use platform::log::{Leaf, signing};
use tlog::key::{KeyKind, SigningKey};
use tlog::note::Note;

use crate::county::administrator;
use crate::faults::statement::Tries;

pub async fn witnesses(tries: &Tries) {
    let admin = administrator();
    let key = SigningKey::from_seed(KeyKind::Witness, "school.example.cn", &[3; 32]).unwrap();
    let new = NewWitness {
        name: "云川中学".into(),
        verifier_key: key.verifier().to_string(),
        under_county: false,
    };
    let add = async || witnesses::add(tries, &admin, new.clone()).await;
    let id = tries.act("log.add", add).await;
    tries
        .db
        .write(|tx| {
            let about = ("notice", Uuid::from_u128(1));
            tx.log(&Leaf::new("test/notice/v1", Uuid::from_u128(7), about, [7; 32], tx.now()))
        })
        .await
        .unwrap();
    let app = (**tries).clone();
    tokio::task::spawn_blocking(move || signing::sign(&app)).await.unwrap().unwrap();
    let note = tries.db.read(witnesses::latest_note).await.unwrap().unwrap();
    let mut note: Note = note.parse().unwrap();
    note.add(key.cosign(1_764_000_000, note.text()).unwrap());
    let receive = async || witnesses::receive(tries, note.to_string()).await;
    assert_eq!(tries.act("log.receive", receive).await, 1);
    let end = async || witnesses::end(tries, &admin, id, "学校合并".into()).await;
    tries.act("log.end", end).await;
}
