//! `cargo xtask bench`: builds the program as it is shipped and lets it measure itself.

use crate::needs::{self, Need};
use crate::{say, workspace};
use std::process::Command;

/// Passes `words` on to `xiangyue bench`, which knows the names of its rows.
pub fn run(words: &[&str]) -> Result<(), String> {
    // The public list page is measured beside a static page of the same size.
    needs::ensure(&[Need::Nginx])?;
    say::line("$ cargo build --release -p xiangyue");
    let built = workspace::cargo(&["build", "--release", "-p", "xiangyue"]).status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("bench: the release build failed".into());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace::root().join("target"), |folder| workspace::root().join(folder));
    say::line(&format!("$ xiangyue bench {}", words.join(" ")));
    // Run from where we were called, so that `--json FILE` means the caller's FILE.
    let status = Command::new(target.join("release/xiangyue")).arg("bench").args(words).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("bench: xiangyue ended with {status}")),
        Err(error) => Err(format!("bench: xiangyue does not start: {error}")),
    }
}
