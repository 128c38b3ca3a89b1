//! The public log: what was published cannot be changed, dated back, taken away or slipped in
//! without being named, and strangers find it out as well.

use std::path::PathBuf;

use platform::app::Sources;
use platform::id::Uuid;
use platform::log::verify::{Problem, Report, verify};
use platform::log::witnesses::{self, NewWitness};
use platform::log::{
    Bundle, Doubt, KEY_FILE, Leaf, LogKeys, Logged, Stored, salted_digest, signing,
};
use platform::storage::{Migration, Sql, ToValue};
use platform::{App, Part, Personal, Result, Tx};
use testing::TestApp;
use tlog::audit::audit;
use tlog::policy::Policy;
use tlog::tiles::{bundles, tiles};
use web::{Module, Routes};
use xiangyue::witness::Folder;

use crate::commands::Folder as Temporary;
use crate::county::administrator;

const KIND: &str = "test/notice/v1";
const SALT: [u8; 32] = [9; 32];

platform::sql! {
    POST: "insert into notices (id, words, posted_at) values (?1, ?2, ?3)";
    WORDS: "select words, posted_at from notices where id = ?1";
    AFTER: "select id from notices where id > ?1 order by id limit 1000";
    OTHER_WORDS: "update notices set words = '改过' where id = ?1";
    OTHER_TIME: "update notices set posted_at = posted_at - 86400000 where id = ?1";
    AWAY: "delete from notices where id = ?1";
    OTHER_LEAF: "update log_leaves set content = replace(content, 'notice', 'motion') where number = 2";
    LEAF_AWAY: "delete from log_leaves where number = 2";
    LAST_LEAF_AWAY: "delete from log_leaves where number = 4";
    OTHER_HASH: "update log_hashes set hash = (select hash from log_hashes where position = 0) where position = 2";
    OTHER_HEAD: "update log_heads set root = (select root from log_heads where size = 1) where size = 3";
    BACK_DATED: "update log_leaves set noted_at = noted_at - 86400000 where number = 3";
    FORGET_LEAVES: "delete from log_leaves where number >= 3";
    FORGET_HASHES: "delete from log_hashes where position >= 4";
    FORGET_HEADS: "delete from log_heads where size > 3";
    FORGET_SIGNED: "delete from log_checkpoints where size > 3";
    FORGET_COSIGNED: "delete from log_cosignatures where size > 3";
}

platform::record! {
    struct Notice {
        words: String,
        posted_at: jiff::Timestamp,
    }
}

static BOARD: Part = Part {
    name: "board",
    migrations: &[Migration {
        name: "0001_notices",
        sql: "create table notices (id bytea primary key, words text not null, posted_at bigint not null)",
    }],
    statements: &[STATEMENTS],
    listeners: &[],
    jobs: &[],
    personal: Personal::NONE,
    located: &[],
    logged: &[Logged { t: KIND, leaf: leaf_now, after }],
};

static BOARD_MODULE: Module = Module {
    part: &BOARD,
    english: "",
    routes: Routes::new,
    work: |_| Vec::new(),
    landing: |_| None,
    acts: &[],
    panels: |_, _, _| Ok(Vec::new()),
    samples: |_| Ok(Vec::new()),
};

static MODULES: [&Module; 2] = [&registry::MODULE, &BOARD_MODULE];
static PARTS: [&Part; 2] = [&registry::PART, &BOARD];

platform::id_type! {
    /// A notice.
    NoticeId,
}

