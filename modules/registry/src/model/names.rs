//! How names are found: by their beginning, and by the initials of their pinyin.

use pinyin::ToPinyin;

/// Characters that are read differently where they are a family name.
const SURNAMES: [(char, char); 20] = [
    ('单', 's'),
    ('解', 'x'),
    ('仇', 'q'),
    ('查', 'z'),
    ('曾', 'z'),
    ('翟', 'z'),
    ('朴', 'p'),
    ('区', 'o'),
    ('任', 'r'),
    ('盖', 'g'),
    ('缪', 'm'),
    ('覃', 'q'),
    ('冼', 'x'),
    ('种', 'c'),
    ('召', 's'),
    ('折', 's'),
    ('尉', 'y'),
    ('万', 'w'),
    ('洗', 'x'),
    ('瞿', 'q'),
];

/// The initials of a name: 王小芳 → `wxf`. Latin letters stand for themselves.
pub fn initials(name: &str) -> String {
    let mut initials = String::new();
    for letter in name.chars() {
        if letter.is_ascii_alphabetic() {
            initials.push(letter.to_ascii_lowercase());
        } else if let Some(initial) = initial(letter, initials.is_empty()) {
            initials.push(initial);
        }
    }
    initials
}

/// The initials, then the key of the name. Initials are letters and a key begins with a digit, so
/// who types initials finds it, and people of one name stand together.
pub fn initials_key(name: &str) -> String {
    format!("{}{}", initials(name), name_key(name))
}

fn initial(letter: char, first: bool) -> Option<char> {
    let surname = SURNAMES.iter().find(|(known, _)| first && *known == letter);
    surname.map(|(_, initial)| *initial).or_else(|| letter.to_pinyin()?.plain().chars().next())
}

/// The name as hexadecimal code points, five digits each: the same order on every engine.
pub fn name_key(name: &str) -> String {
    name.chars().map(|letter| format!("{:05x}", u32::from(letter))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_what_people_type() {
        assert_eq!(initials("王小芳"), "wxf");
        assert_eq!(initials("单志远"), "szy");
        assert_eq!(initials("李单"), "ld");
        assert_eq!(initials("阿依古丽·买买提"), "ayglmmt");
        assert_eq!(initials("John Smith"), "johnsmith");
        assert!(initials_key("王小芳").starts_with("wxf0"));
    }

    #[test]
    fn the_beginning_of_a_name_is_the_beginning_of_its_key() {
        assert!(name_key("王小芳").starts_with(&name_key("王小")));
        assert!(!name_key("汪小芳").starts_with(&name_key("王")));
    }
}
