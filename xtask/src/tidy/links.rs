//! Every link in a document leads to a file that is there. In `ARCHITECTURE.md`, the map, so does
//! every path in code marks.

use super::tree::{Fault, File, Tree};

pub fn check(tree: &Tree) -> Vec<Fault> {
    let documents = tree.files().iter().filter(|file| file.is("md"));
    documents.flat_map(|file| document(tree, file)).collect()
}

fn document(tree: &Tree, file: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut in_code = false;
    for (index, line) in file.text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for target in targets(line) {
            let missing = resolve(&file.path, target).is_none_or(|path| !tree.has(&path));
            if missing {
                faults.push(file.fault(index + 1, format!("{target} is not there; mend the link")));
            }
        }
        if file.path == "ARCHITECTURE.md" {
            let gone = paths(tree, line).filter(|path| !tree.has(path));
            faults.extend(
                gone.map(|path| {
                    file.fault(index + 1, format!("{path} is not there; mend the map"))
                }),
            );
        }
    }
    faults
}

/// What the links and pictures of a line point to, without web addresses and places in a page.
fn targets(line: &str) -> Vec<&str> {
    // A link shown as an example in code marks is not one.
    let mut plain = line.split('`').step_by(2).collect::<Vec<_>>();
    if line.matches('`').count() % 2 == 1 {
        plain = vec![line];
    }
    let mut found = Vec::new();
    for part in plain {
        for (open, close) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
            let pieces = part.split(open).skip(1);
            found.extend(pieces.filter_map(|piece| piece.split(close).next()));
        }
    }
    let elsewhere = |target: &&str| target.contains("://") || target.starts_with("mailto:");
    found.retain(|target| !elsewhere(target) && !target.starts_with('#'));
    found
}

/// The path from the root that a target means, seen from the file that has the link.
fn resolve(from: &str, target: &str) -> Option<String> {
    let target = target.split([' ', '#', '?']).next().unwrap_or_default();
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.trim_matches(['<', '>']).split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What stands in code marks and begins with a folder of the workspace.
fn paths<'a>(tree: &'a Tree, line: &'a str) -> impl Iterator<Item = &'a str> {
    line.split('`').skip(1).step_by(2).filter_map(|code| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
        let path = code.split(':').next()?.trim_end_matches('/');
        let (folder, _) = path.split_once('/')?;
        (path.chars().all(plain) && !folder.is_empty() && tree.has(folder)).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::of(&[(path, text), ("docs/glossary.md", ""), ("law/src/lib.rs", "")]);
        check(&tree).iter().map(Fault::to_string).collect()
    }

    #[test]
    fn links_that_lead_somewhere_are_in_order() {
        let text = "[a](docs/glossary.md#areas) [b](https://example.org/x) [c](#d) [e](docs/)\n\
                    `[f](gone.md)`\n```\n[g](gone.md)\n```\n`law/src/lib.rs:3` `law/src` `a/b`";
        assert_eq!(words("ARCHITECTURE.md", text), Vec::<String>::new());
        assert!(words("docs/x/y.md", "[a](../glossary.md) [b](../../law/src/lib.rs)").is_empty());
    }

    #[test]
    fn planted_broken_links_are_found() {
        for text in
            ["\n[a](gone.md)", "\n![a](docs/a.png)", "\n<img src=\"a.png\">", "\n[a](../b.md)"]
        {
            let found = words("README.md", text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(found[0].starts_with("README.md:2: "), "{found:?}");
        }
        assert_eq!(words("ARCHITECTURE.md", "`law/src/gone.rs`").len(), 1);
    }
}
