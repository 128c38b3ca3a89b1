//! What happens by lapse of time.

use platform::jobs::Job;

use crate::actions::reception::deem_accepted;

/// Applications that nobody answered in time are accepted by law.
pub(crate) static DEEMED_ACCEPTANCE: Job =
    Job { name: "deemed acceptance", every_minutes: 60, run: deem_accepted };
