//! Personal information: what a person may ask, what is erased, what has to be kept and how long.

mod erasure;
mod keeping;

pub use erasure::{Erasure, Holding, erasure};
pub use keeping::{
    ASSESSMENT_YEARS, ASSESSMENTS_KEPT, LOG_MONTHS, LOGS_KEPT, LOGS_KEPT_2016, REPLY_DAYS,
    assessment_may_go, kept_from, kept_until, log_may_go, logs_kept,
};

use crate::parameters::{self, Answer, Setting};
use crate::{Cite, Date, cite};

/// 《个人信息保护法》第十三条第一款第（三）项: processing for a duty that a law sets needs no consent.
pub const LEGAL_DUTY: Cite = cite("personal-information-protection-law", 13, 1).item(3);
/// 《个人信息保护法》第二十八条第一款: what is sensitive, with everything about a child under fourteen.
pub const SENSITIVE: Cite = cite("personal-information-protection-law", 28, 1);
/// 《个人信息保护法》第三十一条第一款: for a child under fourteen a parent or guardian consents.
pub const CHILD: Cite = cite("personal-information-protection-law", 31, 1);
/// The number in [`CHILD`].
pub const CHILD_YEARS: i64 = 14;
/// 《个人信息保护法》第十九条: no longer than the purpose needs.
pub const SHORTEST: Cite = cite("personal-information-protection-law", 19, 0);
/// 《个人信息保护法》第四十七条第一款: when information is erased, asked or not.
pub const ERASE: Cite = cite("personal-information-protection-law", 47, 1);
/// 《个人信息保护法》第四十七条第二款: what a law keeps is only stored and protected.
pub const KEPT_BY_LAW: Cite = cite("personal-information-protection-law", 47, 2);
/// 《个人信息保护法》第五十条第一款: requests are easy to make; a no comes with its reason.
pub const REQUESTS: Cite = cite("personal-information-protection-law", 50, 1);

/// What a person may ask of whoever keeps information about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// To know, to decide, to limit and to refuse.
    Know,
    /// To look at it and to get a copy.
    Copy,
    /// To have it corrected and completed.
    Correct,
    /// To have it erased.
    Erase,
    /// To have the rules explained.
    Explain,
    /// For near relatives of the dead: to look, copy, correct and erase.
    OfTheDead,
}

impl Right {
    /// All of them, in the order of the articles.
    pub const ALL: [Self; 6] =
        [Self::Know, Self::Copy, Self::Correct, Self::Erase, Self::Explain, Self::OfTheDead];

    /// The article that gives it.
    pub const fn cite(self) -> Cite {
        match self {
            Self::Know => cite("personal-information-protection-law", 44, 0),
            Self::Copy => cite("personal-information-protection-law", 45, 1),
            Self::Correct => cite("personal-information-protection-law", 46, 1),
            Self::Erase => ERASE,
            Self::Explain => cite("personal-information-protection-law", 48, 0),
            Self::OfTheDead => cite("personal-information-protection-law", 49, 0),
        }
    }

    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Know => "知情、决定、限制、拒绝",
            Self::Copy => "查阅、复制",
            Self::Correct => "更正、补充",
            Self::Erase => "删除",
            Self::Explain => "要求解释处理规则",
            Self::OfTheDead => "近亲属查阅、复制、更正、删除逝者的信息",
        }
    }
}

/// Whether a parent or guardian has to consent for this person. Cites [`CHILD`].
///
/// On the fourteenth birthday the person is not under fourteen any more.
pub fn needs_guardian(born_on: Date, on: Date) -> bool {
    born_on.saturating_add(jiff::Span::new().years(CHILD_YEARS)) > on
}

/// By when a request is answered, counted from the day after it was made. The law says "in time"
/// and names no number, so one has to be confirmed first.
pub fn reply_until(asked_on: Date, local: &[Setting]) -> Answer<'_, Date> {
    match parameters::lookup(REPLY_DAYS, asked_on, local) {
        Answer::Known { value, source, in_force_from } => Answer::Known {
            value: asked_on.saturating_add(jiff::Span::new().days(i64::from(value))),
            source,
            in_force_from,
        },
        Answer::NeedsConfirmation { parameter } => Answer::NeedsConfirmation { parameter },
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_child_under_fourteen_has_a_guardian_who_consents() {
        for (case, born, on, finding) in [
            ("TV-189", date(2012, 11, 24), date(2026, 11, 23), true),
            ("TV-190", date(2012, 11, 23), date(2026, 11, 23), false),
            ("leap day, day before", date(2012, 2, 29), date(2026, 2, 27), true),
            ("leap day", date(2012, 2, 29), date(2026, 2, 28), false),
            ("born today", date(2026, 11, 23), date(2026, 11, 23), true),
            ("grown up", date(1956, 3, 12), date(2026, 11, 23), false),
        ] {
            assert_eq!(needs_guardian(born, on), finding, "{case}");
        }
    }

    #[test]
    fn the_day_of_an_answer_is_not_guessed() {
        let asked = date(2026, 11, 23);
        assert_eq!(reply_until(asked, &[]), Answer::NeedsConfirmation { parameter: REPLY_DAYS });
        let setting = Setting {
            key: REPLY_DAYS.to_owned(),
            value: 15,
            in_force_from: date(2026, 1, 1),
            source: "县政府文件".to_owned(),
            confirmed_by: "县政府办公室".to_owned(),
            confirmed_on: date(2026, 1, 1),
        };
        let local = [setting];
        let Answer::Known { value, .. } = reply_until(asked, &local) else { panic!("confirmed") };
        assert_eq!(value, date(2026, 12, 8));
    }

    #[test]
    fn each_right_has_its_article() {
        let articles = Right::ALL.map(|right| right.cite().article);
        assert_eq!(articles, [44, 45, 46, 47, 48, 49]);
    }
}
