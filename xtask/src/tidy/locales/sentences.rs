//! Finds the sentences that people read, in Rust, in templates and in data.

pub use super::super::template::Template;

use super::super::rust::{Literal, Source};
use super::super::tree::{Fault, File, Tree};
use std::collections::BTreeSet;

/// A sentence where it is said.
pub struct Sentence<'a> {
    pub file: &'a File,
    pub line: usize,
    pub key: String,
    /// How many arguments the call gives; nothing where the call does not tell.
    arguments: Option<usize>,
}

/// Calls with the sentence as their first argument, and how many arguments follow it.
const CALLS: [(&str, Option<usize>); 8] = [
    ("text(", None),
    (".t(", Some(0)),
    (".t1(", Some(1)),
    (".t2(", Some(2)),
    (".t3(", Some(3)),
    (".rich1(", Some(1)),
    (".rich2(", Some(2)),
    (".rich3(", Some(3)),
];

impl Sentence<'_> {
    /// The call gives more or fewer arguments than the sentence has places.
    pub fn miscounted(&self) -> Option<Fault> {
        let given = self.arguments?;
        let places: Vec<char> = ('1'..='9').take(given).collect();
        if places == places_of(&self.key) {
            return None;
        }
        let words =
            format!("“{}” is given {given} arguments; number its places {{1}} up", self.key);
        Some(self.file.fault(self.line, words))
    }
}

/// The places of a sentence: `{1}` and `{2}`.
pub fn places(sentence: &str) -> Vec<char> {
    places_of(sentence)
}

fn places_of(sentence: &str) -> Vec<char> {
    ('1'..='9').filter(|digit| sentence.contains(&format!("{{{digit}}}"))).collect()
}

/// Han characters and the marks that go with them.
pub fn chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ff00}'..='\u{ffef}')
}

/// Every sentence of the program.
pub fn all(tree: &Tree) -> Vec<Sentence<'_>> {
    let mut found = Vec::new();
    for file in tree.product() {
        in_calls(file, file.source(), &mut found);
        in_refusals(file, &mut found);
        if file.krate() == "law" {
            in_labels(file, &mut found);
        }
    }
    for file in tree.files().iter().filter(|file| super::is_template(file)) {
        let template = Template::read(&file.text);
        in_calls(file, &template.tags, &mut found);
        let literals = template.tags.literals.iter().filter(|literal| is_sentence(literal));
        found.extend(literals.map(|literal| said(file, literal, None)));
    }
    if let Some(posts) = tree.get("platform/posts.toml") {
        found.extend(in_titles(posts));
    }
    found
}

/// Everything that is said in any other way, so that its English counts as used: other literals
/// of the program, and data files.
pub fn mentioned(tree: &Tree) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for file in tree.product() {
        words.extend(file.source().literals.iter().map(|literal| literal.value.clone()));
    }
    let data = |file: &&File| file.is("toml") && !file.inside().starts_with("locales/");
    for file in tree.files().iter().filter(data) {
        if let Ok(table) = toml::from_str::<toml::Table>(&file.text) {
            strings(&toml::Value::Table(table), &mut words);
        }
    }
    words
}

fn strings(value: &toml::Value, words: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(word) => {
            words.insert(word.clone());
        }
        toml::Value::Array(values) => values.iter().for_each(|value| strings(value, words)),
        toml::Value::Table(table) => table.values().for_each(|value| strings(value, words)),
        _ => {}
    }
}

fn said<'a>(file: &'a File, literal: &Literal, arguments: Option<usize>) -> Sentence<'a> {
    Sentence { file, line: literal.line, key: literal.value.clone(), arguments }
}

fn is_sentence(literal: &Literal) -> bool {
    literal.value.chars().any(chinese)
}

fn in_calls<'a>(file: &'a File, source: &Source, found: &mut Vec<Sentence<'a>>) {
    for (call, arguments) in CALLS {
        for place in source.find(call) {
            // `element.text()` is another function.
            let before = place.checked_sub(1).and_then(|at| source.code.as_bytes().get(at));
            if call == "text(" && before == Some(&b'.') {
                continue;
            }
            let literal = source.literal_after(place + call.len());
            found.extend(literal.map(|literal| said(file, literal, arguments)));
        }
    }
}

fn in_refusals<'a>(file: &'a File, found: &mut Vec<Sentence<'a>>) {
    let source = file.source();
    let call = "Refusal::new(";
    for place in source.find(call) {
        let Some(code) = source.literal_after(place + call.len()) else { continue };
        let rest = source.code.get(code.end + 1..).unwrap_or_default();
        let Some(rest) = rest.trim_start().strip_prefix(',') else { continue };
        let second = source.code.len() - rest.len();
        if let Some(literal) = source.literal_after(second) {
            found.push(said(file, literal, None));
            continue;
        }
        let name: String = rest.trim_start().chars().take_while(|c| name_char(*c)).collect();
        let given = named_before(source, &name, place);
        found.extend(given.into_iter().map(|literal| said(file, literal, None)));
    }
}

fn name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The literals of the last `let name = …;` or `const NAME … = …;` before a place.
fn named_before<'a>(source: &'a Source, name: &str, place: usize) -> Vec<&'a Literal> {
    let definition = [format!("let {name} ="), format!("const {name}:")]
        .iter()
        .flat_map(|words| source.find(words))
        .filter(|start| {
            *start < place || source.code.get(*start..).is_some_and(|c| c.starts_with("const"))
        })
        .max();
    let Some(start) = definition else { return Vec::new() };
    let length = source.code.get(start..).and_then(|code| code.find(';')).unwrap_or_default();
    let inside = |literal: &&Literal| literal.start > start && literal.end < start + length;
    source.literals.iter().filter(inside).filter(|literal| is_sentence(literal)).collect()
}

/// `law` knows no translation; what its match arms answer is a label that others show.
fn in_labels<'a>(file: &'a File, found: &mut Vec<Sentence<'a>>) {
    let source = file.source();
    for place in source.find("=>") {
        let literal = source.literal_after(place + 2).filter(|literal| is_sentence(literal));
        found.extend(literal.map(|literal| said(file, literal, None)));
    }
}

fn in_titles(file: &File) -> Vec<Sentence<'_>> {
    let titles = file.text.lines().enumerate().filter_map(|(index, line)| {
        let title = line.strip_prefix("title = \"")?.strip_suffix('"')?;
        Some(Sentence { file, line: index + 1, key: title.to_owned(), arguments: None })
    });
    titles.collect()
}
