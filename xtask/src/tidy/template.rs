//! Takes an HTML template apart: what the program fills in, and what stands there for all to read.

use super::rust::Source;

/// A template's two halves, each as long as the whole, so that lines agree.
pub struct Template {
    /// The insides of `{{ … }}` and `{% … %}`, read as Rust.
    pub tags: Source,
    /// What stands outside of them and of comments.
    pub bare: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Tag(&'static str),
    Comment(&'static str),
}

impl Template {
    pub fn read(text: &str) -> Template {
        let (mut tags, mut bare) = (String::new(), String::new());
        let mut inside = Inside::Nothing;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (next, length) = step(inside, rest);
            let taken = rest.get(..length).unwrap_or(rest);
            let length = if taken.is_empty() { c.len_utf8() } else { length };
            let taken = rest.get(..length).unwrap_or(rest);
            let blank: String = taken.chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
            let in_tag = matches!(inside, Inside::Tag(_)) && next == inside;
            let is_bare = inside == Inside::Nothing && next == inside;
            tags.push_str(if in_tag { taken } else { &blank });
            bare.push_str(if is_bare { taken } else { &blank });
            inside = next;
            rest = rest.get(length..).unwrap_or_default();
        }
        Template { tags: Source::read(&tags), bare }
    }
}

/// What comes after the next few bytes, and how many they are.
fn step(inside: Inside, rest: &str) -> (Inside, usize) {
    match inside {
        Inside::Nothing => [
            ("{{", Inside::Tag("}}")),
            ("{%", Inside::Tag("%}")),
            ("{#", Inside::Comment("#}")),
            ("<!--", Inside::Comment("-->")),
        ]
        .into_iter()
        .find(|(open, _)| rest.starts_with(open))
        .map_or((inside, 0), |(open, next)| (next, open.len())),
        Inside::Tag(close) | Inside::Comment(close) if rest.starts_with(close) => {
            (Inside::Nothing, close.len())
        }
        // A sentence may hold brackets of its own, so a literal is taken whole.
        Inside::Tag(_) if rest.starts_with('"') => (inside, literal(rest)),
        Inside::Tag(_) | Inside::Comment(_) => (inside, 0),
    }
}

fn literal(rest: &str) -> usize {
    let mut escaped = false;
    for (index, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return index + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_taken_apart() {
        let text =
            "<p>甲 {{ ui.t(\"乙 }} \\\" %}\") }}</p>\n{# 丙 #}<!-- 丁 -->{% if x %}戊{% endif %}";
        let template = Template::read(text);
        assert_eq!(template.tags.literals.len(), 1);
        assert_eq!(template.tags.literals[0].value, "乙 }} \" %}");
        assert!(template.bare.contains('甲') && template.bare.contains('戊'));
        for c in ['乙', '丙', '丁'] {
            assert!(!template.bare.contains(c), "{c}");
        }
        assert_eq!(template.bare.lines().count(), 2);
        assert!(template.tags.code.contains("endif"));
    }
}
