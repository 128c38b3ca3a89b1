//! Every page of the module with made-up content.

pub(crate) mod made_up;
mod public;
mod staff;

use platform::Result;
use web::{Sample, Ui};

/// All of them.
pub(crate) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut samples = public::samples(ui)?;
    samples.extend(staff::samples(ui)?);
    Ok(samples)
}
