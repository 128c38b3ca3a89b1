//! Every statement of the program against the tables of the program.

use platform::storage::{Engine, Sql};

use crate::county::County;

/// What runs for every visitor, or reads tables that grow with the county: module and name.
const HOT: [(&str, &str); 119] = [
    ("platform::identity::store", "SESSION_BY_TOKEN"),
    ("platform::identity::store", "ACCOUNT_BY_NAME"),
    ("platform::identity::store", "FAILURES_OF_NAME"),
    ("platform::identity::store", "FAILURES_OF_ADDRESS"),
    ("platform::identity::store", "LINK_OWNER"),
    ("platform::tokens", "BY_DIGEST"),
    ("platform::once", "KEPT"),
    ("platform::webhooks::store", "FIRST_WAITING"),
    ("window::store::open_data", "CASES"),
    ("window::store::open_data", "RATINGS"),
    ("platform::journal", "PAGE_AFTER"),
    ("registry::store::areas", "WITHIN_AFTER"),
    ("window::store::cases", "CASES_OF_AFTER"),
    ("platform::identity::codes", "CODE_OF_TICKET"),
    ("platform::identity::codes", "CODES_OF_NAME"),
    ("platform::identity::codes", "CODES_OF_ADDRESS"),
    ("platform::messages::store::inbox", "UNREAD"),
    ("platform::messages::store::inbox", "OF_PERSON"),
    ("platform::messages::store::inbox", "OF_SUBJECT"),
    ("platform::messages::store::inbox", "KNOWN_ONCE"),
    ("platform::messages::store::deliveries", "DUE"),
    ("platform::messages::store::deliveries", "OF_MESSAGE"),
    ("platform::messages::store::visits", "OPEN_IN"),
    ("platform::messages::store::visits", "OPEN_AREAS"),
    ("platform::journal", "PAGE"),
    ("platform::journal", "LAST"),
    ("platform::journal", "OF_SUBJECT"),
    ("platform::files::store", "USES_OF"),
    ("platform::files::store", "USE"),
    ("platform::files::store", "FIND_USE"),
    ("registry::store::areas", "AREA"),
    ("registry::store::areas", "BELOW"),
    ("registry::store::areas", "BESIDE"),
    ("registry::store::areas", "RENAMES_OF"),
    ("registry::store::bodies", "AT"),
    ("registry::store::bodies", "ENDED_AT"),
    ("registry::store::posts", "HELD_BY"),
    ("registry::store::posts", "HOLDERS_AT"),
    ("registry::store::persons", "BY_NAME"),
    ("registry::store::persons", "BY_INITIALS"),
    ("registry::store::persons", "BY_PHONE"),
    ("registry::store::kin", "KIN_OF"),
    ("registry::store::kin", "OFFICERS"),
    ("registry::store::kin", "DECLARED"),
    ("registry::store::persons", "BY_PHONE_TAIL"),
    ("registry::store::persons", "OF_NUMBERED"),
    ("registry::store::persons", "BY_IDENTITY"),
    ("registry::store::persons", "COUNT_WITHIN"),
    ("registry::store::many", "BY_IDENTITIES"),
    ("registry::store::many", "ALIKES"),
    ("registry::store::many", "HOUSEHOLDS_NUMBERED"),
    ("registry::store::imports", "IN_STATE"),
    ("registry::store::imports", "OF_KIND"),
    ("registry::store::life", "STANDING"),
    ("registry::store::life", "MEMBERS"),
    ("registry::store::life", "EVENTS_OF_PERSON"),
    ("registry::store::life", "EVENTS_OF_HOUSEHOLD"),
    ("registry::store::life", "AREA_ON"),
    ("registry::store::life", "HOUSEHOLD_ON"),
    ("registry::store::merges", "PAIRS"),
    ("registry::store::merges", "KEPT_FOR"),
    ("registry::store::merges", "INTO"),
    ("window::store::merges", "CASES"),
    ("window::store::cases", "DEAD_AT"),
    ("window::store::cases", "DEAD_IN"),
    ("window::store::items", "FIND_WORD"),
    ("window::store::items", "IN_FORCE"),
    ("window::store::cases", "CASE_BY_CODE"),
    ("window::store::cases", "CASES_OF"),
    ("window::store::cases", "OPEN_AT"),
    ("window::store::cases", "EVENTS_OF_OPEN_AT"),
    ("window::store::cases", "OPEN_IN"),
    ("window::store::cases", "EVENTS_OF_OPEN_IN"),
    ("window::store::cases", "IN_STATE"),
    ("window::store::cases", "EVENTS_OF"),
    ("window::store::cases", "MATERIALS_OF"),
    ("window::store::drafts", "DRAFTS_OF"),
    ("window::store::files", "FLAWS_OF"),
    ("window::store::files", "NEW_AT"),
    ("sunshine::store::questions", "BY_CODE"),
    ("sunshine::store::questions", "OF_DISCLOSURE"),
    ("sunshine::store::questions", "EVENTS_IN"),
    ("sunshine::store::questions", "EVENTS_OF"),
    ("sunshine::store::questions", "OPEN_WITHIN"),
    ("sunshine::store::questions", "OF_ASKER"),
    ("sunshine::store::questions", "WRITTEN_BY"),
    ("sunshine::store::questions", "DAYS_SINCE"),
    ("sunshine::store::published", "AT"),
    ("sunshine::store::published", "ALL"),
    ("sunshine::store::published", "BY_CODE"),
    ("sunshine::store::published", "LINES_OF"),
    ("sunshine::store::published", "ROWS_OF"),
    ("sunshine::store::published", "CORRECTIONS"),
    ("sunshine::store::published", "LAST_OF"),
    ("sunshine::store::published", "NEWEST_OF_EACH"),
    ("sunshine::store::published", "PERIODS"),
    ("sunshine::store::drafts", "DRAFT"),
    ("sunshine::store::drafts", "IN_STATE"),
    ("sunshine::store::drafts", "OPEN_OF"),
    ("sunshine::store::drafts", "OF_TIME"),
    ("sunshine::store::drafts", "EVENTS_OF"),
    ("sunshine::store::traffic", "WITHIN"),
    ("sunshine::store::findings", "BY_CODE"),
    ("sunshine::store::findings", "OPEN_WITHIN"),
    ("sunshine::store::findings", "AT"),
    ("sunshine::store::findings", "OF_OWNER"),
    ("sunshine::store::findings", "STEPS_OF"),
    ("sunshine::store::appraisals", "FIND"),
    ("sunshine::store::appraisals", "AT"),
    ("sunshine::store::appraisals", "OF_PERSON"),
    ("sunshine::store::appraisals", "HELD_SINCE"),
    ("sunshine::store::appraisals", "PEOPLE_OF"),
    ("sunshine::store::appraisals", "COUNTS_OF"),
    ("sunshine::store::watching", "LINES_OF"),
    ("sunshine::store::watching", "MEETINGS_OF"),
    ("sunshine::store::watching", "STEPS_TAKEN"),
    ("sunshine::store::purchases", "FIND"),
    ("sunshine::store::purchases", "AT"),
    ("sunshine::store::purchases", "OBSERVATIONS_OF"),
];

