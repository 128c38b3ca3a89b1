//! Every page with made-up content.

pub(crate) mod made_up;
mod public;
mod questions;
mod supervision;
mod work;
mod year;

use platform::Result;
use web::{Sample, Ui};

pub(crate) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut all = public::samples(ui)?;
    all.extend(work::samples(ui)?);
    all.extend(questions::samples(ui)?);
    all.extend(supervision::samples(ui)?);
    Ok(all)
}