fn leaf_now(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Leaf>> {
    let found: Option<Notice> = tx.find(&WORDS, &[&NoticeId(id)])?;
    Ok(found.map(|notice| leaf(id, &notice)))
}

fn after(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Uuid>> {
    let ids: Vec<(NoticeId,)> = tx.query(&AFTER, &[&NoticeId(id)])?;
    Ok(ids.into_iter().map(|(id,)| id.0).collect())
}

fn leaf(id: Uuid, notice: &Notice) -> Leaf {
    let digest = salted_digest(&SALT, notice.words.as_bytes());
    Leaf::new(KIND, Uuid::from_u128(7), ("notice", id), digest, notice.posted_at)
}

/// Hangs up a notice and writes it into the log; gives its number.
async fn publish(app: &App, number: u128) -> u64 {
    app.db
        .write(move |tx| {
            let id = Uuid::from_u128(number);
            let posted_at = platform::log::moment(tx)?;
            let notice = Notice { words: format!("第{number}号"), posted_at };
            tx.run(&POST, &[&NoticeId(id), &notice.words, &notice.posted_at])?;
            tx.log(&leaf(id, &notice))
        })
        .await
        .unwrap()
}

/// A county with a signed log of five notices.
pub(crate) async fn county() -> TestApp {
    let app = TestApp::new(&MODULES, registry::REGISTRAR);
    for number in 1..=5 {
        assert_eq!(publish(&app, number).await, u64::try_from(number).unwrap() - 1);
        sign(&app).await.unwrap();
    }
    app
}

async fn sign(app: &App) -> Result<u64> {
    let app = app.clone();
    tokio::task::spawn_blocking(move || signing::sign(&app)).await.unwrap()
}

async fn found(app: &App) -> Report {
    let app = app.clone();
    tokio::task::spawn_blocking(move || verify(&app, &PARTS)).await.unwrap().unwrap()
}

/// Somebody with the database's own tools.
async fn tamper(app: &App, sql: &'static Sql, args: &'static [u128]) {
    app.db
        .write(move |tx| {
            let ids: Vec<NoticeId> = args.iter().map(|id| NoticeId(Uuid::from_u128(*id))).collect();
            let args: Vec<&dyn ToValue> = ids.iter().map(|id| id as &dyn ToValue).collect();
            tx.run(sql, &args)
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn an_honest_log_has_nothing_wrong_with_it() {
    let app = county().await;
    let report = found(&app).await;
    let expected = Report { leaves: 5, signed: 5, cosignatures: 0, things: 5, problem: None };
    assert_eq!(report, expected);
    assert_eq!(sign(&app).await.unwrap(), 0, "there is nothing new to sign");
}

#[tokio::test]
async fn whoever_changes_something_in_the_database_is_found_out_and_the_thing_is_named() {
    type Check = fn(&Problem) -> bool;
    let cases: [(&'static Sql, &'static [u128], Check); 10] = [
        (&OTHER_WORDS, &[3], |found| {
            matches!(found, Problem::ThingChanged { number: 2, leaf, content_same: false }
                if leaf.id == Uuid::from_u128(3))
        }),
        (&OTHER_TIME, &[3], |found| {
            matches!(found, Problem::ThingChanged { number: 2, content_same: true, .. })
        }),
        (&AWAY, &[3], |found| matches!(found, Problem::ThingGone { number: 2, .. })),
        (&OTHER_LEAF, &[], |found| *found == Problem::LeafChanged { number: 2 }),
        (&LEAF_AWAY, &[], |found| *found == Problem::LeafMissing { number: 2 }),
        (&LAST_LEAF_AWAY, &[], |found| matches!(found, Problem::HashChanged { position: 7 })),
        (&OTHER_HASH, &[], |found| *found == Problem::HashChanged { position: 2 }),
        (&OTHER_HEAD, &[], |found| *found == Problem::HeadChanged { size: 3 }),
        (&BACK_DATED, &[], |found| *found == Problem::LeafBackDated { number: 3 }),
        (&FORGET_SIGNED, &[], |_| false),
    ];
    for (sql, args, check) in cases {
        let app = county().await;
        tamper(&app, sql, args).await;
        let problem = found(&app).await.problem;
        if sql.name == "FORGET_SIGNED" {
            // The signatures are gone, but the leaves are all there: nothing was said otherwise.
            assert_eq!(problem, None);
        } else {
            assert!(problem.as_ref().is_some_and(check), "{}: {problem:?}", sql.name);
        }
    }
}

#[tokio::test]
async fn what_stands_as_published_without_a_leaf_is_named() {
    let app = county().await;
    app.db
        .write(|tx| {
            let now = tx.now();
            tx.run(&POST, &[&NoticeId(Uuid::from_u128(9)), &"没有记过", &now])
        })
        .await
        .unwrap();
    let expected = Problem::Unlogged { t: KIND, id: Uuid::from_u128(9) };
    assert_eq!(found(&app).await.problem, Some(expected));
}

/// Takes the log, and all that it is about, back to what it was with three leaves.
async fn bring_back_an_old_copy(app: &App) {
    for sql in [&FORGET_COSIGNED, &FORGET_SIGNED, &FORGET_HEADS, &FORGET_HASHES, &FORGET_LEAVES] {
        tamper(app, sql, &[]).await;
    }
    tamper(app, &AWAY, &[4]).await;
    tamper(app, &AWAY, &[5]).await;
}

#[tokio::test]
async fn a_database_from_an_older_copy_is_not_signed_and_not_opened() {
    let app = county().await;
    bring_back_an_old_copy(&app).await;
    let expected = Problem::WentBackwards { remembered: 5, found: 3 };
    assert_eq!(found(&app).await.problem, Some(expected));
    let opening = app.clone();
    let refused = tokio::task::spawn_blocking(move || signing::refuse_backwards(&opening));
    assert!(refused.await.unwrap().unwrap_err().to_string().contains("went backwards"));
    // Going on from there under the same name is refused, also when it has grown as long again.
    for number in 11..=13 {
        publish(&app, number).await;
        assert!(sign(&app).await.is_err(), "another history was signed");
    }
}

#[tokio::test]
async fn a_key_is_changed_and_what_the_old_one_signed_still_holds() {
    let app = county().await;
    let folder = app.settings.folder.clone();
    let keys = LogKeys::read(&folder).unwrap().unwrap();
    assert_eq!(keys.origin(), "xiangyue.test/log");
    let keys = keys.rotate(&folder, app.sources()).unwrap();
    assert_eq!(keys.verifiers().len(), 2);
    publish(&app, 6).await;
    sign(&app).await.unwrap();
    let report = found(&app).await;
    assert_eq!((report.signed, report.problem), (6, None));
    // Without the old key what it signed is nobody's word.
    let text = std::fs::read_to_string(folder.join(KEY_FILE)).unwrap();
    let last = text.lines().last().unwrap().to_owned();
    std::fs::write(folder.join(KEY_FILE), last).unwrap();
    assert_eq!(found(&app).await.problem, Some(Problem::SignedOtherwise { size: 1 }));
    std::fs::remove_file(folder.join(KEY_FILE)).unwrap();
    publish(&app, 7).await;
    assert!(sign(&app).await.is_err(), "a log that was signed gets no second first key");
}

#[tokio::test]
async fn strangers_read_the_whole_log_and_reckon_it_anew() {
    let app = county().await;
    let mut anyone = app.anyone();
    let size = 5;
    let mut files = vec!["checkpoint".to_owned()];
    files.extend(tiles(size).map(|tile| tile.to_string()));
    files.extend(bundles(size).map(|bundle| bundle.to_string()));
    let mut read = std::collections::BTreeMap::new();
    for file in files {
        let page = anyone.get(&format!("/log/{file}")).await;
        page.is_ok();
        read.insert(file, page.bytes().to_vec());
    }
    let keys = LogKeys::read(&app.settings.folder).unwrap().unwrap().verifiers();
    let policy = Policy::new("xiangyue.test/log", keys, Vec::new(), 0).unwrap();
    let fetch = |path: &str| -> std::result::Result<Vec<u8>, tlog::Fault> {
        Ok(read.get(path).cloned().unwrap_or_default())
    };
    let mut seen = 0;
    let audited = audit(fetch, &policy, None, |_, _| seen += 1).unwrap();
    assert_eq!((audited.seen.checkpoint.head.size, seen), (5, 5));
    anyone.get("/log/tile/0/000.p/6").await.is_missing();
    anyone.get("/log/tile/0/nothing").await.is_missing();
    let page = anyone.get("/log/leaves/4").await;
    page.shows("公开日志第 5 笔").shows("还没有见证方看过");
    anyone.get("/log").await.shows("5 笔").shows("还没有见证方");
    anyone.get("/log/leaves/5").await.is_missing();
}

#[tokio::test]
async fn a_published_thing_is_checked_without_asking_anybody() {
    let app = county().await;
    let bundle = app
        .db
        .read(|tx| {
            let proven = witnesses::prove(tx, 2)?.unwrap();
            Bundle::new("第3号".as_bytes(), &SALT, &proven.leaf, &proven.proof)
        })
        .await
        .unwrap();
    let keys = LogKeys::read(&app.settings.folder).unwrap().unwrap().verifiers();
    let policy = Policy::new("xiangyue.test/log", keys, Vec::new(), 0).unwrap();
    let (leaf, seen) = bundle.check(&policy).unwrap();
    assert_eq!((leaf.id, seen.checkpoint.head.size), (Uuid::from_u128(3), 5));
    let other = Bundle { content: "第4号".to_owned(), ..bundle.clone() };
    assert_eq!(other.check(&policy), Err(Doubt::OtherContent));
    let other = Bundle { leaf: bundle.leaf.replace("notice", "motion"), ..bundle.clone() };
    assert!(matches!(other.check(&policy), Err(Doubt::NotProven(_))));
    let other = Bundle { salt: "00".repeat(31), ..bundle };
    assert_eq!(other.check(&policy), Err(Doubt::Unreadable));
}

/// A school with a key of its own, registered in the county.
pub(crate) async fn school(app: &TestApp, folder: &Temporary) -> Folder {
    let witness = Folder::new(folder.path());
    let sources = Sources::seeded(3);
    let key = witness.key(Some("school.example.cn/witness"), &sources).unwrap();
    let new = NewWitness {
        name: "云川中学".to_owned(),
        verifier_key: key.to_string(),
        under_county: false,
    };
    witnesses::add(app, &administrator(), new).await.unwrap();
    witness
}

pub(crate) async fn look(
    app: &TestApp,
    witness: PathBuf,
    site: &str,
) -> Result<xiangyue::witness::Cosigned> {
    let keys = LogKeys::read(&app.settings.folder).unwrap().unwrap().verifiers();
    let url = format!("{site}/log");
    let looking =
        move || Folder::new(&witness).cosign(&url, &keys, 1_764_000_000, &Sources::seeded(5));
    tokio::task::spawn_blocking(looking).await.unwrap()
}

#[tokio::test]
async fn a_school_cosigns_what_only_grew_and_raises_the_alarm_when_it_did_not() {
    let app = county().await;
    let site = crate::browser::serve(app.router()).await;
    let folder = Temporary::new();
    school(&app, &folder).await;
    let seen = look(&app, folder.path().to_owned(), &site).await.unwrap();
    assert_eq!((seen.before, seen.now), (0, 5));
    for number in 6..=9 {
        publish(&app, number).await;
    }
    sign(&app).await.unwrap();
    let seen = look(&app, folder.path().to_owned(), &site).await.unwrap();
    assert_eq!((seen.before, seen.now), (5, 9));
    assert_eq!(found(&app).await.cosignatures, 2);
    app.anyone().get("/log").await.shows("有 1 个见证方不归县里管").shows("云川中学");
    let page = app.anyone().get("/log/leaves/8").await;
    page.shows("1 个见证方看到过").shows("云川中学");
    // The county brings back an old copy, forgets what it remembered, and signs another history.
    bring_back_an_old_copy(&app).await;
    std::fs::remove_file(app.settings.folder.join(signing::MEMORY_FILE)).unwrap();
    for number in 6..=9 {
        tamper(
            &app,
            &AWAY,
            match number {
                6 => &[6],
                7 => &[7],
                8 => &[8],
                _ => &[9],
            },
        )
        .await;
    }
    for number in 11..=17 {
        publish(&app, number).await;
    }
    sign(&app).await.unwrap();
    assert_eq!(found(&app).await.problem, None, "inside the county all seems well");
    let alarm = look(&app, folder.path().to_owned(), &site).await.unwrap_err();
    assert!(alarm.to_string().contains("does not continue"), "{alarm}");
}

#[tokio::test]
async fn a_word_under_a_head_is_taken_from_witnesses_only() {
    let app = county().await;
    let note = app.anyone().get("/log/checkpoint").await.html();
    let mut anyone = app.anyone();
    let text = [("content-type", "text/plain")];
    anyone.post_raw("/log/cosignatures", "nothing", &text).await.is_refused("log.not_a_note");
    anyone.post_raw("/log/cosignatures", &note, &text).await.is_refused("log.nobody_known");
    let folder = Temporary::new();
    let witness = school(&app, &folder).await;
    drop(witness);
    let other = Temporary::new();
    let stranger = Folder::new(other.path());
    stranger.key(Some("stranger.example.cn/witness"), &Sources::seeded(4)).unwrap();
    let site = crate::browser::serve(app.router()).await;
    let refused = look(&app, other.path().to_owned(), &site).await.unwrap_err();
    assert!(refused.to_string().contains("422"), "{refused}");
    let all = app.db.read(witnesses::standing).await.unwrap();
    assert!(all.iter().all(|(_, last)| last.is_none()));
}

#[tokio::test]
async fn the_tree_agrees_with_a_proof_for_every_pair_of_sizes() {
    let app = county().await;
    app.db
        .read(|tx| {
            for new in 1..=5 {
                let later = platform::log::head_at(tx, new)?.unwrap();
                for old in 1..=new {
                    let earlier = platform::log::head_at(tx, old)?.unwrap();
                    let path = tlog::tree::prove_consistency(old, new, &mut Stored(tx))?;
                    tlog::tree::check_consistency(&earlier, &later, &path).unwrap();
                }
            }
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_leaf_is_never_dated_before_the_one_in_front_of_it_whatever_the_clock_did() {
    let app = county().await;
    app.clock().advance(jiff::SignedDuration::from_hours(-30));
    publish(&app, 6).await;
    sign(&app).await.unwrap();
    let report = found(&app).await;
    assert_eq!((report.leaves, report.problem), (6, None));
}
