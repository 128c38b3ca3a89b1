//! Names as people spell them on a Latin keyboard: `wangxiuying`, `wangxy`, `wxy`, `lvmei`.
//!
//! The index holds the initials alone. What is typed is cut into syllables in every way that there
//! is; each way has its initials, and of the people found by them those stay whose name is spelled
//! so.

use std::collections::BTreeSet;

use pinyin::{ToPinyin, ToPinyinMulti};

use super::names::surname;

/// Ways to cut one query that are looked up; the shortest are the likeliest.
const WAYS_MAX: usize = 16;
/// Syllables of a name that are looked up by.
const SYLLABLES_MAX: usize = 8;

const BEGINNINGS: [&str; 24] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r",
    "z", "c", "s", "y", "w", "",
];
const ENDINGS: [&str; 37] = [
    "a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "er", "i", "ia", "ie", "iao",
    "iu", "ian", "in", "iang", "ing", "iong", "ong", "u", "ua", "uo", "uai", "ui", "uan", "un",
    "uang", "ue", "v", "ve", "ia", "uang", "io",
];

/// The initials by which a spelled name may be found, the likeliest first.
pub(crate) fn ways(typed: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    cut(typed, &mut String::new(), &mut found);
    let mut ways: Vec<String> = found.into_iter().collect();
    ways.sort_by_key(String::len);
    ways.truncate(WAYS_MAX);
    let others: Vec<String> = ways.iter().flat_map(|way| otherwise(way)).collect();
    ways.extend(others);
    let surnames = SURNAMES_OTHERWISE.iter().filter(|(reading, _)| typed.starts_with(reading));
    let first_otherwise = |way: &String, other: char| Some(format!("{other}{}", way.get(1..)?));
    let others: Vec<String> = surnames
        .flat_map(|(_, other)| ways.iter().filter_map(|way| first_otherwise(way, *other)))
        .collect();
    ways.extend(others);
    ways
}

/// Family names that have two readings, as they may be typed, with the initial in the index:
/// 尉 wei beside 尉迟 yuchi, 覃 tan or qin, 乐 yue or le, 万俟 moqi, 隗 kui or wei, 澹台 tantai.
const SURNAMES_OTHERWISE: [(&str, char); 6] =
    [("wei", 'y'), ("tan", 'q'), ("yue", 'l'), ("moqi", 'w'), ("kui", 'w'), ("tan", 'd')];

/// The index has one reading of each letter; of those that names have, these are read in two ways:
/// 长 chang or zhang, 朝 chao or zhao, 重 chong or zhong, 行 xing or hang, 乐 le or yue.
const READ_OTHERWISE: [(char, char); 4] = [('c', 'z'), ('z', 'c'), ('x', 'h'), ('l', 'y')];

/// The same initials with one letter read otherwise.
fn otherwise(way: &str) -> Vec<String> {
    let at = way.char_indices().skip(1);
    let swapped = at.filter_map(|(at, letter)| {
        let (_, other) = READ_OTHERWISE.iter().find(|(known, _)| *known == letter)?;
        let (before, after) = (way.get(..at)?, way.get(at + 1..)?);
        Some(format!("{before}{other}{after}"))
    });
    swapped.collect()
}

fn cut(rest: &str, initials: &mut String, found: &mut BTreeSet<String>) {
    let Some(first) = rest.chars().next() else {
        if !initials.is_empty() {
            found.insert(initials.clone());
        }
        return;
    };
    if initials.len() >= SYLLABLES_MAX {
        return;
    }
    initials.push(first);
    let lengths = (1..=rest.len().min(6)).rev();
    for length in lengths.filter(|length| *length == 1 || is_part(rest, *length)) {
        // One letter is the initial of a syllable, and no syllable begins with these.
        if length > 1 || !"iuv".contains(first) {
            cut(rest.get(length..).unwrap_or_default(), initials, found);
        }
    }
    initials.pop();
}

/// Whether so many letters are a syllable, or all that is left and the beginning of one.
fn is_part(rest: &str, length: usize) -> bool {
    let part = rest.get(..length).unwrap_or_default();
    let last = length == rest.len();
    BEGINNINGS.iter().any(|beginning| {
        let Some(ending) = part.strip_prefix(beginning) else {
            return last && beginning.starts_with(part);
        };
        ENDINGS.iter().any(|known| *known == ending || (last && known.starts_with(ending)))
    })
}

