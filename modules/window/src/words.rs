//! Search in Chinese: texts are cut into pairs of neighbouring letters, and what people ask in
//! whole sentences is cut into words by a dictionary (D-0005).
//!
//! Most words that people type have two letters; a text that has the word has the pair.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jieba_rs::Jieba;
use platform::code::half_width;

/// The dictionary takes time and memory, and only whole sentences need it: the first one loads it.
static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// What people say around the thing they ask for.
const AROUND: [&str; 42] = [
    "怎么",
    "怎样",
    "如何",
    "怎么办",
    "怎么样",
    "哪里",
    "哪儿",
    "什么",
    "多少",
    "需要",
    "可以",
    "能够",
    "能不能",
    "想要",
    "办理",
    "申请",
    "申领",
    "领取",
    "请问",
    "一下",
    "家里",
    "我家",
    "我们",
    "他们",
    "你们",
    "现在",
    "今年",
    "没有",
    "还是",
    "或者",
    "时候",
    "要不要",
    "是不是",
    "有没有",
    "手续",
    "材料",
    "地方",
    "事情",
    "东西",
    "问题",
    "知道",
    "咨询",
];

/// What people say, and what the offices call it.
const SAID_OTHERWISE: [&[&str]; 14] = [
    &["老人", "老年人", "老年", "高龄"],
    &["小孩", "孩子", "儿童", "娃娃"],
    &["低保", "最低生活保障"],
    &["五保", "五保户", "特困"],
    &["医保", "医疗保险", "合作医疗", "新农合"],
    &["看病", "生病", "住院", "医疗", "大病"],
    &["养老金", "养老保险", "养老"],
    &["补贴", "补助", "津贴", "救助"],
    &["盖房", "盖房子", "建房", "起屋", "宅基地"],
    &["砍树", "伐树", "采伐"],
    &["打工", "务工", "就业"],
    &["退伍", "退役", "当兵", "军人", "退伍军人"],
    &["残疾", "残疾人", "残疾证"],
    &["去世", "过世", "死亡"],
];

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

/// The words of a sentence that say what is asked for, each with its names: the word itself and
/// what else people call the same thing, as the pieces that a text with this name has. Where
/// nothing but single letters is left, none.
pub fn of_sentence(typed: &str) -> Vec<Vec<Vec<String>>> {
    let mut words: Vec<Vec<Vec<String>>> = Vec::new();
    for run in runs(typed) {
        for word in DICTIONARY.cut(&run, false) {
            let word = word.word;
            let says = word.chars().nth(1).is_some() && !AROUND.contains(&word);
            let names = names(word);
            if says && !words.contains(&names) && words.len() < WORDS_PER_QUERY_MAX {
                words.push(names);
            }
        }
    }
    words
}

fn names(word: &str) -> Vec<Vec<String>> {
    let groups = SAID_OTHERWISE.iter().filter(|group| group.contains(&word));
    let others = groups.flat_map(|group| group.iter().copied()).filter(|other| *other != word);
    std::iter::once(word).chain(others).map(of_query).collect()
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

    #[test]
    fn a_sentence_is_cut_into_the_words_that_say_something() {
        let words = |typed: &str| {
            let words = of_sentence(typed);
            words.iter().map(|names| names[0].join("+")).collect::<Vec<_>>()
        };
        assert_eq!(words("我想给老人申请高龄津贴"), ["老人", "高龄", "津贴"]);
        assert_eq!(words("低保，怎么办理？"), ["低保"]);
        assert_eq!(words("残疾人补贴"), ["残疾+疾人", "补贴"]);
        let army = of_sentence("当兵");
        assert!(army[0].contains(&vec!["退役".to_owned()]), "what the offices call it");
        assert!(words("怎么办").is_empty());
        assert!(words("我要的").is_empty());
    }
}
