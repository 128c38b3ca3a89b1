//! Every page has a sample, so that a test can render it in every language.

use super::tree::{Fault, File, Tree};

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.files() {
        if let Some(page) = page(file) {
            let shown = samples(tree, file.krate()).any(|samples| names(samples, page));
            if !shown {
                let words = format!("no sample renders it; name \"{page}\" in src/samples.rs");
                faults.push(file.fault(1, words));
            }
        }
    }
    for file in tree.product().filter(|file| is_samples(file)) {
        for literal in &file.source().literals {
            let gone = |folder: &str| !tree.has(&format!("{folder}/templates/{}", literal.value));
            let (krate, inside) = (file.krate(), literal.value.contains('/'));
            let is_page = literal.value.ends_with(".html") && inside;
            if is_page && gone(krate) && gone(&format!("modules/{krate}")) {
                let words = format!("there is no template \"{}\"; remove it", literal.value);
                faults.push(file.fault(literal.line, words));
            }
        }
    }
    faults
}

/// The name of a template that is a page of its own: in a folder, and not a part (`_part.html`).
/// Components are no pages; the gallery, which is one, shows them all.
fn page(file: &File) -> Option<&str> {
    let page = file.inside().strip_prefix("templates/").filter(|_| file.is("html"))?;
    let (folder, name) = page.rsplit_once('/')?;
    (!name.starts_with('_') && folder != "components").then_some(page)
}

fn is_samples(file: &File) -> bool {
    file.inside() == "src/samples.rs" || file.inside().starts_with("src/samples/")
}

fn samples<'a>(tree: &'a Tree, krate: &'a str) -> impl Iterator<Item = &'a File> {
    tree.product().filter(move |file| file.krate() == krate && is_samples(file))
}

fn names(samples: &File, page: &str) -> bool {
    samples.source().literals.iter().any(|literal| literal.value == page)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "modules/window/templates/window/case.html";
    const SAMPLES: &str = "modules/window/src/samples.rs";

    #[test]
    fn a_planted_page_without_a_sample_is_found() {
        let found = check(&Tree::of(&[(PAGE, ""), (SAMPLES, "// \"window/case.html\"")]));
        assert_eq!(found.len(), 1);
        assert!(found[0].words.contains("window/case.html"));
        assert!(found[0].to_string().starts_with(PAGE));
    }

    #[test]
    fn a_planted_sample_without_a_page_is_found() {
        let text = "fn f() {\n Sample::page(\"window/gone.html\", x) }";
        let found = check(&Tree::of(&[(SAMPLES, text)]));
        assert_eq!((found.len(), found[0].line), (1, 2));
    }

    #[test]
    fn pages_with_samples_and_parts_are_in_order() {
        let sample = "fn f() { Sample::page(\"window/case.html\", x) }";
        let tree = Tree::of(&[
            (PAGE, ""),
            ("modules/window/templates/window/_row.html", ""),
            ("web/templates/layout.html", ""),
            ("modules/window/src/samples/cases.rs", sample),
        ]);
        assert_eq!(check(&tree), []);
    }
}
