//! Numbers that depend on place or year, with who stands for them.
//!
//! A number that no article fixes and nobody confirmed is not used: the answer is
//! [`Answer::NeedsConfirmation`], and the page says who may set it.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::Date;

/// How sure a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the article it cites. A place cannot change it.
    Verified,
    /// The house's own choice about presentation, without effect in law.
    Choice,
    /// Practice elsewhere or from memory: only a proposal until somebody confirms it.
    Unconfirmed,
}

/// A number that comes with the program.
#[derive(Debug, Clone, Deserialize)]
pub struct Parameter {
    /// Its name: `window.acceptance.days`.
    pub key: String,
    /// What it means, for the page that lists it.
    pub label: String,
    /// The number, or for an unconfirmed one the proposal.
    pub value: u32,
    /// What it counts.
    pub unit: String,
    /// `national`, or `county` where each county sets its own.
    pub place: String,
    /// From which day.
    pub in_force_from: Date,
    /// Where it comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// The article, as [`crate::Cite::key`] writes it.
    pub cite: Option<String>,
    /// Who confirmed it.
    pub confirmed_by: Option<String>,
    /// When.
    pub confirmed_on: Option<Date>,
}

/// A number that a place set and somebody confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The parameter's name.
    pub key: String,
    /// The number.
    pub value: u32,
    /// From which day.
    pub in_force_from: Date,
    /// By which document.
    pub source: String,
    /// Who confirmed it.
    pub confirmed_by: String,
    /// When.
    pub confirmed_on: Date,
}

/// What is known of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a, Value> {
    /// It may be used.
    Known {
        /// The number.
        value: Value,
        /// Where it comes from.
        source: &'a str,
        /// From which day; stored with what was decided by it.
        in_force_from: Date,
    },
    /// Somebody has to set it first.
    NeedsConfirmation {
        /// Which.
        parameter: &'a str,
    },
}

/// Every number that comes with the program.
pub fn all() -> &'static [Parameter] {
    &PARAMETERS
}

/// The number in force on a day, given what the place has set.
pub fn lookup<'a>(key: &'a str, on: Date, local: &'a [Setting]) -> Answer<'a, u32> {
    let ours = proposal(key, on);
    let theirs = local
        .iter()
        .filter(|setting| setting.key == key && setting.in_force_from <= on)
        .max_by_key(|setting| (setting.in_force_from, setting.confirmed_on));
    match (ours, theirs) {
        // An article is not for a county to change; it shortens limits by promising less.
        (Some(ours), _) if ours.confidence == Confidence::Verified => ours.known(),
        (_, Some(theirs)) => Answer::Known {
            value: theirs.value,
            source: &theirs.source,
            in_force_from: theirs.in_force_from,
        },
        (Some(ours), None) if ours.usable() => ours.known(),
        _ => Answer::NeedsConfirmation { parameter: key },
    }
}

impl Parameter {
    fn known(&self) -> Answer<'_, u32> {
        Answer::Known { value: self.value, source: &self.source, in_force_from: self.in_force_from }
    }

    /// Whether it may be used without a setting of the place.
    pub fn usable(&self) -> bool {
        self.confidence != Confidence::Unconfirmed
            || (self.confirmed_by.is_some() && self.confirmed_on.is_some())
    }
}

/// The number of that name as it comes with the program, also where it is only a proposal. Who
/// shows it says so.
pub fn proposal(key: &str, on: Date) -> Option<&'static Parameter> {
    PARAMETERS
        .iter()
        .filter(|parameter| parameter.key == key && parameter.in_force_from <= on)
        .max_by_key(|parameter| parameter.in_force_from)
}

/// What the number of that name counts, as it comes with the program.
pub fn unit(key: &str, on: Date) -> Option<&'static str> {
    proposal(key, on).map(|parameter| parameter.unit.as_str())
}

