use std::{collections::BTreeSet, fs, path::Path};

use super::*;

#[test]
fn every_file_reads() {
    for (stem, file) in FILES {
        if let Err(error) = toml::from_str::<Text>(file) {
            panic!("{stem}: {error}");
        }
    }
    let on_disk = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("texts")).unwrap();
    assert_eq!(on_disk.count(), FILES.len(), "a file in texts/ is not in FILES");
    for text in all() {
        assert!(text.version <= text.last_checked_on, "{}", text.stem);
        assert!(text.version <= text.in_force_from, "{}", text.stem);
    }
}

#[test]
fn every_paragraph_is_coded_or_says_why_not() {
    for text in all() {
        let mut seen = BTreeSet::new();
        for article in &text.articles {
            let place =
                format!("{} {}:{}:{}", text.stem, article.number, article.paragraph, article.item);
            assert!(seen.insert(place.clone()), "{place} stands twice");
            assert!(!article.says.is_empty(), "{place}");
            match (&article.coded_in, &article.not_coded) {
                (Some(path), None) => assert!(is_defined(path), "{place}: no {path}"),
                (None, Some(reason)) => assert!(reason.len() > 10, "{place}: no reason"),
                _ => panic!("{place}: either coded_in or not_coded"),
            }
        }
    }
}

#[test]
fn every_citation_has_its_paragraph() {
    let mut count = 0;
    for (file, source) in sources(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path()) {
        // Put together here, so that this line is no citation itself.
        for call in source.split(concat!("cite", "(\"")).skip(1) {
            let (stem, rest) = call.split_once('"').unwrap();
            let (numbers, rest) = rest.split_once(')').unwrap();
            let numbers: Vec<u16> =
                numbers.split(',').filter_map(|number| number.trim().parse().ok()).collect();
            let item = rest
                .trim_start()
                .strip_prefix(".item(")
                .and_then(|item| item.split(')').next()?.parse().ok())
                .unwrap_or(0);
            let text = find(stem).unwrap_or_else(|| panic!("{file}: no text {stem}"));
            assert!(
                text.articles.iter().any(|article| {
                    [article.number, article.paragraph.into()] == numbers[..]
                        && article.item == item
                }),
                "{file}: {stem} has no {numbers:?} item {item}"
            );
            count += 1;
        }
    }
    assert!(count >= 14, "only {count} citations found");
}

/// Whether `law::module::name` is a public item in one of the module's files.
fn is_defined(path: &str) -> bool {
    let parts: Vec<&str> = path.split("::").collect();
    let [krate, module, name] = parts[..] else { return false };
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let definitions =
        ["fn", "const fn", "const", "struct", "enum"].map(|kind| format!("pub {kind} {name}"));
    krate == "law"
        && sources(&src).iter().any(|(file, source)| {
            let of_module = file.contains(&format!("/src/{module}/"))
                || file.ends_with(&format!("/src/{module}.rs"));
            of_module
                && definitions.iter().any(|definition| {
                    source.split(definition.as_str()).skip(1).any(|after| {
                        !after.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_')
                    })
                })
        })
}

/// The sources of the crate with their paths.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            let name = path.to_str().unwrap().replace('\\', "/");
            found.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    found
}
