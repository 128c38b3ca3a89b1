//! How sentences are filled, and the words of numbers, days and months.

use jiff::civil::Weekday;

/// Puts `args` into `{1}`, `{2}`, …; `{1|day|days}` is the first word when that argument is 1.
///
/// One pass from left to right, so an argument that looks like a place stays text.
pub(super) fn fill(sentence: &str, args: &[String]) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let mut words = place.split('|');
        let number = words.next().and_then(|digits| digits.parse::<usize>().ok());
        match number.and_then(|at| args.get(at.checked_sub(1)?)) {
            Some(arg) => match (words.next(), words.next()) {
                (Some(one), Some(many)) => filled.push_str(if arg == "1" { one } else { many }),
                _ => filled.push_str(arg),
            },
            None => {
                filled.push('{');
                filled.push_str(place);
                filled.push('}');
            }
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// `1,286`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `周一`.
pub(super) const fn weekday_zh(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}

/// `Mon`.
pub(super) const fn weekday_en(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

/// `Nov`.
pub(super) fn month_en(month: i8) -> &'static str {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn an_argument_that_looks_like_a_place_stays_text() {
        let args = ["{2}".to_owned(), "b".to_owned()];
        assert_eq!(fill("{1} and {2}", &args), "{2} and b");
        assert_eq!(fill("{9} {x} {", &args), "{9} {x} {");
    }

    #[test]
    fn english_tells_one_from_many() {
        assert_eq!(fill("{1} {1|day|days}", &["1".to_owned()]), "1 day");
        assert_eq!(fill("{1} {1|day|days}", &["8".to_owned()]), "8 days");
    }
}
