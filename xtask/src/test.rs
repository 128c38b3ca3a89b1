//! `cargo xtask test`: sets up what the tests need, then runs the steps in order and stops at the
//! first that fails. The last line is the count of tests, alone.

mod go;
mod postgres;
mod pypi;
mod tally;

use crate::needs::{self, Need};
use crate::{say, tidy, workspace};
use go::Verifier;
use postgres::Cluster;
use pypi::Environment;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tally::{Books, Tally};

/// One step of the whole, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Fmt,
    Clippy,
    Tidy,
    Sqlite,
    Log,
    Postgres,
    Browser,
    Api,
}

const STEPS: [Step; 8] = [
    Step::Fmt,
    Step::Clippy,
    Step::Tidy,
    Step::Sqlite,
    Step::Log,
    Step::Postgres,
    Step::Browser,
    Step::Api,
];

impl Step {
    fn name(self) -> &'static str {
        match self {
            Step::Fmt => "fmt",
            Step::Clippy => "clippy",
            Step::Tidy => "tidy",
            Step::Sqlite => "sqlite",
            Step::Log => "log",
            Step::Postgres => "postgres",
            Step::Browser => "browser",
            Step::Api => "api",
        }
    }

    /// The words after `cargo`. `law` and `tlog` store nothing, so they need no second engine.
    fn command(self) -> &'static str {
        match self {
            Step::Fmt => "fmt --all --check",
            Step::Clippy => "clippy --workspace --all-targets -- -D warnings",
            Step::Tidy => "xtask tidy",
            Step::Sqlite => "test --workspace",
            Step::Log => "test -p tlog --test strangers",
            Step::Postgres => {
                "test --workspace --exclude law --exclude tlog -- --include-ignored --skip browser"
            }
            Step::Browser => "test -p xiangyue --test it -- --ignored browser --test-threads=1",
            Step::Api => "test -p xiangyue --test api_calls -- --nocapture",
        }
    }

    fn needs(self) -> &'static [Need] {
        match self {
            Step::Fmt => &[Need::Rustfmt],
            Step::Clippy => &[Need::Clippy],
            Step::Tidy | Step::Sqlite => &[],
            Step::Log => &[Need::Go, Need::GoPackages, Need::PythonVenv],
            Step::Postgres => &[Need::PostgreSql],
            Step::Browser => &[Need::Chromium, Need::Chromedriver, Need::ChineseFont],
            Step::Api => &[Need::PythonVenv],
        }
    }

    fn counts_tests(self) -> bool {
        !matches!(self, Step::Fmt | Step::Clippy | Step::Tidy)
    }
}

/// A step that ended: how long it took, what it counted, and what went wrong.
struct Done {
    step: Step,
    took: Duration,
    tally: Tally,
    fault: Option<String>,
}

/// Runs the steps that `words` ask for; all of them when they ask for none.
pub fn run(words: &[&str]) -> Result<(), String> {
    let steps = chosen(words)?;
    let needed: Vec<Need> = steps.iter().flat_map(|step| step.needs()).copied().collect();
    needs::ensure(&needed)?;

    let mut books = Books::default();
    let mut done: Vec<Done> = Vec::new();
    for step in &steps {
        let ended = take(*step, &mut books);
        let failed = ended.fault.is_some();
        done.push(ended);
        if failed {
            break;
        }
    }
    let mut fault = done.iter().find_map(|done| Some((done.step.name(), done.fault.clone()?)));
    if fault.is_none() && steps.len() == STEPS.len() {
        fault = books.never_run().map(|names| ("nothing is skipped in silence", names));
    }
    say::line(&summary(&done, fault)?);
    Ok(())
}

fn chosen(words: &[&str]) -> Result<Vec<Step>, String> {
    let mut only = Vec::new();
    for pair in words.chunks(2) {
        let step = match pair {
            ["--only", name] => STEPS.into_iter().find(|step| step.name() == *name),
            _ => None,
        };
        let names = STEPS.map(Step::name).join("|");
        only.push(step.ok_or(format!("cargo xtask test [--only {names}]..."))?);
    }
    Ok(STEPS.into_iter().filter(|step| only.is_empty() || only.contains(step)).collect())
}

