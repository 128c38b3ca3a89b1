//! Reads Rust just far enough to tell code from comments and from string literals.

/// A string literal, with the places of its first and last character in [`Source::code`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    pub start: usize,
    pub end: usize,
    pub line: usize,
    pub value: String,
}

/// A file taken apart.
pub struct Source {
    /// One byte for each character of the file: comments, the insides of literals and characters
    /// outside ASCII are blank, so that places in it are the same for bytes and characters.
    pub code: String,
    pub literals: Vec<Literal>,
}

enum Kind {
    Code,
    Comment,
    Text { raw: bool },
}

impl Source {
    pub fn read(text: &str) -> Source {
        let chars: Vec<char> = text.chars().collect();
        let mut source = Source { code: String::new(), literals: Vec::new() };
        let (mut start, mut line) = (0, 1);
        while let Some(rest) = chars.get(start..).filter(|rest| !rest.is_empty()) {
            let (kind, length) = stretch(rest);
            let taken = rest.get(..length).unwrap_or(rest);
            for &c in taken {
                let kept = c == '\n' || (matches!(kind, Kind::Code) && c.is_ascii());
                source.code.push(if kept { c } else { ' ' });
            }
            if let Kind::Text { raw } = kind {
                let end = start + length - 1;
                // The quotes stay, so that a search can see that a literal stands here.
                source.code.replace_range(start..=start, "\"");
                source.code.replace_range(end..=end, "\"");
                source.literals.push(Literal { start, end, line, value: value(taken, raw) });
            }
            line += taken.iter().filter(|c| **c == '\n').count();
            start += length;
        }
        source
    }

    /// The same with every item under `#[cfg(test)]` blanked out.
    pub fn without_tests(mut self) -> Source {
        let mark = "#[cfg(test)]";
        while let Some(start) = self.code.find(mark) {
            let rest = self.code.get(start..).unwrap_or_default();
            let end = match rest.find(['{', ';']) {
                Some(at) if rest.as_bytes().get(at) == Some(&b'{') => {
                    closing(&self.code, start + at).unwrap_or(self.code.len() - 1)
                }
                Some(at) => start + at,
                None => self.code.len() - 1,
            };
            let blank: String =
                self.code.chars().skip(start).take(end + 1 - start).map(blank).collect();
            self.code.replace_range(start..=end, &blank);
            self.literals.retain(|literal| literal.start < start || literal.start > end);
        }
        self
    }

    /// The line on which a place of `code` stands.
    pub fn line(&self, place: usize) -> usize {
        1 + self.code.bytes().take(place).filter(|byte| *byte == b'\n').count()
    }

    /// Places in the code where `word` stands. Where it begins or ends like a name, it must stand
    /// alone there: `async` is not found in `async_trait`, but `async*` is.
    pub fn find(&self, word: &str) -> Vec<usize> {
        let in_name =
            |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
        let byte = |place: usize| self.code.as_bytes().get(place).copied();
        let (word, is_prefix) = word.strip_suffix('*').map_or((word, false), |word| (word, true));
        let (first, last) = (word.bytes().next(), word.bytes().last());
        self.code
            .match_indices(word)
            .map(|(place, _)| place)
            .filter(|&place| {
                let cut_before = place > 0 && in_name(byte(place - 1)) && in_name(first);
                let cut_after = !is_prefix && in_name(last) && in_name(byte(place + word.len()));
                !cut_before && !cut_after
            })
            .collect()
    }

    /// The literal that stands at a place, spaces skipped.
    pub fn literal_after(&self, place: usize) -> Option<&Literal> {
        let rest = self.code.get(place..)?;
        let start = place + (rest.len() - rest.trim_start().len());
        let index = self.literals.binary_search_by_key(&start, |literal| literal.start).ok()?;
        self.literals.get(index)
    }

    /// The stretches inside `name! { … }`, whichever brackets it uses.
    pub fn macro_bodies(&self, name: &str) -> Vec<(usize, usize)> {
        self.find(&format!("{name}!"))
            .into_iter()
            .filter_map(|place| {
                let open = place + self.code.get(place..)?.find(['{', '(', '['])?;
                Some((open, closing(&self.code, open)?))
            })
            .collect()
    }
}

fn blank(c: char) -> char {
    if c == '\n' { c } else { ' ' }
}

/// The bracket that closes the one at `open`.
fn closing(code: &str, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (offset, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(offset);
        }
    }
    None
}

/// What begins here and how many characters long it is (at least one).
fn stretch(rest: &[char]) -> (Kind, usize) {
    let at = |index: usize| rest.get(index).copied().unwrap_or('\0');
    match (at(0), at(1)) {
        ('/', '/') => (Kind::Comment, position(rest, 0, |c| c == '\n')),
        ('/', '*') => (Kind::Comment, block_comment(rest)),
        ('"', _) => (Kind::Text { raw: false }, quoted(rest, 1)),
        ('b' | 'c', '"') => (Kind::Text { raw: false }, quoted(rest, 2)),
        ('r', '"' | '#') if raw(rest, 1).is_some() => (Kind::Text { raw: true }, raw_end(rest, 1)),
        ('b' | 'c', 'r') if raw(rest, 2).is_some() => (Kind::Text { raw: true }, raw_end(rest, 2)),
        // A character; what else begins with ' is a lifetime. Its inside may be a bracket.
        ('\'', '\\') => (Kind::Comment, (position(rest, 3, |c| c == '\'') + 1).min(rest.len())),
        ('\'', _) if at(2) == '\'' => (Kind::Comment, 3),
        (c, _) if c.is_alphanumeric() || c == '_' => {
            (Kind::Code, position(rest, 1, |c| !c.is_alphanumeric() && c != '_'))
        }
        _ => (Kind::Code, 1),
    }
}

