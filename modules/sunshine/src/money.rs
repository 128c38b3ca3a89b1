//! Sums of money: as people type them, and as they are read aloud.

/// Nobody's village has more: ten thousand million yuan, in fen.
const FEN_MAX: i64 = 1_000_000_000_000;

/// Reads `12,345.6`, `１２３４５．６０元` or `￥80` as whole fen. `None` where it is no sum.
pub fn parse(typed: &str) -> Option<i64> {
    let plain: String = typed
        .chars()
        .map(platform::code::half_width)
        .filter(|letter| {
            !letter.is_whitespace() && !matches!(letter, ',' | '，' | '￥' | '¥' | '元')
        })
        .collect();
    let (negative, digits) = match plain.strip_prefix(['-', '－', '−']) {
        Some(rest) => (true, rest),
        None => (false, plain.as_str()),
    };
    let (yuan, fen) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (yuan.is_empty() && fen.is_empty()) || !all_digits(yuan) || !all_digits(fen) {
        return None;
    }
    // A spreadsheet writes 0.30000000000000004 and means 0.30; a third place that counts is no sum.
    let (cents, rest) = fen.split_at(fen.len().min(2));
    let slip = rest.len() < 6 && rest.bytes().any(|byte| byte != b'0');
    if slip {
        return None;
    }
    let whole = if yuan.is_empty() { 0 } else { yuan.parse::<i64>().ok()? };
    let cents = format!("{cents:0<2}").parse::<i64>().ok()?;
    let sum = whole.checked_mul(100)?.checked_add(cents)?;
    (sum <= FEN_MAX).then_some(if negative { -sum } else { sum })
}

/// A sum as the boxes of a form show it: `12345.60`, without what people would have to type.
pub fn typed(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A sum as one says it: 四十一万二千三百零六元一角八分.
pub fn spoken(fen: i64) -> String {
    let mut words = String::new();
    if fen < 0 {
        words.push('负');
    }
    let fen = fen.unsigned_abs();
    let (yuan, jiao, cents) = (fen / 100, fen / 10 % 10, fen % 10);
    words.push_str(&number(yuan));
    words.push('元');
    if jiao > 0 {
        words.push_str(digit(jiao));
        words.push('角');
    }
    if cents > 0 {
        if jiao == 0 {
            words.push('零');
        }
        words.push_str(digit(cents));
        words.push('分');
    }
    words
}

/// A whole number as one says it: 一百零五, 两万, 十二.
pub fn number(number: u64) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    let mut words = String::new();
    let mut gap = false;
    for (unit, name) in [(1_0000_0000, "亿"), (1_0000, "万"), (1, "")] {
        let part = number / unit % 10_000;
        if part == 0 {
            gap = gap || !words.is_empty();
            continue;
        }
        if !words.is_empty() && (gap || part < 1_000) {
            words.push('零');
        }
        gap = false;
        if part == 2 && unit > 1 {
            words.push('两');
        } else {
            words.push_str(&below_ten_thousand(part, words.is_empty()));
        }
        words.push_str(name);
    }
    words
}

fn below_ten_thousand(number: u64, begins: bool) -> String {
    let mut words = String::new();
    let mut gap = false;
    for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let place = number / unit % 10;
        if place == 0 {
            gap = !words.is_empty();
            continue;
        }
        if gap {
            words.push('零');
            gap = false;
        }
        match (place, unit) {
            // 十二, not 一十二, where the number begins with its tens; 两千 and 两百, not 二千.
            (1, 10) if begins && words.is_empty() => {}
            (2, 100 | 1_000) => words.push('两'),
            _ => words.push_str(digit(place)),
        }
        words.push_str(name);
    }
    words
}

fn digit(number: u64) -> &'static str {
    usize::try_from(number).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_read_as_people_type_it_and_nothing_else_is() {
        for (typed, fen) in [
            ("12,345.60", Some(1_234_560)),
            ("１２３４５．６ 元", Some(1_234_560)),
            ("￥80", Some(8_000)),
            (".5", Some(50)),
            ("-3.20", Some(-320)),
            ("0.30000000000000004", Some(30)),
            ("1.005", None),
            ("1.2.3", None),
            ("八十", None),
            ("", None),
            ("-", None),
            ("99999999999999", None),
        ] {
            assert_eq!(parse(typed), fen, "{typed}");
        }
        assert_eq!(parse(&super::typed(-5)), Some(-5));
        assert_eq!(super::typed(1_234_560), "12345.60");
    }

    #[test]
    fn a_sum_is_read_aloud_as_people_say_it() {
        for (fen, words) in [
            (41_230_618, "四十一万两千三百零六元一角八分"),
            (0, "零元"),
            (100_000, "一千元"),
            (1_200, "十二元"),
            (2_000_000, "两万元"),
            (11_001_500, "十一万零一十五元"),
            (10_000_000_000, "一亿元"),
            (10_500_000_005, "一亿零五百万元零五分"),
            (20_000, "两百元"),
            (-123_450, "负一千两百三十四元五角"),
        ] {
            assert_eq!(spoken(fen), words, "{fen}");
        }
    }
}
