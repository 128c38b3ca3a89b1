//! The window 综合窗口: the life of one case 办件, from application to delivery and rating.
//!
//! Read in this order: [`State`] and [`Act`] are the words; [`standing`] folds a case's events
//! into where it stands; [`acceptance`] decides when a case counts as accepted, also when nobody
//! answered; [`clocks`] computes every time limit from the events and the calendar.

mod acceptance;
mod articles;
mod clocks;
mod guards;
mod limits;
mod machine;
mod state;
mod status;

pub use acceptance::{ACCEPTANCE_DAYS, Acceptance, ONE_TIME_NOTICE, acceptance};
pub use articles::*;
pub use clocks::{
    Clock, ClockKind, DELIVER_CERTIFICATE, DELIVERY_DAYS, Light, PROMISED_LIMIT, SPECIAL_PROCEDURE,
    YELLOW_PART, clocks, clocks_of, current,
};
pub use guards::{
    DENIAL, NOT_APPLICABLE, NOT_OUR_POWER, Obstacle, four_eyes, reason_given, reason_required,
    refusal_complete,
};
pub use limits::{
    DECIDE_IN_TIME, DECISION_DAYS, Limit, LimitProblem, LimitUnit, Limits, LocalLimits,
    WORKING_DAYS,
};
pub use machine::{Event, Standing, Suspension, next, standing};
pub use state::{Act, Stage, State};
pub use status::{PublicStatus, RATING_LEVELS, Rating, public_status};
