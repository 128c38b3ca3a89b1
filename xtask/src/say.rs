//! The one place that speaks to the terminal.

use std::io::Write;

/// Prints a line at once, so that it stands in order with what the called programs print.
pub fn line(words: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody is left to tell when the terminal is gone.
    let _ = writeln!(out, "{words}").and_then(|()| out.flush());
}
