//! Every page with made-up content.

use platform::Result;
use web::{Sample, Ui};

pub(crate) fn samples(_: &Ui) -> Result<Vec<Sample>> {
    Ok(Vec::new())
}
