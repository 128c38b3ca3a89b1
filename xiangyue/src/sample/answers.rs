//! Answers that a form takes, and that nobody real ever gave.

use jiff::civil::Date;
use window::item::{AnswerKind, Item, Question};
use window::model::{Answers, Sealed};

use super::dice::Dice;

const WORDS: [&str; 6] = [
    "家里就我和老伴两个人",
    "前年生病花了不少钱",
    "孩子在外地打工，过年才回来",
    "屋后那块坡地",
    "住在村东头第三家",
    "一切照实填写",
];

/// The answers to all questions that are asked, all papers at hand.
pub fn sealed(item: &Item, born: Date, dice: &mut Dice) -> Sealed {
    let mut answers = Answers::new();
    for question in &item.question {
        if question.is_asked(&answers) {
            answers.insert(question.key.clone(), answer(question, born, dice));
        }
    }
    let papers = item.papers().map(|(number, _)| number).collect();
    let delivery = item.delivery.first().cloned().unwrap_or_default();
    Sealed { answers, phone: String::new(), delivery, papers }
}

fn answer(question: &Question, born: Date, dice: &mut Dice) -> String {
    match question.kind {
        AnswerKind::Text if question.label.contains("姓名") => super::names::person(dice, true),
        AnswerKind::Text | AnswerKind::LongText => dice.one(&WORDS, "无").to_owned(),
        AnswerKind::Number => dice.between(1, 9).to_string(),
        AnswerKind::Money => format!("{}.{:02}", dice.between(200, 9_000), dice.between(0, 99)),
        AnswerKind::Date if question.label.contains("出生") => born.to_string(),
        AnswerKind::Date => format!("2026-{:02}-{:02}", dice.between(1, 9), dice.between(1, 28)),
        AnswerKind::Choice => {
            question.options.get(dice.at(question.options.len())).cloned().unwrap_or_default()
        }
        AnswerKind::YesNo => (if dice.percent(50) { "是" } else { "否" }).to_owned(),
        AnswerKind::Phone => super::names::phone(dice.between(1, 9_999)),
        AnswerKind::IdentityNumber => identity_number(born, dice),
        AnswerKind::BankCard => bank_card(dice),
    }
}

/// A number with a right check digit, of a county that does not exist.
fn identity_number(born: Date, dice: &mut Dice) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let body = format!(
        "990000{:04}{:02}{:02}{:03}",
        born.year(),
        born.month(),
        born.day(),
        dice.between(1, 999)
    );
    let sum: u32 =
        body.chars().filter_map(|c| c.to_digit(10)).zip(WEIGHTS).map(|(d, w)| d * w).sum();
    let check = CHECKS.get(usize::try_from(sum % 11).unwrap_or(0)).copied().unwrap_or('1');
    format!("{body}{check}")
}

/// A number with a right check digit, of a bank that does not exist.
fn bank_card(dice: &mut Dice) -> String {
    let body = format!("990000{:09}", dice.between(1, 999_999_999));
    let sum: u32 = body
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (1, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}
