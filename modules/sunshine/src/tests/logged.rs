//! What was published stands in the public log, and whoever changes it behind the program's back
//! is found out.

use platform::log::verify::{Problem, verify};
use platform::log::{Bundle, LogKeys, signing};
use platform::storage::Sql;
use platform::{App, Part, Personal, Result};
use tlog::policy::Policy;
use web::{Module, Routes};

use crate::fixture::{CLERK, County, DIRECTOR};
use crate::model::DisclosureId;

platform::sql! {
    TITLE: "update disclosures set title = title || '。' where id = ?1";
    WORDS: "update disclosures set words = '改过' where id = ?1";
    CLOSING: "update disclosures set closing_fen = closing_fen + 1 where id = ?1";
    SIGNER: "update disclosures set signed_by = '别人' where id = ?1";
    PERIOD: "update disclosures set period = '2026-Q2' where id = ?1";
    DAYS: "update disclosures set display_days = 1 where id = ?1";
    SALT: "update disclosures set salt = (select o.salt from disclosures o where o.id <> ?1) where id = ?1";
    EXPENSE: "update ledger_lines set expense_fen = expense_fen + 1 where disclosure_id = ?1 and number = 2";
    PAYEE: "update ledger_lines set payee = '别人' where disclosure_id = ?1 and number = 2";
    LINE_AWAY: "delete from ledger_lines where disclosure_id = ?1 and number = 2";
    BACK_DATED: "update disclosures set published_at = published_at - 86400000 where id = ?1";
    OTHER_VILLAGE: "update disclosures set area_id = (select id from areas where name = '塘边村') where id = ?1";
    LINES_AWAY: "delete from ledger_lines where disclosure_id = ?1";
    AWAY: "delete from disclosures where id = ?1";
    LEAF_AWAY: "delete from log_leaves where number = 1";
    HASHES_AWAY: "delete from log_hashes where position >= 1";
    HEAD_AWAY: "delete from log_heads where size = 2";
    SIGNED_AWAY: "delete from log_checkpoints where size = 2";
}

/// Somebody with the database's own tools.
static TAMPERING: Part = Part {
    name: "tampering",
    migrations: &[],
    statements: &[STATEMENTS],
    listeners: &[],
    jobs: &[],
    personal: Personal::NONE,
    located: &[],
    logged: &[],
};

pub(crate) static TAMPERING_MODULE: Module = Module {
    part: &TAMPERING,
    english: "",
    routes: Routes::new,
    work: |_| Vec::new(),
    landing: |_| None,
    acts: &[],
    panels: |_, _, _| Ok(Vec::new()),
    samples: |_| Ok(Vec::new()),
};

async fn tamper(app: &App, sql: &'static Sql, id: Option<DisclosureId>) {
    app.db
        .write(move |tx| match id {
            Some(id) => tx.run(sql, &[&id]),
            None => tx.run(sql, &[]),
        })
        .await
        .unwrap();
}

async fn sign(app: &App) -> Result<u64> {
    let app = app.clone();
    tokio::task::spawn_blocking(move || signing::sign(&app)).await.unwrap()
}

async fn problem(app: &App) -> Option<Problem> {
    let app = app.clone();
    let found = tokio::task::spawn_blocking(move || verify(&app, &[&crate::PART]));
    found.await.unwrap().unwrap().problem
}

/// Two quarters that were published and signed; the second one's id and code.
async fn told() -> (County, DisclosureId, String) {
    let county = County::new().await;
    county.published("2026-Q2").await;
    let (id, code) = county.published_from("2026-Q3", 1_704_000).await;
    sign(&county).await.unwrap();
    (county, id, code)
}

#[tokio::test]
async fn what_was_published_is_checked_by_anybody_alone() {
    let (county, id, code) = told().await;
    assert_eq!(problem(&county).await, None);
    let mut anyone = county.anyone();
    let page = anyone.get(&format!("/disclosures/{code}/check")).await;
    page.shows("公布以后没有改过").shows("公开日志第 2 笔").shows("还没有见证方看过");
    let file = anyone.get(&format!("/disclosures/{code}/bundle.json")).await;
    let bundle: Bundle = serde_json::from_slice(file.bytes()).unwrap();
    let keys = LogKeys::read(&county.settings.folder).unwrap().unwrap().verifiers();
    let policy = Policy::new("xiangyue.test/log", keys, Vec::new(), 0).unwrap();
    let (leaf, seen) = bundle.check(&policy).unwrap();
    assert_eq!((leaf.id, seen.checkpoint.head.size), (id.0, 2));
    assert!(bundle.content.contains("路灯维修"));
    // In the log itself stands nobody, and nothing of what was said.
    for word in ["孙", CLERK, DIRECTOR, "路灯", "财务"] {
        assert!(!bundle.leaf.contains(word), "{word} in {}", bundle.leaf);
    }
}

#[tokio::test]
async fn whatever_is_changed_behind_the_programs_back_is_found_and_named() {
    let content: [&'static Sql; 10] =
        [&TITLE, &WORDS, &CLOSING, &SIGNER, &PERIOD, &DAYS, &SALT, &EXPENSE, &PAYEE, &LINE_AWAY];
    for sql in content {
        let (county, id, code) = told().await;
        tamper(&county, sql, Some(id)).await;
        let found = problem(&county).await;
        let named = match &found {
            Some(Problem::ThingChanged { number: 1, leaf, content_same: false }) => {
                leaf.id == id.0 && leaf.kind == "finance.ledger"
            }
            _ => false,
        };
        assert!(named, "{}: {found:?}", sql.name);
        let page = county.anyone().get(&format!("/disclosures/{code}/check")).await;
        page.shows("现在的内容和公布时不一样");
    }
    let (county, id, _) = told().await;
    tamper(&county, &BACK_DATED, Some(id)).await;
    let found = problem(&county).await;
    assert!(
        matches!(&found, Some(Problem::ThingChanged { number: 1, content_same: true, .. })),
        "{found:?}"
    );
    let (county, id, _) = told().await;
    tamper(&county, &OTHER_VILLAGE, Some(id)).await;
    let found = problem(&county).await;
    assert!(matches!(&found, Some(Problem::ThingChanged { number: 1, .. })), "{found:?}");
    let (county, id, _) = told().await;
    tamper(&county, &LINES_AWAY, Some(id)).await;
    tamper(&county, &AWAY, Some(id)).await;
    let found = problem(&county).await;
    assert!(
        matches!(&found, Some(Problem::ThingGone { number: 1, leaf }) if leaf.id == id.0),
        "{found:?}"
    );
}

#[tokio::test]
async fn a_publication_that_was_taken_out_of_the_log_too_is_missed() {
    let (county, id, code) = told().await;
    for sql in [&SIGNED_AWAY, &HEAD_AWAY, &HASHES_AWAY, &LEAF_AWAY] {
        tamper(&county, sql, None).await;
    }
    // The rows stand there as published, and nothing tells of them.
    let found = problem(&county).await;
    let unlogged = matches!(&found, Some(Problem::Unlogged { id: one, .. }) if *one == id.0);
    assert!(unlogged, "{found:?}");
    county.anyone().get(&format!("/disclosures/{code}/check")).await.shows("公开日志里没有这一份");
    // With the rows gone as well only what was remembered outside the database tells.
    tamper(&county, &LINES_AWAY, Some(id)).await;
    tamper(&county, &AWAY, Some(id)).await;
    let expected = Problem::WentBackwards { remembered: 2, found: 1 };
    assert_eq!(problem(&county).await, Some(expected));
}
