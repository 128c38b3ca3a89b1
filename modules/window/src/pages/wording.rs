//! How pages say what items, answers and clocks hold.

use law::window::{Clock, Limit, LimitUnit};
use web::Ui;

use crate::item::{AnswerKind, Item, Question};
use crate::model::ConsentKind;

/// `10 个工作日`, `30 天` or `当场办结`.
pub(crate) fn limit(ui: &Ui, limit: Limit) -> String {
    match limit.unit {
        LimitUnit::WorkingDays => ui.workdays(limit.days.into()),
        LimitUnit::CalendarDays => ui.days(limit.days.into()),
        LimitUnit::SameDay => ui.t("当天办好").into_owned(),
    }
}

/// How long an item takes, as the county promises.
pub(crate) fn promise(ui: &Ui, item: &Item) -> String {
    if item.on_the_spot { ui.t("即办").into_owned() } else { limit(ui, item.promised_limit) }
}

/// By when an answer is promised, counted from acceptance.
pub(crate) fn promised_answer(ui: &Ui, item: &Item) -> String {
    if item.on_the_spot || item.promised_limit.unit == LimitUnit::SameDay {
        ui.t("受理以后当天办好。").into_owned()
    } else {
        ui.t1("受理以后，承诺 {1}内答复。", limit(ui, item.promised_limit))
    }
}

/// So many days in the unit of a clock.
pub(crate) fn span(ui: &Ui, clock: &Clock, days: i64) -> String {
    match clock.limit.unit {
        LimitUnit::CalendarDays => ui.days(days),
        LimitUnit::WorkingDays | LimitUnit::SameDay => ui.workdays(days),
    }
}

/// An answer as it is kept in a case, said to people. What cannot be read stays as it was typed.
pub(crate) fn answer(ui: &Ui, question: &Question, kept: &str) -> String {
    match question.kind {
        AnswerKind::Money => {
            let fen = kept.parse::<i64>().ok();
            fen.map_or_else(|| kept.to_owned(), |fen| ui.t1("{1} 元", ui.money(fen)))
        }
        AnswerKind::Date => {
            let date = kept.parse::<jiff::civil::Date>().ok();
            date.map_or_else(|| kept.to_owned(), |date| ui.date_long(date))
        }
        AnswerKind::YesNo => ui.t(kept).into_owned(),
        _ => kept.to_owned(),
    }
}

/// How the word to the clerk was given.
pub(crate) fn consent(ui: &Ui, how: ConsentKind) -> String {
    ui.say(how.label()).into_owned()
}
