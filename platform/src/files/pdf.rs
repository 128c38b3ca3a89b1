//! PDF: what can be seen from outside. Whatever hides deeper is never run either: a PDF is only
//! ever given to be kept, never shown inside a page.

use super::refusals;
use crate::error::Result;

/// After its end mark a file has room for line ends and padding, not for a second file.
const TAIL_BYTES_MAX: usize = 1024;
/// Names of actions that begin something on the reader's machine. A file inside the file is no
/// action: electronic invoices carry their figures so.
const ACTS: [&[u8]; 3] = [b"/JavaScript", b"/Launch", b"/RichMedia"];

/// Refuses what is no whole PDF, what carries another file behind it, and what acts by itself.
pub(super) fn check(bytes: &[u8]) -> Result<()> {
    const END: &[u8] = b"%%EOF";
    let end = bytes.windows(END.len()).rposition(|word| word == END);
    let tail = end.and_then(|at| bytes.get(at + END.len()..)).ok_or_else(refusals::broken)?;
    let padding = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    if tail.len() > TAIL_BYTES_MAX || !tail.iter().all(padding) {
        return Err(refusals::broken());
    }
    let plain = unescaped(bytes);
    if ACTS.iter().any(|act| names(&plain, act)) { Err(refusals::pdf_acts()) } else { Ok(()) }
}

/// Whether a name stands there whole: `/Launch`, and not `/LaunchPad`.
fn names(bytes: &[u8], name: &[u8]) -> bool {
    let mut places = bytes.windows(name.len() + 1);
    places.any(|place| {
        place.strip_prefix(name).is_some_and(|next| !next.iter().all(u8::is_ascii_alphanumeric))
    })
}

/// Names may be written with `#4c` for `L`.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let letter = digits.filter(|_| *first == b'#').and_then(|two| {
            two.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(two, 16).ok())?
        });
        match letter {
            Some(letter) => {
                out.push(letter);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_pdf_passes_and_one_that_acts_or_carries_more_does_not() {
        let pdf = |inside: &str, tail: &str| format!("%PDF-1.7\n{inside}\n%%EOF{tail}");
        for (what, text, code) in [
            ("plain", pdf("1 0 obj <</Type /Catalog>> endobj", "\r\n"), ""),
            ("saved twice", pdf("1 0 obj\n%%EOF\n2 0 obj", "\n\0\0"), ""),
            ("a longer name", pdf("<</LaunchPad 1>>", "\n"), ""),
            ("script", pdf("<</S /JavaScript /JS (app.alert(1))>>", "\n"), "files.pdf_acts"),
            ("script, escaped", pdf("<</S /Jav#61Script>>", "\n"), "files.pdf_acts"),
            ("launch", pdf("<</S/Launch/F(cmd.exe)>>", "\n"), "files.pdf_acts"),
            ("figures of an invoice", pdf("<</Type/EmbeddedFile>>", "\n"), ""),
            ("an archive behind", pdf("1 0 obj", "\nPK\u{5}\u{6}"), "files.broken"),
            ("long padding", pdf("1 0 obj", &" ".repeat(2000)), "files.broken"),
            ("cut short", "%PDF-1.7\n1 0 obj".to_owned(), "files.broken"),
        ] {
            let found = check(text.as_bytes());
            let found = found.err().and_then(|e| e.refusal().map(|no| no.code)).unwrap_or("");
            assert_eq!(found, code, "{what}");
        }
    }
}
