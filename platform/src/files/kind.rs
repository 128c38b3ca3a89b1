//! What a file is: told by what is in it, never by its name.

use super::{clean, pdf, refusals};
use crate::error::Result;
use crate::storage::{FromValue, ToValue, Value, ValueRef};

/// A kind of file that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A photo.
    Jpeg,
    /// A picture without loss.
    Png,
    /// A photo in the newer format of the web.
    Webp,
    /// A document as it prints.
    Pdf,
    /// A text.
    Docx,
    /// A table.
    Xlsx,
    /// A document as it prints, by GB/T 33190.
    Ofd,
}

/// Which kinds a place takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// Photos and PDF: what people hand in.
    Papers,
    /// Also texts, tables and OFD: what offices add.
    Office,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Jpeg, Self::Png, Self::Webp, Self::Pdf, Self::Docx, Self::Xlsx, Self::Ofd];

    /// The word under which it is stored, and the ending of a name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Ofd => "ofd",
        }
    }

    /// What a browser is told that it is.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ofd => "application/ofd",
        }
    }

    /// Whether a page may show it as a picture. All else is only ever kept by the browser.
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

impl Allowed {
    const fn takes(self, kind: Kind) -> bool {
        match self {
            Self::Papers => !matches!(kind, Kind::Docx | Kind::Xlsx | Kind::Ofd),
            Self::Office => true,
        }
    }
}

impl ToValue for Kind {
    fn to_value(&self) -> Value<'_> {
        Value::from(self.key())
    }
}

impl FromValue for Kind {
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        let ValueRef::Text(word) = value else { return None };
        Self::ALL.into_iter().find(|kind| kind.key() == word)
    }
}

/// What came, as it will be kept: its kind, and its bytes without what nobody should learn.
pub(super) fn read(bytes: Vec<u8>, allowed: Allowed) -> Result<(Kind, Vec<u8>)> {
    if bytes.is_empty() {
        return Err(refusals::empty());
    }
    let kind = kind_of(&bytes)?;
    if !allowed.takes(kind) {
        return Err(refusals::unknown_kind());
    }
    let bytes = match kind {
        Kind::Jpeg => clean::jpeg(bytes)?,
        Kind::Png => clean::png(bytes)?,
        Kind::Webp => clean::webp(bytes)?,
        Kind::Pdf => pdf::check(&bytes).map(|()| bytes)?,
        Kind::Docx | Kind::Xlsx | Kind::Ofd => bytes,
    };
    Ok((kind, bytes))
}

fn kind_of(bytes: &[u8]) -> Result<Kind> {
    let found = infer::get(bytes).map(|found| found.mime_type());
    match found {
        Some("image/jpeg") => Ok(Kind::Jpeg),
        Some("image/png") => Ok(Kind::Png),
        Some("image/webp") => Ok(Kind::Webp),
        Some("image/heif" | "image/heic" | "image/avif") => Err(refusals::heic()),
        Some("application/pdf") if bytes.starts_with(b"%PDF-") => Ok(Kind::Pdf),
        Some(office) if office == Kind::Docx.media_type() => office_kind(bytes, Kind::Docx),
        Some(office) if office == Kind::Xlsx.media_type() => office_kind(bytes, Kind::Xlsx),
        Some("application/zip") if names_entry(bytes, b"OFD.xml") => Ok(Kind::Ofd),
        _ => Err(refusals::unknown_kind()),
    }
}

/// Texts and tables with programs in them are not taken.
fn office_kind(bytes: &[u8], kind: Kind) -> Result<Kind> {
    let program =
        names_entry(bytes, b"word/vbaProject.bin") || names_entry(bytes, b"xl/vbaProject.bin");
    if program { Err(refusals::unknown_kind()) } else { Ok(kind) }
}

/// Whether an archive's directory, which stands at its end, names an entry.
fn names_entry(bytes: &[u8], name: &[u8]) -> bool {
    const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
    const NAME_AT: usize = 46;
    let mut rest = bytes;
    while let Some(at) = rest.windows(4).position(|word| word == DIRECTORY_ENTRY) {
        rest = rest.get(at..).unwrap_or_default();
        if rest.get(NAME_AT..).is_some_and(|entry| entry.starts_with(name)) {
            return true;
        }
        rest = rest.get(4..).unwrap_or_default();
    }
    false
}

/// The longest name that is kept.
const NAME_LETTERS_MAX: usize = 80;
/// So many digits in a row are a phone or an identity number, and have no business in a name.
const DIGITS_MAX: usize = 10;

/// The name as it was given, fit to be shown: no folders, nothing that turns the line around, no
/// long numbers, and the ending that fits what is in it.
pub(super) fn name_of(given: &str, kind: Kind) -> String {
    let given = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = given.chars().filter(|letter| shown(*letter)).collect();
    let stem = match plain.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 => stem,
        _ => plain.as_str(),
    };
    let stem = without_numbers(stem.trim().trim_start_matches('.'));
    let stem: String = stem.chars().take(NAME_LETTERS_MAX).collect();
    let stem = if stem.is_empty() { "未命名" } else { &stem };
    format!("{stem}.{}", kind.key())
}

/// Letters that stand where they are written.
fn shown(letter: char) -> bool {
    let turns = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' |
        '\u{2060}'..='\u{2069}' | '\u{feff}');
    !letter.is_control() && !turns
}

fn without_numbers(stem: &str) -> String {
    let (mut out, mut digits) = (String::new(), String::new());
    let flush = |digits: &mut String, out: &mut String| {
        out.push_str(if digits.chars().count() > DIGITS_MAX { "…" } else { digits.as_str() });
        digits.clear();
    };
    for letter in stem.chars() {
        // The last sign of an identity number may be an X.
        let goes_on = matches!(letter, 'x' | 'X') && digits.chars().count() == 17;
        if letter.is_ascii_digit() || ('０'..='９').contains(&letter) || goes_on {
            digits.push(letter);
        } else {
            flush(&mut digits, &mut out);
            out.push(letter);
        }
    }
    flush(&mut digits, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_without_what_could_deceive_or_betray() {
        for (given, shown) in [
            ("户口簿.jpg", "户口簿.jpg"),
            ("C:\\照片\\IMG_20261123_090000.JPG", "IMG_20261123_090000.jpg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("照片\u{202e}gpj.exe", "照片gpj.jpg"),
            ("341125194503121018.jpg", "….jpg"),
            ("王大山34112519450312101X身份证.jpeg", "王大山…身份证.jpg"),
            ("13812342210.png", "….jpg"),
            (".htaccess", "htaccess.jpg"),
            ("", "未命名.jpg"),
            ("合同.v2.final", "合同.v2.jpg"),
        ] {
            assert_eq!(name_of(given, Kind::Jpeg), shown, "{given}");
        }
        assert!(name_of(&"长".repeat(500), Kind::Pdf).chars().count() < 90);
    }
}
