//! Reads the official holiday list as an administrator pastes it.
//!
//! Two forms are understood: the wording of the State Council's notices (…月…日至…日放假调休，共…天。
//! …月…日上班。) and a plain list, one date a line (`2027-01-01 off`). What cannot be understood
//! for certain is a problem that names its line; a list is never half read.
//!
//! A notice may name days of the December before: they are kept in the list of the year the
//! notice is for, and count as soon as the other year is known too. A range that runs from
//! December into January without naming years begins in the year before.

use std::collections::BTreeSet;

use jiff::civil::Weekday;

use super::{Year, days_of};
use crate::Date;

/// Why a pasted list was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeProblem {
    /// The line, counted from one; zero if it is about the whole.
    pub line: usize,
    /// What is wrong.
    pub fault: NoticeFault,
    /// The words in question.
    pub found: String,
}

/// What can be wrong with a pasted list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeFault {
    /// No day off was found.
    Empty,
    /// There is no such date.
    NoSuchDate,
    /// A date with neither 放假 nor 上班.
    NeitherOffNorWork,
    /// A date far from the year.
    OtherYear,
    /// The weekday in the brackets is not that of the date.
    WrongWeekday,
    /// 共…天 is not the number of days found.
    WrongCount,
    /// A range that ends before it begins.
    BackwardRange,
    /// A day to be worked that is no weekend.
    WorkOnWeekday,
    /// A day both off and worked.
    OffAndWork,
}

impl NoticeFault {
    /// All faults.
    pub const ALL: [NoticeFault; 9] = [
        NoticeFault::Empty,
        NoticeFault::NoSuchDate,
        NoticeFault::NeitherOffNorWork,
        NoticeFault::OtherYear,
        NoticeFault::WrongWeekday,
        NoticeFault::WrongCount,
        NoticeFault::BackwardRange,
        NoticeFault::WorkOnWeekday,
        NoticeFault::OffAndWork,
    ];

    /// What the administrator reads: what is wrong and what to do.
    pub const fn sentence(self) -> &'static str {
        match self {
            NoticeFault::Empty => "没有读到放假日期，请粘贴国务院办公厅放假通知的全文",
            NoticeFault::NoSuchDate => "没有这个日期，请对照通知原文改正",
            NoticeFault::NeitherOffNorWork => {
                "这里有日期，但看不出是放假还是上班；如果不是放假安排，请删去这一句"
            }
            NoticeFault::OtherYear => "这个日期不在所选的年份，请核对年份",
            NoticeFault::WrongWeekday => "日期和星期对不上，请核对年份和日期",
            NoticeFault::WrongCount => "放假天数和日期对不上，请对照通知原文改正",
            NoticeFault::BackwardRange => "结束日期早于开始日期，请对照通知原文改正",
            NoticeFault::WorkOnWeekday => "上班的日期不是周末，请对照通知原文改正",
            NoticeFault::OffAndWork => "同一天既放假又上班，请对照通知原文改正",
        }
    }
}

/// Reads the list of one year. Weekdays in brackets and numbers of days are checked on the way.
pub fn parse_notice(year: i16, text: &str) -> Result<Year, NoticeProblem> {
    let mut days = Days { year, ..Days::default() };
    for (line, words) in text.lines().enumerate() {
        let words = narrow(words);
        days.line = line + 1;
        if let Some((date, word)) = listed(&words) {
            days.take_listed(date, word)?;
            continue;
        }
        for sentence in words.split(['。', ';', '；']) {
            days.take_sentence(sentence)?;
        }
    }
    days.line = 0;
    if days.off.is_empty() {
        return Err(days.problem(NoticeFault::Empty, ""));
    }
    if let Some(date) = days.off.intersection(&days.work).next() {
        return Err(days.problem(NoticeFault::OffAndWork, &date.to_string()));
    }
    let source = format!("国务院办公厅关于{year}年部分节假日安排的通知");
    Ok(Year { year, source, off: days.off, work: days.work })
}

