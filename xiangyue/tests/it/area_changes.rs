//! What an area that gets another place must not forget, read off the tables themselves.

use std::collections::BTreeSet;

use crate::merges::columns;

/// The journal keeps what was written, and so does the record of the changes.
const AS_WRITTEN: [&str; 3] =
    ["journal.area_path", "area_changes.old_path", "area_changes.new_path"];

#[test]
fn every_column_that_says_where_something_lies_follows_an_area() {
    let parts = xiangyue::modules::parts();
    let own = parts.iter().flat_map(|part| part.located).map(|one| one.column);
    let listed: BTreeSet<&str> = own.chain(AS_WRITTEN).collect();
    let says_where = |column: &str| {
        column == "path" || column.ends_with("_path") || column.starts_with("area_b")
    };
    let all = columns().into_iter().filter(|(_, column, _)| says_where(column));
    let all: BTreeSet<String> = all.map(|(table, column, _)| format!("{table}.{column}")).collect();
    let all: BTreeSet<&str> = all.iter().map(String::as_str).collect();
    assert!(all.len() >= 15, "the columns are not found where they were: {all:?}");
    assert_eq!(all, listed, "add what is missing to `Part::located` there");
}
