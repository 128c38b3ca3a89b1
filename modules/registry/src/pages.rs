//! Pages of the registry.

use platform::Actor;
use web::{Routes, WorkLink};

pub(crate) fn routes() -> Routes {
    Routes::new()
}

pub(crate) fn work(_: &Actor) -> Vec<WorkLink> {
    Vec::new()
}
