//! `cargo xtask tidy`: the rules of the house, read off the file tree as text. Each rule is a pure
//! function from the tree to its faults, and has a test with a planted fault beside it.

mod ladder;
mod length;
mod links;
mod locales;
mod powers;
mod rust;
mod samples;
mod settings;
mod statements;
mod tables;
mod template;
mod tree;
mod vocabulary;
mod words;

use crate::{say, workspace};
use tree::{Fault, Tree};

/// A rule reads the tree and says what is wrong and what to do.
type Rule = fn(&Tree) -> Vec<Fault>;

const RULES: [(&str, Rule); 11] = [
    ("a crate imports only what stands before it", ladder::check),
    ("a file does not say another file's words", vocabulary::check),
    ("files and lines are short", length::check),
    ("every sentence has its English, and every line of English its use", locales::check),
    ("every page has a sample", samples::check),
    ("every power is given by a post and needed by an act", powers::check),
    ("every setting is documented", settings::check),
    ("tables follow the ladder and stand in the glossary", tables::check),
    ("every statement is registered", statements::check),
    ("every link leads somewhere", links::check),
    ("nothing is left half done or tied to one machine", words::check),
];

/// Checks the workspace and prints what it found.
pub fn run() -> Result<(), String> {
    let tree = Tree::read(&workspace::root())?;
    let faults = faults(&tree);
    for fault in &faults {
        say::line(fault);
    }
    if faults.is_empty() {
        say::line(&format!("tidy: {} rules hold in {} files", RULES.len(), tree.files().len()));
        return Ok(());
    }
    Err(format!("tidy: {} faults", faults.len()))
}

/// Every fault as `path:line: what is wrong and what to do`, after the name of its rule.
fn faults(tree: &Tree) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, rule) in RULES {
        let mut found = rule(tree);
        found.sort();
        if !found.is_empty() {
            lines.push(format!("# {name}"));
        }
        lines.extend(found.iter().map(Fault::to_string));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let tree = Tree::read(&workspace::root()).unwrap();
        let faults = faults(&tree);
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    }
}
