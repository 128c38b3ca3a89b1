//! The ladder: a crate imports only what stands before it.

use super::tree::{Fault, File, LADDER, Tree, rung};

/// These two are pure: outsiders read and verify with them.
const ALONE: [&str; 2] = ["tlog", "law"];
/// Tools, on no rung: nothing imports them.
const APART: [&str; 2] = ["xtask", "fuzz"];

pub fn check(tree: &Tree) -> Vec<Fault> {
    let manifests = tree.files().iter().filter(|file| file.inside() == "Cargo.toml");
    manifests.filter(|file| !file.krate().is_empty()).flat_map(manifest).collect()
}

fn manifest(file: &File) -> Vec<Fault> {
    if rung(file.krate()).is_none() && !APART.contains(&file.krate()) {
        let words = "this crate has no rung; give it one in LADDER, xtask/src/tidy/tree.rs";
        return vec![file.fault(1, words)];
    }
    let table: toml::Table = match toml::from_str(&file.text) {
        Ok(table) => table,
        Err(error) => return vec![file.fault(1, format!("this is not TOML: {error}"))],
    };
    let mut sections: Vec<&toml::Table> = vec![&table];
    if let Some(targets) = table.get("target").and_then(toml::Value::as_table) {
        sections.extend(targets.values().filter_map(toml::Value::as_table));
    }
    let mut faults = Vec::new();
    for section in sections {
        for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
            let Some(named) = section.get(kind).and_then(toml::Value::as_table) else { continue };
            for (key, value) in named {
                let name = value.get("package").and_then(toml::Value::as_str).unwrap_or(key);
                if let Some(words) = refusal(file.krate(), name, kind == "dev-dependencies") {
                    faults.push(file.fault(line_of(&file.text, kind, key), words));
                }
            }
        }
    }
    faults
}

/// Why `krate` may not import `name`; nothing when it may.
fn refusal(krate: &str, name: &str, only_for_tests: bool) -> Option<String> {
    if APART.contains(&name) {
        return Some(format!("nothing imports {name}"));
    }
    let wanted = rung(name)?;
    // The fuzzer gives bytes to whatever reads them; xtask builds before anything of ours does.
    if krate == "fuzz" {
        return None;
    }
    if krate == "xtask" {
        return Some(format!("xtask stands apart and may not import {name}"));
    }
    if ALONE.contains(&krate) {
        return Some(format!("{krate} is pure and imports no other crate of ours; remove {name}"));
    }
    if name == "testing" {
        let words = "testing is for tests; move it to [dev-dependencies]";
        return (!only_for_tests).then(|| words.into());
    }
    if rung(krate).is_some_and(|own| wanted < own) {
        return None;
    }
    Some(format!(
        "{krate} may not import {name}, which does not stand before it on the ladder ({}); \
         listen to its journal events instead",
        LADDER.join(" ")
    ))
}

fn line_of(text: &str, kind: &str, key: &str) -> usize {
    let begins = |line: &str, word: &str| line.trim_start().starts_with(word);
    let section = text.lines().position(|line| line.contains(&format!("{kind}]"))).unwrap_or(0);
    let found = text.lines().skip(section).position(|line| begins(line, key));
    found.map_or(1, |offset| section + offset + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).iter().map(Fault::to_string).collect()
    }

    #[test]
    fn a_crate_may_import_what_stands_before_it() {
        let text = "[dependencies]\nlaw.workspace = true\nweb.workspace = true\naxum = \"1\"\n\
                    [dev-dependencies]\ntesting.workspace = true\n";
        assert!(words("modules/registry/Cargo.toml", text).is_empty());
    }

    #[test]
    fn a_planted_upward_import_is_found() {
        let text = "[dependencies]\nlaw.workspace = true\nwindow.workspace = true\n";
        let found = words("modules/registry/Cargo.toml", text);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("modules/registry/Cargo.toml:3: registry may not import window")
        );
    }

    #[test]
    fn a_renamed_import_is_found_too() {
        let text =
            "[target.'cfg(unix)'.dependencies]\nother = { package = \"window\", path = \"x\" }\n";
        assert_eq!(words("modules/registry/Cargo.toml", text).len(), 1);
    }

    #[test]
    fn testing_is_for_tests_and_law_is_alone() {
        let text = "[dependencies]\ntesting.workspace = true\n";
        assert!(words("xiangyue/Cargo.toml", text)[0].contains("dev-dependencies"));
        let text = "[dev-dependencies]\ntesting.workspace = true\n";
        assert!(words("law/Cargo.toml", text)[0].contains("pure"));
        assert!(words("modules/market/Cargo.toml", "")[0].contains("no rung"));
        let text = "[dependencies]\nplatform = { path = \"../platform\" }\n";
        assert!(words("fuzz/Cargo.toml", text).is_empty());
        let text = "[dependencies]\nfuzz = { path = \"../fuzz\" }\n";
        assert!(words("xiangyue/Cargo.toml", text)[0].contains("nothing imports fuzz"));
    }
}
