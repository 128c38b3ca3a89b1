//! Forms described as data: which questions are asked, and whether an answer will do.

use jiff::civil::Date;
use platform::code::half_width;
use platform::{Text, text};

use crate::item::{AnswerKind, Item, Question};
use crate::model::Answers;

/// A line of text is no novel.
const LINE_LETTERS_MAX: usize = 100;
/// A paragraph neither.
const PARAGRAPH_LETTERS_MAX: usize = 1000;
/// A sum of money in a form: below a hundred million yuan.
const MONEY_FEN_MAX: i64 = 9_999_999_999;

/// Why an answer will not do, as a sentence that helps.
pub type Wrong = Text;

impl Item {
    /// The questions that are asked, given the answers so far.
    pub fn asked<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = &'a Question> {
        self.question.iter().filter(move |question| question.is_asked(answers))
    }

    /// Everything that is wrong with a set of answers, in the order of the form. Answers to
    /// questions that are not asked are dropped.
    pub fn check(&self, answers: &Answers, today: Date) -> Result<Answers, Vec<(String, Wrong)>> {
        let (mut clean, mut wrong) = (Answers::new(), Vec::new());
        for question in &self.question {
            if !question.is_asked(&clean) {
                continue;
            }
            let typed = answers.get(&question.key).map_or("", String::as_str);
            match question.check(typed, today) {
                Ok(answer) => {
                    clean.insert(question.key.clone(), answer);
                }
                Err(sentence) => wrong.push((question.key.clone(), sentence)),
            }
        }
        if wrong.is_empty() { Ok(clean) } else { Err(wrong) }
    }
}

impl Question {
    /// Whether the earlier answers call for this question.
    pub fn is_asked(&self, answers: &Answers) -> bool {
        match self.show_if.split_once('=') {
            None => true,
            Some((key, value)) => answers.get(key).is_some_and(|answer| answer == value),
        }
    }

    /// A kept answer as it would be typed again: [`Question::check`] gives the same once more. A
    /// draft keeps its answers so; only a case keeps money in fen.
    pub fn as_typed(&self, kept: &str) -> String {
        match (self.kind, kept.parse::<i64>()) {
            (AnswerKind::Money, Ok(fen)) if fen % 100 == 0 => (fen / 100).to_string(),
            (AnswerKind::Money, Ok(fen)) => format!("{}.{:02}", fen / 100, fen % 100),
            _ => kept.to_owned(),
        }
    }

    /// The answer as it is kept, or what is wrong with what was typed.
    pub fn check(&self, typed: &str, today: Date) -> Result<String, Wrong> {
        let typed = typed.trim();
        if typed.is_empty() {
            return if self.required { Err(self.empty()) } else { Ok(String::new()) };
        }
        match self.kind {
            AnswerKind::Text => short(typed, LINE_LETTERS_MAX),
            AnswerKind::LongText => short(typed, PARAGRAPH_LETTERS_MAX),
            AnswerKind::Number => number(typed),
            AnswerKind::Money => money(typed),
            AnswerKind::Date => date(typed, today),
            AnswerKind::Choice => self.one_of(typed, &self.options),
            AnswerKind::YesNo => self.one_of(typed, &["是".to_owned(), "否".to_owned()]),
            AnswerKind::Phone => phone(typed),
            AnswerKind::IdentityNumber => identity_number(typed),
            AnswerKind::BankCard => bank_card(typed),
        }
    }

    const fn empty(&self) -> Wrong {
        match self.kind {
            AnswerKind::Choice | AnswerKind::YesNo => text("请选一个"),
            AnswerKind::Date => text("请填日期，例如 1945年3月12日"),
            _ => text("这一项还没有填"),
        }
    }

    fn one_of(&self, typed: &str, options: &[String]) -> Result<String, Wrong> {
        options.iter().find(|option| *option == typed).cloned().ok_or(text("请选一个"))
    }
}

/// Digits and letters as people type them: full-width made plain, spaces and dashes left out.
fn compact(typed: &str) -> String {
    typed
        .chars()
        .map(half_width)
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '—'))
        .collect()
}

fn short(typed: &str, letters_max: usize) -> Result<String, Wrong> {
    if typed.chars().count() <= letters_max {
        Ok(typed.to_owned())
    } else {
        Err(text("写得太长了，请只写要紧的"))
    }
}

fn number(typed: &str) -> Result<String, Wrong> {
    let digits = compact(typed);
    let plain =
        digits.len() <= 9 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { Ok(digits) } else { Err(text("请只填数字，例如 3")) }
}

/// Kept in whole fen.
fn money(typed: &str) -> Result<String, Wrong> {
    let wrong = text("请填金额，例如 1200 或 1200.50");
    let plain: String =
        compact(typed).chars().filter(|letter| !matches!(letter, ',' | '元' | '¥')).collect();
    let (yuan, fen) = plain.split_once('.').unwrap_or((&plain, ""));
    let fen = format!("{fen:0<2}");
    let whole = |digits: &str| {
        (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| digits.parse::<i64>().ok())
            .flatten()
    };
    match (whole(yuan), whole(&fen)) {
        (Some(yuan), Some(part)) if fen.len() == 2 => yuan
            .checked_mul(100)
            .and_then(|sum| sum.checked_add(part))
            .filter(|sum| *sum <= MONEY_FEN_MAX)
            .map(|sum| sum.to_string())
            .ok_or(wrong),
        _ => Err(wrong),
    }
}

