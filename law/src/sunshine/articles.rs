//! The articles about publicity, by the law of the day on which something was done.

use crate::village::{LAW_OF_2025, SUPERVISION, SUPERVISION_2018};
use crate::{Cite, Date, cite};

/// 《村民委员会组织法》第三十五条第二款: what is published.
pub const CONTENT: Cite = cite("villagers-committees-organic-law", 35, 2);
/// 《村民委员会组织法（2018 年）》第三十条第二款: the same before 2026.
pub const CONTENT_2018: Cite = cite("villagers-committees-organic-law-2018", 30, 2);
/// 《村民委员会组织法》第三十五条第三款: each quarter, with heavy traffic each month, at any time.
pub const CADENCE: Cite = cite("villagers-committees-organic-law", 35, 3);
/// 《村民委员会组织法（2018 年）》第三十条第三款: the same before 2026.
pub const CADENCE_2018: Cite = cite("villagers-committees-organic-law-2018", 30, 3);
/// 《村民委员会组织法》第三十五条第四款: a board, fifteen days, the truth, and answers to who asks.
pub const BOARD: Cite = cite("villagers-committees-organic-law", 35, 4);
/// 《村民委员会组织法（2018 年）》第三十条第四款: the truth, and answers; no board and no days.
pub const TRUTH_2018: Cite = cite("villagers-committees-organic-law-2018", 30, 4);
/// 《村民委员会组织法》第三十六条: who finds it late or false goes to the township or the county.
pub const REMEDY: Cite = cite("villagers-committees-organic-law", 36, 0);
/// 《村民委员会组织法（2018 年）》第三十一条: the same before 2026.
pub const REMEDY_2018: Cite = cite("villagers-committees-organic-law-2018", 31, 0);
/// 《村民委员会组织法》第三十七条第三款: the supervision reports what breaks the law.
pub const REPORT: Cite = cite("villagers-committees-organic-law", 37, 3);
/// 《村民委员会组织法》第三十八条第一款: an appraisal each year, led by the supervision.
pub const APPRAISAL: Cite = cite("villagers-committees-organic-law", 38, 1);
/// 《村民委员会组织法（2018 年）》第三十三条第一款: the same before 2026.
pub const APPRAISAL_2018: Cite = cite("villagers-committees-organic-law-2018", 33, 1);
/// 《村民委员会组织法》第三十八条第二款: not up to it twice in a row, and the office ends.
pub const TWICE: Cite = cite("villagers-committees-organic-law", 38, 2);
/// 《村民委员会组织法（2018 年）》第三十三条第二款: the same before 2026.
pub const TWICE_2018: Cite = cite("villagers-committees-organic-law-2018", 33, 2);
/// 《村民委员会组织法》第三十九条: the archive of the village.
pub const ARCHIVES: Cite = cite("villagers-committees-organic-law", 39, 0);
/// 《村民委员会组织法（2018 年）》第三十四条: the same before 2026, with more kinds of record.
pub const ARCHIVES_2018: Cite = cite("villagers-committees-organic-law-2018", 34, 0);
/// 《村民委员会组织法》第四十条第一款: what an audit looks at.
pub const AUDIT_MATTERS: Cite = cite("villagers-committees-organic-law", 40, 1);
/// 《村民委员会组织法（2018 年）》第三十五条第一款: the same before 2026, with more about property.
pub const AUDIT_MATTERS_2018: Cite = cite("villagers-committees-organic-law-2018", 35, 1);
/// 《村民委员会组织法》第四十条第二款: a leaving audit is public before the next election.
pub const AUDIT_PUBLISHED: Cite = cite("villagers-committees-organic-law", 40, 2);
/// 《村民委员会组织法（2018 年）》第三十五条第二款: the same before 2026.
pub const AUDIT_PUBLISHED_2018: Cite = cite("villagers-committees-organic-law-2018", 35, 2);
/// 中办发〔2004〕17号: draft, review, joint meeting, publication, answers, archive.
pub const PROCEDURE: Cite = cite("village-affairs-publicity-opinions", 0, 0);
/// 农经发〔2011〕13号: those who watch the money look at it before it is published.
pub const FINANCE_REVIEW: Cite = cite("collective-finance-publicity-rules", 0, 0);
/// 中办、国办 2017: what a supervision committee watches over.
pub const SUPERVISION_FIELDS: Cite = cite("supervision-committee-guidance", 0, 0);

/// The article about what is published.
pub fn content_cite(on: Date) -> Cite {
    by_day(on, CONTENT, CONTENT_2018)
}

/// The article about how often.
pub fn cadence_cite(on: Date) -> Cite {
    by_day(on, CADENCE, CADENCE_2018)
}

/// The article about the truth of what is published, and about those who ask.
pub fn truth_cite(on: Date) -> Cite {
    by_day(on, BOARD, TRUTH_2018)
}

/// The article about what to do against late or false publicity.
pub fn remedy_cite(on: Date) -> Cite {
    by_day(on, REMEDY, REMEDY_2018)
}

/// The article about the supervision committee, which looks after publicity and money.
pub fn supervision_cite(on: Date) -> Cite {
    by_day(on, SUPERVISION, SUPERVISION_2018)
}

/// The article about the yearly appraisal.
pub fn appraisal_cite(on: Date) -> Cite {
    by_day(on, APPRAISAL, APPRAISAL_2018)
}

/// The article by which an office ends after two appraisals.
pub fn twice_cite(on: Date) -> Cite {
    by_day(on, TWICE, TWICE_2018)
}

/// The article about the archive.
pub fn archive_cite(on: Date) -> Cite {
    by_day(on, ARCHIVES, ARCHIVES_2018)
}

/// The article about what is audited.
pub fn audit_matters_cite(on: Date) -> Cite {
    by_day(on, AUDIT_MATTERS, AUDIT_MATTERS_2018)
}

/// The article about when a leaving audit is published.
pub fn audit_cite(on: Date) -> Cite {
    by_day(on, AUDIT_PUBLISHED, AUDIT_PUBLISHED_2018)
}

/// The later article from its first day on, the earlier one before.
fn by_day(on: Date, new: Cite, old: Cite) -> Cite {
    if on >= LAW_OF_2025 { new } else { old }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_law_has_dates() {
        for (cite_of, new, old) in [
            (content_cite as fn(Date) -> Cite, CONTENT, CONTENT_2018),
            (cadence_cite, CADENCE, CADENCE_2018),
            (truth_cite, BOARD, TRUTH_2018),
            (remedy_cite, REMEDY, REMEDY_2018),
            (supervision_cite, SUPERVISION, SUPERVISION_2018),
            (appraisal_cite, APPRAISAL, APPRAISAL_2018),
            (twice_cite, TWICE, TWICE_2018),
            (archive_cite, ARCHIVES, ARCHIVES_2018),
            (audit_matters_cite, AUDIT_MATTERS, AUDIT_MATTERS_2018),
            (audit_cite, AUDIT_PUBLISHED, AUDIT_PUBLISHED_2018),
        ] {
            assert_eq!(cite_of(date(2025, 12, 31)), old);
            assert_eq!(cite_of(date(2026, 1, 1)), new);
        }
    }
}
