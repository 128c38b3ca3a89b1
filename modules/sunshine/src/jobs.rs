//! What happens by lapse of time.

use platform::jobs::Job;

use crate::messages::{questions, remind, supervision};

/// Villages that are late with what they owe hear of it, and after a week their township.
pub(crate) static REMINDER: Job =
    Job { name: "disclosures owed", every_minutes: 6 * 60, run: remind };

/// Questions that nobody answered in time: those who answer hear of it, their township, and the one
/// who asked.
pub(crate) static QUESTIONS: Job =
    Job { name: "questions late", every_minutes: 60, run: questions::remind };

/// What the supervision committee found and is not put right: its owner hears before the last day
/// and after it, the committee when it is late, the township after a week.
pub(crate) static SUPERVISION: Job =
    Job { name: "findings late", every_minutes: 6 * 60, run: supervision::remind };
