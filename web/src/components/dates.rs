//! Dates as people write them: in three boxes, or in one.

use std::fmt::Display;

use askama::Template;
use jiff::civil::Date;
use platform::code::half_width;

use super::field::described_by;
use super::{anchor, writes_html};
use crate::form::{Errors, Form};
use crate::ui::Ui;

/// Nothing was typed.
pub const EMPTY: &str = "请填写年、月、日，例如 1945 年 3 月 12 日";
/// A part is missing or is no number.
pub const INCOMPLETE: &str = "年、月、日都要填，而且只填数字";
/// The year has two places.
pub const SHORT_YEAR: &str = "年份请写四位，例如 1945";
/// The calendar does not have the day.
pub const NO_SUCH_DAY: &str = "没有这一天，请核对月份和日子";

/// Years outside these are slips of the finger.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2200;

/// Year, month and day in three boxes, sent as `name-year`, `name-month`, `name-day`.
#[derive(Clone, Debug, Template)]
#[template(path = "components/date.html")]
pub struct DateField {
    ui: Ui,
    name: String,
    legend: String,
    hint: String,
    error: String,
    values: [String; 3],
    birthday: bool,
    heading: bool,
    optional: bool,
}

writes_html!(DateField);

/// What tells the three boxes apart.
struct DateBox<'a> {
    id: String,
    name: String,
    value: &'a str,
    label: &'static str,
    autocomplete: &'static str,
    digits: u8,
}

impl DateField {
    /// A question for a date.
    pub fn new(ui: &Ui, name: impl Display, legend: impl Display) -> Self {
        Self {
            ui: ui.clone(),
            name: name.to_string(),
            legend: legend.to_string(),
            hint: String::new(),
            error: String::new(),
            values: Default::default(),
            birthday: false,
            heading: false,
            optional: false,
        }
    }

    /// One short sentence of help, without links.
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// A date that is known.
    pub fn date(mut self, date: Date) -> Self {
        self.values = [date.year().to_string(), date.month().to_string(), date.day().to_string()];
        self
    }

    /// What was typed before.
    pub fn typed(mut self, form: &Form) -> Self {
        self.values = parts(form, &self.name).map(str::to_owned);
        self
    }

    /// What is wrong, and how to put it right.
    pub fn error(mut self, error: impl Display) -> Self {
        self.error = error.to_string();
        self
    }

    /// What is wrong, if anything is wrong with this date.
    pub fn errors(self, errors: &Errors) -> Self {
        let error = errors.at(&self.name).unwrap_or("").to_owned();
        self.error(error)
    }

    /// The reader's own day of birth, which browsers know.
    pub fn birthday(mut self) -> Self {
        self.birthday = true;
        self
    }

    /// The question is the heading of the page.
    pub fn heading(mut self) -> Self {
        self.heading = true;
        self
    }

    /// The question may be left open.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    fn id(&self) -> String {
        anchor(&self.name)
    }

    fn described_by(&self) -> String {
        described_by(&self.id(), &self.hint, &self.error)
    }

    fn boxes(&self) -> [DateBox<'_>; 3] {
        let [year, month, day] = &self.values;
        let own = |token| if self.birthday { token } else { "off" };
        let (id, name) = (self.id(), &self.name);
        [
            DateBox {
                id: id.clone(),
                name: format!("{name}-year"),
                value: year,
                label: "年",
                autocomplete: own("bday-year"),
                digits: 4,
            },
            DateBox {
                id: format!("{id}-month"),
                name: format!("{name}-month"),
                value: month,
                label: "月",
                autocomplete: own("bday-month"),
                digits: 2,
            },
            DateBox {
                id: format!("{id}-day"),
                name: format!("{name}-day"),
                value: day,
                label: "日",
                autocomplete: own("bday-day"),
                digits: 2,
            },
        ]
    }
}

fn parts<'a>(form: &'a Form, name: &str) -> [&'a str; 3] {
    ["year", "month", "day"].map(|part| form.get(&format!("{name}-{part}")))
}

