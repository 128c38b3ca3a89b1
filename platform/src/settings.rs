//! How the program was started. `docs/operating/settings.md` lists every setting.

use std::path::PathBuf;

use crate::storage::Place;

/// The settings that the program below the command line needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the data lives.
    pub place: Place,
    /// The folder of the key file and of files that people hand in.
    pub folder: PathBuf,
    /// The address people see, for links and QR codes, without a final slash.
    pub public_url: String,
    /// The data is a sample county: every page says so.
    pub demo: bool,
}

impl Settings {
    /// Whether cookies may travel over encrypted connections only.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
