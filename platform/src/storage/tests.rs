//! One contract for both engines. On PostgreSQL it runs where `XIANGYUE_TEST_DATABASE` names one.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::{Db, Engine, Migration, Place, Steps};
use crate::app::{Sources, Surroundings};
use crate::authorisation::Registrar;
use crate::clock::Clock;
use crate::error::{Error, Refusal};
use crate::part::{PLATFORM, Part};
use crate::privacy::{Vault, hex};

mod waiting;

crate::sql! {
    INSERT: "insert into pebbles (name, weight) values (?1, ?2)";
    WEIGHTS: "select name, weight from pebbles order by name limit 1000";
    COUNT: "select count(*) from pebbles";
    ADD_TO: "update pebbles set weight = weight + ?2 where name = ?1";
    WEIGHT_OF: "select weight from pebbles where name = ?1";
    OUT_OF_ORDER: "select ?2 as second, ?1 as first";
}

static UNLISTED: super::Sql = super::Sql::new("tests", "UNLISTED", "select 1", None);

static WRONG: super::Sql =
    super::Sql::new("tests", "WRONG", "select colour from pebbles where name = ?1", None);

static PART: Part = Part {
    name: "pebbles",
    migrations: &[Migration {
        name: "0001_pebbles",
        sql: "create table pebbles (name text primary key, weight bigint, grain bytea)",
    }],
    statements: &[STATEMENTS],
    listeners: &[],
    jobs: &[],
    personal: crate::Personal::NONE,
    located: &[],
    logged: &[],
};

crate::record! {
    #[derive(PartialEq, Eq)]
    struct Pebble {
        name: String,
        weight: Option<i64>,
    }
}

