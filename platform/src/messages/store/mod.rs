//! SQL of messages. What was sent stays; only where it stands is written on.

pub(super) mod choices;
pub(super) mod deliveries;
pub(super) mod inbox;
pub(super) mod owners;
pub(super) mod visits;
