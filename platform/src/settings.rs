//! How the program was started. `docs/operating/settings.md` lists every setting.

use std::path::PathBuf;

use crate::messages::channels::Outside;
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
    /// SHA-256 of the token that opens the figures from elsewhere than this machine.
    pub metrics_token_digest: Option<String>,
    /// The data is a sample county: every page says so.
    pub demo: bool,
    /// How often one token, or one address without one, may call the API in a minute.
    pub api_calls_per_minute: u32,
    /// News may go to programs on this machine and in the networks behind it.
    pub calls_inside: bool,
    /// The gateway and the mail server by which people are told.
    pub outside: Outside,
}

/// What [`Settings::api_calls_per_minute`] is when nothing is said.
pub const API_CALLS_PER_MINUTE: u32 = 600;

impl Settings {
    /// Whether cookies may travel over encrypted connections only.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