/// Full-width digits, brackets and signs become the narrow ones; spaces inside a line go.
fn narrow(words: &str) -> String {
    words
        .trim()
        .chars()
        .filter_map(|sign| match sign {
            '０'..='９' => char::from_digit(u32::from(sign) - u32::from('０'), 10),
            '（' | '〔' | '［' => Some('('),
            '）' | '〕' | '］' => Some(')'),
            '，' => Some(','),
            '：' => Some(':'),
            '－' | '—' | '–' | '～' | '~' | '到' => Some('至'),
            '星' => Some('周'),
            '期' => None,
            '\u{3000}' | '\t' => Some(' '),
            sign => Some(sign),
        })
        .collect()
}

/// A line of the plain form: a date, and what stands behind it.
fn listed(words: &str) -> Option<(Date, &str)> {
    let date = words.get(..10)?.parse().ok()?;
    Some((date, words.get(10..)?.trim_start_matches([' ', ',', ':'])))
}

#[derive(Default)]
struct Days {
    year: i16,
    line: usize,
    off: BTreeSet<Date>,
    work: BTreeSet<Date>,
}

impl Days {
    fn problem(&self, fault: NoticeFault, found: &str) -> NoticeProblem {
        NoticeProblem { line: self.line, fault, found: found.trim().to_string() }
    }

    fn take_listed(&mut self, date: Date, word: &str) -> Result<(), NoticeProblem> {
        let word = word.split([' ', ',']).next().unwrap_or_default();
        match word {
            "off" | "休" | "放假" => self.keep(&[date], true),
            "work" | "班" | "上班" => self.keep(&[date], false),
            _ => {
                let found = format!("{date} {word}");
                Err(self.problem(NoticeFault::NeitherOffNorWork, &found))
            }
        }
    }

    /// One sentence: its dates wait for the verb that says what they are.
    fn take_sentence(&mut self, sentence: &str) -> Result<(), NoticeProblem> {
        let mut waiting: Vec<Date> = Vec::new();
        let mut off_count = 0;
        for clause in sentence.split(',') {
            waiting.extend(self.dates(clause)?);
            let (rest, work) = (clause.contains('休') || clause.contains("放假"), {
                clause.contains("上班")
            });
            if !waiting.is_empty() && rest != work {
                self.keep(&waiting, rest)?;
                off_count += if rest { waiting.len() } else { 0 };
                waiting.clear();
            }
            let counted = days_counted(clause);
            if off_count > 0 && counted.is_some_and(|counted| counted != off_count) {
                return Err(self.problem(NoticeFault::WrongCount, sentence));
            }
        }
        if waiting.is_empty() {
            Ok(())
        } else {
            Err(self.problem(NoticeFault::NeitherOffNorWork, sentence))
        }
    }

    fn keep(&mut self, dates: &[Date], off: bool) -> Result<(), NoticeProblem> {
        for date in dates {
            let near = date.year() == self.year
                || (date.year() == self.year - 1 && date.month() == 12)
                || (date.year() == self.year + 1 && date.month() == 1);
            if !near {
                return Err(self.problem(NoticeFault::OtherYear, &date.to_string()));
            }
            let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            if !off && !weekend {
                return Err(self.problem(NoticeFault::WorkOnWeekday, &date.to_string()));
            }
        }
        if off { &mut self.off } else { &mut self.work }.extend(dates);
        Ok(())
    }

