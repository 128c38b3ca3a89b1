//! Tables follow the ladder, and each stands in the glossary.

use super::tree::{Fault, File, Tree, rung};
use std::collections::BTreeMap;

const GLOSSARY: &str = "docs/glossary.md";

pub fn check(tree: &Tree) -> Vec<Fault> {
    let migrations: Vec<&File> = tree
        .files()
        .iter()
        .filter(|file| file.is("sql") && file.inside().starts_with("migrations/"))
        .collect();
    let mut homes: BTreeMap<String, &File> = BTreeMap::new();
    let mut faults = Vec::new();
    let glossary = tree.get(GLOSSARY).map_or("", |file| &file.text);
    for file in &migrations {
        for (name, line) in names_after(&file.text, "table") {
            let new = homes.insert(name.clone(), file).is_none();
            if new && !glossary.contains(&format!("`{name}`")) {
                let words = format!("{GLOSSARY} has no `{name}`; give the table its line there");
                faults.push(file.fault(line, words));
            }
        }
    }
    for file in &migrations {
        for (name, line) in names_after(&file.text, "references") {
            let words = match homes.get(&name) {
                None => format!("no migration creates the table {name}"),
                Some(home) if rung(home.krate()) <= rung(file.krate()) => continue,
                Some(home) => format!(
                    "{name} belongs to {}, which stands above {}; keep its id without a foreign \
                     key, or listen to its events",
                    home.krate(),
                    file.krate()
                ),
            };
            faults.push(file.fault(line, words));
        }
    }
    faults
}

/// The names that follow `create table` or `references`.
fn names_after(text: &str, word: &str) -> Vec<(String, usize)> {
    let mut words = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.split("--").next().unwrap_or_default().to_ascii_lowercase();
        let split = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        words.extend(split.filter(|w| !w.is_empty()).map(|w| (w.to_owned(), index + 1)));
    }
    let mut names = Vec::new();
    let mut before = [String::new(), String::new()];
    let mut words = words.into_iter();
    while let Some((found, _)) = words.next() {
        // Temporary and virtual tables are created too; altered and dropped ones are not.
        let creates = before.iter().any(|word| word == "create");
        if found == word && (word != "table" || creates) {
            let skip = ["if", "not", "exists"];
            names.extend(words.by_ref().find(|(word, _)| !skip.contains(&word.as_str())));
        }
        before.rotate_left(1);
        before[1] = found;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOW: &str = "modules/registry/migrations/0001_areas.sql";
    const HIGH: &str = "modules/window/migrations/0001_cases.sql";

    fn words(low: &str, high: &str) -> Vec<String> {
        let glossary = (GLOSSARY, "| 区域 | `areas` |\n| 办件 | `cases` |");
        let tree = Tree::of(&[(LOW, low), (HIGH, high), glossary]);
        check(&tree).iter().map(Fault::to_string).collect()
    }

    #[test]
    fn a_foreign_key_downwards_is_in_order() {
        let low = "create table if not exists areas (\n parent_id bytea references areas (id));";
        let high = "create table cases (area_id bytea references areas (id)); -- references none";
        assert_eq!(words(low, high), Vec::<String>::new());
    }

    #[test]
    fn a_planted_foreign_key_upwards_is_found() {
        let low = "create table areas (\n case_id bytea references cases (id));";
        let found = words(low, "create table cases (id bytea);");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with(&format!("{LOW}:2: cases belongs to window")), "{found:?}");
    }

    #[test]
    fn planted_strangers_are_found() {
        let found = words("", "create table cases (x bytea references gone);");
        assert!(found[0].contains("no migration creates the table gone"));
        let found = words("\ncreate table huts (id bytea); alter table areas add x text;", "");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with(&format!("{LOW}:2: docs/glossary.md has no `huts`")));
    }
}