fn position(rest: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    let found = rest.iter().skip(from).position(|c| wanted(*c));
    found.map_or(rest.len(), |offset| from + offset)
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut index) = (0usize, 0);
    while index < rest.len() {
        match rest.get(index..index + 2) {
            Some(['/', '*']) => (depth, index) = (depth + 1, index + 2),
            Some(['*', '/']) => (depth, index) = (depth - 1, index + 2),
            _ => index += 1,
        }
        if depth == 0 {
            return index;
        }
    }
    rest.len()
}

fn quoted(rest: &[char], from: usize) -> usize {
    let mut index = from;
    while let Some(c) = rest.get(index) {
        match c {
            '\\' => index += 2,
            '"' => return index + 1,
            _ => index += 1,
        }
    }
    rest.len()
}

/// The number of `#` in front of a raw string's quote.
fn raw(rest: &[char], from: usize) -> Option<usize> {
    let hashes = position(rest, from, |c| c != '#') - from;
    (rest.get(from + hashes) == Some(&'"')).then_some(hashes)
}

fn raw_end(rest: &[char], from: usize) -> usize {
    let hashes = raw(rest, from).unwrap_or_default();
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = from + hashes + 1;
    let inside = rest.get(body..).unwrap_or_default();
    let found = inside.windows(end.len()).position(|window| window == end);
    found.map_or(rest.len(), |offset| body + offset + end.len())
}

/// What a literal says. Escapes of bytes and of code points are left as they stand.
fn value(literal: &[char], raw: bool) -> String {
    let text: String = literal.iter().collect();
    let text = text.trim_start_matches(['b', 'c', 'r']).trim_matches('#');
    let text = text.strip_prefix('"').unwrap_or(text);
    let text = text.strip_suffix('"').unwrap_or(text);
    if raw {
        return text.to_owned();
    }
    let mut said = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek().copied()) {
            ('\\', Some('\n')) => while chars.next_if(|c| c.is_whitespace()).is_some() {},
            ('\\', Some(escaped)) => {
                chars.next();
                match escaped {
                    'n' => said.push('\n'),
                    't' => said.push('\t'),
                    '"' | '\\' | '\'' => said.push(escaped),
                    _ => said.extend(['\\', escaped]),
                }
            }
            _ => said.push(c),
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        Source::read(text).literals.into_iter().map(|literal| literal.value).collect()
    }

    #[test]
    fn comments_and_literals_are_told_from_code() {
        let source =
            Source::read("let a = \"约 // no\"; // \"no\"\n/* /* \"no\" */ */ let b = 'x';");
        assert_eq!(source.literals.len(), 1);
        assert_eq!(source.literals[0].value, "约 // no");
        assert!(!source.code.contains("no"));
        assert!(source.code.contains("let b ="));
        assert_eq!(source.line(source.find("b")[0]), 2);
    }

    #[test]
    fn every_kind_of_literal_is_read() {
        assert_eq!(
            values(r##"r#"a "b" c"# r"\d" b"x" "\"q\"" '"' "z""##).join("|"),
            r#"a "b" c|\d|x|"q"|z"#
        );
        assert_eq!(values("\"一\\\n     二\""), ["一二"]);
        assert_eq!(values("fn f<'a>(x: &'a str) { '{'; \"k\" }"), ["k"]);
    }

    #[test]
    fn tests_are_cut_out() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { \"{\" } }\nfn c() {}\n#[cfg(test)]\nmod d;";
        let source = Source::read(text).without_tests();
        assert!(source.find("b").is_empty() && source.find("d").is_empty());
        assert!(source.literals.is_empty());
        assert_eq!(source.line(source.find("c")[0]), 4);
    }

    #[test]
    fn names_are_found_whole() {
        let source = Source::read("async_fn now() know(now()) .text( text(");
        assert!(source.find("async").is_empty());
        assert_eq!(source.find("async*").len(), 1);
        assert_eq!(source.find("now(").len(), 2);
        assert_eq!(source.find("text(").len(), 2);
    }

    #[test]
    fn macro_bodies_are_found() {
        let source = Source::read("sql! { pub A: \"select {\"; }\nlet s = \"select\";");
        let bodies = source.macro_bodies("sql");
        assert_eq!(bodies.len(), 1);
        assert!(bodies[0].0 < source.literals[0].start && source.literals[0].end < bodies[0].1);
        assert!(source.literals[1].start > bodies[0].1);
    }
}
