//! What a merge of two registrations must not forget, read off the tables themselves.

use std::collections::BTreeSet;

/// The account is exchanged, so that the one that was closed is still somebody's.
const OTHERWISE: [&str; 1] = ["accounts.person_id"];

/// Every column of every table with the words of its definition.
pub fn columns() -> Vec<(String, String, String)> {
    let parts = xiangyue::modules::parts();
    let texts = parts.iter().flat_map(|part| part.migrations.iter().map(|one| one.sql));
    let mut columns = Vec::new();
    for text in texts {
        let mut table = None;
        for line in text.lines().map(str::trim) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["create", "table", name, ..] => table = Some((*name).to_owned()),
                ["alter", "table", name, "add", "column", column, ..] => {
                    columns.push(((*name).to_owned(), (*column).to_owned(), line.to_owned()));
                }
                [");"] => table = None,
                [column, "bytea" | "text" | "text," | "bytea," | "bigint" | "bigint,", ..] => {
                    let table = table.clone().unwrap_or_default();
                    columns.push((table, (*column).to_owned(), line.to_owned()));
                }
                _ => {}
            }
        }
    }
    columns
}

#[test]
fn every_column_that_points_to_a_person_follows_a_merge() {
    let parts = xiangyue::modules::parts();
    let own = parts.iter().flat_map(|part| part.personal.references).map(|one| one.place);
    let listed: BTreeSet<&str> = own.chain(OTHERWISE).collect();
    let all = columns();
    let pointing: Vec<String> = all
        .iter()
        .filter(|(table, column, line)| {
            // The platform does not know the table of persons, and names the column alone.
            let named = column == "person_id" && table != "merged_persons";
            line.contains("references persons (id)") || named
        })
        .map(|(table, column, _)| format!("{table}.{column}"))
        .collect();
    assert!(pointing.len() >= 15, "the columns are not found where they were: {pointing:?}");
    let forgotten: Vec<&String> =
        pointing.iter().filter(|place| !listed.contains(place.as_str())).collect();
    assert!(
        forgotten.is_empty(),
        "a merge forgets {forgotten:?}; add them to `Personal::references` there"
    );
    let known = |place: &&&str| {
        all.iter().any(|(table, column, _)| format!("{table}.{column}") == ***place)
    };
    let gone: Vec<&&str> = listed.iter().filter(|place| !known(place)).collect();
    assert!(gone.is_empty(), "no table has {gone:?}");
}

#[test]
fn the_record_of_a_merge_has_every_column_of_a_person() {
    let of = |wanted: &str| -> BTreeSet<String> {
        let own = columns().into_iter().filter(|(table, ..)| table == wanted);
        own.map(|(_, column, _)| column).collect()
    };
    let mut record = of("merged_persons");
    for own in ["merge_id", "person_id"] {
        assert!(record.remove(own), "{own} tells whose record it is");
    }
    assert_eq!(record, of("persons"), "or undoing a merge loses what the record does not hold");
}
