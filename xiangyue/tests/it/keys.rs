//! Changing the county's key: nothing is forgotten, nothing is lost, and a server may go on.

use std::collections::BTreeSet;
use std::io::Read;
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::SignedDuration;
use platform::privacy::{drop_old_keys, rotate, sealing};
use platform::sealed::SealedReader;
use platform::storage::{Migration, Moment};
use platform::{AreaPath, PersonId};
use registry::IdentityNumber;

use crate::cast::Cast;
use crate::commands::{Folder, program};
use crate::county::{County, LIST, administrator, holder};

/// The columns of the tables as the migrations make them.
fn columns(migrations: &[Migration]) -> BTreeSet<(String, String)> {
    let mut columns = BTreeSet::new();
    for migration in migrations {
        let mut table = String::new();
        for line in migration.sql.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["create" | "alter", "table", name, rest @ ..] => {
                    table = name.trim_matches('(').to_owned();
                    if let ["add", "column", column, ..] = rest {
                        columns.insert((table.clone(), (*column).to_owned()));
                    }
                }
                [column, _, ..] => {
                    columns.insert((table.clone(), (*column).to_owned()));
                }
                _ => {}
            }
        }
    }
    columns
}

#[test]
fn every_sealed_column_is_declared_by_its_part() {
    for part in xiangyue::modules::parts() {
        let sealing = |(_, column): &(String, String)| {
            column.ends_with("_sealed") || column.ends_with("_index")
        };
        let made: BTreeSet<_> = columns(part.migrations).into_iter().filter(sealing).collect();
        let mut declared = BTreeSet::new();
        for sealed in part.personal.sealed {
            for column in [Some(sealed.column), sealed.index].into_iter().flatten() {
                declared.insert((sealed.table.to_owned(), column.to_owned()));
            }
        }
        assert_eq!(made, declared, "{}: a changed key would leave values behind", part.name);
    }
}

#[test]
fn columns_are_read_off_the_migrations() {
    let step = Migration {
        name: "0001",
        sql: "create table a (\n id bytea primary key,\n x_sealed bytea\n);\n\
              alter table b add column y_index text;\n",
    };
    let found: Vec<String> =
        columns(&[step]).into_iter().map(|(table, column)| format!("{table}.{column}")).collect();
    assert_eq!(found, ["a.id", "a.x_sealed", "b.y_index"]);
}

fn number(order: u32) -> IdentityNumber {
    IdentityNumber::made_up(990_001, jiff::civil::date(1956, 3, 12), order).unwrap()
}

async fn add(county: &County, order: u32) -> PersonId {
    try_to_add(county, order).await.unwrap()
}

async fn add_again(county: &County, order: u32) -> &'static str {
    try_to_add(county, order).await.unwrap_err().refusal().unwrap().code
}

async fn try_to_add(county: &County, order: u32) -> platform::Result<PersonId> {
    let village = AreaPath::county().child(1).child(1);
    let mut new = county.new_person(&village);
    new.name = format!("封存{order}");
    new.identity_number = Some(number(order));
    new.sex = number(order).sex();
    let clerk = holder("village_clerk", village);
    registry::actions::add_person(county, &clerk, new).await
}

/// Whether the person is found by the number, and the number opens to what it was.
async fn found(county: &County, person: PersonId, order: u32) -> bool {
    county
        .db
        .read(move |tx| {
            let found = registry::people::person_by_identity_number(tx, &number(order))?;
            let record = registry::person(tx, person)?;
            let masked = registry::identity_number_masked(tx, &record)?.unwrap_or_default();
            let ends = number(order).as_str().get(14..).map(str::to_owned);
            Ok(found.map(|one| one.id) == Some(person)
                && ends.is_some_and(|e| masked.ends_with(&e)))
        })
        .await
        .unwrap()
}

