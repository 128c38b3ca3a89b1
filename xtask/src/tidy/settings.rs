//! Every setting is documented, and every documented setting exists.

use super::tree::{Fault, File, Tree};
use std::collections::BTreeMap;

const SETTINGS: &str = "docs/operating/settings.md";
const CONTRIBUTING: &str = "CONTRIBUTING.md";

/// Where a variable is mentioned first.
type Mentions<'a> = BTreeMap<String, (&'a File, usize)>;

pub fn check(tree: &Tree) -> Vec<Fault> {
    let for_tests = |name: &str| name.starts_with(&prefix("TEST_"));
    let code = mentions(tree.files().iter().filter(|file| file.is("rs")), |_| true);
    let settings = mentions(tree.product(), |name| !for_tests(name));
    let documented = mentions(tree.get(SETTINGS).into_iter(), |name| !for_tests(name));
    let tests = mentions(tree.files().iter().filter(|file| file.is("rs")), for_tests);
    let tests_documented = mentions(tree.get(CONTRIBUTING).into_iter(), for_tests);

    let mut faults = undocumented(&settings, &documented, SETTINGS);
    faults.extend(undocumented(&tests, &tests_documented, CONTRIBUTING));
    for (name, (file, line)) in documented.iter().chain(&tests_documented) {
        if !code.contains_key(name) {
            faults.push(file.fault(*line, format!("nothing reads {name}; remove it")));
        }
    }
    faults
}

fn undocumented(said: &Mentions, documented: &Mentions, page: &str) -> Vec<Fault> {
    let missing = said.iter().filter(|(name, _)| !documented.contains_key(*name));
    missing
        .map(|(name, (file, line))| file.fault(*line, format!("{page} does not explain {name}")))
        .collect()
}

/// Written so that this file mentions no variable itself.
fn prefix(rest: &str) -> String {
    format!("{}_{rest}", "XIANGYUE")
}

fn mentions<'a>(
    files: impl Iterator<Item = &'a File>,
    wanted: impl Fn(&str) -> bool,
) -> Mentions<'a> {
    let mut found = Mentions::new();
    for file in files {
        for (index, line) in file.text.lines().enumerate() {
            for (place, start) in line.match_indices(&prefix("")) {
                let rest = line.get(place + start.len()..).unwrap_or_default();
                let allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
                let rest = rest.split(|c| !allowed(c)).next().unwrap_or_default();
                let name = format!("{start}{rest}");
                // "XIANGYUE_*" and the like name none.
                if !name.ends_with('_') && wanted(&name) {
                    found.entry(name).or_insert((file, index + 1));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(files: &[(&str, String)]) -> Vec<String> {
        let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
        check(&Tree::of(&files)).iter().map(Fault::to_string).collect()
    }

    #[test]
    fn planted_settings_are_found_both_ways() {
        let (a, b) = (prefix("LISTEN"), prefix("GONE"));
        let found = words(&[
            ("xiangyue/src/main.rs", format!("// {}* are settings\nenv = \"{a}\"", prefix(""))),
            (SETTINGS, format!("\n\n`{b}`")),
        ]);
        assert_eq!(found.len(), 2);
        assert!(
            found[0].starts_with("xiangyue/src/main.rs:2: docs/operating/settings.md does not")
        );
        assert!(found[1].starts_with("docs/operating/settings.md:3: nothing reads"));
    }

    #[test]
    fn variables_for_tests_belong_to_the_contributors() {
        let name = prefix("TEST_DATABASE");
        let code = ("testing/src/lib.rs", format!("var(\"{name}\")"));
        assert!(words(std::slice::from_ref(&code))[0].contains(CONTRIBUTING));
        assert!(words(&[code, (CONTRIBUTING, format!("`{name}`"))]).is_empty());
    }
}
