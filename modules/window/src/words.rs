//! Search in Chinese without a dictionary: texts are cut into pairs of neighbouring letters
//! (D-0005).
//!
//! Most words that people type have two letters; a text that has the word has the pair.

use std::collections::BTreeMap;

use platform::code::half_width;

/// A text may give so many words; longer ones are cut.
const WORDS_PER_QUERY_MAX: usize = 24;

/// The words under which texts are found, each with the weight of the best text that has it.
pub fn of_texts(texts: &[(i64, String)]) -> BTreeMap<String, i64> {
    let mut words = BTreeMap::new();
    for (weight, text) in texts {
        for run in runs(text) {
            let letters: Vec<char> = run.chars().collect();
            let single = letters.iter().map(char::to_string).filter(|_| is_chinese(run.as_str()));
            for word in single.chain(pieces(&letters)) {
                let best = words.entry(word).or_insert(0);
                *best = (*best).max(*weight);
            }
        }
    }
    words
}

/// The words of what somebody typed. A single letter is looked for as it is.
pub fn of_query(typed: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for run in runs(typed) {
        let letters: Vec<char> = run.chars().collect();
        for word in pieces(&letters) {
            if !words.contains(&word) && words.len() < WORDS_PER_QUERY_MAX {
                words.push(word);
            }
        }
    }
    words
}

/// Pairs of Chinese letters; a run of Latin letters and digits stays whole.
fn pieces(letters: &[char]) -> Vec<String> {
    match letters {
        [] => Vec::new(),
        [only] => vec![only.to_string()],
        [first, ..] if !chinese(*first) => vec![letters.iter().collect()],
        many => many.windows(2).map(|pair| pair.iter().collect()).collect(),
    }
}

/// Runs of letters of one kind, small and half-width.
fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut last = None;
    for letter in text.chars().map(half_width).flat_map(char::to_lowercase) {
        let kind = letter.is_alphanumeric().then(|| chinese(letter));
        match (kind, last == kind, runs.last_mut()) {
            (Some(_), true, Some(run)) => run.push(letter),
            (Some(_), _, _) => runs.push(letter.to_string()),
            (None, _, _) => {}
        }
        last = kind;
    }
    runs
}

fn chinese(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter) || ('\u{f900}'..='\u{faff}').contains(&letter)
}

fn is_chinese(run: &str) -> bool {
    run.chars().next().is_some_and(chinese)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_two_letter_word_is_found_wherever_it_stands() {
        let words = of_texts(&[(8, "最低生活保障（低保）".into()), (1, "80岁以上 VIP".into())]);
        for typed in ["低保", "生活保障", "保", "80", "vip", "ＶＩＰ"] {
            let query = of_query(typed);
            assert!(!query.is_empty(), "{typed}");
            assert!(query.iter().all(|word| words.contains_key(word)), "{typed}: {query:?}");
        }
        assert!(!of_query("高龄").iter().all(|word| words.contains_key(word)));
        assert_eq!(words.get("低保"), Some(&8));
        assert!(of_query("，。！").is_empty());
    }
}
