//! The law, as pure functions: facts and a date go in, a finding comes out.
//!
//! Nothing here reads a clock, a file or a database. Every rule names its article as a [`Cite`];
//! `texts/` says in our own words what the article asks for and where it is coded, and a test
//! holds the two together. Numbers that depend on place or year live in `parameters/`, and the
//! official holidays in `calendars/`.

pub mod age;
pub mod calendar;
mod cite;
pub mod identifiers;
pub mod open_data;
pub mod parameters;
pub mod privacy;
pub mod remedies;
pub mod sunshine;
pub mod texts;
pub mod village;
pub mod window;

pub use calendar::{Calendar, YearMissing};
pub use cite::{Cite, cite};
/// A day without a time of day, which is all the law counts in.
pub use jiff::civil::Date;

/// English for every sentence and label of this crate, in the form of the other crates' locales:
/// the Chinese sentence is the key.
pub const ENGLISH: &str = include_str!("../locales/en.toml");

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::privacy::{Erasure, Holding, Right, erasure};
    use super::village::{Bar, Composition, Doubt, ExtentFault, Kin};
    use super::{calendar::NoticeFault, window::*, *};

    /// Every sentence and label that may reach a page.
    fn shown() -> BTreeSet<&'static str> {
        let obstacles = [
            Obstacle::NotFromHere { state: State::Draft, act: Act::Grant },
            Obstacle::SecondNotice,
            Obstacle::OpinionFirst,
            Obstacle::ResumeFirst,
            Obstacle::AlreadySuspended,
            Obstacle::NotSuspended,
            Obstacle::AlreadyDelivered,
            Obstacle::AlreadyRated,
            Obstacle::OutOfOrder,
            Obstacle::SameEyes,
            Obstacle::ReasonMissing { act: Act::Deny },
            Obstacle::RightOrganMissing,
        ];
        let lights = [Light::Green, Light::Yellow, Light::Red, Light::Overdue];
        let problems = [LimitProblem::PromiseLongerThanLaw, LimitProblem::UnitsDiffer];
        State::ALL
            .map(State::label)
            .into_iter()
            .chain(Act::ALL.map(Act::label))
            .chain(Stage::ALL.map(Stage::label))
            .chain(PublicStatus::ALL.map(PublicStatus::label))
            .chain(Rating::ALL.map(Rating::label))
            .chain(ClockKind::ALL.map(ClockKind::label))
            .chain(LimitUnit::ALL.map(LimitUnit::label))
            .chain(NoticeFault::ALL.map(NoticeFault::sentence))
            .chain(obstacles.map(Obstacle::sentence))
            .chain(lights.map(Light::label))
            .chain(problems.map(LimitProblem::sentence))
            .chain(Right::ALL.map(Right::label))
            .chain(Holding::ALL.map(Holding::label))
            .chain(Holding::ALL.map(|holding| reason(erasure(holding, false))))
            .chain(Holding::ALL.map(|holding| reason(erasure(holding, true))))
            .chain(Kin::ALL.map(Kin::label))
            .chain(Bar::ALL.map(Bar::sentence))
            .chain(Composition::ALL.map(Composition::sentence))
            .chain(ExtentFault::ALL.map(ExtentFault::sentence))
            .chain(Doubt::ALL.map(Doubt::sentence))
            .chain(sunshine::shown())
            .chain(parameters::all().iter().map(|parameter| parameter.label.as_str()))
            .chain(
                parameters::all().iter().filter(shown_with_source).map(|one| one.source.as_str()),
            )
            .collect()
    }

    /// Whose source a page shows, because it is all that is known.
    fn shown_with_source(parameter: &&parameters::Parameter) -> bool {
        ["village.", "sunshine."].iter().any(|begins| parameter.key.starts_with(begins))
    }

    fn reason(erasure: Erasure) -> &'static str {
        match erasure {
            Erasure::Erased { reason, .. }
            | Erasure::Later { reason, .. }
            | Erasure::Kept { reason, .. } => reason,
        }
    }

    #[test]
    fn every_sentence_has_its_english_and_no_other() {
        let english: BTreeMap<String, String> = toml::from_str(ENGLISH).unwrap();
        let keys: BTreeSet<&str> = english.keys().map(String::as_str).collect();
        assert_eq!(keys, shown());
        assert!(english.values().all(|sentence| sentence.is_ascii()));
    }
}
