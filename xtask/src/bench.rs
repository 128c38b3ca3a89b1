//! `cargo xtask bench`: builds the program as it is shipped and lets it measure itself; the log is
//! measured by its own crate, beside a library that the program does not need.

use crate::needs::{self, Need};
use crate::{say, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The row that is not the program's.
const LOG: [&str; 2] = ["--only", "log"];

/// Passes `words` on to `xiangyue bench`, which knows the names of its rows.
pub fn run(words: &[&str]) -> Result<(), String> {
    let pairs: Vec<&[&str]> = words.chunks(2).collect();
    let asks = |pair: &&[&str]| pair.first() == Some(&"--only");
    let log = pairs.contains(&LOG.as_slice()) || !pairs.iter().any(asks);
    let rest: Vec<&str> =
        pairs.iter().filter(|pair| **pair != LOG).flat_map(|pair| pair.iter()).copied().collect();
    let program = !log || rest.contains(&"--only") || !pairs.iter().any(asks);
    let json = pairs.iter().find(|pair| pair.first() == Some(&"--json"));
    let json = json.and_then(|pair| pair.last()).map(PathBuf::from);
    if program {
        measure_program(&rest)?;
    }
    if log {
        measure_log(json.as_deref(), program)?;
    }
    Ok(())
}

fn measure_program(words: &[&str]) -> Result<(), String> {
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

/// Writes the rows to `json`, after those that the program has `before` written there.
fn measure_log(json: Option<&Path>, before: bool) -> Result<(), String> {
    say::line("$ cargo bench -p tlog --bench log");
    let mut command = workspace::cargo(&["bench", "--quiet", "-p", "tlog", "--bench", "log"]);
    let own = std::env::temp_dir().join(format!("xiangyue-bench-log-{}.json", std::process::id()));
    if json.is_some() {
        command.args(["--", "--json"]).arg(&own);
    }
    if !command.status().is_ok_and(|status| status.success()) {
        return Err("bench: the log was not measured".into());
    }
    let Some(json) = json else { return Ok(()) };
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|why| format!("bench: {}: {why}", path.display()))
    };
    let rows = read(&own)?;
    let _ = std::fs::remove_file(&own);
    let all = if before { joined(&read(json)?, &rows) } else { rows };
    std::fs::write(json, all).map_err(|why| format!("bench: {}: {why}", json.display()))
}

/// Two arrays of rows as one.
fn joined(first: &str, second: &str) -> String {
    let first = first.trim_end().trim_end_matches(']').trim_end();
    format!("{first},\n{}", second.trim_start().trim_start_matches('[').trim_start_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_both_stand_in_one_array() {
        assert_eq!(
            joined("[\n  { \"a\": 1 }\n]", "[\n  { \"b\": 2 }\n]\n"),
            "[\n  { \"a\": 1 },\n  { \"b\": 2 }\n]\n"
        );
    }
}