struct Fresh {
    db: Db,
    place: Place,
    _folder: Option<Folder>,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn surroundings() -> Arc<Surroundings> {
    let registrar = Registrar {
        areas: |_| Ok(Vec::new()),
        posts_held: |_, _, _| Ok(Vec::new()),
        person: |_, _| Err(Error::NotFound),
        reach: |_, _| Ok(Default::default()),
        holders_at: |_, _| Ok(Vec::new()),
        area_name: |_, _| Err(Error::NotFound),
        county_name: |_| Ok(None),
    };
    let sources = Sources::secret().unwrap();
    Surroundings::new(Clock::System, sources, Vault::new([1; 32]), registrar, &[&PLATFORM, &PART])
}

fn fresh() -> Fresh {
    let name = hex(&Sources::secret().unwrap().bytes::<8>());
    let (place, folder) = match std::env::var("XIANGYUE_TEST_DATABASE") {
        Ok(url) => (Place::Postgres { url, schema: format!("t{name}") }, None),
        Err(_) => {
            let folder = std::env::temp_dir().join(format!("xiangyue-{name}"));
            (Place::File(folder.join("county.db")), Some(Folder(folder)))
        }
    };
    let surroundings = surroundings();
    Db::migrate(&place, &[&PLATFORM, &PART], &surroundings).unwrap();
    Fresh { db: Db::open(&place, surroundings).unwrap(), place, _folder: folder }
}

#[test]
fn an_act_is_there_whole_or_not_at_all() {
    let fresh = fresh();
    fresh.db.write_now(|tx| tx.run_one(&INSERT, &[&"flint", &3])).unwrap();
    let refused = fresh.db.write_now(|tx| {
        tx.run_one(&INSERT, &[&"slate", &4])?;
        Err::<(), _>(Refusal::new("tests.no", "不行").into())
    });
    assert!(matches!(refused, Err(Error::Refused(_))));
    let again = fresh.db.write_now(|tx| tx.run_one(&INSERT, &[&"flint", &None::<i64>]));
    assert!(matches!(again, Err(Error::Fault(_))));
    let pebbles: Vec<Pebble> = fresh.db.read_now(|tx| tx.query(&WEIGHTS, &[])).unwrap();
    assert_eq!(pebbles, [Pebble { name: "flint".into(), weight: Some(3) }]);
}

#[test]
fn a_panic_in_one_act_leaves_the_others_alone() {
    let fresh = fresh();
    let panicked = fresh.db.write_now(|tx| {
        tx.run_one(&INSERT, &[&"slate", &4])?;
        if tx.now() > jiff::Timestamp::UNIX_EPOCH {
            panic!("a bug");
        }
        Ok(())
    });
    assert!(matches!(panicked, Err(Error::Fault(_))));
    fresh.db.write_now(|tx| tx.run_one(&INSERT, &[&"flint", &3])).unwrap();
    let count: i64 = fresh.db.read_now(|tx| tx.value(&COUNT, &[])).unwrap();
    assert_eq!(count, 1);
}

#[test]
fn places_bind_by_their_number() {
    let fresh = fresh();
    crate::record! { struct Pair { first: String, second: String } }
    let pair: Pair = fresh.db.read_now(|tx| tx.one(&OUT_OF_ORDER, &[&"a", &"b"])).unwrap();
    assert_eq!((pair.first.as_str(), pair.second.as_str()), ("a", "b"));
}

#[test]
fn readers_cannot_write_and_unlisted_statements_do_not_run() {
    let fresh = fresh();
    let written = fresh.db.read_now(|tx| tx.run(&INSERT, &[&"flint", &3]));
    assert!(matches!(written, Err(Error::Fault(_))));
    let unlisted = fresh.db.read_now(|tx| tx.value::<i64>(&UNLISTED, &[]));
    assert!(matches!(unlisted, Err(Error::Fault(fault)) if fault.what.contains("UNLISTED")));
}

#[test]
fn a_statement_with_a_wrong_column_does_not_prepare() {
    let fresh = fresh();
    fresh.db.read_now(|tx| tx.prepare(&WEIGHT_OF)).unwrap();
    let wrong = fresh.db.read_now(|tx| tx.prepare(&WRONG));
    assert!(matches!(wrong, Err(Error::Fault(fault)) if fault.what.contains("colour")));
}

#[test]
fn migrations_run_once_and_are_never_edited() {
    let fresh = fresh();
    let again = Db::migrate(&fresh.place, &[&PLATFORM, &PART], fresh.db.surroundings()).unwrap();
    assert!(again.is_empty());
    static EDITED: Part = Part {
        name: "pebbles",
        migrations: &[Migration { name: "0001_pebbles", sql: "create table other (a bigint)" }],
        statements: &[],
        listeners: &[],
        jobs: &[],
        personal: crate::Personal::NONE,
        located: &[],
        logged: &[],
    };
    let edited = Db::migrate(&fresh.place, &[&PLATFORM, &EDITED], fresh.db.surroundings());
    assert!(matches!(edited, Err(Error::Fault(fault)) if fault.what.contains("edited")));
}

#[test]
fn an_older_program_leaves_a_newer_county_alone() {
    let fresh = fresh();
    let look = |parts: &[&'static Part]| Db::steps(&fresh.place, parts, fresh.db.surroundings());
    assert_eq!(look(&[&PLATFORM, &PART]).unwrap(), Steps::default());
    assert_eq!(look(&[&PLATFORM]).unwrap().unknown, ["pebbles/0001_pebbles"]);
    let older = Db::migrate(&fresh.place, &[&PLATFORM], fresh.db.surroundings());
    assert!(matches!(older, Err(Error::Fault(fault)) if fault.what.contains("newer program")));
    static LATER: Part = Part {
        name: "later",
        migrations: &[Migration { name: "0001_more", sql: "create table more (a bigint)" }],
        statements: &[],
        listeners: &[],
        jobs: &[],
        personal: crate::Personal::NONE,
        located: &[],
        logged: &[],
    };
    assert_eq!(look(&[&PLATFORM, &PART, &LATER]).unwrap().missing, ["later/0001_more"]);
    let nowhere = match &fresh.place {
        Place::File(path) => Place::File(path.with_extension("none")),
        Place::Postgres { url, schema } => {
            Place::Postgres { url: url.clone(), schema: format!("{schema}_none") }
        }
    };
    for _ in 0..2 {
        let none = Db::steps(&nowhere, &[&PART], fresh.db.surroundings()).unwrap();
        assert_eq!(none.missing, ["pebbles/0001_pebbles"], "looking makes nothing");
    }
    assert!(!matches!(nowhere, Place::File(path) if path.exists()), "looking makes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_at_the_same_moment_all_count() {
    let fresh = fresh();
    fresh.db.write(|tx| tx.run_one(&INSERT, &[&"flint", &0])).await.unwrap();
    let mut acts = tokio::task::JoinSet::new();
    for number in 0..200 {
        let (db, runs) = (fresh.db.clone(), AtomicU32::new(0));
        acts.spawn(async move {
            db.write(move |tx| {
                // One that met others runs again alone.
                assert!(runs.fetch_add(1, Ordering::Relaxed) < 2, "an act goes on meeting others");
                // Read, then write what was read plus one: lost if two acts overlapped.
                let before: i64 = tx.value(&WEIGHT_OF, &[&"flint"])?;
                tx.run_one(&ADD_TO, &[&"flint", &1])?;
                let after: i64 = tx.value(&WEIGHT_OF, &[&"flint"])?;
                assert_eq!(after, before + 1);
                if number % 10 == 0 { Err(Error::NotFound) } else { Ok(()) }
            })
            .await
            .is_ok()
        });
    }
    let kept = acts.join_all().await.into_iter().filter(|kept| *kept).count();
    let weight: i64 = fresh.db.read(|tx| tx.value(&WEIGHT_OF, &[&"flint"])).await.unwrap();
    assert_eq!(kept, 180, "one failing act in a group must not touch its neighbours");
    assert_eq!(weight, 180);
}

#[test]
fn an_act_that_goes_on_after_a_failed_statement_comes_to_nothing() {
    let fresh = fresh();
    fresh.db.write_now(|tx| tx.run_one(&INSERT, &[&"flint", &3])).unwrap();
    let gone_on = fresh.db.write_now(|tx| {
        let taken = tx.run_one(&INSERT, &[&"flint", &4]).is_err();
        // On PostgreSQL the transaction is over by now, and its commit would not even complain.
        let _ = tx.run_one(&INSERT, &[&"slate", &i64::from(taken)]);
        Ok(())
    });
    assert!(matches!(gone_on, Err(Error::Fault(fault)) if fault.what.contains("INSERT")));
    let count: i64 = fresh.db.read_now(|tx| tx.value(&COUNT, &[])).unwrap();
    assert_eq!(count, 1);
}
