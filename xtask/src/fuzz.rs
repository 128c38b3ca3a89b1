//! `cargo xtask fuzz`: gives a parser ever new bytes, guided by which lines they reach. What counts
//! them is the compiler's own and needs no nightly one; `fuzz/` is as `cargo fuzz` wants it.

use crate::needs::{self, Need};
use crate::{say, workspace};
use std::process::Command;

/// What counts which lines are reached.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions -Coverflow-checks \
    --cfg fuzzing";

/// Runs one target for so many seconds; new finds go below `target/`, what breaks it to
/// `fuzz/artifacts/`.
pub fn run(name: &str, seconds: u64) -> Result<(), String> {
    let root = workspace::root();
    if !root.join(format!("fuzz/fuzz_targets/{name}.rs")).is_file() {
        return Err(format!("there is no target {name}; look into fuzz/fuzz_targets"));
    }
    needs::ensure(&[Need::Cxx])?;
    let finds = root.join("target/fuzz-finds").join(name);
    let artifacts = root.join("fuzz/artifacts");
    for folder in [&finds, &artifacts] {
        std::fs::create_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    }
    let triple = triple()?;
    let mut words = vec!["run", "--quiet", "--release", "--manifest-path", "fuzz/Cargo.toml"];
    // With a target named, programs that run while building are left without counters.
    words.extend(["--target", &triple, "--bin", name]);
    if ["list", "sheet"].contains(&name) {
        words.extend(["--features", "lists"]);
    }
    say::line(&format!("$ cargo {}", words.join(" ")));
    let mut command = workspace::cargo(&words);
    command.env("RUSTFLAGS", COUNTERS).arg("--").arg(finds);
    command.arg(root.join("fuzz/corpus").join(name));
    command.arg(format!("-artifact_prefix={}/{name}-", artifacts.display()));
    command.arg(format!("-max_total_time={seconds}"));
    command.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1"]);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("fuzz: {name} broke; the input is in fuzz/artifacts")),
        Err(error) => Err(format!("fuzz: cargo does not start: {error}")),
    }
}

/// The kind of machine that we are on, as the compiler names it.
fn triple() -> Result<String, String> {
    let answer = Command::new("rustc").arg("-vV").output();
    let said = answer.map_err(|error| format!("rustc does not start: {error}"))?;
    let said = String::from_utf8_lossy(&said.stdout);
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say on which machine it is".into())
}
