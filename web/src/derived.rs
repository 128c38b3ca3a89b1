//! 繁體 is derived from the finished 简体 page, letter by letter where people read and nowhere else.

use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// Attributes that people read or hear.
const READ_ATTRIBUTES: [&str; 7] =
    ["title", "alt", "aria-label", "placeholder", "content", "data-label", "label"];
/// Elements whose text is typed by people or read by machines.
const KEPT_ELEMENTS: [&str; 3] = ["textarea", "script", "style"];
/// Elements that have no end.
const VOID_ELEMENTS: [&str; 8] = ["area", "br", "col", "hr", "img", "input", "link", "meta"];

fn converter() -> Option<&'static OpenCC> {
    static CONVERTER: OnceLock<Option<OpenCC>> = OnceLock::new();
    CONVERTER.get_or_init(|| OpenCC::from_config(BuiltinConfig::S2tw).ok()).as_ref()
}

/// Converts a sentence, into the forms in everyday use: 核對 and 為, not 覈對 and 爲.
pub fn sentence(text: &str) -> String {
    converter().map_or_else(|| text.to_owned(), |opencc| opencc.convert(text))
}

/// Converts what people read of a page. Names (`translate="no"`), and what they typed, stay.
pub fn to_traditional(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    // The element whose text is kept, and how many of the same name are open in it.
    let mut kept: Option<(String, usize)> = None;
    while let Some(at) = rest.find('<') {
        let (text, from_tag) = rest.split_at(at);
        out.push_str(&if kept.is_some() { text.to_owned() } else { sentence(text) });
        let end = tag_end(from_tag);
        let (tag, after) = from_tag.split_at(end);
        kept = after_tag(kept, tag);
        out.push_str(&if kept.is_some() { tag.to_owned() } else { attributes(tag) });
        rest = after;
    }
    out.push_str(&sentence(rest));
    out
}

/// Where a tag or comment ends; a `>` in quotes does not end it.
fn tag_end(from_tag: &str) -> usize {
    if from_tag.starts_with("<!--") {
        return from_tag.find("-->").map_or(from_tag.len(), |at| at + 3);
    }
    let mut quote = None;
    for (at, letter) in from_tag.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    from_tag.len()
}

fn name_of(tag: &str) -> &str {
    let inner = tag.trim_start_matches(['<', '/']);
    let end =
        inner.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(inner.len());
    inner.get(..end).unwrap_or("")
}

fn after_tag(kept: Option<(String, usize)>, tag: &str) -> Option<(String, usize)> {
    let name = name_of(tag);
    let closes = tag.starts_with("</");
    match kept {
        Some((open, depth)) if open == name && closes => (depth > 1).then(|| (open, depth - 1)),
        Some((open, depth)) if open == name => Some((open, depth + 1)),
        Some(open) => Some(open),
        None if closes || VOID_ELEMENTS.contains(&name) => None,
        None if KEPT_ELEMENTS.contains(&name) || tag.contains("translate=\"no\"") => {
            Some((name.to_owned(), 1))
        }
        None => None,
    }
}

/// Converts the attributes that people read. The first letters of a tag are plain, so most tags
/// pass through at once.
fn attributes(tag: &str) -> String {
    if tag.is_ascii() {
        return tag.to_owned();
    }
    let mut out = String::with_capacity(tag.len());
    let mut rest = tag;
    while let Some(at) = rest.find("=\"") {
        let (before, quoted) = rest.split_at(at + 2);
        let attribute = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
        let read = READ_ATTRIBUTES.contains(&attribute.trim_end_matches("=\""));
        let (value, after) = quoted.split_at(quoted.find('"').unwrap_or(quoted.len()));
        out.push_str(before);
        out.push_str(&if read { sentence(value) } else { value.to_owned() });
        rest = after;
        if let Some(next) = rest.strip_prefix('"') {
            out.push('"');
            rest = next;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_people_read_is_converted() {
        for (hans, hant) in [
            ("<p>办事指南</p>", "<p>辦事指南</p>"),
            ("为群众核对头发以后", "為群眾核對頭髮以後"),
            ("<bdi translate=\"no\">于谦</bdi>办", "<bdi translate=\"no\">于谦</bdi>辦"),
            ("<b translate=\"no\">于<b>后</b>谦</b>办", "<b translate=\"no\">于<b>后</b>谦</b>辦"),
            ("<input value=\"刘后\" title=\"办\">", "<input value=\"刘后\" title=\"辦\">"),
            ("<textarea>头发</textarea>头发", "<textarea>头发</textarea>頭髮"),
            ("<a title=\"a > b 办\">办</a>", "<a title=\"a > b 辦\">辦</a>"),
            ("<td data-label=\"余额\">5</td>", "<td data-label=\"餘額\">5</td>"),
            ("<!-- 办 > --><p>办</p>", "<!-- 办 > --><p>辦</p>"),
        ] {
            assert_eq!(to_traditional(hans), hant);
        }
    }
}
