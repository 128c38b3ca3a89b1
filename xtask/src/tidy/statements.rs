//! Every statement is registered: it stands in a `sql!` block, so that a test can prepare it on
//! both engines. In a module these blocks stand in `store.rs` only.

use super::tree::{Fault, File, Tree};
use super::vocabulary::sql_word;

/// Paths that may hold SQL of their own, with the reason.
const EXCEPTIONS: [(&str, &str); 2] = [
    ("platform/src/storage/", "the storage itself begins, commits and migrates"),
    ("xiangyue/src/bench", "the bench sets plain SQLite commits beside ours"),
];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let excepted = |file: &File| EXCEPTIONS.iter().any(|(path, _)| file.path.starts_with(path));
    tree.product().filter(|file| !excepted(file)).flat_map(statements).collect()
}

fn statements(file: &File) -> Vec<Fault> {
    let source = file.source();
    let blocks = source.macro_bodies("sql");
    let mut faults = Vec::new();
    for literal in &source.literals {
        let registered = blocks.iter().any(|(open, end)| (*open..*end).contains(&literal.start));
        if let Some(word) = sql_word(&literal.value).filter(|_| !registered) {
            let words = format!("`{word}` outside sql! {{ }}; name it there, in store.rs");
            faults.push(file.fault(literal.line, words));
        }
    }
    let is_store = file.inside().split('/').any(|part| part == "store" || part == "store.rs");
    if file.path.starts_with("modules/") && !is_store {
        for (open, _) in blocks {
            let words = "a module keeps its statements in store.rs; move this block there";
            faults.push(file.fault(source.line(open), words));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).iter().map(Fault::to_string).collect()
    }

    #[test]
    fn planted_statements_outside_are_found() {
        let path = "modules/window/src/store.rs";
        for text in [
            "select id from cases",
            "  insert into cases (id) values (?1)",
            "update cases\n set x = 1",
            "delete from cases",
            "with a as (select 1) select * from a",
        ] {
            let text = format!("sql! {{ A: \"select 1\"; }}\nfn f() {{ tx.run(\"{text}\") }}");
            let found = words(path, &text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(found[0].starts_with("modules/window/src/store.rs:2: "), "{found:?}");
        }
        assert_eq!(words("modules/window/src/queue.rs", "sql! { A: \"select 1\"; }").len(), 1);
    }

    #[test]
    fn registered_statements_tests_and_the_storage_are_in_order() {
        let block = "crate::sql! {\n A: \"select '{' from a\";\n B: \"delete from a\"; }";
        for (path, text) in [
            ("modules/window/src/store.rs", block),
            ("modules/window/src/store/cases.rs", block),
            ("platform/src/journal.rs", block),
            ("platform/src/storage/migrate.rs", "const A: &str = \"select 1\";"),
            ("modules/window/src/tests.rs", "const A: &str = \"select 1\";"),
            ("modules/window/src/pages.rs", "const A: &str = \"<select name=a>\";"),
        ] {
            assert_eq!(words(path, text), Vec::<String>::new());
        }
    }
}
