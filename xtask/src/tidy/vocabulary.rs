//! The words a file may not say: what keeps a model a model and a store a store.

use super::tree::{Fault, File, Tree};

/// What one kind of file keeps to itself. Words are looked for in code, statements in literals; `*`
/// stands for the rest of a name.
struct Kind {
    names: &'static [&'static str],
    words: &'static [&'static str],
    sql: bool,
    instead: &'static str,
}

const KINDS: [Kind; 5] = [
    Kind {
        names: &["model"],
        words: &["async", "axum", "sql!"],
        sql: false,
        instead: "a model holds nouns and ids only",
    },
    Kind {
        names: &["store"],
        words: &[
            "axum",
            "askama",
            "journal(",
            "law::window::next(",
            "law::window::clocks(",
            "law::window::acceptance(",
        ],
        sql: true,
        instead: "a store reads and writes rows; rules, pages and the journal belong to actions",
    },
    Kind {
        names: &["actions"],
        words: &["axum", "askama", "sql!"],
        sql: false,
        instead: "an act permits, loads, finds, saves, journals; SQL belongs in store.rs",
    },
    Kind {
        names: &["pages", "api"],
        words: &["sql!", ".write(", "store::insert*", "store::update*", "store::delete*"],
        sql: false,
        instead: "a page reads and shows; to change something call a function of actions.rs",
    },
    Kind {
        names: &["jobs"],
        words: &["axum", "sql!"],
        sql: false,
        instead: "a job calls actions; SQL belongs in store.rs",
    },
];

const LAW: Kind = Kind {
    names: &[],
    words: &["async", "now(", "await"],
    sql: false,
    instead: "law is pure: it takes the time and the facts as parameters",
};

/// Files that may say a word after all: path, word, and the reason.
const EXCEPTIONS: [(&str, &str, &str); 0] = [];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let excepted =
        |file: &File, word: &str| EXCEPTIONS.iter().any(|e| (e.0, e.1) == (&*file.path, word));
    let mut faults = Vec::new();
    for file in tree.product() {
        let Some(kind) = kind_of(file) else { continue };
        let source = file.source();
        for word in kind.words {
            let places = source.find(word).into_iter().filter(|_| !excepted(file, word));
            faults.extend(places.map(|place| {
                file.fault(source.line(place), format!("may not say `{word}`: {}", kind.instead))
            }));
        }
        for literal in source.literals.iter().filter(|_| !kind.sql) {
            if let Some(word) = sql_word(&literal.value).filter(|word| !excepted(file, word)) {
                let words = format!("may not say `{word}` in SQL: {}", kind.instead);
                faults.push(file.fault(literal.line, words));
            }
        }
    }
    faults
}

/// Which words bind this file. `actions.rs` that became a folder `actions/` stays what it was.
fn kind_of(file: &File) -> Option<&'static Kind> {
    if file.krate() == "law" {
        return Some(&LAW);
    }
    let path = file.inside().strip_prefix("src/")?;
    let is =
        |name: &str| path.split('/').any(|part| part.strip_suffix(".rs").unwrap_or(part) == name);
    KINDS.iter().find(|kind| kind.names.iter().any(|name| is(name)))
}

/// The first words of a statement, if the text is one.
pub fn sql_word(text: &str) -> Option<&'static str> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    let begins = |word: &str| text.starts_with(word) || text.contains(&format!("({word}"));
    let with = text.starts_with("with ") && text.contains(" as (");
    if begins("select ") || with {
        Some("select")
    } else if begins("insert into ") || begins("insert or ") {
        Some("insert into")
    } else if begins("update ") && text.contains(" set ") {
        Some("update")
    } else if begins("delete from ") {
        Some("delete from")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).iter().map(Fault::to_string).collect()
    }

    #[test]
    fn each_planted_word_is_found() {
        for (path, text) in [
            ("modules/window/src/model.rs", "async fn f() {}"),
            ("modules/window/src/model.rs", "const S: &str = \"select 1\";"),
            ("modules/window/src/store.rs", "use axum::Router;"),
            ("modules/window/src/store.rs", "fn f() { tx.journal(a, b) }"),
            ("modules/window/src/store/cases.rs", "fn f() { law::window::next(x) }"),
            ("modules/window/src/actions/accept.rs", "const S: &str = \"update a\n set b = 1\";"),
            ("modules/window/src/actions.rs", "sql! { A: \"insert into a values (1)\"; }"),
            ("modules/window/src/pages.rs", "fn f() { app.db\n.write(x) }"),
            ("modules/window/src/pages/case.rs", "fn f() { store::insert_case(x) }"),
            ("modules/window/src/api.rs", "const S: &str = \"delete from a\";"),
            ("modules/window/src/jobs.rs", "use axum::x;"),
            ("law/src/window.rs", "fn f() { Timestamp::now() }"),
        ] {
            assert!(!words(path, text).is_empty(), "{path}: {text}");
        }
    }

    #[test]
    fn a_fault_names_its_line() {
        let found = words("modules/window/src/model.rs", "// async\n\nasync fn f() {}");
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("modules/window/src/model.rs:3: may not say `async`"));
    }

    #[test]
    fn comments_tests_and_other_files_may_say_it() {
        for (path, text) in [
            ("modules/window/src/model.rs", "/// Not async, no axum.\nstruct A;"),
            ("modules/window/src/model.rs", "#[cfg(test)]\nmod tests { async fn f() {} }"),
            ("modules/window/src/tests.rs", "async fn f() { axum::x() }"),
            ("modules/window/src/store.rs", "sql! { A: \"select id from a\"; }"),
            ("modules/window/src/actions.rs", "pub async fn accept() { store::update_case(x) }"),
            ("law/src/window.rs", "fn unknown() { know(now) }"),
        ] {
            assert_eq!(words(path, text), Vec::<String>::new());
        }
    }
}