    /// The days a clause names, ranges unfolded.
    fn dates(&self, clause: &str) -> Result<Vec<Date>, NoticeProblem> {
        let named = self.named(clause)?;
        // The day the notice was signed, or the news agency's "11月12日电".
        let alone = named.len() == 1
            && named.iter().all(|day| day.year.is_some())
            && clause.trim().starts_with(|sign: char| sign.is_ascii_digit())
            && clause.trim().ends_with('日');
        if alone {
            return Ok(Vec::new());
        }
        let mut dates = Vec::new();
        let mut named = named.into_iter().peekable();
        while let Some(day) = named.next() {
            let end = named.next_if(|_| day.begins_range);
            if day.since {
                continue;
            }
            let year = day.year.unwrap_or(self.year);
            let Some(end) = end else {
                dates.push(self.date(year, &day, clause)?);
                continue;
            };
            let to = self.date(end.year.unwrap_or(self.year), &end, clause)?;
            let over_new_year = day.year.is_none() && day.month > end.month && end.month == 1;
            let from = self.date(if over_new_year { to.year() - 1 } else { year }, &day, clause)?;
            if to < from {
                return Err(self.problem(NoticeFault::BackwardRange, clause));
            }
            dates.extend(days_of(from, to));
        }
        Ok(dates)
    }

    fn date(&self, year: i16, day: &Named, clause: &str) -> Result<Date, NoticeProblem> {
        let date = Date::new(year, day.month, day.day)
            .map_err(|_| self.problem(NoticeFault::NoSuchDate, clause))?;
        match day.weekday {
            Some(weekday) if weekday != date.weekday() => {
                Err(self.problem(NoticeFault::WrongWeekday, clause))
            }
            _ => Ok(date),
        }
    }

    /// The days a clause names, each with what stands around it.
    fn named(&self, clause: &str) -> Result<Vec<Named>, NoticeProblem> {
        let mut named: Vec<Named> = Vec::new();
        let (mut year, mut month) = (None, None);
        let mut number = None;
        let mut brackets: Option<String> = None;
        for sign in clause.chars() {
            if let Some(words) = &mut brackets {
                if sign == ')' {
                    if let Some(last) = named.last_mut() {
                        last.weekday = last.weekday.or(weekday(words));
                    }
                    brackets = None;
                } else {
                    words.push(sign);
                }
                continue;
            }
            if let Some(digit) = sign.to_digit(10) {
                let so_far: i16 = number.unwrap_or(0);
                let digit = i16::try_from(digit).unwrap_or_default();
                number = Some(so_far.saturating_mul(10).saturating_add(digit));
                continue;
            }
            match (sign, number.take()) {
                ('(', _) => brackets = Some(String::new()),
                ('年', Some(of)) => year = Some(of),
                ('月', Some(of)) => month = i8::try_from(of).ok(),
                ('日', Some(day)) => {
                    let day = i8::try_from(day).unwrap_or_default();
                    let month =
                        month.ok_or_else(|| self.problem(NoticeFault::NoSuchDate, clause))?;
                    named.push(Named { year: year.take(), month, day, ..Named::default() });
                }
                ('至', _) => {
                    named.last_mut().into_iter().for_each(|last| last.begins_range = true)
                }
                // "From this day on", and the news agency's dateline, are no holidays.
                ('起' | '电', _) => {
                    named.last_mut().into_iter().for_each(|last| last.since = true)
                }
                _ => {}
            }
        }
        Ok(named)
    }
}

#[derive(Default)]
struct Named {
    year: Option<i16>,
    month: i8,
    day: i8,
    weekday: Option<Weekday>,
    begins_range: bool,
    since: bool,
}

/// The weekday named in brackets: 周四, 农历除夕、周二.
fn weekday(words: &str) -> Option<Weekday> {
    match words.split('周').nth(1)?.chars().next()? {
        '一' => Some(Weekday::Monday),
        '二' => Some(Weekday::Tuesday),
        '三' => Some(Weekday::Wednesday),
        '四' => Some(Weekday::Thursday),
        '五' => Some(Weekday::Friday),
        '六' => Some(Weekday::Saturday),
        '日' | '天' => Some(Weekday::Sunday),
        _ => None,
    }
}

/// The number in 共9天 or 放假1天.
fn days_counted(clause: &str) -> Option<usize> {
    let before = clause.split_once('天')?.0;
    let digits = before.trim_end_matches(|sign: char| sign.is_ascii_digit()).len();
    before.get(digits..)?.parse().ok()
}

#[cfg(test)]
#[path = "notice_tests.rs"]
mod tests;
