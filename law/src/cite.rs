//! A citation: which article a rule, a page or a refusal rests on.

use serde::{Serialize, Serializer};

use crate::texts;

/// One place in one text. Zero means "the whole": no paragraph, or no numbered item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cite {
    /// The name of the file in `texts/`, without its ending.
    pub text: &'static str,
    /// 条.
    pub article: u16,
    /// 款.
    pub paragraph: u8,
    /// 项.
    pub item: u8,
}

/// Cites a paragraph of an article.
pub const fn cite(text: &'static str, article: u16, paragraph: u8) -> Cite {
    Cite { text, article, paragraph, item: 0 }
}

impl Cite {
    /// Narrows the citation to one numbered item of its paragraph.
    pub const fn item(self, item: u8) -> Cite {
        Cite { item, ..self }
    }

    /// The stable form for storage: `administrative-licensing-law:32:1:4`.
    pub fn key(&self) -> String {
        format!("{}:{}:{}:{}", self.text, self.article, self.paragraph, self.item)
    }

    /// As a Chinese notice prints it: 《行政许可法》第三十二条第一款第（四）项.
    pub fn zh(&self) -> String {
        let name = texts::find(self.text).map_or(self.text, |text| &text.short_name);
        let mut line = format!("《{name}》");
        if self.article > 0 {
            line.push_str(&format!("第{}条", numeral(self.article)));
        }
        if self.paragraph > 0 {
            line.push_str(&format!("第{}款", numeral(self.paragraph.into())));
        }
        if self.item > 0 {
            line.push_str(&format!("第（{}）项", numeral(self.item.into())));
        }
        line
    }

    /// The same in English: `Administrative Licensing Law, Article 32(1)(4)`.
    pub fn en(&self) -> String {
        let name = texts::find(self.text).map_or(self.text, |text| &text.english_name);
        let mut line = name.to_string();
        if self.article > 0 {
            line.push_str(&format!(", Article {}", self.article));
        }
        for part in [self.paragraph, self.item] {
            if part > 0 {
                line.push_str(&format!("({part})"));
            }
        }
        line
    }
}

impl Serialize for Cite {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.key())
    }
}

/// A whole number below ten thousand as articles are numbered: 二十, 一百零五, 一千二百五十九.
fn numeral(number: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let mut words = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = !words.is_empty();
            continue;
        }
        if gap {
            words.push('零');
            gap = false;
        }
        // 十二, not 一十二, where the number begins with its tens.
        if !(unit == 10 && digit == 1 && words.is_empty()) {
            words.push_str(DIGITS.get(usize::from(digit)).copied().unwrap_or_default());
        }
        words.push_str(name);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_articles() {
        for (number, words) in [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (32, "三十二"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (203, "二百零三"),
            (1002, "一千零二"),
            (1259, "一千二百五十九"),
        ] {
            assert_eq!(numeral(number), words);
        }
    }

    #[test]
    fn printed_in_both_languages() {
        let whole = cite("administrative-licensing-law", 44, 0);
        let notice = cite("administrative-licensing-law", 32, 1).item(4);
        assert_eq!(whole.zh(), "《行政许可法》第四十四条");
        assert_eq!(notice.zh(), "《行政许可法》第三十二条第一款第（四）项");
        assert_eq!(notice.en(), "Administrative Licensing Law, Article 32(1)(4)");
        assert_eq!(notice.key(), "administrative-licensing-law:32:1:4");
    }
}