async fn old(county: &County) -> u64 {
    sealing(county).await.unwrap().iter().map(|column| column.old).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_keys_that_was_interrupted_is_taken_up_again() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    cast.come_to_the_counter(&county, 3).await;
    let first = add(&county, 1).await;
    let total: u64 = sealing(&county).await.unwrap().iter().map(|column| column.active).sum();
    assert!(total >= 4, "three cases and a number are sealed: {total}");
    let (commits, planted) = (Arc::new(AtomicI64::new(1)), county.db.surroundings());
    let left = commits.clone();
    planted.failpoint.plant(move |moment| {
        let commit = matches!(moment, Moment::Commit) && left.load(Ordering::SeqCst) > 0;
        commit && left.fetch_sub(1, Ordering::SeqCst) == 1
    });
    // The program ends when the first batch should have become durable.
    assert!(rotate(&county, &administrator()).await.is_err());
    let vault = &county.db.surroundings().vault;
    assert_eq!((vault.keys().len(), old(&county).await), (2, total));
    let second = add(&county, 2).await;
    assert!(found(&county, first, 1).await && found(&county, second, 2).await);
    let holder_of_number = add_again(&county, 1).await;
    assert_eq!(holder_of_number, "registry.identity_taken", "also under the old key");
    county.clock().advance(SignedDuration::from_mins(11));
    let refused = drop_old_keys(&county, &administrator()).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "privacy.key_in_use");
    let again = rotate(&county, &administrator()).await.unwrap();
    assert_eq!((again.key, again.made, again.resealed), (2, false, total), "no third key");
    assert_eq!(old(&county).await, 0);
    assert_eq!(drop_old_keys(&county, &administrator()).await.unwrap(), 1);
    assert_eq!(vault.keys().len(), 1);
    assert!(found(&county, first, 1).await && found(&county, second, 2).await);
    let none = drop_old_keys(&county, &administrator()).await.unwrap_err();
    assert_eq!(none.refusal().unwrap().code, "privacy.no_old_key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_active_a_moment_ago_is_not_dropped() {
    let county = County::new().await;
    rotate(&county, &administrator()).await.unwrap();
    let refused = drop_old_keys(&county, &administrator()).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "privacy.key_too_new");
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_and_sign_ins_outlive_a_change_of_keys() {
    let county = County::new().await;
    let villager = county.villager().await;
    let mut browser = county.signed_in(villager).await;
    browser.get("/account").await.is_ok();
    rotate(&county, &administrator()).await.unwrap();
    county.clock().advance(SignedDuration::from_mins(11));
    drop_old_keys(&county, &administrator()).await.unwrap();
    // The form of the page that was open all the time is still taken.
    let page = browser.post("/sign-out", &[]).await;
    assert!(page.status().is_redirection(), "{}", page.excerpt());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_waits_for_a_decision_outlives_a_change_of_keys() {
    let county = County::new().await;
    let administrator = administrator();
    let mut list = registry::actions::bring(&county, &administrator).unwrap();
    let text = format!("姓名,村,户籍,身份证号\n王小芳,柳湾村,本村,{}\n", number(2).as_str());
    list.add(text.as_bytes()).unwrap();
    let id = registry::actions::bring_roster(&county, &administrator, list, "名册.csv");
    let id = id.await.unwrap();
    let staged = async || {
        let all = sealing(&county).await.unwrap();
        let imports = all.iter().find(|column| column.table == "imports").unwrap();
        (imports.active, imports.old)
    };
    assert_eq!(staged().await, (1, 0));
    // Another is still on its way; it was begun with the key of then.
    let unfinished = registry::actions::bring(&county, &administrator).unwrap();
    assert_eq!(rotate(&county, &administrator).await.unwrap().resealed, 1);
    assert_eq!(staged().await, (1, 1), "the one that is still being written has the old key");
    county.clock().advance(SignedDuration::from_mins(11));
    let refused = drop_old_keys(&county, &administrator).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "privacy.key_in_use");
    unfinished.drop_file(&county).unwrap();
    drop_old_keys(&county, &administrator).await.unwrap();
    // What was brought under the old key opens under the new one.
    let path = county.settings.folder.join(format!("imports/{id}/file"));
    let mut opened = String::new();
    let mut file = SealedReader::open(&path, county.db.surroundings()).unwrap();
    file.read_to_string(&mut opened).unwrap();
    assert_eq!(opened, text);
}

fn run(words: &[&str]) -> (bool, String) {
    let Output { status, stdout, stderr } = program(words).output().unwrap();
    let text = [stdout, stderr].concat();
    (status.success(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn the_key_is_changed_by_command() {
    let folder = Folder::new();
    let data = folder.path().join("data").display().to_string();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (areas, people) = (
        file("areas.csv", LIST),
        file(
            "people.csv",
            &format!("姓名,村,户籍,身份证号\n王小芳,柳湾村,本村,{}\n", number(2).as_str()),
        ),
    );
    assert!(run(&["import", "divisions", &areas, "--data", &data]).0);
    let (done, said) = run(&["import", "roster", &people, "--data", &data]);
    assert!(done, "{said}");
    let key = std::path::Path::new(&data).join("county.key");
    let before = std::fs::read_to_string(&key).unwrap();
    let (done, said) = run(&["key", "rotate", "--data", &data]);
    assert!(done && said.contains("sealed anew: 1"), "{said}");
    let after = std::fs::read_to_string(&key).unwrap();
    assert!(before != after && after.matches("[[key]]").count() == 2, "both keys are in the file");
    let (done, said) = run(&["key", "drop", "--data", &data]);
    assert!(!done && said.contains("请过 10 分钟再删旧的"), "{said}");
    let (done, said) = run(&["key", "show", "--data", &data]);
    assert!(done && said.contains("identity_number_sealed: 在用 active 1，旧的 old 0"), "{said}");
    let (done, said) = run(&["import", "roster", &people, "--data", &data]);
    assert!(done && said.contains("不变 unchanged 1"), "found under the new key: {said}");
    let (done, said) = run(&["key", "--help"]);
    assert!(done && said.contains("换一把新钥匙") && said.contains("Make a new key"), "{said}");
}
