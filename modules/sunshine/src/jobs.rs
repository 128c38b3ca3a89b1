//! What happens by lapse of time.

use platform::jobs::Job;

use crate::messages::remind;

/// Villages that are late with what they owe hear of it, and after a week their township.
pub(crate) static REMINDER: Job =
    Job { name: "disclosures owed", every_minutes: 6 * 60, run: remind };
