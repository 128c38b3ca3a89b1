//! Every sentence people read has its English, every line of English is used.
//!
//! A sentence is found by the call it stands in: `text("…")`, `ui.t("…")`, `t1` to `t3`, `rich1`
//! to `rich3`, `Refusal::new("code", "…")`; in templates each Chinese literal is one. So are the
//! labels of `law` (its match arms) and the titles in `posts.toml`. The English may stand in the
//! `locales/en.toml` of the crate itself or of one before it;
//! `law` and `platform` speak through others, so any will do.

mod sentences;

use super::tree::{Fault, File, Tree, rung};
use sentences::{Sentence, chinese};
use std::collections::{BTreeMap, BTreeSet};

/// One line of a `locales/en.toml`.
struct Line<'a> {
    file: &'a File,
    line: usize,
    english: String,
}

/// The lines of all crates, by their Chinese.
type Lines<'a> = BTreeMap<String, Vec<Line<'a>>>;

pub fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let lines = lines(tree, &mut faults);
    let sentences = sentences::all(tree);
    for sentence in &sentences {
        faults.extend(missing(sentence, &lines));
        faults.extend(sentence.miscounted());
    }
    let mut used: BTreeSet<String> = sentences.into_iter().map(|found| found.key).collect();
    used.extend(sentences::mentioned(tree));
    for (key, lines) in &lines {
        faults.extend(lines.iter().flat_map(|line| line_faults(key, line, &used)));
        faults.extend(contradiction(key, lines));
    }
    faults.extend(tree.files().iter().filter(|file| is_template(file)).flat_map(bare_chinese));
    faults
}

fn lines<'a>(tree: &'a Tree, faults: &mut Vec<Fault>) -> Lines<'a> {
    let mut lines: Lines<'a> = BTreeMap::new();
    for file in tree.files().iter().filter(|file| file.inside() == "locales/en.toml") {
        let table: toml::Table = match toml::from_str(&file.text) {
            Ok(table) => table,
            Err(error) => {
                faults.push(file.fault(1, format!("this is not TOML: {error}")));
                continue;
            }
        };
        for (key, value) in table {
            let Some(english) = value.as_str().map(str::to_owned) else {
                faults.push(file.fault(1, format!("“{key}” is not one line of text")));
                continue;
            };
            let line = line_of(&file.text, &key);
            lines.entry(key).or_default().push(Line { file, line, english });
        }
    }
    lines
}

fn line_of(text: &str, key: &str) -> usize {
    let quoted =
        format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"));
    let literal = format!("'{key}'");
    let found = text.lines().position(|line| {
        [quoted.as_str(), literal.as_str(), key]
            .iter()
            .any(|key| line.trim_start().starts_with(key))
    });
    found.map_or(1, |index| index + 1)
}

fn missing(sentence: &Sentence, lines: &Lines) -> Option<Fault> {
    let own = rung(sentence.file.krate());
    // `law` and `platform` speak through the crates above them.
    let mute = ["law", "platform"].contains(&sentence.file.krate());
    let reaches = |line: &Line| mute || rung(line.file.krate()) <= own;
    if lines.get(&sentence.key).is_some_and(|lines| lines.iter().any(reaches)) {
        return None;
    }
    let words = format!("“{}” has no English; add it to locales/en.toml", sentence.key);
    Some(sentence.file.fault(sentence.line, words))
}

fn line_faults(key: &str, line: &Line, used: &BTreeSet<String>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !used.contains(key) {
        faults.push(line.file.fault(line.line, format!("nothing says “{key}”; remove the line")));
    }
    if sentences::places(key) != sentences::places(&line.english) {
        let words =
            format!("“{key}” and its English do not have the same places {{1}} {{2}} {{3}}");
        faults.push(line.file.fault(line.line, words));
    }
    if line.english.trim().is_empty() || line.english.chars().any(chinese) {
        faults.push(line.file.fault(line.line, format!("“{key}” is not in English yet")));
    }
    faults
}

fn contradiction(key: &str, lines: &[Line]) -> Option<Fault> {
    let (first, rest) = lines.split_first()?;
    let other = rest.iter().find(|other| other.english != first.english)?;
    let words = format!(
        "“{key}” is “{}” here and “{}” in {}; one sentence has one English, so keep one line",
        other.english, first.english, first.file.path
    );
    Some(other.file.fault(other.line, words))
}

/// The templates of the program, not of its tests.
fn is_template(file: &File) -> bool {
    file.is("html") && file.inside().starts_with("templates/")
}

fn bare_chinese(file: &File) -> Vec<Fault> {
    let bare = sentences::Template::read(&file.text).bare;
    let mut untranslated = String::new();
    let mut faults = Vec::new();
    let mut rest = bare.as_str();
    // What an element with translate="no" holds stays as it is in every language.
    while let Some(mark) = rest.find("translate=\"no\"") {
        let (before, after) = rest.split_at(mark);
        let tag = before.rfind('<').and_then(|open| before.get(open + 1..)).unwrap_or_default();
        let name = tag.split_whitespace().next().unwrap_or_default();
        let end = after.find(&format!("</{name}>")).unwrap_or(after.len());
        let (inside, outside) = after.split_at(end);
        untranslated.push_str(before);
        untranslated.extend(inside.chars().filter(|c| *c == '\n'));
        rest = outside;
    }
    untranslated.push_str(rest);
    for (index, line) in untranslated.lines().enumerate() {
        // 约 is the mark of the house.
        let said: String = line.chars().filter(|c| chinese(*c) && *c != '约').collect();
        if !said.is_empty() {
            let words = format!("“{said}” stands bare; write {{{{ ui.t(\"…\") }}}}");
            faults.push(file.fault(index + 1, words));
        }
    }
    faults
}

#[cfg(test)]
mod tests;