/// The files of `parameters/`.
const FILES: [&str; 5] = [
    include_str!("../parameters/open_data.toml"),
    include_str!("../parameters/privacy.toml"),
    include_str!("../parameters/sunshine.toml"),
    include_str!("../parameters/village.toml"),
    include_str!("../parameters/window.toml"),
];

static PARAMETERS: LazyLock<Vec<Parameter>> = LazyLock::new(|| {
    // A file that does not read leaves its numbers unconfirmed; a test reads them all.
    let read = |file: &&str| toml::from_str::<File>(file).unwrap_or_default().parameter;
    FILES.iter().flat_map(read).collect()
});

#[derive(Default, Deserialize)]
struct File {
    parameter: Vec<Parameter>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{texts, window};

    fn value(key: &str, on: Date) -> Option<u32> {
        match lookup(key, on, &[]) {
            Answer::Known { value, .. } => Some(value),
            Answer::NeedsConfirmation { .. } => None,
        }
    }

    #[test]
    fn the_files_read_and_cite_what_exists() {
        let read = |file: &&str| toml::from_str::<File>(file).unwrap().parameter;
        for parameter in FILES.iter().flat_map(read) {
            let cited = parameter.cite.as_deref().map(|key| key.split(':').collect::<Vec<_>>());
            let verified = parameter.confidence == Confidence::Verified;
            assert_eq!(cited.is_some(), verified, "{}: only an article verifies", parameter.key);
            if let Some(parts) = cited {
                let text = texts::find(parts[0]).expect(parts[0]);
                assert!(
                    text.articles.iter().any(|article| {
                        [article.number, article.paragraph.into(), article.item.into()]
                            .iter()
                            .map(u16::to_string)
                            .eq(parts[1..].iter().map(ToString::to_string))
                    }),
                    "{parts:?}"
                );
            }
        }
    }

    #[test]
    fn the_code_uses_the_same_numbers() {
        let on = date(2026, 11, 23);
        for (key, number) in [
            ("window.acceptance.days", window::ACCEPTANCE_DAYS),
            ("window.decision.days", window::DECISION_DAYS),
            ("window.delivery.days", window::DELIVERY_DAYS),
            ("window.light.yellow_part", window::YELLOW_PART),
        ] {
            assert_eq!(value(key, on), Some(number), "{key}");
        }
    }

    #[test]
    fn nothing_unconfirmed_is_guessed() {
        let on = date(2026, 11, 23);
        for parameter in all().iter().filter(|one| one.confidence == Confidence::Unconfirmed) {
            assert_eq!(
                lookup(&parameter.key, on, &[]),
                Answer::NeedsConfirmation { parameter: &parameter.key }
            );
        }
        assert_eq!(value("window.acceptance.days", date(2004, 6, 30)), None, "not yet in force");
        assert_eq!(value("window.unheard_of", on), None);
    }

    #[test]
    fn a_county_sets_what_no_article_fixes() {
        let setting = |key: &str, value, in_force_from| Setting {
            key: key.to_string(),
            value,
            in_force_from,
            source: "县政府文件".to_string(),
            confirmed_by: "政务服务局".to_string(),
            confirmed_on: in_force_from,
        };
        let local = [
            setting("window.precheck.days", 2, date(2026, 1, 1)),
            setting("window.precheck.days", 1, date(2026, 7, 1)),
            setting("window.acceptance.days", 9, date(2026, 1, 1)),
        ];
        for (key, on, value) in [
            ("window.precheck.days", date(2025, 12, 31), None),
            ("window.precheck.days", date(2026, 6, 30), Some(2)),
            ("window.precheck.days", date(2026, 7, 1), Some(1)),
            ("window.acceptance.days", date(2026, 7, 1), Some(5)),
        ] {
            let found = match lookup(key, on, &local) {
                Answer::Known { value, .. } => Some(value),
                Answer::NeedsConfirmation { .. } => None,
            };
            assert_eq!(found, value, "{key} {on}");
        }
    }
}
