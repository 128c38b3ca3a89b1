//! Every power is given by some post and needed by some act.

use super::tree::{Fault, File, Tree};
use std::collections::BTreeMap;

const POSTS: &str = "platform/posts.toml";

/// `pub const ACCEPT: Power = Power::new("cases.accept");`
struct Power<'a> {
    file: &'a File,
    line: usize,
    name: String,
    word: String,
}

pub fn check(tree: &Tree) -> Vec<Fault> {
    let powers: Vec<Power> = tree.product().flat_map(declared).collect();
    let given = given(tree);
    let mut faults = Vec::new();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for power in &powers {
        let fault = |words: String| power.file.fault(power.line, words);
        if let Some(first) = seen.insert(&power.word, &power.file.path) {
            faults.push(fault(format!("{} is declared in {first} already; use that", power.word)));
        }
        if !given.iter().any(|(word, _)| *word == power.word) {
            faults.push(fault(format!("no post gives {}; add it to {POSTS}", power.word)));
        }
        if !tree.product().any(|file| needs(file, &power.name)) {
            let words = format!("no act needs {}; permit by it, or remove it", power.name);
            faults.push(fault(words));
        }
    }
    if let Some(posts) = tree.get(POSTS) {
        for (word, line) in given.iter().filter(|(word, _)| !seen.contains_key(word.as_str())) {
            let words = format!("no act knows the power {word}; declare it where it is needed");
            faults.push(posts.fault(*line, words));
        }
    }
    faults
}

fn declared(file: &File) -> Vec<Power<'_>> {
    let source = file.source();
    let call = "Power::new(";
    let found = source.find(call).into_iter().filter_map(|place| {
        let before = source.code.get(..place)?;
        let statement = before.get(before.rfind(';').map_or(0, |end| end + 1)..)?;
        let (_, declaration) = statement.rsplit_once("const ")?;
        let (name, _) = declaration.split_once(':')?;
        let word = source.literal_after(place + call.len())?;
        let line = source.line(place);
        Some(Power { file, line, name: name.trim().into(), word: word.value.clone() })
    });
    found.collect()
}

/// The powers in the `powers` arrays of the posts, with the line that names each first.
fn given(tree: &Tree) -> Vec<(String, usize)> {
    let Some(posts) = tree.get(POSTS) else { return Vec::new() };
    let table: toml::Table = toml::from_str(&posts.text).unwrap_or_default();
    let mut words = Vec::new();
    collect(&toml::Value::Table(table), &mut words);
    words.sort();
    words.dedup();
    let line = |word: &str| {
        let quoted = format!("\"{word}\"");
        posts.text.lines().position(|line| line.contains(&quoted)).map_or(1, |index| index + 1)
    };
    words.into_iter().map(|word| (word.clone(), line(&word))).collect()
}

fn collect(value: &toml::Value, words: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                match value.as_array().filter(|_| key == "powers") {
                    Some(powers) => {
                        words.extend(powers.iter().filter_map(|p| p.as_str().map(str::to_owned)));
                    }
                    None => collect(value, words),
                }
            }
        }
        toml::Value::Array(values) => values.iter().for_each(|value| collect(value, words)),
        _ => {}
    }
}

/// Whether the file names the power other than to declare, import or list it.
fn needs(file: &File, name: &str) -> bool {
    let source = file.source();
    source.find(name).into_iter().any(|place| {
        let before = source.code.get(..place).unwrap_or_default();
        let statement = before.rsplit([';', '}']).next().unwrap_or_default().trim_start();
        let declared = before.trim_end().ends_with("const");
        let imported = statement.starts_with("use ") || statement.starts_with("pub use ");
        !declared && !imported && !is_listed(before)
    })
}

/// Whether the innermost bracket that is still open is `[`.
fn is_listed(before: &str) -> bool {
    let mut closed = 0usize;
    for byte in before.bytes().rev() {
        match byte {
            b')' | b']' | b'}' => closed += 1,
            b'(' | b'[' | b'{' if closed > 0 => closed -= 1,
            b'(' | b'{' => return false,
            b'[' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "modules/window/src/actions.rs";
    const DECLARED: &str = "pub const ACCEPT: Power = Power::new(\"cases.accept\");\n";
    const GIVEN: &str = "[clerk]\npowers = [\"cases.accept\"]\n";

    fn words(code: &str, posts: &str) -> Vec<String> {
        let tree = Tree::of(&[(CODE, code), (POSTS, posts)]);
        check(&tree).iter().map(Fault::to_string).collect()
    }

    #[test]
    fn a_power_that_is_given_and_needed_is_in_order() {
        let code = format!("{DECLARED}fn f() {{ actor.permit(ACCEPT, area) }}");
        assert_eq!(words(&code, GIVEN), Vec::<String>::new());
    }

    #[test]
    fn planted_powers_that_nobody_gives_or_needs_are_found() {
        let needed = format!("{DECLARED}fn f() {{ actor.scope(ACCEPT) }}");
        assert!(words(&needed, "[clerk]\npowers = []\n")[0].contains("no post gives cases.accept"));
        for idle in
            ["", "use x::ACCEPT;", "pub use x::{ACCEPT, B};", "const ALL: [P; 1] = [ACCEPT];"]
        {
            let found = words(&format!("{DECLARED}{idle}"), GIVEN);
            assert!(found[0].contains("no act needs ACCEPT"), "{idle}");
        }
        let found = words("", GIVEN);
        assert!(found[0].starts_with("platform/posts.toml:2: no act knows"), "{found:?}");
    }

    #[test]
    fn a_planted_second_declaration_is_found() {
        let code = format!("{DECLARED}{DECLARED}fn f() {{ actor.scope(ACCEPT) }}");
        assert!(words(&code, GIVEN)[0].contains("already"));
    }
}