fn take(step: Step, books: &mut Books) -> Done {
    say::line(&format!("\n== {}: cargo {}", step.name(), step.command()));
    let began = Instant::now();
    let mut tally = Tally::default();
    let mut outcome = match step {
        Step::Fmt | Step::Clippy => plain(step),
        Step::Tidy => tidy::run(),
        Step::Sqlite | Step::Browser => counted(step, &mut tally, books, &[]),
        Step::Api => Environment::with(pypi::SCHEMATHESIS).and_then(|generator| {
            let path = generator.program("schemathesis").display().to_string();
            counted(step, &mut tally, books, &[("XIANGYUE_TEST_SCHEMATHESIS", &path)])
        }),
        Step::Log => Verifier::build().and_then(|verifier| {
            let sigstore = Environment::with(pypi::SIGSTORE)?;
            let go = verifier.program().display().to_string();
            let python = sigstore.program("python").display().to_string();
            let strangers =
                [("XIANGYUE_TEST_GO_VERIFIER", &*go), ("XIANGYUE_TEST_SIGSTORE", &*python)];
            counted(step, &mut tally, books, &strangers)
        }),
        Step::Postgres => Cluster::start().and_then(|cluster| {
            say::line(&format!("PostgreSQL: {}", cluster.url()));
            counted(step, &mut tally, books, &[("XIANGYUE_TEST_DATABASE", &cluster.url())])
        }),
    };
    if outcome.is_ok() && step.counts_tests() && tally.run() == 0 {
        outcome = Err("no test ran; a step that tests nothing is a failure".into());
    }
    let took = began.elapsed();
    let word = if outcome.is_ok() { "ok" } else { "FAILED" };
    say::line(&format!("== {}: {word} in {}", step.name(), seconds(took)));
    Done { step, took, tally, fault: outcome.err() }
}

fn plain(step: Step) -> Result<(), String> {
    let words: Vec<&str> = step.command().split(' ').collect();
    let status = workspace::cargo(&words).stdin(Stdio::null()).status();
    ended(step, status.map(|status| status.success()))
}

/// Runs tests, shows what they print as they print it, and counts.
fn counted(
    step: Step,
    tally: &mut Tally,
    books: &mut Books,
    variables: &[(&str, &str)],
) -> Result<(), String> {
    let words: Vec<&str> = step.command().split(' ').collect();
    let mut command = workspace::cargo(&words);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command.env_remove("XIANGYUE_TEST_DATABASE");
    command.envs(variables.iter().copied());
    if step == Step::Browser {
        command.envs(needs::chromium().map(|path| ("XIANGYUE_TEST_BROWSER", path)));
        command.envs(needs::chromedriver().map(|path| ("XIANGYUE_TEST_CHROMEDRIVER", path)));
    }
    let mut child = command.spawn().map_err(|error| format!("cargo does not start: {error}"))?;
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            say::line(&line);
            tally.read(&line);
            books.read(&line);
        }
    }
    ended(step, child.wait().map(|status| status.success()))
}

fn ended(step: Step, outcome: std::io::Result<bool>) -> Result<(), String> {
    match outcome {
        Ok(true) => Ok(()),
        Ok(false) => Err(format!("cargo {} failed", step.command())),
        Err(error) => Err(format!("cargo does not start: {error}")),
    }
}

fn seconds(took: Duration) -> String {
    format!("{}.{} s", took.as_secs(), took.subsec_millis() / 100)
}

/// The table, what stopped us, and the totals on the last line: good news or bad news.
fn summary(done: &[Done], fault: Option<(&str, String)>) -> Result<String, String> {
    let mut words =
        format!("\n{:<10}{:>10}{:>9}{:>9}{:>9}\n", "step", "time", "passed", "failed", "ignored");
    let mut total = Tally::default();
    for Done { step, took, tally, fault } in done {
        let counts = if step.counts_tests() {
            format!("{:>9}{:>9}{:>9}", tally.passed, tally.failed, tally.ignored)
        } else {
            format!("{:>9}", if fault.is_none() { "ok" } else { "FAILED" })
        };
        words.push_str(&format!("{:<10}{:>10}{counts}\n", step.name(), seconds(*took)));
        total.add(tally);
    }
    match fault {
        None => Ok(format!("{words}\n{}", total.words())),
        Some((name, why)) => {
            // A step that fails before its tests run still counts, so a failure never reads as 0.
            total.failed = total.failed.max(1);
            Err(format!("{words}\nstopped at {name}: {why}\n{}", total.words()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_in_order_however_they_are_asked_for() {
        assert_eq!(chosen(&[]).unwrap(), STEPS);
        let two = chosen(&["--only", "sqlite", "--only", "fmt"]).unwrap();
        assert_eq!(two, [Step::Fmt, Step::Sqlite]);
        assert!(chosen(&["--only", "nothing"]).unwrap_err().contains("fmt|clippy"));
        assert!(chosen(&["--only"]).is_err());
    }

    #[test]
    fn a_failure_ends_with_the_totals_and_never_with_none_failed() {
        let done = Done {
            step: Step::Clippy,
            took: Duration::from_millis(1234),
            tally: Tally::default(),
            fault: Some("cargo clippy failed".into()),
        };
        let message = summary(&[done], Some(("clippy", "cargo clippy failed".into()))).unwrap_err();
        assert!(message.contains("stopped at clippy: cargo clippy failed"));
        assert_eq!(message.lines().last(), Some("0 passed, 1 failed"));
    }
}