fn date(typed: &str, today: Date) -> Result<String, Wrong> {
    let date = web::components::dates::parse_date(typed)
        .map_err(|_| text("看不懂这个日期，请写成 1945年3月12日 这样"))?;
    let earliest = jiff::civil::date(1900, 1, 1);
    if date < earliest || date > today.saturating_add(jiff::Span::new().years(5)) {
        return Err(text("这个日期离今天太远了，请再看一遍年份"));
    }
    Ok(date.to_string())
}

fn phone(typed: &str) -> Result<String, Wrong> {
    let digits = compact(typed);
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    let mobile = digits.len() == 11 && digits.starts_with('1');
    let landline = (7..=12).contains(&digits.len()) && !digits.starts_with('1');
    if plain && (mobile || landline) {
        Ok(digits.to_owned())
    } else {
        Err(text("电话号码不对：手机是 11 位，座机请带区号"))
    }
}

fn identity_number(typed: &str) -> Result<String, Wrong> {
    let number = compact(typed);
    match number.chars().count() {
        18 => registry::IdentityNumber::read(&number)
            .map(|number| number.as_str().to_owned())
            .map_err(|_| text("身份证号码有一位不对，请对着证件再看一遍")),
        less if less < 18 => Err(text("身份证号码少了几位，请对着证件再数一遍，一共 18 位")),
        _ => Err(text("身份证号码多了几位，请对着证件再数一遍，一共 18 位")),
    }
}

/// Bank cards have 16 to 19 digits, the last checking the others (ISO/IEC 7812).
fn bank_card(typed: &str) -> Result<String, Wrong> {
    let digits = compact(typed);
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    if !plain || !(16..=19).contains(&digits.len()) {
        return Err(text("银行卡号是 16 到 19 位数字，请对着卡再数一遍"));
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    if sum.is_multiple_of(10) {
        Ok(digits)
    } else {
        Err(text("银行卡号有一位不对，请对着卡再看一遍"))
    }
}

/// The phone to reach the applicant, as typed, or what is wrong with it. Empty is a right answer:
/// there are people without a phone.
pub(crate) fn check_phone(typed: &str, today: Date) -> Result<String, Wrong> {
    let question = Question {
        key: "phone".into(),
        label: String::new(),
        hint: String::new(),
        kind: AnswerKind::Phone,
        required: false,
        options: Vec::new(),
        show_if: String::new(),
    };
    question.check(typed, today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: AnswerKind) -> Question {
        Question {
            key: "q".into(),
            label: String::new(),
            hint: String::new(),
            kind,
            required: true,
            options: vec!["甲".into(), "乙".into()],
            show_if: String::new(),
        }
    }

    #[test]
    fn answers_are_taken_as_people_type_them() {
        let today = jiff::civil::date(2026, 11, 23);
        for (kind, typed, kept) in [
            (AnswerKind::Text, " 柳湾 ", Some("柳湾")),
            (AnswerKind::Text, "  ", None),
            (AnswerKind::Number, "１２", Some("12")),
            (AnswerKind::Number, "十二", None),
            (AnswerKind::Money, "1,200.5 元", Some("120050")),
            (AnswerKind::Money, "1200", Some("120000")),
            (AnswerKind::Money, "12.345", None),
            (AnswerKind::Money, "99999999999", None),
            (AnswerKind::Date, "1945年3月12日", Some("1945-03-12")),
            (AnswerKind::Date, "1845-03-12", None),
            (AnswerKind::Choice, "乙", Some("乙")),
            (AnswerKind::Choice, "丙", None),
            (AnswerKind::YesNo, "是", Some("是")),
            (AnswerKind::Phone, "138 1234 2210", Some("13812342210")),
            (AnswerKind::Phone, "0550-4012345", Some("05504012345")),
            (AnswerKind::Phone, "138123422", None),
            (AnswerKind::BankCard, "6222 0000 0000 0008", None),
            (AnswerKind::BankCard, "4111 1111 1111 1111", Some("4111111111111111")),
        ] {
            let question = question(kind);
            let found = question.check(typed, today).ok();
            assert_eq!(found.as_deref(), kept, "{kind:?} {typed}");
            let again =
                found.and_then(|found| question.check(&question.as_typed(&found), today).ok());
            assert_eq!(again.as_deref(), kept, "{kind:?} {typed}, typed again");
        }
    }

    #[test]
    fn a_question_is_asked_only_when_an_earlier_answer_calls_for_it() {
        let mut follow_up = question(AnswerKind::Text);
        follow_up.show_if = "card=是".into();
        let mut answers = Answers::new();
        assert!(!follow_up.is_asked(&answers));
        answers.insert("card".into(), "是".into());
        assert!(follow_up.is_asked(&answers));
    }
}
