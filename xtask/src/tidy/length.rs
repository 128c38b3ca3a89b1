//! Files that one can read in a sitting, lines that fit the screen. Functions are clippy's
//! (`too_many_lines`).

use super::rust::Source;
use super::tree::{Fault, File, Tree};

const FILE_LINES: usize = 450;
const TEST_FILE_LINES: usize = 900;
const LINE_CHARS: usize = 100;

pub fn check(tree: &Tree) -> Vec<Fault> {
    tree.files().iter().filter(|file| file.is("rs")).flat_map(measure).collect()
}

fn measure(file: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    let limit = if file.is_test() { TEST_FILE_LINES } else { FILE_LINES };
    let lines = file.text.lines().count();
    if lines > limit {
        let words = format!("{lines} lines, more than {limit}; make it a folder of the same name");
        faults.push(file.fault(limit + 1, words));
    }
    let long = |line: &str| line.chars().count() > LINE_CHARS;
    if !file.text.lines().any(long) {
        return faults;
    }
    let spoken = chars_in_literals(&file.text);
    for (index, line) in file.text.lines().enumerate().filter(|(_, line)| long(line)) {
        let chars = line.chars().count();
        // rustfmt leaves a long sentence in one piece, and so do we: a line may be longer when
        // more than half of it stands inside string literals.
        if spoken.get(index).is_none_or(|spoken| spoken * 2 <= chars) {
            let words = format!("{chars} characters, more than {LINE_CHARS}; break the line");
            faults.push(file.fault(index + 1, words));
        }
    }
    faults
}

/// For each line, how many of its characters belong to string literals.
fn chars_in_literals(text: &str) -> Vec<usize> {
    let source = Source::read(text);
    let mut literals = source.literals.iter().peekable();
    let mut counts = vec![0];
    for (place, c) in text.chars().enumerate() {
        while literals.next_if(|literal| literal.end < place).is_some() {}
        if c == '\n' {
            counts.push(0);
        } else if literals.peek().is_some_and(|literal| literal.start <= place) {
            counts.last_mut().into_iter().for_each(|count| *count += 1);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)])).iter().map(Fault::to_string).collect()
    }

    #[test]
    fn a_planted_long_file_is_found() {
        let text = "//\n".repeat(451);
        assert!(
            words("law/src/window.rs", &text)[0].starts_with("law/src/window.rs:451: 451 lines")
        );
        assert!(words("modules/window/src/tests.rs", &text).is_empty());
        assert!(words("law/src/window.rs", &"//\n".repeat(450)).is_empty());
        assert_eq!(words("modules/window/src/tests.rs", &"//\n".repeat(901)).len(), 1);
    }

    #[test]
    fn a_planted_long_line_is_found() {
        let text = format!("\n// {}", "x".repeat(98));
        assert!(words("law/src/window.rs", &text)[0].starts_with("law/src/window.rs:2: 101 char"));
        assert!(words("law/src/window.rs", &format!("// {}", "约".repeat(97))).is_empty());
    }

    #[test]
    fn a_long_sentence_stays_in_one_piece() {
        let text = format!("    text(\"{}\");", "约".repeat(120));
        assert!(words("law/src/window.rs", &text).is_empty());
        let text = format!("    text(\"约\"); // {}", "x".repeat(120));
        assert_eq!(words("law/src/window.rs", &text).len(), 1);
    }
}