/// These read a small table whole on purpose; what they join to it must be found by an index.
const WHOLE_LISTS: [(&str, &str, &str); 1] =
    [("window::store::items", "GUIDES", "the list of guides is the list of all items")];

fn all() -> Vec<&'static Sql> {
    let parts = xiangyue::modules::parts();
    parts.iter().flat_map(|part| part.statements.iter().copied().flatten()).copied().collect()
}

fn named(module: &str, name: &str) -> &'static Sql {
    let found = all().into_iter().find(|sql| sql.module == module && sql.name == name);
    found.unwrap_or_else(|| panic!("{module}::{name} is no statement; correct the list here"))
}

async fn every_statement_prepares(county: &County) {
    let faults = county
        .db
        .read(|tx| {
            let mut faults = Vec::new();
            for sql in all() {
                // On PostgreSQL a transaction ends with its first fault, so that one is named.
                if let Err(error) = tx.prepare(sql) {
                    faults.push(format!("{}::{}: {error}", sql.module, sql.name));
                }
            }
            Ok(faults)
        })
        .await
        .unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn plan(county: &County, sql: &'static Sql) -> Vec<String> {
    county.db.read(move |tx| tx.plan(sql)).await.unwrap()
}

/// Whether a step reads a whole table. A step over the rows of an index that were asked for is a
/// search, on both engines.
fn reads_all(engine: Engine, step: &str) -> bool {
    match engine {
        // A list that came with the statement is no table.
        Engine::Sqlite => step.starts_with("SCAN ") && !step.contains("VIRTUAL TABLE"),
        Engine::Postgres => step.contains("Seq Scan on"),
    }
}

fn uses_index(engine: Engine, plan: &[String]) -> bool {
    let word = match engine {
        Engine::Sqlite => "SEARCH ",
        Engine::Postgres => "Index Cond",
    };
    plan.iter().any(|step| step.contains(word))
}

async fn hot_paths_use_an_index(county: &County) {
    let engine = county.db.engine();
    let mut faults = Vec::new();
    for (module, name) in HOT {
        let plan = plan(county, named(module, name)).await;
        if !uses_index(engine, &plan) || plan.iter().any(|step| reads_all(engine, step)) {
            faults.push(format!("{module}::{name}\n  {}", plan.join("\n  ")));
        }
    }
    for (module, name, reason) in WHOLE_LISTS {
        let plan = plan(county, named(module, name)).await;
        let whole = plan.iter().filter(|step| reads_all(engine, step)).count();
        if whole > 1 || !uses_index(engine, &plan) {
            faults.push(format!("{module}::{name} ({reason})\n  {}", plan.join("\n  ")));
        }
    }
    assert!(faults.is_empty(), "read whole tables:\n{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_fits_the_tables() {
    every_statement_prepares(&County::empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn every_statement_fits_the_tables_on_postgresql() {
    let county = County::empty();
    assert_eq!(county.db.engine(), Engine::Postgres, "XIANGYUE_TEST_DATABASE names no database");
    every_statement_prepares(&county).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hot_statements_find_their_rows_by_an_index() {
    hot_paths_use_an_index(&County::empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn hot_statements_find_their_rows_by_an_index_on_postgresql() {
    let county = County::empty();
    assert_eq!(county.db.engine(), Engine::Postgres, "XIANGYUE_TEST_DATABASE names no database");
    hot_paths_use_an_index(&county).await;
}

#[test]
fn no_statement_is_listed_twice_or_by_nobody() {
    let mut names: Vec<String> =
        all().iter().map(|sql| format!("{}::{}", sql.module, sql.name)).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "two statements of one name in one module");
    assert!(count > 50, "the lists of the parts are not all there: {count}");
}
