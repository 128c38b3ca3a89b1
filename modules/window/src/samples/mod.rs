//! Every page of the module with made-up content.

mod items;
pub(crate) mod made_up;
mod papers;
mod public;
mod staff;

use platform::Result;
use web::{Sample, Ui};

/// All of them.
pub(crate) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut samples = public::samples(ui)?;
    samples.extend(staff::samples(ui)?);
    samples.extend(papers::samples(ui)?);
    samples.extend(items::samples(ui)?);
    Ok(samples)
}
