//! Sentences that people read. The simplified Chinese sentence is itself the key (D-0004).

use std::fmt;

/// A sentence in simplified Chinese that `locales/en.toml` also has in English.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(pub &'static str);

/// Marks a sentence in Rust code as one that is translated.
pub const fn text(zh: &'static str) -> Text {
    Text(zh)
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, out)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

/// Puts `args` into the places `{1}`, `{2}`, … of a sentence.
pub fn fill(sentence: &str, args: &[String]) -> String {
    let mut filled = sentence.to_owned();
    for (at, arg) in args.iter().enumerate() {
        filled = filled.replace(&format!("{{{}}}", at + 1), arg);
    }
    filled
}