/// Whether a name begins with what was typed: each letter as it is written, by its syllable or by
/// its initial, the last syllable as far as it was typed.
pub fn spells(name: &str, typed: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    follows(&letters, true, typed)
}

fn follows(letters: &[char], at_surname: bool, typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((letter, others)) = letters.split_first() else { return false };
    let readings = readings(*letter, at_surname);
    if readings.is_empty() {
        return follows(others, at_surname, typed);
    }
    readings.iter().any(|reading| {
        let whole = typed.strip_prefix(reading.as_str());
        let initial = reading.chars().next().and_then(|initial| typed.strip_prefix(initial));
        reading.starts_with(typed)
            || whole.is_some_and(|rest| follows(others, false, rest))
            || initial.is_some_and(|rest| follows(others, false, rest))
    })
}

/// How a letter of a name may be read; none for a dot between two names.
fn readings(letter: char, at_surname: bool) -> Vec<String> {
    if letter.is_ascii_alphabetic() {
        return vec![letter.to_ascii_lowercase().to_string()];
    }
    let special = surname(letter).filter(|_| at_surname).map(str::to_owned);
    let usual = letter.to_pinyin().map(|reading| reading.plain().to_owned());
    let all = letter.to_pinyin_multi().into_iter().flatten();
    let all = all.map(|reading| reading.plain().to_owned());
    let written = letter.is_alphanumeric().then(|| letter.to_lowercase().collect());
    let mut readings: Vec<String> =
        special.into_iter().chain(usual).chain(all).chain(written).collect();
    // The two dots are typed as v, and many leave them out.
    let plain: Vec<String> = readings.iter().map(|reading| reading.replace('ü', "u")).collect();
    readings.iter_mut().for_each(|reading| *reading = reading.replace('ü', "v"));
    readings.extend(plain);
    readings.dedup();
    readings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::initials;

    /// Names with what people type for them.
    const TYPED: [(&str, &[&str]); 20] = [
        ("王秀英", &["wangxiuying", "wangxiuy", "wangxy", "wxiuying", "wxy", "wang", "wa", "w"]),
        ("单小芳", &["shanxiaofang", "sxf"]),
        ("仇大山", &["qiudashan", "qds"]),
        ("区美玲", &["oumeiling", "oml"]),
        ("查小芳", &["zhaxiaofang"]),
        ("解小芳", &["xiexiaofang"]),
        ("尉小芳", &["weixiaofang"]),
        ("尉迟恭", &["yuchigong", "ycg"]),
        ("覃小芳", &["qinxiaofang", "tanxiaofang"]),
        ("乐小芳", &["yuexiaofang", "lexiaofang"]),
        ("长孙安", &["zhangsunan", "zsa"]),
        ("万俟安", &["moqian", "wanqian"]),
        ("澹台明", &["tantaiming"]),
        ("朴小芳", &["piaoxiaofang"]),
        ("盖小芳", &["gexiaofang", "gaixiaofang"]),
        ("吕梅", &["lvmei", "lumei", "lm"]),
        ("欧阳安", &["ouyangan", "oya"]),
        ("曾长安", &["zengchangan", "zca"]),
        ("西安娜", &["xianna"]),
        ("阿依古丽·买买提", &["ayiguli", "ayglmmt", "ayigulimaimaiti"]),
    ];

    #[test]
    fn a_name_is_found_by_every_way_to_type_it() {
        for (name, all) in TYPED {
            for typed in all {
                assert!(spells(name, typed), "{name} {typed}");
                let initials = initials(name);
                let found = ways(typed).iter().any(|way| initials.starts_with(way));
                assert!(found, "{name} {typed} {:?}", ways(typed));
            }
        }
    }

    #[test]
    fn another_name_is_not_spelled_so() {
        for (name, typed) in [("王秀英", "wangxiaoying"), ("汪秀", "wangxiuying"), ("李四", "wang")]
        {
            assert!(!spells(name, typed), "{name} {typed}");
        }
    }

    #[test]
    fn a_long_word_has_few_ways() {
        assert!(ways("zhangwangliuchenyangzhaohuangzhou").len() <= 3 * WAYS_MAX);
        assert!(ways("xxxxxxxxxxxxxxxxxxxx").is_empty(), "no name has so many syllables");
    }
}
