//! Short codes that people read out on the telephone: no 0 and O, no 1 and I.

use crate::app::Sources;

const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A new code such as `QH7K-3M9D`, 40 bits.
pub fn new(sources: &Sources) -> String {
    let letters: String = sources
        .bytes::<8>()
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(byte % 32)).map(|letter| char::from(*letter)))
        .collect();
    show(&letters)
}

/// Reads a code as people type it: small letters, spaces, full-width letters, no dash. `None` if it
/// cannot be a code.
pub fn read(typed: &str) -> Option<String> {
    let letters: String = typed
        .chars()
        .map(half_width)
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '—' | '–' | '_'))
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let known = letters.bytes().all(|letter| LETTERS.contains(&letter));
    (letters.len() == 8 && known).then(|| show(&letters))
}

fn show(letters: &str) -> String {
    let (first, last) = letters.split_at_checked(4).unwrap_or((letters, ""));
    format!("{first}-{last}")
}

/// Full-width letters and digits, as Chinese keyboards give them, become plain ones.
pub fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = new(&Sources::seeded(3));
        assert_eq!(read(&code), Some(code.clone()));
        assert_eq!(read(" qh7k 3m9d "), Some("QH7K-3M9D".into()));
        assert_eq!(read("ＱＨ７Ｋ３Ｍ９Ｄ"), Some("QH7K-3M9D".into()));
        assert_eq!(read("QH7K-3M9"), None);
        assert_eq!(read("QH7K-3M90"), None);
    }
}
