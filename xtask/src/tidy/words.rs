//! Nothing is left half done, and nothing is tied to one person's machine.

use super::tree::{Fault, File, Tree};

/// Each in two halves, so that this file does not say them itself.
const UNFINISHED: [(&str, &str); 4] = [("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("todo", "!")];
const ELSEWHERE: [(&str, &str); 4] =
    [("/wor", "k/"), ("/roo", "t/"), ("/hom", "e/"), ("../sha", "red")];

pub fn check(tree: &Tree) -> Vec<Fault> {
    tree.files().iter().flat_map(file).collect()
}

fn file(file: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        for (a, b) in UNFINISHED {
            let word = format!("{a}{b}");
            if says(line, &word, |c| c.is_ascii_alphanumeric() || c == '_') {
                let words = format!("{word}: finish it, or write it down as an issue");
                faults.push(file.fault(index + 1, words));
            }
        }
        for (a, b) in ELSEWHERE {
            let word = format!("{a}{b}");
            if says(line, &word, |c| c.is_ascii_alphanumeric() || "_-.)}".contains(c)) {
                let words = format!("{word} exists on one machine only; take a relative path");
                faults.push(file.fault(index + 1, words));
            }
        }
    }
    faults
}

/// Whether a line says a word by itself: no character of `same` before it, nor after one that
/// ends in a letter.
fn says(line: &str, word: &str, same: impl Fn(char) -> bool) -> bool {
    line.match_indices(word).any(|(place, _)| {
        let before = line.get(..place).and_then(|before| before.chars().last());
        let after = line.get(place + word.len()..).and_then(|after| after.chars().next());
        let ends_open = word.ends_with(|c: char| c.is_ascii_alphanumeric());
        !(before.is_some_and(&same) || ends_open && after.is_some_and(&same))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planted_words_are_found() {
        for (a, b) in UNFINISHED.into_iter().chain(ELSEWHERE) {
            let text = format!("fine\n// {a}{b} ");
            let found = check(&Tree::of(&[("web/src/lib.rs", &text)]));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].line, 2);
        }
    }

    #[test]
    fn words_that_only_contain_one_are_in_order() {
        let marks = format!("{}{}", "XX", "X");
        let folder = format!("{}{}", "/wor", "k/");
        let text = format!("3411{marks} {marks}1 target{folder}a");
        assert_eq!(check(&Tree::of(&[("web/src/lib.rs", &text)])), []);
    }
}
