//! How names are found: by their beginning, and by the initials of their pinyin.

use pinyin::ToPinyin;

/// Characters that are read differently where they are a family name.
const SURNAMES: [(char, &str); 20] = [
    ('单', "shan"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('查', "zha"),
    ('曾', "zeng"),
    ('翟', "zhai"),
    ('朴', "piao"),
    ('区', "ou"),
    ('任', "ren"),
    ('盖', "ge"),
    ('缪', "miao"),
    ('覃', "qin"),
    ('冼', "xian"),
    ('种', "chong"),
    ('召', "shao"),
    ('折', "she"),
    ('尉', "yu"),
    ('万', "wan"),
    ('洗', "xian"),
    ('瞿', "qu"),
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

/// How a letter is read where it is a family name, if otherwise than usual.
pub(super) fn surname(letter: char) -> Option<&'static str> {
    SURNAMES.iter().find(|(known, _)| *known == letter).map(|(_, reading)| *reading)
}

fn initial(letter: char, first: bool) -> Option<char> {
    let reading = surname(letter).filter(|_| first);
    reading.or_else(|| Some(letter.to_pinyin()?.plain()))?.chars().next()
}

/// The name as hexadecimal code points, five digits each: the same order on every engine.
pub fn name_key(name: &str) -> String {
    let digit = |letter: char, at: u32| char::from_digit((u32::from(letter) >> (4 * at)) & 15, 16);
    name.chars().flat_map(|letter| (0..5).rev().filter_map(move |at| digit(letter, at))).collect()
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
