//! The rows of the form: papers, questions, and what people ask.

use platform::text;

use super::fields::{FAQS, MATERIALS, QUESTIONS, Rows};
use super::read::Reader;
use crate::item::{AnswerKind, Faq, Material, MaterialForm, Need, Origin, Question};

impl Reader<'_> {
    /// Whether a row is there: it is not ticked away, and something was typed into it.
    fn has(&self, rows: &Rows, row: usize) -> bool {
        let typed = |name: &str| !self.form.get(&rows.field(row, name)).is_empty();
        !typed("remove") && rows.asks.iter().any(|ask| typed(ask.name))
    }
}

pub(super) fn materials(reader: &mut Reader<'_>) -> Vec<Material> {
    let mut list = Vec::new();
    for row in reader.rows(&MATERIALS) {
        if reader.has(&MATERIALS, row) {
            list.extend(material(reader, |name| MATERIALS.field(row, name)));
        }
    }
    list
}

fn material(reader: &mut Reader<'_>, field: impl Fn(&str) -> String) -> Option<Material> {
    let name = reader.needed(&field("name"));
    let need = reader.word(&field("need"), Need::ALL, Need::from_key);
    let when = reader.words(&field("when"));
    if need == Some(Need::Conditional) && when.is_empty() {
        reader.wrong(field("when"), text("“看情况”的，请写明什么情况要交"));
    }
    Some(Material {
        name,
        need: need?,
        when,
        form: reader.word(&field("form"), MaterialForm::ALL, MaterialForm::from_key)?,
        copies: reader.number(&field("copies")),
        origin: reader.word(&field("origin"), Origin::ALL, Origin::from_key)?,
        check: reader.words(&field("check")),
        tolerable: reader.form.ticked(&field("tolerable")),
    })
}

pub(super) fn questions(reader: &mut Reader<'_>) -> Vec<Question> {
    let rows: Vec<usize> =
        reader.rows(&QUESTIONS).filter(|row| reader.has(&QUESTIONS, *row)).collect();
    let keys = keys(reader, &rows);
    let mut list = Vec::new();
    for (place, (row, key)) in rows.iter().zip(&keys).enumerate() {
        let earlier: Vec<(usize, &String)> = rows.iter().copied().zip(&keys).take(place).collect();
        list.extend(question(reader, key, &earlier, |name| QUESTIONS.field(*row, name)));
    }
    list
}

/// The word under which each answer is kept. A question that had one keeps it, so that two
/// versions can be told apart by more than their place.
fn keys(reader: &Reader<'_>, rows: &[usize]) -> Vec<String> {
    let own = |row: &usize| reader.words(&QUESTIONS.field(*row, "key"));
    let mut taken: Vec<String> = rows.iter().map(own).filter(|key| !key.is_empty()).collect();
    let mut keys = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let mut key = own(row);
        let mut number = place + 1;
        while key.is_empty() || keys.contains(&key) {
            let next = format!("q{number}");
            if !taken.contains(&next) {
                taken.push(next.clone());
                key = next;
            }
            number += 1;
        }
        keys.push(key);
    }
    keys
}

fn question(
    reader: &mut Reader<'_>,
    key: &str,
    earlier: &[(usize, &String)],
    field: impl Fn(&str) -> String,
) -> Option<Question> {
    let label = reader.needed(&field("label"));
    let kind = reader.word(&field("kind"), AnswerKind::ALL, AnswerKind::from_key);
    let options = reader.lines(&field("options"));
    if kind == Some(AnswerKind::Choice) && options.len() < 2 {
        reader.wrong(field("options"), text("请至少写两个答案，一行一个"));
    }
    Some(Question {
        key: key.to_owned(),
        label,
        hint: reader.words(&field("hint")),
        kind: kind?,
        required: reader.form.ticked(&field("required")),
        options,
        show_if: show_if(reader, earlier, field),
    })
}

/// `key=value` of the earlier question whose number was typed.
fn show_if(
    reader: &mut Reader<'_>,
    earlier: &[(usize, &String)],
    field: impl Fn(&str) -> String,
) -> String {
    let typed = reader.form.compact(&field("if_row"));
    let value = reader.words(&field("if_value"));
    if typed.is_empty() && value.is_empty() {
        return String::new();
    }
    let number = typed.parse::<usize>().ok();
    let found = earlier.iter().find(|(row, _)| Some(row + 1) == number);
    let Some((_, key)) = found else {
        reader.wrong(field("if_row"), text("前面没有这一题，请写排在它前面的题号"));
        return String::new();
    };
    if value.is_empty() {
        reader.wrong(field("if_value"), text("请写那一题答了什么才问"));
    }
    format!("{key}={value}")
}

pub(super) fn faqs(reader: &mut Reader<'_>) -> Vec<Faq> {
    let mut list = Vec::new();
    for row in reader.rows(&FAQS) {
        if reader.has(&FAQS, row) {
            list.push(Faq {
                question: reader.needed(&FAQS.field(row, "question")),
                answer: reader.needed(&FAQS.field(row, "answer")),
            });
        }
    }
    list
}