/// The date of a [`DateField`]; nothing when all three boxes are empty.
pub fn from_form(form: &Form, name: &str) -> Result<Option<Date>, &'static str> {
    let [year, month, day] = parts(form, name);
    match parse(year, month, day) {
        Ok(date) => Ok(Some(date)),
        Err(EMPTY) => Ok(None),
        Err(sentence) => Err(sentence),
    }
}

/// The date in three boxes, or a sentence that says what to do.
pub fn parse(year: &str, month: &str, day: &str) -> Result<Date, &'static str> {
    let typed = [year, month, day].map(plain);
    if typed.iter().all(String::is_empty) {
        return Err(EMPTY);
    }
    let [year, month, day] = typed;
    let number = |part: &str| part.parse::<i16>().map_err(|_| INCOMPLETE);
    let (year_number, month, day) = (number(&year)?, number(&month)?, number(&day)?);
    if year.len() < 4 {
        return Err(SHORT_YEAR);
    }
    let small = |number: i16| i8::try_from(number).map_err(|_| NO_SUCH_DAY);
    let date = Date::new(year_number, small(month)?, small(day)?).map_err(|_| NO_SUCH_DAY)?;
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(NO_SUCH_DAY) }
}

/// A date typed into one box: "1945年3月12日", "1945.3.12", "1945-03-12", "19450312".
pub fn parse_date(typed: &str) -> Result<Date, &'static str> {
    let typed: String = typed.chars().map(half_width).collect();
    let mut numbers = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (None, ..) if typed.trim().is_empty() => Err(EMPTY),
        (Some(run), None, ..) if run.len() == 8 => {
            let (year, rest) = run.split_at(4);
            let (month, day) = rest.split_at(2);
            parse(year, month, day)
        }
        (Some(year), Some(month), Some(day), None) => parse(year, month, day),
        _ => Err(INCOMPLETE),
    }
}

/// Full-width digits made plain; spaces and the words of the boxes themselves left out.
fn plain(part: &str) -> String {
    part.chars()
        .map(half_width)
        .filter(|letter| !letter.is_whitespace() && !['年', '月', '日', '号'].contains(letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn one_box_takes_what_people_write() {
        for typed in [
            "1945年3月12日",
            "1945 年 3 月 12 日",
            "1945年3月12号",
            "1945.3.12",
            "1945-03-12",
            "1945/3/12",
            "19450312",
            "１９４５年３月１２日",
            "１９４５０３１２",
            "　1945。3。12 ",
        ] {
            assert_eq!(parse_date(typed), Ok(date(1945, 3, 12)), "{typed}");
        }
    }

    #[test]
    fn each_slip_gets_its_sentence() {
        for (typed, sentence) in [
            ("", EMPTY),
            ("　", EMPTY),
            ("1945年3月", INCOMPLETE),
            ("194503", INCOMPLETE),
            ("三月", INCOMPLETE),
            ("1945.3.12.5", INCOMPLETE),
            ("45.3.12", SHORT_YEAR),
            ("2025-02-29", NO_SUCH_DAY),
            ("1945.13.1", NO_SUCH_DAY),
            ("0945.3.1", NO_SUCH_DAY),
            ("19451301", NO_SUCH_DAY),
        ] {
            assert_eq!(parse_date(typed), Err(sentence), "{typed}");
        }
    }

    #[test]
    fn three_boxes_forgive_their_own_words() {
        assert_eq!(parse("１９４５年", " 3月", "12 日"), Ok(date(1945, 3, 12)));
        assert_eq!(parse("", " ", ""), Err(EMPTY));
        assert_eq!(parse("1945", "", "12"), Err(INCOMPLETE));
        assert_eq!(parse("1945", "三", "12"), Err(INCOMPLETE));
        assert_eq!(parse("99999", "3", "12"), Err(INCOMPLETE));
    }

    #[test]
    fn a_date_that_was_left_open_is_no_error() {
        assert_eq!(from_form(&Form::of(&[]), "born"), Ok(None));
        let form = Form::of(&[("born-year", "1945"), ("born-month", "3"), ("born-day", "12")]);
        assert_eq!(from_form(&form, "born"), Ok(Some(date(1945, 3, 12))));
        assert_eq!(from_form(&Form::of(&[("born-day", "1")]), "born"), Err(INCOMPLETE));
    }
}
